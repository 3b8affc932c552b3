//! Common causes against brute force: lose each asset in turn, and let failure spread until nothing changes.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use isms_core::{
    Asset, AssetId, AssetKind, CauseOptions, Control, ControlStatus, Defeated, Dependency, Draft, Isms,
    Redundancy, common_causes,
};

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

fn id(n: usize) -> AssetId {
    format!("A{n}").parse().unwrap()
}

fn random_isms(random: &mut Random) -> Isms {
    let mut draft = Draft::new("random");
    let count = 2 + random.below(9);
    let density = [12, 20, 35][random.below(3)];
    for u in 0..count {
        let mut asset = Asset::new("x", AssetKind::Software);
        for v in (0..count).filter(|&v| v != u) {
            if random.below(100) < density {
                asset.depends_on.insert(id(v), Dependency::default());
            }
        }
        for group in 0..random.below(3) {
            let members: Vec<AssetId> =
                asset.depends_on.keys().filter(|_| random.below(3) > 0).cloned().collect();
            if !members.is_empty() {
                let required = 1 + random.below(members.len()) as u32;
                asset
                    .redundancy
                    .insert(format!("g{group}").parse().unwrap(), Redundancy::new(members, required));
            }
        }
        draft.assets.insert(id(u), asset);
    }
    let controls = random.below(5);
    for c in 0..controls {
        let status =
            [ControlStatus::Implemented, ControlStatus::Planned, ControlStatus::Retired][random.below(3)];
        let mut control = Control::new("c", status);
        control.requires_assets = (0..count).filter(|_| random.below(5) == 0).map(id).collect();
        control.requires = (0..controls)
            .filter(|&d| d != c && random.below(4) == 0)
            .map(|d| format!("C{d}").parse().unwrap())
            .collect();
        draft.controls.insert(format!("C{c}").parse().unwrap(), control);
    }
    draft.build().unwrap()
}

/// The names of assets and controls that fail with one asset, straight from the definition.
fn failing(isms: &Isms, lost: &AssetId) -> BTreeSet<String> {
    let mut failed = BTreeSet::from([lost.to_string()]);
    loop {
        let before = failed.len();
        for (name, asset) in isms.assets().iter() {
            let grouped: BTreeSet<&AssetId> = asset.redundancy.values().flat_map(|g| &g.members).collect();
            let alone = asset.depends_on.keys().any(|d| !grouped.contains(d) && failed.contains(d.as_str()));
            let short = asset.redundancy.values().any(|g| {
                let up = g.members.iter().filter(|m| !failed.contains(m.as_str())).count();
                up < g.required as usize
            });
            if alone || short {
                failed.insert(name.to_string());
            }
        }
        for (name, control) in isms.controls().iter() {
            let mut needs = control.requires.iter().map(|c| c.as_str());
            if needs.any(|c| failed.contains(c))
                || control.requires_assets.iter().any(|a| failed.contains(a.as_str()))
            {
                failed.insert(name.to_string());
            }
        }
        if failed.len() == before {
            return failed;
        }
    }
}

/// What can be reached from some names, without one of them.
fn reached(isms: &Isms, roots: &[String], without: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = roots.iter().filter(|r| *r != without).cloned().collect();
    loop {
        let mut more = found.clone();
        for name in &found {
            if let Some(asset) = isms.assets().get(&name.parse::<AssetId>().unwrap()) {
                more.extend(asset.depends_on.keys().map(ToString::to_string));
            }
            if let Some(control) = isms.controls().get(&name.parse::<isms_core::ControlId>().unwrap()) {
                more.extend(control.requires.iter().map(ToString::to_string));
                more.extend(control.requires_assets.iter().map(ToString::to_string));
            }
        }
        more.remove(without);
        if more.len() == found.len() {
            return found;
        }
        found = more;
    }
}

/// All causes, and of them those no other cause stands in front of.
fn nearest(isms: &Isms, roots: &[String], at_least: usize) -> Vec<(String, usize)> {
    let defeats = |asset: &AssetId| {
        let failed = failing(isms, asset);
        roots.iter().filter(|root| failed.contains(*root)).count()
    };
    let reach = reached(isms, roots, "");
    let below: Vec<&AssetId> = isms.assets().keys().filter(|asset| reach.contains(asset.as_str())).collect();
    // An asset nothing of the roots leads to defeats nothing.
    assert!(isms.assets().keys().all(|asset| below.contains(&asset) || defeats(asset) == 0));
    let causes: Vec<(&AssetId, usize)> =
        below.iter().map(|asset| (*asset, defeats(asset))).filter(|cause| cause.1 >= at_least).collect();
    let behind = |asset: &AssetId| {
        causes.iter().any(|(other, _)| {
            *other != asset && !reached(isms, roots, other.as_str()).contains(asset.as_str())
        })
    };
    causes.iter().filter(|(asset, _)| !behind(asset)).map(|(asset, n)| (asset.to_string(), *n)).collect()
}

