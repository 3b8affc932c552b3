//! Clause 6.1.2: criteria, analysis and evaluation of risks.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::cases::Cases;
use super::facts::{Facts, Open, Side, list, missing, said};
use crate::finding::{Collection, Finding, Subject};
use crate::graph::{Csr, reachable};
use crate::isms::{Dimension, Stated};
use crate::level::{Level, LevelName};
use crate::risk::{Controlled, RiskState, Translations, lint_method};

/// What is unsound in the methods themselves.
pub(super) fn lints(facts: &Facts<'_>) -> Vec<Finding> {
    facts.isms.methods().keys().flat_map(|id| lint_method(facts.isms, id)).collect()
}

pub(super) fn c6_1_2_01(facts: &Facts<'_>, out: &mut Cases) {
    if facts.isms.methods().is_empty() {
        out.whole(Subject::collection(Collection::Methods), "there is no risk method");
    }
    for (id, method) in facts.methods_in_use() {
        let missing = missing([
            (!method.dispositions.is_empty(), "acceptance criteria"),
            (said(&method.assessment_criteria), "criteria for when assessments are performed"),
        ]);
        if let Some(missing) = missing {
            out.whole(Subject::item(Collection::Methods, id), format!("the method `{id}` lacks {missing}"));
        }
    }
}

pub(super) fn c6_1_2_05(facts: &Facts<'_>, out: &mut Cases) {
    let mut used: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for risk in facts.open_risks() {
        let current = risk.method.map_or("", |method| method.version.as_str());
        let version = risk.risk.method_version.as_deref().unwrap_or(current);
        let count = used.entry((risk.risk.method.as_str(), version)).or_default();
        *count = count.saturating_add(1);
    }
    if used.len() > 1 && !readable_in_one(facts, used.keys()) {
        let each: Vec<String> = used
            .iter()
            .map(|((method, version), n)| format!("`{method}` version `{}` ({n})", crate::id::clip(version)))
            .collect();
        let why = match facts.isms.translations().is_empty() {
            true => "nothing translates between them",
            false => "no method can read all of them",
        };
        let message = format!("open risks are assessed with {}, and {why}", list(&each));
        out.whole(Subject::collection(Collection::Risks), message);
    }
}

/// Whether some method is at its own version for, or has a translation that holds for, every method and version: then
/// all risks can be read in it.
fn readable_in_one<'a>(
    facts: &Facts<'_>,
    used: impl Iterator<Item = &'a (&'a str, &'a str)> + Clone,
) -> bool {
    let translations = Translations::new(facts.isms);
    let methods = facts.isms.methods();
    methods.keys().any(|to| {
        used.clone().all(|(from, version)| {
            let from = methods.index_of(*from).and_then(|place| methods.at(place));
            from.is_some_and(|(from, method)| method.version == *version && translations.total(from, to))
        })
    })
}

/// The lowest rank of a need that a risk must cover. A missing or unusable one leaves the upper half of the scale,
/// the middle left out.
pub(super) fn covered_from(facts: &Facts<'_>, dimension: &Dimension) -> u8 {
    let stated = dimension.risk_from.as_ref().and_then(|name| facts.rank(&dimension.scale, name));
    stated.unwrap_or_else(|| {
        let top = facts.scale(&dimension.scale).map_or(0, crate::level::Scale::top);
        top.div_euclid(2).saturating_add(top.rem_euclid(2)).saturating_add(1)
    })
}

