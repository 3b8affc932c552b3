//! For each rule what breaks it, and what nearly does.

use serde_json::json;

use super::document::{Doc, at};

struct Fixture {
    code: &'static str,
    path: &'static str,
    severity: &'static str,
    change: fn(&mut Doc),
}

/// Breaks one thing of the clean document.
const fn breaks(
    code: &'static str,
    path: &'static str,
    severity: &'static str,
    change: fn(&mut Doc),
) -> Fixture {
    Fixture { code, path, severity, change }
}

/// The second risk, brought to the level that must be treated, and so above what may be retained.
fn treat(doc: &mut Doc) {
    doc.set("/risks/R-2/inherent/likelihood", json!("high"));
    doc.cut("/acceptances/AC-1/basis");
}

/// An asset the second risk could be avoided by.
fn avoid(doc: &mut Doc, by: &str) {
    doc.set("/treatments/T-2/options", json!(["avoid"]));
    doc.set("/treatments/T-2/avoidance", json!({"assets": ["A-OUT"], "by": by}));
}

/// A planned control beside the one in place, decided on by the first treatment.
fn planned(doc: &mut Doc) {
    doc.set(
        "/controls/C-2",
        json!({
            "title": "more hardening", "status": "planned", "owner": "OPS", "implements": ["iso27001-2022:A.8.9"],
            "acts_on": {"risks": {"R-2": {"likelihood": {"by": 1}}}}
        }),
    );
}

fn states(doc: &mut Doc, risk: &str, stated: serde_json::Value) {
    doc.set(&format!("/risks/{risk}/stated"), stated);
}

