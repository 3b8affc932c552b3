//! Links as publishers claim them, without composition.

use super::links::{Link, Links, Standing};
use crate::catalogue::{Catalogue, ClaimId, Entry};
use crate::id::Reference;
use crate::relation::Meaning;

impl Links {
    /// The claims of a catalogue as they stand, read in both directions, and nothing composed of them.
    ///
    /// ```
    /// use isms_core::{Catalogue, Links, Standing};
    /// let links = Links::direct(&Catalogue::builtin());
    /// let mut climate = links.into_framework("iso27001-2022").filter(|link| link.target.entry() == "A.8.13");
    /// assert!(climate.any(|link| link.standing == Standing::Overlaps));
    /// ```
    pub fn direct(catalogue: &Catalogue) -> Self {
        let claims = catalogue.claim_sets().iter().flat_map(|set| set.claims(catalogue));
        let mut links = Vec::new();
        for claim in claims {
            let sources: Vec<_> = claim.sources().map(|entry: Entry<'_>| entry.reference()).collect();
            let targets: Vec<_> = claim.targets().map(|entry: Entry<'_>| entry.reference()).collect();
            let id = claim.id();
            match claim.meaning() {
                Meaning::Set(_) => {
                    let mask = claim.meaning().bits();
                    both(&mut links, &sources, &targets, standing(mask, targets.len()), &id);
                    both(&mut links, &targets, &sources, standing(converse(mask), sources.len()), &id);
                }
                Meaning::Supports => both(&mut links, &sources, &targets, Some(Standing::Supports), &id),
                Meaning::SupportedBy => both(&mut links, &targets, &sources, Some(Standing::Supports), &id),
                Meaning::Mitigates => both(&mut links, &sources, &targets, Some(Standing::Mitigates), &id),
                Meaning::Contrary => {}
            }
        }
        Self::new(catalogue, links, [])
    }
}

fn both(
    links: &mut Vec<Link>,
    sources: &[Reference],
    targets: &[Reference],
    standing: Option<Standing>,
    id: &ClaimId,
) {
    let Some(standing) = standing else { return };
    for target in targets {
        links.push(Link::new(sources.to_vec(), target.clone(), standing, [id.clone()]));
    }
}

const EQUAL: u8 = 1;
const WITHIN: u8 = 2;
const CONTAINS: u8 = 4;
const DISJOINT: u8 = 16;

fn converse(mask: u8) -> u8 {
    let swapped = (mask & WITHIN) << 1 | (mask & CONTAINS) >> 1;
    mask & !(WITHIN | CONTAINS) | swapped
}

/// What a mask towards so many targets together says of each: to contain them all is to contain each, and of what
/// merely shares something with all of them nothing is known for a single one.
fn standing(mask: u8, targets: usize) -> Option<Standing> {
    let only = |bits: u8| mask != 0 && mask & !bits == 0;
    match targets {
        1 if only(EQUAL) => Some(Standing::Equal),
        _ if only(EQUAL | CONTAINS) => Some(Standing::Covers),
        _ if only(DISJOINT) => Some(Standing::Disjoint),
        1 if only(EQUAL | WITHIN) => Some(Standing::Within),
        1 if mask != 0 && mask & DISJOINT == 0 => Some(Standing::Overlaps),
        _ => None,
    }
}
