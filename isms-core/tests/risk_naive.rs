//! The register against a second, plain implementation, and the promises it makes about controls, on random
//! registers.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use std::collections::BTreeMap;

use isms_core::{
    Acceptance, AcceptanceBasis, Authority, Band, Combine, Control, ControlRef, ControlRule, ControlStatus,
    Controlled, Date, Disposition, Draft, Effect, Inherent, LevelName, LevelOverride, Reference, Register,
    Risk, RiskApproach, RiskId, RiskMethod, RiskPoint, Role, Scale, ScaleLevel, Shift, Treatment,
    TreatmentOption, Unverified, Verification, control_states, derive_needs, evaluate,
};

/// Splitmix64: the same registers on every machine.
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
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

fn id<T: std::str::FromStr<Err = isms_core::Error>>(text: impl AsRef<str>) -> T {
    text.as_ref().parse().unwrap()
}

#[derive(Clone, Copy)]
struct Kind {
    adverse: bool,
    off_scale: bool,
    holes: bool,
}

const TODAY: &str = "2026-03-31";

fn scale(prefix: char, levels: usize) -> Scale {
    let level = |n: usize| {
        let mut level = ScaleLevel::new(id(format!("{prefix}{n}")));
        level.rating = Some((n as i32).into());
        level
    };
    Scale::new((1..=levels).map(level).collect())
}

fn level(random: &mut Random, prefix: char, levels: usize, kind: Kind) -> LevelName {
    if kind.off_scale && random.chance(4) {
        return id("off");
    }
    id(format!("{prefix}{}", 1 + random.below(levels)))
}

fn random_shift(random: &mut Random, prefix: char, levels: usize, kind: Kind) -> Shift {
    let mut shift = Shift::down(random.below(4) as i8);
    if kind.adverse && random.chance(15) {
        shift = Shift::down(-(1 + random.below(3) as i8));
    }
    if random.chance(25) {
        shift.cap = Some(level(random, prefix, levels, kind));
    }
    shift
}

fn random_effect(random: &mut Random, sizes: [usize; 3], kind: Kind) -> Effect {
    let mut effect = Effect::default();
    if random.chance(70) {
        effect.likelihood = Some(random_shift(random, 'l', sizes[0], kind));
    }
    if random.chance(60) {
        effect.consequence = Some(random_shift(random, 'c', sizes[1], kind));
    }
    effect
}

fn random_control(random: &mut Random, sizes: [usize; 3], risks: usize, kind: Kind) -> Control {
    use ControlStatus::*;
    let mut control = Control::new("c", *random.pick(&[Implemented, Implemented, Partial, Planned, Retired]));
    if random.chance(50) {
        let mut seen = Verification::new(id(*random.pick(&["2026-01-01", "2026-03-31", "2026-04-01"])));
        if random.chance(40) {
            seen.valid_until = Some(id(*random.pick(&["2026-03-30", "2026-03-31", "2026-12-31"])));
        }
        control.verification = Some(seen);
    }
    if random.chance(40) {
        control.implements.insert(id(format!("iso27001-2022:A.5.{}", 1 + random.below(3))));
    }
    for n in 0..risks {
        if random.chance(35) {
            control.acts_on.risks.insert(id(format!("R-{n}")), random_effect(random, sizes, kind));
        }
    }
    for n in 0..3 {
        if random.chance(35) {
            control.acts_on.vulnerabilities.insert(id(format!("V-{n}")), random_effect(random, sizes, kind));
        }
        if random.chance(35) {
            control.acts_on.threats.insert(id(format!("T-{n}")), random_effect(random, sizes, kind));
        }
    }
    control
}

struct World {
    draft: Draft,
    sizes: [usize; 3],
    risks: usize,
}

