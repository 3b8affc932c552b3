//! Memory per asset, as the growth of the resident set over eight results that are kept alive
//! (`/proc/self/statm`: Linux, pages of 4 KiB), and the shortest time one of them took.
//! `cargo run --release -p isms-benches --example memory [XL]`.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement speaks to a terminal")]

use std::time::{Duration, Instant};

use isms_benches::{Size, draft};
use isms_core::{Isms, ReadOptions, derive_capabilities, derive_needs};

const KEPT: usize = 8;

fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

/// One result is made first, so that what it frees again is not counted.
fn measure<T>(size: &Size, what: &str, mut make: impl FnMut() -> T) {
    let mut kept = vec![make()];
    let (before, mut shortest) = (resident(), Duration::MAX);
    for _ in 0..KEPT {
        let start = Instant::now();
        kept.push(make());
        shortest = shortest.min(start.elapsed());
    }
    let bytes = resident().saturating_sub(before) / KEPT / size.assets;
    println!("{} {what}: {bytes} bytes per asset, {:.1?} at the shortest", size.name, shortest);
}

fn main() {
    let size = if std::env::args().nth(1).is_some_and(|name| name == "XL") { Size::XL } else { Size::L };
    let built = draft(&size, 1).unwrap().build().unwrap();
    let text = built.to_json();
    let mut options = ReadOptions::default();
    options.limits.max_bytes = 1 << 30;
    options.limits.max_items = 10_000_000;
    measure(&size, "needs", || derive_needs(&built));
    measure(&size, "capabilities", || derive_capabilities(&built));
    let (asset, dimension) = (built.assets().at(0).unwrap().0, built.dimensions().at(0).unwrap().0);
    measure(&size, "needs and one explanation", || {
        let needs = derive_needs(&built);
        needs.explain(asset, dimension).unwrap();
        needs
    });
    let needs = derive_needs(&built);
    measure(&size, "suggestions", || needs.suggestions());
    if size == Size::L {
        measure(&size, "a document as it is read", || Isms::read(text.as_bytes(), &options).unwrap());
    }
}
