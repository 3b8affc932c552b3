//! Reports: an assessment as plain rows, and rows as text.

mod brief;
mod catalogue;
mod claims;
mod coverage;
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

use std::fmt::Write;

use serde::Serialize;

use crate::assess::Assessment;
use crate::coverage::{CoverageOptions, Needed, PlanOptions};
use crate::encode;
use crate::error::{Error, ErrorKind};
use crate::finding::{code, nearest};
use crate::id::clip;
use crate::view::View;
use crate::word::Word;
use request::Request;

pub use catalogue::{ClaimSetRow, EntryRow, FrameworkRow};
pub use claims::{ClaimFindingRow, DeltaRow, UpgradeRow};
pub use coverage::{CoverageRow, PlanRow, RequirementRow, ThreatRow};
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

/// The reports an assessment gives, by name: `summary`, `register`, `needs`, `capabilities`, `soa`, `findings`,
/// `heat-map`, `methods`, `enterprise`, `coverage`, `threats`, `graph` and `all`. Two may have the slug of a framework behind a blank:
/// `coverage nist-csf-2.0` lists its requirements, `threats mitre-attack-19.1` the techniques of another edition.
///
/// One more is only asked for with arguments: `plan` has the framework to reach, the one whose entries may be added, what
/// suffices (`covers`, `overlaps` or `suggested`) and perhaps a level, as in
/// `plan nist-800-53-r5 nist-csf-2.0 overlaps baseline=moderate`.
pub const REPORTS: &[&str] = &[
    "all",
    "capabilities",
    "coverage",
    "enterprise",
    "findings",
    "graph",
    "heat-map",
    "methods",
    "needs",
    "register",
    "soa",
    "summary",
    "threats",
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
        let framework = match request.name {
            "coverage" => request.none_or_one("coverage [framework]")?,
            "threats" => request.none_or_one("threats [framework]")?,
            name => {
                let [] = request.demanded(name)?;
                None
            }
        };
        Ok(match (request.name, format) {
            ("coverage", _) => match framework {
                Some(framework) => rows(
                    self.coverage(framework, self.links()?, &CoverageOptions::default())?.requirement_rows(),
                    format,
                ),
                None => rows(self.coverage_rows()?, format),
            },
            ("threats", _) => match framework.or(self.attack_framework()) {
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
            ("enterprise", _) => rows(self.enterprise_rows(), format),
            ("needs", _) => rows(self.need_rows(), format),
            ("capabilities", _) => rows(self.capability_rows(), format),
            ("soa", _) => rows(self.soa_rows(), format),
            _ => rows(self.finding_rows(), format),
        })
    }

    /// The view of its ISMS, with entries of frameworks called what the catalogue calls them.
    pub fn view(&self) -> View {
        View::of(self.isms()).labelled(self.catalogue())
    }
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
        soa: assessment.soa_rows(),
        findings: assessment.finding_rows(),
    }
}

/// The title of a section that is left out where the document has no enterprise risk.
const ENTERPRISE: &str = "Enterprise risks";

fn all_markdown(assessment: &Assessment) -> String {
    let mut out = brief::as_markdown(&assessment.summary());
    for (title, table) in [
        ("Heat maps", table::markdown(heat_lines(assessment))),
        ("Methods", table::markdown(assessment.method_rows())),
        ("Risk register", table::markdown(assessment.register_rows())),
        (ENTERPRISE, table::markdown(assessment.enterprise_rows())),
        ("Needs", table::markdown(assessment.need_rows())),
        ("Capabilities", table::markdown(assessment.capability_rows())),
        ("Statement of Applicability", table::markdown(assessment.soa_rows())),
        ("Coverage", table::markdown(assessment.coverage_rows().unwrap_or_default())),
        ("Findings", table::markdown(assessment.finding_rows())),
    ] {
        if title == ENTERPRISE && assessment.isms().enterprise_risks().is_empty() {
            continue;
        }
        let _ = write!(out, "\n## {title}\n\n{table}");
    }
    out
}

fn all_text(assessment: &Assessment) -> String {
    let mut out = brief::text(&assessment.summary());
    for (title, table) in [
        ("Heat maps", table::text(heat_lines(assessment))),
        ("Methods", table::text(assessment.method_rows())),
        ("Risk register", table::text(assessment.register_rows())),
        (ENTERPRISE, table::text(assessment.enterprise_rows())),
        ("Needs", table::text(assessment.need_rows())),
        ("Capabilities", table::text(assessment.capability_rows())),
        ("Statement of Applicability", table::text(assessment.soa_rows())),
        ("Coverage", table::text(assessment.coverage_rows().unwrap_or_default())),
        ("Findings", table::text(assessment.finding_rows())),
    ] {
        if title == ENTERPRISE && assessment.isms().enterprise_risks().is_empty() {
            continue;
        }
        let _ = write!(out, "\n{title}\n\n{table}");
    }
    out
}
