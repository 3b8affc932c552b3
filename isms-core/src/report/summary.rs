//! The assessment on one page: counts, levels, money, and what to look at first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::findings::CodeCount;
use super::heat::Station;
use super::row::rows;
use crate::assess::Assessment;
use crate::id::{MethodId, RiskId};
use crate::isms::{ControlStatus, SoaStatus};
use crate::level::{Level, LevelName};
use crate::money::{Currency, Money};
use crate::risk::{LossPoint, LossState};
use crate::time::Date;

/// The version of the document format that is read and written.
const FORMAT: &str = "1";
/// Most risks of one method listed in [`Summary::top_risks`].
const TOP: usize = 10;

/// An assessment in figures.
///
/// ```
/// use isms_core::{AssessOptions, Catalogue, Draft, assess};
/// let isms = Draft::new("Acme").build()?;
/// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
/// let summary = assessment.summary();
/// assert_eq!((summary.organisation.as_str(), summary.risks_open), ("Acme", 0));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// The organisation.
    pub organisation: String,
    /// The day the state was asked for.
    pub as_of: Date,
    /// The version of the engine.
    pub engine_version: &'static str,
    /// The version of the document format.
    pub format_version: &'static str,
    /// The digest of the document.
    pub digest: String,
    /// How many assets there are.
    pub assets: usize,
    /// Dependencies between assets.
    pub dependencies: usize,
    /// Needs (asset by dimension) that something unknown could raise.
    pub needs_incomplete: usize,
    /// Capabilities known to be below what is required.
    pub capabilities_unmet: usize,
    /// How many risks there are.
    pub risks: usize,
    /// Risks that exist at the date.
    pub risks_open: usize,
    /// Open risks whose current level is not determined.
    pub risks_undetermined: usize,
    /// Open risks without an owner.
    pub risks_without_owner: usize,
    /// Open risks without a treatment decision.
    pub risks_untreated: usize,
    /// Open risks whose residual level is above the target.
    pub risks_above_target: usize,
    /// Open risks per method, station and level; highest level first, then those not determined.
    pub levels: Vec<LevelCount>,
    /// The open risks of the highest current levels, method by method, since levels of two methods have no common order;
    /// at most 10 per method.
    pub top_risks: Vec<TopRisk>,
    /// Expected annual loss of the open risks, one sum per currency.
    pub expected_annual: Vec<Money>,
    /// What controls of today leave of it: one sum per currency. A risk that cannot be evaluated counts in full.
    pub current_annual: Vec<Money>,
    /// What is left of it once the plan is carried out, likewise.
    pub residual_annual: Vec<Money>,
    /// Currencies of which a sum is left out: it does not fit its range, or a loss that it would hold is not known.
    pub expected_annual_out_of_range: Vec<Currency>,
    /// Own controls.
    pub controls: usize,
    /// Own controls that are implemented in full.
    pub controls_implemented: usize,
    /// Own controls whose operation is verified at the date.
    pub controls_verified: usize,
    /// Lines of the Statement of Applicability.
    pub soa_lines: usize,
    /// Lines a treatment or a requirement makes necessary.
    pub soa_necessary: usize,
    /// Lines that are included, as written.
    pub soa_included: usize,
    /// Lines that are excluded, as written.
    pub soa_excluded: usize,
    /// Lines on which nothing is decided.
    pub soa_undecided: usize,
    /// Included or necessary lines whose own controls are implemented in full.
    pub soa_implemented: usize,
    /// Findings per severity, gravest first.
    pub findings: Vec<SeverityCount>,
    /// Findings per code, gravest first, then most first.
    pub codes: Vec<CodeCount>,
}

rows! {
    /// How many open risks of a method have a level at a station.
    pub struct LevelCount {
        /// The method.
        pub method: MethodId,
        /// The station: `inherent`, `current` or `residual`.
        pub station: &'static str,
        /// The level. Absent: not determined.
        pub level: Option<LevelName>,
        /// How many.
        pub count: usize,
    }
}

rows! {
    /// An open risk and its levels.
    pub struct TopRisk {
        /// The risk.
        pub risk: RiskId,
        /// What may happen.
        pub title: String,
        /// The method its levels belong to.
        pub method: MethodId,
        /// The current level.
        pub current: Option<LevelName>,
        /// The residual level.
        pub residual: Option<LevelName>,
    }
}

/// How many findings have a severity.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct SeverityCount {
    /// The severity.
    pub severity: &'static str,
    /// How many, listed or not; those not listed count in the gravest severity of their code.
    pub count: usize,
}

rows! {
    /// A figure of the summary as a line of a table.
    pub(crate) struct Figure {
        pub(crate) figure: &'static str,
        pub(crate) value: String,
    }
}

