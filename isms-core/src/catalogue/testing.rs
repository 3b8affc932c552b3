//! Catalogues with more sets and frameworks, for tests.

use std::borrow::Cow;
use std::sync::Arc;

use super::claims::{About, ClaimKind, Filling};
use super::entry::{EntryKind, NONE, Raw};
use super::framework::{Framework, Head, Provenance};
use super::{Catalogue, Store};
use crate::relation::Meaning;

/// A set to add. Rows: ids of the sources and of the targets, what is said, and the strength.
#[derive(Clone)]
pub(crate) struct TestSet {
    pub(crate) id: String,
    pub(crate) ends: [String; 2],
    pub(crate) publisher: String,
    pub(crate) lineage: String,
    pub(crate) scale: String,
    pub(crate) kind: ClaimKind,
    pub(crate) rows: Vec<(Vec<String>, Vec<String>, Meaning, String)>,
}

impl Catalogue {
    /// The same with sets more; a set of an id that is there takes its place.
    pub(crate) fn with_test_sets(&self, more: &[TestSet]) -> Self {
        let mut sets = self.sets.to_vec();
        for set in more {
            let text = |text: &str| Cow::Owned(text.to_owned());
            let mut new = Filling::new(About {
                id: text(&set.id),
                source: text(&set.ends[0]),
                target: text(&set.ends[1]),
                publisher: text(&set.publisher),
                frame: text(&set.publisher),
                document: text(""),
                version: text(""),
                date: text(""),
                lineage: text(&set.lineage),
                licence: text(""),
                rules: text(""),
                note: text(""),
                reviewer: text(""),
                scale: text(&set.scale),
                kind: set.kind,
            });
            let places = |end: usize, ids: &[String]| -> Vec<u32> {
                let framework = self.framework(&set.ends[end]).unwrap();
                let place =
                    |id: &String| framework.entry(id).unwrap_or_else(|| panic!("{id} in {}", set.id)).place();
                ids.iter().map(place).collect()
            };
            for (source, target, meaning, strength) in &set.rows {
                new.push(places(0, source), places(1, target), *meaning, strength, "").unwrap();
            }
            sets.retain(|old| old.id() != set.id);
            sets.push(new.done());
        }
        sets.sort_by(|a, b| a.id().cmp(b.id()));
        Self { sets: Store::Shared(Arc::from(sets)), ..self.clone() }
    }

    /// The same with a framework more, of entries without anything but an id.
    pub(crate) fn with_test_framework(&self, id: &str, mut ids: Vec<String>) -> Self {
        ids.sort();
        let (mut texts, mut entries) = (String::new(), Vec::new());
        for entry in &ids {
            let start = u32::try_from(texts.len()).unwrap();
            texts.push_str(entry);
            texts.push_str("\t\t\t\t\t");
            let length = u32::try_from(texts.len()).unwrap() - start;
            let long = u8::try_from(entry.len()).unwrap();
            entries.push(Raw::fixed(start, length, long, NONE, EntryKind::Control, 1, 0));
        }
        let provenance = Provenance::of_pack("test".to_owned(), "1".to_owned(), String::new());
        let (name, edition, notice) = (id.to_owned(), "1".to_owned(), String::new());
        let head = Head { id: id.parse().unwrap(), name, edition, notice, provenance };
        let order = (0..u32::try_from(ids.len()).unwrap()).collect();
        let mut frameworks = self.frameworks.to_vec();
        frameworks.push(Framework::of_pack(head, texts, entries, order));
        frameworks.sort_by(|a, b| a.id().cmp(b.id()));
        Self { frameworks: Store::Shared(Arc::from(frameworks)), ..self.clone() }
    }
}
