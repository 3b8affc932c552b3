//! How entries of frameworks stand to each other, numbered for fast passes.

use std::sync::Arc;

use super::number::Numbers;
use crate::catalogue::{Catalogue, ClaimId};
use crate::id::Reference;
use crate::mapping::{MappingSuggestion, Standing};

/// How some entries, together, stand to another.
///
/// ```
/// use isms_core::{ClaimId, CoverageLink, Standing};
/// let link = CoverageLink::new(["a:1".parse()?], "b:1".parse()?, Standing::Covers, [ClaimId::new("set", 0)]);
/// assert_eq!((link.sources.len(), link.derived), (1, false));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoverageLink {
    /// What it leads to.
    pub target: Reference,
    /// What it says of the two.
    pub standing: Standing,
    /// What it starts from, together: ascending, each once.
    pub sources: Vec<Reference>,
    /// Whether it was derived, not claimed as it stands.
    pub derived: bool,
    /// The claims it stands on.
    pub claims: Vec<ClaimId>,
}

impl CoverageLink {
    /// A link that its claims say as it stands.
    pub fn new(
        sources: impl IntoIterator<Item = Reference>,
        target: Reference,
        standing: Standing,
        claims: impl IntoIterator<Item = ClaimId>,
    ) -> Self {
        let mut sources: Vec<_> = sources.into_iter().collect();
        sources.sort();
        sources.dedup();
        Self { target, standing, sources, derived: false, claims: claims.into_iter().collect() }
    }
}

/// That two entries may have to do with each other: a reason to look, never a proof.
///
/// ```
/// let look = isms_core::Suggestion { source: "a:1".parse()?, target: "b:1".parse()?, lineages: 2, precision_permille: 173 };
/// assert_eq!(look.lineages, 2);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suggestion {
    /// Where it starts.
    pub source: Reference,
    /// What it leads to.
    pub target: Reference,
    /// How many independent lineages of mappings connect the two.
    pub lineages: u8,
    /// How many of a thousand pairs with so many lineages a withheld publisher has too.
    pub precision_permille: u16,
}

impl From<&MappingSuggestion> for Suggestion {
    fn from(found: &MappingSuggestion) -> Self {
        let (source, target) = (found.source.clone(), found.target.clone());
        let lineages = u8::try_from(found.lineages).unwrap_or(u8::MAX);
        Self { source, target, lineages, precision_permille: found.precision_permille }
    }
}

/// Links between the entries of a catalogue, prepared once. A copy is a pointer. The order in which they were given does
/// not matter.
///
/// ```
/// use isms_core::{Catalogue, CoverageLink, Links, Standing};
/// let (av, media) = ("nist-800-53-r5:SI-3".parse()?, "iso27001-2022:A.8.7".parse()?);
/// let links = Links::new(&Catalogue::builtin(), [CoverageLink::new([av], media, Standing::Covers, [])], []);
/// assert_eq!(links.into_framework("iso27001-2022").count(), 1);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Links(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    catalogue: Catalogue,
    numbers: Numbers,
    links: Vec<CoverageLink>, // INVARIANT: by target, in the order of their numbers, then by themselves.
    of_target: Vec<u32>,      // INVARIANT: per entry, where its links begin in `links`; one more at the end.
    sources: Vec<u32>,        // The numbers of the sources of all links, one after the other.
    of_link: Vec<u32>, // INVARIANT: per link, where its sources begin in `sources`; one more at the end.
    suggestions: Vec<(u32, u32, u8, u16)>, // INVARIANT: ascending: target, source, lineages, precision.
}

