//! What is unsound about worths and degrees.

use std::collections::BTreeSet;

use super::degree::Degrees;
use super::{own_values, valued_dimensions};
use crate::finding::{Collection, Finding, Subject, code};
use crate::graph::{cycle_in, reachable};
use crate::isms::Isms;

/// Most members of a cycle that a message names.
const SHOWN: usize = 12;

/// Numbers off their range, and cycles that a valued asset reaches. Nothing for a document without a worth.
/// O(dimensions · (assets + dependencies)).
pub(crate) fn lint_worth(isms: &Isms) -> Vec<Finding> {
    let dimensions = valued_dimensions(isms);
    let mut findings = Vec::new();
    if dimensions.is_empty() {
        return findings;
    }
    for (id, asset) in isms.assets().iter() {
        let at = || Subject::item(Collection::Assets, id);
        for (dimension, worth) in asset.worth.iter().filter(|(_, worth)| worth.is_negative()) {
            let message = format!("the worth of `{id}` in `{dimension}` is {worth}, below zero");
            findings.push(Finding::new(&code::M_020, at().member("worth").member(dimension), message));
        }
        for (target, dependency) in asset.depends_on.iter() {
            let off = |degree: &crate::money::Decimal| degree.is_negative() || *degree > 1.into();
            if let Some(degree) = dependency.degree.filter(off) {
                let message =
                    format!("`{id}` depends on `{target}` to a degree of {degree}, not between 0 and 1");
                let at = at().member("depends_on").member(target).member("degree");
                findings.push(Finding::new(&code::M_020, at, message));
            }
        }
    }
    let mut told = BTreeSet::new();
    for dimension in dimensions {
        let Some(degrees) = Degrees::read(isms, &dimension) else { continue };
        if degrees.components.len() == degrees.csr.nodes() {
            continue;
        }
        let own = own_values(isms, &dimension);
        let valued: Vec<u32> = (0u32..).zip(&own).filter(|(_, own)| own.parts() > 0).map(|o| o.0).collect();
        let mut circular: Vec<u32> = reachable(&degrees.csr, &valued)
            .into_iter()
            .filter(|&node| degrees.is_circular(node))
            .map(|node| degrees.components.of(node))
            .collect();
        circular.sort_unstable();
        circular.dedup();
        for component in circular {
            let members = degrees.components.members(component).to_vec();
            let cycle = cycle_in(&degrees.csr, &degrees.components, component).unwrap_or_default();
            if told.insert(members.clone()) {
                findings.extend(tell(isms, &members, &cycle));
            }
        }
    }
    findings
}

fn tell(isms: &Isms, members: &[u32], cycle: &[u32]) -> Option<Finding> {
    let id = |place: &u32| isms.assets().at(*place as usize).map(|(id, _)| id);
    let name = |place: &u32| id(place).map(|id| format!("`{id}`"));
    let first = cycle.first().and_then(id)?;
    let listed = |places: &[u32]| -> Vec<String> {
        let mut names: Vec<String> = places.iter().take(SHOWN).filter_map(name).collect();
        if places.len() > SHOWN {
            names.push("…".to_owned());
        }
        names
    };
    let mut way = listed(cycle);
    way.push(format!("`{first}`"));
    let rest = if members.len() > cycle.len() {
        format!("; {} assets all depend on each other: {}", members.len(), listed(members).join(", "))
    } else {
        String::new()
    };
    let message =
        format!("values run in a cycle: {}{rest}; there and below they are bounds only", way.join(" → "));
    let at = Subject::item(Collection::Assets, first).member("depends_on");
    Some(Finding::new(&code::M_021, at, message))
}
