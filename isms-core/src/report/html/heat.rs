//! The overview and the heat maps.

use super::super::brief::{plural, severity};
use super::super::heat::{HeatCell, HeatMap};
use super::super::methods::in_words;
use super::super::summary::{Summary, TopRisk};
use super::{band, close_table, level, open_section, open_table};
use crate::assess::Assessment;
use crate::isms::Isms;
use crate::level::Scale;
use crate::report::html::markup::Markup;
use crate::risk::MethodNotes;

/// Most ids of risks in one cell.
const MAX_IDS: usize = 20;
/// Ids of at most so many letters together are shown at once.
const SHORT: usize = 24;
/// Names of levels above this length need broader maps.
const LONG_NAME: usize = 9;

pub(super) fn overview(m: &mut Markup, assessment: &Assessment, summary: &Summary) {
    open_section(m, "summary", "Summary");
    m.open("dl", &[("class", "cards")]);
    card(m, "Open risks", &summary.risks_open.to_string(), &format!("of {} in the register", summary.risks));
    let losses = summary.annual_losses();
    let joined = |of: fn(&[String; 3]) -> &String| {
        losses.iter().map(|losses| of(losses).clone()).collect::<Vec<_>>().join(", ")
    };
    if !losses.is_empty() {
        let expected = joined(|[expected, ..]| expected);
        card(m, "Expected annual loss", &expected, "single loss times rate, open risks");
        let (current, residual) = (joined(|[_, current, _]| current), joined(|[.., residual]| residual));
        if current != expected || residual != expected {
            card(m, "Current annual loss", &current, "with the controls of today");
            card(m, "Residual annual loss", &residual, "with the plan");
        }
    }
    let troubles = [
        (summary.risks_undetermined, "without a current level"),
        (summary.risks_without_owner, "without an owner"),
        (summary.risks_untreated, "without a treatment"),
        (summary.risks_above_target, "above their target"),
    ];
    for (count, what) in troubles.into_iter().filter(|(count, _)| *count > 0) {
        card(m, &format!("Risks {what}"), &count.to_string(), "");
    }
    card(
        m,
        "Assets",
        &summary.assets.to_string(),
        &plural(summary.dependencies, "dependency", "dependencies"),
    );
    if summary.needs_incomplete > 0 {
        card(
            m,
            "Incomplete needs",
            &summary.needs_incomplete.to_string(),
            "something unknown could raise them",
        );
    }
    if summary.capabilities_unmet > 0 {
        card(m, "Capabilities below need", &summary.capabilities_unmet.to_string(), "");
    }
    let state =
        format!("{} implemented, {} verified", summary.controls_implemented, summary.controls_verified);
    card(m, "Own controls", &summary.controls.to_string(), &state);
    let state = format!(
        "{} excluded, {} not decided, {} derived as necessary",
        summary.soa_excluded, summary.soa_undecided, summary.soa_necessary
    );
    card(m, "Controls included", &format!("{} of {}", summary.soa_included, summary.soa_lines), &state);
    let found: usize = summary.findings.iter().fold(0, |sum, f| sum.saturating_add(f.count));
    let severities: Vec<_> = summary.findings.iter().map(severity).collect();
    card(m, "Findings", &found.to_string(), &severities.join(", "));
    m.end().open("div", &[("class", "pair")]);
    levels(m, assessment, summary);
    top_risks(m, assessment, summary);
    m.end().end();
}

fn card(m: &mut Markup, title: &str, value: &str, remark: &str) {
    m.open("div", &[("class", "card")]).leaf("dt", &[], title);
    let class = if value.chars().count() > 12 { "small" } else { "" };
    m.leaf("dd", &[("class", class)], value);
    if !remark.is_empty() {
        m.leaf("dd", &[], remark);
    }
    m.end();
}

fn levels(m: &mut Markup, assessment: &Assessment, summary: &Summary) {
    let isms = assessment.isms();
    for block in summary.levels.chunk_by(|a, b| a.method == b.method) {
        let Some(first) = block.first() else { continue };
        let method = isms.methods().get(&first.method);
        let scale = method.and_then(|method| isms.scales().get(&method.level));
        let name = method.map_or(first.method.as_str(), |method| &method.name);
        let columns = [("", "Level"), ("num", "Inherent"), ("num", "Current"), ("num", "Residual")];
        open_table(m, "fit", &format!("Open risks by level, {name}"), &columns);
        let mut names: Vec<_> = Vec::new();
        for count in block {
            if !names.contains(&&count.level) {
                names.push(&count.level);
            }
        }
        names.sort_by_key(|name| name.is_none());
        for name in names {
            m.open("tr", &[]).open("th", &[("scope", "row")]);
            level(m, scale, name.as_ref());
            m.end();
            for station in ["inherent", "current", "residual"] {
                let found = block.iter().find(|c| c.level == *name && c.station == station);
                m.leaf("td", &[("class", "num")], &found.map_or(0, |c| c.count).to_string());
            }
            m.end();
        }
        close_table(m);
    }
}

