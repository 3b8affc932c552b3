//! Needs, values, causes.

use std::fmt::Write;

use isms_core::{
    AssessOptions, Catalogue, CauseOptions, Defeated, NeedSuggestion, WorthRule, assess, common_causes,
    derive_needs, derive_worth,
};

use super::{DAY, isms};

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

/// Two values on the way down, and a dependency off its range on either side of the second.
#[test]
fn what_is_off_its_range_twice_is_a_bound_below_both() {
    let isms = isms(
        "
assets:
  A: {name: a, kind: process, worth: {availability: 8}, depends_on: {B: {degree: 2}}}
  B: {name: b, kind: service, depends_on: {C: {degree: 3}}}
  C: {name: c, kind: hardware}
",
    );
    let worth = derive_worth(&isms, WorthRule::Accumulated);
    let dimension = "availability".parse().unwrap();
    for id in ["B", "C"] {
        assert!(!worth.get(&id.parse().unwrap(), &dimension).unwrap().complete, "{id}");
        let degree = worth.degree(&"A".parse().unwrap(), &id.parse().unwrap(), &dimension).unwrap();
        assert!(!degree.complete, "{id}");
    }
}

/// The mark that a degree off its range leaves goes round the ring it stands in.
#[test]
fn a_degree_off_its_range_bounds_the_whole_ring() {
    let isms = isms(
        "
assets:
  A: {name: a, kind: process, worth: {availability: 8}, depends_on: {B: {degree: 0.5}}}
  B: {name: b, kind: service, depends_on: {C: {}}}
  C: {name: c, kind: service, depends_on: {D: {degree: 2}}}
  D: {name: d, kind: service, depends_on: {B: {}}}
",
    );
    let worth = derive_worth(&isms, WorthRule::MaxProduct);
    assert_eq!(worth.rule(), WorthRule::MaxProduct);
    let dimension = "availability".parse().unwrap();
    for id in ["B", "C", "D"] {
        let degree = worth.degree(&"A".parse().unwrap(), &id.parse().unwrap(), &dimension).unwrap();
        assert!(!degree.complete, "{id}");
    }
}

#[test]
fn whose_own_worth_nobody_knows_is_deflected_on_as_a_bound() {
    let isms = isms(
        "
assets:
  A: {name: a, kind: process, worth: {availability: 8}, depends_on: {S: {}}}
  B: {name: b, kind: process, depends_on: {S: {}}}
  S: {name: s, kind: hardware}
",
    );
    let worth = derive_worth(&isms, WorthRule::Accumulated);
    let losses =
        worth.deflected(&"S".parse().unwrap(), &"availability".parse().unwrap(), &"0.5".parse().unwrap());
    let said: Vec<_> =
        losses.iter().map(|loss| (loss.asset.as_str(), loss.amount.to_string(), loss.complete)).collect();
    assert_eq!(said, [("A", "4".to_owned(), true), ("B", "0".to_owned(), false)]);
}

#[test]
fn the_one_asset_there_is_defeats_both_controls_that_need_it() {
    let isms = isms(
        "
assets: {A: {name: a, kind: service}}
controls:
  C-1: {title: c, status: implemented, requires_assets: [A]}
  C-2: {title: c, status: implemented, requires_assets: [A]}
",
    );
    let found = common_causes(&isms, &CauseOptions::default());
    let defeats: Vec<_> = found.causes.iter().map(|cause| (cause.asset.as_str(), cause.defeats)).collect();
    assert_eq!(defeats, [("A", 2)]);
}

#[test]
fn a_group_that_needs_all_its_members_is_no_redundancy() {
    let suggested = |required: u32| {
        let isms = isms(&format!(
            "
assets:
  A: {{name: a, kind: process, need: {{availability: high}}, depends_on: {{B: {{}}, C: {{}}}},
      redundancy: {{g: {{members: [B, C], required: {required}}}}}}}
  B: {{name: b, kind: service}}
  C: {{name: c, kind: service}}
"
        ));
        derive_needs(&isms)
            .suggestions()
            .iter()
            .filter(|suggestion| matches!(suggestion, NeedSuggestion::Redundancy { .. }))
            .count()
    };
    assert_eq!((suggested(1), suggested(2)), (1, 0));
}

#[test]
fn a_need_that_does_not_arrive_is_not_explained() {
    let isms = isms(
        "
assets:
  A: {name: a, kind: information, need: {integrity: high, availability: low}, depends_on: {B: {carries: [availability]}}}
  B: {name: b, kind: service}
",
    );
    let needs = derive_needs(&isms);
    let steps = |dimension: &str| {
        let why = needs.explain(&"B".parse().unwrap(), &dimension.parse().unwrap()).unwrap();
        why.steps.iter().map(|step| step.asset.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(steps("availability"), ["B", "A"]);
    assert_eq!(steps("integrity"), [""; 0]);
}
