//! Spellings found in published sets, and what must not be guessed.

use super::*;
use crate::Catalogue;

#[test]
fn ids_in_other_spellings_are_recognized() {
    let iso = Catalogue::builtin();
    let iso = iso.framework("iso27001-2022").unwrap();
    for (written, meant) in [
        ("8.7", Some("A.8.7")),
        ("5.15", Some("A.5.15")),
        ("A8.7", Some("A.8.7")),
        ("a.8.7", Some("A.8.7")),
        ("A.8.07", Some("A.8.7")),
        ("6.1.2c", Some("6.1.2.c")),
        ("6.1.2(c)(1)", Some("6.1.2.c.1")),
        ("cl.9.2", Some("9.2")),
        ("A.8.43", None),
        ("99", None),
        ("...", None),
        ("(", None),
    ] {
        let found = iso.respell(written).map(|(entry, _)| entry.id());
        assert_eq!(found, meant, "{written}");
    }
}

/// The framework, a spelling found in published sets, the id that is meant and the rule.
const WRITTEN: &[(&str, &str, &str, Spelling)] = &[
    ("iso27001-2013", "16.1.2", "A.16.1.2", Spelling::AnnexPrefix),
    ("iso27001-2022", "A8.7", "A.8.7", Spelling::Separators),
    ("iso27001-2022", "ISO 27001 A.8.7", "A.8.7", Spelling::NamePrefix),
    ("iso27001-2022", "Annex A 8.7", "A.8.7", Spelling::NamePrefix),
    ("iso27001-2022", "clause 9.2", "9.2", Spelling::NamePrefix),
    ("nist-csf-2.0", "ID.AM-1", "ID.AM-01", Spelling::ZeroPad),
    ("nist-csf-2.0", "id.am-01", "ID.AM-01", Spelling::Case),
    ("nist-csf-1.1", "ID.AM-01", "ID.AM-1", Spelling::ZeroPad),
    ("nist-800-53-r5", "AC-02", "AC-2", Spelling::ZeroPad),
    ("nist-800-53-r5", "AC-02(01)", "AC-2(1)", Spelling::ZeroPad),
    ("nist-800-53-r5", "ac-2 (1)", "AC-2(1)", Spelling::Case),
    ("nist-800-53-r5", "ac-2.1", "AC-2(1)", Spelling::OscalId),
    ("nist-800-53-r5", "AU Family", "AU", Spelling::Family),
    ("nist-800-53-r5", "IA-5c", "IA-5", Spelling::StatementPart),
    ("nist-800-53-r5", "AC-2d.3", "AC-2", Spelling::StatementPart),
    ("nist-800-53-r5", "ac-2_smt.d", "AC-2", Spelling::StatementPart),
    ("nist-800-53-r5", "IA-5(1)(b)", "IA-5(1)", Spelling::StatementPart),
    ("nist-800-171-r3", "3.1.1", "03.01.01", Spelling::ZeroPad),
    ("nist-800-171-r2", "03.01.01", "3.1.1", Spelling::ZeroPad),
    ("gdpr", "Art. 32", "Art.32", Spelling::GdprPoints),
    ("gdpr", "Art.5.1.f", "Art.5(1)(f)", Spelling::GdprPoints),
    ("gdpr", "Article 32", "Art.32", Spelling::GdprPoints),
    ("gdpr", "GDPR-25", "Art.25", Spelling::NamePrefix),
    ("gdpr", "GDPR-5.1.a", "Art.5(1)(a)", Spelling::NamePrefix),
    ("gdpr", "Art.14(3)(a)", "Art.14", Spelling::GdprParent),
    ("nis2", "Art. 21(2)(a)", "Art.21(2)(a)", Spelling::GdprPoints),
    ("nis2", "Art.21.2.e", "Art.21(2)(e)", Spelling::GdprPoints),
    ("dora", "DORA-14", "Art.14", Spelling::NamePrefix),
    ("dora", "DORA-14.1", "Art.14", Spelling::GdprParent),
    ("pci-dss-4.0.1", "Req. 6", "6", Spelling::NamePrefix),
    ("pci-dss-4.0.1", "PCI DSS 1.2.1", "1.2.1", Spelling::NamePrefix),
    ("hipaa", "164.308(a)(1)", "164.308(a)(1)(i)", Spelling::HipaaStandard),
    ("hipaa", "164.310(a)", "164.310(a)(1)", Spelling::HipaaStandard),
    ("hipaa", "§ 164.312(d)", "164.312(d)", Spelling::Separators),
    ("iso27701-2025", "27701:2025-A.1.2.2", "A.1.2.2", Spelling::NamePrefix),
    ("iso27701-2025", "27701-A.1.2.2", "A.1.2.2", Spelling::NamePrefix),
    ("cis-8.1", "CIS 3.10", "3.10", Spelling::NamePrefix),
    ("cis-8.1", "Safeguard 3.1", "3.1", Spelling::NamePrefix),
    ("soc2-2017", "CC 6.1", "CC6.1", Spelling::Case),
    ("mitre-attack-19.1", "t1059.1", "T1059.001", Spelling::ZeroPad),
];

