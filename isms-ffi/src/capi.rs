//! The functions C sees. All `unsafe` of the workspace's bindings stands in this module.
//!
//! Every body runs inside the macro `boundary!`, which turns a panic into a status. Pointers become references in this file only.

#![expect(unsafe_code, reason = "a C interface takes and gives raw pointers")]
#![expect(non_camel_case_types, reason = "types are named as C sees them")]

#[cfg(not(panic = "unwind"))]
compile_error!("the C interface turns panics into a status: build it with `panic = \"unwind\"`");

mod assessment;
mod bytes;
mod catalogue;
mod document;
mod error;
mod options;
mod table;

use std::ffi::c_char;

use isms_core::{Error, ErrorKind};

pub use assessment::*;
pub use bytes::*;
pub use catalogue::*;
pub use document::*;
pub use error::*;
pub use options::*;
pub use table::*;

/// The number of this interface. It grows with every change that a program compiled before could notice.
pub const ISMS_ABI_VERSION: u32 = 2;

/// Why a call failed: a status, and the error behind it.
pub(crate) struct Failure {
    status: isms_status,
    error: Error,
}

impl Failure {
    fn null(name: &str) -> Self {
        let message = format!("the argument `{name}` is NULL");
        Self {
            status: isms_status::ISMS_STATUS_NULL_ARGUMENT,
            error: Error::new(ErrorKind::Invalid, "B-001", message),
        }
    }

    fn not_utf8(name: &str, at: usize) -> Self {
        let message = format!("byte {at} of the argument `{name}` is not UTF-8");
        Self {
            status: isms_status::ISMS_STATUS_INVALID_UTF8,
            error: Error::new(ErrorKind::Invalid, "B-002", message),
        }
    }

    fn too_long(name: &str) -> Self {
        let message = format!("the stated length of the argument `{name}` is larger than memory");
        Self::from(Error::new(ErrorKind::Overflow, "B-003", message))
    }

    fn panic(payload: &(dyn std::any::Any + Send)) -> Self {
        let text = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        let message = format!("a fault inside the engine stopped the call: `{}`", crate::facade::clip(text));
        Self::from(
            Error::new(ErrorKind::Internal, "B-004", message)
                .with_help("please report it; handles are unharmed"),
        )
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::Document => isms_status::ISMS_STATUS_DOCUMENT,
            ErrorKind::NotFound => isms_status::ISMS_STATUS_NOT_FOUND,
            ErrorKind::Option => isms_status::ISMS_STATUS_OPTION,
            ErrorKind::Incomparable => isms_status::ISMS_STATUS_INCOMPARABLE,
            ErrorKind::Overflow => isms_status::ISMS_STATUS_OVERFLOW,
            ErrorKind::Internal => isms_status::ISMS_STATUS_PANIC,
            // A kind that is added later is a wrong value until it has a number of its own.
            _ => isms_status::ISMS_STATUS_INVALID_VALUE,
        };
        Self { status, error }
    }
}

/// The one way into the engine. `boundary!(err, { body })` runs a body that gives `Result<(), Failure>`, puts what went
/// wrong into `err` and gives the status; `boundary!(or default, { body })` runs one that cannot fail.
///
/// Unwinding never leaves it. Handles are immutable and setters assign once, so nothing is left half done.
macro_rules! boundary {
    (or $default:expr, $body:block) => {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| $body)).unwrap_or($default)
    };
    ($err:expr, $body:block) => {{
        let outcome: std::thread::Result<Result<(), $crate::capi::Failure>> =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| $body));
        // SAFETY: the contract of every function asks that `err` be NULL or writable.
        unsafe { $crate::capi::settle(outcome, $err) }
    }};
}
pub(crate) use boundary;