fn random_world(random: &mut Random, kind: Kind) -> World {
    let sizes = [(); 3].map(|()| *random.pick(&[1, 2, 3, 4, 4, 5, 5, 6]));
    let risks = 1 + random.below(4);
    let mut draft = Draft::new("random");
    for (prefix, size) in ['l', 'c', 'v'].into_iter().zip(sizes) {
        draft.scales.insert(id(format!("scale-{prefix}")), scale(prefix, size));
    }
    for n in 0..3 {
        draft.threats.insert(id(format!("T-{n}")), isms_core::Threat::new("t"));
        draft.vulnerabilities.insert(id(format!("V-{n}")), isms_core::Vulnerability::new("v"));
        let mut role = Role::new("role");
        role.holder = random.chance(80).then(|| "somebody".to_owned());
        role.inactive = random.chance(10);
        draft.roles.insert(id(format!("ROLE-{n}")), role);
    }
    for n in 0..2 {
        let combine = random_combine(random, sizes, kind);
        let mut method = RiskMethod::new("m", "1", id("scale-l"), id("scale-c"), id("scale-v"), combine);
        method.unverified = *random.pick(&[Unverified::Strict, Unverified::Capped, Unverified::Optimistic]);
        method.controls = *random.pick(&[ControlRule::Strongest, ControlRule::Sum]);
        use Disposition::*;
        for v in 1..=sizes[2] {
            if random.chance(80) {
                let disposition = *random.pick(&[Refuse, Retain, RetainWithApproval, Treat]);
                method.dispositions.insert(id(format!("v{v}")), disposition);
            }
            if random.chance(60) {
                let mut authority = Authority::default();
                authority.owner = random.chance(50);
                if random.chance(60) {
                    authority.roles.insert(id(format!("ROLE-{}", random.below(3))));
                }
                method.authority.insert(id(format!("v{v}")), authority);
            }
            if random.chance(50) {
                method.max_acceptance_days.insert(id(format!("v{v}")), random.below(120) as u32);
            }
        }
        draft.methods.insert(id(format!("M-{n}")), method);
    }
    for n in 0..risks {
        let mut risk = Risk::new("r", RiskApproach::Event, id(format!("M-{}", random.below(2))));
        risk.inherent = Inherent::new(level(random, 'l', sizes[0], kind), level(random, 'c', sizes[1], kind));
        for t in 0..3 {
            if random.chance(40) {
                risk.threats.insert(id(format!("T-{t}")));
            }
            if random.chance(40) {
                risk.vulnerabilities.insert(id(format!("V-{t}")));
            }
        }
        if random.chance(50) {
            risk.owner = Some(id(format!("ROLE-{}", random.below(3))));
        }
        for by_hand in [&mut risk.override_current, &mut risk.override_residual] {
            if random.chance(20) {
                let mut word = LevelOverride::new(level(random, 'v', sizes[2], kind), "reason");
                word.basis = random.chance(60).then(|| level(random, 'v', sizes[2], kind));
                *by_hand = Some(word);
            }
        }
        draft.risks.insert(id(format!("R-{n}")), risk);
    }
    let controls = random.below(6);
    for n in 0..controls {
        draft.controls.insert(id(format!("C-{n}")), random_control(random, sizes, risks, kind));
    }
    for n in 0..random.below(4) {
        let mut treatment =
            Treatment::new(id(format!("R-{}", random.below(risks))), [TreatmentOption::Modify]);
        for n in 0..controls {
            if random.chance(30) {
                treatment.controls.insert(ControlRef::Own(id(format!("C-{n}"))));
            }
        }
        if random.chance(40) {
            let entry: Reference = id(format!("iso27001-2022:A.5.{}", 1 + random.below(4)));
            treatment.controls.insert(ControlRef::Catalogue(entry));
        }
        draft.treatments.insert(id(format!("TR-{n}")), treatment);
    }
    for n in 0..random.below(4) {
        let risk = id(format!("R-{}", random.below(risks)));
        let mut acceptance = Acceptance::new(risk, level(random, 'v', sizes[2], kind));
        let days = ["2025-12-31", "2026-02-01", "2026-03-30", "2026-03-31", "2026-04-01"];
        acceptance.on = random.chance(70).then(|| id(*random.pick(&days)));
        acceptance.valid_until = random.chance(50).then(|| id(*random.pick(&days)));
        acceptance.by = random.chance(80).then(|| id(format!("ROLE-{}", random.below(3))));
        if random.chance(60) {
            let mut basis = AcceptanceBasis::default();
            basis.method = random.chance(50).then(|| id(format!("M-{}", random.below(2))));
            basis.method_version = random.chance(50).then(|| (1 + random.below(2)).to_string());
            basis.current = random.chance(50).then(|| level(random, 'v', sizes[2], kind));
            basis.residual = random.chance(50).then(|| level(random, 'v', sizes[2], kind));
            acceptance.basis = Some(basis);
        }
        draft.acceptances.insert(id(format!("ACC-{n}")), acceptance);
    }
    World { draft, sizes, risks }
}

