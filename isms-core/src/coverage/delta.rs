//! What one framework gives towards another.

use super::bucket::{Bucket, InPlace, Tally};
use super::links::Links;
use super::own::Own;
use super::requirements::{known, requirements};
use super::state::{Derivation, State};
use crate::error::Error;
use crate::id::Reference;

/// What would hold of a framework if all of another held.
///
/// ```
/// use isms_core::{Bucket, Catalogue, CoverageLink, Links, Standing, delta};
/// let link = CoverageLink::new(["cis-8.1:10.1".parse()?], "iso27001-2022:A.8.7".parse()?, Standing::Covers, []);
/// let found = delta(&Links::new(&Catalogue::builtin(), [link], []), "cis-8.1", "iso27001-2022")?;
/// assert_eq!(found.tally.covered, 1);
/// let first = found.entries.iter().find(|entry| entry.bucket == Bucket::Covered).unwrap();
/// assert_eq!(first.derivations[0].through[0].source.to_string(), "cis-8.1:10.1");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Delta {
    /// The slug of the framework that holds.
    pub from: String,
    /// The slug of the framework that is asked for.
    pub to: String,
    /// How many of its requirements are in each bucket; none is unverified or excluded.
    pub tally: Tally,
    /// Its requirements, in order.
    pub entries: Vec<DeltaEntry>,
}

/// A requirement, and what another framework gives towards it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct DeltaEntry {
    /// The requirement.
    pub reference: Reference,
    /// What it is called.
    pub label: String,
    /// Where it would stand.
    pub bucket: Bucket,
    /// All that puts it there. No own control is asked about.
    pub derivations: Vec<Derivation>,
}

/// What would be covered, overlapping, suggested or unknown of a framework if every entry of another were implemented
/// and verified. Fails with `K-001` for a framework the catalogue does not know. O(requirements + links).
///
/// ```
/// use isms_core::{Catalogue, Links, delta};
/// let links = Links::new(&Catalogue::builtin(), [], []);
/// let same = delta(&links, "nist-csf-2.0", "nist-csf-2.0")?;
/// assert_eq!(same.tally.covered, 106);
/// assert_eq!(delta(&links, "nist-csf-2.0", "soc2-2017")?.tally.covered, 0);
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn delta(links: &Links, from: &str, to: &str) -> Result<Delta, Error> {
    let (from, to) = (known(links.catalogue(), from)?, known(links.catalogue(), to)?);
    let start = links.numbers().range(links.catalogue(), from.id()).start;
    let all = from.entries().filter(|entry| !entry.is_withdrawn());
    let all = all.map(|entry| start.saturating_add(entry.place()));
    let own = Own::nothing(links).with(all, InPlace::Operating);
    let state = State { links, own: &own, suggest: true };
    let start = links.numbers().range(links.catalogue(), to.id()).start;
    let mut via = Vec::new();
    let entries: Vec<_> = requirements(to)
        .map(|entry| {
            let number = start.saturating_add(entry.place());
            let bucket = state.bucket(number, &mut via);
            DeltaEntry {
                reference: entry.reference(),
                label: entry.label().to_owned(),
                bucket,
                derivations: via.iter().filter_map(|via| state.derivation(&entry, number, *via)).collect(),
            }
        })
        .collect();
    let tally = Tally::of(entries.iter().map(|entry| entry.bucket));
    Ok(Delta { from: from.id().to_owned(), to: to.id().to_owned(), tally, entries })
}
