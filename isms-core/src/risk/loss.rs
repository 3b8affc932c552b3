//! What controls leave of a loss in money.

use super::Via;
use super::effect::{Count, Own};
use crate::id::ControlId;
use crate::isms::{Loss, LossEffect, LossRule, Unverified};
use crate::money::{Decimal, Money};
use crate::share::{ONE, PLACES, times, together};

/// The two parts of an expected loss.
///
/// ```
/// assert!(isms_core::LossPart::Single < isms_core::LossPart::Rate);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LossPart {
    /// The loss of one event.
    Single,
    /// How often it comes in a year.
    Rate,
}

impl LossPart {
    pub(super) const ALL: [LossPart; 2] = [LossPart::Single, LossPart::Rate];

    /// The share of this part that an effect takes away. More than all is not used: that is the cautious side.
    pub(super) fn of(self, effect: &LossEffect) -> Option<Decimal> {
        let share = match self {
            LossPart::Single => effect.single,
            LossPart::Rate => effect.rate,
        };
        share.filter(|share| share.is_negative() || LossEffect::is_share(share))
    }
}

/// What one control does to one part of the loss of one risk.
///
/// ```
/// # use isms_core::*;
/// # let isms = Isms::from_yaml("
/// # isms: '1'
/// # organisation: {name: Acme}
/// # scales: {s: {levels: [{id: low}, {id: high}]}}
/// # methods: {M-1: {name: m, version: '1', likelihood: s, consequence: s, level: s, combine: {matrix: {}}}}
/// # risks: {R-1: {title: fire, approach: event, method: M-1, loss: {single: EUR 1000, annual_rate: '0.1'}}}
/// # controls: {C-1: {title: sprinkler, status: implemented, acts_on: {risks: {R-1: {loss: {single: '0.8'}}}}}}
/// # ")?;
/// # let day = "2026-03-31".parse()?;
/// # let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// let loss = register.states()[0].loss.as_ref().unwrap();
/// let credit = &loss.credits[0]; // nobody has verified the sprinkler: half of it counts
/// assert_eq!((credit.designed.to_string(), credit.counted.to_string()), ("0.8".into(), "0.4".into()));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LossCredit {
    /// The control.
    pub control: ControlId,
    /// The part of the loss.
    pub part: LossPart,
    /// How it reaches the risk.
    pub via: Via,
    /// The share taken away by design; negative for an adverse effect.
    pub designed: Decimal,
    /// The share that counts, after the rule for unverified controls; a planned control counts in full.
    pub counted: Decimal,
    /// Whether the control is verified.
    pub verified: bool,
    /// Whether it counts in the current loss; a planned one counts in the residual loss only.
    pub in_current: bool,
}

/// A loss at one of the stations of a risk. What is out of range is `None`, and what a control adds more than once to.
///
/// ```
/// assert!(isms_core::LossPoint::default().expected_annual.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LossPoint {
    /// The loss of one event, to the nearest minor unit, halves away from zero.
    pub single: Option<Money>,
    /// Events a year.
    pub annual_rate: Option<Decimal>,
    /// Single loss times annual rate, rounded once.
    pub expected_annual: Option<Money>,
}

/// What controls leave of the loss of a risk that states one.
///
/// Per part, the shares e of the controls come together by the rule of the method, and 1 − e remains; the largest
/// adverse share a goes on top: (1 − e)(1 + a). Shares are exact to 10^-12. MAGERIT v3, Libro III, 2.2.2, has the same
/// split of one control into its efficacy against the impact and against the frequency.
///
/// ```
/// # use isms_core::*;
/// let isms = Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// scales: {s: {levels: [{id: low}, {id: high}]}}
/// methods: {M-1: {name: m, version: '1', likelihood: s, consequence: s, level: s, combine: {matrix: {}}}}
/// risks: {R-1: {title: fire, approach: event, method: M-1, loss: {single: EUR 900000, annual_rate: '0.1'}}}
/// controls:
///   C-1:
///     title: sprinkler
///     status: implemented
///     verification: {on: 2026-01-15}
///     acts_on: {risks: {R-1: {loss: {single: '0.9', rate: '0.5'}}}}
/// ")?;
/// # let day = "2026-03-31".parse()?;
/// # let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// let loss = register.states()[0].loss.as_ref().unwrap();
/// assert_eq!(loss.current.single.unwrap().to_string(), "EUR 90000.00");
/// assert_eq!(loss.current.annual_rate.unwrap().to_string(), "0.05");
/// assert_eq!(loss.current.expected_annual.unwrap().to_string(), "EUR 4500.00");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LossState {
    /// With the controls of today.
    pub current: LossPoint,
    /// The same with verified controls alone.
    pub current_without_unverified: LossPoint,
    /// With the plan carried out.
    pub residual: LossPoint,
    /// The same with verified controls and the plan alone.
    pub residual_without_unverified: LossPoint,
    /// What each control does, by control and part. One that both lowers and raises a part stands there twice.
    pub credits: Vec<LossCredit>,
}

