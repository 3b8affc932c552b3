//! `isms_document`.

use std::ffi::c_char;

use isms_core::ReadOptions;

use super::{
    Out, boundary, free, isms_assessment, isms_bytes, isms_error, isms_read_options, isms_status, shared,
    slice, text,
};
use crate::facade;

/// A document that was read. It is immutable and can be used from several threads at once. Free it with
/// isms_document_free; assessments made from it may live longer.
pub struct isms_document(pub(super) facade::Document);

/// Reads a document of `len` bytes. `options` may be NULL for the defaults. On ISMS_STATUS_DOCUMENT the error lists every
/// problem at once. Time and memory grow with `len`.
///
/// # Safety
/// `data` is NULL or points at `len` bytes; `options` is NULL or a live handle; `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_document_read(
    data: *const c_char,
    len: usize,
    options: *const isms_read_options,
    out: *mut *mut isms_document,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::handle(out) }?;
        // SAFETY: by the contract.
        let bytes = unsafe { slice(data, len, "data") }?;
        // SAFETY: by the contract.
        let options = unsafe { options.as_ref() };
        let defaults = ReadOptions::default();
        let options = options.map_or(&defaults, |options| &options.0);
        out.give(isms_document(facade::Document::read(bytes, options)?));
        Ok(())
    })
}

/// The document in canonical JSON. Reading it again gives the same document and the same bytes.
///
/// # Safety
/// `document` is NULL or a live handle; `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_document_to_json(
    document: *const isms_document,
    out: *mut *mut isms_bytes,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::handle(out) }?;
        // SAFETY: by the contract.
        let document = unsafe { shared(document, "document") }?;
        out.give(isms_bytes::new(document.0.to_json().into_bytes()));
        Ok(())
    })
}

/// SHA-256 of the canonical document with the version of the format, in 64 hexadecimal digits.
///
/// # Safety
/// `document` is NULL or a live handle; `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_document_digest(
    document: *const isms_document,
    out: *mut *mut isms_bytes,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::handle(out) }?;
        // SAFETY: by the contract.
        let document = unsafe { shared(document, "document") }?;
        out.give(isms_bytes::new(document.0.digest().into_bytes()));
        Ok(())
    })
}

/// How many items a collection has. Collections are named as in the format: `assets`, `risks`, `controls`, …
/// ISMS_STATUS_NOT_FOUND for any other word.
///
/// # Safety
/// `document` is NULL or a live handle; `collection` is NULL or points at `len` bytes; `out` and `err` are NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_document_count(
    document: *const isms_document,
    collection: *const c_char,
    len: usize,
    out: *mut usize,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::new(out, 0) }?;
        // SAFETY: by the contract.
        let document = unsafe { shared(document, "document") }?;
        // SAFETY: by the contract.
        out.set(document.0.count(unsafe { text(collection, len, "collection") }?)?);
        Ok(())
    })
}

/// Assesses a document with the built-in catalogue, as of a day written `2026-03-31`. ISMS_STATUS_INVALID_VALUE for what
/// is no date.
///
/// # Safety
/// `document` is NULL or a live handle; `as_of` is NULL or points at `len` bytes; `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_assess(
    document: *const isms_document,
    as_of: *const c_char,
    len: usize,
    out: *mut *mut isms_assessment,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::handle(out) }?;
        // SAFETY: by the contract.
        let document = unsafe { shared(document, "document") }?;
        // SAFETY: by the contract.
        out.give(isms_assessment(document.0.assess(unsafe { text(as_of, len, "as_of") }?)?));
        Ok(())
    })
}

/// Frees a document. NULL is allowed.
///
/// # Safety
/// `document` is NULL or a live handle, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_document_free(document: *mut isms_document) {
    // SAFETY: by the contract.
    unsafe { free(document) }
}
