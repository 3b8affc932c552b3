//! What the modules share.

use isms_core::{Error, ErrorKind, Finding, explain};

/// A number drawn from the bytes: it decides which of the slower checks are made, so that an input always gets the same.
pub fn draw(data: &[u8]) -> u64 {
    let mixed = data.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mixed ^ (mixed >> 29)
}

/// One line that a terminal shows as it is.
pub fn one_line(text: &str) {
    assert!(!text.is_empty(), "a message without text");
    assert!(!text.chars().any(char::is_control), "a message of more than one line: {text:?}");
}

/// A JSON pointer (RFC 6901).
pub fn pointer(path: &str) {
    assert!(path.is_empty() || path.starts_with('/'), "no pointer: {path:?}");
    let bytes = path.as_bytes();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'~') {
        assert!(matches!(bytes.get(at + 1), Some(b'0' | b'1')), "no pointer: {path:?}");
    }
}

/// A finding has a code of the table, a pointer and a message.
pub fn finding(finding: &Finding) {
    assert!(explain(finding.code()).is_some(), "no code of the table: {}", finding.code());
    pointer(&finding.path());
    one_line(finding.message());
    if let Some(help) = finding.help() {
        one_line(help);
    }
}

/// An error has a code of the table and a message; that of a text has problems, in the order of the text.
pub fn error(error: &Error) {
    assert!(explain(error.code()).is_some(), "no code of the table: {}", error.code());
    assert!(error.kind() != ErrorKind::Internal, "a fault of our own: {error}");
    one_line(error.message());
    if let Some(path) = error.path() {
        pointer(path);
    }
    if let Some(help) = error.help() {
        one_line(help);
    }
    error.findings().iter().for_each(finding);
    if error.kind() == ErrorKind::Document {
        let first = error.findings().first().expect("a refused text has a problem");
        assert_eq!((error.code(), error.path()), (first.code(), Some(first.path().as_str())));
        let places: Vec<_> = error.findings().iter().map(Finding::position).collect();
        assert!(places.is_sorted(), "problems out of order");
        for place in places.into_iter().flatten() {
            assert!(place.line >= 1 && place.column >= 1);
        }
    }
}

/// The same JSON with the members of each object backwards.
pub fn backwards(value: &serde_json::Value, out: &mut String) {
    use serde_json::Value;
    match value {
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                backwards(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (n, (name, item)) in members.iter().rev().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                backwards(item, out);
            }
            out.push('}');
        }
        leaf => out.push_str(&leaf.to_string()),
    }
}
