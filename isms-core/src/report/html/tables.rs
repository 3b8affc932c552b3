//! Needs and capabilities as tables.

use super::super::needs::{CapabilityRow, NeedRow};
use super::super::values::{CommonCauseRow, WorthRow};
use super::{MAX_ROWS, close_table, left_out, level, open_section, open_table, quoted, sub};
use crate::assess::Assessment;
use crate::level::Scale;
use crate::report::html::markup::Markup;

pub(super) fn needs(m: &mut Markup, assessment: &Assessment) {
    let isms = assessment.isms();
    open_section(m, "needs", "Needs");
    if isms.assets().is_empty() {
        m.leaf("p", &[], "No asset is written.").end();
        return;
    }
    m.leaf(
        "p",
        &[("class", "note")],
        "What each asset needs, as inherited along the dependencies. “At least” marks a need that something unknown \
         could raise.",
    );
    let mut columns = vec![("", "Asset")];
    columns.extend(isms.dimensions().values().map(|dimension| ("", dimension.name.as_str())));
    open_table(m, "", "Needs per asset", &columns);
    let rows = assessment.need_rows();
    for of_asset in rows.chunk_by(|a, b| a.asset == b.asset).take(MAX_ROWS) {
        let Some(first) = of_asset.first() else { continue };
        let anchor = format!("asset-{}", first.asset);
        m.open("tr", &[("id", &anchor)]).open("th", &[("scope", "row")]);
        m.leaf("span", &[("class", "id")], first.asset.as_str()).text(" ").text(&first.name);
        sub(m, first.kind.as_str());
        m.end();
        for row in of_asset {
            let dimension = isms.dimensions().get(&row.dimension);
            need(m, row, dimension.and_then(|dimension| isms.scales().get(&dimension.scale)));
        }
        m.end();
    }
    close_table(m);
    left_out(m, isms.assets().len(), "needs");
    m.end();
}

fn need(m: &mut Markup, row: &NeedRow, scale: Option<&Scale>) {
    m.open("td", &[]);
    match (&row.effective, row.complete) {
        (None, true) => {
            m.leaf("span", &[("class", "muted")], "none");
        }
        (None, false) => {
            m.leaf("span", &[("class", "muted")], "not known");
        }
        (Some(_), complete) => {
            if !complete {
                m.text("at least ");
            }
            level(m, scale, row.effective.as_ref());
        }
    }
    if row.overridden {
        let derived = row.derived.as_ref().map_or("nothing", |level| level.as_str());
        sub(m, &format!("set by a person; derived: {derived}"));
    }
    let own = row.own.as_ref().filter(|own| Some(*own) != row.effective.as_ref());
    if let Some(own) = own {
        sub(m, &format!("own: {own}"));
    }
    let steps = row.path.len();
    if let Some(origin) = row.path.last().filter(|_| steps > 1) {
        let dots = if row.path_cut { " ← …" } else { "" };
        if steps > 2 {
            m.open("details", &[]);
            let said = if row.path_cut {
                format!("from {} steps up", steps.saturating_sub(1))
            } else {
                format!("from {origin}")
            };
            m.leaf("summary", &[], &said);
            let way: Vec<_> = row.path.iter().map(|asset| asset.as_str()).collect();
            m.text(&format!("{}{dots}", way.join(" ← ")));
            m.end();
        } else {
            sub(m, &format!("from {origin}{dots}"));
        }
    }
    m.end();
}

pub(super) fn capabilities(m: &mut Markup, rows: &[CapabilityRow]) {
    open_section(m, "capabilities", "Capabilities");
    let columns = [("", "Asset"), ("", "Measure"), ("num", "Required"), ("num", "Achieved"), ("", "Met")];
    open_table(m, "", "What each asset must and can do", &columns);
    // What falls short comes first; what nobody requires would bury it.
    let none = rows.iter().all(|row| row.required.is_none());
    let mut required: Vec<&CapabilityRow> =
        rows.iter().filter(|row| none || row.required.is_some()).collect();
    required.sort_by_key(|row| row.met != Some(false));
    for row in required.iter().take(MAX_ROWS) {
        m.open("tr", &[]).open("th", &[("scope", "row")]);
        m.leaf("span", &[("class", "id")], row.asset.as_str()).text(" ").text(&row.name).end();
        let unit = row.unit.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default();
        m.leaf("td", &[], &format!("{}{unit}", row.measure));
        m.leaf("td", &[("class", "num")], &row.required.map(|v| v.to_string()).unwrap_or_default());
        let achieved = match (row.at_best, row.at_worst) {
            (Some(best), Some(worst)) if best == worst => best.to_string(),
            (Some(best), Some(worst)) => format!("{best} to {worst}"),
            (Some(best), None) => format!("{best} at best"),
            (None, Some(worst)) => format!("{worst} at worst"),
            (None, None) => "not known".to_owned(),
        };
        m.leaf("td", &[("class", "num")], &achieved);
        let (class, word) = match row.met {
            Some(true) => ("lv b0", "yes"),
            Some(false) => ("lv b4", "no"),
            None if none => ("muted", "nothing required"),
            None => ("lv bn", "not known"),
        };
        m.open("td", &[]).leaf("span", &[("class", class)], word).end().end();
    }
    close_table(m);
    left_out(m, required.len(), "capabilities");
    let others = rows.len().saturating_sub(required.len());
    if others > 0 {
        let text =
            format!("{others} more are achieved and required by nobody. The report `capabilities` has them.");
        m.open("p", &[("class", "note")]);
        quoted(m, &text);
        m.end();
    }
    m.end();
}

pub(super) fn worth(m: &mut Markup, rows: &[WorthRow]) {
    open_section(m, "worth", "Values");
    m.leaf(
        "p",
        &[("class", "note")],
        "In the unit the organisation chose: what each asset is worth itself, and with what depends on it.",
    );
    let columns = [("", "Asset"), ("", "Dimension"), ("num", "Own"), ("num", "Accumulated")];
    open_table(m, "", "What each asset is worth", &columns);
    for row in rows.iter().take(MAX_ROWS) {
        m.open("tr", &[]).open("th", &[("scope", "row")]);
        m.leaf("span", &[("class", "id")], row.asset.as_str()).text(" ").text(&row.name).end();
        m.leaf("td", &[], row.dimension.as_str());
        m.leaf("td", &[("class", "num")], &row.own.map(|own| own.to_string()).unwrap_or_default());
        let bound = if row.complete { "" } else { "at least " };
        m.leaf("td", &[("class", "num")], &format!("{bound}{}", row.accumulated)).end();
    }
    close_table(m);
    left_out(m, rows.len(), "worth");
    m.end();
}

pub(super) fn common_causes(m: &mut Markup, rows: &[CommonCauseRow]) {
    open_section(m, "common-causes", "Common causes");
    m.leaf(
        "p",
        &[("class", "note")],
        "Single assets whose loss takes more of a redundancy group than it can spare, or several controls.",
    );
    open_table(m, "", "What several rest on", &[("", "Asset"), ("", "What fails with it"), ("", "Which")]);
    for row in rows.iter().take(MAX_ROWS) {
        m.open("tr", &[]).open("th", &[("scope", "row")]);
        if let Some(asset) = &row.asset {
            m.leaf("span", &[("class", "id")], asset.as_str()).text(" ");
            m.text(row.name.as_deref().unwrap_or_default());
        }
        m.end().open("td", &[]);
        quoted(m, &row.because);
        m.end().leaf("td", &[], &row.defeated.join(", ")).end();
    }
    close_table(m);
    left_out(m, rows.len(), "common-causes");
    m.end();
}
