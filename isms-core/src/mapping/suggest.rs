//! What two frameworks may have in common that nobody has written down: candidates for a person to look at.
//!
//! A suggestion ranks pairs by four kinds of evidence: ways over the links other sets have published, what the two are
//! about, ways of which one half is such a link and the other a likeness of subjects, and the words of the labels. How
//! often that was right is measured on sets that were withheld. Nothing of it is a claim, and nothing else reads it.

mod bands;
mod because;
mod fuse;
mod links;
mod model;
mod sparse;
mod text;
mod topics;

pub use bands::Likeness;
pub use because::Witness;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{Catalogue, Framework};
use crate::error::{Error, ErrorKind};
use crate::id::{Reference, clip};
use crate::word::words;
use fuse::{Fused, fuse};
use links::Links;
use model::{Frame, Model};
use topics::Topics;

/// Most pairs of entries that are compared at once. A table of all of them is kept in memory: 8 bytes each, four times.
pub const MAX_PAIRS: usize = 4_000_000;

words! {
    /// A part of a score, for leaving it out.
    Part ("part of a score") {
        /// Making rows and columns even.
        Evenness = "evenness",
        /// Ways of one link and one likeness of subjects.
        HalfLinks = "half-links",
        /// Ways over published links.
        Links = "links",
        /// How much an entry is linked to at all.
        Popularity = "popularity",
        /// What the two are about.
        Subjects = "subjects",
        /// The words of the labels.
        Words = "words",
    }
}

/// What is suggested, and from what.
///
/// ```
/// let mut options = isms_core::SuggestOptions::default();
/// assert_eq!((options.top, options.least_permille), (5, 40));
/// options.leave_out.insert("nist-csf-1.1--iso27001-2013--monarc".to_owned());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SuggestOptions {
    /// Most targets for a source; 5 by default.
    pub top: usize,
    /// Nothing is suggested of which fewer in a thousand were right; 40 by default.
    pub least_permille: u16,
    /// Sets of claims to leave out.
    pub leave_out: BTreeSet<String>,
    /// Entries that count as others of their framework, such as an enhancement as its control: claims about them are taken
    /// as claims about those, and they are not asked about.
    pub fold: BTreeMap<Reference, Reference>,
    /// What frameworks descend from, beside what the catalogue knows: those of one ancestry are one witness.
    pub ancestry: BTreeMap<String, String>,
    /// Parts of the score to leave out.
    pub without: BTreeSet<Part>,
}

impl Default for SuggestOptions {
    fn default() -> Self {
        Self {
            top: 5,
            least_permille: 40,
            leave_out: BTreeSet::new(),
            fold: BTreeMap::new(),
            ancestry: BTreeMap::new(),
            without: BTreeSet::new(),
        }
    }
}

/// A pair nobody has claimed anything about, and what speaks for it. A candidate for a person, never a claim.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MappingSuggestion {
    /// The source.
    pub source: Reference,
    /// The target.
    pub target: Reference,
    /// Ranks the pairs of these two frameworks; across frameworks it means nothing.
    pub score: f64,
    /// The place in the list of the source, from 1.
    pub rank: usize,
    /// How many independent families of frameworks lead from the one to the other over one entry.
    pub lineages: usize,
    /// How alike the two are by their topics.
    pub likeness: Likeness,
    /// Of a thousand pairs of as many lineages and as alike, how many were in a publisher's set that was withheld.
    pub precision_permille: u16,
    /// The topics both have, in the order of the source.
    pub topics: Vec<String>,
    /// What leads from the one to the other: for each lineage the best entry in between.
    pub witnesses: Vec<Witness>,
}

/// Suggests what entries of two frameworks may have in common. Immutable, and independent of the order of sets and claims.
///
/// ```
/// use isms_core::{Catalogue, SuggestOptions, Suggester};
/// let catalogue = Catalogue::builtin();
/// let suggester = Suggester::new(&catalogue, &SuggestOptions::default());
/// // No publisher maps SOC 2 to ISO/IEC 27001 in the sets at hand.
/// let suggestions = suggester.between("soc2-2017", "iso27001-2022")?;
/// let malware = suggestions.iter().find(|s| s.source.entry() == "CC6.8" && s.rank == 1).unwrap();
/// assert_eq!(malware.target.to_string(), "iso27001-2022:A.8.7");
/// assert!(malware.sentences()[0].ends_with("of such pairs were in a withheld publisher's set"));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Suggester {
    catalogue: Catalogue,
    options: SuggestOptions,
    model: Model,
    links: Links,
    topics: Topics,
}

