//! The method files that ship, by name.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

pub(crate) fn compile(target: &Path) -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("data/methods");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    files.sort();
    let mut out = String::from("pub(super) static METHODS: &[(&str, &str)] = &[\n");
    for path in files {
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a method file has a UTF-8 name")?;
        writeln!(out, "    ({name:?}, include_str!({path:?})),")?;
    }
    out.push_str("];\n");
    Ok(std::fs::write(target.join("methods.rs"), out)?)
}
