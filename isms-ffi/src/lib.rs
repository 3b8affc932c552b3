//! The C interface of the engine: a library `libisms` and a header `isms.h`.
//!
//! A document is read once into an immutable handle; scalars and canonical JSON come out of it. This is the sample that
//! `examples/c/assess.c` holds and the tests compile and run:
//!
//! ```c
#![doc = include_str!("../examples/c/assess.c")]
//! ```
//!
//! The header is the reference: ownership, threads, statuses and every function. From Rust, use `isms-core`; what is
//! public here is what C sees. With the feature `uniffi` the same facade carries objects for the generators of uniffi.

mod facade;

pub mod capi;

#[cfg(feature = "uniffi")]
pub mod uniffi_api;

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("isms");
