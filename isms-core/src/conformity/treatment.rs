//! Clause 6.1.3 a, b, e and f: options, plans, and the acceptance of what remains.

use std::collections::BTreeSet;

use super::assessment::is_below;
use super::cases::Cases;
use super::facts::{Facts, Open, list, said};
use crate::finding::{Collection, Subject};
use crate::id::{RiskId, TreatmentId};
use crate::isms::{Acceptance, ActionStatus, ControlRef, Disposition, Risk, Treatment, TreatmentOption};
use crate::risk::AcceptanceState;

fn with_option<'a>(
    facts: &Facts<'a>,
    option: TreatmentOption,
    out: &mut Cases,
) -> Vec<(&'a TreatmentId, &'a Treatment, Open<'a>)> {
    let found: Vec<_> = facts.open_treatments().filter(|(_, t, _)| t.options.contains(&option)).collect();
    out.among(found.len(), "treatments with this option");
    found
}

/// Whether a disposition is known and asks for more than to retain the risk.
fn is_above(disposition: Option<Disposition>) -> bool {
    disposition.is_some_and(|disposition| !disposition.is_within_criteria())
}

/// An acceptance that counts is a decision to retain, where the level may be retained with approval.
pub(super) fn c6_1_3_01(facts: &Facts<'_>, out: &mut Cases) {
    let above = |risk: &Open<'_>| is_above(risk.current());
    out.among(facts.open_risks().filter(above).count(), "risks above acceptance");
    for risk in facts.open_risks().filter(above) {
        let decided = facts.treatments_of(&risk).any(|treatment| !treatment.options.is_empty());
        let accepted = risk.current() == Some(Disposition::RetainWithApproval)
            && risk.state.is_some_and(|state| state.acceptances.iter().any(AcceptanceState::counts));
        if !decided && !accepted {
            facts.risk_case(out, &risk, |at| {
                let level = facts.name(risk.state.and_then(|state| state.current.level()));
                let message = format!(
                    "the risk `{}` is at {level}, above acceptance, and no treatment option is chosen",
                    risk.id
                );
                (at, message)
            });
        }
    }
}

pub(super) fn c6_1_3_02(facts: &Facts<'_>, out: &mut Cases) {
    for (id, treatment, risk) in with_option(facts, TreatmentOption::Modify, out) {
        if treatment.controls.is_empty() {
            out.item(Collection::Treatments, id.as_str(), |at| {
                let message = format!("`{id}` modifies the risk `{}` but names no control", risk.id);
                (at.member("controls"), message)
            });
        }
    }
}

pub(super) fn c6_1_3_03(facts: &Facts<'_>, out: &mut Cases) {
    for (id, _, risk) in with_option(facts, TreatmentOption::Retain, out) {
        if is_above(risk.residual()) && risk.state.is_some_and(|state| state.acceptances.is_empty()) {
            out.item(Collection::Treatments, id.as_str(), |at| {
                let level = facts.name(risk.state.and_then(|state| state.residual.level()));
                let message = format!(
                    "`{id}` retains the risk `{}` at {level}, above acceptance, and no acceptance is on record",
                    risk.id
                );
                (at, message)
            });
        }
    }
}

pub(super) fn c6_1_3_04(facts: &Facts<'_>, out: &mut Cases) {
    out.help("remove what was given up, or close the risk, or set a new day");
    for (id, treatment, risk) in with_option(facts, TreatmentOption::Avoid, out) {
        let plan = treatment.avoidance.as_ref();
        let message = match plan.and_then(|plan| plan.by.map(|by| (by, &plan.assets))) {
            Some((by, assets)) if !assets.is_empty() => {
                if by >= facts.as_of {
                    continue;
                }
                let assets: Vec<String> = assets.iter().map(|asset| format!("`{asset}`")).collect();
                format!(
                    "to avoid the risk `{}`, {} should have been given up by {by}",
                    risk.id,
                    list(&assets)
                )
            }
            _ => format!("`{id}` avoids the risk `{}` but does not say what is given up by when", risk.id),
        };
        out.item(Collection::Treatments, id.as_str(), |at| (at.member("avoidance"), message));
    }
}

