//! Laying a pack over a catalogue: everything it says is checked before anything is taken.

mod framework;
mod set;

use std::collections::{BTreeMap, BTreeSet};

use super::edition::Correspondence;
use super::framework::Laid;
use super::{Catalogue, ClaimSet, Fault, Framework, Pack, PackEdition, PackOverlay};
use crate::error::Error;
use crate::finding::{CodeInfo, Finding, Problems, Severity, Subject, code, escape};
use crate::id::{EntryId, FrameworkId, Reference};

/// Most entries of one framework of a pack.
pub const MAX_PACK_ENTRIES: usize = 100_000;
/// Most claims of one set of a pack.
pub const MAX_PACK_CLAIMS: usize = 1_000_000;
/// Most entries on one side of a claim.
pub const MAX_PACK_GROUP: usize = 1_000;

impl Catalogue {
    /// The catalogue with a pack laid over it. This one stays as it is, and nothing is taken of a pack that has a problem:
    /// the error has them all, each with its pointer into the pack, and what may be meant as help.
    ///
    /// - Frameworks and sets are added, never replaced (`K-015`). A set needs both its frameworks, of the catalogue
    ///   or of the pack.
    /// - Titles and texts are laid over what is there; what an earlier pack laid stays where this one says nothing.
    /// - An id that is not known is a problem (`K-001` to `K-003`, `K-007`). A claim about a withdrawn entry is taken as it
    ///   is.
    /// - Claims stay as they were made, in their order, the same claim twice included.
    /// - A framework has at most [`MAX_PACK_ENTRIES`] entries, a set at most [`MAX_PACK_CLAIMS`] claims, a side
    ///   of a claim at most [`MAX_PACK_GROUP`] entries (`K-018`).
    ///
    /// ```
    /// use isms_core::{Catalogue, Pack};
    /// let pack = Pack::from_yaml("
    /// isms_pack: '1'
    /// id: acme-claims
    /// version: '1'
    /// licence: internal
    /// sets:
    ///   acme-self:
    ///     source: iso27001-2022
    ///     target: iso27001-2022
    ///     publisher: Acme
    ///     claims: [{sources: [A.8.7], targets: [A.8.8], relation: overlaps, strength: 0.5}]
    /// ")?;
    /// let catalogue = Catalogue::builtin().with(&pack)?;
    /// let set = catalogue.claim_set("acme-self").unwrap();
    /// assert_eq!(set.claims(&catalogue).next().unwrap().strength(), Some("0.5"));
    ///
    /// let again = catalogue.with(&pack).unwrap_err();
    /// assert_eq!((again.code(), again.path()), ("K-015", Some("/sets/acme-self")));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn with(&self, pack: &Pack) -> Result<Self, Error> {
        let mut laying = Laying { catalogue: self.clone(), problems: Problems::default() };
        laying.head(pack);
        laying.frameworks(pack);
        laying.overlays(&pack.overlays);
        laying.editions(&pack.editions);
        laying.sets(pack);
        if laying.problems.is_empty() { Ok(laying.catalogue) } else { Err(Error::document(laying.problems)) }
    }
}

/// A catalogue that is being made, and what is wrong with the pack so far.
struct Laying {
    catalogue: Catalogue,
    problems: Problems,
}

impl Laying {
    fn problem(&mut self, info: &'static CodeInfo, path: &str, message: impl Into<String>) {
        self.problems.push(Finding::new(info, Subject::pointer(path), message));
    }

    /// Demands a text in one line.
    fn line(&mut self, text: &str, path: impl FnOnce() -> String, what: &str) {
        let wrong = if text.trim().is_empty() { "is empty" } else { "is not in one line" };
        if text.trim().is_empty() || text.contains(char::is_control) {
            self.problem(&code::K_019, &path(), format!("{what} {wrong}"));
        }
    }

    fn head(&mut self, pack: &Pack) {
        self.line(&pack.version, || "/version".to_owned(), "the version of the pack");
        self.line(&pack.licence, || "/licence".to_owned(), "the licence of the pack");
    }

    fn frameworks(&mut self, pack: &Pack) {
        let mut all = self.catalogue.frameworks().to_vec();
        for (slug, framework) in &pack.frameworks {
            let path = format!("/frameworks/{slug}");
            if self.catalogue.framework(slug.as_str()).is_some() {
                let message = format!("the framework `{slug}` is there already");
                let help = "give it another slug; titles and texts can be laid over it as `overlays`";
                let finding = Finding::new(&code::K_015, Subject::pointer(&path), message);
                self.problems.push(finding.with_help(help));
                continue;
            }
            if let Some(made) = framework::framework(pack, slug, framework, &path, self) {
                all.push(made);
            }
        }
        self.set_frameworks(all);
    }

    fn set_frameworks(&mut self, mut all: Vec<Framework>) {
        all.sort_by(|a, b| a.id().cmp(b.id()));
        self.catalogue.frameworks = all.into();
    }

