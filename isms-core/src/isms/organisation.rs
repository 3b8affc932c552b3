//! The organisation: what it is called and what it does that rules look at.

use std::collections::BTreeSet;

use crate::describe::described;
use crate::money::Currency;
use crate::word::words;

described! {
    /// The organisation whose ISMS this is.
    ///
    /// ```
    /// use isms_core::{Organisation, OrganisationFlag};
    /// let mut acme = Organisation::new("Acme");
    /// acme.flags.insert(OrganisationFlag::RemoteWork);
    /// assert_eq!(acme.name, "Acme");
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Organisation {
        /// Its name.
        pub name: String,
        /// The currency its figures are in, where a figure does not say.
        pub currency: Option<Currency>,
        /// What it does, in a closed vocabulary that rules look at.
        pub flags: BTreeSet<OrganisationFlag>,
        /// Whether climate change is a relevant issue (4.1 with Amendment 1:2024). Absent: not determined.
        pub climate_change: Option<ClimateDecision>,
    }
}

impl Organisation {
    /// An organisation of which only the name is known.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

described! {
    /// The determination whether climate change is a relevant issue. Yes and no both answer the requirement.
    ///
    /// ```
    /// let decision = isms_core::ClimateDecision::new(false);
    /// assert!(!decision.relevant);
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct ClimateDecision {
        /// The answer.
        pub relevant: bool,
        /// Why.
        pub rationale: Option<String>,
    }
}

impl ClimateDecision {
    /// A determination without its reasons.
    pub fn new(relevant: bool) -> Self {
        Self { relevant, rationale: None }
    }
}

words! {
    /// What an organisation does that makes controls hard to exclude.
    OrganisationFlag ("organisation flag") {
        /// Uses cloud services.
        CloudServices = "cloud-services",
        /// Uses cryptography.
        Cryptography = "cryptography",
        /// Has employees.
        Employees = "employees",
        /// Buys ICT products or services that contain components of others.
        IctSupplyChain = "ict-supply-chain",
        /// Develops software itself.
        InHouseDevelopment = "in-house-development",
        /// Operates networks.
        Networks = "networks",
        /// Has equipment off its premises.
        OffPremisesAssets = "off-premises-assets",
        /// Has others develop software for it.
        OutsourcedDevelopment = "outsourced-development",
        /// Processes personal data.
        PersonalData = "personal-data",
        /// Has premises of its own.
        PhysicalPremises = "physical-premises",
        /// Uses production data in tests.
        ProductionDataInTest = "production-data-in-test",
        /// Lets people work remotely.
        RemoteWork = "remote-work",
        /// Uses removable media.
        RemovableMedia = "removable-media",
        /// Gives its people access to the web.
        WebAccess = "web-access",
    }
}
