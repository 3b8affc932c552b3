//! One planted error per rule, beside the same set without it.

use super::super::lint_claims;
use super::data::small;
use crate::catalogue::testing::TestSet;
use crate::catalogue::{Catalogue, ClaimKind};
use crate::finding::{Finding, Severity};
use crate::relation::{Meaning, Rcc5};

const OLD: &str = "iso27001-2013";
const ISO: &str = "iso27001-2022";

fn lint(set: &TestSet) -> Vec<Finding> {
    lint_beside(std::slice::from_ref(set))
}

/// What the first of the sets gives, with all of them in the catalogue.
fn lint_beside(sets: &[TestSet]) -> Vec<Finding> {
    let catalogue = Catalogue::builtin().with_test_sets(sets);
    lint_claims(&catalogue, catalogue.claim_set(&sets[0].id).unwrap())
}

/// Path, help and severity of the findings of a code.
fn of<'f>(findings: &'f [Finding], code: &str) -> Vec<(String, &'f str)> {
    let of_code = findings.iter().filter(|f| f.code() == code);
    of_code.map(|f| (f.path().replace("/sets/x", ""), f.help().unwrap_or(""))).collect()
}

/// The shipped correspondence of the two editions, as rows.
fn correspondence() -> TestSet {
    let catalogue = Catalogue::builtin();
    let mut copy = small("x", [OLD, ISO], &[]);
    for claim in catalogue.claim_set("iso27001-2013--iso27001-2022--iso").unwrap().claims(&catalogue) {
        let ids =
            |end: Vec<_>| end.into_iter().map(|e: crate::catalogue::Entry<'_>| e.id().to_owned()).collect();
        let (from, to) = (ids(claim.sources().collect()), ids(claim.targets().collect()));
        copy.rows.push((from, to, claim.meaning(), String::new()));
    }
    copy
}

#[test]
fn entries_that_were_taken_back() {
    let found = lint(&small("x", ["nist-800-53-r5", ISO], &[("RA-4", "8.2", ""), ("RA-3", "8.2", "")]));
    assert_eq!(of(&found, "K-030"), [("/claims/0".to_owned(), "it became `RA-3`")]);
}

#[test]
fn lost_zeros_in_a_list_that_runs_upward_and_in_one_that_does_not() {
    let ids = |from: u32, upto: u32| (from..=upto).map(|n| format!("3.{n}"));
    let mut column: Vec<String> = ids(1, 14).collect();
    column.extend((1..=12).map(|n| format!("4.{n}")));
    column.extend((1..=12).map(|n| format!("8.{n}")));
    let set = |column: &[String]| {
        let mut set = small("x", ["cis-8.1", ISO], &[]);
        let rows = column
            .iter()
            .map(|id| (vec![id.clone()], vec!["A.5.9".to_owned()], Meaning::Supports, String::new()));
        set.rows = rows.collect();
        set
    };
    assert!(of(&lint(&set(&column)), "K-031").is_empty());
    let lost: Vec<String> =
        column.iter().map(|id| id.strip_suffix(".10").map_or(id.clone(), |h| format!("{h}.1"))).collect();
    let found = lint(&set(&lost));
    let paths: Vec<String> = of(&found, "K-031").into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["/claims/9", "/claims/23", "/claims/35"]);
    assert!(of(&found, "K-031")[0].1.starts_with("probably `3.10`"));
    // Without one group the zero of which is missing there is no pattern.
    let kept: Vec<String> = lost.iter().filter(|id| !id.starts_with("8.")).cloned().collect();
    assert!(of(&lint(&set(&kept)), "K-031").is_empty());
    // In a list without order the fit decides: encryption in transit is no process for handling data.
    let mut mixed: Vec<(&str, &str, &str)> =
        vec![("3.1", "A.8.24", ""), ("3.2", "A.5.9", ""), ("3.1", "A.5.10", "")];
    mixed.extend([("8.2", "A.8.15", ""), ("8.1", "A.8.15", ""), ("4.2", "A.8.20", ""), ("4.1", "A.8.9", "")]);
    let found = lint(&small("x", ["cis-8.1", ISO], &mixed));
    assert_eq!(of(&found, "K-031").into_iter().map(|f| f.0).collect::<Vec<_>>(), ["/claims/0"]);
}

