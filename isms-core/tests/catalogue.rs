//! The built-in catalogue: counts, references, and the lint measured on right and wrong labels.

use std::collections::BTreeMap;

use isms_core::{Catalogue, EntryKind, LabelledReference, Reference};

fn reference(text: &str) -> Reference {
    text.parse().unwrap()
}

/// Rows of a fact table of others, where `ISMS_TEST_DATA` says they are.
fn facts(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let Some(folder) = std::env::var_os("ISMS_TEST_DATA") else {
        println!("skipped: ISMS_TEST_DATA is not set, so {name} cannot be read");
        return None;
    };
    let path = std::path::Path::new(&folder).join("facts/catalogues").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let heads: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let row =
        |line: &str| heads.iter().map(|h| (*h).to_owned()).zip(line.split('\t').map(str::to_owned)).collect();
    Some(lines.map(row).collect())
}

#[test]
fn counts_are_the_official_ones() {
    let catalogue = Catalogue::builtin();
    let annex: Vec<_> = catalogue.annex_a().collect();
    let of = |theme| annex.iter().filter(|e| e.theme() == Some(theme)).count();
    assert_eq!([of("Organizational"), of("People"), of("Physical"), of("Technological")], [37, 8, 14, 34]);
    assert_eq!(annex.iter().filter(|e| e.is_new()).count(), 11);
    assert_eq!(annex.first().unwrap().id(), "A.5.1");
    assert_eq!(annex.last().unwrap().id(), "A.8.34");
    let count =
        |slug: &str, kind| catalogue.framework(slug).unwrap().entries().filter(|e| e.kind() == kind).count();
    assert_eq!(count("iso27001-2022", EntryKind::Clause), 30);
    assert_eq!(count("iso27001-2022", EntryKind::Heading), 11);
    assert_eq!(count("iso27001-2022", EntryKind::Item), 120);
    assert_eq!(count("iso27001-2013", EntryKind::Control), 114);
    assert_eq!(count("iso27001-2013", EntryKind::Objective), 35);
    assert_eq!(count("iso27001-2013", EntryKind::Domain), 14);
}

#[test]
fn every_entry_resolves_and_every_edition_step_has_ends() {
    let catalogue = Catalogue::builtin();
    for framework in catalogue.frameworks() {
        for entry in framework.entries() {
            assert_eq!(catalogue.resolve(&entry.reference()).unwrap().id(), entry.id());
            let titled =
                entry.has_official_label() || cfg!(any(feature = "iso-titles", feature = "c5-titles"));
            assert!(entry.title().is_none() || titled, "{}", entry.reference());
        }
    }
    let old = catalogue.framework("iso27001-2013").unwrap();
    for control in old.entries().filter(|e| e.kind() == EntryKind::Control) {
        let became = catalogue.successors(&control.reference());
        assert!(!became.is_empty(), "{} became nothing", control.id());
        for (new, _) in became {
            assert!(catalogue.predecessors(&new).iter().any(|(from, _)| *from == control.reference()));
        }
    }
    // 82 controls have an origin in 2013, the 11 new ones have none.
    for control in catalogue.annex_a() {
        assert_eq!(
            catalogue.predecessors(&control.reference()).is_empty(),
            control.is_new(),
            "{}",
            control.id()
        );
    }
}

