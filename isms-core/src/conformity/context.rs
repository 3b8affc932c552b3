//! Clause 4 without the scope: issues, interested parties, requirements, processes.

use std::collections::BTreeSet;

use super::cases::Cases;
use super::facts::Facts;
use crate::finding::{Collection, Subject};
use crate::graph::{Csr, reachable};
use crate::isms::{Addressed, ControlRef, IssueKind, Links, Requirement, RequirementSource};

/// How long a review of an issue lasts.
const YEAR: i64 = 366;

pub(super) fn c4_1_01(facts: &Facts<'_>, out: &mut Cases) {
    let has = |kind| facts.isms.issues().values().any(|issue| issue.kind == kind);
    let message = match (has(IssueKind::External), has(IssueKind::Internal)) {
        (true, true) => return,
        (false, false) => "no issue of the context is recorded",
        (false, true) => "no external issue is recorded",
        (true, false) => "no internal issue is recorded",
    };
    out.whole(Subject::collection(Collection::Issues), message);
}

pub(super) fn c4_1_02(facts: &Facts<'_>, out: &mut Cases) {
    if facts.isms.organisation().climate_change.is_none() {
        out.help("write `climate_change` with `relevant` true or false, and why");
        let subject = Subject::collection(Collection::Organisation).member("climate_change");
        out.whole(subject, "it is not determined whether climate change is a relevant issue");
    }
}

pub(super) fn c4_1_03(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.issues().len(), "issues");
    for (id, issue) in facts.isms.issues().iter() {
        let fresh = issue.reviewed_on.is_some_and(|on| on.days_until(facts.as_of) <= YEAR);
        if !fresh {
            out.item(Collection::Issues, id.as_str(), |at| match issue.reviewed_on {
                None => (at, format!("no review of the issue `{id}` is recorded")),
                Some(on) => (at.member("reviewed_on"), format!("the issue `{id}` was last reviewed on {on}")),
            });
        }
    }
}

pub(super) fn c4_1_04(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.issues().len(), "issues");
    for (id, issue) in facts.isms.issues().iter().filter(|(_, issue)| issue.addressed_by.is_empty()) {
        let kind = issue.kind;
        out.item(Collection::Issues, id.as_str(), |at| {
            (at, format!("nothing answers the {kind} issue `{id}`"))
        });
    }
}

pub(super) fn c4_2_01(facts: &Facts<'_>, out: &mut Cases) {
    if facts.isms.parties().is_empty() {
        out.whole(Subject::collection(Collection::Parties), "no interested party is recorded");
    }
}

pub(super) fn c4_2_02(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.parties().len(), "interested parties");
    let asking: BTreeSet<_> = facts.isms.requirements().values().filter_map(|r| r.party.as_ref()).collect();
    for id in facts.isms.parties().keys().filter(|id| !asking.contains(id)) {
        out.item(Collection::Parties, id.as_str(), |at| {
            (at, format!("no requirement of the interested party `{id}` is recorded"))
        });
    }
}

pub(super) fn c4_2_03(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.requirements().len(), "requirements");
    out.help("write `addressed`: `yes`, `partly` or `no`");
    for (id, _) in facts.isms.requirements().iter().filter(|(_, r)| r.addressed.is_none()) {
        out.item(Collection::Requirements, id.as_str(), |at| {
            (at, format!("it is not decided whether the ISMS addresses the requirement `{id}`"))
        });
    }
}

