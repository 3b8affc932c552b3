//! Clause 8: suppliers controlled, risks assessed again in time, the plan carried out.

use std::collections::BTreeSet;

use super::assessment::covered_from;
use super::cases::Cases;
use super::facts::{Facts, Side, said};
use crate::finding::{Collection, Subject};
use crate::isms::{ActionStatus, ControlStatus, Represents};

/// The supplier's asset inherits the need of what it supports; any one of agreement, review and control will do.
pub(super) fn c8_1_03(facts: &Facts<'_>, out: &mut Cases) {
    let from: Vec<u8> = facts.isms.dimensions().values().map(|what| covered_from(facts, what)).collect();
    let controlled: BTreeSet<_> = facts
        .isms
        .controls()
        .values()
        .filter(|control| control.status != ControlStatus::Retired)
        .flat_map(|control| &control.operates_on)
        .collect();
    let mut important = 0usize;
    for (place, (id, asset)) in facts.isms.assets().iter().enumerate() {
        let Some(Represents::Supplier(supplier)) = &asset.represents else { continue };
        let high = |(at, from): (usize, &u8)| facts.needs.rank(place, at) >= (*from).max(1);
        if facts.side(place) == Side::Outside || !from.iter().enumerate().any(high) {
            continue;
        }
        important = important.saturating_add(1);
        let what = facts.isms.suppliers().get(supplier);
        let governed = what.is_some_and(|what| said(&what.agreement) || what.reviewed_on.is_some());
        if !governed && !controlled.contains(id) {
            out.item(Collection::Assets, id.as_str(), |at| {
                let message = format!(
                    "much is needed of `{id}`, but the supplier `{supplier}` has neither agreement nor review, and no control operates on it"
                );
                (at.member("represents"), message)
            });
        }
    }
    out.among(important, "supplied assets of high need");
}

pub(super) fn c8_2_01(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        if let Some(by) = risk.risk.review_by.filter(|by| *by < facts.as_of) {
            facts.risk_case(out, &risk, |at| {
                (at.member("review_by"), format!("the risk `{}` was to be assessed again by {by}", risk.id))
            });
        }
    }
}

/// Three tenths of the actions may be late before the plan as a whole is not implemented.
pub(super) fn c8_3_01(facts: &Facts<'_>, out: &mut Cases) {
    let (mut all, mut late, mut begun) = (0usize, 0usize, 0usize);
    for action in facts.open_treatments().flat_map(|(_, treatment, _)| treatment.actions.values()) {
        all = all.saturating_add(1);
        begun = begun.saturating_add(usize::from(action.status != ActionStatus::Open));
        let overdue = action.status != ActionStatus::Done && action.due.is_some_and(|due| due < facts.as_of);
        late = late.saturating_add(usize::from(overdue));
    }
    let at = Subject::collection(Collection::Treatments);
    if late.saturating_mul(10) > all.saturating_mul(3) {
        out.whole(at, format!("{late} of {all} actions of the treatment plan are overdue"));
    } else if all > 0 && begun == 0 {
        out.whole(at, format!("none of the {all} actions of the treatment plan is begun"));
    }
}
