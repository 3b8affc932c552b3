//! Lines, and what makes each necessary.

use std::collections::{BTreeMap, BTreeSet};

use super::{Applicability, SoaLine};
use crate::catalogue::Catalogue;
use crate::id::Reference;
use crate::isms::{
    Addressed, Control, ControlRef, ControlStatus, InclusionReason, Isms, Requirement, RequirementSource,
    SoaEntry, SoaStatus,
};

pub(super) fn derive(isms: &Isms, catalogue: &Catalogue) -> Applicability {
    let mut soa = Applicability::default();
    let annex: BTreeSet<Reference> = catalogue.annex_a().map(|entry| entry.reference()).collect();
    for entry in catalogue.annex_a() {
        push(&mut soa, ControlRef::Catalogue(entry.reference()), entry.label().to_owned());
    }
    for reference in further(isms) {
        if !annex.contains(reference) {
            push(&mut soa, ControlRef::Catalogue(reference.clone()), label(isms, catalogue, reference));
        }
    }
    for (id, control) in isms.controls().iter() {
        let listed = isms.soa().as_ref().is_some_and(|written| written.own.contains(id));
        let custom = control.status != ControlStatus::Retired
            && !control.implements.iter().any(|reference| annex.contains(reference));
        if listed || custom {
            push(&mut soa, ControlRef::Own(id.clone()), control.title.clone());
        }
    }
    write_down(isms, &mut soa);
    implement(isms, &mut soa);
    reach(isms, &mut soa);
    soa
}

fn push(soa: &mut Applicability, control: ControlRef, label: String) {
    soa.index.insert(control.clone(), soa.lines.len());
    soa.treatments.push(Vec::new());
    soa.lines.push(SoaLine {
        control,
        label,
        stated: None,
        necessary: false,
        reasons: BTreeSet::new(),
        justification: None,
        exclusion: None,
        stated_status: None,
        status: None,
        implemented_by: BTreeSet::new(),
    });
}

/// Entries of catalogues that are controls of this ISMS because somebody wrote so.
fn further(isms: &Isms) -> BTreeSet<&Reference> {
    let written = isms.soa().iter().flat_map(|soa| soa.entries.keys());
    let treated = isms.treatments().values().flat_map(|treatment| &treatment.controls);
    let asked =
        isms.requirements().values().filter(|r| is_addressed(r)).flat_map(|r| &r.addressed_by.controls);
    written
        .chain(treated.chain(asked).filter_map(|control| match control {
            ControlRef::Catalogue(reference) => Some(reference),
            ControlRef::Own(_) => None,
        }))
        .collect()
}

fn label(isms: &Isms, catalogue: &Catalogue, reference: &Reference) -> String {
    if let Some(entry) = catalogue.resolve(reference) {
        return entry.label().to_owned();
    }
    let title = isms.soa().as_ref().and_then(|soa| soa.entries.get(reference)?.title.clone());
    title.unwrap_or_else(|| reference.entry().to_owned())
}

/// What the written statement says.
fn write_down(isms: &Isms, soa: &mut Applicability) {
    let Some(written) = isms.soa() else { return };
    let entries = written.entries.iter().map(|(id, entry)| (ControlRef::Catalogue(id.clone()), entry));
    let own = written.own.iter().map(|(id, entry)| (ControlRef::Own(id.clone()), entry));
    for (control, entry) in entries.chain(own) {
        if let Some(line) = soa.index.get(&control).and_then(|&at| soa.lines.get_mut(at)) {
            let SoaEntry { title: _, necessary, reasons, justification, exclusion, status } = entry.clone();
            line.stated = necessary;
            line.reasons = reasons;
            line.justification = justification;
            line.exclusion = exclusion;
            line.stated_status = status;
        }
    }
}

/// Who implements what, and how far that is.
fn implement(isms: &Isms, soa: &mut Applicability) {
    let mut found: BTreeMap<usize, Vec<ControlStatus>> = BTreeMap::new();
    for (id, control) in isms.controls().iter() {
        for at in lines_of(soa, &ControlRef::Own(id.clone()), Some(control)) {
            if let Some(line) = soa.lines.get_mut(at) {
                line.implemented_by.insert(id.clone());
            }
            found.entry(at).or_default().push(control.status);
        }
    }
    for (at, statuses) in found {
        if let Some(line) = soa.lines.get_mut(at) {
            line.status = Some(status_of(&statuses));
        }
    }
}

/// Retired controls count only where there are no others.
fn status_of(all: &[ControlStatus]) -> SoaStatus {
    let mut live = all.iter().copied().filter(|status| *status != ControlStatus::Retired);
    let Some(first) = live.next() else { return SoaStatus::NotImplemented };
    match first {
        ControlStatus::Implemented if live.all(|status| status == first) => SoaStatus::Implemented,
        ControlStatus::Planned if live.all(|status| status == first) => SoaStatus::Planned,
        _ => SoaStatus::Partial,
    }
}

/// What treatments and addressed requirements make necessary, and the reasons that follow.
fn reach(isms: &Isms, soa: &mut Applicability) {
    for (place, treatment) in (0u32..).zip(isms.treatments().values()) {
        for control in &treatment.controls {
            for at in named(isms, soa, control) {
                let seen = soa.treatments.get_mut(at).filter(|seen| seen.last() != Some(&place));
                if let Some(seen) = seen {
                    seen.push(place);
                }
                need(soa, at, InclusionReason::RiskAssessment);
            }
        }
    }
    for requirement in isms.requirements().values().filter(|r| is_addressed(r)) {
        let reason = reason_of(requirement.source);
        for control in &requirement.addressed_by.controls {
            for at in named(isms, soa, control) {
                need(soa, at, reason);
            }
        }
        for reference in &requirement.references {
            if let Some(&at) = soa.index.get(&ControlRef::Catalogue(reference.clone())) {
                need(soa, at, reason);
            }
        }
    }
}

fn need(soa: &mut Applicability, at: usize, reason: InclusionReason) {
    if let Some(line) = soa.lines.get_mut(at) {
        line.necessary = true;
        line.reasons.insert(reason);
    }
}

/// The lines that somebody who names a control means.
fn named(isms: &Isms, soa: &Applicability, control: &ControlRef) -> Vec<usize> {
    let own = match control {
        ControlRef::Own(id) => isms.controls().get(id),
        ControlRef::Catalogue(_) => None,
    };
    lines_of(soa, control, own)
}

/// The line of a control, and those of the entries it implements.
fn lines_of(soa: &Applicability, control: &ControlRef, own: Option<&Control>) -> Vec<usize> {
    let implemented = own.into_iter().flat_map(|own| &own.implements);
    let implemented = implemented.filter_map(|r| soa.index.get(&ControlRef::Catalogue(r.clone())));
    soa.index.get(control).into_iter().chain(implemented).copied().collect()
}

/// Whether a requirement is addressed, at least in part.
pub(super) fn is_addressed(requirement: &Requirement) -> bool {
    matches!(requirement.addressed, Some(Addressed::Yes | Addressed::Partly))
}

fn reason_of(source: RequirementSource) -> InclusionReason {
    match source {
        RequirementSource::Law | RequirementSource::Regulation => InclusionReason::Legal,
        RequirementSource::Contract => InclusionReason::Contractual,
        RequirementSource::Internal | RequirementSource::Party | RequirementSource::Standard => {
            InclusionReason::Business
        }
    }
}