/// An addressed requirement is answered by what it names, by an objective that names it, by an entry of Annex A it
/// refers to, or by another requirement that is answered.
pub(super) fn c4_2_04(facts: &Facts<'_>, out: &mut Cases) {
    let table = facts.isms.requirements();
    let objectives: BTreeSet<_> =
        facts.isms.objectives().values().flat_map(|objective| &objective.requirements).collect();
    let answered: Vec<u32> = (0u32..)
        .zip(table.iter())
        .filter(|(_, (id, r))| {
            objectives.contains(id) || answers(facts, &r.addressed_by) || refers_to_a_control(facts, r)
        })
        .map(|(place, _)| place)
        .collect();
    let edges: Vec<(u32, u32)> = (0u32..)
        .zip(table.values())
        .flat_map(|(place, r)| r.addressed_by.requirements.iter().map(move |other| (other, place)))
        .filter_map(|(other, place)| Some((u32::try_from(table.index_of(other)?).ok()?, place)))
        .collect();
    let Some(graph) = Csr::from_edges(table.len(), &edges) else { return };
    let reached = reachable(&graph, &answered);
    out.among(table.values().filter(|r| is_addressed(r)).count(), "addressed requirements");
    for (place, (id, requirement)) in (0u32..).zip(table.iter()) {
        if is_addressed(requirement) && reached.binary_search(&place).is_err() {
            out.item(Collection::Requirements, id.as_str(), |at| {
                let message =
                    format!("nothing addresses the requirement `{id}`, which is said to be addressed");
                (at.member("addressed_by"), message)
            });
        }
    }
}

fn answers(facts: &Facts<'_>, links: &Links) -> bool {
    let treated =
        |risk| facts.open_risk(risk).is_some_and(|risk| facts.treatments_of(&risk).next().is_some());
    !links.controls.is_empty()
        || !links.policies.is_empty()
        || !links.objectives.is_empty()
        || links.risks.iter().any(treated)
}

fn refers_to_a_control(facts: &Facts<'_>, requirement: &Requirement) -> bool {
    let line = |r: &_| facts.soa.line(&ControlRef::Catalogue(Clone::clone(r))).is_some();
    requirement.references.iter().any(line)
}

fn is_addressed(requirement: &Requirement) -> bool {
    matches!(requirement.addressed, Some(Addressed::Yes | Addressed::Partly))
}

/// Whether a requirement comes from outside with legal or contractual force.
pub(super) fn is_binding(requirement: &Requirement) -> bool {
    use RequirementSource::{Contract, Law, Regulation};
    matches!(requirement.source, Law | Regulation | Contract) && requirement.addressed != Some(Addressed::No)
}

pub(super) fn c4_2_05(facts: &Facts<'_>, out: &mut Cases) {
    let binding = || facts.isms.requirements().iter().filter(|(_, r)| is_binding(r));
    out.among(binding().count(), "legal and contractual requirements");
    if let (Some((id, _)), Some(written)) = (binding().next(), facts.isms.soa()) {
        let excluded = |(key, entry): &(&crate::id::Reference, &crate::isms::SoaEntry)| {
            key.framework().as_str() == "iso27001-2022"
                && key.entry() == "A.5.31"
                && entry.necessary == Some(false)
        };
        if let Some((key, _)) = written.entries.iter().find(excluded) {
            let at = Subject::collection(Collection::Soa).member("entries").member(key);
            out.whole(
                at,
                format!("`{}` is excluded although there are requirements such as `{id}`", key.entry()),
            );
        }
    }
    for (id, requirement) in binding().filter(|(_, r)| is_addressed(r)) {
        if requirement.addressed_by.controls.is_empty() && !refers_to_a_control(facts, requirement) {
            out.item(Collection::Requirements, id.as_str(), |at| {
                (at, format!("no control of the statement of applicability has the requirement `{id}` as its reason"))
            });
        }
    }
}

pub(super) fn c4_4_01(facts: &Facts<'_>, out: &mut Cases) {
    let processes = facts.isms.processes();
    if processes.is_empty() {
        out.whole(Subject::collection(Collection::Processes), "no process is recorded");
        return;
    }
    out.among(processes.len(), "processes");
    let met: BTreeSet<_> = processes.values().flat_map(|process| &process.interacts_with).collect();
    for (id, _) in processes.iter().filter(|(id, p)| p.interacts_with.is_empty() && !met.contains(id)) {
        out.item(Collection::Processes, id.as_str(), |at| {
            (at, format!("the process `{id}` interacts with no other"))
        });
    }
}
