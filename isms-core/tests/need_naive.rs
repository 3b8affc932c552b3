//! Needs and capabilities against a naive reference: hash maps, and passes over everything in random order until
//! nothing changes. It shares no code with the engine and knows only the nouns.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use isms_core::{
    Asset, AssetId, AssetKind, Better, CapabilityMeasure, Cumulation, Dependency, Dimension, Draft, Isms,
    LevelName, NeedOverride, Redundancy, RedundancyRule, Scale, Source, derive_capabilities, derive_needs,
};

const GRAPHS: u64 = 12_000;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

const DIMENSIONS: [(&str, &[&str]); 3] = [
    ("availability", &["a", "b", "c", "d", "e"]),
    ("confidentiality", &["public", "internal", "secret"]),
    ("safety", &["only"]),
];

/// A level of a dimension; sometimes one that its scale does not have.
fn level(random: &mut Random, dimension: usize) -> LevelName {
    let names = DIMENSIONS[dimension].1;
    let name = if random.percent(12) { "off" } else { names[random.below(names.len())] };
    name.parse().unwrap()
}

fn name(place: usize) -> AssetId {
    format!("N{place}").parse().unwrap()
}

/// A random ISMS of `assets` assets whose names are given; edges go anywhere.
fn random_draft(random: &mut Random) -> Draft {
    let mut draft = Draft::new("random");
    for (id, levels) in DIMENSIONS {
        draft.scales.insert(id.parse().unwrap(), Scale::of(levels.iter().copied()).unwrap());
        draft.dimensions.insert(id.parse().unwrap(), Dimension::new(id, id.parse().unwrap()));
    }
    draft.capabilities.insert("rto".parse().unwrap(), CapabilityMeasure::new("rto", Better::Lower));
    draft.capabilities.insert("sl".parse().unwrap(), CapabilityMeasure::new("sl", Better::Higher));
    let count = 1 + random.below(9);
    let density = [8, 18, 30, 50][random.below(4)];
    let stated = [15, 45, 90][random.below(3)];
    for place in 0..count {
        let kinds = [AssetKind::Information, AssetKind::Software, AssetKind::Hardware, AssetKind::Process];
        let mut asset = Asset::new("x", kinds[[0, 1, 1, 2, 2, 3][random.below(6)]]);
        for (at, (dimension, _)) in DIMENSIONS.iter().enumerate() {
            if random.percent(stated) {
                asset.need.insert(dimension.parse().unwrap(), level(random, at));
            }
            if random.percent(10) {
                asset.need_override.insert(dimension.parse().unwrap(), NeedOverride::new(level(random, at)));
            }
            if random.percent(10) {
                asset
                    .cumulation
                    .insert(dimension.parse().unwrap(), Cumulation::new(level(random, at), "many"));
            }
        }
        for target in (0..count).filter(|&target| target != place) {
            if !random.percent(density) {
                continue;
            }
            let mut dependency = Dependency::default();
            if random.percent(15) {
                let carried = DIMENSIONS.iter().filter(|_| random.percent(60));
                dependency.carries = Some(carried.map(|d| d.0.parse().unwrap()).collect());
            }
            for (at, (dimension, _)) in DIMENSIONS.iter().enumerate() {
                if random.percent(15) {
                    dependency.attenuate.insert(dimension.parse().unwrap(), random.below(4) as u8);
                }
                if random.percent(15) {
                    dependency.cap.insert(dimension.parse().unwrap(), level(random, at));
                }
            }
            asset.depends_on.insert(name(target), dependency);
        }
        for group in 0..random.below(3) {
            let mut members: Vec<AssetId> = asset.depends_on.keys().cloned().collect();
            random.shuffle(&mut members);
            members.truncate(1 + random.below(4));
            if members.is_empty() {
                continue;
            }
            let required = 1 + random.below(members.len()) as u32;
            let mut redundancy = Redundancy::new(members, required);
            if random.percent(50) {
                let mut rule = RedundancyRule::new("decided");
                for (dimension, _) in DIMENSIONS {
                    if random.percent(50) {
                        rule.lowers.insert(dimension.parse().unwrap(), random.below(4) as u8);
                    }
                }
                redundancy.applied = Some(rule);
            }
            asset.redundancy.insert(format!("G{group}").parse().unwrap(), redundancy);
        }
        for measure in ["rto", "sl"] {
            if random.percent(25) {
                asset.requires.insert(measure.parse().unwrap(), random.below(6) as u64);
            }
            if random.percent(stated) {
                asset.provides.insert(measure.parse().unwrap(), random.below(6) as u64);
            }
        }
        draft.assets.insert(name(place), asset);
    }
    draft
}

