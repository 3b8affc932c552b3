//! Promises that hold of every ISMS, on random ones; `docs/hardening.md` says which test holds which promise.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

mod common;

use common::Random;
use isms_core::{
    AssessOptions, Asset, AssetId, AssetKind, Catalogue, Control, ControlStatus, Date, Dependency, Draft,
    Effect, Inherent, Isms, LevelName, NeedOverride, Needs, Register, Risk, RiskApproach, RiskMethod, Shift,
    Verification, assess, control_states, derive_needs, evaluate,
};

const LEVELS: [&str; 5] = ["very-low", "low", "moderate", "high", "very-high"];
const DIMENSIONS: [&str; 3] = ["availability", "confidentiality", "integrity"];

fn id<T: std::str::FromStr<Err = isms_core::Error>>(text: impl AsRef<str>) -> T {
    text.as_ref().parse().unwrap()
}

fn asset_id(place: usize) -> AssetId {
    id(format!("N{place}"))
}

fn level(random: &mut Random) -> LevelName {
    id(LEVELS[random.below(LEVELS.len())])
}

/// Assets that depend on each other; without cycles if `forward`.
fn random_draft(random: &mut Random, forward: bool) -> Draft {
    let mut draft = Draft::new("random");
    let count = 2 + random.below(8);
    let density = [15, 30, 50][random.below(3)];
    for place in 0..count {
        let kinds = [AssetKind::Information, AssetKind::Software, AssetKind::Hardware, AssetKind::Process];
        let mut asset = Asset::new("x", kinds[random.below(4)]);
        for dimension in DIMENSIONS {
            if random.percent(40) {
                asset.need.insert(id(dimension), level(random));
            }
            if random.percent(5) {
                asset.need_override.insert(id(dimension), NeedOverride::new(level(random)));
            }
        }
        for target in (0..count).filter(|&target| if forward { target > place } else { target != place }) {
            if !random.percent(density) {
                continue;
            }
            let mut dependency = Dependency::default();
            for dimension in DIMENSIONS {
                if random.percent(15) {
                    dependency.attenuate.insert(id(dimension), random.below(3) as u8);
                }
                if random.percent(10) {
                    dependency.cap.insert(id(dimension), level(random));
                }
            }
            asset.depends_on.insert(asset_id(target), dependency);
        }
        draft.assets.insert(asset_id(place), asset);
    }
    draft
}

fn needs(draft: &Draft) -> Needs {
    derive_needs(&draft.clone().build().unwrap())
}

/// The rank of each need, 0 for none, and whether it is complete.
fn ranks(needs: &Needs) -> Vec<(u8, bool)> {
    needs.iter().map(|(_, _, need)| (need.level.map_or(0, |level| level.rank()), need.complete)).collect()
}

#[test]
fn a_higher_need_or_a_further_dependency_lowers_none() {
    let mut rose = 0;
    for seed in 0..3_000 {
        let random = &mut Random(seed);
        let before = random_draft(random, false);
        let mut after = before.clone();
        let count = before.assets.len();
        let (asset, dimension) = (asset_id(random.below(count)), id(DIMENSIONS[random.below(3)]));
        if random.percent(50) {
            let changed = after.assets.get_mut(&asset).unwrap();
            let rank = changed
                .need
                .get(&dimension)
                .map_or(0, |own| LEVELS.iter().position(|level| *level == own.as_str()).unwrap() + 1);
            if rank < LEVELS.len() {
                changed.need.insert(dimension, id(LEVELS[rank + random.below(LEVELS.len() - rank)]));
            }
        } else {
            let target = asset_id(random.below(count));
            let changed = after.assets.get_mut(&asset).unwrap();
            if target != asset && changed.depends_on.get(&target).is_none() {
                changed.depends_on.insert(target, Dependency::default());
            }
        }
        for (before, after) in ranks(&needs(&before)).into_iter().zip(ranks(&needs(&after))) {
            assert!(after.0 >= before.0, "seed {seed}: {} became {}", before.0, after.0);
            rose += usize::from(after.0 > before.0);
        }
    }
    assert!(rose > 1_500, "{rose}");
}

