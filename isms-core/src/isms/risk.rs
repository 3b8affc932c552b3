//! Risks, threats and vulnerabilities.

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{AssetId, CategoryId, DimensionId, FactorId, MethodId, RoleId, ThreatId, VulnerabilityId};
use crate::isms::table::Table;
use crate::level::LevelName;
use crate::money::{Decimal, Money};
use crate::time::Date;
use crate::word::words;

described! {
    /// A potential cause of harm.
    ///
    /// ```
    /// assert_eq!(isms_core::Threat::new("phishing").title, "phishing");
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Threat {
        /// What it is.
        pub title: String,
    }
}

impl Threat {
    /// A threat.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into() }
    }
}

described! {
    /// A weakness that can be exploited.
    ///
    /// ```
    /// assert!(isms_core::Vulnerability::new("no MFA").assets.is_empty());
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Vulnerability {
        /// What it is.
        pub title: String,
        /// The assets that have it.
        pub assets: BTreeSet<AssetId>,
    }
}

impl Vulnerability {
    /// A vulnerability of no asset yet.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), assets: BTreeSet::new() }
    }
}

described! {
    /// A risk: a scenario that may cause loss of confidentiality, integrity or availability.
    ///
    /// Four levels belong to it. *Inherent* is judged here; *current* and *residual* are computed from controls;
    /// *target* is the owner's goal. Levels typed in a register stand in [`Risk::stated`] and are compared, never used.
    ///
    /// ```
    /// use isms_core::{Inherent, Risk, RiskApproach};
    /// let mut risk = Risk::new("ransomware on the file server", RiskApproach::Event, "M-1".parse()?);
    /// risk.inherent = Inherent::new("likely".parse()?, "major".parse()?);
    /// risk.affects.insert("availability".parse()?);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Risk {
        /// What may happen, in a few words.
        pub title: String,
        /// The scenario at length.
        pub scenario: Option<String>,
        /// How it was identified.
        pub approach: RiskApproach,
        /// A free label that groups risks, without effect.
        pub category: Option<String>,
        /// The dimensions that would be lost.
        pub affects: BTreeSet<DimensionId>,
        /// The assets concerned.
        pub assets: BTreeSet<AssetId>,
        /// The threats behind it.
        pub threats: BTreeSet<ThreatId>,
        /// The vulnerabilities it exploits.
        pub vulnerabilities: BTreeSet<VulnerabilityId>,
        /// Who is accountable for it.
        pub owner: Option<RoleId>,
        /// The method it is assessed with.
        pub method: MethodId,
        /// The version of the method at the time. Absent: the current one.
        pub method_version: Option<String>,
        /// When it was assessed.
        pub assessed_on: Option<Date>,
        /// When it is to be looked at again.
        pub review_by: Option<Date>,
        /// When it ceased to exist.
        pub closed_on: Option<Date>,
        /// Likelihood and consequence without the organisation's removable controls, as judged.
        pub inherent: Inherent,
        /// Levels and scores typed in a register, kept as written.
        pub stated: Stated,
        /// A person's word in place of the computed current level.
        pub override_current: Option<LevelOverride>,
        /// A person's word in place of the computed residual level; sharing a risk needs one.
        pub override_residual: Option<LevelOverride>,
        /// The level the owner aims at.
        pub target: Option<LevelName>,
        /// The loss in money, where it was estimated: without the controls that say what they do to it.
        pub loss: Option<Loss>,
        /// The effective needs the judgement stood on, so that a change can be noticed.
        pub basis: Table<AssetId, Table<DimensionId, LevelName>>,
    }
}

impl Risk {
    /// A risk nothing is judged about.
    pub fn new(title: impl Into<String>, approach: RiskApproach, method: MethodId) -> Self {
        Self {
            title: title.into(),
            scenario: None,
            approach,
            category: None,
            affects: BTreeSet::new(),
            assets: BTreeSet::new(),
            threats: BTreeSet::new(),
            vulnerabilities: BTreeSet::new(),
            owner: None,
            method,
            method_version: None,
            assessed_on: None,
            review_by: None,
            closed_on: None,
            inherent: Inherent::default(),
            stated: Stated::default(),
            override_current: None,
            override_residual: None,
            target: None,
            loss: None,
            basis: Table::new(),
        }
    }
}

described! {
    /// The judged likelihood and consequence.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Inherent {
        /// How likely.
        pub likelihood: Option<LevelName>,
        /// What the likelihood rests on.
        pub likelihood_basis: Option<String>,
        /// How bad, over all categories.
        pub consequence: Option<LevelName>,
        /// How bad, per category. The highest of these and of `consequence` counts.
        pub consequences: Table<CategoryId, LevelName>,
        /// What the consequence rests on.
        pub consequence_basis: Option<String>,
        /// The factors of a method that derives an axis from them. An axis of which no factor is given is judged.
        pub factors: Table<FactorId, LevelName>,
    }
}

impl Inherent {
    /// A judgement without its bases.
    pub fn new(likelihood: LevelName, consequence: LevelName) -> Self {
        Self { likelihood: Some(likelihood), consequence: Some(consequence), ..Self::default() }
    }
}

described! {
    /// What a register says by itself: kept beside the computed levels and compared with them.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Stated {
        /// The inherent level.
        pub inherent: Option<LevelName>,
        /// The current level.
        pub current: Option<LevelName>,
        /// The residual level.
        pub residual: Option<LevelName>,
        /// The number a product or sum of ratings is said to give, for the inherent level.
        pub score: Option<Decimal>,
    }
}

described! {
    /// A person's word in place of a computed level.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct LevelOverride {
        /// The level.
        pub level: LevelName,
        /// Why.
        pub reason: String,
        /// Who said so.
        pub by: Option<RoleId>,
        /// When.
        pub on: Option<Date>,
        /// The computed level it was decided against; the override is stale once that has changed.
        pub basis: Option<LevelName>,
    }
}

impl LevelOverride {
    /// An override with its reason.
    pub fn new(level: LevelName, reason: impl Into<String>) -> Self {
        Self { level, reason: reason.into(), by: None, on: None, basis: None }
    }
}

described! {
    /// An expected loss: a single loss and how often it comes in a year.
    ///
    /// ```
    /// let loss = isms_core::Loss::new("EUR 50000".parse()?, "0.3".parse()?);
    /// assert_eq!(loss.expected_annual()?.to_string(), "EUR 15000.00");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Loss {
        /// The loss of one event.
        pub single: Money,
        /// Events a year.
        pub annual_rate: Decimal,
        /// The annual loss as a register states it, kept as written.
        pub stated_annual: Option<Money>,
    }
}

impl Loss {
    /// A loss without a stated annual figure.
    pub fn new(single: Money, annual_rate: Decimal) -> Self {
        Self { single, annual_rate, stated_annual: None }
    }

    /// Whether the loss or its rate is below zero, so that neither is used.
    pub fn is_negative(&self) -> bool {
        self.single.is_negative() || self.annual_rate.is_negative()
    }

    /// Single loss times annual rate, to the nearest minor unit, halves away from zero. Fails with `Q-002` out of range.
    pub fn expected_annual(&self) -> Result<Money, crate::error::Error> {
        self.single.checked_scale(&self.annual_rate)
    }
}

words! {
    /// How a risk was identified (ISO/IEC 27005).
    RiskApproach ("approach") {
        /// From assets, their threats and vulnerabilities.
        Asset = "asset",
        /// From events and their consequences.
        Event = "event",
    }
}
