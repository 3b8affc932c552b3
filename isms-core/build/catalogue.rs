//! Frameworks, their entries, editions and documented information.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use crate::table::{Fail, demand, feature, names, rows};

/// The ids of each framework that is compiled in, sorted by their bytes.
pub(crate) type Ids = BTreeMap<String, Vec<String>>;

const KINDS: &[&str] = &[
    "amendment",
    "area",
    "article",
    "category",
    "chapter",
    "clause",
    "control",
    "criterion",
    "domain",
    "enhancement",
    "family",
    "function",
    "heading",
    "item",
    "mitigation",
    "note",
    "objective",
    "paragraph",
    "part",
    "point",
    "practice",
    "principle",
    "requirement",
    "safeguard",
    "section",
    "series",
    "specification",
    "standard",
    "subcategory",
    "tactic",
    "technique",
    "theme",
];

/// The flags, by their bit.
const FLAGS: &[&str] =
    &["assessable", "requirement", "new", "amd1-2024", "withdrawn", "revoked", "deprecated", "official"];

/// The closed vocabularies of some attributes.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("control-types", &["preventive", "detective", "corrective"]),
    ("properties", &["confidentiality", "integrity", "availability"]),
    ("concepts", &["identify", "protect", "detect", "respond", "recover"]),
    ("domains", &["governance-and-ecosystem", "protection", "defence", "resilience"]),
    ("implementation", &["required", "addressable"]),
    ("baseline", &["low", "moderate", "high", "privacy"]),
    ("ig", &["1", "2", "3"]),
    ("level", &["1", "2", "3"]),
];

/// The groups of frameworks that a feature switches off. The first is always there.
const GROUPS: &[&str] = &["iso27001", "iso-family", "nist", "industry", "eu", "us-law", "attack"];

pub(crate) fn compile(target: &Path) -> Result<Ids, Fail> {
    let topics: BTreeSet<String> = rows::<2>("topics")?.into_iter().map(|[topic, _]| topic).collect();
    let sources = rows::<5>("sources")?;
    let mut out = String::new();
    let mut all: Ids = BTreeMap::new();
    let mut shipped: Ids = BTreeMap::new();
    let mut frameworks = rows::<7>("frameworks")?;
    frameworks.sort();
    let mut table = String::new();
    for [id, name, edition, group, tier, source, notice] in &frameworks {
        demand(GROUPS.contains(&group.as_str()), format!("{id} is of an unknown group {group}"))?;
        demand(["A", "B", "C"].contains(&tier.as_str()), format!("{id} is of an unknown tier {tier}"))?;
        let shown = group == "iso27001" || feature(group);
        // The provenance of an entry is a place in these: first the framework's own source, then others as met.
        let mut keys = vec![source.clone()];
        let mut entries = String::new();
        let mut pool = String::new();
        let ids = compile_entries(id, tier, &topics, &mut keys, &mut entries, &mut pool)?;
        all.insert(id.clone(), ids.clone());
        if !shown {
            continue;
        }
        shipped.insert(id.clone(), ids);
        std::fs::write(target.join(format!("{id}.txt")), &pool)?;
        let mut provenance = String::new();
        for key in &keys {
            let [key, what, publisher, date, terms] = sources
                .iter()
                .find(|[known, ..]| known == key)
                .ok_or_else(|| format!("{id} names the source `{key}`, which sources.tsv lacks"))?;
            write!(provenance, "Provenance::fixed({key:?}, {what:?}, {publisher:?}, {date:?}, {terms:?}), ")?;
        }
        let number = shipped.len();
        writeln!(out, "static PROVENANCE_{number}: &[Provenance] = &[{provenance}];")?;
        writeln!(
            table,
            "Framework::fixed({id:?}, {name:?}, {edition:?}, {group:?}, Tier::{tier}, {notice:?}, PROVENANCE_{number}, \
             include_str!(concat!(env!(\"OUT_DIR\"), \"/{id}.txt\")), {entries}),"
        )?;
    }
    writeln!(out, "pub(super) static FRAMEWORKS: &[Framework] = &[{table}];")?;
    let slugs: Vec<&String> = all.keys().collect();
    writeln!(out, "/// Every framework there is data for, whether or not its group is switched on.")?;
    writeln!(out, "pub(super) static SLUGS: &[&str] = &{slugs:?};")?;
    ancestry(&all, &mut out)?;
    correspondences(&all, &shipped, &mut out)?;
    documents(&all, &mut out)?;
    std::fs::write(target.join("catalogue.rs"), out)?;
    Ok(shipped)
}

