//! A framework in one edition, and where what we say of it comes from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::Store;
use super::entry::{Entry, Raw};
use crate::id::FrameworkId;

/// A text of the program, or of a pack.
pub(super) type Text = Cow<'static, str>;

/// What may be shown of a framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[non_exhaustive]
pub enum Tier {
    /// All of it: identifiers, titles, attributes.
    A,
    /// Identifiers and own labels; official titles behind a feature.
    B,
    /// Identifiers, hierarchy, flags and own labels alone.
    C,
    /// What a user's pack says; its licence is the user's business.
    Own,
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Tier::A => "A",
            Tier::B => "B",
            Tier::C => "C",
            Tier::Own => "own",
        })
    }
}

/// Where a record comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    key: Text,
    what: Text,
    publisher: Text,
    date: Text,
    terms: Text,
}

impl Provenance {
    pub(super) const fn fixed(
        key: &'static str,
        what: &'static str,
        publisher: &'static str,
        date: &'static str,
        terms: &'static str,
    ) -> Self {
        Self {
            key: Cow::Borrowed(key),
            what: Cow::Borrowed(what),
            publisher: Cow::Borrowed(publisher),
            date: Cow::Borrowed(date),
            terms: Cow::Borrowed(terms),
        }
    }

    /// Of a framework of a pack.
    pub(super) fn of_pack(pack: String, version: String, licence: String) -> Self {
        Self {
            what: format!("pack {pack}, version {version}").into(),
            publisher: pack.clone().into(),
            key: pack.into(),
            date: Cow::Borrowed(""),
            terms: licence.into(),
        }
    }

    /// A short name for it.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The document, and how it was read.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Who published it.
    pub fn publisher(&self) -> &str {
        &self.publisher
    }

    /// When, as far as known.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The terms under which it is used.
    pub fn terms(&self) -> &str {
        &self.terms
    }
}

/// What a user's licensed copy says of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Laid {
    pub(crate) title: Option<String>,
    pub(crate) text: Option<String>,
}

/// A framework in one edition.
///
/// ```
/// use isms_core::{Catalogue, Tier};
/// let catalogue = Catalogue::builtin();
/// let iso = catalogue.framework("iso27001-2022").unwrap();
/// assert_eq!((iso.name(), iso.edition()), ("ISO/IEC 27001", "2022 with Amendment 1:2024"));
/// assert_eq!(iso.entries().filter(|entry| entry.is_assessable()).count(), 93 + 30);
/// assert_eq!(iso.tier(), Tier::B);
/// ```
#[derive(Clone, Debug)]
pub struct Framework {
    id: Text,
    name: Text,
    edition: Text,
    group: Text,
    tier: Tier,
    notice: Text,
    provenance: Cow<'static, [Provenance]>, // INVARIANT: not empty; the first is the framework's own.
    texts: Text,                            // A line per entry: id, label, title, attributes, topics, terms.
    entries: Store<Raw>,                    // INVARIANT: sorted by id, no id twice.
    order: Store<u32>,                      // INVARIANT: a permutation of the places of `entries`.
    laid: Option<Arc<BTreeMap<String, Laid>>>,
}

impl Framework {
    #[expect(clippy::too_many_arguments, reason = "called by generated tables alone")]
    pub(super) const fn fixed(
        id: &'static str,
        name: &'static str,
        edition: &'static str,
        group: &'static str,
        tier: Tier,
        notice: &'static str,
        provenance: &'static [Provenance],
        texts: &'static str,
        entries: &'static [Raw],
        order: &'static [u32],
    ) -> Self {
        Self {
            id: Cow::Borrowed(id),
            name: Cow::Borrowed(name),
            edition: Cow::Borrowed(edition),
            group: Cow::Borrowed(group),
            tier,
            notice: Cow::Borrowed(notice),
            provenance: Cow::Borrowed(provenance),
            texts: Cow::Borrowed(texts),
            entries: Store::Fixed(entries),
            order: Store::Fixed(order),
            laid: None,
        }
    }