impl Assessment {
    /// The assessment in figures. O(size of the assessment).
    pub fn summary(&self) -> Summary {
        let isms = self.isms();
        let counted = count_risks(self);
        let lines = self.soa().lines();
        let count = |of: &dyn Fn(&crate::soa::SoaLine) -> bool| lines.iter().filter(|line| of(line)).count();
        let verified = |id| self.assurance().get(id).is_some_and(|state| state.verified);
        let needs_incomplete = self.needs().iter().filter(|(_, _, need)| !need.complete).count();
        let sums = |which: usize| -> Vec<Money> {
            let sum = |(c, sums): (&Currency, &[i128; 3])| money(*sums.get(which)?, *c);
            counted.sums.iter().filter_map(sum).collect()
        };
        Summary {
            organisation: isms.organisation().name.clone(),
            as_of: self.options().as_of,
            engine_version: env!("CARGO_PKG_VERSION"),
            format_version: FORMAT,
            digest: isms.digest(),
            assets: isms.assets().len(),
            dependencies: isms.dependencies().slots() as usize,
            needs_incomplete,
            capabilities_unmet: self.capability_rows().iter().filter(|row| row.met == Some(false)).count(),
            risks: isms.risks().len(),
            risks_open: counted.open,
            risks_undetermined: counted.undetermined,
            risks_without_owner: counted.without_owner,
            risks_untreated: counted.untreated,
            risks_above_target: counted.above_target,
            levels: levels(self),
            top_risks: counted.top,
            expected_annual: sums(0),
            current_annual: sums(1),
            residual_annual: sums(2),
            expected_annual_out_of_range: counted
                .sums
                .iter()
                .filter(|(c, sums)| sums.iter().any(|sum| money(*sum, **c).is_none()))
                .map(|(c, _)| *c)
                .collect(),
            controls: isms.controls().len(),
            controls_implemented: isms
                .controls()
                .values()
                .filter(|c| c.status == ControlStatus::Implemented)
                .count(),
            controls_verified: isms.controls().keys().filter(|id| verified(id)).count(),
            soa_lines: lines.len(),
            soa_necessary: count(&|line| line.necessary),
            soa_included: count(&|line| line.stated == Some(true)),
            soa_excluded: count(&|line| line.stated == Some(false)),
            soa_undecided: count(&|line| line.stated.is_none()),
            soa_implemented: count(&|line| {
                (line.necessary || line.stated == Some(true)) && line.status == Some(SoaStatus::Implemented)
            }),
            findings: severities(self),
            codes: self.code_counts(),
        }
    }
}

impl Summary {
    /// Expected, current and residual annual loss in words, currency by currency.
    pub(crate) fn annual_losses(&self) -> Vec<[String; 3]> {
        let sums = [&self.expected_annual, &self.current_annual, &self.residual_annual];
        let known = sums.iter().flat_map(|sums| sums.iter().map(Money::currency));
        let currencies: BTreeSet<Currency> =
            known.chain(self.expected_annual_out_of_range.iter().copied()).collect();
        let said = |currency: Currency| {
            sums.map(|sums| match sums.iter().find(|sum| sum.currency() == currency) {
                Some(sum) => sum.to_string(),
                None => format!("{currency} not known"),
            })
        };
        currencies.into_iter().map(said).collect()
    }

    /// The single figures, as lines.
    pub(crate) fn figures(&self) -> Vec<Figure> {
        let mut out = Vec::new();
        let mut put = |figure, value: String| out.push(Figure { figure, value });
        put("organisation", self.organisation.clone());
        put("as_of", self.as_of.to_string());
        put("engine_version", self.engine_version.to_owned());
        put("format_version", self.format_version.to_owned());
        put("digest", self.digest.clone());
        for (name, value) in [
            ("assets", self.assets),
            ("dependencies", self.dependencies),
            ("needs_incomplete", self.needs_incomplete),
            ("capabilities_unmet", self.capabilities_unmet),
            ("risks", self.risks),
            ("risks_open", self.risks_open),
            ("risks_undetermined", self.risks_undetermined),
            ("risks_without_owner", self.risks_without_owner),
            ("risks_untreated", self.risks_untreated),
            ("risks_above_target", self.risks_above_target),
            ("controls", self.controls),
            ("controls_implemented", self.controls_implemented),
            ("controls_verified", self.controls_verified),
            ("soa_lines", self.soa_lines),
            ("soa_necessary", self.soa_necessary),
            ("soa_included", self.soa_included),
            ("soa_excluded", self.soa_excluded),
            ("soa_undecided", self.soa_undecided),
            ("soa_implemented", self.soa_implemented),
        ] {
            put(name, value.to_string());
        }
        self.expected_annual.iter().for_each(|sum| put("expected_annual", sum.to_string()));
        self.current_annual.iter().for_each(|sum| put("current_annual", sum.to_string()));
        self.residual_annual.iter().for_each(|sum| put("residual_annual", sum.to_string()));
        for currency in &self.expected_annual_out_of_range {
            put("expected_annual_out_of_range", currency.to_string());
        }
        for count in &self.findings {
            let name = match count.severity {
                "major" => "findings_major",
                "minor" => "findings_minor",
                "observation" => "findings_observation",
                _ => "findings_error",
            };
            put(name, count.count.to_string());
        }
        out
    }
}

#[derive(Default)]
struct Counted {
    open: usize,
    undetermined: usize,
    without_owner: usize,
    untreated: usize,
    above_target: usize,
    /// Expected, current and residual annual loss.
    sums: BTreeMap<Currency, [i128; 3]>,
    top: Vec<TopRisk>,
}

