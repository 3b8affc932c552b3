//! Writes the propagation of a synthetic ISMS as plain numbers, with our answer and our shortest time of eight, for
//! `benches/peers/propagate.py` to do the same. `cargo run --release -p isms-benches --example propagation L out.json`.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement speaks to a terminal")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use isms_benches::{Size, draft};
use isms_core::{Isms, LevelName, derive_needs};

fn main() {
    let mut args = std::env::args().skip(1);
    let size = match args.next().unwrap().as_str() {
        "S" => Size::S,
        "M" => Size::M,
        "L" => Size::L,
        _ => Size::XL,
    };
    let isms = draft(&size, 1).unwrap().build().unwrap();
    let mut shortest = Duration::MAX;
    for _ in 0..8 {
        let start = Instant::now();
        std::hint::black_box(derive_needs(&isms));
        shortest = shortest.min(start.elapsed());
    }
    std::fs::write(args.next().unwrap(), numbers(&isms, shortest)).unwrap();
    println!("{}: {shortest:.1?}", size.name);
}

/// Assets are places, levels are ranks with 0 for none, a cap of 255 is none and of 0 says that nothing is carried.
fn numbers(isms: &Isms, shortest: Duration) -> String {
    let scale = isms.scales().get("impact").unwrap();
    let rank = |level: Option<&LevelName>| level.and_then(|l| scale.rank(l.as_str())).unwrap_or(0);
    let place = |id: &isms_core::AssetId| isms.assets().index_of(id).unwrap();
    let (mut base, mut fixed, mut edges) = (Vec::new(), Vec::new(), Vec::new());
    for (id, asset) in isms.assets().iter() {
        let each = |of: &dyn Fn(&str) -> u8| {
            let ranks: Vec<String> = isms.dimensions().keys().map(|d| of(d.as_str()).to_string()).collect();
            format!("[{}]", ranks.join(","))
        };
        base.push(each(&|d| rank(asset.need.get(d)).max(rank(asset.cumulation.get(d).map(|c| &c.at_least)))));
        fixed.push(each(&|d| rank(asset.need_override.get(d).map(|o| &o.level))));
        for (target, dependency) in asset.depends_on.iter() {
            let groups = || asset.redundancy.values().filter(|group| group.members.contains(target));
            let lowered = each(&|d| {
                let shared = groups().filter_map(|g| g.applied.as_ref()?.lowers.get(d).copied()).min();
                dependency.attenuate.get(d).copied().unwrap_or(0) + shared.unwrap_or(0)
            });
            let cap = each(&|d| {
                let carried = dependency.carries.as_ref().is_none_or(|c| c.iter().any(|c| c.as_str() == d));
                match dependency.cap.get(d) {
                    _ if !carried => 0,
                    Some(level) => rank(Some(level)),
                    None => u8::MAX,
                }
            });
            edges.push(format!("[{},{},{lowered},{cap}]", place(id), place(target)));
        }
    }
    let needs = derive_needs(isms);
    let answer: Vec<String> =
        needs.iter().map(|(_, _, need)| need.level.map_or(0, |level| level.rank()).to_string()).collect();
    let mut out = String::new();
    write!(
        out,
        r#"{{"seconds":{},"base":[{}],"fixed":[{}],"edges":[{}],"answer":[{}]}}"#,
        shortest.as_secs_f64(),
        base.join(","),
        fixed.join(","),
        edges.join(","),
        answer.join(",")
    )
    .unwrap();
    out
}
