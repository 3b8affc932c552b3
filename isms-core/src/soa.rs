//! The Statement of Applicability: what was written, beside what treatments and requirements make necessary.

mod derive;
mod trace;

use std::collections::{BTreeMap, BTreeSet};

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
    /// Addressed requirements that ask for it.
    pub requirements: BTreeSet<RequirementId>,
}

/// The derived statement.
#[derive(Clone, Debug, Default)]
pub struct Applicability {
    lines: Vec<SoaLine>,
    index: BTreeMap<ControlRef, usize>, // INVARIANT: the place of each line's control in `lines`.
    treatments: Vec<Vec<u32>>, // INVARIANT: per line, ascending places of the treatments that name it.
}

/// Derives the statement: all of Annex A in its order; then further entries of catalogues that are written in it, or
/// that treatments and addressed requirements name as controls; then own controls that implement nothing of Annex A
/// (unless they are retired) or are written in it. O(size · log size).
///
/// A control is necessary if a treatment names it, or an own control that implements it; or if a requirement that is
/// addressed at least in part does, or refers to it.
///
/// ```
/// use isms_core::{Catalogue, InclusionReason, Isms, derive_soa};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "requirements": {"Q-1": {"title": "log access", "source": "contract", "addressed": "yes",
///                              "addressed_by": {"controls": ["C-LOG"]}}},
///     "controls": {"C-LOG": {"title": "central log", "status": "planned"}}
/// }"#)?;
/// let soa = derive_soa(&isms, &Catalogue::builtin());
/// let own = soa.lines().last().unwrap(); // custom: it implements nothing of Annex A
/// assert_eq!((own.label.as_str(), own.necessary, own.stated), ("central log", true, None));
/// assert!(own.reasons.contains(&InclusionReason::Contractual));
///
/// let trace = soa.trace(&isms, &"C-LOG".parse()?).unwrap();
/// assert!(trace.requirements.contains("Q-1"));
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn derive_soa(isms: &Isms, catalogue: &Catalogue) -> Applicability {
    derive::derive(isms, catalogue)
}

impl Applicability {
    /// The lines in order.
    pub fn lines(&self) -> &[SoaLine] {
        &self.lines
    }

    /// The line of a control.
    pub fn line(&self, control: &ControlRef) -> Option<&SoaLine> {
        self.lines.get(*self.index.get(control)?)
    }

    /// What a control of the statement, or any own control, is connected to; `None` for one that is neither. O(size).
    pub fn trace(&self, isms: &Isms, control: &ControlRef) -> Option<Trace> {
        let own = match (self.line(control), control) {
            (Some(line), _) => line.implemented_by.clone(),
            (None, ControlRef::Own(id)) if isms.controls().contains(id) => BTreeSet::from([id.clone()]),
            (None, _) => return None,
        };
        Some(trace::trace(isms, control, own))
    }

    /// The places of the treatments that name the control of a line, or an own control that implements it.
    pub(crate) fn treatments_of(&self, line: usize) -> &[u32] {
        self.treatments.get(line).map_or(&[], Vec::as_slice)
    }
}
