//! The derived Statement of Applicability on a worked example.

use std::collections::BTreeSet;

use isms_core::{
    Applicability, Catalogue, ControlRef, InclusionReason, Isms, SoaLine, SoaStatus, derive_soa,
};

/// Worked by hand:
/// * `T-1` names `C-MFA` (implements A.8.5 and the reserved CIS entry) and A.8.13 directly.
/// * `Q-LAW` is addressed and refers to A.5.34; `Q-NO` is not addressed and asks for A.5.1.
/// * `C-LOG` is custom and asked for by the contract `Q-CON`; `C-OLD` is custom and retired; `C-LIST` implements
///   A.8.8, acts on a vulnerability of `R-2`, and is written in `own` all the same.
fn example() -> Isms {
    Isms::from_json(
        r#"{
        "isms": "1",
        "organisation": {"name": "Acme"},
        "requirements": {
            "Q-LAW": {"title": "privacy", "source": "law", "addressed": "yes", "references": ["iso27001-2022:A.5.34", "gdpr:Art.32"]},
            "Q-CON": {"title": "logs", "source": "contract", "addressed": "partly", "addressed_by": {"controls": ["C-LOG"]}},
            "Q-NO": {"title": "policies", "source": "party", "addressed": "no", "addressed_by": {"controls": ["iso27001-2022:A.5.1"]}}
        },
        "scales": {"grade": {"levels": [{"id": "low"}, {"id": "high"}]}},
        "methods": {"M": {"name": "m", "version": "1", "likelihood": "grade", "consequence": "grade", "level": "grade",
            "combine": {"matrix": {"low": ["low", "low"], "high": ["low", "high"]}}, "dispositions": {"low": "retain", "high": "treat"}}},
        "assets": {"A-1": {"name": "mail", "kind": "service"}, "A-2": {"name": "files", "kind": "information"}},
        "vulnerabilities": {"V-1": {"title": "unpatched", "assets": ["A-2"]}},
        "risks": {
            "R-1": {"title": "takeover", "approach": "event", "method": "M", "assets": ["A-1"]},
            "R-2": {"title": "worm", "approach": "asset", "method": "M", "assets": ["A-2"], "vulnerabilities": ["V-1"]}
        },
        "controls": {
            "C-MFA": {"title": "second factor", "status": "implemented", "implements": ["iso27001-2022:A.8.5", "cis-8.1:6.3"]},
            "C-SSO": {"title": "single sign-on", "status": "planned", "implements": ["iso27001-2022:A.8.5"]},
            "C-LOG": {"title": "central log", "status": "planned"},
            "C-OLD": {"title": "seals", "status": "retired"},
            "C-LIST": {"title": "patching", "status": "implemented", "implements": ["iso27001-2022:A.8.8"],
                       "acts_on": {"vulnerabilities": {"V-1": {"likelihood": {"by": 1}}}}}
        },
        "treatments": {"T-1": {"risk": "R-1", "options": ["modify"], "controls": ["C-MFA", "iso27001-2022:A.8.13"]}},
        "acceptances": {"AC-1": {"risk": "R-1", "level": "low"}, "AC-2": {"risk": "R-2", "level": "low"}},
        "soa": {
            "entries": {
                "A.5.1": {"necessary": true, "reasons": ["good-practice"], "justification": "everybody needs rules"},
                "A.7.6": {"necessary": false, "exclusion": "no secure areas"},
                "acme-rules-1:PR.AA-03": {"title": "Users are authenticated", "necessary": true}
            },
            "own": {"C-LIST": {"necessary": true, "status": "implemented"}}
        }
    }"#,
    )
    .unwrap_or_else(|e| panic!("{:#?}", e.findings()))
}

fn control(text: &str) -> ControlRef {
    text.parse().unwrap()
}

fn line<'s>(soa: &'s Applicability, text: &str) -> &'s SoaLine {
    soa.line(&control(text)).unwrap_or_else(|| panic!("no line {text}"))
}