impl Links {
    /// Prepares links and suggestions. Those that name an entry the catalogue does not know, or start from nothing, are
    /// left out. O(n log n).
    pub fn new(
        catalogue: &Catalogue,
        links: impl IntoIterator<Item = CoverageLink>,
        suggestions: impl IntoIterator<Item = Suggestion>,
    ) -> Self {
        let numbers = Numbers::new(catalogue);
        let number = |reference: &Reference| numbers.of(catalogue, reference);
        let mut known: Vec<(u32, CoverageLink)> =
            links.into_iter().filter_map(|link| Some((number(&link.target)?, link))).collect();
        known.sort_unstable();
        // Two links that say the same are one that stands on the claims of both.
        known.dedup_by(|later, first| {
            let (later, first) = (&mut later.1, &mut first.1);
            let same = (&later.target, later.standing, &later.sources, later.derived)
                == (&first.target, first.standing, &first.sources, first.derived);
            if same {
                first.claims.append(&mut later.claims);
                first.claims.sort();
                first.claims.dedup();
            }
            same
        });
        let mut inner = Inner {
            catalogue: catalogue.clone(),
            links: Vec::with_capacity(known.len()),
            of_target: vec![0; (numbers.len() as usize).saturating_add(1)],
            sources: Vec::with_capacity(known.len()),
            of_link: vec![0],
            suggestions: Vec::new(),
            numbers,
        };
        for (target, link) in known {
            let sources: Option<Vec<u32>> =
                link.sources.iter().map(|source| inner.numbers.of(catalogue, source)).collect();
            let Some(sources) = sources.filter(|sources| !sources.is_empty()) else { continue };
            inner.sources.extend(sources);
            inner.of_link.push(inner.sources.len() as u32);
            if let Some(count) = inner.of_target.get_mut(target as usize + 1) {
                *count = count.saturating_add(1);
            }
            inner.links.push(link);
        }
        let mut sum = 0u32;
        for start in &mut inner.of_target {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let row = |s: Suggestion| {
            let ends = inner.numbers.of(catalogue, &s.target).zip(inner.numbers.of(catalogue, &s.source));
            ends.map(|(target, source)| (target, source, s.lineages, s.precision_permille))
        };
        inner.suggestions = suggestions.into_iter().filter_map(row).collect();
        // Of two about the same pair the better one stays.
        inner.suggestions.sort_unstable_by_key(|(t, s, l, p)| (*t, *s, u8::MAX - l, u16::MAX - p));
        inner.suggestions.dedup_by_key(|(target, source, ..)| (*target, *source));
        Self(Arc::new(inner))
    }

    /// The catalogue whose entries are linked.
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// The links that lead to entries of a framework.
    pub fn into_framework(&self, framework: &str) -> impl Iterator<Item = &CoverageLink> {
        let range = self.0.numbers.range(self.catalogue(), framework);
        range.flat_map(|target| self.to(target)).filter_map(|link| self.link(link))
    }

    pub(super) fn numbers(&self) -> &Numbers {
        &self.0.numbers
    }

    /// The numbers of the links to an entry.
    pub(super) fn to(&self, target: u32) -> std::ops::Range<u32> {
        let at = |place: usize| self.0.of_target.get(place).copied().unwrap_or_default();
        at(target as usize)..at(target as usize + 1)
    }

    pub(super) fn link(&self, link: u32) -> Option<&CoverageLink> {
        self.0.links.get(link as usize)
    }

    /// The numbers of the entries a link starts from.
    pub(super) fn sources(&self, link: u32) -> &[u32] {
        let at = |place: usize| self.0.of_link.get(place).copied().unwrap_or_default() as usize;
        self.0.sources.get(at(link as usize)..at(link as usize + 1)).unwrap_or_default()
    }

    /// What is suggested for an entry: source, lineages and precision.
    pub(super) fn suggested(&self, target: u32) -> impl Iterator<Item = (u32, u8, u16)> {
        let from = self.0.suggestions.partition_point(|row| row.0 < target);
        let rows = self.0.suggestions.get(from..).unwrap_or_default();
        rows.iter().take_while(move |row| row.0 == target).map(|row| (row.1, row.2, row.3))
    }
}
