//! What lies at the edge of a condition: ties, the last that is listed in full, one and more than one. Each test stands for
//! a change of the code that no other test noticed (`scripts/mutate`).

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fmt::Write;

use isms_core::{
    AssessOptions, Catalogue, CauseOptions, Defeated, Isms, SoaStatus, ValuedBy, Via, WorthRule, assess,
    common_causes, control_states, derive_needs, derive_soa, derive_worth, evaluate, lint_method,
    lint_translations, method_notes,
};

const DAY: &str = "2026-03-31";

fn isms(members: &str) -> Isms {
    Isms::from_yaml(&format!("isms: '1'\norganisation: {{name: Acme}}\n{members}")).unwrap()
}

/// The message about the one cycle of so many assets in a ring, of which one is worth something; with a chord, not all
/// of them stand on the shortest cycle.
fn message_of_a_ring(assets: usize, chord: bool) -> String {
    let mut text = String::from("assets:\n");
    for n in 1..=assets {
        let next = n % assets + 1;
        let worth = if n == 1 { ", worth: {availability: 8}" } else { "" };
        let back = if chord && n == 2 { ", A01: {}" } else { "" };
        let _ = writeln!(
            text,
            "  A{n:02}: {{name: a, kind: process{worth}, depends_on: {{A{next:02}: {{}}{back}}}}}"
        );
    }
    let assessment = assess(&isms(&text), &Catalogue::builtin(), &AssessOptions::new(DAY.parse().unwrap()));
    let found: Vec<_> = assessment.findings().listed().iter().filter(|f| f.code() == "M-021").collect();
    assert_eq!(found.len(), 1);
    found[0].message().to_owned()
}

#[test]
fn a_cycle_of_twelve_is_named_in_full_and_no_longer_one() {
    let ring = |n: usize| (1..=n).map(|n| format!("`A{n:02}`")).collect::<Vec<_>>();
    let end = "; there and below they are bounds only";
    assert_eq!(
        message_of_a_ring(12, false),
        format!("values run in a cycle: {} → `A01`{end}", ring(12).join(" → "))
    );
    assert_eq!(
        message_of_a_ring(13, false),
        format!("values run in a cycle: {} → … → `A01`{end}", ring(12).join(" → "))
    );
    assert_eq!(
        message_of_a_ring(12, true),
        format!(
            "values run in a cycle: `A01` → `A02` → `A01`; 12 assets all depend on each other: {}{end}",
            ring(12).join(", ")
        )
    );
}

/// A method on a scale of two levels with ratings.
fn rated(likelihood: [i32; 2], consequence: [i32; 2]) -> Isms {
    let scale =
        |[low, high]: [i32; 2]| format!("{{levels: [{{id: a, rating: {low}}}, {{id: b, rating: {high}}}]}}");
    isms(&format!(
        "scales: {{l: {}, c: {}}}
methods:
  M: {{name: m, version: '1', likelihood: l, consequence: c, level: l, combine: {{matrix: {{a: [a, a], b: [a, b]}}}}}}
",
        scale(likelihood),
        scale(consequence)
    ))
}

#[test]
fn ratings_value_a_matrix_only_where_all_are_above_zero() {
    let valued_by = |isms: &Isms| method_notes(isms, &"M".parse().unwrap()).unwrap().valued_by;
    assert_eq!(valued_by(&rated([1, 2], [1, 2])), ValuedBy::RatingProduct);
    assert_eq!(valued_by(&rated([0, 2], [1, 2])), ValuedBy::RankProduct);
    assert_eq!(valued_by(&rated([1, 2], [0, 2])), ValuedBy::RankProduct);
    assert_eq!(valued_by(&rated([0, 2], [-1, 2])), ValuedBy::RankProduct);
}

