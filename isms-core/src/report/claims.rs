//! What is wrong with sets of claims, what references become, what one framework gives towards another: as rows.

use super::row::rows;
use crate::catalogue::{Catalogue, Upgrade};
use crate::coverage::{Bucket, Delta, Links, delta};
use crate::error::Error;
use crate::finding::Finding;
use crate::id::{FrameworkId, Reference};
use crate::mapping::{Crosswalk, lint_all_claims, lint_claims};

rows! {
    /// What the lint says of a set of claims.
    pub struct ClaimFindingRow {
        /// The stable code.
        pub code: &'static str,
        /// How much it weighs.
        pub severity: &'static str,
        /// What the code stands for, in a few words.
        pub title: &'static str,
        /// The set or claim, as a JSON pointer.
        pub path: String,
        /// One line for a person.
        pub message: String,
        /// What may be meant, or what to do about it.
        pub help: Option<String>,
    }
}

rows! {
    /// What a reference becomes in another edition.
    pub struct UpgradeRow {
        /// The reference.
        pub reference: Reference,
        /// `same`, `decided`, `open` (the user decides) or `gone`.
        pub outcome: &'static str,
        /// The entry that takes its place, or those that may.
        pub candidates: Vec<Reference>,
    }
}

rows! {
    /// A requirement, and what another framework would give towards it if all of it held.
    pub struct DeltaRow {
        /// The requirement.
        pub requirement: Reference,
        /// What to display.
        pub label: String,
        /// Where it would stand.
        pub bucket: Bucket,
        /// The entries that put it there; those that do so together are joined by `+`.
        pub through: Vec<String>,
        /// The published claims it rests on.
        pub claims: Vec<String>,
    }
}

pub(super) fn lint_rows(catalogue: &Catalogue, set: Option<&str>) -> Result<Vec<ClaimFindingRow>, Error> {
    let row = |finding: Finding| ClaimFindingRow {
        code: finding.code(),
        severity: finding.severity().as_str(),
        title: finding.info().title,
        path: finding.path(),
        message: finding.message().to_owned(),
        help: finding.help().map(str::to_owned),
    };
    let found = match set {
        Some(set) => lint_claims(catalogue, catalogue.known_set(set)?),
        None => lint_all_claims(catalogue),
    };
    Ok(found.into_iter().map(row).collect())
}

pub(super) fn upgrade_row(
    catalogue: &Catalogue,
    reference: Reference,
    to: &FrameworkId,
) -> Result<UpgradeRow, Error> {
    catalogue.known(to.as_str())?;
    let (outcome, candidates) = match catalogue.upgrade(&reference, to)? {
        Upgrade::Same => ("same", Vec::new()),
        Upgrade::Decided(new) => ("decided", vec![new]),
        Upgrade::Open(candidates) => ("open", candidates),
        Upgrade::Gone => ("gone", Vec::new()),
    };
    Ok(UpgradeRow { reference, outcome, candidates })
}

pub(super) fn delta_rows(crosswalk: &Crosswalk, from: &str, to: &str) -> Result<Vec<DeltaRow>, Error> {
    let Delta { entries, .. } = delta(&Links::of(crosswalk), from, to)?;
    let rows = entries.into_iter().map(|entry| {
        let way = |why: &crate::coverage::Derivation| {
            why.through.iter().map(|through| through.source.to_string()).collect::<Vec<_>>().join(" + ")
        };
        let mut through: Vec<String> = entry.derivations.iter().map(way).collect();
        let claims = entry.derivations.iter().flat_map(|why| &why.claims);
        let mut claims: Vec<String> = claims.map(ToString::to_string).collect();
        through.sort();
        through.dedup();
        claims.sort();
        claims.dedup();
        DeltaRow { requirement: entry.reference, label: entry.label, bucket: entry.bucket, through, claims }
    });
    Ok(rows.collect())
}
