//! Finding references that are not what their writer calls them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalogue, EditionRelation, Entry, EntryKind, Fault, Framework};
use crate::finding::{Finding, Subject};
use crate::id::Reference;

/// A reference, or a range of references, and what somebody calls it.
///
/// ```
/// use isms_core::{Catalogue, LabelledReference};
/// let list = [
///     LabelledReference::new("iso27001-2022:A.6.8".parse()?, "awareness and training"),
///     LabelledReference::new("iso27001-2022:A.8.7".parse()?, "malware protection"),
/// ];
/// let findings = Catalogue::builtin().lint(&list);
/// assert_eq!(findings.len(), 1);
/// assert_eq!((findings[0].code(), findings[0].path()), ("K-004", "/0".to_owned()));
/// assert_eq!(findings[0].help(), Some("the label fits `A.6.3` (Awareness and training)"));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LabelledReference {
    /// The reference, or the first of a range.
    pub reference: Reference,
    /// The last of a range of controls with the same parent.
    pub until: Option<Reference>,
    /// What the writer calls it.
    pub label: String,
}

impl LabelledReference {
    /// A reference and its label.
    pub fn new(reference: Reference, label: impl Into<String>) -> Self {
        Self { reference, until: None, label: label.into() }
    }

    /// A range of references and the label of the whole.
    pub fn range(from: Reference, until: Reference, label: impl Into<String>) -> Self {
        Self { reference: from, until: Some(until), label: label.into() }
    }
}

impl Catalogue {
    /// Finds references that do not exist, belong to another edition, or are not what their label says. The path of a
    /// finding is the place in the list. O(words of the labels · entries that share a word).
    ///
    /// A label is compared by its words with own key words: of every control for a control, of every clause and heading
    /// for a clause. It is wrong when another entry fits at least twice as well. Vague labels raise no finding, nor do
    /// labels of items, notes, domains and objectives.
    pub fn lint(&self, list: &[LabelledReference]) -> Vec<Finding> {
        let labels = Labels::new(self);
        let look = |(place, item): (usize, &LabelledReference)| {
            let (at, fault) = match &item.until {
                None => (&item.reference, labels.check(&item.reference, Some(&item.label))?),
                Some(until) => labels.check_range(&item.reference, until, &item.label)?,
            };
            Some(fault.finding(at, Subject::pointer(&format!("/{place}"))))
        };
        list.iter().enumerate().filter_map(look).collect()
    }
}

/// The key words of the entries of a catalogue, ready to be compared with labels.
pub(crate) struct Labels<'c> {
    catalogue: &'c Catalogue,
    pools: BTreeMap<(&'c str, Pool), Words<'c>>,
}

/// Entries that are told apart from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pool {
    Controls,
    Clauses,
}

impl Pool {
    fn of(kind: EntryKind) -> Option<Self> {
        match kind {
            EntryKind::Control => Some(Pool::Controls),
            EntryKind::Clause | EntryKind::Heading => Some(Pool::Clauses),
            _ => None,
        }
    }
}

/// The entries of a pool in their order, where each stands, and which of them have a stem.
#[derive(Default)]
struct Words<'c> {
    entries: Vec<Entry<'c>>,
    places: BTreeMap<&'c str, usize>,
    holders: BTreeMap<String, Vec<usize>>,
}

/// How well a label fits an entry, how well it fits the entry it fits best, and which that is.
struct Fit<'c> {
    own: u64,
    best: u64,
    entry: Entry<'c>,
}

/// The weight of a word that one entry alone has. Divisible by many small numbers, so shares stay whole.
const WEIGHT: u64 = 5040;

impl Fit<'_> {
    /// Another entry fits twice as well, and the words that speak for it are rare.
    fn is_wrong(&self) -> bool {
        self.best >= self.own.saturating_mul(2) && self.best >= WEIGHT / 10
    }

    fn fault(&self, label: &str) -> Fault {
        let (fits, known_as) = (self.entry.id().to_owned(), self.entry.label().to_owned());
        Fault::Label { label: label.to_owned(), fits, known_as }
    }
}

impl<'c> Labels<'c> {
    /// Frameworks without key words are not compared. O(entries · words).
    pub(crate) fn new(catalogue: &'c Catalogue) -> Self {
        let mut pools: BTreeMap<_, Words<'c>> = BTreeMap::new();
        for framework in catalogue.frameworks().iter().filter(|framework| framework.has_terms()) {
            for entry in framework.entries() {
                if let Some(pool) = Pool::of(entry.kind()) {
                    pools.entry((framework.id(), pool)).or_default().add(entry);
                }
            }
        }
        Self { catalogue, pools }
    }