#[test]
fn a_method_of_too_many_combinations_is_told_and_nothing_else_of_its_table() {
    let levels: Vec<String> = (0..30).map(|n| format!("{{id: x{n}, rating: {}}}", n + 1)).collect();
    let isms = isms(&format!(
        "scales: {{s: {{levels: [{}]}}}}
methods:
  M:
    name: m
    version: '1'
    likelihood: s
    consequence: s
    level: s
    factors: {{f: {{name: f, scale: s}}, g: {{name: g, scale: s}}, h: {{name: h, scale: s}}}}
    likelihood_from: {{of: [f, g, h], combine: {{sum: {{bands: [{{at_least: 60, level: x1}}]}}}}}}
    combine: {{sum: {{bands: [{{at_least: 0, level: x0}}]}}}}
",
        levels.join(", ")
    ));
    let found = lint_method(&isms, &"M".parse().unwrap());
    let of_stage: Vec<_> = found
        .iter()
        .filter(|f| f.path().starts_with("/methods/M/likelihood_from"))
        .map(|f| f.code())
        .collect();
    assert_eq!(of_stage, ["M-010"]); // 27 000; and no hole below 60 is told
}

/// How the one control of a risk is credited on its likelihood, for the effects on two of its vulnerabilities.
fn credited(first: &str, second: &str) -> Vec<(String, i8)> {
    let isms = isms(&format!(
        "scales: {{s: {{levels: [{{id: a}}, {{id: b}}, {{id: c}}, {{id: d}}]}}}}
methods:
  M: {{name: m, version: '1', likelihood: s, consequence: s, level: s,
      combine: {{matrix: {{a: [a, a, b, b], b: [a, b, b, c], c: [b, b, c, d], d: [b, c, d, d]}}}}}}
assets: {{A: {{name: a, kind: service}}}}
vulnerabilities: {{V-1: {{title: v, assets: [A]}}, V-2: {{title: v, assets: [A]}}}}
risks: {{R: {{title: r, approach: event, method: M, vulnerabilities: [V-1, V-2], inherent: {{likelihood: c, consequence: c}}}}}}
controls:
  C:
    title: c
    status: implemented
    verification: {{on: 2026-01-01}}
    acts_on: {{vulnerabilities: {{V-1: {{likelihood: {first}}}, V-2: {{likelihood: {second}}}}}}}
"
    ));
    let day = DAY.parse().unwrap();
    let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
    let credits = &register.states()[0].credits;
    let via = |via: &Via| match via {
        Via::Vulnerability(id) => id.to_string(),
        other => format!("{other:?}"),
    };
    credits.iter().map(|credit| (via(&credit.via), credit.designed)).collect()
}

#[test]
fn of_equal_effects_the_first_is_shown_and_of_unequal_ones_the_stronger() {
    let one = |id: &str, by: i8| vec![(id.to_owned(), by)];
    assert_eq!(credited("{by: 1}", "{by: 1}"), one("V-1", 1));
    assert_eq!(credited("{by: 1}", "{by: 2}"), one("V-2", 2));
    assert_eq!(credited("{by: -1}", "{by: -1}"), one("V-1", -1));
    assert_eq!(credited("{by: -1}", "{by: -2}"), one("V-2", -2));
    assert_eq!(credited("{by: 0, cap: b}", "{by: 0, cap: b}"), one("V-1", 0));
    assert_eq!(credited("{by: 0, cap: b}", "{by: 0, cap: a}"), one("V-2", 0));
}

#[test]
fn controls_of_one_status_have_it_and_others_are_partial() {
    let status = |first: &str, second: &str| {
        let isms = isms(&format!(
            "controls:
  C-1: {{title: c, status: {first}, implements: ['iso27001-2022:A.8.7']}}
  C-2: {{title: c, status: {second}, implements: ['iso27001-2022:A.8.7']}}
"
        ));
        let soa = derive_soa(&isms, &Catalogue::builtin());
        soa.line(&"iso27001-2022:A.8.7".parse().unwrap()).unwrap().status
    };
    assert_eq!(status("planned", "planned"), Some(SoaStatus::Planned));
    assert_eq!(status("implemented", "implemented"), Some(SoaStatus::Implemented));
    assert_eq!(status("retired", "retired"), Some(SoaStatus::NotImplemented));
    for (first, second) in
        [("planned", "implemented"), ("implemented", "planned"), ("partial", "implemented")]
    {
        assert_eq!(status(first, second), Some(SoaStatus::Partial), "{first} {second}");
    }
    assert_eq!(status("planned", "retired"), Some(SoaStatus::Planned));
}

