//! The walk over other frameworks as published research has it, to compare suggestions with. It knows links alone.

#![expect(
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a measurement that cannot run should say so"
)]

use std::collections::{BTreeMap, BTreeSet};

use isms_core::{Catalogue, Mask, Meaning, Reference};

/// Links of two frameworks: for each entry the places of its neighbours, ascending.
pub type Links = Vec<Vec<usize>>;

/// The links of some sets, by the frameworks they go from and to, both ways.
pub struct Graph {
    entries: BTreeMap<String, Vec<Reference>>, // By framework, sorted.
    links: BTreeMap<(String, String), Links>,
}

impl Graph {
    /// The links of all sets but those left out. `fold` gives what an entry counts as.
    pub fn new(
        catalogue: &Catalogue,
        leave_out: &BTreeSet<String>,
        fold: &BTreeMap<Reference, Reference>,
    ) -> Self {
        let sorted = |framework: &isms_core::Framework| {
            let mut entries: Vec<Reference> = framework.entries().map(|entry| entry.reference()).collect();
            entries.sort();
            (framework.id().to_owned(), entries)
        };
        let entries: BTreeMap<_, _> = catalogue.frameworks().iter().map(sorted).collect();
        let mut graph = Self { entries, links: BTreeMap::new() };
        let home = |entry: Reference| fold.get(&entry).cloned().unwrap_or(entry);
        let mut pairs: BTreeMap<(String, String), BTreeSet<(usize, usize)>> = BTreeMap::new();
        for set in catalogue.claim_sets().iter().filter(|set| !leave_out.contains(set.id())) {
            if set.source() == set.target() {
                continue;
            }
            let there = (set.source().to_owned(), set.target().to_owned());
            let back = (there.1.clone(), there.0.clone());
            for claim in set.claims(catalogue) {
                let linked = match claim.meaning() {
                    Meaning::Set(mask) => mask.within(Mask::NOT_DISJOINT),
                    Meaning::Contrary => false,
                    _ => true,
                };
                for a in claim.sources().filter(|_| linked).filter_map(|e| graph.place(&home(e.reference())))
                {
                    for b in claim.targets().filter_map(|e| graph.place(&home(e.reference()))) {
                        pairs.entry(there.clone()).or_default().insert((a, b));
                        pairs.entry(back.clone()).or_default().insert((b, a));
                    }
                }
            }
        }
        for (ends, pairs) in pairs {
            let mut links = vec![Vec::new(); graph.entries[&ends.0].len()];
            for (a, b) in pairs {
                links[a].push(b);
            }
            graph.links.insert(ends, links);
        }
        graph
    }

    /// The entries of a framework, sorted.
    pub fn entries(&self, framework: &str) -> &[Reference] {
        &self.entries[framework]
    }

    /// The place of an entry in its framework.
    pub fn place(&self, entry: &Reference) -> Option<usize> {
        self.entries.get(entry.framework().as_str())?.binary_search(entry).ok()
    }

    /// All links, by the frameworks they go from and to.
    pub fn links(&self) -> &BTreeMap<(String, String), Links> {
        &self.links
    }

    fn between(&self, from: &str, to: &str) -> Option<&Links> {
        self.links.get(&(from.to_owned(), to.to_owned()))
    }

    fn neighbours(&self, of: &str, but: &str) -> Vec<String> {
        let ends = self.links.keys().filter(|(from, to)| from == of && to != but);
        ends.map(|(_, to)| to.clone()).collect()
    }

    /// The ways between two frameworks over one other, and over two with `long`; not the direct ones.
    fn ways(&self, from: &str, to: &str, long: bool) -> Vec<Vec<String>> {
        let mut ways = Vec::new();
        for hub in self.neighbours(from, to) {
            if self.between(&hub, to).is_some() {
                ways.push(vec![hub.clone()]);
            }
            for next in self.neighbours(&hub, from).into_iter().filter(|_| long) {
                if next != to && self.between(&next, to).is_some() {
                    ways.push(vec![hub.clone(), next]);
                }
            }
        }
        ways
    }

    /// How likely a walk along a way from an entry ends at each entry, if every step is taken at random.
    fn ends(&self, start: usize, steps: &[&Links], sizes: &[usize]) -> Vec<f64> {
        let mut at = vec![(start, 1.0)];
        let mut dense = Vec::new();
        for (links, size) in steps.iter().zip(sizes) {
            dense = vec![0.0; *size];
            for (entry, chance) in &at {
                for target in &links[*entry] {
                    dense[*target] += chance / links[*entry].len() as f64;
                }
            }
            at = dense.iter().copied().enumerate().filter(|(_, chance)| *chance > 0.0).collect();
        }
        dense
    }

    /// The score of the research, by source and target: for each way the root of the chance to walk it there times the
    /// chance to walk it back, ways over two frameworks at 0.3.
    pub fn walk(&self, from: &str, to: &str) -> Vec<Vec<f64>> {
        let (rows, columns) = (self.entries[from].len(), self.entries[to].len());
        let mut scores = vec![vec![0.0; columns]; rows];
        for way in self.ways(from, to, true) {
            let weight = if way.len() == 1 { 1.0 } else { 0.3 };
            let there: Vec<&str> =
                [from].into_iter().chain(way.iter().map(String::as_str)).chain([to]).collect();
            let back: Vec<&str> = there.iter().rev().copied().collect();
            let steps = |way: &[&str]| -> (Vec<&Links>, Vec<usize>) {
                let link =
                    |pair: &[&str]| (self.between(pair[0], pair[1]).unwrap(), self.entries[pair[1]].len());
                way.windows(2).map(link).unzip()
            };
            let (out, out_sizes) = steps(&there);
            let (home, home_sizes) = steps(&back);
            let mut returns = vec![vec![0.0; columns]; rows];
            for target in 0..columns {
                if !home[0][target].is_empty() {
                    for (source, chance) in self.ends(target, &home, &home_sizes).into_iter().enumerate() {
                        returns[source][target] = chance;
                    }
                }
            }
            for source in 0..rows {
                if out[0][source].is_empty() {
                    continue;
                }
                for (target, chance) in self.ends(source, &out, &out_sizes).into_iter().enumerate() {
                    scores[source][target] += weight * (chance * returns[source][target]).sqrt();
                }
            }
        }
        scores
    }

    /// The pairs that a way over one framework links; the first way alone if `first`.
    pub fn over_one(&self, from: &str, to: &str, first: bool) -> BTreeSet<(usize, usize)> {
        let mut pairs = BTreeSet::new();
        for way in self.ways(from, to, false).into_iter().take(if first { 1 } else { usize::MAX }) {
            let (there, on) = (self.between(from, &way[0]).unwrap(), self.between(&way[0], to).unwrap());
            for (source, hubs) in there.iter().enumerate() {
                pairs.extend(hubs.iter().flat_map(|hub| &on[*hub]).map(|target| (source, *target)));
            }
        }
        pairs
    }
}
