//! Own controls: what they implement, where they operate, which risks they act on.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::describe::described;
use crate::error::Error;
use crate::id::{AssetId, ControlId, FactorId, Reference, RiskId, RoleId, ThreatId, VulnerabilityId};
use crate::isms::table::Table;
use crate::level::LevelName;
use crate::money::Decimal;
use crate::time::Date;
use crate::word::words;

described! {
    /// A control of the organisation, as opposed to an entry of a catalogue.
    ///
    /// ```
    /// use isms_core::{Control, ControlStatus, Effect, Shift};
    /// let mut mfa = Control::new("multi-factor authentication", ControlStatus::Implemented);
    /// mfa.implements.insert("iso27001-2022:A.8.5".parse()?);
    /// mfa.acts_on.risks.insert("R-1".parse()?, Effect::on_likelihood(Shift::down(2)));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Control {
        /// What it is called.
        pub title: String,
        /// How far it is.
        pub status: ControlStatus,
        /// Who is accountable for it.
        pub owner: Option<RoleId>,
        /// Who runs it.
        pub operator: Option<RoleId>,
        /// Entries of catalogues it implements.
        pub implements: BTreeSet<Reference>,
        /// The assets it operates on.
        pub operates_on: BTreeSet<AssetId>,
        /// Controls it cannot do without.
        pub requires: BTreeSet<ControlId>,
        /// Assets it cannot do without.
        pub requires_assets: BTreeSet<AssetId>,
        /// When its operation was last shown to be effective.
        pub verification: Option<Verification>,
        /// What it acts on, and how strongly by design.
        pub acts_on: ActsOn,
    }
}

impl Control {
    /// A control that acts on nothing yet.
    pub fn new(title: impl Into<String>, status: ControlStatus) -> Self {
        Self {
            title: title.into(),
            status,
            owner: None,
            operator: None,
            implements: BTreeSet::new(),
            operates_on: BTreeSet::new(),
            requires: BTreeSet::new(),
            requires_assets: BTreeSet::new(),
            verification: None,
            acts_on: ActsOn::default(),
        }
    }
}

described! {
    /// That the operation of a control was shown to be effective.
    ///
    /// ```
    /// let seen = isms_core::Verification::new("2026-01-15".parse()?);
    /// assert!(seen.valid_until.is_none());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Verification {
        /// When.
        pub on: Date,
        /// The last day it counts. Absent: without end.
        pub valid_until: Option<Date>,
        /// By whom.
        pub by: Option<RoleId>,
    }
}

impl Verification {
    /// A verification without end.
    pub fn new(on: Date) -> Self {
        Self { on, valid_until: None, by: None }
    }
}

described! {
    /// What a control acts on. An effect on a threat or a vulnerability reaches every risk that names it; where
    /// several reach the same risk, the one on the risk itself counts, then the vulnerability's, then the threat's.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct ActsOn {
        /// Single risks.
        pub risks: Table<RiskId, Effect>,
        /// Threats.
        pub threats: Table<ThreatId, Effect>,
        /// Vulnerabilities.
        pub vulnerabilities: Table<VulnerabilityId, Effect>,
    }
}

described! {
    /// What a control does to the axes of a risk and to the factors they follow from, by design.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Effect {
        /// On how likely it is.
        pub likelihood: Option<Shift>,
        /// On how bad it would be.
        pub consequence: Option<Shift>,
        /// On factors of the method.
        pub factors: Table<FactorId, Shift>,
        /// On the loss in money.
        pub loss: Option<LossEffect>,
    }
}

described! {
    /// What a control does to a loss in money, by design: the share that it takes away, from 0 (nothing) to 1 (all).
    /// A share below 0, down to -1, is added: the control does harm.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct LossEffect {
        /// Of the loss of one event.
        pub single: Option<Decimal>,
        /// Of how often it comes in a year.
        pub rate: Option<Decimal>,
    }
}

impl LossEffect {
    /// An effect on the loss of one event and on how often it comes.
    ///
    /// ```
    /// let sprinkler = isms_core::LossEffect::new("0.9".parse()?, "0".parse()?);
    /// let effect = isms_core::Effect::on_loss(sprinkler);
    /// assert!(effect.loss.is_some() && effect.likelihood.is_none());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn new(single: Decimal, rate: Decimal) -> Self {
        Self { single: Some(single), rate: Some(rate) }
    }

    /// Whether it is a share that an effect can have: from -1 to 1.
    pub(crate) fn is_share(share: &Decimal) -> bool {
        (Decimal::from(-1)..=Decimal::from(1)).contains(share)
    }
}

impl Effect {
    /// An effect on likelihood alone.
    pub fn on_likelihood(shift: Shift) -> Self {
        Self { likelihood: Some(shift), ..Self::default() }
    }

    /// An effect on consequence alone.
    pub fn on_consequence(shift: Shift) -> Self {
        Self { consequence: Some(shift), ..Self::default() }
    }

    /// An effect on one factor alone.
    pub fn on_factor(factor: FactorId, shift: Shift) -> Self {
        Self { factors: [(factor, shift)].into_iter().collect(), ..Self::default() }
    }

    /// Whether it acts on an axis or a factor.
    pub(crate) fn moves_levels(&self) -> bool {
        self.likelihood.is_some() || self.consequence.is_some() || !self.factors.is_empty()
    }

    /// An effect on the loss in money alone.
    pub fn on_loss(loss: LossEffect) -> Self {
        Self { loss: Some(loss), ..Self::default() }
    }
}

described! {
    /// A shift on an ordinal scale, and a level that is not exceeded.
    ///
    /// ```
    /// use isms_core::Shift;
    /// assert_eq!(Shift::down(2).by, 2);
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Shift {
        /// Levels down; a negative number is an adverse effect, levels up. Between -100 and 100.
        pub by: i8,
        /// The highest level that can remain.
        pub cap: Option<LevelName>,
    }
}

impl Shift {
    /// A shift of so many levels down.
    pub fn down(by: i8) -> Self {
        Self { by, cap: None }
    }

    /// A cap without a shift.
    pub fn cap(level: LevelName) -> Self {
        Self { by: 0, cap: Some(level) }
    }
}

/// A control somebody names: an own one by id, or an entry of a catalogue by reference.
///
/// ```
/// use isms_core::ControlRef;
/// assert!(matches!("CTL-7".parse()?, ControlRef::Own(_)));
/// assert!(matches!("iso27001-2022:A.8.5".parse()?, ControlRef::Catalogue(_)));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ControlRef {
    /// A control of the document.
    Own(ControlId),
    /// An entry of a framework.
    Catalogue(Reference),
}

impl FromStr for ControlRef {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.contains(':') {
            text.parse().map(ControlRef::Catalogue)
        } else {
            text.parse().map(ControlRef::Own)
        }
    }
}

impl fmt::Display for ControlRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ControlRef::Own(id) => id.fmt(f),
            ControlRef::Catalogue(reference) => reference.fmt(f),
        }
    }
}

impl serde::Serialize for ControlRef {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

words! {
    /// How far an own control is.
    ControlStatus ("status of a control") {
        /// It works as designed.
        Implemented = "implemented",
        /// It works in part: in place, and never verified.
        Partial = "partial",
        /// It is decided on.
        Planned = "planned",
        /// It was taken out of use.
        Retired = "retired",
    }
}

impl ControlStatus {
    /// Whether the control does anything today.
    pub fn is_in_place(self) -> bool {
        matches!(self, ControlStatus::Implemented | ControlStatus::Partial)
    }
}
