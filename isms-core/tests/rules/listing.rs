//! How findings are weighed, listed and ordered.

use isms_core::{AssessOptions, Catalogue, Severity, assess};
use serde_json::{Map, Value, json};

use super::document::Doc;

/// The clean document with more risks, the first of which have no owner.
fn risks(all: usize, without: usize, likelihood: &str) -> Doc {
    let mut doc = Doc::clean();
    let risk = doc.get("/risks/R-2");
    for n in 0..all - 2 {
        let id = format!("/risks/S-{n}");
        doc.set(&id, risk.clone());
        doc.set(&format!("{id}/inherent/likelihood"), json!(likelihood));
        if n < without {
            doc.cut(&format!("{id}/owner"));
        }
    }
    doc
}

#[test]
fn a_fifth_of_the_risks_weighs_in_full() {
    for (all, without, severity) in [
        (10, 2, Severity::Major),
        (11, 2, Severity::Minor),
        (42, 8, Severity::Minor),
        (42, 9, Severity::Major),
    ] {
        let assessment = risks(all, without, "medium").assess();
        let found = assessment.findings().listed().iter().filter(|f| f.code() == "C6.1.2-09");
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), without);
        let ratio = format!("({without} of {all} risks)");
        assert!(found.iter().all(|f| f.severity() == severity && f.message().ends_with(&ratio)), "{found:?}");
    }
}

#[test]
fn a_risk_at_the_highest_level_weighs_in_full() {
    let assessment = risks(42, 1, "high").assess(); // high and medium give the highest level
    let found: Vec<_> = assessment.findings().listed().iter().filter(|f| f.code() == "C6.1.2-09").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity(), Severity::Major);
    assert!(found[0].message().ends_with("(1 of 42 risks, one at the highest level)"));
}

#[test]
fn only_so_many_are_listed_and_all_are_counted() {
    let isms = risks(152, 120, "medium").read();
    let mut options = AssessOptions::new("2026-03-31".parse().unwrap());
    for max in [0, 1, 100, 120, 1000] {
        options.max_listed = max;
        let assessment = assess(&isms, &Catalogue::builtin(), &options);
        let findings = assessment.findings();
        let mut expected: Vec<_> = (0..120).map(|n| format!("/risks/S-{n}")).collect();
        expected.sort();
        expected.truncate(max);
        let listed = findings.listed().iter().filter(|f| f.code() == "C6.1.2-09");
        assert!(listed.map(|f| f.path()).eq(expected));
        assert_eq!(findings.total("C6.1.2-09"), 120);
        assert_eq!(findings.totals().find(|(code, _)| *code == "C6.1.2-09"), Some(("C6.1.2-09", 120)));
    }
}

/// A document in which much is wrong.
fn troubled() -> Doc {
    let mut doc = risks(30, 7, "medium");
    doc.cut("/organisation/climate_change");
    doc.cut("/acceptances");
    doc.cut("/assets/A-SRV/owner");
    doc.set("/assets/A-SRV/depends_on/A-INFO", json!({}));
    doc.set("/assets/A-INFO/need/integrity", json!("7"));
    doc.set("/scope/interfaces", json!({}));
    doc.exclude("A.8.8", "");
    doc.exclude("A.5.19", "no suppliers");
    doc
}

/// The same document with the members of every object in the opposite order.
fn turned(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().rev().map(|(k, v)| format!("{}:{}", json!(k), turned(v))).collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(turned).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

#[test]
fn the_order_of_input_does_not_matter() {
    let doc = troubled();
    let options = AssessOptions::new("2026-03-31".parse().unwrap());
    let catalogue = Catalogue::builtin();
    let report = |text: &str| {
        let isms = isms_core::Isms::from_json(text).unwrap();
        assess(&isms, &catalogue, &options).findings().listed().to_vec()
    };
    let straight = report(&doc.0.to_string());
    assert_ne!(doc.0.to_string(), turned(&doc.0));
    assert_eq!(straight, report(&turned(&doc.0)));
    assert_eq!(straight, report(&doc.0.to_string()));
}

#[test]
fn findings_are_sorted_and_no_code_has_a_path_twice() {
    let assessment = troubled().assess();
    let keys: Vec<_> = assessment.findings().listed().iter().map(|f| (f.code(), f.path())).collect();
    assert!(keys.len() > 20);
    assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
}

#[test]
fn an_empty_isms_does_not_conform() {
    let isms = isms_core::Draft::new("Acme").build().unwrap();
    let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()));
    let codes: Vec<_> = assessment.findings().totals().map(|(code, _)| code).collect();
    let expected = [
        "C4.1-01",
        "C4.1-02",
        "C4.2-01",
        "C4.3-01",
        "C4.4-01",
        "C5.1-01",
        "C5.2-01",
        "C5.3-01",
        "C6.1.2-01",
        "C6.1.3-06",
        "C6.1.3-07",
        "C6.1.3-17",
        "C6.2-01",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_chain_and_a_ring_of_a_hundred_thousand_assets() {
    let count = 100_000;
    let mut draft = isms_core::Draft::new("Acme");
    for n in 0..count {
        let kind = if n == 0 { isms_core::AssetKind::Information } else { isms_core::AssetKind::Software };
        let mut asset = isms_core::Asset::new("link", kind);
        let next = format!("A-{:06}", (n + 1) % count);
        asset.depends_on.insert(next.parse().unwrap(), isms_core::Dependency::default());
        draft.assets.insert(format!("A-{n:06}").parse().unwrap(), asset);
    }
    let isms = draft.build().unwrap();
    let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()));
    let findings = assessment.findings();
    assert_eq!((findings.total("G-01"), findings.total("G-02")), (1, count));
    let cycle = findings.listed().iter().find(|f| f.code() == "G-01").unwrap();
    assert!(cycle.message().len() < 300);
    assert_eq!(findings.listed().iter().filter(|f| f.code() == "G-02").count(), 100);
}

#[test]
fn an_exclusion_list_is_a_share_of_the_excluded() {
    let mut doc = Doc::clean();
    for entry in ["A.8.8", "A.8.9", "A.8.10", "A.8.11", "A.8.12"] {
        doc.exclude(entry, "not ours");
    }
    doc.exclude("A.8.13", "");
    let assessment = doc.assess();
    let found = assessment.findings().listed().iter().find(|f| f.code() == "C6.1.3-12").unwrap();
    assert_eq!(found.severity(), Severity::Minor);
    assert!(found.message().ends_with("(1 of 6 excluded controls)"));
}

#[test]
fn totals_are_in_the_order_of_codes() {
    let assessment = troubled().assess();
    let totals: Map<String, Value> =
        assessment.findings().totals().map(|(code, n)| (code.to_owned(), json!(n))).collect();
    let listed = assessment.findings().listed();
    for (code, total) in totals {
        assert_eq!(Some(listed.iter().filter(|f| f.code() == code).count() as u64), total.as_u64(), "{code}");
    }
}
