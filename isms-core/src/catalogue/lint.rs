//! Finding references that are not what their writer calls them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalogue, Entry, EntryKind, Framework};
use crate::finding::{CodeInfo, Finding, Subject, code, nearest};
use crate::id::{Reference, clip};

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

/// Most references of one list that are looked at.
const MAX_LINTED: usize = 100_000;

impl Catalogue {
    /// Finds references that do not exist, belong to another edition, or are not what their label says. The path of a
    /// finding is the place in the list. O(list · words · entries); at most 100,000 references are looked at.
    ///
    /// A label is compared by its words with own key words of every entry of the framework: it is wrong when another
    /// entry fits at least twice as well. Vague labels raise no finding.
    pub fn lint(&self, list: &[LabelledReference]) -> Vec<Finding> {
        let labels = Labels::new(self);
        let mut out = Vec::new();
        for (place, item) in list.iter().take(MAX_LINTED).enumerate() {
            let fault = match &item.until {
                None => labels.check(&item.reference, Some(&item.label)),
                Some(until) => labels.check_range(&item.reference, until, &item.label),
            };
            out.extend(
                fault.map(|fault| fault.finding(&item.reference, Subject::pointer(&format!("/{place}")))),
            );
        }
        out
    }
}

/// What is wrong with a reference or its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The framework is not known; the nearest that is.
    Framework(Option<String>),
    /// The entry is not known; the nearest that is.
    Entry(Option<String>),
    /// The entry is one of another edition: that edition, and what the entry became.
    Edition { edition: String, became: Vec<String> },
    /// The label fits another entry: its id and our label for it.
    Label { label: String, fits: String, known_as: String },
    /// The label names a theme, and not that of the reference.
    Theme { label: String, theme: String },
    /// These members of a range do not fit its label.
    Range { label: String, misfits: Vec<String> },
}

impl Fault {
    /// Why a reference that does not resolve does not.
    pub(crate) fn unknown(catalogue: &Catalogue, reference: &Reference) -> Self {
        let slug = reference.framework().as_str();
        let Some(framework) = catalogue.framework(slug) else {
            let known = catalogue.frameworks().iter().map(Framework::id);
            return Fault::Framework(nearest(slug, known).map(str::to_owned));
        };
        let same_name = |other: &&Framework| other.name() == framework.name() && other.id() != framework.id();
        for other in catalogue.frameworks().iter().filter(same_name) {
            if let Some(entry) = other.entry(reference.entry()) {
                let became = catalogue.successors(&entry.reference());
                let became = became.iter().map(|(r, _)| r.entry().to_owned()).collect();
                return Fault::Edition { edition: other.id().to_owned(), became };
            }
        }
        let known = framework.entries().map(|entry| entry.id());
        Fault::Entry(nearest(reference.entry(), known).map(str::to_owned))
    }

    pub(crate) fn code(&self) -> &'static CodeInfo {
        match self {
            Fault::Framework(_) => &code::K_001,
            Fault::Entry(_) => &code::K_002,
            Fault::Edition { .. } => &code::K_003,
            Fault::Label { .. } => &code::K_004,
            Fault::Theme { .. } => &code::K_005,
            Fault::Range { .. } => &code::K_006,
        }
    }

    pub(crate) fn message(&self, reference: &Reference) -> String {
        let id = reference.entry();
        match self {
            Fault::Framework(_) => format!("the framework `{}` is not known", reference.framework()),
            Fault::Entry(_) => format!("`{}` has no entry `{id}`", reference.framework()),
            Fault::Edition { edition, .. } => {
                format!("`{id}` is an entry of `{edition}`, not of this edition")
            }
            Fault::Label { label, .. } => format!("`{id}` is not about `{}`", clip(label)),
            Fault::Theme { label, theme } => format!("the theme `{id}` is `{theme}`, not `{}`", clip(label)),
            Fault::Range { label, misfits } => {
                format!("not all of the range is about `{}`: {}", clip(label), misfits.join(", "))
            }
        }
    }

    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Fault::Framework(near) | Fault::Entry(near) => {
                near.as_ref().map(|near| format!("did you mean `{near}`?"))
            }
            Fault::Edition { became, .. } if became.is_empty() => None,
            Fault::Edition { became, .. } => Some(format!("it became {}", became.join(", "))),
            Fault::Label { fits, known_as, .. } => Some(format!("the label fits `{fits}` ({known_as})")),
            Fault::Theme { .. } | Fault::Range { .. } => None,
        }
    }

    pub(crate) fn finding(&self, reference: &Reference, subject: Subject) -> Finding {
        let finding = Finding::new(self.code(), subject, self.message(reference));
        match self.help() {
            Some(help) => finding.with_help(help),
            None => finding,
        }
    }
}