    /// A framework of a pack, from entries that were checked and stand in the order of the framework.
    pub(super) fn of_pack(head: Head, texts: String, entries: Vec<Raw>, order: Vec<u32>) -> Self {
        Self {
            id: head.id.as_str().to_owned().into(),
            name: head.name.into(),
            edition: head.edition.into(),
            group: Cow::Borrowed("own"),
            tier: Tier::Own,
            notice: head.notice.into(),
            provenance: vec![head.provenance].into(),
            texts: texts.into(),
            entries: entries.into(),
            order: order.into(),
            laid: None,
        }
    }

    /// The same with titles and texts laid over it; what was laid over it before stays where nothing new is said.
    pub(super) fn with_laid(mut self, more: BTreeMap<String, Laid>) -> Self {
        let mut all = self.laid.as_deref().cloned().unwrap_or_default();
        for (id, new) in more {
            let old = all.entry(id).or_default();
            old.title = new.title.or(old.title.take());
            old.text = new.text.or(old.text.take());
        }
        self.laid = Some(Arc::new(all));
        self
    }

    /// Its slug, as references use it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its edition.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The group that a feature switches on and off; `own` for one of a pack.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// What may be shown of it.
    pub fn tier(&self) -> Tier {
        self.tier
    }

    /// What is shipped of it, and whose the rest is.
    pub fn notice(&self) -> &str {
        &self.notice
    }

    /// The family it belongs to: frameworks that were made out of one another, such as the editions of one. Two of a family
    /// are one witness, not two. Its own slug if it stands alone.
    ///
    /// ```
    /// let catalogue = isms_core::Catalogue::builtin();
    /// let family = |slug| catalogue.framework(slug).map(|framework| framework.ancestry());
    /// assert_eq!(family("cmmc-2.0"), Some("nist-800-53"));
    /// assert_eq!((family("cis-8.1"), family("iso27701-2025")), (Some("cis-8.1"), Some("iso27001")));
    /// ```
    pub fn ancestry(&self) -> &str {
        let found = super::data::ANCESTRY.binary_search_by(|(slug, _)| (*slug).cmp(self.id()));
        found.ok().and_then(|place| super::data::ANCESTRY.get(place)).map_or(self.id(), |(_, family)| family)
    }

    /// Where its records come from; the first is the source of all that name no other.
    pub fn provenance(&self) -> &[Provenance] {
        &self.provenance
    }

    /// Its entries, in the order of the framework.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.order.iter().filter_map(|place| self.at(*place))
    }

    /// How many entries it has.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entry of an id. O(log entries).
    pub fn entry(&self, id: &str) -> Option<Entry<'_>> {
        let place = self.entries.binary_search_by(|raw| self.id_of(raw).cmp(id)).ok()?;
        self.at(u32::try_from(place).ok()?)
    }

    /// The entry at a place of the sorted entries.
    pub(crate) fn at(&self, place: u32) -> Option<Entry<'_>> {
        let raw = self.entries.get(usize::try_from(place).ok()?)?;
        Some(Entry::new(self, raw, place))
    }

    pub(super) fn line(&self, raw: &Raw) -> &str {
        let start = raw.start as usize;
        self.texts.get(start..start.saturating_add(raw.length as usize)).unwrap_or("")
    }

    pub(super) fn id_of(&self, raw: &Raw) -> &str {
        let start = raw.start as usize;
        self.texts.get(start..start.saturating_add(usize::from(raw.id))).unwrap_or("")
    }

    pub(super) fn laid_over(&self, id: &str) -> Option<&Laid> {
        self.laid.as_deref()?.get(id)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "there is always a first, and a place is checked before it is used"
    )]
    pub(super) fn provenance_at(&self, place: u16) -> &Provenance {
        self.provenance.get(usize::from(place)).unwrap_or(&self.provenance[0])
    }

    /// Whether its entries carry key words, by which labels are compared.
    pub(super) fn has_terms(&self) -> bool {
        self.entries().any(|entry| entry.terms().next().is_some())
    }
}

/// What a pack says of a framework as a whole.
pub(super) struct Head {
    pub(super) id: FrameworkId,
    pub(super) name: String,
    pub(super) edition: String,
    pub(super) notice: String,
    pub(super) provenance: Provenance,
}
