//! Measures suggestions on withheld mapping sets, against the walk of published research and simple rules, and writes
//! `docs/mapping-evaluation.md`. `scripts/evaluate-suggestions` runs it.

#![expect(
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a measurement that cannot run should say so"
)]

mod data;
mod lint;
mod metrics;
mod protocol;
mod run;
mod write;

use std::collections::BTreeSet;
use std::path::Path;

use isms_core::Catalogue;
use protocol::{Bench, Track};

fn main() {
    let shipped = Catalogue::builtin();
    let ids = |catalogue: &Catalogue| -> BTreeSet<String> {
        catalogue.claim_sets().iter().map(|set| set.id().to_owned()).collect()
    };
    let folder = std::env::var_os("ISMS_TEST_DATA").map(|folder| Path::new(&folder).join("facts/mappings"));
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        println!(
            "ISMS_TEST_DATA does not point to a folder with facts/mappings: the sets that ship, and nothing else.\n"
        );
        let bench = Bench { catalogue: &shipped, fold: data::fold(&shipped), never: BTreeSet::new() };
        println!("{}", write::sets(&run::run(&bench, Track::Strict, data::TASKS)));
        return;
    };
    let loaded = data::load(&folder);
    let fold = data::fold(&loaded.catalogue);
    let others: BTreeSet<String> = ids(&loaded.catalogue).difference(&ids(&shipped)).cloned().collect();
    let all = Bench { catalogue: &loaded.catalogue, fold: fold.clone(), never: BTreeSet::new() };
    let own = Bench { catalogue: &loaded.catalogue, fold, never: others };
    let whole = Bench { catalogue: &loaded.catalogue, fold: Default::default(), never: BTreeSet::new() };
    let text = write::document(&loaded, &all, &own, &whole);
    match std::env::args().nth(1) {
        Some(file) => std::fs::write(file, text).unwrap(),
        None => println!("{text}"),
    }
}
