//! Enterprise risks against their tolerance, and the translations their members are read through.

use super::facts::{Facts, list};
use crate::finding::{Collection, Finding, Subject, code, nearest};
use crate::id::RiskId;
use crate::risk::{EnterpriseState, Exposure, lint_translations, roll_up};

/// What is unsound in translations, and what the roll-up shows.
pub(super) fn lints(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = lint_translations(facts.isms);
    for state in roll_up(facts.isms, facts.register) {
        out.extend(exposure(facts, &state));
        out.extend(unread(&state));
        out.extend(bound(facts, &state));
    }
    out
}

fn at(state: &EnterpriseState, member: &str) -> Subject {
    Subject::item(Collection::EnterpriseRisks, &state.id).member(member)
}

/// Weighs less where the plan brings every member within tolerance.
fn exposure(facts: &Facts<'_>, state: &EnterpriseState) -> Option<Finding> {
    let above = |exposure: &Exposure| exposure.above() == Some(true);
    let (exposure, station) = match (above(&state.residual), above(&state.current)) {
        (true, _) => (&state.residual, "residual"),
        (false, true) => (&state.current, "current"),
        (false, false) => return None,
    };
    let least = if exposure.is_complete() { "" } else { "at least " };
    let message = format!(
        "the {station} exposure of the enterprise risk `{}` is {least}{}, by the risk {}, above its tolerance {}; \
         {least}{} of {} members are outside",
        state.id,
        facts.name(exposure.level.as_ref()),
        exposure.from.as_ref().map_or_else(String::new, |risk| format!("`{risk}`")),
        facts.name(exposure.tolerance.as_ref()),
        exposure.outside.unwrap_or(0),
        state.open,
    );
    let finding = Finding::new(&code::M_040, at(state, "tolerance"), message);
    // What the plan leaves unread may still be above.
    let planned = station == "current" && state.residual.above() == Some(false);
    let lower = finding.severity().lower();
    Some(if planned { finding.with_severity(lower) } else { finding })
}

fn unread(state: &EnterpriseState) -> Option<Finding> {
    let mut unread = state.current.unread.clone();
    let seen = |risk: &RiskId| state.current.unread.iter().any(|member| member.risk == *risk);
    unread.extend(state.residual.unread.iter().filter(|member| !seen(&member.risk)).cloned());
    if unread.is_empty() {
        return None;
    }
    let words: Vec<String> =
        unread.iter().map(|member| format!("`{}` ({})", member.risk, member.why)).collect();
    let message = format!(
        "{} of {} members of the enterprise risk `{}` cannot be read in its method: {}",
        unread.len(),
        state.open,
        state.id,
        list(&words)
    );
    Some(Finding::new(&code::M_041, at(state, "risks"), message))
}

fn bound(facts: &Facts<'_>, state: &EnterpriseState) -> Vec<Finding> {
    let Some(enterprise) = facts.isms.enterprise_risks().get(&state.id) else { return Vec::new() };
    let mut out = Vec::new();
    let id = &state.id;
    match (&enterprise.tolerance, &state.current.tolerance) {
        (None, _) => {
            let message = format!("no tolerance is written for the enterprise risk `{id}`");
            out.push(Finding::new(&code::M_042, Subject::item(Collection::EnterpriseRisks, id), message));
        }
        (Some(name), None) => {
            let message = format!(
                "the tolerance `{name}` of the enterprise risk `{id}` is no level of the method `{}`",
                enterprise.method
            );
            let mut finding = Finding::new(&code::M_042, at(state, "tolerance"), message);
            let scale =
                facts.isms.methods().get(&enterprise.method).and_then(|method| facts.scale(&method.level));
            let levels = scale.into_iter().flat_map(|scale| &scale.levels);
            if let Some(near) = nearest(name.as_str(), levels.map(|level| level.id.as_str())) {
                finding = finding.with_help(format!("did you mean `{near}`?"));
            }
            out.push(finding);
        }
        (Some(_), Some(_)) => {}
    }
    if enterprise.risks.is_empty() {
        let message = format!("no risk belongs to the enterprise risk `{id}`");
        out.push(Finding::new(&code::M_043, at(state, "risks"), message));
    }
    out
}
