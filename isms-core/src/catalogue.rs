//! Frameworks, their editions and entries: built in, typed, looked up in place.

mod entry;
mod fault;
mod lint;

pub use entry::{Attributes, Entry, EntryKind};
pub(crate) use fault::Fault;
pub use lint::LabelledReference;
pub(crate) use lint::Labels;

use crate::error::{Error, ErrorKind};
use crate::id::{FrameworkId, Reference};

/// A framework in one edition.
///
/// ```
/// let catalogue = isms_core::Catalogue::builtin();
/// let iso = catalogue.framework("iso27001-2022").unwrap();
/// assert_eq!((iso.name(), iso.edition()), ("ISO/IEC 27001", "2022 with Amendment 1:2024"));
/// assert!(iso.entries().count() > 93);
/// ```
#[derive(Debug)]
pub struct Framework {
    id: &'static str,
    name: &'static str,
    edition: &'static str,
    notice: &'static str,
    entries: &'static [entry::Raw], // INVARIANT: sorted by id, no id twice (checked by the build).
    order: &'static [u16],          // INVARIANT: a permutation of the places of `entries`.
}

impl Framework {
    /// Its slug, as references use it.
    pub fn id(&self) -> &str {
        self.id
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        self.name
    }

    /// Its edition.
    pub fn edition(&self) -> &str {
        self.edition
    }

    /// What is shipped of it, and whose the rest is.
    pub fn notice(&self) -> &str {
        self.notice
    }

    /// Its entries, in the order of the framework.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.order.iter().filter_map(|place| Some(self.wrap(self.entries.get(usize::from(*place))?)))
    }

    /// The entry of an id. O(log entries).
    pub fn entry(&self, id: &str) -> Option<Entry<'_>> {
        let place = self.entries.binary_search_by(|entry| entry.id.cmp(id)).ok()?;
        self.entries.get(place).map(|raw| self.wrap(raw))
    }

    fn wrap<'c>(&'c self, raw: &'c entry::Raw) -> Entry<'c> {
        Entry::new(self, raw)
    }
}

/// How an entry of one edition became one of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EditionRelation {
    /// The one became the other.
    OneToOne,
    /// Several became one.
    Merged,
    /// One went into several.
    Split,
}

#[derive(Debug)]
struct Pair {
    from: (&'static str, &'static str),
    to: (&'static str, &'static str),
    relation: EditionRelation,
}

#[derive(Debug)]
struct Document {
    framework: &'static str,
    id: &'static str,
    label: &'static str,
    mandatory: bool,
    record: bool,
}

/// Documented information a framework asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentedInformation {
    /// The entry that asks for it.
    pub reference: Reference,
    /// What it is, in own words.
    pub label: &'static str,
    /// Whether it is always due; otherwise when the control is necessary.
    pub mandatory: bool,
    /// Whether it is a record of what was done.
    pub record: bool,
}

mod data {
    use super::entry::{Attributes, EntryKind, Raw};
    use super::{Document, EditionRelation, Framework, Pair};
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}

/// The frameworks the engine knows. A copy is a pointer: the tables are part of the program, so it is ready at once.
///
/// ```
/// use isms_core::{Catalogue, EditionRelation};
/// let catalogue = Catalogue::builtin();
/// assert_eq!(catalogue.annex_a().count(), 93);
/// let remote = catalogue.resolve(&"iso27001-2022:A.6.7".parse()?).unwrap();
/// assert_eq!((remote.label(), remote.theme()), ("Remote work", Some("People")));
///
/// let new = catalogue.successors(&"iso27001-2013:A.6.2.2".parse()?);
/// assert_eq!(new[0].0.to_string(), "iso27001-2022:A.6.7");
/// assert_eq!(new[0].1, EditionRelation::OneToOne);
/// assert_eq!(catalogue.documented_information().iter().filter(|d| d.mandatory).count(), 18);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Catalogue {
    frameworks: &'static [Framework],
}

impl Catalogue {
    /// The catalogue that is built in.
    pub fn builtin() -> Self {
        Self { frameworks: data::FRAMEWORKS }
    }

    /// Its frameworks.
    pub fn frameworks(&self) -> &[Framework] {
        self.frameworks
    }

    /// The framework of a slug.
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// The entry of a reference; `None` if the framework or the entry is not known. O(log entries).
    pub fn resolve(&self, reference: &Reference) -> Option<Entry<'_>> {
        self.framework(reference.framework().as_str())?.entry(reference.entry())
    }

    /// The same, where a miss is an error: kind [`ErrorKind::NotFound`], code `K-001` to `K-003` or
    /// `K-007`, with what may be meant as help.
    pub fn entry(&self, reference: &Reference) -> Result<Entry<'_>, Error> {
        self.resolve(reference).ok_or_else(|| {
            let fault = Fault::unknown(self, reference);
            let error = Error::new(ErrorKind::NotFound, fault.code().code, fault.message(reference));
            match fault.help() {
                Some(help) => error.with_help(help),
                None => error,
            }
        })
    }

    /// The 93 controls of Annex A of the 2022 edition, in their order.
    pub fn annex_a(&self) -> impl Iterator<Item = Entry<'_>> {
        let iso = self.framework(ANNEX_A).into_iter();
        iso.flat_map(Framework::entries).filter(|entry| entry.kind() == EntryKind::Control)
    }

    /// What an entry of an older edition became. O(pairs).
    pub fn successors(&self, old: &Reference) -> Vec<(Reference, EditionRelation)> {
        let from = |pair: &&Pair| pair.from == (old.framework().as_str(), old.entry());
        data::CORRESPONDENCE
            .iter()
            .filter(from)
            .filter_map(|p| Some((reference(p.to)?, p.relation)))
            .collect()
    }

    /// What an entry of a newer edition came from. O(pairs).
    pub fn predecessors(&self, new: &Reference) -> Vec<(Reference, EditionRelation)> {
        let to = |pair: &&Pair| pair.to == (new.framework().as_str(), new.entry());
        data::CORRESPONDENCE
            .iter()
            .filter(to)
            .filter_map(|p| Some((reference(p.from)?, p.relation)))
            .collect()
    }

    /// What an entry became or came from; for a group, what its members did, in order and each once.
    fn lineage(
        &self,
        entry: &Entry<'_>,
        step: fn(&Self, &Reference) -> Vec<(Reference, EditionRelation)>,
    ) -> Vec<String> {
        let mut out = Vec::new();
        for member in entry.framework().entries().filter(|member| member.is_within(entry)) {
            for (other, _) in step(self, &member.reference()) {
                if !out.iter().any(|id| id == other.entry()) {
                    out.push(other.entry().to_owned());
                }
            }
        }
        out
    }

    /// The documented information that is asked for, by clause.
    pub fn documented_information(&self) -> Vec<DocumentedInformation> {
        let public = |d: &Document| {
            let (mandatory, record) = (d.mandatory, d.record);
            Some(DocumentedInformation {
                reference: reference((d.framework, d.id))?,
                label: d.label,
                mandatory,
                record,
            })
        };
        data::DOCUMENTS.iter().filter_map(public).collect()
    }
}

/// The edition whose Annex A a Statement of Applicability is compared with.
pub(crate) const ANNEX_A: &str = "iso27001-2022";

/// A reference into the tables; they hold well-formed ids only, which a test checks.
fn reference((framework, id): (&str, &str)) -> Option<Reference> {
    Reference::new(framework.parse::<FrameworkId>().ok()?, id).ok()
}
