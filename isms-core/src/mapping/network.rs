//! Premises as a network of numbered terms, closed.

#![expect(clippy::indexing_slicing, reason = "terms are numbered by their place among the terms")]

use std::collections::{BTreeSet, HashMap};

use super::claim::{Premise, Term};
use super::closure::{Bounds, By, Closure, Stop};
use super::record::Record;
use crate::id::Reference;
use crate::relation::Mask;

/// What follows from some premises.
pub(super) struct Network<'w> {
    pub(super) record: Record,
    pub(super) closure: Closure<'w>,
}

impl<'w> Network<'w> {
    /// Numbers the terms, adds what is known of them, and derives: everything, or up to the first contradiction. The
    /// premises must come in the order of their claims.
    pub(super) fn derive(
        premises: &[&Premise],
        bounds: Bounds<'w>,
        to_first_conflict: bool,
    ) -> Result<Self, Stop> {
        let (terms, ends) = number(premises);
        let mut closure = Closure::new(terms.len(), bounds);
        for ((place, premise), (from, to)) in (0u32..).zip(premises).zip(ends) {
            closure.spend(1)?;
            closure.narrow(from, to, premise.mask, By::Claim(place))?;
        }
        parts(&terms, &mut closure)?;
        closure.run(to_first_conflict)?;
        let claims = premises.iter().map(|premise| (premise.claim.clone(), premise.frame.clone())).collect();
        Ok(Self { record: Record { terms, claims }, closure })
    }
}

/// The terms in order, and the nodes each premise relates.
///
/// Where a premise says something of several entries together, each of them is a term of its own too: to contain them
/// all is to contain each. A premise that says only that something is shared says nothing of single entries.
fn number(premises: &[&Premise]) -> (Vec<Term>, Vec<(u32, u32)>) {
    let mut known: HashMap<&Term, u32> = HashMap::with_capacity(premises.len());
    let mut ends = Vec::with_capacity(premises.len());
    let mut entries = BTreeSet::new();
    for premise in premises {
        let mut place = |term| {
            let next = known.len() as u32;
            *known.entry(term).or_insert(next)
        };
        ends.push((place(&premise.sources), place(&premise.targets)));
        if !Mask::NOT_DISJOINT.within(premise.mask) {
            for term in [&premise.sources, &premise.targets] {
                if term.single().is_none() {
                    entries.extend(term.entries());
                }
            }
        }
    }
    let single = entries.into_iter().map(|entry| Term::from(entry.clone()));
    let single: Vec<_> = single.filter(|term| !known.contains_key(term)).collect();
    let mut terms: Vec<(&Term, Option<u32>)> =
        known.into_iter().map(|(term, old)| (term, Some(old))).collect();
    terms.extend(single.iter().map(|term| (term, None)));
    terms.sort_unstable();
    let mut new = vec![0; terms.len()];
    for ((_, old), place) in terms.iter().zip(0u32..) {
        if let Some(old) = old {
            new[*old as usize] = place;
        }
    }
    let ends = ends.into_iter().map(|(from, to)| (new[from as usize], new[to as usize])).collect();
    (terms.into_iter().map(|(term, _)| term.clone()).collect(), ends)
}

/// Adds that a term lies within each term of which its entries are a part.
fn parts(terms: &[Term], closure: &mut Closure<'_>) -> Result<(), Stop> {
    // By entry, the terms of several entries that have it.
    let mut having: HashMap<&Reference, Vec<u32>> = HashMap::new();
    for (term, place) in terms.iter().zip(0u32..).filter(|(term, _)| term.single().is_none()) {
        for entry in term.entries() {
            having.entry(entry).or_default().push(place);
        }
    }
    if having.is_empty() {
        return Ok(());
    }
    for (part, from) in terms.iter().zip(0u32..) {
        // Whatever has all entries has the one that the fewest have.
        let candidates = part.entries().iter().map(|entry| having.get(entry).map_or(&[][..], Vec::as_slice));
        for &to in candidates.min_by_key(|list| list.len()).unwrap_or_default() {
            closure.spend(1)?;
            if to != from && part.is_part_of(&terms[to as usize]) {
                closure.narrow(from, to, Mask::PART, By::Member)?;
            }
        }
    }
    Ok(())
}
