//! The cases of one rule: counted all, listed up to a limit, weighed by their share.

use std::collections::BTreeMap;

use crate::finding::{CodeInfo, Collection, Finding, Subject};

/// What violates one rule so far. Keeps the cases that come first by path, whatever the order they are told in.
pub(super) struct Cases {
    info: &'static CodeInfo,
    max: usize,
    help: Option<&'static str>,
    listed: BTreeMap<String, Case>, // INVARIANT: at most `max`, by path.
    total: usize,
    among: Option<(usize, &'static str)>,
    last: (Collection, String), // No item is the document itself.
    violating: usize,
    grave: bool,
}

enum Case {
    /// Weighs what the code lists.
    Whole(Subject, String),
    /// Weighs by the share of items that violate the rule.
    Item(Subject, String),
    /// Comes from another room, with its own weight.
    Passed(Finding),
}

impl Cases {
    pub(super) fn new(info: &'static CodeInfo, max: usize) -> Self {
        Self {
            info,
            max,
            help: None,
            listed: BTreeMap::new(),
            total: 0,
            among: None,
            last: (Collection::Document, String::new()),
            violating: 0,
            grave: false,
        }
    }

    /// What to do about every case of the rule.
    pub(super) fn help(&mut self, help: &'static str) {
        self.help = Some(help);
    }

    /// How many items the rule looks at, and what they are called in the plural.
    pub(super) fn among(&mut self, count: usize, noun: &'static str) {
        self.among = Some((count, noun));
    }

    /// The ratio counts cases in place of the items they stand in.
    pub(super) fn count_cases(&mut self) {
        self.violating = self.total;
    }

    /// An item at the highest level of risk violates the rule, so that it weighs in full.
    pub(super) fn grave(&mut self) {
        self.grave = true;
    }

    /// Something about the ISMS as a whole.
    pub(super) fn whole(&mut self, subject: Subject, message: impl Into<String>) {
        self.put(subject.path(), || Case::Whole(subject, message.into()));
    }

    /// Something about one of many items. The cases of one item are told in a row; `tell` gives the place inside the
    /// item and the message, and is only asked if the case may be listed.
    pub(super) fn item(
        &mut self,
        collection: Collection,
        id: &str,
        tell: impl FnOnce(Subject) -> (Subject, String),
    ) {
        if self.last.0 != collection || self.last.1 != id {
            self.violating += 1;
            self.last.0 = collection;
            self.last.1.clear();
            self.last.1.push_str(id);
        }
        let full = self.listed.len() >= self.max;
        let beyond = |last: &String| prefix_is_after(collection, id, last);
        if full && self.listed.last_key_value().is_none_or(|(last, _)| beyond(last)) {
            self.total += 1;
            return;
        }
        let (subject, message) = tell(Subject::item(collection, id));
        self.put(subject.path(), || Case::Item(subject, message));
    }

    /// One of the items that the rule looks at, where it is not an item of a collection.
    pub(super) fn part(&mut self, subject: Subject, tell: impl FnOnce() -> String) {
        self.violating += 1;
        self.put(subject.path(), || Case::Item(subject, tell()));
    }

    /// A finding of another room.
    pub(super) fn pass(&mut self, finding: Finding) {
        self.put(finding.path(), || Case::Passed(finding));
    }

    fn put(&mut self, path: String, case: impl FnOnce() -> Case) {
        if self.listed.contains_key(&path) {
            return;
        }
        self.total += 1;
        self.listed.insert(path, case());
        if self.listed.len() > self.max {
            self.listed.pop_last();
        }
    }

