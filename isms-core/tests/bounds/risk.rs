//! Methods and the register.

use isms_core::{
    Isms, ValuedBy, Via, control_states, derive_needs, evaluate, lint_method, lint_translations, method_notes,
};

use super::{DAY, isms};

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

/// A consequence from a need that is known in part: at least `mid`, and perhaps more, of an asset that nobody rated.
#[test]
fn an_implied_consequence_is_a_bound_where_the_need_is_one() {
    let implied = |other: &str| {
        let isms = isms(&format!(
            "
scales: {{s: {{levels: [{{id: a}}, {{id: b}}, {{id: c}}]}}, n: {{levels: [{{id: low}}, {{id: mid}}, {{id: high}}]}}}}
dimensions: {{i: {{name: i, scale: n}}}}
methods:
  M: {{name: m, version: '1', likelihood: s, consequence: s, level: s, need_to_consequence: {{i: {{low: a, mid: b, high: c}}}},
      combine: {{matrix: {{a: [a, a, b], b: [a, b, c], c: [b, c, c]}}}}}}
assets:
  A: {{name: a, kind: information, need: {{i: mid}}, depends_on: {{B: {{}}}}}}
  B: {{name: b, kind: service}}
  X: {{name: x, kind: information{other}, depends_on: {{B: {{}}}}}}
risks: {{R: {{title: r, approach: event, method: M, assets: [B], affects: [i]}}}}
"
        ));
        let day = DAY.parse().unwrap();
        let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
        let state = &register.states()[0];
        (state.implied_consequence.as_ref().map(isms_core::Level::rank), state.implied_complete)
    };
    assert_eq!(implied(", need: {i: low}"), (Some(2), true));
    assert_eq!(implied(""), (Some(2), false));
}

/// What the lint says of the ratings of a product whose two axes have one scale.
fn ratings(levels: &str) -> Vec<(String, String)> {
    let isms = isms(&format!(
        "scales: {{s: {{levels: [{levels}]}}}}
methods:
  M: {{name: m, version: '1', likelihood: s, consequence: s, level: s, combine: {{product: {{bands: [{{at_least: 0, level: a}}, {{at_least: 3, level: b}}]}}}}}}
"
    ));
    let found = lint_method(&isms, &"M".parse().unwrap());
    let ratings = found.iter().filter(|f| ["G-09", "M-007"].contains(&f.code()));
    ratings.map(|f| (f.code().to_owned(), f.message().to_owned())).collect()
}

#[test]
fn ratings_rise_and_one_scale_is_told_once() {
    let told = |code: &str, message: &str| vec![(code.to_owned(), message.to_owned())];
    assert_eq!(ratings("{id: a, rating: 1}, {id: b, rating: 2}"), []);
    let fallen = told("G-09", "`b` is above `a`, but its rating is not");
    assert_eq!(ratings("{id: a, rating: 2}, {id: b, rating: 2}"), fallen);
    assert_eq!(ratings("{id: a, rating: 3}, {id: b, rating: 2}"), fallen);
    assert_eq!(ratings("{id: a, rating: 1}, {id: b}"), told("M-007", "`b` of the scale `s` has no rating"));
}

#[test]
fn holes_are_told_row_by_row() {
    let isms = isms(
        "scales: {s: {levels: [{id: a}, {id: b}, {id: c}]}}
methods:
  M: {name: m, version: '1', likelihood: s, consequence: s, level: s, combine: {matrix: {a: [a, null, null], b: [a, b, c], c: [null, b, c]}}}
",
    );
    let found = lint_method(&isms, &"M".parse().unwrap());
    let holes = found.iter().filter(|f| f.message().starts_with("no level")).map(|f| f.message());
    assert_eq!(
        holes.collect::<Vec<_>>(),
        [
            "no level for the likelihood `a` with the consequence `b` (and 1 more)",
            "no level for the likelihood `c` with the consequence `a`"
        ]
    );
}

