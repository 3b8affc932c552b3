//! The Statement of Applicability as tables, one per theme.

use super::super::statement::SoaRow;
use super::{MAX_ROWS, close_table, joined, left_out, open_section, open_table, sub};
use crate::assess::Assessment;
use crate::id::RiskId;
use crate::isms::Isms;
use crate::report::html::markup::Markup;

/// Most risks listed for one control.
const MAX_RISKS: usize = 8;

pub(super) fn section(m: &mut Markup, assessment: &Assessment) {
    open_section(m, "soa", "Statement of Applicability");
    let rows = assessment.soa_rows();
    let isms = assessment.isms();
    if let Some(soa) = isms.soa() {
        let version = soa.version.as_deref().map_or(String::new(), |version| format!("Version {version}. "));
        let approved =
            soa.approved_on.map_or("Not approved.".to_owned(), |day| format!("Approved on {day}."));
        m.leaf("p", &[("class", "muted")], &format!("{version}{approved}"));
    } else {
        m.leaf(
            "p",
            &[],
            "No statement is written; what treatments and requirements make necessary is derived.",
        );
    }
    let shown = rows.get(..MAX_ROWS.min(rows.len())).unwrap_or_default();
    for block in shown.chunk_by(|a, b| heading(a) == heading(b)) {
        let Some(first) = block.first() else { continue };
        let title = heading(first);
        m.leaf("h3", &[], &title);
        let columns = [
            ("", "Control"),
            ("", "Decision"),
            ("wide", "Why"),
            ("", "Implementation"),
            ("", "Risks"),
            ("", "Requirements"),
        ];
        open_table(m, "", &format!("{title}: decisions and reasons"), &columns);
        block.iter().for_each(|row| line(m, isms, row));
        close_table(m);
    }
    left_out(m, rows.len(), "soa");
    m.end();
}

fn heading(row: &SoaRow) -> String {
    match (&row.theme, &row.control) {
        (Some(theme), _) => {
            let mut letters = theme.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            format!("{}{} controls", first.map(String::from).unwrap_or_default(), letters.as_str())
        }
        (None, crate::isms::ControlRef::Own(_)) => "Own controls".to_owned(),
        (None, crate::isms::ControlRef::Catalogue(reference)) => {
            format!("Controls of {}", reference.framework())
        }
    }
}

fn line(m: &mut Markup, isms: &Isms, row: &SoaRow) {
    let id = match &row.control {
        crate::isms::ControlRef::Catalogue(reference) if row.theme.is_some() => reference.entry().to_owned(),
        other => other.to_string(),
    };
    m.open("tr", &[]).open("th", &[("scope", "row")]);
    m.leaf("span", &[("class", "id")], &id).text(" ").text(&row.label).end();
    m.open("td", &[]);
    let (class, word) = match row.stated {
        Some(true) => ("lv b0", "included"),
        Some(false) => ("lv bn", "excluded"),
        None => ("lv b2", "not decided"),
    };
    m.leaf("span", &[("class", class)], word);
    if row.necessary {
        sub(m, if row.stated == Some(true) { "necessary" } else { "derived as necessary" });
    }
    m.end().open("td", &[("class", "wide")]);
    m.text(&joined(&row.reasons));
    if let Some(text) = row.justification.as_ref().filter(|_| row.stated != Some(false)) {
        sub(m, text);
    }
    match &row.exclusion {
        Some(text) => sub(m, &format!("excluded: {text}")),
        None if row.stated == Some(false) => sub(m, "no justification is written"),
        None => {}
    }
    m.end().open("td", &[]);
    match row.status.or(row.stated_status) {
        Some(status) => {
            let class = match status.as_str() {
                "implemented" => "lv b0",
                "partial" => "lv b2",
                "planned" => "lv b1",
                _ => "lv b4",
            };
            m.leaf("span", &[("class", class)], status.as_str());
            if row.status.is_none() {
                sub(m, "as written; no own control implements it");
            }
        }
        None if row.necessary || row.stated == Some(true) => {
            m.leaf("span", &[("class", "muted")], "not known");
        }
        None => {}
    }
    if let Some(written) = row.stated_status.filter(|written| row.status.is_some_and(|s| s != *written)) {
        sub(m, &format!("written: {written}"));
    }
    if !row.implemented_by.is_empty() {
        sub(m, &joined(&row.implemented_by));
    }
    m.end().open("td", &[]);
    risks(m, isms, &row.risks);
    m.end().open("td", &[]);
    m.text(&joined(&row.requirements)).end().end();
}

fn risks(m: &mut Markup, isms: &Isms, risks: &[RiskId]) {
    for (place, risk) in risks.iter().take(MAX_RISKS).enumerate() {
        if place > 0 {
            m.text(" ");
        }
        super::register::link(m, isms, risk);
    }
    let more = risks.len().saturating_sub(MAX_RISKS);
    if more > 0 {
        sub(m, &format!("and {more} more"));
    }
}
