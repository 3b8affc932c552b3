//! Kestrel Ledger: the shapes it promises, the defects it was given, and nothing else.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use isms_core::{
    AssessOptions, Assessment, AssetKind, Catalogue, ControlStatus, Isms, Level, Need, RiskApproach,
    TreatmentOption, assess,
};

const DOCUMENT: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/kestrel-ledger/isms.json"));
const GOLDEN: &str = include_str!("golden/kestrel-findings.txt");

fn kestrel() -> Isms {
    Isms::from_json(DOCUMENT).unwrap()
}

fn assessed() -> Assessment {
    assess(&kestrel(), &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()))
}

/// How many assets have an id of each prefix; the prefix tells what part of the company it is.
fn prefixes(isms: &Isms) -> BTreeMap<&str, usize> {
    let mut out = BTreeMap::new();
    for id in isms.assets().keys() {
        *out.entry(id.as_str().split('-').next().unwrap()).or_default() += 1;
    }
    out
}

#[test]
fn has_the_promised_counts() {
    let isms = kestrel();
    let expected = [
        ("APP", 14), // applications
        ("DEV", 30), // device groups
        ("DST", 12), // data stores
        ("INF", 7),  // information, primary
        ("LOC", 2),  // sites
        ("NET", 6),  // networks
        ("ORG", 14), // suppliers
        ("PPL", 9),  // people
        ("PRC", 2),  // processes, primary
        ("SVC", 22), // cloud services
    ];
    assert_eq!(prefixes(&isms), BTreeMap::from(expected));
    assert_eq!(isms.assets().len(), 118);
    assert_eq!(isms.assets().values().filter(|asset| asset.kind.is_primary()).count(), 9);
    let devices = isms.assets().values().filter(|asset| asset.kind == AssetKind::Hardware);
    assert!(devices.map(|group| group.count).all(|count| count.is_some()), "groups say how many they are");
    let edges: usize = isms.assets().values().map(|asset| asset.depends_on.len()).sum();
    assert!((300..=330).contains(&edges), "{edges} dependencies");
    assert_eq!((isms.roles().len(), isms.suppliers().len(), isms.sites().len()), (11, 14, 2));
    assert_eq!((isms.controls().len(), isms.treatments().len()), (84, 42));
}

#[test]
fn has_the_promised_risks_and_decisions() {
    let isms = kestrel();
    let of = |approach| isms.risks().values().filter(|risk| risk.approach == approach).count();
    assert_eq!((of(RiskApproach::Event), of(RiskApproach::Asset)), (28, 14));
    let old = isms.risks().values().filter(|risk| risk.method_version.as_deref() == Some("1"));
    assert_eq!(old.count(), 3);
    let with = |option| isms.treatments().values().filter(|t| t.options.contains(&option)).count();
    assert_eq!((with(TreatmentOption::Avoid), with(TreatmentOption::Share)), (1, 2));
    assert_eq!(isms.acceptances().len(), 6);
    let day = "2026-03-31".parse().unwrap();
    let ended = isms.acceptances().values().filter(|a| a.valid_until.is_some_and(|last| last < day));
    assert_eq!(ended.count(), 1);
}

#[test]
fn decides_on_all_of_annex_a_and_three_controls_of_its_own() {
    let isms = kestrel();
    let soa = isms.soa().as_ref().unwrap();
    let catalogue = Catalogue::builtin();
    let annex: BTreeSet<String> =
        catalogue.annex_a().map(|entry| format!("iso27001-2022:{}", entry.id())).collect();
    let decided: BTreeSet<String> = soa.entries.keys().map(ToString::to_string).collect();
    assert_eq!(decided, annex);
    let necessary = |yes| soa.entries.values().filter(|entry| entry.necessary == Some(yes)).count();
    assert_eq!((necessary(true), necessary(false), soa.own.len()), (81, 12, 3));
    let mislabelled: Vec<_> = soa.entries.iter().filter(|(_, entry)| entry.title.is_some()).collect();
    assert_eq!(mislabelled.len(), 3, "no other entry carries a title");
}

