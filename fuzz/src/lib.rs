//! What must hold of any bytes that enter. Each module is a function from bytes to nothing that panics where the library
//! breaks a promise. The fuzz targets call them with bytes of the fuzzer, the tests `isms-core/tests/fuzzed.rs` and
//! `isms-ffi/tests/fuzzed.rs` with the seeds and with whatever was found before.

pub mod calls;
pub mod common;
pub mod document;
pub mod pack;
pub mod request;
pub mod rows;
