//! How the values of all assets come about.

#![expect(clippy::indexing_slicing, reason = "assets and dimensions are those the arrays were made for")]

use std::sync::Arc;

use super::degree::{Degrees, Reach};
use super::{Axis, Derived, Worth, WorthRule};
use crate::graph::{Falling, Flow, descend, descend_highest};
use crate::id::DimensionId;
use crate::isms::Isms;
use crate::share::{PLACES, share};

/// The own value of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// This much; 0 for an asset that is not expected to have one.
    Known(u128),
    /// A primary asset without one, and one that is negative or too large.
    Unknown,
}

impl Own {
    pub(super) fn parts(self) -> u128 {
        match self {
            Own::Known(parts) => parts,
            Own::Unknown => 0,
        }
    }
}

/// Derives the values in every dimension in which some asset states a worth. O(dimensions · (assets + dependencies)),
/// and for [`WorthRule::Accumulated`] the dependencies below each valued asset once more; in cycles with a logarithm.
///
/// What is not complete: anything at or below a primary asset without a worth, a worth that is negative or past 26
/// digits before the point, a degree off its range, a sum past 128 bits, and, where values add up, a cycle. Adding up
/// ends after 5 · 10^8 steps for each set of dimensions with the same degrees, some seconds; what is below an asset whose
/// value was not carried on by then is not complete either. The bound is kept everywhere.
pub fn derive_worth(isms: &Isms, rule: WorthRule) -> Worth {
    let (mut degrees, mut axes): (Vec<Degrees>, Vec<Axis>) = (Vec::new(), Vec::new());
    for dimension in valued_dimensions(isms) {
        let Some(read) = Degrees::read(isms, &dimension) else { continue };
        let place = degrees.iter().position(|known| *known == read).unwrap_or_else(|| {
            degrees.push(read);
            degrees.len() - 1
        });
        let own = own_values(isms, &dimension);
        let total = own.iter().map(|own| own.parts()).collect();
        let unsure = unsure(&degrees[place], &own, rule);
        axes.push(Axis { dimension, degrees: place, own, total, unsure });
    }
    for (place, degrees) in degrees.iter().enumerate() {
        let mut axes: Vec<&mut Axis> = axes.iter_mut().filter(|axis| axis.degrees == place).collect();
        match rule {
            WorthRule::Accumulated => add_up(degrees, &mut axes, MAX_STEPS),
            WorthRule::MaxProduct => {
                for axis in axes {
                    let order = degrees.components.iter();
                    let mut best = Best { degrees, total: &mut axis.total };
                    descend_highest(&degrees.csr, &degrees.components, order, &mut best);
                }
            }
        }
    }
    Worth(Some(Arc::new(Derived { isms: isms.clone(), rule, degrees, axes })))
}

/// The dimensions in which some asset states a worth, in order.
pub(super) fn valued_dimensions(isms: &Isms) -> Vec<DimensionId> {
    let mut used = vec![false; isms.dimensions().len()];
    for asset in isms.assets().values() {
        for place in asset.worth.keys().filter_map(|id| isms.dimensions().index_of(id)) {
            used[place] = true;
        }
    }
    isms.dimensions().keys().zip(used).filter(|(_, used)| *used).map(|(id, _)| id.clone()).collect()
}

pub(super) fn own_values(isms: &Isms, dimension: &DimensionId) -> Vec<Own> {
    let own = |asset: &crate::isms::Asset| match asset.worth.get(dimension) {
        None if asset.kind.is_primary() => Own::Unknown,
        None => Own::Known(0),
        Some(worth) => {
            let parts = worth.to_parts(PLACES).and_then(|parts| u128::try_from(parts).ok());
            parts.map_or(Own::Unknown, Own::Known)
        }
    };
    isms.assets().values().map(own).collect()
}

/// Which values something unknown could raise.
fn unsure(degrees: &Degrees, own: &[Own], rule: WorthRule) -> Vec<bool> {
    let any = |own: &Own| *own != Own::Known(0);
    let (state, order) = (own.iter().map(|own| (any(own), *own == Own::Unknown)), degrees.components.iter());
    let mut unknown = Unknown { degrees, rule, state: state.collect() };
    descend(&degrees.csr, &degrees.components, order, &mut unknown);
    unknown.state.into_iter().map(|(_, unknown)| unknown).collect()
}

