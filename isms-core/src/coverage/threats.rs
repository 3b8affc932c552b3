//! Techniques of attackers, and whether something works against them.

use std::collections::{BTreeMap, BTreeSet};

use super::bucket::InPlace;
use super::links::Links;
use super::own::Own;
use super::requirements::known;
use super::state::{Derivation, State, Via};
use crate::assurance::Assurance;
use crate::catalogue::{Entry, EntryKind};
use crate::error::Error;
use crate::id::{ControlId, Reference};
use crate::isms::Isms;
use crate::mapping::Standing;
use crate::word::words;

words! {
    /// What is known to work against a technique: the greatest that applies.
    Mitigation ("mitigation of a technique") {
        /// Nothing.
        Unmitigated = "unmitigated",
        /// Only own controls that are planned.
        Planned = "planned",
        /// A mitigation works in part, or something in place shares content with it or covers it in the view of another
        /// publisher: a chain, not a proof.
        Possible = "possible",
        /// A mitigation that is implemented and that nobody has verified.
        Unverified = "unverified",
        /// A mitigation that is implemented and verified.
        Mitigated = "mitigated",
    }
}

/// A technique and what works against it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TechniqueState {
    /// The technique.
    pub technique: Reference,
    /// What it is called.
    pub label: String,
    /// The tactics it serves.
    pub tactics: Vec<String>,
    /// What is known to work against it.
    pub mitigation: Mitigation,
    /// The mitigations that make it so.
    pub derivations: Vec<Derivation>,
    /// Own controls that are planned against it.
    pub planned: Vec<ControlId>,
}

/// Techniques by what works against them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct MitigationCount {
    /// Mitigated and verified.
    pub mitigated: usize,
    /// Mitigated by what nobody has verified.
    pub unverified: usize,
    /// Possibly mitigated.
    pub possible: usize,
    /// Planned only.
    pub planned: usize,
    /// Not mitigated.
    pub unmitigated: usize,
}

/// The techniques of an attack framework against own controls.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Threats {
    /// The slug of the framework.
    pub framework: String,
    /// All active techniques.
    pub all: MitigationCount,
    /// Per tactic, in the order of the framework. A technique counts in every tactic it serves.
    pub tactics: Vec<TacticCount>,
    /// The techniques, in order.
    pub techniques: Vec<TechniqueState>,
    /// What stands behind the mitigations that make a technique possibly mitigated, by mitigation.
    pub chains: Vec<Chain>,
}

/// Something in place that has to do with a mitigation nobody implements as such.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Chain {
    /// The mitigation.
    pub mitigation: Reference,
    /// What shares content with it.
    pub derivations: Vec<Derivation>,
}

/// The techniques that serve a tactic.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct TacticCount {
    /// The tactic.
    pub tactic: Reference,
    /// What it is called.
    pub label: String,
    /// Its techniques.
    pub count: MitigationCount,
}

/// What works against the techniques of an attack framework: those that its owner did not take back. Fails with `K-001`
/// for a framework the catalogue does not know. O(controls + techniques + links).
///
/// That a mitigation is covered by something else is a possible mitigation only: who says that two controls are alike
/// is seldom who says that one works against a technique, and the two need not mean the same by it.
///
/// ```
/// use isms_core::{Catalogue, Crosswalk, CrosswalkOptions, Control, ControlStatus, Draft, Links, Mitigation, Verification, control_states, threats};
/// let mut draft = Draft::new("Acme");
/// let mut mfa = Control::new("multi-factor authentication", ControlStatus::Implemented);
/// mfa.implements.insert("mitre-attack-19.1:M1032".parse()?);
/// mfa.verification = Some(Verification::new("2026-01-15".parse()?));
/// draft.controls.insert("C-1".parse()?, mfa);
/// let isms = draft.build()?;
/// let states = control_states(&isms, "2026-03-31".parse()?);
/// let links = Links::of(&Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default())?);
/// let found = threats(&isms, &states, "mitre-attack-19.1", &links)?;
/// let brute_force = found.techniques.iter().find(|t| t.technique.entry() == "T1110").unwrap();
/// assert_eq!(brute_force.mitigation, Mitigation::Mitigated);
/// assert!(found.all.unmitigated > found.all.mitigated);
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn threats(isms: &Isms, assurance: &Assurance, framework: &str, links: &Links) -> Result<Threats, Error> {
    let framework = known(links.catalogue(), framework)?;
    let own = Own::of(isms, assurance, links);
    let state = State { links, own: &own, suggest: false };
    let start = links.numbers().range(links.catalogue(), framework.id()).start;
    let mut behind = Behind { state: &state, known: BTreeMap::new() };
    let active = |kind: EntryKind| {
        framework.entries().filter(move |entry| entry.kind() == kind && !entry.is_withdrawn())
    };
    let mut open = BTreeSet::new();
    let techniques: Vec<_> = active(EntryKind::Technique)
        .map(|entry| technique(&state, &mut behind, &mut open, &entry, start.saturating_add(entry.place())))
        .collect();
    let tactic = |entry: Entry<'_>| {
        let of_it = techniques.iter().filter(|t| t.tactics.iter().any(|tactic| tactic == entry.id()));
        TacticCount { tactic: entry.reference(), label: entry.label().to_owned(), count: count(of_it) }
    };
    let tactics = active(EntryKind::Tactic).map(tactic).collect();
    let chains = open.into_iter().filter_map(|mitigation| behind.chain(mitigation)).collect();
    Ok(Threats {
        framework: framework.id().to_owned(),
        all: count(techniques.iter()),
        tactics,
        techniques,
        chains,
    })
}

