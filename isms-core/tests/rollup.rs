//! Translations between methods and the roll-up: a published register by its counts, a site read in a group, a second
//! and plain implementation on random registers, and what must hold whatever the register.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use isms_core::{
    AssessOptions, Assessment, Catalogue, EnterpriseRow, EnterpriseState, Isms, Unread, assess, roll_up,
};
use serde_json::{Map, Value, json};

fn read(document: &Value) -> Isms {
    Isms::from_json(&document.to_string()).unwrap_or_else(|e| panic!("{:#?}", e.findings()))
}

fn assessed(document: &Value) -> Assessment {
    assess(&read(document), &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()))
}

fn rolled(document: &Value) -> Vec<EnterpriseState> {
    let assessment = assessed(document);
    roll_up(assessment.isms(), assessment.register())
}

fn scale(levels: &[&str]) -> Value {
    json!({"levels": levels.iter().map(|id| json!({"id": id})).collect::<Vec<_>>()})
}

/// A method on one scale, whose level is its likelihood whatever the consequence.
fn plain(scale: &str, version: &str, levels: &[&str]) -> Value {
    let rows: Map<String, Value> =
        levels.iter().map(|level| ((*level).to_owned(), json!(vec![level; levels.len()]))).collect();
    json!({"name": scale, "version": version, "likelihood": scale, "consequence": scale, "level": scale,
        "combine": {"matrix": rows}})
}

/// A risk of a plain method at a level.
fn at(method: &str, level: &str) -> Value {
    json!({"title": "a risk", "approach": "event", "method": method,
        "inherent": {"likelihood": level, "consequence": level}})
}

fn codes(assessment: &Assessment) -> Vec<String> {
    let ours = |code: &str| code.starts_with("M-03") || code.starts_with("M-04");
    let found = assessment.findings().listed().iter().filter(|f| ours(f.code()));
    found.map(|f| format!("{} {} {}", f.code(), f.severity().as_str(), f.path())).collect()
}

const LEVELS: [&str; 4] = ["L", "M", "H", "VH"];

/// Per enterprise risk the place of its tolerance in [`LEVELS`], and how many members have each level.
///
/// Outside tolerance is what stands right of the tolerance, so the count is a closed form:
/// 6+2+0 + 2+1 + 0 + 7+1+0 + 2+0 + 2+0 + 1+0 + 0 = 24.
const ENTERPRISE: [(usize, [usize; 4]); 8] = [
    (0, [2, 6, 2, 0]),
    (1, [1, 5, 2, 1]),
    (2, [2, 4, 3, 0]),
    (0, [2, 7, 1, 0]),
    (1, [2, 5, 2, 0]),
    (1, [1, 4, 2, 0]),
    (1, [2, 3, 1, 0]),
    (2, [2, 3, 0, 0]),
];

/// The counts of a published fictional register: 65 risks, eight enterprise risks. Which risk belongs to which is ours.
fn published() -> Value {
    let mut risks = Map::new();
    let mut enterprise = Map::new();
    for (n, (tolerance, counts)) in ENTERPRISE.iter().enumerate() {
        let mut members = Vec::new();
        for (level, count) in LEVELS.iter().zip(counts) {
            for _ in 0..*count {
                let id = format!("R-{:02}", risks.len() + 1);
                risks.insert(id.clone(), at("M", level));
                members.push(id);
            }
        }
        let what =
            json!({"title": "a large one", "method": "M", "tolerance": LEVELS[*tolerance], "risks": members});
        enterprise.insert(format!("ER-{:02}", n + 1), what);
    }
    json!({"isms": "1", "organisation": {"name": "Acme"}, "scales": {"s": scale(&LEVELS)},
        "methods": {"M": plain("s", "1", &LEVELS)}, "risks": risks, "enterprise_risks": enterprise})
}

