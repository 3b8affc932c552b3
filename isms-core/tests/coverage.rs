//! Coverage against a second, plain implementation, and the promises it makes, on random documents and links.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use isms_core::{
    Assurance, Bucket, Catalogue, ClaimId, Control, ControlStatus, Coverage, CoverageLink, CoverageOptions,
    Crosswalk, CrosswalkOptions, Draft, Isms, Links, Needed, Plan, PlanOptions, Ratio, Reference, Soa,
    SoaEntry, Standing, Suggestion, Verification, control_states, coverage, coverage_of_all, delta,
    extra_controls,
};

/// Splitmix64: the same cases on every machine.
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

const TODAY: &str = "2026-03-31";
const TARGET: &str = "coso-2013";
const SOURCE: &str = "nist-csf-1.1";

const STANDINGS: [Standing; 8] = [
    Standing::Equal,
    Standing::Covers,
    Standing::Within,
    Standing::Overlaps,
    Standing::Disjoint,
    Standing::Mitigates,
    Standing::Supports,
    Standing::Suggested,
];

/// A document and what is known of its frameworks.
#[derive(Clone)]
struct Case {
    draft: Draft,
    links: Vec<CoverageLink>,
    suggestions: Vec<Suggestion>,
}

fn requirements(slug: &str) -> Vec<Reference> {
    let catalogue = Catalogue::builtin();
    let all = catalogue.framework(slug).unwrap().entries();
    all.filter(|entry| entry.is_assessable() && !entry.is_withdrawn())
        .map(|entry| entry.reference())
        .collect()
}

struct World {
    catalogue: Catalogue,
    sources: Vec<Reference>,
    targets: Vec<Reference>,
}

fn world() -> World {
    let (mut sources, targets) = (requirements(SOURCE), requirements(TARGET));
    sources.truncate(7);
    World { catalogue: Catalogue::builtin(), sources, targets }
}

fn random_control(random: &mut Random, world: &World) -> Control {
    let statuses = [
        ControlStatus::Implemented,
        ControlStatus::Implemented,
        ControlStatus::Partial,
        ControlStatus::Planned,
    ];
    let status = if random.chance(5) { ControlStatus::Retired } else { *random.pick(&statuses) };
    let mut control = Control::new("c", status);
    for _ in 0..random.below(4) {
        let from = if random.chance(80) { &world.sources } else { &world.targets };
        control.implements.insert(random.pick(from).clone());
    }
    if random.chance(50) {
        control.verification = Some(Verification::new(
            if random.chance(80) { "2026-01-01" } else { "2027-01-01" }.parse().unwrap(),
        ));
    }
    control
}

fn random_link(random: &mut Random, world: &World) -> CoverageLink {
    let sources = (0..=random.below(5) / 3).map(|_| random.pick(&world.sources).clone()).collect::<Vec<_>>();
    let claims = [ClaimId::new("set", random.below(100) as u32)];
    CoverageLink::new(sources, random.pick(&world.targets).clone(), *random.pick(&STANDINGS), claims)
}

fn random_case(random: &mut Random, world: &World) -> Case {
    let mut draft = Draft::new("Acme");
    for place in 0..random.below(6) {
        draft.controls.insert(format!("C-{place}").parse().unwrap(), random_control(random, world));
    }
    if random.chance(60) {
        let mut soa = Soa::default();
        for _ in 0..random.below(4) {
            let mut entry = SoaEntry::excluded(if random.chance(80) { "not here" } else { " " });
            entry.necessary = *random.pick(&[Some(false), Some(false), Some(true), None]);
            soa.entries.insert(random.pick(&world.targets).clone(), entry);
        }
        draft.soa = Some(soa);
    }
    let links = (0..random.below(25)).map(|_| random_link(random, world)).collect();
    let suggestion = |random: &mut Random| Suggestion {
        source: random.pick(&world.sources).clone(),
        target: random.pick(&world.targets).clone(),
        lineages: random.below(5) as u8,
        precision_permille: random.below(1000) as u16,
    };
    let suggestions = (0..random.below(6)).map(|_| suggestion(random)).collect();
    Case { draft, links, suggestions }
}