#[test]
fn spellings_of_published_sets_name_their_rule() {
    let catalogue = Catalogue::builtin();
    for (slug, written, meant, rule) in WRITTEN {
        let Some(framework) = catalogue.framework(slug) else { continue }; // its group is switched off
        let found = framework.respell(written).map(|(entry, rule)| (entry.id(), rule));
        assert_eq!(found, Some((*meant, *rule)), "{slug}:{written}");
    }
}

#[test]
fn nothing_is_guessed() {
    let catalogue = Catalogue::builtin();
    for (slug, written) in [
        ("iso27001-2022", "6.11"),
        ("iso27001-2022", "A.All applicable controls"),
        ("iso27001-2022", "AC-5.1"),
        ("iso27001-2013", "A.12.X"),
        ("iso27001-2013", "A.12.1.1A.18.1.1"),
        ("nist-800-53-r5", "all -1 controls"),
        ("nist-800-53-r5", "-1 controls from all security control families"),
        ("nist-800-53-r5", "IP-1"),
        ("nist-csf-2.0", "ID.AM-10"),
        ("gdpr", "5"),
        ("gdpr", "Art.999"),
        ("cis-8.1", "3.150"),
        ("hipaa", "164.308(b)(2)"),
        ("mitre-attack-19.1", "T1059.1000"),
    ] {
        let Some(framework) = catalogue.framework(slug) else { continue };
        let found = framework.respell(written).map(|(entry, rule)| (entry.id(), rule));
        assert_eq!(found, None, "{slug}:{written}");
    }
}

#[test]
fn every_id_of_every_framework_survives_lost_padding_and_case() {
    for framework in Catalogue::builtin().frameworks() {
        for entry in framework.entries() {
            for written in [unpadded(entry.id()), entry.id().to_lowercase(), format!(" {}", entry.id())] {
                let found = framework.entry(&written).or_else(|| Some(framework.respell(&written)?.0));
                let same = found.map(|found| found.id());
                // Two ids of the same parts are told apart by nobody, so nothing is found then.
                assert!(same.is_none_or(|id| id == entry.id()), "{}: {written}", entry.reference());
            }
        }
    }
}

#[test]
fn lost_zeros_are_shown_and_not_put_back() {
    let catalogue = Catalogue::builtin();
    let Some(cis) = catalogue.framework("cis-8.1") else { return };
    assert_eq!(cis.lost_zero("3.1").map(|entry| entry.id()), Some("3.10"));
    assert!(cis.lost_zero("3.2").is_none());
    assert!(cis.lost_zero("3").is_none());
    assert!(cis.respell("3.1").is_none());
}
