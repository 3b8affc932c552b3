//! Clause 5: top management, policy, roles.

use std::collections::BTreeSet;

use super::cases::Cases;
use super::facts::{Facts, missing, said};
use crate::finding::{Collection, Subject};
use crate::id::{PolicyId, RoleId};
use crate::isms::{ActionStatus, ControlStatus, Duty, Policy, PolicyContent, PolicyKind};

pub(super) fn c5_1_01(facts: &Facts<'_>, out: &mut Cases) {
    if !facts.isms.roles().values().any(|role| role.top_management && role.is_staffed()) {
        out.whole(
            Subject::collection(Collection::Roles),
            "no role is top management and held by somebody who has not left",
        );
    }
}

fn main_policies<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a PolicyId, &'a Policy)> {
    facts.isms.policies().iter().filter(|(_, policy)| policy.kind == PolicyKind::InformationSecurity)
}

/// One policy that top management has established is enough.
pub(super) fn c5_2_01(facts: &Facts<'_>, out: &mut Cases) {
    let top = |role: &RoleId| facts.isms.roles().get(role).is_some_and(|role| role.top_management);
    let mut why = Vec::new();
    for (id, policy) in main_policies(facts) {
        let at = Subject::item(Collection::Policies, id);
        why.push(match (&policy.approved_by, policy.approved_on) {
            (None, _) => (at, format!("nobody is named who approved the policy `{id}`")),
            (Some(role), _) if !top(role) => (
                at.member("approved_by"),
                format!("`{role}`, who approved the policy `{id}`, is not top management"),
            ),
            (_, None) => (at, format!("the policy `{id}` has no day of approval")),
            (_, Some(on)) if on > facts.as_of => {
                (at.member("approved_on"), format!("the policy `{id}` is not approved before {on}"))
            }
            _ => return,
        });
    }
    if why.is_empty() {
        out.whole(Subject::collection(Collection::Policies), "there is no information security policy");
    }
    for (at, message) in why {
        out.whole(at, message);
    }
}

pub(super) fn c5_2_02(facts: &Facts<'_>, out: &mut Cases) {
    for (id, policy) in main_policies(facts) {
        let has = |content| policy.contents.contains(&content);
        let missing = missing([
            (has(PolicyContent::Objectives), "objectives or a frame for them"),
            (has(PolicyContent::Requirements), "a commitment to satisfy requirements"),
            (has(PolicyContent::ContinualImprovement), "a commitment to improve continually"),
        ]);
        if let Some(missing) = missing {
            out.whole(Subject::item(Collection::Policies, id), format!("the policy `{id}` lacks {missing}"));
        }
    }
}

pub(super) fn c5_2_03(facts: &Facts<'_>, out: &mut Cases) {
    for (id, _) in main_policies(facts).filter(|(_, policy)| !said(&policy.communication)) {
        out.whole(
            Subject::item(Collection::Policies, id),
            format!("it is not recorded how the policy `{id}` is communicated"),
        );
    }
}

pub(super) fn c5_2_04(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.policies().len(), "policies");
    for (id, policy) in facts.isms.policies().iter() {
        if let Some(by) = policy.review_by.filter(|by| *by < facts.as_of) {
            out.item(Collection::Policies, id.as_str(), |at| {
                (at.member("review_by"), format!("the policy `{id}` was to be reviewed by {by}"))
            });
        }
    }
}

pub(super) fn c5_3_01(facts: &Facts<'_>, out: &mut Cases) {
    let has = |duty| facts.isms.roles().values().any(|role| role.duties.contains(&duty));
    let missing = missing([
        (has(Duty::IsmsConformity), "the conformity of the ISMS"),
        (has(Duty::PerformanceReporting), "reporting its performance to top management"),
    ]);
    if let Some(missing) = missing {
        out.whole(Subject::collection(Collection::Roles), format!("no role is responsible for {missing}"));
    }
}

/// Roles that have duties, are top management, or own something that is alive at the date.
pub(super) fn c5_3_02(facts: &Facts<'_>, out: &mut Cases) {
    let isms = facts.isms;
    let mut needed: BTreeSet<&RoleId> = BTreeSet::new();
    let duties = isms.roles().iter().filter(|(_, role)| role.top_management || !role.duties.is_empty());
    needed.extend(duties.map(|(id, _)| id));
    needed.extend(isms.assets().values().filter_map(|asset| asset.owner.as_ref()));
    needed.extend(isms.processes().values().filter_map(|process| process.owner.as_ref()));
    needed.extend(facts.open_risks().filter_map(|risk| risk.risk.owner.as_ref()));
    let controls = isms.controls().values().filter(|control| control.status != ControlStatus::Retired);
    needed.extend(controls.flat_map(|control| [&control.owner, &control.operator]).flatten());
    let actions = isms.treatments().values().flat_map(|treatment| treatment.actions.values());
    needed.extend(actions.filter(|a| a.status != ActionStatus::Done).filter_map(|a| a.owner.as_ref()));
    out.among(needed.len(), "roles that answer for something");
    for id in needed {
        let Some(role) = isms.roles().get(id).filter(|role| !role.is_staffed()) else { continue };
        out.item(Collection::Roles, id.as_str(), |at| {
            if role.inactive {
                (
                    at.member("inactive"),
                    format!("the role `{id}` answers for something, but its holder has left"),
                )
            } else {
                (at, format!("the role `{id}` answers for something, but nobody holds it"))
            }
        });
    }
}

pub(super) fn c5_3_04(facts: &Facts<'_>, out: &mut Cases) {
    let holder = |role: &RoleId| facts.isms.roles().get(role).and_then(|role| role.holder.as_deref());
    let mut verified = 0;
    for (id, control) in facts.isms.controls().iter() {
        let by = control.verification.as_ref().and_then(|verification| verification.by.as_ref());
        let Some((operator, by)) = control.operator.as_ref().zip(by) else { continue };
        verified += 1;
        if operator == by || (holder(operator).is_some() && holder(operator) == holder(by)) {
            out.item(Collection::Controls, id.as_str(), |at| {
                let message = format!(
                    "the control `{id}` is operated by `{operator}` and verified by `{by}`, the same person"
                );
                (at.member("verification").member("by"), message)
            });
        }
    }
    out.among(verified, "controls with operator and verifier");
}
