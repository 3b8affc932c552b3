//! What of a need passes along a dependency.

#![expect(
    clippy::indexing_slicing,
    reason = "rules hold one entry per dimension, slots are those of the same graph"
)]

use std::collections::BTreeMap;

use crate::graph::Csr;
use crate::id::{AssetId, DimensionId};
use crate::isms::{Asset, Dependency, MAX_DIMENSIONS, Redundancy};
use crate::level::Scale;

/// A dimension and its scale.
pub(super) type Axis<'a> = (&'a DimensionId, &'a Scale);

/// Calls with the place of each entry among the axes. Both are sorted, and ids are compared once or twice: they lie
/// scattered in memory, and at size that is what a propagation waits for.
#[inline]
pub(super) fn places<'e, V>(
    entries: impl Iterator<Item = (&'e DimensionId, V)>,
    axes: &[Axis<'_>],
    mut each: impl FnMut(usize, V),
) {
    let mut at = 0;
    for (id, value) in entries {
        while axes.get(at).is_some_and(|axis| axis.0 < id) {
            at += 1;
        }
        if axes.get(at).is_some_and(|axis| axis.0 == id) {
            each(at, value);
            at += 1;
        }
    }
}

/// How one dependency changes a need in one dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// Levels it is lowered by, never below the lowest.
    lower: u8,
    /// The highest rank that surely passes; 0 where the dimension is not carried.
    cap: u8,
    /// The highest rank that may pass: above `cap` where the cap is off its scale.
    most: u8,
}

impl Rule {
    const IDENTITY: Self = Self { lower: 0, cap: u8::MAX, most: u8::MAX };

    /// The rank after lowering, before the cap.
    #[inline]
    pub(super) fn lowered(self, rank: u8) -> u8 {
        rank.saturating_sub(self.lower).max(u8::from(rank > 0))
    }

    /// What surely arrives of a rank.
    #[inline]
    pub(super) fn pass(self, rank: u8) -> u8 {
        self.lowered(rank).min(self.cap)
    }

    /// What may arrive of a rank.
    #[inline]
    pub(super) fn pass_at_most(self, rank: u8) -> u8 {
        self.lowered(rank).min(self.most)
    }

    /// The lowest rank of which `rank` may arrive; `None` if there is none. `rank` is at least 1.
    pub(super) fn inverse(self, rank: u8, top: u8) -> Option<u8> {
        let from = if rank == 1 { 1 } else { rank.checked_add(self.lower)? };
        (rank <= self.most && from <= top).then_some(from)
    }
}

/// The rules of all dependencies. Most change nothing and take no room.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    of: Vec<u32>, // INVARIANT: per slot 0, or the block in `blocks` counted from 1; empty if all are 0.
    blocks: Vec<Rule>, // INVARIANT: blocks of one rule per dimension.
    dimensions: usize,
}

impl Rules {
    /// Rules that change nothing.
    pub(super) fn new(dimensions: usize) -> Self {
        Self { of: Vec::new(), blocks: Vec::new(), dimensions }
    }