/// Whether there may be a value at or above each asset, and whether something about it is unknown.
struct Unknown<'a> {
    degrees: &'a Degrees,
    rule: WorthRule,
    state: Vec<(bool, bool)>,
}

impl Flow for Unknown<'_> {
    fn enter(&mut self, node: u32) {
        let (any, unknown) = &mut self.state[node as usize];
        *unknown |= *any && self.rule == WorthRule::Accumulated && self.degrees.is_circular(node);
    }

    fn pass(&mut self, slot: u32, from: u32, to: u32) -> bool {
        let (any, unknown) = self.state[from as usize];
        let before = self.state[to as usize];
        let after = (before.0 | any, before.1 | unknown | (any && self.degrees.is_off(slot)));
        self.state[to as usize] = after;
        after != before
    }
}

/// Most assets and dependencies that values are carried past.
const MAX_STEPS: u64 = 500_000_000;

/// Adds the own value of each asset to all below it, while there are steps left.
fn add_up(degrees: &Degrees, axes: &mut [&mut Axis], mut steps: u64) {
    let mut reach = Reach::new(degrees, WorthRule::Accumulated);
    let mut left = Vec::new();
    for source in 0..degrees.csr.nodes() {
        if degrees.csr.successors(source).is_empty()
            || axes.iter().all(|axis| axis.own[source as usize].parts() == 0)
        {
            continue;
        }
        if steps == 0 {
            left.push(source);
            continue;
        }
        for (node, degree, _) in reach.from(source) {
            steps = steps.saturating_sub(1 + degrees.csr.successors(node).len() as u64);
            if node == source {
                continue;
            }
            for axis in axes.iter_mut() {
                let total = &mut axis.total[node as usize];
                match total.checked_add(share(axis.own[source as usize].parts(), degree)) {
                    Some(sum) => *total = sum,
                    None => axis.unsure[node as usize] = true,
                }
            }
        }
    }
    for node in crate::graph::reachable(&degrees.csr, &left) {
        for &next in degrees.csr.successors(node) {
            for axis in axes.iter_mut() {
                axis.unsure[next as usize] = true;
            }
        }
    }
}

/// The highest value that arrives.
struct Best<'a> {
    degrees: &'a Degrees,
    total: &'a mut [u128],
}

impl Falling for Best<'_> {
    fn value(&self, node: u32) -> u128 {
        self.total[node as usize]
    }
}

impl Flow for Best<'_> {
    #[inline]
    fn pass(&mut self, slot: u32, from: u32, to: u32) -> bool {
        let arrives = share(self.total[from as usize], self.degrees.at(slot));
        let total = &mut self.total[to as usize];
        let moved = arrives > *total;
        *total = arrives.max(*total);
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::ONE;

    #[test]
    fn what_the_steps_do_not_reach_is_a_bound() {
        let isms = Isms::from_yaml(
            "
isms: '1'
organisation: {name: Acme}
assets:
  A: {name: a, kind: process, worth: {availability: 5}, depends_on: {C: {}}}
  B: {name: b, kind: process, worth: {availability: 7}, depends_on: {D: {}}}
  C: {name: c, kind: service}
  D: {name: d, kind: service, depends_on: {E: {}}}
  E: {name: e, kind: hardware}
",
        )
        .unwrap();
        let availability = "availability".parse().unwrap();
        let degrees = Degrees::read(&isms, &availability).unwrap();
        let after = |steps: u64| {
            let own = own_values(&isms, &availability);
            let total: Vec<u128> = own.iter().map(|own| own.parts()).collect();
            let unsure = unsure(&degrees, &own, WorthRule::Accumulated);
            let mut axis = Axis { dimension: availability.clone(), degrees: 0, own, total, unsure };
            add_up(&degrees, &mut [&mut axis], steps);
            let whole = u128::from(ONE);
            (axis.total.iter().map(|total| total / whole).collect::<Vec<_>>(), axis.unsure)
        };
        assert_eq!(after(100), (vec![5, 7, 5, 7, 7], vec![false; 5]));
        // One step is spent on the first asset; the second is left, and what is below it is at least nothing.
        assert_eq!(after(1), (vec![5, 7, 5, 0, 0], vec![false, false, false, true, true]));
    }
}
