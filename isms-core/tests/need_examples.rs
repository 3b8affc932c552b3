//! Needs and capabilities on worked examples, and on graphs whose result has a closed form.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

use isms_core::{
    Asset, AssetId, AssetKind, Dependency, Draft, Isms, NeedSuggestion, Needs, Redundancy, Source,
    derive_capabilities, derive_needs,
};

/// An ISMS of assets in YAML, with a three-level scale `n`, `h`, `v` for all dimensions.
fn isms(assets: &str) -> Isms {
    let head = "
isms: '1'
organisation: {name: Acme}
scales: {bsi: {levels: [{id: n}, {id: h}, {id: v}]}}
dimensions:
  C: {name: confidentiality, scale: bsi}
  I: {name: integrity, scale: bsi}
  A: {name: availability, scale: bsi}
capabilities:
  rto: {name: recovery time, unit: hours, better: lower}
  sl: {name: security level, better: higher}
assets:
";
    Isms::from_yaml(&format!("{head}{assets}")).unwrap()
}

fn id(text: &str) -> AssetId {
    text.parse().unwrap()
}

/// The needs of an asset in C, I and A as letters; `-` for none, a `+` where they are incomplete.
fn cia(isms: &Isms, needs: &Needs, asset: &str) -> String {
    let letter = |dimension: &str| {
        let need = needs.get(&id(asset), &dimension.parse().unwrap()).unwrap();
        let level = need.level.map_or("-".to_owned(), |level| isms.name_of(&level).unwrap().to_string());
        format!("{level}{}", if need.complete { "" } else { "+" })
    };
    ["C", "I", "A"].map(letter).join(" ")
}

/// Worked example O6: each dimension has its own maximum, from another application.
#[test]
fn a_server_takes_the_maximum_of_each_dimension() {
    let isms = isms(
        "
  ERP: {name: ERP, kind: software, need: {C: h, I: h, A: n}, depends_on: {SRV-01: {}}}
  MAIL: {name: mail, kind: software, need: {C: n, I: n, A: h}, depends_on: {SRV-01: {}}}
  FILES: {name: files, kind: software, need: {C: n, I: n, A: n}, depends_on: {SRV-01: {}}}
  SRV-01: {name: server, kind: hardware, depends_on: {ROOM: {}}}
  ROOM: {name: server room, kind: site}
",
    );
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "SRV-01"), "h h h");
    assert_eq!(cia(&isms, &needs, "ROOM"), "h h h");
    let why = needs.explain(&id("ROOM"), &"A".parse().unwrap()).unwrap();
    let way: Vec<_> = why.steps.iter().map(|step| step.asset.as_str()).collect();
    assert_eq!(way, ["ROOM", "SRV-01", "MAIL"]);
    assert_eq!(why.steps[2].source, Source::Own);
}

