//! Published claims about how entries of two frameworks relate: kept as they were made, set by set.

mod fill;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::framework::{Framework, Text};
use super::{Catalogue, Entry, Store};
use crate::relation::{Mask, Meaning};
use crate::word::words;

pub(super) use fill::Filling;

words! {
    /// How a set of claims came to be.
    ClaimKind ("kind of claim set") {
        /// A project without authority over either framework put it together.
        Community = "community",
        /// Somebody composed it out of other sets.
        Derived = "derived",
        /// Its publisher stands for it.
        Published = "published",
        /// A published set through another project's hands.
        Repackaged = "repackaged",
    }
}

/// Names a claim: the mapping set it stands in, and its place there.
///
/// ```
/// let claim = isms_core::ClaimId::new("csf-to-iso", 17);
/// assert_eq!(claim.to_string(), "csf-to-iso#17");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId {
    /// The mapping set.
    pub set: Arc<str>,
    /// The place in it.
    pub place: u32,
}

impl ClaimId {
    /// The claim at a place of a set.
    pub fn new(set: impl Into<Arc<str>>, place: u32) -> Self {
        Self { set: set.into(), place }
    }
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.set, self.place)
    }
}

impl serde::Serialize for ClaimId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// Marks a place in the list of groups in place of one of an entry.
const GROUP: u32 = 1 << 31;

/// A claim as numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawClaim {
    source: u32, // INVARIANT: a place of the source framework, or `GROUP` and one of `groups`.
    target: u32, // The same of the target framework.
    meaning: u8, // INVARIANT: what `Meaning::bits` gives.
    detail: u32, // 0, or one more than a place in `details`.
}

impl RawClaim {
    pub(super) const fn fixed(source: u32, target: u32, meaning: u8, detail: u32) -> Self {
        Self { source, target, meaning, detail }
    }
}

/// Entries of a group, and a strength with a rationale, as they are kept.
pub(super) type Group = Cow<'static, [u32]>;
pub(super) type Detail = (Text, Text);

/// What a set says of itself.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub(super) id: Text,
    pub(super) source: Text,
    pub(super) target: Text,
    pub(super) publisher: Text,
    pub(super) frame: Text,
    pub(super) document: Text,
    pub(super) version: Text,
    pub(super) date: Text,
    pub(super) lineage: Text,
    pub(super) licence: Text,
    pub(super) rules: Text,
    pub(super) note: Text,
    pub(super) reviewer: Text,
    pub(super) scale: Text,
    pub(super) kind: ClaimKind,
}

/// Claims of one publisher about two frameworks. Sets are kept side by side and never merged: two publishers who disagree
/// are two sets.
///
/// ```
/// let catalogue = isms_core::Catalogue::builtin();
/// let set = catalogue.claim_set("nist-csf-2.0--iso27001-2022--nist").unwrap();
/// assert_eq!((set.publisher(), set.frame()), ("NIST", "nist"));
/// let claim = set.claims(&catalogue).next().unwrap();
/// // NIST gave no relation, so the claim says only that the two are not disjoint.
/// assert_eq!(claim.mask(), Some(isms_core::Mask::NOT_DISJOINT));
/// ```
#[derive(Clone, Debug)]
pub struct ClaimSet {
    about: About,
    claims: Store<RawClaim>,
    groups: Store<Group>, // INVARIANT: each of two or more places, ascending.
    details: Store<Detail>,
}

impl ClaimSet {
    pub(super) const fn fixed(
        about: [&'static str; 12],
        kind: ClaimKind,
        claims: &'static [RawClaim],
        groups: &'static [Group],
        details: &'static [Detail],
    ) -> Self {
        let [id, source, target, publisher, frame, document, version, date, lineage, licence, rules, note] =
            about;
        let about = About {
            id: Cow::Borrowed(id),
            source: Cow::Borrowed(source),
            target: Cow::Borrowed(target),
            publisher: Cow::Borrowed(publisher),
            frame: Cow::Borrowed(frame),
            document: Cow::Borrowed(document),
            version: Cow::Borrowed(version),
            date: Cow::Borrowed(date),
            lineage: Cow::Borrowed(lineage),
            licence: Cow::Borrowed(licence),
            rules: Cow::Borrowed(rules),
            note: Cow::Borrowed(note),
            reviewer: Cow::Borrowed(""),
            scale: Cow::Borrowed(""),
            kind,
        };
        Self {
            about,
            claims: Store::Fixed(claims),
            groups: Store::Fixed(groups),
            details: Store::Fixed(details),
        }
    }

    /// Names the set.
    pub fn id(&self) -> &str {
        &self.about.id
    }

    /// The slug of the framework its claims begin at.
    pub fn source(&self) -> &str {
        &self.about.source
    }

    /// The slug of the framework its claims lead to.
    pub fn target(&self) -> &str {
        &self.about.target
    }

    /// Who stands for it.
    pub fn publisher(&self) -> &str {
        &self.about.publisher
    }

    /// Whose judgement it is. Relations are composed within one frame alone, since two publishers who both say
    /// *subset* need not mean the same.
    pub fn frame(&self) -> &str {
        &self.about.frame
    }

    /// The document it was read from.
    pub fn document(&self) -> &str {
        &self.about.document
    }

    /// The version of that document.
    pub fn version(&self) -> &str {
        &self.about.version
    }

    /// When it was published, as far as known.
    pub fn date(&self) -> &str {
        &self.about.date
    }

    /// What it descends from. Sets that share a lineage are one voice.
    pub fn lineage(&self) -> impl Iterator<Item = &str> {
        self.about.lineage.split(';').filter(|tag| !tag.is_empty())
    }

    /// How it came to be.
    pub fn kind(&self) -> ClaimKind {
        self.about.kind
    }

    /// The terms under which it is used.
    pub fn licence(&self) -> &str {
        &self.about.licence
    }

    /// The rules by which spellings were brought to our ids.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.about.rules.split(';').filter(|rule| !rule.is_empty())
    }

