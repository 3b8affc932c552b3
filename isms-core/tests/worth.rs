//! Values of assets: published examples, closed forms, and a naive second implementation on random graphs.

#![expect(
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may fail loudly, and the second implementation counts in floats"
)]

use std::collections::BTreeSet;

use isms_core::{
    AssessOptions, Asset, AssetId, AssetKind, Catalogue, Decimal, Dependency, Dimension, DimensionId, Draft,
    Isms, Worth, WorthRule, assess, derive_worth,
};

fn isms(assets: &str) -> Isms {
    Isms::from_yaml(&format!("isms: '1'\norganisation: {{name: Acme}}\nassets:\n{assets}")).unwrap()
}

fn id(text: &str) -> AssetId {
    text.parse().unwrap()
}

fn availability() -> DimensionId {
    "availability".parse().unwrap()
}

fn degree(worth: &Worth, from: &str, to: &str) -> String {
    worth.degree(&id(from), &id(to), &availability()).unwrap().degree.to_string()
}

/// The accumulated value; with a `+` where it is incomplete.
fn value(worth: &Worth, asset: &str) -> String {
    let found = worth.get(&id(asset), &availability()).unwrap();
    format!("{}{}", found.accumulated, if found.complete { "" } else { "+" })
}

fn codes(isms: &Isms) -> Vec<String> {
    let options = AssessOptions::new("2026-03-31".parse().unwrap());
    let assessment = assess(isms, &Catalogue::builtin(), &options);
    let listed = assessment.findings().listed().iter().filter(|f| f.code().starts_with("M-02"));
    listed.map(ToString::to_string).collect()
}

/// O2 and O3, of Libro III: two ways of 0.8 and 0.6 make 0.92, and a chain multiplies.
#[test]
fn degrees_of_libro_3() {
    let isms = isms(
        "
  A: {name: a, kind: process, worth: {availability: 100}, depends_on: {B1: {degree: 0.8}, B2: {degree: 0.6}}}
  B1: {name: b, kind: service, depends_on: {C: {}}}
  B2: {name: b, kind: service, depends_on: {C: {degree: 1}}}
  C: {name: c, kind: hardware, depends_on: {D: {degree: 0.5}}}
  D: {name: d, kind: site}
",
    );
    let worth = derive_worth(&isms, WorthRule::Accumulated);
    assert_eq!((degree(&worth, "A", "C"), degree(&worth, "A", "D")), ("0.92".into(), "0.46".into()));
    assert_eq!(degree(&worth, "C", "D"), "0.5", "100 % and then 50 %");
    assert_eq!((degree(&worth, "A", "A"), degree(&worth, "C", "A")), ("1".into(), "0".into()));
    assert_eq!(["A", "B1", "B2", "C", "D"].map(|a| value(&worth, a)), ["100", "80", "60", "92", "46"]);
    let best = derive_worth(&isms, WorthRule::MaxProduct);
    assert_eq!((degree(&best, "A", "C"), value(&best, "D")), ("0.8".into(), "40".into()));
    assert!(codes(&isms).is_empty());
}

/// O4: a value of 4 degraded by 90 % is an impact of 3.6.
#[test]
fn impact_is_accumulated_and_deflected_is_own() {
    let isms = isms(
        "
  A: {name: a, kind: process, worth: {availability: 3}, depends_on: {B: {}}}
  B: {name: b, kind: service, worth: {availability: 1}, depends_on: {C: {degree: 0.5}}}
  C: {name: c, kind: hardware}
",
    );
    let worth = derive_worth(&isms, WorthRule::Accumulated);
    let impact = |asset: &str, by: &str| {
        worth.impact(&id(asset), &availability(), &by.parse().unwrap()).map(|loss| loss.amount.to_string())
    };
    assert_eq!(impact("B", "0.9").unwrap(), "3.6");
    // The boundary conditions of Libro III: nothing lost of nothing, nothing by nothing, all by 100 %.
    assert_eq!((impact("B", "0").unwrap(), impact("B", "1").unwrap()), ("0".into(), "4".into()));
    assert_eq!((impact("B", "1.0000000000001"), impact("B", "-0.1")), (None, None));
    let deflected = |asset: &str| -> Vec<(String, String)> {
        let losses = worth.deflected(&id(asset), &availability(), &"0.9".parse().unwrap());
        losses.into_iter().map(|loss| (loss.asset.to_string(), loss.amount.to_string())).collect()
    };
    let pair = |asset: &str, amount: &str| (asset.to_owned(), amount.to_owned());
    assert_eq!(deflected("B"), [pair("A", "2.7"), pair("B", "0.9")]);
    assert_eq!(deflected("C"), [pair("A", "1.35"), pair("B", "0.45")], "own values, never accumulated");
    assert_eq!(deflected("A"), [pair("A", "2.7")]);
}

