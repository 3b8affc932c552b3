//! Documents, in JSON and in YAML.
//!
//! An input that begins with `+` is further members of a document that has a method, roles and scales already, so that a few
//! bytes reach risks, treatments and the Statement of Applicability.

use isms_core::{
    AssessOptions, Catalogue, Format, Isms, REPORTS, ReadOptions, assess, locate, report_formats,
};

use super::common;

const JSON: &str = r#"{"isms":"1","organisation":{"name":"A"},"roles":{"C":{"title":"c","holder":"A","top_management":true}},
"scales":{"s":{"levels":[{"id":"l"},{"id":"m"},{"id":"h"}]}},
"methods":{"M":{"name":"m","version":"1","likelihood":"s","consequence":"s","level":"s",
"combine":{"matrix":{"l":["l","l","m"],"m":["l","m","h"],"h":["m","h","h"]}},
"dispositions":{"l":"retain","m":"retain-with-approval","h":"treat"}}},"#;

const YAML: &str = "isms: '1'
organisation: {name: A}
roles: {C: {title: c, holder: A, top_management: true}}
scales: {s: {levels: [{id: l}, {id: m}, {id: h}]}}
methods: {M: {name: m, version: '1', likelihood: s, consequence: s, level: s,
  combine: {matrix: {l: [l, l, m], m: [l, m, h], h: [m, h, h]}},
  dispositions: {l: retain, m: retain-with-approval, h: treat}}}
";

/// A document in JSON.
pub fn json(data: &[u8]) {
    match data.strip_prefix(b"+") {
        Some(rest) => document(&[JSON.as_bytes(), rest, b"}"].concat(), Format::Json, data),
        None => document(data, Format::Json, data),
    }
}

/// A document in YAML.
pub fn yaml(data: &[u8]) {
    match data.strip_prefix(b"+") {
        Some(rest) => document(&[YAML.as_bytes(), rest].concat(), Format::Yaml, data),
        None => document(data, Format::Yaml, data),
    }
}

fn document(bytes: &[u8], format: Format, data: &[u8]) {
    let draw = common::draw(data);
    let mut options = ReadOptions::default();
    options.format = format;
    options.preserve_unknown = draw.is_multiple_of(4);
    options.limits.max_bytes = 1 << 16;
    options.limits.max_depth = 64;
    let isms = match Isms::read(bytes, &options) {
        Ok(isms) => isms,
        Err(error) => {
            common::error(&error);
            if let (Ok(text), true) = (std::str::from_utf8(bytes), draw % 16 == 1) {
                let _ = locate(text, error.path().unwrap_or(""), &options);
            }
            return;
        }
    };
    let canonical = isms.to_json();
    let mut plain = options.clone();
    plain.format = Format::Json;
    plain.limits.max_bytes = 1 << 20;
    let again = Isms::read(canonical.as_bytes(), &plain).expect("canonical text reads");
    assert_eq!(again.to_json(), canonical, "canonical text is a fixed point");
    if draw % 16 < 3 {
        other_spellings(&isms, &canonical, &plain, draw);
    }
    if draw % 64 == 3 {
        assessed(&isms, &again, &canonical, draw);
    }
}

/// The same document, spelled otherwise, is the same document.
fn other_spellings(isms: &Isms, canonical: &str, plain: &ReadOptions, draw: u64) {
    let mut yaml = plain.clone();
    yaml.format = Format::Yaml;
    let read = Isms::read(canonical.as_bytes(), &yaml).expect("canonical text reads as YAML");
    assert_eq!(read.to_json(), canonical, "YAML and JSON say the same");
    if draw % 16 == 1 {
        assert_eq!(read.digest(), isms.digest());
    }
    if !plain.preserve_unknown {
        let tree: serde_json::Value = serde_json::from_str(canonical).expect("canonical text is JSON");
        let mut text = String::with_capacity(canonical.len());
        common::backwards(&tree, &mut text);
        let turned = Isms::read(text.as_bytes(), plain).expect("the order of members does not matter");
        assert_eq!(turned.to_json(), canonical, "the order of members does not matter");
    }
}

/// Whatever is well formed can be assessed, twice with the same findings, and reported.
fn assessed(isms: &Isms, again: &Isms, canonical: &str, draw: u64) {
    let options = AssessOptions::new("2026-03-31".parse().expect("a day"));
    let catalogue = Catalogue::builtin();
    let assessment = assess(isms, &catalogue, &options);
    let findings = assessment.findings().listed();
    findings.iter().for_each(common::finding);
    let mut reader = ReadOptions::default();
    reader.preserve_unknown = true;
    for finding in findings.iter().take(4) {
        assert!(locate(canonical, &finding.path(), &reader).is_some(), "{finding}");
    }
    if draw % 256 == 3 {
        let other = assess(again, &catalogue, &options);
        assert_eq!(findings, other.findings().listed());
    }
    if draw % 4096 == 3 {
        for name in REPORTS.iter().filter(|name| !matches!(**name, "all" | "coverage" | "threats")) {
            for format in report_formats(name) {
                let bytes = assessment.report(name, format).expect("a report there is");
                let text = std::str::from_utf8(&bytes).expect("a report is text");
                if *format == "json" {
                    serde_json::from_str::<serde_json::Value>(text).expect("a JSON report is JSON");
                }
            }
        }
    }
}
