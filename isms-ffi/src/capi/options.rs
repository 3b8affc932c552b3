//! `isms_read_options`.

use std::ffi::c_char;

use isms_core::ReadOptions;

use super::{boundary, exclusive, free, isms_error, isms_status, text};
use crate::facade;

/// How a document is read. The only handle that can be changed: while one thread sets an option no other may use it;
/// reading with it from several threads at once is allowed. Free it with isms_read_options_free.
#[derive(Default)]
pub struct isms_read_options(pub(super) ReadOptions);

/// The defaults: JSON, unknown members refused, at most 64 MiB, 128 levels and 10^6 items of one list or object. NULL only
/// if memory could not be had.
#[unsafe(no_mangle)]
pub extern "C" fn isms_read_options_new() -> *mut isms_read_options {
    boundary!(or std::ptr::null_mut(), { Box::into_raw(Box::<isms_read_options>::default()) })
}

/// Sets the syntax: `json` or `yaml`. ISMS_STATUS_OPTION for any other word.
///
/// # Safety
/// `options` is NULL or a live handle nobody else uses; `format` is NULL or points at `len` bytes; `err` is NULL or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_read_options_set_format(
    options: *mut isms_read_options,
    format: *const c_char,
    len: usize,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        let options = unsafe { exclusive(options, "options") }?;
        // SAFETY: by the contract.
        options.0.format = facade::format(unsafe { text(format, len, "format") }?)?;
        Ok(())
    })
}

/// Keeps unknown members, and writes them again, in place of refusing them. 0 is no, anything else yes.
///
/// # Safety
/// `options` is NULL or a live handle nobody else uses; `err` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_read_options_set_preserve_unknown(
    options: *mut isms_read_options,
    preserve: i32,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        unsafe { exclusive(options, "options") }?.0.preserve_unknown = preserve != 0;
        Ok(())
    })
}

/// Sets the longest document in bytes.
///
/// # Safety
/// `options` is NULL or a live handle nobody else uses; `err` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_read_options_set_max_bytes(
    options: *mut isms_read_options,
    max_bytes: usize,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        unsafe { exclusive(options, "options") }?.0.limits.max_bytes = max_bytes;
        Ok(())
    })
}

/// Sets the deepest nesting of lists and objects.
///
/// # Safety
/// `options` is NULL or a live handle nobody else uses; `err` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_read_options_set_max_depth(
    options: *mut isms_read_options,
    max_depth: usize,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        unsafe { exclusive(options, "options") }?.0.limits.max_depth = max_depth;
        Ok(())
    })
}

/// Sets the most items of one list or object.
///
/// # Safety
/// `options` is NULL or a live handle nobody else uses; `err` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_read_options_set_max_items(
    options: *mut isms_read_options,
    max_items: usize,
    err: *mut *mut isms_error,
) -> isms_status {
    boundary!(err, {
        // SAFETY: by the contract.
        unsafe { exclusive(options, "options") }?.0.limits.max_items = max_items;
        Ok(())
    })
}

/// Frees options. NULL is allowed.
///
/// # Safety
/// `options` is NULL or a live handle, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn isms_read_options_free(options: *mut isms_read_options) {
    // SAFETY: by the contract.
    unsafe { free(options) }
}