/// Writes the entries of a framework sorted by id, and their order, as two arguments; answers the ids, sorted.
fn compile_entries(
    framework: &str,
    tier: &str,
    topics: &BTreeSet<String>,
    keys: &mut Vec<String>,
    out: &mut String,
    pool: &mut String,
) -> Result<Vec<String>, Fail> {
    let rows = rows::<10>(&format!("frameworks/{framework}"))?;
    let titles = titles(framework)?;
    demand(titles.is_empty() || tier == "B", format!("{framework} has titles that must not ship"))?;
    let mut sorted: Vec<&[String; 10]> = rows.iter().collect();
    sorted.sort_by(|a, b| a[0].cmp(&b[0]));
    let ids: Vec<String> = sorted.iter().map(|row| row[0].clone()).collect();
    demand(ids.is_sorted_by(|a, b| a < b), format!("an id of {framework} is there twice"))?;
    let place = |id: &str| ids.binary_search_by(|e| e.as_str().cmp(id)).ok();
    for id in titles.keys() {
        demand(place(id).is_some(), format!("the title of {id} belongs to no entry of {framework}"))?;
    }
    // A parent stands above its children, so that nothing is above itself.
    let mut above = BTreeSet::new();
    for [id, parent, ..] in &rows {
        let known = parent.is_empty() || above.contains(parent.as_str());
        demand(known, format!("the parent of {framework}:{id} does not stand above it"))?;
        above.insert(id.as_str());
    }
    for [id, .., origin, flags, attributes, _, tags, _] in &rows {
        let at = format!("{framework}:{id}");
        demand(["", "own", "official"].contains(&origin.as_str()), format!("{at}: origin {origin}"))?;
        demand(tier == "A" || origin != "official", format!("{at} has a label that must not ship"))?;
        for tag in tags.split(' ').filter(|tag| !tag.is_empty()) {
            demand(topics.contains(tag), format!("{at}: unknown topic {tag}"))?;
        }
        for flag in flags.split(';').filter(|flag| !flag.is_empty()) {
            demand(FLAGS.contains(&flag), format!("{at}: unknown flag {flag}"))?;
        }
        for pair in attributes.split(';').filter(|pair| !pair.is_empty()) {
            let (key, values) = pair.split_once('=').ok_or_else(|| format!("{at}: attribute {pair}"))?;
            let allowed = ATTRIBUTES.iter().find(|(name, _)| *name == key);
            for value in values.split(',') {
                let good = allowed.is_none_or(|(_, words)| words.contains(&value)) && !value.is_empty();
                let known = key != "became" || place(value).is_some();
                demand(good && known, format!("{at}: {key} cannot be {value}"))?;
            }
        }
    }
    out.push_str("&[");
    for [id, parent, kind, label, origin, flags, attributes, own, tags, terms] in sorted {
        let at = format!("{framework}:{id}");
        demand(id.len() <= 64 && id.bytes().all(|b| b.is_ascii_graphic()), format!("{at} is no id"))?;
        demand(KINDS.contains(&kind.as_str()), format!("{at}: unknown kind {kind}"))?;
        demand(!label.is_empty(), format!("{at} has no label"))?;
        let source = if own.is_empty() { Some(0) } else { keys.iter().position(|key| key == own) };
        let source = source.unwrap_or_else(|| {
            keys.push(own.clone());
            keys.len() - 1
        });
        let official = (origin == "official").then_some("official");
        let mut bits = 0_u16;
        for flag in flags.split(';').chain(official) {
            bits |= FLAGS.iter().position(|known| *known == flag).map_or(0, |bit| 1 << bit);
        }
        let start = pool.len();
        let title = titles.get(id).map_or("", String::as_str);
        write!(pool, "{id}\t{label}\t{title}\t{attributes}\t{tags}\t{terms}")?;
        let mut letters = kind.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let kind: String = first.chain(letters).collect();
        let above = place(parent).filter(|_| !parent.is_empty()).map_or("NONE".to_owned(), |p| p.to_string());
        write!(
            out,
            "Raw::fixed({start}, {}, {}, {above}, EntryKind::{kind}, {bits}, {source}), ",
            pool.len() - start,
            id.len(),
        )?;
    }
    let order: Vec<String> = rows.iter().filter_map(|row| place(&row[0])).map(|p| p.to_string()).collect();
    write!(out, "], &[{}]", order.join(", "))?;
    Ok(ids)
}