#[test]
fn the_published_register_by_its_counts() {
    let states = rolled(&published());
    let mut levels = [0; 4];
    for state in &states {
        for (sum, count) in levels.iter_mut().zip(&state.current.histogram) {
            *sum += count;
        }
        assert_eq!(state.current, state.residual); // no control, no plan
        assert!(state.current.is_complete());
    }
    assert_eq!(levels, [14, 37, 13, 1]);
    assert_eq!(states.iter().map(|state| state.open).sum::<usize>(), 65);
    assert_eq!(states.iter().map(|state| state.current.outside.unwrap()).sum::<usize>(), 24);
    let rows = assessed(&published()).enterprise_rows();
    let current: Vec<&EnterpriseRow> = rows.iter().filter(|row| row.station == "current").collect();
    let exposure: Vec<&str> = current.iter().map(|row| row.exposure.as_ref().unwrap().as_str()).collect();
    assert_eq!(exposure, ["H", "VH", "H", "H", "H", "H", "H", "M"]);
    // The one risk at VH is the last of the second: 10 + 1 + 5 + 2 stand before it.
    assert_eq!(current[1].from.as_ref().unwrap().as_str(), "R-19");
    let above: Vec<_> = current.iter().map(|row| row.above.unwrap()).collect();
    assert_eq!(above, [true, true, false, true, true, true, true, false]);
    let tallies: Vec<_> = current[1].levels.iter().map(|t| (t.level.as_str(), t.count)).collect();
    assert_eq!(tallies, [("VH", 1), ("H", 2), ("M", 5), ("L", 1)]);
    let found = codes(&assessed(&published()));
    assert_eq!(found.len(), 6);
    assert!(found.iter().all(|f| f.starts_with("M-040 minor")), "{found:?}");
}

#[test]
fn raising_a_tolerance_never_raises_the_number_outside() {
    let count = |n: usize, tolerance: &str| {
        let mut document = published();
        document["enterprise_risks"][format!("ER-{:02}", n + 1)]["tolerance"] = json!(tolerance);
        rolled(&document)[n].current.outside.unwrap()
    };
    for (n, (_, counts)) in ENTERPRISE.iter().enumerate() {
        let outside: Vec<usize> = LEVELS.iter().map(|level| count(n, level)).collect();
        let expected: Vec<usize> = (0..4).map(|level| counts[level + 1..].iter().sum()).collect();
        assert_eq!(outside, expected);
    }
}

const SITE: [&str; 4] = ["low", "medium", "high", "very high"];
const GROUP: [&str; 5] = ["very-low", "low", "moderate", "high", "very-high"];

/// A site with the four by four matrix of BSI 200-3 in a group with five by five.
fn site_and_group() -> Value {
    let site = json!({
        "name": "site", "version": "2017", "likelihood": "frequency", "consequence": "damage", "level": "site",
        "combine": {"matrix": {
            "rarely": ["low", "low", "medium", "medium"],
            "medium": ["low", "low", "medium", "high"],
            "often": ["low", "medium", "high", "very high"],
            "very often": ["low", "high", "very high", "very high"]
        }}
    });
    let risk = |likelihood: &str, consequence: &str| {
        json!({"title": "at the site", "approach": "event", "method": "SITE",
            "inherent": {"likelihood": likelihood, "consequence": consequence}})
    };
    json!({
        "isms": "1",
        "organisation": {"name": "Acme"},
        "scales": {
            "frequency": scale(&["rarely", "medium", "often", "very often"]),
            "damage": scale(&["negligible", "limited", "considerable", "threatening"]),
            "site": scale(&SITE),
            "group": scale(&GROUP)
        },
        "methods": {"SITE": site, "GROUP": plain("group", "3", &GROUP)},
        "translations": {"T-1": {
            "from": "SITE", "from_version": "2017", "to": "GROUP", "to_version": "3", "version": "1",
            "levels": {"low": "low", "medium": "moderate", "high": "high", "very high": "very-high"}
        }},
        "risks": {
            "G-1": at("GROUP", "moderate"),
            "G-2": at("GROUP", "very-low"),
            "S-1": risk("very often", "limited"),     // high
            "S-2": risk("rarely", "threatening"),     // medium
            "S-3": risk("very often", "negligible"),  // low
        },
        "enterprise_risks": {"ER-1": {"title": "standstill", "method": "GROUP", "tolerance": "moderate",
            "risks": ["G-1", "G-2", "S-1", "S-2", "S-3"]}}
    })
}

