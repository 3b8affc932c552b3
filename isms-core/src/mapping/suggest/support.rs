//! How well the claims of a set are supported by everything but the set itself.

#![expect(
    clippy::float_arithmetic,
    reason = "scores are not levels: they rank pairs and nothing is computed with them"
)]

use std::collections::BTreeSet;

use super::{Likeness, Scores, Suggester, bands};
use crate::catalogue::{Catalogue, ClaimKind, ClaimSet};
use crate::error::Error;
use crate::error::ErrorKind;
use crate::id::{Reference, clip};

/// How well a claim is supported by everything but its set and the copies of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Support {
    /// The place of the claim in its set.
    pub place: u32,
    /// The source.
    pub source: Reference,
    /// The target.
    pub target: Reference,
    /// Of a thousand targets, how many are less supported for this source than this one. A wrong target is anywhere; a
    /// right one is most often near the top.
    pub above_permille: u16,
    /// How many independent families of frameworks lead from the one to the other.
    pub lineages: usize,
    /// How alike the two are by their topics.
    pub likeness: Likeness,
    /// Of a thousand such pairs, how many were in a publisher's set that was withheld.
    pub precision_permille: u16,
}

impl Suggester {
    /// How well each claim of a set is supported by everything but the set and its copies, in the order of its claims; a
    /// claim about several entries together gives a row per pair, and one about what is not assessed none.
    ///
    /// Fails if the set is not there (`K-002`), and as [`between`](Self::between) does.
    ///
    /// ```
    /// use isms_core::{Catalogue, SuggestOptions, Suggester};
    /// let suggester = Suggester::new(&Catalogue::builtin(), &SuggestOptions::default());
    /// let support = suggester.support("nist-csf-2.0--iso27001-2022--nist")?;
    /// let strong = support.iter().filter(|s| s.above_permille >= 900).count();
    /// assert!(strong * 2 > support.len(), "most claims are among the best tenth");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn support(&self, set: &str) -> Result<Vec<Support>, Error> {
        let catalogue = &self.catalogue;
        let Some(set) = catalogue.claim_set(set) else {
            let message = format!("there is no mapping set `{}`", clip(set));
            return Err(Error::new(ErrorKind::NotFound, "K-002", message));
        };
        if set.source() == set.target() {
            return Ok(Vec::new());
        }
        let mut options = self.options.clone();
        options.leave_out.extend(copies(catalogue, set));
        let others = Suggester::new(catalogue, &options);
        let scores = others.scores(set.source(), set.target())?;
        let mut rows = Vec::new();
        for claim in set.claims(catalogue) {
            for source in claim.sources() {
                for target in claim.targets() {
                    rows.extend(others.supported(
                        &scores,
                        claim.id().place,
                        &source.reference(),
                        &target.reference(),
                    ));
                }
            }
        }
        Ok(rows)
    }

    fn supported(
        &self,
        scores: &Scores,
        place: u32,
        source: &Reference,
        target: &Reference,
    ) -> Option<Support> {
        let row = scores.sources.binary_search(source).ok()?;
        let column = scores.targets.binary_search(target).ok()?;
        let (from, frame) = self.model.frame(source.framework().as_str())?;
        let (to, other) = self.model.frame(target.framework().as_str())?;
        let ends = ((from, *frame.asked.get(row)?, row), (to, *other.asked.get(column)?, column));
        let (lineages, likeness) = self.band(&scores.fused, ends.0, ends.1);
        Some(Support {
            place,
            source: source.clone(),
            target: target.clone(),
            above_permille: scores.above_permille(row, column),
            lineages,
            likeness,
            precision_permille: bands::right(lineages, likeness),
        })
    }
}

impl Scores {
    /// Of a thousand targets, how many score less for a source than this one; of equals, half.
    pub fn above_permille(&self, row: usize, column: usize) -> u16 {
        let scores = self.scores(row);
        let Some(own) = scores.get(column) else { return 0 };
        let less = scores.iter().filter(|score| *score < own).count();
        let same = scores.iter().filter(|score| *score == own).count().saturating_sub(1);
        let halves = less.saturating_mul(2).saturating_add(same);
        let all = scores.len().saturating_sub(1).saturating_mul(2).max(1);
        u16::try_from(halves.saturating_mul(1000) / all).unwrap_or(1000)
    }
}

/// A set and what repeats it: sets of the same two frameworks, or of editions of them, that share a lineage, and whatever
/// of that lineage others have put together.
pub(super) fn copies(catalogue: &Catalogue, set: &ClaimSet) -> BTreeSet<String> {
    let tags: BTreeSet<&str> = set.lineage().collect();
    let family = |slug: &str| catalogue.framework(slug).map(|framework| framework.ancestry().to_owned());
    let ends = |set: &ClaimSet| BTreeSet::from([family(set.source()), family(set.target())]);
    let copy = |other: &&ClaimSet| {
        let shares = other.lineage().any(|tag| tags.contains(tag));
        other.id() == set.id()
            || (shares && (ends(other) == ends(set) || other.kind() != ClaimKind::Published))
    };
    catalogue.claim_sets().iter().filter(copy).map(|set| set.id().to_owned()).collect()
}
