//! The reports of a document with hostile names, read back by other readers than their writers.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper that fails fails its test")]

use std::collections::BTreeSet;

use isms_core::{AssessOptions, Assessment, Catalogue, ErrorKind, Isms, REPORTS, assess, report_formats};

const EVIL: &str = r#"</td></style><script>alert(1)</script><img src=x onerror=alert(1)> \"'&amp; ` 😀"#;

fn assessed(text: &str) -> Assessment {
    let isms = Isms::from_json(text).unwrap_or_else(|e| panic!("{e} {:?}", e.findings()));
    assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse().unwrap()))
}

/// A document in which every free text is hostile, with two ids that differ by their collection alone.
fn hostile() -> Assessment {
    assessed(
        &r#"{
        "isms": "1",
        "organisation": {"name": "EVIL"},
        "scope": {"statement": "EVIL"},
        "requirements": {"X-1": {"title": "EVIL", "source": "law", "addressed": "yes",
            "addressed_by": {"controls": ["iso27001-2022:A.8.5", "X-1"]}}},
        "roles": {"X-1": {"title": "EVIL", "holder": "EVIL"}},
        "capabilities": {"rto": {"name": "EVIL", "unit": "EVIL", "better": "lower"}},
        "scales": {"s": {"levels": [{"id": "low", "rating": 1}, {"id": "<b>&\"x", "rating": 2}, {"id": "high", "rating": 3}]}},
        "methods": {"m": {"name": "EVIL", "version": "EVIL", "likelihood": "s", "consequence": "s", "level": "s",
            "combine": {"matrix": {"low": ["low", "low", "<b>&\"x"], "<b>&\"x": ["low", "<b>&\"x", "high"],
                "high": ["<b>&\"x", "high", "high"]}}, "dispositions": {"high": "treat", "low": "retain"}}},
        "assets": {
            "X-1": {"name": "EVIL", "kind": "information", "owner": "X-1", "need": {"confidentiality": "high"},
                "requires": {"rto": 4}, "depends_on": {"X-2": {}, "X-3": {}}},
            "X-2": {"name": "EVIL", "kind": "software", "provides": {"rto": 8}, "depends_on": {"X-3": {}}},
            "X-3": {"name": "EVIL", "kind": "hardware", "depends_on": {"X-2": {}}},
            "X-4": {"name": "=HYPERLINK(\"http://evil\")", "kind": "hardware"}
        },
        "risks": {
            "X-1": {"title": "=1+1", "approach": "event", "method": "m", "assets": ["X-1"], "owner": "X-1",
                "inherent": {"likelihood": "high", "consequence": "<b>&\"x"},
                "loss": {"single": "EUR 100.00", "annual_rate": "0.5"}},
            "X-2": {"title": "EVIL", "approach": "event", "method": "m", "category": "@SUM(A1)",
                "inherent": {"likelihood": "low", "consequence": "low"},
                "loss": {"single": "EUR 7.30", "annual_rate": "2"}},
            "X-3": {"title": "-2+3", "approach": "event", "method": "m", "closed_on": "2025-01-01",
                "loss": {"single": "EUR 1000000.00", "annual_rate": "1"}}
        },
        "controls": {"X-1": {"title": "EVIL", "status": "implemented", "implements": ["iso27001-2022:A.8.5"],
            "acts_on": {"risks": {"X-1": {"likelihood": {"by": 1}}}}}},
        "treatments": {"X-1": {"risk": "X-1", "options": ["modify"], "controls": ["X-1"]}},
        "acceptances": {"X-1": {"risk": "X-2", "level": "low"}},
        "soa": {"version": "EVIL", "entries": {
            "A.8.5": {"title": "EVIL", "necessary": true, "reasons": ["good-practice"], "justification": "EVIL"},
            "A.7.6": {"necessary": false, "exclusion": "EVIL"}}}
    }"#
        .replace("EVIL", &EVIL.replace('\\', "").replace('"', "\\\"")),
    )
}

