//! Rules about how claims hang on the hierarchy: groups as ends, parents blown up to leaves, a trailing zero that was lost.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, listed};
use super::links::{Fan, NONE, Tree};
use crate::catalogue::Framework;
use crate::finding::code;

/// By how much the longer id must fit better where nothing but fit speaks for it.
const CLEARLY: f64 = 0.25;

pub(super) fn find(case: &mut Case<'_, '_>) {
    groups(case);
    for ahead in [true, false] {
        blown_up(case, ahead);
    }
}

/// Ends that stand for a group of requirements: a claim about the whole is not one about its parts.
fn groups(case: &mut Case<'_, '_>) {
    let (world, links) = (case.world, case.links);
    let sides = [(links.from, &links.forth, &case.source), (links.to, &links.back, &case.target)];
    let (mut ids, mut pairs) = (Vec::new(), 0usize);
    for (framework, fan, tree) in sides {
        for place in fan.used() {
            let entry = world.entry(framework, place);
            let Some(entry) = entry.filter(|entry| !entry.is_assessable() && !entry.is_withdrawn()) else {
                continue;
            };
            if !tree.is_leaf(place) {
                pairs += fan.at(place).len();
                ids.push(entry.id());
            }
        }
    }
    if !ids.is_empty() {
        let have = if pairs == 1 { "1 pair has" } else { &format!("{pairs} pairs have") };
        let message = format!("{have} a group as an end: {}", listed(ids));
        case.of_set(
            &code::K_042,
            message,
            "they speak of the group as a whole; nothing is said of its parts one by one",
        );
    }
}

/// Links of a parent that were repeated for each of its leaves.
fn blown_up(case: &mut Case<'_, '_>, ahead: bool) {
    let (world, links) = (case.world, case.links);
    let (framework, fan, tree): (usize, &Fan, &Tree) = match ahead {
        true => (links.from, &links.forth, &case.source),
        false => (links.to, &links.back, &case.target),
    };
    let mut families: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for leaf in fan.used().filter(|place| tree.is_leaf(*place)) {
        families.entry(tree.parent(leaf)).or_default().push(leaf);
    }
    families.retain(|parent, leaves| *parent != NONE && leaves.len() > 1);
    let (mut blown, mut repeated, mut pairs) = (Vec::new(), 0usize, 0usize);
    for (parent, leaves) in &families {
        let first = leaves.first().map(|leaf| fan.at(*leaf)).unwrap_or_default();
        let all = first.len().saturating_mul(leaves.len());
        pairs += leaves.iter().map(|leaf| fan.at(*leaf).len()).sum::<usize>();
        if leaves.iter().all(|leaf| fan.at(*leaf) == first) {
            blown.push(*parent);
            repeated += all.saturating_sub(first.len());
        }
    }
    if blown.len() < 3 || blown.len() * 2 <= families.len() || repeated * 3 < pairs {
        return;
    }
    let ids = listed(blown.iter().map(|parent| world.id(framework, *parent)));
    let message = format!(
        "under {} of {} parents every leaf has the same links: {ids}; {repeated} of {} pairs are repetitions",
        blown.len(),
        families.len(),
        links.pairs.len(),
    );
    case.of_set(&code::K_035, message, "the publisher probably links the parent; count each link once");
}