#[test]
fn rows_that_repeat_or_exclude_each_other() {
    let rows = [
        ("A.5.1.1", "A.5.1", "equal"),
        ("A.5.1.2", "A.5.1", "subset_of"),
        ("A.5.1.1", "A.5.1", "equal"),
        ("A.5.1.2", "A.5.1", "superset_of"),
        ("A.5.1.2", "A.5.1", ""),
        ("A.6.1.1;A.6.1.2", "A.5.2", "equal"),
        ("A.6.1.2;A.6.1.1", "A.5.2", "equal"),
    ];
    let mut set = small("x", [OLD, ISO], &rows);
    // Places of a group stand in order, whatever their order was.
    set.rows[6].0.reverse();
    let found = lint(&set);
    let paths = |code| of(&found, code).into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    assert_eq!(paths("K-032"), ["/claims/2", "/claims/4", "/claims/6"]);
    assert_eq!(paths("K-033"), ["/claims/3"]);
    assert_eq!(of(&found, "K-032")[0].1, "the same as claim 0; leave one out");
    // The other direction of the same publisher, and the same by another publisher.
    let ahead = small("x", [OLD, ISO], &[("A.5.1.1", "A.5.1", "subset_of")]);
    let mut back = small("y", [ISO, OLD], &[("A.5.1", "A.5.1.1", "subset_of")]);
    assert!(of(&lint_beside(&[ahead.clone(), back.clone()]), "K-033").is_empty());
    back.publisher = "x".to_owned();
    let found = lint_beside(&[ahead.clone(), back.clone()]);
    assert!(of(&found, "K-033")[0].1.starts_with("claim `y#0` of the same publisher"));
    back.rows[0].2 = Meaning::Set(Rcc5::Contains.into());
    assert!(of(&lint_beside(&[ahead, back]), "K-033").is_empty());
}

#[test]
fn an_entry_and_itself() {
    let rows =
        [("A.5.1", "A.5.1", "equal"), ("A.5.2", "A.5.2", "subset_of"), ("A.5.3", "A.5.4", "subset_of")];
    assert_eq!(of(&lint(&small("x", [ISO, ISO], &rows)), "K-034").len(), 1);
    // Inside one framework a relation says its converse too.
    let rows =
        [("A.5.1", "A.5.2", "subset_of"), ("A.5.2", "A.5.1", "subset_of"), ("A.5.2", "A.5.1", "superset_of")];
    let found = lint(&small("x", [ISO, ISO], &rows));
    assert_eq!(of(&found, "K-033").into_iter().map(|f| f.0).collect::<Vec<_>>(), ["/claims/1", "/claims/2"]);
}

#[test]
fn one_word_and_one_strength_on_all_rows() {
    let mut set = correspondence();
    assert!(of(&lint(&set), "K-040").is_empty());
    for row in &mut set.rows {
        row.2 = Meaning::Set(Rcc5::Overlaps.into());
        row.3 = "0.9".to_owned();
    }
    assert_eq!(of(&lint(&set), "K-040").len(), 2);
    // A kind of mapping is no default, and neither is a table of names.
    set.rows.iter_mut().for_each(|row| (row.2, row.3) = (Meaning::Mitigates, String::new()));
    assert!(of(&lint(&set), "K-040").is_empty());
}

#[test]
fn strengths_off_their_scale() {
    let mut set = small(
        "x",
        [OLD, ISO],
        &[("A.5.1.1", "A.5.1", ""), ("A.5.1.2", "A.5.1", ""), ("A.6.1.1", "A.5.2", "")],
    );
    let mut with = |scale: &str, strengths: [&str; 3]| {
        set.scale = scale.to_owned();
        set.rows.iter_mut().zip(strengths).for_each(|(row, strength)| row.3 = strength.to_owned());
        lint(&set).iter().filter(|f| f.code() == "K-041").map(|f| f.path()).collect::<Vec<_>>()
    };
    assert_eq!(with("0-10", ["10", "11", "high"]), ["/sets/x/claims/1", "/sets/x/claims/2"]);
    assert_eq!(with("low < medium < high", ["High", "low", "strong"]), ["/sets/x/claims/2"]);
    assert!(with("0..1", ["0.5", "1", "0"]).is_empty());
    assert_eq!(with("", ["0.9", "7", "1"]), ["/sets/x"]);
    assert_eq!(with("", ["high", "7", "1"]), ["/sets/x"]);
    assert!(with("", ["1", "7", "10"]).is_empty());
    assert!(with("as the publisher explains", ["high", "high", "low"]).is_empty());
}