fn text(assessment: &Assessment, name: &str, format: &str) -> String {
    String::from_utf8(assessment.report(name, format).unwrap()).unwrap()
}

fn parse(page: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(page, options).unwrap()
}

#[test]
fn the_page_is_well_formed_and_holds_hostile_names_as_text() {
    let assessment = hostile();
    let page = text(&assessment, "all", "html");
    let parsed = parse(&page);
    let allowed: BTreeSet<&str> = "html head meta title style body a header h1 h2 h3 h4 p strong nav ul li main section dl div dt dd \
         table caption thead tbody tr th td span details summary code svg desc defs marker path g rect text footer"
        .split_whitespace()
        .collect();
    for node in parsed.descendants().filter(|n| n.is_element()) {
        assert!(allowed.contains(node.tag_name().name()), "<{}>", node.tag_name().name());
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && name != "src" && name != "style", "{name}={value}");
            assert!(name != "href" || value.starts_with('#'), "{name}={value}");
        }
    }
    let plain = EVIL.replace('\\', "");
    let holds = |tag: &str| {
        let of = |n: &roxmltree::Node<'_, '_>| n.tag_name().name() == tag;
        parsed
            .descendants()
            .filter(of)
            .any(|n| n.descendants().filter_map(|n| n.text()).any(|t| t.contains(&plain)))
    };
    for tag in ["title", "h1", "h3", "caption", "th", "td"] {
        assert!(holds(tag), "<{tag}> does not hold the name");
    }
    assert!(
        !page.contains("<script")
            && !page.contains("<img")
            && !page.contains("@import")
            && !page.contains("url(h")
    );
}

#[test]
fn the_page_has_an_order_for_keyboards_and_screen_readers() {
    for assessment in [hostile(), assessed(r#"{"isms": "1", "organisation": {"name": "Empty"}}"#)] {
        let page = text(&assessment, "all", "html");
        let parsed = parse(&page);
        let mut ids = BTreeSet::new();
        let mut level = 0;
        for node in parsed.descendants().filter(|n| n.is_element()) {
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert(id.to_owned()), "the id {id} twice");
            }
            let name = node.tag_name().name();
            if let Some(next) = name.strip_prefix('h').and_then(|n| n.parse::<u32>().ok()) {
                assert!(next <= level + 1, "{name} after h{level}");
                level = next;
            }
            let has = |child: &str| node.children().any(|n| n.tag_name().name() == child);
            match name {
                "table" => assert!(has("caption") && has("thead") && has("tbody")),
                "th" => assert!(matches!(node.attribute("scope"), Some("row" | "col"))),
                "details" => assert!(has("summary")),
                "svg" => assert!(node.attribute("role") == Some("img") && has("title")),
                _ => {}
            }
            // Whatever scrolls is reached by keyboard and has a name.
            if node.attribute("class").is_some_and(|c| c.split(' ').any(|c| c == "scroll")) {
                assert!(node.attribute("tabindex") == Some("0") && node.attribute("aria-label").is_some());
            }
        }
        for node in parsed.descendants().filter(|n| n.is_element()) {
            for name in ["href", "aria-labelledby"] {
                for target in node.attribute(name).unwrap_or_default().split_whitespace() {
                    assert!(ids.contains(target.trim_start_matches('#')), "{name}={target} leads nowhere");
                }
            }
        }
        assert_eq!(parsed.descendants().filter(|n| n.tag_name().name() == "h1").count(), 1);
        assert_eq!(parsed.descendants().filter(|n| n.tag_name().name() == "main").count(), 1);
    }
}

/// A reader of RFC 4180, written apart from the writer.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field) = (vec![], vec![], String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            c => field.push(c),
        }
    }
    assert!(!quoted && field.is_empty() && record.is_empty(), "an unfinished record");
    records
}