/// Worked example O7: clients inherit; the server of four of them is raised only by a decision with a reason.
#[test]
fn cumulation_acts_only_once_it_is_decided() {
    let assets = |server: &str, clients: usize| {
        let clients: String = (1..=clients)
            .map(|n| format!("  C{n}: {{name: client, kind: hardware, depends_on: {{SRV: {{}}}}}}\n"))
            .collect();
        let targets: Vec<_> = (1..=clients.lines().count()).map(|n| format!("C{n}: {{}}")).collect();
        isms(&format!(
            "  APP: {{name: app, kind: process, need: {{C: h, I: h, A: n}}, depends_on: {{{}}}}}\n{clients}  SRV: {{name: server, kind: hardware{server}}}\n",
            targets.join(", ")
        ))
    };
    let plain = assets("", 4);
    let needs = derive_needs(&plain);
    for client in ["C1", "C2", "C3", "C4"] {
        assert_eq!(cia(&plain, &needs, client), "h h n");
    }
    assert_eq!(cia(&plain, &needs, "SRV"), "h h n");
    assert!(needs.suggestions().is_empty(), "four are below the threshold");

    let decided = assets(", cumulation: {A: {at_least: h, reason: all workplaces at once}}", 4);
    let needs = derive_needs(&decided);
    assert_eq!(cia(&decided, &needs, "SRV"), "h h h");
    let why = needs.explain(&id("SRV"), &"A".parse().unwrap()).unwrap();
    assert_eq!(why.steps.len(), 1);
    assert_eq!(why.steps[0].source, Source::Cumulation);

    let many = assets("", 5);
    let needs = derive_needs(&many);
    assert_eq!(cia(&many, &needs, "SRV"), "h h n", "a suggestion changes nothing");
    let suggested: Vec<_> = needs
        .suggestions()
        .into_iter()
        .map(|suggestion| match suggestion {
            NeedSuggestion::Cumulation { asset, dimension, level, dependents } => {
                (asset.to_string(), dimension.to_string(), level.rank(), dependents)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [("A", 1), ("C", 2), ("I", 2)].map(|(d, rank)| ("SRV".to_owned(), d.to_owned(), rank, 5));
    assert_eq!(suggested, expected);
    let five =
        assets(", cumulation: {A: {at_least: h, reason: all at once}, C: {at_least: h, reason: no more}}", 5);
    assert_eq!(derive_needs(&five).suggestions().len(), 1, "what was considered is not suggested again");
}

/// The need of an application passes to the one whose results it uses, and to that one's server (BSI 200-2).
#[test]
fn a_need_follows_what_an_application_uses() {
    let isms = isms(
        "
  X: {name: x, kind: software, need: {C: n, I: v, A: h}, depends_on: {Y: {carries: [I, A]}}}
  Y: {name: y, kind: software, need: {C: n, I: n, A: n}, depends_on: {S: {}}}
  S: {name: server of y, kind: hardware}
",
    );
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "Y"), "n v h");
    assert_eq!(cia(&isms, &needs, "S"), "n v h");
}

/// Distribution over several nodes lowers availability alone, and only by decision (BSI 200-2).
#[test]
fn redundancy_acts_only_once_it_is_applied() {
    let assets = |applied: &str| {
        isms(&format!(
            "  APP: {{name: app, kind: process, need: {{C: v, I: v, A: v}}, depends_on: {{N1: {{}}, N2: {{}}, DB: {{}}}},
        redundancy: {{nodes: {{members: [N1, N2], required: 1{applied}}}}}}}
  N1: {{name: node, kind: hardware}}
  N2: {{name: node, kind: hardware}}
  DB: {{name: database, kind: software}}
"
        ))
    };
    let stated = assets("");
    let needs = derive_needs(&stated);
    assert_eq!(cia(&stated, &needs, "N1"), "v v v");
    assert!(matches!(
        &needs.suggestions()[..],
        [NeedSuggestion::Redundancy { asset, group, members: 2, required: 1 }]
            if asset.as_str() == "APP" && group.as_str() == "nodes"
    ));
    let applied = assets(", applied: {lowers: {A: 1}, reason: each carries the load}");
    let needs = derive_needs(&applied);
    assert_eq!(
        ["N1", "N2", "DB", "APP"].map(|a| cia(&applied, &needs, a)),
        ["v v h", "v v h", "v v v", "v v v"]
    );
    assert!(needs.suggestions().is_empty());
    let far = assets(", applied: {lowers: {A: 9}, reason: never below the lowest}");
    assert_eq!(cia(&far, &derive_needs(&far), "N1"), "v v n");
}

/// Members of two applied groups: the one that lowers least counts; one that does not name the dimension has no say.
#[test]
fn of_several_groups_the_one_that_lowers_least_counts() {
    let isms = isms(
        "
  APP: {name: app, kind: process, need: {C: v, I: v, A: v}, depends_on: {N1: {}, N2: {}, N3: {}},
        redundancy: {
          g1: {members: [N1, N2], required: 1, applied: {lowers: {A: 2, I: 1}, reason: r}},
          g2: {members: [N2, N3], required: 1, applied: {lowers: {A: 1}, reason: r}}}}
  N1: {name: node, kind: hardware}
  N2: {name: node, kind: hardware}
  N3: {name: node, kind: hardware}
",
    );
    let needs = derive_needs(&isms);
    assert_eq!(["N1", "N2", "N3"].map(|n| cia(&isms, &needs, n)), ["v h n", "v h h", "v v h"]);
}

#[test]
fn attenuation_comes_before_the_cap_and_stops_at_the_lowest() {
    let isms = isms(
        "
  P: {name: p, kind: process, need: {C: v, I: v, A: h}, depends_on: {
      S: {attenuate: {C: 1, A: 2}, cap: {C: h, I: n}}}}
  S: {name: s, kind: software}
",
    );
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "S"), "h n n");
    let source = |d: &str| needs.explain(&id("S"), &d.parse().unwrap()).unwrap().steps[0].source;
    assert_eq!(source("C"), Source::Dependency { lowered: 1, capped: false });
    assert_eq!(source("I"), Source::Dependency { lowered: 0, capped: true });
    assert_eq!(source("A"), Source::Dependency { lowered: 1, capped: false });
}