impl Case {
    fn isms(&self) -> (Isms, Assurance) {
        let isms = self.draft.clone().build().unwrap();
        let states = control_states(&isms, TODAY.parse().unwrap());
        (isms, states)
    }

    fn links(&self, world: &World) -> Links {
        Links::new(&world.catalogue, self.links.clone(), self.suggestions.clone())
    }

    fn coverage(&self, world: &World, options: &CoverageOptions) -> Coverage {
        let (isms, states) = self.isms();
        coverage(&isms, &states, TARGET, &self.links(world), options).unwrap()
    }

    fn plain(&self, world: &World) -> Coverage {
        self.coverage(world, &CoverageOptions::default())
    }
}

/// 0 nothing, 1 partial, 2 implemented, 3 operating.
fn naive_state(case: &Case, reference: &Reference) -> u8 {
    let mut best = 0;
    for control in case.draft.controls.values().filter(|c| c.implements.contains(reference)) {
        let verified = control.verification.as_ref().is_some_and(|v| v.on <= TODAY.parse().unwrap());
        best = best.max(match control.status {
            ControlStatus::Implemented if verified => 3,
            ControlStatus::Implemented => 2,
            ControlStatus::Partial => 1,
            _ => 0,
        });
    }
    best
}

fn naive_bucket(case: &Case, target: &Reference) -> Bucket {
    let written = case.draft.soa.as_ref().and_then(|soa| soa.entries.get(target));
    let reason = written.filter(|w| w.necessary == Some(false)).and_then(|w| w.exclusion.as_ref());
    if reason.is_some_and(|why| !why.trim().is_empty()) {
        return Bucket::Excluded;
    }
    let state = |link: &CoverageLink| link.sources.iter().map(|s| naive_state(case, s)).min().unwrap();
    let here = || case.links.iter().filter(|link| link.target == *target);
    let full = |state: u8| {
        [Bucket::Unknown, Bucket::Overlapping, Bucket::Unverified, Bucket::Covered][state as usize]
    };
    let mut all = vec![full(naive_state(case, target))];
    for link in here().filter(|link| state(link) > 0) {
        all.push(match link.standing {
            Standing::Equal | Standing::Covers => full(state(link)),
            Standing::Within | Standing::Overlaps => Bucket::Overlapping,
            Standing::Supports | Standing::Suggested => Bucket::Suggested,
            _ => Bucket::Unknown,
        });
    }
    let near = case.suggestions.iter().filter(|s| s.target == *target);
    if near.filter(|s| naive_state(case, &s.source) > 0).count() > 0 {
        all.push(Bucket::Suggested);
    }
    all.into_iter().max().unwrap()
}

#[test]
fn every_requirement_is_in_the_bucket_a_plain_implementation_puts_it_in() {
    let (world, mut random) = (world(), Random(1));
    let mut seen = BTreeMap::new();
    for _ in 0..5_000 {
        let case = random_case(&mut random, &world);
        let found = case.plain(&world);
        assert_eq!(found.entries().len(), world.targets.len());
        assert_eq!(found.tally().total(), world.targets.len());
        for (entry, target) in found.entries().iter().zip(&world.targets) {
            assert_eq!(&entry.reference, target);
            assert_eq!(entry.bucket, naive_bucket(&case, target), "{target}");
            *seen.entry(entry.bucket).or_insert(0usize) += 1;
            let explained = !matches!(entry.bucket, Bucket::Unknown | Bucket::Excluded);
            assert_eq!(explained, !entry.derivations.is_empty());
            for why in &entry.derivations {
                assert!(why.through.iter().all(|through| !through.controls.is_empty()));
            }
        }
    }
    assert!(seen.len() == 6 && seen.values().all(|count| *count > 500), "{seen:?}");
}