#[test]
fn a_site_is_read_in_its_group() {
    let states = rolled(&site_and_group());
    let exposure = &states[0].current;
    // By rank alone the site's `high` would be the group's `moderate`: both are third.
    assert_eq!(exposure.level.as_ref().unwrap().rank(), 4);
    assert_eq!(exposure.from.as_ref().unwrap().as_str(), "S-1");
    assert_eq!(exposure.histogram, [1, 1, 2, 1, 0]);
    assert_eq!((exposure.outside, exposure.above(), exposure.is_complete()), (Some(1), Some(true), true));
    let assessment = assessed(&site_and_group());
    assert_eq!(codes(&assessment), ["M-040 minor /enterprise_risks/ER-1/tolerance"]);
    assert_eq!(assessment.findings().total("C6.1.2-05"), 0); // all can be read in the group's method
}

#[test]
fn a_new_version_stops_the_translation() {
    for (method, member) in [("SITE", "from_version"), ("GROUP", "to_version")] {
        let mut document = site_and_group();
        document["methods"][method]["version"] = json!("2026");
        let states = rolled(&document);
        let exposure = &states[0].current;
        let unread: Vec<_> = exposure.unread.iter().map(|u| (u.risk.as_str(), u.why)).collect();
        assert_eq!(unread, [("S-1", Unread::Stale), ("S-2", Unread::Stale), ("S-3", Unread::Stale)]);
        assert_eq!(exposure.level.as_ref().unwrap().rank(), 3); // at least moderate
        assert_eq!((exposure.outside, exposure.above()), (Some(0), None)); // not known to be within
        let assessment = assessed(&document);
        let expected = [
            format!("M-033 minor /translations/T-1/{member}"),
            "M-041 minor /enterprise_risks/ER-1/risks".into(),
        ];
        assert_eq!(codes(&assessment), expected);
        assert_eq!(assessment.findings().total("C6.1.2-05"), 1);
    }
}

#[test]
fn a_risk_of_an_old_version_is_not_read_even_in_its_own_method() {
    let mut document = site_and_group();
    document["risks"]["G-1"]["method_version"] = json!("2");
    document["risks"]["G-2"]["method_version"] = json!("3");
    let exposure = &rolled(&document)[0].current;
    let unread: Vec<_> = exposure.unread.iter().map(|u| (u.risk.as_str(), u.why)).collect();
    assert_eq!(unread, [("G-1", Unread::Version)]);
}

#[test]
fn translations_are_not_chained() {
    let mut document = site_and_group();
    document["methods"]["MIDDLE"] = plain("group", "1", &GROUP);
    document["translations"]["T-1"]["to"] = json!("MIDDLE");
    document["translations"]["T-1"]["to_version"] = json!("1");
    let onwards: Map<String, Value> = GROUP.iter().map(|level| ((*level).to_owned(), json!(level))).collect();
    document["translations"]["T-2"] = json!({"from": "MIDDLE", "from_version": "1", "to": "GROUP", "to_version": "3",
        "version": "1", "levels": onwards});
    let exposure = &rolled(&document)[0].current;
    assert_eq!(exposure.unread.len(), 3);
    assert!(exposure.unread.iter().all(|u| u.why == Unread::NoTranslation));
    // Nor does one scale make two methods one.
    document["risks"]["G-1"] = at("MIDDLE", "very-high");
    document["translations"].as_object_mut().unwrap().remove("T-2");
    let exposure = &rolled(&document)[0].current;
    assert_eq!((exposure.unread.len(), exposure.level.as_ref().unwrap().rank()), (4, 1));
}

