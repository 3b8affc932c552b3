//! `isms_status` and `isms_error`.

use isms_core::Error;

use super::{Failure, Out, boundary, free, isms_bytes, isms_str, shared};

/// How a call ended. Numbers are never given another meaning; new ones are added at the end, before 99. Handle a number
/// you do not know as a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum isms_status {
    /// The call did what it was asked; the outputs are written.
    ISMS_STATUS_OK = 0,
    /// A pointer that must point at something is NULL.
    ISMS_STATUS_NULL_ARGUMENT = 1,
    /// A text argument is not UTF-8. (A document that is not UTF-8 gives ISMS_STATUS_DOCUMENT.)
    ISMS_STATUS_INVALID_UTF8 = 2,
    /// The document is not well formed; the error lists every problem.
    ISMS_STATUS_DOCUMENT = 3,
    /// A single value, such as a date, is not what its type demands.
    ISMS_STATUS_INVALID_VALUE = 4,
    /// Something asked for by name is not there.
    ISMS_STATUS_NOT_FOUND = 5,
    /// An option is out of its range or contradicts another.
    ISMS_STATUS_OPTION = 6,
    /// Two values cannot be compared or combined.
    ISMS_STATUS_INCOMPARABLE = 7,
    /// A number does not fit the range of its type.
    ISMS_STATUS_OVERFLOW = 8,
    /// A fault of the engine was stopped at the boundary. Handles stay usable. Please report it.
    ISMS_STATUS_PANIC = 99,
}

/// What went wrong in one call. Made by a failing call through its last argument; free it with isms_error_free. It is
/// immutable and can be read from several threads at once.
pub struct isms_error {
    status: isms_status,
    error: Error,
    // INVARIANT: each ends with a NUL, so that what is borrowed from it can be printed.
    code: Vec<u8>,
    message: Vec<u8>,
    path: Option<Vec<u8>>,
    help: Option<Vec<u8>>,
}

impl isms_error {
    pub(super) fn new(failure: Failure) -> Self {
        let Failure { status, error } = failure;
        let ended = |text: &str| [text.as_bytes(), &[0]].concat();
        Self {
            status,
            code: ended(error.code()),
            message: ended(error.message()),
            path: error.path().map(ended),
            help: error.help().map(ended),
            error,
        }
    }
}

/// The status the failing call returned; ISMS_STATUS_OK for NULL.
///
/// # Safety
/// `error` is NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_error_status(error: *const isms_error) -> isms_status {
    boundary!(or isms_status::ISMS_STATUS_PANIC, {
        // SAFETY: by the contract.
        unsafe { error.as_ref() }.map_or(isms_status::ISMS_STATUS_OK, |error| error.status)
    })
}

/// The stable code, such as `D-007`; isms_explain says what it means. Borrowed from the error.
///
/// # Safety
/// `error` is NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_error_code(error: *const isms_error) -> isms_str {
    // SAFETY: by the contract.
    unsafe { borrow(error, |error| Some(&error.code)) }
}

/// One line for a person, without a line break. Borrowed from the error.
///
/// # Safety
/// `error` is NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_error_message(error: *const isms_error) -> isms_str {
    // SAFETY: by the contract.
    unsafe { borrow(error, |error| Some(&error.message)) }
}

/// Where in the document, as a JSON pointer (RFC 6901); `data` is NULL where the error has no place. The document as a
/// whole is the empty pointer: `len` is 0, `data` is not NULL. Borrowed from the error.
///
/// # Safety
/// `error` is NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_error_path(error: *const isms_error) -> isms_str {
    // SAFETY: by the contract.
    unsafe { borrow(error, |error| error.path.as_ref()) }
}

/// What to do about it; `data` is NULL where there is no advice. Borrowed from the error.
///
/// # Safety
/// `error` is NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_error_help(error: *const isms_error) -> isms_str {
    // SAFETY: by the contract.
    unsafe { borrow(error, |error| error.help.as_ref()) }
}

/// How many problems isms_error_to_json lists: those of a refused document (at most 1000), else 0.
///
/// # Safety
/// `error` is NULL or a live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_error_finding_count(error: *const isms_error) -> usize {
    boundary!(or 0, {
        // SAFETY: by the contract.
        unsafe { error.as_ref() }.map_or(0, |error| error.error.findings().len())
    })
}

/// The error in JSON: `kind`, `code`, `message`, `path`, `help`, and in `findings` every problem of a refused document
/// with its code, path, message, help, line and column.
///
/// # Safety
/// `error` is NULL or a live handle; `out` is NULL or writable; `err` is NULL or writable, and is not where `error` is
/// kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_error_to_json(
    error: *const isms_error,
    out: *mut *mut isms_bytes,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let out = unsafe { Out::handle(out) }?;
        // SAFETY: by the contract.
        let error = unsafe { shared(error, "error") }?;
        out.give(isms_bytes::new(error.error.to_json().into_bytes()));
        Ok(())
    })
}

/// Frees an error. NULL is allowed.
///
/// # Safety
/// `error` is NULL or a live handle, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_error_free(error: *mut isms_error) {
    // SAFETY: by the contract.
    unsafe { free(error) }
}

/// # Safety
/// `error` is NULL or a live handle.
unsafe fn borrow(error: *const isms_error, pick: impl Fn(&isms_error) -> Option<&Vec<u8>>) -> isms_str {
    boundary!(or isms_str::NONE, {
        // SAFETY: by the contract.
        unsafe { error.as_ref() }.and_then(&pick).map_or(isms_str::NONE, |text| isms_str::ended(text))
    })
}
