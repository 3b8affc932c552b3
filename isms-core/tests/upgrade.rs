//! References of an ISMS moved to another edition: nothing is lost, and nothing is decided that is not decided.

use std::collections::{BTreeMap, BTreeSet};

use isms_core::{
    Catalogue, Draft, FrameworkId, Isms, ReadOptions, Reference, Upgrade, UpgradedReference,
    upgrade_references,
};

fn editions() -> (FrameworkId, FrameworkId) {
    ("iso27001-2013".parse().unwrap(), "iso27001-2022".parse().unwrap())
}

fn upgrade(isms: &Isms) -> (Isms, Vec<UpgradedReference>) {
    let (old, new) = editions();
    upgrade_references(isms, &Catalogue::builtin(), &old, &new).unwrap()
}

/// Paths, and what each became: the new id, `?` with the candidates, or `-`.
fn outcomes(list: &[UpgradedReference]) -> Vec<(String, String)> {
    let ids = |all: &[Reference]| all.iter().map(Reference::entry).collect::<Vec<_>>().join(" ");
    let became = |outcome: &Upgrade| match outcome {
        Upgrade::Decided(new) => new.entry().to_owned(),
        Upgrade::Open(candidates) => format!("? {}", ids(candidates)),
        Upgrade::Gone => "-".to_owned(),
        other => format!("{other:?}"),
    };
    list.iter().map(|one| (one.path.clone(), became(&one.outcome))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(path, became)| ((*path).to_owned(), (*became).to_owned())).collect()
}

#[test]
fn references_of_every_collection_move() {
    let isms = Isms::from_yaml(
        "
isms: '1'
organisation: {name: Acme}
issues: {I-1: {title: phishing, kind: external, addressed_by: {controls: ['iso27001-2013:A.7.2.2']}}}
requirements:
  Q-1:
    title: contract
    source: contract
    references: ['iso27001-2013:A.18.2.3', 'gdpr:Art.32', 'iso27001-2013:A.99']
    addressed_by: {controls: ['iso27001-2013:A.9.4.2', C-1]}
controls:
  C-1: {title: passwords, status: implemented, implements: ['iso27001-2013:A.9.2.4', 'iso27001-2013:A.9.3.1', 'iso27001-2022:A.8.5']}
scales: {two: {levels: [{id: low}, {id: high}]}}
methods:
  M-1:
    name: two by two
    version: '1'
    likelihood: two
    consequence: two
    level: two
    combine: {matrix: {low: [low, low], high: [low, high]}}
    dispositions: {low: retain, high: treat}
risks: {R-1: {title: theft, approach: event, method: M-1}}
treatments: {T-1: {risk: R-1, options: [modify], controls: [C-1, 'iso27001-2013:A.12.6.1']}}
",
    )
    .unwrap();
    let (after, list) = upgrade(&isms);
    assert_eq!(
        outcomes(&list),
        pairs(&[
            ("/controls/C-1/implements/iso27001-2013:A.9.2.4", "A.5.17"),
            ("/controls/C-1/implements/iso27001-2013:A.9.3.1", "A.5.17"),
            ("/issues/I-1/addressed_by/controls/iso27001-2013:A.7.2.2", "A.6.3"),
            ("/requirements/Q-1/addressed_by/controls/iso27001-2013:A.9.4.2", "A.8.5"),
            ("/requirements/Q-1/references/iso27001-2013:A.18.2.3", "? A.5.36 A.8.8"),
            ("/requirements/Q-1/references/iso27001-2013:A.99", "-"),
            ("/treatments/T-1/controls/iso27001-2013:A.12.6.1", "A.8.8"),
        ])
    );
    let texts = |set: &BTreeSet<Reference>| set.iter().map(|r| r.to_string()).collect::<Vec<_>>();
    let control = after.controls().get("C-1").unwrap();
    assert_eq!(texts(&control.implements), ["iso27001-2022:A.5.17", "iso27001-2022:A.8.5"]);
    let requirement = after.requirements().get("Q-1").unwrap();
    assert_eq!(
        texts(&requirement.references),
        ["gdpr:Art.32", "iso27001-2013:A.18.2.3", "iso27001-2013:A.99"]
    );
    let controls = &after.treatments().get("T-1").unwrap().controls;
    assert_eq!(controls.iter().map(|c| c.to_string()).collect::<Vec<_>>(), ["C-1", "iso27001-2022:A.8.8"]);
    // Again there is nothing to do but what was left open, and nothing changes.
    let (again, list) = upgrade(&after);
    assert_eq!(again.to_json(), after.to_json());
    assert_eq!(list.len(), 2);
}

