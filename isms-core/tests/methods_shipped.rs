//! The methods that ship, against what their sources print (`tests/methods/oracles.tsv`, each row with its source), and
//! methods with factors against a naive second implementation.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use isms_core::{
    AssessOptions, Axis, AxisFrom, Band, Catalogue, Combine, Control, ControlStatus, Decimal, Draft, Effect,
    Factor, Inherent, Isms, Level, LevelName, MethodCheck, MethodFile, Register, Risk, RiskApproach,
    RiskMethod, RiskPoint, Scale, ScaleLevel, Shift, assess, control_states, derive_needs, evaluate,
    lint_method, method_notes, shipped_methods,
};

const ORACLES: &str = include_str!("methods/oracles.tsv");

fn name(text: &str) -> LevelName {
    text.parse().unwrap()
}

fn evaluated(isms: &Isms) -> Register {
    let day = "2026-03-31".parse().unwrap();
    evaluate(isms, &derive_needs(isms), &control_states(isms, day), day)
}

fn draft_with(method: &str) -> Draft {
    let mut draft = Draft::new("published");
    draft.add_method(&MethodFile::shipped(method).unwrap()).unwrap();
    draft
}

fn given(field: &str) -> Option<LevelName> {
    (field != "-").then(|| name(field))
}

#[test]
fn methods_give_what_their_sources_print() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for line in ORACLES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[method, likelihood, consequence, factors, "=>", l, c, level, score, stage, _, _] = &fields[..]
        else {
            panic!("not an oracle: {line}");
        };
        let mut draft = draft_with(method);
        let mut risk = Risk::new("oracle", RiskApproach::Asset, method.parse().unwrap());
        risk.inherent.likelihood = given(likelihood);
        risk.inherent.consequence = given(consequence);
        for pair in factors.split(',').filter(|pair| *pair != "-") {
            let (id, level) = pair.split_once('=').unwrap();
            risk.inherent.factors.insert(id.parse().unwrap(), name(level));
        }
        draft.risks.insert("R".parse().unwrap(), risk);
        let isms = draft.build().unwrap();
        let register = evaluated(&isms);
        let point = &register.states()[0].inherent;
        let check = |expected: &str, got: Option<String>| match expected {
            "-" => {}
            "none" => assert_eq!(got, None, "{line}"),
            text => assert_eq!(got.as_deref(), Some(text), "{line}"),
        };
        let of = |level: &Option<Level>| level.as_ref().map(|level| isms.name_of(level).unwrap().to_string());
        check(l, of(&point.likelihood));
        check(c, of(&point.consequence));
        check(level, of(&point.level));
        check(score, point.score.map(|score| score.to_string()));
        check(stage, point.consequence_score.or(point.likelihood_score).map(|score| score.to_string()));
        *seen.entry(method).or_default() += 1;
    }
    let shipped: Vec<&str> = shipped_methods().collect();
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), shipped, "a method without oracles");
}

#[test]
fn shipped_methods_are_sound_and_say_where_they_come_from() {
    for method in shipped_methods() {
        let isms = draft_with(method).build().unwrap();
        let id = method.parse().unwrap();
        assert_eq!(lint_method(&isms, &id), [], "{method}");
        let file = MethodFile::shipped(method).unwrap();
        assert_eq!(file.id.as_str(), method);
        assert_eq!(
            isms.to_draft().method_file(&id).as_ref(),
            Some(&file),
            "{method} has scales it does not name"
        );
        let from = file.method.provenance.unwrap();
        assert!(!from.source.is_empty() && from.note.is_some(), "{method}");
        // Nobody claims a worked number of the publisher until a row of the oracles has one.
        let worked =
            ORACLES.lines().any(|line| line.starts_with(method) && line.contains("\tworked-example\t"));
        assert_eq!(from.verification == MethodCheck::WorkedExample, worked, "{method}");
        assert_eq!(method_notes(&isms, &id).unwrap().verification, Some(from.verification));
    }
}

