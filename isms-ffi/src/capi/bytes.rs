//! `isms_bytes` and `isms_str`.

use std::ffi::c_char;

use super::{boundary, free};

/// Bytes the library made: a report, a document, a digest. Free them with isms_bytes_free. They are immutable and can
/// be read from several threads at once.
pub struct isms_bytes(Vec<u8>); // INVARIANT: ends with a NUL that is not counted.

impl isms_bytes {
    pub(super) fn new(mut bytes: Vec<u8>) -> Self {
        bytes.push(0);
        Self(bytes)
    }
}

/// A text that is borrowed from a handle and lives as long as it: UTF-8, `len` bytes, then a NUL that is not counted.
/// `data` is NULL where there is no text.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct isms_str {
    /// The first byte, or NULL.
    pub data: *const c_char,
    /// How many bytes.
    pub len: usize,
}

impl isms_str {
    pub(super) const NONE: Self = Self { data: std::ptr::null(), len: 0 };

    /// A view of bytes that end with a NUL.
    pub(super) fn ended(bytes: &[u8]) -> Self {
        Self { data: bytes.as_ptr().cast(), len: bytes.len().saturating_sub(1) }
    }
}

/// The first byte. After the last one stands a NUL that is not counted, so text can be printed as it is. NULL for NULL.
///
/// # Safety
/// `bytes` is NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_bytes_data(bytes: *const isms_bytes) -> *const c_char {
    boundary!(or std::ptr::null(), {
        // SAFETY: by the contract.
        unsafe { bytes.as_ref() }.map_or(std::ptr::null(), |bytes| bytes.0.as_ptr().cast())
    })
}

/// How many bytes; 0 for NULL.
///
/// # Safety
/// `bytes` is NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_bytes_len(bytes: *const isms_bytes) -> usize {
    boundary!(or 0, {
        // SAFETY: by the contract.
        unsafe { bytes.as_ref() }.map_or(0, |bytes| bytes.0.len().saturating_sub(1))
    })
}

/// Frees bytes. NULL is allowed.
///
/// # Safety
/// `bytes` is NULL or a live handle, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_bytes_free(bytes: *mut isms_bytes) {
    // SAFETY: by the contract.
    unsafe { free(bytes) }
}
