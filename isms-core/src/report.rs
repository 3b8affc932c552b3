//! Reports: an assessment as plain rows, and rows as text.

mod brief;
mod catalogue;
mod claims;
mod coverage;
mod credits;
mod enterprise;
mod findings;
mod heat;
mod html;
mod layout;
mod map;
mod methods;
mod needs;
mod register;
mod request;
mod row;
mod statement;
mod summary;
mod table;
mod values;

use std::fmt::Write;

use serde::Serialize;

use crate::assess::Assessment;
use crate::coverage::{CoverageOptions, Needed, PlanOptions};
use crate::encode;
use crate::error::{Error, ErrorKind};
use crate::finding::{code, nearest};
use crate::id::clip;
use crate::need::WorthRule;
use crate::view::View;
use crate::word::Word;
use request::Request;

pub use catalogue::{ClaimSetRow, EntryRow, FrameworkRow};
pub use claims::{ClaimFindingRow, DeltaRow, UpgradeRow};
pub use coverage::{CoverageRow, PlanRow, RequirementRow, ThreatRow};
pub use credits::CreditRow;
pub use enterprise::{EnterpriseRow, LevelTally};
pub use findings::{CodeCount, FindingRow};
pub use heat::{HeatCell, HeatMap, HeatRow, Station};
pub use map::MapRow;
pub use methods::MethodRow;
pub use needs::{CapabilityRow, NeedRow};
pub use register::{AcceptanceCell, RegisterRow};
pub use request::CROSSWALK_REPORTS;
pub use statement::SoaRow;
pub use summary::{LevelCount, SeverityCount, Summary, TopRisk};
pub use values::{CommonCauseRow, SuggestionRow, WorthRow};

/// The reports an assessment gives, by name: `summary`, `register`, `credits`, `needs`, `capabilities`, `worth`,
/// `common-causes`, `suggestions`, `soa`, `findings`, `heat-map`, `methods`, `enterprise`, `coverage`, `threats`, `graph`
/// and `all`. Two may have the slug of a framework behind a blank: `coverage nist-csf-2.0` lists its requirements,
/// `threats mitre-attack-19.1` the techniques of another edition. `worth max-product` takes the highest value in place
/// of the sum.
///
/// One more is only asked for with arguments: `plan` has the framework to reach, the one whose entries may be added, what
/// suffices (`covers`, `overlaps` or `suggested`) and perhaps a level, as in
/// `plan nist-800-53-r5 nist-csf-2.0 overlaps baseline=moderate`.
pub const REPORTS: &[&str] = &[
    "all",
    "capabilities",
    "common-causes",
    "coverage",
    "credits",
    "enterprise",
    "findings",
    "graph",
    "heat-map",
    "methods",
    "needs",
    "register",
    "soa",
    "suggestions",
    "summary",
    "threats",
    "worth",
];

/// The formats a report is written in; none for a name that is no report.
///
/// ```
/// assert_eq!(isms_core::report_formats("graph"), ["dot", "graphml", "json"]);
/// assert_eq!(isms_core::report_formats("coverage gdpr"), ["csv", "json", "markdown", "text"]);
/// assert!(isms_core::report_formats("nothing").is_empty());
/// ```
pub fn report_formats(name: &str) -> &'static [&'static str] {
    let name = Request::of(name).name;
    match name {
        "all" => &["html", "json", "markdown", "text"],
        "graph" => &["dot", "graphml", "json"],
        "plan" => &["csv", "json", "markdown", "text"],
        _ if REPORTS.contains(&name) => &["csv", "json", "markdown", "text"],
        _ => &[],
    }
}

