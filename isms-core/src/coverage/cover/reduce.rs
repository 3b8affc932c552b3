//! What can be decided without a search.

#![expect(clippy::indexing_slicing, reason = "things are numbered by their place among those of the needs")]

use std::collections::BTreeSet;

use super::{Need, is_part};

/// What is left after reductions, and what has to be chosen in any case.
pub(super) struct Reduced {
    pub(super) needs: Vec<Need>,
    pub(super) forced: Vec<u32>,
}

/// The most comparisons one pass over pairs makes; a reduction that is left out costs nothing but time later.
const MAX_PAIRS: usize = 40_000_000;

/// Forces what has no alternative, drops needs that others imply and things that others replace, until nothing changes.
/// One of the best choices remains.
pub(super) fn reduce(mut needs: Vec<Need>) -> Reduced {
    let mut forced = BTreeSet::new();
    loop {
        needs = tidy(needs);
        if force(&mut needs, &mut forced) {
            continue;
        }
        let before = needs.len();
        needs = drop_implied(needs);
        if needs.len() < before {
            continue;
        }
        if !drop_replaced(&mut needs) {
            return Reduced { needs, forced: forced.into_iter().collect() };
        }
    }
}

/// Sorts, and leaves out alternatives that take all of another and more.
fn tidy(needs: Vec<Need>) -> Vec<Need> {
    let tidy = |mut need: Need| {
        for alternative in &mut need {
            alternative.sort_unstable();
            alternative.dedup();
        }
        need.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        need.dedup();
        let mut kept: Need = Vec::with_capacity(need.len());
        let single: BTreeSet<u32> = need.iter().filter(|a| a.len() == 1).flatten().copied().collect();
        for alternative in need {
            let more = alternative.len() > 1
                && (alternative.iter().any(|thing| single.contains(thing))
                    || kept.iter().filter(|k| k.len() > 1).any(|k| is_part(k, &alternative)));
            if !more {
                kept.push(alternative);
            }
        }
        kept
    };
    let needs: BTreeSet<Need> = needs.into_iter().map(tidy).collect();
    needs.into_iter().collect()
}

/// Takes what a need with one alternative asks for, and takes it out of the others.
fn force(needs: &mut Vec<Need>, forced: &mut BTreeSet<u32>) -> bool {
    let new: BTreeSet<u32> =
        needs.iter().filter(|need| need.len() == 1).flatten().flatten().copied().collect();
    if new.is_empty() {
        return false;
    }
    for need in needs.iter_mut() {
        for alternative in need.iter_mut() {
            alternative.retain(|thing| !new.contains(thing));
        }
    }
    needs.retain(|need| need.iter().all(|alternative| !alternative.is_empty()));
    forced.extend(new);
    true
}

/// A need is implied by another if whatever satisfies the other satisfies it.
fn drop_implied(mut needs: Vec<Need>) -> Vec<Need> {
    if needs.len().saturating_mul(needs.len()) > MAX_PAIRS {
        return needs;
    }
    needs.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let all: Vec<(Bits, &Need)> = needs.iter().map(|need| (Bits::of(need.iter().flatten()), need)).collect();
    let mut kept: Vec<usize> = Vec::with_capacity(all.len());
    for (place, (things, need)) in all.iter().enumerate() {
        let implied = kept.iter().any(|other| {
            let (others, other) = &all[*other];
            let plain = need.iter().chain(other.iter()).all(|alternative| alternative.len() == 1);
            if plain {
                return others.is_part(things);
            }
            other.iter().all(|theirs| need.iter().any(|ours| is_part(ours, theirs)))
        });
        if !implied {
            kept.push(place);
        }
    }
    let mut place = 0;
    let mut kept = kept.into_iter().peekable();
    needs.retain(|_| {
        let keep = kept.next_if_eq(&place).is_some();
        place += 1;
        keep
    });
    needs
}

/// A thing is replaced by another if the other does in every alternative what it does.
fn drop_replaced(needs: &mut [Need]) -> bool {
    let things: BTreeSet<u32> = needs.iter().flatten().flatten().copied().collect();
    let things: Vec<u32> = things.into_iter().collect();
    let place = |thing: &u32| things.binary_search(thing).unwrap_or_default();
    let mut seen_in: Vec<Vec<(usize, usize)>> = vec![Vec::new(); things.len()];
    for (at, need) in needs.iter().enumerate() {
        for (which, alternative) in need.iter().enumerate() {
            alternative.iter().for_each(|thing| seen_in[place(thing)].push((at, which)));
        }
    }
    let mut gone = vec![false; things.len()];
    for (it, of_it) in seen_in.iter().enumerate() {
        // Whatever replaces it is in the need where it has the fewest companions.
        let Some(at) = of_it.iter().min_by_key(|(at, _)| needs[*at].len()).map(|(at, _)| *at) else {
            continue;
        };
        let candidates: BTreeSet<usize> =
            needs[at].iter().flatten().map(place).filter(|c| !gone[*c]).collect();
        let replaced = candidates.into_iter().filter(|other| *other != it).any(|other| {
            seen_in[other].len() >= of_it.len()
                && of_it.iter().all(|(at, which)| {
                    let mut instead = needs[*at][*which].clone();
                    instead.retain(|thing| *thing != things[it]);
                    instead.push(things[other]);
                    instead.sort_unstable();
                    instead.dedup();
                    has(&needs[*at], &[things[other]]) || has(&needs[*at], &instead)
                })
        });
        gone[it] = replaced;
    }
    for need in needs.iter_mut() {
        need.retain(|alternative| !alternative.iter().any(|thing| gone[place(thing)]));
    }
    gone.contains(&true)
}

/// Whether a tidy need has an alternative.
fn has(need: &Need, alternative: &[u32]) -> bool {
    need.binary_search_by(|a| (a.len(), a.as_slice()).cmp(&(alternative.len(), alternative))).is_ok()
}

/// A set of things, for fast comparisons.
struct Bits(Vec<u64>);

impl Bits {
    fn of<'a>(things: impl Iterator<Item = &'a u32>) -> Self {
        let mut words = Vec::new();
        for thing in things {
            let word = (*thing / 64) as usize;
            if words.len() <= word {
                words.resize(word + 1, 0);
            }
            words[word] |= 1u64 << (thing % 64);
        }
        Self(words)
    }

    fn is_part(&self, whole: &Self) -> bool {
        let theirs = |place: usize| whole.0.get(place).copied().unwrap_or_default();
        self.0.iter().enumerate().all(|(place, word)| word & !theirs(place) == 0)
    }
}
