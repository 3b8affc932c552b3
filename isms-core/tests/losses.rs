//! What controls leave of a loss in money.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;

use std::fmt::Write;

use common::Random;
use isms_core::{
    AssessOptions, Assessment, Catalogue, Decimal, Isms, LossPart, LossPoint, LossState, Money, Via, assess,
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
fn more_than_all_is_not_used_and_harm_beyond_measure_is_not_nothing() {
    let effects = [
        ("single: '1.01'", ["EUR 500.00", "1", "EUR 500.00"], "single"),
        ("single: '-1.01'", ["none", "1", "none"], "single"),
        ("rate: '-1.01'", ["EUR 500.00", "none", "none"], "rate"),
    ];
    for (effect, left, part) in effects {
        let controls = control("C-1", effect) + &control("C-2", "single: '0.5', rate: '0.5'");
        let assessment = assessed(&(method("") + &risk("EUR 1000", "2") + "controls:\n" + &controls));
        assert_eq!(said(&loss(&assessment).current), left, "{effect}");
        assert_eq!(paths(&assessment, "Q-004"), [format!("/controls/C-1/acts_on/risks/R/loss/{part}")]);
        assert_eq!(paths(&assessment, "Q-007"), [""; 0]);
        let summary = assessment.summary();
        assert_eq!(summary.current_annual.is_empty(), left[2] == "none");
        assert_eq!(summary.expected_annual_out_of_range.is_empty(), left[2] != "none");
    }
    let controls = control("C", "single: '1', rate: '-1'");
    let assessment = assessed(&(method("") + &risk("EUR 1000", "2") + "controls:\n" + &controls));
    assert_eq!(said(&loss(&assessment).current), ["EUR 0.00", "4", "EUR 0.00"]);
}

/// Of one control that acts on two weaknesses of a risk, the larger share counts, and apart from it the larger harm.
#[test]
fn of_two_entries_as_near_the_larger_share_counts() {
    let counted = |first: &str, second: &str| {
        let members = format!(
            "vulnerabilities: {{V-1: {{title: v}}, V-2: {{title: v}}}}
risks: {{R: {{title: r, approach: event, method: M, vulnerabilities: [V-1, V-2], loss: {{single: EUR 1000, annual_rate: '1'}}}}}}
controls:
  C: {{title: c, status: implemented, verification: {{on: 2026-01-01}}, acts_on: {{vulnerabilities: {{V-1: {{loss: {{single: '{first}'}}}}, V-2: {{loss: {{single: '{second}'}}}}}}}}}}
"
        );
        let assessment = assessed(&(method("") + &members));
        let credits = loss(&assessment).credits.iter();
        credits.map(|credit| (format!("{:?}", credit.via), credit.counted.to_string())).collect::<Vec<_>>()
    };
    let one =
        |id: &str, share: &str| (format!("{:?}", Via::Vulnerability(id.parse().unwrap())), share.to_owned());
    assert_eq!(counted("0.2", "0.3"), [one("V-2", "0.3")]);
    assert_eq!(counted("0.3", "0.2"), [one("V-1", "0.3")]);
    assert_eq!(counted("0.3", "0.3"), [one("V-1", "0.3")]); // of equal ones the first is shown
    assert_eq!(counted("-0.2", "-0.3"), [one("V-2", "-0.3")]);
    assert_eq!(counted("-0.3", "-0.2"), [one("V-1", "-0.3")]);
    assert_eq!(counted("-0.3", "-0.3"), [one("V-1", "-0.3")]);
    assert_eq!(counted("-0.2", "0.3"), [one("V-2", "0.3"), one("V-1", "-0.2")]);
}

#[test]
fn an_effect_on_a_loss_that_is_not_stated_is_told() {
    let members = method("")
        + "risks: {R: {title: r, approach: event, method: M}}\ncontrols:\n"
        + &control("C", "single: '0.5'");
    let assessment = assessed(&members);
    assert!(assessment.register().states()[0].loss.is_none());
    assert_eq!(paths(&assessment, "Q-005"), ["/controls/C/acts_on/risks/R/loss"]);

    let told = |risk: &str, status: &str| {
        let members = method("")
            + "threats: {T: {title: t}}\nvulnerabilities: {V: {title: v}}\n"
            + &format!("risks: {{R: {{title: r, approach: event, method: M, threats: [T]{risk}}}}}\n")
            + &format!(
                "controls: {{C: {{title: c, status: {status}, acts_on: {{threats: {{T: {{loss: {{rate: '0.5'}}}}}}, vulnerabilities: {{V: {{loss: {{rate: '0.5'}}}}}}}}}}}}\n"
            );
        paths(&assessed(&members), "Q-005")
    };
    let at = |kind: &str| format!("/controls/C/acts_on/{kind}/loss");
    assert_eq!(told("", "implemented"), [at("threats/T"), at("vulnerabilities/V")]);
    assert_eq!(told(", loss: {single: EUR 1, annual_rate: '1'}", "implemented"), [at("vulnerabilities/V")]);
    assert_eq!(told("", "retired"), [""; 0]);
}

fn paths(assessment: &Assessment, code: &str) -> Vec<String> {
    assessment.findings().listed().iter().filter(|f| f.code() == code).map(|f| f.path()).collect()
}

#[test]
fn what_does_not_fit_is_none_and_no_sum_holds_it() {
    let members = method("") + &risk("EUR 90000000000000000", "50") + "controls:\n";
    let assessment = assessed(&(members + &control("C", "single: '-0.5', rate: '0'")));
    assert_eq!(said(&loss(&assessment).current), ["none", "50", "none"]);
    assert_eq!(paths(&assessment, "Q-007"), ["/risks/R/loss"]);
    let summary = assessment.summary();
    assert!(summary.expected_annual.is_empty() && summary.residual_annual.is_empty());
    assert_eq!(summary.expected_annual_out_of_range, ["EUR".parse().unwrap()]);

    // The stated loss fits, and what a control adds to it does not.
    let members = method("") + &risk("EUR 90000000000000000", "1") + "controls:\n";
    let assessment = assessed(&(members + &control("C", "single: '-0.5', rate: '0'")));
    assert_eq!(paths(&assessment, "Q-007"), ["/risks/R/loss"]);
    let summary = assessment.summary();
    assert_eq!(summary.expected_annual.len(), 1);
    assert!(summary.current_annual.is_empty());
    assert_eq!(summary.expected_annual_out_of_range, ["EUR".parse().unwrap()]);
}

#[test]
fn a_negative_loss_is_told_and_not_used() {
    for (single, rate, at) in [("EUR -1000", "1", "single"), ("EUR 1000", "-1", "annual_rate")] {
        let members = method("") + &risk(single, rate) + "controls:\n" + &control("C", "single: '0.5'");
        let assessment = assessed(&members);
        let state = &assessment.register().states()[0];
        assert!(state.expected_annual.is_none() && state.loss.is_none());
        assert_eq!(paths(&assessment, "Q-006"), [format!("/risks/R/loss/{at}")]);
        assert_eq!(paths(&assessment, "Q-007"), [""; 0]);
        let summary = assessment.summary();
        assert!(summary.expected_annual.is_empty());
        assert_eq!(summary.expected_annual_out_of_range, ["EUR".parse().unwrap()]);
    }
}

#[test]
fn thousands_with_a_point_are_no_amount() {
    for (text, refused) in [
        ("EUR 900.000", "more than the 2 decimal places of EUR"),
        ("JPY 900.0", "more than the 0 decimal places of JPY"),
        ("EUR 92233720368547758.08", "too large"),
        ("EUR 1,5", "not an amount of money"),
        ("900 EUR", "not an amount of money"),
    ] {
        let error = text.parse::<Money>().unwrap_err();
        assert_eq!(error.code(), "D-015");
        assert!(error.message().contains(refused), "{}", error.message());
    }
    for text in ["EUR 900.00", "EUR 900.0", "EUR 900", "JPY 900", "KWD 900.000"] {
        assert!(text.parse::<Money>().is_ok(), "{text}");
    }
    let bare = "{\"isms\":\"1\",\"organisation\":{\"name\":\"A\"},\"risks\":{\"R\":{\"title\":\"r\",\"approach\":\"event\",\"method\":\"M\",\"loss\":{\"single\":900000,\"annual_rate\":1}}}}";
    let error = Isms::from_json(bare).unwrap_err();
    let found = error.findings().iter().find(|f| f.path() == "/risks/R/loss/single").unwrap();
    assert_eq!(
        (found.code(), found.message()),
        ("D-015", "`900000` is not an amount of money such as `EUR 50000.00`")
    );
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
    let summary = text("summary", "text");
    assert!(summary.contains("EUR 90000.00 expected a year\n"), "{summary}");
    assert!(summary.contains("EUR 4500.00 with controls, EUR 4500.00 with the plan"), "{summary}");
    assert!(text("summary", "csv").contains("current_annual,EUR 4500.00"));
    assert!(text("summary", "csv").contains("residual_annual,EUR 4500.00"));
    let page = text("all", "html");
    assert!(page.contains("EUR 4500.00 with controls") && page.contains("EUR 4500.00 with the plan"));
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