/// Claims on `3.1` that are probably about `3.10`.
///
/// A spreadsheet that takes ids for numbers loses the zero of all of them, so nothing is said where the set has any id
/// that ends in a zero. In a list that runs upward the lost one stands where it was: after `3.9`. In any other list
/// `fits` decides: how well a source place and a target place go together.
#[expect(clippy::float_arithmetic, reason = "how well two entries fit is compared, with a margin")]
pub(super) fn lost_zeros(case: &mut Case<'_, '_>, fits: &dyn Fn(u32, u32) -> Option<f64>) {
    let catalogue = case.world.catalogue;
    for ahead in [true, false] {
        let framework = case.world.framework(if ahead { case.links.from } else { case.links.to });
        let Some(framework) = framework else { continue };
        let ends = case.links.set.claims(catalogue).map(|claim| {
            let places = if ahead { claim.source_places() } else { claim.target_places() };
            let [place] = places else { return None };
            let (head, tail) = number(framework.at(*place)?.id())?;
            Some((*place, head, tail))
        });
        let column: Vec<Option<(u32, &str, &str)>> = ends.collect();
        let suspects = suspects(framework, &column);
        if suspects.is_empty() {
            continue;
        }
        let strays = strays(&column);
        let runs_up = suspects.keys().any(|at| strays.contains(at)) && runs_up(&column, &suspects);
        let set = case.links.set;
        for (at, (place, meant)) in suspects {
            let (_, head, tail) = column.get(at).copied().flatten().unwrap_or_default();
            let Ok(claim) = u32::try_from(at) else { continue };
            let other: Vec<u32> = set.claim(catalogue, claim).map_or_else(Vec::new, |claim| {
                if ahead { claim.target_places().to_vec() } else { claim.source_places().to_vec() }
            });
            let fit = |end: u32| {
                let each = other.iter().filter_map(|o| if ahead { fits(end, *o) } else { fits(*o, end) });
                each.fold(0.0, f64::max)
            };
            if if runs_up { !strays.contains(&at) } else { fit(meant) <= fit(place) + CLEARLY } {
                continue;
            }
            let why = match runs_up {
                true => format!("stands where `{head}.{tail}0` would"),
                false => format!("fits less well than `{head}.{tail}0` would"),
            };
            let message = format!("`{head}.{tail}` {why}, and no id that ends in a zero is in the set");
            case.of_claim(
                &code::K_031,
                claim,
                message,
                format!("probably `{head}.{tail}0`: a spreadsheet read the id as a number"),
            );
        }
    }
}

/// An id that a spreadsheet takes for a decimal number, in its two parts.
fn number(id: &str) -> Option<(&str, &str)> {
    let (head, tail) = id.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (digits(head) && digits(tail)).then_some((head, tail))
}

/// Claims, by their place, whose id has a longer one with a zero: the place of the id and of the longer one.
fn suspects(framework: &Framework, column: &[Option<(u32, &str, &str)>]) -> BTreeMap<usize, (u32, u32)> {
    let used: BTreeSet<u32> = column.iter().flatten().map(|end| end.0).collect();
    let ends_in_zero = |tail: &str| tail.len() > 1 && tail.ends_with('0');
    if column.iter().flatten().any(|(_, _, tail)| ends_in_zero(tail)) {
        return BTreeMap::new();
    }
    let mut found = BTreeMap::new();
    let mut lost = BTreeSet::new();
    for (at, end) in column.iter().enumerate() {
        let Some((place, head, tail)) = end else { continue };
        let meant = framework.entry(&format!("{head}.{tail}0")).map(|entry| entry.place());
        let next = framework.entry(&format!("{head}.2")).is_some_and(|entry| used.contains(&entry.place()));
        if let Some(meant) = meant.filter(|_| next) {
            found.insert(at, (*place, meant));
            lost.insert(meant);
        }
    }
    // That one or two are not used at all is no sign yet.
    if lost.len() < 3 { BTreeMap::new() } else { found }
}

/// Whether the ids run upward, but for what may have lost a zero: at most one in fifty steps goes down.
fn runs_up(column: &[Option<(u32, &str, &str)>], suspects: &BTreeMap<usize, (u32, u32)>) -> bool {
    let key =
        |end: &(u32, &str, &str)| (end.1.parse::<u64>().unwrap_or(0), end.2.parse::<u64>().unwrap_or(0));
    let kept = column.iter().enumerate().filter(|(at, _)| !suspects.contains_key(at));
    let keys: Vec<(u64, u64)> = kept.filter_map(|(_, end)| end.as_ref().map(key)).collect();
    let down = keys.windows(2).filter(|pair| pair.first() > pair.last()).count();
    keys.len() > 20 && down * 50 <= keys.len()
}

/// The claims before which an id of the same head and a higher tail stands, other than their own.
fn strays(column: &[Option<(u32, &str, &str)>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut before: Option<(u32, &str, u64)> = None;
    let mut last: Option<(u32, &str, u64)> = None;
    for (at, end) in column.iter().enumerate() {
        let Some((place, head, tail)) = end else { continue };
        let now = (*place, *head, tail.parse().unwrap_or(0));
        if last.is_none_or(|last| last.0 != *place) {
            before = last;
        }
        if before.is_some_and(|before| before.1 == now.1 && before.2 > now.2) {
            found.insert(at);
        }
        last = Some(now);
    }
    found
}