#[test]
fn the_mistakes_of_an_article_are_found_and_nothing_else() {
    // References as an article about the standard gives them; five are wrong.
    let iso = |id: &str| reference(&format!("iso27001-2022:{id}"));
    let list = [
        LabelledReference::new(iso("A.5.31"), "information security in project management"),
        LabelledReference::new(iso("A.5.19"), "supplier relationship management"),
        LabelledReference::new(iso("A.5.24"), "incident management"),
        LabelledReference::new(iso("A.6.1"), "screening of new employees"),
        LabelledReference::new(iso("A.6.4"), "disciplinary process"),
        LabelledReference::new(iso("A.6.8"), "awareness, education and training"),
        LabelledReference::new(iso("A.7.1"), "physical security perimeters"),
        LabelledReference::new(iso("A.7.4"), "physical security monitoring"),
        LabelledReference::new(iso("A.7.12"), "cabling security"),
        LabelledReference::new(iso("A.7.14"), "equipment maintenance"),
        LabelledReference::range(iso("A.8.1"), iso("A.8.6"), "access control"),
        LabelledReference::new(iso("A.8.24"), "cryptography"),
        LabelledReference::new(iso("A.8.9"), "secure configuration"),
        LabelledReference::new(iso("A.8.7"), "malware protection"),
        LabelledReference::new(iso("A.8.8"), "vulnerability management"),
        LabelledReference::new(iso("A.7"), "Physical and environmental controls"),
        LabelledReference::new(iso("A.5"), "Organizational controls"),
        LabelledReference::new(iso("A.6"), "People controls"),
        LabelledReference::new(iso("A.8"), "Technological controls"),
    ];
    let findings = Catalogue::builtin().lint(&list);
    let found: Vec<_> = findings.iter().map(|f| (f.path(), f.code())).collect();
    let expected = [("/0", "K-004"), ("/5", "K-004"), ("/9", "K-004"), ("/10", "K-006"), ("/15", "K-005")];
    assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
    for (finding, right) in findings.iter().zip(["A.5.8", "A.6.3", "A.7.13"]) {
        assert!(finding.help().unwrap().contains(right), "{finding} {:?}", finding.help());
    }
    assert!(findings[3].message().ends_with("A.8.1, A.8.6"), "{}", findings[3]);
}

#[test]
fn unknown_and_outdated_references_are_told_apart() {
    let one = |text: &str| {
        let findings = Catalogue::builtin().lint(&[LabelledReference::new(reference(text), "anything")]);
        findings.first().map(|f| (f.code(), f.help().unwrap_or("").to_owned()))
    };
    assert_eq!(one("iso27001-2202:A.5.1"), Some(("K-001", "did you mean `iso27001-2022`?".into())));
    assert_eq!(one("iso27001-2022:A.8.43").map(|f| f.0), Some("K-002"));
    assert_eq!(one("iso27001-2022:A.12.6.1"), Some(("K-003", "it became A.8.8".into())));
    let error = Catalogue::builtin().entry(&reference("iso27001-2022:A.12.6.1")).unwrap_err();
    assert_eq!((error.code(), error.help()), ("K-003", Some("it became A.8.8")));
}

#[test]
fn our_own_labels_raise_no_alarm_and_wrong_ones_do() {
    let labels: Vec<_> =
        Catalogue::builtin().annex_a().map(|e| (e.reference(), e.label().to_owned())).collect();
    measure(&labels, 99);
}

#[test]
fn official_titles_raise_no_alarm_and_wrong_ones_do() {
    for (name, slug) in
        [("iso27001-2022-annex-a.tsv", "iso27001-2022"), ("iso27001-2013-annex-a.tsv", "iso27001-2013")]
    {
        let Some(rows) = facts(name) else { return };
        let titles: Vec<_> = rows
            .iter()
            .map(|row| (reference(&format!("{slug}:{}", row["id"])), row["title"].clone()))
            .collect();
        measure(&titles, 99);
    }
}

/// No alarm on a right pair, and at least so many of a hundred wrong ones found.
fn measure(labels: &[(Reference, String)], at_least: usize) {
    let right: Vec<_> = labels.iter().map(|(r, label)| LabelledReference::new(r.clone(), label)).collect();
    let alarms = Catalogue::builtin().lint(&right);
    assert!(alarms.is_empty(), "{alarms:#?}");
    let mut wrong = Vec::new();
    for (reference, own) in labels {
        for (_, label) in labels.iter().filter(|(_, label)| label != own) {
            wrong.push(LabelledReference::new(reference.clone(), label));
        }
    }
    let found = Catalogue::builtin().lint(&wrong).len();
    println!("{found} of {} wrong labels found", wrong.len());
    assert!(found * 100 >= wrong.len() * at_least, "{found} of {}", wrong.len());
}

