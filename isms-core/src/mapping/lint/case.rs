//! What a rule looks at, and where it puts what it finds.

use std::collections::BTreeMap;

use super::links::{Links, Tree};
use super::topics::Topics;
use crate::catalogue::{Catalogue, Entry, Framework};
use crate::finding::{CodeInfo, Finding, Severity, Subject, escape};

/// Most findings of one code that are listed per set; the rest are counted.
pub(super) const MAX_LISTED: usize = 100;

/// All sets of a catalogue as numbers.
pub(super) struct World<'c> {
    pub(super) catalogue: &'c Catalogue,
    pub(super) links: Vec<Links<'c>>,
    pub(super) topics: Topics,
}

impl<'c> World<'c> {
    pub(super) fn new(catalogue: &'c Catalogue) -> Self {
        let links = catalogue.claim_sets().iter().filter_map(|set| Links::of(catalogue, set)).collect();
        Self { catalogue, links, topics: Topics::of(catalogue) }
    }

    pub(super) fn framework(&self, place: usize) -> Option<&'c Framework> {
        self.catalogue.frameworks().get(place)
    }

    /// The entry at a place of a framework.
    pub(super) fn entry(&self, framework: usize, place: u32) -> Option<Entry<'c>> {
        self.framework(framework)?.at(place)
    }

    /// Its id, for a message.
    pub(super) fn id(&self, framework: usize, place: u32) -> &'c str {
        self.entry(framework, place).map_or("", |entry| entry.id())
    }

    /// The sets beside one.
    pub(super) fn others<'w>(&'w self, one: &'w Links<'_>) -> impl Iterator<Item = &'w Links<'c>> {
        self.links.iter().filter(move |other| other.set.id() != one.set.id())
    }
}

/// One set under the lint.
pub(super) struct Case<'w, 'c> {
    pub(super) world: &'w World<'c>,
    pub(super) links: &'w Links<'c>,
    pub(super) source: Tree,
    pub(super) target: Tree,
    found: Vec<Finding>,
    counts: BTreeMap<&'static str, usize>,
}

impl<'w, 'c> Case<'w, 'c> {
    pub(super) fn new(world: &'w World<'c>, links: &'w Links<'c>) -> Option<Self> {
        let (source, target) = (world.framework(links.from)?, world.framework(links.to)?);
        let (source, target) = (Tree::of(source), Tree::of(target));
        Some(Self { world, links, source, target, found: Vec::new(), counts: BTreeMap::new() })
    }

    /// A finding about the set as a whole.
    pub(super) fn of_set(&mut self, info: &'static CodeInfo, message: String, help: impl Into<String>) {
        let subject = self.subject();
        self.push(Finding::new(info, subject, message).with_help(help));
    }

    /// The same as an observation.
    pub(super) fn reminder(&mut self, info: &'static CodeInfo, message: String, help: impl Into<String>) {
        let finding = Finding::new(info, self.subject(), message).with_help(help);
        self.push(finding.with_severity(Severity::Observation));
    }

    /// A finding about one claim.
    pub(super) fn of_claim(
        &mut self,
        info: &'static CodeInfo,
        place: u32,
        message: String,
        help: impl Into<String>,
    ) {
        let id = escape(self.links.set.id());
        let subject = Subject::pointer(&format!("/sets/{id}/claims/{place}"));
        self.push(Finding::new(info, subject, message).with_help(help));
    }

    fn subject(&self) -> Subject {
        Subject::pointer(&format!("/sets/{}", escape(self.links.set.id())))
    }

    fn push(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.code()).or_default();
        *count += 1;
        if *count <= MAX_LISTED {
            self.found.push(finding);
        }
    }

    /// What was found: what concerns the set first, then by claim.
    pub(super) fn into_found(self) -> Vec<Finding> {
        let subject = self.subject();
        let mut found = self.found;
        for (code, count) in self.counts {
            let Some(first) = found.iter().find(|finding| finding.code() == code) else { continue };
            let more = count.saturating_sub(MAX_LISTED);
            if more > 0 {
                let message = format!("{more} more claims of this kind are not listed");
                found.push(Finding::new(first.info(), subject.clone(), message));
            }
        }
        let number = |path: &str| path.rsplit_once("/claims/").and_then(|(_, n)| n.parse::<u32>().ok());
        found.sort_by_cached_key(|finding| (number(&finding.path()), finding.code()));
        found
    }
}

/// The first of some ids, and how many more there are.
pub(super) fn listed<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let ids: Vec<&str> = ids.into_iter().collect();
    let shown = ids.iter().take(6).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    match ids.len().saturating_sub(6) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
