//! Sequences of calls of the C library, as a program may make them: handles that are NULL, that outlive what they were
//! made from, and that were made by calls before; texts that are NULL, not UTF-8 or longer than memory; no place for a
//! result, or for an error.
//!
//! What the header forbids (a freed handle, a length that lies) is not done here.

use std::ffi::c_char;
use std::ptr::{null, null_mut};
use std::sync::OnceLock;

use isms::capi::*;
use isms_core::explain;

use crate::common;

const OK: isms_status = isms_status::ISMS_STATUS_OK;

/// Texts that get somewhere.
const TEXTS: [&str; 32] = [
    "",
    r#"{"isms":"1","organisation":{"name":"A"}}"#,
    r#"{"isms":"1","organisation":{"name":"A"},"assets":{"A":{"name":"a","kind":"service","depends_on":{"B":{}}},"B":{"name":"b","kind":"site"}}}"#,
    "{isms: '1', organisation: {name: A, x: y}}",
    r#"{"isms":"1","organisation":{"name":7},"assets":{"A 1":{}}}"#,
    r#"{"isms_pack":"1","id":"p","version":"1","licence":"x","frameworks":{"f":{"name":"f","edition":"1","entries":{"A":{"kind":"control","label":"a"}}}}}"#,
    r#"{"isms_pack":"1","id":"p","version":"1","licence":"x","sets":{"s":{"source":"f","target":"iso27001-2022","publisher":"p","claims":[{"sources":["A"],"targets":["A.8.7"]}]}}}"#,
    "yaml",
    "json",
    "toml",
    "assets",
    "findings",
    "summary",
    "register",
    "soa",
    "graph",
    "dot",
    "csv",
    "text",
    "markdown",
    "html",
    "2026-03-31",
    "0000-00-00",
    "C4.1-01",
    "D-001",
    "frameworks",
    "entries iso27001-2022",
    "map iso27001-2022:A.8.7 gdpr",
    "delta f iso27001-2022",
    "\0",
    "risks",
    "heat-map",
];

/// What is not asked of every handle, since the answer takes long: it needs every claim composed.
const SLOW: [&str; 4] = ["all", "coverage", "plan", "threats"];

struct Tape<'d> {
    data: &'d [u8],
    slow: usize, // How many more calls that take long are made.
    texts: Vec<Box<[u8]>>,
}

impl Tape<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.data.split_first()?;
        self.data = rest;
        Some(*first)
    }

    fn or_zero(&mut self) -> u8 {
        self.byte().unwrap_or(0)
    }

    /// A text as C passes it.
    fn text(&mut self) -> (*const c_char, usize) {
        let from = match self.or_zero() {
            0 => return (null(), usize::from(self.or_zero())),
            1 => return (c"x".as_ptr(), usize::MAX - usize::from(self.or_zero())),
            word @ 2..66 => TEXTS[usize::from(word - 2) % TEXTS.len()].as_bytes().into(),
            len => {
                let len = usize::from(len - 66).min(self.data.len());
                let (taken, rest) = self.data.split_at(len);
                self.data = rest;
                taken.into()
            }
        };
        // A box of its own, so that a sanitizer sees a read past its end.
        self.texts.push(from);
        let text = self.texts.last().expect("just pushed");
        (text.as_ptr().cast(), text.len())
    }

    /// One of the handles, or NULL.
    fn pick<T>(&mut self, handles: &[*mut T]) -> *mut T {
        let at = usize::from(self.or_zero());
        if handles.is_empty() || at == 255 { null_mut() } else { handles[at % handles.len()] }
    }
}

/// All handles that live, by type. Each is freed once.
#[derive(Default)]
struct Handles {
    options: Vec<*mut isms_read_options>,
    documents: Vec<*mut isms_document>,
    assessments: Vec<*mut isms_assessment>,
    catalogues: Vec<*mut isms_catalogue>,
    bytes: Vec<*mut isms_bytes>,
    errors: Vec<*mut isms_error>,
}

impl Drop for Handles {
    fn drop(&mut self) {
        // SAFETY: each came from the library and is here once.
        unsafe {
            self.options.drain(..).for_each(|h| isms_read_options_free(h));
            self.documents.drain(..).for_each(|h| isms_document_free(h));
            self.assessments.drain(..).for_each(|h| isms_assessment_free(h));
            self.catalogues.drain(..).for_each(|h| isms_catalogue_free(h));
            self.bytes.drain(..).for_each(|h| isms_bytes_free(h));
            self.errors.drain(..).for_each(|h| isms_error_free(h));
        }
    }
}

/// Where a call puts its result and its error; a program may have no place for either.
struct Places {
    out: bool,
    err: bool,
    error: *mut isms_error,
}

impl Places {
    fn of(byte: u8) -> Self {
        Self { out: byte % 16 != 1, err: byte % 4 != 2, error: std::ptr::dangling_mut() }
    }

    fn err(&mut self) -> *mut *mut isms_error {
        if self.err { &raw mut self.error } else { null_mut() }
    }

