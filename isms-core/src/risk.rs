//! The risk register: methods compiled, levels computed, dispositions looked up.
//!
//! Four levels belong to a risk. *Inherent* is judged; *current* and *residual* are computed here from controls;
//! *target* is the owner's goal. Everything is looked up by rank in scales and tables the method declares: nothing
//! is added up but ratings.

mod acceptance;
mod effect;
mod grid;
mod judged;
mod lint;
mod look;
mod loss;
mod method;
mod notes;
mod place;
mod register;
mod rollup;
mod translation;

pub use lint::lint_method;
pub use loss::{LossCredit, LossPart, LossPoint, LossState};
pub use notes::{LevelRange, MethodNotes, ValuedBy, method_notes};
pub use register::{Register, evaluate};
pub use rollup::{EnterpriseState, Exposure, roll_up};
pub use translation::{Translations, Unread, UnreadMember, lint_translations};

pub(crate) use method::level_table;

use crate::id::{AcceptanceId, ControlId, FactorId, ThreatId, VulnerabilityId};
use crate::isms::{Disposition, Table};
use crate::level::Level;
use crate::money::{Decimal, Money};

/// Likelihood, consequence and the level they give, at one of the stations of a risk.
///
/// ```
/// assert!(isms_core::RiskPoint::default().level.is_none()); // nothing judged, no level
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RiskPoint {
    /// How likely; `None` where not judged or off the scale.
    pub likelihood: Option<Level>,
    /// How bad, over all categories.
    pub consequence: Option<Level>,
    /// The level the method gives; `None` where an axis is missing or the method has a hole.
    pub level: Option<Level>,
    /// The product or sum of the ratings, where the method has one.
    pub score: Option<Decimal>,
    /// The factors, where the method has some and they are judged.
    pub factors: Table<FactorId, Level>,
    /// The product or sum of the ratings of the factors that the likelihood follows from.
    pub likelihood_score: Option<Decimal>,
    /// The product or sum of the ratings of the factors that the consequence follows from.
    pub consequence_score: Option<Decimal>,
}

/// A computed station of a risk: current or residual.
///
/// ```
/// let unknown = isms_core::Controlled::default();
/// assert!(unknown.level().is_none() && unknown.disposition.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Controlled {
    /// With the credit the method gives to unverified controls.
    pub point: RiskPoint,
    /// With verified controls alone.
    pub without_unverified: RiskPoint,
    /// Whether no unverified control was needed for the level: without them it is the same. A planned control is
    /// taken as verified here, since the residual level supposes the plan carried out.
    pub verified: bool,
    /// The level a person set in place of the computed one.
    pub overridden: Option<Level>,
    /// Whether that override is stale; `None` where it records no basis or there is none.
    pub override_stale: Option<bool>,
    /// What follows from the level.
    pub disposition: Option<Disposition>,
}

impl Controlled {
    /// The level that counts: the override where there is one, else the computed one.
    pub fn level(&self) -> Option<&Level> {
        self.overridden.as_ref().or(self.point.level.as_ref())
    }
}

/// How a control reaches a risk.
///
/// ```
/// use isms_core::Via;
/// assert!(Via::Risk < Via::Threat("T-1".parse()?)); // what is nearer to the risk counts
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Via {
    /// It names the risk.
    Risk,
    /// It names a vulnerability of the risk.
    Vulnerability(VulnerabilityId),
    /// It names a threat of the risk.
    Threat(ThreatId),
}

/// One of the two axes of a risk, or a factor that an axis follows from.
///
/// ```
/// assert!(isms_core::Axis::Likelihood < isms_core::Axis::Consequence);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Axis {
    /// Likelihood.
    Likelihood,
    /// Consequence.
    Consequence,
    /// A factor of the method.
    Factor(FactorId),
}

/// What one control does to one axis of one risk.
///
/// ```
/// # use isms_core::*;
/// # let mut draft = Draft::new("Acme");
/// # draft.scales.insert("s".parse()?, Scale::of(["low", "high"])?);
/// # let row = |cells: [&str; 2]| cells.iter().map(|cell| cell.parse().ok()).collect::<Vec<Option<LevelName>>>();
/// # let rows = [("low".parse()?, row(["low", "low"])), ("high".parse()?, row(["low", "high"]))];
/// # let combine = Combine::Matrix(rows.into_iter().collect());
/// # let mut method = RiskMethod::new("m", "1", "s".parse()?, "s".parse()?, "s".parse()?, combine);
/// # method.dispositions.insert("high".parse()?, Disposition::Treat);
/// # draft.methods.insert("M-1".parse()?, method);
/// # let mut risk = Risk::new("phishing", RiskApproach::Event, "M-1".parse()?);
/// # risk.inherent = Inherent::new("high".parse()?, "high".parse()?);
/// # draft.risks.insert("R-1".parse()?, risk);
/// let mut filter = Control::new("mail filter", ControlStatus::Implemented); // not verified
/// filter.acts_on.risks.insert("R-1".parse()?, Effect::on_likelihood(Shift::down(2)));
/// draft.controls.insert("CTL-1".parse()?, filter);
/// # let (isms, day) = (draft.build()?, "2026-03-31".parse()?);
/// # let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// let credit = &register.states()[0].credits[0];
/// assert_eq!((credit.designed, credit.counted, credit.verified), (2, 1, false)); // at most one step
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credit {
    /// The control.
    pub control: ControlId,
    /// The axis.
    pub axis: Axis,
    /// How it reaches the risk.
    pub via: Via,
    /// Levels down by design; negative for an adverse effect.
    pub designed: i8,
    /// Levels down that count, after the rule for unverified controls; a planned control counts in full.
    pub counted: i8,
    /// The cap that counts.
    pub cap: Option<Level>,
    /// Whether the control is verified.
    pub verified: bool,
    /// Whether it counts in the current level; a planned one counts in the residual level only.
    pub in_current: bool,
}