const DIAMOND: &str = "
  A: {name: a, kind: process, worth: {availability: 1}, depends_on: {X1: {degree: 0.5}, X2: {degree: 0.5}}}
  X1: {name: x, kind: service, depends_on: {Y: {}}}
  X2: {name: x, kind: service, depends_on: {Y: {}}}
  Y: {name: y, kind: service, depends_on: {C: {degree: 0.5}}}
  C: {name: c, kind: hardware}
";

/// O5: last step by last step, and not path by path.
#[test]
fn a_diamond_with_a_tail_is_not_the_sum_of_its_paths() {
    let isms = isms(DIAMOND);
    assert_eq!(degree(&derive_worth(&isms, WorthRule::Accumulated), "A", "C"), "0.375");
    assert_eq!(degree(&derive_worth(&isms, WorthRule::MaxProduct), "A", "C"), "0.25");
    // Two paths of 0.25 each, combined: what enumerating paths gives.
    let by_paths: f64 = 1.0 - (1.0 - 0.25) * (1.0 - 0.25);
    assert!((by_paths - 0.4375).abs() < 1e-12 && (by_paths - 0.375).abs() > 0.01);
}

/// A shared first step counts on both ways: 0.75, where the reliability of the network would be 0.5.
#[test]
fn a_shared_prefix_counts_twice() {
    let isms = isms(
        "
  A: {name: a, kind: process, worth: {availability: 8}, depends_on: {X: {degree: 0.5}}}
  X: {name: x, kind: service, depends_on: {Y1: {}, Y2: {}}}
  Y1: {name: y, kind: service, depends_on: {C: {}}}
  Y2: {name: y, kind: service, depends_on: {C: {}}}
  C: {name: c, kind: hardware}
",
    );
    let worth = derive_worth(&isms, WorthRule::Accumulated);
    assert_eq!((degree(&worth, "A", "C"), value(&worth, "C")), ("0.75".into(), "6".into()));
    assert_eq!(value(&derive_worth(&isms, WorthRule::MaxProduct), "C"), "4");
}

/// Values do not add up in a cycle: a finding, and a bound below it. The highest way is legal there.
#[test]
fn a_cycle_leaves_bounds_and_is_named() {
    let cycle = isms(
        "
  A: {name: a, kind: process, worth: {availability: 8}, depends_on: {U: {degree: 0.5}, S: {}}}
  U: {name: u, kind: service, depends_on: {V: {degree: 0.5}}}
  V: {name: v, kind: service, depends_on: {U: {degree: 0.5}, W: {}}}
  W: {name: w, kind: hardware}
  S: {name: s, kind: hardware}
  P: {name: p, kind: hardware, depends_on: {Q: {}}}
  Q: {name: q, kind: hardware, depends_on: {P: {}, W: {}}}
",
    );
    let worth = derive_worth(&cycle, WorthRule::Accumulated);
    assert_eq!(["A", "S", "U", "V", "W"].map(|a| value(&worth, a)), ["8", "8", "4+", "2+", "2+"]);
    assert_eq!(["P", "Q"].map(|a| value(&worth, a)), ["0", "0"], "nothing of value goes round there");
    let found = codes(&cycle);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("minor M-021 /assets/U/depends_on: values run in a cycle: `U` → `V` → `U`;")
    );
    let best = derive_worth(&cycle, WorthRule::MaxProduct);
    assert_eq!(["A", "S", "U", "V", "W"].map(|a| value(&best, a)), ["8", "8", "4", "2", "2"]);

    let opened = cycle.to_draft();
    let mut opened = opened;
    let back = opened.assets.get_mut(&id("V")).unwrap().depends_on.get_mut(&id("U")).unwrap();
    back.carries = Some(BTreeSet::new());
    let opened = opened.build().unwrap();
    assert!(codes(&opened).is_empty(), "a dependency that carries nothing closes no cycle");
    assert_eq!(value(&derive_worth(&opened, WorthRule::Accumulated), "W"), "2");
}

