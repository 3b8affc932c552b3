//! Links of a crosswalk: what publishers claim and what follows from it, and what is suggested.

use std::collections::BTreeSet;

use super::links::{CoverageLink, Links, Suggestion};
use crate::error::Error;
use crate::id::{FrameworkId, Reference};
use crate::mapping::{Crosswalk, Ground, Standing};

impl Links {
    /// What a crosswalk knows with single entries as targets. Its suggestions are not among them.
    ///
    /// ```
    /// use isms_core::{Catalogue, Crosswalk, CrosswalkOptions, Links, Standing};
    /// let links = Links::of(&Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default())?);
    /// let mut backup = links.into_framework("iso27001-2022").filter(|link| link.target.entry() == "A.8.13");
    /// assert!(backup.any(|link| link.standing == Standing::Overlaps));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn of(crosswalk: &Crosswalk) -> Self {
        Self::new(crosswalk.catalogue(), known(crosswalk), [])
    }

    /// The same with what is suggested from these entries towards all other frameworks: the first few for each, as the
    /// options of the crosswalk say. Frameworks too large to be
    /// ranked against each other suggest nothing. Takes some milliseconds for each pair of
    /// frameworks.
    pub fn with_suggestions(crosswalk: &Crosswalk, sources: &BTreeSet<Reference>) -> Result<Self, Error> {
        let catalogue = crosswalk.catalogue();
        let from: BTreeSet<&FrameworkId> =
            sources.iter().filter(|s| catalogue.resolve(s).is_some()).map(Reference::framework).collect();
        let mut suggested = Vec::new();
        for to in catalogue.frameworks() {
            let to: FrameworkId = to.id().parse()?;
            for from in from.iter().filter(|from| ***from != to) {
                // Two frameworks of a pack that are too large to be ranked against each other suggest nothing.
                for found in crosswalk.suggest(from, &to).unwrap_or_default() {
                    if sources.contains(&found.source) {
                        suggested.push(Suggestion {
                            source: found.source,
                            target: found.target,
                            lineages: u8::try_from(found.lineages).unwrap_or(u8::MAX),
                            precision_permille: found.precision_permille,
                        });
                    }
                }
            }
        }
        Ok(Self::new(catalogue, known(crosswalk), suggested))
    }
}

fn known(crosswalk: &Crosswalk) -> Vec<CoverageLink> {
    let frameworks = crosswalk.catalogue().frameworks().iter();
    let known = frameworks.flat_map(|framework| crosswalk.links_into(framework.id()));
    let links = known.filter_map(|link| {
        // To help towards something is said from where the help comes.
        if matches!(link.standing, Standing::Contrary | Standing::SupportedBy) {
            return None;
        }
        let target = link.targets.single()?.clone();
        let claims = crosswalk.claims(&link);
        let mut known =
            CoverageLink::new(link.sources.entries().iter().cloned(), target, link.standing, claims);
        known.derived = link.ground == Ground::Derived;
        Some(known)
    });
    links.collect()
}