fn top_risks(m: &mut Markup, assessment: &Assessment, summary: &Summary) {
    if summary.top_risks.is_empty() {
        return;
    }
    let isms = assessment.isms();
    let several = summary.top_risks.windows(2).any(|two| matches!(two, [a, b] if a.method != b.method));
    for of_method in summary.top_risks.chunk_by(|a, b| a.method == b.method) {
        let Some(first) = of_method.first() else { continue };
        let method = isms.methods().get(&first.method);
        let name = method.map_or(first.method.as_str(), |method| &method.name);
        let caption =
            if several { format!("Highest risks today, {name}") } else { "Highest risks today".to_owned() };
        let scale = method.and_then(|method| isms.scales().get(&method.level));
        highest(m, isms, &caption, scale, of_method);
    }
}

/// The highest risks of one method.
fn highest(m: &mut Markup, isms: &Isms, caption: &str, scale: Option<&Scale>, risks: &[TopRisk]) {
    let columns = [("", "Risk"), ("", "Current"), ("", "Residual")];
    open_table(m, "fit", caption, &columns);
    for top in risks {
        m.open("tr", &[]).open("th", &[("scope", "row")]);
        super::register::link(m, isms, &top.risk);
        m.text(" ").text(&top.title).end();
        for name in [&top.current, &top.residual] {
            m.open("td", &[]);
            level(m, scale, name.as_ref());
            m.end();
        }
        m.end();
    }
    close_table(m);
}

pub(super) fn maps(m: &mut Markup, assessment: &Assessment) {
    open_section(m, "heat-maps", "Heat maps");
    let maps = assessment.heat_maps();
    if maps.is_empty() {
        m.leaf("p", &[], "No risk method is written.");
    }
    let isms = assessment.isms();
    for block in maps.chunk_by(|a, b| a.method == b.method) {
        let Some(first) = block.first() else { continue };
        m.leaf("h3", &[], &first.name);
        m.leaf(
            "p",
            &[("class", "note")],
            "Each cell has the level the method gives, how many open risks stand there, and which. Likelihood rises \
             upwards, consequence to the right.",
        );
        if let Some(notes) = &first.notes {
            notes_of(m, notes);
        }
        let names = first.rows.iter().flat_map(|row| {
            let cells = row.cells.iter().flat_map(|cell| [Some(&cell.consequence), cell.level.as_ref()]);
            cells.flatten().chain([&row.likelihood])
        });
        let long = names.into_iter().any(|name| name.as_str().chars().count() > LONG_NAME);
        m.open("div", &[("class", if long { "maps long" } else { "maps" })]);
        let method = isms.methods().get(&first.method);
        let scale = method.and_then(|method| isms.scales().get(&method.level));
        for map in block {
            one(m, map, scale);
        }
        m.end();
    }
    m.end();
}

/// Where a method comes from, and how its levels order risks.
fn notes_of(m: &mut Markup, notes: &MethodNotes) {
    if let (Some(source), Some(verification)) = (&notes.source, notes.verification) {
        m.open("p", &[("class", "note")]).text("Source: ").text(source).text(". Compared with it: ");
        m.leaf("strong", &[], verification.as_str()).text(".");
        if let Some(note) = &notes.note {
            m.text(" ").text(note);
        }
        m.end();
    }
    m.leaf("p", &[("class", "note")], &in_words(notes));
}

fn one(m: &mut Markup, map: &HeatMap, scale: Option<&Scale>) {
    let consequences: Vec<(&str, &str)> = std::iter::once(("", "Likelihood"))
        .chain(map.rows.iter().take(1).flat_map(|row| &row.cells).map(|cell| ("", cell.consequence.as_str())))
        .collect();
    m.open("div", &[]);
    open_table(m, "heat", &format!("{}: {}", title(map), map.name), &consequences);
    for row in map.rows.iter().rev() {
        m.open("tr", &[]).leaf("th", &[("scope", "row")], row.likelihood.as_str());
        row.cells.iter().for_each(|cell| one_cell(m, cell, scale));
        m.end();
    }
    close_table(m);
    if !map.unplaced.is_empty() {
        let shown: Vec<_> = map.unplaced.iter().take(20).map(|id| id.as_str()).collect();
        let more = map.unplaced.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let text = format!(
            "Without a place (likelihood or consequence missing or off its scale): {}{more}.",
            shown.join(", ")
        );
        m.leaf("p", &[("class", "note")], &text);
    }
    m.end();
}

fn title(map: &HeatMap) -> &'static str {
    match map.station.as_str() {
        "inherent" => "Inherent",
        "current" => "Current",
        _ => "Residual",
    }
}

fn one_cell(m: &mut Markup, cell: &HeatCell, scale: Option<&Scale>) {
    let name = cell.level.as_ref().map(|level| level.as_str());
    m.open("td", &[("class", name.map_or("bn", |name| band(scale, name)))]);
    m.text(name.unwrap_or("no level"));
    if cell.count > 0 {
        m.leaf("strong", &[], &cell.count.to_string());
        let ids: Vec<_> = cell.risks.iter().take(MAX_IDS).map(|id| id.as_str()).collect();
        let more = cell.risks.len().saturating_sub(ids.len());
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        let text = format!("{}{more}", ids.join(" "));
        if text.len() <= SHORT && ids.iter().all(|id| id.len() <= LONG_NAME) {
            m.leaf("span", &[("class", "ids")], &text);
        } else {
            m.open("details", &[]).leaf("summary", &[], "which").text(&text).end();
        }
    }
    m.end();
}
