//! C and C++ programs against the library.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where something is not as it must be, and says what it skips"
)]

mod common;

use std::process::Command;

use common::{C99, compile, deps, root, run, shared};

fn has(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok_and(|out| out.status.success());
    if !there {
        println!("skipped: no {tool} here");
    }
    there
}

/// Compiles, runs, and gives what the program printed.
fn printed(compiler: &str, flags: &[&str], source: &str, name: &str, library: &[String]) -> String {
    let program = compile(compiler, flags, source, name, library);
    let out = run(&program, &[]);
    let _ = std::fs::remove_file(program);
    assert!(
        out.status.success(),
        "{source} ended with {}:\n{}",
        out.status,
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

/// The line of `isms.pc` that a static link needs.
fn private_libs() -> Vec<String> {
    let template = std::fs::read_to_string(root().join("packaging/isms.pc.in")).unwrap();
    let line = template.lines().find_map(|line| line.strip_prefix("Libs.private: ")).unwrap();
    line.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn suite_passes_in_c99() {
    assert_eq!(printed("cc", C99, "tests/c/suite.c", "suite", &shared()), "suite: ok\n");
}

#[test]
fn sample_runs_with_the_shared_library() {
    let rows = printed("cc", C99, "examples/c/assess.c", "assess-shared", &shared());
    assert!(serde_json::from_str::<serde_json::Value>(&rows).unwrap().is_array());
}

#[test]
#[cfg(target_os = "linux")]
fn sample_runs_with_the_static_library() {
    let mut library = vec![deps().join("libisms.a").display().to_string()];
    library.extend(private_libs());
    let rows = printed("cc", C99, "examples/c/assess.c", "assess-static", &library);
    assert!(serde_json::from_str::<serde_json::Value>(&rows).unwrap().is_array());
}

#[test]
fn header_compiles_in_cpp17() {
    if has("g++") {
        let flags = ["-std=c++17", "-Wall", "-Wextra", "-Werror", "-pedantic"];
        assert_eq!(printed("g++", &flags, "tests/c/header.cpp", "header", &shared()), "header: ok\n");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn sample_runs_through_pkg_config() {
    if !has("pkg-config") {
        return;
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pc-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let template = std::fs::read_to_string(root().join("packaging/isms.pc.in")).unwrap();
    let filled = template
        .replace("@prefix@", &root().display().to_string())
        .replace("@libdir@", &deps().display().to_string())
        .replace("@includedir@", "${prefix}/include")
        .replace("@version@", env!("CARGO_PKG_VERSION"));
    assert!(!filled.contains('@'));
    std::fs::write(folder.join("isms.pc"), filled).unwrap();
    let ask = |args: &[&str]| {
        let out = Command::new("pkg-config")
            .args(args)
            .arg("isms")
            .env("PKG_CONFIG_PATH", &folder)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    assert_eq!(ask(&["--modversion"]).trim(), env!("CARGO_PKG_VERSION"));
    let mut flags: Vec<String> = ask(&["--cflags", "--libs"]).split_whitespace().map(str::to_owned).collect();
    flags.push(format!("-Wl,-rpath,{}", deps().display()));
    printed("cc", C99, "examples/c/assess.c", "assess-pc", &flags);
    let _ = std::fs::remove_dir_all(folder);
}

/// The exported symbols are the listed ones. `ISMS_BLESS=1` writes the list; look at the change: a symbol that goes, or
/// changes its meaning, breaks programs.
#[test]
#[cfg(target_os = "linux")]
fn symbols_are_the_listed_ones() {
    if !has("nm") {
        return;
    }
    let library = deps().join("libisms.so");
    let out = Command::new("nm").args(["-D", "--defined-only"]).arg(&library).output().unwrap();
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    let mut symbols: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().last()).collect();
    if cfg!(feature = "uniffi") {
        symbols.retain(|name| name.starts_with("isms_"));
    }
    symbols.sort_unstable();
    let found = symbols.join("\n") + "\n";
    let path = root().join("tests/abi/symbols.txt");
    if std::env::var_os("ISMS_BLESS").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap());
    let header = std::fs::read_to_string(root().join("include/isms.h")).unwrap();
    for symbol in found.lines() {
        assert!(header.contains(&format!("{symbol}(")), "{symbol} is not in isms.h");
    }
}
