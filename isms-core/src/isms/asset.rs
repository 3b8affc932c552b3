//! Assets, what they need, what they depend on and what they provide.

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{
    AssetId, CapabilityId, DimensionId, GroupId, ProcessId, RoleId, ScaleId, SiteId, SupplierId,
};
use crate::isms::table::Table;
use crate::level::LevelName;
use crate::money::Decimal;
use crate::word::words;

described! {
    /// An impact dimension and the scale its needs are stated in. A document that declares none has
    /// `confidentiality`, `integrity` and `availability` on the five levels of NIST SP 800-30.
    ///
    /// ```
    /// let safety = isms_core::Dimension::new("safety", "harm".parse()?);
    /// assert_eq!(safety.scale.as_str(), "harm");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Dimension {
        /// What it is called.
        pub name: String,
        /// The scale of its needs.
        pub scale: ScaleId,
        /// The lowest need of a primary asset that a risk must cover. Absent: the upper half of the scale.
        pub risk_from: Option<LevelName>,
        /// The least need of every asset that is not primary. Absent: none.
        pub floor: Option<LevelName>,
    }
}

impl Dimension {
    /// A dimension on a scale.
    pub fn new(name: impl Into<String>, scale: ScaleId) -> Self {
        Self { name: name.into(), scale, risk_from: None, floor: None }
    }
}

described! {
    /// A measure of capability, such as a recovery time: whole numbers of one unit.
    ///
    /// ```
    /// use isms_core::{Better, CapabilityMeasure};
    /// let mut rto = CapabilityMeasure::new("recovery time objective", Better::Lower);
    /// rto.unit = Some("hours".into());
    /// assert_eq!(rto.better, Better::Lower);
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct CapabilityMeasure {
        /// What it is called.
        pub name: String,
        /// The unit of its values.
        pub unit: Option<String>,
        /// Which of two values is the better one.
        pub better: Better,
    }
}

impl CapabilityMeasure {
    /// A measure without a unit.
    pub fn new(name: impl Into<String>, better: Better) -> Self {
        Self { name: name.into(), unit: None, better }
    }
}

described! {
    /// Anything of value to the organisation.
    ///
    /// ```
    /// use isms_core::{Asset, AssetKind, Dependency};
    /// let mut invoices = Asset::new("customer invoices", AssetKind::Information);
    /// invoices.need.insert("confidentiality".parse()?, "high".parse()?);
    /// invoices.depends_on.insert("A-DB".parse()?, Dependency::default());
    /// assert!(invoices.kind.is_primary());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Asset {
        /// What it is called.
        pub name: String,
        /// What it is.
        pub kind: AssetKind,
        /// Who is accountable for it.
        pub owner: Option<RoleId>,
        /// What it stands for in the graph.
        pub represents: Option<Represents>,
        /// How many like it are meant. Absent: one.
        pub count: Option<u32>,
        /// What rules look at.
        pub tags: BTreeSet<AssetTag>,
        /// Free words without effect.
        pub labels: BTreeSet<String>,
        /// Its own need per dimension, as assessed on the asset itself.
        pub need: Table<DimensionId, LevelName>,
        /// The asset it is an instance of: where it states no own need in a dimension, it has the own need of that one.
        pub instance_of: Option<AssetId>,
        /// Its own value per dimension, as a number of one unit that the organisation chose.
        pub worth: Table<DimensionId, Decimal>,
        /// What it depends on.
        pub depends_on: Table<AssetId, Dependency>,
        /// Groups of its dependencies of which some suffice.
        pub redundancy: Table<GroupId, Redundancy>,
        /// Needs raised because many dependents meet here.
        pub cumulation: Table<DimensionId, Cumulation>,
        /// Needs set by a person in place of the derived ones.
        pub need_override: Table<DimensionId, NeedOverride>,
        /// Capability it must have, in the unit of the measure.
        pub requires: Table<CapabilityId, u64>,
        /// Capability it has by itself, in the unit of the measure.
        pub provides: Table<CapabilityId, u64>,
    }
}

impl Asset {
    /// An asset of which only name and kind are known.
    pub fn new(name: impl Into<String>, kind: AssetKind) -> Self {
        Self {
            name: name.into(),
            kind,
            owner: None,
            represents: None,
            count: None,
            tags: BTreeSet::new(),
            labels: BTreeSet::new(),
            need: Table::new(),
            instance_of: None,
            worth: Table::new(),
            depends_on: Table::new(),
            redundancy: Table::new(),
            cumulation: Table::new(),
            need_override: Table::new(),
            requires: Table::new(),
            provides: Table::new(),
        }
    }
}

/// What an asset stands for in the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Represents {
    /// A process.
    Process(ProcessId),
    /// The people of a role.
    Role(RoleId),
    /// A site.
    Site(SiteId),
    /// A supplier: the asset stands on the boundary of the scope.
    Supplier(SupplierId),
}

