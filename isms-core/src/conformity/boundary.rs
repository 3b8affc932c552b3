//! Clause 4.3: the scope, its boundary, and what crosses it.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::Cases;
use super::facts::{Facts, Side, list, said};
use crate::finding::{Collection, Subject};
use crate::graph::{Csr, reachable};
use crate::id::AssetId;
use crate::isms::{Asset, Interface, Represents};

pub(super) fn c4_3_01(facts: &Facts<'_>, out: &mut Cases) {
    let at = Subject::collection(Collection::Scope);
    match facts.isms.scope() {
        None => out.whole(at, "no scope is written"),
        Some(scope) if scope.statement.trim().is_empty() => {
            out.whole(at.member("statement"), "the statement of the scope is empty");
        }
        Some(scope) => match (&scope.approved_by, scope.approved_on) {
            (None, _) => out.whole(at, "nobody is named who approved the scope"),
            (_, None) => out.whole(at, "the scope has no day of approval"),
            (_, Some(on)) if on > facts.as_of => {
                out.whole(at.member("approved_on"), format!("the scope is not approved before {on}"));
            }
            _ => {}
        },
    }
}

pub(super) fn c4_3_02(facts: &Facts<'_>, out: &mut Cases) {
    let Some(scope) = facts.isms.scope() else { return };
    let missing = super::facts::missing([
        (!facts.isms.issues().is_empty(), "issues"),
        (!facts.isms.requirements().is_empty(), "requirements"),
        (
            !scope.interfaces.is_empty() || !scope.dependencies.is_empty(),
            "interfaces or dependencies on others",
        ),
    ]);
    if let Some(missing) = missing {
        out.whole(
            Subject::collection(Collection::Scope),
            format!("the scope cannot have considered what is not recorded: {missing}"),
        );
    }
}

/// The interfaces by what they name on the other side.
struct Interfaces<'a> {
    by_asset: BTreeMap<&'a AssetId, Vec<&'a Interface>>,
    by_supplier: BTreeMap<&'a str, Vec<&'a Interface>>,
}

impl<'a> Interfaces<'a> {
    fn of(facts: &Facts<'a>) -> Self {
        let mut found = Self { by_asset: BTreeMap::new(), by_supplier: BTreeMap::new() };
        for interface in facts.isms.scope().iter().flat_map(|scope| scope.interfaces.values()) {
            for asset in &interface.outside {
                found.by_asset.entry(asset).or_default().push(interface);
            }
            if let Some(supplier) = &interface.supplier {
                found.by_supplier.entry(supplier.as_str()).or_default().push(interface);
            }
        }
        found
    }

    /// The interfaces behind which an asset stands.
    fn before<'s>(
        &'s self,
        id: &AssetId,
        asset: &Asset,
    ) -> impl Iterator<Item = &'a Interface> + use<'s, 'a> {
        let supplier = match &asset.represents {
            Some(Represents::Supplier(supplier)) => self.by_supplier.get(supplier.as_str()),
            _ => None,
        };
        self.by_asset.get(id).into_iter().chain(supplier).flatten().copied()
    }

    fn covers(&self, inner: &AssetId, outer: &AssetId, asset: &Asset) -> bool {
        self.before(outer, asset).any(|i| i.inside.is_empty() || i.inside.contains(inner))
    }
}

/// Dependencies with one end inside and the other not, in either direction: data flows both ways.
pub(super) fn c4_3_03(facts: &Facts<'_>, out: &mut Cases) {
    if facts.sides.iter().all(|side| *side == Side::Inside) {
        return;
    }
    out.help("add an interface to the scope that names the outer asset or its supplier");
    let interfaces = Interfaces::of(facts);
    let (assets, graph) = (facts.isms.assets(), facts.isms.dependencies());
    let mut crossing = 0usize;
    for (place, (from, asset)) in (0u32..).zip(assets.iter()) {
        let inside = facts.side(place as usize) == Side::Inside;
        for &target in graph.successors(place) {
            if inside == (facts.side(target as usize) == Side::Inside) {
                continue;
            }
            crossing += 1;
            let Some((to, other)) = assets.at(target as usize) else { continue };
            let covered =
                if inside { interfaces.covers(from, to, other) } else { interfaces.covers(to, from, asset) };
            if covered {
                continue;
            }
            let outer = if inside { target } else { place };
            out.item(Collection::Assets, from.as_str(), |at| {
                let (outer_id, stands) = match facts.side(outer as usize) {
                    Side::Boundary => (if inside { to } else { from }, "is a supplier's"),
                    _ => (if inside { to } else { from }, "is excluded from the scope"),
                };
                let message = format!(
                    "`{from}` depends on `{to}`, `{outer_id}` {stands}, and no interface covers this"
                );
                (at.member("depends_on").member(to), message)
            });
        }
    }
    out.among(crossing, "crossing dependencies");
    out.count_cases();
}