pub(super) fn c6_1_3_05(facts: &Facts<'_>, out: &mut Cases) {
    for (id, treatment, risk) in with_option(facts, TreatmentOption::Share, out) {
        let sharing = treatment.sharing.as_ref();
        let supplier =
            sharing.and_then(|s| s.supplier.as_ref()).and_then(|id| facts.isms.suppliers().get(id));
        let missing = super::facts::missing([
            (supplier.is_some() || sharing.is_some_and(|s| said(&s.counterparty)), "with whom"),
            (
                sharing.is_some_and(|s| said(&s.agreement)) || supplier.is_some_and(|s| said(&s.agreement)),
                "by what agreement",
            ),
        ]);
        if let Some(missing) = missing {
            out.item(Collection::Treatments, id.as_str(), |at| {
                (
                    at.member("sharing"),
                    format!("`{id}` shares the risk `{}` but does not say {missing}", risk.id),
                )
            });
        }
    }
}

/// Where every open risk is within the criteria there is nothing to plan.
pub(super) fn c6_1_3_17(facts: &Facts<'_>, out: &mut Cases) {
    let within = |risk: Open<'_>| risk.current().is_some_and(Disposition::is_within_criteria);
    let nothing = facts.open_count() > 0 && facts.open_risks().all(within);
    if facts.isms.treatments().is_empty() && !nothing {
        out.whole(Subject::collection(Collection::Treatments), "no treatment of any risk is decided");
    }
}

pub(super) fn c6_1_3_18(facts: &Facts<'_>, out: &mut Cases) {
    let all: Vec<_> = facts.open_treatments().collect();
    out.among(all.len(), "treatments");
    for (id, treatment, risk) in all {
        let message = match (&treatment.approved_by, &risk.risk.owner, treatment.approved_on) {
            (None, ..) => format!("nobody is named who approved `{id}`"),
            (Some(by), None, _) => format!("`{by}` approved `{id}`, but the risk `{}` has no owner", risk.id),
            (Some(by), Some(owner), _) if by != owner => {
                format!("`{by}` approved `{id}`, but the risk `{}` is owned by `{owner}`", risk.id)
            }
            (_, _, None) => format!("the approval of `{id}` has no day"),
            (_, _, Some(on)) if on > facts.as_of => format!("`{id}` is not approved before {on}"),
            _ => continue,
        };
        out.item(Collection::Treatments, id.as_str(), |at| (at.member("approved_by"), message));
    }
}

/// The risks whose residual level somebody must accept.
fn remaining<'a>(facts: &Facts<'a>, out: &mut Cases) -> Vec<(Open<'a>, &'a [AcceptanceState])> {
    let above = facts.open_risks().filter(|risk| is_above(risk.residual()));
    let above: Vec<_> =
        above.filter_map(|risk| risk.state.map(|state| (risk, state.acceptances.as_slice()))).collect();
    out.among(above.len(), "risks whose residual level needs acceptance");
    above
}

pub(super) fn c6_1_3_19(facts: &Facts<'_>, out: &mut Cases) {
    for (risk, _) in remaining(facts, out).into_iter().filter(|(_, all)| all.is_empty()) {
        facts.risk_case(out, &risk, |at| {
            let level = facts.name(risk.state.and_then(|state| state.residual.level()));
            (at, format!("nobody has accepted the residual level of the risk `{}`, {level}", risk.id))
        });
    }
}

/// Of the acceptances of a risk none of which counts, the last one: the earlier ones are history.
fn lapsed<'a>(
    facts: &Facts<'a>,
    risk: &Open<'a>,
    all: &'a [AcceptanceState],
) -> Option<(&'a AcceptanceState, &'a Acceptance)> {
    if all.iter().any(|state| state.counts() && has_authority(facts, risk.risk, state)) {
        return None;
    }
    let known = all.iter().filter_map(|state| Some((state, facts.acceptance(state.id.as_str())?)));
    known.max_by_key(|(state, acceptance)| (acceptance.on, &state.id))
}

/// Where the method is silent, the owner of the risk alone may accept it.
fn has_authority(facts: &Facts<'_>, risk: &Risk, state: &AcceptanceState) -> bool {
    let by = facts.acceptance(state.id.as_str()).and_then(|acceptance| acceptance.by.as_ref());
    state.authorised.unwrap_or_else(|| by.is_some() && by == risk.owner.as_ref())
}

pub(super) fn c6_1_3_20(facts: &Facts<'_>, out: &mut Cases) {
    for (risk, all) in remaining(facts, out) {
        let Some((state, acceptance)) = lapsed(facts, &risk, all) else { continue };
        if has_authority(facts, risk.risk, state) {
            continue;
        }
        out.item(Collection::Acceptances, state.id.as_str(), |at| match &acceptance.by {
            None => (at, format!("`{}` does not say who accepted the risk `{}`", state.id, risk.id)),
            Some(by) => {
                let message = format!(
                    "`{by}` accepted the risk `{}` at `{}` but may not: neither its owner with that authority nor named by the method",
                    risk.id, acceptance.level
                );
                (at.member("by"), message)
            }
        });
    }
}