#[test]
fn what_is_unsound_in_a_translation_is_found() {
    let found = |change: fn(&mut Value)| {
        let mut document = site_and_group();
        document["enterprise_risks"] = json!({});
        change(&mut document);
        codes(&assessed(&document))
    };
    assert!(found(|_| {}).is_empty());
    assert_eq!(
        found(|d| drop(d["translations"]["T-1"]["levels"].as_object_mut().unwrap().remove("high"))),
        ["M-030 minor /translations/T-1/levels"]
    );
    assert_eq!(
        found(|d| d["translations"]["T-1"]["levels"]["high"] = json!("low")),
        ["M-031 minor /translations/T-1/levels/high"] // below what `medium` is read as
    );
    assert_eq!(
        found(|d| d["translations"]["T-1"]["levels"]["high"] = json!("moderate")),
        Vec::<String>::new() // two levels may be read as one
    );
    assert_eq!(
        found(|d| d["translations"]["T-1"]["levels"]["high"] = json!("hihg")),
        ["M-032 minor /translations/T-1/levels/high"]
    );
    assert_eq!(
        found(|d| d["translations"]["T-1"]["levels"]["extreme"] = json!("very-high")),
        ["M-032 minor /translations/T-1/levels/extreme"]
    );
    assert_eq!(
        found(|d| d["translations"]["T-2"] = d["translations"]["T-1"].clone()),
        ["M-034 minor /translations/T-2/from"]
    );
    assert_eq!(
        found(|d| {
            // An old one beside a present one is stale and no rival.
            d["translations"]["T-0"] = d["translations"]["T-1"].clone();
            d["translations"]["T-0"]["to_version"] = json!("2");
        }),
        ["M-033 minor /translations/T-0/to_version"]
    );
    assert_eq!(
        found(|d| d["translations"]["T-2"] = json!({"from": "GROUP", "from_version": "3", "to": "GROUP",
            "to_version": "3", "version": "1", "levels": {}})),
        ["M-035 observation /translations/T-2/to"]
    );
}

#[test]
fn what_is_unsound_in_an_enterprise_risk_is_found() {
    let found = |change: fn(&mut Value)| {
        let mut document = site_and_group();
        document["enterprise_risks"]["ER-1"]["tolerance"] = json!("high");
        change(&mut document);
        codes(&assessed(&document))
    };
    assert!(found(|_| {}).is_empty());
    assert_eq!(
        found(|d| drop(d["enterprise_risks"]["ER-1"].as_object_mut().unwrap().remove("tolerance"))),
        ["M-042 minor /enterprise_risks/ER-1"]
    );
    assert_eq!(
        found(|d| d["enterprise_risks"]["ER-1"]["tolerance"] = json!("medium")), // a level of the site
        ["M-042 minor /enterprise_risks/ER-1/tolerance"]
    );
    assert_eq!(
        found(|d| d["enterprise_risks"]["ER-1"]["risks"] = json!([])),
        ["M-043 observation /enterprise_risks/ER-1/risks"]
    );
    assert_eq!(
        found(|d| drop(d["risks"]["G-1"].as_object_mut().unwrap().remove("inherent"))),
        ["M-041 minor /enterprise_risks/ER-1/risks"]
    );
    // The plan brings the one risk above tolerance below it.
    assert_eq!(
        found(|d| {
            d["enterprise_risks"]["ER-1"]["tolerance"] = json!("moderate");
            d["risks"]["S-1"]["override_residual"] = json!({"level": "medium", "reason": "insured"});
        }),
        ["M-040 observation /enterprise_risks/ER-1/tolerance"]
    );
    // A closed risk is no exposure.
    assert_eq!(
        found(|d| {
            d["enterprise_risks"]["ER-1"]["tolerance"] = json!("moderate");
            d["risks"]["S-1"]["closed_on"] = json!("2026-03-01");
        }),
        Vec::<String>::new()
    );
}

