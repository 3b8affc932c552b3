//! Every framework of the catalogue against the official counts, and against the licence tiers.

#![cfg(all(
    feature = "attack",
    feature = "eu",
    feature = "industry",
    feature = "iso-family",
    feature = "nist",
    feature = "us-law"
))]

use std::collections::BTreeSet;

use isms_core::{Catalogue, Entry, EntryKind, Reference, Tier};

/// Entries of a framework that a filter lets pass.
fn count(slug: &str, filter: impl Fn(&Entry<'_>) -> bool) -> usize {
    let catalogue = Catalogue::builtin();
    catalogue.framework(slug).unwrap().entries().filter(|entry| filter(entry)).count()
}

fn of_kind(slug: &str, kind: EntryKind) -> usize {
    count(slug, |entry| entry.kind() == kind)
}

fn active(slug: &str, kind: EntryKind) -> usize {
    count(slug, |entry| entry.kind() == kind && !entry.is_withdrawn())
}

fn with(slug: &str, key: &str, value: &str) -> usize {
    count(slug, |entry| entry.attribute(key).any(|held| held == value))
}

#[test]
fn nist_counts_are_the_official_ones() {
    // CSF 2.0 and 1.1: functions, categories, subcategories as NIST prints them.
    assert_eq!(of_kind("nist-csf-2.0", EntryKind::Function), 6);
    assert_eq!(of_kind("nist-csf-2.0", EntryKind::Category), 22);
    assert_eq!(of_kind("nist-csf-2.0", EntryKind::Subcategory), 106);
    for (function, subcategories) in [("GV", 31), ("ID", 21), ("PR", 22), ("DE", 11), ("RS", 13), ("RC", 8)] {
        let of = |entry: &Entry<'_>| {
            entry.kind() == EntryKind::Subcategory && entry.id().starts_with(&format!("{function}."))
        };
        assert_eq!(count("nist-csf-2.0", of), subcategories, "{function}");
    }
    assert_eq!(of_kind("nist-csf-1.1", EntryKind::Function), 5);
    assert_eq!(of_kind("nist-csf-1.1", EntryKind::Category), 23);
    assert_eq!(of_kind("nist-csf-1.1", EntryKind::Subcategory), 108);
    // SP 800-53 r5, release 5.2.0: all base controls and enhancements, those still active, the baselines.
    assert_eq!(of_kind("nist-800-53-r5", EntryKind::Family), 20);
    assert_eq!(of_kind("nist-800-53-r5", EntryKind::Control), 324);
    assert_eq!(of_kind("nist-800-53-r5", EntryKind::Enhancement), 872);
    assert_eq!(active("nist-800-53-r5", EntryKind::Control), 300);
    assert_eq!(active("nist-800-53-r5", EntryKind::Enhancement), 714);
    assert_eq!(with("nist-800-53-r5", "baseline", "low"), 149);
    assert_eq!(with("nist-800-53-r5", "baseline", "moderate"), 287);
    assert_eq!(with("nist-800-53-r5", "baseline", "high"), 370);
    assert_eq!(with("nist-800-53-r5", "baseline", "privacy"), 96);
    let withdrawn_in_baseline =
        |entry: &Entry<'_>| entry.is_withdrawn() && entry.attribute("baseline").next().is_some();
    assert_eq!(count("nist-800-53-r5", withdrawn_in_baseline), 0);
    // SP 800-171: requirements; r3 without the 33 that were withdrawn.
    assert_eq!(count("nist-800-171-r2", |e| e.is_assessable()), 110);
    assert_eq!(
        (with("nist-800-171-r2", "type", "basic"), with("nist-800-171-r2", "type", "derived")),
        (31, 79)
    );
    assert_eq!(count("nist-800-171-r3", |e| e.is_assessable()), 97);
    assert_eq!(of_kind("nist-privacy-1.0", EntryKind::Subcategory), 100);
    assert_eq!(of_kind("nist-ai-rmf-1.0", EntryKind::Subcategory), 72);
}

