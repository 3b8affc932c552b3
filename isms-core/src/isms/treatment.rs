//! Treatment decisions and the acceptance of what remains (clause 6.1.3).

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{ActionId, AssetId, MethodId, RiskId, RoleId, SupplierId};
use crate::isms::control::ControlRef;
use crate::isms::table::Table;
use crate::level::LevelName;
use crate::time::Date;
use crate::word::words;

described! {
    /// What was decided about a risk.
    ///
    /// ```
    /// use isms_core::{Treatment, TreatmentOption};
    /// let treatment = Treatment::new("R-1".parse()?, [TreatmentOption::Modify]);
    /// assert!(treatment.controls.is_empty()); // reported: modify needs a control
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Treatment {
        /// The risk.
        pub risk: RiskId,
        /// The options taken.
        pub options: BTreeSet<TreatmentOption>,
        /// The controls determined to be necessary.
        pub controls: BTreeSet<ControlRef>,
        /// Why.
        pub rationale: Option<String>,
        /// Who decided.
        pub decided_by: Option<RoleId>,
        /// When.
        pub decided_on: Option<Date>,
        /// Who approved the plan; it should be the owner of the risk.
        pub approved_by: Option<RoleId>,
        /// When.
        pub approved_on: Option<Date>,
        /// What is given up, where the option is avoid.
        pub avoidance: Option<Avoidance>,
        /// With whom the risk is shared, where the option is share.
        pub sharing: Option<Sharing>,
        /// Who does what by when.
        pub actions: Table<ActionId, Action>,
    }
}

impl Treatment {
    /// A decision without its details.
    pub fn new(risk: RiskId, options: impl IntoIterator<Item = TreatmentOption>) -> Self {
        Self {
            risk,
            options: options.into_iter().collect(),
            controls: BTreeSet::new(),
            rationale: None,
            decided_by: None,
            decided_on: None,
            approved_by: None,
            approved_on: None,
            avoidance: None,
            sharing: None,
            actions: Table::new(),
        }
    }
}

described! {
    /// The assets that are given up to avoid a risk, and by when.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Avoidance {
        /// Assets that should be gone.
        pub assets: BTreeSet<AssetId>,
        /// The day after which they should be.
        pub by: Option<Date>,
    }
}

described! {
    /// With whom a risk is shared.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Sharing {
        /// The other side, where it is a supplier of the document.
        pub supplier: Option<SupplierId>,
        /// The other side in words, such as an insurer.
        pub counterparty: Option<String>,
        /// The agreement.
        pub agreement: Option<String>,
    }
}

described! {
    /// Who does what by when.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Action {
        /// What.
        pub what: String,
        /// Who.
        pub owner: Option<RoleId>,
        /// By when.
        pub due: Option<Date>,
        /// How far.
        pub status: ActionStatus,
    }
}

impl Action {
    /// An action that is open and nobody's.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), owner: None, due: None, status: ActionStatus::Open }
    }
}

described! {
    /// The informed decision to retain what remains of a risk.
    ///
    /// ```
    /// let acceptance = isms_core::Acceptance::new("R-1".parse()?, "medium".parse()?);
    /// assert!(acceptance.valid_until.is_none());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Acceptance {
        /// The risk.
        pub risk: RiskId,
        /// The residual level that was accepted.
        pub level: LevelName,
        /// Who accepted it.
        pub by: Option<RoleId>,
        /// When.
        pub on: Option<Date>,
        /// The last day it counts. Absent: without end, unless the method sets one.
        pub valid_until: Option<Date>,
        /// Why.
        pub rationale: Option<String>,
        /// The values the decision stood on. Absent: whether it is stale is not known.
        pub basis: Option<AcceptanceBasis>,
    }
}

impl Acceptance {
    /// An acceptance by nobody named.
    pub fn new(risk: RiskId, level: LevelName) -> Self {
        Self { risk, level, by: None, on: None, valid_until: None, rationale: None, basis: None }
    }
}

described! {
    /// The effective values an acceptance stood on; each that is given is compared with today's.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct AcceptanceBasis {
        /// The method.
        pub method: Option<MethodId>,
        /// Its version.
        pub method_version: Option<String>,
        /// The current level.
        pub current: Option<LevelName>,
        /// The residual level.
        pub residual: Option<LevelName>,
    }
}

words! {
    /// An option of risk treatment.
    TreatmentOption ("treatment option") {
        /// Stop what gives rise to the risk.
        Avoid = "avoid",
        /// Change likelihood or consequence by controls.
        Modify = "modify",
        /// Keep the risk by informed decision.
        Retain = "retain",
        /// Share it with another party.
        Share = "share",
    }

    /// How far an action is.
    ActionStatus ("status of an action") {
        /// Done.
        Done = "done",
        /// Not started.
        Open = "open",
        /// Begun.
        Started = "started",
    }
}