#[test]
fn ten_thousand_combinations_are_tabulated_and_no_more() {
    let too_many = |levels: usize| {
        let of = |levels: usize| -> String {
            (1..=levels).map(|n| format!("{{id: x{n}, rating: {n}}}, ")).collect()
        };
        let isms = isms(&format!(
            "scales: {{s: {{levels: [{}]}}, t: {{levels: [{}]}}}}
methods:
  M:
    name: m
    version: '1'
    likelihood: s
    consequence: s
    level: s
    factors: {{f: {{name: f, scale: s}}, g: {{name: g, scale: s}}, h: {{name: h, scale: s}}, i: {{name: i, scale: t}}}}
    likelihood_from: {{of: [f, g, h, i], combine: {{sum: {{bands: [{{at_least: 0, level: x1}}]}}}}}}
    combine: {{sum: {{bands: [{{at_least: 0, level: x1}}]}}}}
",
            of(10),
            of(levels)
        ));
        lint_method(&isms, &"M".parse().unwrap()).iter().any(|f| f.code() == "M-010")
    };
    assert!(!too_many(10)); // 10 · 10 · 10 · 10
    assert!(too_many(11));
}

#[test]
fn a_level_stands_for_the_values_it_holds() {
    // Products of ranks: low 1 2 2, high 4.
    let isms = isms(
        "scales: {s: {levels: [{id: low}, {id: high}]}}
methods:
  M: {name: m, version: '1', likelihood: s, consequence: s, level: s, combine: {matrix: {low: [low, low], high: [low, high]}}}
",
    );
    let notes = method_notes(&isms, &"M".parse().unwrap()).unwrap();
    let ranges = notes.ranges.iter();
    let ranges =
        ranges.map(|range| (range.level.as_str(), range.least.to_string(), range.greatest.to_string()));
    let range = |level, least: &str, greatest: &str| (level, least.to_owned(), greatest.to_owned());
    assert_eq!(ranges.collect::<Vec<_>>(), [range("low", "1", "2"), range("high", "4", "4")]);
}

/// Of all combinations of factors, the one of lowest levels and the one of highest do not stand above their lowest, and all others
/// do, where any factor above the lowest is enough for the higher likelihood.
#[test]
fn likelihoods_above_their_lowest_factor_are_counted_where_all_scales_are_as_long() {
    let above = |factors: &[&str]| {
        let names = ["f", "g", "h"];
        let declared: String = names
            .iter()
            .zip(factors)
            .map(|(id, scale)| format!("{id}: {{name: n, scale: {scale}}}, "))
            .collect();
        let isms = isms(&format!(
            "scales:
  s: {{levels: [{{id: a, rating: 1}}, {{id: b, rating: 2}}]}}
  t: {{levels: [{{id: a, rating: 1}}, {{id: b, rating: 2}}, {{id: c, rating: 3}}]}}
methods:
  M:
    name: m
    version: '1'
    likelihood: s
    consequence: s
    level: s
    factors: {{{declared}}}
    likelihood_from: {{of: [{}], combine: {{sum: {{bands: [{{at_least: 0, level: a}}, {{at_least: {}, level: b}}]}}}}}}
    combine: {{matrix: {{a: [a, a], b: [a, b]}}}}
",
            names[..factors.len()].join(", "),
            factors.len() + 1
        ));
        method_notes(&isms, &"M".parse().unwrap()).unwrap().above_lowest
    };
    assert_eq!(above(&["s", "s"]), Some(2));
    assert_eq!(above(&["s", "s", "s"]), Some(6));
    assert_eq!(above(&["s"]), None);
    assert_eq!(above(&["s", "t"]), None);
}