impl Suggester {
    /// Reads the sets of a catalogue, all but those left out. O(claims · log claims).
    pub fn new(catalogue: &Catalogue, options: &SuggestOptions) -> Self {
        let model = Model::new(catalogue, options);
        let links = Links::new(&model);
        let topics = Topics::new(catalogue, &model, &|set| options.leave_out.contains(set));
        Self { catalogue: catalogue.clone(), options: options.clone(), model, links, topics }
    }

    /// The options it was made with.
    pub fn options(&self) -> &SuggestOptions {
        &self.options
    }

    /// The best targets of each source that is assessed, sources in the order of their ids. A pair of which any set says
    /// anything is not suggested, and none inside one framework. Fails if a framework is not known (`K-001`, `K-007`)
    /// or the two have more than [`MAX_PAIRS`] pairs (`K-050`).
    ///
    /// O(sources · (targets · topics + links of the frameworks in between)).
    pub fn between(&self, from: &str, to: &str) -> Result<Vec<MappingSuggestion>, Error> {
        self.suggest(from, to, None, &|_, _| false)
    }

    /// The same for one source; the rest of its framework is scored too, since scores are made even over all of it.
    pub fn of(&self, source: &Reference, to: &str) -> Result<Vec<MappingSuggestion>, Error> {
        self.catalogue.entry(source)?;
        self.suggest(source.framework().as_str(), to, Some(source.entry()), &|_, _| false)
    }

    /// The same, without pairs of which something is known.
    pub(crate) fn suggest(
        &self,
        from: &str,
        to: &str,
        only: Option<&str>,
        known: &dyn Fn(&Reference, &Reference) -> bool,
    ) -> Result<Vec<MappingSuggestion>, Error> {
        if from == to {
            self.catalogue.known(from)?;
            return Ok(Vec::new());
        }
        let ends = self.ends(from, to)?;
        let fused = self.fused(ends);
        let ((here, from, source), (there, to, target)) = ends;
        let said = self.model.said(from, to);
        let mut suggestions = Vec::new();
        for (row, node) in source.asked.iter().enumerate() {
            let Some(a) = entry_at(here, source, *node) else { continue };
            if only.is_some_and(|only| only != a.id()) {
                continue;
            }
            let scores = fused.score.row(row);
            let mut order: Vec<usize> = (0..scores.len()).collect();
            let at = |column: &usize| scores.get(*column).copied().unwrap_or(0.0);
            order.sort_by(|x, y| at(y).total_cmp(&at(x)).then(x.cmp(y)));
            let mut rank = 0;
            for column in order.into_iter().take_while(|column| at(column) > 0.0) {
                if rank >= self.options.top {
                    break;
                }
                let Some(other) = target.asked.get(column).filter(|other| !said.contains(&(*node, **other)))
                else {
                    continue;
                };
                let Some(b) = entry_at(there, target, *other) else { continue };
                let (lineages, likeness) = self.band(&fused, (from, *node, row), (to, *other, column));
                let precision_permille = bands::right(lineages, likeness);
                if precision_permille < self.options.least_permille || known(&a.reference(), &b.reference()) {
                    continue;
                }
                rank += 1;
                suggestions.push(MappingSuggestion {
                    source: a.reference(),
                    target: b.reference(),
                    score: at(&column),
                    rank,
                    lineages,
                    likeness,
                    precision_permille,
                    topics: because::shared(&a, &b),
                    witnesses: because::witnesses(self, (from, *node), (to, *other)),
                });
            }
        }
        Ok(suggestions)
    }

