//! The one table of codes. Append-only: a code is never renamed, reused or given another meaning.

use super::{Origin, Severity};

/// What the table says of a code.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeInfo {
    /// The code, such as `D-007`.
    pub code: &'static str,
    /// The severity it lists; a rule over many items may report one grade lower.
    pub severity: Severity,
    /// What the rule rests on.
    pub origin: Origin,
    /// When it is reported, in a few words.
    pub title: &'static str,
    /// Why it matters and what to do.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $severity:ident, $origin:ident, $title:literal, $explanation:literal;)*) => {
        $(pub(crate) static $name: CodeInfo = CodeInfo {
            code: $code,
            severity: Severity::$severity,
            origin: Origin::$origin,
            title: $title,
            explanation: $explanation,
        };)*

        static ALL: &[&CodeInfo] = &[$(&$name,)*];
    };
}

/// Every code, in the order of the table.
///
/// ```
/// assert!(isms_core::codes().iter().any(|info| info.code == "D-001"));
/// ```
pub fn codes() -> &'static [&'static CodeInfo] {
    ALL
}

/// What a code means, or `None` for one the table does not have.
///
/// ```
/// let info = isms_core::explain("D-007").unwrap();
/// assert_eq!(info.title, "unknown member");
/// assert!(isms_core::explain("D-999").is_none());
/// ```
pub fn explain(code: &str) -> Option<&'static CodeInfo> {
    ALL.iter().find(|info| info.code == code).copied()
}

codes! {
    D_001 = "D-001", Error, Format, "syntax error",
        "The text is not JSON (or YAML). Reading stops at the first such place, since what follows cannot be trusted.";
    D_002 = "D-002", Error, Format, "not UTF-8",
        "Documents are UTF-8. Convert the file; the position is the first byte that is not.";
    D_003 = "D-003", Error, Format, "document too large",
        "The text is longer than the limit. The limit is an option of the reader.";
    D_004 = "D-004", Error, Format, "nested too deep",
        "Objects and arrays are nested deeper than the limit. The limit is an option of the reader.";
    D_005 = "D-005", Error, Format, "too many items",
        "A collection has more items than the limit. The limit is an option of the reader.";
    D_006 = "D-006", Error, Format, "duplicate member",
        "An object has the same member twice, so one of the two would be lost. Ids are members, so this is also a duplicate id.";
    D_007 = "D-007", Error, Format, "unknown member",
        "The format has no such member here. Correct the name, or ask the reader to preserve unknown members.";
    D_008 = "D-008", Error, Format, "missing member",
        "The format demands this member.";
    D_009 = "D-009", Error, Format, "wrong type",
        "The value has another type than the format demands, such as a number in place of a text.";
    D_010 = "D-010", Error, Format, "unknown word",
        "The value is not one of the words of a closed vocabulary.";
    D_011 = "D-011", Error, Format, "not an id",
        "Ids start with an ASCII letter or digit and hold letters, digits, `.`, `_` and `-`, at most 128 bytes.";
    D_012 = "D-012", Error, Format, "not a reference",
        "References into frameworks are written `framework:entry`, such as `iso27001-2022:A.5.1`.";
    D_013 = "D-013", Error, Format, "not a date",
        "Dates are civil dates of ISO 8601: `2026-03-31`.";
    D_014 = "D-014", Error, Format, "not a number",
        "Numbers are finite decimals of at most 28 digits without exponent; counts are whole and not negative.";
    D_015 = "D-015", Error, Format, "not an amount of money",
        "Amounts are written with their currency, `EUR 50000.00`, with no more digits than the currency has.";
    D_016 = "D-016", Error, Format, "dangling id",
        "The id names nothing in its collection.";
    D_017 = "D-017", Error, Format, "depends on itself",
        "Nothing can depend on itself. Cycles through other assets are legal.";
    D_018 = "D-018", Error, Format, "unknown format version",
        "The member `isms` names the version of the format: `\"1\"`.";
    D_019 = "D-019", Error, Format, "list with a repeated or missing entry",
        "A list names the same thing twice, or is empty where at least one entry is needed.";
    D_020 = "D-020", Error, Format, "YAML feature that is not read",
        "Anchors, aliases, tags, several documents in one text and keys that are not texts are not read.";
    D_021 = "D-021", Error, Format, "unquoted YAML value where a text is expected",
        "YAML reads this value as a number, a truth value or null, which may lose characters (3.10 becomes 3.1). Put it in quotes.";
    M_001 = "M-001", Error, OwnMethod, "levels of two scales",
        "Levels of different scales have no common order. Declare a translation between the methods.";
    Q_001 = "Q-001", Error, Consistency, "two currencies",
        "Amounts of two currencies cannot be added without a rate and a date.";
    Q_002 = "Q-002", Error, Consistency, "result out of range",
        "The result does not fit 64-bit minor units or 28 decimal digits.";
    Q_003 = "Q-003", Minor, OwnMethod, "stated annual loss differs",
        "The annual loss written in the register is not the single loss times the annual rate. Both are kept; correct one.";
    // Reports.
    R_001 = "R-001", Error, Format, "unknown report",
        "There is no report of this name, or the report is not written in this format. The message names what there is.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_one_line() {
        let mut seen = std::collections::BTreeSet::new();
        for info in codes() {
            assert!(seen.insert(info.code), "{} twice", info.code);
            assert!(!info.title.contains('\n') && !info.explanation.is_empty());
        }
    }
}
