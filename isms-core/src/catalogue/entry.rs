//! One entry of a framework.

use super::framework::{Framework, Provenance};
use super::reference;
use crate::id::Reference;
use crate::word::words;

words! {
    /// What an entry is.
    EntryKind ("kind of entry") {
        /// A requirement an amendment added.
        Amendment = "amendment",
        /// A group of criteria (C5).
        Area = "area",
        /// An article of a law.
        Article = "article",
        /// A category (CSF, HITRUST and others).
        Category = "category",
        /// A chapter of a law.
        Chapter = "chapter",
        /// A clause that bears requirements.
        Clause = "clause",
        /// A control.
        Control = "control",
        /// A criterion (SOC 2).
        Criterion = "criterion",
        /// A domain of controls.
        Domain = "domain",
        /// A control enhancement (SP 800-53).
        Enhancement = "enhancement",
        /// A family of controls.
        Family = "family",
        /// A function (CSF).
        Function = "function",
        /// A heading without a requirement of its own.
        Heading = "heading",
        /// An item of a clause.
        Item = "item",
        /// A mitigation (ATT&CK).
        Mitigation = "mitigation",
        /// A note.
        Note = "note",
        /// An objective.
        Objective = "objective",
        /// A paragraph.
        Paragraph = "paragraph",
        /// A part of a law or annex.
        Part = "part",
        /// A point of an article.
        Point = "point",
        /// A practice (CMMC).
        Practice = "practice",
        /// A principle.
        Principle = "principle",
        /// A requirement.
        Requirement = "requirement",
        /// A safeguard (CIS Controls).
        Safeguard = "safeguard",
        /// A section.
        Section = "section",
        /// A series of criteria (SOC 2).
        Series = "series",
        /// An implementation specification (HIPAA).
        Specification = "specification",
        /// A standard (HIPAA).
        Standard = "standard",
        /// A subcategory (CSF).
        Subcategory = "subcategory",
        /// A tactic (ATT&CK).
        Tactic = "tactic",
        /// A technique or sub-technique (ATT&CK).
        Technique = "technique",
        /// A theme of controls (ISO/IEC 27001:2022).
        Theme = "theme",
    }
}

/// No parent.
pub(super) const NONE: u32 = u32::MAX;

/// The bits of `Raw::flags`, as the build sets them.
pub(super) mod flag {
    pub(in super::super) const ASSESSABLE: u16 = 1;
    pub(in super::super) const REQUIREMENT: u16 = 1 << 1;
    pub(in super::super) const NEW: u16 = 1 << 2;
    pub(in super::super) const AMENDMENT: u16 = 1 << 3;
    pub(in super::super) const WITHDRAWN: u16 = 1 << 4;
    pub(in super::super) const REVOKED: u16 = 1 << 5;
    pub(in super::super) const DEPRECATED: u16 = 1 << 6;
    pub(in super::super) const OFFICIAL: u16 = 1 << 7;
}

/// An entry as numbers: where its line stands in the texts of the framework, and what it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) parent: u32, // INVARIANT: `NONE`, or a place of the framework that stands above it.
    pub(super) flags: u16,
    pub(super) source: u16,
    pub(super) id: u8, // The length of the id, which begins the line.
    pub(super) kind: EntryKind,
}

impl Raw {
    pub(super) const fn fixed(
        start: u32,
        length: u32,
        id: u8,
        parent: u32,
        kind: EntryKind,
        flags: u16,
        source: u16,
    ) -> Self {
        Self { start, length, parent, flags, source, id, kind }
    }
}

/// The cells of an entry's line, behind the id.
#[derive(Clone, Copy)]
enum Cell {
    Label = 1,
    Title = 2,
    Attributes = 3,
    Topics = 4,
    Terms = 5,
}

/// An entry of a framework: a clause, a control, a theme, a technique, …
///
/// ```
/// use isms_core::{Catalogue, EntryKind};
/// let catalogue = Catalogue::builtin();
/// let climate = catalogue.resolve(&"iso27001-2022:4.1-amd1".parse()?).unwrap();
/// assert_eq!((climate.kind(), climate.amendment()), (EntryKind::Amendment, Some("amd1-2024")));
/// let intel = catalogue.resolve(&"iso27001-2022:A.5.7".parse()?).unwrap();
/// assert!(intel.is_new() && intel.is_assessable());
/// assert!(intel.attribute("concepts").eq(["identify", "detect", "respond"]));
/// assert!(intel.provenance().publisher().contains("ISO"));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Entry<'c> {
    framework: &'c Framework,
    raw: &'c Raw,
    place: u32,
}

impl<'c> Entry<'c> {
    pub(super) fn new(framework: &'c Framework, raw: &'c Raw, place: u32) -> Self {
        Self { framework, raw, place }
    }