#[test]
fn parents_blown_up_to_leaves_and_groups_as_ends() {
    let catalogue = Catalogue::builtin();
    let leaves = |parent: &str| -> Vec<String> {
        let parent = catalogue.framework(OLD).unwrap().entry(parent).unwrap();
        parent.children().map(|child| child.id().to_owned()).collect()
    };
    let mut blown = small("x", [OLD, ISO], &[]);
    let parents = ["A.5.1", "A.6.1", "A.7.2", "A.8.1", "A.9.2"];
    for (parent, targets) in parents.iter().zip([
        ["A.5.1", "A.5.4"],
        ["A.5.2", "A.5.3"],
        ["A.6.3", "A.6.4"],
        ["A.5.9", "A.5.10"],
        ["A.5.15", "A.5.18"],
    ]) {
        for leaf in leaves(parent) {
            let both = targets
                .iter()
                .map(|to| (vec![leaf.clone()], vec![(*to).to_owned()], Meaning::Supports, String::new()));
            blown.rows.extend(both);
        }
    }
    let found = lint(&blown);
    assert_eq!(of(&found, "K-035").len(), 1);
    assert!(of(&lint(&correspondence()), "K-035").is_empty());
    // What was meant is a claim about the group, and that is said too.
    let meant = small("x", [OLD, ISO], &[("A.5.1", "A.5.1", ""), ("A.5.1.1", "A.5.1", "")]);
    assert_eq!(of(&lint(&meant), "K-042").len(), 1);
    assert!(of(&lint(&correspondence()), "K-042").is_empty());
}

#[test]
fn copies_inverses_and_compositions() {
    let copy = correspondence();
    let found = lint(&copy);
    let origin = found.iter().find(|f| f.code() == "K-037").unwrap();
    assert_eq!(origin.severity(), Severity::Minor);
    assert!(origin.message().contains("`iso27001-2013--iso27001-2022--iso`"), "{origin}");
    let mut inverse = small("x", [ISO, OLD], &[]);
    inverse.rows =
        copy.rows.iter().map(|(a, b, _, s)| (b.clone(), a.clone(), Meaning::Supports, s.clone())).collect();
    inverse.lineage = "iso-27002-2022-annex-b".to_owned();
    let found = lint(&inverse);
    let origin = found.iter().find(|f| f.code() == "K-037").unwrap();
    assert!(
        origin.message().contains("in the other direction") && origin.severity() == Severity::Observation
    );
    // One row in ten is another: no copy any more, but nobody maps so alike by chance.
    let mut near = copy.clone();
    near.rows.truncate(110);
    let sources: Vec<_> = near.rows.iter().map(|row| row.0.clone()).collect();
    near.rows
        .iter_mut()
        .zip(sources.iter().skip(7).cycle())
        .step_by(25)
        .for_each(|(row, other)| row.0 = other.clone());
    let found = lint(&near);
    assert!(of(&found, "K-037").is_empty());
    assert_eq!(of(&found, "K-038").len(), 1, "{found:#?}");
    near.lineage = "iso-27002-2022-annex-b".to_owned();
    assert!(of(&lint(&near), "K-038").is_empty());
}