/// Joins the shares of one control on one part of a loss: the largest, and apart from it the largest adverse one.
pub(super) fn count(
    own: Own<'_>,
    part: LossPart,
    shares: impl Iterator<Item = (Via, Decimal)>,
    rule: Unverified,
    out: &mut Vec<LossCredit>,
) {
    let mut best: Option<(Via, Decimal)> = None;
    let mut worst: Option<(Via, Decimal)> = None;
    for (via, share) in shares {
        if share.is_negative() {
            if worst.as_ref().is_none_or(|(_, most)| share < *most) {
                worst = Some((via, share));
            }
        } else if best.as_ref().is_none_or(|(_, most)| share > *most) {
            best = Some((via, share));
        }
    }
    let full = own.state.verified || !own.state.status.is_in_place();
    for (via, designed) in best.into_iter().chain(worst) {
        let counted = match rule {
            _ if full || designed.is_negative() => designed,
            Unverified::Optimistic => designed,
            Unverified::Capped => decimal(parts(&designed) / 2),
            Unverified::Strict => Decimal::ZERO,
        };
        out.push(LossCredit {
            control: own.id.clone(),
            part,
            via,
            designed,
            counted,
            verified: own.state.verified,
            in_current: own.state.status.is_in_place(),
        });
    }
}

/// O(credits).
pub(super) fn state(loss: &Loss, rule: LossRule, credits: Vec<LossCredit>) -> LossState {
    let point = |planned, unverified| {
        let count = Count { planned, unverified };
        let [single, rate] = LossPart::ALL.map(|part| remains(&credits, part, rule, count));
        left(loss, single, rate)
    };
    LossState {
        current: point(false, true),
        current_without_unverified: point(false, false),
        residual: point(true, true),
        residual_without_unverified: point(true, false),
        credits,
    }
}

/// What remains of a part, in parts of [`ONE`]: at most twice as much. `None` where a control adds a share below -1: how
/// much it adds is not known, and not nothing.
fn remains(credits: &[LossCredit], part: LossPart, rule: LossRule, count: Count) -> Option<u64> {
    let (mut down, mut up) = (0, 0);
    for credit in credits.iter().filter(|c| c.part == part && (c.in_current || count.planned)) {
        if !LossEffect::is_share(&credit.counted) {
            return None;
        }
        let by = parts(&credit.counted);
        if credit.counted.is_negative() {
            up = up.max(by);
        } else if !credit.in_current || credit.verified || count.unverified {
            down = match rule {
                LossRule::Strongest => down.max(by),
                LossRule::Independent => together(down, by),
            };
        }
    }
    Some(times(ONE - down, ONE + up))
}

fn left(loss: &Loss, single: Option<u64>, rate: Option<u64>) -> LossPoint {
    let (single, rate) = (single.map(decimal), rate.map(decimal));
    let annual_rate = rate.and_then(|rate| loss.annual_rate.checked_mul(&rate).ok());
    let factor = annual_rate.zip(single).and_then(|(rate, single)| rate.checked_mul(&single).ok());
    LossPoint {
        single: single.and_then(|single| loss.single.checked_scale(&single).ok()),
        annual_rate,
        expected_annual: factor.and_then(|factor| loss.single.checked_scale(&factor).ok()),
    }
}

/// The size of a share in parts of [`ONE`], which it is at most.
fn parts(share: &Decimal) -> u64 {
    share.to_parts(PLACES).and_then(|parts| u64::try_from(parts.unsigned_abs()).ok()).unwrap_or(0).min(ONE)
}

fn decimal(parts: u64) -> Decimal {
    Decimal::from_parts(u128::from(parts), PLACES).unwrap_or(Decimal::ZERO)
}
