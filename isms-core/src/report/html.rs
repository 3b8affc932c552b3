//! The whole assessment as one page: no script, no network, readable without either.

mod coverage;
mod enterprise;
mod findings;
mod fit;
mod graph;
mod heat;
mod markup;
mod register;
mod soa;
mod style;
mod tables;

use crate::assess::Assessment;
use crate::level::{LevelName, Scale};
use crate::need::WorthRule;
use markup::Markup;

/// Most rows of one table; the CSV reports have them all.
const MAX_ROWS: usize = 500;

/// The page.
pub(super) fn page(assessment: &Assessment) -> String {
    let sheet = style::sheet();
    let summary = assessment.summary();
    let mut m = Markup::new();
    m.open("html", &[("lang", "en")]).open("head", &[]);
    m.void("meta", &[("charset", "utf-8")]);
    m.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    m.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &style::policy(&sheet))]);
    m.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    m.leaf("title", &[], &format!("ISMS of {}, {}", summary.organisation, summary.as_of));
    m.style(&sheet).end();
    m.open("body", &[]);
    m.leaf("a", &[("class", "skip"), ("href", "#main")], "Skip to the content");
    m.open("header", &[("class", "top")]);
    m.leaf("h1", &[], &summary.organisation);
    m.open("p", &[("class", "muted")]);
    m.text("Information security management system as of ").leaf("strong", &[], &summary.as_of.to_string());
    m.end();
    let capabilities = assessment.capability_rows();
    let worth = assessment.worth_rows(WorthRule::default());
    let causes = assessment.common_cause_rows();
    let enterprise = !assessment.isms().enterprise_risks().is_empty();
    navigation(&mut m, [!capabilities.is_empty(), !worth.is_empty(), !causes.is_empty(), enterprise]);
    m.end();
    m.open("main", &[("id", "main")]);
    heat::overview(&mut m, assessment, &summary);
    heat::maps(&mut m, assessment);
    register::section(&mut m, assessment);
    enterprise::section(&mut m, assessment);
    tables::needs(&mut m, assessment);
    if !capabilities.is_empty() {
        tables::capabilities(&mut m, &capabilities);
    }
    if !worth.is_empty() {
        tables::worth(&mut m, &worth);
    }
    if !causes.is_empty() {
        tables::common_causes(&mut m, &causes);
    }
    soa::section(&mut m, assessment);
    if let Ok(links) = assessment.links() {
        coverage::section(&mut m, assessment, links);
    }
    findings::section(&mut m, assessment, &summary);
    graph::section(&mut m, assessment);
    m.end();
    m.open("footer", &[]);
    m.leaf(
        "p",
        &[],
        "Findings indicate potential nonconformities; only an auditor raises one. Levels are names on ordinal scales: \
         they can be compared, not added.",
    );
    m.open("p", &[]);
    m.text(&format!(
        "Engine {}, document format {}, SHA-256 of the document ",
        summary.engine_version, summary.format_version
    ));
    m.leaf("code", &[], &summary.digest);
    m.end().end();
    m.finish()
}

/// `there` says whether there are capabilities, values, common causes and enterprise risks.
fn navigation(m: &mut Markup, there: [bool; 4]) {
    let [capabilities, worth, causes, enterprise] = there;
    m.open("nav", &[("aria-label", "Sections")]).open("ul", &[]);
    for (anchor, title) in [
        ("#summary", "Summary"),
        ("#heat-maps", "Heat maps"),
        ("#register", "Risk register"),
        ("#enterprise", "Enterprise risks"),
        ("#needs", "Needs"),
        ("#capabilities", "Capabilities"),
        ("#worth", "Values"),
        ("#common-causes", "Common causes"),
        ("#soa", "Statement of Applicability"),
        ("#coverage", "Coverage of frameworks"),
        ("#findings", "Findings"),
        ("#graph", "Asset graph"),
    ] {
        let shown = match anchor {
            "#capabilities" => capabilities,
            "#enterprise" => enterprise,
            "#worth" => worth,
            "#common-causes" => causes,
            _ => true,
        };
        if shown {
            m.open("li", &[]).leaf("a", &[("href", anchor)], title).end();
        }
    }
    m.end().end();
}

