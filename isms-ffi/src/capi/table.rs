//! What needs no handle: versions, the schema, the table of codes.

use std::ffi::c_char;

use super::{ISMS_ABI_VERSION, Out, boundary, isms_bytes, isms_error, isms_status, text};
use crate::facade;

/// The ISMS_ABI_VERSION the library was built with. Compare it with that of the header before anything else.
#[unsafe(no_mangle)]
pub extern "C" fn isms_abi_version() -> u32 {
    ISMS_ABI_VERSION
}

/// The version of the library, such as `0.1.0`, ended by a NUL. It lives as long as the library; never free it.
#[unsafe(no_mangle)]
pub extern "C" fn isms_version() -> *const c_char {
    const { concat!(env!("CARGO_PKG_VERSION"), "\0") }.as_ptr().cast()
}

/// The JSON Schema (2020-12) of the document format.
///
/// # Safety
/// `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_schema_json(
    out: *mut *mut isms_bytes,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        unsafe { Out::handle(out) }?.give(isms_bytes::new(facade::schema().into_bytes()));
        Ok(())
    })
}

/// What a code means, in JSON: `code`, `severity`, `origin`, `title`, `explanation`. ISMS_STATUS_NOT_FOUND for a code
/// there is not.
///
/// # Safety
/// `code` is NULL or points at `len` bytes; `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_explain(
    code: *const c_char,
    len: usize,
    out: *mut *mut isms_bytes,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::handle(out) }?;
        // SAFETY: by the contract.
        out.give(isms_bytes::new(facade::explain(unsafe { text(code, len, "code") }?)?.into_bytes()));
        Ok(())
    })
}