#[test]
fn a_composition_of_two_sets_is_no_third() {
    let catalogue = Catalogue::builtin();
    let [first, second] = ["nist-csf-1.1--iso27001-2013--nist-core-1.1", "iso27001-2013--iso27001-2022--iso"];
    let set = |id| catalogue.claim_set(id).unwrap();
    let mut composed = small("x", ["nist-csf-1.1", ISO], &[]);
    for a in set(first).claims(&catalogue) {
        for b in set(second).claims(&catalogue).filter(|b| b.source_places() == a.target_places()) {
            let ids =
                |e: Vec<crate::catalogue::Entry<'_>>| e.iter().map(|e| e.id().to_owned()).collect::<Vec<_>>();
            composed.rows.push((
                ids(a.sources().collect()),
                ids(b.targets().collect()),
                Meaning::Supports,
                String::new(),
            ));
        }
    }
    let found = lint(&composed);
    let origin = found.iter().find(|f| f.code() == "K-036").unwrap();
    assert!(origin.message().contains(first) && origin.message().contains(second), "{origin}");
    assert_eq!(origin.severity(), Severity::Minor);
    composed.kind = ClaimKind::Derived;
    let found = lint(&composed);
    assert_eq!(found.iter().find(|f| f.code() == "K-036").unwrap().severity(), Severity::Observation);
    // A tenth left out, it is a set of its own.
    composed.rows.retain(|row| !row.0[0].starts_with("PR.AC") && !row.0[0].starts_with("DE"));
    assert!(of(&lint(&composed), "K-036").is_empty());
}

#[test]
fn two_directions_of_one_publisher() {
    let ahead = small("x", [OLD, ISO], &[("A.5.1.1", "A.5.1", ""), ("A.6.1.1", "A.5.2", "")]);
    let mut back = small("y", [ISO, OLD], &[("A.5.1", "A.5.1.1", "")]);
    assert!(of(&lint_beside(&[ahead.clone(), back.clone()]), "K-039").is_empty());
    back.publisher = "x".to_owned();
    let found = lint_beside(&[ahead.clone(), back.clone()]);
    assert_eq!(of(&found, "K-039").len(), 1);
    back.rows.push((vec!["A.5.2".to_owned()], vec!["A.6.1.1".to_owned()], Meaning::Supports, String::new()));
    assert!(of(&lint_beside(&[ahead, back]), "K-039").is_empty());
}

/// The four wrong rows that two projects have published; the lineage is that of Annex B, as it is of the real ones.
#[test]
fn wrong_targets_between_two_editions() {
    let mut set = correspondence();
    set.lineage = "iso-27002-2022-annex-b".to_owned();
    let right = lint(&set);
    assert!(of(&right, "K-043").is_empty(), "{right:#?}");
    for (source, wrong, meant) in [
        ("A.13.2.1", "A.8.14", "A.5.14"),
        ("A.13.2.2", "A.8.14", "A.5.14"),
        ("A.13.2.3", "A.8.14", "A.5.14"),
        ("A.8.3.3", "A.5.14", "A.7.10"),
    ] {
        let mut set = set.clone();
        let at = set.rows.iter().position(|row| row.0 == [source]).unwrap();
        set.rows[at].1 = vec![wrong.to_owned()];
        let found = lint(&set);
        let found = of(&found, "K-043");
        assert_eq!(found.len(), 1, "{source}");
        assert_eq!(found[0].0, format!("/claims/{at}"));
        assert!(found[0].1.starts_with(&format!("`{meant}`")), "{found:?}");
    }
}

#[test]
fn many_of_one_kind_are_counted() {
    let rows = vec![("RA-4", "8.2", ""); 150];
    let found = lint(&small("x", ["nist-800-53-r5", ISO], &rows));
    assert_eq!(of(&found, "K-030").len(), 101);
    assert_eq!(
        found.iter().find(|f| f.path() == "/sets/x" && f.code() == "K-030").unwrap().message(),
        "50 more claims of this kind are not listed"
    );
}

#[test]
fn sets_without_claims_or_frameworks_give_nothing() {
    assert!(lint(&small("x", [OLD, ISO], &[])).is_empty());
    let support = super::super::claim_support(
        &Catalogue::builtin().with_test_sets(&[small("x", [OLD, ISO], &[])]),
        Catalogue::builtin().claim_set("iso27001-2013--iso27001-2022--iso").unwrap(),
    );
    assert_eq!(support.len(), 115);
}
