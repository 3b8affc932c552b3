//! `include/isms.h` is what the sources render to. `ISMS_BLESS=1 cargo test -p isms-ffi --test header` writes it.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use std::path::Path;

/// In the order of the header.
const SOURCES: &[&str] = &[
    "src/capi.rs",
    "src/capi/table.rs",
    "src/capi/error.rs",
    "src/capi/bytes.rs",
    "src/capi/options.rs",
    "src/capi/document.rs",
    "src/capi/assessment.rs",
    "src/capi/catalogue.rs",
];

fn rendered(root: &Path) -> String {
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let part = |name: &str| std::env::var(format!("CARGO_PKG_VERSION_{name}")).unwrap();
    config.after_includes = Some(format!(
        "\n/* The version of the library this header belongs to. */\n\
         #define ISMS_VERSION_MAJOR {}\n#define ISMS_VERSION_MINOR {}\n#define ISMS_VERSION_PATCH {}\n\
         #define ISMS_VERSION \"{}\"\n\n\
         /* A C string as the two arguments a text takes. It is evaluated twice. */\n\
         #define ISMS_CSTR(text) (text), strlen(text)",
        part("MAJOR"),
        part("MINOR"),
        part("PATCH"),
        env!("CARGO_PKG_VERSION"),
    ));
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(root.join(source));
    }
    let mut out = Vec::new();
    builder.generate().unwrap().write(&mut out);
    String::from_utf8(out).unwrap().replace(" * # Safety\n", " * Requires:\n")
}

#[test]
fn header_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("include/isms.h");
    let new = rendered(root);
    if std::env::var_os("ISMS_BLESS").is_some() {
        std::fs::write(&path, new).unwrap();
        return;
    }
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        old == new,
        "include/isms.h is not what the sources render to; run `ISMS_BLESS=1 cargo test -p isms-ffi --test header`"
    );
}

#[test]
fn every_source_of_the_interface_is_rendered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec!["src/capi.rs".to_owned()];
    for entry in std::fs::read_dir(root.join("src/capi")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "tests.rs" {
            found.push(format!("src/capi/{name}"));
        }
    }
    found.sort();
    let mut listed: Vec<String> = SOURCES.iter().map(|s| (*s).to_owned()).collect();
    listed.sort();
    assert_eq!(listed, found);
}

#[test]
fn the_sample_of_the_readme_is_the_program_that_the_tests_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("../README.md")).unwrap();
    let program = std::fs::read_to_string(root.join("examples/c/assess.c")).unwrap();
    assert!(readme.contains(&format!("```c\n{program}```")), "README.md and examples/c/assess.c differ");
}
