//! Unsound methods: each defect is found, alone, where it stands.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use isms_core::{
    Authority, Band, Combine, Disposition, Draft, LevelName, RiskMethod, Scale, ScaleLevel, Table,
    lint_method,
};

fn name(text: &str) -> LevelName {
    text.parse().unwrap()
}

fn rated(names: [&str; 3], ratings: [Option<i32>; 3]) -> Scale {
    let level = |(text, rating): (&str, Option<i32>)| {
        let mut level = ScaleLevel::new(name(text));
        level.rating = rating.map(Into::into);
        level
    };
    Scale::new(names.into_iter().zip(ratings).map(level).collect())
}

const L: [&str; 3] = ["rare", "likely", "certain"];
const C: [&str; 3] = ["minor", "major", "severe"];
const V: [&str; 3] = ["low", "medium", "high"];

fn rows(cells: [[Option<&str>; 3]; 3]) -> Table<LevelName, Vec<Option<LevelName>>> {
    let row = |row: [Option<&str>; 3]| row.iter().map(|cell| cell.map(name)).collect();
    L.into_iter().zip(cells).map(|(l, cells)| (name(l), row(cells))).collect()
}

const SOUND: [[Option<&str>; 3]; 3] = [
    [Some("low"), Some("low"), Some("medium")],
    [Some("low"), Some("medium"), Some("high")],
    [Some("medium"), Some("high"), Some("high")],
];

/// A sound method on three scales, changed.
fn found(change: impl FnOnce(&mut RiskMethod, &mut Draft)) -> Vec<(String, String)> {
    let mut draft = Draft::new("methods");
    let id = |text: &str| text.parse().unwrap();
    let ratings = [1, 2, 3].map(Some);
    draft.scales =
        [(id("l"), rated(L, ratings)), (id("c"), rated(C, ratings)), (id("v"), rated(V, [None; 3]))]
            .into_iter()
            .collect();
    let combine = Combine::Matrix(rows(SOUND));
    let mut method = RiskMethod::new("m", "1", id("l"), id("c"), id("v"), combine);
    method.dispositions = [
        (name("low"), Disposition::Retain),
        (name("medium"), Disposition::RetainWithApproval),
        (name("high"), Disposition::Treat),
    ]
    .into_iter()
    .collect();
    for level in ["medium", "high"] {
        let mut authority = Authority::default();
        authority.owner = true;
        method.authority.insert(name(level), authority);
    }
    change(&mut method, &mut draft);
    draft.methods.insert("M".parse().unwrap(), method);
    let findings = lint_method(&draft.build().unwrap(), &"M".parse().unwrap());
    findings.iter().map(|f| (f.code().to_owned(), f.path())).collect()
}

fn assert_found(change: impl FnOnce(&mut RiskMethod, &mut Draft), expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(code, path)| (code.to_string(), path.to_string())).collect();
    assert_eq!(found(change), expected);
}

fn matrix(cells: [[Option<&str>; 3]; 3]) -> impl FnOnce(&mut RiskMethod, &mut Draft) {
    move |method, _| method.combine = Combine::Matrix(rows(cells))
}

fn product(bands: &[(i32, &str)]) -> Combine {
    let bands = bands.iter().map(|(from, level)| Band::new((*from).into(), name(level))).collect();
    Combine::Product { factor: None, bands }
}

#[test]
fn a_sound_method_is_silent() {
    assert_found(|_, _| {}, &[]);
    assert_found(|m, _| m.combine = product(&[(1, "low"), (3, "medium"), (6, "high")]), &[]);
}

#[test]
fn holes_are_found_by_row_or_band() {
    let mut cells = SOUND;
    cells[1][0] = None;
    cells[1][2] = None;
    assert_found(matrix(cells), &[("C6.1.2-02", "/methods/M/combine/matrix/likely")]);
    let short = |m: &mut RiskMethod, _: &mut Draft| {
        let mut rows = rows(SOUND);
        rows.get_mut("certain").unwrap().pop();
        m.combine = Combine::Matrix(rows);
    };
    assert_found(short, &[("C6.1.2-02", "/methods/M/combine/matrix/certain")]);
    // 1 x 1 lies below the first band.
    let late = |m: &mut RiskMethod, _: &mut Draft| {
        m.combine = product(&[(2, "low"), (3, "medium"), (6, "high")]);
    };
    assert_found(late, &[("C6.1.2-02", "/methods/M/combine/product/bands")]);
}

#[test]
fn dents_and_missing_levels_are_found() {
    let mut cells = SOUND;
    cells[2][2] = Some("medium");
    assert_found(matrix(cells), &[("C6.1.2-03", "/methods/M/combine/matrix")]);
    // A dent behind a hole is one all the same.
    let cells = [
        [Some("high"), None, Some("low")],
        [Some("high"), Some("high"), Some("high")],
        [Some("high"), Some("high"), Some("high")],
    ];
    assert_found(
        matrix(cells),
        &[
            ("C6.1.2-02", "/methods/M/combine/matrix/rare"),
            ("C6.1.2-03", "/methods/M/combine/matrix"),
            ("M-004", "/methods/M/combine/matrix"),
        ],
    );
    let cells = SOUND.map(|row| row.map(|cell| if cell == Some("medium") { Some("high") } else { cell }));
    assert_found(matrix(cells), &[("M-004", "/methods/M/combine/matrix")]);
}

