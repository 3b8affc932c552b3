//! The catalogue as rows: frameworks, entries, sets of claims.

use super::row::rows;
use crate::catalogue::{Catalogue, ClaimKind, EntryKind};
use crate::id::Reference;

rows! {
    /// A framework of the catalogue.
    pub struct FrameworkRow {
        /// Its slug, as references use it.
        pub framework: String,
        /// What it is called.
        pub name: String,
        /// Its edition.
        pub edition: String,
        /// The group a feature switches on and off; `own` for one of a pack.
        pub group: String,
        /// What may be shown of it: `A`, `B`, `C` or `own`.
        pub tier: String,
        /// How many entries it has, headings and withdrawn ones among them.
        pub entries: usize,
        /// How many of them count as one requirement each in coverage.
        pub assessable: usize,
        /// Sets of claims that begin or end at it.
        pub claim_sets: usize,
        /// Claims of these sets.
        pub claims: usize,
        /// Where the records come from.
        pub source: String,
        /// What is shipped of it, and whose the rest is.
        pub notice: String,
    }
}

rows! {
    /// An entry of a framework.
    pub struct EntryRow {
        /// Its reference.
        pub entry: Reference,
        /// The id of the entry it belongs to.
        pub parent: Option<String>,
        /// What it is.
        pub kind: EntryKind,
        /// What to display.
        pub label: String,
        /// Whether the label is the owner's title.
        pub official: bool,
        /// Whether it counts as one requirement in coverage.
        pub assessable: bool,
        /// Whether its owner took it back.
        pub withdrawn: bool,
        /// What it became, inside its framework.
        pub became: Vec<String>,
        /// Its attributes, as `key=value,value`.
        pub attributes: Vec<String>,
        /// What it is about, in our own vocabulary.
        pub topics: Vec<String>,
        /// Where the record comes from.
        pub source: String,
    }
}

rows! {
    /// A set of claims about how the entries of two frameworks relate.
    pub struct ClaimSetRow {
        /// Names the set.
        pub set: String,
        /// The framework its claims begin at.
        pub source: String,
        /// The framework they lead to.
        pub target: String,
        /// How many there are.
        pub claims: usize,
        /// How many give a relation; the others say only that the two share something.
        pub typed: usize,
        /// Who stands for it.
        pub publisher: String,
        /// Whose judgement it is.
        pub frame: String,
        /// How it came to be.
        pub kind: ClaimKind,
        /// The document it was read from.
        pub document: String,
        /// The version of that document.
        pub version: String,
        /// When it was published, as far as known.
        pub date: String,
        /// What it descends from.
        pub lineage: Vec<String>,
        /// The terms under which it is used.
        pub licence: String,
        /// What else is to be known.
        pub note: String,
    }
}

impl Catalogue {
    /// A row per framework, by slug.
    pub fn framework_rows(&self) -> Vec<FrameworkRow> {
        let row = |framework: &crate::catalogue::Framework| {
            let touches = |set: &&crate::catalogue::ClaimSet| {
                set.source() == framework.id() || set.target() == framework.id()
            };
            let sets: Vec<_> = self.claim_sets().iter().filter(touches).collect();
            FrameworkRow {
                framework: framework.id().to_owned(),
                name: framework.name().to_owned(),
                edition: framework.edition().to_owned(),
                group: framework.group().to_owned(),
                tier: framework.tier().to_string(),
                entries: framework.entries().count(),
                assessable: framework.entries().filter(|entry| entry.is_assessable()).count(),
                claim_sets: sets.len(),
                claims: sets.iter().map(|set| set.len()).sum(),
                source: framework.provenance().first().map_or("", |source| source.what()).to_owned(),
                notice: framework.notice().to_owned(),
            }
        };
        self.frameworks().iter().map(row).collect()
    }

    /// A row per entry of a framework, in its order; none for a framework the catalogue lacks.
    pub fn entry_rows(&self, framework: &str) -> Vec<EntryRow> {
        let row = |entry: crate::catalogue::Entry<'_>| EntryRow {
            entry: entry.reference(),
            parent: entry.parent().map(|parent| parent.id().to_owned()),
            kind: entry.kind(),
            label: entry.title().unwrap_or(entry.label()).to_owned(),
            official: entry.title().is_some(),
            assessable: entry.is_assessable(),
            withdrawn: entry.is_withdrawn(),
            became: entry.became().map(|entry| entry.id().to_owned()).collect(),
            attributes: entry.attributes().map(|(key, values)| format!("{key}={values}")).collect(),
            topics: entry.topics().map(str::to_owned).collect(),
            source: entry.provenance().key().to_owned(),
        };
        self.framework(framework).into_iter().flat_map(|framework| framework.entries()).map(row).collect()
    }

    /// A row per set of claims, by id.
    pub fn claim_set_rows(&self) -> Vec<ClaimSetRow> {
        let row = |set: &crate::catalogue::ClaimSet| {
            let typed = set.claims(self).filter(|claim| {
                claim.mask().is_none_or(|mask| !crate::relation::Mask::NOT_DISJOINT.within(mask))
            });
            ClaimSetRow {
                set: set.id().to_owned(),
                source: set.source().to_owned(),
                target: set.target().to_owned(),
                claims: set.len(),
                typed: typed.count(),
                publisher: set.publisher().to_owned(),
                frame: set.frame().to_owned(),
                kind: set.kind(),
                document: set.document().to_owned(),
                version: set.version().to_owned(),
                date: set.date().to_owned(),
                lineage: set.lineage().map(str::to_owned).collect(),
                licence: set.licence().to_owned(),
                note: set.note().to_owned(),
            }
        };
        self.claim_sets().iter().map(row).collect()
    }
}