/// Opens a section with its heading.
fn open_section(m: &mut Markup, id: &str, title: &str) {
    let heading = format!("{id}-title");
    m.open("section", &[("id", id), ("aria-labelledby", &heading)]);
    m.leaf("h2", &[("id", &heading)], title);
}

/// Opens a table that scrolls in its own frame, reached by keyboard, and writes its caption and head. The table and
/// the frame are closed with two ends, after that of the body.
fn open_table(m: &mut Markup, class: &str, caption: &str, columns: &[(&str, &str)]) {
    m.open("div", &[("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)]);
    m.open("table", &[("class", class)]).leaf("caption", &[], caption);
    m.open("thead", &[]).open("tr", &[]);
    for (class, title) in columns {
        m.leaf("th", &[("scope", "col"), ("class", class)], title);
    }
    m.end().end().open("tbody", &[]);
}

fn close_table(m: &mut Markup) {
    m.end().end().end();
}

/// Says how many rows were left out.
fn left_out(m: &mut Markup, total: usize, report: &str) {
    if total > MAX_ROWS {
        let more = total.saturating_sub(MAX_ROWS);
        m.leaf(
            "p",
            &[("class", "note")],
            &format!("{more} more are in the report `{report}` as CSV or JSON."),
        );
    }
}

/// The class that colours a level: a fifth of its scale; the lower of only two levels is in the middle, since it need
/// not be a low one. Colour never stands alone, the name is always beside it.
fn band(scale: Option<&Scale>, name: &str) -> &'static str {
    let Some((rank, top)) = scale.and_then(|scale| Some((scale.rank(name)?, scale.top()))) else {
        return "bn";
    };
    let (rank, steps) = (u32::from(rank).saturating_sub(1), u32::from(top).saturating_sub(1));
    let fifth = rank.saturating_mul(8).saturating_add(steps).checked_div(steps.saturating_mul(2));
    match fifth.filter(|_| steps > 1 || rank > 0) {
        Some(0) => "b0",
        Some(1) => "b1",
        Some(2) | None => "b2",
        Some(3) => "b3",
        Some(_) => "b4",
    }
}

/// A level by its name, coloured; nothing where there is none.
fn level(m: &mut Markup, scale: Option<&Scale>, name: Option<&LevelName>) {
    match name {
        Some(name) => {
            let class = format!("lv {}", band(scale, name.as_str()));
            m.leaf("span", &[("class", &class)], name.as_str());
        }
        None => {
            m.leaf("span", &[("class", "muted")], "not determined");
        }
    }
}

/// A remark below the main text of a cell.
fn sub(m: &mut Markup, text: &str) {
    m.leaf("span", &[("class", "sub")], text);
}

/// Ids one after the other.
fn joined<I: std::fmt::Display>(ids: &[I]) -> String {
    ids.iter().map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

/// Text in which what stands between backticks is shown as code.
fn quoted(m: &mut Markup, text: &str) {
    let mut parts = text.split('`').peekable();
    let mut code = false;
    while let Some(part) = parts.next() {
        // A last backtick without its partner stays what it is.
        match (code, parts.peek().is_some()) {
            (true, true) => m.leaf("code", &[], part),
            (true, false) => m.text("`").text(part),
            (false, _) => m.text(part),
        };
        code = !code;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_coloured_by_fifths() {
        let bands = |count: usize| {
            let names: Vec<String> = (0..count).map(|n| n.to_string()).collect();
            let scale = Scale::of(names.iter().map(String::as_str)).unwrap();
            names.iter().map(|name| band(Some(&scale), name)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(bands(1), "b2");
        assert_eq!(bands(2), "b2 b4");
        assert_eq!(bands(3), "b0 b2 b4");
        assert_eq!(bands(4), "b0 b1 b3 b4");
        assert_eq!(bands(5), "b0 b1 b2 b3 b4");
        assert_eq!(band(None, "1"), "bn");
    }
}
