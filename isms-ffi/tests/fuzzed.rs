//! What the fuzz target `c_calls` asserts, of its seeds and of every input that once broke a promise.

#![expect(unreachable_pub, reason = "the modules are those of the fuzz targets")]
#![expect(unsafe_code, reason = "calls what C calls")]

#[path = "../../fuzz/src/calls.rs"]
mod calls;
#[path = "../../fuzz/src/common.rs"]
#[expect(dead_code, reason = "the other targets use the rest")]
mod common;

#[test]
fn sequences_of_calls() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/c_calls");
    for entry in std::fs::read_dir(folder).unwrap() {
        let mut data = std::fs::read(entry.unwrap().path()).unwrap();
        // Whether it assesses is drawn by the bytes: others at the end draw otherwise.
        for byte in 0..24 {
            data.push(byte);
            calls::calls(&data);
            data.pop();
        }
    }
}
