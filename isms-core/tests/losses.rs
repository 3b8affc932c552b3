//! What controls leave of a loss in money.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use std::fmt::Write;

use common::Random;
use isms_core::{
    AssessOptions, Assessment, Catalogue, Decimal, Isms, LossPart, LossPoint, LossState, Via, assess,
};

fn assessed(members: &str) -> Assessment {
    let text = format!(
        "isms: '1'
organisation: {{name: Acme}}
scales: {{s: {{levels: [{{id: low}}, {{id: high}}]}}}}
{members}"
    );
    let isms = Isms::from_yaml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()))
}

fn method(rules: &str) -> String {
    format!(
        "methods:
  M: {{name: m, version: '1', likelihood: s, consequence: s, level: s, combine: {{matrix: {{low: [low, low], high: [low, high]}}}}{rules}}}
"
    )
}

fn risk(single: &str, rate: &str) -> String {
    format!(
        "threats: {{T: {{title: t}}}}
vulnerabilities: {{V: {{title: v}}}}
risks: {{R: {{title: r, approach: event, method: M, threats: [T], vulnerabilities: [V], loss: {{single: {single}, annual_rate: '{rate}'}}}}}}
"
    )
}

/// A verified control of one risk.
fn control(id: &str, loss: &str) -> String {
    format!(
        "  {id}: {{title: c, status: implemented, verification: {{on: 2026-01-01}}, acts_on: {{risks: {{R: {{loss: {{{loss}}}}}}}}}}}\n"
    )
}

fn loss(assessment: &Assessment) -> &LossState {
    assessment.register().states()[0].loss.as_ref().unwrap()
}

fn said(point: &LossPoint) -> [String; 3] {
    let none = || "none".to_owned();
    [
        point.single.map_or_else(none, |money| money.to_string()),
        point.annual_rate.map_or_else(none, |rate| rate.to_string()),
        point.expected_annual.map_or_else(none, |money| money.to_string()),
    ]
}

/// MAGERIT v3, Libro III, p. 14-15: an impact of 900,000 at 0.1 a year; efficacies of 0.9 against the impact and 0.5
/// against the frequency leave 90,000 at 0.05, which is 4,500 of 90,000 a year: together an efficacy of 0.95.
#[test]
fn the_residual_risk_of_magerit() {
    let members = method("") + &risk("EUR 900000", "0.1") + "controls:\n";
    let assessment = assessed(&(members + &control("C", "single: '0.9', rate: '0.5'")));
    let state = loss(&assessment);
    assert_eq!(said(&state.current), ["EUR 90000.00", "0.05", "EUR 4500.00"]);
    assert_eq!((&state.residual, &state.current_without_unverified), (&state.current, &state.current));
    let stated = assessment.register().states()[0].expected_annual.unwrap();
    assert_eq!(stated.to_string(), "EUR 90000.00");
    let kept = 1.into();
    let gone: Decimal = "-0.95".parse().unwrap();
    let left = stated.checked_scale(&gone.checked_add(&kept).unwrap()).unwrap();
    assert_eq!(Some(left), state.current.expected_annual);
}

/// A training example: a control takes 120,000 at 0.25 a year down to 40,000 at 0.05. A third has no end in decimals; the
/// amounts are whole all the same.
#[test]
fn a_third_of_a_loss_is_rounded_once() {
    let members = method("") + &risk("EUR 120000", "0.25") + "controls:\n";
    let assessment = assessed(&(members + &control("C", "single: '0.666666666667', rate: '0.8'")));
    assert_eq!(said(&loss(&assessment).current), ["EUR 40000.00", "0.05", "EUR 2000.00"]);
}

/// Four layers that stop 0.53, 0.85, 0.70 and 0.60 let 0.47 · 0.15 · 0.30 · 0.40 = 0.00846 through if they fail independently
/// (the layers of an example of FAIR-CAM), and 0.15 if they fail together.
#[test]
fn layers_are_as_independent_as_the_method_says() {
    let layers = ["0.53", "0.85", "0.70", "0.60"];
    let controls: String =
        (0..).zip(layers).map(|(n, share)| control(&format!("C-{n}"), &format!("rate: '{share}'"))).collect();
    for (rule, rate) in [("", "0.15"), (", loss_controls: independent", "0.00846")] {
        let assessment = assessed(&(method(rule) + &risk("EUR 1", "1") + "controls:\n" + &controls));
        assert_eq!(loss(&assessment).residual.annual_rate.unwrap().to_string(), rate);
    }
}