fn random_combine(random: &mut Random, sizes: [usize; 3], kind: Kind) -> Combine {
    let bands = |random: &mut Random| {
        let from = if kind.holes { random.below(4) as i32 } else { 0 };
        let mut at: Vec<i32> = (0..random.below(4)).map(|_| from + random.below(25) as i32).collect();
        at.push(from);
        at.sort_unstable();
        at.dedup();
        at.into_iter().map(|n| Band::new(n.into(), level(random, 'v', sizes[2], kind))).collect::<Vec<_>>()
    };
    match random.below(4) {
        0 => {
            let factor = random.chance(50).then(|| (1 + random.below(3) as i32).into());
            Combine::Product { factor, bands: bands(random) }
        }
        1 => Combine::Sum { bands: bands(random) },
        n => {
            // Half of the matrices rise along both axes, the others are anything.
            let mut rows = BTreeMap::new();
            for l in 1..=sizes[0] {
                let mut row = Vec::new();
                for c in 1..=sizes[1] {
                    let rising = 1 + (l + c - 2) * sizes[2] / (sizes[0] + sizes[1]);
                    let cell =
                        if n == 2 { id(format!("v{rising}")) } else { level(random, 'v', sizes[2], kind) };
                    row.push(Some(cell).filter(|_| !(kind.holes && random.chance(5))));
                }
                if !(kind.holes && random.chance(3)) {
                    rows.insert(id::<LevelName>(format!("l{l}")), row);
                }
            }
            Combine::Matrix(rows.into_iter().collect())
        }
    }
}

fn today() -> Date {
    id(TODAY)
}

fn evaluated(draft: &Draft) -> Register {
    let isms = draft.clone().build().unwrap();
    evaluate(&isms, &derive_needs(&isms), &control_states(&isms, today()), today())
}

fn rank(point: &RiskPoint) -> Option<usize> {
    point.level.as_ref().map(|level| usize::from(level.rank()))
}

// ---- the plain implementation: levels are numbers in their names, everything is looked up anew ----

/// The number in the name of a level, if the scale of its prefix has it.
fn number(name: &LevelName, size: usize) -> Option<i64> {
    let digits: i64 = name.as_str().get(1..)?.parse().ok()?;
    (digits >= 1 && digits <= size as i64).then_some(digits)
}

fn plain_lookup(world: &World, method: &RiskMethod, l: i64, c: i64) -> Option<i64> {
    let in_bands = |value: i64, bands: &[Band]| {
        let mut down = bands.iter().rev();
        let reached = down.find(|band| band.at_least.to_string().parse::<i64>().unwrap() <= value);
        number(&reached?.level, world.sizes[2])
    };
    match &method.combine {
        Combine::Matrix(rows) => {
            let row = rows.get(format!("l{l}").as_str())?;
            number(row.get(c as usize - 1)?.as_ref()?, world.sizes[2])
        }
        Combine::Product { factor, bands } => {
            let factor: i64 = factor.map_or(1, |f| f.to_string().parse().unwrap());
            in_bands(l * c * factor, bands)
        }
        Combine::Sum { bands } => in_bands(l + c, bands),
        _ => None,
    }
}