    /// Reads the rules off the dependencies of an asset. O(dependencies · dimensions).
    pub(super) fn read(&mut self, asset: &Asset, node: u32, csr: &Csr, axes: &[Axis<'_>]) {
        for (dependency, slot) in asset.depends_on.values().zip(csr.edges(node)) {
            let Dependency { carries, attenuate, cap, .. } = dependency;
            if carries.is_some() || !attenuate.is_empty() || !cap.is_empty() {
                self.read_one(dependency, slot, csr, axes);
            }
        }
        if asset.redundancy.values().any(|group| group.applied.is_some()) {
            self.read_groups(asset, node, csr, axes);
        }
    }

    /// The rules of a slot by dimension; `None` if it changes nothing.
    #[inline]
    pub(super) fn of(&self, slot: u32) -> Option<&[Rule]> {
        let block = (*self.of.get(slot as usize)? as usize).checked_sub(1)?;
        Some(&self.blocks[block * self.dimensions..][..self.dimensions])
    }

    /// The rule of a slot in a dimension.
    #[inline]
    pub(super) fn at(&self, slot: u32, dimension: usize) -> Rule {
        self.of(slot).map_or(Rule::IDENTITY, |rules| rules[dimension])
    }

    /// The rules of a slot, to change them.
    fn entry(&mut self, slot: u32, csr: &Csr) -> &mut [Rule] {
        if self.of.is_empty() {
            self.of = vec![0; csr.slots() as usize];
        }
        let of = &mut self.of[slot as usize];
        if *of == 0 {
            self.blocks.extend(std::iter::repeat_n(Rule::IDENTITY, self.dimensions));
            *of = (self.blocks.len() / self.dimensions) as u32;
        }
        let block = *of as usize - 1;
        &mut self.blocks[block * self.dimensions..][..self.dimensions]
    }

    fn read_one(&mut self, dependency: &Dependency, slot: u32, csr: &Csr, axes: &[Axis<'_>]) {
        let rules = self.entry(slot, csr);
        places(dependency.attenuate.iter(), axes, |at, levels| rules[at].lower = *levels);
        places(dependency.cap.iter(), axes, |at, level| {
            (rules[at].cap, rules[at].most) = match axes[at].1.rank(level.as_str()) {
                Some(rank) => (rank, rank),
                None => (1, u8::MAX),
            };
        });
        if let Some(carried) = &dependency.carries {
            let mut passes = [false; MAX_DIMENSIONS];
            places(carried.iter().map(|id| (id, ())), axes, |at, ()| passes[at] = true);
            for (rule, _) in rules.iter_mut().zip(passes).filter(|(_, passes)| !passes) {
                (rule.cap, rule.most) = (0, 0);
            }
        }
    }

    fn read_groups(&mut self, asset: &Asset, node: u32, csr: &Csr, axes: &[Axis<'_>]) {
        // Per dependency and dimension, the least that an applied group lowers it by.
        let mut least: BTreeMap<(u32, usize), u8> = BTreeMap::new();
        for Redundancy { members, applied, .. } in asset.redundancy.values() {
            let Some(rule) = applied else { continue };
            for slot in slots(asset, members, node, csr) {
                places(rule.lowers.iter(), axes, |at, levels| {
                    let before = least.entry((slot, at)).or_insert(*levels);
                    *before = (*before).min(*levels);
                });
            }
        }
        for ((slot, at), levels) in least {
            let rule = &mut self.entry(slot, csr)[at];
            rule.lower = rule.lower.saturating_add(levels);
        }
    }
}

/// The slots of an asset's dependencies on some of its members.
pub(super) fn slots<'a>(
    asset: &'a Asset,
    members: impl IntoIterator<Item = &'a AssetId>,
    node: u32,
    csr: &Csr,
) -> impl Iterator<Item = u32> {
    let first = csr.edges(node).start;
    members.into_iter().filter_map(move |member| {
        let place = asset.depends_on.index_of(member)?;
        Some(first + place as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lowering_stops_at_the_lowest_and_caps_come_last() {
        let rule = Rule { lower: 2, cap: 2, most: 2 };
        assert_eq!([0, 1, 2, 3, 4, 5].map(|r| rule.pass(r)), [0, 1, 1, 1, 2, 2]);
        let blocked = Rule { lower: 0, cap: 0, most: 0 };
        assert_eq!([0, 1, 5].map(|r| blocked.pass(r)), [0, 0, 0]);
        let unreadable = Rule { lower: 0, cap: 1, most: u8::MAX };
        assert_eq!(
            [0, 1, 5].map(|r| (unreadable.pass(r), unreadable.pass_at_most(r))),
            [(0, 0), (1, 1), (1, 5)]
        );
    }

    #[test]
    fn the_inverse_is_the_lowest_rank_that_gets_there() {
        for (lower, cap) in (0..5).flat_map(|l| (0..6).map(move |c| (l, c))) {
            let rule = Rule { lower, cap, most: cap };
            for wanted in 1..=5 {
                let found = (1..=5).find(|&rank| rule.pass_at_most(rank) >= wanted);
                assert_eq!(rule.inverse(wanted, 5), found, "{rule:?} {wanted}");
            }
        }
    }
}
