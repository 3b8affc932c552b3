//! Findings by severity and code.

use super::super::findings::FindingRow;
use super::super::summary::Summary;
use super::{open_section, quoted};
use crate::assess::Assessment;
use crate::finding::explain;
use crate::report::html::markup::Markup;

/// Findings of one code that are shown at once; the others are folded away.
const SHOWN: usize = 6;

pub(super) fn section(m: &mut Markup, assessment: &Assessment, summary: &Summary) {
    open_section(m, "findings", "Findings");
    let rows = assessment.finding_rows();
    if rows.is_empty() {
        m.leaf("p", &[], "The rules found nothing.").end();
        return;
    }
    for by_severity in summary.codes.chunk_by(|a, b| a.severity == b.severity) {
        let Some(first) = by_severity.first() else { continue };
        let (class, title) = match first.severity {
            "major" => ("lv b4", "Potential major nonconformities"),
            "minor" => ("lv b3", "Potential minor nonconformities"),
            "observation" => ("lv b1", "Observations"),
            _ => ("lv b4", "Errors"),
        };
        m.open("h3", &[]).leaf("span", &[("class", class)], title).end();
        for code in by_severity {
            let from = rows.partition_point(|row| row.code < code.code);
            let own: Vec<&FindingRow> =
                rows.get(from..).unwrap_or_default().iter().take_while(|row| row.code == code.code).collect();
            one_code(m, code.code, code.title, code.total, &own);
        }
    }
    m.end();
}

fn one_code(m: &mut Markup, code: &str, title: &str, total: usize, rows: &[&FindingRow]) {
    m.open("h4", &[]).leaf("code", &[], code).text(" ").text(title);
    m.leaf("span", &[("class", "muted")], &format!(" · {total}")).end();
    if let Some(info) = explain(code) {
        m.open("p", &[("class", "note")]);
        quoted(m, info.explanation);
        m.text(&format!(" Rests on: {}.", info.origin.as_str())).end();
    }
    let (shown, folded) = rows.split_at(SHOWN.min(rows.len()));
    list(m, shown);
    if !folded.is_empty() {
        m.open("details", &[]).leaf("summary", &[], &format!("{} more", folded.len()));
        list(m, folded);
        m.end();
    }
    let unlisted = total.saturating_sub(rows.len());
    if unlisted > 0 {
        m.leaf("p", &[("class", "note")], &format!("{unlisted} further ones are counted but not listed."));
    }
}

fn list(m: &mut Markup, rows: &[&FindingRow]) {
    m.open("ul", &[("class", "plain")]);
    for row in rows {
        m.open("li", &[]);
        quoted(m, &row.message);
        m.text(" ");
        m.leaf("code", &[("class", "muted")], &row.path);
        if let Some(help) = &row.help {
            m.open("span", &[("class", "sub")]);
            quoted(m, help);
            m.end();
        }
        m.end();
    }
    m.end();
}