fn count_risks(assessment: &Assessment) -> Counted {
    let isms = assessment.isms();
    let name = |level: Option<&Level>| level.and_then(|level| isms.name_of(level)).cloned();
    let treated: BTreeSet<_> = isms.treatments().values().map(|t| &t.risk).collect();
    let mut counted = Counted::default();
    let mut ranked = Vec::new();
    let bump = |counter: &mut usize, when: bool| *counter = counter.saturating_add(usize::from(when));
    for (id, risk) in isms.risks().iter() {
        let Some(state) = assessment.register().get(id).filter(|state| state.open) else { continue };
        let current = state.current.level();
        let above = state.residual.level().zip(state.target.as_ref());
        bump(&mut counted.open, true);
        bump(&mut counted.undetermined, current.is_none());
        bump(&mut counted.without_owner, risk.owner.is_none());
        bump(&mut counted.untreated, !treated.contains(id));
        bump(&mut counted.above_target, above.is_some_and(|(l, t)| l.compare(t).is_ok_and(|o| o.is_gt())));
        if let Some(stated) = &risk.loss {
            let sums = counted.sums.entry(stated.single.currency()).or_default();
            // A risk that cannot be evaluated counts in full.
            let with = |of: fn(&LossState) -> &LossPoint| match &state.loss {
                Some(loss) => of(loss).expected_annual,
                None => state.expected_annual,
            };
            let losses = [state.expected_annual, with(|loss| &loss.current), with(|loss| &loss.residual)];
            for (sum, loss) in sums.iter_mut().zip(losses) {
                // What is not known leaves no sum that is.
                *sum = sum.saturating_add(loss.map_or(i128::MAX, |loss| i128::from(loss.minor())));
            }
        }
        if let Some(current) = current {
            let highest = Reverse((current.rank(), state.current.point.score));
            ranked.push((&risk.method, highest, id, risk, state));
        }
    }
    // Levels of two methods have no common order, so each method has a list of its own.
    ranked.sort_by_key(|(method, highest, id, ..)| (*method, *highest, *id));
    counted.top = ranked
        .chunk_by(|a, b| a.0 == b.0)
        .flat_map(|of_method| of_method.iter().take(TOP))
        .map(|(.., id, risk, state)| TopRisk {
            risk: (*id).clone(),
            title: risk.title.clone(),
            method: risk.method.clone(),
            current: name(state.current.level()),
            residual: name(state.residual.level()),
        })
        .collect();
    counted
}

fn money(sum: i128, currency: Currency) -> Option<Money> {
    i64::try_from(sum).ok().map(|minor| Money::from_minor(minor, currency))
}

/// Open risks per method that has any, station and level.
fn levels(assessment: &Assessment) -> Vec<LevelCount> {
    let isms = assessment.isms();
    // Rank 0 stands for a level that is not determined.
    let mut counts: BTreeMap<(&MethodId, Station, u8), usize> = BTreeMap::new();
    for (id, risk) in isms.risks().iter() {
        let Some(state) = assessment.register().get(id).filter(|state| state.open) else { continue };
        let levels = [
            (Station::Inherent, state.inherent.level.as_ref()),
            (Station::Current, state.current.level()),
            (Station::Residual, state.residual.level()),
        ];
        for (station, level) in levels {
            let count = counts.entry((&risk.method, station, level.map_or(0, Level::rank))).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut methods: Vec<&MethodId> = counts.keys().map(|(method, ..)| *method).collect();
    methods.dedup();
    let mut out = Vec::new();
    for method in methods {
        let scale = isms.methods().get(method).and_then(|m| isms.scales().get(&m.level));
        for station in [Station::Inherent, Station::Current, Station::Residual] {
            for rank in (0..=scale.map_or(0, |scale| scale.top())).rev() {
                let count = counts.get(&(method, station, rank)).copied().unwrap_or(0);
                let level = scale.and_then(|scale| scale.at(rank)).map(|level| level.id.clone());
                if rank > 0 || count > 0 {
                    let (method, station) = (method.clone(), station.as_str());
                    out.push(LevelCount { method, station, level, count });
                }
            }
        }
    }
    out
}

/// Totals per severity. What is not listed counts in the gravest severity of its code.
fn severities(assessment: &Assessment) -> Vec<SeverityCount> {
    let mut counts: BTreeMap<crate::finding::Severity, usize> = BTreeMap::new();
    let mut codes: BTreeMap<&str, (crate::finding::Severity, usize)> = BTreeMap::new();
    for finding in assessment.findings().listed() {
        let count = counts.entry(finding.severity()).or_default();
        *count = count.saturating_add(1);
        let code = codes.entry(finding.code()).or_insert((finding.severity(), 0));
        *code = (code.0.min(finding.severity()), code.1.saturating_add(1));
    }
    for (code, (severity, listed)) in codes {
        let rest = assessment.findings().total(code).saturating_sub(listed);
        let count = counts.entry(severity).or_default();
        *count = count.saturating_add(rest);
    }
    counts.into_iter().map(|(s, count)| SeverityCount { severity: s.as_str(), count }).collect()
}