impl Assessment {
    /// A report as bytes, by its name ([`REPORTS`]) and format ([`report_formats`]). Fails with kind
    /// [`ErrorKind::NotFound`] and code `R-001` for an unknown name or a format the report does not have.
    ///
    /// The same assessment gives the same bytes. In CSV, a text a spreadsheet would run as a formula has an
    /// apostrophe in front.
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Draft, assess};
    /// let isms = Draft::new("Acme").build()?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// let text = String::from_utf8(assessment.report("summary", "text")?).unwrap();
    /// assert!(text.starts_with("Acme, as of 2026-03-31\n"));
    ///
    /// let error = assessment.report("sumary", "text").unwrap_err();
    /// assert_eq!((error.code(), error.help()), ("R-001", Some("did you mean `summary`?")));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn report(&self, name: &str, format: &str) -> Result<Vec<u8>, Error> {
        let request = Request::of(name);
        let formats = report_formats(name);
        if formats.is_empty() {
            return Err(unknown(
                format!("there is no report `{}`", clip(request.name)),
                request.name,
                REPORTS,
            ));
        }
        if !formats.contains(&format) {
            return Err(unknown(
                format!("the report `{}` is not written as `{}`", request.name, clip(format)),
                format,
                formats,
            ));
        }
        if request.name == "plan" {
            return Ok(rows(self.plan_rows(&plan_of(&request)?)?, format));
        }
        let argument = match request.name {
            "coverage" => request.none_or_one("coverage [framework]")?,
            "threats" => request.none_or_one("threats [framework]")?,
            "worth" => request.none_or_one("worth [accumulated|max-product]")?,
            name => {
                let [] = request.demanded(name)?;
                None
            }
        };
        Ok(match (request.name, format) {
            ("coverage", _) => match argument {
                Some(framework) => rows(
                    self.coverage(framework, self.links()?, &CoverageOptions::default())?.requirement_rows(),
                    format,
                ),
                None => rows(self.coverage_rows()?, format),
            },
            ("threats", _) => match argument.or(self.attack_framework()) {
                Some(framework) => rows(self.threats(framework, self.links()?)?.rows(), format),
                None => rows(Vec::<ThreatRow>::new(), format),
            },
            ("all", "html") => html::page(self).into_bytes(),
            ("all", "json") => encode::to_json(&everything(self)),
            ("all", "markdown") => all_markdown(self).into_bytes(),
            ("all", _) => all_text(self).into_bytes(),
            ("graph", "dot") => self.view().to_dot().into_bytes(),
            ("graph", "graphml") => self.view().to_graphml().into_bytes(),
            ("graph", _) => self.view().to_json().into_bytes(),
            ("summary", "text") => brief::text(&self.summary()).into_bytes(),
            ("summary", "markdown") => brief::as_markdown(&self.summary()).into_bytes(),
            ("summary", "json") => encode::to_json(&self.summary()),
            ("summary", _) => table::csv(self.summary().figures()).into_bytes(),
            ("heat-map", "json") => encode::to_json(&self.heat_maps()),
            ("heat-map", _) => rows(heat_lines(self), format),
            ("methods", _) => rows(self.method_rows(), format),
            ("register", _) => rows(self.register_rows(), format),
            ("credits", _) => rows(self.credit_rows(), format),
            ("enterprise", _) => rows(self.enterprise_rows(), format),
            ("needs", _) => rows(self.need_rows(), format),
            ("capabilities", _) => rows(self.capability_rows(), format),
            ("worth", _) => rows(self.worth_rows(rule_of(&request, argument)?), format),
            ("common-causes", _) => rows(self.common_cause_rows(), format),
            ("suggestions", _) => rows(self.suggestion_rows(), format),
            ("soa", _) => rows(self.soa_rows(), format),
            _ => rows(self.finding_rows(), format),
        })
    }

    /// The view of its ISMS, with entries of frameworks called what the catalogue calls them.
    pub fn view(&self) -> View {
        View::of(self.isms()).labelled(self.catalogue())
    }
}

/// The rule a request for values asks for.
fn rule_of(request: &Request<'_>, name: Option<&str>) -> Result<WorthRule, Error> {
    let Some(name) = name else { return Ok(WorthRule::default()) };
    let known = WorthRule::ALL.iter().find(|rule| rule.as_str() == name);
    known.copied().ok_or_else(|| request.wrong("worth [accumulated|max-product]"))
}

/// What a request for a plan asks for.
fn plan_of(request: &Request<'_>) -> Result<PlanOptions, Error> {
    let form = "plan <target> <candidates> <covers|overlaps|suggested> [level]";
    let (target, candidates, needed, level) = request.three_or_four(form)?;
    let mut options = PlanOptions::new(target, candidates);
    options.needed = match Needed::ALL.iter().find(|known| known.as_str() == needed) {
        Some(known) => *known,
        None => return Err(request.wrong(form)),
    };
    options.level = level.map(str::parse).transpose()?;
    Ok(options)
}

