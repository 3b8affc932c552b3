//! Compiles the catalogue and the mapping sets: the text files of `data/` become sorted static tables, checked as they are
//! read. Texts stay texts, so that the tables hold numbers only and nothing is relocated when the library is loaded.

mod catalogue;
mod mappings;
mod methods;
mod table;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=build");
    let target = std::env::var("OUT_DIR")?;
    let target = Path::new(&target);
    methods::compile(target)?;
    let ids = catalogue::compile(target)?;
    mappings::compile(target, &ids)
}
