//! The conformance corpus, run through a C program. `conformance/README.md` says what a case is.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::Digest as _;

use common::{C99, compile, root, run, shared};

const MEMBERS: &[&str] =
    &["why", "input", "pack", "generate", "format", "preserve_unknown", "limits", "as_of", "reports"];
const FORMATS: &[&str] = &["csv", "dot", "graphml", "html", "json", "markdown", "text"];
const LIMITS: &[&str] = &["max_bytes", "max_depth", "max_items"];

/// The exit of the program when the engine refuses.
const REFUSED: i32 = 3;

#[test]
fn every_case_gives_the_expected_bytes() {
    let corpus = root().join("../conformance");
    let only = std::env::var("ISMS_CASE").unwrap_or_default();
    let mut cases: Vec<PathBuf> = std::fs::read_dir(&corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && path.file_name().unwrap().to_str().unwrap().contains(&only))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no case in {}", corpus.display());

    let program = compile("cc", C99, "tests/c/conformance.c", "conformance", &shared());
    let mut wrong = String::new();
    for case in &cases {
        if let Err(why) = check(case, &program) {
            let _ = writeln!(wrong, "{}: {why}", case.file_name().unwrap().display());
        }
    }
    let _ = std::fs::remove_file(program);
    assert!(wrong.is_empty(), "\n{wrong}");
    println!("{} cases", cases.len());
}

fn check(folder: &Path, program: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(folder.join("case.json")).map_err(|e| format!("case.json: {e}"))?;
    let case: Value = serde_json::from_str(&text).map_err(|e| format!("case.json: {e}"))?;
    known(&case, MEMBERS)?;
    known(&case["limits"], LIMITS)?;
    if case["why"].as_str().is_none_or(str::is_empty) {
        return Err("`why` is missing".to_owned());
    }
    let input = Input::of(folder, &case)?;
    let option = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let format = case["format"].as_str().unwrap_or("json").to_owned();
    let preserve = option(&case["preserve_unknown"]);
    let limits: Vec<String> = LIMITS.iter().map(|name| option(&case["limits"][name])).collect();
    let as_of = option(&case["as_of"]);
    let mut args = vec![input.path.to_str().unwrap(), &format, &preserve];
    args.extend(limits.iter().map(String::as_str));
    args.push(&as_of);
    let pack = case["pack"].as_str().map_or("-".to_owned(), |file| folder.join(file).display().to_string());
    args.push(&pack);

    let entries: Vec<&str> =
        case["reports"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let expected = folder.join("expected");
    let refused = expected.join("error.json").exists();
    let mut asked = BTreeSet::new();
    if entries.is_empty() {
        let out = run(program, &[&args[..], &["-", "-"]].concat());
        compare(&expected, if refused { "error.json" } else { "" }, &out, &mut asked)?;
    }
    for entry in entries {
        let (name, format) = match entry.rsplit_once('.') {
            Some((name, format)) if FORMATS.contains(&format) => (name, format),
            _ => (entry, "json"),
        };
        if name != "document" && !name.starts_with("catalogue ") && case["as_of"].is_null() {
            return Err(format!("`{entry}` needs `as_of`"));
        }
        let out = run(program, &[&args[..], &[name, format]].concat());
        let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' };
        let plain = name.chars().map(plain).collect::<String>();
        let file = if refused { "error.json".to_owned() } else { format!("{plain}.{format}") };
        compare(&expected, &file, &out, &mut asked).map_err(|why| format!("{entry}: {why}"))?;
    }
    for entry in std::fs::read_dir(&expected).into_iter().flatten() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !asked.contains(&name) {
            return Err(format!("nothing asks for expected/{name}"));
        }
    }
    Ok(())
}