/// The needs that `examples/kestrel-ledger/README.md` states, some of them inherited over four dependencies.
#[test]
fn passes_needs_through_its_shapes() {
    let assessed = assessed();
    let isms = assessed.isms();
    let need = |asset: &str, dimension: &str| {
        let need = assessed.needs().get(&asset.parse().unwrap(), &dimension.parse().unwrap());
        let Need { level, complete, .. } = need.unwrap();
        assert!(complete, "{asset} {dimension}");
        level.as_ref().map_or(0, Level::rank)
    };
    // Both sides of the diamond end at the keys, which inherit the worst of everything.
    for (dimension, rank) in [("confidentiality", 5), ("integrity", 5), ("availability", 4)] {
        assert_eq!(need("SVC-KMS", dimension), rank, "{dimension}");
    }
    // Cumulation lifts the cluster above the 3 of each dependent; two of three nodes suffice, for availability alone.
    assert_eq!((need("SVC-K8S", "availability"), need("SVC-NODE-A", "availability")), (4, 3));
    assert_eq!((need("SVC-K8S", "integrity"), need("SVC-NODE-A", "integrity")), (5, 5));
    let on_cluster = isms.assets().values().filter(|a| a.depends_on.contains("SVC-K8S")).count();
    assert_eq!(on_cluster, 14);
    // Around the cycle every member needs the same.
    for dimension in ["confidentiality", "integrity", "availability"] {
        let around: BTreeSet<u8> =
            ["SVC-IDP", "SVC-SECRETS", "SVC-CI"].map(|asset| need(asset, dimension)).into();
        assert_eq!(around.len(), 1, "{dimension}");
    }
}

/// The common cause: sign-in with two factors, the network of the administrators and the pipeline.
#[test]
fn depends_on_one_identity_provider() {
    let isms = kestrel();
    let idp = "SVC-IDP";
    assert!(isms.controls().get("CTL-MFA").unwrap().requires_assets.contains(idp));
    for asset in ["NET-VPN", "SVC-CI"] {
        assert!(isms.assets().get(asset).unwrap().depends_on.contains(idp), "{asset}");
    }
}

#[test]
fn controls_in_place_are_verified_and_every_plan_has_an_action() {
    let isms = kestrel();
    for (id, control) in isms.controls().iter() {
        let planned = control.status == ControlStatus::Planned;
        assert_eq!(control.verification.is_none(), planned, "{id}");
    }
    for (id, treatment) in isms.treatments().iter() {
        assert!(treatment.actions.values().any(|a| a.owner.is_some() && a.due.is_some()), "{id}");
    }
}

struct Golden<'a> {
    code: &'a str,
    path: &'a str,
    severity: &'a str,
    reason: &'a str,
}

fn golden() -> impl Iterator<Item = Golden<'static>> {
    GOLDEN.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let (what, reason) = line.split_once(" — ").unwrap();
        let [code, path, severity] = what.split(' ').collect::<Vec<_>>().try_into().unwrap();
        Golden { code, path, severity, reason }
    })
}

#[test]
fn every_finding_is_explained_and_every_explained_one_is_found() {
    let assessed = assessed();
    let found: BTreeSet<(&str, String, &str)> = assessed
        .findings()
        .listed()
        .iter()
        .map(|finding| (finding.code(), finding.path(), finding.severity().as_str()))
        .collect();
    let known: BTreeSet<_> = golden().map(|g| (g.code, g.path.to_owned(), g.severity)).collect();
    let unexplained: Vec<_> = found.difference(&known).collect();
    let missing: Vec<_> = known.difference(&found).collect();
    assert!(unexplained.is_empty() && missing.is_empty(), "new: {unexplained:#?}\nlost: {missing:#?}");
    assert_eq!(found.len(), assessed.findings().listed().len());
}