#[test]
fn what_is_complete_holds_whatever_the_unknown_turns_out_to_be() {
    let (mut complete, mut raised) = (0, 0);
    for seed in 0..3_000 {
        let random = &mut Random(seed);
        let before = random_draft(random, true);
        let mut after = before.clone();
        let used: Vec<AssetId> =
            before.assets.iter().flat_map(|(_, asset)| asset.depends_on.keys().cloned()).collect();
        for place in 0..before.assets.len() {
            let asset = after.assets.get_mut(&asset_id(place)).unwrap();
            let primary = matches!(asset.kind, AssetKind::Information | AssetKind::Process);
            if !primary && used.contains(&asset_id(place)) {
                continue; // It inherits, and nothing of it is unknown.
            }
            for dimension in DIMENSIONS {
                if asset.need.get(dimension).is_none() && random.percent(70) {
                    asset.need.insert(id(dimension), level(random));
                }
            }
        }
        for (before, after) in ranks(&needs(&before)).into_iter().zip(ranks(&needs(&after))) {
            assert!(after.0 >= before.0, "seed {seed}: a lower bound was none");
            assert!(!before.1 || after == before, "seed {seed}: a complete need changed");
            complete += usize::from(before.1);
            raised += usize::from(after.0 > before.0);
        }
    }
    assert!(complete > 10_000 && raised > 10_000, "{complete} {raised}");
}

/// A register whose controls were verified until some day.
fn random_register(random: &mut Random) -> Isms {
    let mut draft = Draft::new("random");
    draft.scales.insert(id("s"), isms_core::Scale::of(["a", "b", "c", "d"]).unwrap());
    let row = |name: &str, levels: [&str; 4]| (id(name), levels.map(|level| Some(id(level))).to_vec());
    let matrix = [
        row("a", ["a", "a", "b", "b"]),
        row("b", ["a", "b", "b", "c"]),
        row("c", ["b", "b", "c", "d"]),
        row("d", ["b", "c", "d", "d"]),
    ];
    let combine = isms_core::Combine::Matrix(matrix.into_iter().collect());
    draft.methods.insert(id("M"), RiskMethod::new("m", "1", id("s"), id("s"), id("s"), combine));
    for n in 0..3 {
        let mut risk = Risk::new("r", RiskApproach::Event, id("M"));
        let names = ["a", "b", "c", "d"];
        risk.inherent = Inherent::new(id(names[random.below(4)]), id(names[random.below(4)]));
        draft.risks.insert(id(format!("R-{n}")), risk);
    }
    for n in 0..3 {
        let mut control = Control::new("c", ControlStatus::Implemented);
        let mut seen = Verification::new(id("2026-01-01"));
        seen.valid_until = Some(id(["2026-02-01", "2026-06-01", "2027-01-01"][random.below(3)]));
        control.verification = Some(seen);
        for risk in 0..3 {
            if random.percent(50) {
                let mut effect = Effect::default();
                effect.likelihood = Some(Shift::down(1 + random.below(3) as i8));
                control.acts_on.risks.insert(id(format!("R-{risk}")), effect);
            }
        }
        draft.controls.insert(id(format!("C-{n}")), control);
    }
    draft.build().unwrap()
}

fn current(register: &Register) -> Vec<u8> {
    register.iter().map(|(_, state)| state.current.point.level.as_ref().unwrap().rank()).collect()
}

#[test]
fn time_alone_never_makes_a_risk_smaller() {
    let days: [Date; 4] = ["2026-01-15", "2026-03-31", "2026-07-01", "2027-02-01"].map(id);
    let mut rose = 0;
    for seed in 0..500 {
        let isms = random_register(&mut Random(seed));
        let needs = derive_needs(&isms);
        let at = |day: Date| current(&evaluate(&isms, &needs, &control_states(&isms, day), day));
        let levels: Vec<Vec<u8>> = days.iter().map(|day| at(*day)).collect();
        for pair in levels.windows(2) {
            for (earlier, later) in pair[0].iter().zip(&pair[1]) {
                assert!(later >= earlier, "seed {seed}: a verification that lapsed made a risk smaller");
                rose += usize::from(later > earlier);
            }
        }
        // A day gives what it gave before: nothing but the day is looked at.
        assert_eq!(at(days[0]), levels[0]);
    }
    assert!(rose > 200, "{rose}");
}

#[test]
fn threads_give_the_same_bytes() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/minimal.yaml")).unwrap();
    let options = AssessOptions::new(id("2026-03-31"));
    let report = || {
        let isms = Isms::from_yaml(&text).unwrap();
        assess(&isms, &Catalogue::builtin(), &options).report("all", "json").unwrap()
    };
    let alone = report();
    let shared = assess(&Isms::from_yaml(&text).unwrap(), &Catalogue::builtin(), &options);
    std::thread::scope(|scope| {
        let own: Vec<_> = (0..2).map(|_| scope.spawn(report)).collect();
        let of_one: Vec<_> = (0..2).map(|_| scope.spawn(|| shared.report("all", "json").unwrap())).collect();
        for thread in own.into_iter().chain(of_one) {
            assert!(thread.join().unwrap() == alone);
        }
    });
}