/// The naive reference of one ISMS.
struct Naive<'a> {
    isms: &'a Isms,
    ids: Vec<AssetId>,
    /// (a, b): a depends on b, directly or not.
    reaches: HashSet<(AssetId, AssetId)>,
}

impl<'a> Naive<'a> {
    fn new(isms: &'a Isms, random: &mut Random) -> Self {
        let mut ids: Vec<AssetId> = isms.assets().keys().cloned().collect();
        random.shuffle(&mut ids);
        let mut reaches = HashSet::new();
        for (a, asset) in isms.assets().iter() {
            reaches.extend(asset.depends_on.keys().map(|b| (a.clone(), b.clone())));
        }
        loop {
            let mut more = Vec::new();
            for (a, b) in &reaches {
                for c in isms.assets().get(b).unwrap().depends_on.keys() {
                    if !reaches.contains(&(a.clone(), c.clone())) {
                        more.push((a.clone(), c.clone()));
                    }
                }
            }
            if more.is_empty() {
                return Self { isms, ids, reaches };
            }
            reaches.extend(more);
        }
    }

    fn asset(&self, id: &AssetId) -> &Asset {
        self.isms.assets().get(id).unwrap()
    }

    fn reach(&self, a: &AssetId, b: &AssetId) -> bool {
        self.reaches.contains(&(a.clone(), b.clone()))
    }

    fn rank(&self, dimension: usize, level: &LevelName) -> Option<u8> {
        let place = DIMENSIONS[dimension].1.iter().position(|name| *name == level.as_str())?;
        Some(place as u8 + 1)
    }

    fn top(&self, dimension: usize) -> u8 {
        DIMENSIONS[dimension].1.len() as u8
    }

    fn own(&self, id: &AssetId, d: usize) -> Option<u8> {
        self.asset(id).need.get(DIMENSIONS[d].0).and_then(|level| self.rank(d, level))
    }

    fn set(&self, id: &AssetId, d: usize) -> Option<u8> {
        self.asset(id).need_override.get(DIMENSIONS[d].0).and_then(|o| self.rank(d, &o.level))
    }

    /// Nobody has rated the asset, and somebody should have.
    fn unrated(&self, id: &AssetId, d: usize) -> bool {
        if self.own(id, d).is_some() {
            return false;
        }
        let above: Vec<&AssetId> = self.ids.iter().filter(|other| self.reach(other, id)).collect();
        let alone = above.iter().all(|other| self.reach(id, other));
        let silent = above
            .iter()
            .filter(|other| **other != id)
            .all(|other| self.own(other, d).is_none() && self.set(other, d).is_none());
        self.asset(id).kind.is_primary() || (alone && silent)
    }

    fn unknown(&self, id: &AssetId, d: usize) -> bool {
        let written = self.asset(id).need_override.contains(DIMENSIONS[d].0);
        self.set(id, d).is_none() && (written || self.unrated(id, d))
    }

