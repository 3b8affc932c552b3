//! `isms_assessment`.

use std::ffi::c_char;

use super::{Out, boundary, free, isms_bytes, isms_error, isms_status, shared, text};
use crate::facade;

/// Everything derived from a document as of a day. It is immutable, can be used from several threads at once, and lives
/// on when the document is freed. Free it with isms_assessment_free.
pub struct isms_assessment(pub(super) facade::Assessment);

/// A report by its name (such as `findings`) and format (such as `json`). ISMS_STATUS_NOT_FOUND for a name there is not,
/// or a format the report does not have.
///
/// # Safety
/// `assessment` is NULL or a live handle; `name` and `format` are NULL or point at `name_len` and `format_len` bytes;
/// `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_assessment_report(
    assessment: *const isms_assessment,
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
        let assessment = unsafe { shared(assessment, "assessment") }?;
        // SAFETY: by the contract.
        let name = unsafe { text(name, name_len, "name") }?;
        // SAFETY: by the contract.
        let format = unsafe { text(format, format_len, "format") }?;
        out.give(isms_bytes::new(assessment.0.report(name, format)?));
        Ok(())
    })
}

/// How many findings there are, whether or not the report lists them.
///
/// # Safety
/// `assessment` is NULL or a live handle; `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_assessment_finding_count(
    assessment: *const isms_assessment,
    out: *mut usize,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::new(out, 0) }?;
        // SAFETY: by the contract.
        out.set(unsafe { shared(assessment, "assessment") }?.0.finding_count());
        Ok(())
    })
}

/// How many findings there are of one code, whether or not the report lists them. ISMS_STATUS_NOT_FOUND for a code there
/// is not.
///
/// # Safety
/// `assessment` is NULL or a live handle; `code` is NULL or points at `len` bytes; `out` and `err` are NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_assessment_finding_count_of(
    assessment: *const isms_assessment,
    code: *const c_char,
    len: usize,
    out: *mut usize,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::new(out, 0) }?;
        // SAFETY: by the contract.
        let assessment = unsafe { shared(assessment, "assessment") }?;
        // SAFETY: by the contract.
        out.set(assessment.0.finding_count_of(unsafe { text(code, len, "code") }?)?);
        Ok(())
    })
}

/// Frees an assessment. NULL is allowed.
///
/// # Safety
/// `assessment` is NULL or a live handle, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_assessment_free(assessment: *mut isms_assessment) {
    // SAFETY: by the contract.
    unsafe { free(assessment) }
}