/// The defects the story puts in, written down apart from the golden file.
const SEEDED: [(&str, &str); 23] = [
    ("C4.1-02", "/organisation/climate_change"),
    ("C4.3-03", "/assets/APP-REPORT/depends_on/ORG-CASCADE"),
    ("C4.3-03", "/assets/DEV-LEEDS-LAPTOPS/depends_on/APP-CRM"),
    ("C4.3-03", "/assets/INF-SOURCE/depends_on/ORG-CASCADE"),
    ("C6.1.2-04", "/risks/R-LEAVER-ACCESS/method_version"),
    ("C6.1.2-04", "/risks/R-OFFICE-FIRE/method_version"),
    ("C6.1.2-04", "/risks/R-PAYROLL-BUREAU/method_version"),
    ("C6.1.2-07", "/assets/INF-MANDATES/need/availability"),
    ("C6.1.2-16", "/risks/R-OPEN-STORAGE/inherent"),
    ("C6.1.3-12", "/soa/entries/iso27001-2022:A.5.6"),
    ("C6.1.3-13", "/soa/entries/iso27001-2022:A.7.6"),
    ("C6.1.3-14", "/soa/entries/iso27001-2022:A.7.6"),
    ("C6.1.3-14", "/soa/entries/iso27001-2022:A.8.30"),
    ("C6.1.3-19", "/risks/R-STUDIO-CODE"),
    ("C6.1.3-21", "/acceptances/ACC-TICKET-ATTACHMENTS/valid_until"),
    ("C6.1.3-25", "/risks/R-SUPPLY-CHAIN/stated/current"),
    ("C6.1.3-28", "/soa/entries/iso27001-2022:A.5.31"),
    ("C6.1.3-28", "/soa/entries/iso27001-2022:A.6.8"),
    ("C6.1.3-28", "/soa/entries/iso27001-2022:A.7.14"),
    ("C6.2-03", "/objectives/OBJ-AWARENESS/plan"),
    ("G-01", "/assets/SVC-CI/depends_on"),
    ("G-04", "/assets/DST-WAREHOUSE/need_override/confidentiality"),
    ("G-06", "/assets/DST-LEDGER/requires/rto"),
];

#[test]
fn every_seeded_defect_fires() {
    let assessed = assessed();
    let found: BTreeSet<(&str, String)> =
        assessed.findings().listed().iter().map(|finding| (finding.code(), finding.path())).collect();
    for (code, path) in SEEDED {
        assert!(found.contains(&(code, path.to_owned())), "{code} {path}");
    }
    let seeded: BTreeSet<(&str, &str)> = SEEDED.into();
    for line in golden() {
        let claims = line.reason.starts_with("seeded: ");
        assert!(claims || line.reason.starts_with("follows from "), "{} {}", line.code, line.path);
        assert_eq!(claims, seeded.contains(&(line.code, line.path)), "{} {}", line.code, line.path);
    }
}

/// Mending a seeded defect makes its finding go away, so it is the defect that is found.
#[test]
fn mending_a_defect_silences_it() {
    let mut draft = kestrel().to_draft();
    draft.organisation.climate_change = Some(isms_core::ClimateDecision::new(true));
    draft.assets.get_mut("DST-LEDGER").unwrap().provides.insert("rto".parse().unwrap(), 4);
    let warehouse = draft.assets.get_mut("DST-WAREHOUSE").unwrap();
    let word = warehouse.need_override.get_mut("confidentiality").unwrap();
    word.reason = Some(isms_core::OverrideReason::Partition);
    for risk in ["R-LEAVER-ACCESS", "R-OFFICE-FIRE", "R-PAYROLL-BUREAU"] {
        draft.risks.get_mut(risk).unwrap().method_version = Some("2".into());
    }
    draft.risks.get_mut("R-SUPPLY-CHAIN").unwrap().stated.current = None;
    draft
        .soa
        .as_mut()
        .unwrap()
        .entries
        .get_mut("iso27001-2022:A.8.30".parse::<isms_core::Reference>().as_ref().unwrap())
        .unwrap()
        .necessary = None;
    let isms = draft.build().unwrap();
    let after = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()));
    let gone = ["C4.1-02", "G-06", "G-04", "C6.1.2-04", "C6.1.2-05", "C6.1.2-12", "C6.1.3-25"];
    for code in gone {
        assert_eq!(after.findings().total(code), 0, "{code}");
    }
    assert_eq!(after.findings().total("C6.1.3-14"), 1, "A.7.6 alone");
    assert_eq!(after.findings().total("C6.1.2-07"), 1, "not mended");
}

#[test]
fn keeps_what_is_written() {
    let isms = kestrel();
    let again = Isms::from_json(&isms.to_json()).unwrap();
    assert_eq!(again.to_draft(), isms.to_draft());
    assert_eq!(again.digest(), isms.digest());
}

/// The document a newcomer starts from is read, and its one control is worth one step until somebody verifies it.
#[test]
fn the_first_document_is_read() {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/minimal.yaml"));
    let isms = Isms::from_yaml(text).unwrap();
    let assessed = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()));
    let state = assessed.register().get(&"R-1".parse().unwrap()).unwrap();
    let name = |level: Option<&Level>| isms.name_of(level.unwrap()).unwrap().to_string();
    assert_eq!(name(state.inherent.level.as_ref()), "high");
    assert_eq!(name(state.current.level()), "medium");
    assert!(!state.current.verified);
}