/// The same and something more: a control, a verification, a status that is further, a claim or a suggestion.
fn more(random: &mut Random, world: &World, mut case: Case) -> Case {
    let ids: Vec<_> = case.draft.controls.keys().cloned().collect();
    match random.below(5) {
        0 if !ids.is_empty() => {
            let control = case.draft.controls.get_mut(random.pick(&ids)).unwrap();
            control.verification = Some(Verification::new("2026-01-01".parse().unwrap()));
        }
        1 if !ids.is_empty() => {
            let control = case.draft.controls.get_mut(random.pick(&ids)).unwrap();
            control.status = match control.status {
                ControlStatus::Retired => ControlStatus::Planned,
                ControlStatus::Planned => ControlStatus::Partial,
                _ => ControlStatus::Implemented,
            };
        }
        2 if !ids.is_empty() => {
            let control = case.draft.controls.get_mut(random.pick(&ids)).unwrap();
            control.implements.insert(random.pick(&world.sources).clone());
        }
        3 => {
            let link = random_link(random, world);
            case.links.push(link);
        }
        _ => {
            case.draft.controls.insert("NEW".parse().unwrap(), random_control(random, world));
        }
    }
    case
}

fn not_less(now: Ratio, before: Ratio) -> bool {
    before.compare(now).is_none_or(|order| order != Ordering::Greater)
}

#[test]
fn more_never_lowers_a_bucket_or_a_ratio() {
    let (world, mut random) = (world(), Random(2));
    let counted = CoverageOptions::default();
    let mut loose = CoverageOptions::default();
    loose.count_suggested = true;
    let mut raised = 0;
    for turn in 0..5_000 {
        let options = if turn % 2 == 0 { &counted } else { &loose };
        let case = random_case(&mut random, &world);
        let before = case.coverage(&world, options);
        let after = more(&mut random, &world, case).coverage(&world, options);
        for (old, new) in before.entries().iter().zip(after.entries()) {
            assert!(new.bucket >= old.bucket, "{} fell from {} to {}", old.reference, old.bucket, new.bucket);
            raised += usize::from(new.bucket > old.bucket);
        }
        assert!(not_less(after.covered(), before.covered()));
        assert!(not_less(after.covered_of_applicable(), before.covered_of_applicable()));
        for bucket in [Bucket::Covered, Bucket::Unverified, Bucket::Overlapping, Bucket::Suggested] {
            assert!(not_less(after.tally().at_least(bucket), before.tally().at_least(bucket)));
        }
    }
    assert!(raised > 1_000, "{raised}");
}

#[test]
fn order_never_matters() {
    let (world, mut random) = (world(), Random(3));
    for _ in 0..1_000 {
        let case = random_case(&mut random, &world);
        let mut other = case.clone();
        for place in (1..other.links.len()).rev() {
            other.links.swap(place, random.below(place + 1));
        }
        other.suggestions.reverse();
        assert_eq!(other.plain(&world), case.plain(&world));
    }
}

fn r(text: &str) -> Reference {
    text.parse().unwrap()
}

fn link(source: &str, target: &str, standing: Standing) -> CoverageLink {
    CoverageLink::new([r(source)], r(target), standing, [])
}

/// Operating own controls for these entries.
fn operating(entries: &[&str]) -> Draft {
    let mut draft = Draft::new("Acme");
    for entry in entries {
        let mut control = Control::new(*entry, ControlStatus::Implemented);
        control.implements.insert(r(entry));
        control.verification = Some(Verification::new("2026-01-01".parse().unwrap()));
        draft.controls.insert(entry.replace(':', "_").parse().unwrap(), control);
    }
    draft
}

