//! Sets of others, where `ISMS_TEST_DATA` says they are, brought to our spelling.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::catalogue::testing::TestSet;
use crate::catalogue::{Catalogue, ClaimKind, Framework};
use crate::relation::{Mask, Meaning, Rcc5};

/// Their framework names, where ours differ.
const NAMES: &[(&str, &str)] = &[
    ("iso-27001-2013", "iso27001-2013"),
    ("iso-27001-2022", "iso27001-2022"),
    ("cis-v8", "cis-8.1"),
    ("cis-v8.0", "cis-8.1"),
    ("cis-v8.1", "cis-8.1"),
    ("csa-ccm-4.0", "ccm-4.0"),
    ("csa-ccm-4.1", "ccm-4.0"),
    ("mitre-attack", "mitre-attack-18.1"),
    ("iso-27701", "iso27701-2025"),
    ("iso-27701-2019", "iso27701-2019"),
    ("iso-27701-2025", "iso27701-2025"),
    ("hipaa-security-rule", "hipaa"),
    ("soc2-tsc", "soc2-2017"),
    ("bsi-c5-2020", "c5-2020"),
    ("iso-27017", "iso27017-2015"),
    ("iso-27018", "iso27018-2025"),
];

/// What sets descend from, where it is known; the others are a voice of their own.
const LINEAGES: &[(&str, &str)] = &[
    ("cis-v8--iso-27001-2022--cis-via-intuitem", "cis-iso"),
    ("cis-v8--iso-27001-2022--cis", "cis-iso"),
    ("cis-v8--nist-800-53-r5--cis-oscal-test", "cis-800-53"),
    ("cis-v8--nist-800-53-r5--cis", "cis-800-53"),
    ("cis-v8--nist-csf-1.1--cis", "cis-csf"),
    ("nist-csf-2.0--cis-v8.0--cis-olir", "cis-csf"),
    ("nist-csf-2.0--cis-v8.1--cis-olir", "cis-csf"),
    ("iso-27001-2013--iso-27001-2022--intuitem", "iso-27002-2022-annex-b"),
    ("iso-27001-2022--nist-800-53-r5--isms-core", "nist-olir-155;nist-800-53-to-iso-27001"),
    ("iso-27001-2022--nist-csf-2.0--isms-core", "nist-olir-154"),
    ("nist-csf-1.1--iso-27001-2022--intuitem", "nist-csf-core-1.1"),
    ("nist-csf-1.1--nist-csf-2.0--nist-via-intuitem", "nist-csf-transition"),
    ("nist-csf-2.0--iso-27001-2022--nist-via-intuitem", "nist-olir-154"),
    ("nist-csf-2.0--nist-800-53-r5--nist-concept-crosswalk-5.2.0-draft", "nist-csf-2.0-to-800-53"),
    ("hipaa-security-rule--nist-csf-2.0--nist-800-66r2", "nist-800-66-r2"),
    ("nist-csf-2.0--iso-27001-2022--little-isms-helper", "lih-csf-iso"),
    ("iso-27001-2022--nist-csf-2.0--little-isms-helper", "lih-csf-iso"),
    ("iso-27701--iso-27018--isms-core", "isms-core-27701-27018"),
    ("iso-27018--iso-27701--isms-core", "isms-core-27701-27018"),
    ("gdpr--iso-27701-2025--little-isms-helper", "lih-gdpr-27701"),
    ("iso-27701-2025--gdpr--little-isms-helper", "lih-gdpr-27701"),
];

pub(super) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("ISMS_TEST_DATA").map(|f| PathBuf::from(f).join("facts/mappings"));
    if folder.is_none() {
        println!("skipped: ISMS_TEST_DATA is not set, so the sets of others cannot be read");
    }
    folder
}

pub(super) fn rows(path: &std::path::Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let heads: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let row = |l: &str| heads.iter().map(|h| (*h).to_owned()).zip(l.split('\t').map(str::to_owned)).collect();
    lines.map(row).collect()
}

/// The entry a spelling of others means.
pub(super) fn resolve(framework: &Framework, id: &str) -> Option<String> {
    let id = id.trim();
    let mut ways = vec![id.to_owned()];
    if let Some((head, tail)) = id.split_once('-').filter(|(head, _)| head.len() == 5 && head.contains('.')) {
        let tail = tail.trim_start_matches('0');
        ways.extend([format!("{head}-{tail}"), format!("{head}-{tail:0>2}")]);
    }
    ways.push(id.replace("-0", "-"));
    ways.extend(id.strip_prefix("I&S-").map(|rest| format!("IVS-{rest}")));
    ways.extend(id.strip_suffix(" Family").map(str::to_owned));
    ways.push(id.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned());
    for lead in ["Art. ", "Art.", "GDPR-", "DORA-"] {
        let Some(rest) = id.strip_prefix(lead) else { continue };
        let parts: Vec<&str> = rest.split(['.', '(', ')']).filter(|part| !part.is_empty()).collect();
        for upto in (1..=parts.len()).rev() {
            let tail: String = parts[1..upto].iter().map(|part| format!("({part})")).collect();
            ways.push(format!("Art.{}{tail}", parts[0]));
        }
    }
    let bare = id.trim_start_matches("27701:2025-").trim_start_matches("27701-");
    ways.extend([bare.to_owned(), format!("A.{bare}"), bare.trim_start_matches("A.").to_owned()]);
    if id.starts_with("164") {
        let mut upto = id;
        loop {
            ways.extend([
                upto.to_owned(),
                format!("{upto}(1)"),
                format!("{upto}(1)(i)"),
                format!("{upto}(i)"),
            ]);
            let Some(at) = upto.rfind('(') else { break };
            upto = &upto[..at];
        }
    } else if id.starts_with(|c: char| c.is_ascii_uppercase()) {
        let base = id.split('(').next().unwrap_or(id);
        ways.extend([base.to_owned(), base.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned()]);
    }
    ways.into_iter().find(|way| framework.entry(way).is_some())
}