    /// Its reference.
    #[expect(
        clippy::expect_used,
        reason = "ids of the tables are well formed, which a test checks one by one, and those of packs are parsed"
    )]
    pub fn reference(&self) -> Reference {
        reference((self.framework.id(), self.id())).expect("ids of a catalogue are well formed")
    }

    /// Its framework.
    pub fn framework(&self) -> &'c Framework {
        self.framework
    }

    /// Its place among the entries of the framework, sorted by id.
    pub(crate) fn place(&self) -> u32 {
        self.place
    }

    /// Its id inside the framework.
    pub fn id(&self) -> &'c str {
        self.framework.id_of(self.raw)
    }

    fn cell(&self, cell: Cell) -> &'c str {
        self.framework.line(self.raw).split('\t').nth(cell as usize).unwrap_or("")
    }

    /// The entry it belongs to.
    pub fn parent(&self) -> Option<Entry<'c>> {
        self.framework.at(self.raw.parent)
    }

    /// The entries that belong to it, in the order of the framework. O(entries).
    pub fn children(&self) -> impl Iterator<Item = Entry<'c>> + use<'c> {
        let place = self.place;
        self.framework.entries().filter(move |entry| entry.raw.parent == place)
    }

    /// Whether it is the other entry or belongs to it, over any number of steps.
    pub(crate) fn is_within(&self, other: &Entry<'_>) -> bool {
        let mut at = Some(*self);
        while let Some(entry) = at {
            if entry.id() == other.id() {
                return true;
            }
            at = entry.parent(); // Ends: no parent stands below its child.
        }
        false
    }

    /// What it is.
    pub fn kind(&self) -> EntryKind {
        self.raw.kind
    }

    /// What to display: the official title where the owner's terms allow it, our own words otherwise
    /// ([`has_official_label`](Self::has_official_label) says which), or what a pack lays over it.
    pub fn label(&self) -> &'c str {
        self.cell(Cell::Label)
    }

    /// Whether the label is the owner's title, not our own words.
    pub fn has_official_label(&self) -> bool {
        self.is(flag::OFFICIAL)
    }

    /// The official title: the label where it is official, the title of a feature such as `iso-titles`, or what the
    /// user's own licensed copy laid over it.
    pub fn title(&self) -> Option<&'c str> {
        let laid = self.framework.laid_over(self.id()).and_then(|laid| laid.title.as_deref());
        let shipped = Some(self.cell(Cell::Title)).filter(|title| !title.is_empty());
        laid.or(shipped).or_else(|| self.has_official_label().then(|| self.label()))
    }

    /// The text that the user's own licensed copy laid over it. None ships.
    pub fn text(&self) -> Option<&'c str> {
        self.framework.laid_over(self.id()).and_then(|laid| laid.text.as_deref())
    }

    /// The theme of a control.
    pub fn theme(&self) -> Option<&'c str> {
        self.attribute("theme").next()
    }

    /// The values of an attribute, such as `baseline` (SP 800-53), `ig` (CIS Controls), `level` (CMMC),
    /// `implementation` (HIPAA) or `control-types` (ISO/IEC 27002); none where it has none.
    pub fn attribute(&self, key: &str) -> impl Iterator<Item = &'c str> + use<'c> {
        let found = self.attributes().find(|(known, _)| *known == key);
        found.map_or("", |(_, values)| values).split(',').filter(|value| !value.is_empty())
    }

    /// Its attributes, each with its values separated by commas.
    pub fn attributes(&self) -> impl Iterator<Item = (&'c str, &'c str)> + use<'c> {
        self.cell(Cell::Attributes).split(';').filter_map(|pair| pair.split_once('='))
    }

    /// Whether it counts as one requirement in coverage: the leaves people assess.
    pub fn is_assessable(&self) -> bool {
        self.is(flag::ASSESSABLE)
    }

    /// Whether a control is new in this edition.
    pub fn is_new(&self) -> bool {
        self.is(flag::NEW)
    }

    /// Whether a clause or item bears a requirement.
    pub fn bears_requirement(&self) -> bool {
        self.is(flag::REQUIREMENT)
    }

    /// Whether its owner took it back: withdrawn, revoked or deprecated.
    pub fn is_withdrawn(&self) -> bool {
        self.is(flag::WITHDRAWN | flag::REVOKED | flag::DEPRECATED)
    }

    /// What an entry that was taken back went to, inside its framework.
    pub fn became(&self) -> impl Iterator<Item = Entry<'c>> + use<'c> {
        let framework = self.framework;
        self.attribute("became").filter_map(move |id| framework.entry(id))
    }

    /// The amendment that brought it.
    pub fn amendment(&self) -> Option<&'c str> {
        self.is(flag::AMENDMENT).then_some("amd1-2024")
    }

    /// Where the record comes from.
    pub fn provenance(&self) -> &'c Provenance {
        self.framework.provenance_at(self.raw.source)
    }

    /// What it is about: topics of our own vocabulary, the most important first.
    pub fn topics(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.cell(Cell::Topics).split(' ').filter(|topic| !topic.is_empty())
    }

    /// Own key words of its subject, by which a wrong label is told from a right one.
    pub(super) fn terms(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.cell(Cell::Terms).split([' ', ';']).filter(|term| !term.is_empty())
    }

    fn is(&self, bits: u16) -> bool {
        self.raw.flags & bits != 0
    }
}
