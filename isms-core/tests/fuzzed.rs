//! What the fuzz targets assert, of their seeds and of every input that once broke a promise (`fuzz/README.md`).

#![expect(unreachable_pub, reason = "the modules are those of the fuzz targets")]

use std::path::Path;

#[path = "../../fuzz/src/common.rs"]
mod common;
#[path = "../../fuzz/src/document.rs"]
mod document;
#[path = "../../fuzz/src/pack.rs"]
mod pack;
#[path = "../../fuzz/src/request.rs"]
mod request;
#[path = "../../fuzz/src/rows.rs"]
mod rows;

fn each(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds").join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let data = std::fs::read(&path).unwrap();
        println!("{}", path.display());
        check(&data);
        // Most checks are drawn by the bytes: blanks at the end draw others.
        for blanks in 1..8 {
            let mut more = data.clone();
            more.extend(std::iter::repeat_n(b' ', blanks));
            check(&more);
        }
        count += 1;
    }
    assert!(count > 2, "seeds of {target}");
}

#[test]
fn documents_in_json() {
    each("document_json", document::json);
}

#[test]
fn documents_in_yaml() {
    each("document_yaml", document::yaml);
}

#[test]
fn packs() {
    each("pack_json", pack::pack);
}

#[test]
fn rows_of_claims_and_labels() {
    each("rows_tsv", rows::rows);
}

#[test]
fn requests_and_words() {
    each("report_request", request::request);
}

#[test]
fn the_reports_of_a_crosswalk_are_those_it_gives() {
    use isms_core::{CROSSWALK_REPORTS, Catalogue, Crosswalk, CrosswalkOptions};
    let crosswalk = Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default()).unwrap();
    for form in CROSSWALK_REPORTS {
        let name = form.split(' ').next().unwrap();
        // With arguments or without, it is known by its name.
        assert!(crosswalk.report(name, "csv").err().is_none_or(|error| error.code() == "R-002"), "{form}");
    }
    let help = crosswalk.report("no such thing", "csv").unwrap_err();
    for name in ["claims", "delta", "entries", "frameworks", "lint", "map", "upgrade"] {
        assert!(help.help().unwrap().contains(&format!("`{name}")), "{name}");
    }
}
