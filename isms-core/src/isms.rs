//! The nouns, and the aggregate that holds them together.

mod asset;
mod check;
mod context;
mod control;
mod enterprise;
mod method;
mod method_file;
mod organisation;
mod people;
mod policy;
mod risk;
mod scope;
mod soa;
mod table;
mod translation;
mod treatment;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use asset::*;
pub use context::*;
pub use control::*;
pub use enterprise::*;
pub use method::*;
pub use method_file::*;
pub use organisation::*;
pub use people::*;
pub use policy::*;
pub use risk::*;
pub use scope::*;
pub use soa::*;
pub use table::Table;
pub use translation::*;
pub use treatment::*;

use crate::describe::described;
use crate::error::Error;
use crate::finding::Problems;
use crate::graph::Csr;
use crate::id::*;
use crate::level::Scale;

described! {
    /// An ISMS in the making: everything a document can say, free to change. [`Draft::build`] checks it and gives an
    /// [`Isms`].
    ///
    /// ```
    /// use isms_core::{Asset, AssetKind, Dependency, Draft};
    /// let mut draft = Draft::new("Acme");
    /// let mut crm = Asset::new("CRM", AssetKind::Service);
    /// crm.depends_on.insert("A-DB".parse()?, Dependency::default());
    /// draft.assets.insert("A-CRM".parse()?, crm);
    ///
    /// let error = draft.clone().build().unwrap_err(); // the database is missing
    /// assert_eq!((error.code(), error.path()), ("D-016", Some("/assets/A-CRM/depends_on/A-DB")));
    ///
    /// draft.assets.insert("A-DB".parse()?, Asset::new("database", AssetKind::Software));
    /// assert_eq!(draft.build()?.assets().len(), 2);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Draft {
        /// The organisation.
        pub organisation: Organisation,
        /// The scope. Absent: none is written.
        pub scope: Option<Scope>,
        /// Issues of the context.
        pub issues: Table<IssueId, ContextIssue>,
        /// Interested parties.
        pub parties: Table<PartyId, InterestedParty>,
        /// Their requirements, and those of law and contract.
        pub requirements: Table<RequirementId, Requirement>,
        /// Roles.
        pub roles: Table<RoleId, Role>,
        /// Suppliers.
        pub suppliers: Table<SupplierId, Supplier>,
        /// Sites.
        pub sites: Table<SiteId, Site>,
        /// Processes.
        pub processes: Table<ProcessId, Process>,
        /// Scales.
        pub scales: Table<ScaleId, Scale>,
        /// Impact dimensions. None: the three of [`Dimension`] are put in by [`Draft::build`].
        pub dimensions: Table<DimensionId, Dimension>,
        /// Measures of capability.
        pub capabilities: Table<CapabilityId, CapabilityMeasure>,
        /// Methods that ship, by name: reading a document puts them and their scales in. In a draft that is built by hand,
        /// [`Draft::add_method`] does.
        pub shipped_methods: BTreeSet<MethodId>,
        /// Risk methods.
        pub methods: Table<MethodId, RiskMethod>,
        /// Translations between risk methods.
        pub translations: Table<TranslationId, Translation>,
        /// Assets.
        pub assets: Table<AssetId, Asset>,
        /// Threats.
        pub threats: Table<ThreatId, Threat>,
        /// Vulnerabilities.
        pub vulnerabilities: Table<VulnerabilityId, Vulnerability>,
        /// Risks.
        pub risks: Table<RiskId, Risk>,
        /// Risks of the organisation as a whole.
        pub enterprise_risks: Table<EnterpriseRiskId, EnterpriseRisk>,
        /// Own controls.
        pub controls: Table<ControlId, Control>,
        /// Treatment decisions.
        pub treatments: Table<TreatmentId, Treatment>,
        /// Acceptances.
        pub acceptances: Table<AcceptanceId, Acceptance>,
        /// The Statement of Applicability. Absent: none is written.
        pub soa: Option<Soa>,
        /// Policies.
        pub policies: Table<PolicyId, Policy>,
        /// Objectives.
        pub objectives: Table<ObjectiveId, Objective>,
        /// Unknown members a reader was asked to preserve: canonical JSON by pointer.
        pub preserved: BTreeMap<String, String>,
    }
}

/// Most impact dimensions, and most measures of capability, of one ISMS.
pub const MAX_DIMENSIONS: usize = 32;

impl Draft {
    /// A draft of which only the name of the organisation is known.
    pub fn new(organisation: impl Into<String>) -> Self {
        Self { organisation: Organisation::new(organisation), ..Self::default() }
    }

    /// Checks that the draft is well formed: every id it names is there, nothing depends on itself, scales have
    /// levels. Fails with every problem at once; see [`Error::findings`]. O(size).
    ///
    /// What is only unsound (a level off its scale, a missing owner, a hole in a matrix, an expired date) does not
    /// fail: [`assess`](crate::assess) reports it.
    pub fn build(self) -> Result<Isms, Error> {
        self.check(|problems| problems)
    }