    /// The whole table of scores, for measuring. Fails as [`between`](Self::between)
    /// does.
    ///
    /// ```
    /// use isms_core::{Catalogue, SuggestOptions, Suggester};
    /// let suggester = Suggester::new(&Catalogue::builtin(), &SuggestOptions::default());
    /// let scores = suggester.scores("iso27001-2022", "nist-csf-2.0")?;
    /// assert_eq!((scores.sources().len(), scores.targets().len()), (93 + 30, 106));
    /// assert_eq!(scores.scores(0).len(), 106);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn scores(&self, from: &str, to: &str) -> Result<Scores, Error> {
        let ends = self.ends(from, to)?;
        let fused = self.fused(ends);
        let ((here, _, source), (there, _, target)) = ends;
        let list = |framework: &Framework, frame: &Frame| -> Vec<Reference> {
            frame.asked.iter().filter_map(|n| Some(entry_at(framework, frame, *n)?.reference())).collect()
        };
        Ok(Scores { sources: list(here, source), targets: list(there, target), fused })
    }

    fn ends(&self, from: &str, to: &str) -> Result<(End<'_>, End<'_>), Error> {
        let end = |slug: &str| -> Result<End<'_>, Error> {
            let framework = self.catalogue.known(slug)?;
            let frame = self.model.frame(slug);
            let missing = || Error::new(ErrorKind::Internal, "K-001", "the model lacks a framework");
            frame.map(|(place, frame)| (framework, place, frame)).ok_or_else(missing)
        };
        let (from, to) = (end(from)?, end(to)?);
        let (rows, columns) = (from.2.asked.len(), to.2.asked.len());
        if rows.checked_mul(columns).is_none_or(|pairs| pairs > MAX_PAIRS) {
            let (a, b) = (clip(from.0.id()), clip(to.0.id()));
            let message = format!("`{a}` and `{b}` have {rows} times {columns} pairs, more than {MAX_PAIRS}");
            return Err(Error::new(ErrorKind::Overflow, "K-050", message)
                .with_help("map parts of them, each a framework of its own"));
        }
        Ok((from, to))
    }

    fn fused(&self, (from, to): (End<'_>, End<'_>)) -> Fused {
        fuse(&self.model, &self.links, &self.topics, from, to, &self.options.without)
    }

    /// How many lineages link a pair, and how alike it is.
    fn band(
        &self,
        fused: &Fused,
        source: (usize, u32, usize),
        target: (usize, u32, usize),
    ) -> (usize, Likeness) {
        let ((from, a, row), (to, b, column)) = (source, target);
        let lineages = fused.witnesses.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0);
        let cosine = fused.likeness.row(row).get(column).copied().unwrap_or(0.0);
        let known = self.topics.says(from, a) && self.topics.says(to, b);
        (usize::from(lineages), if known { Likeness::of(cosine) } else { Likeness::Unknown })
    }
}

/// A framework, its place in the model, and what stands there.
type End<'s> = (&'s Framework, usize, &'s Frame);

fn entry_at<'c>(framework: &'c Framework, frame: &Frame, node: u32) -> Option<crate::catalogue::Entry<'c>> {
    framework.at(*frame.places.get(node as usize)?)
}

/// The scores of all pairs of two frameworks, by what is assessed in the order of its ids.
pub struct Scores {
    sources: Vec<Reference>,
    targets: Vec<Reference>,
    fused: Fused,
}

impl Scores {
    /// The sources: the rows.
    pub fn sources(&self) -> &[Reference] {
        &self.sources
    }

    /// The targets: the columns.
    pub fn targets(&self) -> &[Reference] {
        &self.targets
    }

    /// The scores of a source, by target; none for a row that is not there.
    pub fn scores(&self, row: usize) -> &[f64] {
        self.fused.score.row(row)
    }

    /// The cosines of the topics of a source and each target; 0 where one has none.
    pub fn likeness(&self, row: usize) -> &[f64] {
        self.fused.likeness.row(row)
    }

    /// How many independent families of frameworks lead from a source to each target.
    pub fn lineages(&self, row: usize) -> &[u8] {
        self.fused.witnesses.get(row).map_or(&[], Vec::as_slice)
    }
}