#[test]
fn what_nobody_verified_counts_by_the_rule_of_the_method() {
    let controls = "controls:
  C: {title: c, status: implemented, acts_on: {risks: {R: {loss: {single: '0.5', rate: '-0.5'}}}}}
";
    for (rule, single) in [("capped", "EUR 750.00"), ("optimistic", "EUR 500.00"), ("strict", "EUR 1000.00")]
    {
        let rules = format!(", unverified: {rule}");
        let assessment = assessed(&(method(&rules) + &risk("EUR 1000", "2") + controls));
        let state = loss(&assessment);
        // What it makes worse counts in any case.
        assert_eq!(said(&state.current)[..2], [single, "3"]);
        assert_eq!(said(&state.current_without_unverified)[..2], ["EUR 1000.00", "3"]);
    }
}

#[test]
fn a_planned_control_counts_in_the_residual_loss_where_a_treatment_names_it() {
    for (treatments, residual) in [
        ("", "EUR 1000.00"),
        ("treatments: {TR: {risk: R, options: [modify], controls: [C]}}\n", "EUR 100.00"),
    ] {
        let controls =
            "controls: {C: {title: c, status: planned, acts_on: {risks: {R: {loss: {single: '0.9'}}}}}}\n";
        let assessment = assessed(&(method("") + &risk("EUR 1000", "1") + controls + treatments));
        let state = loss(&assessment);
        assert_eq!(said(&state.current)[0], "EUR 1000.00");
        assert_eq!(said(&state.residual)[0], residual);
        assert_eq!(state.residual, state.residual_without_unverified);
    }
}

#[test]
fn the_nearest_entry_of_a_control_counts() {
    let controls = "controls:
  C:
    title: c
    status: implemented
    verification: {on: 2026-01-01}
    acts_on:
      threats: {T: {loss: {rate: '0.9'}}}
      vulnerabilities: {V: {loss: {rate: '0.4'}}}
";
    let assessment = assessed(&(method("") + &risk("EUR 1000", "1") + controls));
    let credits = &loss(&assessment).credits;
    assert_eq!(credits.len(), 1);
    assert_eq!(
        (credits[0].part, &credits[0].via),
        (LossPart::Rate, &Via::Vulnerability("V".parse().unwrap()))
    );
    assert_eq!(loss(&assessment).current.annual_rate.unwrap().to_string(), "0.6");
}

#[test]
fn what_is_no_share_is_told_and_changes_nothing() {
    let controls =
        control("C-1", "single: '1.01', rate: '-1.01'") + &control("C-2", "single: '1', rate: '-1'");
    let assessment = assessed(&(method("") + &risk("EUR 1000", "2") + "controls:\n" + &controls));
    assert_eq!(said(&loss(&assessment).current), ["EUR 0.00", "4", "EUR 0.00"]);
    let found: Vec<_> =
        assessment.findings().listed().iter().filter(|f| f.code() == "Q-004").map(|f| f.path()).collect();
    let at = |part: &str| format!("/controls/C-1/acts_on/risks/R/loss/{part}");
    assert_eq!(found, [at("rate"), at("single")]);
}

#[test]
fn an_effect_on_a_loss_that_is_not_stated_is_told() {
    let members = method("")
        + "risks: {R: {title: r, approach: event, method: M}}\ncontrols:\n"
        + &control("C", "single: '0.5'");
    let assessment = assessed(&members);
    assert!(assessment.register().states()[0].loss.is_none());
    let found = assessment.findings().listed().iter().find(|f| f.code() == "Q-005").unwrap();
    assert_eq!(found.path(), "/controls/C/acts_on/risks/R/loss");
}

#[test]
fn what_does_not_fit_is_none_and_not_zero() {
    let members = method("") + &risk("EUR 90000000000000000", "50") + "controls:\n";
    let assessment = assessed(&(members + &control("C", "single: '-0.5', rate: '0'")));
    assert_eq!(said(&loss(&assessment).current), ["none", "50", "none"]);
}

#[test]
fn reports_say_what_is_left() {
    let members = method("") + &risk("EUR 900000", "0.1") + "controls:\n";
    let assessment = assessed(&(members + &control("C", "single: '0.9', rate: '0.5'")));
    let row = &assessment.register_rows()[0];
    let left = [row.current_annual, row.residual_annual, row.residual_annual_without_unverified];
    assert_eq!(left.map(|money| money.unwrap().to_string()), ["EUR 4500.00"; 3].map(str::to_owned));
    let text =
        |name: &str, format: &str| String::from_utf8(assessment.report(name, format).unwrap()).unwrap();
    assert!(text("summary", "text").contains("EUR 90000.00 expected a year, EUR 4500.00 with controls"));
    assert!(text("summary", "csv").contains("residual_annual,EUR 4500.00"));
    assert!(text("all", "html").contains("EUR 4500.00 with controls"));
}

