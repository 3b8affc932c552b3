//! How published methods value assets, written as documents: FIPS 199, MONARC, EBIOS RM and IEC 62443-3-2.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use isms_core::{
    AssessOptions, AssetId, Catalogue, Isms, Needs, Source, assess, derive_capabilities, derive_needs,
};

fn id(text: &str) -> AssetId {
    text.parse().unwrap()
}

/// The needs of an asset in confidentiality, integrity and availability; `-` for none, a `+` where incomplete.
fn cia(isms: &Isms, needs: &Needs, asset: &str) -> String {
    let word = |dimension: &str| {
        let need = needs.get(&id(asset), &dimension.parse().unwrap()).unwrap();
        let level = need.level.map_or("-".to_owned(), |level| isms.name_of(&level).unwrap().to_string());
        format!("{level}{}", if need.complete { "" } else { "+" })
    };
    ["C", "I", "A"].map(word).join(" ")
}

/// The high-water mark; `?` where scales differ.
fn mark(isms: &Isms, needs: &Needs, asset: &str) -> String {
    needs.high_water_mark(&id(asset)).map_or("?".to_owned(), |need| {
        let level = need.level.map_or("-".to_owned(), |level| isms.name_of(&level).unwrap().to_string());
        format!("{level}{}", if need.complete { "" } else { "+" })
    })
}

fn findings(isms: &Isms) -> Vec<String> {
    let options = AssessOptions::new("2026-03-31".parse().unwrap());
    assess(isms, &Catalogue::builtin(), &options)
        .findings()
        .listed()
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// A document of FIPS 199; `not-applicable` is the lowest level of the scale of confidentiality.
fn fips(confidentiality: &str, floor: &str) -> Isms {
    Isms::from_yaml(&format!(
        "
isms: '1'
organisation: {{name: agency}}
scales:
  impact: {{levels: [{{id: L}}, {{id: M}}, {{id: H}}]}}
  impact-na: {{levels: [{{id: NA}}, {{id: L}}, {{id: M}}, {{id: H}}]}}
dimensions:
  C: {{name: confidentiality, scale: {confidentiality}, floor: {floor}}}
  I: {{name: integrity, scale: impact, floor: L}}
  A: {{name: availability, scale: impact, floor: L}}
assets:
  CONTRACT: {{name: contracts, kind: information, need: {{C: M, I: M, A: L}}, depends_on: {{ACQ: {{}}}}}}
  ADMIN: {{name: administration, kind: information, need: {{C: L, I: L, A: L}}, depends_on: {{ACQ: {{}}, SCADA: {{}}}}}}
  SENSOR: {{name: sensor data, kind: information, need: {{C: {na}, I: H, A: H}}, depends_on: {{SCADA: {{}}, ALONE: {{}}}}}}
  ACQ: {{name: acquisition, kind: software}}
  SCADA: {{name: plant control, kind: software}}
  ALONE: {{name: sensors only, kind: software}}
  EMPTY: {{name: nothing on it, kind: hardware}}
",
        na = if confidentiality == "impact" { "L" } else { "NA" }
    ))
    .unwrap()
}

/// O8 and O9: each security objective has its own maximum, and the floor covers the system's own information.
#[test]
fn high_water_marks_of_fips_199() {
    let isms = fips("impact-na", "L");
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "ACQ"), "M M L");
    assert_eq!(cia(&isms, &needs, "SCADA"), "L H H");
    assert_eq!(cia(&isms, &needs, "SENSOR"), "NA H H", "information may have no need of confidentiality");
    assert_eq!(cia(&isms, &needs, "ALONE"), "L H H", "the system that holds it has");
    let why = needs.explain(&id("ALONE"), &"C".parse().unwrap()).unwrap();
    assert_eq!((why.steps.len(), why.steps.first().unwrap().source), (1, Source::Floor));
    assert_eq!(cia(&isms, &needs, "EMPTY"), "L+ L+ L+");
    assert_eq!(mark(&isms, &needs, "ACQ"), "?", "levels of two scales have no common order");

    let isms = fips("impact", "L");
    let needs = derive_needs(&isms);
    assert_eq!(["ACQ", "SCADA", "EMPTY"].map(|a| mark(&isms, &needs, a)), ["M", "H", "L+"]);
    assert!(needs.high_water_mark(&id("NOBODY")).is_none());
}

#[test]
fn a_floor_off_its_scale_is_found_and_leaves_needs_open() {
    let isms = fips("impact", "lowest");
    let found = findings(&isms);
    assert!(found.iter().any(|f| f.contains("G-12 /dimensions/C/floor:")), "{found:?}");
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "ACQ"), "M+ M L");
    assert_eq!(cia(&isms, &needs, "CONTRACT"), "M M L", "primary assets have no floor");
}

