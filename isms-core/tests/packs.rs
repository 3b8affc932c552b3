//! Packs: what a user brings along, checked as a whole and laid over the catalogue.

use std::fmt::Write;

use isms_core::{
    Catalogue, ClaimKind, EntryGroup, EntryId, Error, Format, Isms, Mask, Meaning, Pack, PackClaim,
    PackEntry, PackFramework, PackSet, ReadOptions, Reference, Strength, Tier, Upgrade, upgrade_references,
};

fn reference(text: &str) -> Reference {
    text.parse().unwrap()
}

/// Code and path of every problem, sorted.
fn problems(error: &Error) -> Vec<(&'static str, String)> {
    let mut found: Vec<_> = error.findings().iter().map(|f| (f.code(), f.path())).collect();
    found.sort();
    found
}

/// Two editions of a framework, the step between them, licensed titles and claims.
const GOOD: &str = "
isms_pack: '1'
id: acme-rules
version: 2026.1
licence: internal
frameworks:
  acme-2:
    name: Acme security rules
    edition: second
    notice: |
      Property of Acme.
      Not for the public.
    entries:
      '1': {kind: section, label: People, group: true}
      '1.10': {parent: '1', kind: requirement, label: Visitors are met}
      '1.2': {parent: '1', kind: requirement, label: Badges are worn, title: Badges, text: 'Wear them.', topics: [badges]}
      '1.2.a': {parent: '1.2', kind: item, label: Also by guests}
      '10': {kind: section, label: Rooms, group: true}
      '2': {kind: section, label: Old rules, withdrawn: true, became: ['1', '10']}
  acme-1:
    name: Acme security rules
    edition: first
    entries:
      R1: {kind: requirement, label: Wear badges}
      R2: {kind: requirement, label: Meet visitors, label: Meet visitors}
overlays:
  iso27001-2022:
    entries: {A.6.7: {title: Remote working}, A.7.2: {title: Physical entry, text: Our copy says so.}}
  acme-2:
    entries: {'10': {title: Rooms and doors}}
editions:
  - from: acme-1
    to: acme-2
    pairs: [{from: R1, to: '1.2', relation: one-to-one}, {from: R2, to: '1.10', relation: split}, {from: R2, to: '10', relation: split}]
sets:
  acme-2--iso27001-2022--acme:
    source: acme-2
    target: iso27001-2022
    publisher: Acme
    lineage: [acme-team]
    reviewer: Q. Auditor
    scale: 0 to 10
    claims:
      - {sources: ['1.2'], targets: [A.7.2], relation: within, strength: 7}
      - {sources: ['1.2', '1.10'], targets: [A.7.2, A.7.1], relation: within|equal, rationale: functional}
      - {sources: ['1.2'], targets: [A.7.2], relation: within, strength: 7}
      - {sources: ['10'], targets: [A.7.3]}
      - {sources: ['2'], targets: [A.7.3], relation: supports}
  self:
    source: iso27001-2022
    target: iso27001-2022
    publisher: Acme
    frame: acme-self
    kind: derived
    licence: CC0-1.0
    claims: [{sources: [A.8.7], targets: [A.8.8], relation: overlaps}]
";

/// The good pack; a duplicate in its text is there to be found by `duplicates_are_named`.
fn good() -> Pack {
    Pack::from_yaml(&GOOD.replace(", label: Meet visitors, label", ", label").replace("2026.1", "'2026.1'"))
        .unwrap()
}

