//! What the sets others have published give: the known errors one by one, and how many findings there are beside them.

use std::collections::BTreeMap;

use super::super::{explain_unknown, lint_all_claims};
use super::data::{at_hand, files, folder, read, rows, ships};
use crate::catalogue::Catalogue;
use crate::catalogue::testing::TestSet;
use crate::finding::{Finding, Severity};

fn counts(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    findings.iter().for_each(|finding| *counts.entry(finding.code()).or_default() += 1);
    counts
}

fn paths(findings: &[Finding], code: &str) -> Vec<String> {
    let of_code = findings.iter().filter(|f| f.code() == code);
    of_code.map(|f| f.path().trim_start_matches("/sets/").to_owned()).collect()
}

#[test]
fn what_the_sets_at_hand_give() {
    let Some(catalogue) = at_hand() else { return };
    let findings = lint_all_claims(&catalogue);
    for finding in findings.iter().filter(|f| !["K-032", "K-033", "K-042"].contains(&f.code())) {
        println!("{finding} | {}", finding.help().unwrap_or(""));
    }
    println!("{:?}", counts(&findings));
    // The five lost zeros of the one copy. The workbooks that CIS and CSA publish have lost theirs too, which shows where
    // they can be compared: CIS has CEK-03, DSP-10 and IVS-03 at 3.10 and LOG-02 at 8.10.
    let lost = paths(&findings, "K-031");
    let of = |set: &str| lost.iter().filter(|path| path.starts_with(set)).cloned().collect::<Vec<_>>();
    let set = "cis-v8--iso-27001-2022--cis-via-intuitem";
    assert_eq!(of(set), [25, 42, 84, 126, 169].map(|n| format!("{set}/claims/{n}")));
    let set = "csa-ccm-4.0--cis-v8--csa";
    println!(
        "lost zeros: {} in {set}, {} in cis-attck8.2, {} in all",
        of(set).len(),
        of("cis-v8--mitre-attack").len(),
        lost.len()
    );
    assert!(lost.iter().all(|p| {
        ["cis-v8--iso-27001-2022--cis-via", set, "cis-v8--mitre-attack"].iter().any(|s| p.starts_with(s))
    }));
    // The three wrong rows, and one false alarm in two versions of one table.
    let wrong = paths(&findings, "K-043");
    let set = "iso-27001-2013--iso-27001-2022--intuitem";
    let found: Vec<_> = wrong.iter().filter(|path| path.starts_with(set)).cloned().collect();
    assert_eq!(found, [95, 96, 97].map(|n| format!("{set}/claims/{n}")));
    assert_eq!(wrong.len() - found.len(), 2, "{wrong:?}");
    assert!(
        paths(&findings, "K-036").contains(&"hipaa-security-rule--nist-csf-2.0--nist-800-66r2".to_owned())
    );
    assert_eq!(paths(&findings, "K-035"), [""; 0]);
}

/// Who loads a set need not know where it comes from: without a word on lineage copies are errors.
#[test]
fn copies_are_found_whatever_they_say() {
    let catalogue = Catalogue::builtin();
    let read: Vec<TestSet> =
        files().iter().filter_map(|file| read(&catalogue, file)).map(|read| read.0).collect();
    if read.is_empty() {
        return;
    }
    let silent = read
        .into_iter()
        .filter(|set| !ships(&catalogue, set))
        .map(|set| TestSet { lineage: String::new(), ..set });
    let catalogue = catalogue.with_test_sets(&silent.collect::<Vec<_>>());
    let findings = lint_all_claims(&catalogue);
    let sure: Vec<&Finding> =
        findings.iter().filter(|f| ["K-036", "K-037", "K-038"].contains(&f.code())).collect();
    let about =
        |set: &str, code: &str| sure.iter().any(|f| f.path() == format!("/sets/{set}") && f.code() == code);
    for finding in &sure {
        println!("{finding}");
    }
    for (set, code) in [
        ("nist-csf-1.1--nist-csf-2.0--nist-via-intuitem", "K-037"),
        ("iso-27001-2022--nist-csf-2.0--isms-core", "K-037"),
        ("nist-csf-2.0--nist-800-53-r5--nist-concept-crosswalk-5.2.0-draft", "K-037"),
        ("iso-27701--iso-27018--isms-core", "K-037"),
        ("iso-27001-2013--iso-27001-2022--intuitem", "K-038"),
        ("iso-27001-2022--nist-800-53-r5--isms-core", "K-038"),
        ("hipaa-security-rule--nist-csf-2.0--nist-800-66r2", "K-036"),
        ("nist-csf-1.1--iso27701-2019--microsoft-dpmp", "K-036"),
    ] {
        assert!(about(set, code), "{set} {code}");
    }
    let minor = sure.iter().filter(|f| f.severity() == Severity::Minor).count();
    println!("{minor} of {} are not declared", sure.len());
}

/// ENISA's files repeat every link for each leaf; the shipped sets say it once.
#[test]
fn blown_up_parents_are_found_in_the_files_they_come_from() {
    let catalogue = Catalogue::builtin();
    let mut blown = Vec::new();
    for file in files() {
        let Some((mut set, _)) = read(&catalogue, &file) else { continue };
        set.id = format!("{}-raw", set.id);
        let catalogue = catalogue.with_test_sets(std::slice::from_ref(&set));
        let found = super::super::lint_claims(&catalogue, catalogue.claim_set(&set.id).unwrap());
        if let Some(finding) = found.iter().find(|f| f.code() == "K-035") {
            println!("{finding}");
            blown.push(set.id.clone());
        }
    }
    if !files().is_empty() {
        let enisa =
            ["iso-27001-2022", "nist-csf-2.0"].map(|to| format!("nis2-ir-2024-2690--{to}--enisa-raw"));
        assert_eq!(blown, enisa);
    }
}

