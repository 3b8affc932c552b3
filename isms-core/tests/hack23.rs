//! The published register: read as it is, compared, never repaired.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use isms_core::{
    AssessOptions, Assessment, Catalogue, Combine, ControlStatus, Decimal, Isms, Level, Money, assess,
};

const DOCUMENT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/hack23/isms.json"));

fn hack23() -> Isms {
    Isms::from_json(DOCUMENT).unwrap()
}

fn assessed() -> Assessment {
    assess(&hack23(), &Catalogue::builtin(), &AssessOptions::new("2026-08-05".parse().unwrap()))
}

/// The published rows: probability, impact and score.
const PUBLISHED: [(&str, i32, i32, i32); 26] = [
    ("R-ACCESS-001", 2, 2, 80),
    ("R-AGENT-001", 2, 2, 80),
    ("R-AGENT-002", 2, 3, 120),
    ("R-AI-LIABILITY-001", 3, 4, 240),
    ("R-AWS-001", 3, 4, 240),
    ("R-CASH-001", 4, 5, 320),
    ("R-COMP-001", 4, 2, 80),
    ("R-CONCENTRATION-001", 4, 4, 320),
    ("R-CREDIT-001", 3, 4, 240),
    ("R-CYBER-001", 3, 4, 240),
    ("R-DDOS-001", 3, 2, 120),
    ("R-DISINFO-001", 3, 4, 240),
    ("R-FOUNDER-001", 4, 6, 480),
    ("R-GDPR-001", 1, 5, 100),
    ("R-INCIDENT-001", 3, 3, 180),
    ("R-IP-001", 2, 4, 160),
    ("R-LEGAL-001", 3, 3, 180),
    ("R-MARKET-001", 4, 5, 400),
    ("R-MCP-001", 3, 3, 180),
    ("R-PHYS-001", 2, 1, 20),
    ("R-PROCESS-001", 2, 3, 120),
    ("R-PROF-LIABILITY-001", 2, 4, 160),
    ("R-SUPPLIER-001", 3, 3, 180),
    ("R-SUPPLYCHAIN-001", 2, 4, 160),
    ("R-TAX-001", 2, 3, 120),
    ("R-TECH-001", 3, 2, 60),
];

#[test]
fn keeps_every_published_number() {
    let isms = hack23();
    assert_eq!(isms.risks().len(), 26);
    for (id, probability, impact, score) in PUBLISHED {
        let risk = isms.risks().get(id).unwrap();
        assert_eq!(risk.inherent.likelihood.as_ref().unwrap().as_str(), probability.to_string(), "{id}");
        assert_eq!(risk.inherent.consequence.as_ref().unwrap().as_str(), impact.to_string(), "{id}");
        assert_eq!(risk.stated.score, Some(Decimal::from(score)), "{id}");
    }
}

#[test]
fn the_expected_loss_is_the_published_one() {
    let assessed = assessed();
    let isms = assessed.isms();
    let mut sum: Money = "EUR 0".parse().unwrap();
    for (id, risk) in isms.risks().iter() {
        let loss = risk.loss.as_ref().unwrap();
        let expected = loss.expected_annual().unwrap();
        assert_eq!(Some(expected), loss.stated_annual, "{id}");
        assert_eq!(assessed.register().get(id).unwrap().expected_annual, Some(expected), "{id}");
        sum = sum.checked_add(&expected).unwrap();
    }
    assert_eq!(sum, "EUR 258875".parse().unwrap());
    assert_eq!(assessed.findings().total("Q-003"), 0);
}

#[test]
fn an_impact_of_six_on_a_scale_of_five_is_reported_and_kept() {
    let assessed = assessed();
    let off: Vec<_> = assessed.findings().listed().iter().filter(|f| f.code() == "C6.1.2-04").collect();
    assert_eq!(off.len(), 1);
    assert_eq!(off[0].path(), "/risks/R-FOUNDER-001/inherent/consequence");
    assert!(off[0].message().contains("`6`"), "{}", off[0].message());

    let state = assessed.register().get(&"R-FOUNDER-001".parse().unwrap()).unwrap();
    assert!(state.inherent.consequence.is_none() && state.inherent.level.is_none());
    assert!(state.inherent.score.is_none(), "no score is made up from a level that is not there");

    let again = Isms::from_json(&assessed.isms().to_json()).unwrap();
    let risk = again.risks().get("R-FOUNDER-001").unwrap();
    assert_eq!(risk.inherent.consequence.as_ref().unwrap().as_str(), "6");
    assert_eq!(again.to_draft(), hack23().to_draft());
}

