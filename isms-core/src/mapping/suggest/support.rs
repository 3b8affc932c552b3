//! How well claims are supported: by everything but their set, and by the other claims of the set.

#![expect(
    clippy::float_arithmetic,
    reason = "scores are not levels: they rank pairs and nothing is computed with them"
)]

use std::collections::{BTreeMap, BTreeSet};

use super::sparse::{Grid, Sparse, add};
use super::{Likeness, Scores, Suggester, bands};
use crate::catalogue::{Catalogue, ClaimKind, ClaimSet};
use crate::error::{Error, ErrorKind};
use crate::id::{Reference, clip};

/// Likenesses below this are none: most entries of a framework are a little like each other.
const LEAST: f64 = 0.02;

/// How well a claim is supported. A low number is a reason to look at it, not an error: publishers differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Support {
    /// The place of the claim in its set.
    pub place: u32,
    /// The source.
    pub source: Reference,
    /// The target.
    pub target: Reference,
    /// Both below together. Wrong targets are anywhere between 0 and 1000, right ones most often near the top.
    pub support_permille: u16,
    /// Of a thousand targets, how many everything but the set speaks less for, with this source.
    pub others_permille: u16,
    /// Of a thousand targets, how many the other claims of the set speak less for: those about entries that are like the
    /// source lead to entries that are like the target.
    pub own_permille: u16,
    /// How many independent families of frameworks lead from the one to the other.
    pub lineages: usize,
    /// How alike the two are by their topics.
    pub likeness: Likeness,
    /// Of a thousand such pairs, how many were in a publisher's set that was withheld.
    pub precision_permille: u16,
}

impl Suggester {
    /// How well each claim of a set is supported by everything but the set and its copies, and by the other claims of the
    /// set, in the order of its claims; a claim about several entries together gives a row per pair, and one about what
    /// is not assessed none.
    ///
    /// Fails if the set is not there (`K-002`), and as [`judge`](Self::judge) does.
    ///
    /// ```
    /// use isms_core::{Catalogue, SuggestOptions, Suggester};
    /// let suggester = Suggester::new(&Catalogue::builtin(), &SuggestOptions::default());
    /// let support = suggester.support("nist-csf-2.0--iso27001-2022--nist")?;
    /// let strong = support.iter().filter(|s| s.support_permille >= 900).count();
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
        let mut pairs = Vec::new();
        for claim in set.claims(catalogue) {
            for source in claim.sources() {
                let place = claim.id().place;
                pairs.extend(claim.targets().map(|target| (place, source.reference(), target.reference())));
            }
        }
        Ok(others.judge(set.source(), set.target())?.support(&pairs))
    }

    /// Gets ready to judge pairs of two frameworks by all sets that are not left out. Fails as
    /// [`between`](Self::between) does, and with `K-050` where one of the two has more than
    /// [`MAX_PAIRS`](crate::MAX_PAIRS) pairs of its own.
    pub fn judge(&self, from: &str, to: &str) -> Result<Judge<'_>, Error> {
        let scores = self.scores(from, to)?;
        let (sources, targets) = (self.alike(from)?, self.alike(to)?.transposed());
        Ok(Judge { suggester: self, scores, sources, targets })
    }

    /// For each entry that is asked about, the ones of its own framework that are like it, itself included; the most
    /// alike is as good as itself.
    fn alike(&self, slug: &str) -> Result<Sparse, Error> {
        let scores = self.scores(slug, slug)?;
        let count = scores.sources.len();
        let row = |at: u32| {
            let row = scores.scores(at as usize);
            let others = (0u32..).zip(row).filter(move |(other, _)| *other != at);
            let best = others.map(|(_, score)| *score).fold(1e-12, f64::max);
            let like = move |(other, score): (u32, &f64)| {
                let share = if other == at { 1.0 } else { score / best };
                (share * share >= LEAST).then_some((at, other, share * share))
            };
            (0u32..).zip(row).filter_map(like).collect::<Vec<_>>()
        };
        Ok(Sparse::new(count, count, (0u32..).take(count).flat_map(row)))
    }
}

