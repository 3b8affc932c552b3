//! References into frameworks: whether they exist, are of this edition, and are what their writer calls them.

use crate::catalogue::{ANNEX_A, Fault, Labels};
use crate::finding::{Collection, Finding, Subject, code};
use crate::id::Reference;
use crate::isms::ControlRef;

use super::facts::Facts;

/// The edition before the present one of Annex A.
const FORMER: &str = "iso27001-2013";

/// What is wrong with the references of the document: `C6.1.3-28` in the statement of applicability for another
/// edition or a title of another control, codes of the catalogue for the rest.
pub(super) fn lints(facts: &Facts<'_>) -> Vec<Finding> {
    let labels = Labels::new(facts.catalogue);
    let mut out = Vec::new();
    for (reference, entry) in facts.isms.soa().iter().flat_map(|soa| soa.entries.iter()) {
        let at = Subject::collection(Collection::Soa).member("entries").member(reference);
        out.extend(statement(facts, &labels, reference, entry.title.as_deref(), at));
    }
    let mut check = |reference: &Reference, at: &dyn Fn() -> Subject| {
        let fault = labels.check(reference, None).filter(|fault| *fault != Fault::NotLoaded);
        out.extend(fault.map(|fault| fault.finding(reference, at().member(reference))));
    };
    for (id, control) in facts.isms.controls().iter() {
        for reference in &control.implements {
            check(reference, &|| Subject::item(Collection::Controls, id).member("implements"));
        }
    }
    let catalogue = |control: &ControlRef| match control {
        ControlRef::Catalogue(reference) => Some(reference.clone()),
        ControlRef::Own(_) => None,
    };
    for (id, treatment) in facts.isms.treatments().iter() {
        for reference in treatment.controls.iter().filter_map(catalogue) {
            check(&reference, &|| Subject::item(Collection::Treatments, id).member("controls"));
        }
    }
    for (id, requirement) in facts.isms.requirements().iter() {
        let at = || Subject::item(Collection::Requirements, id);
        for reference in &requirement.references {
            check(reference, &|| at().member("references"));
        }
        for reference in requirement.addressed_by.controls.iter().filter_map(catalogue) {
            check(&reference, &|| at().member("addressed_by").member("controls"));
        }
    }
    for (id, issue) in facts.isms.issues().iter() {
        for reference in issue.addressed_by.controls.iter().filter_map(catalogue) {
            let at = || Subject::item(Collection::Issues, id).member("addressed_by").member("controls");
            check(&reference, &at);
        }
    }
    out
}

fn statement(
    facts: &Facts<'_>,
    labels: &Labels<'_>,
    reference: &Reference,
    title: Option<&str>,
    at: Subject,
) -> Option<Finding> {
    if reference.framework().as_str() == FORMER {
        let message = format!("`{}` is an id of the edition of 2013", reference.entry());
        let finding = Finding::new(&code::C6_1_3_28, at, message);
        let became = facts.catalogue.successors(reference);
        let became: Vec<&str> = became.iter().map(|(new, _)| new.entry()).collect();
        return Some(match became.as_slice() {
            [] => finding,
            became => finding.with_help(format!("it became {} in `{ANNEX_A}`", became.join(", "))),
        });
    }
    let fault = labels.check(reference, title)?;
    match &fault {
        Fault::NotLoaded => None,
        Fault::Framework(_) | Fault::Entry(_) => Some(fault.finding(reference, at)),
        Fault::Edition { .. }
        | Fault::Label { .. }
        | Fault::Theme { .. }
        | Fault::Range { .. }
        | Fault::Ends(_) => {
            let finding = Finding::new(&code::C6_1_3_28, at, fault.message(reference));
            Some(match fault.help() {
                Some(help) => finding.with_help(help),
                None => finding,
            })
        }
    }
}
