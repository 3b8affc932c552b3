//! Errors put into a set on purpose: are they less supported than the claims around them?

use isms_core::{
    Catalogue, ClaimKind, EntryGroup, Pack, PackClaim, PackSet, Reference, Scores, claim_support,
};

use crate::data::Task;
use crate::metrics::{auc, mean};
use crate::protocol::{Bench, Track};

/// How many times a set is spoilt.
pub(crate) const DRAWS: u64 = 20;

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

/// How well wrong pairs are told from right ones, by what of a pair is looked at.
#[derive(Clone, Copy, Default)]
pub(crate) struct Told {
    /// The score of the pair among all pairs.
    pub(crate) score: f64,
    /// The place of its score among those of its source.
    pub(crate) place: f64,
    /// What `claim_support` says.
    pub(crate) support: f64,
    /// Of the 5 % that `claim_support` says least for, how many are wrong.
    pub(crate) found: f64,
}

impl Told {
    pub(crate) fn mean(all: &[Told]) -> Told {
        Told {
            score: mean(all.iter().map(|told| told.score)),
            place: mean(all.iter().map(|told| told.place)),
            support: mean(all.iter().map(|told| told.support)),
            found: mean(all.iter().map(|told| told.found)),
        }
    }
}

/// The pairs of a truth with 5 % of them led to other targets, the wrong ones marked.
fn spoilt(truth: &[bool], columns: usize, seed: u64) -> Vec<(usize, usize, bool)> {
    let mut random = Random(seed);
    let mut pool: Vec<usize> = (0..truth.len()).filter(|cell| truth[*cell]).collect();
    let count = (pool.len() as f64 * 0.05).round().max(1.0) as usize;
    let mut pairs = Vec::new();
    while pairs.len() < count {
        let cell = pool.swap_remove(random.below(pool.len()));
        let row = cell / columns;
        let mut column = random.below(columns);
        while truth[row * columns + column] {
            column = random.below(columns);
        }
        pairs.push((row, column, true));
    }
    pairs.extend(pool.into_iter().map(|cell| (cell / columns, cell % columns, false)));
    pairs
}

/// The mean over all draws, the scores being those of a track.
pub(crate) fn told(bench: &Bench<'_>, task: &Task, track: Track) -> Told {
    let scores = bench.scores(task, track, &[]);
    let truth = bench.truth(task, &scores);
    let draws: Vec<Told> = (0..DRAWS).map(|draw| once(bench, task, &scores, &truth, 1000 + draw)).collect();
    Told::mean(&draws)
}

fn once(bench: &Bench<'_>, task: &Task, scores: &Scores, truth: &[bool], seed: u64) -> Told {
    let pairs = spoilt(truth, scores.targets().len(), seed);
    let catalogue = with_set(bench, task, scores, &pairs);
    let support = claim_support(&catalogue, catalogue.claim_set(SPOILT).unwrap());
    let told = |of: &dyn Fn(usize) -> f64| {
        let part =
            |wrong: bool| -> Vec<f64> { (0..pairs.len()).filter(|n| pairs[*n].2 == wrong).map(of).collect() };
        auc(&part(false), &part(true))
    };
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by(|a, b| support[*a].total_cmp(&support[*b]).then(a.cmp(b)));
    let wrong = pairs.iter().filter(|pair| pair.2).count();
    let found = order.iter().take(wrong).filter(|n| pairs[**n].2).count();
    Told {
        score: told(&|n| scores.scores(pairs[n].0)[pairs[n].1]),
        place: told(&|n| place(scores.scores(pairs[n].0), pairs[n].1)),
        support: told(&|n| support[n]),
        found: found as f64 / wrong as f64,
    }
}

/// How many score less in a row; of equals, half.
fn place(row: &[f64], column: usize) -> f64 {
    let own = row[column];
    let less = row.iter().filter(|other| **other < own).count() as f64;
    less + row.iter().filter(|other| **other == own).count() as f64 / 2.0
}

const SPOILT: &str = "spoilt";

/// A catalogue with the spoilt set, of the lineage of those it was made from, so that they are no evidence for it.
fn with_set(bench: &Bench<'_>, task: &Task, scores: &Scores, pairs: &[(usize, usize, bool)]) -> Catalogue {
    let sets = bench.withheld(task);
    let mut set = PackSet::new(task.0.parse().unwrap(), task.1.parse().unwrap(), sets[0].publisher());
    set.lineage = sets.iter().flat_map(|set| set.lineage()).map(|tag| tag.parse().unwrap()).collect();
    set.frame = Some(sets[0].frame().to_owned());
    set.kind = Some(ClaimKind::Published);
    for (row, column, _) in pairs {
        let group = |entry: &Reference| EntryGroup::one(entry.entry().parse().unwrap());
        let (source, target) = (group(&scores.sources()[*row]), group(&scores.targets()[*column]));
        set.claims.push(PackClaim::new(source, target, None));
    }
    let mut pack = Pack::new("evaluation-spoilt".parse().unwrap(), "1", "evaluation only");
    pack.sets.insert(SPOILT.parse().unwrap(), set);
    bench.catalogue.with(&pack).unwrap()
}
