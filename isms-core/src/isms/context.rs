//! The context: issues, interested parties and their requirements (clauses 4.1 and 4.2).

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{ObjectiveId, PartyId, PolicyId, Reference, RequirementId, RiskId};
use crate::isms::control::ControlRef;
use crate::time::Date;
use crate::word::words;

described! {
    /// What answers an issue or a requirement.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Links {
        /// Controls, own or of a catalogue.
        pub controls: BTreeSet<ControlRef>,
        /// Objectives.
        pub objectives: BTreeSet<ObjectiveId>,
        /// Policies.
        pub policies: BTreeSet<PolicyId>,
        /// Requirements.
        pub requirements: BTreeSet<RequirementId>,
        /// Risks.
        pub risks: BTreeSet<RiskId>,
    }
}

impl Links {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.controls.is_empty()
            && self.objectives.is_empty()
            && self.policies.is_empty()
            && self.requirements.is_empty()
            && self.risks.is_empty()
    }
}

described! {
    /// An external or internal issue relevant to the purpose of the ISMS (4.1).
    ///
    /// ```
    /// use isms_core::{ContextIssue, IssueKind};
    /// let issue = ContextIssue::new("ransomware against the sector", IssueKind::External);
    /// assert!(issue.addressed_by.is_empty());
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct ContextIssue {
        /// What the issue is.
        pub title: String,
        /// Where it comes from.
        pub kind: IssueKind,
        /// When it was last looked at.
        pub reviewed_on: Option<Date>,
        /// What answers it.
        pub addressed_by: Links,
    }
}

impl ContextIssue {
    /// An issue nothing answers yet.
    pub fn new(title: impl Into<String>, kind: IssueKind) -> Self {
        Self { title: title.into(), kind, reviewed_on: None, addressed_by: Links::default() }
    }
}

described! {
    /// A person or organisation that can affect, or be affected by, the ISMS (4.2).
    ///
    /// ```
    /// assert_eq!(isms_core::InterestedParty::new("customers").name, "customers");
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct InterestedParty {
        /// Who.
        pub name: String,
        /// Inside or outside the organisation.
        pub kind: Option<PartyKind>,
    }
}

impl InterestedParty {
    /// A party of which only the name is known.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: None }
    }
}

described! {
    /// A requirement of an interested party, a law or a contract (4.2).
    ///
    /// ```
    /// use isms_core::{Requirement, RequirementSource};
    /// let requirement = Requirement::new("appropriate security of processing", RequirementSource::Law);
    /// assert_eq!(requirement.addressed, None); // not decided: reported, never assumed
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Requirement {
        /// What is required.
        pub title: String,
        /// Where it comes from.
        pub source: RequirementSource,
        /// Whose it is.
        pub party: Option<PartyId>,
        /// Entries of frameworks it stands for, such as `gdpr:Art.32`.
        pub references: BTreeSet<Reference>,
        /// Whether the ISMS addresses it. Absent: not decided.
        pub addressed: Option<Addressed>,
        /// Why.
        pub rationale: Option<String>,
        /// What addresses it.
        pub addressed_by: Links,
    }
}

impl Requirement {
    /// A requirement nothing is decided about.
    pub fn new(title: impl Into<String>, source: RequirementSource) -> Self {
        Self {
            title: title.into(),
            source,
            party: None,
            references: BTreeSet::new(),
            addressed: None,
            rationale: None,
            addressed_by: Links::default(),
        }
    }
}

words! {
    /// Where an issue comes from.
    IssueKind ("kind of issue") {
        /// From outside the organisation.
        External = "external",
        /// From inside.
        Internal = "internal",
    }

    /// Inside or outside the organisation.
    PartyKind ("kind of party") {
        /// Outside.
        External = "external",
        /// Inside.
        Internal = "internal",
    }

    /// Where a requirement comes from.
    RequirementSource ("source of a requirement") {
        /// A contract.
        Contract = "contract",
        /// The organisation itself.
        Internal = "internal",
        /// A law.
        Law = "law",
        /// Another need of an interested party.
        Party = "party",
        /// A regulation.
        Regulation = "regulation",
        /// A standard.
        Standard = "standard",
    }

    /// Whether a requirement is addressed through the ISMS.
    Addressed ("decision about a requirement") {
        /// No.
        No = "no",
        /// In part.
        Partly = "partly",
        /// Yes.
        Yes = "yes",
    }
}