#[test]
fn what_is_unknown_leaves_values_incomplete() {
    let unknown = isms(
        "
  A: {name: a, kind: process, worth: {availability: 8}, depends_on: {S: {}}}
  B: {name: b, kind: process, depends_on: {S: {}, T: {carries: [integrity]}, Z: {degree: 0}}}
  C: {name: c, kind: process, worth: {availability: -1}, depends_on: {T: {}}}
  D: {name: d, kind: process, worth: {availability: 4}, depends_on: {E: {degree: 1.5}, Z: {}}}
  E: {name: e, kind: software, depends_on: {F: {}}}
  F: {name: f, kind: hardware}
  H: {name: h, kind: software, depends_on: {I: {degree: -0.5}}}
  I: {name: i, kind: hardware}
  S: {name: s, kind: hardware}
  T: {name: t, kind: hardware}
  Z: {name: z, kind: hardware}
",
    );
    for rule in WorthRule::ALL {
        let worth = derive_worth(&unknown, *rule);
        assert_eq!(
            ["A", "B", "C", "D", "E", "F", "H", "I", "S", "T", "Z"].map(|a| value(&worth, a)),
            ["8", "0+", "0+", "4", "0+", "0+", "0", "0", "8+", "0+", "4"]
        );
        assert!(worth.get(&id("A"), &"integrity".parse().unwrap()).is_none(), "nobody states a worth in it");
        assert!(!worth.degree(&id("D"), &id("F"), &availability()).unwrap().complete);
        let losses = worth.deflected(&id("F"), &availability(), &1.into());
        assert_eq!(losses.iter().map(|l| (l.asset.as_str(), l.complete)).collect::<Vec<_>>(), [("D", false)]);
    }
    let found = codes(&unknown);
    assert_eq!(found.len(), 3);
    assert!(found[0].starts_with("minor M-020 /assets/C/worth/availability: "), "{found:?}");
    assert!(found[1].starts_with("minor M-020 /assets/D/depends_on/E/degree: "));
    assert!(found[2].starts_with("minor M-020 /assets/H/depends_on/I/degree: "));

    let mut silent = unknown.to_draft();
    for (name, _) in unknown.assets().iter() {
        silent.assets.get_mut(name).unwrap().worth = isms_core::Table::new();
    }
    let silent = silent.build().unwrap();
    assert!(codes(&silent).is_empty(), "only a document that states worths is judged by them");
    assert_eq!(derive_worth(&silent, WorthRule::Accumulated).iter().count(), 0);
}

#[test]
fn sums_past_the_range_are_bounds() {
    let large = "9".repeat(28);
    let most = i128::MAX / 1_000_000_000_000;
    let isms = isms(&format!(
        "
  A: {{name: a, kind: process, worth: {{availability: '{most}'}}, depends_on: {{S: {{}}}}}}
  B: {{name: b, kind: process, worth: {{availability: '{most}'}}, depends_on: {{S: {{}}}}}}
  B2: {{name: b, kind: process, worth: {{availability: '{most}'}}, depends_on: {{S: {{}}}}}}
  C: {{name: c, kind: process, worth: {{availability: '{large}'}}, depends_on: {{T: {{}}}}}}
  D: {{name: d, kind: process, worth: {{availability: '0.0000000000005'}}, depends_on: {{U: {{}}}}}}
  S: {{name: s, kind: hardware}}
  T: {{name: t, kind: hardware}}
  U: {{name: u, kind: hardware}}
"
    ));
    let worth = derive_worth(&isms, WorthRule::Accumulated);
    assert_eq!(value(&worth, "S"), format!("{}+", 2 * most), "the third does not fit");
    assert_eq!((value(&worth, "C"), value(&worth, "T")), ("0+".into(), "0+".into()));
    assert_eq!(value(&worth, "U"), "0", "half a part goes to the even one");
}

