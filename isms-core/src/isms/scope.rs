//! The scope: what is inside, what is not and why, and where the two meet (clause 4.3).

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{AssetId, ExclusionId, InterfaceId, OutsideId, ProcessId, RoleId, SiteId, SupplierId};
use crate::isms::table::Table;
use crate::time::Date;

described! {
    /// The scope of the ISMS. Every asset of the document is inside unless an exclusion names it; an asset that
    /// represents a supplier stands on the boundary.
    ///
    /// ```
    /// let scope = isms_core::Scope::new("development and operation of the platform");
    /// assert!(scope.approved_on.is_none());
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Scope {
        /// The statement, as a certificate would print it.
        pub statement: String,
        /// Its version.
        pub version: Option<String>,
        /// Who approved it.
        pub approved_by: Option<RoleId>,
        /// When.
        pub approved_on: Option<Date>,
        /// Parts of the organisation that are inside, in words.
        pub units: BTreeSet<String>,
        /// Sites inside.
        pub sites: BTreeSet<SiteId>,
        /// Processes inside.
        pub processes: BTreeSet<ProcessId>,
        /// What is left out.
        pub excluded: Table<ExclusionId, Exclusion>,
        /// Where inside and outside meet.
        pub interfaces: Table<InterfaceId, Interface>,
        /// Activities inside that depend on others outside.
        pub dependencies: Table<OutsideId, OutsideDependency>,
    }
}

impl Scope {
    /// A scope of which only the statement is written.
    pub fn new(statement: impl Into<String>) -> Self {
        Self { statement: statement.into(), ..Self::default() }
    }
}

described! {
    /// Something left out of the scope.
    ///
    /// ```
    /// let exclusion = isms_core::Exclusion::new("sales office");
    /// assert_eq!(exclusion.reason, None);
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Exclusion {
        /// What.
        pub what: String,
        /// Why.
        pub reason: Option<String>,
        /// The assets it takes out.
        pub assets: BTreeSet<AssetId>,
        /// The sites it takes out.
        pub sites: BTreeSet<SiteId>,
        /// The processes it takes out.
        pub processes: BTreeSet<ProcessId>,
    }
}

impl Exclusion {
    /// An exclusion without its reason.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }
}

described! {
    /// A place where inside and outside meet, and who answers for which side.
    ///
    /// It covers an edge between an asset inside and one outside if `outside` names the outer asset or `supplier`
    /// the supplier it represents, and `inside` names the inner asset or nothing at all.
    ///
    /// ```
    /// assert!(isms_core::Interface::new("payments").outside.is_empty());
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Interface {
        /// What it is called.
        pub name: String,
        /// Assets inside; none means any.
        pub inside: BTreeSet<AssetId>,
        /// Assets outside.
        pub outside: BTreeSet<AssetId>,
        /// The supplier on the other side.
        pub supplier: Option<SupplierId>,
        /// The agreement that governs it.
        pub agreement: Option<String>,
    }
}

impl Interface {
    /// An interface without its ends.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

described! {
    /// An activity inside that depends on one of another organisation.
    ///
    /// ```
    /// assert_eq!(isms_core::OutsideDependency::new("payroll").activity, "payroll");
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct OutsideDependency {
        /// The activity.
        pub activity: String,
        /// Whose it is.
        pub supplier: Option<SupplierId>,
    }
}

impl OutsideDependency {
    /// A dependency on nobody named.
    pub fn new(activity: impl Into<String>) -> Self {
        Self { activity: activity.into(), supplier: None }
    }
}
