//! Published matrices and worked examples, each with its source, against the engine.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use isms_core::{
    Band, Combine, Date, Disposition, Draft, Inherent, Isms, LevelName, Loss, Register, Risk, RiskApproach,
    RiskId, RiskMethod, Scale, ScaleLevel, Table, control_states, derive_needs, evaluate, lint_method,
};

fn name(text: &str) -> LevelName {
    text.parse().unwrap()
}

fn evaluated(isms: &Isms) -> Register {
    let day: Date = "2026-03-31".parse().unwrap();
    evaluate(isms, &derive_needs(isms), &control_states(isms, day), day)
}

/// A method on scales `l`, `c` and `v`, every level retained, with one risk `R-<l>-<c>` per point.
fn published(l: Scale, c: Scale, v: Scale, combine: Combine) -> Isms {
    let mut draft = Draft::new("published");
    let id = |text: &str| text.parse().unwrap();
    let mut method = RiskMethod::new("published", "1", id("l"), id("c"), id("v"), combine);
    method.dispositions = v.levels.iter().map(|level| (level.id.clone(), Disposition::Retain)).collect();
    for (at, likelihood) in l.levels.iter().enumerate() {
        for (to, consequence) in c.levels.iter().enumerate() {
            let mut risk = Risk::new("cell", RiskApproach::Event, "M".parse().unwrap());
            risk.inherent = Inherent::new(likelihood.id.clone(), consequence.id.clone());
            draft.risks.insert(format!("R-{at}-{to}").parse().unwrap(), risk);
        }
    }
    draft.scales = [(id("l"), l), (id("c"), c), (id("v"), v)].into_iter().collect();
    draft.methods.insert("M".parse().unwrap(), method);
    draft.build().unwrap()
}

/// The place of the level of each point, from 0, as the engine gives it.
fn grid(isms: &Isms) -> Vec<Vec<Option<usize>>> {
    let register = evaluated(isms);
    let size = |id: &str| isms.scales().get(id).unwrap().levels.len();
    let level = |at: usize, to: usize| {
        let id: RiskId = format!("R-{at}-{to}").parse().unwrap();
        let state = register.get(&id).unwrap();
        assert_eq!(state.current.level(), state.inherent.level.as_ref());
        state.inherent.level.as_ref().map(|level| usize::from(level.rank()) - 1)
    };
    (0..size("l")).map(|at| (0..size("c")).map(|to| level(at, to)).collect()).collect()
}

fn matrix(l: &[&str], c: &[&str], v: &[&str], rows: &[&[usize]]) -> Isms {
    let row = |row: &&[usize]| row.iter().map(|at| Some(name(v[*at]))).collect::<Vec<_>>();
    let rows: Table<LevelName, _> = l.iter().map(|l| name(l)).zip(rows.iter().map(row)).collect();
    let scale = |names: &[&str]| Scale::of(names.iter().copied()).unwrap();
    published(scale(l), scale(c), scale(v), Combine::Matrix(rows))
}

const FIVE: [&str; 5] = ["very-low", "low", "moderate", "high", "very-high"];
const NUMBERED: [&str; 5] = ["1", "2", "3", "4", "5"];

/// NIST SP 800-30 Rev. 1, table G-5 as printed: overall likelihood from the likelihood of initiation (rows from very
/// high down) and the likelihood of adverse impact (columns from very low up).
const G5_PRINTED: &str = "L M H VH VH / L M M H VH / L L M M H / VL L L M M / VL VL L L L";

/// NIST SP 800-30 Rev. 1, table I-2 as printed: level of risk from overall likelihood (rows from very high down) and
/// impact (columns from very low up).
const I2_PRINTED: &str = "VL L M H VH / VL L M H VH / VL L M M H / VL L L L M / VL VL VL L L";

fn printed(text: &str) -> Vec<Vec<usize>> {
    let place = |cell: &str| ["VL", "L", "M", "H", "VH"].iter().position(|n| *n == cell).unwrap();
    text.split('/').rev().map(|row| row.split_whitespace().map(place).collect()).collect()
}