/// Unknown is not zero, and never passes for complete.
#[test]
fn what_is_unknown_leaves_needs_incomplete() {
    let isms = isms("
  P1: {name: rated, kind: process, need: {C: h, I: v, A: n}, depends_on: {S: {}}}
  P2: {name: unrated, kind: process, depends_on: {S: {carries: [C, I]}}}
  S: {name: s, kind: software, depends_on: {H: {}}}
  H: {name: h, kind: hardware}
  X: {name: nobody uses it, kind: hardware}
  O: {name: off, kind: process, need: {C: hgih, I: n, A: n}, need_override: {A: {level: hihg, reason: manual}}}
  W: {name: inherits, kind: software, need: {C: hgih}}
  U: {name: uses it, kind: process, need: {C: n, I: n, A: n}, depends_on: {W: {}, K: {cap: {I: off, C: h}}}}
  K: {name: behind a cap, kind: software}
");
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "S"), "h+ v n", "the top is complete, and so is what P2 does not carry");
    assert_eq!(cia(&isms, &needs, "H"), "h+ v n");
    assert_eq!(cia(&isms, &needs, "X"), "-+ -+ -+");
    assert_eq!(cia(&isms, &needs, "O"), "-+ n n+");
    assert_eq!(
        cia(&isms, &needs, "W"),
        "n+ n n",
        "a supporting asset inherits, but what it says off the scale may have been more"
    );
    assert_eq!(cia(&isms, &needs, "K"), "n n n", "the lowest level passes a cap nobody can read");
    let why = needs.explain(&id("H"), &"C".parse().unwrap()).unwrap();
    assert_eq!((why.unknown, why.unknown_unlisted), (vec![id("P2")], 0));
    let unknown = derive_needs(&isms).explain(&id("X"), &"C".parse().unwrap()).unwrap();
    assert!(unknown.steps.is_empty() && !unknown.complete);
    assert_eq!(unknown.unknown, [id("X")]);
}

#[test]
fn a_cap_off_its_scale_leaves_what_is_above_the_lowest_open() {
    let isms = isms(
        "
  P: {name: p, kind: process, need: {C: v, I: v, A: v}, depends_on: {S: {cap: {C: off}}}}
  S: {name: s, kind: software}
",
    );
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "S"), "n+ v v");
    assert_eq!(needs.explain(&id("S"), &"C".parse().unwrap()).unwrap().unknown, [id("P")]);
}

#[test]
fn an_override_is_complete_and_keeps_what_it_replaced() {
    let isms = isms(
        "
  P1: {name: p1, kind: process, need: {C: v, I: v, A: v}, depends_on: {S: {}}}
  P2: {name: p2, kind: process, depends_on: {S: {}}}
  S: {name: s, kind: software, depends_on: {H: {}},
      need_override: {C: {level: n, reason: partition}, A: {level: hgih, reason: manual}}}
  H: {name: h, kind: hardware}
",
    );
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "S"), "n v v");
    assert_eq!(cia(&isms, &needs, "H"), "n v v");
    let without = needs.without_override(&id("S"), &"C".parse().unwrap()).unwrap();
    assert_eq!((without.level.unwrap().rank(), without.complete), (3, true));
}

/// With maxima alone every member of a cycle needs what the cycle and all above it need.
#[test]
fn the_members_of_a_cycle_are_equal() {
    let isms = isms(
        "
  P: {name: p, kind: process, need: {C: n, I: n, A: h}, depends_on: {A1: {}}}
  A1: {name: a, kind: software, depends_on: {A2: {}}}
  A2: {name: a, kind: software, need: {C: v, I: n, A: n}, depends_on: {A3: {}}}
  A3: {name: a, kind: software, depends_on: {A1: {}}}
  R1: {name: ring, kind: software, depends_on: {R2: {}}}
  R2: {name: ring, kind: software, need: {C: h}, depends_on: {R1: {}}}
",
    );
    let needs = derive_needs(&isms);
    assert_eq!(["A1", "A2", "A3"].map(|a| cia(&isms, &needs, a)), ["v n h"; 3]);
    assert_eq!(
        ["R1", "R2"].map(|a| cia(&isms, &needs, a)),
        ["h -+ -+"; 2],
        "nobody states I and A of the ring"
    );
    let why = needs.explain(&id("A1"), &"C".parse().unwrap()).unwrap();
    let way: Vec<_> = why.steps.iter().map(|step| step.asset.as_str()).collect();
    assert_eq!(way, ["A1", "A3", "A2"]);
}

