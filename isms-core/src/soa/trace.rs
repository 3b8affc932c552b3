//! From a control to everything it is there for.

use std::collections::BTreeSet;

use super::Trace;
use super::derive::is_addressed;
use crate::id::ControlId;
use crate::isms::{ControlRef, Isms, Risk};

/// What a control is connected to, directly or through the own controls that implement it.
pub(super) fn trace(isms: &Isms, control: &ControlRef, own: BTreeSet<ControlId>) -> Trace {
    let mut trace = Trace { controls: own, ..Trace::default() };
    let meant = |named: &BTreeSet<ControlRef>, own: &BTreeSet<ControlId>| {
        named.iter().any(|c| c == control || matches!(c, ControlRef::Own(id) if own.contains(id)))
    };
    for (id, treatment) in isms.treatments().iter() {
        if meant(&treatment.controls, &trace.controls) {
            trace.treatments.insert(id.clone());
            trace.risks.insert(treatment.risk.clone());
        }
    }
    for (id, requirement) in isms.requirements().iter().filter(|(_, r)| is_addressed(r)) {
        let referred = matches!(control, ControlRef::Catalogue(r) if requirement.references.contains(r));
        if referred || meant(&requirement.addressed_by.controls, &trace.controls) {
            trace.requirements.insert(id.clone());
        }
    }
    acted_on(isms, &mut trace);
    for id in &trace.risks {
        if let Some(risk) = isms.risks().get(id) {
            trace.assets.extend(risk.assets.iter().cloned());
        }
    }
    let accepted = isms.acceptances().iter().filter(|(_, a)| trace.risks.contains(&a.risk));
    trace.acceptances = accepted.map(|(id, _)| id.clone()).collect();
    trace
}

fn acted_on(isms: &Isms, trace: &mut Trace) {
    let (mut threats, mut vulnerabilities) = (BTreeSet::new(), BTreeSet::new());
    for control in trace.controls.iter().filter_map(|id| isms.controls().get(id)) {
        trace.risks.extend(control.acts_on.risks.keys().cloned());
        threats.extend(control.acts_on.threats.keys());
        vulnerabilities.extend(control.acts_on.vulnerabilities.keys());
    }
    if threats.is_empty() && vulnerabilities.is_empty() {
        return;
    }
    let reached = |risk: &Risk| {
        risk.threats.iter().any(|t| threats.contains(t))
            || risk.vulnerabilities.iter().any(|v| vulnerabilities.contains(v))
    };
    trace.risks.extend(isms.risks().iter().filter(|(_, risk)| reached(risk)).map(|(id, _)| id.clone()));
}