/// Where likelihood, consequence and level of a risk end, with and without planned and unverified controls.
fn plain(world: &World, risk_id: &RiskId, planned: bool, unverified: bool) -> [Option<i64>; 3] {
    let draft = &world.draft;
    let risk = draft.risks.get(risk_id).unwrap();
    let method = draft.methods.get(&risk.method).unwrap();
    let judged = [
        number(risk.inherent.likelihood.as_ref().unwrap(), world.sizes[0]),
        number(risk.inherent.consequence.as_ref().unwrap(), world.sizes[1]),
    ];
    let mut before = [None; 2];
    let mut after = [None; 2];
    for axis in 0..2 {
        let Some(start) = judged[axis] else { continue };
        let mut downs = vec![0i64];
        let mut worst = 0i64;
        let mut lowest_cap = i64::MAX;
        for (control_id, control) in draft.controls.iter() {
            let in_place = matches!(control.status, ControlStatus::Implemented | ControlStatus::Partial);
            let in_plan = control.status == ControlStatus::Planned
                && draft.treatments.values().any(|t| {
                    let own = t.controls.contains(&ControlRef::Own(control_id.clone()));
                    let by_entry = control
                        .implements
                        .iter()
                        .any(|r| t.controls.contains(&ControlRef::Catalogue(r.clone())));
                    t.risk == *risk_id && (own || by_entry)
                });
            if !(in_place || planned && in_plan) {
                continue;
            }
            let own: Vec<&Effect> = control.acts_on.risks.get(risk_id).into_iter().collect();
            let by_vulnerability: Vec<&Effect> =
                risk.vulnerabilities.iter().filter_map(|v| control.acts_on.vulnerabilities.get(v)).collect();
            let by_threat: Vec<&Effect> =
                risk.threats.iter().filter_map(|t| control.acts_on.threats.get(t)).collect();
            let entries = [own, by_vulnerability, by_threat].into_iter().find(|e| !e.is_empty());
            let shifts: Vec<&Shift> = entries
                .unwrap_or_default()
                .into_iter()
                .filter_map(|e| if axis == 0 { e.likelihood.as_ref() } else { e.consequence.as_ref() })
                .collect();
            let verified = control.status == ControlStatus::Planned
                || control.status == ControlStatus::Implemented
                    && control.verification.as_ref().is_some_and(|v| {
                        v.on <= today() && (v.valid_until.is_none() || v.valid_until >= Some(today()))
                    });
            let most = match method.unverified {
                _ if verified => i64::MAX,
                _ if !unverified => 0,
                Unverified::Strict => 0,
                Unverified::Capped => 1,
                _ => i64::MAX,
            };
            downs.push(shifts.iter().map(|s| i64::from(s.by).clamp(0, most)).max().unwrap_or(0));
            worst = worst.max(shifts.iter().map(|s| -i64::from(s.by)).max().unwrap_or(0));
            if most == i64::MAX {
                for cap in shifts.iter().filter_map(|s| number(s.cap.as_ref()?, world.sizes[axis])) {
                    lowest_cap = lowest_cap.min(cap);
                }
            }
        }
        let down = match method.controls {
            ControlRule::Strongest => *downs.iter().max().unwrap(),
            _ => downs.iter().sum(),
        };
        let top = world.sizes[axis] as i64;
        before[axis] = Some((start + worst).clamp(1, top));
        after[axis] = Some((start + worst - down).min(lowest_cap).clamp(1, top));
    }
    let level = (|| {
        let (l, c) = (after[0]?, after[1]?);
        plain_lookup(world, method, l, c)?;
        let on_the_way = (l..=before[0]?).flat_map(|l| (c..=before[1].unwrap()).map(move |c| (l, c)));
        on_the_way.filter_map(|(l, c)| plain_lookup(world, method, l, c)).min()
    })();
    [after[0], after[1], level]
}

fn ranks(point: &RiskPoint) -> [Option<i64>; 3] {
    [&point.likelihood, &point.consequence, &point.level].map(|l| l.as_ref().map(|l| i64::from(l.rank())))
}

