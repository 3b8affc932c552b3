//! Enterprise risks as a table.

use std::collections::BTreeMap;

use super::super::enterprise::EnterpriseRow;
use super::{MAX_ROWS, close_table, left_out, level, open_section, open_table, sub};
use crate::assess::Assessment;
use crate::isms::Isms;
use crate::report::html::markup::Markup;

/// Most members named in a cell.
const MAX_IDS: usize = 20;

/// Nothing where the document has no enterprise risk.
pub(super) fn section(m: &mut Markup, assessment: &Assessment) {
    let rows = assessment.enterprise_rows();
    if rows.is_empty() {
        return;
    }
    open_section(m, "enterprise", "Enterprise risks");
    m.leaf(
        "p",
        &[("class", "note")],
        "The exposure is the highest level among the risks that belong to an enterprise risk, read in its method. \
         “At least” marks one to which some of them could not be read.",
    );
    let columns = [
        ("", "Enterprise risk"),
        ("", "Tolerance"),
        ("", "Current"),
        ("", "Residual"),
        ("", "Not comparable"),
    ];
    open_table(m, "", "Enterprise risks with their exposure", &columns);
    for pair in rows.chunk_by(|a, b| a.enterprise_risk == b.enterprise_risk).take(MAX_ROWS) {
        line(m, assessment.isms(), pair);
    }
    close_table(m);
    left_out(m, assessment.isms().enterprise_risks().len(), "enterprise");
    m.end();
}

/// One enterprise risk, from its rows per station.
fn line(m: &mut Markup, isms: &Isms, stations: &[EnterpriseRow]) {
    let Some(first) = stations.first() else { return };
    let method = isms.methods().get(&first.method);
    let scale = method.and_then(|method| isms.scales().get(&method.level));
    m.open("tr", &[]).open("th", &[("scope", "row")]);
    m.leaf("span", &[("class", "id")], first.enterprise_risk.as_str()).text(" ").text(&first.title);
    let owner = first.owner.as_ref().map_or("no owner".to_owned(), |owner| {
        let title = isms.roles().get(owner).map_or(owner.as_str(), |role| &role.title);
        format!("owner: {title}")
    });
    sub(m, &owner);
    sub(m, &format!("method: {}", method.map_or(first.method.as_str(), |method| &method.name)));
    m.end().open("td", &[]);
    match &first.tolerance {
        Some(_) => level(m, scale, first.tolerance.as_ref()),
        None => {
            m.leaf("span", &[("class", "muted")], "none");
        }
    }
    m.end();
    for row in stations {
        m.open("td", &[]);
        if row.exposure.is_some() && !row.complete {
            m.text("at least ");
        }
        level(m, scale, row.exposure.as_ref());
        if let Some(from) = &row.from {
            m.open("span", &[("class", "sub")]).text("by ");
            super::register::link(m, isms, from);
            m.end();
        }
        if let Some(outside) = row.outside {
            let least = if row.complete { "" } else { "at least " };
            sub(m, &format!("{least}{outside} of {} outside tolerance", row.open));
        }
        let counts = row.levels.iter().filter(|tally| tally.count > 0);
        let counts: Vec<_> = counts.map(|tally| format!("{}: {}", tally.level, tally.count)).collect();
        if !counts.is_empty() {
            sub(m, &counts.join(", "));
        }
        m.end();
    }
    m.open("td", &[]);
    let unread: BTreeMap<_, _> =
        stations.iter().flat_map(|row| &row.unread).map(|one| (&one.risk, one)).collect();
    unread.values().take(MAX_IDS).for_each(|member| sub(m, &member.to_string()));
    let more = unread.len().saturating_sub(MAX_IDS);
    if more > 0 {
        sub(m, &format!("and {more} more"));
    }
    m.end().end();
}
