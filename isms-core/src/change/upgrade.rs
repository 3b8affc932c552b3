//! Moving the references of an ISMS to another edition of a framework.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{Catalogue, Upgrade};
use crate::error::Error;
use crate::finding::{Collection, Subject, escape};
use crate::id::{FrameworkId, Reference};
use crate::isms::{ControlRef, Draft, Isms, SoaEntry};

/// What became of one reference of an ISMS.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UpgradedReference {
    /// Where it stands in the document before the change, as a JSON pointer.
    pub path: String,
    /// The reference as it was.
    pub reference: Reference,
    /// What it became: decided, and rewritten; or open or gone, and left as it was.
    pub outcome: Upgrade,
}

/// Rewrites every reference to the edition `from` as one to the edition `to`, where the publisher of the editions leaves
/// no choice, and says of every one what happened. What is not decided stays as it was, with the candidates:
/// an entry that was split, one whose content only moved there, one that is not known or gone. So does a decision of
/// the Statement of Applicability where another one stands, or goes, in the same place and says something else.
///
/// It looks at `controls.implements`, `treatments.controls`, `requirements.references`, the `addressed_by` of issues
/// and requirements, and `soa.entries`. With `from` and `to` equal it deals with entries that were withdrawn.
/// Fails with `K-001` or `K-007` if the catalogue lacks one of the two. O(references · log entries).
///
/// ```
/// use isms_core::{Catalogue, Isms, Upgrade, upgrade_references};
/// let isms = Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// controls:
///   C-1: {title: MFA, status: implemented, implements: ['iso27001-2013:A.9.4.2', 'iso27001-2013:A.18.2.3']}
/// ")?;
/// let (old, new) = ("iso27001-2013".parse()?, "iso27001-2022".parse()?);
/// let (isms, list) = upgrade_references(&isms, &Catalogue::builtin(), &old, &new)?;
///
/// let now: Vec<_> = isms.controls().get("C-1").unwrap().implements.iter().map(|r| r.to_string()).collect();
/// assert_eq!(now, ["iso27001-2013:A.18.2.3", "iso27001-2022:A.8.5"]);
/// let open = list.iter().find(|one| matches!(one.outcome, Upgrade::Open(_))).unwrap();
/// assert_eq!(open.path, "/controls/C-1/implements/iso27001-2013:A.18.2.3");
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn upgrade_references(
    isms: &Isms,
    catalogue: &Catalogue,
    from: &FrameworkId,
    to: &FrameworkId,
) -> Result<(Isms, Vec<UpgradedReference>), Error> {
    for slug in [from, to] {
        catalogue.known(slug.as_str())?;
    }
    let mut draft = isms.to_draft();
    let mut moving = Moving { catalogue, from, to, list: Vec::new() };
    moving.references(&mut draft);
    moving.statement(&mut draft);
    let mut list = moving.list;
    list.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((draft.build()?, list))
}

struct Moving<'a> {
    catalogue: &'a Catalogue,
    from: &'a FrameworkId,
    to: &'a FrameworkId,
    list: Vec<UpgradedReference>,
}