/// MONARC: a tree of instances that inherit or not, and a global object in two places.
#[test]
fn instances_of_monarc() {
    let isms = Isms::from_yaml(
        "
isms: '1'
organisation: {name: Acme}
scales: {impact: {levels: [{id: '0'}, {id: '1'}, {id: '2'}, {id: '3'}, {id: '4'}]}}
dimensions:
  C: {name: confidentiality, scale: impact}
  I: {name: integrity, scale: impact}
  A: {name: availability, scale: impact}
assets:
  HR: {name: personnel, kind: process, need: {C: '4', I: '2', A: '1'}, depends_on: {HR-FILE: {}, HR-WEB: {carries: []}}}
  PR: {name: press, kind: process, depends_on: {PR-FILE: {}}}
  FILE: {name: file server, kind: hardware, need: {C: '1', I: '3', A: '3'}}
  HR-FILE: {name: file server of personnel, kind: hardware, instance_of: FILE}
  PR-FILE: {name: file server of the press, kind: hardware, instance_of: FILE, need: {A: '0'}}
  HR-WEB: {name: web server, kind: hardware, need: {C: '0', I: '1', A: '2'}}
  DATA: {name: data, kind: information, need: {C: '2'}}
  DATA-1: {name: data here, kind: software, instance_of: DATA}
  DATA-2: {name: data there, kind: software, instance_of: DATA-1}
",
    )
    .unwrap();
    let needs = derive_needs(&isms);
    assert_eq!(cia(&isms, &needs, "HR-FILE"), "4 3 3", "inherited, or of the object where that is more");
    assert_eq!(cia(&isms, &needs, "HR-WEB"), "0 1 2", "inheritance is off: it has its own");
    assert_eq!(cia(&isms, &needs, "PR-FILE"), "1+ 3+ 0+", "nobody rated the press: unknown stays unknown");
    assert_eq!(cia(&isms, &needs, "FILE"), "1 3 3", "the object takes nothing from its instances");
    assert_eq!(
        cia(&isms, &needs, "DATA-1"),
        "2 -+ -+",
        "what nobody rated on the object is unknown here too"
    );
    assert_eq!(cia(&isms, &needs, "DATA-2"), "-+ -+ -+", "one hop, and the object states nothing itself");
    let why = needs.explain(&id("HR-FILE"), &"A".parse().unwrap()).unwrap();
    assert_eq!(why.steps.first().unwrap().source, Source::Object);
    let found = findings(&isms);
    assert!(found.iter().any(|f| f.starts_with("minor M-022 /assets/DATA-2/instance_of: ")), "{found:?}");

    let mut draft = isms.to_draft();
    draft.assets.get_mut(&id("DATA")).unwrap().instance_of = Some(id("DATA"));
    let error = draft.build().unwrap_err();
    assert_eq!((error.code(), error.path()), ("D-017", Some("/assets/DATA/instance_of")));
}

/// EBIOS RM: the severity of a feared event on a business asset is borne by its supporting assets.
#[test]
fn severities_of_ebios_rm() {
    let isms = Isms::from_yaml(
        "
isms: '1'
organisation: {name: Acme}
scales: {severity: {levels: [{id: G1}, {id: G2}, {id: G3}, {id: G4}]}}
dimensions:
  C: {name: disclosed, scale: severity}
  I: {name: altered, scale: severity}
  A: {name: lost, scale: severity}
assets:
  RD: {name: research, kind: process, need: {C: G3, I: G2, A: G1}, depends_on: {BUREAU: {}}}
  MAKE: {name: production, kind: process, need: {C: G1, I: G3, A: G4}, depends_on: {BUREAU: {carries: [I]}, PLANT: {}}}
  BUREAU: {name: office systems, kind: software}
  PLANT: {name: plant systems, kind: software}
",
    )
    .unwrap();
    let needs = derive_needs(&isms);
    assert_eq!(["BUREAU", "PLANT"].map(|a| cia(&isms, &needs, a)), ["G3 G3 G1", "G1 G3 G4"]);
    assert_eq!(mark(&isms, &needs, "PLANT"), "G4");
}

/// IEC 62443-3-2: a zone achieves in each foundational requirement what the weakest of its members does.
#[test]
fn zones_of_iec_62443() {
    let isms = Isms::from_yaml(include_str!("../../examples/methods/iec-62443-zones.yaml")).unwrap();
    let capabilities = derive_capabilities(&isms);
    let vector = |asset: &str| -> Vec<(Option<u64>, Option<u64>, Option<bool>)> {
        let state = |measure| capabilities.get(&id(asset), measure).unwrap();
        let states = isms.capabilities().keys().map(state);
        states.map(|s| (s.required, s.at_worst, s.is_met())).collect()
    };
    let target = [3, 3, 3, 2, 3, 2, 3];
    let achieved = [2, 3, 3, 2, 3, 2, 3];
    let expected: Vec<_> = target
        .iter()
        .zip(achieved)
        .map(|(target, achieved)| (Some(*target), Some(achieved), Some(achieved >= *target)))
        .collect();
    assert_eq!(vector("Z-CONTROL"), expected, "FR 1 falls short by the engineering station");
    assert!(vector("Z-OFFICE").iter().all(|state| state.2 == Some(true)));
    let gaps = capabilities.iter().filter(|(_, _, state)| state.is_met() == Some(false));
    let gaps: Vec<_> = gaps.map(|(asset, measure, _)| format!("{asset} {measure}")).collect();
    assert_eq!(gaps, ["A-STATION fr1-iac", "Z-CONTROL fr1-iac"]);
}
