//! Assesses documents: a summary of each on the terminal, a page of each on disk.
//!
//! `cargo run --release --example assess` takes the examples of the repository;
//! `cargo run --release --example assess -- my.yaml 2026-03-31` takes your own, as of that day (today without it).

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use isms_core::{AssessOptions, Catalogue, Date, Error, Format, Isms, ReadOptions, assess};

/// Name, document, and the day its state is asked for.
const EXAMPLES: [(&str, &str, &str); 4] = [
    ("hack23", "examples/hack23/isms.json", "2026-08-05"),
    ("kestrel-ledger", "examples/kestrel-ledger/isms.json", "2026-03-31"),
    ("st-brannoc-core", "examples/st-brannoc/core.yaml", "2026-06-30"),
    ("st-brannoc", "examples/st-brannoc/st-brannoc.json", "2026-06-30"),
];

const USAGE: &str = "usage: assess [DOCUMENT.json | DOCUMENT.yaml] [YYYY-MM-DD]";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.as_slice() {
        [] => EXAMPLES.iter().try_for_each(|(name, path, day)| one(name, &root().join(path), Some(day))),
        [flag, ..] if flag.starts_with('-') => Err(USAGE.into()),
        [path] => own(path, None),
        [path, day] => own(path, Some(day)),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::FAILURE
        }
    }
}

fn own(path: &str, day: Option<&str>) -> Result<(), String> {
    let path = Path::new(path);
    let name = path.file_stem().map_or("isms".into(), |stem| stem.to_string_lossy());
    one(&name, path, day)
}

/// Reads a document, assesses it, prints the summary and writes the page. A message says what went wrong.
fn one(name: &str, path: &Path, day: Option<&str>) -> Result<(), String> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{shown}: {error}"))?;
    let mut options = ReadOptions::default();
    if path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
        options.format = Format::Yaml;
    }
    let isms = Isms::read(&bytes, &options).map_err(|error| refusal(path, &error))?;
    let as_of = match day {
        Some(day) => day.parse::<Date>().map_err(|error| format!("{error}\n{USAGE}"))?,
        None => today()?,
    };

    let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new(as_of));
    let report = |name, format| assessment.report(name, format).map_err(|error| error.to_string());
    let summary = report("summary", "text")?;
    let page = report("all", "html")?;

    let folder = root().join("target").join("isms");
    let file = folder.join(format!("{name}.html"));
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, page));
    written.map_err(|error| format!("{}: {error}", file.display()))?;
    let file = fs::canonicalize(&file).unwrap_or(file);
    let mut out = io::stdout().lock();
    let printed = out.write_all(&summary).and_then(|()| writeln!(out, "\nthe page: {}\n", file.display()));
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// Every problem of a refused document, one per line, with its place in the text where it has one.
fn refusal(path: &Path, error: &Error) -> String {
    let mut lines: Vec<String> = Vec::new();
    for finding in error.findings() {
        let place = finding.position().map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
        lines.push(format!("{}{place}: {finding}", path.display()));
        lines.extend(finding.help().map(|help| format!("    {help}")));
    }
    if lines.is_empty() {
        lines.push(format!("{}: {error}", path.display()));
    }
    let count = error.findings().len().max(1);
    lines.push(format!("{count} problem{}; nothing was assessed", if count == 1 { "" } else { "s" }));
    lines.join("\n")
}

/// The engine never asks what day it is; who runs it may.
fn today() -> Result<Date, String> {
    let now = jiff::Timestamp::now().to_string();
    let day = now.split('T').next().unwrap_or_default();
    day.parse().map_err(|error: Error| error.to_string())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