#[test]
fn a_pack_brings_frameworks_titles_editions_and_claims() {
    let catalogue = Catalogue::builtin().with(&good()).unwrap();
    let acme = catalogue.framework("acme-2").unwrap();
    let order: Vec<_> = acme.entries().map(|entry| entry.id()).collect();
    assert_eq!(order, ["1", "1.2", "1.2.a", "1.10", "2", "10"]);
    assert_eq!((acme.tier(), acme.group(), acme.edition()), (Tier::Own, "own", "second"));
    assert!(acme.notice().contains("Not for the public"));
    assert_eq!(acme.provenance()[0].what(), "pack acme-rules, version 2026.1");
    assert_eq!(acme.provenance()[0].terms(), "internal");

    let badges = catalogue.resolve(&reference("acme-2:1.2")).unwrap();
    assert_eq!(
        (badges.label(), badges.title(), badges.text()),
        ("Badges are worn", Some("Badges"), Some("Wear them."))
    );
    assert_eq!(badges.parent().unwrap().id(), "1");
    assert!(badges.topics().eq(["badges"]));
    assert!(badges.is_assessable() && !badges.parent().unwrap().is_assessable());
    let old = catalogue.resolve(&reference("acme-2:2")).unwrap();
    assert!(old.is_withdrawn() && !old.is_assessable());
    assert!(old.became().map(|entry| entry.id()).eq(["1", "10"]));

    // What is laid over an entry is shown; its own label stays.
    let entry = catalogue.resolve(&reference("iso27001-2022:A.7.2")).unwrap();
    assert_eq!((entry.title(), entry.text()), (Some("Physical entry"), Some("Our copy says so.")));
    assert_eq!(entry.label(), Catalogue::builtin().resolve(&entry.reference()).unwrap().label());
    assert_eq!(catalogue.resolve(&reference("acme-2:10")).unwrap().title(), Some("Rooms and doors"));

    // Two editions side by side, with what became of the one in the other.
    let second = "acme-2".parse().unwrap();
    assert_eq!(
        catalogue.upgrade(&reference("acme-1:R1"), &second).unwrap(),
        Upgrade::Decided(reference("acme-2:1.2"))
    );
    let Upgrade::Open(both) = catalogue.upgrade(&reference("acme-1:R2"), &second).unwrap() else { panic!() };
    assert_eq!(
        both,
        [reference("acme-2:10"), reference("acme-2:1.10")].into_iter().rev().collect::<Vec<_>>()
    );
    assert_eq!(catalogue.predecessors(&reference("acme-2:1.2"))[0].0, reference("acme-1:R1"));

    let set = catalogue.claim_set("acme-2--iso27001-2022--acme").unwrap();
    assert_eq!((set.frame(), set.kind(), set.licence()), ("Acme", ClaimKind::Community, "internal"));
    assert_eq!(
        (set.document(), set.reviewer(), set.scale()),
        ("pack acme-rules, version 2026.1", "Q. Auditor", "0 to 10")
    );
    assert!(set.lineage().eq(["acme-team"]));
    // In the order they were made, the repeated one and the one about a withdrawn entry included.
    let claims: Vec<_> = set
        .claims(&catalogue)
        .map(|claim| {
            let ids = |entries: Vec<isms_core::Entry<'_>>| {
                entries.iter().map(|e| e.id()).collect::<Vec<_>>().join("+")
            };
            let ends = (ids(claim.sources().collect()), ids(claim.targets().collect()));
            (ends.0, ends.1, claim.strength().map(str::to_owned), claim.rationale().map(str::to_owned))
        })
        .collect();
    let row = |s: &str, t: &str, strength: Option<&str>, rationale: Option<&str>| {
        (s.to_owned(), t.to_owned(), strength.map(str::to_owned), rationale.map(str::to_owned))
    };
    assert_eq!(
        claims,
        [
            row("1.2", "A.7.2", Some("7"), None),
            row("1.10+1.2", "A.7.1+A.7.2", None, Some("functional")),
            row("1.2", "A.7.2", Some("7"), None),
            row("10", "A.7.3", None, None),
            row("2", "A.7.3", None, None),
        ]
    );
    let meanings: Vec<_> = set.claims(&catalogue).map(|claim| claim.meaning()).collect();
    assert_eq!(meanings[0], meanings[2]);
    assert_ne!(meanings[0], meanings[1]);
    assert_eq!(meanings[3], Meaning::Set(Mask::NOT_DISJOINT));
    assert_eq!(meanings[4], Meaning::Supports);

    let own = catalogue.claim_set("self").unwrap();
    assert_eq!((own.frame(), own.kind(), own.licence()), ("acme-self", ClaimKind::Derived, "CC0-1.0"));
    let claim = own.claims(&catalogue).next().unwrap();
    assert_eq!(
        (claim.sources().next().unwrap().id(), claim.targets().next().unwrap().id()),
        ("A.8.7", "A.8.8")
    );
    assert_eq!(catalogue.claim(&claim.id()).unwrap().id(), claim.id());
}

