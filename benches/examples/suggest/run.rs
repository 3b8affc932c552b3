//! One track, all tasks: the scores, the walk of the research and other baselines, side by side.

use std::collections::BTreeSet;

use isms_core::{Part, Scores};

use crate::data::{TASKS, Task};
use crate::lint::Random;
use crate::metrics::{Measured, Ranking, Rule, macro_of, mean, rule};
use crate::protocol::{Bench, Track, ranking, walked};

/// What one task gave.
pub(crate) struct Outcome {
    pub(crate) task: &'static Task,
    pub(crate) scores: Scores,
    pub(crate) ours: Ranking,
    pub(crate) walk: Ranking,
    pub(crate) any: Rule,
    pub(crate) best: Rule,
}

pub(crate) fn run(bench: &Bench<'_>, track: Track, tasks: &'static [Task]) -> Vec<Outcome> {
    let there = tasks.iter().filter(|task| {
        [task.0, task.1].iter().all(|slug| bench.catalogue.framework(slug).is_some())
            && !bench.withheld(task).is_empty()
    });
    there.map(|task| outcome(bench, track, task)).collect()
}

fn outcome(bench: &Bench<'_>, track: Track, task: &'static Task) -> Outcome {
    let scores = bench.scores(task, track, &[]);
    let truth = bench.truth(task, &scores);
    let graph = bench.graph(task, track);
    let followed = |first: bool| {
        let linked = graph.over_one(task.0, task.1, first);
        let place = |entry| graph.place(entry).unwrap();
        let rows: Vec<usize> = scores.sources().iter().map(place).collect();
        let columns: Vec<usize> = scores.targets().iter().map(place).collect();
        let cells =
            rows.iter().flat_map(|row| columns.iter().map(|column| linked.contains(&(*row, *column))));
        rule(cells.zip(truth.iter().copied()))
    };
    let (any, best) = (followed(false), followed(true));
    Outcome {
        task,
        ours: ranking(&scores, &truth),
        walk: walked(&graph, task, &scores, &truth),
        scores,
        any,
        best,
    }
}

pub(crate) fn measured<'o>(
    outcomes: &'o [Outcome],
    of: impl Fn(&'o Outcome) -> &'o Ranking,
) -> Vec<Measured> {
    outcomes.iter().map(|outcome| of(outcome).measured()).collect()
}

/// The macro F1 at, for each task, the threshold that is best for the others.
pub(crate) fn transferred<'o>(outcomes: &'o [Outcome], of: impl Fn(&'o Outcome) -> &'o Ranking) -> f64 {
    let rankings: Vec<&Ranking> = outcomes.iter().map(of).collect();
    let thresholds: Vec<f64> = (0..=160).map(|step| 10f64.powf(-4.0 + 0.0375 * f64::from(step))).collect();
    let table: Vec<Vec<f64>> =
        rankings.iter().map(|ranking| thresholds.iter().map(|t| ranking.f1_at(*t)).collect()).collect();
    let f1 = |task: usize| {
        let others = |step: usize| mean((0..table.len()).filter(|t| *t != task).map(|t| table[t][step]));
        let best = (0..thresholds.len()).max_by(|a, b| others(*a).total_cmp(&others(*b))).unwrap();
        table[task][best]
    };
    mean((0..table.len()).map(f1))
}

/// The macro average precisions and their ratio, each with the interval that holds 95 of 100 draws of sources.
pub(crate) struct Interval {
    pub(crate) ours: [f64; 2],
    pub(crate) walk: [f64; 2],
    pub(crate) ratio: [f64; 2],
}

pub(crate) const DRAWS: usize = 200;