    /// What is wrong with a reference, and with its label if there is one.
    pub(crate) fn check(&self, reference: &Reference, label: Option<&str>) -> Option<Fault> {
        let Some(entry) = self.catalogue.resolve(reference) else {
            return Some(Fault::unknown(self.catalogue, reference));
        };
        let label = label?;
        if entry.kind() == EntryKind::Theme {
            return wrong_theme(&entry, label);
        }
        if let Some(theme) = entry.parent().filter(|parent| parent.kind() == EntryKind::Theme)
            && names_a_theme(entry.framework(), label)
        {
            return wrong_theme(&theme, label);
        }
        let fit = self.fit(&entry, label)?;
        if fit.is_wrong() {
            return Some(fit.fault(label));
        }
        self.meant_for_the_annex(&entry, label, &fit)
    }

    /// A clause whose label speaks of the control of that number: `8.1` written for `A.8.1`.
    fn meant_for_the_annex(&self, clause: &Entry<'c>, label: &str, fit: &Fit<'c>) -> Option<Fault> {
        if Pool::of(clause.kind()) != Some(Pool::Clauses) || fit.own > 0 {
            return None;
        }
        let control = clause.framework().entry(&format!("A.{}", clause.id()))?;
        let fit = self.fit(&control, label)?;
        (fit.own >= WEIGHT / 4 && fit.entry.id() == control.id()).then(|| fit.fault(label))
    }

    /// What is wrong with the ends of a range, or which members do not fit its label at all although other entries do.
    /// The fault is one of the reference beside it.
    pub(crate) fn check_range<'r>(
        &self,
        from: &'r Reference,
        until: &'r Reference,
        label: &str,
    ) -> Option<(&'r Reference, Fault)> {
        if let Some(wrong) = [from, until].into_iter().find(|end| self.catalogue.resolve(end).is_none()) {
            return Some((wrong, Fault::unknown(self.catalogue, wrong)));
        }
        if !self.is_range(from, until) {
            return Some((from, Fault::Ends(until.clone())));
        }
        let members = self.members(from, until)?;
        // A theme's controls from its first to its last are the theme.
        if let (Some(first), Some(last)) = (members.first(), members.last())
            && let Some(theme) = first.parent().filter(|parent| parent.kind() == EntryKind::Theme)
            && last.parent().is_some_and(|parent| parent.id() == theme.id())
        {
            let all =
                first.framework().entries().filter(|e| e.parent().is_some_and(|p| p.id() == theme.id()));
            if members.len() == all.count() || names_a_theme(first.framework(), label) {
                return wrong_theme(&theme, label).map(|fault| (from, fault));
            }
        }
        let misfits: Vec<String> = members
            .iter()
            .filter(|entry| self.fit(entry, label).is_some_and(|fit| fit.own == 0 && fit.best > 0))
            .map(|entry| entry.id().to_owned())
            .collect();
        (!misfits.is_empty()).then(|| (from, Fault::Range { label: label.to_owned(), misfits }))
    }

    /// Whether both are entries of the same kind and framework, and the first does not come after the last.
    fn is_range(&self, from: &Reference, until: &Reference) -> bool {
        let (Some(first), Some(last)) = (self.catalogue.resolve(from), self.catalogue.resolve(until)) else {
            return false;
        };
        let alike = first.kind() == last.kind()
            || Pool::of(first.kind()).is_some_and(|pool| Pool::of(last.kind()) == Some(pool));
        let place = |id: &str| first.framework().entries().position(|entry| entry.id() == id);
        from.framework() == until.framework() && alike && place(first.id()) <= place(last.id())
    }

    /// The entries from one to another of the same pool; `None` for entries of no pool.
    fn members(&self, from: &Reference, until: &Reference) -> Option<&[Entry<'c>]> {
        let first = self.catalogue.resolve(from)?;
        let words = self.pools.get(&(first.framework().id(), Pool::of(first.kind())?))?;
        let place = |end: &Reference| words.places.get(end.entry()).copied();
        words.entries.get(place(from)?..=place(until)?)
    }

    /// `None` for an entry of no pool.
    fn fit(&self, entry: &Entry<'c>, label: &str) -> Option<Fit<'c>> {
        let words = self.pools.get(&(entry.framework().id(), Pool::of(entry.kind())?))?;
        let mut kin: Option<BTreeSet<String>> = None;
        let place = *words.places.get(entry.id())?;
        let mut scores: BTreeMap<usize, u64> = BTreeMap::new();
        let mut own = 0_u64;
        for stem in stems(label).collect::<BTreeSet<_>>() {
            let Some(holders) = words.holders.get(&stem) else { continue };
            let is_own = holders.contains(&place);
            if !is_own && kin.get_or_insert_with(|| self.kin(entry)).contains(&stem) {
                continue;
            }
            let shared = WEIGHT.checked_div(u64::try_from(holders.len()).ok()?)?;
            own = own.saturating_add(if is_own { shared } else { 0 });
            for holder in holders {
                let score = scores.entry(*holder).or_default();
                *score = score.saturating_add(shared);
            }
        }
        let first_of_best = scores.iter().max_by_key(|(place, score)| (**score, std::cmp::Reverse(**place)));
        let (best, entry) = match first_of_best {
            Some((place, score)) => (*score, *words.entries.get(*place)?),
            None => (0, *entry),
        };
        Some(Fit { own, best, entry })
    }

    /// Words that say nothing for another entry: those of what this one belongs to, and of what it was, and of what it became.
    fn kin(&self, entry: &Entry<'c>) -> BTreeSet<String> {
        let mut kin = BTreeSet::new();
        let mut above = entry.parent();
        while let Some(parent) = above {
            kin.extend(stems(parent.label()));
            above = parent.parent(); // Ends: the build lets no parent stand below its child.
        }
        let reference = entry.reference();
        // What several became is also about the others, so of successors only an equal counts.
        let became = self.catalogue.successors(&reference).into_iter();
        let became = became.filter(|(_, relation)| *relation == EditionRelation::OneToOne);
        for (other, _) in became.chain(self.catalogue.predecessors(&reference)) {
            kin.extend(self.catalogue.resolve(&other).iter().flat_map(words));
        }
        kin
    }
}

