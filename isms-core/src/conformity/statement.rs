//! Clause 6.1.3 c and d: the comparison with Annex A and the Statement of Applicability.

use super::cases::Cases;
use super::facts::{Facts, list, said};
use crate::catalogue::ANNEX_A;
use crate::finding::{Collection, Subject};
use crate::isms::{ControlRef, InclusionReason, SoaStatus};
use crate::soa::SoaLine;

/// Where the decision about a control stands, or would stand.
pub(super) fn entry(line: &SoaLine) -> Subject {
    let soa = Subject::collection(Collection::Soa);
    match &line.control {
        ControlRef::Catalogue(reference) => soa.member("entries").member(reference),
        ControlRef::Own(id) => soa.member("own").member(id),
    }
}

/// The control as a message names it.
pub(super) fn called(line: &SoaLine) -> String {
    match &line.control {
        ControlRef::Catalogue(reference) if is_annex_a(line) => format!("`{}`", reference.entry()),
        control => format!("`{control}`"),
    }
}

pub(super) fn is_annex_a(line: &SoaLine) -> bool {
    matches!(&line.control, ControlRef::Catalogue(reference) if reference.framework().as_str() == ANNEX_A)
}

fn lines<'a>(
    facts: &Facts<'a>,
    stated: Option<bool>,
) -> impl Iterator<Item = (usize, &'a SoaLine)> + use<'a> {
    facts.soa.lines().iter().enumerate().filter(move |(_, line)| line.stated == stated)
}

fn included<'a>(facts: &Facts<'a>, out: &mut Cases) -> impl Iterator<Item = (usize, &'a SoaLine)> + use<'a> {
    out.among(lines(facts, Some(true)).count(), "included controls");
    lines(facts, Some(true))
}

pub(super) fn excluded<'a>(
    facts: &Facts<'a>,
    out: &mut Cases,
) -> impl Iterator<Item = &'a SoaLine> + use<'a> {
    out.among(lines(facts, Some(false)).count(), "excluded controls");
    lines(facts, Some(false)).map(|(_, line)| line)
}

pub(super) fn c6_1_3_06(facts: &Facts<'_>, out: &mut Cases) {
    let all = facts.soa.lines().iter().filter(|line| is_annex_a(line)).count();
    let open: Vec<String> =
        lines(facts, None).filter(|(_, line)| is_annex_a(line)).map(|(_, line)| called(line)).collect();
    if !open.is_empty() {
        let at = Subject::collection(Collection::Soa).member("entries");
        let message =
            format!("{} of the {all} controls of Annex A have no decision: {}", open.len(), list(&open));
        out.whole(at, message);
    }
}

pub(super) fn c6_1_3_07(facts: &Facts<'_>, out: &mut Cases) {
    let at = Subject::collection(Collection::Soa);
    match facts.isms.soa() {
        None => out.whole(at, "there is no statement of applicability"),
        Some(soa) => match (&soa.approved_by, soa.approved_on) {
            (None, _) => out.whole(at, "nobody is named who approved the statement of applicability"),
            (_, None) => out.whole(at, "the statement of applicability has no day of approval"),
            (_, Some(on)) if on > facts.as_of => {
                out.whole(
                    at.member("approved_on"),
                    format!("the statement of applicability is not approved before {on}"),
                );
            }
            _ => {}
        },
    }
}

/// Where there is no statement at all, `C6.1.3-07` says so once.
pub(super) fn c6_1_3_08(facts: &Facts<'_>, out: &mut Cases) {
    if facts.isms.soa().is_none() {
        return;
    }
    out.among(facts.soa.lines().iter().filter(|line| line.necessary).count(), "necessary controls");
    for (_, line) in lines(facts, None).filter(|(_, line)| line.necessary) {
        let why = if line.reasons.contains(&InclusionReason::RiskAssessment) {
            "a treatment names it"
        } else {
            "an addressed requirement asks for it"
        };
        out.part(entry(line), || {
            format!("{} is necessary, since {why}, but the statement does not decide on it", called(line))
        });
    }
}

