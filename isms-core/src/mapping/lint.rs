//! Finding claims that are probably wrong, and sets that are not what they seem.

mod case;
mod descent;
mod links;
mod rows;
mod shape;
mod support;
#[cfg(test)]
mod tests;
mod topics;
mod unknown;
mod unsupported;

pub use unknown::{LikelyCause, UnknownCause, explain_unknown};

use crate::catalogue::{Catalogue, ClaimSet};
use crate::finding::Finding;
use case::{Case, World};
use links::{Links, Tree};
use support::Evidence;

/// What is wrong with a set of claims, or worth a look: the set first, then claim by claim. A path is `/sets/<id>` or
/// `/sets/<id>/claims/<place>`; the help names what was probably meant.
///
/// A set is judged by itself and against the other sets of the catalogue, of which those with its id are left out. What
/// is found is an indication: a claim nobody else supports can be right, and the only one that is. Of one code at most a
/// hundred findings are listed per set, and the rest counted.
///
/// ```
/// let catalogue = isms_core::Catalogue::builtin();
/// let set = catalogue.claim_set("nist-csf-1.1--iso27701-2019--microsoft-dpmp").unwrap();
/// let findings = isms_core::lint_claims(&catalogue, set);
/// // It is the table of NIST in other numbers, and says so.
/// let origin = findings.iter().find(|finding| finding.code() == "K-036").unwrap();
/// assert!(origin.message().ends_with("through `iso27001-2013`"));
/// assert_eq!(origin.severity(), isms_core::Severity::Observation);
/// ```
pub fn lint_claims(catalogue: &Catalogue, set: &ClaimSet) -> Vec<Finding> {
    let world = World::new(catalogue);
    Links::of(catalogue, set).map(|links| lint(&world, &links)).unwrap_or_default()
}

/// The same for all sets of the catalogue, in their order.
///
/// ```
/// let findings = isms_core::lint_all_claims(&isms_core::Catalogue::builtin());
/// let groups = findings.iter().find(|finding| finding.code() == "K-042").unwrap();
/// assert!(groups.path().starts_with("/sets/"));
/// ```
pub fn lint_all_claims(catalogue: &Catalogue) -> Vec<Finding> {
    let world = World::new(catalogue);
    world.links.iter().flat_map(|links| lint(&world, links)).collect()
}

fn lint(world: &World<'_>, links: &Links<'_>) -> Vec<Finding> {
    let Some(mut case) = Case::new(world, links) else { return Vec::new() };
    rows::find(&mut case);
    shape::find(&mut case);
    descent::find(&mut case);
    let evidence = Evidence::of(world, links);
    shape::lost_zeros(&mut case, &|source, target| Some(evidence.as_ref()?.fit(source, target)));
    if let Some(evidence) = &evidence {
        unsupported::find(&mut case, evidence);
    }
    case.into_found()
}

/// How well each claim of a set is supported, in the order of the claims: by frameworks both ends are linked with in
/// sets of other lineages, by the topics of the two ends, by sets of others about the same frameworks, and by the other
/// claims of the set about the same entries and those beside them. The lowest are worth a look first.
///
/// The numbers rank the claims of one set. They are no probabilities, and those of two sets cannot be compared. A claim
/// about several entries has the mean of its pairs.
///
/// ```
/// let catalogue = isms_core::Catalogue::builtin();
/// let set = catalogue.claim_set("iso27001-2013--iso27001-2022--iso").unwrap();
/// let support = isms_core::claim_support(&catalogue, set);
/// assert_eq!(support.len(), set.len());
/// ```
pub fn claim_support(catalogue: &Catalogue, set: &ClaimSet) -> Vec<f64> {
    let world = World::new(catalogue);
    let found = Links::of(catalogue, set).and_then(|links| supported(&world, &links, true));
    found.unwrap_or_else(|| vec![0.0; set.len()])
}

#[expect(clippy::float_arithmetic, reason = "a mean of supports")]
fn supported(world: &World<'_>, links: &Links<'_>, context: bool) -> Option<Vec<f64>> {
    let trees = (Tree::of(world.framework(links.from)?), Tree::of(world.framework(links.to)?));
    let evidence = Evidence::of(world, links)?;
    let of_pairs = support::of_pairs(links, (&trees.0, &trees.1), &evidence, context);
    let claims = links.set.claims(world.catalogue).map(|claim| {
        let (mut sum, mut pairs) = (0.0, 0);
        for source in claim.source_places() {
            for target in claim.target_places() {
                let at = links.pairs.binary_search(&(*source, *target)).ok();
                sum += at.and_then(|at| of_pairs.get(at)).copied().unwrap_or(0.0);
                pairs += 1;
            }
        }
        sum / topics::count(pairs).max(1.0)
    });
    Some(claims.collect())
}