/// Compares an answer with a file, or with the digest that stands for it; an empty name expects no answer at all.
fn compare(
    expected: &Path,
    file: &str,
    out: &std::process::Output,
    asked: &mut BTreeSet<String>,
) -> Result<(), String> {
    let wanted = if file == "error.json" { REFUSED } else { 0 };
    if out.status.code() != Some(wanted) {
        let start: String = String::from_utf8_lossy(&out.stdout).chars().take(300).collect();
        let notes = String::from_utf8_lossy(&out.stderr);
        return Err(format!("ended with {}, not {wanted}: {start}{notes}", out.status));
    }
    if file.is_empty() {
        return if out.stdout.is_empty() { Ok(()) } else { Err("an answer nobody asked for".to_owned()) };
    }
    let digest = format!("{file}.sha256");
    if let Ok(bytes) = std::fs::read(expected.join(file)) {
        asked.insert(file.to_owned());
        if bytes == out.stdout {
            return Ok(());
        }
        let at = bytes.iter().zip(&out.stdout).take_while(|(a, b)| a == b).count();
        let near = |bytes: &[u8]| {
            String::from_utf8_lossy(&bytes[at.saturating_sub(20)..bytes.len().min(at + 60)]).into_owned()
        };
        return Err(format!(
            "{file} differs from byte {at}: expected …{}…, got …{}…",
            near(&bytes),
            near(&out.stdout)
        ));
    }
    let text = std::fs::read_to_string(expected.join(&digest))
        .map_err(|_| format!("neither expected/{file} nor expected/{digest} is there"))?;
    asked.insert(digest);
    let got: String = sha2::Sha256::digest(&out.stdout).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    if text.trim_end() == got { Ok(()) } else { Err(format!("{file} has the digest {got}")) }
}

fn known(object: &Value, names: &[&str]) -> Result<(), String> {
    match object.as_object().into_iter().flatten().find(|(name, _)| !names.contains(&name.as_str())) {
        Some((name, _)) => Err(format!("case.json has no member `{name}`")),
        None => Ok(()),
    }
}

/// The document of a case; what was generated goes away with it.
struct Input {
    path: PathBuf,
    generated: bool,
}

impl Input {
    fn of(folder: &Path, case: &Value) -> Result<Self, String> {
        match (case["input"].as_str(), &case["generate"]) {
            (Some(file), Value::Null) => Ok(Self { path: folder.join(file), generated: false }),
            (None, made @ Value::Object(_)) => {
                known(made, &["kind", "n"])?;
                let n = made["n"].as_u64().and_then(|n| usize::try_from(n).ok()).ok_or("`n` is no count")?;
                let bytes = generate(made["kind"].as_str().unwrap_or(""), n).ok_or("an unknown `kind`")?;
                let name =
                    format!("{}-{}.json", folder.file_name().unwrap().to_str().unwrap(), std::process::id());
                let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
                std::fs::write(&path, bytes).map_err(|e| e.to_string())?;
                Ok(Self { path, generated: true })
            }
            _ => Err("one of `input` and `generate` is needed".to_owned()),
        }
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        if self.generated {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn generate(kind: &str, n: usize) -> Option<Vec<u8>> {
    let document = |name: &str| format!(r#"{{"isms":"1","organisation":{{"name":"{name}"}}"#);
    Some(match kind {
        "nesting" => vec![b'['; n],
        "padding" => {
            let mut text = document("padding").into_bytes();
            text.push(b'}');
            text.resize(text.len() + n, b' ');
            text
        }
        "chain" => {
            let mut text = document("chain") + r#","assets":{"#;
            for i in 0..n {
                let need = if i == 0 { r#","need":{"confidentiality":"high"}"# } else { "" };
                let comma = if i == 0 { "" } else { "," };
                let _ = write!(text, r#"{comma}"A{i:07}":{{"name":"A{i:07}","kind":"service"{need}"#);
                if i + 1 < n {
                    let _ = write!(text, r#","depends_on":{{"A{:07}":{{}}}}"#, i + 1);
                }
                text.push('}');
            }
            (text + "}}").into_bytes()
        }
        "problems" => {
            let items: Vec<String> = (0..n).map(|i| format!(r#""A{i:07}":0"#)).collect();
            (document("problems") + r#","assets":{"# + &items.join(",") + "}}").into_bytes()
        }
        _ => return None,
    })
}

#[test]
fn generated_inputs_are_as_the_readme_says() {
    let text = |kind, n| String::from_utf8(generate(kind, n).unwrap()).unwrap();
    assert_eq!(text("nesting", 3), "[[[");
    assert_eq!(text("padding", 2), r#"{"isms":"1","organisation":{"name":"padding"}}  "#);
    assert_eq!(
        text("chain", 3),
        concat!(
            r#"{"isms":"1","organisation":{"name":"chain"},"assets":{"#,
            r#""A0000000":{"name":"A0000000","kind":"service","need":{"confidentiality":"high"},"#,
            r#""depends_on":{"A0000001":{}}},"#,
            r#""A0000001":{"name":"A0000001","kind":"service","depends_on":{"A0000002":{}}},"#,
            r#""A0000002":{"name":"A0000002","kind":"service"}}}"#
        )
    );
    assert_eq!(
        text("problems", 2),
        r#"{"isms":"1","organisation":{"name":"problems"},"assets":{"A0000000":0,"A0000001":0}}"#
    );
}
