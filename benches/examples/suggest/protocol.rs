//! What is withheld together, and what is left to score with.

use std::collections::{BTreeMap, BTreeSet};

use isms_benches::walk::Graph;
use isms_core::{Catalogue, ClaimKind, ClaimSet, Part, Reference, Scores, SuggestOptions, Suggester};

use crate::data::{ANCESTRY, Task};
use crate::metrics::Ranking;

/// Which sets are left to score with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Track {
    /// No framework of the ancestry of either end stands in between.
    Strict,
    /// Everything but the withheld set, other sets of the two frameworks, and copies.
    Loose,
}

/// A catalogue and how it is evaluated.
pub(crate) struct Bench<'c> {
    pub(crate) catalogue: &'c Catalogue,
    pub(crate) fold: BTreeMap<Reference, Reference>,
    /// Sets that are never used to score with.
    pub(crate) never: BTreeSet<String>,
}

impl Bench<'_> {
    fn family(&self, slug: &str) -> String {
        let known = ANCESTRY.iter().find(|(framework, _)| *framework == slug).map(|(_, family)| *family);
        let framework = self.catalogue.framework(slug);
        known.or(framework.map(|framework| framework.ancestry())).unwrap_or(slug).to_owned()
    }

    pub(crate) fn withheld(&self, task: &Task) -> Vec<&ClaimSet> {
        let ends = BTreeSet::from([task.0, task.1]);
        let of = |set: &&ClaimSet| {
            let publisher = set.id().rsplit("--").next().unwrap_or("");
            BTreeSet::from([set.source(), set.target()]) == ends && task.2.contains(&publisher)
        };
        self.catalogue.claim_sets().iter().filter(of).collect()
    }

    /// The sets that are left out while a task is scored.
    pub(crate) fn left_out(&self, task: &Task, track: Track) -> BTreeSet<String> {
        let tags: BTreeSet<&str> = self.withheld(task).iter().flat_map(|set| set.lineage()).collect();
        let families = BTreeSet::from([self.family(task.0), self.family(task.1)]);
        let out = |set: &&ClaimSet| {
            let ends = [set.source(), set.target()];
            let same = BTreeSet::from(ends) == BTreeSet::from([task.0, task.1]);
            let copy = set.kind() != ClaimKind::Published && set.lineage().any(|tag| tags.contains(tag));
            let related =
                |end: &&str| *end != task.0 && *end != task.1 && families.contains(&self.family(end));
            let strict = track == Track::Strict
                && (ends.iter().any(related) || BTreeSet::from(ends.map(|end| self.family(end))) == families);
            same || copy || strict || self.never.contains(set.id())
        };
        self.catalogue.claim_sets().iter().filter(out).map(|set| set.id().to_owned()).collect()
    }

    pub(crate) fn suggester(&self, task: &Task, track: Track, without: &[Part]) -> Suggester {
        let mut options = SuggestOptions::default();
        options.leave_out = self.left_out(task, track);
        options.fold = self.fold.clone();
        options.ancestry = ANCESTRY.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        options.without = without.iter().copied().collect();
        Suggester::new(self.catalogue, &options)
    }

    pub(crate) fn scores(&self, task: &Task, track: Track, without: &[Part]) -> Scores {
        self.suggester(task, track, without).scores(task.0, task.1).unwrap()
    }

    /// The pairs of some sets, by place in the table of scores.
    pub(crate) fn pairs(&self, sets: &[&ClaimSet], scores: &Scores) -> BTreeSet<(usize, usize)> {
        let home = |entry: Reference| self.fold.get(&entry).cloned().unwrap_or(entry);
        let mut pairs = BTreeSet::new();
        for claim in sets.iter().flat_map(|set| set.claims(self.catalogue)) {
            for a in claim.sources().map(|entry| home(entry.reference())) {
                for b in claim.targets().map(|entry| home(entry.reference())) {
                    let row =
                        scores.sources().binary_search(&a).or_else(|_| scores.sources().binary_search(&b));
                    let column =
                        scores.targets().binary_search(&b).or_else(|_| scores.targets().binary_search(&a));
                    pairs.extend(row.ok().zip(column.ok()));
                }
            }
        }
        pairs
    }

    pub(crate) fn truth(&self, task: &Task, scores: &Scores) -> Vec<bool> {
        cells(&self.pairs(&self.withheld(task), scores), scores)
    }

    pub(crate) fn graph(&self, task: &Task, track: Track) -> Graph {
        Graph::new(self.catalogue, &self.left_out(task, track), &self.fold)
    }
}

/// A yes for each pair, a no for the others.
pub(crate) fn cells(pairs: &BTreeSet<(usize, usize)>, scores: &Scores) -> Vec<bool> {
    let columns = scores.targets().len();
    let mut cells = vec![false; scores.sources().len() * columns];
    for (row, column) in pairs {
        cells[row * columns + column] = true;
    }
    cells
}

pub(crate) fn ranking(scores: &Scores, truth: &[bool]) -> Ranking {
    let flat = (0..scores.sources().len()).flat_map(|row| scores.scores(row).iter().copied()).collect();
    Ranking { columns: scores.targets().len(), scores: flat, truth: truth.to_vec() }
}

/// The walk of the research over the same pairs.
pub(crate) fn walked(graph: &Graph, task: &Task, scores: &Scores, truth: &[bool]) -> Ranking {
    let table = graph.walk(task.0, task.1);
    let columns: Vec<usize> = scores.targets().iter().map(|target| graph.place(target).unwrap()).collect();
    let row = |source: &Reference| {
        let row = &table[graph.place(source).unwrap()];
        columns.iter().map(|column| row[*column]).collect::<Vec<f64>>()
    };
    let flat = scores.sources().iter().flat_map(row).collect();
    Ranking { columns: columns.len(), scores: flat, truth: truth.to_vec() }
}
