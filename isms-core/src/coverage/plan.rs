//! The fewest further entries of a framework that reach what is still open of another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::bucket::{Bucket, InPlace};
use super::cover::{Need, fewest};
use super::fewest::NODES;
use super::level::LevelOf;
use super::links::Links;
use super::own::Own;
use super::requirements::{known, requirements};
use super::state::{State, exclusions};
use crate::assurance::Assurance;
use crate::catalogue::Entry;
use crate::error::Error;
use crate::id::{ControlId, Reference};
use crate::isms::Isms;
use crate::mapping::Standing;
use crate::word::words;

words! {
    /// What a plan aims at for each requirement.
    Needed ("aim of a plan") {
        /// That something covers it, provably.
        Covers = "covers",
        /// That something provably shares content with it.
        Overlaps = "overlaps",
        /// That something may have to do with it.
        Suggested = "suggested",
    }
}

impl Needed {
    fn is_met_by(self, standing: Standing) -> bool {
        match self {
            Needed::Covers => standing.covers(),
            Needed::Overlaps => standing.overlaps(),
            Needed::Suggested => standing.overlaps() || standing.suggests(),
        }
    }

    /// From where on a requirement has no need of a further control. What nobody has verified needs a verification.
    fn bucket(self) -> Bucket {
        match self {
            Needed::Covers => Bucket::Unverified,
            Needed::Overlaps => Bucket::Overlapping,
            Needed::Suggested => Bucket::Suggested,
        }
    }

    /// How far what is in place must be, to be a part of it.
    fn in_place(self) -> InPlace {
        match self {
            Needed::Covers => InPlace::Implemented,
            Needed::Overlaps | Needed::Suggested => InPlace::Partial,
        }
    }
}

/// What to plan for.
///
/// ```
/// use isms_core::{Needed, PlanOptions};
/// let mut options = PlanOptions::new("cmmc-2.0", "nist-800-53-r5");
/// options.level = Some("level=1".parse()?);
/// options.needed = Needed::Overlaps;
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlanOptions {
    /// The framework whose requirements are to be reached.
    pub target: String,
    /// Which of them; all by default.
    pub level: Option<LevelOf>,
    /// The framework whose entries may be added.
    pub candidates: String,
    /// What is to be reached for each requirement; [`Needed::Covers`] by default.
    pub needed: Needed,
    /// How many nodes the search looks at before it gives up on a proof that nothing smaller exists.
    pub nodes: u64,
}

impl PlanOptions {
    /// The defaults for a target and candidates.
    pub fn new(target: impl Into<String>, candidates: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            level: None,
            candidates: candidates.into(),
            needed: Needed::Covers,
            nodes: NODES,
        }
    }
}

/// The fewest further entries, or the fewest that were found. Every requirement that was asked for is in one of the
/// lists: reached today, reached by an addition, excluded, or not reachable.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// What to add, in the order of references.
    pub additions: Vec<Addition>,
    /// No plan that reaches as much has fewer additions.
    pub at_least: usize,
    /// Requirements that are reached today.
    pub reached: Vec<Reference>,
    /// Requirements that the additions reach.
    pub gained: Vec<Reference>,
    /// Requirements the Statement of Applicability excludes.
    pub excluded: Vec<Reference>,
    /// Requirements that no entry of the candidates is known to reach.
    pub unreachable: Vec<Reference>,
}

/// An entry to be implemented.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Addition {
    /// The entry.
    pub entry: Reference,
    /// What it is called.
    pub label: String,
    /// The requirements it helps to reach.
    pub reaches: Vec<Reference>,
    /// Own controls that are planned for it already.
    pub planned: Vec<ControlId>,
}

impl Plan {
    /// Whether it is proved that nothing smaller reaches as much.
    pub fn is_optimal(&self) -> bool {
        self.additions.len() <= self.at_least
    }
}