#[test]
fn weights_that_nothing_multiplies_are_told() {
    let told = |from: &str| {
        let isms = isms(&format!(
            "scales: {{s: {{levels: [{{id: a, rating: 1}}, {{id: b, rating: 2}}]}}}}
methods:
  M:
    name: m
    version: '1'
    likelihood: s
    consequence: s
    level: s
    factors: {{f: {{name: f, scale: s}}, g: {{name: g, scale: s}}}}
    likelihood_from: {{{from}}}
    combine: {{matrix: {{a: [a, a], b: [a, b]}}}}
"
        ));
        let found = lint_method(&isms, &"M".parse().unwrap());
        found.iter().filter(|f| f.code() == "M-015").map(|f| f.path()).collect::<Vec<_>>()
    };
    let bands = "bands: [{at_least: 0, level: a}, {at_least: 3, level: b}]";
    let at = |id: &str| format!("/methods/M/likelihood_from/weights/{id}");
    assert_eq!(told(&format!("of: [f, g], weights: {{f: 2}}, combine: {{sum: {{{bands}}}}}")), [""; 0]);
    assert_eq!(told(&format!("of: [f, g], weights: {{f: 2}}, combine: {{product: {{{bands}}}}}")), [at("f")]);
    assert_eq!(told("of: [f, g], weights: {g: 2}, combine: {matrix: {a: [a, b], b: [b, b]}}"), [at("g")]);
    assert_eq!(told(&format!("of: [f], weights: {{f: 2, g: 2}}, combine: {{sum: {{{bands}}}}}")), [at("g")]);
}

/// From a hole a control may lead to a low level, and a better one never to a higher.
#[test]
fn a_better_control_never_raises_the_level_of_what_starts_in_a_hole() {
    let level = |by: u8| {
        let isms = isms(&format!(
            "scales: {{s: {{levels: [{{id: a}}, {{id: b}}, {{id: c}}]}}, one: {{levels: [{{id: x}}]}}, v: {{levels: [{{id: low}}, {{id: high}}]}}}}
methods:
  M:
    name: m
    version: '1'
    likelihood: s
    consequence: one
    level: v
    factors: {{f: {{name: f, scale: s}}, g: {{name: g, scale: one}}}}
    likelihood_from: {{of: [f, g], combine: {{matrix: {{a: [a], b: [b], c: [null]}}}}}}
    combine: {{matrix: {{a: [high], b: [low], c: [high]}}}}
risks: {{R: {{title: r, approach: event, method: M, inherent: {{consequence: x, factors: {{f: c, g: x}}}}}}}}
controls:
  C: {{title: c, status: implemented, verification: {{on: 2026-01-01}}, acts_on: {{risks: {{R: {{factors: {{f: {{by: {by}}}}}}}}}}}}}
"
        ));
        let day = DAY.parse().unwrap();
        let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
        register.states()[0].current.level().map(isms_core::Level::rank)
    };
    assert_eq!([0, 1, 2].map(level), [None, Some(1), Some(1)]);
}

/// Two scales that fall, each of which two places of one method multiply.
#[test]
fn a_scale_that_falls_is_told_once_whatever_multiplies_it() {
    let isms = isms(
        "scales:
  s: {levels: [{id: a, rating: 2}, {id: b, rating: 1}]}
  t: {levels: [{id: a, rating: 3}, {id: b, rating: 1}]}
methods:
  M:
    name: m
    version: '1'
    likelihood: s
    consequence: t
    level: s
    factors: {f: {name: f, scale: s}, g: {name: g, scale: t}}
    likelihood_from: {of: [f, g], combine: {sum: {bands: [{at_least: 0, level: a}, {at_least: 3, level: b}]}}}
    combine: {product: {bands: [{at_least: 0, level: a}, {at_least: 3, level: b}]}}
",
    );
    let found = lint_method(&isms, &"M".parse().unwrap());
    let mut paths: Vec<_> = found.iter().filter(|f| f.code() == "G-09").map(|f| f.path()).collect();
    paths.sort();
    assert_eq!(paths, ["/scales/s/levels", "/scales/t/levels"]);
}