pub(crate) fn bootstrap(outcomes: &[Outcome]) -> Interval {
    let orders: Vec<[Vec<usize>; 2]> =
        outcomes.iter().map(|o| [o.ours.best_first(), o.walk.best_first()]).collect();
    let mut random = Random(7);
    let mut drawn: [Vec<f64>; 3] = Default::default();
    for _ in 0..DRAWS {
        let (mut ours, mut walk) = (Vec::new(), Vec::new());
        for (outcome, [a, b]) in outcomes.iter().zip(&orders) {
            let rows = outcome.scores.sources().len();
            let mut times = vec![0u32; rows];
            for _ in 0..rows {
                times[random.below(rows)] += 1;
            }
            if let (Some(a), Some(b)) = (outcome.ours.resampled(a, &times), outcome.walk.resampled(b, &times))
            {
                ours.push(a);
                walk.push(b);
            }
        }
        let (ours, walk) = (mean(ours), mean(walk));
        drawn[0].push(ours);
        drawn[1].push(walk);
        drawn[2].push(ours / walk);
    }
    let interval = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        [values[DRAWS * 25 / 1000], values[DRAWS - 1 - DRAWS * 25 / 1000]]
    };
    let [mut ours, mut walk, mut ratio] = drawn;
    Interval { ours: interval(&mut ours), walk: interval(&mut walk), ratio: interval(&mut ratio) }
}

/// The macro of all tasks without some parts of the score.
pub(crate) fn without(bench: &Bench<'_>, track: Track, parts: &[Part]) -> Measured {
    let tasks = TASKS.iter().filter(|task| !bench.withheld(task).is_empty());
    let one = |task: &Task| {
        let scores = bench.scores(task, track, parts);
        let truth = bench.truth(task, &scores);
        ranking(&scores, &truth).measured()
    };
    macro_of(&tasks.map(one).collect::<Vec<_>>())
}

/// By lineages (0 to 3 or more) and band of the cosine, and in the last column all bands: pairs, and pairs that are true.
pub(crate) fn bands(outcomes: &[Outcome]) -> [[(usize, usize); 5]; 4] {
    let mut table = [[(0, 0); 5]; 4];
    for outcome in outcomes {
        let columns = outcome.scores.targets().len();
        for row in 0..outcome.scores.sources().len() {
            let (lineages, likeness) = (outcome.scores.lineages(row), outcome.scores.likeness(row));
            for column in 0..columns {
                let band = [0.25, 0.5, 0.75].iter().filter(|edge| likeness[column] >= **edge).count();
                let right = usize::from(outcome.ours.truth[row * columns + column]);
                for place in [band, 4] {
                    let cell = &mut table[usize::from(lineages[column]).min(3)][place];
                    cell.0 += 1;
                    cell.1 += right;
                }
            }
        }
    }
    table
}

/// Agreement of our best pairs of Annex A and CSF 2.0 with NIST, and with NIST or a second publisher.
pub(crate) struct Second {
    pub(crate) ours: Measured,
    pub(crate) walk: Measured,
    /// For so many of the best pairs: in NIST's set, and in either.
    pub(crate) top: Vec<(usize, f64, f64)>,
    /// The second publisher against NIST.
    pub(crate) other: Rule,
}

pub(crate) fn second(bench: &Bench<'_>, outcome: &Outcome) -> Second {
    let annex: Vec<usize> = (0..outcome.scores.sources().len())
        .filter(|row| outcome.scores.sources()[*row].entry().starts_with('A'))
        .collect();
    let columns = outcome.scores.targets().len();
    let take = |cells: &[bool]| -> Vec<bool> {
        annex.iter().flat_map(|row| cells[row * columns..(row + 1) * columns].iter().copied()).collect()
    };
    let part = |ranking: &Ranking| Ranking {
        columns,
        scores: annex
            .iter()
            .flat_map(|row| ranking.scores[row * columns..(row + 1) * columns].to_vec())
            .collect(),
        truth: take(&ranking.truth),
    };
    let ends = BTreeSet::from([outcome.task.0, outcome.task.1]);
    let sets: Vec<_> = bench
        .catalogue
        .claim_sets()
        .iter()
        .filter(|set| {
            BTreeSet::from([set.source(), set.target()]) == ends && set.id().ends_with("little-isms-helper")
        })
        .collect();
    let other = take(&crate::protocol::cells(&bench.pairs(&sets, &outcome.scores), &outcome.scores));
    let (ours, walk) = (part(&outcome.ours), part(&outcome.walk));
    let either: Vec<bool> = ours.truth.iter().zip(&other).map(|(a, b)| *a || *b).collect();
    let top = [50, 100, 244].map(|k| (k, ours.precision_at(k, &ours.truth), ours.precision_at(k, &either)));
    let other = rule(other.iter().copied().zip(ours.truth.iter().copied()));
    Second { ours: ours.measured(), walk: walk.measured(), top: top.to_vec(), other }
}