impl Moving<'_> {
    /// What a reference of the old edition becomes; `None` for others, and for those that stay valid.
    fn outcome(&self, reference: &Reference) -> Option<Upgrade> {
        if reference.framework() != self.from {
            return None;
        }
        // A reference that is not known has nothing known to take its place.
        let outcome = self.catalogue.upgrade(reference, self.to).unwrap_or(Upgrade::Gone);
        (outcome != Upgrade::Same).then_some(outcome)
    }

    fn note(&mut self, at: Subject, reference: &Reference, outcome: Upgrade) {
        let path = at.member(reference).path();
        self.list.push(UpgradedReference { path, reference: reference.clone(), outcome });
    }

    /// The reference that takes the place of one, if that is decided.
    fn decide(&mut self, reference: &Reference, at: impl Fn() -> Subject) -> Option<Reference> {
        let outcome = self.outcome(reference)?;
        let new = match &outcome {
            Upgrade::Decided(new) => Some(new.clone()),
            _ => None,
        };
        self.note(at(), reference, outcome);
        new
    }

    fn plain(&mut self, set: &mut BTreeSet<Reference>, at: impl Fn() -> Subject) {
        let old = std::mem::take(set);
        set.extend(old.into_iter().map(|reference| self.decide(&reference, &at).unwrap_or(reference)));
    }

    fn controls(&mut self, set: &mut BTreeSet<ControlRef>, at: impl Fn() -> Subject) {
        let old = std::mem::take(set);
        set.extend(old.into_iter().map(|control| match control {
            ControlRef::Catalogue(reference) => {
                ControlRef::Catalogue(self.decide(&reference, &at).unwrap_or(reference))
            }
            own => own,
        }));
    }

    fn references(&mut self, draft: &mut Draft) {
        let ids: Vec<_> = draft.controls.keys().cloned().collect();
        for id in ids {
            let at = || Subject::item(Collection::Controls, &id).member("implements");
            if let Some(control) = draft.controls.get_mut(&id) {
                self.plain(&mut control.implements, at);
            }
        }
        let ids: Vec<_> = draft.treatments.keys().cloned().collect();
        for id in ids {
            let at = || Subject::item(Collection::Treatments, &id).member("controls");
            if let Some(treatment) = draft.treatments.get_mut(&id) {
                self.controls(&mut treatment.controls, at);
            }
        }
        let ids: Vec<_> = draft.issues.keys().cloned().collect();
        for id in ids {
            let at = || Subject::item(Collection::Issues, &id).member("addressed_by").member("controls");
            if let Some(issue) = draft.issues.get_mut(&id) {
                self.controls(&mut issue.addressed_by.controls, at);
            }
        }
        let ids: Vec<_> = draft.requirements.keys().cloned().collect();
        for id in ids {
            let item = || Subject::item(Collection::Requirements, &id);
            if let Some(requirement) = draft.requirements.get_mut(&id) {
                self.plain(&mut requirement.references, || item().member("references"));
                let at = || item().member("addressed_by").member("controls");
                self.controls(&mut requirement.addressed_by.controls, at);
            }
        }
    }

    /// Decisions of the Statement of Applicability move where that loses none of them.
    fn statement(&mut self, draft: &mut Draft) {
        let Some(soa) = &mut draft.soa else { return };
        let at = || Subject::collection(Collection::Soa).member("entries");
        let mut claimed: BTreeMap<Reference, Vec<Reference>> = BTreeMap::new();
        for old in soa.entries.keys() {
            match self.outcome(old) {
                Some(Upgrade::Decided(new)) => claimed.entry(new).or_default().push(old.clone()),
                Some(outcome) => self.note(at(), old, outcome),
                None => {}
            }
        }
        let pointer = |reference: &Reference| format!("/soa/entries/{}/", escape(&reference.to_string()));
        let mut renamed: BTreeMap<Reference, Reference> = BTreeMap::new();
        for (new, olds) in claimed {
            let mut decisions: Vec<&SoaEntry> = olds.iter().filter_map(|old| soa.entries.get(old)).collect();
            decisions.extend(soa.entries.get(&new));
            // Members that only a reader's wish preserved cannot be compared, so they are never joined.
            let preserved =
                |old: &Reference| draft.preserved.keys().any(|key| key.starts_with(&pointer(old)));
            let alike = decisions.windows(2).all(|pair| pair.first() == pair.last());
            let moves = alike && (decisions.len() == 1 || !olds.iter().any(preserved));
            for old in olds {
                let outcome =
                    if moves { Upgrade::Decided(new.clone()) } else { Upgrade::Open(vec![new.clone()]) };
                self.note(at(), &old, outcome);
                if moves {
                    renamed.insert(old, new.clone());
                }
            }
        }
        let entries = std::mem::take(&mut soa.entries);
        let name = |old: &Reference| renamed.get(old).unwrap_or(old).clone();
        soa.entries = entries.iter().map(|(old, entry)| (name(old), entry.clone())).collect();
        for (old, new) in &renamed {
            let (old, new) = (pointer(old), pointer(new));
            let found: Vec<String> =
                draft.preserved.keys().filter(|key| key.starts_with(&old)).cloned().collect();
            for key in found {
                if let (Some(value), Some(member)) = (draft.preserved.remove(&key), key.strip_prefix(&old)) {
                    draft.preserved.insert(format!("{new}{member}"), value);
                }
            }
        }
    }
}