#[test]
fn a_document_names_a_method_that_ships() {
    let text = "
isms: '1'
organisation: {name: Acme}
shipped_methods: [nist-800-30-r1]
risks:
  R-1: {title: phishing, approach: event, method: nist-800-30-r1,
        inherent: {consequence: high, factors: {initiation: low, adverse-impact: high}}}
";
    let isms = Isms::from_yaml(text).unwrap();
    let state = &evaluated(&isms).states()[0].clone();
    assert_eq!(state.inherent.likelihood.as_ref().unwrap().rank(), 3); // G-5: low with high is moderate
    assert_eq!(state.inherent.level.as_ref().unwrap().rank(), 3); // I-2: moderate with high is moderate
    // Canonical text has the method in it and still names it; reading it again changes nothing.
    let again = Isms::from_json(&isms.to_json()).unwrap();
    assert_eq!(again.to_json(), isms.to_json());
    assert!(isms.to_json().contains("\"shipped_methods\":[\"nist-800-30-r1\"]"));

    let unknown = Isms::from_yaml(&text.replace("[nist-800-30-r1]", "[nist-800-30]")).unwrap_err();
    assert_eq!((unknown.code(), unknown.path()), ("M-013", Some("/shipped_methods")));
    let other = text.replace("risks:", "scales: {nist-800-30-risk: {levels: [{id: a}]}}\nrisks:");
    let error = Isms::from_yaml(&other).unwrap_err();
    assert_eq!((error.code(), error.path()), ("M-014", Some("/scales/nist-800-30-risk")));
}

/// MONARC (zm-core, `RiskCalculationTrait`): impact 3, threat 2, vulnerability 4 give 24; a reduction of the
/// vulnerability by 3 leaves 6; one unknown factor leaves everything unknown.
#[test]
fn a_control_lowers_a_factor() {
    let risk = |draft: &mut Draft, factors: &[(&str, &str)]| {
        let mut risk = Risk::new("r", RiskApproach::Asset, "monarc-information".parse().unwrap());
        risk.inherent.consequence = Some(name("3"));
        risk.inherent.factors =
            factors.iter().map(|(id, level)| (id.parse().unwrap(), name(level))).collect();
        draft.risks.insert("R".parse().unwrap(), risk);
    };
    let mut draft = draft_with("monarc-information");
    risk(&mut draft, &[("threat", "2"), ("vulnerability", "4")]);
    let mut control = Control::new("patching", ControlStatus::Planned);
    control
        .acts_on
        .risks
        .insert("R".parse().unwrap(), Effect::on_factor("vulnerability".parse().unwrap(), Shift::down(3)));
    draft.controls.insert("C".parse().unwrap(), control);
    let mut treatment = isms_core::Treatment::new("R".parse().unwrap(), [isms_core::TreatmentOption::Modify]);
    treatment.controls.insert("C".parse().unwrap());
    draft.treatments.insert("T".parse().unwrap(), treatment);
    let register = evaluated(&draft.clone().build().unwrap());
    let state = &register.states()[0];
    let score = |point: &RiskPoint| point.score.unwrap().to_string();
    assert_eq!(score(&state.inherent), "24");
    assert_eq!(score(&state.current.point), "24");
    assert_eq!(score(&state.residual.point), "6");
    assert_eq!(state.residual.point.factors.get("vulnerability").unwrap().rank(), 2); // the level `1`
    assert_eq!(state.credits[0].axis, Axis::Factor("vulnerability".parse().unwrap()));

    risk(&mut draft, &[("threat", "2")]);
    let register = evaluated(&draft.build().unwrap());
    let state = &register.states()[0];
    assert!(state.inherent.level.is_none() && state.residual.level().is_none());
}

#[test]
fn an_effect_on_a_factor_the_method_does_not_have_is_refused() {
    let mut draft = draft_with("bsi-200-3");
    let risk = Risk::new("r", RiskApproach::Asset, "bsi-200-3".parse().unwrap());
    draft.risks.insert("R".parse().unwrap(), risk);
    let mut control = Control::new("c", ControlStatus::Implemented);
    let effect = Effect::on_factor("vulnerability".parse().unwrap(), Shift::down(1));
    control.acts_on.risks.insert("R".parse().unwrap(), effect);
    draft.controls.insert("C".parse().unwrap(), control);
    let error = draft.build().unwrap_err();
    assert_eq!(
        (error.code(), error.path()),
        ("D-016", Some("/controls/C/acts_on/risks/R/factors/vulnerability"))
    );
}

/// A small deterministic generator (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

const LEVELS: [&str; 4] = ["1", "2", "3", "4"];

fn four() -> Scale {
    let rated = |(text, rating): (&&str, i32)| {
        let mut level = ScaleLevel::new(name(text));
        level.rating = Some(Decimal::from(rating));
        level
    };
    Scale::new(LEVELS.iter().zip(1..).map(rated).collect())
}

