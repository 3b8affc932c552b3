//! A risk as it was judged, and where it stands with the controls that act on it.

use super::effect::{Count, span};
use super::grid::Span;
use super::method::{Method, Stage, Steps};
use super::{Axis, Credit, RiskPoint};
use crate::id::FactorId;
use crate::isms::Inherent;
use crate::money::Decimal;

/// What was judged about a risk, in ranks.
pub(super) struct Judged<'m, 'a> {
    method: &'m Method<'a>,
    likelihood: Option<u8>,
    consequence: Option<u8>,
    factors: Vec<Option<u8>>, // INVARIANT: by place in the method's table; `None` where not judged or off the scale.
    given: Vec<bool>,         // INVARIANT: by the same place, whether a level was written.
}

impl<'m, 'a> Judged<'m, 'a> {
    pub(super) fn new(method: &'m Method<'a>, inherent: &Inherent) -> Self {
        let written = || method.source.factors.keys().map(|id| inherent.factors.get(id));
        let factors = written().zip(&method.factors).map(|(name, steps)| steps.rank(name?)).collect();
        Self {
            method,
            likelihood: inherent.likelihood.as_ref().and_then(|name| method.likelihood.rank(name)),
            consequence: highest(&method.consequence, inherent),
            factors,
            given: written().map(|name| name.is_some()).collect(),
        }
    }

    /// Where the risk stands with the controls that are counted; without a count, as judged.
    pub(super) fn point(&self, credits: &[Credit], count: Option<Count>) -> RiskPoint {
        let method = self.method;
        let moved = |start: Span, axis: &Axis| match count {
            None => start,
            Some(count) => span(method, start, axis, credits, count),
        };
        let ids = method.source.factors.keys().cloned().map(Axis::Factor);
        let factors: Vec<Option<Span>> = self
            .factors
            .iter()
            .zip(ids)
            .map(|(rank, axis)| Some(moved(Span::still((*rank)?), &axis)))
            .collect();
        let (likelihood, likelihood_score) =
            self.axis(method.likelihood_from.as_ref(), &method.likelihood, self.likelihood, &factors);
        let (consequence, consequence_score) =
            self.axis(method.consequence_from.as_ref(), &method.consequence, self.consequence, &factors);
        let likelihood = likelihood.map(|start| moved(start, &Axis::Likelihood));
        let consequence = consequence.map(|start| moved(start, &Axis::Consequence));
        let both = likelihood.zip(consequence);
        let level = both.and_then(|(l, c)| method.grid.level_after(&[l, c]));
        let of_factor = |((id, steps), span): ((&FactorId, &Steps<'_>), &Option<Span>)| {
            Some((id.clone(), steps.at(span.as_ref()?.to)?))
        };
        RiskPoint {
            likelihood: likelihood.and_then(|l| method.likelihood.at(l.to)),
            consequence: consequence.and_then(|c| method.consequence.at(c.to)),
            level: level.and_then(|rank| method.level.at(rank)),
            score: both.and_then(|(l, c)| method.cell(l.to, c.to).score),
            factors: method
                .source
                .factors
                .keys()
                .zip(&method.factors)
                .zip(&factors)
                .filter_map(of_factor)
                .collect(),
            likelihood_score,
            consequence_score,
        }
    }

    /// An axis before the controls that act on itself: as it follows from the factors, or as judged where the method
    /// derives nothing or no factor of it was given. With the score of the factors.
    fn axis(
        &self,
        stage: Option<&Stage<'_>>,
        steps: &Steps<'_>,
        judged: Option<u8>,
        factors: &[Option<Span>],
    ) -> (Option<Span>, Option<Decimal>) {
        let is_given = |place: &usize| self.given.get(*place) == Some(&true);
        let Some(stage) = stage.filter(|stage| stage.of.iter().any(is_given)) else {
            return (judged.map(Span::still), None);
        };
        let spans: Option<Vec<Span>> =
            stage.of.iter().map(|place| factors.get(*place).copied().flatten()).collect();
        let Some(spans) = spans else { return (None, None) };
        let (from, to): (Vec<u8>, Vec<u8>) = spans.iter().map(|span| (span.from, span.to)).unzip();
        let end = stage.grid.level_after(&spans);
        let start = stage.grid.cell(&from).level;
        // From a hole it may have come down all the way.
        let span = end.map(|to| Span { from: start.unwrap_or(steps.scale.top()).max(to), to });
        (span, stage.grid.cell(&to).score)
    }
}

/// The highest consequence, over all and per category. `None` where none is judged or one is off the scale: the
/// others alone might be too low.
fn highest(scale: &Steps<'_>, inherent: &Inherent) -> Option<u8> {
    let judged = inherent.consequence.iter().chain(inherent.consequences.values());
    let ranks: Option<Vec<u8>> = judged.map(|name| scale.rank(name)).collect();
    ranks?.into_iter().max()
}
