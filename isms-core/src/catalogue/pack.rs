//! Packs: what users bring along beside the catalogue that is built in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::{ClaimKind, EditionRelation, EntryKind};
use crate::describe::described;
use crate::error::{Error, ErrorKind};
use crate::id::{ClaimSetId, EntryId, FrameworkId, LineageId, PackId, TopicId, clip};

described! {
    /// A versioned bundle of frameworks, licensed titles, editions and claims that a user writes, loaded with
    /// [`Catalogue::with`](crate::Catalogue::with).
    ///
    /// ```
    /// use isms_core::{Catalogue, Format, Pack, ReadOptions};
    /// let mut options = ReadOptions::default();
    /// options.format = Format::Yaml;
    /// let pack = Pack::read(b"
    /// isms_pack: '1'
    /// id: acme-rules
    /// version: '3'
    /// licence: internal
    /// frameworks:
    ///   acme-2026:
    ///     name: Acme security rules
    ///     edition: '2026'
    ///     entries:
    ///       '1': {kind: section, label: People, group: true}
    ///       '1.1': {parent: '1', kind: requirement, label: Badges are worn}
    /// overlays:
    ///   iso27001-2022:
    ///     entries: {A.6.7: {title: Remote working}}
    /// ", &options)?;
    /// let catalogue = Catalogue::builtin().with(&pack)?;
    /// assert_eq!(catalogue.resolve(&"acme-2026:1.1".parse()?).unwrap().label(), "Badges are worn");
    /// let remote = catalogue.resolve(&"iso27001-2022:A.6.7".parse()?).unwrap();
    /// assert_eq!(remote.title(), Some("Remote working"));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Pack {
        /// Names the pack.
        pub id: PackId,
        /// Its version, in one line.
        pub version: String,
        /// The terms under which its content is used, in one line, such as `CC-BY-4.0` or `own licensed copy`.
        pub licence: String,
        /// Own frameworks, by slug. The slug names the edition.
        pub frameworks: BTreeMap<FrameworkId, PackFramework>,
        /// Titles and texts of a licensed copy, laid over the ids of frameworks that are there.
        pub overlays: BTreeMap<FrameworkId, PackOverlay>,
        /// What became of the entries of one edition in another.
        pub editions: Vec<PackEdition>,
        /// Sets of claims about how entries of two frameworks relate.
        pub sets: BTreeMap<ClaimSetId, PackSet>,
        /// Unknown members a reader was asked to preserve: canonical JSON by pointer.
        pub preserved: BTreeMap<String, String>,
    }
}

impl Pack {
    /// A pack without content.
    pub fn new(id: PackId, version: impl Into<String>, licence: impl Into<String>) -> Self {
        Self {
            id,
            version: version.into(),
            licence: licence.into(),
            frameworks: BTreeMap::new(),
            overlays: BTreeMap::new(),
            editions: Vec::new(),
            sets: BTreeMap::new(),
            preserved: BTreeMap::new(),
        }
    }
}

described! {
    /// A framework of a pack. Its entries are shown in natural order of their ids (`A.5.2` before `A.5.10`), each before
    /// what belongs to it.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PackFramework {
        /// What it is called, in one line.
        pub name: String,
        /// Its edition, in one line.
        pub edition: String,
        /// What is to be said about whose it is.
        pub notice: Option<String>,
        /// Its entries, by id.
        pub entries: BTreeMap<EntryId, PackEntry>,
    }
}

impl PackFramework {
    /// A framework without entries.
    pub fn new(name: impl Into<String>, edition: impl Into<String>) -> Self {
        Self { name: name.into(), edition: edition.into(), ..Self::default() }
    }
}

described! {
    /// An entry of a framework of a pack.
    ///
    /// ```
    /// use isms_core::{EntryKind, PackEntry};
    /// let mut entry = PackEntry::new(EntryKind::Control, "Badges are worn");
    /// entry.parent = Some("1".parse()?);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PackEntry {
        /// The entry it belongs to.
        pub parent: Option<EntryId>,
        /// What it is.
        pub kind: EntryKind,
        /// What to display, in one line.
        pub label: String,
        /// The official title.
        pub title: Option<String>,
        /// The text.
        pub text: Option<String>,
        /// Whether it is a heading that is not assessed.
        pub group: bool,
        /// Whether its owner took it back.
        pub withdrawn: bool,
        /// What a withdrawn entry went to, inside the framework.
        pub became: BTreeSet<EntryId>,
        /// What it is about.
        pub topics: BTreeSet<TopicId>,
    }
}

impl PackEntry {
    /// An entry that is assessed and belongs to none.
    pub fn new(kind: EntryKind, label: impl Into<String>) -> Self {
        Self {
            parent: None,
            kind,
            label: label.into(),
            title: None,
            text: None,
            group: false,
            withdrawn: false,
            became: BTreeSet::new(),
            topics: BTreeSet::new(),
        }
    }
}

described! {
    /// Titles and texts of a licensed copy of a framework.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PackOverlay {
        /// What the copy says of each entry.
        pub entries: BTreeMap<EntryId, OverlayEntry>,
    }
}

described! {
    /// What a licensed copy says of an entry. What is absent stays as it is.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct OverlayEntry {
        /// The official title.
        pub title: Option<String>,
        /// The text.
        pub text: Option<String>,
    }
}

described! {
    /// What became of the entries of one edition in another.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PackEdition {
        /// The older edition.
        pub from: FrameworkId,
        /// The newer one.
        pub to: FrameworkId,
        /// Which entry went to which; an entry may stand in several.
        pub pairs: Vec<PackPair>,
    }
}

