//! The catalogue and what follows from its claims: ready, looked up, asked, derived.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot run should say so")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use isms_core::{Catalogue, Crosswalk, CrosswalkOptions, Reference, SuggestOptions, Suggester};

fn all(c: &mut Criterion) {
    let mut group = c.benchmark_group("catalogue");
    group.sample_size(20).warm_up_time(Duration::from_secs(1));
    group.bench_function("load", |b| {
        b.iter(|| black_box(Catalogue::builtin()).framework("soc2-2017").is_some())
    });
    let catalogue = Catalogue::builtin();
    let references: Vec<Reference> =
        catalogue.frameworks().iter().flat_map(|f| f.entries()).step_by(97).map(|e| e.reference()).collect();
    let mut next = 0;
    group.bench_function("look-up", |b| {
        b.iter(|| {
            next = (next + 1) % references.len();
            catalogue.resolve(black_box(&references[next])).is_some()
        })
    });
    group.finish();

    let mut group = c.benchmark_group("crosswalk");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    let options = CrosswalkOptions::default();
    group.bench_function("all pairs of all sets", |b| {
        b.iter_with_large_drop(|| Crosswalk::new(black_box(&catalogue), &options).unwrap())
    });
    let mut equal = CrosswalkOptions::default();
    let frames = catalogue.claim_sets().iter().map(|set| set.frame().to_owned());
    equal.equal_frames.push(frames.collect());
    group.bench_function("all pairs, all frames declared equal", |b| {
        b.iter_with_large_drop(|| Crosswalk::new(black_box(&catalogue), &equal).unwrap())
    });
    let crosswalk = Crosswalk::new(&catalogue, &options).unwrap();
    let malware: Reference = "iso27001-2022:A.8.7".parse().unwrap();
    group.bench_function("one to all", |b| b.iter(|| crosswalk.links_from(black_box(&malware))));
    group.finish();
}

fn suggestions(c: &mut Criterion) {
    let mut group = c.benchmark_group("suggestions");
    group.sample_size(20).warm_up_time(Duration::from_secs(1));
    let (catalogue, options) = (Catalogue::builtin(), SuggestOptions::default());
    group.bench_function("prepare", |b| b.iter(|| Suggester::new(black_box(&catalogue), &options)));
    let suggester = Suggester::new(&catalogue, &options);
    group.bench_function("ISO to CSF", |b| {
        b.iter(|| suggester.between(black_box("iso27001-2022"), "nist-csf-2.0").unwrap())
    });
    group.bench_function("ISO to all", |b| {
        let all =
            || catalogue.frameworks().iter().map(|to| suggester.between("iso27001-2022", to.id()).unwrap());
        b.iter(|| all().map(|found| found.len()).sum::<usize>())
    });
    group.finish();
}

criterion_group!(benches, all, suggestions);
criterion_main!(benches);