#[test]
fn counts_of_the_industry_frameworks_are_the_official_ones() {
    // CIS Controls 8.1: controls, safeguards, and the cumulative implementation groups.
    assert_eq!(of_kind("cis-8.1", EntryKind::Control), 18);
    assert_eq!(of_kind("cis-8.1", EntryKind::Safeguard), 153);
    let group = |ig: u8| {
        count("cis-8.1", |e| {
            e.attribute("ig").any(|least| least.parse::<u8>().is_ok_and(|least| least <= ig))
        })
    };
    assert_eq!([group(1), group(2), group(3)], [56, 130, 153]);
    // SOC 2: criteria by category; 33 of them common.
    assert_eq!(of_kind("soc2-2017", EntryKind::Criterion), 61);
    let criteria =
        |letters: &str| count("soc2-2017", |e| e.kind() == EntryKind::Criterion && series(e.id()) == letters);
    assert_eq!(["CC", "A", "C", "PI", "P"].map(criteria), [33, 3, 2, 5, 18]);
    assert_eq!(of_kind("coso-2013", EntryKind::Principle), 17);
    // COBIT 2019: objectives by domain.
    let objectives =
        |domain: &str| count("cobit-2019", |e| e.kind() == EntryKind::Objective && series(e.id()) == domain);
    assert_eq!(["EDM", "APO", "BAI", "DSS", "MEA"].map(objectives), [5, 14, 11, 6, 4]);
    // PCI DSS 4.0.1: principal requirements, sections and items outside the appendices.
    let outside = |e: &Entry<'_>| !e.id().starts_with('A');
    assert_eq!(of_kind("pci-dss-4.0.1", EntryKind::Requirement), 12);
    assert_eq!(count("pci-dss-4.0.1", |e| e.kind() == EntryKind::Section && outside(e)), 63);
    assert_eq!(count("pci-dss-4.0.1", |e| e.kind() == EntryKind::Item && outside(e)), 250);
    // HITRUST CSF: categories, objectives, control references.
    assert_eq!(of_kind("hitrust-csf", EntryKind::Category), 14);
    assert_eq!(of_kind("hitrust-csf", EntryKind::Objective), 49);
    assert_eq!(of_kind("hitrust-csf", EntryKind::Control), 156);
    // Cloud: CCM 4.0 and C5, by control and domain.
    assert_eq!((of_kind("ccm-4.0", EntryKind::Control), of_kind("ccm-4.0", EntryKind::Domain)), (197, 17));
    assert_eq!(
        (count("c5-2020", |e| e.is_assessable()), count("c5-2026", |e| e.is_assessable())),
        (121, 168)
    );
}

/// The letters an id begins with.
fn series(id: &str) -> &str {
    &id[..id.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(id.len())]
}

#[test]
fn counts_of_laws_are_the_official_ones() {
    let articles = |slug| of_kind(slug, EntryKind::Article);
    assert_eq!((articles("gdpr"), of_kind("gdpr", EntryKind::Chapter)), (99, 11));
    assert_eq!((articles("nis2"), articles("dora")), (46, 64));
    // HIPAA, matrix of the Security Rule (164.308, 310, 312): specifications; and all of the rule's.
    assert_eq!(with("hipaa", "implementation", "addressable"), 22);
    let matrix = |e: &Entry<'_>| {
        e.kind() == EntryKind::Specification
            && ["164.308", "164.310", "164.312"].iter().any(|section| e.id().starts_with(section))
    };
    assert_eq!(count("hipaa", matrix), 36);
    let required = |e: &Entry<'_>| matrix(e) && e.attribute("implementation").any(|word| word == "required");
    assert_eq!(count("hipaa", required), 14);
    // SOX: sections of the act. CMMC 2.0: practices by level.
    assert_eq!(of_kind("sox", EntryKind::Section), 66);
    assert_eq!(["1", "2", "3"].map(|level| with("cmmc-2.0", "level", level)), [15, 110, 24]);
    assert_eq!((of_kind("itgc", EntryKind::Domain), of_kind("itgc", EntryKind::Objective)), (4, 28));
    assert_eq!(count("cra", |e| e.is_assessable()), 22); // Annex I: 14 below I.I, of which I.I.2 only gathers, and 8 below I.II
}

#[test]
fn counts_of_attack_and_of_the_iso_family_are_the_official_ones() {
    for (slug, tactics, techniques, below) in
        [("mitre-attack-18.1", 14, 216, 475), ("mitre-attack-19.1", 15, 222, 475)]
    {
        assert_eq!(of_kind(slug, EntryKind::Tactic), tactics);
        assert_eq!(of_kind(slug, EntryKind::Mitigation), 44);
        let of = |sub: bool| {
            count(slug, |e| {
                e.kind() == EntryKind::Technique && !e.is_withdrawn() && e.id().contains('.') == sub
            })
        };
        assert_eq!((of(false), of(true)), (techniques, below), "{slug}");
    }
    assert_eq!(of_kind("iso42001-2023", EntryKind::Control), 38);
    assert_eq!(count("iso27701-2025", |e| e.is_assessable()), 78);
    assert_eq!(count("iso27017-2015", |e| e.is_assessable()), 7);
    assert_eq!(count("iso27018-2025", |e| e.is_assessable()), 25);
}

