//! The spelling rules on published mapping sets, where `ISMS_TEST_DATA` says they are.

use std::collections::BTreeMap;

use isms_core::{Catalogue, Spelling};

/// The frameworks of the catalogue by the names the files use.
const NAMES: &[(&str, &str)] = &[
    ("iso-27001-2013", "iso27001-2013"),
    ("iso-27001-2022", "iso27001-2022"),
    ("iso-27701-2019", "iso27701-2019"),
    ("iso-27701-2025", "iso27701-2025"),
    ("nist-800-53-r4", "nist-800-53-r4"),
    ("nist-800-53-r5", "nist-800-53-r5"),
    ("nist-800-171-r2", "nist-800-171-r2"),
    ("nist-800-171-r3", "nist-800-171-r3"),
    ("nist-csf-1.1", "nist-csf-1.1"),
    ("nist-csf-2.0", "nist-csf-2.0"),
    ("gdpr", "gdpr"),
    ("dora", "dora"),
    ("nis2", "nis2"),
    ("hipaa-security-rule", "hipaa"),
    ("pci-dss-4.0.1", "pci-dss-4.0.1"),
    ("cis-v8.1", "cis-8.1"),
    ("cis-v8", "cis-8.1"),
    ("soc2-tsc", "soc2-2017"),
    ("csa-ccm-4.0", "ccm-4.0"),
    ("mitre-attack", "mitre-attack-18.1"),
    ("bsi-c5-2020", "c5-2020"),
];

#[test]
fn published_sets_resolve_by_documented_rules() {
    let Some(folder) = std::env::var_os("ISMS_TEST_DATA") else {
        return println!("skipped: ISMS_TEST_DATA is not set");
    };
    let catalogue = Catalogue::builtin();
    let (mut cells, mut as_they_are) = (0_u32, 0_u32);
    let mut rules: BTreeMap<&str, u32> = BTreeMap::new();
    let mut left: BTreeMap<String, u32> = BTreeMap::new();
    let folder = std::path::Path::new(&folder).join("facts/mappings");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let ends: Vec<&str> = name.split("--").collect();
        let [source, target, _publisher] = ends.as_slice() else { continue };
        let find = |name: &str| {
            let slug = NAMES.iter().find(|(known, _)| *known == name)?.1;
            catalogue.framework(slug)
        };
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().skip(1) {
            let row: Vec<&str> = line.split('\t').collect();
            for (framework, id) in [(find(source), row[0]), (find(target), row[1])] {
                let Some(framework) = framework else { continue };
                cells += 1;
                if framework.entry(id).is_some() {
                    as_they_are += 1;
                } else if let Some((entry, rule)) = framework.respell(id) {
                    *rules.entry(rule.as_str()).or_default() += 1;
                    assert!(!entry.id().is_empty() && rule != Spelling::Case, "{name}: {id}");
                } else {
                    *left.entry(format!("{} {id}", framework.id())).or_default() += 1;
                }
            }
        }
    }
    let respelled: u32 = rules.values().sum();
    println!("{cells} ids: {as_they_are} as they are, {respelled} by a rule {rules:?}");
    println!("not understood: {left:#?}");
    assert!(f64::from(as_they_are + respelled) / f64::from(cells) > 0.98);
}