    fn out<T>(&self, place: &mut T) -> *mut T {
        if self.out { place } else { null_mut() }
    }

    /// What every call promises of its status and its error.
    fn settle(self, status: isms_status, handles: &mut Handles) -> bool {
        assert!(status != isms_status::ISMS_STATUS_PANIC, "a fault of the engine");
        if !self.err {
            return status == OK;
        }
        assert_eq!(self.error.is_null(), status == OK, "an error is set if and only if the call failed");
        if status == OK {
            return true;
        }
        // SAFETY: a live error.
        assert_eq!(unsafe { isms_error_status(self.error) }, status);
        handles.errors.push(self.error);
        false
    }
}

/// A text a handle lends: `len` bytes and a NUL.
fn lent(text: isms_str) -> Option<String> {
    if text.data.is_null() {
        assert_eq!(text.len, 0);
        return None;
    }
    // SAFETY: by the header.
    let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.len + 1) };
    let (end, text) = bytes.split_last().expect("a NUL");
    assert_eq!(*end, 0);
    Some(std::str::from_utf8(text).expect("a text is UTF-8").to_owned())
}

fn content(bytes: *const isms_bytes) -> String {
    // SAFETY: a live handle.
    let text = unsafe { isms_str { data: isms_bytes_data(bytes), len: isms_bytes_len(bytes) } };
    lent(text).expect("bytes have a first one")
}

fn builtin() -> *const isms_catalogue {
    static BUILTIN: OnceLock<usize> = OnceLock::new();
    *BUILTIN.get_or_init(|| isms_catalogue_builtin() as usize) as *const isms_catalogue
}

/// Whether the first word of a name is one of the slow reports.
fn slow((data, len): (*const c_char, usize)) -> bool {
    if data.is_null() || len > 1 << 20 {
        return false;
    }
    // SAFETY: a text of the tape.
    let bytes = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), len) };
    std::str::from_utf8(bytes)
        .is_ok_and(|name| name.split_whitespace().next().is_some_and(|first| SLOW.contains(&first)))
}

/// Calls, decoded from bytes: at most 24. Of those that assess or report, most sequences make none, the others 2.
pub fn calls(data: &[u8]) {
    let mut tape =
        Tape { data, slow: if common::draw(data).is_multiple_of(8) { 2 } else { 0 }, texts: Vec::new() };
    let mut handles = Handles::default();
    for _ in 0..24 {
        let Some(op) = tape.byte() else { break };
        if matches!(op % 24, 9..=13 | 17) {
            let Some(left) = tape.slow.checked_sub(1) else { continue };
            tape.slow = left;
        }
        call(op, &mut tape, &mut handles);
    }
}

/// Keeps a handle that a call gave, or sees that it gave none.
fn keep<T>(done: bool, asked: bool, made: *mut T, list: &mut Vec<*mut T>) {
    if asked {
        assert_eq!(made.is_null(), !done, "a result is there if and only if the call succeeded");
    } else {
        assert!(!done, "a result without a place");
    }
    if done {
        list.push(made);
    }
}