/// The status of an outcome; the error goes to `err`, or `err` becomes NULL.
///
/// # Safety
/// `err` is NULL or can be written.
unsafe fn settle(
    outcome: std::thread::Result<Result<(), Failure>>,
    err: *mut *mut isms_error,
) -> isms_status {
    let failure = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(failure)) => Some(failure),
        Err(payload) => Some(Failure::panic(payload.as_ref())),
    };
    let status = failure.as_ref().map_or(isms_status::ISMS_STATUS_OK, |failure| failure.status);
    if !err.is_null() {
        let made = failure.map_or(std::ptr::null_mut(), |f| Box::into_raw(Box::new(isms_error::new(f))));
        // SAFETY: not NULL, and writable by the contract.
        unsafe { err.write(made) };
    }
    status
}

/// A handle as a reference.
///
/// # Safety
/// `handle` is NULL or came from this library and was not freed.
unsafe fn shared<'a, T>(handle: *const T, name: &str) -> Result<&'a T, Failure> {
    // SAFETY: by the contract.
    unsafe { handle.as_ref() }.ok_or_else(|| Failure::null(name))
}

/// A handle as an exclusive reference.
///
/// # Safety
/// As [`shared`], and no other thread uses it during the call.
unsafe fn exclusive<'a, T>(handle: *mut T, name: &str) -> Result<&'a mut T, Failure> {
    // SAFETY: by the contract.
    unsafe { handle.as_mut() }.ok_or_else(|| Failure::null(name))
}

/// The bytes of an argument.
///
/// # Safety
/// `data` is NULL or points at `len` readable bytes.
unsafe fn slice<'a>(data: *const c_char, len: usize, name: &str) -> Result<&'a [u8], Failure> {
    if data.is_null() {
        return Err(Failure::null(name));
    }
    if isize::try_from(len).is_err() {
        return Err(Failure::too_long(name));
    }
    // SAFETY: not NULL, within the range of a slice, readable by the contract.
    Ok(unsafe { std::slice::from_raw_parts(data.cast::<u8>(), len) })
}

/// The text of an argument.
///
/// # Safety
/// As [`slice`].
unsafe fn text<'a>(data: *const c_char, len: usize, name: &str) -> Result<&'a str, Failure> {
    // SAFETY: by the contract.
    let bytes = unsafe { slice(data, len, name) }?;
    std::str::from_utf8(bytes).map_err(|error| Failure::not_utf8(name, error.valid_up_to()))
}

/// A place for a result, already set to the value it keeps when the call fails.
struct Out<T>(*mut T);

impl<T> Out<T> {
    /// # Safety
    /// `place` is NULL or can be written.
    unsafe fn new(place: *mut T, on_failure: T) -> Result<Self, Failure> {
        if place.is_null() {
            return Err(Failure::null("out"));
        }
        // SAFETY: not NULL, writable by the contract.
        unsafe { place.write(on_failure) };
        Ok(Self(place))
    }

    fn set(self, value: T) {
        // SAFETY: `new` checked the place; the caller keeps it for the call.
        unsafe { self.0.write(value) };
    }
}

impl<T> Out<*mut T> {
    /// A place for a handle.
    ///
    /// # Safety
    /// As [`Out::new`].
    unsafe fn handle(place: *mut *mut T) -> Result<Self, Failure> {
        // SAFETY: by the contract.
        unsafe { Self::new(place, std::ptr::null_mut()) }
    }

    fn give(self, value: T) {
        self.set(Box::into_raw(Box::new(value)));
    }
}

/// Frees a handle; NULL is nothing.
///
/// # Safety
/// `handle` is NULL or came from [`Out::give`] and is not used again.
unsafe fn free<T>(handle: *mut T) {
    boundary!(or(), {
        if !handle.is_null() {
            // SAFETY: a box of ours that nobody else holds, by the contract.
            drop(unsafe { Box::from_raw(handle) });
        }
    });
}

/// Handles are shared across threads; this stops compiling when one no longer can be.
const _: () = {
    const fn shareable<T: Send + Sync>() {}
    shareable::<isms_document>();
    shareable::<isms_assessment>();
    shareable::<isms_bytes>();
    shareable::<isms_catalogue>();
    shareable::<isms_error>();
    shareable::<isms_read_options>();
};

#[cfg(test)]
mod tests;
