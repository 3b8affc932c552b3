//! What the sets that ship give, and how long it takes.

use std::time::Instant;

use super::super::{explain_unknown, lint_all_claims, lint_claims};
use super::data::small;
use crate::catalogue::Catalogue;
use crate::finding::Severity;
use crate::relation::{Mask, Meaning};

#[test]
fn the_shipped_sets_give_reminders_and_nothing_else() {
    let catalogue = Catalogue::builtin();
    let findings = lint_all_claims(&catalogue);
    let told = |code: &str| -> Vec<String> {
        findings
            .iter()
            .filter(|f| f.code() == code)
            .map(|f| f.path().trim_start_matches("/sets/").to_owned())
            .collect()
    };
    for finding in findings.iter().filter(|f| f.severity() < Severity::Observation) {
        println!("{finding} {:?}", finding.help());
    }
    assert!(findings.iter().all(|finding| finding.severity() == Severity::Observation));
    if catalogue.claim_sets().len() < 28 {
        return;
    }
    assert_eq!(told("K-036"), ["nist-csf-1.1--iso27701-2019--microsoft-dpmp"]);
    assert_eq!(
        told("K-037"),
        [
            "nist-800-53-r5--mitre-attack-18.1--ctid-14.1",
            "nist-800-53-r5--mitre-attack-18.1--ctid-16.1",
            "nist-csf-1.1--iso27001-2013--monarc",
            "nist-csf-1.1--iso27001-2013--nist-core-1.1",
            "nist-csf-2.0--nist-800-53-r5--nist-5.1.1",
            "nist-csf-2.0--nist-800-53-r5--nist-5.2.0",
        ]
    );
    assert_eq!(
        told("K-042"),
        [
            "hipaa--nist-800-53-r5--nist-800-66r2",
            "hipaa--nist-csf-1.1--nist-800-66r2",
            "nist-csf-1.1--iso27001-2013--nist-core-1.1",
            "nist-csf-1.1--nist-800-53-r4--nist-core-1.1",
            "nist-csf-2.0--iso27001-2022--nist",
            "nist-csf-2.0--nist-800-171-r3--nist",
            "nist-csf-2.0--nist-800-53-r5--nist-5.1.1",
            "nist-csf-2.0--nist-800-53-r5--nist-5.2.0",
            "nist-csf-2.0--nist-csf-1.1--nist",
        ]
    );
    assert_eq!(findings.len(), 16);
}

/// Rows that were refused when the sets were made say what they probably are, and so does the lint.
#[test]
fn refused_ids_are_explained_as_they_were_when_the_sets_were_made() {
    let catalogue = Catalogue::builtin();
    let meant = |framework: &str, text: &str| {
        explain_unknown(&catalogue, framework, text).map(|cause| cause.to_string())
    };
    for (framework, text, expected) in [
        ("iso27001-2022", "6.11", "probably `6.1.1`, spelt otherwise"),
        ("iso27001-2022", "6.13", "probably `6.1.3`, spelt otherwise"),
        ("iso27001-2022", "A.8.7", ""),
        ("nist-800-53-r5", "RA-4", "taken back by its owner; it became `RA-3`"),
        (
            "nist-csf-1.1",
            "-1 controls from all security control families",
            "speaks of many entries at once; name the group itself, or each entry",
        ),
        ("cis-8.1", "8.1", ""),
        ("nist-800-53-r5", "AC-02", "probably `AC-2`, spelt otherwise"),
        ("nist-csf-2.0", "ID.AM-1", "probably `ID.AM-01`, spelt otherwise"),
        ("iso27001-2013", "16.1.2", "probably `A.16.1.2`, spelt otherwise"),
        ("nist-800-53-r5", "IP-1", "nothing is known of it; the nearest id is `CP-1`"),
    ] {
        let Some(_) = catalogue.framework(framework) else { continue };
        assert_eq!(meant(framework, text).unwrap_or_default(), expected, "{framework}:{text}");
    }
    assert_eq!(meant("nowhere", "1"), None);
}

#[test]
fn all_shipped_sets_are_linted_at_once() {
    let catalogue = Catalogue::builtin();
    let start = Instant::now();
    let findings = lint_all_claims(&catalogue);
    let claims: usize = catalogue.claim_sets().iter().map(|set| set.len()).sum();
    println!("{claims} claims, {} findings: {:?}", findings.len(), start.elapsed());
}

/// A million pairs: spread thin, with ten entries that are linked with everything, and one pair a million times.
#[test]
#[ignore = "takes seconds; run with --release -- --ignored"]
fn a_million_pairs_take_seconds() {
    let ids = |letter: char| (0..100_000).map(|n| format!("{letter}{n:06}")).collect::<Vec<_>>();
    let catalogue =
        Catalogue::builtin().with_test_framework("left", ids('l')).with_test_framework("right", ids('r'));
    let thin = |n: usize| (n / 10, (n * 7919 + n % 10 * 104_729) % 100_000);
    let thick = |n: usize| match n % 10 {
        0..=4 => (n % 5, n / 10),
        5..=9 => (n / 10, n % 5),
        _ => thin(n),
    };
    let same = |_| (0, 0);
    for (name, pair) in
        [("thin", &thin as &dyn Fn(usize) -> (usize, usize)), ("thick", &thick), ("same", &same)]
    {
        let mut set = small(&format!("left--right--{name}"), ["left", "right"], &[]);
        for n in 0..1_000_000 {
            let (a, b) = pair(n);
            let ends = (vec![format!("l{a:06}")], vec![format!("r{b:06}")]);
            set.rows.push((ends.0, ends.1, Meaning::Set(Mask::NOT_DISJOINT), String::new()));
        }
        // And a second one, so that they are compared.
        let mut other = set.clone();
        other.id.push_str("-again");
        let catalogue = catalogue.with_test_sets(&[set, other]);
        let set = catalogue.claim_set(&format!("left--right--{name}")).unwrap();
        let start = Instant::now();
        let findings = lint_claims(&catalogue, set);
        println!("{name}: {} claims, {} findings: {:?}", set.len(), findings.len(), start.elapsed());
        let start = Instant::now();
        let support = super::super::claim_support(&catalogue, set);
        println!("{name}: support of {}: {:?}", support.len(), start.elapsed());
    }
}