/// The random world of one run: three factors, the likelihood from the first two by a matrix that need not be
/// monotone, the consequence as the weighted sum of all three.
struct World {
    stage: [[usize; 4]; 4],
    main: [[usize; 4]; 4],
    weights: [i32; 3],
    factors: [usize; 3],
    shifts: [i8; 3],
    on_likelihood: i8,
}

impl World {
    fn new(random: &mut Random) -> Self {
        let mut table =
            || -> [[usize; 4]; 4] { std::array::from_fn(|_| std::array::from_fn(|_| random.below(4))) };
        let (stage, main) = (table(), table());
        Self {
            stage,
            main,
            weights: std::array::from_fn(|_| random.below(3) as i32 + 1),
            factors: std::array::from_fn(|_| random.below(4)),
            shifts: std::array::from_fn(|_| random.below(5) as i8 - 1),
            on_likelihood: random.below(4) as i8 - 1,
        }
    }

    fn isms(&self) -> Isms {
        let mut draft = Draft::new("world");
        draft.scales.insert("s".parse().unwrap(), four());
        let s = || "s".parse().unwrap();
        let rows = |table: &[[usize; 4]; 4]| {
            let row = |row: &[usize; 4]| row.iter().map(|cell| Some(name(LEVELS[*cell]))).collect();
            Combine::Matrix(LEVELS.iter().map(|l| name(l)).zip(table.iter().map(row)).collect())
        };
        let mut method = RiskMethod::new("m", "1", s(), s(), s(), rows(&self.main));
        let ids = ["f", "g", "h"];
        for id in ids {
            method.factors.insert(id.parse().unwrap(), Factor::new(id, s()));
        }
        let of = |ids: &[&str]| ids.iter().map(|id| id.parse().unwrap()).collect();
        method.likelihood_from = Some(AxisFrom::new(of(&["f", "g"]), rows(&self.stage)));
        let bands = vec![
            Band::new(0.into(), name("1")),
            Band::new(8.into(), name("2")),
            Band::new(13.into(), name("3")),
            Band::new(18.into(), name("4")),
        ];
        let mut sum = AxisFrom::new(of(&ids), Combine::Sum { bands });
        sum.weights =
            ids.iter().zip(self.weights).map(|(id, w)| (id.parse().unwrap(), Decimal::from(w))).collect();
        method.consequence_from = Some(sum);
        draft.methods.insert("M".parse().unwrap(), method);
        let mut risk = Risk::new("r", RiskApproach::Asset, "M".parse().unwrap());
        risk.inherent.factors =
            ids.iter().zip(self.factors).map(|(id, at)| (id.parse().unwrap(), name(LEVELS[at]))).collect();
        draft.risks.insert("R".parse().unwrap(), risk);
        for (id, by) in ids.iter().zip(self.shifts) {
            self.control(&mut draft, id, Effect::on_factor(id.parse().unwrap(), Shift::down(by)));
        }
        self.control(&mut draft, "l", Effect::on_likelihood(Shift::down(self.on_likelihood)));
        draft.build().unwrap()
    }

    fn control(&self, draft: &mut Draft, id: &str, effect: Effect) {
        let mut control = Control::new(id, ControlStatus::Implemented);
        control.verification = Some(isms_core::Verification::new("2026-03-01".parse().unwrap()));
        control.acts_on.risks.insert("R".parse().unwrap(), effect);
        draft.controls.insert(format!("C-{id}").parse().unwrap(), control);
    }

    /// The level as the documentation of `evaluate` says it: among all points between the worst and the best the
    /// lowest, stage by stage.
    fn expected(&self) -> usize {
        let clip = |rank: i32| rank.clamp(1, 4) as usize;
        let span = |at: usize, by: i8| {
            let up = i32::from((-by).max(0));
            let worst = at as i32 + up;
            (clip(worst), clip(worst - i32::from(by.max(0))))
        };
        let spans: Vec<(usize, usize)> =
            self.factors.iter().zip(self.shifts).map(|(at, by)| span(at + 1, by)).collect();
        let mut lowest = usize::MAX;
        for f in spans[0].1..=spans[0].0 {
            for g in spans[1].1..=spans[1].0 {
                lowest = lowest.min(self.stage[f - 1][g - 1] + 1);
            }
        }
        let start = (self.stage[spans[0].0 - 1][spans[1].0 - 1] + 1).max(lowest);
        let up = i32::from((-self.on_likelihood).max(0));
        let down = i32::from(self.on_likelihood.max(0));
        let likelihood = (clip(start as i32 + up), clip(lowest as i32 + up - down));
        let sum = |ends: &dyn Fn(&(usize, usize)) -> usize| {
            let value: usize = spans.iter().zip(self.weights).map(|(span, w)| ends(span) * w as usize).sum();
            match value {
                0..=7 => 1,
                8..=12 => 2,
                13..=17 => 3,
                _ => 4,
            }
        };
        let consequence = (sum(&|span| span.0), sum(&|span| span.1));
        let mut level = usize::MAX;
        for l in likelihood.1..=likelihood.0 {
            for c in consequence.1..=consequence.0 {
                level = level.min(self.main[l - 1][c - 1] + 1);
            }
        }
        level
    }
}