#[test]
fn controls_that_rest_on_one_asset_are_named() {
    let isms = isms(
        "
assets: {A: {name: a, kind: service}, B: {name: b, kind: service}}
controls:
  C-1: {title: c, status: implemented, requires_assets: [A]}
  C-2: {title: c, status: retired, requires_assets: [A]}
  C-3: {title: c, status: planned, requires_assets: [A]}
  C-4: {title: c, status: implemented, requires_assets: [B]}
",
    );
    let found = common_causes(&isms, &CauseOptions::default());
    assert_eq!(found.causes.len(), 1);
    assert_eq!((found.causes[0].asset.as_str(), found.causes[0].defeats), ("A", 2));
    let defeated = ["C-1", "C-3"].map(|id| id.parse().unwrap()).to_vec();
    assert_eq!(found.causes[0].of, Defeated::Controls { controls: 3, defeated });
}

#[test]
fn levels_a_translation_does_not_read_are_counted() {
    let message = |read: &str| {
        let isms = isms(&format!(
            "scales: {{s: {{levels: [{{id: a}}, {{id: b}}, {{id: c}}]}}}}
methods:
  F: {{name: f, version: '1', likelihood: s, consequence: s, level: s, combine: {{matrix: {{}}}}}}
  T: {{name: t, version: '1', likelihood: s, consequence: s, level: s, combine: {{matrix: {{}}}}}}
translations: {{X: {{from: F, from_version: '1', to: T, to_version: '1', version: '1', levels: {{{read}}}}}}}
"
        ));
        let found = lint_translations(&isms);
        let message = found.iter().find(|f| f.code() == "M-030").map(|f| f.message().to_owned());
        message.unwrap_or_default()
    };
    assert_eq!(message("a: a, b: b, c: c"), "");
    assert!(message("a: a, b: b").contains("`c` of"), "{}", message("a: a, b: b"));
    assert!(message("a: a").contains("`b` (and 1 more) of"), "{}", message("a: a"));
    assert!(message("").contains("`a` (and 2 more) of"), "{}", message(""));
}

#[test]
fn a_dent_names_both_combinations() {
    let isms = isms(
        "
scales: {l: {levels: [{id: rare}, {id: often}]}, c: {levels: [{id: minor}, {id: severe}]}, v: {levels: [{id: low}, {id: mid}, {id: high}]}}
methods:
  M: {name: m, version: '1', likelihood: l, consequence: c, level: v, combine: {matrix: {rare: [low, high], often: [mid, mid]}}}
",
    );
    let found = lint_method(&isms, &"M".parse().unwrap());
    let dent = found.iter().find(|f| f.code() == "C6.1.2-03").unwrap();
    assert_eq!(
        dent.message(),
        "likelihood `often` with consequence `severe` gives a lower level than likelihood `rare` with consequence `severe`"
    );
}

#[test]
fn what_is_lost_is_a_bound_where_the_worth_is_one() {
    let lost = |other: &str| {
        let isms = isms(&format!(
            "
assets:
  A: {{name: a, kind: process, worth: {{availability: 8}}, depends_on: {{S: {{}}}}}}
  B: {{name: b, kind: process{other}, depends_on: {{S: {{}}}}}}
  S: {{name: s, kind: hardware}}
"
        ));
        let worth = derive_worth(&isms, WorthRule::Accumulated);
        let loss =
            worth.impact(&"S".parse().unwrap(), &"availability".parse().unwrap(), &"0.5".parse().unwrap());
        let loss = loss.unwrap();
        (loss.amount.to_string(), loss.complete)
    };
    assert_eq!(lost(""), ("4".to_owned(), false));
    assert_eq!(lost(", worth: {availability: 2}"), ("5".to_owned(), true));
}

#[test]
fn a_ring_elsewhere_bounds_nothing_here() {
    let isms = isms(
        "
assets:
  A: {name: a, kind: process, worth: {availability: 8}, depends_on: {B: {degree: 0.5}, C: {degree: 0.5}}}
  B: {name: b, kind: service, depends_on: {D: {}}}
  C: {name: c, kind: service, depends_on: {D: {}}}
  D: {name: d, kind: hardware}
  X: {name: x, kind: process, worth: {availability: 3}, depends_on: {Y: {}}}
  Y: {name: y, kind: service, depends_on: {X: {}}}
",
    );
    let worth = derive_worth(&isms, WorthRule::Accumulated);
    let dimension = "availability".parse().unwrap();
    let of = |asset: &str| {
        let worth = worth.get(&asset.parse().unwrap(), &dimension).unwrap();
        (worth.accumulated.to_string(), worth.complete)
    };
    // 1 − (1 − 0.5)(1 − 0.5) of 8.
    assert_eq!(of("D"), ("6".to_owned(), true));
    assert_eq!(of("Y"), ("3".to_owned(), false));
}

