//! Making a set of claims at run time.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{About, ClaimSet, Detail, GROUP, Group, RawClaim};
use crate::relation::Meaning;

/// A set in the making; claims stay in the order they are put in.
pub(in crate::catalogue) struct Filling<'t> {
    about: About,
    claims: Vec<RawClaim>,
    groups: Vec<Group>,
    details: HashMap<(&'t str, &'t str), u32>, // One more than the place each will have.
}

impl<'t> Filling<'t> {
    pub(in crate::catalogue) fn new(about: About) -> Self {
        Self { about, claims: Vec::new(), groups: Vec::new(), details: HashMap::new() }
    }

    /// Adds a claim between places of the two frameworks, each ascending and not empty. `None` if there is no room for
    /// one more.
    pub(in crate::catalogue) fn push(
        &mut self,
        sources: Vec<u32>,
        targets: Vec<u32>,
        meaning: Meaning,
        strength: &'t str,
        rationale: &'t str,
    ) -> Option<()> {
        let (source, target) = (self.end(sources)?, self.end(targets)?);
        let mut detail = 0;
        if !strength.is_empty() || !rationale.is_empty() {
            let next = u32::try_from(self.details.len()).ok()?.checked_add(1)?;
            detail = *self.details.entry((strength, rationale)).or_insert(next);
        }
        self.claims.push(RawClaim::fixed(source, target, meaning.bits(), detail));
        Some(())
    }

    fn end(&mut self, places: Vec<u32>) -> Option<u32> {
        if let [one] = places.as_slice() {
            return Some(*one);
        }
        let place = u32::try_from(self.groups.len()).ok().filter(|place| *place < GROUP)?;
        self.groups.push(places.into());
        Some(GROUP | place)
    }

    pub(in crate::catalogue) fn done(self) -> ClaimSet {
        let mut details: Vec<((&str, &str), u32)> = self.details.into_iter().collect();
        details.sort_unstable_by_key(|(_, place)| *place);
        let own = |text: &str| Cow::Owned(text.to_owned());
        let details: Vec<Detail> = details.into_iter().map(|((s, r), _)| (own(s), own(r))).collect();
        ClaimSet {
            about: self.about,
            claims: self.claims.into(),
            groups: self.groups.into(),
            details: details.into(),
        }
    }
}
