//! Rules about where a set comes from: copies, compositions of others, and a publisher's two directions.

use std::collections::BTreeMap;

use super::case::{Case, World, listed};
use super::links::{Fan, Links, shared};
use crate::catalogue::ClaimKind;
use crate::finding::{CodeInfo, code};

/// Fewest pairs by which two sets are compared.
const FEW: usize = 10;
/// Most steps of one composition; what takes more is not compared.
const MAX_STEPS: usize = 20_000_000;

pub(super) fn find(case: &mut Case<'_, '_>) {
    copies(case);
    composed(case);
    converse(case);
}

/// How far two sets about the same frameworks agree where both speak: about entries both use.
pub(super) struct Agreement {
    /// Pairs of the one and of the other between entries both use, and pairs of both.
    ours: usize,
    theirs: usize,
    both: usize,
    /// Whether the other runs in the other direction.
    turned: bool,
}

impl Agreement {
    /// `None` if the two do not speak of the same frameworks, or hardly of the same entries.
    pub(super) fn of(one: &Links<'_>, other: &Links<'_>) -> Option<Self> {
        let turned = (other.from, other.to) != (one.from, one.to);
        let (forth, back) = match turned {
            false => (&other.forth, &other.back),
            true if (other.to, other.from) == (one.from, one.to) => (&other.back, &other.forth),
            true => return None,
        };
        let (mut ours, mut theirs, mut both) = (0, 0, 0);
        let speak = |target: &&u32| !one.back.at(**target).is_empty() && !back.at(**target).is_empty();
        for source in one.forth.used() {
            let (mine, yours) = (one.forth.at(source), forth.at(source));
            if !yours.is_empty() {
                ours += mine.iter().filter(speak).count();
                theirs += yours.iter().filter(speak).count();
                both += shared(mine, yours);
            }
        }
        // Both speak of at least half of what the one with less to say is about.
        let least = one.pairs.len().min(other.pairs.len());
        (ours.min(theirs) >= FEW && ours.max(theirs) * 2 >= least).then_some(Self {
            ours,
            theirs,
            both,
            turned,
        })
    }

    /// Whether at least so many of a hundred pairs that either has are in both.
    pub(super) fn reaches(&self, percent: usize) -> bool {
        let either = (self.ours + self.theirs).saturating_sub(self.both);
        self.both.saturating_mul(100) >= either.saturating_mul(percent)
    }

    fn percent(&self) -> usize {
        let either = (self.ours + self.theirs).saturating_sub(self.both);
        self.both.saturating_mul(100).checked_div(either).unwrap_or(0)
    }
}

/// What is declared weighs less: it is then no more than a reminder to count one voice.
fn tell(case: &mut Case<'_, '_>, info: &'static CodeInfo, message: String, declared: bool) {
    if declared {
        case.reminder(info, message, "the set says so of itself; count the two as one voice");
    } else {
        case.of_set(info, message, "give both the same lineage, so that they count as one voice");
    }
}

/// The same pairs as another set, or nearly, in the same direction or the other.
fn copies(case: &mut Case<'_, '_>) {
    let (world, links) = (case.world, case.links);
    for other in world.others(links) {
        let Some(agreement) = Agreement::of(links, other) else { continue };
        let declared = links.is_kin(other) || is_second_hand(links.set.kind());
        let id = other.set.id();
        let Agreement { both, turned, .. } = agreement;
        if agreement.reaches(98) {
            let how = if turned { ", in the other direction" } else { "" };
            let message = format!("the same pairs as `{id}`{how}, where both speak: {both} are in both");
            tell(case, &code::K_037, message, declared);
        } else if agreement.reaches(90) && other.set.frame() != links.set.frame() && !declared {
            let percent = agreement.percent();
            let message = format!("agrees with `{id}` of another publisher in {percent} % of the pairs");
            case.of_set(&code::K_038, message, "independent hands agree in 30 to 50 %; one of the two probably comes from the other or both from a third");
        }
    }
}

fn is_second_hand(kind: ClaimKind) -> bool {
    matches!(kind, ClaimKind::Derived | ClaimKind::Repackaged)
}

/// A composition that was tried: pairs of it, and those the set has too.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Composed {
    pairs: usize,
    both: usize,
}

impl Composed {
    /// `None` once it is clear that they differ in more than about a tenth.
    fn of(links: &Links<'_>, first: &Fan, second: &Fan, steps: &mut usize) -> Option<Self> {
        let all = links.pairs.len();
        let (mut pairs, mut both, mut missed) = (0usize, 0usize, 0usize);
        let mut ends = Vec::new();
        for source in first.used() {
            ends.clear();
            for hub in first.at(source) {
                ends.extend_from_slice(second.at(*hub));
            }
            *steps = steps.saturating_add(ends.len());
            ends.sort_unstable();
            ends.dedup();
            let hit = shared(&ends, links.forth.at(source));
            pairs += ends.len();
            both += hit;
            missed += links.forth.at(source).len().saturating_sub(hit);
            if (pairs - both) * 10 > all || missed * 10 > all || *steps > MAX_STEPS {
                return None;
            }
        }
        Some(Self { pairs, both })
    }
}

