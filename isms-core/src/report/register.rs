//! The risk register as rows.

use std::collections::BTreeMap;

use super::row::{Cell, IntoCell, rows};
use crate::assess::Assessment;
use crate::id::{AcceptanceId, AssetId, DimensionId, MethodId, RiskId, RoleId, TreatmentId};
use crate::isms::{Disposition, Isms, Treatment, TreatmentOption};
use crate::level::{Level, LevelName};
use crate::money::{Decimal, Money};
use crate::risk::{Controlled, RiskPoint};

rows! {
    /// A risk with its four levels, by the names of the levels.
    pub struct RegisterRow {
        /// The risk.
        pub risk: RiskId,
        /// What may happen.
        pub title: String,
        /// Who is accountable.
        pub owner: Option<RoleId>,
        /// The method it is assessed with.
        pub method: MethodId,
        /// A free label.
        pub category: Option<String>,
        /// Whether it exists at the date.
        pub open: bool,
        /// The dimensions that would be lost.
        pub affects: Vec<DimensionId>,
        /// The assets concerned.
        pub assets: Vec<AssetId>,
        /// Inherent likelihood, as judged.
        pub inherent_likelihood: Option<LevelName>,
        /// Inherent consequence, over all categories.
        pub inherent_consequence: Option<LevelName>,
        /// The inherent level.
        pub inherent_level: Option<LevelName>,
        /// The number the method gives, where it has one.
        pub inherent_score: Option<Decimal>,
        /// Likelihood with the controls of today.
        pub current_likelihood: Option<LevelName>,
        /// Consequence with the controls of today.
        pub current_consequence: Option<LevelName>,
        /// The current level that counts: a person's override where there is one, else the computed level.
        pub current_level: Option<LevelName>,
        /// The current level as computed.
        pub current_computed: Option<LevelName>,
        /// The current level with verified controls alone.
        pub current_without_unverified: Option<LevelName>,
        /// Whether no unverified control was needed for it.
        pub current_verified: Option<bool>,
        /// Whether the override of it is stale. Absent: there is none, or it records no basis.
        pub current_override_stale: Option<bool>,
        /// What follows from the current level.
        pub current_disposition: Option<Disposition>,
        /// Likelihood with the plan carried out.
        pub residual_likelihood: Option<LevelName>,
        /// Consequence with the plan carried out.
        pub residual_consequence: Option<LevelName>,
        /// The residual level that counts.
        pub residual_level: Option<LevelName>,
        /// The residual level as computed.
        pub residual_computed: Option<LevelName>,
        /// The residual level with verified controls alone.
        pub residual_without_unverified: Option<LevelName>,
        /// Whether no unverified control was needed for it.
        pub residual_verified: Option<bool>,
        /// Whether the override of it is stale.
        pub residual_override_stale: Option<bool>,
        /// What follows from the residual level.
        pub residual_disposition: Option<Disposition>,
        /// The level the owner aims at, as written.
        pub target: Option<LevelName>,
        /// The consequence that the needs of its assets imply.
        pub implied_consequence: Option<LevelName>,
        /// The treatment decisions.
        pub treatments: Vec<TreatmentId>,
        /// The options taken, over all decisions.
        pub options: Vec<TreatmentOption>,
        /// Its acceptances.
        pub acceptances: Vec<AcceptanceCell>,
        /// Single loss times annual rate, as the loss is stated.
        pub expected_annual: Option<Money>,
        /// What controls of today leave of it.
        pub current_annual: Option<Money>,
        /// The same with verified controls alone.
        pub current_annual_without_unverified: Option<Money>,
        /// What is left of it once the plan is carried out.
        pub residual_annual: Option<Money>,
        /// The same with verified controls and the plan alone, whose controls are taken as verified.
        pub residual_annual_without_unverified: Option<Money>,
        /// The inherent level a register states.
        pub stated_inherent: Option<LevelName>,
        /// The current level a register states.
        pub stated_current: Option<LevelName>,
        /// The residual level a register states.
        pub stated_residual: Option<LevelName>,
        /// The score a register states.
        pub stated_score: Option<Decimal>,
        /// The annual loss a register states.
        pub stated_annual: Option<Money>,
    }
}

/// An acceptance of a risk, and whether it counts at the date.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct AcceptanceCell {
    /// The acceptance.
    pub id: AcceptanceId,
    /// Whether it counts: neither expired nor known to be stale, unauthorised or below the level.
    pub counts: bool,
    /// Whether it has ended or has not begun.
    pub expired: bool,
    /// Whether what it stood on has changed. Absent: not known.
    pub stale: Option<bool>,
    /// Whether who accepted may do so. Absent: not known.
    pub authorised: Option<bool>,
    /// Whether it reaches the residual level. Absent: not known.
    pub covers: Option<bool>,
}

impl IntoCell for AcceptanceCell {
    fn cell(&self) -> Cell {
        let remark = if self.counts { "" } else { " (does not count)" };
        Cell::Text(format!("{}{remark}", self.id))
    }
}