#[test]
fn factors_agree_with_a_naive_second_implementation() {
    let mut random = Random(7);
    let mut levels = BTreeSet::new();
    for _ in 0..3_000 {
        let world = World::new(&mut random);
        let register = evaluated(&world.isms());
        let level = usize::from(register.states()[0].current.point.level.as_ref().unwrap().rank());
        assert_eq!(level, world.expected());
        levels.insert(level);
    }
    assert_eq!(levels.len(), 4);
}

/// Cox's pairs, counted one by one.
#[test]
fn notes_count_the_pairs_that_are_there() {
    let mut random = Random(11);
    for _ in 0..200 {
        let world = World::new(&mut random);
        let isms = world.isms();
        let notes = method_notes(&isms, &"M".parse().unwrap()).unwrap();
        let cells: Vec<(usize, usize)> = (0..4)
            .flat_map(|l| (0..4).map(move |c| (l, c)))
            .map(|(l, c)| ((l + 1) * (c + 1), world.main[l][c]))
            .collect();
        let (mut reversed, mut compressed, mut split) = (0, 0, 0);
        for (at, a) in cells.iter().enumerate() {
            for b in &cells[..at] {
                let (low, high) = if a.0 < b.0 { (a, b) } else { (b, a) };
                match (low.0 == high.0, low.1 == high.1) {
                    (true, same) => split += u64::from(!same),
                    (false, true) => compressed += 1,
                    (false, false) => reversed += u64::from(low.1 > high.1),
                }
            }
        }
        assert_eq!((notes.reversed, notes.compressed, notes.split), (reversed, compressed, split));
        assert_eq!((notes.cells, notes.pairs), (16, 120));
        let above = |limit: &dyn Fn(usize, usize) -> usize| {
            let cells = (0..4).flat_map(|f| (0..4).map(move |g| (f, g)));
            cells.filter(|(f, g)| world.stage[*f][*g] > limit(*f, *g)).count() as u64
        };
        assert_eq!(notes.above_lowest, Some(above(&|f, g| f.min(g))));
        assert_eq!(notes.above_first, Some(above(&|f, _| f)));
    }
}

/// The five by five grid of ISO/IEC 27005 against the product of ranks: two pairs are reversed, such as 2 × 3 = 6 below
/// 5 × 1 = 5; counted apart from this library.
#[test]
fn the_iso_grid_reverses_two_pairs() {
    let notes =
        method_notes(&draft_with("iso-27005-2022").build().unwrap(), &"iso-27005-2022".parse().unwrap());
    let notes = notes.unwrap();
    assert_eq!((notes.reversed, notes.compressed, notes.split), (2, 49, 2));
}

#[test]
fn reports_repeat_how_far_a_method_was_compared() {
    for method in shipped_methods() {
        let isms = draft_with(method).build().unwrap();
        let options = AssessOptions::new("2026-03-31".parse().unwrap());
        let assessment = assess(&isms, &Catalogue::builtin(), &options);
        let word = MethodFile::shipped(method).unwrap().method.provenance.unwrap().verification.as_str();
        let page = String::from_utf8(assessment.report("all", "html").unwrap()).unwrap();
        assert!(page.contains(&format!("<strong>{word}</strong>")), "{method}");
        let rows = String::from_utf8(assessment.report("methods", "csv").unwrap()).unwrap();
        assert!(rows.lines().any(|line| line.starts_with(method) && line.contains(word)), "{method}: {rows}");
    }
}

