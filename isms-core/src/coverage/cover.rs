//! The fewest things that satisfy every need, where a need has alternatives and an alternative takes several things.
//!
//! Numbers only: what a thing is, the caller knows. Reductions come first, then independent parts are solved one by one
//! by branch and bound. What is given up on when the limit is reached still has a proven lower bound.

mod bound;
mod reduce;
mod search;

use std::collections::BTreeMap;

/// Alternatives: each takes all of its things.
pub(super) type Need = Vec<Vec<u32>>;

/// A choice of things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The things, ascending.
    pub(super) chosen: Vec<u32>,
    /// No choice has fewer.
    pub(super) at_least: usize,
}

/// Chooses. A need without an alternative, or with an empty one, is not looked at. Branch and bound looks at no more
/// than so many nodes.
pub(super) fn fewest(needs: &[Need], nodes: u64) -> Choice {
    let needs = needs
        .iter()
        .filter(|need| !need.is_empty() && need.iter().all(|alternative| !alternative.is_empty()));
    let reduced = reduce::reduce(needs.cloned().collect());
    let mut chosen = reduced.forced;
    let mut at_least = chosen.len();
    let mut left = nodes;
    for part in parts(reduced.needs) {
        let found = search::search(&part, &mut left);
        at_least = at_least.saturating_add(found.at_least);
        chosen.extend(found.chosen);
    }
    chosen.sort_unstable();
    chosen.dedup();
    Choice { chosen, at_least }
}

/// Needs that share no thing, directly or through others, fall apart.
fn parts(needs: Vec<Need>) -> Vec<Vec<Need>> {
    let mut part_of: Vec<usize> = (0..needs.len()).collect();
    let root = |part_of: &[usize], mut at: usize| {
        while let Some(&up) = part_of.get(at).filter(|up| **up != at) {
            at = up;
        }
        at
    };
    let mut first: BTreeMap<u32, usize> = BTreeMap::new();
    for (place, need) in needs.iter().enumerate() {
        for thing in need.iter().flatten() {
            let other = *first.entry(*thing).or_insert(place);
            let (a, b) = (root(&part_of, place), root(&part_of, other));
            // The smaller root stays, so chains are short and the order of parts is that of the needs.
            if let Some(slot) = part_of.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    let mut out: BTreeMap<usize, Vec<Need>> = BTreeMap::new();
    for (place, need) in needs.into_iter().enumerate() {
        out.entry(root(&part_of, place)).or_default().push(need);
    }
    out.into_values().collect()
}

/// Whether an ascending list is part of another.
fn is_part(part: &[u32], whole: &[u32]) -> bool {
    part.len() <= whole.len() && {
        let mut rest = whole.iter();
        part.iter().all(|thing| rest.any(|candidate| candidate == thing))
    }
}

#[cfg(test)]
mod tests;
