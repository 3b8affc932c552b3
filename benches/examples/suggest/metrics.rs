//! How good a ranking is, measured as the research does.

/// Scores and truth of all pairs of two frameworks.
pub(crate) struct Ranking {
    pub(crate) columns: usize,
    pub(crate) scores: Vec<f64>,
    pub(crate) truth: Vec<bool>,
}

/// What a ranking is worth.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measured {
    pub(crate) ap: f64,
    pub(crate) auc: f64,
    pub f1: f64,
    pub(crate) r_precision: f64,
    pub recall_at_5: f64,
}

/// Precision, recall and F1 of a rule.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rule {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub f1: f64,
}

impl Ranking {
    /// The cells, the best first; equals in order.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.scores.len()).collect();
        order.sort_by(|a, b| self.scores[*b].total_cmp(&self.scores[*a]).then(a.cmp(b)));
        order
    }

    pub(crate) fn positives(&self) -> usize {
        self.truth.iter().filter(|truth| **truth).count()
    }

    /// Runs of equal scores: how many cells were met by the end of each, and how many of them are true.
    fn steps(&self) -> Vec<(f64, f64)> {
        let order = self.order();
        let (mut steps, mut found) = (Vec::new(), 0.0);
        for (place, cell) in order.iter().enumerate() {
            if self.truth[*cell] {
                found += 1.0;
            }
            if order.get(place + 1).is_none_or(|next| self.scores[*next] != self.scores[*cell]) {
                steps.push(((place + 1) as f64, found));
            }
        }
        steps
    }

    pub(crate) fn measured(&self) -> Measured {
        let all = self.positives() as f64;
        let cells = self.scores.len() as f64;
        let mut measured = Measured::default();
        let (mut before, mut met) = (0.0, 0.0);
        let mut at_r = None;
        for (k, found) in self.steps() {
            let (precision, recall) = (found / k, found / all);
            measured.ap += precision * (found - before) / all;
            measured.f1 = measured.f1.max(2.0 * precision * recall / (precision + recall).max(1e-12));
            let (wrong, wrong_before) = (k - found, met - before);
            measured.auc += (wrong - wrong_before) / (cells - all) * (found + before) / 2.0 / all;
            if at_r.is_none() && k >= all {
                at_r = Some((before + (found - before) * (all - met) / (k - met)) / all);
            }
            (before, met) = (found, k);
        }
        measured.r_precision = at_r.unwrap_or(0.0);
        measured.recall_at_5 = self.recall_at_5();
        measured
    }

    /// Of the true targets of a source, how many are among its best five; the mean over sources that have any.
    fn recall_at_5(&self) -> f64 {
        let (mut sum, mut sources) = (0.0, 0.0);
        for (scores, truth) in self.scores.chunks(self.columns).zip(self.truth.chunks(self.columns)) {
            let all = truth.iter().filter(|truth| **truth).count();
            if all == 0 {
                continue;
            }
            let mut order: Vec<usize> = (0..scores.len()).collect();
            order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
            let found = order.iter().take(5).filter(|cell| truth[**cell] && scores[**cell] > 0.0).count();
            sum += found as f64 / all as f64;
            sources += 1.0;
        }
        if sources > 0.0 { sum / sources } else { 0.0 }
    }

    /// F1 if all cells at or above a score are taken.
    pub(crate) fn f1_at(&self, threshold: f64) -> f64 {
        rule(self.scores.iter().zip(&self.truth).map(|(score, truth)| (*score >= threshold, *truth))).f1
    }

    /// How many of the best `k` are true of another truth.
    pub(crate) fn precision_at(&self, k: usize, truth: &[bool]) -> f64 {
        let order = self.order();
        order.iter().take(k).filter(|cell| truth[**cell]).count() as f64 / k as f64
    }

    /// Average precision with each source counted so often as `times` says.
    pub(crate) fn resampled(&self, order: &[usize], times: &[u32]) -> Option<f64> {
        let (mut met, mut found, mut sum, mut all) = (0.0, 0.0, 0.0, 0.0);
        let mut run = (0.0, 0.0); // Of the equals that are being met: cells, and true ones.
        for (place, cell) in order.iter().enumerate() {
            let weight = f64::from(times[cell / self.columns]);
            run.0 += weight;
            if self.truth[*cell] {
                run.1 += weight;
            }
            if order.get(place + 1).is_none_or(|next| self.scores[*next] != self.scores[*cell]) {
                met += run.0;
                found += run.1;
                if run.1 > 0.0 {
                    sum += run.1 * found / met;
                    all += run.1;
                }
                run = (0.0, 0.0);
            }
        }
        (all > 0.0).then(|| sum / all)
    }

    pub(crate) fn best_first(&self) -> Vec<usize> {
        self.order()
    }
}

pub(crate) fn rule(cells: impl Iterator<Item = (bool, bool)>) -> Rule {
    let (mut taken, mut right, mut all) = (0.0, 0.0, 0.0f64);
    for (take, truth) in cells {
        taken += f64::from(u8::from(take));
        right += f64::from(u8::from(take && truth));
        all += f64::from(u8::from(truth));
    }
    let (precision, recall) = (right / f64::max(taken, 1.0), right / all.max(1.0));
    Rule { precision, recall, f1: 2.0 * precision * recall / f64::max(precision + recall, 1e-9) }
}

/// The chance that a right one scores more than a wrong one; equals count half.
pub(crate) fn auc(right: &[f64], wrong: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> =
        right.iter().map(|x| (*x, true)).chain(wrong.iter().map(|x| (*x, false))).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut sum, mut at) = (0.0, 0.0, 0);
    while at < all.len() {
        let end = at + all[at..].iter().take_while(|other| other.0 == all[at].0).count();
        let wrong_here = all[at..end].iter().filter(|(_, right)| !right).count() as f64;
        let right_here = (end - at) as f64 - wrong_here;
        sum += right_here * (below + wrong_here / 2.0);
        below += wrong_here;
        at = end;
    }
    sum / (right.len() as f64 * wrong.len() as f64)
}

pub(crate) fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.into_iter().collect();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

pub(crate) fn macro_of(all: &[Measured]) -> Measured {
    Measured {
        ap: mean(all.iter().map(|m| m.ap)),
        auc: mean(all.iter().map(|m| m.auc)),
        f1: mean(all.iter().map(|m| m.f1)),
        r_precision: mean(all.iter().map(|m| m.r_precision)),
        recall_at_5: mean(all.iter().map(|m| m.recall_at_5)),
    }
}
