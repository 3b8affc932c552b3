//! What enters as rows: claims as tab-separated text, and lists of references with labels.

use isms_core::{Catalogue, LabelledReference, Pack, PackSet};

use super::{common, pack};

const PACK: &str = r#"{"isms_pack":"1","id":"p","version":"1","licence":"x","frameworks":{"f":{"name":"f","edition":"1","entries":{
"A":{"kind":"control","label":"a"},"A.1":{"kind":"control","label":"b","parent":"A"},"A.2":{"kind":"control","label":"c"},
"1.1":{"kind":"control","label":"d"}}}}}"#;

/// A table of claims, or, if it begins with `?`, of references and labels.
pub fn rows(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match text.strip_prefix('?') {
        Some(list) => labelled(list, common::draw(data)),
        None => claims(text, common::draw(data)),
    }
}

fn claims(text: &str, draw: u64) {
    let target = if draw.is_multiple_of(2) { "iso27001-2022" } else { "f" };
    let about = PackSet::new("f".parse().expect("an id"), target.parse().expect("an id"), "p");
    let set = match PackSet::read_tsv(text, about.clone()) {
        Ok(set) => set,
        Err(error) => return common::error(&error),
    };
    assert!(set.claims.len() < text.lines().count());
    let mut whole = Pack::from_json(PACK).expect("a pack");
    whole.sets.insert("s".parse().expect("an id"), set.clone());
    let canonical = whole.to_json();
    let again = Pack::from_json(&canonical).expect("canonical text reads");
    assert_eq!(again.to_json(), canonical, "canonical text is a fixed point");
    if let Some(turned) = turned(text) {
        let other = PackSet::read_tsv(&turned, about).expect("the order of columns does not matter");
        assert_eq!(other, set, "the order of columns does not matter");
    }
    if draw % 8 < 2 {
        pack::laid_over(&whole);
    }
}

/// The same table with its columns backwards; `None` where a line has another number of cells than the heading.
fn turned(text: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let width = text.lines().next()?.split('\t').count();
    let mut out = String::new();
    for line in text.lines() {
        let mut cells: Vec<&str> = line.split('\t').collect();
        if line.trim().is_empty() {
            cells = vec![""];
        } else if cells.len() != width {
            return None;
        }
        cells.reverse();
        // A line end inside of a cell would come to stand elsewhere.
        if cells.iter().any(|cell| cell.ends_with('\r') || cell.starts_with('\u{feff}')) {
            return None;
        }
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    Some(out)
}

/// The lint reads every label of the catalogue, so it is asked seldom.
fn labelled(list: &str, draw: u64) {
    let mut rows = Vec::new();
    for line in list.lines() {
        let mut cells = line.splitn(3, '\t');
        let (Some(from), Some(label)) = (cells.next(), cells.next()) else { continue };
        let Ok(from) = from.parse() else { continue };
        rows.push(match cells.next().map(str::parse) {
            Some(Ok(until)) => LabelledReference::range(from, until, label),
            _ => LabelledReference::new(from, label),
        });
    }
    if !rows.is_empty() && draw.is_multiple_of(128) {
        Catalogue::builtin().lint(&rows).iter().for_each(common::finding);
    }
}
