//! Canonical JSON: the only writer of JSON, and the digests over its bytes.

use serde::Serialize;
use sha2::Digest;

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
