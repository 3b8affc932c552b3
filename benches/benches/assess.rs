//! Reading, propagation and the whole assessment by size. `ISMS_BENCH_XL=1` adds the largest.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot run should say so")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use isms_benches::{Size, draft};
use isms_core::{AssessOptions, Catalogue, Isms, ReadOptions, assess, derive_capabilities, derive_needs};

const SEED: u64 = 1;

fn sizes() -> Vec<Size> {
    let mut sizes = vec![Size::S, Size::M, Size::L];
    if std::env::var_os("ISMS_BENCH_XL").is_some_and(|value| value == "1") {
        sizes.push(Size::XL);
    }
    sizes
}

/// The default limits stop a document of the largest size.
fn read_options() -> ReadOptions {
    let mut options = ReadOptions::default();
    options.limits.max_bytes = 1 << 30;
    options.limits.max_items = 10_000_000;
    options
}

fn all(c: &mut Criterion) {
    let read = read_options();
    let catalogue = Catalogue::builtin();
    let options = AssessOptions::new("2026-01-01".parse().unwrap());
    for size in sizes() {
        let isms = draft(&size, SEED).unwrap().build().unwrap();
        let text = isms.to_json();
        let mut group = c.benchmark_group(size.name);
        group.sample_size(10).warm_up_time(Duration::from_secs(1));
        if size.assets > 10_000 {
            group.measurement_time(Duration::from_secs(10));
        }
        let id = |what: &str| BenchmarkId::new(what, size.assets);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(id("parse"), |b| {
            b.iter_batched(
                || (),
                |()| Isms::read(black_box(text.as_bytes()), &read).unwrap(),
                BatchSize::PerIteration,
            )
        });
        group.throughput(Throughput::Elements(size.assets as u64));
        group.bench_function(id("propagate"), |b| b.iter_with_large_drop(|| derive_needs(black_box(&isms))));
        group.bench_function(id("capability"), |b| {
            b.iter_with_large_drop(|| derive_capabilities(black_box(&isms)))
        });
        group.bench_function(id("assess"), |b| {
            b.iter_with_large_drop(|| assess(black_box(&isms), &catalogue, &options))
        });
        group.finish();
    }
}

criterion_group!(benches, all);
criterion_main!(benches);