fn meaning(word: &str) -> Meaning {
    Meaning::Set(match word {
        "equal" => Rcc5::Equal.into(),
        "subset_of" => Rcc5::Within.into(),
        "superset_of" => Rcc5::Contains.into(),
        "intersects_with" => Rcc5::Overlaps.into(),
        "mitigates" => return Meaning::Mitigates,
        _ => Mask::NOT_DISJOINT,
    })
}

/// A set of others, and the rows that do not resolve. `None` if the catalogue lacks a framework.
pub(super) fn read(catalogue: &Catalogue, path: &std::path::Path) -> Option<(TestSet, Vec<[String; 2]>)> {
    let name = path.file_stem()?.to_str()?.to_owned();
    let parts: Vec<&str> = name.split("--").collect();
    let [source, target, publisher] = parts.as_slice() else { return None };
    let ours = |name: &str| {
        NAMES.iter().find(|(theirs, _)| *theirs == name).map_or(name, |(_, ours)| ours).to_owned()
    };
    let ends = [ours(source), ours(target)];
    let (from, to) = (catalogue.framework(&ends[0])?, catalogue.framework(&ends[1])?);
    let (mut kept, mut lost) = (Vec::new(), Vec::new());
    let mut kind = ClaimKind::Community;
    for row in rows(path) {
        kind = match row["kind"].as_str() {
            "published" => ClaimKind::Published,
            "repackaged" => ClaimKind::Repackaged,
            "derived" => ClaimKind::Derived,
            _ => ClaimKind::Community,
        };
        match (resolve(from, &row["source_id"]), resolve(to, &row["target_id"])) {
            (Some(a), Some(b)) => {
                kept.push((vec![a], vec![b], meaning(&row["relationship"]), row["strength"].clone()))
            }
            _ => lost.push([row["source_id"].clone(), row["target_id"].clone()]),
        }
    }
    let lineage =
        LINEAGES.iter().find(|(id, _)| *id == name).map_or(name.as_str(), |(_, lineage)| lineage).to_owned();
    let publisher = (*publisher).to_owned();
    Some((TestSet { id: name, ends, publisher, lineage, scale: String::new(), kind, rows: kept }, lost))
}

/// The files that hold sets, by name.
pub(super) fn files() -> Vec<PathBuf> {
    let Some(folder) = folder() else { return Vec::new() };
    let all = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let sets = all.filter(|path| path.file_stem().is_some_and(|s| s.to_str().unwrap().contains("--")));
    let mut sets: Vec<PathBuf> = sets.collect();
    sets.sort();
    sets
}

/// Whether the set is one that ships, under another name.
pub(super) fn ships(catalogue: &Catalogue, set: &TestSet) -> bool {
    let publisher = set.id.rsplit("--").next().unwrap();
    catalogue.claim_set(&format!("{}--{}--{publisher}", set.ends[0], set.ends[1])).is_some()
}

/// The built-in catalogue with every set at hand that does not ship.
pub(super) fn at_hand() -> Option<Catalogue> {
    let catalogue = Catalogue::builtin();
    let files = files();
    if files.is_empty() {
        return None;
    }
    let sets: Vec<TestSet> = files
        .iter()
        .filter_map(|file| read(&catalogue, file))
        .map(|read| read.0)
        .filter(|set| !set.rows.is_empty())
        .collect();
    let more: Vec<TestSet> = sets.into_iter().filter(|set| !ships(&catalogue, set)).collect();
    Some(catalogue.with_test_sets(&more))
}

/// A small set: rows are `source target word`.
pub(super) fn small(id: &str, ends: [&str; 2], rows: &[(&str, &str, &str)]) -> TestSet {
    let ids = |cell: &str| cell.split(';').map(str::to_owned).collect::<Vec<_>>();
    TestSet {
        id: id.to_owned(),
        ends: ends.map(str::to_owned),
        publisher: id.to_owned(),
        lineage: id.to_owned(),
        scale: String::new(),
        kind: ClaimKind::Published,
        rows: rows.iter().map(|(a, b, word)| (ids(a), ids(b), meaning(word), String::new())).collect(),
    }
}
