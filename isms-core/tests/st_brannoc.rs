//! St Brannoc Hospital Group: the counts it promises, the shapes its core was written for, and that the full document
//! is the core with more around it.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use isms_core::{
    AssessOptions, Assessment, AssetKind, Catalogue, CauseOptions, CommonCause, Defeated, Isms, Level, Need,
    NeedSuggestion, Severity, assess, common_causes,
};

const CORE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/st-brannoc/core.yaml"));
const FULL: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/st-brannoc/st-brannoc.json"));
const README: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/st-brannoc/README.md"));
const CIA: [&str; 3] = ["confidentiality", "integrity", "availability"];

fn core() -> Isms {
    Isms::from_yaml(CORE).unwrap()
}

fn full() -> Isms {
    Isms::from_json(FULL).unwrap()
}

fn assessed(isms: &Isms) -> Assessment {
    assess(isms, &Catalogue::builtin(), &AssessOptions::new("2026-06-30".parse().unwrap()))
}

fn both() -> [(&'static str, Assessment); 2] {
    [("core", assessed(&core())), ("full", assessed(&full()))]
}

fn dependencies(isms: &Isms) -> usize {
    isms.assets().values().map(|asset| asset.depends_on.len()).sum()
}

/// How many pieces of equipment the groups stand for.
fn physical(isms: &Isms) -> u32 {
    let physical = |kind| matches!(kind, AssetKind::Hardware | AssetKind::Network);
    let groups = isms.assets().values().filter(|asset| physical(asset.kind));
    groups.map(|group| group.count.unwrap_or(1)).sum()
}

#[test]
fn has_the_promised_counts() {
    let isms = full();
    let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in isms.assets().keys() {
        *parts.entry(id.as_str().split('-').next().unwrap()).or_default() += 1;
    }
    let primary = isms.assets().values().filter(|asset| asset.kind.is_primary()).count();
    assert_eq!((primary, parts.remove("INF").unwrap() + parts.remove("PRC").unwrap()), (24, 24));
    let expected =
        [("APP", 62), ("LOC", 28), ("MED", 96), ("NET", 41), ("PPL", 24), ("SRV", 70), ("SUP", 55)];
    assert_eq!(parts, BTreeMap::from(expected));
    assert_eq!(isms.assets().len(), 400);
    let kinds = [AssetKind::Hardware, AssetKind::Network, AssetKind::People];
    let grouped = isms.assets().values().filter(|asset| kinds.contains(&asset.kind));
    assert!(grouped.into_iter().all(|group| group.count.is_some()), "groups say how many they are");
    assert_eq!((isms.roles().len(), isms.suppliers().len(), isms.requirements().len()), (24, 55, 38));
    assert_eq!((isms.risks().len(), isms.controls().len(), isms.treatments().len()), (160, 230, 160));
    for method in ["M-GROUP", "M-SITE"] {
        let of = isms.risks().values().filter(|risk| risk.method.as_str() == method);
        assert_eq!(of.count(), 80, "{method}");
    }
    assert!((1_850..=1_950).contains(&dependencies(&isms)), "{}", dependencies(&isms));
    assert!((16_000..=17_000).contains(&physical(&isms)), "{}", physical(&isms));
}

#[test]
fn the_readme_says_what_is_counted() {
    let isms = full();
    let grouped = |n: u32| format!("{},{:03}", n / 1000, n % 1000);
    let edges = grouped(u32::try_from(dependencies(&isms)).unwrap());
    for line in [
        "| Assets | 400 groups".to_owned(),
        format!("| Equipment | {} pieces", grouped(physical(&isms))),
        format!("| Dependencies | {edges}, 9 deep"),
        format!(
            "| Core | {} assets, {} risks, {} controls |",
            core().assets().len(),
            core().risks().len(),
            core().controls().len()
        ),
    ] {
        assert!(README.contains(&line), "{line}");
    }
}

#[test]
fn decides_on_all_of_annex_a_and_on_the_controls_no_catalogue_has() {
    let annex: BTreeSet<String> =
        Catalogue::builtin().annex_a().map(|entry| format!("iso27001-2022:{}", entry.id())).collect();
    for (isms, own) in [(core(), 9), (full(), 21)] {
        let soa = isms.soa().as_ref().unwrap();
        let decided: BTreeSet<String> = soa.entries.keys().map(ToString::to_string).collect();
        assert_eq!(decided, annex);
        let excluded = soa.entries.values().filter(|entry| entry.necessary == Some(false)).count();
        assert_eq!((annex.len(), excluded, soa.own.len()), (93, 4, own));
        let of_no_catalogue = isms.controls().iter().filter(|(_, control)| control.implements.is_empty());
        let of_no_catalogue: Vec<_> = of_no_catalogue.map(|(id, _)| id.clone()).collect();
        assert_eq!(of_no_catalogue, soa.own.keys().cloned().collect::<Vec<_>>());
    }
}

/// What the assets reach, by following dependencies from each of them: a second way to the cycles.
fn reach(isms: &Isms) -> Vec<BTreeSet<usize>> {
    let assets = isms.assets();
    let next: Vec<Vec<usize>> = assets
        .values()
        .map(|asset| asset.depends_on.keys().map(|id| assets.index_of(id).unwrap()).collect())
        .collect();
    (0..assets.len())
        .map(|from| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(at) = open.pop() {
                open.extend(next[at].iter().filter(|to| seen.insert(**to)));
            }
            seen
        })
        .collect()
}

