//! Factors that a method derives its axes from (6.1.2 d).

use super::Facts;
use super::cases::Cases;
use crate::isms::AxisFrom;

/// Whether a factor of the axis is judged, so that what was written for the axis itself is not used.
fn is_derived(from: &Option<AxisFrom>, judged: &crate::isms::Inherent) -> bool {
    from.as_ref().is_some_and(|from| from.of.iter().any(|factor| judged.factors.contains(factor)))
}

pub(super) fn m_012(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        let Some(method) = risk.method else { continue };
        let judged = &risk.risk.inherent;
        let consequence = judged.consequence.is_some() || !judged.consequences.is_empty();
        let axes = [
            ("likelihood", &method.likelihood_from, judged.likelihood.is_some()),
            ("consequence", &method.consequence_from, consequence),
        ];
        for (axis, from, written) in axes {
            if written && is_derived(from, judged) {
                facts.risk_case(out, &risk, |at| {
                    let message =
                        format!("the {axis} of the risk `{}` is judged beside its factors", risk.id);
                    (at.member("inherent").member(axis), message)
                });
            }
        }
    }
}