    /// Whether the framework is there; otherwise that is a problem.
    fn known(&mut self, slug: &FrameworkId, path: &str) -> bool {
        let known = self.catalogue.framework(slug.as_str()).is_some();
        if !known {
            // Only the framework is missing, so the entry does not matter.
            if let Ok(reference) = Reference::new(slug.clone(), "-") {
                let fault = Fault::unknown_framework(&self.catalogue, slug.as_str());
                let finding = fault.finding(&reference, Subject::pointer(path));
                self.problems.push(finding.with_severity(Severity::Error));
            }
        }
        known
    }

    /// The place of an entry; one that is not there is a problem.
    fn place(&mut self, slug: &FrameworkId, id: &EntryId, path: impl FnOnce() -> String) -> Option<u32> {
        let found = self.catalogue.framework(slug.as_str())?.entry(id.as_str()).map(|entry| entry.place());
        if found.is_none() {
            self.unknown(slug, id, path);
        }
        found
    }

    fn unknown(&mut self, slug: &FrameworkId, id: &EntryId, path: impl FnOnce() -> String) {
        let path = path();
        let subject = Subject::pointer(&path);
        if self.problems.is_full() {
            self.problems.push(Finding::new(&code::K_002, subject, ""));
            return;
        }
        let finding = match Reference::new(slug.clone(), id.as_str()) {
            Ok(reference) => Fault::unknown(&self.catalogue, &reference).finding(&reference, subject),
            // Only a space keeps an id from being one of a reference.
            Err(_) => {
                let finding = Finding::new(&code::K_002, subject, format!("`{slug}` has no entry `{id}`"));
                let framework = self.catalogue.framework(slug.as_str());
                match framework.and_then(|framework| framework.respell(id.as_str())) {
                    Some((meant, _)) => finding.with_help(format!("did you mean `{}`?", meant.id())),
                    None => finding,
                }
            }
        };
        self.problems.push(finding.with_severity(Severity::Error));
    }

    fn overlays(&mut self, overlays: &BTreeMap<FrameworkId, PackOverlay>) {
        let mut all = self.catalogue.frameworks().to_vec();
        for (slug, overlay) in overlays {
            let path = format!("/overlays/{slug}");
            if !self.known(slug, &path) {
                continue;
            }
            let mut laid = BTreeMap::new();
            for (id, entry) in &overlay.entries {
                let at = || format!("{path}/entries/{}", escape(id.as_str()));
                if self.place(slug, id, at).is_some() {
                    let (title, text) = (entry.title.clone(), entry.text.clone());
                    laid.insert(id.as_str().to_owned(), Laid { title, text });
                }
            }
            if let Some(framework) = all.iter_mut().find(|framework| framework.id() == slug.as_str()) {
                *framework = framework.clone().with_laid(laid);
            }
        }
        self.set_frameworks(all);
    }

    fn editions(&mut self, editions: &[PackEdition]) {
        let mut all = self.catalogue.correspondences().to_vec();
        for (n, edition) in editions.iter().enumerate() {
            let path = format!("/editions/{n}");
            let (from, to) = (&edition.from, &edition.to);
            let known =
                [(from, "from"), (to, "to")].map(|(slug, end)| self.known(slug, &format!("{path}/{end}")));
            if known.contains(&false) {
                continue;
            }
            if from == to {
                let message = format!("`{from}` is no other edition of itself");
                self.problem(&code::K_020, &path, message);
                continue;
            }
            if all.iter().any(|step| step.is_between(from.as_str(), to.as_str())) {
                let message = format!("what `{from}` became in `{to}` is there already");
                self.problem(&code::K_015, &path, message);
                continue;
            }
            let mut seen = BTreeSet::new();
            let mut pairs = Vec::with_capacity(edition.pairs.len());
            for (m, pair) in edition.pairs.iter().enumerate() {
                let old = self.place(from, &pair.from, || format!("{path}/pairs/{m}/from"));
                let new = self.place(to, &pair.to, || format!("{path}/pairs/{m}/to"));
                let (Some(old), Some(new)) = (old, new) else { continue };
                if !seen.insert((old, new)) {
                    let message = format!("`{}` to `{}` is in the list twice", pair.from, pair.to);
                    self.problem(&code::D_019, &format!("{path}/pairs/{m}"), message);
                }
                pairs.push((old, new, pair.relation));
            }
            all.push(Correspondence::of_pack(from.as_str().to_owned(), to.as_str().to_owned(), pairs));
        }
        self.catalogue.correspondences = all.into();
    }

    fn sets(&mut self, pack: &Pack) {
        let mut made: Vec<ClaimSet> = Vec::new();
        for (id, set) in &pack.sets {
            let path = format!("/sets/{id}");
            if self.catalogue.claim_set(id.as_str()).is_some() {
                self.problem(&code::K_015, &path, format!("the set `{id}` is there already"));
                continue;
            }
            made.extend(self.set(pack, id, set, &path));
        }
        if !made.is_empty() {
            let mut all = self.catalogue.claim_sets().to_vec();
            all.extend(made);
            all.sort_by(|a, b| a.id().cmp(b.id()));
            self.catalogue.sets = all.into();
        }
    }
}