fn call(op: u8, tape: &mut Tape<'_>, all: &mut Handles) {
    let mut places = Places::of(tape.or_zero());
    let asked = places.out;
    // SAFETY: handles live until they leave their list, texts as long as the tape, places as long as the call.
    unsafe {
        match op % 24 {
            0 => all.options.push(isms_read_options_new()),
            1 => {
                let ((text, len), options) = (tape.text(), tape.pick(&all.options));
                let status = isms_read_options_set_format(options, text, len, places.err());
                places.settle(status, all);
            }
            2 => {
                let (options, number) = (tape.pick(&all.options), usize::from(tape.or_zero()) * 16);
                let status = match number % 5 {
                    0 => isms_read_options_set_max_bytes(options, number, places.err()),
                    1 => isms_read_options_set_max_depth(options, number, places.err()),
                    2 => isms_read_options_set_max_items(options, number, places.err()),
                    _ => isms_read_options_set_preserve_unknown(options, number as i32, places.err()),
                };
                assert_eq!(places.settle(status, all), !options.is_null());
            }
            3..=5 => {
                let ((text, len), options) = (tape.text(), tape.pick(&all.options));
                let mut made = std::ptr::dangling_mut();
                let status = isms_document_read(text, len, options, places.out(&mut made), places.err());
                keep(places.settle(status, all), asked, made, &mut all.documents);
            }
            6 | 7 => {
                let document = tape.pick(&all.documents);
                let mut made = std::ptr::dangling_mut();
                let status = match op % 24 {
                    6 => isms_document_to_json(document, places.out(&mut made), places.err()),
                    _ => isms_document_digest(document, places.out(&mut made), places.err()),
                };
                let done = places.settle(status, all);
                assert_eq!(done, asked && !document.is_null());
                keep(done, asked, made, &mut all.bytes);
                if done {
                    let text = content(made);
                    assert!(if op % 24 == 6 { text.starts_with(r#"{"isms":"1""#) } else { text.len() == 64 });
                }
            }
            8 => {
                let (document, (text, len)) = (tape.pick(&all.documents), tape.text());
                let mut count = 77;
                let status = isms_document_count(document, text, len, places.out(&mut count), places.err());
                assert!(places.settle(status, all) || !asked || count == 0);
            }
            9 | 10 => {
                let (document, (text, len)) = (tape.pick(&all.documents), tape.text());
                let mut made = std::ptr::dangling_mut();
                let out = places.out(&mut made);
                let status = match op % 24 {
                    9 => isms_assess(document, text, len, out, places.err()),
                    _ => {
                        let of = tape.pick(&all.catalogues).cast_const();
                        isms_catalogue_assess(of, document, text, len, out, places.err())
                    }
                };
                keep(places.settle(status, all), asked, made, &mut all.assessments);
            }
            11..=13 => {
                let (assessment, name, format) = (tape.pick(&all.assessments), tape.text(), tape.text());
                if slow(name) {
                    return;
                }
                let mut made = std::ptr::dangling_mut();
                let out = places.out(&mut made);
                let status =
                    isms_assessment_report(assessment, name.0, name.1, format.0, format.1, out, places.err());
                keep(places.settle(status, all), asked, made, &mut all.bytes);
                if status == OK {
                    content(made);
                }
            }
            14 => {
                let (assessment, (code, len)) = (tape.pick(&all.assessments), tape.text());
                let (mut one, mut total) = (77, 77);
                let status = isms_assessment_finding_count(assessment, &raw mut total, null_mut());
                assert_eq!(status == OK, !assessment.is_null());
                let status = isms_assessment_finding_count_of(
                    assessment,
                    code,
                    len,
                    places.out(&mut one),
                    places.err(),
                );
                assert!(if places.settle(status, all) { one <= total } else { !asked || one == 0 });
            }
            15 | 16 => {
                let (of, (text, len)) = (tape.pick(&all.catalogues).cast_const(), tape.text());
                let of = if of.is_null() && op % 24 == 16 { builtin() } else { of };
                let (options, digest) = (tape.pick(&all.options), tape.text());
                let mut made = std::ptr::dangling_mut();
                let out = places.out(&mut made);
                let status =
                    isms_catalogue_with_pack(of, text, len, options, digest.0, digest.1, out, places.err());
                keep(places.settle(status, all), asked, made, &mut all.catalogues);
            }
            17 => {
                let (name, format) = (tape.text(), tape.text());
                let mut made = std::ptr::dangling_mut();
                let out = places.out(&mut made);
                let status =
                    isms_catalogue_report(builtin(), name.0, name.1, format.0, format.1, out, places.err());
                keep(places.settle(status, all), asked, made, &mut all.bytes);
            }
            18 => {
                let (text, len) = tape.text();
                let mut made = std::ptr::dangling_mut();
                let status = isms_explain(text, len, places.out(&mut made), places.err());
                keep(places.settle(status, all), asked, made, &mut all.bytes);
            }
            19 => error(tape.pick(&all.errors), all),
            20 => {
                // A result laid over by another is the program's to free: both are kept.
                isms_bytes_free(null_mut());
                isms_document_free(null_mut());
                isms_error_free(null_mut());
                assert!(isms_bytes_data(null()).is_null() && isms_bytes_len(null()) == 0);
                assert_eq!(isms_error_finding_count(null()), 0);
                assert_eq!(isms_error_status(null()), OK);
            }
            21 => drop(all.documents.pop().map(|h| isms_document_free(h))),
            22 => drop(all.catalogues.pop().map(|h| isms_catalogue_free(h))),
            _ => drop(all.errors.pop().map(|h| isms_error_free(h))),
        }
    }
}

/// What an error says of itself.
fn error(error: *mut isms_error, all: &mut Handles) {
    let mut json = null_mut();
    // SAFETY: a live handle or NULL.
    unsafe {
        let status = isms_error_to_json(error, &raw mut json, null_mut());
        if error.is_null() {
            assert!(status == isms_status::ISMS_STATUS_NULL_ARGUMENT && json.is_null());
            return;
        }
        assert_eq!(status, OK);
        all.bytes.push(json);
        let row: serde_json::Value = serde_json::from_str(&content(json)).expect("JSON");
        let code = lent(isms_error_code(error)).expect("a code");
        assert!(explain(&code).is_some(), "no code of the table: {code}");
        assert_eq!(row["code"], code.as_str());
        let message = lent(isms_error_message(error)).expect("a message");
        common::one_line(&message);
        assert_eq!(row["message"], message.as_str());
        if let Some(path) = lent(isms_error_path(error)) {
            common::pointer(&path);
        }
        lent(isms_error_help(error)).as_deref().map(common::one_line).unwrap_or_default();
        let listed = row["findings"].as_array().map_or(0, Vec::len);
        assert_eq!(listed, isms_error_finding_count(error));
    }
}
