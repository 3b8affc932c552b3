//! Losses in money (8.2, where the method estimates them).

use std::collections::BTreeSet;

use super::Facts;
use super::cases::Cases;
use crate::finding::Collection;
use crate::id::ControlId;
use crate::isms::{Control, ControlStatus, Effect, LossEffect};
use crate::risk::LossState;

/// The own controls but those taken out of use.
fn in_use<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (&'a ControlId, &'a Control)> {
    facts.isms.controls().iter().filter(|(_, control)| control.status != ControlStatus::Retired)
}

pub(super) fn q_003(facts: &Facts<'_>, out: &mut Cases) {
    let stating =
        || facts.open_risks().filter_map(|risk| Some((risk, risk.risk.loss.as_ref()?.stated_annual?)));
    out.among(stating().count(), "risks with a stated annual loss");
    for (risk, stated) in stating() {
        let expected = risk.risk.loss.as_ref().and_then(|loss| loss.expected_annual().ok());
        if expected == Some(stated) {
            continue;
        }
        facts.risk_case(out, &risk, |at| {
            let expected = expected.map_or_else(|| "out of range".to_owned(), |money| money.to_string());
            let message = format!(
                "the annual loss of the risk `{}` is stated as {stated}; single loss times annual rate is {expected}",
                risk.id
            );
            (at.member("loss").member("stated_annual"), message)
        });
    }
}

pub(super) fn q_004(facts: &Facts<'_>, out: &mut Cases) {
    for (id, control) in in_use(facts) {
        let acts_on = &control.acts_on;
        let mut tell = |kind: &str, target: &str, effect: &Effect| {
            let Some(loss) = &effect.loss else { return };
            for (part, share) in [("single", &loss.single), ("rate", &loss.rate)] {
                let Some(share) = share.filter(|share| !LossEffect::is_share(share)) else { continue };
                out.item(Collection::Controls, id.as_str(), |at| {
                    let at =
                        ["acts_on", kind, target, "loss", part].iter().fold(at, |at, part| at.member(part));
                    (at, format!("the control `{id}` takes away a share of {share}, not between -1 and 1"))
                });
            }
        };
        acts_on.risks.iter().for_each(|(target, effect)| tell("risks", target.as_str(), effect));
        acts_on.threats.iter().for_each(|(target, effect)| tell("threats", target.as_str(), effect));
        let weak = acts_on.vulnerabilities.iter();
        weak.for_each(|(target, effect)| tell("vulnerabilities", target.as_str(), effect));
    }
}

pub(super) fn q_005(facts: &Facts<'_>, out: &mut Cases) {
    let stating = || facts.isms.risks().values().filter(|risk| risk.loss.is_some());
    let threats: BTreeSet<_> = stating().flat_map(|risk| &risk.threats).collect();
    let weak: BTreeSet<_> = stating().flat_map(|risk| &risk.vulnerabilities).collect();
    for (id, control) in in_use(facts) {
        let acts_on = &control.acts_on;
        let mut tell = |kind: &str, target: &str, what: &str| {
            out.item(Collection::Controls, id.as_str(), |at| {
                let at = at.member("acts_on").member(kind).member(target).member("loss");
                (at, format!("the control `{id}` acts on the loss of {what}, which states none"))
            });
        };
        for (target, _) in acts_on.risks.iter().filter(|(_, effect)| effect.loss.is_some()) {
            if facts.isms.risks().get(target).is_some_and(|risk| risk.loss.is_none()) {
                tell("risks", target.as_str(), &format!("the risk `{target}`"));
            }
        }
        for (target, _) in acts_on.threats.iter().filter(|(_, effect)| effect.loss.is_some()) {
            if !threats.contains(target) {
                tell("threats", target.as_str(), &format!("every risk from the threat `{target}`"));
            }
        }
        for (target, _) in acts_on.vulnerabilities.iter().filter(|(_, effect)| effect.loss.is_some()) {
            if !weak.contains(target) {
                tell(
                    "vulnerabilities",
                    target.as_str(),
                    &format!("every risk from the vulnerability `{target}`"),
                );
            }
        }
    }
}

pub(super) fn q_006(facts: &Facts<'_>, out: &mut Cases) {
    for risk in facts.open_risks() {
        let Some(loss) = risk.risk.loss.as_ref().filter(|loss| loss.is_negative()) else { continue };
        let (part, written) = match loss.single.is_negative() {
            true => ("single", loss.single.to_string()),
            false => ("annual_rate", loss.annual_rate.to_string()),
        };
        out.item(Collection::Risks, risk.id.as_str(), |at| {
            let message = format!("the risk `{}` has a negative loss: {written}", risk.id);
            (at.member("loss").member(part), message)
        });
    }
}

pub(super) fn q_007(facts: &Facts<'_>, out: &mut Cases) {
    for risk in facts.open_risks() {
        let Some(state) = risk.state else { continue };
        if risk.risk.loss.as_ref().is_none_or(|loss| loss.is_negative()) {
            continue;
        }
        let known =
            |loss: &&LossState| loss.credits.iter().all(|credit| LossEffect::is_share(&credit.designed));
        let with = state.loss.as_ref().filter(known).map(|loss| {
            [loss.current.expected_annual, loss.residual.expected_annual]
                .iter()
                .all(|annual| annual.is_some())
        });
        if state.expected_annual.is_none() || with == Some(false) {
            out.item(Collection::Risks, risk.id.as_str(), |at| {
                let which = if state.expected_annual.is_none() { "" } else { ", with its controls," };
                let message =
                    format!("the annual loss of the risk `{}`{which} does not fit 64 bits", risk.id);
                (at.member("loss"), message)
            });
        }
    }
}