/// The official titles of a framework, where the feature that ships them is on.
fn titles(framework: &str) -> Result<BTreeMap<String, String>, Fail> {
    let name = if framework.starts_with("iso") { "iso-titles" } else { "c5-titles" };
    if !feature(name) || !crate::table::path(&format!("titles/{framework}")).exists() {
        return Ok(BTreeMap::new());
    }
    let rows = rows::<2>(&format!("titles/{framework}"))?;
    let count = rows.len();
    let titles: BTreeMap<_, _> = rows.into_iter().map(|[id, title]| (id, title)).collect();
    demand(titles.len() == count, format!("an entry of {framework} has two titles"))?;
    Ok(titles)
}

/// Which frameworks were made out of one another.
fn ancestry(all: &Ids, out: &mut String) -> Result<(), Fail> {
    let mut known = BTreeMap::new();
    for [framework, ancestry] in rows::<2>("ancestry")? {
        demand(all.contains_key(&framework), format!("the ancestry of {framework}, which is not there"))?;
        demand(!ancestry.is_empty(), format!("{framework} descends from nothing"))?;
        demand(known.insert(framework, ancestry).is_none(), "a framework has two ancestries")?;
    }
    let known: Vec<_> = known.into_iter().collect();
    writeln!(out, "/// By slug, for frameworks that are not alone.")?;
    writeln!(out, "pub(super) static ANCESTRY: &[(&str, &str)] = &{known:?};")?;
    Ok(())
}

fn correspondences(all: &Ids, shipped: &Ids, out: &mut String) -> Result<(), Fail> {
    writeln!(out, "pub(super) static CORRESPONDENCES: &[Correspondence] = &[")?;
    for name in names("correspondence")? {
        let (old, new) = name.split_once("-to-").ok_or_else(|| format!("{name} names no two editions"))?;
        let known = |framework: &str, id: &str| {
            all.get(framework).and_then(|ids| ids.binary_search_by(|e| e.as_str().cmp(id)).ok())
        };
        let mut pairs = BTreeMap::new();
        for [from, to, relation] in rows::<3>(&format!("correspondence/{name}"))? {
            let relation = match relation.as_str() {
                "one-to-one" => "OneToOne",
                "merged" => "Merged",
                "split" => "Split",
                "moved" => "Moved",
                other => return Err(format!("{name}: unknown relation {other}").into()),
            };
            let ends = known(old, &from).zip(known(new, &to));
            let ends =
                ends.ok_or_else(|| format!("{name}: {from} -> {to} names an entry that is not there"))?;
            demand(pairs.insert(ends, relation).is_none(), format!("{name}: {from} -> {to} is there twice"))?;
        }
        if !shipped.contains_key(old) || !shipped.contains_key(new) {
            continue;
        }
        write!(out, "Correspondence::fixed({old:?}, {new:?}, &[")?;
        for ((from, to), relation) in pairs {
            write!(out, "({from}, {to}, EditionRelation::{relation}), ")?;
        }
        writeln!(out, "]),")?;
    }
    writeln!(out, "];")?;
    Ok(())
}

fn documents(all: &Ids, out: &mut String) -> Result<(), Fail> {
    writeln!(out, "pub(super) static DOCUMENTS: &[Document] = &[")?;
    for [reference, label, basis, kind] in rows::<4>("documented-information")? {
        let (framework, id) = reference.split_once(':').ok_or("a reference without a framework")?;
        let known =
            all.get(framework).is_some_and(|ids| ids.binary_search_by(|e| e.as_str().cmp(id)).is_ok());
        demand(known, format!("{reference} is not there"))?;
        demand(["mandatory", "if-control-applicable"].contains(&basis.as_str()), &*basis)?;
        demand(["document", "record"].contains(&kind.as_str()), &*kind)?;
        let (mandatory, record) = (basis == "mandatory", kind == "record");
        writeln!(
            out,
            "Document {{ framework: {framework:?}, id: {id:?}, label: {label:?}, mandatory: {mandatory}, record: {record} }},"
        )?;
    }
    writeln!(out, "];")?;
    Ok(())
}
