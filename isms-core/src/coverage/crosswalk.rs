//! Links of a crosswalk: what publishers claim and what follows from it.

use super::links::{CoverageLink, Links};
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
        Self::new(crosswalk.catalogue(), links, [])
    }
}
