//! The rules, by clause.

use crate::finding::Finding;

/// Findings of an assessment: by code and path, at most so many listed per code, all counted.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    listed: Vec<Finding>,
    totals: std::collections::BTreeMap<&'static str, usize>,
}

impl Findings {
    /// The listed findings, by code and path.
    pub fn listed(&self) -> &[Finding] {
        &self.listed
    }

    /// How many there are of a code, listed or not.
    pub fn total(&self, code: &str) -> usize {
        self.totals.get(code).copied().unwrap_or(0)
    }
}