#[test]
fn lines_are_annex_a_then_further_entries_then_own_controls() {
    let soa = derive_soa(&example(), &Catalogue::builtin());
    let all: Vec<String> = soa.lines().iter().map(|line| line.control.to_string()).collect();
    assert_eq!((all[0].as_str(), all[92].as_str()), ("iso27001-2022:A.5.1", "iso27001-2022:A.8.34"));
    assert_eq!(all[93..], ["acme-rules-1:PR.AA-03", "C-LIST", "C-LOG"]);
    assert_eq!(line(&soa, "acme-rules-1:PR.AA-03").label, "Users are authenticated");
}

#[test]
fn necessity_and_reasons_follow_from_treatments_and_requirements() {
    use InclusionReason::{Contractual, GoodPractice, Legal, RiskAssessment};
    let soa = derive_soa(&example(), &Catalogue::builtin());
    let necessary: BTreeSet<String> =
        soa.lines().iter().filter(|line| line.necessary).map(|line| line.control.to_string()).collect();
    let expected = ["C-LOG", "iso27001-2022:A.5.34", "iso27001-2022:A.8.13", "iso27001-2022:A.8.5"];
    assert_eq!(necessary, expected.map(str::to_owned).into());
    for (id, reasons) in [
        ("iso27001-2022:A.8.5", vec![RiskAssessment]),
        ("iso27001-2022:A.8.13", vec![RiskAssessment]),
        ("iso27001-2022:A.5.34", vec![Legal]),
        ("C-LOG", vec![Contractual]),
        ("iso27001-2022:A.5.1", vec![GoodPractice]),
        ("iso27001-2022:A.7.6", vec![]),
    ] {
        assert_eq!(line(&soa, id).reasons, reasons.into_iter().collect(), "{id}");
    }
}

#[test]
fn what_was_written_stands_beside_what_own_controls_say() {
    let soa = derive_soa(&example(), &Catalogue::builtin());
    let mail = line(&soa, "iso27001-2022:A.8.5");
    assert_eq!((mail.stated, mail.stated_status, mail.status), (None, None, Some(SoaStatus::Partial)));
    assert_eq!(mail.implemented_by, ["C-MFA", "C-SSO"].map(|id| id.parse().unwrap()).into());
    let areas = line(&soa, "iso27001-2022:A.7.6");
    assert_eq!((areas.stated, areas.exclusion.as_deref()), (Some(false), Some("no secure areas")));
    assert_eq!(line(&soa, "iso27001-2022:A.8.8").status, Some(SoaStatus::Implemented));
    assert_eq!(line(&soa, "C-LOG").status, Some(SoaStatus::Planned));
    assert_eq!(line(&soa, "iso27001-2022:A.8.13").status, None);
}

#[test]
fn a_trace_reaches_everything_a_control_is_there_for() {
    let isms = example();
    let soa = derive_soa(&isms, &Catalogue::builtin());
    let texts = |id: &str| {
        let trace = soa.trace(&isms, &control(id)).unwrap();
        let mut all: Vec<String> = Vec::new();
        all.extend(trace.controls.iter().map(ToString::to_string));
        all.extend(trace.treatments.iter().map(ToString::to_string));
        all.extend(trace.risks.iter().map(ToString::to_string));
        all.extend(trace.assets.iter().map(ToString::to_string));
        all.extend(trace.acceptances.iter().map(ToString::to_string));
        all.extend(trace.requirements.iter().map(ToString::to_string));
        all.join(" ")
    };
    assert_eq!(texts("iso27001-2022:A.8.5"), "C-MFA C-SSO T-1 R-1 A-1 AC-1");
    assert_eq!(texts("iso27001-2022:A.8.13"), "T-1 R-1 A-1 AC-1");
    assert_eq!(texts("iso27001-2022:A.8.8"), "C-LIST R-2 A-2 AC-2"); // through the vulnerability
    assert_eq!(texts("iso27001-2022:A.5.34"), "Q-LAW");
    assert_eq!(texts("C-LOG"), "C-LOG Q-CON");
    assert_eq!(texts("C-MFA"), "C-MFA T-1 R-1 A-1 AC-1"); // no line of its own, but an own control
    assert_eq!(texts("iso27001-2022:A.5.1"), ""); // `Q-NO` is not addressed
    assert!(soa.trace(&isms, &control("cis-8.1:6.3")).is_none());
    assert!(soa.trace(&isms, &control("C-NONE")).is_none());
}
