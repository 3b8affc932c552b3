//! `isms_catalogue`.

use std::ffi::c_char;

use isms_core::ReadOptions;

use super::{
    Out, boundary, free, isms_assessment, isms_bytes, isms_document, isms_error, isms_read_options,
    isms_status, shared, slice, text,
};
use crate::facade;

/// Frameworks, published claims about how their entries relate, and what follows from these. It is immutable and can be
/// used from several threads at once. Free it with isms_catalogue_free; what was made from it may live longer.
pub struct isms_catalogue(facade::Catalogue);

/// The catalogue that is built in. NULL only if memory could not be had.
#[unsafe(no_mangle)]
pub extern "C" fn isms_catalogue_builtin() -> *mut isms_catalogue {
    boundary!(or std::ptr::null_mut(), {
        Box::into_raw(Box::new(isms_catalogue(facade::Catalogue::builtin())))
    })
}

/// A further catalogue: a given one with a pack of `len` bytes laid over it. `options` may be NULL for the defaults. `digest`
/// may be NULL; otherwise the pack must have it. On ISMS_STATUS_DOCUMENT the error lists every problem at once, and
/// the given catalogue is what it was.
///
/// # Safety
/// `catalogue` is NULL or a live handle; `data` is NULL or points at `len` bytes; `options` is NULL or a live handle;
/// `digest` is NULL or points at `digest_len` bytes; `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_catalogue_with_pack(
    catalogue: *const isms_catalogue,
    data: *const c_char,
    len: usize,
    options: *const isms_read_options,
    digest: *const c_char,
    digest_len: usize,
    out: *mut *mut isms_catalogue,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::handle(out) }?;
        // SAFETY: by the contract.
        let catalogue = unsafe { shared(catalogue, "catalogue") }?;
        // SAFETY: by the contract.
        let bytes = unsafe { slice(data, len, "data") }?;
        // SAFETY: by the contract.
        let options = unsafe { options.as_ref() };
        let defaults = ReadOptions::default();
        let options = options.map_or(&defaults, |options| &options.0);
        let digest = match digest.is_null() {
            true => None,
            // SAFETY: by the contract.
            false => Some(unsafe { text(digest, digest_len, "digest") }?),
        };
        out.give(isms_catalogue(catalogue.0.with_pack(bytes, options, digest)?));
        Ok(())
    })
}

/// A report by its name, with arguments each behind a blank (such as `map iso27001-2022:A.8.7 nist-csf-2.0`), and format (such as
/// `json`). ISMS_STATUS_NOT_FOUND for a name, format, framework or entry there is not. The first report that needs them
/// composes the claims of the catalogue, which takes longer than those after it.
///
/// # Safety
/// `catalogue` is NULL or a live handle; `name` and `format` are NULL or point at `name_len` and `format_len` bytes;
/// `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_catalogue_report(
    catalogue: *const isms_catalogue,
    name: *const c_char,
    name_len: usize,
    format: *const c_char,
    format_len: usize,
    out: *mut *mut isms_bytes,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::handle(out) }?;
        // SAFETY: by the contract.
        let catalogue = unsafe { shared(catalogue, "catalogue") }?;
        // SAFETY: by the contract.
        let name = unsafe { text(name, name_len, "name") }?;
        // SAFETY: by the contract.
        let format = unsafe { text(format, format_len, "format") }?;
        out.give(isms_bytes::new(catalogue.0.report(name, format)?));
        Ok(())
    })
}

/// Assesses a document as of a day, `YYYY-MM-DD`, with a catalogue of your own; otherwise as isms_assess.
///
/// # Safety
/// `catalogue` and `document` are NULL or live handles; `as_of` is NULL or points at `len` bytes; `out` and `err` are NULL
/// or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_catalogue_assess(
    catalogue: *const isms_catalogue,
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
        let catalogue = unsafe { shared(catalogue, "catalogue") }?;
        // SAFETY: by the contract.
        let document = unsafe { shared(document, "document") }?;
        // SAFETY: by the contract.
        let as_of = unsafe { text(as_of, len, "as_of") }?;
        out.give(isms_assessment(catalogue.0.assess(&document.0, as_of)?));
        Ok(())
    })
}

/// Frees a catalogue. NULL is allowed.
///
/// # Safety
/// `catalogue` is NULL or a live handle, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_catalogue_free(catalogue: *mut isms_catalogue) {
    // SAFETY: by the contract.
    unsafe { free(catalogue) }
}