static BREAKS: &[Fixture] = &[
    breaks("C4.1-01", "/issues", "major", |d| d.cut("/issues/I-1")),
    breaks("C4.1-02", "/organisation/climate_change", "minor", |d| d.cut("/organisation/climate_change")),
    breaks("C4.1-03", "/issues/I-1/reviewed_on", "observation", |d| {
        d.set("/issues/I-1/reviewed_on", json!("2025-03-29"));
    }),
    breaks("C4.1-03", "/issues/I-2", "observation", |d| d.cut("/issues/I-2/reviewed_on")),
    breaks("C4.1-04", "/issues/I-1", "observation", |d| d.cut("/issues/I-1/addressed_by")),
    breaks("C4.2-01", "/parties", "major", |d| {
        d.cut("/parties");
        d.cut("/requirements/Q-1/party");
    }),
    breaks("C4.2-02", "/parties/P-2", "minor", |d| d.set("/parties/P-2", json!({"name": "neighbours"}))),
    breaks("C4.2-03", "/requirements/Q-1", "minor", |d| d.cut("/requirements/Q-1/addressed")),
    breaks("C4.2-04", "/requirements/Q-1/addressed_by", "minor", |d| {
        d.cut("/requirements/Q-1/addressed_by");
        d.set("/objectives/O-1/requirements", json!([]));
        d.set("/objectives/O-1/risks", json!(["R-1"]));
    }),
    breaks("C4.2-05", "/soa/entries/iso27001-2022:A.5.31", "minor", |d| d.exclude("A.5.31", "no laws here")),
    breaks("C4.2-05", "/requirements/Q-1", "minor", |d| {
        d.set("/requirements/Q-1/addressed_by", json!({"policies": ["POL-1"]}));
    }),
    breaks("C4.3-01", "/scope", "major", |d| d.cut("/scope/approved_by")),
    breaks("C4.3-01", "/scope/approved_on", "major", |d| d.set("/scope/approved_on", json!("2026-04-01"))),
    breaks("C4.3-02", "/scope", "major", |d| {
        d.set("/scope/interfaces", json!({}));
        d.cut("/assets/A-HOST/represents");
    }),
    breaks("C4.3-03", "/assets/A-SRV/depends_on/A-HOST", "minor", |d| {
        d.set("/scope/interfaces/IF-1", json!({"name": "other", "outside": ["A-OUT"]}));
    }),
    breaks("C4.3-03", "/assets/A-SRV/depends_on/A-HOST", "minor", |d| {
        d.set("/scope/interfaces/IF-1/inside", json!(["A-INFO"])); // an interface, but not this asset's
    }),
    breaks("C4.3-03", "/assets/A-OUT/depends_on/A-SRV", "minor", |d| {
        d.set("/assets/A-OUT/depends_on", json!({"A-SRV": {}})); // from outside to inside
    }),
    breaks("C4.3-04", "/processes/PR-1/uses/A-OUT", "minor", |d| {
        d.set("/processes/PR-1/uses", json!(["A-OUT"]));
    }),
    breaks("C4.3-05", "/assets/A-OUT", "major", |d| d.set("/assets/A-SRV/depends_on/A-OUT", json!({}))),
    breaks("C4.3-07", "/scope/excluded/X-1", "observation", |d| {
        d.set("/scope/excluded/X-1/reason", json!("  "))
    }),
    breaks("C4.4-01", "/processes", "minor", |d| d.cut("/processes")),
    breaks("C4.4-01", "/processes/PR-3", "minor", |d| d.set("/processes/PR-3", json!({"name": "alone"}))),
    breaks("C5.1-01", "/roles", "major", |d| d.set("/roles/CEO/inactive", json!(true))),
    breaks("C5.2-01", "/policies", "major", |d| {
        d.set("/policies/POL-1/kind", json!("topic"));
    }),
    breaks("C5.2-01", "/policies/POL-1/approved_by", "major", |d| {
        d.set("/policies/POL-1/approved_by", json!("OPS"));
    }),
    breaks("C5.2-02", "/policies/POL-1", "minor", |d| {
        d.set("/policies/POL-1/contents", json!(["objectives", "requirements"]));
    }),
    breaks("C5.2-03", "/policies/POL-1", "minor", |d| d.cut("/policies/POL-1/communication")),
    breaks("C5.2-04", "/policies/POL-1/review_by", "observation", |d| {
        d.set("/policies/POL-1/review_by", json!("2026-03-30"));
    }),
    breaks("C5.3-01", "/roles", "major", |d| d.set("/roles/CEO/duties", json!(["isms-conformity"]))),
    breaks("C5.3-02", "/roles/OPS", "minor", |d| d.cut("/roles/OPS/holder")),
    breaks("C5.3-02", "/roles/OPS/inactive", "minor", |d| d.set("/roles/OPS/inactive", json!(true))),
    breaks("C5.3-04", "/controls/C-1/verification/by", "minor", |d| d.set("/roles/REV/holder", json!("B"))),
    breaks("C6.1.2-01", "/methods/M-1", "major", |d| d.cut("/methods/M-1/assessment_criteria")),
    breaks("C6.1.2-04", "/risks/R-2/inherent/likelihood", "minor", |d| {
        d.set("/risks/R-2/inherent/likelihood", json!("6"));
    }),
    breaks("C6.1.2-04", "/risks/R-1/basis/A-SRV/confidentiality", "minor", |d| {
        d.set("/risks/R-1/basis/A-SRV/confidentiality", json!("hihg"));
    }),
    breaks("C6.1.2-04", "/risks/R-1/stated/residual", "minor", |d| {
        states(d, "R-1", json!({"residual": "4.5"}))
    }),
    breaks("C6.1.2-04", "/risks/R-1/target", "minor", |d| d.set("/risks/R-1/target", json!("none"))),
    breaks("C6.1.2-04", "/risks/R-2/override_current/level", "minor", |d| {
        d.set("/risks/R-2/override_current", json!({"level": "tiny", "reason": "seen"}));
    }),
    breaks("C6.1.2-04", "/risks/R-1/method_version", "minor", |d| {
        d.set("/risks/R-1/method_version", json!("1"))
    }),
    breaks("C6.1.2-05", "/risks", "minor", |d| d.set("/risks/R-1/method_version", json!("1"))),
    breaks("C6.1.2-07", "/assets/A-INFO/need/confidentiality", "major", |d| {
        d.set("/risks/R-1/affects", json!(["integrity"]));
    }),
    breaks("C6.1.2-07", "/assets/A-INFO/need/confidentiality", "major", |d| {
        // The dependency on the server that the risk is about carries availability alone.
        d.set("/assets/A-INFO/depends_on/A-SRV", json!({"carries": ["availability"]}));
    }),
    breaks("C6.1.2-07", "/assets/A-INFO/need/availability", "major", |d| {
        d.set(
            "/dimensions",
            json!({
                "confidentiality": {"name": "C", "scale": "impact"},
                "integrity": {"name": "I", "scale": "impact"},
                "availability": {"name": "A", "scale": "impact", "risk_from": "low"}
            }),
        );
    }),
    breaks("C6.1.2-08", "/risks/R-2", "minor", |d| d.cut("/risks/R-2/affects")),
    breaks("C6.1.2-09", "/risks/R-2", "major", |d| d.cut("/risks/R-2/owner")),
    breaks("C6.1.2-10", "/risks/R-1/owner", "minor", |d| d.set("/roles/OPS/inactive", json!(true))),
    breaks("C6.1.2-11", "/risks/R-2/inherent", "major", |d| d.cut("/risks/R-2/inherent/likelihood")),
    breaks("C6.1.2-11", "/risks/R-2/inherent", "major", |d| {
        d.set("/risks/R-2/inherent/consequence", json!("6"))
    }),
    breaks("C6.1.2-12", "/risks/R-1/stated/inherent", "major", |d| {
        states(d, "R-1", json!({"inherent": "medium"}))
    }),
    breaks("C6.1.2-12", "/risks/R-1/stated/current", "major", |d| {
        states(d, "R-1", json!({"current": "medium"}))
    }),
    breaks("C6.1.2-12", "/risks/R-1/stated/residual", "major", |d| {
        states(d, "R-1", json!({"residual": "medium"}))
    }),
    breaks("C6.1.2-12", "/risks/R-1/stated/score", "major", |d| {
        product(d);
        states(d, "R-1", json!({"score": "5"})); // high 3 times medium 2
    }),
    breaks("C6.1.2-13", "/risks/R-2", "major", |d| d.cut("/methods/M-1/dispositions/medium")),
    breaks("C6.1.2-13", "/risks/R-2", "major", |d| d.cut("/risks/R-2/inherent/consequence")),
    breaks("C6.1.2-14", "/risks/R-2/inherent", "observation", |d| {
        d.cut("/risks/R-2/inherent/likelihood_basis")
    }),
    breaks("C6.1.2-15", "/methods/M-1", "observation", |d| many(d, |_| "medium")),
    breaks("C6.1.2-15", "/methods/M-1", "observation", |d| {
        many(d, |n| ["low", "medium", "high"][n % 3]); // of one consequence all
    }),
    breaks("C6.1.2-16", "/risks/R-1/inherent", "minor", |d| {
        d.set("/risks/R-1/inherent/consequence", json!("low"));
        d.cut("/risks/R-1/inherent/consequence_basis");
    }),
    breaks("C6.1.2-17", "/risks/R-1/basis/A-SRV/confidentiality", "minor", |d| {
        d.set("/assets/A-INFO/need/confidentiality", json!("moderate"));
    }),
    breaks("C6.1.2-17", "/risks/R-2/override_current", "minor", |d| {
        d.set("/risks/R-2/override_current", json!({"level": "medium", "reason": "seen", "basis": "high"}));
    }),
    breaks("C6.1.3-01", "/risks/R-1", "major", |d| {
        d.set("/controls/C-1/status", json!("planned"));
        d.cut("/treatments/T-1/options");
        d.set("/treatments/T-1/options", json!([]));
    }),
    breaks("C6.1.3-02", "/treatments/T-1/controls", "major", |d| {
        d.set("/treatments/T-1/controls", json!([]))
    }),
    breaks("C6.1.3-03", "/treatments/T-2", "major", |d| d.cut("/acceptances")),
    breaks("C6.1.3-04", "/treatments/T-2/avoidance", "minor", |d| avoid(d, "2026-03-30")),
    breaks("C6.1.3-04", "/treatments/T-2/avoidance", "minor", |d| {
        d.set("/treatments/T-2/options", json!(["avoid"]))
    }),
    breaks("C6.1.3-05", "/treatments/T-2/sharing", "minor", |d| {
        d.set("/treatments/T-2/options", json!(["share"]));
        d.set("/treatments/T-2/sharing", json!({"counterparty": "insurer"}));
    }),
    breaks("C6.1.3-06", "/soa/entries", "major", |d| d.cut(&at("A.8.8"))),
    breaks("C6.1.3-07", "/soa", "major", |d| d.cut("/soa")),
    breaks("C6.1.3-07", "/soa/approved_on", "major", |d| d.set("/soa/approved_on", json!("2026-04-01"))),
    breaks("C6.1.3-08", "/soa/entries/iso27001-2022:A.8.8", "minor", |d| d.cut(&at("A.8.8"))), // 1 of 93
    breaks("C6.1.3-08", "/soa/own/C-OWN", "minor", |d| {
        d.set("/controls/C-OWN", json!({"title": "own", "status": "implemented"}));
        d.set("/treatments/T-1/controls", json!(["C-1", "C-OWN"]));
    }),
    breaks("C6.1.3-08", "/soa/entries/cis-8.1:5.1", "minor", |d| {
        d.set("/treatments/T-1/controls", json!(["C-1", "cis-8.1:5.1"]));
    }),
    breaks("C6.1.3-09", "/soa/entries/iso27001-2022:A.8.8", "observation", |d| {
        d.unimplement("A.8.8");
    }),
    breaks("C6.1.3-10", "/soa/entries/iso27001-2022:A.8.8", "observation", |d| {
        d.unimplement("A.8.8");
        d.set(&format!("{}/reasons", at("A.8.8")), json!(["good-practice"])); // without saying why
    }),
    breaks("C6.1.3-11", "/soa/entries/iso27001-2022:A.8.8", "observation", |d| {
        d.unimplement("A.8.8");
        d.cut(&format!("{}/status", at("A.8.8")));
    }),
    breaks("C6.1.3-12", "/soa/entries/iso27001-2022:A.8.8", "major", |d| d.exclude("A.8.8", " ")),
    breaks("C6.1.3-13", "/soa/entries/iso27001-2022:A.8.8", "major", |d| {
        d.set(&at("A.8.8"), json!({"necessary": false, "exclusion": "not needed"}));
    }),
    breaks("C6.1.3-13", "/soa/entries/iso27001-2022:A.8.8", "major", |d| {
        d.exclude("A.8.8", "not needed");
        d.set("/requirements/Q-1/references", json!(["iso27001-2022:A.8.8"]));
    }),
    breaks("C6.1.3-13", "/soa/entries/iso27001-2022:A.8.8", "major", |d| {
        d.exclude("A.8.8", "not needed");
        d.set(
            "/controls/C-3",
            json!({"title": "patches", "status": "partial", "implements": ["iso27001-2022:A.8.8"]}),
        );
    }),
    breaks("C6.1.3-14", "/soa/entries/iso27001-2022:A.5.19", "minor", |d| {
        d.exclude("A.5.19", "no suppliers")
    }),
    breaks("C6.1.3-15", "/soa/entries/iso27001-2022:A.8.8", "observation", |d| d.unimplement("A.8.8")),
    breaks("C6.1.3-15", "/soa/entries/iso27001-2022:A.8.9", "observation", planned),
    breaks("C6.1.3-16", "/soa/entries/iso27001-2022:A.8.9", "observation", |d| {
        d.set(&format!("{}/status", at("A.8.9")), json!("partial"));
        d.cut("/treatments/T-1/actions/ACT-1/due");
    }),
    breaks("C6.1.3-17", "/treatments", "major", |d| d.cut("/treatments")),
    breaks("C6.1.3-18", "/treatments/T-1/approved_by", "major", |d| {
        d.set("/treatments/T-1/approved_by", json!("CEO"))
    }),
    breaks("C6.1.3-18", "/treatments/T-1/approved_by", "major", |d| d.cut("/treatments/T-1/approved_on")),
    breaks("C6.1.3-19", "/risks/R-2", "major", |d| d.cut("/acceptances")),
    breaks("C6.1.3-20", "/acceptances/AC-1/by", "minor", |d| d.set("/acceptances/AC-1/by", json!("REV"))),
    breaks("C6.1.3-20", "/acceptances/AC-1", "minor", |d| d.cut("/acceptances/AC-1/by")),
    breaks("C6.1.3-20", "/acceptances/AC-1/by", "minor", |d| {
        d.cut("/methods/M-1/authority/medium"); // the method is silent, so only the owner may
        d.set("/acceptances/AC-1/by", json!("CEO"));
    }),
    breaks("C6.1.3-21", "/acceptances/AC-1/valid_until", "minor", |d| {
        d.set("/acceptances/AC-1/valid_until", json!("2026-03-30"));
    }),
    breaks("C6.1.3-21", "/acceptances/AC-1/on", "minor", |d| {
        d.set("/acceptances/AC-1/on", json!("2026-04-01"))
    }),
    breaks("C6.1.3-21", "/acceptances/AC-1/on", "minor", |d| {
        d.set("/methods/M-1/max_acceptance_days", json!({"medium": 30}));
    }),
    breaks("C6.1.3-21", "/acceptances/AC-1/basis", "minor", |d| {
        d.set("/acceptances/AC-1/basis/current", json!("low"));
    }),
    breaks("C6.1.3-21", "/acceptances/AC-1/level", "minor", treat),
    breaks("C6.1.3-22", "/acceptances/AC-1", "minor", |d| {
        treat(d);
        d.set("/acceptances/AC-1/level", json!("high"));
        d.set("/acceptances/AC-1/by", json!("CEO"));
        d.cut("/acceptances/AC-1/rationale");
    }),
    breaks("C6.1.3-22", "/acceptances/AC-1", "minor", |d| {
        d.set("/methods/M-1/dispositions/medium", json!("refuse"))
    }),
    breaks("C6.1.3-23", "/risks/R-2", "minor", |d| {
        d.set("/risks/R-2/override_residual", json!({"level": "low", "reason": "it will pass"}));
    }),
    breaks("C6.1.3-24", "/risks/R-2/stated/current", "minor", |d| {
        states(d, "R-2", json!({"inherent": "low", "current": "medium"}));
    }),
    breaks("C6.1.3-24", "/risks/R-1/override_current", "minor", |d| {
        d.set("/risks/R-1/inherent/likelihood", json!("low"));
        d.set("/risks/R-1/override_current", json!({"level": "high", "reason": " "}));
    }),
    breaks("C6.1.3-25", "/risks/R-2/stated/current", "minor", |d| {
        planned(d);
        states(d, "R-2", json!({"current": "low"}));
    }),
    breaks("C6.1.3-26", "/treatments/T-1/actions/ACT-1/due", "minor", |d| {
        d.set("/treatments/T-1/actions/ACT-1/status", json!("started"));
    }),
    breaks("C6.1.3-28", "/soa/entries/iso27001-2013:A.9.4.2", "observation", |d| {
        d.set("/soa/entries/iso27001-2013:A.9.4.2", json!({"necessary": false, "exclusion": "old id"}));
    }),
    breaks("C6.1.3-28", "/soa/entries/iso27001-2022:A.6.8", "observation", |d| {
        d.set(&format!("{}/title", at("A.6.8")), json!("awareness and training"));
    }),
    breaks("C6.2-01", "/objectives", "major", |d| {
        d.cut("/objectives");
        d.set("/issues/I-2/addressed_by", json!({"risks": ["R-1"]}));
    }),
    breaks("C6.2-02", "/objectives/O-1", "minor", |d| d.cut("/objectives/O-1/measure")),
    breaks("C6.2-03", "/objectives/O-1/plan", "minor", |d| d.cut("/objectives/O-1/plan/resources")),
    breaks("C6.2-05", "/objectives/O-1/due", "observation", |d| {
        d.set("/objectives/O-1/due", json!("2026-03-30"))
    }),
    breaks("C8.1-03", "/assets/A-HOST/represents", "major", |d| d.cut("/suppliers/SUP-1/agreement")),
    breaks("C8.2-01", "/risks/R-1/review_by", "major", |d| {
        d.set("/risks/R-1/review_by", json!("2026-03-30"));
    }),
    breaks("C8.3-01", "/treatments", "major", |d| {
        d.set("/treatments/T-1/actions/ACT-1/status", json!("started"));
    }),
    breaks("C8.3-01", "/treatments", "major", |d| {
        d.set(
            "/treatments/T-1/actions/ACT-1",
            json!({"what": "harden", "owner": "OPS", "due": "2026-12-01"}),
        );
    }),
    breaks("G-05", "/assets", "observation", |d| d.set("/assets/A-INFO/kind", json!("software"))),
    breaks("G-01", "/assets/A-INFO/depends_on", "observation", |d| {
        d.set("/assets/A-SRV/depends_on/A-INFO", json!({}));
    }),
    breaks("G-02", "/assets/A-SRV", "minor", |d| d.cut("/assets/A-SRV/owner")),
    breaks("G-03", "/assets/A-INFO/need", "minor", |d| d.cut("/assets/A-INFO/need/availability")),
    breaks("G-04", "/assets/A-SRV/need_override/confidentiality", "minor", |d| {
        d.set("/assets/A-SRV/need_override", json!({"confidentiality": {"level": "low"}}));
    }),
    breaks("G-04", "/assets/A-SRV/need_override/confidentiality", "minor", |d| {
        d.set(
            "/assets/A-SRV/need_override",
            json!({"confidentiality": {"level": "low", "reason": "manual"}}),
        );
    }),
    breaks("G-04", "/assets/A-SRV/need_override/confidentiality/basis", "minor", |d| {
        d.set(
            "/assets/A-SRV/need_override",
            json!({"confidentiality": {"level": "low", "reason": "partition", "basis": "moderate"}}),
        );
    }),
    breaks("G-05", "/assets/A-LONE", "observation", |d| {
        d.set("/assets/A-LONE", json!({"name": "spare", "kind": "hardware", "owner": "OPS"}));
    }),
    breaks("G-06", "/assets/A-INFO/requires/rto", "minor", |d| recovery(d, 4, 8)),
    breaks("G-11", "/acceptances/AC-1/valid_until", "minor", |d| {
        d.set("/acceptances/AC-1/valid_until", json!("2026-01-31"));
    }),
    breaks("G-11", "/acceptances/AC-1/on", "minor", |d| d.set("/acceptances/AC-1/on", json!("2026-01-19"))),
    breaks("G-11", "/treatments/T-1/approved_on", "minor", |d| {
        d.set("/treatments/T-1/approved_on", json!("2026-01-19"));
    }),
    breaks("G-11", "/risks/R-1/review_by", "minor", |d| d.set("/risks/R-1/review_by", json!("2026-01-14"))),
    breaks("G-11", "/risks/R-1/closed_on", "minor", |d| d.set("/risks/R-1/closed_on", json!("2026-01-14"))),
    breaks("G-11", "/controls/C-1/verification/valid_until", "minor", |d| {
        d.set("/controls/C-1/verification/valid_until", json!("2026-01-09"));
    }),
    breaks("G-11", "/policies/POL-1/review_by", "minor", |d| {
        d.set("/policies/POL-1/review_by", json!("2025-11-30"));
    }),
    breaks("G-12", "/assets/A-INFO/need/integrity", "minor", |d| {
        d.set("/assets/A-INFO/need/integrity", json!("7"));
    }),
    breaks("G-12", "/assets/A-INFO/depends_on/A-SRV/cap/integrity", "minor", |d| {
        d.set("/assets/A-INFO/depends_on/A-SRV/cap", json!({"integrity": "7"}));
    }),
    breaks("G-12", "/assets/A-SRV/need_override/integrity/level", "minor", |d| {
        d.set("/assets/A-SRV/need_override", json!({"integrity": {"level": "7", "reason": "partition"}}));
    }),
    breaks("G-12", "/assets/A-SRV/cumulation/integrity/at_least", "minor", |d| {
        d.set("/assets/A-SRV/cumulation", json!({"integrity": {"at_least": "7", "reason": "many"}}));
    }),
    breaks("G-12", "/controls/C-1/acts_on/risks/R-1/likelihood/cap", "minor", |d| {
        d.set("/controls/C-1/acts_on/risks/R-1/likelihood/cap", json!("tiny"));
    }),
    breaks("G-12", "/acceptances/AC-1/level", "minor", |d| d.set("/acceptances/AC-1/level", json!("tiny"))),
    breaks("G-12", "/dimensions/integrity/risk_from", "minor", |d| {
        d.set(
            "/dimensions",
            json!({
                "confidentiality": {"name": "C", "scale": "impact"},
                "integrity": {"name": "I", "scale": "impact", "risk_from": "tiny"},
                "availability": {"name": "A", "scale": "impact"}
            }),
        );
    }),
    breaks("G-13", "/risks/R-2/target", "observation", |d| d.set("/risks/R-2/target", json!("low"))),
    breaks("K-001", "/controls/C-1/implements/iso27001:A.5.1", "minor", |d| {
        let mut list = d.get("/controls/C-1/implements");
        list.as_array_mut().unwrap().push(json!("iso27001:A.5.1"));
        d.set("/controls/C-1/implements", list);
    }),
    breaks("K-002", "/treatments/T-1/controls/iso27001-2022:A.9.9", "minor", |d| {
        d.set("/treatments/T-1/controls", json!(["C-1", "iso27001-2022:A.9.9"]));
    }),
    breaks("Q-003", "/risks/R-1/loss/stated_annual", "minor", |d| {
        d.set(
            "/risks/R-1/loss",
            json!({"single": "EUR 50000", "annual_rate": "0.3", "stated_annual": "EUR 16000"}),
        );
    }),
];

