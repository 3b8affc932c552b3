//! What can be wrong with a reference or with what somebody calls it, and how that is said.

use super::{Catalogue, Framework};
use crate::finding::{CodeInfo, Finding, Subject, code, nearest};
use crate::id::{Reference, clip};

/// Most entries a message lists by name.
const MAX_LISTED: usize = 12;

/// What is wrong with a reference or its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The framework is not known; the nearest that is.
    Framework(Option<String>),
    /// The framework is known by name and not loaded, so nothing is said of the entry.
    NotLoaded,
    /// The entry is not known; the nearest that is.
    Entry(Option<String>),
    /// The entry is one of another edition: that edition, what the entry became or came from, and which of the two.
    Edition { edition: String, kin: Vec<String>, later: bool },
    /// The label fits another entry: its id and our label for it.
    Label { label: String, fits: String, known_as: String },
    /// The label is that of no theme, or of another than that of the reference.
    Theme { label: String, id: String, theme: String },
    /// These members of a range do not fit its label.
    Range { label: String, misfits: Vec<String> },
    /// The two ends are not a range; the last of them.
    Ends(Reference),
}

impl Fault {
    /// Why a reference that does not resolve does not.
    pub(crate) fn unknown(catalogue: &Catalogue, reference: &Reference) -> Self {
        let slug = reference.framework().as_str();
        let Some(framework) = catalogue.framework(slug) else {
            return Fault::unknown_framework(catalogue, slug);
        };
        if let Some((entry, _)) = framework.respell(reference.entry()) {
            return Fault::Entry(Some(entry.id().to_owned()));
        }
        let same_name = |other: &&Framework| other.name() == framework.name() && other.id() != framework.id();
        for other in catalogue.frameworks().iter().filter(same_name) {
            if let Some(entry) = other.entry(reference.entry()) {
                let became = catalogue.lineage(&entry, Catalogue::successors);
                let later = became.is_empty();
                let kin = if later { catalogue.lineage(&entry, Catalogue::predecessors) } else { became };
                return Fault::Edition { edition: other.id().to_owned(), kin, later };
            }
        }
        let known = framework.entries().map(|entry| entry.id());
        Fault::Entry(nearest(reference.entry(), known).map(str::to_owned))
    }

    /// Why there is no framework of a slug.
    pub(crate) fn unknown_framework(catalogue: &Catalogue, slug: &str) -> Self {
        if super::data::SLUGS.contains(&slug) {
            return Fault::NotLoaded;
        }
        let known = catalogue.frameworks().iter().map(Framework::id);
        Fault::Framework(nearest(slug, known.chain(super::data::SLUGS.iter().copied())).map(str::to_owned))
    }

    pub(crate) fn code(&self) -> &'static CodeInfo {
        match self {
            Fault::Framework(_) => &code::K_001,
            Fault::Entry(_) => &code::K_002,
            Fault::Edition { .. } => &code::K_003,
            Fault::Label { .. } => &code::K_004,
            Fault::Theme { .. } => &code::K_005,
            Fault::Range { .. } => &code::K_006,
            Fault::NotLoaded => &code::K_007,
            Fault::Ends(_) => &code::K_008,
        }
    }

    pub(crate) fn message(&self, reference: &Reference) -> String {
        let id = reference.entry();
        match self {
            Fault::Framework(_) => format!("the framework `{}` is not known", reference.framework()),
            Fault::NotLoaded => format!("the framework `{}` is not loaded", reference.framework()),
            Fault::Entry(_) => format!("`{}` has no entry `{id}`", reference.framework()),
            Fault::Edition { edition, .. } => {
                format!("`{id}` is an entry of `{edition}`, not of this edition")
            }
            Fault::Label { label, .. } => format!("`{id}` is not about `{}`", clip(label)),
            Fault::Theme { label, id, theme } => {
                format!("the theme `{id}` is `{theme}`, not `{}`", clip(label))
            }
            Fault::Range { label, misfits } => {
                format!("not all of the range is about `{}`: {}", clip(label), listed(misfits))
            }
            Fault::Ends(until) if until.framework() == reference.framework() => {
                format!("`{id}` to `{}` is not a range", until.entry())
            }
            Fault::Ends(until) => format!("`{reference}` to `{until}` is not a range"),
        }
    }

    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Fault::Framework(near) | Fault::Entry(near) => {
                near.as_ref().map(|near| format!("did you mean `{near}`?"))
            }
            Fault::Edition { kin, .. } if kin.is_empty() => None,
            Fault::Edition { kin, later: true, .. } => Some(format!("it came from {}", listed(kin))),
            Fault::Edition { kin, .. } => Some(format!("it became {}", listed(kin))),
            Fault::Label { fits, known_as, .. } => Some(format!("the label fits `{fits}` ({known_as})")),
            Fault::Ends(_) => {
                Some("both ends are entries of one framework and of one kind, in its order".to_owned())
            }
            Fault::NotLoaded | Fault::Theme { .. } | Fault::Range { .. } => None,
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

/// The first of the ids, and how many more there are.
pub(super) fn listed(ids: &[String]) -> String {
    let shown = ids.iter().take(MAX_LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match ids.len().saturating_sub(MAX_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
