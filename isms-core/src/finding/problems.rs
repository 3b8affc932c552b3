//! Collecting what keeps a document from being an ISMS.

use super::Finding;

/// Most problems of one document that are listed; the rest are counted.
const MAX_LISTED: usize = 1000;

/// Problems found so far, bounded in memory.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    listed: Vec<Finding>,
    total: usize,
}

impl Problems {
    pub(crate) fn push(&mut self, finding: Finding) {
        self.total = self.total.saturating_add(1);
        if self.listed.len() < MAX_LISTED {
            self.listed.push(finding);
        }
    }

    /// Whether one more would be counted only, so that nothing need be found out about it.
    pub(crate) fn is_full(&self) -> bool {
        self.listed.len() >= MAX_LISTED
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// How many there are, listed or not.
    pub(crate) fn len(&self) -> usize {
        self.total
    }

    /// The listed ones, changed one by one.
    pub(crate) fn map(mut self, change: impl FnMut(Finding) -> Finding) -> Self {
        self.listed = self.listed.into_iter().map(change).collect();
        self
    }

    /// The listed ones: by place in the text where known, then by path and code.
    pub(crate) fn into_sorted(mut self) -> Vec<Finding> {
        self.listed.sort_by_cached_key(|f| (f.position(), f.path(), f.code()));
        self.listed
    }
}

/// The known name nearest to an unknown one, if one is near enough to be meant: at most a third of its characters
/// differ. The first of equals wins; names over 64 bytes are not compared.
pub(crate) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if unknown.len() > 64 {
        return None;
    }
    let allowed = unknown.chars().count().div_ceil(3);
    known
        .filter(|name| name.len().abs_diff(unknown.len()) <= allowed && name.len() <= 64)
        .take(10_000)
        .map(|name| (strsim::osa_distance(unknown, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