#[test]
fn every_record_is_whole() {
    let catalogue = Catalogue::builtin();
    assert_eq!(catalogue.frameworks().len(), 35);
    for framework in catalogue.frameworks() {
        assert!(!framework.notice().is_empty() && !framework.edition().is_empty(), "{}", framework.id());
        for entry in framework.entries() {
            let at = entry.reference();
            assert_eq!(at.to_string().parse::<Reference>().unwrap(), at);
            assert!(!entry.label().is_empty(), "{at}");
            assert!(!entry.provenance().what().is_empty() && !entry.provenance().terms().is_empty(), "{at}");
            assert!(!(entry.is_assessable() && entry.is_withdrawn()), "{at}");
            assert!(
                !entry.is_assessable()
                    || entry.topics().next().is_some()
                    || entry.kind() == EntryKind::Technique,
                "{at}"
            );
        }
    }
}

#[test]
fn every_claim_stands_on_entries_that_count() {
    let catalogue = Catalogue::builtin();
    assert_eq!(catalogue.claim_sets().len(), 28);
    let mut claims = 0;
    for set in catalogue.claim_sets() {
        assert!(!set.publisher().is_empty() && !set.licence().is_empty(), "{}", set.id());
        assert!(set.lineage().next().is_some(), "{}", set.id());
        let mut seen = BTreeSet::new();
        for claim in set.claims(&catalogue) {
            claims += 1;
            let ends: Vec<_> = claim.sources().chain(claim.targets()).collect();
            assert!(ends.len() >= 2 && ends.iter().all(|entry| !entry.is_withdrawn()), "{}", claim.id());
            assert!(seen.insert(ends.iter().map(|e| e.reference()).collect::<Vec<_>>()), "{}", claim.id());
            assert_eq!(catalogue.claim(&claim.id()).unwrap().id(), claim.id());
        }
        assert_eq!(seen.len(), set.len());
    }
    assert!(claims > 21_000, "{claims}");
}

/// Official titles of others, where `ISMS_TEST_DATA` says they are: file, id column, title columns, slug.
const THEIRS: &[(&str, &str, &[&str])] = &[
    ("cis-controls-8.1.tsv", "cis-8.1", &["title"]),
    ("cobit-2019.tsv", "cobit-2019", &["title", "domain_title"]),
    ("csa-ccm-4.0.tsv", "ccm-4.0", &["title", "domain_title"]),
    ("hitrust-csf.tsv", "hitrust-csf", &["name"]),
    ("pci-dss-4.0.1.tsv", "pci-dss-4.0.1", &["title"]),
];

#[test]
fn no_title_of_tier_c_is_in_what_ships() {
    // Without the titles at hand, what can be said is that nothing of tier C calls itself official.
    for framework in Catalogue::builtin().frameworks().iter().filter(|f| f.tier() == Tier::C) {
        assert!(
            framework.entries().all(|e| !e.has_official_label() && e.title().is_none() && e.text().is_none())
        );
    }
    let Some(folder) = std::env::var_os("ISMS_TEST_DATA") else {
        println!("skipped: ISMS_TEST_DATA is not set, so the titles of others cannot be compared");
        return;
    };
    // This program holds the whole catalogue, as the wheel and the C library do.
    let artefact = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    let artefact = String::from_utf8_lossy(&artefact).to_lowercase();
    let catalogue = Catalogue::builtin();
    let mut looked = 0;
    for (file, slug, columns) in THEIRS {
        let path = std::path::Path::new(&folder).join("facts/catalogues").join(file);
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines = text.lines();
        let heads: Vec<&str> = lines.next().unwrap().split('\t').collect();
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |name: &str| cells[heads.iter().position(|head| *head == name).unwrap()];
            // Of PCI DSS the table has own labels too.
            if heads.contains(&"title_origin") && cell("title_origin") != "official" {
                continue;
            }
            for title in columns.iter().map(|column| cell(column)).filter(|title| !title.is_empty()) {
                let ours = catalogue.framework(slug).unwrap().entry(cells[0]);
                assert!(
                    ours.is_none_or(|entry| !entry.label().eq_ignore_ascii_case(title)),
                    "{slug}: `{title}` is an official title"
                );
                looked += 1;
                // One or two words are the name of a subject in any language of the trade; a longer title is the owner's.
                let words = title.split_whitespace().count();
                let theirs = title.to_lowercase();
                if words > 3 && !also_of_tier_a_or_b(&catalogue, &theirs) {
                    assert!(!artefact.contains(&theirs), "{slug}: `{title}` is in the program");
                }
            }
        }
    }
    println!("{looked} titles looked for");
    assert!(looked > 700);
}

/// Whether the same words stand in a title that may ship, such as one of NIST.
fn also_of_tier_a_or_b(catalogue: &Catalogue, title: &str) -> bool {
    let open = catalogue.frameworks().iter().filter(|f| f.tier() != Tier::C);
    open.flat_map(|f| f.entries()).any(|entry| {
        (entry.label().to_lowercase().contains(title))
            || entry.title().is_some_and(|held| held.to_lowercase().contains(title))
    })
}
