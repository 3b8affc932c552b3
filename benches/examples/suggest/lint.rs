//! Errors put into a set on purpose: are they less supported than the claims around them?

use isms_core::{Judge, Reference, Scores};

use crate::metrics::{auc, mean};

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
    /// The score of the pair among those of its source.
    pub(crate) others: f64,
    /// The other claims of the set alone.
    pub(crate) own: f64,
    /// The last two together.
    pub(crate) support: f64,
    /// Of the least supported 5 %, how many are wrong.
    pub(crate) precision: f64,
}

/// The pairs of a truth with 5 % of them led to other targets, the wrong ones marked.
pub(crate) fn spoilt(truth: &[bool], columns: usize, seed: u64) -> Vec<(usize, usize, bool)> {
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

/// The mean over all draws.
pub(crate) fn told(judge: &Judge<'_>, truth: &[bool]) -> Told {
    let draws: Vec<Told> = (0..DRAWS).map(|draw| once(judge, truth, 1000 + draw)).collect();
    Told {
        score: mean(draws.iter().map(|told| told.score)),
        others: mean(draws.iter().map(|told| told.others)),
        own: mean(draws.iter().map(|told| told.own)),
        support: mean(draws.iter().map(|told| told.support)),
        precision: mean(draws.iter().map(|told| told.precision)),
    }
}

fn once(judge: &Judge<'_>, truth: &[bool], seed: u64) -> Told {
    let scores = judge.scores();
    let pairs = spoilt(truth, scores.targets().len(), seed);
    let named: Vec<(u32, Reference, Reference)> = (0u32..)
        .zip(&pairs)
        .map(|(n, (row, column, _))| (n, scores.sources()[*row].clone(), scores.targets()[*column].clone()))
        .collect();
    let support = judge.support(&named);
    let told = |of: &dyn Fn(usize) -> f64| {
        let part =
            |wrong: bool| -> Vec<f64> { (0..pairs.len()).filter(|n| pairs[*n].2 == wrong).map(of).collect() };
        auc(&part(false), &part(true))
    };
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by_key(|n| (support[*n].support_permille, *n));
    let wrong = pairs.iter().filter(|pair| pair.2).count();
    let found = order.iter().take(wrong).filter(|n| pairs[**n].2).count();
    Told {
        score: told(&|n| score_of(scores, pairs[n])),
        others: told(&|n| f64::from(support[n].others_permille)),
        own: told(&|n| f64::from(support[n].own_permille)),
        support: told(&|n| f64::from(support[n].support_permille)),
        precision: found as f64 / wrong as f64,
    }
}

fn score_of(scores: &Scores, (row, column, _): (usize, usize, bool)) -> f64 {
    scores.scores(row)[column]
}
