//! What keeps the graph and its dates in order.

use super::cases::Cases;
use super::facts::{Facts, Side, list};
use crate::finding::{Collection, Subject};
use crate::graph::{Components, cycle_in, reachable};
use crate::isms::{NeedOverride, OverrideReason};
use crate::time::Date;

/// Most members of a cycle that a message names.
const SHOWN: usize = 12;

pub(super) fn g_01(facts: &Facts<'_>, out: &mut Cases) {
    let (assets, graph) = (facts.isms.assets(), facts.isms.dependencies());
    let components = Components::new(graph);
    let circular = (0u32..).zip(components.iter()).filter(|(_, members)| members.len() > 1);
    let mut circular: Vec<(u32, usize)> = circular.map(|(at, members)| (at, members.len())).collect();
    circular.sort_by_key(|(at, _)| components.members(*at).first().copied());
    for (component, size) in circular {
        let first = components.members(component).first().and_then(|place| assets.at(*place as usize));
        let Some((id, _)) = first else { continue };
        out.item(Collection::Assets, id.as_str(), |at| {
            let cycle = cycle_in(graph, &components, component).unwrap_or_default();
            let name = |place: &u32| assets.at(*place as usize).map(|(id, _)| format!("`{id}`"));
            let mut way: Vec<String> = cycle.iter().take(SHOWN).filter_map(name).collect();
            if cycle.len() > SHOWN {
                way.push("…".to_owned());
            }
            way.push(format!("`{id}`"));
            let rest = if size > cycle.len() {
                let members = components.members(component).iter();
                let members: Vec<String> = members.take(SHOWN).filter_map(name).collect();
                let more = if size > SHOWN { ", …" } else { "" };
                format!("; {size} assets all depend on each other: {}{more}", members.join(", "))
            } else {
                String::new()
            };
            (at.member("depends_on"), format!("dependencies run in a cycle: {}{rest}", way.join(" → ")))
        });
    }
}

pub(super) fn g_02(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.isms.assets().len(), "assets");
    for (id, _) in facts.isms.assets().iter().filter(|(_, asset)| asset.owner.is_none()) {
        out.item(Collection::Assets, id.as_str(), |at| (at, format!("the asset `{id}` has no owner")));
    }
}

pub(super) fn g_03(facts: &Facts<'_>, out: &mut Cases) {
    let dimensions = facts.isms.dimensions();
    let primary = || {
        let inside = facts.isms.assets().iter().zip(&facts.sides).filter(|(_, side)| **side == Side::Inside);
        inside.map(|(asset, _)| asset).filter(|(_, asset)| asset.kind.is_primary())
    };
    out.among(primary().count(), "primary assets");
    for (id, asset) in primary() {
        let valued = |dimension| {
            facts.isms.own_need(asset, dimension).is_some() || asset.need_override.contains(dimension)
        };
        if dimensions.keys().all(valued) {
            continue;
        }
        out.item(Collection::Assets, id.as_str(), |at| {
            let open: Vec<String> =
                dimensions.keys().filter(|d| !valued(*d)).map(|d| format!("`{d}`")).collect();
            let message = format!("the need of the primary asset `{id}` is not stated in {}", list(&open));
            (at.member("need"), message)
        });
    }
}

pub(super) fn m_022(facts: &Facts<'_>, out: &mut Cases) {
    let assets = facts.isms.assets();
    for (id, asset) in assets.iter() {
        let Some(object) = &asset.instance_of else { continue };
        let Some(further) = assets.get(object).and_then(|object| object.instance_of.as_ref()) else {
            continue;
        };
        out.item(Collection::Assets, id.as_str(), |at| {
            let message = format!("`{id}` is an instance of `{object}`, itself an instance of `{further}`");
            (at.member("instance_of"), message)
        });
    }
}

pub(super) fn g_04(facts: &Facts<'_>, out: &mut Cases) {
    let mut all = 0usize;
    for (id, asset) in facts.isms.assets().iter().filter(|(_, asset)| !asset.need_override.is_empty()) {
        for (dimension, word) in asset.need_override.iter() {
            all = all.saturating_add(1);
            let Some(what) = facts.isms.dimensions().get(dimension) else { continue };
            let Some(scale) = facts.scale(&what.scale) else { continue };
            let derived = facts.needs.without_override(id, dimension).and_then(|need| need.level);
            let derived = derived.as_ref().map_or(0, crate::level::Level::rank);
            let name = || scale.at(derived).map_or("not known".to_owned(), |level| format!("`{}`", level.id));
            let below = scale.rank(word.level.as_str()).is_some_and(|rank| rank < derived);
            if below && !has_ground(word) {
                out.item(Collection::Assets, id.as_str(), |at| {
                    let message = format!(
                        "the need of `{id}` in `{dimension}` is set to `{}` without a ground; derived it is {}",
                        word.level,
                        name()
                    );
                    (at.member("need_override").member(dimension), message)
                });
            }
            let basis =
                word.basis.as_ref().and_then(|basis| scale.rank(basis.as_str()).map(|rank| (basis, rank)));
            if let Some((basis, _)) = basis.filter(|(_, rank)| *rank != derived) {
                out.item(Collection::Assets, id.as_str(), |at| {
                    let message = format!(
                        "the need of `{id}` in `{dimension}` was overridden when `{basis}` was derived; today it is {}",
                        name()
                    );
                    (at.member("need_override").member(dimension).member("basis"), message)
                });
            }
        }
    }
    out.among(all, "overrides");
    out.count_cases();
}