/// The fewest entries of the candidate framework, beside what is in place, so that every reachable requirement of the
/// target is reached. Entries the Statement of Applicability excludes are not proposed. The result is exact where the
/// search ends in time, otherwise it comes with a proven bound.
///
/// Fails with `K-001` for a framework the catalogue does not know and with `K-002` for a level that none of its
/// requirements has.
///
/// ```
/// use isms_core::{Catalogue, Draft, CoverageLink, Links, PlanOptions, Standing, control_states, extra_controls};
/// let link = |source: &str, target: &str| {
///     Ok::<_, isms_core::Error>(CoverageLink::new([source.parse()?], target.parse()?, Standing::Covers, []))
/// };
/// let links = Links::new(&Catalogue::builtin(), [
///     link("nist-800-53-r5:AC-2", "cmmc-2.0:AC.L1-b.1.i")?,
///     link("nist-800-53-r5:AC-3", "cmmc-2.0:AC.L1-b.1.i")?,
///     link("nist-800-53-r5:AC-3", "cmmc-2.0:AC.L1-b.1.ii")?,
/// ], []);
/// let isms = Draft::new("Acme").build()?;
/// let states = control_states(&isms, "2026-03-31".parse()?);
/// let mut options = PlanOptions::new("cmmc-2.0", "nist-800-53-r5");
/// options.level = Some("level=1".parse()?);
/// let plan = extra_controls(&isms, &states, &links, &options)?;
/// assert_eq!(plan.additions[0].entry.to_string(), "nist-800-53-r5:AC-3");
/// assert_eq!((plan.additions.len(), plan.gained.len(), plan.is_optimal()), (1, 2, true));
/// assert!(!plan.unreachable.is_empty());
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn extra_controls(
    isms: &Isms,
    assurance: &Assurance,
    links: &Links,
    options: &PlanOptions,
) -> Result<Plan, Error> {
    let target = known(links.catalogue(), &options.target)?;
    let candidates = known(links.catalogue(), &options.candidates)?;
    let wanted: Vec<Entry<'_>> = match &options.level {
        Some(level) => level.of(target)?,
        None => requirements(target).collect(),
    };
    let own = Own::of(isms, assurance, links);
    let excluded = exclusions(isms, links);
    let state = State { links, own: &own, suggest: options.needed == Needed::Suggested };
    let range = |slug: &str| links.numbers().range(links.catalogue(), slug);
    let may_add: BTreeSet<u32> = requirements(candidates)
        .map(|entry| range(candidates.id()).start.saturating_add(entry.place()))
        .filter(|number| !excluded.contains_key(number))
        .collect();
    let mut sorter = Sorter { state, needed: options.needed, may_add, names: BTreeMap::new() };
    let mut plan = Plan {
        additions: Vec::new(),
        at_least: 0,
        reached: Vec::new(),
        gained: Vec::new(),
        excluded: Vec::new(),
        unreachable: Vec::new(),
    };
    let mut needs: Vec<Need> = Vec::new();
    let mut via = Vec::new();
    for entry in &wanted {
        let number = range(target.id()).start.saturating_add(entry.place());
        let reference = entry.reference();
        if excluded.contains_key(&number) {
            plan.excluded.push(reference);
        } else if sorter.state.bucket(number, &mut via) >= options.needed.bucket() {
            plan.reached.push(reference);
        } else {
            let ways = sorter.ways(number, range(candidates.id()));
            if ways.is_empty() {
                plan.unreachable.push(reference);
            } else {
                plan.gained.push(reference);
                needs.push(ways);
            }
        }
    }
    let found = fewest(&needs, options.nodes);
    plan.at_least = found.at_least;
    let numbers: BTreeMap<u32, u32> = sorter.names.into_iter().map(|(number, name)| (name, number)).collect();
    for thing in &found.chosen {
        let Some(number) = numbers.get(thing) else { continue };
        let Some(entry) = links.numbers().entry(links.catalogue(), *number) else { continue };
        let helps = |need: &Need| {
            need.iter()
                .any(|way| way.contains(thing) && way.iter().all(|t| found.chosen.binary_search(t).is_ok()))
        };
        let reaches = needs.iter().zip(&plan.gained).filter(|(need, _)| helps(need));
        let mut planned = Vec::new();
        own.planned(*number, &mut planned);
        planned.sort_unstable();
        planned.dedup();
        plan.additions.push(Addition {
            entry: entry.reference(),
            label: entry.label().to_owned(),
            reaches: reaches.map(|(_, requirement)| requirement.clone()).collect(),
            planned: own.ids(&planned),
        });
    }
    plan.additions.sort_by(|a, b| a.entry.cmp(&b.entry));
    Ok(plan)
}

/// Sorts out what could reach a requirement.
struct Sorter<'a> {
    state: State<'a>,
    needed: Needed,
    may_add: BTreeSet<u32>,
    names: BTreeMap<u32, u32>, // Small numbers for the candidates that are of use.
}

impl Sorter<'_> {
    /// The ways to reach an entry: what each would add.
    fn ways(&mut self, entry: u32, candidates: Range<u32>) -> Need {
        let mut ways: Vec<Vec<u32>> = Vec::new();
        if candidates.contains(&entry) {
            ways.push(vec![entry]);
        }
        let links = self.state.links;
        for at in links.to(entry) {
            if links.link(at).is_some_and(|link| self.needed.is_met_by(link.standing)) {
                let missing = links.sources(at).iter().copied();
                ways.push(missing.filter(|s| self.state.own.state(*s) < self.needed.in_place()).collect());
            }
        }
        if self.needed == Needed::Suggested {
            ways.extend(links.suggested(entry).map(|(source, ..)| vec![source]));
        }
        ways.retain(|way| way.iter().all(|source| self.may_add.contains(source)));
        for thing in ways.iter_mut().flatten() {
            let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            *thing = *self.names.entry(*thing).or_insert(next);
        }
        ways
    }
}