/// The document says P × I × 100. 22 rows are P × I × 20 instead, four are neither; none agrees with the document.
#[test]
fn every_stated_score_is_compared_with_the_formula_of_the_document() {
    let assessed = assessed();
    let method = assessed.isms().methods().get("M-HACK23").unwrap();
    let Combine::Product { factor, .. } = &method.combine else { panic!("not a product") };
    assert_eq!(*factor, Some(Decimal::from(100)));

    let named: BTreeMap<String, String> = assessed
        .findings()
        .listed()
        .iter()
        .filter(|finding| finding.code() == "C6.1.2-12")
        .map(|finding| (finding.path(), finding.message().to_owned()))
        .collect();
    let mut neither = BTreeSet::new();
    for (id, probability, impact, score) in PUBLISHED {
        if score != probability * impact * 20 {
            neither.insert(id);
        }
        let own = probability * impact * 100;
        assert_ne!(score, own, "{id}");
        let message = named.get(&format!("/risks/{id}/stated/score"));
        if id == "R-FOUNDER-001" {
            assert!(message.is_none(), "its impact is off the scale, so there is nothing to compare with");
            continue;
        }
        let message = message.unwrap_or_else(|| panic!("{id} is not named"));
        let numbers: Vec<&str> = message.split(|c: char| !c.is_ascii_digit()).collect();
        for number in [score, own] {
            assert!(numbers.contains(&number.to_string().as_str()), "{message}");
        }
    }
    assert_eq!(neither, BTreeSet::from(["R-CASH-001", "R-COMP-001", "R-PHYS-001", "R-TECH-001"]));
    assert_eq!(named.len(), 25);
}

/// Of the bands only the two that the facts give are written: from 200 on high, from 400 on critical.
#[test]
fn levels_follow_from_the_known_bands() {
    let assessed = assessed();
    for (id, probability, impact, _) in PUBLISHED.into_iter().filter(|row| row.0 != "R-FOUNDER-001") {
        let state = assessed.register().get(&id.parse().unwrap()).unwrap();
        let rank = state.inherent.level.as_ref().map(Level::rank);
        let expected = if probability * impact * 100 >= 400 { 2 } else { 1 };
        assert_eq!(rank, Some(expected), "{id}");
    }
}

#[test]
fn assets_stand_as_published() {
    let isms = hack23();
    assert_eq!(isms.assets().len(), 82);
    let domains = ["D-001", "D-002", "D-003", "D-004", "D-005"];
    for id in domains {
        let name = &isms.assets().get(id).unwrap().name;
        let twice = isms.assets().values().filter(|asset| &asset.name == name).count();
        assert_eq!(twice, 2, "{name} stands in two sections and stays twice");
    }
    for (id, asset) in isms.assets().iter() {
        assert!(asset.owner.is_none() && asset.depends_on.is_empty(), "{id}: nothing is invented");
        assert!(asset.need.len() <= 1, "{id}: no row rates more than one dimension");
    }
    assert_eq!(isms.assets().values().filter(|asset| !asset.need.is_empty()).count(), 30);
}

/// What is not published is absent: no owner, no treatment, no statement, and no control that lowers anything.
#[test]
fn nothing_is_invented() {
    let assessed = assessed();
    let isms = assessed.isms();
    assert!(isms.treatments().is_empty() && isms.acceptances().is_empty() && isms.soa().is_none());
    assert!(isms.roles().is_empty() && isms.risks().values().all(|risk| risk.owner.is_none()));
    assert_eq!(isms.controls().len(), 12);
    assert!(isms.controls().values().all(|control| control.status == ControlStatus::Planned));
    for (id, _) in isms.risks().iter() {
        let state = assessed.register().get(id).unwrap();
        assert!(state.current.point.level == state.inherent.level, "{id}");
        assert!(state.residual.point.level == state.inherent.level, "{id}");
    }
    let linked = isms.controls().values().flat_map(|control| control.acts_on.risks.keys());
    assert_eq!(linked.collect::<BTreeSet<_>>().len(), 8, "eight risks name controls");
}