#[test]
fn the_data_are_the_facts() {
    let catalogue = Catalogue::builtin();
    let Some(rows) = facts("iso27001-2022-annex-a.tsv") else { return };
    assert_eq!(rows.len(), 93);
    let list = |text: &str| text.replace('_', "-").to_lowercase();
    for (row, entry) in rows.iter().zip(catalogue.annex_a()) {
        assert_eq!(row["id"], entry.id());
        assert_eq!(row["theme"], entry.theme().unwrap());
        assert_eq!(row["own_label"], entry.label());
        assert_eq!(row["new_in_2022"], entry.is_new().to_string());
        for (name, key) in [
            ("control_type", "control-types"),
            ("security_properties", "properties"),
            ("cybersecurity_concepts", "concepts"),
            ("operational_capabilities", "capabilities"),
            ("security_domains", "domains"),
        ] {
            let ours: Vec<_> = entry.attribute(key).collect();
            assert_eq!(list(&row[name]), ours.join(";"), "{} {name}", entry.id());
        }
    }
    for row in facts("iso27001-2013-to-2022.tsv").unwrap() {
        let old = reference(&format!("iso27001-2013:{}", row["id_2013"]));
        let became = catalogue.successors(&old);
        assert!(became.iter().any(|(new, _)| new.entry() == row["id_2022"]), "{old}");
    }
}

/// Code and help of what the lint says of one reference.
fn said(item: LabelledReference) -> Option<(&'static str, String)> {
    let findings = Catalogue::builtin().lint(&[item]);
    assert!(findings.len() < 2, "{findings:#?}");
    findings.first().map(|f| (f.code(), f.help().unwrap_or("").to_owned()))
}

#[test]
fn ends_of_a_range_are_checked() {
    let iso = |id: &str| reference(&format!("iso27001-2022:{id}"));
    let range = |from, until, label: &str| LabelledReference::range(from, until, label);
    let findings = Catalogue::builtin().lint(&[range(iso("A.8.1"), iso("A.8.99"), "access")]);
    assert!(findings[0].message().contains("`A.8.99`"), "{}", findings[0]);
    let code = |item| said(item).map(|said| said.0);
    assert_eq!(code(range(iso("A.8.6"), iso("A.8.1"), "malware")), Some("K-008"));
    assert_eq!(code(range(iso("A.8.6"), reference("iso27001-2013:A.9.4.1"), "malware")), Some("K-008"));
    assert_eq!(code(range(iso("9.1"), iso("A.5.1"), "audit")), Some("K-008"));
    assert_eq!(code(range(iso("6.1.2.a"), iso("6.1.2.c"), "criteria")), None);
    assert_eq!(code(range(iso("A.7.1"), iso("A.7.14"), "Physical controls")), None);
    assert_eq!(code(range(iso("A.5.1"), iso("A.5.37"), "Organizational controls")), None);
    assert_eq!(code(range(iso("A.7.1"), iso("A.7.14"), "Physical and environmental")), Some("K-005"));
}

#[test]
fn names_of_themes_may_be_written_in_several_ways() {
    let theme = |id: &str, label: &str| {
        said(LabelledReference::new(reference(&format!("iso27001-2022:{id}")), label)).map(|said| said.0)
    };
    for right in
        ["Organisational controls", "Organizational controls (37)", "the organizational theme", "controls"]
    {
        assert_eq!(theme("A.5", right), None, "{right}");
    }
    assert_eq!(theme("A.8", "Technical"), Some("K-005"));
    assert_eq!(theme("A.7.7", "physical control"), None);
    assert_eq!(theme("A.6.1", "physical control"), Some("K-005"));
}

