//! What works against the techniques of attackers.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use isms_core::{
    Catalogue, Control, ControlStatus, CoverageLink, Crosswalk, CrosswalkOptions, Draft, Links, Mitigation,
    Reference, Standing, Threats, Verification, control_states, threats,
};

const ATTACK: &str = "mitre-attack-18.1";

fn r(text: &str) -> Reference {
    text.parse().unwrap()
}

/// Own controls, each for one entry and in one state; `v` stands for verified.
fn assess(controls: &[(&str, &str)], links: &Links) -> Threats {
    let mut draft = Draft::new("Acme");
    for (place, (entry, state)) in controls.iter().enumerate() {
        let status = match *state {
            "planned" => ControlStatus::Planned,
            "partial" => ControlStatus::Partial,
            _ => ControlStatus::Implemented,
        };
        let mut control = Control::new(*entry, status);
        control.implements.insert(r(entry));
        if *state == "v" {
            control.verification = Some(Verification::new("2026-01-01".parse().unwrap()));
        }
        draft.controls.insert(format!("C-{place}").parse().unwrap(), control);
    }
    let isms = draft.build().unwrap();
    threats(&isms, &control_states(&isms, "2026-03-31".parse().unwrap()), ATTACK, links).unwrap()
}

/// AC-2 works against T1003, says one publisher; A.5.15 covers and A.8.2 overlaps AC-2, says another.
fn links() -> Links {
    let link = |source: &str, target: &str, standing| CoverageLink::new([r(source)], r(target), standing, []);
    let known = [
        link("nist-800-53-r5:AC-2", "mitre-attack-18.1:T1003", Standing::Mitigates),
        link("iso27001-2022:A.5.15", "nist-800-53-r5:AC-2", Standing::Covers),
        link("iso27001-2022:A.8.2", "nist-800-53-r5:AC-2", Standing::Overlaps),
        link("iso27001-2022:A.8.3", "nist-800-53-r5:AC-2", Standing::Disjoint),
    ];
    Links::new(&Catalogue::builtin(), known, [])
}

#[test]
fn the_best_that_is_known_counts() {
    let links = links();
    for (controls, expected) in [
        (&[][..], Mitigation::Unmitigated),
        (&[("nist-800-53-r5:AC-2", "planned")], Mitigation::Planned),
        (&[("nist-800-53-r5:AC-2", "partial")], Mitigation::Possible),
        (&[("nist-800-53-r5:AC-2", "implemented")], Mitigation::Unverified),
        (&[("nist-800-53-r5:AC-2", "v")], Mitigation::Mitigated),
        // Two publishers need not mean the same by AC-2, so what covers it is a chain and no proof.
        (&[("iso27001-2022:A.5.15", "v")], Mitigation::Possible),
        (&[("iso27001-2022:A.8.2", "implemented")], Mitigation::Possible),
        (&[("iso27001-2022:A.8.3", "v")], Mitigation::Unmitigated),
        (&[("iso27001-2022:A.5.15", "planned")], Mitigation::Unmitigated),
        // What works today counts before what is planned.
        (&[("nist-800-53-r5:AC-2", "planned"), ("iso27001-2022:A.8.2", "v")], Mitigation::Possible),
    ] {
        let found = assess(controls, &links);
        let technique =
            found.techniques.iter().find(|t| t.technique == r("mitre-attack-18.1:T1003")).unwrap();
        assert_eq!(technique.mitigation, expected, "{controls:?}");
        assert_eq!(found.all.total(), found.techniques.len());
        assert_eq!(
            found.all.unmitigated,
            found.techniques.len() - usize::from(expected > Mitigation::Unmitigated)
        );
    }
}

#[test]
fn a_chain_names_what_stands_behind_it() {
    let found = assess(&[("iso27001-2022:A.8.2", "v")], &links());
    assert_eq!(found.chains.len(), 1);
    assert_eq!(found.chains.iter().map(|chain| chain.mitigation.entry()).collect::<Vec<_>>(), ["AC-2"]);
    let row = found.rows().into_iter().find(|row| row.technique.entry() == "T1003").unwrap();
    assert_eq!(row.controls.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["C-0"]);
    assert_eq!(row.mitigations, ["nist-800-53-r5:AC-2"]);
}

#[test]
fn a_technique_counts_in_every_tactic_it_serves_and_what_was_taken_back_in_none() {
    let links = Links::of(&Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default()).unwrap());
    let found = assess(&[("nist-800-53-r5:AC-2", "v"), ("mitre-attack-18.1:M1032", "implemented")], &links);
    let several: usize = found.tactics.iter().map(|tactic| tactic.count.total()).sum();
    assert_eq!(several, found.techniques.iter().map(|t| t.tactics.len()).sum::<usize>());
    assert!(several >= found.all.total() && found.all.mitigated > 0 && found.all.unverified > 0);
    let catalogue = Catalogue::builtin();
    assert!(found.techniques.iter().all(|t| !catalogue.resolve(&t.technique).unwrap().is_withdrawn()));
}
