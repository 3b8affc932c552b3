//! The trigger table: every control of Annex A excluded, and one fact that speaks against some of the exclusions.

use std::collections::BTreeSet;

use isms_core::{AssessOptions, Catalogue, Isms, assess};
use serde_json::{Value, json};

use super::document::Doc;

/// The entries whose exclusion is contradicted.
fn contradicted(change: impl FnOnce(&mut Doc)) -> BTreeSet<String> {
    let mut doc = Doc(
        json!({"isms": "1", "organisation": {"name": "Acme"}, "assets": {}, "suppliers": {}, "requirements": {}}),
    );
    let no = json!({"necessary": false, "exclusion": "not for us"});
    let catalogue = Catalogue::builtin();
    let entries = catalogue.annex_a().map(|e| (e.reference().to_string(), no.clone()));
    let entries: serde_json::Map<String, Value> = entries.collect();
    doc.set("/soa", json!({"entries": entries}));
    change(&mut doc);
    let isms = Isms::from_json(&doc.0.to_string()).unwrap_or_else(|e| panic!("{:#?}", e.findings()));
    let options = AssessOptions::new("2026-03-31".parse().unwrap());
    let assessment = assess(&isms, &catalogue, &options);
    let found = assessment.findings().listed().iter().filter(|f| f.code() == "C6.1.3-14");
    found.map(|f| f.path().rsplit_once(":A.").unwrap().1.to_owned()).collect()
}

/// `5.19-5.22, 8.1` written out.
fn written_out(list: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for part in list.split(", ").filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let split = |id: &str| {
            let (theme, number) = id.split_once('.').unwrap();
            (theme.to_owned(), number.parse::<u32>().unwrap())
        };
        let ((theme, from), (_, to)) = (split(from), split(to));
        out.extend((from..=to).map(|number| format!("{theme}.{number}")));
    }
    out
}

const SITE: &str = "7.1-7.8, 7.11-7.14";
const STAFF: &str = "6.1-6.5, 6.8";
const CODE: &str = "8.4, 8.25-8.29, 8.31, 8.33";

#[test]
fn nothing_speaks_against_the_exclusions_of_an_empty_organisation() {
    assert!(contradicted(|_| {}).is_empty());
}

#[test]
fn flags_of_the_organisation() {
    for (flag, entries) in [
        ("cloud-services", "5.23"),
        ("cryptography", "8.24"),
        ("employees", STAFF),
        ("ict-supply-chain", "5.21"),
        ("in-house-development", CODE),
        ("networks", "8.20-8.22"),
        ("off-premises-assets", "7.9"),
        ("outsourced-development", "8.30"),
        ("personal-data", "5.34"),
        ("physical-premises", SITE),
        ("production-data-in-test", "8.33"),
        ("remote-work", "6.7"),
        ("removable-media", "7.10"),
        ("web-access", "8.23"),
    ] {
        let found = contradicted(|doc| doc.set("/organisation/flags", json!([flag])));
        assert_eq!(found, written_out(entries), "{flag}");
    }
}

#[test]
fn tags_of_assets_inside() {
    for (tag, entries) in [
        ("cloud-service", "5.23"),
        ("cryptographic-key", "8.24"),
        ("endpoint", "8.1"),
        ("ict-supply-chain", "5.21"),
        ("network", "8.20-8.22"),
        ("off-premises", "7.9"),
        ("personal-data", "5.34"),
        ("production-data-in-test", "8.33"),
        ("removable-media", "7.10"),
        ("source-code", "8.4"),
    ] {
        let asset = json!({"name": "thing", "kind": "software", "tags": [tag]});
        let found = contradicted(|doc| doc.set("/assets/A-1", asset.clone()));
        assert_eq!(found, written_out(entries), "{tag}");
        let outside = contradicted(|doc| {
            doc.set("/assets/A-1", asset);
            doc.set(
                "/scope",
                json!({"statement": "all but it", "excluded": {"X": {"what": "it", "assets": ["A-1"]}}}),
            );
        });
        assert!(outside.is_empty(), "{tag}");
    }
    let found = contradicted(|doc| doc.set("/assets/A-1", json!({"name": "LAN", "kind": "network"})));
    assert_eq!(found, written_out("8.20-8.22"));
}

#[test]
fn suppliers_sites_and_requirements() {
    for (tag, entries) in [
        (None, "5.19-5.22"),
        (Some("cloud-service"), "5.19-5.23"),
        (Some("ict-supply-chain"), "5.19-5.22"),
        (Some("outsourced-development"), "5.19-5.22, 8.30"),
    ] {
        let supplier = json!({"name": "other", "tags": tag.into_iter().collect::<Vec<_>>()});
        let found = contradicted(|doc| doc.set("/suppliers/SUP-1", supplier));
        assert_eq!(found, written_out(entries), "{tag:?}");
    }
    for (source, entries) in [("law", "5.31"), ("regulation", "5.31"), ("contract", "5.31"), ("party", "")] {
        let found = contradicted(|doc| {
            doc.set("/requirements/Q-1", json!({"title": "something", "source": source}));
        });
        assert_eq!(found, written_out(entries), "{source}");
    }
    let site = |excluded: Value| {
        contradicted(move |doc| {
            doc.set("/sites", json!({"S-1": {"name": "office"}}));
            doc.set("/scope", json!({"statement": "all", "sites": ["S-1"], "excluded": excluded}));
        })
    };
    assert_eq!(site(json!({})), written_out(SITE));
    assert!(site(json!({"X": {"what": "it", "sites": ["S-1"]}})).is_empty());
}