#[test]
fn clauses_are_checked_and_ids_in_other_spellings_recognized() {
    let iso = |id: &str, label: &str| {
        said(LabelledReference::new(reference(&format!("iso27001-2022:{id}")), label))
    };
    let help = |id: &str, label: &str| iso(id, label).unwrap();
    assert_eq!(help("10.1", "nonconformity and corrective action").0, "K-004");
    assert!(help("10.1", "nonconformity and corrective action").1.contains("`10.2`"));
    assert!(help("9.2", "management review").1.contains("`9.3`"));
    assert!(help("8.1", "user endpoint devices").1.contains("`A.8.1`"));
    assert_eq!(help("8.7", "malware"), ("K-002", "did you mean `A.8.7`?".into()));
    // A group of 2013 became what its controls became; an id of 2022 came from ids of 2013.
    assert_eq!(help("A.11.1", "areas"), ("K-003", "it became A.7.1, A.7.2, A.7.3, A.7.5, A.7.6".into()));
    let back = said(LabelledReference::new(reference("iso27001-2013:A.5.9"), "assets"));
    assert_eq!(back, Some(("K-003", "it came from A.8.1.1, A.8.1.2".into())));
    let loaded = cfg!(feature = "eu");
    let gdpr = said(LabelledReference::new(reference("gdpr:Art.32"), "security"));
    assert_eq!(gdpr, (!loaded).then(|| ("K-007", String::new())));
}

#[test]
fn headings_of_clauses_and_names_of_2013_raise_no_alarm() {
    let Some(rows) = facts("iso27001-2022-clauses.tsv") else { return };
    let titled = rows.iter().filter(|row| row["title_origin"] == "official_heading");
    let mut list: Vec<_> = titled
        .map(|row| LabelledReference::new(reference(&format!("iso27001-2022:{}", row["id"])), &row["title"]))
        .collect();
    assert_eq!(list.len(), 41);
    for row in facts("iso27001-2013-annex-a.tsv").unwrap() {
        let old = reference(&format!("iso27001-2013:{}", row["id"]));
        for (new, _) in Catalogue::builtin().successors(&old) {
            list.push(LabelledReference::new(new, &row["title"]));
        }
    }
    assert_eq!(list.len(), 41 + 115);
    let alarms = Catalogue::builtin().lint(&list);
    assert!(alarms.is_empty(), "{alarms:#?}");
}

#[test]
fn clauses_documents_and_2013_are_the_facts() {
    let catalogue = Catalogue::builtin();
    let Some(rows) = facts("iso27001-2022-clauses.tsv") else { return };
    assert_eq!(rows.len(), 163);
    for row in &rows {
        let entry = catalogue.resolve(&reference(&format!("iso27001-2022:{}", row["id"]))).unwrap();
        assert_eq!(entry.parent().map_or("", |p| p.id()), row["parent"], "{}", row["id"]);
        assert_eq!(entry.bears_requirement().to_string(), row["requirement_bearing"], "{}", row["id"]);
        assert_eq!(entry.amendment().is_some(), row["amendment"] == "Amd1:2024", "{}", row["id"]);
    }
    for row in facts("iso27001-2013-annex-a.tsv").unwrap() {
        let entry = catalogue.resolve(&reference(&format!("iso27001-2013:{}", row["id"]))).unwrap();
        let objective = entry.parent().unwrap();
        assert_eq!(objective.id(), row["objective_id"]);
        assert_eq!(objective.parent().unwrap().id(), row["domain_id"]);
    }
    let documents: Vec<_> = catalogue
        .documented_information()
        .iter()
        .map(|d| (d.reference.entry().to_owned(), d.mandatory, d.record))
        .collect();
    let theirs: Vec<_> = facts("iso27001-2022-documented-information.tsv")
        .unwrap()
        .iter()
        .map(|row| (row["clause"].clone(), row["basis"] == "mandatory", row["kind"] == "record"))
        .collect();
    assert_eq!(documents, theirs);
    let pairs = facts("iso27001-2013-to-2022.tsv").unwrap();
    let ours: usize = catalogue
        .framework("iso27001-2013")
        .unwrap()
        .entries()
        .map(|entry| catalogue.successors(&entry.reference()).len())
        .sum();
    assert_eq!((ours, pairs.len()), (115, 115));
}