    /// Builds, after `place` has said where in a text each problem stands.
    pub(crate) fn check(mut self, place: impl FnOnce(Problems) -> Problems) -> Result<Isms, Error> {
        check::fill_defaults(&mut self);
        match check::well_formed(&self) {
            Ok(dependencies) => Ok(Isms(Arc::new(Inner { draft: self, dependencies }))),
            Err(problems) => Err(Error::document(place(problems))),
        }
    }
}

/// A well-formed information security management system: immutable, cheap to clone, safe to share across threads.
///
/// It is read from a document or built from a [`Draft`].
///
/// ```
/// use isms_core::Isms;
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "assets": {"A-1": {"name": "customer data", "kind": "information", "need": {"confidentiality": "high"}}}
/// }"#)?;
/// assert_eq!(isms.organisation().name, "Acme");
/// assert_eq!(isms.assets().len(), 1);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Isms(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    draft: Draft,      // INVARIANT: `check::well_formed` passes.
    dependencies: Csr, // INVARIANT: the edges of `depends_on`, by place in `assets`; slots in the order of keys.
}

impl Isms {
    /// A draft that starts from this ISMS, to change and build again.
    pub fn to_draft(&self) -> Draft {
        self.0.draft.clone()
    }

    /// The name of a level, as its scale has it; `None` for a level of a scale this ISMS does not have.
    ///
    /// ```
    /// use isms_core::{Draft, Level};
    /// let isms = Draft::new("Acme").build()?;
    /// let (id, scale) = isms.scales().at(0).unwrap();
    /// let high = Level::new(id, scale, "high").unwrap();
    /// assert_eq!(isms.name_of(&high).unwrap().as_str(), "high");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn name_of(&self, level: &crate::level::Level) -> Option<&crate::level::LevelName> {
        self.scales().get(level.scale())?.at(level.rank()).map(|found| &found.id)
    }

    /// The own need of an asset in a dimension as written: on the asset, or else on the one it is an instance of.
    pub(crate) fn own_need<'a>(
        &'a self,
        asset: &'a Asset,
        dimension: &DimensionId,
    ) -> Option<&'a crate::level::LevelName> {
        let object = || self.assets().get(asset.instance_of.as_ref()?)?.need.get(dimension);
        asset.need.get(dimension).or_else(object)
    }

    /// Everything the ISMS says, as the checked draft.
    pub(crate) fn parts(&self) -> &Draft {
        &self.0.draft
    }

    /// The dependencies between assets, by place in the table of assets.
    pub(crate) fn dependencies(&self) -> &Csr {
        &self.0.dependencies
    }
}

macro_rules! accessors {
    ($($(#[$meta:meta])* $name:ident: $type:ty;)*) => {
        /// What the ISMS says, table by table.
        ///
        /// ```
        /// let isms = isms_core::Draft::new("Acme").build()?;
        /// assert!(isms.risks().is_empty());
        /// assert_eq!(isms.dimensions().len(), 3);
        /// # Ok::<(), isms_core::Error>(())
        /// ```
        impl Isms {
            $($(#[$meta])* pub fn $name(&self) -> &$type {
                &self.0.draft.$name
            })*
        }
    };
}

accessors! {
    /// The organisation.
    organisation: Organisation;
    /// The scope.
    scope: Option<Scope>;
    /// Issues of the context.
    issues: Table<IssueId, ContextIssue>;
    /// Interested parties.
    parties: Table<PartyId, InterestedParty>;
    /// Requirements.
    requirements: Table<RequirementId, Requirement>;
    /// Roles.
    roles: Table<RoleId, Role>;
    /// Suppliers.
    suppliers: Table<SupplierId, Supplier>;
    /// Sites.
    sites: Table<SiteId, Site>;
    /// Processes.
    processes: Table<ProcessId, Process>;
    /// Scales.
    scales: Table<ScaleId, Scale>;
    /// Impact dimensions; never empty.
    dimensions: Table<DimensionId, Dimension>;
    /// Measures of capability.
    capabilities: Table<CapabilityId, CapabilityMeasure>;
    /// The methods that ship which the document named.
    shipped_methods: BTreeSet<MethodId>;
    /// Risk methods.
    methods: Table<MethodId, RiskMethod>;
    /// Translations between risk methods.
    translations: Table<TranslationId, Translation>;
    /// Assets.
    assets: Table<AssetId, Asset>;
    /// Threats.
    threats: Table<ThreatId, Threat>;
    /// Vulnerabilities.
    vulnerabilities: Table<VulnerabilityId, Vulnerability>;
    /// Risks.
    risks: Table<RiskId, Risk>;
    /// Risks of the organisation as a whole.
    enterprise_risks: Table<EnterpriseRiskId, EnterpriseRisk>;
    /// Own controls.
    controls: Table<ControlId, Control>;
    /// Treatment decisions.
    treatments: Table<TreatmentId, Treatment>;
    /// Acceptances.
    acceptances: Table<AcceptanceId, Acceptance>;
    /// The Statement of Applicability as written.
    soa: Option<Soa>;
    /// Policies.
    policies: Table<PolicyId, Policy>;
    /// Objectives.
    objectives: Table<ObjectiveId, Objective>;
}