described! {
    /// That one asset depends on another, and what of the need passes along. By default all of it does.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Dependency {
        /// In what way it depends. A label without effect.
        pub kind: Option<DependencyKind>,
        /// The only dimensions that pass. Absent: all.
        pub carries: Option<BTreeSet<DimensionId>>,
        /// By how many levels a need is lowered on the way; never below the lowest level.
        pub attenuate: Table<DimensionId, u8>,
        /// The highest need that passes.
        pub cap: Table<DimensionId, LevelName>,
        /// How much of a worth passes, from 0 to 1. Absent: all of it.
        pub degree: Option<Decimal>,
    }
}

described! {
    /// Dependencies of which some suffice: `required` of the `members`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Redundancy {
        /// Dependencies of the asset.
        pub members: BTreeSet<AssetId>,
        /// How many must work.
        pub required: u32,
        /// The lowering somebody decided on. Absent: the engine only suggests.
        pub applied: Option<RedundancyRule>,
    }
}

impl Redundancy {
    /// A group that lowers nothing yet.
    pub fn new(members: impl IntoIterator<Item = AssetId>, required: u32) -> Self {
        Self { members: members.into_iter().collect(), required, applied: None }
    }
}

described! {
    /// The decision to let redundancy lower what is asked of each member.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct RedundancyRule {
        /// By how many levels, per dimension.
        pub lowers: Table<DimensionId, u8>,
        /// Why.
        pub reason: String,
    }
}

impl RedundancyRule {
    /// A rule with its reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { lowers: Table::new(), reason: reason.into() }
    }
}

described! {
    /// The decision that many dependents together need more than any of them.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Cumulation {
        /// The need is at least this.
        pub at_least: LevelName,
        /// Why.
        pub reason: String,
    }
}

impl Cumulation {
    /// A floor with its reason.
    pub fn new(at_least: LevelName, reason: impl Into<String>) -> Self {
        Self { at_least, reason: reason.into() }
    }
}

described! {
    /// A need set by a person in place of the derived one.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct NeedOverride {
        /// The need from here on.
        pub level: LevelName,
        /// The ground it is set on. Absent: none is given, which is reported.
        pub reason: Option<OverrideReason>,
        /// The ground in words; a manual override needs it.
        pub rationale: Option<String>,
        /// The derived need it was decided against, so that a change can be noticed.
        pub basis: Option<LevelName>,
    }
}

impl NeedOverride {
    /// An override without a reason.
    pub fn new(level: LevelName) -> Self {
        Self { level, reason: None, rationale: None, basis: None }
    }
}

words! {
    /// What an asset is.
    AssetKind ("kind of asset") {
        /// Equipment.
        Hardware = "hardware",
        /// Information: a primary asset.
        Information = "information",
        /// A network or a connection.
        Network = "network",
        /// People.
        People = "people",
        /// A process or activity: a primary asset.
        Process = "process",
        /// A service that is used or offered.
        Service = "service",
        /// A place.
        Site = "site",
        /// Software.
        Software = "software",
        /// Another organisation.
        Supplier = "supplier",
    }

    /// What an asset is, as far as rules look at it.
    AssetTag ("asset tag") {
        /// A cloud service.
        CloudService = "cloud-service",
        /// Holds cryptographic keys.
        CryptographicKey = "cryptographic-key",
        /// A device people work at.
        Endpoint = "endpoint",
        /// Part of an ICT supply chain.
        IctSupplyChain = "ict-supply-chain",
        /// A network.
        Network = "network",
        /// Equipment off the premises.
        OffPremises = "off-premises",
        /// Holds personal data.
        PersonalData = "personal-data",
        /// Holds production data for tests.
        ProductionDataInTest = "production-data-in-test",
        /// A removable medium.
        RemovableMedia = "removable-media",
        /// Source code.
        SourceCode = "source-code",
    }

    /// In what way one asset depends on another.
    DependencyKind ("kind of dependency") {
        /// Is administered by it.
        AdministeredBy = "administered-by",
        /// Is connected via it.
        ConnectedVia = "connected-via",
        /// Is processed by it.
        ProcessedBy = "processed-by",
        /// Needs results it feeds.
        FedBy = "fed-by",
        /// Is hosted in it.
        HostedIn = "hosted-in",
        /// Runs on it.
        RunsOn = "runs-on",
        /// Is stored on it.
        StoredOn = "stored-on",
        /// Is supplied by it.
        SuppliedBy = "supplied-by",
        /// Uses it as a service.
        UsesService = "uses-service",
    }

    /// The ground on which a person sets a need.
    OverrideReason ("reason of an override") {
        /// The load is spread over several assets.
        Distribution = "distribution",
        /// Another ground, given in words.
        Manual = "manual",
        /// Only a part of the information is here.
        Partition = "partition",
    }

    /// Which of two values of a measure is the better one.
    Better ("direction of a measure") {
        /// More is better, as for a security level.
        Higher = "higher",
        /// Less is better, as for a recovery time.
        Lower = "lower",
    }
}

impl AssetKind {
    /// Whether assets of this kind are primary: information and processes.
    pub fn is_primary(self) -> bool {
        matches!(self, AssetKind::Information | AssetKind::Process)
    }
}