/// A risk covers an asset if it names it, or something the asset depends on over dependencies that carry the
/// dimension.
pub(super) fn c6_1_2_07(facts: &Facts<'_>, out: &mut Cases) {
    let assets = facts.isms.assets();
    let partial = assets.values().flat_map(|a| a.depends_on.values()).any(|d| d.carries.is_some());
    let everything = if partial { None } else { Some(facts.isms.dependencies().reversed().0) };
    let mut needing: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut subjects = 0usize;
    for (dimension, (id, what)) in facts.isms.dimensions().iter().enumerate() {
        let from = covered_from(facts, what);
        let primary = assets.values().enumerate().filter(|(place, asset)| {
            asset.kind.is_primary()
                && facts.side(*place) == Side::Inside
                && facts.needs.rank(*place, dimension) >= from.max(1)
        });
        let primary: Vec<usize> = primary.map(|(place, _)| place).collect();
        subjects = subjects.saturating_add(primary.len());
        if primary.is_empty() {
            continue;
        }
        let named: BTreeSet<u32> = facts
            .open_risks()
            .filter(|risk| risk.risk.affects.contains(id))
            .flat_map(|risk| risk.risk.assets.iter())
            .filter_map(|asset| u32::try_from(assets.index_of(asset)?).ok())
            .collect();
        let named: Vec<u32> = named.into_iter().collect();
        let covered = match &everything {
            Some(graph) => reachable(graph, &named),
            None => carrying(facts, id).map_or_else(Vec::new, |graph| reachable(&graph, &named)),
        };
        for place in primary {
            let known = u32::try_from(place).is_ok_and(|place| covered.binary_search(&place).is_ok());
            if !known {
                needing.entry(place).or_default().push(dimension);
            }
        }
    }
    out.among(subjects, "high needs of primary assets");
    for (place, dimensions) in needing {
        let Some((id, _)) = assets.at(place) else { continue };
        for dimension in dimensions {
            out.item(Collection::Assets, id.as_str(), |at| {
                let Some((name, what)) = facts.isms.dimensions().at(dimension) else {
                    return (at, String::new());
                };
                let level = facts.scale(&what.scale).and_then(|s| s.at(facts.needs.rank(place, dimension)));
                let level = level.map_or("", |level| level.id.as_str());
                let message = format!("`{id}` needs `{level}` in `{name}`, but no open risk covers its loss");
                (at.member("need").member(name), message)
            });
        }
    }
    out.count_cases();
}

/// The dependencies that carry a dimension, turned around.
fn carrying(facts: &Facts<'_>, dimension: &crate::id::DimensionId) -> Option<Csr> {
    let assets = facts.isms.assets();
    let mut edges = Vec::new();
    for (from, asset) in (0u32..).zip(assets.values()) {
        // Slots are in the order of keys, so both walk side by side.
        let targets = facts.isms.dependencies().successors(from);
        for (&to, dependency) in targets.iter().zip(asset.depends_on.values()) {
            if dependency.carries.as_ref().is_none_or(|carried| carried.contains(dimension)) {
                edges.push((to, from));
            }
        }
    }
    Csr::from_edges(assets.len(), &edges)
}

pub(super) fn c6_1_2_08(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks().filter(|risk| risk.risk.affects.is_empty()) {
        facts.risk_case(out, &risk, |at| {
            (at, format!("the risk `{}` says of no dimension that it affects it", risk.id))
        });
    }
}

pub(super) fn c6_1_2_09(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks().filter(|risk| risk.risk.owner.is_none()) {
        facts.risk_case(out, &risk, |at| (at, format!("the risk `{}` has no owner", risk.id)));
    }
}

pub(super) fn c6_1_2_10(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        let Some(owner) = &risk.risk.owner else { continue };
        if facts.isms.roles().get(owner).is_some_and(|role| !role.is_staffed()) {
            facts.risk_case(out, &risk, |at| {
                let message = format!("nobody holds the role `{owner}`, which owns the risk `{}`", risk.id);
                (at.member("owner"), message)
            });
        }
    }
}

pub(super) fn c6_1_2_11(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        let Some(state) = risk.state else { continue };
        let (judged, known) = (&risk.risk.inherent, &state.inherent);
        let likelihood = known.likelihood.is_some();
        let consequence = known.consequence.is_some();
        let missing = missing([
            (likelihood, if judged.likelihood.is_some() { "usable likelihood" } else { "likelihood" }),
            (
                consequence,
                if judged.consequence.is_some() || !judged.consequences.is_empty() {
                    "usable consequence"
                } else {
                    "consequence"
                },
            ),
            (known.level.is_some() || !likelihood || !consequence, "level in its method"),
        ]);
        if let Some(missing) = missing {
            facts.risk_case(out, &risk, |at| {
                (at.member("inherent"), format!("the risk `{}` has no {missing}", risk.id))
            });
        }
    }
}