    /// Levels lost and the cap of a dependency; `None` if it does not carry.
    fn edge(&self, from: &AssetId, to: &AssetId, d: usize) -> Option<(u8, Option<Option<u8>>)> {
        let asset = self.asset(from);
        let dependency = asset.depends_on.get(to).unwrap();
        let id = DIMENSIONS[d].0;
        if dependency.carries.as_ref().is_some_and(|carried| carried.iter().all(|c| c.as_str() != id)) {
            return None;
        }
        let groups = asset.redundancy.values().filter(|group| group.members.contains(to));
        let lowers = groups.filter_map(|group| group.applied.as_ref()?.lowers.get(id)).min();
        let lost = dependency.attenuate.get(id).unwrap_or(&0) + lowers.unwrap_or(&0);
        Some((lost, dependency.cap.get(id).map(|level| self.rank(d, level))))
    }

    fn pass(&self, from: &AssetId, to: &AssetId, d: usize, rank: u8, upper: bool) -> u8 {
        let Some((lost, cap)) = self.edge(from, to, d) else { return 0 };
        if rank == 0 {
            return 0;
        }
        let lowered = if rank > lost { rank - lost } else { 1 };
        match cap {
            None => lowered,
            Some(Some(cap)) => lowered.min(cap),
            Some(None) if upper => lowered,
            Some(None) => 1,
        }
    }

    fn base(&self, id: &AssetId, d: usize) -> u8 {
        let floor = self.asset(id).cumulation.get(DIMENSIONS[d].0).and_then(|c| self.rank(d, &c.at_least));
        self.own(id, d).unwrap_or(0).max(floor.unwrap_or(0))
    }

    /// One bound of all needs; what `top` names is at the top.
    fn bound(&self, d: usize, upper: bool, top: &dyn Fn(&AssetId) -> bool) -> HashMap<AssetId, u8> {
        let mut values: HashMap<AssetId, u8> = self.ids.iter().map(|id| (id.clone(), 0)).collect();
        loop {
            let mut changed = false;
            for id in &self.ids {
                let value = self.set(id, d).unwrap_or_else(|| {
                    let base = if top(id) { self.top(d) } else { self.base(id, d) };
                    base.max(self.arriving(id, d, upper, &values))
                });
                changed |= values.insert(id.clone(), value) != Some(value);
            }
            if !changed {
                return values;
            }
        }
    }

    fn arriving(&self, id: &AssetId, d: usize, upper: bool, values: &HashMap<AssetId, u8>) -> u8 {
        let dependents = self.ids.iter().filter(|other| self.asset(other).depends_on.contains(id));
        dependents.map(|other| self.pass(other, id, d, values[other], upper)).max().unwrap_or(0)
    }
}

#[test]
fn needs_equal_the_naive_fixpoint() {
    let (mut cyclic, mut incomplete, mut explained) = (0, 0, 0);
    for seed in 0..GRAPHS {
        let mut random = Random(seed);
        let draft = random_draft(&mut random);
        let isms = draft.clone().build().unwrap();
        let digest = (seed % 20 == 0).then(|| isms.digest());
        let needs = derive_needs(&isms);
        let naive = Naive::new(&isms, &mut random);
        cyclic += usize::from(naive.ids.iter().any(|id| naive.reach(id, id)));
        for (d, (dimension, _)) in DIMENSIONS.iter().enumerate() {
            let dimension = dimension.parse().unwrap();
            let low = naive.bound(d, false, &|_| false);
            let high = naive.bound(d, true, &|id| naive.unknown(id, d));
            for id in &naive.ids {
                let need = needs.get(id, &dimension).unwrap();
                let found = (need.level.map_or(0, |level| level.rank()), need.complete);
                assert_eq!(found, (low[id], low[id] == high[id]), "seed {seed}, {id}, {dimension}");
                incomplete += usize::from(!need.complete);

                let base = naive.base(id, d);
                let at_least = base.max(naive.arriving(id, d, false, &low));
                let start = if naive.unrated(id, d) { naive.top(d) } else { base };
                let at_most = start.max(naive.arriving(id, d, true, &high));
                let without = needs.without_override(id, &dimension).unwrap();
                let found = (without.level.map_or(0, |level| level.rank()), without.complete);
                assert_eq!(found, (at_least, at_least == at_most), "seed {seed}, {id}, {dimension}");
            }
            if seed % 8 == 0 {
                explained += explanations_hold(&naive, &needs, d, &low, &high, seed);
            }
        }
        let listed: Vec<_> = needs.iter().map(|(asset, d, need)| (asset.clone(), d.clone(), need)).collect();
        assert_eq!(listed.len(), naive.ids.len() * DIMENSIONS.len());
        assert!(listed.iter().all(|(asset, d, need)| needs.get(asset, d).as_ref() == Some(need)));
        assert!(listed.windows(2).all(|w| (&w[0].0, &w[0].1) < (&w[1].0, &w[1].1)));
        needs.suggestions();
        assert_eq!(isms.to_draft(), draft, "seed {seed}");
        assert!(digest.is_none_or(|digest| digest == isms.digest()), "seed {seed}");
    }
    // The graphs are worth something.
    assert!(cyclic > 3_000 && incomplete > 30_000 && explained > 10_000, "{cyclic} {incomplete} {explained}");
}