#[test]
fn an_implied_consequence_is_complete_where_all_it_rests_on_is() {
    let implied = |high: &str, assets: &str, affects: &str, need: &str| {
        let isms = isms(&format!(
            "
scales: {{s: {{levels: [{{id: a}}, {{id: b}}, {{id: c}}]}}, n: {{levels: [{{id: low}}, {{id: high}}]}}}}
dimensions: {{i: {{name: i, scale: n}}, v: {{name: v, scale: n}}}}
methods:
  M: {{name: m, version: '1', likelihood: s, consequence: s, level: s, need_to_consequence: {{i: {{low: a, high: {high}}}}},
      combine: {{matrix: {{a: [a, a, b], b: [a, b, c], c: [b, c, c]}}}}}}
assets: {{A: {{name: a, kind: information, need: {{i: high}}}}, B: {{name: b, kind: information{need}}}}}
risks: {{R: {{title: r, approach: event, method: M, assets: [{assets}], affects: [{affects}]}}}}
"
        ));
        let day = DAY.parse().unwrap();
        let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
        let state = &register.states()[0];
        (state.implied_consequence.as_ref().map(isms_core::Level::rank), state.implied_complete)
    };
    assert_eq!(implied("b", "A", "i", ""), (Some(2), true));
    assert_eq!(implied("b", "A, B", "i", ", need: {i: low}"), (Some(2), true));
    assert_eq!(implied("b", "A, B", "i", ""), (Some(2), false)); // nothing is said of B
    assert_eq!(implied("c", "A, B", "i", ""), (Some(3), true)); // and it cannot raise the highest
    assert_eq!(implied("b", "A", "i, v", ""), (Some(2), false)); // the method does not read v
    assert_eq!(implied("b", "A", "", ""), (None, false));
    assert_eq!(implied("b", "", "i", ""), (None, false));
}

#[test]
fn of_several_the_first_is_named_and_the_others_are_counted() {
    let message = |matrix: &str| {
        let isms = isms(&format!(
            "scales: {{s: {{levels: [{{id: a}}, {{id: b}}]}}, v: {{levels: [{{id: low}}, {{id: mid}}, {{id: top}}]}}}}
methods: {{M: {{name: m, version: '1', likelihood: s, consequence: s, level: v, combine: {{matrix: {{{matrix}}}}}}}}}
"
        ));
        let found = lint_method(&isms, &"M".parse().unwrap());
        let messages: Vec<_> = found.iter().map(|f| f.message().to_owned()).collect();
        messages.into_iter().find(|message| message.contains("never reached")).unwrap_or_default()
    };
    assert_eq!(message("a: [low, mid], b: [mid, top]"), "");
    assert_eq!(message("a: [low, mid], b: [mid, mid]"), "the level `top` is never reached");
    assert_eq!(message("a: [low, low], b: [low, low]"), "the level `mid` (and 1 more) is never reached");
}

#[test]
fn the_way_to_the_origin_of_a_need_has_both_ends() {
    let isms = isms(
        "
scales: {n: {levels: [{id: low}, {id: high}]}}
dimensions: {i: {name: i, scale: n}}
assets:
  A: {name: a, kind: information, need: {i: high}, depends_on: {B: {}}}
  B: {name: b, kind: service, need: {i: low}, depends_on: {C: {}}}
  C: {name: c, kind: hardware}
  D: {name: d, kind: hardware}
",
    );
    let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new(DAY.parse().unwrap()));
    let ways: Vec<Vec<String>> =
        assessment.need_rows().iter().map(|row| row.path.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(ways, [vec!["A"], vec!["B", "A"], vec!["C", "B", "A"], vec![]]);
}