    /// What else is to be known.
    pub fn note(&self) -> &str {
        &self.about.note
    }

    /// Who reviewed it; empty for nobody known.
    pub fn reviewer(&self) -> &str {
        &self.about.reviewer
    }

    /// The scale its strengths are on, in the publisher's words; empty where nothing is said.
    pub fn scale(&self) -> &str {
        &self.about.scale
    }

    /// How many claims it has.
    pub fn len(&self) -> usize {
        self.claims.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// Its claims; none if the catalogue lacks one of its frameworks, which that of the set does not.
    pub fn claims<'c>(&'c self, catalogue: &'c Catalogue) -> impl Iterator<Item = Claim<'c>> {
        let ends = catalogue.framework(self.source()).zip(catalogue.framework(self.target()));
        let claims: &[RawClaim] = if ends.is_some() { &self.claims } else { &[] };
        (0u32..).zip(claims).filter_map(move |(place, raw)| {
            let (source, target) = ends?;
            Some(Claim { set: self, place, raw, source, target })
        })
    }

    /// The claim at a place.
    pub fn claim<'c>(&'c self, catalogue: &'c Catalogue, place: u32) -> Option<Claim<'c>> {
        let raw = self.claims.get(usize::try_from(place).ok()?)?;
        let (source, target) = catalogue.framework(self.source()).zip(catalogue.framework(self.target()))?;
        Some(Claim { set: self, place, raw, source, target })
    }
}

/// One published claim.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'c> {
    set: &'c ClaimSet,
    place: u32,
    raw: &'c RawClaim,
    source: &'c Framework,
    target: &'c Framework,
}

impl<'c> Claim<'c> {
    /// Its name.
    pub fn id(&self) -> ClaimId {
        ClaimId::new(self.set.id(), self.place)
    }

    /// The set it belongs to.
    pub fn set(&self) -> &'c ClaimSet {
        self.set
    }

    /// The places of the entries it begins at, in the sorted entries of the source framework.
    pub(crate) fn source_places(&self) -> &'c [u32] {
        self.set.places(&self.raw.source)
    }

    /// The places of the entries it leads to.
    pub(crate) fn target_places(&self) -> &'c [u32] {
        self.set.places(&self.raw.target)
    }

    /// The entries it begins at, together: most often one.
    pub fn sources(&self) -> impl Iterator<Item = Entry<'c>> + use<'c> {
        let framework = self.source;
        self.source_places().iter().filter_map(move |place| framework.at(*place))
    }

    /// The entries it leads to, together.
    pub fn targets(&self) -> impl Iterator<Item = Entry<'c>> + use<'c> {
        let framework = self.target;
        self.target_places().iter().filter_map(move |place| framework.at(*place))
    }

    /// What it says.
    pub fn meaning(&self) -> Meaning {
        Meaning::from_bits(self.raw.meaning)
    }

    /// The set relations it leaves possible; `None` for one that speaks of support or mitigation instead.
    pub fn mask(&self) -> Option<Mask> {
        match self.meaning() {
            Meaning::Set(mask) => Some(mask),
            _ => None,
        }
    }

    /// The strength, as the publisher wrote it.
    pub fn strength(&self) -> Option<&'c str> {
        self.detail().map(|detail| detail.0.as_ref()).filter(|text| !text.is_empty())
    }

    /// The kind of rationale, as the publisher wrote it.
    pub fn rationale(&self) -> Option<&'c str> {
        self.detail().map(|detail| detail.1.as_ref()).filter(|text| !text.is_empty())
    }

    fn detail(&self) -> Option<&'c Detail> {
        self.set.details.get(usize::try_from(self.raw.detail).ok()?.checked_sub(1)?)
    }
}

impl ClaimSet {
    fn places<'a>(&'a self, end: &'a u32) -> &'a [u32] {
        if end & GROUP == 0 {
            return std::slice::from_ref(end);
        }
        self.groups.get((end & !GROUP) as usize).map_or(&[], |group| group.as_ref())
    }
}
