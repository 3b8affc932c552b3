//! Large ISMSs and many of them: time with one and with two threads side by side, and the peak of the resident set
//! (`VmHWM` of `/proc/self/status`: Linux). `cargo run --release -p isms-benches --example scale <L|XL|tenants>`; one
//! argument a process, since a peak does not go down again.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement speaks to a terminal")]

use std::time::{Duration, Instant};

use isms_benches::{Size, draft};
use isms_core::{AssessOptions, Assessment, Catalogue, Isms, ReadOptions, assess};

const ROUNDS: usize = 5;
const TENANTS: u64 = 1_000;

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

fn options(threads: usize) -> AssessOptions {
    let mut options = AssessOptions::new("2026-01-01".parse().unwrap());
    options.threads = threads;
    options
}

fn shown(assessment: &Assessment) -> [Vec<u8>; 3] {
    ["summary", "register", "findings"].map(|report| assessment.report(report, "json").unwrap())
}

fn large(size: &Size) {
    let catalogue = Catalogue::builtin();
    let text = draft(size, 1).unwrap().build().unwrap().to_json();
    let mut read = ReadOptions::default();
    read.limits.max_bytes = 1 << 30;
    read.limits.max_items = 10_000_000;
    println!("{}: document {} MB, peak after making it {} MB", size.name, text.len() >> 20, peak());
    let start = Instant::now();
    let isms = Isms::read(text.as_bytes(), &read).unwrap();
    println!("{}: read in {:.2?}, peak {} MB", size.name, start.elapsed(), peak());
    let mut shortest = [Duration::MAX; 2];
    let mut first = None;
    for _ in 0..ROUNDS {
        for threads in [1, 2] {
            let start = Instant::now();
            let assessment = assess(&isms, &catalogue, &options(threads));
            let slot = shortest.get_mut(threads - 1).unwrap();
            *slot = start.elapsed().min(*slot);
            let now = shown(&assessment);
            assert!(*first.get_or_insert_with(|| now.clone()) == now, "the threads changed a byte");
        }
    }
    let [one, two] = shortest;
    println!(
        "{}: assessed in {one:.1?} by one thread, {two:.1?} by two ({:.2} times as fast), peak {} MB",
        size.name,
        one.as_secs_f64() / two.as_secs_f64(),
        peak()
    );
}

/// Documents of a thousand tenants, each read and assessed, all kept alive; then the same by two threads at once.
fn tenants() {
    let catalogue = Catalogue::builtin();
    let text = |seed: u64| draft(&Size::M, seed).unwrap().build().unwrap().to_json();
    let one = |seed: u64| {
        let text = text(seed);
        let start = Instant::now();
        let isms = Isms::from_json(&text).unwrap();
        let assessment = assess(&isms, &catalogue, &options(1));
        (start.elapsed(), assessment)
    };
    let before = peak();
    let all: Vec<(Duration, Assessment)> = (1..=TENANTS).map(one).collect();
    let spent: Duration = all.iter().map(|(spent, _)| *spent).sum();
    println!(
        "{TENANTS} × M: read and assessed in {spent:.2?}, all kept: peak {} MB from {before} MB",
        peak()
    );
    let start = Instant::now();
    let seeds = |first: u64| (first..=TENANTS).step_by(2);
    std::thread::scope(|scope| {
        for first in [1, 2] {
            let (one, all) = (&one, &all);
            scope.spawn(move || {
                for seed in seeds(first) {
                    let (_, again) = one(seed);
                    let (_, before) = all.get(seed as usize - 1).unwrap();
                    assert!(shown(&again) == shown(before), "tenant {seed} saw another");
                }
            });
        }
    });
    println!(
        "{TENANTS} × M: again by two threads, each the same bytes, with making the documents {:.2?}",
        start.elapsed()
    );
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("XL") => large(&Size::XL),
        Some("tenants") => tenants(),
        _ => large(&Size::L),
    }
}
