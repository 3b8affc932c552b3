//! Canonical JSON: the only writer of JSON, and the digests over its bytes.

use serde::Serialize;
use sha2::Digest;

use crate::error::Error;
use crate::finding::{CodeInfo, Finding};

#[derive(Serialize)]
struct ErrorRow<'e> {
    kind: &'static str,
    code: &'static str,
    message: &'e str,
    path: Option<&'e str>,
    help: Option<&'e str>,
    findings: &'e [Finding],
}

#[derive(Serialize)]
struct CodeRow {
    code: &'static str,
    severity: &'static str,
    origin: &'static str,
    title: &'static str,
    explanation: &'static str,
}

impl Error {
    /// The error in canonical JSON: `kind`, `code`, `message`, `path`, `help` and all `findings`. Every binding gives
    /// these bytes.
    ///
    /// ```
    /// let error = "2026-02-30".parse::<isms_core::Date>().unwrap_err();
    /// let start = r#"{"kind":"invalid","code":"D-013","message":"`2026-02-30` is not a date"#;
    /// assert!(error.to_json().starts_with(start));
    /// ```
    pub fn to_json(&self) -> String {
        to_text(&ErrorRow {
            kind: self.kind().as_str(),
            code: self.code(),
            message: self.message(),
            path: self.path(),
            help: self.help(),
            findings: self.findings(),
        })
    }
}

impl CodeInfo {
    /// The entry of the table in canonical JSON.
    ///
    /// ```
    /// let info = isms_core::explain("D-007").unwrap();
    /// assert!(info.to_json().starts_with(r#"{"code":"D-007","severity":"error","origin":"format""#));
    /// ```
    pub fn to_json(&self) -> String {
        to_text(&CodeRow {
            code: self.code,
            severity: self.severity.as_str(),
            origin: self.origin.as_str(),
            title: self.title,
            explanation: self.explanation,
        })
    }
}

/// Canonical JSON: compact, UTF-8, members in the order of their type, map entries by the bytes of their keys.
#[expect(clippy::expect_used, reason = "rows and documents have text keys and serializers that cannot fail")]
pub(crate) fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("serializing to memory cannot fail")
}

/// The same as text.
pub(crate) fn to_text(value: &impl Serialize) -> String {
    String::from_utf8(to_json(value)).unwrap_or_default()
}

/// SHA-256 over a domain, a version and canonical bytes, in lower-case hexadecimal.
pub(crate) fn digest(domain: &str, version: &str, canonical: &[u8]) -> String {
    let mut hasher = sha2::Sha256::new();
    for part in [domain.as_bytes(), version.as_bytes()] {
        hasher.update(part);
        hasher.update([0]);
    }
    hasher.update(canonical);
    let mut out = String::with_capacity(64);
    for byte in hasher.finalize() {
        use std::fmt::Write;
        let _ = write!(out, "{byte:02x}");
    }
    out
}