#[test]
fn has_two_cycles_and_nine_dependencies_in_depth() {
    let identity = ["APP-BADGE", "SRV-AD", "SRV-DHCP", "SRV-DNS", "SRV-NTP"];
    for isms in [core(), full()] {
        let reach = reach(&isms);
        let mut cycles: BTreeSet<Vec<&str>> = BTreeSet::new();
        for at in (0..reach.len()).filter(|at| reach[*at].contains(at)) {
            let around = reach[at].iter().filter(|other| reach[**other].contains(&at));
            cycles.insert(around.map(|at| isms.assets().at(*at).unwrap().0.as_str()).collect());
        }
        assert_eq!(cycles, BTreeSet::from([identity.to_vec(), vec!["APP-EHR", "APP-IE"]]));

        // Dependencies inside a cycle do not count: what reaches more comes first.
        let mut order: Vec<usize> = (0..reach.len()).collect();
        order.sort_by_key(|at| reach[*at].len());
        let mut depth = vec![0; reach.len()];
        for &at in &order {
            let one = isms.assets().at(at).unwrap().1;
            let around: Vec<usize> =
                reach[at].iter().copied().filter(|other| reach[*other].contains(&at)).collect();
            let members = if around.is_empty() { vec![at] } else { around };
            let leaving = members.iter().flat_map(|m| isms.assets().at(*m).unwrap().1.depends_on.keys());
            let leaving = leaving.map(|id| isms.assets().index_of(id).unwrap());
            let leaving = leaving.filter(|to| !members.contains(to)).map(|to| depth[to] + 1).max();
            depth[at] = leaving.unwrap_or(0);
            assert!(depth[at] > 0 || one.depends_on.is_empty());
        }
        assert_eq!(depth.iter().max(), Some(&9));
    }
}

fn rank(assessed: &Assessment, asset: &str, dimension: &str) -> u8 {
    let need = assessed.needs().get(&asset.parse().unwrap(), &dimension.parse().unwrap());
    let Need { level, complete, .. } = need.unwrap();
    assert!(complete, "{asset} {dimension}");
    level.as_ref().map_or(0, Level::rank)
}

/// Each value follows from the needs written on information and processes, and from one decision at most.
#[test]
fn passes_needs_through_its_shapes() {
    for (which, assessed) in both() {
        let availability = |asset| rank(&assessed, asset, "availability");
        // The record needs 5, and the power it stands on as much. Two of three generators suffice: one level less, and
        // in availability alone.
        assert_eq!(availability("LOC-BUS-STB"), 5, "{which}");
        for generator in ["LOC-GEN-1", "LOC-GEN-2", "LOC-GEN-3"] {
            assert_eq!(availability(generator), 4, "{which}");
            assert_eq!(
                (rank(&assessed, generator, "integrity"), rank(&assessed, generator, "safety")),
                (5, 5)
            );
        }
        // One of two battery banks would do, but nobody has decided anything: both need the 4 of the buildings.
        for supply in ["LOC-BUS-AND", "LOC-UPS-AND-1", "LOC-UPS-AND-2"] {
            assert_eq!(availability(supply), 4, "{which} {supply}");
        }
        // Images, laboratory and theatres need 4 each; somebody decided that their common hosts need 5.
        for guest in ["SRV-LIS", "SRV-PACS", "SRV-THEATRE"] {
            assert_eq!(availability(guest), 4, "{which} {guest}");
        }
        assert_eq!(availability("SRV-HV-CLINICAL"), 5, "{which}");
        // Bills need 3, and nobody has decided about the hosts of administration.
        assert_eq!(availability("SRV-HV-ADMIN"), 3, "{which}");
        // Data of studies needs 5 in confidentiality; without names what is left needs 3, and so does its host.
        let secret = |asset| rank(&assessed, asset, "confidentiality");
        assert_eq!(
            ["APP-STUDIES", "SRV-TRUST", "SRV-RESEARCH-DB", "SRV-RESEARCH-HOST"].map(secret),
            [5, 5, 3, 3]
        );
        // Medical gases alarm over the network of the buildings, which by itself needed 4.
        assert_eq!(availability("NET-BMS"), 5, "{which}");
        assert_eq!(rank(&assessed, "NET-BMS", "safety"), 5, "{which}");
        // Around the cycles every member needs the same.
        for dimension in CIA {
            for around in
                [&["SRV-AD", "SRV-DNS", "SRV-DHCP", "SRV-NTP", "APP-BADGE"][..], &["APP-EHR", "APP-IE"]]
            {
                let ranks: BTreeSet<u8> = around.iter().map(|a| rank(&assessed, a, dimension)).collect();
                assert_eq!(ranks, BTreeSet::from([5]), "{which} {dimension}");
            }
        }
    }
}