/// A method that multiplies ratings 1 to 3, and gives the levels of the matrix for the products that occur.
fn product(doc: &mut Doc) {
    let rated = |id, rating| json!({"id": id, "rating": rating});
    doc.set("/scales/grade/levels", json!([rated("low", "1"), rated("medium", "2"), rated("high", "3")]));
    let bands = json!([
        {"at_least": "1", "level": "low"}, {"at_least": "3", "level": "medium"}, {"at_least": "6", "level": "high"}
    ]);
    doc.set("/methods/M-1/combine", json!({"product": {"bands": bands}}));
}

/// Ten more risks like the second one, with their likelihoods.
fn many(doc: &mut Doc, likelihood: fn(usize) -> &'static str) {
    doc.set("/risks/R-1/closed_on", json!("2026-03-01"));
    let risk = doc.get("/risks/R-2");
    for n in 0..10 {
        let id = format!("R-1{n}");
        doc.set(&format!("/risks/{id}"), risk.clone());
        doc.set(&format!("/risks/{id}/inherent/likelihood"), json!(likelihood(n)));
    }
}

/// A recovery time that is required of the records and provided by the server.
fn recovery(doc: &mut Doc, required: u32, provided: u32) {
    doc.set("/capabilities", json!({"rto": {"name": "recovery time", "unit": "hours", "better": "lower"}}));
    doc.set("/assets/A-INFO/requires", json!({"rto": required}));
    doc.set("/assets/A-INFO/provides", json!({"rto": 1}));
    doc.set("/assets/A-SRV/provides", json!({"rto": provided}));
    doc.set("/assets/A-HOST/provides", json!({"rto": 1}));
}

