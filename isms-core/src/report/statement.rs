//! The Statement of Applicability as rows.

use super::row::rows;
use crate::assess::Assessment;
use crate::id::{AcceptanceId, AssetId, ControlId, RequirementId, RiskId, TreatmentId};
use crate::isms::{ControlRef, InclusionReason, SoaStatus};

rows! {
    /// One line of the Statement of Applicability, with what the control is connected to.
    pub struct SoaRow {
        /// The control.
        pub control: ControlRef,
        /// What it is called.
        pub label: String,
        /// The theme of a control of Annex A.
        pub theme: Option<String>,
        /// Whether a treatment or an addressed requirement makes it necessary.
        pub necessary: bool,
        /// Whether it is necessary, as written. Absent: not decided.
        pub stated: Option<bool>,
        /// Why it is included: the written reasons and those derived.
        pub reasons: Vec<InclusionReason>,
        /// The inclusion in words.
        pub justification: Option<String>,
        /// Why it is excluded.
        pub exclusion: Option<String>,
        /// The status of the own controls that implement it. Absent: none does.
        pub status: Option<SoaStatus>,
        /// The status as written.
        pub stated_status: Option<SoaStatus>,
        /// The own controls that implement it.
        pub implemented_by: Vec<ControlId>,
        /// Treatments that name it.
        pub treatments: Vec<TreatmentId>,
        /// Risks it treats or acts on.
        pub risks: Vec<RiskId>,
        /// Assets of these risks.
        pub assets: Vec<AssetId>,
        /// Acceptances of these risks.
        pub acceptances: Vec<AcceptanceId>,
        /// Requirements that ask for it.
        pub requirements: Vec<RequirementId>,
    }
}

impl Assessment {
    /// The Statement of Applicability, in its order: Annex A, further references, own controls.
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Draft, assess};
    /// let isms = Draft::new("Acme").build()?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// assert_eq!(assessment.soa_rows().len(), assessment.soa().lines().len());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn soa_rows(&self) -> Vec<SoaRow> {
        self.soa()
            .lines()
            .iter()
            .map(|line| {
                let trace = self.soa().trace(self.isms(), &line.control).unwrap_or_default();
                SoaRow {
                    control: line.control.clone(),
                    label: line.label.clone(),
                    theme: theme(&line.control).map(str::to_owned),
                    necessary: line.necessary,
                    stated: line.stated,
                    reasons: line.reasons.iter().copied().collect(),
                    justification: line.justification.clone(),
                    exclusion: line.exclusion.clone(),
                    status: line.status,
                    stated_status: line.stated_status,
                    implemented_by: line.implemented_by.iter().cloned().collect(),
                    treatments: trace.treatments.into_iter().collect(),
                    risks: trace.risks.into_iter().collect(),
                    assets: trace.assets.into_iter().collect(),
                    acceptances: trace.acceptances.into_iter().collect(),
                    requirements: trace.requirements.into_iter().collect(),
                }
            })
            .collect()
    }
}

/// The theme a control of Annex A belongs to, which its number says.
fn theme(control: &ControlRef) -> Option<&'static str> {
    let ControlRef::Catalogue(reference) = control else { return None };
    if reference.framework().as_str() != "iso27001-2022" {
        return None;
    }
    let mut parts = reference.entry().split('.');
    match (parts.next()?, parts.next()?) {
        ("A", "5") => Some("organizational"),
        ("A", "6") => Some("people"),
        ("A", "7") => Some("physical"),
        ("A", "8") => Some("technological"),
        _ => None,
    }
}
