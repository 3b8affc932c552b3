//! What each control does to each risk, as rows.

use super::row::rows;
use crate::assess::Assessment;
use crate::id::{ControlId, RiskId};
use crate::level::{Level, LevelName};
use crate::money::Decimal;
use crate::risk::{Axis, LossPart, Via};

rows! {
    /// What one control does to one axis, factor or part of the loss of one risk.
    pub struct CreditRow {
        /// The risk.
        pub risk: RiskId,
        /// The control.
        pub control: ControlId,
        /// What it acts on: `likelihood`, `consequence`, `factor:` with its id, `single-loss` or `annual-rate`.
        pub on: String,
        /// How it reaches the risk: `risk`, `vulnerability:` or `threat:` with the id.
        pub via: String,
        /// What it promises: steps down the scale, or the share taken away of a loss. Below zero it does harm.
        pub designed: Decimal,
        /// What of it counts, after the rule for unverified controls. Of several controls the rule of the method says how
        /// they come together.
        pub counted: Decimal,
        /// The level it caps the axis at, where that counts.
        pub cap: Option<LevelName>,
        /// Whether the control is verified.
        pub verified: bool,
        /// Whether it counts today; if not, in the residual level and loss alone.
        pub in_current: bool,
    }
}

impl Assessment {
    /// What each control does to each risk, by risk; first its axes and factors, then its loss. A control that both helps
    /// and harms has two rows. O(what controls do to risks).
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Isms, assess};
    /// let isms = Isms::from_yaml("
    /// isms: '1'
    /// organisation: {name: Acme}
    /// scales: {s: {levels: [{id: low}, {id: high}]}}
    /// methods: {M-1: {name: m, version: '1', likelihood: s, consequence: s, level: s, combine: {matrix: {}}}}
    /// risks: {R-1: {title: fire, approach: event, method: M-1, loss: {single: EUR 1000, annual_rate: '0.1'}}}
    /// controls: {C-1: {title: sprinkler, status: implemented, acts_on: {risks: {R-1: {loss: {single: '0.8'}}}}}}
    /// ")?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// let row = &assessment.credit_rows()[0];
    /// assert_eq!((row.control.as_str(), row.on.as_str(), row.via.as_str()), ("C-1", "single-loss", "risk"));
    /// assert_eq!((row.designed.to_string(), row.counted.to_string()), ("0.8".into(), "0.4".into()));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn credit_rows(&self) -> Vec<CreditRow> {
        let name = |level: &Level| self.isms().name_of(level).cloned();
        let mut rows = Vec::new();
        for (risk, state) in self.register().iter() {
            rows.extend(state.credits.iter().map(|credit| CreditRow {
                risk: risk.clone(),
                control: credit.control.clone(),
                on: match &credit.axis {
                    Axis::Likelihood => "likelihood".to_owned(),
                    Axis::Consequence => "consequence".to_owned(),
                    Axis::Factor(id) => format!("factor:{id}"),
                },
                via: said(&credit.via),
                designed: i32::from(credit.designed).into(),
                counted: i32::from(credit.counted).into(),
                cap: credit.cap.as_ref().and_then(name),
                verified: credit.verified,
                in_current: credit.in_current,
            }));
            let of_loss = state.loss.iter().flat_map(|loss| &loss.credits);
            rows.extend(of_loss.map(|credit| {
                CreditRow {
                    risk: risk.clone(),
                    control: credit.control.clone(),
                    on: match credit.part {
                        LossPart::Single => "single-loss",
                        LossPart::Rate => "annual-rate",
                    }
                    .to_owned(),
                    via: said(&credit.via),
                    designed: credit.designed,
                    counted: credit.counted,
                    cap: None,
                    verified: credit.verified,
                    in_current: credit.in_current,
                }
            }));
        }
        rows
    }
}

fn said(via: &Via) -> String {
    match via {
        Via::Risk => "risk".to_owned(),
        Via::Vulnerability(id) => format!("vulnerability:{id}"),
        Via::Threat(id) => format!("threat:{id}"),
    }
}