/// Every explanation is a way of single steps, each of which gives the level it claims, from something stated.
fn explanations_hold(
    naive: &Naive,
    needs: &isms_core::Needs,
    d: usize,
    low: &HashMap<AssetId, u8>,
    high: &HashMap<AssetId, u8>,
    seed: u64,
) -> usize {
    let dimension = DIMENSIONS[d].0.parse().unwrap();
    let unreadable = naive.ids.iter().any(|id| {
        let targets = naive.asset(id).depends_on.keys();
        targets.into_iter().any(|to| matches!(naive.edge(id, to, d), Some((_, Some(None)))))
    });
    for id in &naive.ids {
        let why = needs.explain(id, &dimension).unwrap();
        let at = format!("seed {seed}, {id}, {dimension}: {why:?}");
        assert_eq!(why.own.map(|level| level.rank()), naive.own(id, d), "{at}");
        assert_eq!(why.complete, low[id] == high[id], "{at}");
        assert_eq!(why.unknown.is_empty(), why.complete, "{at}");
        assert_eq!(why.steps.is_empty(), low[id] == 0, "{at}");
        let names: BTreeSet<_> = why.steps.iter().map(|step| &step.asset).collect();
        assert_eq!(names.len(), why.steps.len(), "a circle: {at}");
        for (n, step) in why.steps.iter().enumerate() {
            assert_eq!(step.level.rank(), low[&step.asset], "{at}");
            let next = why.steps.get(n + 1);
            match step.source {
                Source::Dependency { lowered, capped } => {
                    let from = next.unwrap();
                    let (lost, cap) = naive.edge(&from.asset, &step.asset, d).unwrap();
                    let rank = from.level.rank();
                    assert_eq!(lowered, lost.min(rank - 1), "{at}");
                    assert_eq!(capped, cap.is_some_and(|cap| cap.unwrap_or(1) < rank - lowered), "{at}");
                    assert_eq!(
                        naive.pass(&from.asset, &step.asset, d, rank, false),
                        step.level.rank(),
                        "{at}"
                    );
                }
                Source::Override => assert_eq!(naive.set(&step.asset, d), Some(step.level.rank()), "{at}"),
                Source::Own => assert_eq!(naive.own(&step.asset, d), Some(step.level.rank()), "{at}"),
                _ => assert_eq!(naive.base(&step.asset, d), step.level.rank(), "{at}"),
            }
            assert_eq!(next.is_none(), !matches!(step.source, Source::Dependency { .. }), "{at}");
        }
        if !unreadable {
            // Whoever raises it by going to the top alone, and nobody else.
            let raises = |other: &&AssetId| {
                naive.unknown(other, d) && naive.bound(d, false, &|one| one == *other)[id] > low[id]
            };
            let mut expected: Vec<AssetId> = naive.ids.iter().filter(raises).cloned().collect();
            expected.sort();
            assert_eq!(why.unknown, expected, "{at}");
        }
    }
    naive.ids.len()
}

