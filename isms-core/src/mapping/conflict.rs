//! Claims that cannot all hold.

#![expect(clippy::indexing_slicing, reason = "leaves are places in the premises they were derived from")]

use std::collections::BTreeSet;

use super::claim::{Premise, Term};
use super::closure::{Bounds, Stop};
use super::network::Network;
use super::proof::Proof;
use super::record::leaves;
use crate::catalogue::ClaimId;

/// Claims that contradict each other, as few as possible: any one of them left out, the others agree.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Contradiction {
    /// The first of the terms between which nothing is possible.
    pub from: Term,
    /// The second.
    pub to: Term,
    /// The claims, in order. That any of them is wrong is not said: only that not all are right.
    pub claims: Vec<ClaimId>,
    /// How nothing remains possible.
    pub proof: Proof,
}

/// The contradictions behind the first `most` conflicts of a closure: one per smallest set of claims, in the order of
/// the claims.
pub(super) fn contradictions(
    premises: &[&Premise],
    network: &Network<'_>,
    bounds: Bounds<'_>,
    most: usize,
) -> Result<Vec<Contradiction>, Stop> {
    let mut left = Bounds { max_work: bounds.max_work.saturating_sub(network.closure.work()), ..bounds };
    let (mut traced, mut found) = (BTreeSet::new(), Vec::<Contradiction>::new());
    for &via in network.closure.conflicts.iter().take(most) {
        let claims = leaves(via, &network.closure.steps);
        if traced.contains(&claims) {
            continue;
        }
        let involved = claims.iter().map(|&place| premises[place]).collect();
        traced.insert(claims);
        let Some(smallest) = smallest(involved, &mut left)? else { continue };
        if found.iter().all(|known| known.claims != smallest.claims) {
            found.push(smallest);
        }
    }
    found.sort_unstable_by(|a, b| a.claims.cmp(&b.claims));
    Ok(found)
}

/// A smallest contradictory part of contradictory premises: each is left out once, and for good where the others still
/// contradict each other. `None` if they do not to begin with.
fn smallest(mut premises: Vec<&Premise>, left: &mut Bounds<'_>) -> Result<Option<Contradiction>, Stop> {
    let Some(mut outcome) = conflict(&premises, left)? else { return Ok(None) };
    let mut at = 0;
    loop {
        // Whatever the proof does not need, the contradiction does not need. Those before `at` are needed by every
        // contradiction among the others, so they stay, and in their places.
        premises = outcome.0.iter().map(|&place| premises[place]).collect();
        let next = loop {
            if at >= premises.len() {
                break None;
            }
            let mut others = premises.clone();
            others.remove(at);
            if let Some(next) = conflict(&others, left)? {
                premises = others;
                break Some(next);
            }
            at += 1;
        };
        match next {
            Some(next) => outcome = next,
            None => return Ok(Some(outcome.1)),
        }
    }
}

/// The first contradiction among premises: the places of those it rests on, and what it is.
fn conflict(
    premises: &[&Premise],
    left: &mut Bounds<'_>,
) -> Result<Option<(Vec<usize>, Contradiction)>, Stop> {
    let network = Network::derive(premises, *left, true)?;
    left.max_work = left.max_work.saturating_sub(network.closure.work());
    let Some(&via) = network.closure.conflicts.first() else { return Ok(None) };
    let step = network.closure.steps[via.step() as usize];
    let (from, to) = if via.turned() { (step.to, step.from) } else { (step.from, step.to) };
    let places = leaves(via, &network.closure.steps);
    Ok(Some((
        places.clone(),
        Contradiction {
            from: network.record.term(from).clone(),
            to: network.record.term(to).clone(),
            claims: places.into_iter().map(|place| premises[place].claim.clone()).collect(),
            proof: network.record.proof(via, &network.closure.steps),
        },
    )))
}