/// Disposition, override and staleness, from the level a plain look-up gives.
fn compare_station(
    world: &World,
    method: &RiskMethod,
    computed: Option<i64>,
    word: &Option<LevelOverride>,
    state: &Controlled,
) {
    let by_hand = word.as_ref().and_then(|w| number(&w.level, world.sizes[2]));
    assert_eq!(state.overridden.as_ref().map(|l| i64::from(l.rank())), by_hand);
    let counts = by_hand.or(computed);
    let disposition = counts.and_then(|v| method.dispositions.get(format!("v{v}").as_str()).copied());
    assert_eq!(state.disposition, disposition);
    let stale = word
        .as_ref()
        .filter(|_| by_hand.is_some())
        .and_then(|w| w.basis.as_ref())
        .map(|basis| computed.map(|v| format!("v{v}")).as_deref() != Some(basis.as_str()));
    assert_eq!(state.override_stale, stale);
}

fn compare_acceptances(world: &World, risk_id: &RiskId, state: &isms_core::RiskState) {
    let draft = &world.draft;
    let risk = draft.risks.get(risk_id).unwrap();
    let method = draft.methods.get(&risk.method).unwrap();
    let named = |c: &Controlled| c.level().map(|l| format!("v{}", l.rank()));
    let of_risk: Vec<_> = draft.acceptances.iter().filter(|(_, a)| a.risk == *risk_id).collect();
    assert_eq!(state.acceptances.len(), of_risk.len());
    for (seen, (acceptance_id, acceptance)) in state.acceptances.iter().zip(of_risk) {
        assert_eq!(seen.id, *acceptance_id);
        let days = method.max_acceptance_days.get(&acceptance.level);
        let too_long =
            acceptance.on.zip(days).is_some_and(|(on, days)| on.days_until(today()) > i64::from(*days));
        let over = acceptance.valid_until.is_some_and(|d| today() > d);
        let not_yet = acceptance.on.is_some_and(|d| today() < d);
        assert_eq!(seen.expired, too_long || over || not_yet);
        let mut changed = Vec::new();
        if let Some(basis) = &acceptance.basis {
            changed.extend(basis.method.as_ref().map(|m| *m != risk.method));
            changed.extend(basis.method_version.as_ref().map(|v| v != "1"));
            let differs = |b: &LevelName, c| Some(b.as_str()) != named(c).as_deref();
            changed.extend(basis.current.as_ref().map(|b| differs(b, &state.current)));
            changed.extend(basis.residual.as_ref().map(|b| differs(b, &state.residual)));
        }
        let stale = if changed.is_empty() { None } else { Some(changed.contains(&true)) };
        assert_eq!(seen.stale, stale);
        let on_scale = number(&acceptance.level, world.sizes[2]).is_some();
        let authorised = match (method.authority.get(&acceptance.level), &acceptance.by) {
            (Some(authority), Some(by)) if on_scale => {
                let role = draft.roles.get(by).unwrap();
                let entitled =
                    authority.roles.contains(by) || authority.owner && risk.owner.as_ref() == Some(by);
                Some(entitled && role.holder.is_some() && !role.inactive)
            }
            _ => None,
        };
        assert_eq!(seen.authorised, authorised);
        let residual = state.residual.level().map(|l| i64::from(l.rank()));
        let covers = number(&acceptance.level, world.sizes[2]).zip(residual).map(|(a, r)| a >= r);
        assert_eq!(seen.covers, covers);
    }
}