/// Badness: the larger, the worse.
fn badness(better: Better, value: u64) -> i128 {
    if better == Better::Lower { i128::from(value) } else { -i128::from(value) }
}

const PERFECT: i128 = i128::MIN;
const HOPELESS: i128 = i128::MAX;

impl Naive<'_> {
    /// What an asset achieves by what it is itself and by what its dependencies do.
    fn meet(&self, id: &AssetId, own: i128, values: &HashMap<AssetId, i128>) -> i128 {
        let asset = self.asset(id);
        let mut worst = own;
        for dependency in asset.depends_on.keys() {
            if asset.redundancy.values().all(|group| !group.members.contains(dependency)) {
                worst = worst.max(values[dependency]);
            }
        }
        for group in asset.redundancy.values() {
            // The worst value that no `required` members stay below.
            let mut of: Vec<i128> = group.members.iter().map(|member| values[member]).collect();
            of.sort();
            worst = worst.max(of[group.required as usize - 1]);
        }
        worst
    }

    fn achieved(&self, measure: &str, better: Better, bound: bool) -> HashMap<AssetId, i128> {
        let stated = |id: &AssetId| self.asset(id).provides.get(measure).map(|&v| badness(better, v));
        let mut values: HashMap<AssetId, i128> = HashMap::new();
        while values.len() < self.ids.len() {
            // Some asset whose dependencies outside its own cycle are done, with its whole cycle.
            let ready = |id: &&AssetId| {
                !values.contains_key(*id)
                    && self.ids.iter().all(|other| {
                        !self.reach(id, other) || self.reach(other, id) || values.contains_key(other)
                    })
            };
            let first = self.ids.iter().find(ready).unwrap().clone();
            let together = |id: &&AssetId| **id == first || self.reach(id, &first) && self.reach(&first, id);
            let cycle: Vec<AssetId> = self.ids.iter().filter(together).cloned().collect();
            let mut own: HashMap<AssetId, i128> =
                cycle.iter().map(|id| (id.clone(), stated(id).unwrap_or(PERFECT))).collect();
            for round in 0..2 {
                for id in &cycle {
                    values.insert(id.clone(), PERFECT);
                }
                loop {
                    let mut changed = false;
                    for id in &cycle {
                        let value = self.meet(id, own[id], &values);
                        changed |= values.insert(id.clone(), value) != Some(value);
                    }
                    if !changed {
                        break;
                    }
                }
                if round == 0 && bound {
                    for id in cycle.iter().filter(|id| values[*id] == PERFECT) {
                        own.insert(id.clone(), HOPELESS);
                    }
                }
            }
        }
        values
    }
}

#[test]
fn capabilities_equal_the_naive_meet() {
    let (mut known, mut unknown, mut open) = (0, 0, 0);
    for seed in 0..GRAPHS {
        let mut random = Random(seed ^ 0x5eed);
        let draft = random_draft(&mut random);
        let isms = draft.clone().build().unwrap();
        let digest = (seed % 20 == 0).then(|| isms.digest());
        let capabilities = derive_capabilities(&isms);
        let naive = Naive::new(&isms, &mut random);
        for (measure, better) in [("rto", Better::Lower), ("sl", Better::Higher)] {
            let best = naive.achieved(measure, better, false);
            let worst = naive.achieved(measure, better, true);
            for id in &naive.ids {
                let above = naive.ids.iter().filter(|other| *other == id || naive.reach(other, id));
                let asked = above.filter_map(|other| naive.asset(other).requires.get(measure).copied());
                let required = asked.min_by_key(|&value| badness(better, value));
                let value = |badness: i128| {
                    (badness != PERFECT && badness != HOPELESS).then_some(badness.unsigned_abs() as u64)
                };
                let state = capabilities.get(id, &measure.parse().unwrap()).unwrap();
                let found = (state.required, state.at_best, state.at_worst, state.better);
                let expected = (required, value(best[id]), value(worst[id]), better);
                assert_eq!(found, expected, "seed {seed}, {id}, {measure}");
                let met = required.and_then(|value| {
                    let limit = badness(better, value);
                    let (for_sure, never) = (worst[id] <= limit, best[id] > limit);
                    (for_sure || never).then_some(for_sure)
                });
                assert_eq!(state.is_met(), met, "seed {seed}, {id}, {measure}");
                assert_eq!(state.is_complete(), best[id] == worst[id], "seed {seed}, {id}, {measure}");
                known += usize::from(state.is_complete());
                unknown += usize::from(state.at_best.is_none());
                open += usize::from(state.at_best.is_some() && !state.is_complete());
            }
        }
        assert_eq!(capabilities.iter().count(), 2 * naive.ids.len());
        assert_eq!(isms.to_draft(), draft, "seed {seed}");
        assert!(digest.is_none_or(|digest| digest == isms.digest()), "seed {seed}");
    }
    assert!(known > 10_000 && unknown > 5_000 && open > 5_000, "{known} {unknown} {open}");
}