/// On the hosts of the clinical systems runs nothing that needs more than 4 in availability by itself.
#[test]
fn the_clinical_hosts_owe_their_need_to_the_decision() {
    let assessed = assessed(&full());
    let isms = assessed.isms();
    let guests = isms.assets().iter().filter(|(_, asset)| asset.depends_on.contains("SRV-HV-CLINICAL"));
    let ranks: Vec<u8> = guests.map(|(id, _)| rank(&assessed, id.as_str(), "availability")).collect();
    assert!(ranks.len() > 20 && ranks.iter().all(|rank| (1..=4).contains(rank)), "{ranks:?}");
    let mut draft = isms.to_draft();
    draft.assets.get_mut("SRV-HV-CLINICAL").unwrap().cumulation = Default::default();
    let without = assess(
        &draft.build().unwrap(),
        &Catalogue::builtin(),
        &AssessOptions::new("2026-06-30".parse().unwrap()),
    );
    assert_eq!(rank(&without, "SRV-HV-CLINICAL", "availability"), 4);
}

#[test]
fn suggests_what_nobody_has_decided() {
    for (which, assessed) in both() {
        let suggestions = assessed.needs().suggestions();
        let has = |wanted: &dyn Fn(&NeedSuggestion) -> bool| suggestions.iter().any(wanted);
        assert!(
            has(&|s| matches!(s, NeedSuggestion::Redundancy { asset, members: 2, required: 1, .. }
                if asset.as_str() == "LOC-BUS-AND")),
            "{which}"
        );
        assert!(
            has(&|s| matches!(s, NeedSuggestion::Cumulation { asset, dimension, level, .. }
                if asset.as_str() == "SRV-HV-ADMIN" && dimension.as_str() == "availability" && level.rank() == 3)),
            "{which}"
        );
        assert!(
            !has(&|s| matches!(s, NeedSuggestion::Cumulation { asset, dimension, .. }
                if asset.as_str() == "SRV-HV-CLINICAL" && dimension.as_str() == "availability")),
            "{which}: it is applied"
        );
    }
}

/// One switch takes both battery banks, and three controls rest on one directory.
#[test]
fn names_what_takes_the_spare_as_well() {
    for (which, isms) in [("core", core()), ("full", full())] {
        let found = common_causes(&isms, &CauseOptions::default());
        assert!(found.is_complete(), "{which}");
        let has = |wanted: &dyn Fn(&CommonCause) -> bool| found.causes.iter().any(wanted);
        assert!(
            has(&|cause| cause.asset.as_str() == "LOC-SWITCH-AND"
                && cause.defeats == 2
                && matches!(&cause.of, Defeated::Group { asset, .. } if asset.as_str() == "LOC-BUS-AND")),
            "{which}"
        );
        assert!(
            has(&|cause| cause.asset.as_str() == "SRV-AD"
                && cause.defeats == 3
                && matches!(&cause.of, Defeated::Controls { .. })),
            "{which}"
        );
        // The generators share nothing: what somebody decided about them stands.
        let generators = |cause: &CommonCause| matches!(&cause.of, Defeated::Group { asset, .. } if asset.as_str() == "LOC-BUS-STB");
        assert!(!has(&generators), "{which}");
    }
}

