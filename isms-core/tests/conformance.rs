//! Runs the corpus in `conformance/` (its README says how). `ISMS_BLESS=1` writes the answers, to be read before they are
//! kept; `ISMS_CASE=text` runs the cases whose name contains the text.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use isms_core::{
    AssessOptions, Catalogue, Crosswalk, CrosswalkOptions, Error, Format, Isms, Pack, ReadOptions, assess,
};
use sha2::Digest;

/// The endings of an entry that are formats.
const FORMATS: &[&str] = &["csv", "dot", "graphml", "html", "json", "markdown", "text"];

/// Answers longer than this are kept as their digest.
const LONGEST: usize = 40_000;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[expect(dead_code, reason = "for people")]
    why: String,
    input: Option<String>,
    pack: Option<String>,
    generate: Option<Generate>,
    #[serde(default)]
    format: String,
    #[serde(default)]
    preserve_unknown: bool,
    #[serde(default)]
    limits: Limits,
    as_of: Option<String>,
    #[serde(default)]
    reports: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Generate {
    kind: String,
    n: usize,
}

#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Limits {
    max_bytes: Option<usize>,
    max_depth: Option<usize>,
    max_items: Option<usize>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance")
}

fn generated(generate: &Generate) -> String {
    let n = generate.n;
    match generate.kind.as_str() {
        "nesting" => "[".repeat(n),
        "padding" => format!(r#"{{"isms":"1","organisation":{{"name":"padding"}}}}{}"#, " ".repeat(n)),
        "chain" => {
            let mut text = String::from(r#"{"isms":"1","organisation":{"name":"chain"},"assets":{"#);
            for i in 0..n {
                let need = if i == 0 { r#","need":{"confidentiality":"high"}"# } else { "" };
                let comma = if i == 0 { "" } else { "," };
                write!(text, r#"{comma}"A{i:07}":{{"name":"A{i:07}","kind":"service"{need}"#).unwrap();
                if i + 1 < n {
                    write!(text, r#","depends_on":{{"A{:07}":{{}}}}"#, i + 1).unwrap();
                }
                text.push('}');
            }
            text + "}}"
        }
        "problems" => {
            let items: Vec<String> = (0..n).map(|i| format!(r#""A{i:07}":0"#)).collect();
            format!(r#"{{"isms":"1","organisation":{{"name":"problems"}},"assets":{{{}}}}}"#, items.join(","))
        }
        other => panic!("unknown generator {other}"),
    }
}

/// The answer to one entry of `reports`: read, then the pack, then assess, then report; the first that fails gives the
/// error.
fn answer(case: &Case, input: &[u8], pack: Option<&[u8]>, entry: Option<&str>) -> Result<Vec<u8>, Error> {
    let mut options = ReadOptions::default();
    options.format = if case.format == "yaml" { Format::Yaml } else { Format::Json };
    options.preserve_unknown = case.preserve_unknown;
    let limits = &mut options.limits;
    limits.max_bytes = case.limits.max_bytes.unwrap_or(limits.max_bytes);
    limits.max_depth = case.limits.max_depth.unwrap_or(limits.max_depth);
    limits.max_items = case.limits.max_items.unwrap_or(limits.max_items);
    let isms = Isms::read(input, &options)?;
    let catalogue = match pack {
        Some(pack) => Catalogue::builtin().with(&Pack::read(pack, &ReadOptions::default())?)?,
        None => Catalogue::builtin(),
    };
    if let Some(entry) = entry.and_then(|entry| entry.strip_prefix("catalogue ")) {
        let (name, format) = named(entry);
        return Crosswalk::new(&catalogue, &CrosswalkOptions::default())?.report(name, format);
    }
    match (entry, &case.as_of) {
        (None, _) => Ok(Vec::new()),
        (Some("document"), _) => Ok(isms.to_json().into_bytes()),
        (Some(_), None) => panic!("a report needs a day"),
        (Some(entry), Some(day)) => {
            let (name, format) = named(entry);
            assess(&isms, &catalogue, &AssessOptions::new(day.parse()?)).report(name, format)
        }
    }
}

/// The name and the format of an entry.
fn named(entry: &str) -> (&str, &str) {
    match entry.rsplit_once('.') {
        Some((name, format)) if FORMATS.contains(&format) => (name, format),
        _ => (entry, "json"),
    }
}

/// The file that holds the answer to an entry.
fn file_of(entry: &str) -> String {
    let (name, format) = named(entry);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' };
    format!("{}.{format}", name.chars().map(plain).collect::<String>())
}

fn sha256(bytes: &[u8]) -> String {
    sha2::Sha256::digest(bytes).iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").unwrap();
        out
    })
}

/// What differs between the answers of a case and what is expected; writes them first if asked to.
fn run(folder: &Path) -> Vec<String> {
    let case: Case = serde_json::from_slice(&std::fs::read(folder.join("case.json")).unwrap())
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let input = match (&case.input, &case.generate) {
        (Some(file), None) => std::fs::read(folder.join(file)).unwrap(),
        (None, Some(generate)) => generated(generate).into_bytes(),
        _ => panic!("{}: either `input` or `generate`", folder.display()),
    };
    let pack = case.pack.as_ref().map(|file| std::fs::read(folder.join(file)).unwrap());
    let expected = folder.join("expected");
    let entries: Vec<Option<&str>> = match case.reports.as_slice() {
        [] => vec![None],
        some => some.iter().map(|entry| Some(entry.as_str())).collect(),
    };
    let mut answers: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in &entries {
        match answer(&case, &input, pack.as_deref(), *entry) {
            Err(error) => answers.push(("error.json".to_owned(), error.to_json().into_bytes())),
            Ok(bytes) => {
                let Some(entry) = entry else { continue };
                let file = file_of(entry);
                if bytes.len() > LONGEST {
                    answers.push((format!("{file}.sha256"), format!("{}\n", sha256(&bytes)).into_bytes()));
                } else {
                    answers.push((file, bytes));
                }
            }
        }
    }
    if std::env::var_os("ISMS_BLESS").is_some() {
        let _ = std::fs::remove_dir_all(&expected);
        std::fs::create_dir_all(&expected).unwrap();
        for (file, bytes) in &answers {
            std::fs::write(expected.join(file), bytes).unwrap();
        }
    }
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, bytes) in answers {
        let kept = std::fs::read(expected.join(&file)).unwrap_or_default();
        if kept.trim_ascii_end() != bytes.trim_ascii_end() || (kept != bytes && !file.ends_with(".sha256")) {
            wrong.push(format!("{}/{file}: {}", folder.display(), String::from_utf8_lossy(&bytes)));
        }
        seen.insert(file);
    }
    for file in std::fs::read_dir(&expected).into_iter().flatten() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if !seen.contains(&name) {
            wrong.push(format!("{}: `{name}` is expected and was not answered", folder.display()));
        }
    }
    wrong
}

#[test]
fn every_case_gives_the_expected_bytes() {
    let only = std::env::var("ISMS_CASE").unwrap_or_default();
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(corpus()).unwrap().map(|f| f.unwrap().path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders.retain(|f| f.file_name().is_some_and(|name| name.to_string_lossy().contains(&only)));
    assert!(!folders.is_empty(), "no case");
    let wrong: Vec<String> = folders.iter().flat_map(|folder| run(folder)).collect();
    println!("{} cases", folders.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