pub(super) fn c6_1_2_12(facts: &Facts<'_>, out: &mut Cases) {
    out.help("correct the statement, or keep it as an override with a reason");
    let states = |risk: &Open<'_>| risk.risk.stated != Stated::default();
    out.among(facts.open_risks().filter(states).count(), "risks with stated levels");
    for risk in facts.open_risks().filter(states) {
        let (Some(state), Some(method)) = (risk.state, risk.method) else { continue };
        let stated = &risk.risk.stated;
        let by_hand = |at: &Controlled| at.overridden.is_some();
        let levels = [
            ("inherent", &stated.inherent, &state.inherent.level, false),
            ("current", &stated.current, &state.current.point.level, by_hand(&state.current)),
            ("residual", &stated.residual, &state.residual.point.level, by_hand(&state.residual)),
        ];
        for (member, name, computed, by_hand) in levels {
            let (Some(name), Some(computed)) = (name, computed) else { continue };
            let differs = facts.rank(&method.level, name).is_some_and(|rank| rank != computed.rank());
            if differs && !by_hand {
                facts.risk_case(out, &risk, |at| {
                    let computed = facts.name(Some(computed));
                    let message = format!(
                        "the {member} level of the risk `{}` is stated as `{name}`; its method gives {computed}",
                        risk.id
                    );
                    (at.member("stated").member(member), message)
                });
            }
        }
        if let Some((stated, score)) = stated.score.zip(state.inherent.score).filter(|(a, b)| a != b) {
            facts.risk_case(out, &risk, |at| {
                let message = format!(
                    "the score of the risk `{}` is stated as {stated}; its method gives {score}",
                    risk.id
                );
                (at.member("stated").member("score"), message)
            });
        }
    }
}

pub(super) fn c6_1_2_13(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        let Some(state) = risk.state else { continue };
        if let Some((station, at)) = [("current", &state.current), ("residual", &state.residual)]
            .into_iter()
            .find(|(_, at)| at.disposition.is_none())
        {
            facts.risk_case(out, &risk, |subject| {
                let message = match at.level() {
                    None => format!("the {station} level of the risk `{}` is not known, so it is not evaluated", risk.id),
                    Some(level) => {
                        let level = facts.name(Some(level));
                        format!("the method does not say what follows from {level}, the {station} level of the risk `{}`", risk.id)
                    }
                };
                (subject, message)
            });
        }
    }
}

pub(super) fn c6_1_2_14(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        let missing = missing([
            (said(&risk.risk.inherent.likelihood_basis), "likelihood"),
            (said(&risk.risk.inherent.consequence_basis), "consequence"),
        ]);
        if let Some(missing) = missing {
            facts.risk_case(out, &risk, |at| {
                let message = format!("no basis is written for the {missing} of the risk `{}`", risk.id);
                (at.member("inherent"), message)
            });
        }
    }
}

/// Fewer judged risks than this may well stand in one cell.
const MANY: usize = 10;