/// Which file of ours a row of the table is about, and what finds it; or why nothing does.
enum How {
    /// A finding of this code, on a claim with these ends or on the set.
    Code(&'static str, &'static str),
    /// The id does not resolve, and what is said of it.
    Refused(&'static str, &'static str),
    Not(&'static str),
}

fn how(row: &BTreeMap<String, String>) -> How {
    let (file, kind, publisher) = (row["file"].as_str(), row["kind"].as_str(), row["publisher"].as_str());
    match () {
        () if kind.starts_with("id corrupted") => {
            How::Code("cis-v8--iso-27001-2022--cis-via-intuitem", "K-031")
        }
        () if file.contains("iso27001-2013-to") && kind == "wrong target" => {
            How::Code("iso-27001-2013--iso-27001-2022--intuitem", "K-043")
        }
        () if kind == "missing source" => {
            How::Not("what a set leaves out is no claim; nothing can be said of it claim by claim")
        }
        () if file.contains("800-66-rev2-to") => {
            How::Code("hipaa-security-rule--nist-csf-2.0--nist-800-66r2", "K-036")
        }
        () if kind.starts_with("parents expanded") => {
            How::Code("nis2-ir-2024-2690--iso-27001-2022--enisa", "K-035")
        }
        () if kind == "default relationship" => {
            How::Not("the word was dropped when the files at hand were made; see the planted set")
        }
        () if row["target_id"] == "RA-4" => {
            How::Code("nist-csf-2.0--nist-800-53-r5--nist-concept-crosswalk-5.2.0-draft", "K-030")
        }
        () if kind == "malformed target id" => {
            How::Refused("nist-csf-2.0--iso-27001-2022--nist", "iso27001-2022")
        }
        () if kind == "r4 id" => How::Not("the set is kept with revision 4, in which the id is right"),
        () if publisher == "CSA" => How::Code("csa-ccm-4.0--nist-800-53-r5--csa", "K-030"),
        () if file.contains("OSCAL test") => How::Code("cis-v8--nist-800-53-r5--cis-oscal-test", "K-030"),
        () if file.contains("attack-16.1") => {
            How::Refused("nist-800-53-r5--mitre-attack--ctid-16.1", "mitre-attack-18.1")
        }
        () if publisher == "MONARC" => How::Refused("nist-csf-1.1--nist-800-53-r5--monarc", "nist-800-53-r5"),
        () if kind == "withdrawn CSF 2.0 id" => How::Not("the file is not at hand"),
        () if file.contains("crosswalk.json") => How::Not("agreement of 0.3 is what independent hands reach"),
        () => How::Not("the file is not at hand"),
    }
}

#[test]
fn the_known_errors_one_by_one() {
    let (Some(folder), Some(catalogue)) = (folder(), at_hand()) else { return };
    let findings = lint_all_claims(&catalogue);
    let mut raw = BTreeMap::new();
    for file in files() {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        raw.insert(name, rows(&file));
    }
    let (mut found, mut refused, mut not) = (0, 0, BTreeMap::<&str, usize>::new());
    for row in rows(&folder.join("KNOWN_ERRORS.tsv")) {
        let ends = [row["source_id"].as_str(), row["target_id"].as_str()];
        let (set, code) = match how(&row) {
            How::Not(why) => {
                *not.entry(why).or_default() += 1;
                continue;
            }
            How::Refused(set, framework) => {
                let there = raw[set]
                    .iter()
                    .any(|r| r["target_id"] == ends[1] || format!("A.{}", ends[1]) == r["target_id"]);
                let why = explain_unknown(&catalogue, framework, ends[1])
                    .map_or("not an id, nothing like it".to_owned(), |c| c.to_string());
                println!(
                    "{} {} {}: {} {why}",
                    row["publisher"],
                    ends[0],
                    ends[1],
                    if there { "refused at load," } else { "no longer there," }
                );
                refused += 1;
                continue;
            }
            How::Code(set, code) => (set, code),
        };
        let hit = if code == "K-035" {
            // The set that ships has it mended; the file has it.
            let (own, _) = read(&Catalogue::builtin(), &folder.join(format!("{set}.tsv"))).unwrap();
            let own = TestSet { id: "own".to_owned(), ..own };
            let catalogue = Catalogue::builtin().with_test_sets(std::slice::from_ref(&own));
            let own = super::super::lint_claims(&catalogue, catalogue.claim_set("own").unwrap());
            own.iter().any(|f| f.code() == code)
        } else {
            let on = format!("/sets/{set}");
            findings.iter().filter(|f| f.code() == code && f.path().starts_with(&on)).any(|f| {
                ends[1] == "*"
                    || f.message().contains(&format!("{}`", ends[1]))
                    || f.message().contains(&format!("`{}`", ends[0]))
            })
        };
        assert!(hit, "{} {ends:?} is not found by {code} in {set}", row["kind"]);
        found += 1;
    }
    println!("found {found}, refused at load {refused}, not findable {not:?}");
    assert!(found >= 15);
}
