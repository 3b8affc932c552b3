//! Losses in money (8.2, where the method estimates them).

use super::Facts;
use super::cases::Cases;
use crate::finding::Collection;
use crate::isms::{Effect, LossEffect};

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
    for (id, control) in facts.isms.controls().iter() {
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
    for (id, control) in facts.isms.controls().iter() {
        for (target, effect) in control.acts_on.risks.iter() {
            let states = facts.isms.risks().get(target).is_none_or(|risk| risk.loss.is_some());
            if effect.loss.is_some() && !states {
                out.item(Collection::Controls, id.as_str(), |at| {
                    let at = at.member("acts_on").member("risks").member(target).member("loss");
                    (
                        at,
                        format!(
                            "the control `{id}` acts on the loss of the risk `{target}`, which states none"
                        ),
                    )
                });
            }
        }
    }
}