    /// The listed findings by path, and how many there are.
    pub(super) fn finish(self) -> (Vec<Finding>, usize) {
        let (info, help) = (self.info, self.help);
        let share = self.among.map(|(count, noun)| {
            let full = self.grave || self.violating.saturating_mul(5) >= count;
            let severity = if full { info.severity } else { info.severity.lower() };
            let grave = if self.grave { ", one at the highest level" } else { "" };
            (severity, format!(" ({} of {count} {noun}{grave})", self.violating))
        });
        let build = |case| {
            let finding = match (case, &share) {
                (Case::Passed(finding), _) => return finding,
                (Case::Item(subject, message), Some((severity, ratio))) => {
                    Finding::new(info, subject, message + ratio).with_severity(*severity)
                }
                (Case::Item(subject, message) | Case::Whole(subject, message), _) => {
                    Finding::new(info, subject, message)
                }
            };
            match help {
                Some(help) => finding.with_help(help),
                None => finding,
            }
        };
        (self.listed.into_values().map(build).collect(), self.total)
    }
}

/// Whether every path inside an item comes after a path. Ids need no escaping.
fn prefix_is_after(collection: Collection, id: &str, path: &str) -> bool {
    let mut rest = path;
    for part in ["/", collection.as_str(), "/", id] {
        match rest.strip_prefix(part) {
            Some(more) => rest = more,
            None => return part > rest,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Severity, code};

    fn told(cases: &mut Cases, id: &str) {
        cases.item(Collection::Risks, id, |at| (at, "wrong".to_owned()));
    }

    fn share(violating: usize, of: usize) -> (Severity, String) {
        let mut cases = Cases::new(&code::C6_1_2_09, 100);
        cases.among(of, "risks");
        for n in 0..violating {
            told(&mut cases, &format!("R-{n}"));
        }
        let (findings, total) = cases.finish();
        assert_eq!(total, violating);
        (findings[0].severity(), findings[0].message().to_owned())
    }

    #[test]
    fn a_fifth_weighs_in_full() {
        assert_eq!(share(1, 5).0, Severity::Major);
        assert_eq!(share(1, 6).0, Severity::Minor);
        assert_eq!(share(20, 100).0, Severity::Major);
        assert_eq!(share(19, 100), (Severity::Minor, "wrong (19 of 100 risks)".to_owned()));
    }

    #[test]
    fn one_item_with_two_cases_counts_once_in_the_share() {
        let mut cases = Cases::new(&code::C6_1_2_04, 100);
        cases.among(6, "risks");
        for member in ["inherent", "target"] {
            cases.item(Collection::Risks, "R-1", |at| (at.member(member), "wrong".to_owned()));
        }
        let (findings, total) = cases.finish();
        assert_eq!((total, findings.len()), (2, 2));
        assert!(findings.iter().all(|f| f.message().ends_with("(1 of 6 risks)")));
        assert!(findings.iter().all(|f| f.severity() == Severity::Observation));
    }

    #[test]
    fn the_highest_level_weighs_in_full() {
        let mut cases = Cases::new(&code::C6_1_2_09, 100);
        cases.among(100, "risks");
        told(&mut cases, "R-1");
        cases.grave();
        assert_eq!(cases.finish().0[0].severity(), Severity::Major);
    }

    #[test]
    fn the_first_by_path_are_listed_in_any_order() {
        // `-` and `.` sort before `/`, so the order of ids is not the order of paths.
        let ids = ["R", "R-1", "R.1", "R0", "R-1.5", "R-1-5"];
        let mut expected: Vec<_> = ids.iter().map(|id| format!("/risks/{id}/owner")).collect();
        expected.sort();
        for max in 0..=ids.len() {
            for turn in 0..ids.len() {
                let mut cases = Cases::new(&code::C6_1_2_09, max);
                for n in 0..ids.len() {
                    let id = ids[(n + turn) % ids.len()];
                    cases.item(Collection::Risks, id, |at| (at.member("owner"), String::new()));
                }
                let (findings, total) = cases.finish();
                assert_eq!(total, ids.len());
                assert!(findings.iter().map(Finding::path).eq(expected[..max].iter().cloned()));
            }
        }
    }
}