#[test]
fn a_chain_of_a_hundred_thousand_with_values_at_both_ends() {
    let count = 100_000;
    let mut draft = Draft::new("large");
    for n in 0..count {
        let mut asset = Asset::new("x", AssetKind::Software);
        if n + 1 < count {
            asset.depends_on.insert(id(&format!("N{:07}", n + 1)), Dependency::default());
        }
        draft.assets.insert(id(&format!("N{n:07}")), asset);
    }
    for n in [0, count - 1] {
        let asset = draft.assets.get_mut(&id(&format!("N{n:07}"))).unwrap();
        asset.worth.insert(availability(), 7.into());
    }
    let isms = draft.build().unwrap();
    for (rule, expected) in [(WorthRule::Accumulated, "14"), (WorthRule::MaxProduct, "7")] {
        assert_eq!(value(&derive_worth(&isms, rule), "N0099999"), expected);
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// Libro III as written: the degree on C from those that directly depend on C, by recursion.
fn recursion(edges: &[(usize, usize, f64)], from: usize, to: usize) -> f64 {
    if from == to {
        return 1.0;
    }
    let last = edges.iter().filter(|edge| edge.1 == to);
    1.0 - last.map(|&(before, _, d)| 1.0 - recursion(edges, from, before) * d).product::<f64>()
}

/// The best product of degrees, by relaxing every edge as often as there are nodes.
fn best_path(edges: &[(usize, usize, f64)], nodes: usize, from: usize, to: usize) -> f64 {
    let mut best = vec![0.0; nodes];
    best[from] = 1.0;
    for _ in 0..nodes {
        for &(u, v, d) in edges {
            best[v] = f64::max(best[v], best[u] * d);
        }
    }
    best[to]
}

fn near(found: &Decimal, expected: f64) -> bool {
    (found.to_string().parse::<f64>().unwrap() - expected).abs() < 1e-8
}

/// Random graphs: without cycles against the recursion, with cycles against the best path, both in floats.
#[test]
fn agrees_with_a_naive_second_implementation() {
    let mut random = Random(7);
    for round in 0..1500 {
        let cyclic = round % 3 == 0;
        let nodes = 1 + random.below(9) as usize;
        let mut draft = Draft::new("random");
        draft.scales.insert("s".parse().unwrap(), isms_core::Scale::of(["l"]).unwrap());
        for dimension in ["availability", "safety"] {
            draft
                .dimensions
                .insert(dimension.parse().unwrap(), Dimension::new(dimension, "s".parse().unwrap()));
        }
        let (mut own, mut edges) = (Vec::new(), [Vec::new(), Vec::new()]);
        for u in 0..nodes {
            let mut asset = Asset::new("x", AssetKind::Software);
            let value = random.below(4) as i32 * 250;
            own.push(f64::from(value));
            if value > 0 {
                asset.worth.insert(availability(), value.into());
                asset.worth.insert("safety".parse().unwrap(), value.into());
            }
            // Ids descend, so that the order of ids is not a topological one.
            for v in (0..nodes).filter(|&v| v > u || (cyclic && v != u)) {
                if random.below(100) >= 35 {
                    continue;
                }
                let percent = random.below(101);
                let mut dependency = Dependency::default();
                dependency.degree = Some(format!("0.{percent:03}").replace("0.100", "1").parse().unwrap());
                let degree: f64 = dependency.degree.unwrap().to_string().parse().unwrap();
                edges[0].push((u, v, degree));
                if random.below(4) == 0 {
                    dependency.carries = Some([availability()].into());
                } else {
                    edges[1].push((u, v, degree));
                }
                asset.depends_on.insert(id(&format!("N{}", 9 - v)), dependency);
            }
            draft.assets.insert(id(&format!("N{}", 9 - u)), asset);
        }
        let isms = draft.build().unwrap();
        let rules = if cyclic { &WorthRule::ALL[1..] } else { WorthRule::ALL };
        for rule in rules {
            let worth = derive_worth(&isms, *rule);
            for (dimension, edges) in ["availability", "safety"].iter().zip(&edges) {
                let dimension: DimensionId = dimension.parse().unwrap();
                if own.iter().all(|own| *own == 0.0) {
                    assert_eq!(worth.iter().count(), 0);
                    continue;
                }
                for to in 0..nodes {
                    let target = id(&format!("N{}", 9 - to));
                    let degrees: Vec<f64> = (0..nodes)
                        .map(|from| match rule {
                            WorthRule::Accumulated => recursion(edges, from, to),
                            _ => best_path(edges, nodes, from, to),
                        })
                        .collect();
                    let arriving = own.iter().zip(&degrees).map(|(own, degree)| own * degree);
                    let expected = match rule {
                        WorthRule::Accumulated => arriving.clone().sum::<f64>(),
                        _ => arriving.clone().fold(0.0, f64::max),
                    };
                    let found = worth.get(&target, &dimension).unwrap();
                    assert!(
                        found.complete && near(&found.accumulated, expected),
                        "{round} {found:?} {expected}"
                    );
                    let losses = worth.deflected(&target, &dimension, &"0.5".parse().unwrap());
                    let mut listed = 0;
                    for (from, arrives) in arriving.enumerate() {
                        let source = id(&format!("N{}", 9 - from));
                        let degree = worth.degree(&source, &target, &dimension).unwrap();
                        assert!(degree.complete && near(&degree.degree, degrees[from]));
                        match losses.iter().find(|loss| loss.asset == source) {
                            Some(loss) => {
                                assert!(near(&loss.amount, arrives / 2.0));
                                listed += 1;
                            }
                            None => assert!(arrives == 0.0),
                        }
                    }
                    assert_eq!(listed, losses.len());
                }
            }
        }
    }
}

fn report(isms: &Isms, name: &str, format: &str) -> String {
    let options = AssessOptions::new("2026-03-31".parse().unwrap());
    String::from_utf8(assess(isms, &Catalogue::builtin(), &options).report(name, format).unwrap()).unwrap()
}

/// The reports, and that pages and texts of everything speak of values only where a document has some.
#[test]
fn values_are_reported_where_there_are_some() {
    let valued = isms(DIAMOND);
    let csv = report(&valued, "worth", "csv");
    let line = |csv: &str| csv.lines().find(|line| line.starts_with("C,")).unwrap().to_owned();
    assert_eq!(csv.lines().next().unwrap(), "asset,name,dimension,own,accumulated,complete,rule");
    assert_eq!(line(&csv), "C,c,availability,,0.375,yes,accumulated");
    assert_eq!(line(&report(&valued, "worth max-product", "csv")), "C,c,availability,,0.25,yes,max-product");
    let options = AssessOptions::new("2026-03-31".parse().unwrap());
    let error = assess(&valued, &Catalogue::builtin(), &options).report("worth max", "csv").unwrap_err();
    assert_eq!(error.code(), "R-002");

    let plain = isms("  A: {name: a, kind: process, depends_on: {B: {}}}\n  B: {name: b, kind: hardware}\n");
    for (format, mark) in
        [("html", "id=\"worth\""), ("json", "\"worth\":"), ("markdown", "## Values"), ("text", "\nValues\n")]
    {
        assert!(report(&valued, "all", format).contains(mark), "{format}");
        assert!(!report(&plain, "all", format).contains(mark), "{format}");
    }
}

#[test]
fn common_causes_and_suggestions_are_reported() {
    let shop = isms(
        "
  P: {name: power, kind: site}
  N1: {name: node, kind: hardware, depends_on: {P: {}}}
  N2: {name: node, kind: hardware, depends_on: {P: {}}}
  S: {name: shop, kind: process, need: {availability: high}, depends_on: {N1: {}, N2: {}},
      redundancy: {nodes: {members: [N1, N2], required: 1}}}
",
    );
    assert_eq!(
        report(&shop, "common-causes", "csv").lines().nth(1).unwrap(),
        "P,power,group,S/nodes,2,2,1,N1; N2,\"without `P`, 2 of 2 members of `S/nodes` fail, and 1 must work\""
    );
    assert!(
        report(&shop, "suggestions", "csv").lines().nth(1).unwrap().starts_with("S,shop,distribution,nodes,")
    );
    for (format, mark) in
        [("html", "id=\"common-causes\""), ("json", "\"common_causes\":"), ("markdown", "## Common causes")]
    {
        assert!(report(&shop, "all", format).contains(mark), "{format}");
        assert!(!report(&isms(DIAMOND), "all", format).contains(mark), "{format}");
    }
}