fn nist(text: &str) -> Isms {
    let rows = printed(text);
    let rows: Vec<&[usize]> = rows.iter().map(Vec::as_slice).collect();
    matrix(&FIVE, &FIVE, &FIVE, &rows)
}

fn assert_sound(isms: &Isms) {
    assert_eq!(lint_method(isms, &"M".parse().unwrap()), []);
}

#[test]
fn nist_tables_have_the_properties_that_are_known_of_them() {
    let (g5, i2) = (grid(&nist(G5_PRINTED)), grid(&nist(I2_PRINTED)));
    assert_sound(&nist(G5_PRINTED));
    assert_sound(&nist(I2_PRINTED));
    let cells = || (0..5).flat_map(|l| (0..5).map(move |c| (l, c)));
    // G-5 is symmetric; it exceeds the initiation in 7 cells and the lower input in 14.
    let g5 = |l: usize, c: usize| g5[l][c].unwrap();
    assert!(cells().all(|(l, c)| g5(l, c) == g5(c, l)));
    assert_eq!(cells().filter(|(l, c)| g5(*l, *c) > *l).count(), 7);
    assert_eq!(cells().filter(|(l, c)| g5(*l, *c) > *l.min(c)).count(), 14);
    // I-2 never exceeds the impact.
    assert!(cells().all(|(l, c)| i2[l][c].unwrap() <= c));
    // Worked example: initiation low, adverse impact high, impact high -> likelihood moderate, risk moderate.
    assert_eq!(g5(1, 3), 2);
    assert_eq!(i2[2][3], Some(2));
}

#[test]
fn a_wrong_copy_of_a_table_is_noticed() {
    // Copies of I-2 circulate that swap cells; one that gives moderate x moderate less than low x moderate.
    let wrong = I2_PRINTED.replacen("VL L M M H", "VL L VL M H", 1);
    let findings = lint_method(&nist(&wrong), &"M".parse().unwrap());
    assert_eq!(findings.iter().map(|f| f.code()).collect::<Vec<_>>(), ["C6.1.2-03"]);
    assert_eq!(findings[0].path(), "/methods/M/combine/matrix");
    let lower = "likelihood `moderate` with consequence `moderate` gives a lower level than ";
    assert!(findings[0].message().starts_with(lower), "{}", findings[0].message());
}

/// The five by five grid of ISO/IEC 27005:2022, table A.3: places of levels alone.
const ISO_27005: [[usize; 5]; 5] =
    [[0, 0, 1, 1, 1], [0, 1, 1, 2, 2], [1, 1, 2, 3, 3], [1, 2, 3, 3, 4], [2, 3, 3, 4, 4]];

fn square(rows: &[[usize; 5]; 5]) -> Isms {
    let rows: Vec<&[usize]> = rows.iter().map(|row| &row[..]).collect();
    matrix(&NUMBERED, &NUMBERED, &NUMBERED, &rows)
}

fn rated(ratings: &[i32]) -> Scale {
    let level = |(rating, name): (&i32, &str)| {
        let mut level = ScaleLevel::new(name.parse().unwrap());
        level.rating = Some((*rating).into());
        level
    };
    Scale::new(ratings.iter().zip(NUMBERED).map(level).collect())
}

fn bands(from: &[i32]) -> Vec<Band> {
    from.iter().zip(NUMBERED).map(|(from, level)| Band::new((*from).into(), name(level))).collect()
}

#[test]
fn the_iso_27005_grid_is_not_symmetric_and_products_reverse_it() {
    let isms = square(&ISO_27005);
    assert_sound(&isms);
    let iso = grid(&isms);
    assert_eq!((iso[4][0], iso[0][4]), (Some(2), Some(1)));

    let ratings = [1, 2, 3, 4, 5];
    let combine = Combine::Product { factor: None, bands: bands(&[1, 5, 10, 15, 20]) };
    let isms = published(rated(&ratings), rated(&ratings), Scale::of(NUMBERED).unwrap(), combine);
    let register = evaluated(&isms);
    let score = |l: usize, c: usize| {
        let id: RiskId = format!("R-{l}-{c}").parse().unwrap();
        register.get(&id).unwrap().inherent.score.unwrap()
    };
    let cells: Vec<_> = (0..5).flat_map(|l| (0..5).map(move |c| (l, c))).collect();
    let distinct: std::collections::BTreeSet<_> = cells.iter().map(|(l, c)| score(*l, *c)).collect();
    assert_eq!(distinct.len(), 14);
    // (2,3) has the score 6 and a lower level in the grid than (5,1) with the score 5.
    assert!(score(1, 2) > score(4, 0) && iso[1][2] < iso[4][0]);
}

