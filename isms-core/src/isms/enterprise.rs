//! Enterprise risks: what many risks of the register amount to for the organisation as a whole.

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{MethodId, RiskId, RoleId};
use crate::level::LevelName;

described! {
    /// A risk of the organisation as a whole, to which risks of the register belong. Its exposure is the highest level
    /// among them; see [`roll_up`](crate::roll_up).
    ///
    /// ```
    /// use isms_core::EnterpriseRisk;
    /// let mut outage = EnterpriseRisk::new("business stands still", "GROUP".parse()?);
    /// outage.tolerance = Some("M".parse()?);
    /// outage.risks.insert("R-1".parse()?);
    /// assert!(outage.owner.is_none());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct EnterpriseRisk {
        /// What may happen to the organisation.
        pub title: String,
        /// Who is accountable.
        pub owner: Option<RoleId>,
        /// The method its members are read in.
        pub method: MethodId,
        /// The highest level of that method the organisation is ready to bear in a member; a member above it is
        /// outside tolerance.
        pub tolerance: Option<LevelName>,
        /// The risks that belong to it.
        pub risks: BTreeSet<RiskId>,
    }
}

impl EnterpriseRisk {
    /// An enterprise risk without tolerance (which is reported) and members.
    pub fn new(title: impl Into<String>, method: MethodId) -> Self {
        Self { title: title.into(), owner: None, method, tolerance: None, risks: BTreeSet::new() }
    }
}