/// What a zone of IEC 62443 achieves is what its weakest conduit lets it: gases ask for 3 in restricted data flow, the
/// network of the buildings gives 2. That the rest is met is not known: nobody has rated the rooms below.
#[test]
fn compares_security_levels_of_zones() {
    for (which, assessed) in both() {
        let state = |zone: &str, measure: &str| {
            assessed.capabilities().get(&zone.parse().unwrap(), &measure.parse().unwrap()).unwrap()
        };
        let vector = ["sl-iac", "sl-uc", "sl-si", "sl-dc", "sl-rdf", "sl-tre", "sl-ra"];
        for (zone, misses) in [("NET-MEDGAS", "sl-rdf"), ("NET-BMS", "sl-rdf"), ("NET-PUMPS", "sl-tre")] {
            for measure in vector {
                let missed = state(zone, measure).is_met() == Some(false);
                assert_eq!(missed, measure == misses, "{which} {zone} {measure}");
            }
        }
        assert_eq!(
            (state("NET-MEDGAS", "sl-rdf").required, state("NET-MEDGAS", "sl-rdf").at_best),
            (Some(3), Some(2))
        );
    }
}

/// Whatever the core says of an item the full document says too; assets only gain dependencies.
#[test]
fn the_core_is_in_the_full_document() {
    let (core, full) = (core(), full());
    for (id, asset) in core.assets().iter() {
        let mut larger = full.assets().get(id).unwrap().clone();
        larger.depends_on = larger
            .depends_on
            .iter()
            .filter(|(to, _)| asset.depends_on.contains(*to))
            .map(|(to, edge)| (to.clone(), edge.clone()))
            .collect();
        assert_eq!(&larger, asset, "{id}");
    }
    for (id, risk) in core.risks().iter() {
        assert_eq!(full.risks().get(id), Some(risk), "{id}");
    }
    for (id, control) in core.controls().iter() {
        assert_eq!(full.controls().get(id), Some(control), "{id}");
    }
    for (id, treatment) in core.treatments().iter() {
        assert_eq!(full.treatments().get(id), Some(treatment), "{id}");
    }
    for (id, acceptance) in core.acceptances().iter() {
        assert_eq!(full.acceptances().get(id), Some(acceptance), "{id}");
    }
    assert_eq!(
        (core.methods(), core.scales(), core.requirements()),
        (full.methods(), full.scales(), full.requirements())
    );
}

/// The defects written into the core.
const IN_CORE: [(&str, &str); 22] = [
    ("C4.1-03", "/issues/ISS-MERGER/reviewed_on"),
    ("C4.3-03", "/assets/SUP-CATERING/depends_on/APP-EHR"),
    ("C5.2-04", "/policies/POL-DEVICES/review_by"),
    ("C5.3-04", "/controls/CTL-BACKUP/verification/by"),
    ("C6.1.2-07", "/assets/PRC-DISPATCH/need/integrity"),
    ("C6.1.2-14", "/risks/R-PACS-FULL/inherent"),
    ("C6.1.2-16", "/risks/R-PACS-FULL/inherent"),
    ("C6.1.2-17", "/risks/R-BMS-INTRUSION/basis/NET-BMS/availability"),
    ("C6.1.3-13", "/soa/entries/iso27001-2022:A.8.30"),
    ("C6.1.3-14", "/soa/entries/iso27001-2022:A.8.30"),
    ("C6.1.3-19", "/risks/R-MRI-LEGACY"),
    ("C6.1.3-21", "/acceptances/ACC-BMS-INTRUSION/level"),
    ("C6.1.3-21", "/acceptances/ACC-STB-POWER/level"),
    ("C6.1.3-26", "/treatments/T-AND-UPS/actions/1/due"),
    ("C6.2-03", "/objectives/OBJ-DEVICE-PATCHES/plan"),
    ("C6.2-05", "/objectives/OBJ-DEVICE-PATCHES/due"),
    ("G-06", "/assets/APP-LIS/requires/rto"),
    ("G-06", "/assets/NET-MEDGAS/requires/sl-rdf"),
    ("G-06", "/assets/NET-PUMPS/requires/sl-tre"),
    ("M-040", "/enterprise_risks/ER-CARE/tolerance"),
    ("M-040", "/enterprise_risks/ER-HARM/tolerance"),
    ("M-040", "/enterprise_risks/ER-PRIVACY/tolerance"),
];

/// The defects `generate.py` adds, and how many of each code there are with those of the core.
const IN_FULL: [(&str, usize); 13] = [
    ("C4.3-03", 2),   // the maker of the lifts has no interface
    ("C5.3-02", 1),   // the medical engineer of Andersey has left
    ("C6.1.2-10", 2), // and owns two risks
    ("C6.1.2-12", 1), // one slip in 137 typed lines of the register: the other 136 agree with the engine
    ("C6.1.2-14", 4), // three without a basis of the likelihood
    ("C6.1.3-15", 2), // the statement lags behind two controls
    ("C6.1.3-20", 1), // accepted by the head of training
    ("C6.1.3-21", 3), // one acceptance has ended
    ("C6.1.3-26", 6), // five actions are overdue
    ("C8.1-03", 1),   // the maker of the cooling has neither agreement nor review
    ("C8.2-01", 3),   // three assessments are overdue
    ("G-02", 3),      // three groups of devices have no owner
    ("G-05", 2),      // a fax server and a kiosk nobody uses
];