pub(super) fn c6_1_3_21(facts: &Facts<'_>, out: &mut Cases) {
    for (risk, all) in remaining(facts, out) {
        let Some((state, acceptance)) = lapsed(facts, &risk, all) else { continue };
        let level = facts.name(risk.state.and_then(|state| state.residual.level()));
        let (member, why) = if state.covers == Some(false) {
            ("level", format!("covers `{}`, and the residual level is {level}", acceptance.level))
        } else if acceptance.on.is_some_and(|on| on > facts.as_of) {
            ("on", "has not begun".to_owned())
        } else if state.expired {
            match acceptance.valid_until.filter(|last| *last < facts.as_of) {
                Some(last) => ("valid_until", format!("ended on {last}")),
                None => ("on", "has lasted longer than the method allows".to_owned()),
            }
        } else if state.stale == Some(true) {
            ("basis", "stood on values that have changed since".to_owned())
        } else {
            continue;
        };
        out.item(Collection::Acceptances, state.id.as_str(), |at| {
            (at.member(member), format!("the acceptance `{}` of the risk `{}` {why}", state.id, risk.id))
        });
    }
}

pub(super) fn c6_1_3_22(facts: &Facts<'_>, out: &mut Cases) {
    for (risk, all) in remaining(facts, out) {
        let refused = risk.residual() == Some(Disposition::Refuse);
        if risk.residual() == Some(Disposition::RetainWithApproval) {
            continue;
        }
        for state in all.iter().filter(|state| state.counts()) {
            let Some(acceptance) = facts.acceptance(state.id.as_str()) else { continue };
            if !refused && said(&acceptance.rationale) {
                continue;
            }
            out.item(Collection::Acceptances, state.id.as_str(), |at| {
                let why = if refused {
                    "which the method refuses"
                } else {
                    "which the method asks to treat, without a reason"
                };
                (
                    at,
                    format!("`{}` accepts the risk `{}` at `{}`, {why}", state.id, risk.id, acceptance.level),
                )
            });
        }
    }
}

/// Sharing and avoiding lower a level without a control.
pub(super) fn c6_1_3_23(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        let Some(state) = risk.state else { continue };
        let computed = state.current.level().zip(state.residual.level());
        let stated = {
            let rank = |name: &Option<_>| facts.rank(&risk.method?.level, name.as_ref()?);
            rank(&risk.risk.stated.current).zip(rank(&risk.risk.stated.residual))
        };
        let falls = computed.is_some_and(|(current, residual)| is_below(residual, current))
            || stated.is_some_and(|(current, residual)| residual < current);
        let explained = facts.treatments_of(&risk).any(|treatment| {
            !treatment.controls.is_empty()
                || treatment.options.contains(&TreatmentOption::Share)
                || treatment.options.contains(&TreatmentOption::Avoid)
        });
        if falls && !explained {
            facts.risk_case(out, &risk, |at| {
                let message = format!("the residual level of the risk `{}` is below the current one, but no treatment names a control", risk.id);
                (at, message)
            });
        }
    }
}

/// Computed levels rise by a declared adverse effect or an override alone, so what is compared is what was written.
pub(super) fn c6_1_3_24(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        let (Some(state), Some(method)) = (risk.state, risk.method) else { continue };
        let adverse = |current: bool| {
            state.credits.iter().any(|credit| credit.designed < 0 && (credit.in_current || !current))
        };
        let stated = &risk.risk.stated;
        let rank = |name: &Option<_>| name.as_ref().and_then(|name| facts.rank(&method.level, name));
        let unsaid = |word: &Option<crate::isms::LevelOverride>| {
            word.as_ref().is_none_or(|word| word.reason.trim().is_empty())
        };
        let pairs = [
            (
                "current",
                rank(&stated.inherent),
                rank(&stated.current),
                adverse(true),
                &risk.risk.override_current,
            ),
            (
                "residual",
                rank(&stated.current),
                rank(&stated.residual),
                adverse(false),
                &risk.risk.override_residual,
            ),
        ];
        for (member, before, after, adverse, word) in pairs {
            if before.zip(after).is_some_and(|(before, after)| after > before) && !adverse && unsaid(word) {
                facts.risk_case(out, &risk, |at| {
                    let message = format!(
                        "the {member} level of the risk `{}` is stated above the one before it, and nothing explains it",
                        risk.id
                    );
                    (at.member("stated").member(member), message)
                });
            }
        }
        let computed = [
            ("override_current", state.inherent.level.as_ref(), &state.current, &risk.risk.override_current),
            ("override_residual", state.current.level(), &state.residual, &risk.risk.override_residual),
        ];
        for (member, before, after, word) in computed {
            let rises =
                before.zip(after.overridden.as_ref()).is_some_and(|(before, after)| is_below(before, after));
            if rises && unsaid(word) {
                facts.risk_case(out, &risk, |at| {
                    let message =
                        format!("an override raises the level of the risk `{}` without a reason", risk.id);
                    (at.member(member), message)
                });
            }
        }
    }
}

