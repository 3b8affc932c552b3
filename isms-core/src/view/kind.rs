//! What nodes and edges of the view stand for.

use crate::word::words;

words! {
    /// What a node of a [`View`](crate::View) is.
    NodeKind ("kind of node") {
        /// The scope of the ISMS.
        Scope = "scope",
        /// An issue of the context.
        Issue = "issue",
        /// An interested party.
        Party = "party",
        /// A requirement.
        Requirement = "requirement",
        /// A policy.
        Policy = "policy",
        /// An objective.
        Objective = "objective",
        /// A role.
        Role = "role",
        /// A supplier.
        Supplier = "supplier",
        /// A site.
        Site = "site",
        /// A process.
        Process = "process",
        /// An asset.
        Asset = "asset",
        /// A threat.
        Threat = "threat",
        /// A vulnerability.
        Vulnerability = "vulnerability",
        /// A risk.
        Risk = "risk",
        /// An enterprise risk.
        EnterpriseRisk = "enterprise-risk",
        /// A treatment decision.
        Treatment = "treatment",
        /// An acceptance.
        Acceptance = "acceptance",
        /// An own control.
        Control = "control",
        /// An entry of a framework.
        Reference = "reference",
        /// The Statement of Applicability.
        Statement = "soa",
    }

    /// What an edge of a [`View`](crate::View) says, read from its start to its end.
    EdgeKind ("kind of edge") {
        /// A control acts on a risk, a threat or a vulnerability.
        ActsOn = "acts-on",
        /// An acceptance accepts a risk.
        Accepts = "accepts",
        /// A control, objective, policy, requirement or risk addresses an issue or a requirement.
        Addresses = "addresses",
        /// The scope, a policy, a treatment or the Statement of Applicability was approved by a role.
        ApprovedBy = "approved-by",
        /// A risk belongs to an enterprise risk.
        BelongsTo = "belongs-to",
        /// The scope borders on a supplier, by an interface or a dependency on the outside.
        BordersOn = "borders-on",
        /// A risk is caused by a threat.
        CausedBy = "caused-by",
        /// A risk concerns an asset.
        Concerns = "concerns",
        /// An objective considers a requirement or a risk.
        Considers = "considers",
        /// A treatment or an acceptance was decided by a role.
        DecidedBy = "decided-by",
        /// An asset depends on another.
        DependsOn = "depends-on",
        /// A treatment determines a control to be necessary.
        Determines = "determines",
        /// The Statement of Applicability leaves a control out, with a justification.
        Excludes = "excludes",
        /// An asset, a site or a process is excluded from the scope.
        ExcludedFrom = "excluded",
        /// A risk exploits a vulnerability.
        Exploits = "exploits",
        /// An objective follows a policy.
        Follows = "follows",
        /// A treatment gives up an asset to avoid its risk.
        GivesUp = "gives-up",
        /// A control implements an entry of a framework.
        Implements = "implements",
        /// An asset, a site or a process is in scope.
        InScope = "in-scope",
        /// The Statement of Applicability includes a control.
        Includes = "includes",
        /// A process interacts with another.
        InteractsWith = "interacts-with",
        /// The Statement of Applicability lists a control that is not decided on.
        Lists = "lists",
        /// A control is operated by a role.
        OperatedBy = "operated-by",
        /// A control operates on an asset.
        OperatesOn = "operates-on",
        /// An asset, a process, a risk, an enterprise risk, a control or an action of a treatment is owned by a role.
        OwnedBy = "owned-by",
        /// An objective is pursued by a role.
        PursuedBy = "pursued-by",
        /// A requirement refers to an entry of a framework.
        RefersTo = "refers-to",
        /// An asset represents a process, a role, a site or a supplier.
        Represents = "represents",
        /// A requirement is required by a party.
        RequiredBy = "required-by",
        /// A control requires another, or an asset.
        Requires = "requires",
        /// A treatment shares its risk with a supplier.
        SharedWith = "shared-with",
        /// A treatment treats a risk.
        Treats = "treats",
        /// A process uses an asset.
        Uses = "uses",
        /// A control was verified by a role.
        VerifiedBy = "verified-by",
        /// A vulnerability weakens an asset.
        Weakens = "weakens",
    }
}

impl NodeKind {
    /// Whether a node of this kind frames the whole ISMS, so that nearly everything touches it. Routes start and end
    /// at such a node but do not lead through it: that two assets are both in scope does not connect them.
    pub fn is_frame(self) -> bool {
        matches!(self, NodeKind::Scope | NodeKind::Statement)
    }
}
