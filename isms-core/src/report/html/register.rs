//! The risk register as a table.

use super::super::register::RegisterRow;
use super::{MAX_ROWS, close_table, joined, left_out, level, open_section, open_table, sub};
use crate::assess::Assessment;
use crate::id::RiskId;
use crate::isms::Isms;
use crate::level::{LevelName, Scale};
use crate::report::html::markup::Markup;

/// A link to the row of a risk, where it is on the page.
pub(super) fn link(m: &mut Markup, isms: &Isms, risk: &RiskId) {
    if isms.risks().index_of(risk).is_some_and(|place| place < MAX_ROWS) {
        let target = format!("#risk-{risk}");
        m.leaf("a", &[("href", &target), ("class", "id")], risk.as_str());
    } else {
        m.leaf("span", &[("class", "id")], risk.as_str());
    }
}

pub(super) fn section(m: &mut Markup, assessment: &Assessment) {
    open_section(m, "register", "Risk register");
    let rows = assessment.register_rows();
    if rows.is_empty() {
        m.leaf("p", &[], "No risk is written.").end();
        return;
    }
    m.leaf(
        "p",
        &[("class", "note")],
        "Inherent is judged. Current is computed from the controls that are in place, residual from the plan; target is \
         the owner's goal.",
    );
    let columns = [
        ("", "Risk"),
        ("", "Inherent"),
        ("", "Current"),
        ("", "Residual"),
        ("", "Target"),
        ("", "Follows"),
        ("", "Treatment"),
        ("", "Acceptance"),
        ("num", "Annual loss"),
    ];
    open_table(m, "", "Risks with their four levels", &columns);
    for row in rows.iter().take(MAX_ROWS) {
        line(m, assessment.isms(), row);
    }
    close_table(m);
    left_out(m, rows.len(), "register");
    m.end();
}

fn line(m: &mut Markup, isms: &Isms, row: &RegisterRow) {
    let method = isms.methods().get(&row.method);
    let scale = method.and_then(|method| isms.scales().get(&method.level));
    let anchor = format!("risk-{}", row.risk);
    m.open("tr", &[("id", &anchor)]).open("th", &[("scope", "row")]);
    m.leaf("span", &[("class", "id")], row.risk.as_str()).text(" ").text(&row.title);
    let owner = row.owner.as_ref().map_or("no owner".to_owned(), |owner| {
        let title = isms.roles().get(owner).map_or(owner.as_str(), |role| &role.title);
        format!("owner: {title}")
    });
    sub(m, &owner);
    if !row.assets.is_empty() {
        sub(m, &format!("assets: {}", joined(&row.assets)));
    }
    if !row.open {
        sub(m, "closed");
    }
    m.end().open("td", &[]);
    level(m, scale, row.inherent_level.as_ref());
    axes(m, row.inherent_likelihood.as_ref(), row.inherent_consequence.as_ref());
    if let Some(score) = row.inherent_score {
        sub(m, &format!("score {score}"));
    }
    stated(m, row.stated_inherent.as_ref(), row.inherent_level.as_ref());
    m.end().open("td", &[]);
    let current = Station {
        level: row.current_level.as_ref(),
        computed: row.current_computed.as_ref(),
        without_unverified: row.current_without_unverified.as_ref(),
        verified: row.current_verified,
        stale: row.current_override_stale,
        stated: row.stated_current.as_ref(),
    };
    station(m, scale, &current, row.current_likelihood.as_ref(), row.current_consequence.as_ref());
    m.end().open("td", &[]);
    let residual = Station {
        level: row.residual_level.as_ref(),
        computed: row.residual_computed.as_ref(),
        without_unverified: row.residual_without_unverified.as_ref(),
        verified: row.residual_verified,
        stale: row.residual_override_stale,
        stated: row.stated_residual.as_ref(),
    };
    station(m, scale, &residual, row.residual_likelihood.as_ref(), row.residual_consequence.as_ref());
    m.end().open("td", &[]);
    if row.target.is_some() {
        level(m, scale, row.target.as_ref());
    }
    m.end().open("td", &[]);
    if let Some(disposition) = row.residual_disposition {
        m.text(disposition.as_str());
        sub(m, "on the residual level");
    }
    m.end().open("td", &[]);
    m.text(&joined(&row.options));
    if !row.treatments.is_empty() {
        sub(m, &joined(&row.treatments));
    }
    m.end().open("td", &[]);
    for acceptance in &row.acceptances {
        m.leaf("span", &[("class", "id")], acceptance.id.as_str());
        let reasons = [
            (acceptance.expired, "expired or not begun"),
            (acceptance.stale == Some(true), "its basis changed"),
            (acceptance.authorised == Some(false), "not authorised"),
            (acceptance.covers == Some(false), "below the residual level"),
        ];
        let reasons: Vec<_> = reasons.into_iter().filter(|(is, _)| *is).map(|(_, why)| why).collect();
        let remark = if acceptance.counts {
            "counts".to_owned()
        } else {
            format!("does not count: {}", reasons.join(", "))
        };
        sub(m, &remark);
    }
    m.end().open("td", &[("class", "num")]);
    if let Some(loss) = row.expected_annual {
        m.text(&loss.to_string());
        if row.stated_annual.is_some_and(|stated| stated != loss) {
            sub(
                m,
                &format!("register says {}", row.stated_annual.map(|s| s.to_string()).unwrap_or_default()),
            );
        }
    }
    m.end().end();
}

struct Station<'r> {
    level: Option<&'r LevelName>,
    computed: Option<&'r LevelName>,
    without_unverified: Option<&'r LevelName>,
    verified: Option<bool>,
    stale: Option<bool>,
    stated: Option<&'r LevelName>,
}

fn station(
    m: &mut Markup,
    scale: Option<&Scale>,
    station: &Station<'_>,
    likelihood: Option<&LevelName>,
    consequence: Option<&LevelName>,
) {
    level(m, scale, station.level);
    axes(m, likelihood, consequence);
    let name = |level: Option<&LevelName>| level.map_or("not determined", |level| level.as_str()).to_owned();
    if station.level != station.computed {
        let stale = if station.stale == Some(true) { ", stale" } else { "" };
        sub(m, &format!("set by a person{stale}; computed: {}", name(station.computed)));
    }
    if station.verified == Some(false) && station.without_unverified != station.level {
        sub(m, &format!("with verified controls alone: {}", name(station.without_unverified)));
    }
    stated(m, station.stated, station.level);
}

fn axes(m: &mut Markup, likelihood: Option<&LevelName>, consequence: Option<&LevelName>) {
    if let (Some(likelihood), Some(consequence)) = (likelihood, consequence) {
        sub(m, &format!("{likelihood} × {consequence}"));
    }
}

fn stated(m: &mut Markup, stated: Option<&LevelName>, ours: Option<&LevelName>) {
    if let Some(stated) = stated.filter(|stated| Some(*stated) != ours) {
        sub(m, &format!("register says {stated}"));
    }
}