/// A code, and a change that must not raise it.
type Alike = (&'static str, fn(&mut Doc));

/// What the clean document does not show, and what must not be reported.
static HOLDS: &[Alike] = &[
    ("C4.1-02", |d| d.set("/organisation/climate_change/relevant", json!(true))), // yes answers it as well
    ("C4.1-03", |d| d.set("/issues/I-1/reviewed_on", json!("2025-03-31"))),
    ("C4.2-04", |d| d.cut("/requirements/Q-1/addressed_by")), // an objective names it
    ("C4.2-04", |d| {
        d.set(
            "/requirements/Q-2",
            json!({"title": "a part of it", "source": "party", "party": "P-1", "addressed": "partly",
            "addressed_by": {"requirements": ["Q-1"]}}),
        );
    }),
    ("C4.2-04", |d| {
        d.cut("/requirements/Q-1/addressed_by");
        d.set("/requirements/Q-1/addressed", json!("no"));
        d.set("/objectives/O-1/requirements", json!([]));
        d.set("/objectives/O-1/risks", json!(["R-1"]));
    }),
    ("C4.2-05", |d| {
        d.set("/requirements/Q-1/source", json!("party")); // nothing legal or contractual is left
        d.exclude("A.5.31", "no such requirements");
    }),
    ("C4.3-03", |d| {
        d.set("/scope/interfaces/IF-1", json!({"name": "host", "outside": ["A-HOST"], "inside": ["A-SRV"]}));
    }),
    ("C4.3-03", |d| {
        d.set("/assets/A-2", json!({"name": "second host", "kind": "supplier", "owner": "OPS", "represents": {"supplier": "SUP-1"}}));
        d.set("/assets/A-HOST/depends_on", json!({"A-2": {}})); // both ends on the boundary
    }),
    ("C4.3-04", |d| d.set("/processes/PR-1/uses", json!(["A-HOST"]))), // behind an interface
    ("C4.3-04", |d| {
        d.set("/processes/PR-1/uses", json!(["A-OUT"]));
        d.set("/scope/excluded/X-2", json!({"what": "it", "reason": "sold", "processes": ["PR-1"]}));
    }),
    ("C4.3-05", |d| {
        d.set("/assets/A-SRV/depends_on/A-OUT", json!({}));
        d.set("/scope/interfaces/IF-2", json!({"name": "kiosk", "outside": ["A-OUT"]}));
    }),
    ("C4.3-05", |d| {
        d.set("/assets/A-SRV/depends_on/A-OUT", json!({}));
        let spare = json!({"members": ["A-OUT", "A-HOST"], "required": 1});
        d.set("/assets/A-SRV/redundancy", json!({"G-1": spare})); // either will do
    }),
    ("C5.2-01", |d| {
        d.set("/policies/POL-0", json!({"title": "draft", "kind": "information-security",
            "contents": ["continual-improvement", "objectives", "requirements"], "communication": "none yet"}));
    }),
    ("C5.3-02", |d| d.set("/roles/GONE", json!({"title": "nothing depends on it", "inactive": true}))),
    ("C6.1.2-05", |d| {
        d.set("/risks/R-1/method_version", json!("1"));
        d.set("/risks/R-1/closed_on", json!("2026-03-31"));
    }),
    ("C6.1.2-07", |d| {
        d.set("/risks/R-1/affects", json!(["integrity"]));
        d.set("/scope/excluded/X-1/assets", json!(["A-OUT", "A-INFO"])); // not in the scope
    }),
    ("C6.1.2-07", |d| d.set("/assets/A-INFO/need/availability", json!("moderate"))), // below the upper half
    ("C6.1.2-09", |d| {
        d.cut("/risks/R-2/owner");
        d.set("/risks/R-2/closed_on", json!("2026-03-31")); // no longer there
    }),
    ("C6.1.2-12", |d| states(d, "R-1", json!({"inherent": "high", "current": "low", "residual": "low"}))),
    ("C6.1.2-12", |d| {
        states(d, "R-1", json!({"current": "medium"}));
        d.set("/risks/R-1/override_current", json!({"level": "medium", "reason": "seen twice"}));
    }),
    ("C6.1.2-12", |d| {
        product(d);
        states(d, "R-1", json!({"score": "6.00"}));
    }),
    ("C6.1.2-15", |d| {
        many(d, |n| ["low", "medium", "high"][n % 3]);
        d.set("/risks/R-10/inherent/consequence", json!("low"));
    }),
    ("C6.1.2-15", |d| d.cut("/risks/R-1/basis")), // two risks are too few to tell
    ("C6.1.2-16", |d| {
        d.set("/risks/R-1/inherent/consequence", json!("high"));
        d.cut("/risks/R-1/inherent/consequence_basis");
    }),
    ("C6.1.2-16", |d| d.set("/risks/R-1/inherent/consequence", json!("low"))), // its basis is written
    ("C6.1.2-17", |d| {
        // Another asset asks for as much: the effective need has not changed.
        d.set("/assets/A-INFO/need/confidentiality", json!("moderate"));
        let other = json!({"name": "more", "kind": "information", "owner": "OPS", "depends_on": {"A-SRV": {}},
            "need": {"confidentiality": "high", "integrity": "low", "availability": "low"}});
        d.set("/assets/A-MORE", other);
    }),
    ("C6.1.3-01", |d| d.cut("/treatments/T-2")), // an acceptance that counts is a decision
    ("C6.1.3-03", |d| d.set("/methods/M-1/dispositions/medium", json!("retain"))),
    ("C6.1.3-04", |d| avoid(d, "2026-03-31")),
    ("C6.1.3-05", |d| {
        d.set("/treatments/T-2/options", json!(["share"]));
        d.set("/treatments/T-2/sharing", json!({"supplier": "SUP-1"})); // whose agreement is on record
    }),
    ("C6.1.3-08", |d| {
        d.set("/controls/C-OWN", json!({"title": "own", "status": "implemented"}));
        d.set("/treatments/T-1/controls", json!(["C-1", "C-OWN"]));
        d.set("/soa/own", json!({"C-OWN": {"necessary": true, "status": "implemented"}}));
    }),
    ("C6.1.3-09", |d| {
        d.unimplement("A.8.8");
        d.set(&format!("{}/reasons", at("A.8.8")), json!(["business"]));
    }),
    ("C6.1.3-10", |d| {
        d.unimplement("A.8.8");
        let entry = json!({"necessary": true, "reasons": ["good-practice"], "justification": "everybody does", "status": "implemented"});
        d.set(&at("A.8.8"), entry);
    }),
    ("C6.1.3-11", |d| d.cut(&format!("{}/status", at("A.8.8")))), // the own control says it
    ("C6.1.3-12", |d| d.exclude("A.8.8", "nothing to patch")),
    ("C6.1.3-13", |d| {
        d.exclude("A.8.8", "nothing to patch");
        d.set(
            "/controls/C-3",
            json!({"title": "patches", "status": "retired", "implements": ["iso27001-2022:A.8.8"]}),
        );
    }),
    ("C6.1.3-14", |d| d.exclude("A.8.30", "nobody develops for us")),
    ("C6.1.3-16", |d| d.set(&format!("{}/status", at("A.8.9")), json!("partial"))), // an action has owner and day
    ("C6.1.3-17", |d| {
        d.cut("/treatments");
        d.set("/risks/R-2/closed_on", json!("2026-03-01")); // the other one is within the criteria
    }),
    ("C6.1.3-20", |d| d.cut("/methods/M-1/authority/medium")), // silent, but the owner accepted
    ("C6.1.3-21", |d| {
        // An old acceptance that a new one follows is history.
        let mut old = d.get("/acceptances/AC-1");
        old["on"] = json!("2026-01-20");
        old["valid_until"] = json!("2026-01-31");
        d.set("/acceptances/AC-0", old);
    }),
    ("C6.1.3-22", |d| {
        treat(d);
        d.set("/acceptances/AC-1/level", json!("high"));
        d.set("/acceptances/AC-1/by", json!("CEO")); // with a rationale
    }),
    ("C6.1.3-23", |d| {
        d.set("/risks/R-2/override_residual", json!({"level": "low", "reason": "insured"}));
        d.set("/treatments/T-2/options", json!(["share"]));
        d.set("/treatments/T-2/sharing", json!({"counterparty": "insurer", "agreement": "policy 7"}));
    }),
    ("C6.1.3-24", |d| {
        d.set("/controls/C-1/acts_on/risks/R-2", json!({"likelihood": {"by": -1}})); // a declared adverse effect
        states(d, "R-2", json!({"inherent": "medium", "current": "high"}));
    }),
    ("C6.1.3-25", |d| states(d, "R-2", json!({"current": "low"}))), // nothing planned acts on it
    ("C6.1.3-26", |d| {
        d.set("/treatments/T-1/actions/ACT-1", json!({"what": "more", "owner": "OPS", "due": "2026-03-31"}))
    }),
    ("C6.1.3-28", |d| d.set(&format!("{}/title", at("A.6.3")), json!("awareness and training"))),
    ("C6.2-02", |d| {
        d.cut("/objectives/O-1/measure");
        d.set("/objectives/O-1/not_measurable", json!("a matter of judgement"));
    }),
    ("C6.2-05", |d| {
        d.set("/objectives/O-1/due", json!("2026-03-30"));
        d.set("/objectives/O-1/result", json!("three hours"));
    }),
    ("C8.1-03", |d| {
        d.cut("/suppliers/SUP-1/agreement");
        d.set("/suppliers/SUP-1/reviewed_on", json!("2026-01-01"));
    }),
    ("C8.1-03", |d| {
        d.cut("/suppliers/SUP-1/agreement");
        d.set("/assets/A-INFO/need/confidentiality", json!("moderate")); // not high any more
    }),
    ("C8.2-01", |d| d.set("/risks/R-1/review_by", json!("2026-03-31"))),
    ("C8.3-01", |d| {
        for n in 2..=10 {
            // Three of ten are late.
            let (due, status) = if n < 5 { ("2026-03-30", "started") } else { ("2026-03-31", "open") };
            let action = json!({"what": "more", "owner": "OPS", "due": due, "status": status});
            d.set(&format!("/treatments/T-1/actions/ACT-{n}"), action);
        }
    }),
    ("G-03", |d| {
        d.cut("/assets/A-INFO/need/availability");
        d.set(
            "/assets/A-INFO/need_override",
            json!({"availability": {"level": "low", "reason": "manual", "rationale": "agreed"}}),
        );
    }),
    ("G-04", |d| {
        let word = json!({"level": "low", "reason": "distribution", "basis": "high"});
        d.set("/assets/A-SRV/need_override", json!({"confidentiality": word}));
    }),
    ("G-04", |d| d.set("/assets/A-SRV/need_override", json!({"confidentiality": {"level": "very-high"}}))), // raised
    ("G-06", |d| recovery(d, 8, 8)),
    ("G-13", |d| d.set("/risks/R-2/target", json!("medium"))),
    ("K-001", |d| d.set("/requirements/Q-1/references", json!(["gdpr:Art.32"]))), // has a slug, is not loaded
    ("Q-003", |d| {
        d.set(
            "/risks/R-1/loss",
            json!({"single": "EUR 50000", "annual_rate": "0.3", "stated_annual": "EUR 15000"}),
        );
    }),
];

#[test]
fn the_clean_document_has_no_findings() {
    let assessment = Doc::clean().assess();
    let all: Vec<String> = assessment.findings().listed().iter().map(ToString::to_string).collect();
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn each_rule_is_broken() {
    let mut missed = Vec::new();
    for (n, fixture) in BREAKS.iter().enumerate() {
        let mut doc = Doc::clean();
        (fixture.change)(&mut doc);
        let assessment = doc.assess();
        let found = assessment.findings().listed().iter();
        let mut found = found.filter(|f| f.code() == fixture.code);
        match found.clone().find(|f| f.path() == fixture.path) {
            Some(finding) if finding.severity().as_str() == fixture.severity => {
                assert!(!finding.message().contains('\n') && !finding.message().is_empty());
            }
            Some(finding) => missed.push(format!("{n} {}: {finding}", fixture.code)),
            None => missed.push(format!("{n} {} at {}: {:?}", fixture.code, fixture.path, found.next())),
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_only_looks_alike_is_not_reported() {
    let mut wrong = Vec::new();
    for (n, (code, change)) in HOLDS.iter().enumerate() {
        let mut doc = Doc::clean();
        change(&mut doc);
        let assessment = doc.assess();
        let found = assessment.findings().listed().iter();
        wrong.extend(found.filter(|f| f.code() == *code).map(|f| format!("{n}: {f}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Codes of conformity that a document cannot break here, because other tests do.
const ELSEWHERE: &[&str] = &["C6.1.2-02", "C6.1.2-03", "G-09"];

#[test]
fn every_code_of_a_rule_has_a_fixture() {
    let rules = isms_core::codes().iter().map(|info| info.code);
    let rules = rules.filter(|code| code.starts_with('C') || code.starts_with("G-") || *code == "Q-003");
    let open: Vec<_> = rules
        .filter(|code| !ELSEWHERE.contains(code) && !BREAKS.iter().any(|fixture| fixture.code == *code))
        .collect();
    assert!(open.is_empty(), "{open:?}");
}