impl PackEdition {
    /// A step between editions of which nothing is said yet.
    pub fn new(from: FrameworkId, to: FrameworkId) -> Self {
        Self { from, to, pairs: Vec::new() }
    }
}

described! {
    /// An entry and one it went to in another edition.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PackPair {
        /// The entry of the older edition.
        pub from: EntryId,
        /// The entry of the newer edition.
        pub to: EntryId,
        /// How the one became the other.
        pub relation: EditionRelation,
    }
}

impl PackPair {
    /// That one entry went to another.
    pub fn new(from: EntryId, to: EntryId, relation: EditionRelation) -> Self {
        Self { from, to, relation }
    }
}

described! {
    /// A set of claims of one publisher about two frameworks, or about one and itself.
    ///
    /// ```
    /// use isms_core::{EntryGroup, PackClaim, PackSet};
    /// let mut set = PackSet::new("acme-2026".parse()?, "iso27001-2022".parse()?, "Acme");
    /// let (badges, entry) = (EntryGroup::one("1.1".parse()?), EntryGroup::one("A.7.2".parse()?));
    /// set.claims.push(PackClaim::new(badges, entry, Some("within".to_owned())));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PackSet {
        /// The framework its claims begin at.
        pub source: FrameworkId,
        /// The framework its claims lead to.
        pub target: FrameworkId,
        /// Who stands for it, in one line.
        pub publisher: String,
        /// Whose judgement it is; relations are composed within one frame alone. Absent: the publisher.
        pub frame: Option<String>,
        /// The document it was read from. Absent: the pack.
        pub document: Option<String>,
        /// The version of that document.
        pub version: Option<String>,
        /// When it was published, as far as known.
        pub date: Option<String>,
        /// What it descends from. Sets that share a lineage are one voice.
        pub lineage: BTreeSet<LineageId>,
        /// How it came to be. Absent: `community`.
        pub kind: Option<ClaimKind>,
        /// The terms under which it is used. Absent: those of the pack.
        pub licence: Option<String>,
        /// Who reviewed it.
        pub reviewer: Option<String>,
        /// The scale its strengths are on, in the publisher's words.
        pub scale: Option<String>,
        /// What else is to be known.
        pub note: Option<String>,
        /// The claims, in the order they were made.
        pub claims: Vec<PackClaim>,
    }
}

impl PackSet {
    /// A set without claims.
    pub fn new(source: FrameworkId, target: FrameworkId, publisher: impl Into<String>) -> Self {
        Self {
            source,
            target,
            publisher: publisher.into(),
            frame: None,
            document: None,
            version: None,
            date: None,
            lineage: BTreeSet::new(),
            kind: None,
            licence: None,
            reviewer: None,
            scale: None,
            note: None,
            claims: Vec::new(),
        }
    }
}

described! {
    /// That some entries relate to others, as the publisher wrote it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PackClaim {
        /// The entries it begins at, together.
        pub sources: EntryGroup,
        /// The entries it leads to, together.
        pub targets: EntryGroup,
        /// How they relate: a word, or several with `|` between them where one of them holds. Absent or empty: untyped,
        /// which says only that the two are not disjoint.
        pub relation: Option<String>,
        /// How strongly, on the scale of the set.
        pub strength: Option<Strength>,
        /// The kind of rationale, or the rationale.
        pub rationale: Option<String>,
    }
}

impl PackClaim {
    /// A claim without strength.
    pub fn new(sources: EntryGroup, targets: EntryGroup, relation: Option<String>) -> Self {
        Self { sources, targets, relation, strength: None, rationale: None }
    }
}

/// One or more entries of a framework that a claim speaks of together.
///
/// ```
/// use isms_core::{EntryGroup, EntryId};
/// let ids: Vec<EntryId> = vec!["A.5.2".parse()?, "A.5.1".parse()?, "A.5.2".parse()?];
/// let group = EntryGroup::of(ids).unwrap();
/// assert!(group.ids().iter().map(EntryId::as_str).eq(["A.5.1", "A.5.2"]));
/// assert!(EntryGroup::of([]).is_none());
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryGroup(Box<[EntryId]>); // INVARIANT: ascending, not empty, no id twice.

impl EntryGroup {
    /// One entry.
    pub fn one(id: EntryId) -> Self {
        Self(Box::new([id]))
    }

    /// Some entries in any order; `None` without any.
    pub fn of(ids: impl IntoIterator<Item = EntryId>) -> Option<Self> {
        let mut ids: Vec<_> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        (!ids.is_empty()).then(|| Self(ids.into()))
    }

    /// Their ids, sorted by bytes.
    pub fn ids(&self) -> &[EntryId] {
        &self.0
    }
}

/// How strongly entries relate, as it was written: `7`, `0.9`, `partial`. Scales differ, so nothing is computed with it.
///
/// ```
/// use isms_core::Strength;
/// assert_eq!("90".parse::<Strength>()?.as_str(), "90");
/// assert!("".parse::<Strength>().is_err());
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Strength(Arc<str>); // INVARIANT: 1 to 128 bytes without control characters.

impl Strength {
    /// What was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Strength {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        if (1..=128).contains(&text.len()) && !text.contains(char::is_control) {
            return Ok(Self(Arc::from(text)));
        }
        let message = format!("`{}` is no strength: it is 1 to 128 bytes in one line", clip(text));
        Err(Error::new(ErrorKind::Invalid, "K-019", message))
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