#[test]
fn what_follows_from_levels_is_checked() {
    let without = |m: &mut RiskMethod, _: &mut Draft| {
        m.dispositions = [(name("low"), Disposition::Retain)].into_iter().collect();
    };
    let expected =
        [("C6.1.2-02", "/methods/M/dispositions/high"), ("C6.1.2-02", "/methods/M/dispositions/medium")];
    assert_found(without, &expected);
    let weaker = |m: &mut RiskMethod, _: &mut Draft| {
        m.dispositions.insert(name("high"), Disposition::Retain);
    };
    assert_found(weaker, &[("M-005", "/methods/M/dispositions/high")]);
    let nobody = |m: &mut RiskMethod, _: &mut Draft| m.authority.get_mut("high").unwrap().owner = false;
    assert_found(nobody, &[("M-003", "/methods/M/authority/high")]);
    let refused = |m: &mut RiskMethod, _: &mut Draft| {
        m.authority = Table::new();
        m.dispositions.insert(name("medium"), Disposition::Refuse);
        m.dispositions.insert(name("high"), Disposition::Refuse);
    };
    assert_found(refused, &[]); // nobody is needed
}

#[test]
fn bands_and_ratings_are_checked() {
    let swapped = |m: &mut RiskMethod, _: &mut Draft| {
        m.combine = product(&[(3, "medium"), (1, "low"), (6, "high")]);
    };
    assert_found(swapped, &[("M-006", "/methods/M/combine/product/bands")]); // and read in order all the same
    let twice = |m: &mut RiskMethod, _: &mut Draft| {
        m.combine = product(&[(1, "low"), (3, "medium"), (3, "low"), (6, "high")]);
    };
    let expected = [
        ("C6.1.2-02", "/methods/M/combine/product/bands"),
        ("M-004", "/methods/M/combine/product/bands"),
        ("M-006", "/methods/M/combine/product/bands"),
    ];
    assert_found(twice, &expected);
    let unrated = |m: &mut RiskMethod, d: &mut Draft| {
        m.combine = product(&[(1, "low"), (3, "medium"), (6, "high")]);
        d.scales.insert("c".parse().unwrap(), rated(C, [Some(1), None, Some(3)]));
    };
    assert_found(unrated, &[("M-007", "/methods/M/consequence")]);
    let fallen = |m: &mut RiskMethod, d: &mut Draft| {
        m.combine = product(&[(1, "low"), (3, "medium"), (6, "high")]);
        d.scales.insert("c".parse().unwrap(), rated(C, [Some(1), Some(3), Some(2)]));
    };
    assert_found(fallen, &[("C6.1.2-03", "/methods/M/combine/product/bands"), ("G-09", "/scales/c/levels")]);
}

#[test]
fn names_off_their_scales_are_found() {
    let cell = |m: &mut RiskMethod, _: &mut Draft| {
        let mut rows = rows(SOUND);
        rows.get_mut("rare").unwrap()[1] = Some(name("lo"));
        rows.get_mut("certain").unwrap().push(Some(name("high")));
        rows.insert(name("never"), vec![]);
        m.combine = Combine::Matrix(rows);
    };
    let expected = [
        ("C6.1.2-02", "/methods/M/combine/matrix/rare"),
        ("M-002", "/methods/M/combine/matrix"),
        ("M-002", "/methods/M/combine/matrix/rare"),
        ("M-008", "/methods/M/combine/matrix/certain"),
    ];
    assert_found(cell, &expected);
    let tables = |m: &mut RiskMethod, _: &mut Draft| {
        m.dispositions.insert(name("x"), Disposition::Treat);
        m.authority.insert(name("x"), Authority::default());
        m.max_acceptance_days.insert(name("x"), 30);
        let table = [(name("high"), name("major")), (name("x"), name("y"))].into_iter().collect();
        m.need_to_consequence.insert("integrity".parse().unwrap(), table);
    };
    let expected = [
        ("M-002", "/methods/M/authority"),
        ("M-002", "/methods/M/dispositions"),
        ("M-002", "/methods/M/max_acceptance_days"),
        ("M-002", "/methods/M/need_to_consequence/integrity"),
        ("M-002", "/methods/M/need_to_consequence/integrity/x"),
    ];
    assert_found(tables, &expected);
    let fallen = |m: &mut RiskMethod, _: &mut Draft| {
        let table = [(name("low"), name("major")), (name("high"), name("minor"))].into_iter().collect();
        m.need_to_consequence.insert("integrity".parse().unwrap(), table);
    };
    assert_found(fallen, &[("M-009", "/methods/M/need_to_consequence/integrity")]);
}