/// An acceptance of a risk, seen at a date.
///
/// ```
/// # use isms_core::*;
/// # let mut draft = Draft::new("Acme");
/// # draft.scales.insert("s".parse()?, Scale::of(["low", "high"])?);
/// # let row = |cells: [&str; 2]| cells.iter().map(|cell| cell.parse().ok()).collect::<Vec<Option<LevelName>>>();
/// # let rows = [("low".parse()?, row(["low", "low"])), ("high".parse()?, row(["low", "high"]))];
/// # let combine = Combine::Matrix(rows.into_iter().collect());
/// # let mut method = RiskMethod::new("m", "1", "s".parse()?, "s".parse()?, "s".parse()?, combine);
/// # method.dispositions.insert("high".parse()?, Disposition::Treat);
/// # draft.methods.insert("M-1".parse()?, method);
/// # let mut risk = Risk::new("phishing", RiskApproach::Event, "M-1".parse()?);
/// # risk.inherent = Inherent::new("high".parse()?, "high".parse()?);
/// # draft.risks.insert("R-1".parse()?, risk);
/// let mut acceptance = Acceptance::new("R-1".parse()?, "low".parse()?);
/// acceptance.valid_until = Some("2026-12-31".parse()?);
/// draft.acceptances.insert("ACC-1".parse()?, acceptance);
/// # let (isms, day) = (draft.build()?, "2026-03-31".parse()?);
/// # let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// let seen = &register.states()[0].acceptances[0];
/// assert!(!seen.expired);
/// assert_eq!(seen.covers, Some(false)); // low was accepted, high remains
/// assert!(!seen.counts());
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AcceptanceState {
    /// The acceptance.
    pub id: AcceptanceId,
    /// Whether it has ended (by its own date or the longest the method allows at the accepted level), or has not
    /// begun.
    pub expired: bool,
    /// Whether what it stood on has changed; `None` where it records no basis.
    pub stale: Option<bool>,
    /// Whether who accepted may do so at the accepted level; `None` where the method does not say or nobody is
    /// named, false for a role nobody holds.
    pub authorised: Option<bool>,
    /// Whether the accepted level is at least the residual level; `None` where one is not known.
    pub covers: Option<bool>,
}

impl AcceptanceState {
    /// Whether it counts: neither expired nor known to be stale, unauthorised or below the level.
    pub fn counts(&self) -> bool {
        !self.expired
            && self.stale != Some(true)
            && self.authorised != Some(false)
            && self.covers != Some(false)
    }
}

/// Everything computed about one risk.
///
/// ```
/// # use isms_core::*;
/// # let mut draft = Draft::new("Acme");
/// # draft.scales.insert("s".parse()?, Scale::of(["low", "high"])?);
/// # let row = |cells: [&str; 2]| cells.iter().map(|cell| cell.parse().ok()).collect::<Vec<Option<LevelName>>>();
/// # let rows = [("low".parse()?, row(["low", "low"])), ("high".parse()?, row(["low", "high"]))];
/// # let combine = Combine::Matrix(rows.into_iter().collect());
/// # let mut method = RiskMethod::new("m", "1", "s".parse()?, "s".parse()?, "s".parse()?, combine);
/// # method.dispositions.insert("high".parse()?, Disposition::Treat);
/// # draft.methods.insert("M-1".parse()?, method);
/// # let mut risk = Risk::new("phishing", RiskApproach::Event, "M-1".parse()?);
/// # risk.inherent = Inherent::new("high".parse()?, "high".parse()?);
/// # draft.risks.insert("R-1".parse()?, risk);
/// # let (isms, day) = (draft.build()?, "2026-03-31".parse()?);
/// # let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// let risk = register.get(&"R-1".parse()?).unwrap();
/// assert!(risk.open);
/// assert_eq!(risk.residual.level(), risk.inherent.level.as_ref()); // no control, no difference
/// assert_eq!(risk.residual.disposition, Some(Disposition::Treat));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RiskState {
    /// Whether it exists at the date.
    pub open: bool,
    /// As judged.
    pub inherent: RiskPoint,
    /// With the controls of today.
    pub current: Controlled,
    /// With the plan carried out.
    pub residual: Controlled,
    /// The owner's goal.
    pub target: Option<Level>,
    /// The consequence that the needs of the affected assets imply by the method's table.
    /// At least this much where [`RiskState::implied_complete`] is false.
    pub implied_consequence: Option<Level>,
    /// Whether no need that is unknown, and none the table does not have, could raise it.
    pub implied_complete: bool,
    /// What each control does, by control and axis. A control that both lowers and raises an axis stands there
    /// twice. Empty where the risk cannot be evaluated, and without retired controls and those of no plan.
    pub credits: Vec<Credit>,
    /// Acceptances of it, by id.
    pub acceptances: Vec<AcceptanceState>,
    /// Single loss times annual rate, as the loss is stated; `None` where it is negative or out of range.
    pub expected_annual: Option<Money>,
    /// What controls leave of the loss, where one is stated that is not negative, and the risk can be evaluated.
    pub loss: Option<LossState>,
}