#[test]
fn no_more_than_twenty_unknown_assets_are_listed() {
    let roots: String = (100..125)
        .map(|n| format!("  P{n}: {{name: p, kind: process, depends_on: {{S: {{}}}}}}\n"))
        .collect();
    let isms = isms(&format!("{roots}  S: {{name: s, kind: software}}\n"));
    let why = derive_needs(&isms).explain(&id("S"), &"C".parse().unwrap()).unwrap();
    assert_eq!((why.unknown.len(), why.unknown_unlisted), (20, 5));
    assert_eq!((&why.unknown[0], &why.unknown[19]), (&id("P100"), &id("P119")));
}

/// Assets numbered so that the order of ids is the order of numbers.
fn numbered(edges: impl Fn(usize) -> Vec<usize>, count: usize) -> Draft {
    let mut draft = Draft::new("large");
    draft.capabilities.insert(
        "rto".parse().unwrap(),
        isms_core::CapabilityMeasure::new("recovery time", isms_core::Better::Lower),
    );
    let ids: Vec<AssetId> = (0..count).map(|n| id(&format!("N{n:07}"))).collect();
    for (n, name) in ids.iter().enumerate() {
        let mut asset = Asset::new("x", AssetKind::Software);
        asset.depends_on = edges(n).into_iter().map(|to| (ids[to].clone(), Dependency::default())).collect();
        draft.assets.insert(name.clone(), asset);
    }
    draft
}

fn need_of(draft: &mut Draft, asset: &str, level: &str) {
    let asset = draft.assets.get_mut(&id(asset)).unwrap();
    asset.need.insert("integrity".parse().unwrap(), level.parse().unwrap());
}

#[test]
fn a_chain_of_a_million_assets() {
    a_chain(1_000_000, false);
}

#[test]
fn a_ring_of_a_hundred_thousand_assets() {
    a_chain(100_000, true);
}

fn a_chain(count: usize, closed: bool) {
    let next = |n| if n + 1 < count { vec![n + 1] } else { vec![0] };
    let mut draft = numbered(|n| if n + 1 < count || closed { next(n) } else { vec![] }, count);
    let (first, last) = (id("N0000000"), id(&format!("N{:07}", count - 1)));
    need_of(&mut draft, first.as_str(), "high");
    draft.assets.get_mut(&first).unwrap().requires.insert("rto".parse().unwrap(), 8);
    draft.assets.get_mut(&last).unwrap().provides.insert("rto".parse().unwrap(), 24);
    let isms = draft.build().unwrap();
    let needs = derive_needs(&isms);
    let dimension = "integrity".parse().unwrap();
    let need = needs.get(&last, &dimension).unwrap();
    assert_eq!((need.level.unwrap().rank(), need.complete), (4, true));
    assert_eq!(needs.explain(&last, &dimension).unwrap().steps.len(), count);
    let open = needs.explain(&last, &"availability".parse().unwrap()).unwrap();
    assert_eq!(open.unknown.len() + open.unknown_unlisted, if closed { count } else { 1 });
    let state = derive_capabilities(&isms).get(&first, &"rto".parse().unwrap()).unwrap();
    assert_eq!((state.required, state.at_worst, state.is_met()), (Some(8), Some(24), Some(false)));
}

/// Two assets per layer, each depending on both of the next: 2^layers ways, and one visit per dependency.
#[test]
fn a_ladder_of_diamonds_is_not_walked_way_by_way() {
    let layers = 200;
    let mut draft = numbered(
        |n| {
            let next = (n / 2 + 1) * 2;
            if next < 2 * layers { vec![next, next + 1] } else { vec![] }
        },
        2 * layers,
    );
    need_of(&mut draft, "N0000000", "moderate");
    need_of(&mut draft, "N0000001", "very-high");
    let isms = draft.build().unwrap();
    let needs = derive_needs(&isms);
    let dimension = "integrity".parse().unwrap();
    for last in ["N0000398", "N0000399"] {
        assert_eq!(needs.get(&id(last), &dimension).unwrap().level.unwrap().rank(), 5);
        let why = needs.explain(&id(last), &dimension).unwrap();
        assert_eq!(why.steps.len(), layers);
        assert_eq!(why.steps[1].asset.as_str(), "N0000396", "the smallest ids, step by step");
        assert_eq!(why.steps[layers - 1].asset.as_str(), "N0000001");
    }
}

