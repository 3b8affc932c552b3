//! The Statement of Applicability as somebody wrote it (clause 6.1.3 d).

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{ControlId, Reference, RoleId};
use crate::isms::table::Table;
use crate::time::Date;
use crate::word::words;

described! {
    /// The Statement of Applicability: a decision per control of Annex A, and per own necessary control.
    ///
    /// ```
    /// use isms_core::{Soa, SoaEntry};
    /// let mut soa = Soa::default();
    /// soa.entries.insert("iso27001-2022:A.7.6".parse()?, SoaEntry::excluded("no secure areas"));
    /// assert_eq!(soa.entries.len(), 1);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Soa {
        /// Its version.
        pub version: Option<String>,
        /// Who approved it.
        pub approved_by: Option<RoleId>,
        /// When.
        pub approved_on: Option<Date>,
        /// Decisions about entries of Annex A. The document may write the bare id, `A.5.1`.
        pub entries: Table<Reference, SoaEntry>,
        /// Decisions about own controls that no catalogue has.
        pub own: Table<ControlId, SoaEntry>,
    }
}

described! {
    /// A decision about one control.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct SoaEntry {
        /// What the writer calls the control; compared with the catalogue.
        pub title: Option<String>,
        /// Whether the control is necessary. Absent: not decided.
        pub necessary: Option<bool>,
        /// Why it is included.
        pub reasons: BTreeSet<InclusionReason>,
        /// The inclusion in words; a good practice needs it.
        pub justification: Option<String>,
        /// Why it is excluded.
        pub exclusion: Option<String>,
        /// How far the implementation is, as the writer sees it.
        pub status: Option<SoaStatus>,
    }
}

impl SoaEntry {
    /// A necessary control with its reasons.
    pub fn included(reasons: impl IntoIterator<Item = InclusionReason>) -> Self {
        Self { necessary: Some(true), reasons: reasons.into_iter().collect(), ..Self::default() }
    }

    /// An excluded control with its justification.
    pub fn excluded(justification: impl Into<String>) -> Self {
        Self { necessary: Some(false), exclusion: Some(justification.into()), ..Self::default() }
    }
}

words! {
    /// Why a control is included.
    InclusionReason ("reason for inclusion") {
        /// The business asks for it.
        Business = "business",
        /// A contract asks for it.
        Contractual = "contractual",
        /// It is good practice; the justification says why.
        GoodPractice = "good-practice",
        /// A law or regulation asks for it.
        Legal = "legal",
        /// The treatment of a risk asks for it.
        RiskAssessment = "risk-assessment",
    }

    /// How far the implementation of a necessary control is.
    SoaStatus ("implementation status") {
        /// It is implemented.
        Implemented = "implemented",
        /// It is not.
        NotImplemented = "not-implemented",
        /// In part.
        Partial = "partial",
        /// It is planned.
        Planned = "planned",
    }
}