#[test]
fn the_highest_risks_are_listed_method_by_method() {
    // By rank the group's `moderate` (3 of 5) would stand above the site's `medium` (2 of 4), by steps below the top the
    // site's `high` beside the group's `high`: neither is an order.
    let mut document = site_and_group();
    document["risks"]["G-3"] = at("GROUP", "high");
    let assessment = assessed(&document);
    let summary = assessment.summary();
    let top: Vec<_> = summary.top_risks.iter().map(|top| (top.method.as_str(), top.risk.as_str())).collect();
    let expected = [
        ("GROUP", "G-3"),
        ("GROUP", "G-1"),
        ("GROUP", "G-2"),
        ("SITE", "S-1"),
        ("SITE", "S-2"),
        ("SITE", "S-3"),
    ];
    assert_eq!(top, expected);
    let text = String::from_utf8(assessment.report("summary", "text").unwrap()).unwrap();
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what} in {text}"));
    assert!(place("Highest risks today, `GROUP`") < place("G-2"));
    assert!(place("G-2") < place("Highest risks today, `SITE`"));
    let page = String::from_utf8(assessment.report("all", "html").unwrap()).unwrap();
    assert!(page.contains("Highest risks today, group") && page.contains("Highest risks today, site"));
    assert!(page.contains("id=\"enterprise\"") && page.contains("href=\"#enterprise\""));
}

#[test]
fn the_page_shows_the_exposure_as_a_bound() {
    let mut document = site_and_group();
    document["methods"]["SITE"]["version"] = json!("2026");
    document["enterprise_risks"]["ER-1"]["title"] = json!("<b>&\"x");
    let page = String::from_utf8(assessed(&document).report("all", "html").unwrap()).unwrap();
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let parsed = roxmltree::Document::parse_with_options(&page, options).unwrap();
    let section = parsed.descendants().find(|n| n.attribute("id") == Some("enterprise")).unwrap();
    let texts: Vec<&str> = section.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect();
    let all = texts.concat();
    for said in
        ["<b>&\"x", "at least moderate", "at least 0 of 5 outside tolerance", "S-1 (stale-translation)"]
    {
        assert!(all.contains(said), "no {said} in {all}");
    }
}

#[test]
fn each_method_has_its_ten_highest() {
    let mut document = site_and_group();
    for n in 0..30 {
        document["risks"][format!("G-1{n:02}")] = at("GROUP", "very-high");
    }
    let summary = assessed(&document).summary();
    let of = |method: &str| summary.top_risks.iter().filter(|top| top.method.as_str() == method).count();
    assert_eq!((of("GROUP"), of("SITE")), (10, 3)); // thirty worse ones of another method hide none
}

#[test]
fn a_document_without_enterprise_risks_has_no_section() {
    let mut document = site_and_group();
    document["enterprise_risks"] = json!({});
    let assessment = assessed(&document);
    for format in ["html", "json", "markdown", "text"] {
        let text = String::from_utf8(assessment.report("all", format).unwrap()).unwrap();
        assert!(!text.to_lowercase().contains("enterprise"), "{format}");
    }
    assert_eq!(assessment.report("enterprise", "json").unwrap(), b"[]");
}

