//! One entry of a framework.

use super::{Framework, reference};
use crate::id::Reference;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EntryKind {
    /// A heading without a requirement of its own.
    Heading,
    /// A clause that bears requirements.
    Clause,
    /// An item of a clause.
    Item,
    /// A requirement an amendment added.
    Amendment,
    /// A note.
    Note,
    /// A theme of controls (2022).
    Theme,
    /// A domain of controls (2013).
    Domain,
    /// A control objective (2013).
    Objective,
    /// A control.
    Control,
}

/// The five attributes of ISO/IEC 27002:2022; empty where a framework has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attributes {
    /// `preventive`, `detective`, `corrective`.
    pub control_types: &'static [&'static str],
    /// `confidentiality`, `integrity`, `availability`.
    pub properties: &'static [&'static str],
    /// `identify`, `protect`, `detect`, `respond`, `recover`.
    pub concepts: &'static [&'static str],
    /// Operational capabilities, such as `asset-management`.
    pub capabilities: &'static [&'static str],
    /// Security domains, such as `protection`.
    pub domains: &'static [&'static str],
}

#[derive(Debug)]
pub(super) struct Raw {
    pub(super) id: &'static str,
    pub(super) parent: &'static str,
    pub(super) kind: EntryKind,
    pub(super) label: &'static str,
    pub(super) title: Option<&'static str>,
    pub(super) theme: &'static str,
    pub(super) attributes: Attributes,
    pub(super) flags: &'static [&'static str],
    pub(super) terms: &'static [&'static str],
}

/// An entry of a framework: a clause, a control, a theme, …
///
/// ```
/// use isms_core::{Catalogue, EntryKind};
/// let catalogue = Catalogue::builtin();
/// let climate = catalogue.resolve(&"iso27001-2022:4.1-amd1".parse()?).unwrap();
/// assert_eq!((climate.kind(), climate.amendment()), (EntryKind::Amendment, Some("amd1-2024")));
/// let intel = catalogue.resolve(&"iso27001-2022:A.5.7".parse()?).unwrap();
/// assert!(intel.is_new());
/// assert_eq!(intel.attributes().concepts, ["identify", "detect", "respond"]);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Entry<'c> {
    framework: &'c Framework,
    raw: &'c Raw,
}

impl<'c> Entry<'c> {
    pub(super) fn new(framework: &'c Framework, raw: &'c Raw) -> Self {
        Self { framework, raw }
    }

    /// Its reference.
    #[expect(
        clippy::expect_used,
        reason = "ids of the tables are well formed, which a test checks one by one"
    )]
    pub fn reference(&self) -> Reference {
        reference((self.framework.id, self.raw.id)).expect("ids of the tables are well formed")
    }

    /// Its framework.
    pub fn framework(&self) -> &'c Framework {
        self.framework
    }

    /// Its id inside the framework.
    pub fn id(&self) -> &'c str {
        self.raw.id
    }

    /// The entry it belongs to.
    pub fn parent(&self) -> Option<Entry<'c>> {
        self.framework.entry(self.raw.parent)
    }

    /// Whether it is the other entry or belongs to it, over any number of steps.
    pub(super) fn is_within(&self, other: &Entry<'_>) -> bool {
        let mut at = Some(*self);
        while let Some(entry) = at {
            if entry.id() == other.id() {
                return true;
            }
            at = entry.parent(); // Ends: the build lets no parent stand below its child.
        }
        false
    }

    /// What it is.
    pub fn kind(&self) -> EntryKind {
        self.raw.kind
    }

    /// Our own label for it, to display.
    pub fn label(&self) -> &'c str {
        self.raw.label
    }

    /// The official title, if the crate was built with the feature that holds it (`iso-titles`).
    pub fn title(&self) -> Option<&'c str> {
        self.raw.title
    }

    /// The theme of a control.
    pub fn theme(&self) -> Option<&'c str> {
        Some(self.raw.theme).filter(|theme| !theme.is_empty())
    }

    /// The attributes of a control.
    pub fn attributes(&self) -> Attributes {
        self.raw.attributes
    }

    /// Whether a control is new in this edition.
    pub fn is_new(&self) -> bool {
        self.raw.flags.contains(&"new")
    }

    /// Whether a clause or item bears a requirement.
    pub fn bears_requirement(&self) -> bool {
        self.raw.flags.contains(&"requirement")
    }

    /// The amendment that brought it.
    pub fn amendment(&self) -> Option<&'c str> {
        self.raw.flags.iter().copied().find(|flag| flag.starts_with("amd"))
    }

    /// Own key words of its subject, by which a wrong label is told from a right one.
    pub(super) fn terms(&self) -> &'c [&'static str] {
        self.raw.terms
    }
}
