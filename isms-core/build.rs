//! Compiles the catalogue: the text files of `data/` become sorted static tables, checked as they are read.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

type Rows = Vec<Vec<String>>;

const KINDS: &[(&str, &str)] = &[
    ("heading", "Heading"),
    ("clause", "Clause"),
    ("item", "Item"),
    ("amendment", "Amendment"),
    ("note", "Note"),
    ("theme", "Theme"),
    ("domain", "Domain"),
    ("objective", "Objective"),
    ("control", "Control"),
];

/// The closed vocabularies of the attributes, by column.
const ATTRIBUTES: &[(usize, &[&str])] = &[
    (5, &["preventive", "detective", "corrective"]),
    (6, &["confidentiality", "integrity", "availability"]),
    (7, &["identify", "protect", "detect", "respond", "recover"]),
    (9, &["governance-and-ecosystem", "protection", "defence", "resilience"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data");
    let mut out = String::new();
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    writeln!(out, "pub(super) static FRAMEWORKS: &[Framework] = &[")?;
    for framework in rows("frameworks", 4)? {
        let [id, name, edition, notice] = four(&framework)?;
        writeln!(out, "Framework {{ id: {id:?}, name: {name:?}, edition: {edition:?}, notice: {notice:?},")?;
        let entries = entries(id, &mut out)?;
        writeln!(out, "}},")?;
        ids.insert(id.to_owned(), entries);
    }
    writeln!(out, "];")?;
    let known = |framework: &str, id: &str| {
        ids.get(framework).is_some_and(|entries| entries.binary_search_by(|e| e.as_str().cmp(id)).is_ok())
    };

    writeln!(out, "pub(super) static CORRESPONDENCE: &[Pair] = &[")?;
    for (old, new) in ids.keys().flat_map(|old| ids.keys().map(move |new| (old, new))) {
        let name = format!("{old}-to-{new}");
        if !path(&name).exists() {
            continue;
        }
        let mut seen = BTreeSet::new();
        for pair in rows(&name, 3)? {
            let [from, to, relation] = three(&pair)?;
            demand(
                known(old, from) && known(new, to),
                &format!("{from} -> {to} names an entry that is not there"),
            )?;
            demand(seen.insert((from.to_owned(), to.to_owned())), &format!("{from} -> {to} is there twice"))?;
            let relation = match relation {
                "one-to-one" => "OneToOne",
                "merged" => "Merged",
                "split" => "Split",
                other => return Err(format!("unknown relation {other}").into()),
            };
            writeln!(
                out,
                "Pair {{ from: ({old:?}, {from:?}), to: ({new:?}, {to:?}), relation: EditionRelation::{relation} }},"
            )?;
        }
    }
    writeln!(out, "];")?;

    writeln!(out, "pub(super) static DOCUMENTS: &[Document] = &[")?;
    for document in rows("documented-information", 4)? {
        let [reference, label, basis, kind] = four(&document)?;
        let (framework, id) = reference.split_once(':').ok_or("a reference without a framework")?;
        demand(known(framework, id), &format!("{reference} is not there"))?;
        demand(["mandatory", "if-control-applicable"].contains(&basis), basis)?;
        demand(["document", "record"].contains(&kind), kind)?;
        let (mandatory, record) = (basis == "mandatory", kind == "record");
        writeln!(
            out,
            "Document {{ framework: {framework:?}, id: {id:?}, label: {label:?}, mandatory: {mandatory}, record: {record} }},"
        )?;
    }
    writeln!(out, "];")?;
    let target = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&target).join("catalogue.rs"), out)?;
    Ok(())
}