/// Splitmix64: the same registers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A register of three methods of two to six levels, with translations of every quality.
fn random(random: &mut Random) -> Value {
    let names: Vec<Vec<String>> =
        (0..3).map(|m| (1..=2 + random.below(5)).map(|n| format!("m{m}-{n}")).collect()).collect();
    let mut document = json!({"isms": "1", "organisation": {"name": "Acme"}, "scales": {}, "methods": {},
        "translations": {}, "risks": {}, "enterprise_risks": {}});
    for (m, levels) in names.iter().enumerate() {
        let levels: Vec<&str> = levels.iter().map(String::as_str).collect();
        document["scales"][format!("s{m}")] = scale(&levels);
        document["methods"][format!("M{m}")] = plain(&format!("s{m}"), "1", &levels);
    }
    for n in 0..random.below(8) {
        let (from, to) = (random.below(3), random.below(3));
        let mut levels = Map::new();
        let mut rank = 0;
        for level in &names[from] {
            rank = (rank + random.below(3)).min(names[to].len() - 1);
            let fallen = if random.chance(4) { 0 } else { rank };
            let read = if random.chance(3) { "elsewhere".to_owned() } else { names[to][fallen].clone() };
            if !random.chance(5) {
                levels.insert(level.clone(), json!(read));
            }
        }
        let version = |random: &mut Random| if random.chance(10) { "0" } else { "1" };
        let (old, new) = (version(random), version(random));
        document["translations"][format!("T{n}")] = json!({"from": format!("M{from}"), "to": format!("M{to}"),
            "from_version": old, "to_version": new, "version": "1", "levels": levels});
    }
    for n in 0..30 {
        let m = random.below(3);
        let mut risk = at(&format!("M{m}"), &names[m][random.below(names[m].len())]);
        if random.chance(30) {
            let level = &names[m][random.below(names[m].len())];
            risk["override_residual"] = json!({"level": level, "reason": "seen"});
        }
        match random.below(12) {
            0 => risk["closed_on"] = json!("2026-01-01"),
            1 => risk["inherent"] = json!({}),
            2 => risk["method_version"] = json!("0"),
            3 => risk["method_version"] = json!("1"),
            _ => {}
        }
        document["risks"][format!("R{n:02}")] = risk;
    }
    for n in 0..4 {
        let m = random.below(3);
        let members: Vec<String> =
            (0..30).filter(|_| random.chance(30)).map(|n| format!("R{n:02}")).collect();
        let mut enterprise = json!({"title": "a large one", "method": format!("M{m}"), "risks": members});
        if random.chance(80) {
            enterprise["tolerance"] = json!(names[m][random.below(names[m].len())]);
        }
        document["enterprise_risks"][format!("E{n}")] = enterprise;
    }
    document
}

/// The place of a level of a method, 1 for the lowest.
fn rank(document: &Value, method: &str, level: &str) -> Option<usize> {
    let scale = document["methods"][method]["level"].as_str().unwrap();
    let levels = document["scales"][scale]["levels"].as_array().unwrap();
    levels.iter().position(|l| l["id"] == level).map(|place| place + 1)
}

/// A level of a risk as a place in the levels of a method, from the document alone.
fn plainly(document: &Value, risk: &Value, residual: bool, to: &str) -> Result<usize, Unread> {
    let from = risk["method"].as_str().unwrap();
    if risk.get("method_version").is_some_and(|v| *v != document["methods"][from]["version"]) {
        return Err(Unread::Version);
    }
    let by_hand = if residual { risk["override_residual"]["level"].as_str() } else { None };
    let level = by_hand.or(risk["inherent"]["likelihood"].as_str()).ok_or(Unread::NoLevel)?;
    if from == to {
        return Ok(rank(document, to, level).unwrap());
    }
    let all: Vec<&Value> = document["translations"]
        .as_object()
        .unwrap()
        .values()
        .filter(|t| t["from"] == from && t["to"] == to)
        .collect();
    let holding: Vec<&&Value> =
        all.iter().filter(|t| t["from_version"] == "1" && t["to_version"] == "1").collect();
    let translation = match holding.as_slice() {
        [] if all.is_empty() => return Err(Unread::NoTranslation),
        [] => return Err(Unread::Stale),
        [one] => &one["levels"],
        _ => return Err(Unread::TwoTranslations),
    };
    let pairs: Vec<(usize, usize)> = translation
        .as_object()
        .unwrap()
        .iter()
        .filter_map(|(a, b)| Some((rank(document, from, a)?, rank(document, to, b.as_str().unwrap())?)))
        .collect();
    if pairs.iter().any(|(a, x)| pairs.iter().any(|(b, y)| a < b && x > y)) {
        return Err(Unread::Falling);
    }
    let here = rank(document, from, level).unwrap();
    pairs.iter().find(|(a, _)| *a == here).map(|(_, read)| *read).ok_or(Unread::Untranslated)
}