/// The key words of every control, ready to be compared with labels.
pub(crate) struct Labels<'c> {
    catalogue: &'c Catalogue,
    /// Per framework: entry, its stems, and for each stem how many entries have it.
    frameworks: BTreeMap<&'c str, Words<'c>>,
}

struct Words<'c> {
    entries: Vec<(Entry<'c>, BTreeSet<String>)>,
    spread: BTreeMap<String, u64>,
}

/// The weight of a word that one entry alone has. Divisible by many small numbers, so shares stay whole.
const WEIGHT: u64 = 5040;

impl<'c> Labels<'c> {
    /// O(entries · words).
    pub(crate) fn new(catalogue: &'c Catalogue) -> Self {
        let words = |framework: &'c Framework| {
            let controls = framework.entries().filter(|entry| entry.kind() == EntryKind::Control);
            let entries: Vec<(Entry<'c>, BTreeSet<String>)> = controls
                .map(|entry| {
                    let terms = entry.terms().iter().flat_map(|term| stems(term));
                    (entry, stems(entry.label()).chain(terms).collect())
                })
                .collect();
            let mut spread = BTreeMap::new();
            for stem in entries.iter().flat_map(|(_, stems)| stems) {
                let count: &mut u64 = spread.entry(stem.clone()).or_default();
                *count = count.saturating_add(1);
            }
            (framework.id(), Words { entries, spread })
        };
        Self { catalogue, frameworks: catalogue.frameworks().iter().map(words).collect() }
    }

    /// What is wrong with a reference, and with its label if there is one.
    pub(crate) fn check(&self, reference: &Reference, label: Option<&str>) -> Option<Fault> {
        let Some(entry) = self.catalogue.resolve(reference) else {
            return Some(Fault::unknown(self.catalogue, reference));
        };
        let label = label?;
        if entry.kind() == EntryKind::Theme {
            let named = |name: &str| name.trim().to_lowercase().replace("controls", "").trim().to_owned();
            let (label, theme) = (label.to_owned(), entry.label().to_owned());
            return (named(&label) != named(&theme)).then_some(Fault::Theme { label, theme });
        }
        let (own, best, fits) = self.fit(&entry, label)?;
        // Another entry must fit twice as well, and the words that speak for it must be rare.
        let clear = best >= own.saturating_mul(2) && best >= WEIGHT / 10;
        clear.then(|| Fault::Label {
            label: label.to_owned(),
            fits: fits.id().to_owned(),
            known_as: fits.label().to_owned(),
        })
    }

    /// Which members of a range do not fit its label at all although other entries do.
    pub(crate) fn check_range(&self, from: &Reference, until: &Reference, label: &str) -> Option<Fault> {
        for end in [from, until] {
            if self.catalogue.resolve(end).is_none() {
                return Some(Fault::unknown(self.catalogue, end));
            }
        }
        let entries = &self.frameworks.get(from.framework().as_str())?.entries;
        let place = |id: &str| entries.iter().position(|(entry, _)| entry.id() == id);
        let (first, last) = (place(from.entry())?, place(until.entry())?);
        let members = entries.get(first..=last)?.iter().map(|(entry, _)| *entry);
        let misfits: Vec<String> = members
            .filter(|entry| self.fit(entry, label).is_some_and(|(own, best, _)| own == 0 && best > 0))
            .map(|entry| entry.id().to_owned())
            .collect();
        (!misfits.is_empty()).then(|| Fault::Range { label: label.to_owned(), misfits })
    }

    /// How well a label fits an entry, how well it fits the entry it fits best, and which that is.
    fn fit(&self, entry: &Entry<'c>, label: &str) -> Option<(u64, u64, Entry<'c>)> {
        let words = self.frameworks.get(entry.framework().id())?;
        let label: BTreeSet<String> = stems(label).collect();
        let weight = |stems: &BTreeSet<String>| -> u64 {
            let shared = label.iter().filter(|stem| stems.contains(*stem));
            shared
                .filter_map(|stem| WEIGHT.checked_div(*words.spread.get(stem)?))
                .fold(0, u64::saturating_add)
        };
        let own = words.entries.iter().find(|(e, _)| e.id() == entry.id()).map(|(_, stems)| weight(stems))?;
        let mut best: Option<(u64, Entry<'c>)> = None;
        for (other, stems) in &words.entries {
            let fits = weight(stems);
            if best.is_none_or(|(most, _)| fits > most) {
                best = Some((fits, *other));
            }
        }
        best.map(|(most, entry)| (own, most, entry))
    }
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