fn buckets(draft: &Draft, links: Vec<CoverageLink>, targets: &[&str]) -> Vec<Bucket> {
    let world = world();
    let case = Case { draft: draft.clone(), links, suggestions: Vec::new() };
    let found = case.plain(&world);
    targets.iter().map(|target| found.entry(target).unwrap().bucket).collect()
}

/// A tool for audits took the first path it found for the best one: a path with one partial result won over a path with
/// two full ones.
#[test]
fn all_paths_count_not_the_first() {
    let partial = link("nist-csf-1.1:ID.AM-1", "coso-2013:P1", Standing::Overlaps);
    let full = ["coso-2013:P1", "coso-2013:P2"].map(|t| link("nist-csf-1.1:ID.AM-2", t, Standing::Covers));
    let draft = operating(&["nist-csf-1.1:ID.AM-1", "nist-csf-1.1:ID.AM-2"]);
    for links in [
        vec![partial.clone(), full[0].clone(), full[1].clone()],
        vec![full[1].clone(), full[0].clone(), partial],
    ] {
        assert_eq!(buckets(&draft, links, &["P1", "P2"]), [Bucket::Covered, Bucket::Covered]);
    }
}

/// The same tool let the last of two mappings that intersect overwrite the first.
#[test]
fn the_last_of_two_mappings_does_not_win() {
    let a = link("nist-csf-1.1:ID.AM-1", "coso-2013:P1", Standing::Overlaps);
    let b = link("nist-csf-1.1:ID.AM-2", "coso-2013:P1", Standing::Within);
    let draft = operating(&["nist-csf-1.1:ID.AM-1", "nist-csf-1.1:ID.AM-2"]);
    let world = world();
    let of = |links: Vec<CoverageLink>| {
        Case { draft: draft.clone(), links, suggestions: Vec::new() }.plain(&world)
    };
    let (one, other) = (of(vec![a.clone(), b.clone()]), of(vec![b, a]));
    assert_eq!(one, other);
    assert_eq!(one.entry("P1").unwrap().derivations.len(), 2); // Both are kept.
}

/// The same tool let a source that nobody had assessed undo another that covers the target alone.
#[test]
fn one_source_that_covers_is_enough() {
    let links: Vec<_> = ["ID.AM-1", "ID.AM-2"]
        .map(|s| link(&format!("nist-csf-1.1:{s}"), "coso-2013:P1", Standing::Covers))
        .into();
    for entry in ["nist-csf-1.1:ID.AM-1", "nist-csf-1.1:ID.AM-2"] {
        assert_eq!(buckets(&operating(&[entry]), links.clone(), &["P1"]), [Bucket::Covered]);
    }
}

/// The same tool took what is not applicable for the best a source can be.
#[test]
fn what_is_excluded_covers_nothing() {
    let mut draft = Draft::new("Acme");
    let mut soa = Soa::default();
    soa.entries.insert(r("nist-csf-1.1:ID.AM-1"), SoaEntry::excluded("no such assets"));
    draft.soa = Some(soa);
    let links = vec![link("nist-csf-1.1:ID.AM-1", "coso-2013:P1", Standing::Equal)];
    assert_eq!(buckets(&draft, links, &["P1"]), [Bucket::Unknown]);
}

/// Several sources together cover only if all are in place: one of them alone may have nothing in common.
#[test]
fn sources_taken_together_count_together() {
    let both = [r("nist-csf-1.1:ID.AM-1"), r("nist-csf-1.1:ID.AM-2")];
    let links = vec![CoverageLink::new(both, r("coso-2013:P1"), Standing::Covers, [])];
    assert_eq!(buckets(&operating(&["nist-csf-1.1:ID.AM-1"]), links.clone(), &["P1"]), [Bucket::Unknown]);
    let all = operating(&["nist-csf-1.1:ID.AM-1", "nist-csf-1.1:ID.AM-2"]);
    assert_eq!(buckets(&all, links, &["P1"]), [Bucket::Covered]);
}