#[test]
fn seeded_defects_fire_and_two_are_major() {
    for (which, assessed) in both() {
        let findings = assessed.findings().listed();
        let found: BTreeSet<(&str, String)> = findings.iter().map(|f| (f.code(), f.path())).collect();
        for (code, path) in IN_CORE {
            assert!(found.contains(&(code, path.to_owned())), "{which} {code} {path}");
        }
        let major: Vec<&str> =
            findings.iter().filter(|f| f.severity() == Severity::Major).map(|f| f.code()).collect();
        assert_eq!(major, ["C6.1.3-13", "C6.1.3-19"], "{which}");
        assert!(findings.len() < 60, "{which}: a moderate number, and {} is not", findings.len());
    }
    let assessed = assessed(&full());
    for (code, count) in IN_FULL {
        assert_eq!(assessed.findings().total(code), count, "{code}");
    }
}

/// Risks of sites are read in the matrix of the group by the one translation, so that eight enterprise risks hold them
/// all. Without it the two matrices have nothing in common.
#[test]
fn reads_sites_in_the_matrix_of_the_group() {
    for (which, after) in both() {
        assert_eq!(after.findings().total("C6.1.2-05"), 0, "{which}");
        let rows = after.enterprise_rows();
        assert_eq!(rows.len(), 2 * 8);
        assert!(rows.iter().all(|row| row.complete), "{which}");
        let open: usize = rows.iter().filter(|row| row.station == "current").map(|row| row.open).sum();
        assert_eq!(open, after.isms().risks().len(), "{which}: each belongs to one");
        let exposure = |id: &str, station: &str| {
            let row = rows.iter().find(|row| row.enterprise_risk.as_str() == id && row.station == station);
            let row = row.unwrap();
            let [level, from] =
                [row.exposure.as_ref().map(ToString::to_string), row.from.as_ref().map(ToString::to_string)];
            (level.unwrap(), from.unwrap(), row.outside.unwrap())
        };
        let said = |level: &str, from: &str, outside| (level.to_owned(), from.to_owned(), outside);
        // Of the site, high in its own matrix: its generators are no longer shown to work.
        assert_eq!(exposure("ER-CARE", "current"), said("high", "R-STB-POWER", 1), "{which}");
        // Of the group: likely and critical, and a gateway that is planned takes one level of the likelihood.
        assert_eq!(exposure("ER-HARM", "current"), said("very-high", "R-MRI-LEGACY", 1), "{which}");
        assert_eq!(exposure("ER-HARM", "residual"), said("high", "R-MRI-LEGACY", 1), "{which}");
        // What the insurer pays brings it back to what is borne.
        assert_eq!(exposure("ER-PRIVACY", "current"), said("high", "R-PRIVACY-FINE", 1), "{which}");
        assert_eq!(exposure("ER-PRIVACY", "residual").2, 0, "{which}");
        assert_eq!(exposure("ER-DISPATCH", "current"), said("low", "R-DISPATCH-OUTAGE", 0), "{which}");
    }
    let mut draft = full().to_draft();
    draft.translations = Default::default();
    let without = assessed(&draft.build().unwrap());
    assert_eq!(without.findings().total("C6.1.2-05"), 1);
    assert!(without.enterprise_rows().iter().any(|row| !row.complete));
}

/// Ransomware was judged rare, and so it looks harmless: what an incident will contradict.
#[test]
fn ransomware_looks_harmless() {
    let assessed = assessed(&full());
    let isms = assessed.isms();
    let id = "R-RANSOMWARE".parse().unwrap();
    assert_eq!(isms.risks().get(&id).unwrap().inherent.likelihood.as_ref().unwrap().as_str(), "rare");
    let state = assessed.register().get(&id).unwrap();
    let name = |level: Option<&Level>| isms.name_of(level.unwrap()).unwrap().to_string();
    // Rare and critical; a copy out of reach takes two levels of the consequence.
    assert_eq!(
        (name(state.inherent.level.as_ref()), name(state.current.level())),
        ("medium".into(), "low".into())
    );
}

#[test]
fn keeps_what_is_written() {
    for isms in [core(), full()] {
        let again = Isms::from_json(&isms.to_json()).unwrap();
        assert_eq!(again.to_draft(), isms.to_draft());
    }
}
