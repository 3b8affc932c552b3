//! A large register. Ignored by default: it measures, and is worth running in release only.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use isms_core::{
    Asset, AssetKind, Combine, Control, ControlStatus, Date, Dependency, Draft, Effect, Inherent, LevelName,
    Risk, RiskApproach, RiskMethod, Scale, Shift, Threat, control_states, derive_needs, evaluate,
};

fn id<T: std::str::FromStr<Err = isms_core::Error>>(text: String) -> T {
    text.parse().unwrap()
}

/// `risks` risks, each of two threats and four assets; five controls act on each threat and one on each risk.
fn large(risks: usize, assets: usize) -> Draft {
    let mut draft = Draft::new("large");
    let levels = ["1", "2", "3", "4", "5"];
    let s = || "s".parse().unwrap();
    draft.scales.insert(s(), Scale::of(levels).unwrap());
    let row = |l: usize| (0..5).map(|c| levels.get(l.max(c)).map(|n| n.parse().unwrap())).collect();
    let rows = levels.iter().enumerate().map(|(l, name)| (name.parse::<LevelName>().unwrap(), row(l)));
    let mut method = RiskMethod::new("m", "1", s(), s(), s(), Combine::Matrix(rows.collect()));
    let implies = ["low", "moderate", "high", "very-high"].into_iter().zip(levels);
    let implies = implies.map(|(need, level)| (need.parse().unwrap(), level.parse().unwrap())).collect();
    method.need_to_consequence.insert(id("availability".into()), implies);
    draft.methods.insert(id("M".into()), method);
    for n in 0..assets {
        let mut asset = Asset::new("a", AssetKind::Software);
        if n > 0 {
            asset.depends_on.insert(id(format!("A-{:06}", n / 2)), Dependency::default());
        }
        draft.assets.insert(id(format!("A-{n:06}")), asset);
    }
    let threats = risks / 10;
    for n in 0..threats {
        draft.threats.insert(id(format!("T-{n:06}")), Threat::new("t"));
    }
    for n in 0..risks {
        let mut risk = Risk::new("r", RiskApproach::Asset, id("M".into()));
        risk.inherent = Inherent::new("5".parse().unwrap(), "4".parse().unwrap());
        risk.affects.insert(id("availability".into()));
        risk.assets.extend((0..4).map(|k| id(format!("A-{:06}", (n * 17 + k * 101) % assets))));
        risk.threats.extend([n, n * 7 + 1].map(|t| id(format!("T-{:06}", t % threats))));
        draft.risks.insert(id(format!("R-{n:06}")), risk);
    }
    for n in 0..risks {
        let mut control = Control::new("c", ControlStatus::Implemented);
        control.acts_on.risks.insert(id(format!("R-{n:06}")), Effect::on_consequence(Shift::down(1)));
        if n % 2 == 0 {
            let threat = id(format!("T-{:06}", n % threats));
            control.acts_on.threats.insert(threat, Effect::on_likelihood(Shift::down(2)));
        }
        draft.controls.insert(id(format!("C-{n:06}")), control);
    }
    draft
}

#[test]
#[ignore = "measures"]
fn measure() {
    let day: Date = "2026-03-31".parse().unwrap();
    for (risks, assets) in [(5_000, 100_000), (10_000, 100_000), (20_000, 100_000)] {
        let isms = large(risks, assets).build().unwrap();
        let needs = derive_needs(&isms);
        let mut best = std::time::Duration::MAX;
        let mut credits = 0;
        for _ in 0..5 {
            let start = std::time::Instant::now();
            let assurance = control_states(&isms, day);
            let register = evaluate(&isms, &needs, &assurance, day);
            best = best.min(start.elapsed());
            credits = register.states().iter().map(|state| state.credits.len()).sum();
        }
        println!("{risks} risks, {assets} assets, {credits} credits: {best:?}");
        assert!(credits > risks);
    }
}
