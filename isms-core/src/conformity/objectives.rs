//! Clause 6.2: objectives and the plans to reach them.

use super::cases::Cases;
use super::facts::{Facts, missing, said};
use crate::finding::{Collection, Subject};

pub(super) fn c6_2_01(facts: &Facts<'_>, out: &mut Cases) {
    if facts.isms.objectives().is_empty() {
        out.whole(Subject::collection(Collection::Objectives), "there is no information security objective");
    }
}

/// Either requirements or risks are enough: few objectives follow from both.
pub(super) fn c6_2_02(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.objectives().len(), "objectives");
    for (id, objective) in facts.isms.objectives().iter() {
        let missing = missing([
            (objective.policy.is_some(), "the policy it follows"),
            (
                said(&objective.measure) || said(&objective.not_measurable),
                "how it is measured (or why it cannot be)",
            ),
            (
                !objective.requirements.is_empty() || !objective.risks.is_empty(),
                "the requirements or risks it takes into account",
            ),
            (said(&objective.monitoring), "how it is monitored"),
            (said(&objective.communication), "how it is communicated"),
        ]);
        if let Some(missing) = missing {
            out.item(Collection::Objectives, id.as_str(), |at| {
                (at, format!("the objective `{id}` does not say: {missing}"))
            });
        }
    }
}

pub(super) fn c6_2_03(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.objectives().len(), "objectives");
    for (id, objective) in facts.isms.objectives().iter() {
        let plan = &objective.plan;
        let missing = missing([
            (said(&plan.what), "what will be done"),
            (said(&plan.resources), "with what resources"),
            (plan.who.is_some(), "by whom"),
            (plan.when.is_some(), "by when"),
            (said(&plan.evaluation), "how the result is evaluated"),
        ]);
        if let Some(missing) = missing {
            out.item(Collection::Objectives, id.as_str(), |at| {
                (at.member("plan"), format!("the plan of the objective `{id}` does not say: {missing}"))
            });
        }
    }
}

pub(super) fn c6_2_05(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.objectives().len(), "objectives");
    for (id, objective) in facts.isms.objectives().iter().filter(|(_, o)| !said(&o.result)) {
        if let Some(due) = objective.due.filter(|due| *due < facts.as_of) {
            out.item(Collection::Objectives, id.as_str(), |at| {
                (at.member("due"), format!("the objective `{id}` was due on {due} and has no result"))
            });
        }
    }
}
