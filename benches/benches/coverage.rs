//! Coverage of every framework by a thousand own controls, and what builds on it.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot run should say so")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use isms_core::{
    Catalogue, Control, ControlStatus, CoverageOptions, Crosswalk, CrosswalkOptions, Draft, Links, Needed,
    PlanOptions, Verification, control_states, coverage, coverage_of_all, extra_controls, threats,
};

/// A thousand own controls, each of which implements five entries, spread evenly over all frameworks.
fn draft(catalogue: &Catalogue) -> Draft {
    let all: Vec<_> = catalogue
        .frameworks()
        .iter()
        .flat_map(|framework| framework.entries())
        .filter(|entry| entry.is_assessable() && !entry.is_withdrawn())
        .map(|entry| entry.reference())
        .collect();
    let mut draft = Draft::new("Acme");
    for place in 0..1000usize {
        let status = match place % 4 {
            0 => ControlStatus::Partial,
            1 => ControlStatus::Planned,
            _ => ControlStatus::Implemented,
        };
        let mut control = Control::new("control", status);
        let spread = (0..5usize).filter_map(|step| all.get((place * 5 + step) * 7919 % all.len()));
        control.implements = spread.cloned().collect();
        if place % 4 == 2 {
            control.verification = Some(Verification::new("2026-01-01".parse().unwrap()));
        }
        draft.controls.insert(format!("C-{place:04}").parse().unwrap(), control);
    }
    draft
}

fn all(c: &mut Criterion) {
    let catalogue = Catalogue::builtin();
    let isms = draft(&catalogue).build().unwrap();
    let states = control_states(&isms, "2026-03-31".parse().unwrap());
    let crosswalk = Crosswalk::new(&catalogue, &CrosswalkOptions::default()).unwrap();
    let links = Links::of(&crosswalk);
    let mut options = CoverageOptions::default();
    options.suggest = false;
    let mut group = c.benchmark_group("coverage");
    group.sample_size(10);
    group.bench_function("links", |b| b.iter_with_large_drop(|| Links::of(black_box(&crosswalk))));
    group.bench_function("all frameworks", |b| {
        b.iter_with_large_drop(|| coverage_of_all(black_box(&isms), &states, &links, &options))
    });
    group.bench_function("one framework", |b| {
        b.iter_with_large_drop(|| {
            coverage(black_box(&isms), &states, "iso27001-2022", &links, &options).unwrap()
        })
    });
    group.bench_function("threats", |b| {
        b.iter_with_large_drop(|| threats(black_box(&isms), &states, "mitre-attack-18.1", &links).unwrap())
    });
    for (target, level, from) in [
        ("cis-8.1", "ig=1", "iso27001-2022"),
        ("nist-800-53-r5", "baseline=moderate", "nist-csf-2.0"),
        ("nist-csf-2.0", "", "nist-800-53-r5"),
        ("iso27001-2022", "", "nist-800-53-r5"),
    ] {
        let mut plan = PlanOptions::new(target, from);
        plan.level = Some(level).filter(|level| !level.is_empty()).map(|level| level.parse().unwrap());
        plan.needed = Needed::Overlaps;
        let none = Draft::new("Acme").build().unwrap();
        let nothing = control_states(&none, "2026-03-31".parse().unwrap());
        let found = extra_controls(&none, &nothing, &links, &plan).unwrap();
        let name = format!(
            "plan {target} {level} from {from}: {} of at least {}, {} gained",
            found.additions.len(),
            found.at_least,
            found.gained.len()
        );
        group.bench_function(name, |b| {
            b.iter_with_large_drop(|| extra_controls(&none, &nothing, black_box(&links), &plan).unwrap())
        });
    }
    group.finish();
}

criterion_group!(benches, all);
criterion_main!(benches);