/// Reasons that follow from treatments and requirements count as well as written ones.
pub(super) fn c6_1_3_09(facts: &Facts<'_>, out: &mut Cases) {
    for (_, line) in included(facts, out) {
        if line.reasons.is_empty() && !said(&line.justification) {
            out.part(entry(line), || format!("{} is included without a reason", called(line)));
        }
    }
}

/// An own control that acts on a risk reaches it even where no treatment names the control.
pub(super) fn c6_1_3_10(facts: &Facts<'_>, out: &mut Cases) {
    for (_, line) in included(facts, out) {
        let practice = line.reasons.contains(&InclusionReason::GoodPractice) && said(&line.justification);
        let acts = || {
            let own = line.implemented_by.iter().filter_map(|id| facts.isms.controls().get(id));
            let mut on = own.map(|control| &control.acts_on);
            on.any(|on| !on.risks.is_empty() || !on.threats.is_empty() || !on.vulnerabilities.is_empty())
        };
        if !line.necessary && !practice && !acts() {
            out.part(entry(line), || {
                format!(
                    "no risk and no requirement needs {}, and no good practice is given as its reason",
                    called(line)
                )
            });
        }
    }
}

pub(super) fn c6_1_3_11(facts: &Facts<'_>, out: &mut Cases) {
    for (_, line) in included(facts, out) {
        if line.stated_status.is_none() && line.status.is_none() {
            out.part(entry(line), || format!("it is not said whether {} is implemented", called(line)));
        }
    }
}

pub(super) fn c6_1_3_12(facts: &Facts<'_>, out: &mut Cases) {
    for line in excluded(facts, out).filter(|line| is_annex_a(line) && !said(&line.exclusion)) {
        out.part(entry(line), || format!("{} is excluded without a justification", called(line)));
    }
}

pub(super) fn c6_1_3_13(facts: &Facts<'_>, out: &mut Cases) {
    for line in excluded(facts, out) {
        let operating = line
            .implemented_by
            .iter()
            .find(|id| facts.assurance.get(id).is_some_and(|state| state.status.is_in_place()));
        let why = match operating {
            _ if line.reasons.contains(&InclusionReason::RiskAssessment) && line.necessary => {
                "a treatment names it".to_owned()
            }
            _ if line.necessary => "an addressed requirement asks for it".to_owned(),
            Some(own) => format!("`{own}`, which implements it, is in place"),
            None => continue,
        };
        out.part(entry(line), || format!("{} is excluded, but {why}", called(line)));
    }
}

pub(super) fn c6_1_3_15(facts: &Facts<'_>, out: &mut Cases) {
    for (_, line) in included(facts, out) {
        if line.stated_status != Some(SoaStatus::Implemented) || line.status == Some(SoaStatus::Implemented) {
            continue;
        }
        out.part(entry(line), || match line.status {
            None => format!("{} is stated as implemented, but no own control implements it", called(line)),
            Some(status) => {
                format!("{} is stated as implemented; its own controls say {status}", called(line))
            }
        });
    }
}

/// Implementation that is not known is another rule's.
pub(super) fn c6_1_3_16(facts: &Facts<'_>, out: &mut Cases) {
    for (place, line) in included(facts, out) {
        let status = line.stated_status.or(line.status);
        if status.is_none_or(|status| status == SoaStatus::Implemented) {
            continue;
        }
        let treatments = facts.soa.treatments_of(place).iter();
        let treatments = treatments.filter_map(|at| facts.isms.treatments().at(*at as usize));
        let mut actions = treatments.flat_map(|(_, treatment)| treatment.actions.values());
        if !actions.any(|action| action.owner.is_some() && action.due.is_some()) {
            out.part(entry(line), || {
                format!("{} is not fully implemented, and no treatment has an action for it with an owner and a due date", called(line))
            });
        }
    }
}