#[test]
fn csv_is_rectangular_and_no_cell_is_a_formula() {
    let assessment = hostile();
    let mut formulas = 0;
    for name in REPORTS.iter().filter(|name| report_formats(name).contains(&"csv")) {
        let records = csv(&text(&assessment, name, "csv"));
        for record in &records {
            assert_eq!(record.len(), records[0].len(), "{name}");
            for field in record {
                assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {field}");
                formulas += usize::from(field.starts_with('\''));
            }
        }
    }
    // Two titles and the category in the register, the asset in its three dimensions.
    assert_eq!(formulas, 3 + 3);
    let register = csv(&text(&assessment, "register", "csv"));
    let title = register[0].iter().position(|name| name == "title").unwrap();
    assert_eq!(register[1][title], "'=1+1");
}

#[test]
fn every_report_is_written_and_repeats_itself() {
    let (first, second) = (hostile(), hostile());
    for name in REPORTS {
        for format in report_formats(name) {
            let bytes = first.report(name, format).unwrap();
            assert!(!bytes.is_empty() && std::str::from_utf8(&bytes).is_ok());
            assert_eq!(bytes, second.report(name, format).unwrap(), "{name} {format}");
        }
    }
    let terminal = text(&first, "all", "text");
    assert!(terminal.chars().all(|c| c == '\n' || !c.is_control()));
    let markdown = text(&first, "all", "markdown");
    assert!(!markdown.contains("<script") && !markdown.contains("<img"));
}

#[test]
fn what_is_not_there_is_named_with_what_is() {
    let assessment = hostile();
    for (name, format, help) in [
        ("registre", "csv", "did you mean `register`?"),
        ("register", "jsn", "did you mean `json`?"),
        ("graph", "html", "there are `dot`, `graphml`, `json`"),
        ("all", "csv", "there are `html`, `json`, `markdown`, `text`"),
    ] {
        let error = assessment.report(name, format).unwrap_err();
        assert_eq!((error.kind(), error.code(), error.help()), (ErrorKind::NotFound, "R-001", Some(help)));
    }
}

#[test]
fn the_summary_counts_what_is_open() {
    let summary = hostile().summary();
    assert_eq!((summary.risks, summary.risks_open, summary.risks_without_owner), (3, 2, 1));
    // 100.00 x 0.5 + 7.30 x 2; the closed risk does not count.
    let sums: Vec<_> = summary.expected_annual.iter().map(|sum| sum.to_string()).collect();
    assert_eq!(sums, ["EUR 64.60"]);
    let inherent: Vec<_> = summary
        .levels
        .iter()
        .filter(|l| l.station == "inherent")
        .map(|l| (l.level.as_ref().unwrap().as_str(), l.count))
        .collect();
    assert_eq!(inherent, [("high", 1), ("<b>&\"x", 0), ("low", 1)]);
    let document = hostile().isms().to_json();
    assert!(document.starts_with(&format!(r#"{{"isms":"{}""#, summary.format_version)));
    let listed: usize = summary.codes.iter().map(|code| code.total).sum();
    assert_eq!(summary.findings.iter().map(|f| f.count).sum::<usize>(), listed);
}

#[test]
fn heat_maps_place_risks_by_their_axes() {
    let maps = hostile().heat_maps();
    let stations: Vec<_> = maps.iter().map(|map| map.station.as_str()).collect();
    assert_eq!(stations, ["inherent", "current", "residual"]);
    let risks = |row: usize, column: usize| -> Vec<String> {
        maps[0].rows[row].cells[column].risks.iter().map(|id| id.to_string()).collect()
    };
    assert_eq!((risks(2, 1), risks(0, 0)), (vec!["X-1".to_owned()], vec!["X-2".to_owned()]));
    assert_eq!(maps[0].rows.iter().flat_map(|row| &row.cells).map(|cell| cell.count).sum::<usize>(), 2);
    let levels: Vec<_> =
        maps[0].rows[0].cells.iter().map(|cell| cell.level.as_ref().unwrap().as_str()).collect();
    assert_eq!(levels, ["low", "low", "<b>&\"x"]);
}