#[test]
fn a_plain_implementation_agrees() {
    let mut seed = Random(7);
    let mut reasons = std::collections::BTreeSet::new();
    let (mut read, mut unread) = (0, 0);
    for _ in 0..400 {
        let document = random(&mut seed);
        for state in rolled(&document) {
            let enterprise = &document["enterprise_risks"][state.id.as_str()];
            let method = enterprise["method"].as_str().unwrap();
            let members: Vec<&str> =
                enterprise["risks"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
            let open: Vec<&str> =
                members.into_iter().filter(|id| document["risks"][*id].get("closed_on").is_none()).collect();
            assert_eq!(state.open, open.len());
            for (exposure, residual) in [(&state.current, false), (&state.residual, true)] {
                let levels: Vec<_> = open
                    .iter()
                    .map(|id| (*id, plainly(&document, &document["risks"][*id], residual, method)))
                    .collect();
                let known: Vec<(&str, usize)> =
                    levels.iter().filter_map(|(id, l)| Some((*id, *l.as_ref().ok()?))).collect();
                let highest = known.iter().map(|(_, level)| *level).max();
                assert_eq!(exposure.level.as_ref().map(|l| usize::from(l.rank())), highest);
                let first = known.iter().find(|(_, level)| Some(*level) == highest).map(|(id, _)| *id);
                assert_eq!(exposure.from.as_ref().map(|id| id.as_str()), first);
                for (place, count) in exposure.histogram.iter().enumerate() {
                    assert_eq!(*count, known.iter().filter(|(_, level)| *level == place + 1).count());
                }
                let bound =
                    enterprise["tolerance"].as_str().map(|name| rank(&document, method, name).unwrap());
                let outside = bound.map(|bound| known.iter().filter(|(_, level)| *level > bound).count());
                assert_eq!(exposure.outside, outside);
                let missing: Vec<_> =
                    levels.iter().filter_map(|(id, l)| Some((*id, l.as_ref().err().copied()?))).collect();
                let theirs: Vec<_> = exposure.unread.iter().map(|u| (u.risk.as_str(), u.why)).collect();
                assert_eq!(theirs, missing);
                reasons.extend(missing.iter().map(|(_, why)| *why));
                (read, unread) = (read + known.len(), unread + missing.len());
            }
        }
    }
    assert_eq!(reasons.len(), 7, "{reasons:?}"); // each reason was met
    assert!(read > 5_000 && unread > 5_000, "{read} {unread}");
}

#[test]
fn another_member_never_lowers_the_exposure() {
    let mut seed = Random(11);
    for _ in 0..100 {
        let mut document = random(&mut seed);
        let before = rolled(&document);
        let more = format!("R{:02}", seed.below(30));
        for n in 0..4 {
            let members = document["enterprise_risks"][format!("E{n}")]["risks"].as_array_mut().unwrap();
            if !members.contains(&json!(more)) {
                members.push(json!(more));
            }
        }
        for (before, after) in before.iter().zip(rolled(&document)) {
            for (before, after) in [(&before.current, &after.current), (&before.residual, &after.residual)] {
                let rank = |exposure: &isms_core::Exposure| exposure.level.as_ref().map_or(0, |l| l.rank());
                assert!(rank(after) >= rank(before));
                assert!(after.outside >= before.outside && after.unread.len() >= before.unread.len());
                assert!(before.above() != Some(true) || after.above() == Some(true));
            }
        }
    }
}
