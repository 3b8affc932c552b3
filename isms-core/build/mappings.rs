//! Mapping sets: published pairs between the entries of two frameworks.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::catalogue::Ids;
use crate::table::{Fail, demand, rows};

/// The bits of a relation, as `Meaning` unpacks them: five for set relations, then the kinds beside them.
const WORDS: &[(&str, u8)] = &[
    ("equal", 1),
    ("within", 2),
    ("contains", 4),
    ("overlaps", 8),
    ("disjoint", 16),
    ("supports", 32),
    ("supported-by", 64),
    ("mitigates", 96),
    ("contrary", 128),
];
/// An untyped pair says that the two are not disjoint.
const UNTYPED: u8 = 1 | 2 | 4 | 8;
/// Marks a place in the list of groups, in place of the place of an entry.
const GROUP: u32 = 1 << 31;

pub(crate) fn compile(target: &Path, shipped: &Ids) -> Result<(), Fail> {
    let mut out = String::new();
    let mut table = String::new();
    let mut sets = rows::<13>("mappings/sets")?;
    sets.sort();
    for (number, set) in sets.iter().enumerate() {
        let [id, source, target, ..] = set;
        let (Some(from), Some(to)) = (shipped.get(source), shipped.get(target)) else { continue };
        compile_set(set, number, from, to, &mut out, &mut table).map_err(|why| format!("{id}: {why}"))?;
    }
    writeln!(out, "pub(super) static SETS: &[ClaimSet] = &[{table}];")?;
    std::fs::write(target.join("mappings.rs"), out)?;
    Ok(())
}

fn compile_set(
    set: &[String; 13],
    number: usize,
    from: &[String],
    to: &[String],
    out: &mut String,
    table: &mut String,
) -> Result<(), Fail> {
    let [
        id,
        source,
        target,
        publisher,
        frame,
        document,
        version,
        date,
        lineage,
        kind,
        licence,
        rules_used,
        note,
    ] = set;
    let kind = match kind.as_str() {
        "published" => "Published",
        "repackaged" => "Repackaged",
        "derived" => "Derived",
        "community" => "Community",
        other => return Err(format!("unknown kind {other}").into()),
    };
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut details: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut listed: Vec<(String, String)> = Vec::new();
    let mut claims = String::new();
    let end = |cell: &str, ids: &[String], groups: &mut Vec<Vec<u32>>| -> Result<u32, Fail> {
        let mut places = Vec::new();
        for id in cell.split(';') {
            let place = ids.binary_search_by(|e| e.as_str().cmp(id));
            let place = place.map_err(|_| format!("`{id}` is not there"))?;
            places.push(u32::try_from(place)?);
        }
        places.sort_unstable();
        places.dedup();
        match places.as_slice() {
            [one] => Ok(*one),
            _ => {
                groups.push(places);
                Ok(GROUP | u32::try_from(groups.len() - 1)?)
            }
        }
    };
    let mut seen = std::collections::BTreeSet::new();
    for [a, b, relation, strength, rationale] in rows::<5>(&format!("mappings/{id}"))? {
        demand(seen.insert((a.clone(), b.clone())), format!("{a} -> {b} is there twice"))?;
        let mut bits = 0;
        for word in relation.split('|').filter(|word| !word.is_empty()) {
            let known = WORDS.iter().find(|(known, _)| *known == word);
            bits |= known.ok_or_else(|| format!("unknown relation {word}"))?.1;
        }
        let bits = if relation.is_empty() { UNTYPED } else { bits };
        demand(bits < 32 || WORDS.iter().any(|(_, b)| *b == bits), "kinds of relations are mixed")?;
        let detail = if strength.is_empty() && rationale.is_empty() {
            0
        } else {
            let key = (strength, rationale);
            let next = listed.len();
            let place = *details.entry(key.clone()).or_insert(next);
            if place == next {
                listed.push(key);
            }
            place + 1
        };
        let (a, b) = (end(&a, from, &mut groups)?, end(&b, to, &mut groups)?);
        write!(claims, "RawClaim::fixed({a}, {b}, {bits}, {detail}), ")?;
    }
    let groups: Vec<String> = groups.iter().map(|g| format!("std::borrow::Cow::Borrowed(&{g:?})")).collect();
    let details: Vec<String> = listed
        .iter()
        .map(|(s, r)| format!("(std::borrow::Cow::Borrowed({s:?}), std::borrow::Cow::Borrowed({r:?}))"))
        .collect();
    writeln!(out, "static GROUPS_{number}: &[Group] = &[{}];", groups.join(", "))?;
    writeln!(out, "static DETAILS_{number}: &[Detail] = &[{}];", details.join(", "))?;
    writeln!(
        table,
        "ClaimSet::fixed([{id:?}, {source:?}, {target:?}, {publisher:?}, {frame:?}, {document:?}, {version:?}, {date:?}, \
         {lineage:?}, {licence:?}, {rules_used:?}, {note:?}], ClaimKind::{kind}, &[{claims}], GROUPS_{number}, \
         DETAILS_{number}),",
    )?;
    Ok(())
}