/// Writes the members `entries` and `order` of a framework, and answers its ids, sorted.
fn entries(framework: &str, out: &mut String) -> Result<Vec<String>, Box<dyn Error>> {
    let titles: BTreeMap<String, String> = if std::env::var_os("CARGO_FEATURE_ISO_TITLES").is_some() {
        let pair = |row: Vec<String>| Some((row.first()?.clone(), row.get(1)?.clone()));
        let rows = rows(&format!("titles/{framework}"), 2)?;
        let count = rows.len();
        let titles: BTreeMap<_, _> = rows.into_iter().filter_map(pair).collect();
        demand(titles.len() == count, &format!("an entry of {framework} has two titles"))?;
        titles
    } else {
        BTreeMap::new()
    };
    let rows = rows(framework, 12)?;
    let mut sorted: Vec<&Vec<String>> = rows.iter().collect();
    sorted.sort_by(|a, b| a.first().cmp(&b.first()));
    let ids: Vec<String> = sorted.iter().filter_map(|row| row.first().cloned()).collect();
    demand(ids.is_sorted_by(|a, b| a < b), &format!("an id of {framework} is there twice"))?;
    let place = |id: &str| ids.binary_search_by(|e| e.as_str().cmp(id)).ok();
    for id in titles.keys() {
        demand(place(id).is_some(), &format!("the title of {id} belongs to no entry of {framework}"))?;
    }
    let themes: BTreeSet<&str> = rows
        .iter()
        .filter(|row| row.get(2).is_some_and(|kind| kind == "theme"))
        .filter_map(|row| row.get(3).map(String::as_str))
        .collect();
    // A parent stands above its children, so that nothing is above itself.
    let mut above = BTreeSet::new();
    for row in &rows {
        let (id, parent) = (row.first().map_or("", String::as_str), row.get(1).map_or("", String::as_str));
        demand(
            parent.is_empty() || above.contains(parent),
            &format!("the parent of {id} does not stand above it"),
        )?;
        above.insert(id);
    }
    writeln!(out, "entries: &[")?;
    for row in &sorted {
        let cell = |n: usize| row.get(n).map_or("", String::as_str);
        let list = |n: usize| {
            let items: Vec<String> =
                cell(n).split([';', ' ']).filter(|s| !s.is_empty()).map(|s| format!("{s:?}")).collect();
            format!("&[{}]", items.join(", "))
        };
        let (id, parent) = (cell(0), cell(1));
        let kind = KINDS
            .iter()
            .find(|(word, _)| *word == cell(2))
            .ok_or_else(|| format!("unknown kind {}", cell(2)))?
            .1;
        demand(!cell(3).is_empty(), &format!("{id} has no label"))?;
        demand(
            cell(4).is_empty() || themes.contains(cell(4)),
            &format!("{id} has a theme that is not there"),
        )?;
        for (column, allowed) in ATTRIBUTES {
            for value in cell(*column).split(';').filter(|value| !value.is_empty()) {
                demand(allowed.contains(&value), &format!("unknown attribute {value} of {id}"))?;
            }
        }
        for flag in cell(10).split(';').filter(|f| !f.is_empty()) {
            demand(
                ["new", "requirement", "amd1-2024"].contains(&flag),
                &format!("unknown flag {flag} of {id}"),
            )?;
        }
        writeln!(
            out,
            "Raw {{ id: {id:?}, parent: {parent:?}, kind: EntryKind::{kind}, label: {:?}, title: {:?}, theme: {:?}, \
             attributes: Attributes {{ control_types: {}, properties: {}, concepts: {}, capabilities: {}, domains: {} }}, \
             flags: {}, terms: {} }},",
            cell(3),
            titles.get(id),
            cell(4),
            list(5),
            list(6),
            list(7),
            list(8),
            list(9),
            list(10),
            list(11),
        )?;
    }
    let order: Vec<String> =
        rows.iter().filter_map(|row| place(row.first()?)).map(|place| place.to_string()).collect();
    writeln!(out, "], order: &[{}],", order.join(", "))?;
    Ok(ids)
}

/// The rows of a file behind its heading, each with so many cells.
fn rows(name: &str, cells: usize) -> Result<Rows, Box<dyn Error>> {
    let text = std::fs::read_to_string(path(name)).map_err(|why| format!("{name}: {why}"))?;
    let mut rows = Vec::new();
    for line in text.lines().skip(1) {
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        demand(row.len() == cells, &format!("{name}: {} cells in place of {cells}: {line}", row.len()))?;
        rows.push(row);
    }
    Ok(rows)
}

fn path(name: &str) -> PathBuf {
    Path::new("data").join(format!("{name}.tsv"))
}

fn three(row: &[String]) -> Result<[&str; 3], Box<dyn Error>> {
    Ok(<&[String; 3]>::try_from(row)?.each_ref().map(String::as_str))
}

fn four(row: &[String]) -> Result<[&str; 4], Box<dyn Error>> {
    Ok(<&[String; 4]>::try_from(row)?.each_ref().map(String::as_str))
}

fn demand(holds: bool, otherwise: &str) -> Result<(), Box<dyn Error>> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