#[test]
fn a_clause_is_never_excluded() {
    let mut draft = Draft::new("Acme");
    let mut soa = Soa::default();
    for entry in ["iso27001-2022:4.1", "iso27001-2022:A.7.6"] {
        soa.entries.insert(r(entry), SoaEntry::excluded("not here"));
    }
    draft.soa = Some(soa);
    let isms = draft.build().unwrap();
    let states = control_states(&isms, TODAY.parse().unwrap());
    let links = Links::new(&Catalogue::builtin(), [], []);
    let found = coverage(&isms, &states, "iso27001-2022", &links, &CoverageOptions::default()).unwrap();
    assert_eq!(found.entry("4.1").unwrap().bucket, Bucket::Unknown);
    assert_eq!(found.entry("A.7.6").unwrap().bucket, Bucket::Excluded);
    assert_eq!(found.inventory().decided, Ratio::new(1, 93));
}

#[test]
fn the_fewest_controls_explain_all() {
    let (world, mut random) = (world(), Random(5));
    let mut some = 0;
    for _ in 0..600 {
        let mut case = random_case(&mut random, &world);
        case.links.retain(|link| link.standing.covers() || random.chance(30));
        let whole = case.plain(&world);
        let fewest = whole.fewest_controls();
        let entries = whole.fewest_entries();
        assert!(fewest.is_optimal() && entries.is_optimal());
        let covered = |found: &Coverage| -> Vec<bool> {
            found
                .entries()
                .iter()
                .map(|entry| matches!(entry.bucket, Bucket::Covered | Bucket::Unverified))
                .collect()
        };
        let ids: Vec<_> = case.draft.controls.keys().cloned().collect();
        let enough = |set: &BTreeSet<_>| {
            let mut part = case.clone();
            part.draft.controls = case
                .draft
                .controls
                .iter()
                .filter(|(id, _)| set.contains(*id))
                .map(|(i, c)| (i.clone(), c.clone()))
                .collect();
            let found = part.plain(&world);
            let same = found
                .entries()
                .iter()
                .zip(whole.entries())
                .all(|(a, b)| a.bucket == b.bucket || b.bucket < Bucket::Unverified);
            same && covered(&found) == covered(&whole)
        };
        assert!(enough(&fewest.chosen.iter().cloned().collect()));
        let smaller = (0u32..1 << ids.len()).filter(|set| (set.count_ones() as usize) < fewest.chosen.len());
        for set in smaller {
            let set =
                ids.iter().enumerate().filter(|(n, _)| set >> n & 1 == 1).map(|(_, id)| id.clone()).collect();
            assert!(!enough(&set), "{set:?} would do");
        }
        some += usize::from(fewest.chosen.len() > 1);
    }
    assert!(some > 40, "{some}");
}

/// The buckets once these entries are implemented too.
fn with(case: &Case, world: &World, entries: impl IntoIterator<Item = Reference>) -> Coverage {
    let mut case = case.clone();
    let mut control = Control::new("new", ControlStatus::Implemented);
    control.implements.extend(entries);
    case.draft.controls.insert("NEW".parse().unwrap(), control);
    case.plain(world)
}

