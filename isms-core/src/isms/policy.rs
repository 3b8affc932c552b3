//! Policies and objectives (clauses 5.2 and 6.2).

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{PolicyId, RequirementId, RiskId, RoleId};
use crate::time::Date;
use crate::word::words;

described! {
    /// A policy.
    ///
    /// ```
    /// use isms_core::{Policy, PolicyKind};
    /// assert!(Policy::new("information security policy", PolicyKind::InformationSecurity).approved_on.is_none());
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Policy {
        /// What it is called.
        pub title: String,
        /// Which policy it is.
        pub kind: PolicyKind,
        /// Its version.
        pub version: Option<String>,
        /// Who approved it.
        pub approved_by: Option<RoleId>,
        /// When.
        pub approved_on: Option<Date>,
        /// When it is to be looked at again.
        pub review_by: Option<Date>,
        /// What it contains that the standard asks for.
        pub contents: BTreeSet<PolicyContent>,
        /// How it is communicated and made available.
        pub communication: Option<String>,
    }
}

impl Policy {
    /// A policy nobody has approved.
    pub fn new(title: impl Into<String>, kind: PolicyKind) -> Self {
        Self {
            title: title.into(),
            kind,
            version: None,
            approved_by: None,
            approved_on: None,
            review_by: None,
            contents: BTreeSet::new(),
            communication: None,
        }
    }
}

described! {
    /// A result to achieve.
    ///
    /// ```
    /// assert!(isms_core::Objective::new("restore within four hours").plan.what.is_none());
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Objective {
        /// What is to be achieved.
        pub title: String,
        /// The policy it follows.
        pub policy: Option<PolicyId>,
        /// How it is measured.
        pub measure: Option<String>,
        /// Why it cannot be measured, where it cannot.
        pub not_measurable: Option<String>,
        /// The value aimed at.
        pub target: Option<String>,
        /// The day it should be reached.
        pub due: Option<Date>,
        /// What came of it.
        pub result: Option<String>,
        /// Requirements it takes into account.
        pub requirements: BTreeSet<RequirementId>,
        /// Risks it takes into account.
        pub risks: BTreeSet<RiskId>,
        /// How it is monitored.
        pub monitoring: Option<String>,
        /// How it is communicated.
        pub communication: Option<String>,
        /// How it is to be reached.
        pub plan: ObjectivePlan,
    }
}

impl Objective {
    /// An objective without its details.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }
}

described! {
    /// How an objective is to be reached (6.2): the five things a plan says.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct ObjectivePlan {
        /// What will be done.
        pub what: Option<String>,
        /// With what.
        pub resources: Option<String>,
        /// By whom.
        pub who: Option<RoleId>,
        /// By when.
        pub when: Option<Date>,
        /// How the result is evaluated.
        pub evaluation: Option<String>,
    }
}

words! {
    /// Which policy it is.
    PolicyKind ("kind of policy") {
        /// The information security policy of clause 5.2.
        InformationSecurity = "information-security",
        /// A policy about one topic.
        Topic = "topic",
    }

    /// What the information security policy contains.
    PolicyContent ("content of a policy") {
        /// A commitment to improve continually.
        ContinualImprovement = "continual-improvement",
        /// Objectives, or a frame for setting them.
        Objectives = "objectives",
        /// A commitment to satisfy requirements.
        Requirements = "requirements",
    }
}
