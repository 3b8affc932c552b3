use super::*;

use std::ptr::{null, null_mut};

const ACME: &str =
    r#"{"isms":"1","organisation":{"name":"Acme"},"assets":{"A-1":{"name":"crm","kind":"service"}}}"#;

fn arg(text: &str) -> (*const c_char, usize) {
    (text.as_ptr().cast(), text.len())
}

/// A message or path of an error, copied.
fn copied(text: isms_str) -> Option<String> {
    if text.data.is_null() {
        return None;
    }
    // SAFETY: a live error lends it, with `len` bytes and a NUL after them.
    let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.len + 1) };
    assert_eq!(bytes.last(), Some(&0));
    Some(String::from_utf8(bytes[..text.len].to_vec()).unwrap())
}

fn taken(bytes: *mut isms_bytes) -> String {
    // SAFETY: a live handle of ours, freed once.
    unsafe {
        let data = std::slice::from_raw_parts(isms_bytes_data(bytes).cast::<u8>(), isms_bytes_len(bytes) + 1);
        assert_eq!(data.last(), Some(&0));
        let text = String::from_utf8(data[..data.len() - 1].to_vec()).unwrap();
        isms_bytes_free(bytes);
        text
    }
}

fn read(text: &str) -> *mut isms_document {
    let (data, len) = arg(text);
    let mut out = null_mut();
    let mut err = null_mut();
    // SAFETY: live arguments.
    let status = unsafe { isms_document_read(data, len, null(), &raw mut out, &raw mut err) };
    assert_eq!(status, isms_status::ISMS_STATUS_OK);
    assert!(err.is_null() && !out.is_null());
    out
}

#[test]
fn reads_assesses_and_reports_what_the_core_does() {
    let document = read(ACME);
    let isms = isms_core::Isms::from_json(ACME).unwrap();
    let mut bytes = null_mut();
    // SAFETY: live arguments, each handle freed once.
    unsafe {
        assert_eq!(isms_document_to_json(document, &raw mut bytes, null_mut()), isms_status::ISMS_STATUS_OK);
        assert_eq!(taken(bytes), isms.to_json());
        assert_eq!(isms_document_digest(document, &raw mut bytes, null_mut()), isms_status::ISMS_STATUS_OK);
        assert_eq!(taken(bytes), isms.digest());

        let (day, len) = arg("2026-03-31");
        let mut assessment = null_mut();
        assert_eq!(
            isms_assess(document, day, len, &raw mut assessment, null_mut()),
            isms_status::ISMS_STATUS_OK
        );
        isms_document_free(document); // the assessment lives on
        let (name, name_len) = arg("findings");
        let (format, format_len) = arg("json");
        assert_eq!(
            isms_assessment_report(
                assessment,
                name,
                name_len,
                format,
                format_len,
                &raw mut bytes,
                null_mut()
            ),
            isms_status::ISMS_STATUS_OK
        );
        let options = isms_core::AssessOptions::new("2026-03-31".parse().unwrap());
        let same = isms_core::assess(&isms, &isms_core::Catalogue::builtin(), &options);
        assert_eq!(taken(bytes).into_bytes(), same.report("findings", "json").unwrap());
        isms_assessment_free(assessment);
    }
}

#[test]
fn a_failure_names_its_argument_and_clears_the_output() {
    let document = read(ACME);
    let mut count = 7_usize;
    let mut err = null_mut();
    // SAFETY: live arguments, each handle freed once.
    unsafe {
        let status = isms_document_count(document, c"\xff".as_ptr(), 1, &raw mut count, &raw mut err);
        assert_eq!((status, count), (isms_status::ISMS_STATUS_INVALID_UTF8, 0));
        assert_eq!(isms_error_status(err), status);
        assert_eq!(copied(isms_error_code(err)).as_deref(), Some("B-002"));
        assert_eq!(
            copied(isms_error_message(err)).as_deref(),
            Some("byte 0 of the argument `collection` is not UTF-8")
        );
        assert_eq!(copied(isms_error_path(err)), None);
        isms_error_free(err);

        let status = isms_document_count(document, null(), 0, &raw mut count, &raw mut err);
        assert_eq!(status, isms_status::ISMS_STATUS_NULL_ARGUMENT);
        isms_error_free(err);

        let status = isms_document_count(document, c"x".as_ptr(), usize::MAX, &raw mut count, &raw mut err);
        assert_eq!(status, isms_status::ISMS_STATUS_OVERFLOW);
        isms_error_free(err);

        let (word, len) = arg("assets");
        let status = isms_document_count(document, word, len, &raw mut count, &raw mut err);
        assert_eq!((status, count), (isms_status::ISMS_STATUS_OK, 1));
        assert!(err.is_null(), "a call that succeeds clears the error");
        isms_document_free(document);
    }
}

#[test]
fn a_refused_document_lists_every_problem() {
    let (data, len) = arg(r#"{"isms": "1", "organisation": {"name": 7}, "assets": {"A 1": {}}}"#);
    let mut out = null_mut();
    let mut err = null_mut();
    // SAFETY: live arguments, each handle freed once.
    unsafe {
        let status = isms_document_read(data, len, null(), &raw mut out, &raw mut err);
        assert_eq!(status, isms_status::ISMS_STATUS_DOCUMENT);
        assert!(out.is_null());
        assert_eq!(isms_error_finding_count(err), 4); // a name that is a number, a bad id, two missing members
        let mut json = null_mut();
        assert_eq!(isms_error_to_json(err, &raw mut json, null_mut()), isms_status::ISMS_STATUS_OK);
        let row: serde_json::Value = serde_json::from_str(&taken(json)).unwrap();
        assert_eq!(row["kind"], "document");
        assert_eq!(row["findings"].as_array().unwrap().len(), 4);
        assert_eq!(row["path"].as_str().map(str::to_owned), copied(isms_error_path(err)));
        isms_error_free(err);
    }
}

#[test]
fn a_panic_becomes_a_status() {
    let mut err = null_mut();
    let status = boundary!(&raw mut err, { panic!("a \"seeded\"\nfault") });
    assert_eq!(status, isms_status::ISMS_STATUS_PANIC);
    // SAFETY: a live error, freed once.
    unsafe {
        assert_eq!(
            copied(isms_error_message(err)).as_deref(),
            Some(r#"a fault inside the engine stopped the call: `a "seeded"\nfault`"#)
        );
        isms_error_free(err);
    }
    assert_eq!(boundary!(or 5, { if err.is_null() { 5 } else { panic!("seeded") } }), 5);
}

#[test]
fn every_kind_has_its_number() {
    let numbered = [
        (ErrorKind::Document, 3),
        (ErrorKind::Invalid, 4),
        (ErrorKind::NotFound, 5),
        (ErrorKind::Option, 6),
        (ErrorKind::Incomparable, 7),
        (ErrorKind::Overflow, 8),
        (ErrorKind::Internal, 99),
    ];
    for (kind, number) in numbered {
        assert_eq!(Failure::from(Error::new(kind, "B-004", "seeded")).status as i32, number);
    }
}

#[test]
fn codes_of_the_boundary_are_in_the_table() {
    for failure in
        [Failure::null("x"), Failure::not_utf8("x", 0), Failure::too_long("x"), Failure::panic(&"seeded")]
    {
        assert!(isms_core::explain(failure.error.code()).is_some());
    }
}
