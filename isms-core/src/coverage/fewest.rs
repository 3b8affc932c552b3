//! The fewest own controls, or entries, that explain what is covered.

use std::collections::BTreeSet;

use super::bucket::Bucket;
use super::cover::{Need, fewest};
use super::requirements::Coverage;
use super::state::Derivation;
use crate::id::{ControlId, Reference};

/// How many nodes a search looks at before it gives up on proving that nothing smaller exists.
pub(super) const NODES: u64 = 20_000;

/// Most ways that are looked at to satisfy one requirement.
const MAX_WAYS: usize = 256;

/// A smallest set of things that explains every covered requirement, or the smallest that was found.
///
/// ```
/// use isms_core::{Catalogue, Control, ControlStatus, CoverageOptions, Draft, Links, control_states, coverage};
/// let mut draft = Draft::new("Acme");
/// for (id, entries) in [("C-1", &["A.8.13", "A.8.14"][..]), ("C-2", &["A.8.13"]), ("C-3", &["A.8.15"])] {
///     let mut control = Control::new(id, ControlStatus::Implemented);
///     control.implements.extend(entries.iter().map(|e| format!("iso27001-2022:{e}").parse().unwrap()));
///     draft.controls.insert(id.parse()?, control);
/// }
/// let isms = draft.build()?;
/// let states = control_states(&isms, "2026-03-31".parse()?);
/// let links = Links::new(&Catalogue::builtin(), [], []);
/// let found = coverage(&isms, &states, "iso27001-2022", &links, &CoverageOptions::default())?.fewest_controls();
/// let ids: Vec<_> = found.chosen.iter().map(|id| id.as_str()).collect();
/// assert_eq!((ids, found.explained, found.is_optimal()), (vec!["C-1", "C-3"], 3, true));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Fewest<T> {
    /// The things, ascending.
    pub chosen: Vec<T>,
    /// How many requirements they explain: all that are covered, verified or not.
    pub explained: usize,
    /// No set that explains them all has fewer things.
    pub at_least: usize,
}

impl<T> Fewest<T> {
    /// Whether it is proved that nothing smaller explains them.
    pub fn is_optimal(&self) -> bool {
        self.chosen.len() <= self.at_least
    }
}

impl Coverage {
    /// A smallest set of own controls that explains all covered requirements: with them alone, each would stand in the
    /// bucket it stands in. Exact where the search ends in time, otherwise with a proven bound.
    pub fn fewest_controls(&self) -> Fewest<ControlId> {
        self.fewest(&|derivation| {
            // One control for each entry it goes through, in every combination.
            let mut ways: Vec<BTreeSet<&ControlId>> = vec![BTreeSet::new()];
            let mut cut = false;
            for through in &derivation.through {
                let mut longer = Vec::new();
                for way in &ways {
                    for control in &through.controls {
                        let mut way = way.clone();
                        way.insert(control);
                        longer.push(way);
                    }
                }
                longer.sort();
                longer.dedup();
                cut |= longer.len() > MAX_WAYS;
                longer.truncate(MAX_WAYS);
                ways = longer;
            }
            (ways.into_iter().map(|way| way.into_iter().collect()).collect(), cut)
        })
    }

    /// The same with the entries of frameworks that own controls implement.
    pub fn fewest_entries(&self) -> Fewest<Reference> {
        self.fewest(&|derivation| {
            (vec![derivation.through.iter().map(|through| &through.source).collect()], false)
        })
    }

    fn fewest<'a, T: Ord + Clone>(
        &'a self,
        ways: &dyn Fn(&'a Derivation) -> (Vec<Vec<&'a T>>, bool),
    ) -> Fewest<T> {
        let covered =
            |entry: &&super::EntryCoverage| matches!(entry.bucket, Bucket::Covered | Bucket::Unverified);
        let entries = self.entries().iter().filter(covered);
        let mut cut = false;
        let of_entry = |entry: &'a super::EntryCoverage| -> Vec<Vec<&'a T>> {
            let of_derivation = |derivation| {
                let (ways, some_left_out) = ways(derivation);
                cut |= some_left_out;
                ways
            };
            entry.derivations.iter().flat_map(of_derivation).collect()
        };
        let by_name: Vec<Vec<Vec<&T>>> = entries.map(of_entry).collect();
        let names: BTreeSet<&T> = by_name.iter().flatten().flatten().copied().collect();
        let names: Vec<&T> = names.into_iter().collect();
        let number = |name: &&T| names.binary_search(name).ok().and_then(|place| u32::try_from(place).ok());
        let way = |way: &Vec<&T>| way.iter().filter_map(number).collect();
        let needs: Vec<Need> = by_name.iter().map(|ways| ways.iter().map(way).collect()).collect();
        let found = fewest(&needs, NODES);
        let named = |place: &u32| names.get(*place as usize).map(|name| (*name).clone());
        Fewest {
            chosen: found.chosen.iter().filter_map(named).collect(),
            explained: needs.len(),
            // Where ways were left out, a smaller set may use one of them.
            at_least: if cut { usize::from(!needs.is_empty()) } else { found.at_least },
        }
    }
}