fn unknown(message: String, got: &str, known: &[&str]) -> Error {
    let quoted: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    let help = match nearest(got, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there are {}", quoted.join(", ")),
    };
    Error::new(ErrorKind::NotFound, code::R_001.code, message).with_help(help)
}

fn rows<R: row::Row>(rows: Vec<R>, format: &str) -> Vec<u8> {
    match format {
        "json" => encode::to_json(&rows),
        "csv" => table::csv(rows).into_bytes(),
        "markdown" => table::markdown(rows).into_bytes(),
        _ => table::text(rows).into_bytes(),
    }
}

fn heat_lines(assessment: &Assessment) -> Vec<heat::HeatLine> {
    assessment.heat_maps().iter().flat_map(|map| map.lines()).collect()
}

fn everything(assessment: &Assessment) -> impl Serialize {
    #[derive(Serialize)]
    struct All {
        summary: Summary,
        coverage: Vec<CoverageRow>,
        heat_maps: Vec<HeatMap>,
        methods: Vec<MethodRow>,
        register: Vec<RegisterRow>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        enterprise: Vec<EnterpriseRow>,
        needs: Vec<NeedRow>,
        capabilities: Vec<CapabilityRow>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        worth: Vec<WorthRow>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        common_causes: Vec<CommonCauseRow>,
        soa: Vec<SoaRow>,
        findings: Vec<FindingRow>,
    }
    All {
        summary: assessment.summary(),
        coverage: assessment.coverage_rows().unwrap_or_default(),
        heat_maps: assessment.heat_maps(),
        methods: assessment.method_rows(),
        register: assessment.register_rows(),
        enterprise: assessment.enterprise_rows(),
        needs: assessment.need_rows(),
        capabilities: assessment.capability_rows(),
        worth: assessment.worth_rows(WorthRule::default()),
        common_causes: assessment.common_cause_rows(),
        soa: assessment.soa_rows(),
        findings: assessment.finding_rows(),
    }
}

/// A table, or nothing at all where it has no row.
fn if_any<R: row::Row>(rows: Vec<R>, write: impl FnOnce(Vec<R>) -> String) -> String {
    if rows.is_empty() { String::new() } else { write(rows) }
}

fn all_markdown(assessment: &Assessment) -> String {
    let mut out = brief::as_markdown(&assessment.summary());
    for (title, table) in [
        ("Heat maps", table::markdown(heat_lines(assessment))),
        ("Methods", if_any(assessment.method_rows(), table::markdown)),
        ("Risk register", table::markdown(assessment.register_rows())),
        ("Enterprise risks", if_any(assessment.enterprise_rows(), table::markdown)),
        ("Needs", table::markdown(assessment.need_rows())),
        ("Capabilities", table::markdown(assessment.capability_rows())),
        ("Values", if_any(assessment.worth_rows(WorthRule::default()), table::markdown)),
        ("Common causes", if_any(assessment.common_cause_rows(), table::markdown)),
        ("Statement of Applicability", table::markdown(assessment.soa_rows())),
        ("Coverage", table::markdown(assessment.coverage_rows().unwrap_or_default())),
        ("Findings", table::markdown(assessment.finding_rows())),
    ] {
        if !table.is_empty() {
            let _ = write!(out, "\n## {title}\n\n{table}");
        }
    }
    out
}

fn all_text(assessment: &Assessment) -> String {
    let mut out = brief::text(&assessment.summary());
    for (title, table) in [
        ("Heat maps", table::text(heat_lines(assessment))),
        ("Methods", if_any(assessment.method_rows(), table::text)),
        ("Risk register", table::text(assessment.register_rows())),
        ("Enterprise risks", if_any(assessment.enterprise_rows(), table::text)),
        ("Needs", table::text(assessment.need_rows())),
        ("Capabilities", table::text(assessment.capability_rows())),
        ("Values", if_any(assessment.worth_rows(WorthRule::default()), table::text)),
        ("Common causes", if_any(assessment.common_cause_rows(), table::text)),
        ("Statement of Applicability", table::text(assessment.soa_rows())),
        ("Coverage", table::text(assessment.coverage_rows().unwrap_or_default())),
        ("Findings", table::text(assessment.finding_rows())),
    ] {
        if !table.is_empty() {
            let _ = write!(out, "\n{title}\n\n{table}");
        }
    }
    out
}