#[test]
fn a_plan_reaches_what_it_says_with_the_fewest_additions() {
    let (world, mut random) = (world(), Random(6));
    let mut some = 0;
    for turn in 0..300 {
        let case = random_case(&mut random, &world);
        let (isms, states) = case.isms();
        let mut options = PlanOptions::new(TARGET, SOURCE);
        let goals = [
            (Needed::Covers, Bucket::Unverified),
            (Needed::Overlaps, Bucket::Overlapping),
            (Needed::Suggested, Bucket::Suggested),
        ];
        let goal;
        (options.needed, goal) = goals[turn % 3];
        let plan: Plan = extra_controls(&isms, &states, &case.links(&world), &options).unwrap();
        let all = [&plan.reached, &plan.gained, &plan.excluded, &plan.unreachable];
        assert_eq!(all.iter().map(|list| list.len()).sum::<usize>(), world.targets.len());
        assert!(plan.is_optimal());

        let reached = |found: &Coverage| -> BTreeSet<Reference> {
            let far = |bucket| bucket >= goal && bucket != Bucket::Excluded;
            found.entries().iter().filter(|e| far(e.bucket)).map(|e| e.reference.clone()).collect()
        };
        let goal_set: BTreeSet<_> = plan.reached.iter().chain(&plan.gained).cloned().collect();
        assert_eq!(reached(&with(&case, &world, plan.additions.iter().map(|a| a.entry.clone()))), goal_set);
        // Nothing is called unreachable that all candidates together reach.
        assert_eq!(reached(&with(&case, &world, world.sources.iter().cloned())), goal_set);
        for set in
            (0u32..1 << world.sources.len()).filter(|set| (set.count_ones() as usize) < plan.additions.len())
        {
            let chosen = world.sources.iter().enumerate().filter(|(n, _)| set >> n & 1 == 1);
            assert_ne!(reached(&with(&case, &world, chosen.map(|(_, s)| s.clone()))), goal_set);
        }
        some += usize::from(plan.additions.len() > 1);
    }
    assert!(some > 50, "{some}");
}

#[test]
fn a_plan_does_not_propose_what_is_excluded() {
    let mut draft = Draft::new("Acme");
    let mut soa = Soa::default();
    soa.entries.insert(r("iso27001-2022:A.7.6"), SoaEntry::excluded("no secure areas"));
    draft.soa = Some(soa);
    let isms = draft.build().unwrap();
    let states = control_states(&isms, TODAY.parse().unwrap());
    let links = Links::new(
        &Catalogue::builtin(),
        [link("iso27001-2022:A.7.6", "coso-2013:P1", Standing::Covers)],
        [],
    );
    let plan = extra_controls(&isms, &states, &links, &PlanOptions::new(TARGET, "iso27001-2022")).unwrap();
    assert!(plan.additions.is_empty() && plan.unreachable.contains(&r("coso-2013:P1")));
}

#[test]
fn levels_are_told_from_slips() {
    let isms = Draft::new("Acme").build().unwrap();
    let states = control_states(&isms, TODAY.parse().unwrap());
    let links = Links::of(&Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default()).unwrap());
    let size = |target: &str, level: &str| {
        let mut options = PlanOptions::new(target, "nist-800-53-r5");
        options.level = Some(level.parse()?);
        options.needed = Needed::Overlaps;
        let plan = extra_controls(&isms, &states, &links, &options)?;
        Ok::<_, isms_core::Error>(plan.gained.len() + plan.unreachable.len())
    };
    assert_eq!(size("nist-800-53-r5", "baseline=moderate").unwrap(), 287);
    let groups = ["ig=1", "ig=2", "ig=3"].map(|level| size("cis-8.1", level).unwrap());
    assert_eq!(groups, [56, 130, 153]);
    let error = size("nist-800-53-r5", "baseline=moderat").unwrap_err();
    assert_eq!((error.code(), error.help()), ("K-002", Some("did you mean `baseline=moderate`?")));
}

#[test]
fn every_framework_is_covered_by_itself() {
    let catalogue = Catalogue::builtin();
    let links = Links::of(&Crosswalk::new(&catalogue, &CrosswalkOptions::default()).unwrap());
    let isms = Draft::new("Acme").build().unwrap();
    let states = control_states(&isms, TODAY.parse().unwrap());
    let all = coverage_of_all(&isms, &states, &links, &CoverageOptions::default());
    assert!(all.len() > 25, "{}", all.len());
    for found in all {
        let tally = found.tally();
        assert_eq!(tally.unknown, tally.total());
        let itself = delta(&links, found.framework(), found.framework()).unwrap();
        assert_eq!(itself.tally.covered, tally.total());
    }
}