impl Assessment {
    /// The risk register, in the order of ids. O(risks + treatments).
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Isms, assess};
    /// let isms = Isms::from_json(r#"{
    ///     "isms": "1",
    ///     "organisation": {"name": "Acme"},
    ///     "scales": {"s": {"levels": [{"id": "low"}, {"id": "high"}]}},
    ///     "methods": {"m": {"name": "house", "version": "1", "likelihood": "s", "consequence": "s", "level": "s",
    ///         "combine": {"matrix": {"low": ["low", "low"], "high": ["low", "high"]}}}},
    ///     "risks": {"R-1": {"title": "fire", "approach": "event", "method": "m"}}
    /// }"#)?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// assert_eq!(assessment.register_rows()[0].title, "fire");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn register_rows(&self) -> Vec<RegisterRow> {
        let isms = self.isms();
        let mut treatments: BTreeMap<&RiskId, Vec<(&TreatmentId, &Treatment)>> = BTreeMap::new();
        for (id, treatment) in isms.treatments().iter() {
            treatments.entry(&treatment.risk).or_default().push((id, treatment));
        }
        isms.risks()
            .iter()
            .map(|(id, risk)| {
                let state = self.register().get(id);
                let name = |level: Option<&Level>| level.and_then(|level| isms.name_of(level)).cloned();
                let inherent = state.map(|s| point(isms, &s.inherent)).unwrap_or_default();
                let current = station(isms, state.map(|s| &s.current));
                let residual = station(isms, state.map(|s| &s.residual));
                let decided = treatments.get(id).map(Vec::as_slice).unwrap_or_default();
                let mut options: Vec<_> = decided.iter().flat_map(|(_, t)| &t.options).copied().collect();
                options.sort_unstable();
                options.dedup();
                let acceptances = state.map(|s| s.acceptances.as_slice()).unwrap_or_default();
                let acceptances = acceptances.iter().map(|a| AcceptanceCell {
                    id: a.id.clone(),
                    counts: a.counts(),
                    expired: a.expired,
                    stale: a.stale,
                    authorised: a.authorised,
                    covers: a.covers,
                });
                let loss = state.and_then(|s| s.loss.as_ref());
                RegisterRow {
                    risk: id.clone(),
                    title: risk.title.clone(),
                    owner: risk.owner.clone(),
                    method: risk.method.clone(),
                    category: risk.category.clone(),
                    open: state.map_or(risk.closed_on.is_none(), |s| s.open),
                    affects: risk.affects.iter().cloned().collect(),
                    assets: risk.assets.iter().cloned().collect(),
                    inherent_likelihood: inherent.likelihood,
                    inherent_consequence: inherent.consequence,
                    inherent_level: inherent.level,
                    inherent_score: inherent.score,
                    current_likelihood: current.point.likelihood,
                    current_consequence: current.point.consequence,
                    current_level: current.level,
                    current_computed: current.point.level,
                    current_without_unverified: current.without_unverified,
                    current_verified: current.verified,
                    current_override_stale: current.override_stale,
                    current_disposition: current.disposition,
                    residual_likelihood: residual.point.likelihood,
                    residual_consequence: residual.point.consequence,
                    residual_level: residual.level,
                    residual_computed: residual.point.level,
                    residual_without_unverified: residual.without_unverified,
                    residual_verified: residual.verified,
                    residual_override_stale: residual.override_stale,
                    residual_disposition: residual.disposition,
                    target: risk.target.clone(),
                    implied_consequence: name(state.and_then(|s| s.implied_consequence.as_ref())),
                    treatments: decided.iter().map(|(id, _)| (*id).clone()).collect(),
                    options,
                    acceptances: acceptances.collect(),
                    expected_annual: state.and_then(|s| s.expected_annual),
                    current_annual: loss.and_then(|loss| loss.current.expected_annual),
                    current_annual_without_unverified: loss
                        .and_then(|loss| loss.current_without_unverified.expected_annual),
                    residual_annual: loss.and_then(|loss| loss.residual.expected_annual),
                    residual_annual_without_unverified: loss
                        .and_then(|loss| loss.residual_without_unverified.expected_annual),
                    stated_inherent: risk.stated.inherent.clone(),
                    stated_current: risk.stated.current.clone(),
                    stated_residual: risk.stated.residual.clone(),
                    stated_score: risk.stated.score,
                    stated_annual: risk.loss.as_ref().and_then(|loss| loss.stated_annual),
                }
            })
            .collect()
    }
}

/// A point by the names of its levels.
#[derive(Default)]
struct Names {
    likelihood: Option<LevelName>,
    consequence: Option<LevelName>,
    level: Option<LevelName>,
    score: Option<Decimal>,
}

fn point(isms: &Isms, point: &RiskPoint) -> Names {
    let name = |level: &Option<Level>| level.as_ref().and_then(|level| isms.name_of(level)).cloned();
    Names {
        likelihood: name(&point.likelihood),
        consequence: name(&point.consequence),
        level: name(&point.level),
        score: point.score,
    }
}

#[derive(Default)]
struct Station {
    point: Names,
    level: Option<LevelName>,
    without_unverified: Option<LevelName>,
    verified: Option<bool>,
    override_stale: Option<bool>,
    disposition: Option<Disposition>,
}

fn station(isms: &Isms, controlled: Option<&Controlled>) -> Station {
    let Some(controlled) = controlled else { return Station::default() };
    Station {
        point: point(isms, &controlled.point),
        level: controlled.level().and_then(|level| isms.name_of(level)).cloned(),
        without_unverified: point(isms, &controlled.without_unverified).level,
        verified: Some(controlled.verified),
        override_stale: controlled.override_stale,
        disposition: controlled.disposition,
    }
}