/// The engine itself credits no control before it is in place; a stated level may.
pub(super) fn c6_1_3_25(facts: &Facts<'_>, out: &mut Cases) {
    let below = |risk: &Open<'_>| {
        let stated = risk.risk.stated.current.as_ref()?;
        let stated = facts.rank(&risk.method?.level, stated)?;
        Some(stated < risk.state?.current.level()?.rank())
    };
    let below: Vec<Open<'_>> = facts.open_risks().filter(|risk| below(risk) == Some(true)).collect();
    if below.is_empty() {
        return;
    }
    out.among(facts.open_count(), "risks");
    let (mut risks, mut threats, mut weaknesses) =
        (BTreeSet::<&RiskId>::new(), BTreeSet::new(), BTreeSet::new());
    for control in facts.isms.controls().values().filter(|control| !control.status.is_in_place()) {
        // What acts on a loss alone moves no level.
        let acts_on = &control.acts_on;
        risks.extend(acts_on.risks.iter().filter(|(_, effect)| effect.moves_levels()).map(|(id, _)| id));
        threats.extend(acts_on.threats.iter().filter(|(_, effect)| effect.moves_levels()).map(|(id, _)| id));
        let weak = acts_on.vulnerabilities.iter().filter(|(_, effect)| effect.moves_levels());
        weaknesses.extend(weak.map(|(id, _)| id));
    }
    for control in facts.isms.treatments().values().flat_map(|t| t.controls.iter().map(move |c| (c, &t.risk)))
    {
        let (ControlRef::Own(id), risk) = control else { continue };
        if facts.isms.controls().get(id).is_some_and(|control| !control.status.is_in_place()) {
            risks.insert(risk);
        }
    }
    for risk in below {
        let reached = risks.contains(risk.id)
            || risk.risk.threats.iter().any(|threat| threats.contains(threat))
            || risk.risk.vulnerabilities.iter().any(|weakness| weaknesses.contains(weakness));
        if reached {
            facts.risk_case(out, &risk, |at| {
                let message = format!(
                    "the stated current level of the risk `{}` is below what the controls in place give, as if those not in place counted",
                    risk.id
                );
                (at.member("stated").member("current"), message)
            });
        }
    }
}

pub(super) fn c6_1_3_26(facts: &Facts<'_>, out: &mut Cases) {
    let mut actions = 0usize;
    for (id, treatment, _) in facts.open_treatments() {
        actions = actions.saturating_add(treatment.actions.len());
        for (action, what) in treatment.actions.iter().filter(|(_, a)| a.status != ActionStatus::Done) {
            if let Some(due) = what.due.filter(|due| *due < facts.as_of) {
                out.item(Collection::Treatments, id.as_str(), |at| {
                    let at = at.member("actions").member(action).member("due");
                    (at, format!("the action `{action}` of `{id}` was due on {due} and is not done"))
                });
            }
        }
    }
    out.among(actions, "actions");
    out.count_cases();
}

pub(super) fn g_13(facts: &Facts<'_>, out: &mut Cases) {
    let aiming = |risk: &Open<'_>| risk.state.is_some_and(|state| state.target.is_some());
    out.among(facts.open_risks().filter(aiming).count(), "risks with a target");
    for risk in facts.open_risks().filter(aiming) {
        let Some(state) = risk.state else { continue };
        let Some((target, residual)) = state.target.as_ref().zip(state.residual.level()) else { continue };
        if is_below(target, residual) {
            facts.risk_case(out, &risk, |at| {
                let (target, residual) = (facts.name(Some(target)), facts.name(Some(residual)));
                let message = format!(
                    "the plan leaves the risk `{}` at {residual}, above its target {target}",
                    risk.id
                );
                (at.member("target"), message)
            });
        }
    }
}
