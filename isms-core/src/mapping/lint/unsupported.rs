//! Pairs that a hub which supports nearly all of a set does not support.

#![expect(clippy::float_arithmetic, reason = "likeness is compared; the rule itself counts")]

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use super::links::Links;
use super::rows::pair;
use super::support::{Evidence, Hub};
use crate::catalogue::EntryKind;
use crate::finding::code;

/// Fewest pairs a hub could support before its silence means anything.
const FEW: usize = 20;
/// Most unsupported pairs of a set that are looked into.
const MAX_DOUBTS: usize = 500;
/// By how much another target must be more like the source.
const CLEARLY: f64 = 0.25;

/// A hub says nothing of a pair where one end has no link with it. Where both ends have links, and nine of ten such
/// pairs of the set share an entry of it, a pair that shares none is in doubt; and wrong, most likely, where another
/// target shares one and is about the same as the source.
pub(super) fn find(case: &mut Case<'_, '_>, evidence: &Evidence) {
    let links = case.links;
    let target = |place: u32| case.world.entry(links.to, place).map(|entry| entry.kind());
    let kinds: BTreeSet<_> = links.back.used().filter_map(target).collect();
    let telling: Vec<&Hub> = evidence.hubs.iter().filter(|hub| is_telling(hub, links)).collect();
    let mut doubts = 0;
    let mut wrong = BTreeMap::new();
    for (source, target) in &links.pairs {
        let could = telling.iter().filter(|hub| could(hub, *source, *target)).count();
        let does = telling.iter().any(|hub| hub.meet(*source, *target) > 0.0);
        if could == 0 || does {
            continue;
        }
        doubts += 1;
        if doubts > MAX_DOUBTS {
            break;
        }
        if let Some(better) = better(case, evidence, (&telling, &kinds), *source, *target) {
            wrong.insert((*source, *target), (could, better));
        }
    }
    if wrong.is_empty() {
        return;
    }
    for (place, claim) in (0..).zip(links.set.claims(case.world.catalogue)) {
        let ([source], [target]) = (claim.source_places(), claim.target_places()) else { continue };
        let Some((hubs, better)) = wrong.get(&(*source, *target)) else { continue };
        let who = match hubs {
            1 => "a framework that supports nearly all other claims of the set does".to_owned(),
            _ => format!("{hubs} frameworks that support nearly all other claims of the set do"),
        };
        let message = format!("{}: {who} not support this", pair(&claim));
        let likely = case.world.id(links.to, *better);
        case.of_claim(
            &code::K_043,
            place,
            message,
            format!("`{likely}` is supported, and about the same: is it meant?"),
        );
    }
}

/// Whether both ends have links with a hub.
fn could(hub: &Hub, source: u32, target: u32) -> bool {
    !hub.ahead.at(source).is_empty() && !hub.back.at(target).is_empty()
}

/// Whether a hub supports nine of ten pairs of those it could.
fn is_telling(hub: &Hub, links: &Links<'_>) -> bool {
    let (mut all, mut does) = (0usize, 0usize);
    for (source, target) in &links.pairs {
        if could(hub, *source, *target) {
            all += 1;
            does += usize::from(hub.meet(*source, *target) > 0.0);
        }
    }
    all >= FEW && does * 10 >= all * 9
}

/// The best target the hubs support that is clearly more like the source, of a kind the set maps to at all.
fn better(
    case: &Case<'_, '_>,
    evidence: &Evidence,
    (hubs, kinds): (&[&Hub], &BTreeSet<EntryKind>),
    source: u32,
    target: u32,
) -> Option<u32> {
    if !evidence.source.knows(source) {
        return None;
    }
    let own = evidence.likeness(source, target);
    let framework = case.world.framework(case.links.to)?;
    let mut best: Option<(f64, u32)> = None;
    for other in framework.entries().filter(|entry| entry.is_assessable() && kinds.contains(&entry.kind())) {
        let place = other.place();
        let met: f64 = hubs.iter().map(|hub| hub.meet(source, place)).sum();
        if met <= 0.0 {
            continue;
        }
        let likeness = evidence.likeness(source, place);
        if likeness >= own + CLEARLY && best.is_none_or(|(fit, _)| met + likeness > fit) {
            best = Some((met + likeness, place));
        }
    }
    best.map(|(_, place)| place)
}
