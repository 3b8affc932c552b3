//! Tab-separated files.

use std::error::Error;
use std::path::{Path, PathBuf};

pub(crate) type Fail = Box<dyn Error>;

/// The rows of a file behind its heading, each with so many cells.
pub(crate) fn rows<const N: usize>(name: &str) -> Result<Vec<[String; N]>, Fail> {
    let text = std::fs::read_to_string(path(name)).map_err(|why| format!("{name}: {why}"))?;
    let mut rows = Vec::new();
    for line in text.lines().skip(1) {
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let cells = row.len();
        let row = <[String; N]>::try_from(row)
            .map_err(|_| format!("{name}: {cells} cells in place of {N}: {line}"))?;
        rows.push(row);
    }
    Ok(rows)
}

pub(crate) fn path(name: &str) -> PathBuf {
    Path::new("data").join(format!("{name}.tsv"))
}

/// The names of the files of a folder of `data/`, sorted, without their ending.
pub(crate) fn names(folder: &str) -> Result<Vec<String>, Fail> {
    let mut names = Vec::new();
    for file in std::fs::read_dir(Path::new("data").join(folder))? {
        let file = file?.path();
        let stem = file.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".tsv"));
        names.extend(stem.map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

pub(crate) fn demand(holds: bool, otherwise: impl Into<String>) -> Result<(), Fail> {
    if holds { Ok(()) } else { Err(otherwise.into().into()) }
}

/// Whether the feature that switches a group of data on is on.
pub(crate) fn feature(name: &str) -> bool {
    std::env::var_os(format!("CARGO_FEATURE_{}", name.to_uppercase().replace('-', "_"))).is_some()
}
