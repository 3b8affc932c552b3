//! Branch and bound over one part, after a greedy start.

#![expect(clippy::indexing_slicing, reason = "things and needs are numbered by their place")]

use std::collections::BTreeSet;

use super::bound::{Demand, at_least};
use super::{Choice, Need};

/// One part with its things renumbered, and the best choice so far.
struct Part {
    needs: Vec<Need>,
    things: usize,
}

/// A branching: the needs that are open, what was chosen, what is ruled out, and the alternatives of one need.
struct Branch {
    open: Vec<u32>,
    chosen: Vec<u32>,
    banned: Vec<bool>,
    alternatives: Vec<Vec<u32>>,
    next: usize,
    at_least: usize,
}

/// Chooses the fewest; `left` is how many nodes may still be looked at.
pub(super) fn search(needs: &[Need], left: &mut u64) -> Choice {
    let names: BTreeSet<u32> = needs.iter().flatten().flatten().copied().collect();
    let names: Vec<u32> = names.into_iter().collect();
    let place = |thing: &u32| names.binary_search(thing).unwrap_or_default() as u32;
    let renumber =
        |need: &Need| need.iter().map(|alternative| alternative.iter().map(place).collect()).collect();
    let part = Part { needs: needs.iter().map(renumber).collect(), things: names.len() };
    let found = part.search(left);
    let chosen = found.chosen.iter().map(|place| names[*place as usize]).collect();
    Choice { chosen, ..found }
}

impl Part {
    fn search(&self, left: &mut u64) -> Choice {
        let mut best = self.greedy();
        let open: Vec<u32> = (0..self.needs.len() as u32).collect();
        let Some(root) = self.branch(open, Vec::new(), vec![false; self.things], best.len()) else {
            return Choice { at_least: best.len(), chosen: best };
        };
        let floor = root.at_least;
        let mut stack = vec![root];
        while let Some(top) = stack.last_mut() {
            let Some(alternative) = top.alternatives.get(top.next).filter(|_| top.at_least < best.len())
            else {
                stack.pop();
                continue;
            };
            if *left == 0 {
                return Choice { chosen: best, at_least: floor };
            }
            *left -= 1;
            top.next += 1;
            let mut chosen = top.chosen.clone();
            chosen.extend(alternative);
            let mut has = vec![false; self.things];
            chosen.iter().for_each(|thing| has[*thing as usize] = true);
            let open = top.open.iter().copied().filter(|need| !self.is_met(*need, &has)).collect();
            let banned = top.banned.clone();
            // What takes a single thing is decided here: the other branches do without it.
            if let [thing] = alternative.as_slice() {
                top.banned[*thing as usize] = true;
            }
            if let Some(branch) = self.branch(open, chosen, banned, best.len()) {
                if branch.open.is_empty() {
                    best = branch.chosen;
                } else {
                    stack.push(branch);
                }
            }
        }
        best.sort_unstable();
        Choice { at_least: best.len(), chosen: best }
    }

    fn is_met(&self, need: u32, has: &[bool]) -> bool {
        self.needs[need as usize]
            .iter()
            .any(|alternative| alternative.iter().all(|thing| has[*thing as usize]))
    }

    /// A branching, if it can lead to fewer than the best.
    fn branch(&self, open: Vec<u32>, chosen: Vec<u32>, banned: Vec<bool>, best: usize) -> Option<Branch> {
        if chosen.len() >= best {
            return None;
        }
        let mut has = vec![false; self.things];
        chosen.iter().for_each(|thing| has[*thing as usize] = true);
        let mut demands = Vec::with_capacity(open.len());
        let mut narrowest: Option<Vec<Vec<u32>>> = None;
        for need in &open {
            let possible = self.needs[*need as usize].iter();
            let possible =
                possible.filter(|alternative| !alternative.iter().any(|thing| banned[*thing as usize]));
            let rest = |alternative: &Vec<u32>| -> Vec<u32> {
                alternative.iter().copied().filter(|thing| !has[*thing as usize]).collect()
            };
            let possible: Vec<Vec<u32>> = possible.map(rest).collect();
            let least = possible.iter().map(Vec::len).min()?;
            let mut things: Vec<u32> = possible.iter().flatten().copied().collect();
            things.sort_unstable();
            things.dedup();
            demands.push(Demand { things, least: least as u64 });
            if narrowest.as_ref().is_none_or(|known| possible.len() < known.len()) {
                narrowest = Some(possible);
            }
        }
        let at_least = chosen.len().saturating_add(at_least(&mut demands, self.things));
        if at_least >= best {
            return None;
        }
        let mut serves = vec![0u32; self.things];
        for thing in demands.iter().flat_map(|demand| &demand.things) {
            serves[*thing as usize] += 1;
        }
        let mut alternatives = narrowest.unwrap_or_default();
        let worth = |alternative: &Vec<u32>| -> u32 {
            alternative.iter().map(|thing| serves[*thing as usize]).min().unwrap_or(0)
        };
        alternatives.sort_by(|a, b| (a.len(), worth(b), a).cmp(&(b.len(), worth(a), b)));
        Some(Branch { open, chosen, banned, alternatives, next: 0, at_least })
    }

    /// Takes what serves most for the least, again and again, then drops what turned out not to be needed.
    fn greedy(&self) -> Vec<u32> {
        let mut chosen: Vec<u32> = Vec::new();
        let mut has = vec![false; self.things];
        let mut open: Vec<usize> = (0..self.needs.len()).collect();
        while !open.is_empty() {
            let mut served: std::collections::BTreeMap<Vec<u32>, usize> = std::collections::BTreeMap::new();
            for need in &open {
                let rest: BTreeSet<Vec<u32>> = self.needs[*need]
                    .iter()
                    .map(|alternative| alternative.iter().copied().filter(|t| !has[*t as usize]).collect())
                    .collect();
                for alternative in rest {
                    *served.entry(alternative).or_default() += 1;
                }
            }
            // Per thing it takes: compared as fractions.
            let better = |a: &(&Vec<u32>, &usize), b: &(&Vec<u32>, &usize)| {
                (a.1 * b.0.len()).cmp(&(b.1 * a.0.len())).then_with(|| b.0.cmp(a.0))
            };
            let Some((take, _)) = served.iter().max_by(better) else { break };
            for thing in take {
                has[*thing as usize] = true;
                chosen.push(*thing);
            }
            open.retain(|need| !self.is_met(*need as u32, &has));
        }
        let mut place = chosen.len();
        while let Some(earlier) = place.checked_sub(1) {
            place = earlier;
            let thing = chosen[place] as usize;
            has[thing] = false;
            let met = |need: &Need| need.iter().any(|a| a.iter().all(|thing| has[*thing as usize]));
            if self.needs.iter().all(met) {
                chosen.remove(place);
            } else {
                has[thing] = true;
            }
        }
        chosen.sort_unstable();
        chosen
    }
}
