//! Frameworks, their editions and entries: built in or of the user's packs, typed, looked up in place.

mod claims;
mod edition;
mod entry;
mod fault;
mod framework;
mod lay;
mod lint;
mod pack;
mod spelling;
#[cfg(test)]
pub(crate) mod testing;

pub use claims::{Claim, ClaimId, ClaimKind, ClaimSet};
pub use edition::{EditionRelation, Upgrade};
pub use entry::{Entry, EntryKind};
pub(crate) use fault::Fault;
pub use framework::{Framework, Provenance, Tier};
pub use lay::{MAX_PACK_CLAIMS, MAX_PACK_ENTRIES, MAX_PACK_GROUP};
pub use lint::LabelledReference;
pub(crate) use lint::Labels;
pub use pack::{
    EntryGroup, OverlayEntry, Pack, PackClaim, PackEdition, PackEntry, PackFramework, PackOverlay, PackPair,
    PackSet, Strength,
};
pub use spelling::Spelling;

use std::ops::Deref;
use std::sync::Arc;

use crate::error::{Error, ErrorKind};
use crate::id::{FrameworkId, Reference, clip};
use edition::Correspondence;

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
    use super::Document;
    use super::claims::{ClaimKind, ClaimSet, Detail, Group, RawClaim};
    use super::edition::{Correspondence, EditionRelation};
    use super::entry::{EntryKind, NONE, Raw};
    use super::framework::{Framework, Provenance, Tier};
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
    include!(concat!(env!("OUT_DIR"), "/mappings.rs"));
}

/// Tables of the program, or shared ones made at run time.
#[derive(Debug)]
pub(crate) enum Store<T: 'static> {
    Fixed(&'static [T]),
    Shared(Arc<[T]>),
}

impl<T> Clone for Store<T> {
    fn clone(&self) -> Self {
        match self {
            Store::Fixed(items) => Store::Fixed(items),
            Store::Shared(items) => Store::Shared(items.clone()),
        }
    }
}

impl<T> From<Vec<T>> for Store<T> {
    fn from(items: Vec<T>) -> Self {
        Store::Shared(items.into())
    }
}

impl<T> Deref for Store<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match self {
            Store::Fixed(items) => items,
            Store::Shared(items) => items,
        }
    }
}

/// The frameworks the engine knows. The tables are part of the program, so it is ready at once and a copy is a pointer.
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
#[derive(Clone, Debug)]
pub struct Catalogue {
    frameworks: Store<Framework>, // INVARIANT: sorted by slug, no slug twice.
    correspondences: Store<Correspondence>,
    sets: Store<ClaimSet>, // INVARIANT: sorted by id, no id twice; both frameworks of each are there.
}

impl Catalogue {
    /// The catalogue that is built in.
    pub fn builtin() -> Self {
        Self {
            frameworks: Store::Fixed(data::FRAMEWORKS),
            correspondences: Store::Fixed(data::CORRESPONDENCES),
            sets: Store::Fixed(data::SETS),
        }
    }

    /// Its frameworks, by slug.
    pub fn frameworks(&self) -> &[Framework] {
        &self.frameworks
    }

    /// The framework of a slug. O(log frameworks).
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        let place = self.frameworks.binary_search_by(|framework| framework.id().cmp(id)).ok()?;
        self.frameworks.get(place)
    }

    /// The framework of a slug, where a miss is an error: kind [`ErrorKind::NotFound`], code `K-001` or `K-007`.
    pub(crate) fn known(&self, id: &str) -> Result<&Framework, Error> {
        self.framework(id).ok_or_else(|| {
            let fault = Fault::unknown_framework(self, id);
            let message = match fault {
                Fault::NotLoaded => format!("the framework `{}` is not loaded", clip(id)),
                _ => format!("the framework `{}` is not known", clip(id)),
            };
            let error = Error::new(ErrorKind::NotFound, fault.code().code, message);
            match fault.help() {
                Some(help) => error.with_help(help),
                None => error,
            }
        })
    }

    /// Its sets of claims about how entries relate, by id.
    pub fn claim_sets(&self) -> &[ClaimSet] {
        &self.sets
    }

    /// The set of an id. O(log sets).
    pub fn claim_set(&self, id: &str) -> Option<&ClaimSet> {
        self.sets.get(self.sets.binary_search_by(|set| set.id().cmp(id)).ok()?)
    }

    /// The claim of an id.
    pub fn claim(&self, id: &ClaimId) -> Option<Claim<'_>> {
        self.claim_set(&id.set)?.claim(self, id.place)
    }

    fn correspondences(&self) -> &[Correspondence] {
        &self.correspondences
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