#[test]
fn other_published_matrices_are_sound() {
    // BSI-Standard 200-3: rows by impact, columns by frequency.
    let bsi: [&[usize]; 4] = [&[0, 0, 0, 0], &[0, 0, 1, 2], &[1, 1, 2, 3], &[1, 2, 3, 3]];
    // EBIOS Risk Manager, 4 x 4: likelihood V1..V4 by severity G1..G4.
    let ebios: [&[usize]; 4] = [&[0, 0, 0, 1], &[0, 0, 1, 1], &[1, 1, 2, 2], &[1, 2, 2, 2]];
    // MAGERIT v3, Libro III 2.1: impact by value (rows MB..MA) and degradation 1 %, 10 %, 100 %.
    let impact: [&[usize]; 5] = [&[0, 0, 0], &[0, 0, 1], &[0, 1, 2], &[1, 2, 3], &[2, 3, 4]];
    // MAGERIT v3, Libro III 2.1: risk by impact (rows MB..MA) and probability (columns MB..MA).
    let risk: [&[usize]; 5] =
        [&[0, 0, 0, 1, 1], &[1, 1, 1, 2, 2], &[1, 2, 2, 3, 3], &[2, 3, 3, 4, 4], &[3, 4, 4, 4, 4]];
    for (levels, rows) in [(4, &bsi[..]), (3, &ebios[..]), (5, &impact[..]), (5, &risk[..])] {
        let isms = matrix(&NUMBERED[..rows.len()], &NUMBERED[..rows[0].len()], &NUMBERED[..levels], rows);
        assert_sound(&isms);
        for (given, expected) in grid(&isms).iter().zip(rows) {
            assert_eq!(given, &expected.iter().map(|at| Some(*at)).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_product_is_read_in_its_bands() {
    // A training example on four levels: 1 to 3 low, 4 to 6 medium, 8 and 9 high, 12 to 16 very high.
    let four = || rated(&[1, 2, 3, 4]);
    let product = |factor: Option<i32>| {
        let bands = bands(&[1, 4, 8, 12]);
        let combine = Combine::Product { factor: factor.map(Into::into), bands };
        published(four(), four(), Scale::of(NUMBERED.into_iter().take(4)).unwrap(), combine)
    };
    let isms = product(None);
    assert_sound(&isms);
    let levels = grid(&isms);
    // phishing 3 x 3, ransomware 2 x 4, fire 1 x 4, a broken monitor 3 x 1
    assert_eq!(
        (levels[2][2], levels[1][3], levels[0][3], levels[2][0]),
        (Some(2), Some(2), Some(1), Some(0))
    );

    // MONARC: impact 3, threat 2, vulnerability 4 -> 24; with a reduction of the vulnerability by 3 -> 6.
    for (vulnerability, expected) in [(4, "24"), (4 - 3, "6")] {
        let register = evaluated(&product(Some(vulnerability)));
        let state = register.get(&"R-1-2".parse().unwrap()).unwrap();
        assert_eq!(state.inherent.score.unwrap().to_string(), expected);
    }
}

#[test]
fn a_sum_of_logarithms_is_a_product() {
    let powers = |base: i32| (0..4).map(|n| base.pow(n)).collect::<Vec<_>>();
    let product = Combine::Product { factor: None, bands: bands(&[1, 100, 10_000, 100_000]) };
    let sum = Combine::Sum { bands: bands(&[0, 2, 4, 5]) };
    let v = || Scale::of(NUMBERED.into_iter().take(4)).unwrap();
    let multiplied = published(rated(&powers(10)), rated(&powers(10)), v(), product);
    let added = published(rated(&[0, 1, 2, 3]), rated(&[0, 1, 2, 3]), v(), sum);
    assert_eq!(grid(&multiplied), grid(&added));
}

fn expected_annual(single: &str, rate: &str) -> String {
    let mut draft = Draft::new("loss");
    draft.scales.insert("s".parse().unwrap(), Scale::of(["x"]).unwrap());
    let s = || "s".parse().unwrap();
    let method = RiskMethod::new("m", "1", s(), s(), s(), Combine::Matrix(Table::new()));
    draft.methods.insert("M".parse().unwrap(), method);
    let mut risk = Risk::new("r", RiskApproach::Event, "M".parse().unwrap());
    risk.loss = Some(Loss::new(single.parse().unwrap(), rate.parse().unwrap()));
    draft.risks.insert("R".parse().unwrap(), risk);
    let register = evaluated(&draft.build().unwrap());
    register.states()[0].expected_annual.map_or_else(|| "none".into(), |m| m.to_string())
}

#[test]
fn expected_losses_are_single_loss_times_rate() {
    // A training example: before and after a control that costs 9,000 a year; the net benefit is 19,000.
    assert_eq!(expected_annual("EUR 120000", "0.25"), "EUR 30000.00");
    assert_eq!(expected_annual("EUR 40000", "0.05"), "EUR 2000.00");
    // MAGERIT v3, Libro III p. 14-15: impact 900,000, frequency 0.1; residual 90,000 at 0.05.
    assert_eq!(expected_annual("EUR 900000", "0.1"), "EUR 90000.00");
    assert_eq!(expected_annual("EUR 90000", "0.05"), "EUR 4500.00");
    assert_eq!(expected_annual("EUR 90000000000000000", "100"), "none"); // past 64 bits: unknown, not zero
}

/// A register somebody published: 26 risks, P x I x 20 as the score in all but four rows, one impact off the scale.
#[test]
fn a_real_register() {
    let Some(dir) = std::env::var_os("ISMS_TEST_DATA") else {
        eprintln!("skipped: ISMS_TEST_DATA is not set");
        return;
    };
    let file = std::path::Path::new(&dir).join("facts/real/hack23-risk-register.tsv");
    let text = std::fs::read_to_string(file).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();

    let mut draft = Draft::new("published register");
    let id = |text: &str| text.parse().unwrap();
    draft.scales = [
        (id("s"), rated(&[1, 2, 3, 4, 5])),
        (id("v"), Scale::of(["low", "medium", "high", "critical"]).unwrap()),
    ]
    .into_iter()
    .collect();
    let from = [(0, "low"), (100, "medium"), (200, "high"), (400, "critical")];
    let bands = from.map(|(from, level)| Band::new(from.into(), name(level))).to_vec();
    let combine = Combine::Product { factor: Some(20.into()), bands };
    draft.methods.insert("M".parse().unwrap(), RiskMethod::new("m", "1", id("s"), id("s"), id("v"), combine));
    for row in &rows {
        let mut risk = Risk::new(row[1], RiskApproach::Event, "M".parse().unwrap());
        risk.inherent = Inherent::new(name(row[3]), name(row[4]));
        risk.loss = Some(Loss::new(format!("EUR {}", row[6]).parse().unwrap(), row[7].parse().unwrap()));
        draft.risks.insert(row[0].parse().unwrap(), risk);
    }
    let register = evaluated(&draft.build().unwrap());

    let (mut total, mut differ, mut unknown) = (0, vec![], vec![]);
    for row in &rows {
        let state = register.get(&row[0].parse().unwrap()).unwrap();
        let annual = state.expected_annual.unwrap();
        assert_eq!(annual, format!("EUR {}", row[8]).parse().unwrap(), "{}", row[0]);
        total += annual.minor();
        match state.inherent.score {
            None => unknown.push(row[0]),
            Some(score) if score != row[5].parse().unwrap() => differ.push(row[0]),
            Some(_) => {}
        }
    }
    assert_eq!((rows.len(), total), (26, 25_887_500));
    assert_eq!(unknown, ["R-FOUNDER-001"]);
    differ.sort_unstable();
    assert_eq!(differ, ["R-CASH-001", "R-COMP-001", "R-PHYS-001", "R-TECH-001"]);
}