#[test]
fn decisions_of_the_statement_move_where_none_is_lost() {
    let mut options = ReadOptions::default();
    options.preserve_unknown = true;
    let text = r#"{"isms": "1", "organisation": {"name": "Acme"}, "soa": {"entries": {
        "iso27001-2013:A.5.1.1": {"necessary": true, "reasons": ["legal"]},
        "iso27001-2013:A.5.1.2": {"necessary": true, "reasons": ["legal"]},
        "iso27001-2013:A.9.2.4": {"necessary": true},
        "iso27001-2013:A.9.3.1": {"necessary": false},
        "iso27001-2013:A.6.2.2": {"necessary": true, "x-owner": "Q"},
        "iso27001-2013:A.12.6.1": {"necessary": true},
        "A.8.8": {"necessary": false},
        "iso27001-2013:A.18.2.3": {"necessary": true},
        "A.7.1": {"necessary": true}
    }}}"#;
    let isms = Isms::read(text.as_bytes(), &options).unwrap();
    let (after, list) = upgrade(&isms);
    let at = |id: &str| format!("/soa/entries/iso27001-2013:{id}");
    let expected = [
        ("A.12.6.1", "? A.8.8"), // another decision stands there
        ("A.18.2.3", "? A.5.36 A.8.8"),
        ("A.5.1.1", "A.5.1"),
        ("A.5.1.2", "A.5.1"),
        ("A.6.2.2", "A.6.7"),
        ("A.9.2.4", "? A.5.17"), // two decisions that differ
        ("A.9.3.1", "? A.5.17"),
    ];
    assert_eq!(outcomes(&list), expected.map(|(id, became)| (at(id), became.to_owned())));
    let soa = after.soa().as_ref().unwrap();
    let keys: Vec<_> = soa.entries.keys().map(|key| key.to_string()).collect();
    assert_eq!(
        keys,
        [
            "iso27001-2013:A.12.6.1",
            "iso27001-2013:A.18.2.3",
            "iso27001-2013:A.9.2.4",
            "iso27001-2013:A.9.3.1",
            "iso27001-2022:A.5.1",
            "iso27001-2022:A.6.7",
            "iso27001-2022:A.7.1",
            "iso27001-2022:A.8.8",
        ]
    );
    assert!(after.to_json().contains(r#""iso27001-2022:A.6.7":{"necessary":true,"x-owner":"Q"}"#));
}

#[test]
fn editions_must_be_there() {
    let isms = Draft::new("Acme").build().unwrap();
    let (old, _) = editions();
    let nowhere = "iso27001-2031".parse().unwrap();
    let error = upgrade_references(&isms, &Catalogue::builtin(), &old, &nowhere).unwrap_err();
    assert_eq!(error.code(), "K-001");
}

#[test]
fn every_control_of_2013_goes_where_the_publisher_says() {
    let Some(folder) = std::env::var_os("ISMS_TEST_DATA") else {
        return println!("skipped: ISMS_TEST_DATA is not set");
    };
    let path = std::path::Path::new(&folder).join("facts/catalogues/iso27001-2013-to-2022.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let heads: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| heads.iter().position(|head| *head == name).unwrap();
    let (from, to) = (column("id_2013"), column("id_2022"));
    let mut published: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        published.entry(cells[from].to_owned()).or_default().push(cells[to].to_owned());
    }
    assert_eq!(published.len(), 114);
    let all: Vec<String> = published.keys().map(|id| format!("'iso27001-2013:{id}'")).collect();
    let isms = Isms::from_yaml(&format!(
        "{{isms: '1', organisation: {{name: Acme}}, controls: {{C-1: {{title: all, status: implemented, implements: [{}]}}}}}}",
        all.join(", ")
    ))
    .unwrap();
    let (after, list) = upgrade(&isms);
    assert_eq!(list.len(), 114);
    let mut expected: BTreeSet<String> = BTreeSet::new();
    for one in &list {
        let mut known = published[one.reference.entry()].clone();
        known.sort();
        let mut found: Vec<String> = match &one.outcome {
            Upgrade::Decided(new) => vec![new.entry().to_owned()],
            Upgrade::Open(candidates) => candidates.iter().map(|new| new.entry().to_owned()).collect(),
            other => panic!("{}: {other:?}", one.reference),
        };
        found.sort();
        assert_eq!(found, known, "{}", one.reference);
        expected.insert(match &one.outcome {
            Upgrade::Decided(new) => new.to_string(),
            _ => one.reference.to_string(),
        });
    }
    let implements = &after.controls().get("C-1").unwrap().implements;
    assert_eq!(implements.iter().map(|r| r.to_string()).collect::<BTreeSet<_>>(), expected);
    let open: Vec<_> = list.iter().filter(|one| matches!(one.outcome, Upgrade::Open(_))).collect();
    println!("{} of 114 are left open", open.len());
    assert!(open.len() < 114 / 10);
}