/// Judges pairs of two frameworks.
pub struct Judge<'s> {
    suggester: &'s Suggester,
    scores: Scores,
    sources: Sparse, // By source, how much others of its framework are like it.
    targets: Sparse, // By target, how much it is like others of its framework.
}

impl Judge<'_> {
    /// The scores of all pairs.
    pub fn scores(&self) -> &Scores {
        &self.scores
    }

    /// How well each pair is supported by all sets, which should not be those the pairs come from, and by the other pairs.
    /// The number goes with its pair; a pair of which an end is not assessed is passed over.
    ///
    /// O(likenesses of the sources · targets + pairs · targets).
    pub fn support(&self, pairs: &[(u32, Reference, Reference)]) -> Vec<Support> {
        let at = |(_, source, target): &(u32, Reference, Reference)| {
            Some((
                self.scores.sources.binary_search(source).ok()?,
                self.scores.targets.binary_search(target).ok()?,
            ))
        };
        let cells: BTreeSet<(usize, usize)> = pairs.iter().filter_map(at).collect();
        let own = self.own(&cells);
        let judged = |pair: &(u32, Reference, Reference)| {
            let (row, column) = at(pair)?;
            let (others, own) = (permille(self.scores.scores(row), column), permille(own.row(row), column));
            let (lineages, likeness) = self.suggester.band_of(&self.scores, row, column)?;
            Some(Support {
                place: pair.0,
                source: pair.1.clone(),
                target: pair.2.clone(),
                support_permille: others.midpoint(own),
                others_permille: others,
                own_permille: own,
                lineages,
                likeness,
                precision_permille: bands::right(lineages, likeness),
            })
        };
        pairs.iter().filter_map(judged).collect()
    }

    /// For each pair, how much pairs speak for it, but for itself: pairs whose source is like its source and whose target is
    /// like its target.
    fn own(&self, cells: &BTreeSet<(usize, usize)>) -> Grid {
        let mut by_row: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (row, column) in cells {
            by_row.entry(*row).or_default().push(*column);
        }
        let (rows, columns) = (self.scores.sources.len(), self.scores.targets.len());
        let share = |row: &usize| 1.0 / (by_row.get(row).map_or(1, Vec::len) as f64).sqrt();
        let mut near = Grid::new(rows, columns);
        for (row, targets) in &by_row {
            for target in targets {
                add(near.row_mut(*row), share(row), self.targets.row(*target));
            }
        }
        let mut own = Grid::new(rows, columns);
        for (row, out) in own.rows_mut().enumerate() {
            for (other, like) in self.sources.row(row) {
                for (cell, value) in out.iter_mut().zip(near.row(*other as usize)) {
                    *cell += like * value;
                }
            }
        }
        for (row, column) in cells {
            if let Some(cell) = own.row_mut(*row).get_mut(*column) {
                *cell -= share(row);
            }
        }
        own
    }
}

/// Of a thousand others in a row, how many are less; of equals, half.
fn permille(row: &[f64], column: usize) -> u16 {
    let Some(own) = row.get(column) else { return 0 };
    let less = row.iter().filter(|other| *other < own).count();
    let same = row.iter().filter(|other| *other == own).count().saturating_sub(1);
    let halves = less.saturating_mul(2).saturating_add(same);
    let all = row.len().saturating_sub(1).saturating_mul(2).max(1);
    u16::try_from(halves.saturating_mul(1000) / all).unwrap_or(1000)
}

/// A set and what repeats it: sets of the same two frameworks, or of editions of them, that share a lineage, and whatever
/// of that lineage others have put together.
fn copies(catalogue: &Catalogue, set: &ClaimSet) -> BTreeSet<String> {
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