#[test]
fn agrees_with_losing_every_asset_in_turn() {
    let mut random = Random(11);
    let (mut of_groups, mut of_controls) = (0, 0);
    for _ in 0..3000 {
        let isms = random_isms(&mut random);
        let found = common_causes(&isms, &CauseOptions::default());
        assert!(found.is_complete());
        let mut expected = Vec::new();
        for (name, asset) in isms.assets().iter() {
            for (group, redundancy) in asset.redundancy.iter() {
                let roots: Vec<String> = redundancy.members.iter().map(ToString::to_string).collect();
                let spare = roots.len() - redundancy.required as usize;
                if spare > 0 {
                    let causes = nearest(&isms, &roots, spare + 1);
                    expected.extend(causes.into_iter().map(|(c, n)| (c, n, format!("{name}/{group}"))));
                }
            }
        }
        of_groups += expected.len();
        let roots: Vec<String> = isms
            .controls()
            .iter()
            .filter(|(_, control)| control.status != ControlStatus::Retired)
            .map(|(id, _)| id.to_string())
            .collect();
        if roots.len() > 1 {
            let causes = nearest(&isms, &roots, 2);
            of_controls += causes.len();
            expected.extend(causes.into_iter().map(|(c, n)| (c, n, "controls".to_owned())));
        }
        let found: Vec<(String, usize, String)> = found
            .causes
            .iter()
            .map(|cause| {
                let of = match &cause.of {
                    Defeated::Group { asset, group, defeated, .. } => {
                        assert_eq!(defeated.len(), cause.defeats);
                        format!("{asset}/{group}")
                    }
                    Defeated::Controls { .. } => "controls".to_owned(),
                    other => panic!("{other:?}"),
                };
                (cause.asset.to_string(), cause.defeats, of)
            })
            .collect();
        assert_eq!(found, expected);
    }
    assert!(of_groups > 500 && of_controls > 500, "{of_groups} {of_controls}");
}

/// Power that feeds both nodes counts, a network with a spare line does not, and what is behind the power is explained
/// by it.
#[test]
fn the_nearest_cause_is_named_and_redundancy_is_honoured() {
    let isms = Isms::from_yaml(
        "
isms: '1'
organisation: {name: Acme}
assets:
  SHOP: {name: shop, kind: service, depends_on: {N1: {}, N2: {}}, redundancy: {nodes: {members: [N1, N2], required: 1}}}
  N1: {name: node, kind: hardware, depends_on: {POWER: {}, L1: {}, L2: {}}, redundancy: {lines: {members: [L1, L2], required: 1}}}
  N2: {name: node, kind: hardware, depends_on: {POWER: {}, L1: {}, L2: {}}, redundancy: {lines: {members: [L1, L2], required: 1}}}
  POWER: {name: power, kind: site, depends_on: {GRID: {}}}
  GRID: {name: grid, kind: supplier}
  L1: {name: line, kind: network}
  L2: {name: line, kind: network, depends_on: {DUCT: {}}}
  DUCT: {name: duct, kind: site}
",
    )
    .unwrap();
    let found = common_causes(&isms, &CauseOptions::default());
    let causes: Vec<_> = found.causes.iter().map(|cause| (cause.asset.as_str(), cause.defeats)).collect();
    assert_eq!(causes, [("POWER", 2)]);

    let mut short = CauseOptions::default();
    short.max_steps = 3;
    let cut = common_causes(&isms, &short);
    assert!(cut.causes.is_empty() && !cut.is_complete());
    assert_eq!(cut.groups_left, 3);

    let mut joined = isms.to_draft();
    let line = joined.assets.get_mut("L1").unwrap();
    line.depends_on.insert("DUCT".parse().unwrap(), Dependency::default());
    let found = common_causes(&joined.build().unwrap(), &CauseOptions::default());
    let causes: Vec<_> = found
        .causes
        .iter()
        .map(|cause| match &cause.of {
            Defeated::Group { asset, .. } => format!("{} of {asset}", cause.asset),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(causes, ["DUCT of N1", "DUCT of N2", "DUCT of SHOP", "POWER of SHOP"]);
}
