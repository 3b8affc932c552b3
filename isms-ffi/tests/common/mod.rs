//! Compiling and running C programs against the library that this test run built.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The flags of the C programs.
pub(crate) const C99: &[&str] =
    &["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", "-pedantic"];

/// The crate.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the library of this very build is. The copy one folder up is not refreshed by a test run, and may be stale.
pub(crate) fn deps() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_owned()
}

/// What links the shared library, and finds it when the program runs.
pub(crate) fn shared() -> Vec<String> {
    let deps = deps().display().to_string();
    [format!("-L{deps}"), "-lisms".to_owned(), format!("-Wl,-rpath,{deps}"), "-pthread".to_owned()].to_vec()
}

/// Compiles a source of the crate and gives the program.
pub(crate) fn compile(
    compiler: &str,
    flags: &[&str],
    source: &str,
    name: &str,
    library: &[String],
) -> PathBuf {
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let mut command = Command::new(compiler);
    command.args(flags).arg("-I").arg(root().join("include")).arg(root().join(source));
    command.arg("-o").arg(&program).args(library);
    let out = command.output().unwrap_or_else(|error| panic!("`{compiler}` does not run: {error}"));
    assert!(out.status.success(), "{source} does not compile:\n{}", String::from_utf8_lossy(&out.stderr));
    program
}

/// Runs a program.
pub(crate) fn run(program: &Path, args: &[&str]) -> Output {
    Command::new(program).args(args).output().unwrap()
}