fn has_ground(word: &NeedOverride) -> bool {
    match word.reason {
        None => false,
        Some(OverrideReason::Manual) => super::facts::said(&word.rationale),
        Some(OverrideReason::Distribution | OverrideReason::Partition) => true,
    }
}

pub(super) fn g_05(facts: &Facts<'_>, out: &mut Cases) {
    let assets = facts.isms.assets();
    let places = || (0u32..).zip(assets.iter());
    let primary: Vec<u32> =
        places().filter(|(_, (_, asset))| asset.kind.is_primary()).map(|(place, _)| place).collect();
    if primary.is_empty() && !assets.is_empty() {
        let message = "no asset is information or a process, so no need starts anywhere";
        out.whole(Subject::collection(Collection::Assets), message);
        return;
    }
    let mut used = reachable(facts.isms.dependencies(), &primary).into_iter().peekable();
    let mut supporting = 0usize;
    for (place, (id, asset)) in places() {
        let reached = used.next_if_eq(&place).is_some();
        if asset.kind.is_primary() || facts.side(place as usize) != Side::Inside {
            continue;
        }
        supporting = supporting.saturating_add(1);
        if !reached {
            out.item(Collection::Assets, id.as_str(), |at| {
                (at, format!("no primary asset depends on `{id}`"))
            });
        }
    }
    out.among(supporting, "supporting assets");
}

pub(super) fn g_06(facts: &Facts<'_>, out: &mut Cases) {
    if facts.isms.capabilities().is_empty() {
        return;
    }
    let mut asked = 0usize;
    for (asset, measure, state) in facts.capabilities.iter() {
        asked = asked.saturating_add(usize::from(state.required.is_some()));
        if state.is_met() != Some(false) {
            continue;
        }
        out.item(Collection::Assets, asset.as_str(), |at| {
            let what = facts.isms.capabilities().get(measure);
            let unit = what.and_then(|what| what.unit.as_deref()).map(|unit| format!(" {unit}"));
            let unit = unit.map(|unit| crate::id::clip(&unit)).unwrap_or_default();
            let required = state.required.unwrap_or_default();
            let best = state.at_best.map_or_else(|| "not bounded".to_owned(), |best| format!("{best}{unit}"));
            let message =
                format!("`{asset}` must have a `{measure}` of {required}{unit}, and at best it has {best}");
            (at.member("requires").member(measure), message)
        });
    }
    out.among(asked, "requirements of capability");
    out.count_cases();
}

/// Pairs of dates of which the first must not be after the second.
pub(super) fn g_11(facts: &Facts<'_>, out: &mut Cases) {
    let isms = facts.isms;
    for (id, policy) in isms.policies().iter() {
        let at = |at: Subject| at.member("review_by");
        after(
            out,
            Collection::Policies,
            id.as_str(),
            at,
            ["approval", "review"],
            policy.approved_on,
            policy.review_by,
        );
    }
    for (id, risk) in isms.risks().iter() {
        let (from, ids) = (risk.assessed_on, id.as_str());
        let at = |at: Subject| at.member("review_by");
        after(out, Collection::Risks, ids, at, ["assessment", "review"], from, risk.review_by);
        let at = |at: Subject| at.member("closed_on");
        after(out, Collection::Risks, ids, at, ["assessment", "closure"], from, risk.closed_on);
    }
    for (id, control) in isms.controls().iter() {
        let Some(seen) = &control.verification else { continue };
        let at = |at: Subject| at.member("verification").member("valid_until");
        let words = ["verification", "end of its validity"];
        after(out, Collection::Controls, id.as_str(), at, words, Some(seen.on), seen.valid_until);
    }
    let mut first: std::collections::BTreeMap<_, Date> = std::collections::BTreeMap::new();
    for (id, treatment) in isms.treatments().iter() {
        let at = |at: Subject| at.member("approved_on");
        let (decided, approved) = (treatment.decided_on, treatment.approved_on);
        after(out, Collection::Treatments, id.as_str(), at, ["decision", "approval"], decided, approved);
        if let Some(on) = treatment.decided_on {
            first.entry(&treatment.risk).and_modify(|first| *first = on.min(*first)).or_insert(on);
        }
    }
    for (id, acceptance) in isms.acceptances().iter() {
        let at = |at: Subject| at.member("valid_until");
        let (on, end) = (acceptance.on, acceptance.valid_until);
        after(out, Collection::Acceptances, id.as_str(), at, ["acceptance", "end of its validity"], on, end);
        let at = |at: Subject| at.member("on");
        let decided = first.get(&acceptance.risk).copied();
        after(
            out,
            Collection::Acceptances,
            id.as_str(),
            at,
            ["first treatment decision", "acceptance"],
            decided,
            on,
        );
    }
}

fn after(
    out: &mut Cases,
    collection: Collection,
    id: &str,
    place: impl FnOnce(Subject) -> Subject,
    [first, then]: [&str; 2],
    from: Option<Date>,
    to: Option<Date>,
) {
    if let Some((from, to)) = from.zip(to).filter(|(from, to)| to < from) {
        out.item(collection, id, |at| {
            (place(at), format!("`{id}`: the {then} on {to} is before the {first} on {from}"))
        });
    }
}