fn count<'a>(techniques: impl Iterator<Item = &'a TechniqueState>) -> MitigationCount {
    let mut out = MitigationCount::default();
    for technique in techniques {
        let slot = match technique.mitigation {
            Mitigation::Mitigated => &mut out.mitigated,
            Mitigation::Unverified => &mut out.unverified,
            Mitigation::Possible => &mut out.possible,
            Mitigation::Planned => &mut out.planned,
            Mitigation::Unmitigated => &mut out.unmitigated,
        };
        *slot = slot.saturating_add(1);
    }
    out
}

impl MitigationCount {
    /// All of them.
    pub fn total(&self) -> usize {
        [self.mitigated, self.unverified, self.possible, self.planned, self.unmitigated].iter().sum()
    }
}

fn technique(
    state: &State<'_>,
    behind: &mut Behind<'_>,
    open_ones: &mut BTreeSet<u32>,
    entry: &Entry<'_>,
    number: u32,
) -> TechniqueState {
    let mitigates = |link: &u32| state.links.link(*link).is_some_and(|l| l.standing == Standing::Mitigates);
    let mut best = Mitigation::Unmitigated;
    let mut found: Vec<(Via, Vec<u32>)> = Vec::new();
    let mut planned = Vec::new();
    for link in state.links.to(number).filter(mitigates) {
        let sources = state.links.sources(link);
        let at = state.own.all(sources);
        let mut open = Vec::new();
        let reached = match at {
            InPlace::Operating => Mitigation::Mitigated,
            InPlace::Implemented => Mitigation::Unverified,
            InPlace::Partial => Mitigation::Possible,
            InPlace::Planned | InPlace::Nothing => {
                open = sources.iter().copied().filter(|s| state.own.state(*s) < InPlace::Partial).collect();
                if open.iter().all(|source| behind.has(*source)) {
                    Mitigation::Possible
                } else if at == InPlace::Planned {
                    Mitigation::Planned
                } else {
                    Mitigation::Unmitigated
                }
            }
        };
        sources.iter().for_each(|source| state.own.planned(*source, &mut planned));
        if reached > best {
            best = reached;
            found.clear();
        }
        if reached == best && reached > Mitigation::Planned {
            found.push((Via::CoverageLink(link, at), open));
        }
    }
    planned.sort_unstable();
    planned.dedup();
    open_ones.extend(found.iter().flat_map(|(_, open)| open).copied());
    TechniqueState {
        technique: entry.reference(),
        label: entry.label().to_owned(),
        tactics: entry.attribute("tactics").map(str::to_owned).collect(),
        mitigation: best,
        derivations: found.iter().filter_map(|(via, _)| state.derivation(entry, number, *via)).collect(),
        planned: state.own.ids(&planned),
    }
}

/// What is in place and has something provable to do with a mitigation; looked up once per mitigation.
struct Behind<'a> {
    state: &'a State<'a>,
    known: BTreeMap<u32, Vec<Via>>,
}

impl Behind<'_> {
    fn via(&mut self, mitigation: u32) -> &[Via] {
        let state = self.state;
        self.known.entry(mitigation).or_insert_with(|| {
            let link = |link: u32| {
                let at = state.own.all(state.links.sources(link));
                let proves = state.links.link(link).is_some_and(|link| link.standing.overlaps());
                (proves && at >= InPlace::Partial).then_some(Via::CoverageLink(link, at))
            };
            state.links.to(mitigation).filter_map(link).collect()
        })
    }

    fn has(&mut self, mitigation: u32) -> bool {
        !self.via(mitigation).is_empty()
    }

    fn chain(&mut self, mitigation: u32) -> Option<Chain> {
        let entry = self.state.links.numbers().entry(self.state.links.catalogue(), mitigation)?;
        let via = self.via(mitigation).to_vec();
        let derivations =
            via.into_iter().filter_map(|via| self.state.derivation(&entry, mitigation, via)).collect();
        Some(Chain { mitigation: entry.reference(), derivations })
    }
}
