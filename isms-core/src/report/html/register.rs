//! The risk register as a table.

use super::super::register::{AcceptanceCell, RegisterRow};
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
         the owner's goal. What follows is read from the residual level.",
    );
    let rows_have = |has: fn(&RegisterRow) -> bool| rows.iter().take(MAX_ROWS).any(has);
    let extra = Extra {
        target: rows_have(|row| row.target.is_some()),
        follows: rows_have(|row| row.residual_disposition.is_some()),
        treatment: rows_have(|row| !row.treatments.is_empty()),
        acceptance: rows_have(|row| !row.acceptances.is_empty()),
        loss: rows_have(|row| row.expected_annual.is_some()),
    };
    let columns: Vec<(&str, &str)> = [
        (true, "", "Risk"),
        (true, "", "Inherent"),
        (true, "", "Current"),
        (true, "", "Residual"),
        (extra.target, "", "Target"),
        (extra.follows, "", "What follows"),
        (extra.treatment, "", "Treatment"),
        (extra.acceptance, "", "Acceptance"),
        (extra.loss, "num", "Annual loss"),
    ]
    .into_iter()
    .filter(|(shown, ..)| *shown)
    .map(|(_, class, title)| (class, title))
    .collect();
    open_table(m, "", "Risks with their four levels", &columns);
    for row in rows.iter().take(MAX_ROWS) {
        line(m, assessment.isms(), row, &extra);
    }
    close_table(m);
    left_out(m, rows.len(), "register");
    m.end();
}

/// Columns that are shown where a risk has something in them.
struct Extra {
    target: bool,
    follows: bool,
    treatment: bool,
    acceptance: bool,
    loss: bool,
}

fn line(m: &mut Markup, isms: &Isms, row: &RegisterRow, extra: &Extra) {
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
    m.end();
    if extra.target {
        m.open("td", &[]);
        if row.target.is_some() {
            level(m, scale, row.target.as_ref());
        }
        m.end();
    }
    if extra.follows {
        m.leaf("td", &[], row.residual_disposition.map_or("", |disposition| disposition.as_str()));
    }
    if extra.treatment {
        m.open("td", &[]).text(&joined(&row.options));
        if !row.treatments.is_empty() {
            sub(m, &joined(&row.treatments));
        }
        m.end();
    }
    if extra.acceptance {
        m.open("td", &[]);
        row.acceptances.iter().for_each(|acceptance| accepted(m, acceptance));
        m.end();
    }
    if extra.loss {
        m.open("td", &[("class", "num")]);
        if let Some(loss) = row.expected_annual {
            m.text(&loss.to_string());
            let left = [(row.current_annual, "with controls"), (row.residual_annual, "with the plan")];
            for (left, with) in left.into_iter().filter(|_| left.iter().any(|left| left.0 != Some(loss))) {
                let left = left.map_or_else(|| "not known".to_owned(), |left| left.to_string());
                sub(m, &format!("{left} {with}"));
            }
            if let Some(stated) = row.stated_annual.filter(|stated| *stated != loss) {
                sub(m, &format!("register says {stated}"));
            }
        }
        m.end();
    }
    m.end();
}

fn accepted(m: &mut Markup, acceptance: &AcceptanceCell) {
    m.leaf("span", &[("class", "id")], acceptance.id.as_str());
    let reasons = [
        (acceptance.expired, "expired or not begun"),
        (acceptance.stale == Some(true), "its basis changed"),
        (acceptance.authorised == Some(false), "not authorised"),
        (acceptance.covers == Some(false), "below the residual level"),
    ];
    let reasons: Vec<_> = reasons.into_iter().filter(|(is, _)| *is).map(|(_, why)| why).collect();
    if acceptance.counts {
        sub(m, "counts");
    } else {
        sub(m, &format!("does not count: {}", reasons.join(", ")));
    }
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