/// Nearly the same as two other sets one after the other, or the same as one of them in other numbers.
fn composed(case: &mut Case<'_, '_>) {
    let (world, links) = (case.world, case.links);
    if links.pairs.len() < FEW || links.from == links.to {
        return;
    }
    let mut best: Option<(Composed, &Links<'_>, &Links<'_>, usize)> = None;
    let mut steps = 0;
    let others: Vec<&Links<'_>> = world.others(links).collect();
    for first in &others {
        let Some((ahead, hub)) = first.seen_from(links.from).filter(|(_, hub)| *hub != links.to) else {
            continue;
        };
        for second in others.iter().filter(|second| second.set.id() != first.set.id()) {
            let onward = second.seen_from(hub).filter(|(_, end)| *end == links.to);
            let Some((onward, _)) = onward else { continue };
            let Some(tried) = Composed::of(links, ahead, onward, &mut steps) else { continue };
            let all = links.pairs.len();
            let equal = tried.both * 100 >= tried.pairs * 98 && tried.both * 100 >= all * 98;
            let either = (tried.pairs + all).saturating_sub(tried.both);
            let renumbered = tried.both * 100 >= either * 90 && (one_to_one(first) || one_to_one(second));
            let theirs = is_second_hand(first.set.kind()) || is_second_hand(second.set.kind());
            // Where one of the two says that it is second-hand, it comes from this set and not this set from it.
            let ours = is_second_hand(links.set.kind()) || !theirs;
            // Of two that are as good, the one through what was published.
            let published = |a: &Links<'_>, b: &Links<'_>| {
                [a, b].iter().filter(|links| links.set.kind() == ClaimKind::Published).count()
            };
            let better = best.is_none_or(|(b, one, two, _)| {
                (tried.both, published(first, second)) > (b.both, published(one, two))
            });
            if (equal || renumbered) && ours && better {
                best = Some((tried, *first, *second, hub));
            }
        }
    }
    let Some((tried, first, second, hub)) = best else { return };
    let through = world.framework(hub).map_or("", |framework| framework.id());
    let message = format!(
        "{} of {} pairs are those of `{}` and `{}` one after the other, through `{through}`",
        tried.both,
        links.pairs.len(),
        first.set.id(),
        second.set.id(),
    );
    tell(case, &code::K_036, message, is_second_hand(links.set.kind()));
}

/// Whether each entry a set uses has one partner, on both sides.
fn one_to_one(links: &Links<'_>) -> bool {
    links.pairs.len() >= FEW
        && links.forth.used().count() == links.pairs.len()
        && links.back.used().count() == links.pairs.len()
}

/// One publisher, both directions: what one of the two does not have.
fn converse(case: &mut Case<'_, '_>) {
    let (world, links) = (case.world, case.links);
    let frame = links.set.frame();
    let mut seen: BTreeMap<&str, (usize, usize, String)> = BTreeMap::new();
    for other in world.others(links) {
        let opposite = (other.to, other.from) == (links.from, links.to) && links.from != links.to;
        if !opposite || other.set.frame() != frame || frame.is_empty() {
            continue;
        }
        let only = |one: &Links<'_>, fan: &Fan| -> Vec<(u32, u32)> {
            let alone = |pair: &&(u32, u32)| fan.at(pair.0).binary_search(&pair.1).is_err();
            one.pairs.iter().filter(alone).copied().collect()
        };
        let (ours, theirs) = (only(links, &other.back), only(other, &links.back));
        if !(ours.is_empty() && theirs.is_empty()) {
            let examples = listed(ours.iter().take(3).map(|pair| world.id(links.from, pair.0)));
            seen.insert(other.set.id(), (ours.len(), theirs.len(), examples));
        }
    }
    for (id, (ours, theirs, examples)) in seen {
        let message = format!(
            "{ours} of {} pairs are not in `{id}`, the other direction, and {theirs} of its are not here",
            links.pairs.len()
        );
        let from = if ours > 0 { format!(", beginning with {examples}") } else { String::new() };
        let help = format!("a pair holds in both directions or in none: compare the two{from}");
        case.of_set(&code::K_039, message, help);
    }
}

/// Whether another set is a copy of this one or nearly, whatever the two say of themselves.
pub(super) fn is_same_voice(one: &Links<'_>, other: &Links<'_>) -> bool {
    one.is_kin(other) || Agreement::of(one, other).is_some_and(|agreement| agreement.reaches(90))
}

/// The sets that speak with another voice than one.
pub(super) fn independent<'w, 'c>(world: &'w World<'c>, one: &'w Links<'_>) -> Vec<&'w Links<'c>> {
    world.others(one).filter(|other| !is_same_voice(one, other)).collect()
}