#[test]
fn canonical_form_and_digest_depend_on_content_alone() {
    let pack = good();
    let json = pack.to_json();
    let again = Pack::from_json(&json).unwrap();
    assert_eq!((&again, again.to_json()), (&pack, json.clone()));
    assert_eq!(pack.digest(), again.digest());
    let small =
        Pack::from_json(r#"{"licence": "CC0-1.0", "version": "1", "isms_pack": "1", "id": "p"}"#).unwrap();
    assert_eq!(small.to_json(), r#"{"isms_pack":"1","id":"p","version":"1","licence":"CC0-1.0"}"#);
    // By another program: SHA-256 over `isms-pack`, a zero, `1`, a zero and those bytes.
    assert_eq!(small.digest(), "e5a120a0717feece64f3d55d0286396e9d738bb2720039b5fabb2870f5fb2fea");

    // Unknown members are kept where the reader was asked to, and count.
    let text = r#"{"isms_pack": "1", "id": "p", "version": "1", "licence": "CC0-1.0", "x-note": [1]}"#;
    assert_eq!(Pack::from_json(text).unwrap_err().code(), "D-007");
    let mut options = ReadOptions::default();
    options.preserve_unknown = true;
    let kept = Pack::read(text.as_bytes(), &options).unwrap();
    assert!(kept.to_json().contains(r#""x-note":[1]"#));
    assert_ne!(kept.digest(), small.digest());
}

#[test]
fn reading_names_every_problem_with_its_place() {
    let mut options = ReadOptions::default();
    options.format = Format::Yaml;
    let error = Pack::read(GOOD.as_bytes(), &options).unwrap_err();
    assert_eq!(
        problems(&error),
        [("D-006", "/frameworks/acme-1/entries/R2/label".to_owned()), ("D-021", "/version".to_owned())]
    );
    let text = r#"{"isms_pack": "2", "id": "p", "version": 1, "licence": "x",
      "frameworks": {"Acme": {"name": "a", "edition": "1", "entries": {}},
                     "acme": {"name": "a", "entries": {" 1": {"kind": "requirment", "label": "x", "parent": "a,b"}}}},
      "editions": [{"from": "a", "to": "b", "pairs": [{"from": "1", "to": "2", "relation": "equal"}]}],
      "sets": {"a/b": {"source": "a", "target": "b", "publisher": "c", "claims": [
        {"sources": [], "targets": ["x", "x"], "strength": true},
        {"sources": "x", "relation": 1}]}}}"#;
    let error = Pack::from_json(text).unwrap_err();
    let expected = [
        ("D-008", "/frameworks/acme/edition"),
        ("D-008", "/sets/a~1b/claims/1/targets"),
        ("D-009", "/sets/a~1b/claims/0/strength"),
        ("D-009", "/sets/a~1b/claims/1/relation"),
        ("D-009", "/sets/a~1b/claims/1/sources"),
        ("D-009", "/version"),
        ("D-010", "/editions/0/pairs/0/relation"),
        ("D-010", "/frameworks/acme/entries/ 1/kind"),
        ("D-011", "/sets/a~1b"),
        ("D-012", "/frameworks/Acme"),
        ("D-012", "/frameworks/acme/entries/ 1"),
        ("D-012", "/frameworks/acme/entries/ 1/parent"),
        ("D-018", "/isms_pack"),
        ("D-019", "/sets/a~1b/claims/0/sources"),
        ("D-019", "/sets/a~1b/claims/0/targets/1"),
    ];
    assert_eq!(problems(&error), expected.map(|(code, path)| (code, path.to_owned())));
    assert!(error.findings().iter().all(|finding| finding.position().is_some()));
    // An id without quotes may have lost a zero.
    let text =
        "{isms_pack: '1', id: p, version: '1', licence: x, overlays: {iso27001-2022: {entries: {4.10: {}}}}}";
    let error = Pack::from_yaml(text).unwrap_err();
    assert_eq!(problems(&error), [("D-021", "/overlays/iso27001-2022/entries/4.10".to_owned())]);
}

#[test]
fn laying_names_every_problem_at_once_and_takes_nothing() {
    let pack = Pack::from_yaml(
        "
isms_pack: '1'
id: bad
version: ''
licence: 'two
  

  lines'
frameworks:
  iso27001-2022: {name: x, edition: x, entries: {}}
  acme:
    name: Acme
    edition: ' '
    entries:
      A: {kind: section, label: ''}
      B: {parent: D, kind: control, label: b}
      C: {parent: B, kind: control, label: c}
      D: {parent: C, kind: control, label: d}
      E: {parent: E, kind: control, label: e}
      F: {parent: D, kind: control, label: below the circle}
      G: {parent: AA, kind: control, label: g, became: [A]}
      H: {kind: control, label: h, withdrawn: true, became: [Q]}
      I J: {kind: control, label: a space}
overlays:
  iso27001-2202: {entries: {A.5.1: {title: x}}}
  iso27001-2022: {entries: {A.12.6.1: {title: x}, '8.7': {title: x}, A.5.1: {title: never laid}}}
editions:
  - {from: iso27001-2013, to: iso27001-2022, pairs: []}
  - {from: acme, to: acme, pairs: []}
  - {from: acme, to: iso27001-2022, pairs: [{from: A, to: A.5.1, relation: moved}, {from: A, to: A.5.1, relation: split}, {from: Z, to: A.99, relation: moved}]}
sets:
  nowhere: {source: acme, target: acme-9, publisher: x, claims: []}
  words:
    source: acme
    target: iso27001-2022
    publisher: ''
    claims:
      - {sources: [A], targets: [A.5.1], relation: supreset}
      - {sources: [A, Q], targets: ['Annex A 5.1'], relation: 'equal|supports'}
",
    )
    .unwrap();
    let before = Catalogue::builtin();
    let error = before.with(&pack).unwrap_err();
    let expected = [
        ("D-012", "/frameworks/acme/entries/I J"),
        ("D-019", "/editions/2/pairs/1"),
        ("K-001", "/overlays/iso27001-2202"),
        ("K-001", "/sets/nowhere/target"),
        ("K-002", "/editions/2/pairs/2/from"),
        ("K-002", "/editions/2/pairs/2/to"),
        ("K-002", "/overlays/iso27001-2022/entries/8.7"),
        ("K-002", "/sets/words/claims/1/sources/Q"),
        ("K-002", "/sets/words/claims/1/targets/Annex A 5.1"),
        ("K-003", "/overlays/iso27001-2022/entries/A.12.6.1"),
        ("K-011", "/sets/words/claims/0/relation"),
        ("K-011", "/sets/words/claims/1/relation"),
        ("K-015", "/editions/0"),
        ("K-015", "/frameworks/iso27001-2022"),
        ("K-016", "/frameworks/acme/entries/G/parent"),
        ("K-016", "/frameworks/acme/entries/H/became/Q"),
        ("K-017", "/frameworks/acme/entries/B/parent"),
        ("K-017", "/frameworks/acme/entries/E/parent"),
        ("K-019", "/frameworks/acme/edition"),
        ("K-019", "/frameworks/acme/entries/A/label"),
        ("K-019", "/licence"),
        ("K-019", "/sets/words/publisher"),
        ("K-019", "/version"),
        ("K-020", "/editions/1"),
        ("K-020", "/frameworks/acme/entries/G/became"),
    ];
    assert_eq!(problems(&error), expected.map(|(code, path)| (code, path.to_owned())));
    let at = |path: &str| error.findings().iter().find(|f| f.path() == path).unwrap();
    assert!(error.findings().iter().all(|f| f.severity().as_str() == "error"));
    assert_eq!(at("/overlays/iso27001-2202").help(), Some("did you mean `iso27001-2022`?"));
    assert_eq!(at("/overlays/iso27001-2022/entries/8.7").help(), Some("did you mean `A.8.7`?"));
    assert_eq!(at("/overlays/iso27001-2022/entries/A.12.6.1").help(), Some("it became A.8.8"));
    assert_eq!(at("/sets/words/claims/1/targets/Annex A 5.1").help(), Some("did you mean `A.5.1`?"));
    assert_eq!(at("/sets/words/claims/0/relation").help(), Some("did you mean `superset`?"));
    assert!(at("/frameworks/acme/entries/B/parent").message().ends_with(": B, C, D"));
    assert_eq!(at("/frameworks/acme/entries/E/parent").message(), "`E` belongs to itself");
    assert!(before.framework("acme").is_none());
    assert!(before.resolve(&reference("iso27001-2022:A.5.1")).unwrap().text().is_none());
}

#[test]
fn packs_add_up_and_never_replace() {
    let first = Catalogue::builtin().with(&good()).unwrap();
    assert_eq!(
        problems(&first.with(&good()).unwrap_err()),
        [
            ("K-015", "/editions/0".to_owned()),
            ("K-015", "/frameworks/acme-1".to_owned()),
            ("K-015", "/frameworks/acme-2".to_owned()),
            ("K-015", "/sets/acme-2--iso27001-2022--acme".to_owned()),
            ("K-015", "/sets/self".to_owned()),
        ]
    );
    let more = Pack::from_yaml(
        "
isms_pack: '1'
id: more
version: '1'
licence: internal
overlays: {iso27001-2022: {entries: {A.7.2: {title: Entry}, A.6.7: {text: New text}}}}
sets: {acme-1-2: {source: acme-1, target: acme-2, publisher: Acme, claims: [{sources: [R1], targets: ['1.2']}]}}
",
    )
    .unwrap();
    let second = first.with(&more).unwrap();
    let entry = |catalogue: &Catalogue, id: &str| {
        let entry = catalogue.resolve(&reference(id)).unwrap();
        (entry.title().map(str::to_owned), entry.text().map(str::to_owned))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(entry(&second, "iso27001-2022:A.7.2"), (some("Entry"), some("Our copy says so.")));
    assert_eq!(entry(&second, "iso27001-2022:A.6.7"), (some("Remote working"), some("New text")));
    assert_eq!(entry(&first, "iso27001-2022:A.7.2"), (some("Physical entry"), some("Our copy says so.")));
    assert_eq!(second.claim_set("acme-1-2").unwrap().len(), 1);
    assert!(second.claim_sets().is_sorted_by_key(|set| set.id()));
    assert!(second.frameworks().is_sorted_by_key(|framework| framework.id()));
    // Every reference of the one resolves in the other.
    for framework in first.frameworks() {
        for entry in framework.entries() {
            assert_eq!(second.resolve(&entry.reference()).unwrap().id(), entry.id());
        }
    }
}

#[test]
fn a_pinned_pack_is_the_one_that_was_reviewed() {
    let pack = good();
    let digest = pack.digest();
    assert!(Catalogue::builtin().with_pinned(&pack, &digest.to_uppercase()).is_ok());
    let mut changed = pack.clone();
    changed.sets.values_mut().next().unwrap().claims.pop();
    let error = Catalogue::builtin().with_pinned(&changed, &digest).unwrap_err();
    assert_eq!(error.code(), "K-021");
    assert!(error.help().unwrap().contains(&changed.digest()));
    // The right pack may still be refused for what it says.
    let laid = Catalogue::builtin().with(&pack).unwrap();
    assert_eq!(laid.with_pinned(&pack, &digest).unwrap_err().code(), "K-015");
}

#[test]
fn an_isms_may_refer_to_a_pack() {
    let isms = Isms::from_yaml(
        "
isms: '1'
organisation: {name: Acme}
controls: {C-1: {title: badges, status: implemented, implements: ['acme-1:R1', 'acme-1:R2', 'acme-1:R9', 'acme-2:1.2']}}
",
    )
    .unwrap();
    let catalogue = Catalogue::builtin().with(&good()).unwrap();
    let (old, new) = ("acme-1".parse().unwrap(), "acme-2".parse().unwrap());
    let (after, list) = upgrade_references(&isms, &catalogue, &old, &new).unwrap();
    let now: Vec<_> = after.controls().get("C-1").unwrap().implements.iter().map(|r| r.to_string()).collect();
    assert_eq!(now, ["acme-1:R2", "acme-1:R9", "acme-2:1.2"]);
    let outcomes: Vec<_> = list.iter().map(|one| (one.reference.entry(), &one.outcome)).collect();
    assert_eq!(outcomes[0], ("R1", &Upgrade::Decided(reference("acme-2:1.2"))));
    assert!(matches!(outcomes[1], ("R2", Upgrade::Open(both)) if both.len() == 2));
    assert_eq!(outcomes[2], ("R9", &Upgrade::Gone));
}

#[test]
fn strengths_of_clashing_scales_stay_as_written() {
    let text = "strength\ttarget_id\tpublisher\tsource_id\trelationship\n\
                90\tA.5.1\tx\tA.5.2\t\n7\tA.5.1\tx\tA.5.2\tequal\n0.30\tA.5.1\tx\tA.5.2\t\nsignificant\tA.5.1\tx\tA.5.2\t\n";
    let iso: isms_core::FrameworkId = "iso27001-2022".parse().unwrap();
    let mut about = PackSet::new(iso.clone(), iso, "Acme");
    about.scale = Some("four at once".to_owned());
    let mut pack = Pack::new("p".parse().unwrap(), "1", "internal");
    pack.sets.insert("s".parse().unwrap(), PackSet::read_tsv(text, about).unwrap());
    let catalogue = Catalogue::builtin().with(&pack).unwrap();
    let set = catalogue.claim_set("s").unwrap();
    let strengths: Vec<_> = set.claims(&catalogue).map(|claim| claim.strength().unwrap()).collect();
    assert_eq!((strengths, set.scale()), (vec!["90", "7", "0.30", "significant"], "four at once"));
}

fn acme() -> PackSet {
    PackSet::new("acme".parse().unwrap(), "iso27001-2022".parse().unwrap(), "Acme")
}

#[test]
fn problems_of_a_table_have_their_line() {
    let text = "source\ttarget\trelation\tstrength\n1\tA.5.1\n\n\tA.5.2\n2;3;2\tA.5.3; A.5.4\tequal\n4\ta,b\t\t\t\tmore\n5\tA.5.1\t\t\u{7}\n";
    let error = PackSet::read_tsv(text, acme()).unwrap_err();
    let found: Vec<_> =
        error.findings().iter().map(|f| (f.code(), f.path(), f.position().unwrap().line)).collect();
    let expected = [
        ("D-008", "/claims/1/sources", 4),
        ("D-009", "/claims/3", 6),
        ("D-012", "/claims/3/targets", 6),
        ("K-019", "/claims/4/strength", 7),
    ];
    assert_eq!(found, expected.map(|(code, path, line)| (code, path.to_owned(), line)));
    let heading = |text: &str| problems(&PackSet::read_tsv(text, acme()).unwrap_err());
    let at = |code| vec![(code, "/claims".to_owned())];
    assert_eq!(heading("source\trelation\nA\t\n"), at("D-008"));
    assert_eq!(heading("source\ttarget\tsource_id\n"), at("D-006"));
    assert_eq!(heading("source\ttarget\trelatoin\n"), at("D-007"));
    assert_eq!(heading("").len(), 2);
    // Groups, other line ends, a mark in front, spaces around and inside.
    let text = "\u{feff}Source\tTarget\r\n 2;3;2 \tA.5.3; Annex A 5.4\r\n";
    let set = PackSet::read_tsv(text, acme()).unwrap();
    let ids = |group: &EntryGroup| group.ids().iter().map(EntryId::as_str).collect::<Vec<_>>().join("+");
    assert_eq!(
        (ids(&set.claims[0].sources), ids(&set.claims[0].targets)),
        ("2+3".into(), "A.5.3+Annex A 5.4".into())
    );
}

/// A framework of so many entries, and a table of so many claims between it and itself.
fn large(entries: usize, claims: usize) -> (PackFramework, String) {
    let mut framework = PackFramework::new("Large", "1");
    for n in 0..entries {
        let entry = PackEntry::new(isms_core::EntryKind::Control, format!("control {n}"));
        framework.entries.insert(format!("C-{n}").parse().unwrap(), entry);
    }
    let mut text = String::from("source\ttarget\trelation\tstrength\trationale\n");
    for n in 0..claims {
        let (source, target) = (n % entries, (n * 7 + n / entries) % entries);
        writeln!(text, "C-{source}\tC-{target}\toverlaps\t{}\tbecause of {n}", n % 11).unwrap();
    }
    (framework, text)
}

#[test]
fn a_set_of_a_hundred_thousand_claims_is_read_and_laid() {
    let count = std::env::var("ISMS_CLAIMS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let (framework, text) = large(10_000, count);
    let slug: isms_core::FrameworkId = "large".parse().unwrap();
    let began = std::time::Instant::now();
    let set = PackSet::read_tsv(&text, PackSet::new(slug.clone(), slug.clone(), "Acme")).unwrap();
    let read = began.elapsed();
    let mut pack = Pack::new("large".parse().unwrap(), "1", "internal");
    pack.frameworks.insert(slug, framework);
    pack.sets.insert("large".parse().unwrap(), set);
    let began = std::time::Instant::now();
    let catalogue = Catalogue::builtin().with(&pack).unwrap();
    let laid = began.elapsed();
    let set = catalogue.claim_set("large").unwrap();
    assert_eq!(set.len(), count);
    // Each of the rationales is another one, so none may be lost.
    let last = set.claims(&catalogue).last().unwrap();
    assert_eq!(last.rationale(), Some(format!("because of {}", count - 1).as_str()));
    assert_eq!(set.claims(&catalogue).filter(|claim| claim.rationale().is_none()).count(), 0);
    let began = std::time::Instant::now();
    let json = pack.to_json();
    let again = Pack::from_json(&json);
    println!(
        "{count} claims: table read in {read:?}, laid in {laid:?}, {} MB of JSON written and read in {:?}",
        json.len() >> 20,
        began.elapsed()
    );
    match again {
        Ok(again) => assert!(again == pack),
        // A million claims with long rationales are more than the reader takes by default.
        Err(error) => assert_eq!(error.code(), "D-003"),
    }
}

#[test]
fn a_set_that_is_wrong_all_over_is_refused_in_time() {
    let (_, text) = large(10_000, 100_000);
    let iso: isms_core::FrameworkId = "iso27001-2022".parse().unwrap();
    let mut pack = Pack::new("p".parse().unwrap(), "1", "internal");
    let set = PackSet::read_tsv(&text, PackSet::new(iso.clone(), iso, "Acme")).unwrap();
    pack.sets.insert("s".parse().unwrap(), set);
    let error = Catalogue::builtin().with(&pack).unwrap_err();
    assert_eq!(error.findings().len(), 1000);
    assert!(error.message().ends_with("(and 199999 more)"), "{}", error.message());
    // The same of a text whose every claim is wrong.
    let claims = vec![r#"{"sources": 1, "targets": []}"#; 100_000].join(",");
    let text = format!(
        r#"{{"isms_pack": "1", "id": "p", "version": "1", "licence": "x", "sets": {{"s":
        {{"source": "a", "target": "b", "publisher": "c", "claims": [{claims}]}}}}}}"#
    );
    assert_eq!(Pack::from_json(&text).unwrap_err().findings().len(), 1000);
}

#[test]
fn limits_are_stated_and_kept() {
    let mut pack = Pack::new("p".parse().unwrap(), "1", "internal");
    let mut framework = PackFramework::new("Large", "1");
    for n in 0..=isms_core::MAX_PACK_GROUP {
        let mut entry = PackEntry::new(isms_core::EntryKind::Control, "x");
        // A chain as deep as the framework is large: nothing recurses on it.
        entry.parent = n.checked_sub(1).map(|above| format!("C-{above}").parse().unwrap());
        framework.entries.insert(format!("C-{n}").parse().unwrap(), entry);
    }
    let ids = framework.entries.keys().cloned();
    let mut set = PackSet::new("large".parse().unwrap(), "large".parse().unwrap(), "Acme");
    let all = EntryGroup::of(ids).unwrap();
    let mut claim = PackClaim::new(all.clone(), EntryGroup::one("C-1".parse().unwrap()), None);
    claim.strength = Some("7".parse::<Strength>().unwrap());
    set.claims.push(claim);
    pack.frameworks.insert("large".parse().unwrap(), framework);
    pack.sets.insert("s".parse().unwrap(), set);
    let error = Catalogue::builtin().with(&pack).unwrap_err();
    assert_eq!(problems(&error), [("K-018", "/sets/s/claims/0/sources".to_owned())]);
    pack.sets.clear();
    let catalogue = Catalogue::builtin().with(&pack).unwrap();
    assert_eq!(catalogue.framework("large").unwrap().entries().last().unwrap().id(), "C-1000");
    let framework = pack.frameworks.get_mut("large").unwrap();
    for n in 0..=isms_core::MAX_PACK_ENTRIES {
        let entry = PackEntry::new(isms_core::EntryKind::Control, "x");
        framework.entries.insert(format!("D-{n}").parse().unwrap(), entry);
    }
    let error = Catalogue::builtin().with(&pack).unwrap_err();
    assert_eq!(problems(&error), [("K-018", "/frameworks/large/entries".to_owned())]);
}
