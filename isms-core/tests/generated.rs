//! Generated pages are checked in, and must be what the code generates today. `ISMS_BLESS=1` writes them.

use std::fmt::Write;
use std::path::Path;

fn holds(path: &str, generated: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("ISMS_BLESS").is_some() {
        std::fs::write(&path, generated).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == generated, "{} has drifted; write it anew with ISMS_BLESS=1", path.display());
}

#[test]
fn schema() {
    holds("docs/format/v1.schema.json", &isms_core::schema());
}

#[test]
fn pack_schema() {
    holds("docs/format/pack-v1.schema.json", &isms_core::pack_schema());
}

#[test]
fn method_schema() {
    holds("docs/format/method-v1.schema.json", &isms_core::method_schema());
}

#[test]
fn methods() {
    let mut page = String::from(
        "# Methods that ship\n\nGenerated from `isms-core/data/methods/`. *Compared* says how far the figures were compared with the \
         source;\nreports repeat it. The counts are pairs of cells, as `method_notes` explains: *reversed* has the higher level \
         at the lower\nvalue, *compressed* has different values in one level, *split* one value in two levels.\n",
    );
    for name in isms_core::shipped_methods() {
        let file = isms_core::MethodFile::shipped(name).unwrap();
        let mut draft = isms_core::Draft::new("x");
        draft.add_method(&file).unwrap();
        let notes = isms_core::method_notes(&draft.build().unwrap(), &file.id).unwrap();
        let from = file.method.provenance.unwrap();
        let word = from.verification.as_str();
        write!(
            page,
            "\n## `{name}`: {}, version {}\n\nCompared: **{word}**. {}\n\nSource: {}\n\nPairs: {} of {} cells; reversed {}, \
             compressed {}, split {}.\n",
            file.method.name,
            file.method.version,
            from.note.unwrap_or_default(),
            from.source,
            notes.pairs,
            notes.cells,
            notes.reversed,
            notes.compressed,
            notes.split
        )
        .unwrap();
    }
    holds("docs/methods-shipped.md", &page);
}

#[test]
fn findings() {
    let mut page = String::from(
        "# Findings\n\nEvery code the engine knows, generated from the table in `isms-core/src/finding/code.rs`. Codes are \
         append-only.\nSeverities of *major* and *minor* indicate a potential nonconformity; only an auditor raises one. \
         A rule that looks at\nmany items reports one grade lower while fewer than a fifth of them are affected.\n",
    );
    let mut codes = isms_core::codes().to_vec();
    codes.sort_by_key(|info| info.code);
    for info in codes {
        let (severity, origin) = (info.severity.as_str(), info.origin.as_str());
        write!(
            page,
            "\n## {}: {}\n\n*{severity}, {origin}*\n\n{}\n",
            info.code, info.title, info.explanation
        )
        .unwrap();
    }
    holds("docs/findings.md", &page);
}