pub(super) fn c6_1_2_15(facts: &Facts<'_>, out: &mut Cases) {
    let mut cells: BTreeMap<&str, BTreeMap<(u8, u8), usize>> = BTreeMap::new();
    for risk in facts.open_risks() {
        let point = risk.state.map(|state| &state.inherent);
        let cell = point.and_then(|point| point.likelihood.as_ref().zip(point.consequence.as_ref()));
        if let Some((likelihood, consequence)) = cell {
            let counts = cells.entry(risk.risk.method.as_str()).or_default();
            let count = counts.entry((likelihood.rank(), consequence.rank())).or_default();
            *count = count.saturating_add(1);
        }
    }
    for (method, counts) in cells {
        let all: usize = counts.values().sum();
        if all < MANY {
            continue;
        }
        let fullest = counts.values().max().copied().unwrap_or(0);
        let one = |axis: fn(&(u8, u8)) -> u8| counts.keys().map(axis).collect::<BTreeSet<_>>().len() == 1;
        let what = if fullest.saturating_mul(10) >= all.saturating_mul(9) {
            format!("{fullest} of {all} risks have the same likelihood and consequence")
        } else if one(|cell| cell.0) {
            format!("all {all} risks have the same likelihood")
        } else if one(|cell| cell.1) {
            format!("all {all} risks have the same consequence")
        } else {
            continue;
        };
        out.whole(Subject::item(Collection::Methods, method), format!("under the method `{method}` {what}"));
    }
}

pub(super) fn c6_1_2_16(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    out.help("raise the consequence, write what it rests on, or give the assets the need they really have");
    for risk in facts.open_risks() {
        let Some(state) = risk.state else { continue };
        let both = state.inherent.consequence.as_ref().zip(state.implied_consequence.as_ref());
        let Some((judged, implied)) = both.filter(|(judged, implied)| is_below(judged, implied)) else {
            continue;
        };
        // Whoever wrote what the consequence rests on has decided it with open eyes.
        if risk.risk.inherent.consequence_basis.is_some() {
            continue;
        }
        facts.risk_case(out, &risk, |at| {
            let (judged, implied) = (facts.name(Some(judged)), facts.name(Some(implied)));
            let message = format!(
                "the consequence of the risk `{}` is judged as {judged}, but the needs of its assets imply {implied}",
                risk.id
            );
            (at.member("inherent"), message)
        });
    }
}

/// Whether the one level is below the other; never across scales.
pub(super) fn is_below(one: &Level, other: &Level) -> bool {
    one.compare(other).is_ok_and(Ordering::is_lt)
}

/// Bases that are off their scale are another rule's.
pub(super) fn c6_1_2_17(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    out.help("assess the risk again and write the present values as its basis");
    for risk in facts.open_risks() {
        for (asset, needs) in risk.risk.basis.iter() {
            for (dimension, then) in needs.iter() {
                let Some(now) = changed(facts, asset, dimension, then) else { continue };
                facts.risk_case(out, &risk, |at| {
                    let message = format!(
                        "the risk `{}` was assessed when `{asset}` needed `{then}` in `{dimension}`; today it is {now}",
                        risk.id
                    );
                    (at.member("basis").member(asset).member(dimension), message)
                });
            }
        }
        let Some(state) = risk.state else { continue };
        for (member, at) in overrides(state).into_iter().filter(|(_, at)| at.override_stale == Some(true)) {
            facts.risk_case(out, &risk, |subject| {
                let now = facts.name(at.point.level.as_ref());
                let message = format!(
                    "the level of the risk `{}` was overridden against another computed level than today's, {now}",
                    risk.id
                );
                (subject.member(member), message)
            });
        }
    }
}

fn overrides(state: &RiskState) -> [(&'static str, &Controlled); 2] {
    [("override_current", &state.current), ("override_residual", &state.residual)]
}

/// Today's need in backticks, where it is another than the recorded one.
fn changed(
    facts: &Facts<'_>,
    asset: &crate::id::AssetId,
    dimension: &crate::id::DimensionId,
    then: &LevelName,
) -> Option<String> {
    let place = facts.isms.assets().index_of(asset)?;
    let at = facts.isms.dimensions().index_of(dimension)?;
    let (_, what) = facts.isms.dimensions().at(at)?;
    let scale = facts.scale(&what.scale)?;
    let (then, now) = (scale.rank(then.as_str())?, facts.needs.rank(place, at));
    if then == now {
        return None;
    }
    Some(scale.at(now).map_or_else(|| "not known".to_owned(), |level| format!("`{}`", level.id)))
}