/// What is needed comes down, what can be done comes up; the gap is where they meet (methodology: G-06).
#[test]
fn capability_is_the_worst_of_what_it_rests_on() {
    let isms = isms(
        "
  P: {name: p, kind: process, requires: {rto: 8, sl: 2}, depends_on: {S: {}}}
  Q: {name: q, kind: process, requires: {rto: 4}, depends_on: {S: {}}}
  S: {name: s, kind: service, provides: {rto: 2, sl: 3}, depends_on: {H: {}, V: {}}}
  H: {name: h, kind: hardware, provides: {rto: 6, sl: 4}}
  V: {name: v, kind: supplier, provides: {sl: 2}}
",
    );
    let capabilities = derive_capabilities(&isms);
    let state = |asset: &str, measure: &str| {
        let state = capabilities.get(&id(asset), &measure.parse().unwrap()).unwrap();
        (state.required, state.at_best, state.at_worst, state.is_met())
    };
    assert_eq!(state("S", "sl"), (Some(2), Some(2), Some(2), Some(true)));
    assert_eq!(state("P", "sl"), (Some(2), Some(2), Some(2), Some(true)));
    assert_eq!(
        state("S", "rto"),
        (Some(4), Some(6), None, Some(false)),
        "nobody knows V, but H is too slow as it is"
    );
    assert_eq!(state("P", "rto"), (Some(8), Some(6), None, None), "V decides");
    assert_eq!(state("V", "rto"), (Some(4), None, None, None));
}

/// Of two nodes one suffices, of three two: the first and the second best count, whether or not needs are lowered.
#[test]
fn a_group_achieves_what_enough_of_its_members_do() {
    let of = |required: u32| {
        let mut draft = isms(
            "
  S: {name: s, kind: service, depends_on: {N1: {}, N2: {}, N3: {}}}
  N1: {name: n, kind: hardware, provides: {rto: 1}}
  N2: {name: n, kind: hardware, provides: {rto: 24}}
  N3: {name: n, kind: hardware}
",
        )
        .to_draft();
        let service = draft.assets.get_mut(&id("S")).unwrap();
        let members = ["N1", "N2", "N3"].map(id);
        service.redundancy.insert("g".parse().unwrap(), Redundancy::new(members, required));
        let isms = draft.build().unwrap();
        let state = derive_capabilities(&isms).get(&id("S"), &"rto".parse().unwrap()).unwrap();
        (state.at_best, state.at_worst)
    };
    assert_eq!(of(1), (None, Some(1)), "N3 may be faster still");
    assert_eq!(of(2), (Some(1), Some(24)));
    assert_eq!(of(3), (Some(24), None));
}

/// A cycle that holds itself up achieves nothing known: not by what it depends on, and not through a spare way.
#[test]
fn a_cycle_does_not_vouch_for_itself() {
    let isms = isms(
        "
  A1: {name: a, kind: software, requires: {rto: 4}, depends_on: {A2: {}}}
  A2: {name: a, kind: software, depends_on: {A1: {}}}
  B1: {name: b, kind: software, requires: {rto: 4}, depends_on: {B2: {}, B3: {}},
       redundancy: {g: {members: [B2, B3], required: 1}}}
  B2: {name: b, kind: software, depends_on: {B1: {}}}
  B3: {name: b, kind: software, provides: {rto: 5}}
  C1: {name: c, kind: software, requires: {rto: 4}, depends_on: {C2: {}}}
  C2: {name: c, kind: software, provides: {rto: 3}, depends_on: {C1: {}}}
",
    );
    let capabilities = derive_capabilities(&isms);
    let met = |asset: &str| capabilities.get(&id(asset), &"rto".parse().unwrap()).unwrap().is_met();
    assert_eq!(["A1", "A2", "B1", "C1", "C2"].map(met), [None, None, None, Some(true), Some(true)]);
}