#[test]
fn a_stage_that_is_unsound_is_found() {
    let mut file = MethodFile::shipped("nist-800-30-r1").unwrap();
    file.method
        .factors
        .insert("mood".parse().unwrap(), Factor::new("mood", "nist-800-30-risk".parse().unwrap()));
    let from = file.method.likelihood_from.as_mut().unwrap();
    let Combine::Matrix(rows) = &mut from.combine else { panic!() };
    let mut low = rows.get("low").unwrap().clone();
    low[4] = None; // a hole
    low[3] = Some(name("very-low")); // a fall
    low[0] = Some(name("frequent")); // off the scale
    rows.insert(name("low"), low);
    let mut draft = Draft::new("x");
    draft.add_method(&file).unwrap();
    let isms = draft.build().unwrap();
    let findings = lint_method(&isms, &file.id);
    let found: Vec<_> = findings.iter().map(|f| (f.code(), f.path())).collect();
    let at = |rest: &str| format!("/methods/nist-800-30-r1/{rest}");
    assert_eq!(
        found,
        [
            ("C6.1.2-02", at("likelihood_from/combine/matrix/low")),
            ("C6.1.2-03", at("likelihood_from/combine/matrix")),
            ("M-002", at("likelihood_from/combine/matrix/low")),
            ("M-011", at("factors/mood")),
        ]
    );
}

#[test]
fn derivations_that_cannot_be_are_refused() {
    let mut file = MethodFile::shipped("nist-800-30-r1").unwrap();
    let twice = ["initiation", "initiation", "chance"].map(|id| id.parse().unwrap()).to_vec();
    file.method.likelihood_from.as_mut().unwrap().of = twice;
    let mut draft = Draft::new("x");
    draft.add_method(&file).unwrap();
    let error = draft.build().unwrap_err();
    let codes: Vec<_> = error.findings().iter().map(|f| f.code()).collect();
    assert_eq!(codes, ["D-016", "D-019", "D-019"]);
}

#[test]
fn an_axis_of_which_no_factor_is_given_is_judged() {
    let mut draft = draft_with("nist-800-30-r1");
    let mut risk = Risk::new("r", RiskApproach::Event, "nist-800-30-r1".parse().unwrap());
    risk.inherent = Inherent::new(name("high"), name("high"));
    draft.risks.insert("R".parse().unwrap(), risk);
    let state = &evaluated(&draft.clone().build().unwrap()).states()[0].clone();
    assert_eq!(state.inherent.likelihood.as_ref().unwrap().rank(), 4);
    // With one factor alone nothing follows, and what was judged is not taken in its place.
    let risk = draft.risks.get_mut("R").unwrap();
    risk.inherent.factors.insert("initiation".parse().unwrap(), name("low"));
    let isms = draft.build().unwrap();
    assert!(evaluated(&isms).states()[0].inherent.likelihood.is_none());
    let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()));
    let found = assessment.findings().listed().iter().find(|f| f.code() == "M-012").unwrap();
    assert_eq!(found.path(), "/risks/R/inherent/likelihood");
}

/// A method that does not ship, written as data from the documentation alone. Worked numbers of the training example:
/// phishing 3 × 3 = 9 high, ransomware 2 × 4 = 8 high, fire 1 × 4 = 4 medium, monitor 3 × 1 = 3 low.
#[test]
fn a_method_is_data_alone() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/methods/training-product.yaml");
    let isms = Isms::from_yaml(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(lint_method(&isms, &"training-product".parse().unwrap()), []);
    let register = evaluated(&isms);
    let published = [
        ("phishing", "9", "high"),
        ("ransomware", "8", "high"),
        ("fire", "4", "medium"),
        ("monitor", "3", "low"),
    ];
    for (word, score, level) in published {
        let wanted = |risk: &&isms_core::RiskId| risk.as_str().to_lowercase().contains(word);
        let id = isms.risks().keys().find(wanted).unwrap();
        let inherent = &register.get(id).unwrap().inherent;
        assert_eq!(inherent.score.unwrap().to_string(), score, "{id}");
        assert_eq!(isms.name_of(inherent.level.as_ref().unwrap()).unwrap().as_str(), level, "{id}");
    }
}

/// MAGERIT, book III: an impact of 900,000 at 0.1 a year is a risk of 90,000 a year.
#[test]
fn an_impact_and_a_frequency_give_an_annual_loss() {
    let loss = isms_core::Loss::new("EUR 900000".parse().unwrap(), "0.1".parse().unwrap());
    assert_eq!(loss.expected_annual().unwrap().to_string(), "EUR 90000.00");
}