/// The same text with the members of every object in reverse order.
fn reversed(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::Object(members) => {
            out.push('{');
            for (n, (key, value)) in members.iter().rev().enumerate() {
                out.push_str(if n == 0 { "" } else { "," });
                out.push_str(&format!("{key:?}:"));
                reversed(value, out);
            }
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

#[test]
fn the_order_of_input_does_not_matter() {
    for seed in 0..400 {
        let mut random = Random(seed ^ 0x0de2);
        let isms = random_draft(&mut random).build().unwrap();
        let mut text = String::new();
        reversed(&serde_json::from_str(&isms.to_json()).unwrap(), &mut text);
        let again = Isms::from_json(&text).unwrap();
        let all = |isms: &Isms| {
            let (needs, capabilities) = (derive_needs(isms), derive_capabilities(isms));
            let explained: Vec<_> =
                needs.iter().map(|(asset, d, _)| format!("{:?}", needs.explain(asset, d))).collect();
            let needed: Vec<_> = needs.iter().map(|(asset, d, n)| format!("{asset} {d} {n:?}")).collect();
            let able: Vec<_> = capabilities.iter().map(|(a, m, s)| format!("{a} {m} {s:?}")).collect();
            (needed, explained, needs.suggestions(), able)
        };
        assert_eq!(all(&isms), all(&again), "seed {seed}");
    }
}

/// Other names put the assets in another order; only the names change.
#[test]
fn names_do_not_matter() {
    for seed in 0..1_000 {
        let mut random = Random(seed ^ 0x4a3e);
        let draft = random_draft(&mut random);
        let mut names: Vec<AssetId> = draft.assets.keys().cloned().collect();
        random.shuffle(&mut names);
        let renamed: BTreeMap<AssetId, AssetId> = draft.assets.keys().cloned().zip(names).collect();
        let mut other = draft.clone();
        other.assets = draft
            .assets
            .iter()
            .map(|(id, asset)| {
                let mut asset = asset.clone();
                asset.depends_on =
                    asset.depends_on.iter().map(|(to, edge)| (renamed[to].clone(), edge.clone())).collect();
                asset.redundancy = asset
                    .redundancy
                    .iter()
                    .map(|(group, redundancy)| {
                        let mut redundancy = redundancy.clone();
                        redundancy.members = redundancy.members.iter().map(|m| renamed[m].clone()).collect();
                        (group.clone(), redundancy)
                    })
                    .collect();
                (renamed[id].clone(), asset)
            })
            .collect();
        let (isms, other) = (draft.build().unwrap(), other.build().unwrap());
        let (needs, others) = (derive_needs(&isms), derive_needs(&other));
        for (asset, dimension, need) in needs.iter() {
            assert_eq!(others.get(&renamed[asset], dimension), Some(need), "seed {seed}, {asset}");
        }
        let (able, others) = (derive_capabilities(&isms), derive_capabilities(&other));
        for (asset, measure, state) in able.iter() {
            assert_eq!(others.get(&renamed[asset], measure), Some(state), "seed {seed}, {asset}");
        }
    }
}