impl<'c> Words<'c> {
    fn add(&mut self, entry: Entry<'c>) {
        let place = self.entries.len();
        for stem in words(&entry).collect::<BTreeSet<_>>() {
            self.holders.entry(stem).or_default().push(place);
        }
        self.places.insert(entry.id(), place);
        self.entries.push(entry);
    }
}

/// The stems of an entry's label and key words.
fn words(entry: &Entry<'_>) -> impl Iterator<Item = String> + use<> {
    let terms: Vec<String> = entry.terms().flat_map(stems).collect();
    stems(entry.label()).chain(terms)
}

/// The fault of a label that does not name the theme; a label without a word of its own names none.
fn wrong_theme(theme: &Entry<'_>, label: &str) -> Option<Fault> {
    let named = theme_words(label);
    let wrong = !named.is_empty() && named != theme_words(theme.label());
    let (id, theme) = (theme.id().to_owned(), theme.label().to_owned());
    wrong.then(|| Fault::Theme { label: label.to_owned(), id, theme })
}

fn names_a_theme(framework: &Framework, label: &str) -> bool {
    let named = theme_words(label);
    let themes = || framework.entries().filter(|entry| entry.kind() == EntryKind::Theme);
    !named.is_empty() && themes().any(|theme| theme_words(theme.label()) == named)
}

/// The words by which a label may name a theme: without numbers, and without what every theme is.
fn theme_words(label: &str) -> BTreeSet<String> {
    let said_of_all = ["annex", "them", "measur", "categor", "group"];
    let tells =
        |stem: &String| !said_of_all.contains(&stem.as_str()) && !stem.bytes().all(|b| b.is_ascii_digit());
    stems(label).filter(tells).collect()
}

/// Words that say nothing about a subject.
const STOP: &[&str] = &[
    "a",
    "an",
    "and",
    "by",
    "control",
    "controls",
    "for",
    "from",
    "in",
    "information",
    "iso",
    "management",
    "of",
    "on",
    "or",
    "secure",
    "security",
    "the",
    "their",
    "to",
    "use",
    "with",
];

/// The words of a text, cut to what forms of one word share.
fn stems(text: &str) -> impl Iterator<Item = String> + use<> {
    let lower = text.to_lowercase();
    let words: Vec<String> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1 && !STOP.contains(word))
        .take(64)
        .map(|word| {
            let bare = ["ing", "ies", "ed", "es", "s", "y", "e"]
                .iter()
                .find_map(|end| word.strip_suffix(end).filter(|rest| rest.chars().count() >= 3))
                .unwrap_or(word);
            bare.chars().take(6).collect()
        })
        .collect();
    words.into_iter()
}
