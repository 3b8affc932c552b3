//! Names of reports with arguments, their formats, and everything that is one word: ids, references, days, amounts.
//!
//! The first line is the name, the second the format, the rest are words.

use std::collections::HashSet;
use std::fmt::Display;
use std::str::FromStr;
use std::sync::{Mutex, OnceLock};

use isms_core::{
    AssessOptions, Assessment, AssetId, CROSSWALK_REPORTS, Catalogue, ControlRef, Crosswalk,
    CrosswalkOptions, Currency, Date, Decimal, EntryId, Error, FrameworkId, Isms, LevelName, LevelOf, Mask,
    Money, REPORTS, Reference, StatedRelation, Strength, Term, assess, explain, report_formats,
};

use super::common;

struct Made {
    assessment: Assessment,
    crosswalk: Crosswalk,
    answered: Mutex<HashSet<String>>,
}

const ISMS: &str = r#"{"isms":"1","organisation":{"name":"A"},"assets":{"A-1":{"name":"a","kind":"information",
"need":{"integrity":"high"},"depends_on":{"A-2":{}}},"A-2":{"name":"b","kind":"software"}},
"controls":{"C":{"title":"c","status":"implemented","implements":["iso27001-2022:A.8.24"]}}}"#;

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let isms = Isms::from_json(ISMS).expect("a document");
        let catalogue = Catalogue::builtin();
        let options = AssessOptions::new("2026-03-31".parse().expect("a day"));
        let assessment = assess(&isms, &catalogue, &options);
        assessment.links().expect("the built-in claims are within the limits");
        let crosswalk = Crosswalk::new(&catalogue, &CrosswalkOptions::default()).expect("the same");
        Made { assessment, crosswalk, answered: Mutex::new(HashSet::new()) }
    })
}

/// A request and words.
pub fn request(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.split('\n');
    let (name, format) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
    let made = made();
    let draw = common::draw(data);
    let known = report_formats(name);
    once(
        made,
        "assessment",
        name,
        format,
        |name, format| made.assessment.report(name, format),
        known.contains(&format),
        draw,
    );
    let first = blanks(name).next().unwrap_or("");
    let known = CROSSWALK_REPORTS.iter().any(|form| form.split(' ').next() == Some(first))
        && ["csv", "json", "markdown", "text"].contains(&format);
    once(made, "crosswalk", name, format, |name, format| made.crosswalk.report(name, format), known, draw);
    assert_eq!(known_name(name), !report_formats(name).is_empty());
    for word in lines.take(4) {
        one_word(word, draw);
    }
}

/// The parts of a name: a blank stands between them, and no other white space.
fn blanks(name: &str) -> impl Iterator<Item = &str> {
    name.split(' ').filter(|part| !part.is_empty())
}

fn known_name(name: &str) -> bool {
    blanks(name).next().is_some_and(|first| first == "plan" || REPORTS.contains(&first))
}

/// Asks, but seldom for what there is, and not again for what was answered: an answer costs ten thousand times what a
/// refusal does.
fn once(
    made: &Made,
    of: &str,
    name: &str,
    format: &str,
    ask: impl Fn(&str, &str) -> Result<Vec<u8>, Error>,
    known: bool,
    draw: u64,
) {
    if known && !draw.is_multiple_of(64) {
        return;
    }
    let key = || {
        let words: Vec<&str> = blanks(name).collect();
        format!("{of} {} .{format}", words.join(" "))
    };
    if known && made.answered.lock().expect("one thread").contains(&key()) {
        return;
    }
    match ask(name, format) {
        Ok(bytes) => {
            assert!(known, "an answer to what there is not: `{name}` `{format}`");
            let text = std::str::from_utf8(&bytes).expect("a report is text");
            if format == "json" {
                serde_json::from_str::<serde_json::Value>(text).expect("a JSON report is JSON");
            }
            made.answered.lock().expect("one thread").insert(key());
        }
        Err(error) => {
            common::error(&error);
            assert!(error.code() != "R-001" || !known || format.is_empty(), "{error}");
        }
    }
}

/// What reads is written so that it reads again.
fn round<T: FromStr<Err = Error> + Display + PartialEq + std::fmt::Debug>(word: &str) {
    match word.parse::<T>() {
        Ok(value) => {
            let written = value.to_string();
            let again = written.parse::<T>();
            assert_eq!(again.as_ref().ok(), Some(&value), "`{word}` is written as `{written}`");
            assert_eq!(again.map(|again| again.to_string()).ok(), Some(written));
        }
        Err(error) => common::error(&error),
    }
}

/// The same for what has no writing of its own.
fn refused<T: FromStr<Err = Error>>(word: &str) {
    if let Err(error) = word.parse::<T>() {
        common::error(&error);
    }
}

fn one_word(word: &str, draw: u64) {
    round::<AssetId>(word);
    round::<FrameworkId>(word);
    round::<EntryId>(word);
    round::<Reference>(word);
    round::<Date>(word);
    round::<Decimal>(word);
    round::<Currency>(word);
    round::<Money>(word);
    round::<LevelName>(word);
    round::<ControlRef>(word);
    refused::<Mask>(word);
    refused::<StatedRelation>(word);
    refused::<Strength>(word);
    refused::<LevelOf>(word);
    refused::<Term>(word);
    if let Some(info) = explain(word) {
        assert_eq!(info.code, word);
    }
    if draw % 16 != 1 {
        return;
    }
    let catalogue = made().assessment.catalogue();
    for framework in ["iso27001-2022", "nist-800-53-r5", "cmmc-2.0"] {
        let framework = catalogue.framework(framework).expect("it is built in");
        let _ = framework.lost_zero(word);
        if let Some((entry, _)) = framework.respell(word) {
            assert!(framework.entry(entry.id()).is_some());
        }
    }
}
