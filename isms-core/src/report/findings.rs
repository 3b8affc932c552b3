//! Findings as rows.

use std::collections::BTreeMap;

use super::row::rows;
use crate::assess::Assessment;
use crate::finding::Severity;

rows! {
    /// A finding, and how many there are of its code.
    pub struct FindingRow {
        /// The stable code.
        pub code: &'static str,
        /// How much it weighs.
        pub severity: &'static str,
        /// What the rule rests on.
        pub origin: &'static str,
        /// What the code stands for, in a few words.
        pub title: &'static str,
        /// The place in the document, as a JSON pointer.
        pub path: String,
        /// One line for a person.
        pub message: String,
        /// What to do about it.
        pub help: Option<String>,
        /// How many findings of this code there are, listed or not.
        pub total: usize,
    }
}

/// How many findings there are of one code in one severity.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CodeCount {
    /// The code.
    pub code: &'static str,
    /// The severity of its findings; of several, the gravest.
    pub severity: &'static str,
    /// What the code stands for.
    pub title: &'static str,
    /// How many there are, listed or not.
    pub total: usize,
}

impl Assessment {
    /// The listed findings, by code and path.
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Draft, assess};
    /// let isms = Draft::new("Acme").build()?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// assert!(assessment.finding_rows().iter().all(|row| row.total >= 1));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn finding_rows(&self) -> Vec<FindingRow> {
        let row = |finding: &crate::finding::Finding| FindingRow {
            code: finding.code(),
            severity: finding.severity().as_str(),
            origin: finding.info().origin.as_str(),
            title: finding.info().title,
            path: finding.path(),
            message: finding.message().to_owned(),
            help: finding.help().map(str::to_owned),
            total: self.findings().total(finding.code()).max(1),
        };
        self.findings().listed().iter().map(row).collect()
    }

    /// Totals per code, gravest first, then most first.
    pub(crate) fn code_counts(&self) -> Vec<CodeCount> {
        let mut gravest: BTreeMap<&str, (Severity, &'static crate::finding::CodeInfo)> = BTreeMap::new();
        for finding in self.findings().listed() {
            let entry = gravest.entry(finding.code()).or_insert((finding.severity(), finding.info()));
            entry.0 = entry.0.min(finding.severity());
        }
        let mut counts: Vec<_> = gravest
            .values()
            .map(|(severity, info)| (*severity, self.findings().total(info.code).max(1), *info))
            .collect();
        counts.sort_by_key(|(severity, total, info)| (*severity, std::cmp::Reverse(*total), info.code));
        counts
            .into_iter()
            .map(|(severity, total, info)| CodeCount {
                code: info.code,
                severity: severity.as_str(),
                title: info.title,
                total,
            })
            .collect()
    }
}
