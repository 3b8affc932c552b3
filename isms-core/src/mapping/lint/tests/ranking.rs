//! How well support tells claims that were led astray from those that were not.

#![expect(clippy::float_arithmetic, reason = "measures are made of numbers")]

use std::collections::BTreeSet;

use super::super::case::World;
use super::super::links::{Links, Tree};
use super::super::support::{Evidence, of_pairs};
use super::data::at_hand;
use crate::catalogue::Catalogue;

/// Copies, inverses and older versions of a set that is measured: measuring them too would count it twice.
const SECOND: &[&str] = &[
    "cis-v8--iso-27001-2022--cis-via-intuitem",
    "cis-v8--nist-800-53-r5--cis-oscal-test",
    "nist-csf-2.0--cis-v8.0--cis-olir",
    "iso-27001-2013--iso-27001-2022--intuitem",
    "iso-27001-2022--nist-csf-2.0--isms-core",
    "nist-csf-1.1--nist-csf-2.0--nist-via-intuitem",
    "nist-csf-2.0--iso-27001-2022--nist-via-intuitem",
    "nist-csf-2.0--nist-800-53-r5--nist-concept-crosswalk-5.2.0-draft",
    "hipaa-security-rule--nist-csf-2.0--nist-800-66r2",
    "nist-800-53-r5--nist-800-53-r4--nist+oscal-compass",
    "iso-27701--iso-27018--isms-core",
    "nist-csf-2.0--nist-800-53-r5--nist-5.1.1",
    "nist-800-53-r5--mitre-attack-18.1--ctid-14.1",
    "nist-csf-1.1--iso27701-2019--microsoft-dpmp",
];

type Pair = (u32, u32);

/// A small generator, so that the same pairs are led astray everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// The pairs with one in twenty led to another of the targets, and those that were.
fn astray(pairs: &[Pair], targets: &[u32], seed: u64) -> (Vec<Pair>, BTreeSet<Pair>) {
    let mut random = Random(seed);
    let known: BTreeSet<Pair> = pairs.iter().copied().collect();
    let (mut all, mut wrong) = (pairs.to_vec(), BTreeSet::new());
    while wrong.len() * 20 < pairs.len() {
        let at = random.below(all.len());
        let to = (all[at].0, targets[random.below(targets.len())]);
        if !wrong.contains(&all[at]) && !known.contains(&to) && wrong.insert(to) {
            all[at] = to;
        }
    }
    (all, wrong)
}

/// The chance that a wrong pair has less support than a right one.
fn auc(scored: &[(f64, bool)]) -> f64 {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut sum, mut right) = (0.0, 0.0, 0.0);
    for tie in sorted.chunk_by(|a, b| a.0 == b.0) {
        let wrong = tie.iter().filter(|t| t.1).count() as f64;
        let good = tie.len() as f64 - wrong;
        sum += good * (below + wrong / 2.0);
        below += wrong;
        right += good;
    }
    sum / (below * right)
}

/// For each set of fifty pairs or more: with the other claims of the set and without, any assessable target and only
/// those the set uses.
fn measure(catalogue: &Catalogue, seeds: u64) -> Vec<(String, [f64; 4])> {
    let world = World::new(catalogue);
    let mut out = Vec::new();
    let sets = world.links.iter().filter(|l| l.from != l.to && l.pairs.len() >= 50);
    for links in sets.filter(|l| !SECOND.contains(&l.set.id())) {
        let evidence = Evidence::of(&world, links).unwrap();
        let frameworks = [world.framework(links.from).unwrap(), world.framework(links.to).unwrap()];
        let trees = frameworks.map(Tree::of);
        let any: Vec<u32> =
            frameworks[1].entries().filter(|e| e.is_assessable()).map(|e| e.place()).collect();
        let used: Vec<u32> = links.back.used().collect();
        let mut sums = [0.0; 4];
        let seeds = if links.pairs.len() > 1500 { seeds.min(4) } else { seeds };
        for seed in 0..seeds {
            for (way, targets) in [&any, &used].into_iter().enumerate() {
                let (pairs, wrong) = astray(&links.pairs, targets, seed);
                let sizes = frameworks.map(|f| f.len());
                let led = Links::new(links.set, (links.from, sizes[0]), (links.to, sizes[1]), pairs);
                for (with, context) in [true, false].into_iter().enumerate() {
                    let support = of_pairs(&led, (&trees[0], &trees[1]), &evidence, context);
                    let scored: Vec<_> =
                        support.into_iter().zip(&led.pairs).map(|(s, p)| (s, wrong.contains(p))).collect();
                    sums[with * 2 + way] += auc(&scored);
                }
            }
        }
        out.push((links.set.id().to_owned(), sums.map(|sum| sum / seeds as f64)));
    }
    out
}

fn mean(all: &[(String, [f64; 4])]) -> [f64; 4] {
    [0, 1, 2, 3].map(|way| all.iter().map(|(_, auc)| auc[way]).sum::<f64>() / all.len() as f64)
}

#[test]
fn claims_led_astray_stand_at_the_bottom() {
    let all = measure(&Catalogue::builtin(), 5);
    let mean = mean(&all);
    println!("{} shipped sets: {mean:.3?}", all.len());
    if all.len() > 20 {
        assert!(mean[0] > 0.955 && mean[1] > 0.945 && mean[2] > 0.89, "{mean:?}");
    }
}

#[test]
fn and_so_they_do_in_the_sets_at_hand() {
    let Some(catalogue) = at_hand() else { return };
    let all = measure(&catalogue, 20);
    for (id, auc) in &all {
        println!("{auc:.3?} {id}");
    }
    let mean = mean(&all);
    println!("{} sets at hand: {mean:.4?}", all.len());
    assert!(mean[0] > 0.955 && mean[1] > 0.94 && mean[2] > 0.91 && mean[3] > 0.89, "{mean:?}");
}
