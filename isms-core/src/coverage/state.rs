//! The bucket of one requirement, and why.

use std::collections::BTreeMap;

use super::bucket::{Bucket, InPlace};
use super::links::Links;
use super::own::Own;
use crate::catalogue::{ClaimId, Entry};
use crate::id::{ControlId, Reference};
use crate::isms::Isms;
use crate::mapping::Standing;

/// One reason why a requirement is in its bucket.
///
/// ```
/// use isms_core::{Catalogue, Control, ControlStatus, CoverageOptions, Draft, Links, control_states, coverage};
/// let mut draft = Draft::new("Acme");
/// let mut backup = Control::new("backup", ControlStatus::Implemented);
/// backup.implements.insert("iso27001-2022:A.8.13".parse()?);
/// draft.controls.insert("C-1".parse()?, backup);
/// let isms = draft.build()?;
/// let states = control_states(&isms, "2026-03-31".parse()?);
/// let links = Links::new(&Catalogue::builtin(), [], []);
/// let found = coverage(&isms, &states, "iso27001-2022", &links, &CoverageOptions::default())?;
/// let entry = found.entry("A.8.13").unwrap();
/// let why = &entry.derivations[0];
/// assert_eq!(why.through[0].controls[0].as_str(), "C-1");
/// assert_eq!(why.through[0].source, entry.reference); // It implements the requirement itself.
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Derivation {
    /// How what is in place stands to the requirement.
    pub standing: Standing,
    /// How far it is: the least of all it goes through.
    pub state: InPlace,
    /// The entries it goes through, together, and the own controls that implement them.
    pub through: Vec<Through>,
    /// The claims it stands on; none where an own control implements the requirement itself, and for a suggestion.
    pub claims: Vec<ClaimId>,
    /// Whether the relation was derived from the claims, not claimed as it stands.
    pub derived: bool,
    /// How good a suggestion is.
    pub rank: Option<Rank>,
}

/// How good a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct Rank {
    /// How many independent lineages of mappings connect the two entries.
    pub lineages: u8,
    /// How many of a thousand pairs with so many lineages a withheld publisher has too.
    pub precision_permille: u16,
}

/// An entry that something goes through.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Through {
    /// The entry.
    pub source: Reference,
    /// The own controls that implement it, and are far enough for the bucket.
    pub controls: Vec<ControlId>,
}

/// What leads to a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Via {
    Itself(InPlace),
    CoverageLink(u32, InPlace),
    Suggestion(u32, InPlace, Rank),
}

/// What makes of an entry what.
pub(super) struct State<'a> {
    pub(super) links: &'a Links,
    pub(super) own: &'a Own<'a>,
    pub(super) suggest: bool,
}

impl State<'_> {
    /// The bucket of an entry that is not excluded, and all that leads to it; what leads to a lesser bucket is left out.
    pub(super) fn bucket(&self, entry: u32, via: &mut Vec<Via>) -> Bucket {
        let mut best = Bucket::Unknown;
        via.clear();
        let mut add = |bucket: Bucket, reason: Via| {
            if bucket > best {
                best = bucket;
                via.clear();
            }
            if bucket == best && bucket > Bucket::Unknown {
                via.push(reason);
            }
        };
        let state = self.own.state(entry);
        add(reaches(Standing::Equal, state), Via::Itself(state));
        for link in self.links.to(entry) {
            let state = self.own.all(self.links.sources(link));
            if let Some(known) = self.links.link(link).filter(|_| state >= InPlace::Partial) {
                add(reaches(known.standing, state), Via::CoverageLink(link, state));
            }
        }
        if self.suggest {
            for (source, lineages, precision_permille) in self.links.suggested(entry) {
                let state = self.own.state(source);
                if state >= InPlace::Partial {
                    let rank = Rank { lineages, precision_permille };
                    add(Bucket::Suggested, Via::Suggestion(source, state, rank));
                }
            }
        }
        best
    }

    /// Own controls that are planned and would cover an entry, once they work.
    pub(super) fn planned(&self, entry: u32) -> Vec<ControlId> {
        let mut places = Vec::new();
        self.own.planned(entry, &mut places);
        for link in self.links.to(entry) {
            if self.links.link(link).is_some_and(|link| link.standing.covers()) {
                for source in self.links.sources(link) {
                    self.own.planned(*source, &mut places);
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        self.own.ids(&places)
    }

    /// A reason in full.
    pub(super) fn derivation(&self, target: &Entry<'_>, number: u32, via: Via) -> Option<Derivation> {
        let through = |source: Reference, number: u32, state: InPlace| {
            // What works in part gives no more than a part, whoever else is behind it.
            let controls = self.own.controls(number, state.max(InPlace::Partial));
            Through { source, controls }
        };
        Some(match via {
            Via::Itself(state) => Derivation {
                standing: Standing::Equal,
                state,
                through: vec![through(target.reference(), number, state)],
                claims: Vec::new(),
                derived: false,
                rank: None,
            },
            Via::CoverageLink(at, state) => {
                let link = self.links.link(at)?;
                let sources = link.sources.iter().zip(self.links.sources(at));
                Derivation {
                    standing: link.standing,
                    state,
                    through: sources
                        .map(|(source, number)| through(source.clone(), *number, state))
                        .collect(),
                    claims: link.claims.clone(),
                    derived: link.derived,
                    rank: None,
                }
            }
            Via::Suggestion(source, state, rank) => {
                let entry = self.links.numbers().entry(self.links.catalogue(), source)?;
                Derivation {
                    standing: Standing::Suggested,
                    state,
                    through: vec![through(entry.reference(), source, state)],
                    claims: Vec::new(),
                    derived: true,
                    rank: Some(rank),
                }
            }
        })
    }
}

/// The bucket something reaches that stands so to a requirement and is so far.
fn reaches(standing: Standing, state: InPlace) -> Bucket {
    match state {
        InPlace::Nothing | InPlace::Planned => Bucket::Unknown,
        InPlace::Operating if standing.covers() => Bucket::Covered,
        InPlace::Implemented if standing.covers() => Bucket::Unverified,
        _ if standing.overlaps() => Bucket::Overlapping,
        _ if standing.suggests() => Bucket::Suggested,
        _ => Bucket::Unknown,
    }
}

/// The excluded entries and why: the statement itself lists them, as not necessary and with a reason. A clause that bears
/// a requirement cannot be excluded (ISO/IEC 27001, clause 1), whatever somebody writes.
pub(super) fn exclusions<'a>(isms: &'a Isms, links: &Links) -> BTreeMap<u32, &'a str> {
    let written = isms.soa().iter().flat_map(|soa| soa.entries.iter());
    let excluded =
        written.filter(|(_, entry)| entry.necessary == Some(false)).filter_map(|(reference, entry)| {
            let reason = entry.exclusion.as_deref().filter(|reason| !reason.trim().is_empty())?;
            let known = links.catalogue().resolve(reference).filter(|known| !known.bears_requirement())?;
            Some((links.numbers().of(links.catalogue(), &known.reference())?, reason))
        });
    excluded.collect()
}