pub(super) fn c4_3_04(facts: &Facts<'_>, out: &mut Cases) {
    let excluded: BTreeSet<_> =
        facts.isms.scope().iter().flat_map(|s| s.excluded.values()).flat_map(|e| &e.processes).collect();
    let interfaces = Interfaces::of(facts);
    let assets = facts.isms.assets();
    let inside = || facts.isms.processes().iter().filter(|(id, _)| !excluded.contains(id));
    out.among(inside().count(), "processes in the scope");
    for (id, process) in inside() {
        for used in &process.uses {
            let Some((place, asset)) = assets.index_of(used).zip(assets.get(used)) else { continue };
            if facts.side(place) != Side::Inside && interfaces.before(used, asset).next().is_none() {
                out.item(Collection::Processes, id.as_str(), |at| {
                    let message = format!(
                        "the process `{id}` uses `{used}`, which is neither in the scope nor behind an interface"
                    );
                    (at.member("uses").member(used), message)
                });
            }
        }
    }
}

/// Follows only dependencies that no redundancy group spares, from primary assets inside and through assets inside.
pub(super) fn c4_3_05(facts: &Facts<'_>, out: &mut Cases) {
    if !facts.sides.contains(&Side::Outside) {
        return;
    }
    let assets = facts.isms.assets();
    let mut edges = Vec::new();
    for (place, (_, asset)) in (0u32..).zip(assets.iter()) {
        if facts.side(place as usize) != Side::Inside {
            continue;
        }
        let spare = |id: &AssetId| {
            asset
                .redundancy
                .values()
                .any(|group| group.members.contains(id) && (group.required as usize) < group.members.len())
        };
        for &target in facts.isms.dependencies().successors(place) {
            if assets.at(target as usize).is_some_and(|(id, _)| !spare(id)) {
                edges.push((place, target));
            }
        }
    }
    let Some(graph) = Csr::from_edges(assets.len(), &edges) else { return };
    let primary: Vec<u32> = (0u32..)
        .zip(assets.values())
        .filter(|(place, asset)| asset.kind.is_primary() && facts.side(*place as usize) == Side::Inside)
        .map(|(place, _)| place)
        .collect();
    let interfaces = Interfaces::of(facts);
    for place in reachable(&graph, &primary) {
        let Some((id, asset)) = assets.at(place as usize) else { continue };
        if facts.side(place as usize) != Side::Outside || interfaces.before(id, asset).next().is_some() {
            continue;
        }
        out.item(Collection::Assets, id.as_str(), |at| {
            let users = edges.iter().filter(|(_, to)| *to == place);
            let users = users.filter_map(|(from, _)| Some(format!("`{}`", assets.at(*from as usize)?.0)));
            let users = list(&users.collect::<Vec<_>>());
            let message = format!(
                "`{id}` is excluded, but {users} inside the scope cannot do without it, and no interface names it"
            );
            (at, message)
        });
    }
}

pub(super) fn c4_3_07(facts: &Facts<'_>, out: &mut Cases) {
    let Some(scope) = facts.isms.scope() else { return };
    for (id, _) in scope.excluded.iter().filter(|(_, exclusion)| !said(&exclusion.reason)) {
        let at = Subject::collection(Collection::Scope).member("excluded").member(id);
        out.whole(at, format!("the exclusion `{id}` has no reason"));
    }
}
