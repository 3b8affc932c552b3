//! The Statement of Applicability: what was written, beside what treatments and requirements make necessary.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::id::{AcceptanceId, AssetId, ControlId, RequirementId, RiskId, TreatmentId};
use crate::isms::{ControlRef, InclusionReason, Isms, SoaStatus};

/// One line of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SoaLine {
    /// The control: an entry of Annex A (or another framework), or an own one.
    pub control: ControlRef,
    /// What it is called.
    pub label: String,
    /// Whether it is necessary, as written; `None` where not decided.
    pub stated: Option<bool>,
    /// Whether a treatment or an addressed requirement makes it necessary.
    pub necessary: bool,
    /// Why it is included: the written reasons and those derived.
    pub reasons: BTreeSet<InclusionReason>,
    /// The inclusion in words.
    pub justification: Option<String>,
    /// Why it is excluded.
    pub exclusion: Option<String>,
    /// The status as written.
    pub stated_status: Option<SoaStatus>,
    /// The status of the own controls that implement it; `None` where none does.
    pub status: Option<SoaStatus>,
    /// The own controls that implement it.
    pub implemented_by: BTreeSet<ControlId>,
}

/// What a control is connected to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trace {
    /// Own controls that implement it.
    pub controls: BTreeSet<ControlId>,
    /// Treatments that name it.
    pub treatments: BTreeSet<TreatmentId>,
    /// Risks it treats or acts on.
    pub risks: BTreeSet<RiskId>,
    /// Assets of these risks.
    pub assets: BTreeSet<AssetId>,
    /// Acceptances of these risks.
    pub acceptances: BTreeSet<AcceptanceId>,
    /// Requirements that ask for it.
    pub requirements: BTreeSet<RequirementId>,
}

/// The derived statement.
#[derive(Clone, Debug, Default)]
pub struct Applicability {
    lines: Vec<SoaLine>,
}

/// Derives the statement: all of Annex A in its order, then further references, then own controls.
pub fn derive_soa(_isms: &Isms, _catalogue: &Catalogue) -> Applicability {
    Applicability::default()
}

impl Applicability {
    /// The lines in order.
    pub fn lines(&self) -> &[SoaLine] {
        &self.lines
    }

    /// What a control is connected to; `None` if the statement does not have it.
    pub fn trace(&self, _isms: &Isms, _control: &ControlRef) -> Option<Trace> {
        None
    }
}
