//! Roles, suppliers, sites and processes: who and where. None of them propagates; an asset may represent one.

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{AssetId, ProcessId, RoleId};
use crate::time::Date;
use crate::word::words;

described! {
    /// A role, and who holds it.
    ///
    /// ```
    /// let mut ciso = isms_core::Role::new("CISO");
    /// ciso.holder = Some("R. Lopes".into());
    /// assert!(!ciso.top_management);
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Role {
        /// What it is called.
        pub title: String,
        /// Who holds it. Absent: nobody.
        pub holder: Option<String>,
        /// Whether the holder has left.
        pub inactive: bool,
        /// Whether it is top management.
        pub top_management: bool,
        /// Duties the standard asks to assign.
        pub duties: BTreeSet<Duty>,
    }
}

impl Role {
    /// A role nobody holds yet.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Whether somebody holds it and has not left.
    pub fn is_staffed(&self) -> bool {
        self.holder.is_some() && !self.inactive
    }
}

described! {
    /// A supplier of products or services.
    ///
    /// ```
    /// assert!(isms_core::Supplier::new("Cloud Inc.").tags.is_empty());
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Supplier {
        /// What it is called.
        pub name: String,
        /// What it does for the organisation.
        pub services: Option<String>,
        /// What rules look at.
        pub tags: BTreeSet<SupplierTag>,
        /// The agreement with it.
        pub agreement: Option<String>,
        /// When it was last reviewed.
        pub reviewed_on: Option<Date>,
    }
}

impl Supplier {
    /// A supplier of which only the name is known.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

described! {
    /// A place.
    ///
    /// ```
    /// assert_eq!(isms_core::Site::new("Porto").name, "Porto");
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Site {
        /// What it is called.
        pub name: String,
    }
}

impl Site {
    /// A site.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

described! {
    /// A process, of the ISMS or of the organisation (4.4).
    ///
    /// ```
    /// assert!(isms_core::Process::new("onboarding").interacts_with.is_empty());
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Process {
        /// What it is called.
        pub name: String,
        /// Who owns it.
        pub owner: Option<RoleId>,
        /// The assets it uses.
        pub uses: BTreeSet<AssetId>,
        /// The processes it interacts with.
        pub interacts_with: BTreeSet<ProcessId>,
    }
}

impl Process {
    /// A process of which only the name is known.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

words! {
    /// A duty the standard asks to assign (5.3).
    Duty ("duty") {
        /// Sees to it that the ISMS conforms.
        IsmsConformity = "isms-conformity",
        /// Reports its performance to top management.
        PerformanceReporting = "performance-reporting",
    }

    /// What a supplier is, as far as rules look at it.
    SupplierTag ("supplier tag") {
        /// Provides a cloud service.
        CloudService = "cloud-service",
        /// Is part of an ICT supply chain.
        IctSupplyChain = "ict-supply-chain",
        /// Develops software for the organisation.
        OutsourcedDevelopment = "outsourced-development",
    }
}
