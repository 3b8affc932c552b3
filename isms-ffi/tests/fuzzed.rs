//! What the fuzz target `c_calls` asserts, of its seeds and of every input that once broke a promise.

#![expect(unreachable_pub, reason = "the modules are those of the fuzz targets")]
#![expect(unsafe_code, reason = "calls what C calls")]

#[path = "../../fuzz/src/calls.rs"]
mod calls;
#[path = "../../fuzz/src/common.rs"]
mod common;

#[test]
fn sequences_of_calls() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/c_calls");
    for entry in std::fs::read_dir(folder).unwrap() {
        calls::calls(&std::fs::read(entry.unwrap().path()).unwrap());
    }
}