#[test]
fn equals_a_plain_implementation() {
    let kind = Kind { adverse: true, off_scale: true, holes: true };
    let (mut compared, mut moved, mut relied) = (0, 0, 0);
    for seed in 0..8_000 {
        let world = random_world(&mut Random(seed), kind);
        let register = evaluated(&world.draft);
        for (risk_id, state) in register.iter() {
            let risk = world.draft.risks.get(risk_id).unwrap();
            let method = world.draft.methods.get(&risk.method).unwrap();
            let stations = [
                (&state.current, false, &risk.override_current),
                (&state.residual, true, &risk.override_residual),
            ];
            for (station, planned, word) in stations {
                let full = plain(&world, risk_id, planned, true);
                let less = plain(&world, risk_id, planned, false);
                assert_eq!(ranks(&station.point), full, "seed {seed} {risk_id} planned {planned}");
                assert_eq!(
                    ranks(&station.without_unverified),
                    less,
                    "seed {seed} {risk_id} planned {planned}"
                );
                assert_eq!(station.verified, full[2] == less[2], "seed {seed} {risk_id}");
                compare_station(&world, method, full[2], word, station);
                compared += 1;
                moved += usize::from(full[2].is_some() && full[2] != ranks(&state.inherent)[2]);
                relied += usize::from(!station.verified);
            }
            compare_acceptances(&world, risk_id, state);
        }
    }
    assert!(compared > 20_000 && moved > 3_000 && relied > 1_000, "{compared} {moved} {relied}");
}

/// All computed levels of a risk: current and residual, each with and without unverified controls.
fn computed(state: &isms_core::RiskState) -> [Option<usize>; 4] {
    let (current, residual) = (&state.current, &state.residual);
    [&current.point, &current.without_unverified, &residual.point, &residual.without_unverified].map(rank)
}

/// Compares all levels before and after; counts those that fell.
fn assert_none_raised(before: &Register, after: &Register, what: &str, seed: u64) -> usize {
    let mut fell = 0;
    for ((risk, a), (_, b)) in before.iter().zip(after.iter()) {
        for (a, b) in computed(a).into_iter().zip(computed(b)) {
            if let (Some(a), Some(b)) = (a, b) {
                assert!(b <= a, "seed {seed}: {what} raised {risk} from {a} to {b}");
                fell += usize::from(b < a);
            }
        }
    }
    fell
}

const HELPFUL: Kind = Kind { adverse: false, off_scale: true, holes: true };

#[test]
fn more_or_better_control_never_raises_a_level() {
    let mut fell = [0usize; 5];
    for seed in 0..20_000 {
        let random = &mut Random(seed ^ 0xabcd_0000);
        let mut world = random_world(random, HELPFUL);
        if world.draft.controls.is_empty() {
            let control = random_control(random, world.sizes, world.risks, HELPFUL);
            world.draft.controls.insert(id("C-0"), control);
        }
        let before = evaluated(&world.draft);
        let mut draft = world.draft.clone();
        let n = random.below(draft.controls.len());
        let chosen: isms_core::ControlId = draft.controls.at(n).unwrap().0.clone();
        let what = (seed % 5) as usize;
        let verification = Verification::new(id("2026-01-01"));
        match what {
            0 => {
                let added = random_control(random, world.sizes, world.risks, HELPFUL);
                draft.controls.insert(id("C-9"), added);
            }
            1 => {
                let control = draft.controls.get_mut(&chosen).unwrap();
                if control.status != ControlStatus::Retired {
                    control.status = ControlStatus::Implemented;
                    control.verification = Some(verification);
                }
            }
            2 => each_shift(&mut draft, &chosen, |shift, _| shift.by += 1),
            3 => {
                let sizes = world.sizes;
                each_shift(&mut draft, &chosen, |shift, axis| {
                    let prefix = ['l', 'c'][axis];
                    let new = 1 + random.below(sizes[axis]);
                    let old = shift.cap.as_ref().and_then(|cap| number(cap, sizes[axis]));
                    if old.is_none_or(|old| new as i64 <= old) {
                        shift.cap = Some(id(format!("{prefix}{new}")));
                    }
                });
            }
            _ => {
                let reference = ControlRef::Own(chosen);
                let first = draft.treatments.keys().next().cloned();
                if let Some(at) = first {
                    draft.treatments.get_mut(&at).unwrap().controls.insert(reference);
                }
            }
        }
        fell[what] += assert_none_raised(&before, &evaluated(&draft), &format!("change {what}"), seed);
    }
    assert!(fell.iter().all(|n| *n > 50), "{fell:?}");
}