/// One control of a random register.
struct Made {
    part: LossPart,
    hundredths: i128,
    planned: bool,
    verified: bool,
}

/// A plain second implementation, in whole numbers: what remains in parts of 100^6.
fn plain(controls: &[Made], part: LossPart, independent: bool, residual: bool, unverified: bool) -> i128 {
    let (mut passes, mut least, mut worse) = (vec![], 200, 0);
    for made in controls.iter().filter(|made| made.part == part) {
        if made.planned && !residual {
            continue;
        }
        if made.hundredths < 0 {
            worse = worse.max(-made.hundredths);
            continue;
        }
        // In halves of hundredths.
        let credit = match (made.planned || made.verified, unverified) {
            (true, _) => 2 * made.hundredths,
            (false, true) => made.hundredths,
            (false, false) => 0,
        };
        passes.push(200 - credit);
        least = least.min(200 - credit);
    }
    let (mut remains, mut base) = if independent { (1, 1) } else { (least, 200) };
    if independent {
        for pass in passes {
            (remains, base) = (remains * pass, base * 200);
        }
    }
    let whole = 100i128.pow(6);
    assert_eq!(
        whole * remains * (100 + worse) % (base * 100),
        0,
        "the test takes care that nothing is rounded"
    );
    whole * remains * (100 + worse) / (base * 100)
}

#[test]
fn equals_a_plain_implementation() {
    let mut random = Random(27_005);
    for round in 0..400 {
        let independent = round % 2 == 1;
        let controls: Vec<Made> = (0..random.below(5))
            .map(|_| Made {
                part: if random.below(2) == 0 { LossPart::Single } else { LossPart::Rate },
                hundredths: random.below(201) as i128 - 100,
                planned: random.percent(25),
                verified: random.below(2) == 0,
            })
            .collect();
        let rules = if independent { ", loss_controls: independent" } else { "" };
        let mut members = method(rules) + &risk("EUR 1000000", "1");
        members += "treatments: {TR: {risk: R, options: [modify], controls: [";
        for (n, made) in controls.iter().enumerate() {
            let _ = write!(members, "{}", if made.planned { format!("C-{n}, ") } else { String::new() });
        }
        members += "]}}\ncontrols:\n";
        for (n, made) in controls.iter().enumerate() {
            let part = if made.part == LossPart::Single { "single" } else { "rate" };
            let share = Decimal::from(made.hundredths as i32).checked_mul(&"0.01".parse().unwrap()).unwrap();
            let status = if made.planned { "planned" } else { "implemented" };
            let seen = if made.verified && !made.planned { ", verification: {on: 2026-01-01}" } else { "" };
            let _ = writeln!(
                members,
                "  C-{n}: {{title: c, status: {status}{seen}, acts_on: {{risks: {{R: {{loss: {{{part}: '{share}'}}}}}}}}}}"
            );
        }
        if controls.is_empty() {
            members = members.replace("controls:\n", "");
        }
        let assessment = assessed(&members);
        let state = loss(&assessment);
        let stations = [
            (&state.current, false, true),
            (&state.current_without_unverified, false, false),
            (&state.residual, true, true),
            (&state.residual_without_unverified, true, false),
        ];
        for (point, residual, unverified) in stations {
            let expected = |part| plain(&controls, part, independent, residual, unverified);
            let (single, rate) = (expected(LossPart::Single), expected(LossPart::Rate));
            // A million euros have 10^8 cents, and the rate is 1: both are the share itself, to 8 and 12 places.
            let cents = point.single.unwrap().minor();
            assert!((i128::from(cents) * 10_000 - single).abs() <= 5_000, "{members}");
            let parts: Decimal = "1000000000000".parse().unwrap();
            assert_eq!(point.annual_rate.unwrap().checked_mul(&parts).unwrap().to_string(), rate.to_string());
            let annual = i128::from(point.expected_annual.unwrap().minor()) * 10i128.pow(16);
            assert!((annual - single * rate).abs() <= 5 * 10i128.pow(15), "{members}");
        }
        // The strictest reading is never the lowest, and the plan never raises what it only lowers.
        let annual = |point: &LossPoint| point.expected_annual.unwrap().minor();
        assert!(annual(&state.current) <= annual(&state.current_without_unverified));
        if controls.iter().all(|made| !made.planned || made.hundredths >= 0) {
            assert!(annual(&state.residual) <= annual(&state.current));
        }
    }
}