fn each_shift(draft: &mut Draft, control: &isms_core::ControlId, mut change: impl FnMut(&mut Shift, usize)) {
    let acts_on = &mut draft.controls.get_mut(control).unwrap().acts_on;
    let mut both = |effect: &mut Effect| {
        effect.likelihood.iter_mut().for_each(|s| change(s, 0));
        effect.consequence.iter_mut().for_each(|s| change(s, 1));
    };
    for key in acts_on.risks.keys().cloned().collect::<Vec<_>>() {
        both(acts_on.risks.get_mut(&key).unwrap());
    }
    for key in acts_on.vulnerabilities.keys().cloned().collect::<Vec<_>>() {
        both(acts_on.vulnerabilities.get_mut(&key).unwrap());
    }
    for key in acts_on.threats.keys().cloned().collect::<Vec<_>>() {
        both(acts_on.threats.get_mut(&key).unwrap());
    }
}

#[test]
fn no_level_is_above_the_inherent_one_and_removing_never_lowers() {
    for seed in 0..4_000 {
        let random = &mut Random(seed ^ 0x1234_5678);
        let world = random_world(random, HELPFUL);
        let with = evaluated(&world.draft);
        for state in with.states() {
            let [current, less, residual, _] = computed(state);
            if let (Some(inherent), Some(current)) = (rank(&state.inherent), current) {
                assert!(current <= inherent, "seed {seed}");
                assert!(less.is_none_or(|less| current <= less && less <= inherent), "seed {seed}");
                assert!(residual.is_none_or(|residual| residual <= current), "seed {seed}");
            }
        }
        let Some(n) = world.draft.controls.len().checked_sub(1).map(|last| random.below(last + 1)) else {
            continue;
        };
        let gone = world.draft.controls.at(n).unwrap().0.clone();
        let mut draft = world.draft.clone();
        let kept = draft.controls.iter().filter(|(id, _)| **id != gone);
        draft.controls = kept.map(|(id, control)| (id.clone(), control.clone())).collect();
        for at in draft.treatments.keys().cloned().collect::<Vec<_>>() {
            draft.treatments.get_mut(&at).unwrap().controls.remove(&ControlRef::Own(gone.clone()));
        }
        assert_none_raised(&evaluated(&draft), &with, "putting the control back", seed);
    }
}

#[test]
fn a_control_that_does_not_reach_a_risk_changes_nothing() {
    let kind = Kind { adverse: true, off_scale: true, holes: true };
    let mut others = 0;
    for seed in 0..2_000 {
        let random = &mut Random(seed ^ 0x0f0f);
        let world = random_world(random, kind);
        let before = evaluated(&world.draft);
        let mut draft = world.draft.clone();
        let mut added = random_control(random, world.sizes, world.risks, kind);
        added.acts_on = Default::default();
        added.acts_on.risks.insert(id("R-0"), random_effect(random, world.sizes, kind));
        draft.controls.insert(id("C-9"), added);
        let after = evaluated(&draft);
        for (risk, state) in before.iter().filter(|(risk, _)| risk.as_str() != "R-0") {
            assert_eq!(after.get(risk), Some(state), "seed {seed}");
            others += 1;
        }
    }
    assert!(others > 2_000);
}

#[test]
fn the_stricter_the_rule_the_higher_the_level() {
    let kind = Kind { adverse: true, off_scale: true, holes: false };
    let mut apart = [0; 2];
    for seed in 0..4_000 {
        let world = random_world(&mut Random(seed ^ 0x7777), kind);
        let [strict, capped, optimistic] = [Unverified::Strict, Unverified::Capped, Unverified::Optimistic]
            .map(|rule| {
                let mut draft = world.draft.clone();
                for n in 0..2 {
                    draft.methods.get_mut(format!("M-{n}").as_str()).unwrap().unverified = rule;
                }
                evaluated(&draft)
            });
        apart[0] += assert_none_raised(&strict, &capped, "capped after strict", seed);
        apart[1] += assert_none_raised(&capped, &optimistic, "optimistic after capped", seed);
        for state in strict.states() {
            assert!(state.current.verified && state.residual.verified);
        }
    }
    assert!(apart.iter().all(|n| *n > 200), "{apart:?}");
}
