//! Suggestions: against a second implementation, in any order, never beside what is published, and within bounds.

use std::collections::BTreeSet;

use isms_core::{
    Catalogue, Crosswalk, CrosswalkOptions, EntryGroup, EntryKind, FrameworkId, Likeness, Pack, PackClaim,
    PackEntry, PackFramework, PackSet, Part, Reference, SuggestOptions, Suggester,
};

/// SplitMix64 (Steele, Lea and Flood, 2014).
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
}

/// A set of claims between numbered entries of numbered frameworks.
#[derive(Clone)]
struct Set {
    name: String,
    ends: (usize, usize),
    lineage: Vec<usize>,
    pairs: Vec<(usize, usize)>,
}

fn pack(sizes: &[usize], sets: &[Set], relation: Option<&str>) -> Catalogue {
    let mut pack = Pack::new("random".parse().unwrap(), "1", "own");
    for (number, size) in sizes.iter().enumerate() {
        let mut framework = PackFramework::new("random", "1");
        for entry in 0..*size {
            let label = format!("word{} word{}", entry % 3, (entry + number) % 4);
            framework.entries.insert(id(entry), PackEntry::new(EntryKind::Control, label));
        }
        pack.frameworks.insert(slug(number), framework);
    }
    for set in sets {
        let mut made = PackSet::new(slug(set.ends.0), slug(set.ends.1), "nobody");
        made.lineage = set.lineage.iter().map(|tag| format!("tag-{tag}").parse().unwrap()).collect();
        for (a, b) in &set.pairs {
            let (a, b) = (EntryGroup::one(id(*a)), EntryGroup::one(id(*b)));
            made.claims.push(PackClaim::new(a, b, relation.map(str::to_owned)));
        }
        pack.sets.insert(set.name.parse().unwrap(), made);
    }
    Catalogue::builtin().with(&pack).unwrap()
}

fn slug(number: usize) -> FrameworkId {
    format!("f{number}").parse().unwrap()
}

fn id<T: std::str::FromStr<Err = isms_core::Error>>(entry: usize) -> T {
    format!("{entry:05}").parse().unwrap()
}

fn random_sets(random: &mut Random, sizes: &[usize]) -> Vec<Set> {
    let mut sets = Vec::new();
    for number in 0..4 + random.below(10) {
        let from = random.below(sizes.len());
        let to = (from + 1 + random.below(sizes.len() - 1)) % sizes.len();
        let pairs: BTreeSet<(usize, usize)> =
            (0..1 + random.below(9)).map(|_| (random.below(sizes[from]), random.below(sizes[to]))).collect();
        let lineage = (0..1 + random.below(2)).map(|_| random.below(5)).collect();
        sets.push(Set {
            name: format!("s{number}"),
            ends: (from, to),
            lineage,
            pairs: pairs.into_iter().collect(),
        });
    }
    sets
}

/// How many independent sets link two entries of two frameworks, by nested loops: sets of the two that share a tag, even
/// over others, are one.
fn weight(sets: &[Set], f: usize, g: usize, x: usize, y: usize) -> f64 {
    let here: Vec<&Set> = sets.iter().filter(|s| s.ends == (f, g) || s.ends == (g, f)).collect();
    let mut group: Vec<usize> = (0..here.len()).collect();
    for _ in 0..here.len() {
        for a in 0..here.len() {
            for b in 0..here.len() {
                if here[a].lineage.iter().any(|tag| here[b].lineage.contains(tag)) {
                    let least = group[a].min(group[b]);
                    (group[a], group[b]) = (least, least);
                }
            }
        }
    }
    let linked: BTreeSet<usize> = here
        .iter()
        .zip(&group)
        .filter(|(s, _)| s.pairs.contains(&if s.ends == (f, g) { (x, y) } else { (y, x) }))
        .map(|(_, group)| *group)
        .collect();
    linked.len() as f64
}

/// A link divided by powers of the sums of its row and column.
fn spread(
    sets: &[Set],
    sizes: &[usize],
    (f, g): (usize, usize),
    (x, y): (usize, usize),
    powers: (f64, f64),
) -> f64 {
    let row: f64 = (0..sizes[g]).map(|y| weight(sets, f, g, x, y)).sum();
    let column: f64 = (0..sizes[f]).map(|x| weight(sets, f, g, x, y)).sum();
    let own = weight(sets, f, g, x, y);
    if own == 0.0 { 0.0 } else { own * row.powf(-powers.0) * column.powf(-powers.1) }
}

#[test]
fn the_walk_is_what_nested_loops_give() {
    let mut random = Random(1);
    for _ in 0..25 {
        let sizes: Vec<usize> = (0..4).map(|_| 2 + random.below(4)).collect();
        let sets = random_sets(&mut random, &sizes);
        let mut options = SuggestOptions::default();
        // Sets of the two themselves are looked at by nobody, whether or not they are left out.
        let own = |set: &&Set| BTreeSet::from([set.ends.0, set.ends.1]) == BTreeSet::from([0, 1]);
        if random.below(2) == 0 {
            options.leave_out = sets.iter().filter(own).map(|set| set.name.clone()).collect();
        }
        options.without =
            [Part::Subjects, Part::HalfLinks, Part::Words, Part::Evenness, Part::Popularity].into();
        let scores = Suggester::new(&pack(&sizes, &sets, None), &options).scores("f0", "f1").unwrap();

        let end = |f: usize, h: usize, x: usize, u: usize| spread(&sets, &sizes, (f, h), (x, u), (0.4, 0.3));
        let mut expected = vec![vec![0.0; sizes[1]]; sizes[0]];
        for (a, row) in expected.iter_mut().enumerate() {
            for (b, cell) in row.iter_mut().enumerate() {
                for h in 2..sizes.len() {
                    for u in 0..sizes[h] {
                        *cell += end(0, h, a, u) * end(1, h, b, u);
                        for k in (2..sizes.len()).filter(|k| *k != h) {
                            for v in 0..sizes[k] {
                                let middle = spread(&sets, &sizes, (h, k), (u, v), (0.4, 0.4));
                                *cell += 0.4 * end(0, h, a, u) * middle * end(1, k, b, v);
                            }
                        }
                    }
                }
            }
        }
        let squares: f64 = expected.iter().flatten().map(|x| x * x).sum();
        let size = (squares / (sizes[0] * sizes[1]) as f64).sqrt() + 0.05;
        for (a, row) in expected.iter().enumerate() {
            for (b, cell) in row.iter().enumerate() {
                let ours = scores.scores(a)[b];
                assert!((ours - cell / size).abs() < 1e-9, "{a} {b}: {ours} and {}", cell / size);
            }
        }
    }
}

#[test]
fn the_order_of_sets_and_claims_does_not_matter() {
    let mut random = Random(2);
    for _ in 0..10 {
        let sizes: Vec<usize> = (0..4).map(|_| 2 + random.below(5)).collect();
        let sets = random_sets(&mut random, &sizes);
        let mut turned = sets.clone();
        turned.reverse();
        for (number, set) in turned.iter_mut().enumerate() {
            set.name = format!("t{number:02}");
            set.pairs.reverse();
            if random.below(2) == 0 {
                set.ends = (set.ends.1, set.ends.0);
                set.pairs = set.pairs.iter().map(|(a, b)| (*b, *a)).collect();
            }
        }
        let found = |sets: &[Set]| {
            let suggester = Suggester::new(&pack(&sizes, sets, None), &SuggestOptions::default());
            let list = suggester.between("f0", "f1").unwrap();
            list.iter()
                .map(|s| (s.source.clone(), s.target.clone(), s.score.to_bits(), s.rank, s.lineages))
                .collect::<Vec<_>>()
        };
        assert_eq!(found(&sets), found(&turned));
    }
}

#[test]
fn a_published_pair_is_never_suggested() {
    let catalogue = Catalogue::builtin();
    let suggester = Suggester::new(&catalogue, &SuggestOptions::default());
    for set in catalogue.claim_sets() {
        let (from, to) = (set.source(), set.target());
        let mut said = BTreeSet::new();
        for claim in set.claims(&catalogue) {
            for a in claim.sources() {
                said.extend(claim.targets().map(|b| (a.reference(), b.reference())));
            }
        }
        for suggestion in suggester.between(from, to).unwrap() {
            assert!(
                !said.contains(&(suggestion.source.clone(), suggestion.target.clone())),
                "{suggestion:?}"
            );
            assert!(suggestion.rank <= 5 && suggestion.precision_permille >= 40);
        }
        for suggestion in suggester.between(to, from).unwrap() {
            assert!(
                !said.contains(&(suggestion.target.clone(), suggestion.source.clone())),
                "{suggestion:?}"
            );
        }
    }
    assert!(suggester.between("iso27001-2022", "iso27001-2022").unwrap().is_empty());
    assert_eq!(suggester.between("iso27001-2022", "iso27001").unwrap_err().code(), "K-001");
}

/// f0:0 and f1:0 are linked over f2:0; what a set says of the two decides.
fn linked(direct: Option<&str>) -> Catalogue {
    let hub = |name: &str, from: usize| Set {
        name: name.to_owned(),
        ends: (from, 2),
        lineage: vec![from],
        pairs: vec![(0, 0)],
    };
    let mut catalogue = pack(&[2, 2, 2], &[hub("a", 0), hub("b", 1)], None);
    if let Some(relation) = direct {
        let mut more = Pack::new("direct".parse().unwrap(), "1", "own");
        let mut set = PackSet::new(slug(0), slug(1), "nobody");
        let claim = PackClaim::new(EntryGroup::one(id(0)), EntryGroup::one(id(0)), Some(relation.to_owned()));
        set.claims.push(claim);
        more.sets.insert("direct".parse().unwrap(), set);
        catalogue = catalogue.with(&more).unwrap();
    }
    catalogue
}

#[test]
fn whatever_is_said_of_a_pair_silences_its_suggestion() {
    let of = |catalogue: &Catalogue, options: &SuggestOptions| {
        let found = Suggester::new(catalogue, options).between("f0", "f1").unwrap();
        found.iter().any(|s| s.source.entry() == "00000" && s.target.entry() == "00000")
    };
    let mut options = SuggestOptions::default();
    assert!(of(&linked(None), &options));
    for relation in ["equal", "disjoint", "no_relationship", "supports", "overlaps|disjoint"] {
        assert!(!of(&linked(Some(relation)), &options), "{relation}");
    }
    options.leave_out.insert("direct".to_owned());
    assert!(of(&linked(Some("equal")), &options));
}

#[test]
fn what_shares_nothing_is_no_evidence() {
    let set = |name: &str, from: usize| Set {
        name: name.to_owned(),
        ends: (from, 2),
        lineage: vec![from],
        pairs: vec![(0, 0)],
    };
    let sets = [set("a", 0), set("b", 1)];
    let lineages = |relation: &str| {
        let suggester = Suggester::new(&pack(&[2, 2, 2], &sets, Some(relation)), &SuggestOptions::default());
        suggester.scores("f0", "f1").unwrap().lineages(0)[0]
    };
    assert_eq!(lineages("overlaps"), 1);
    assert_eq!(lineages("supports"), 1);
    assert_eq!(lineages("disjoint"), 0);
    assert_eq!(lineages("overlaps|disjoint"), 0);
}

#[test]
fn frameworks_of_one_ancestry_are_one_witness() {
    let set = |name: &str, from: usize, hub: usize| Set {
        name: name.to_owned(),
        ends: (from, hub),
        lineage: vec![],
        pairs: vec![(0, 0)],
    };
    let sets = [set("a", 0, 2), set("b", 1, 2), set("c", 0, 3), set("d", 1, 3)];
    let catalogue = pack(&[2, 2, 2, 2], &sets, None);
    let mut options = SuggestOptions::default();
    let found = Suggester::new(&catalogue, &options).between("f0", "f1").unwrap();
    assert_eq!((found[0].lineages, found[0].witnesses.len()), (2, 2));
    assert_eq!(found[0].likeness, Likeness::Unknown);
    assert_eq!(found[0].witnesses[0].sets, ["a", "b"]);
    assert_eq!(
        found[0].sentences(),
        [
            "2 independent lineages and subjects unknown: 19 % of such pairs were in a withheld publisher's set",
            "both are linked to f2:00000 (nobody)",
            "both are linked to f3:00000 (nobody)",
        ]
    );
    for framework in ["f2", "f3"] {
        options.ancestry.insert(framework.to_owned(), "family".to_owned());
    }
    let found = Suggester::new(&catalogue, &options).between("f0", "f1").unwrap();
    assert_eq!((found[0].lineages, found[0].witnesses.len()), (1, 1));
}

#[test]
fn a_part_counts_as_its_whole() {
    let catalogue = Catalogue::builtin();
    let mut options = SuggestOptions::default();
    let framework = catalogue.framework("nist-800-53-r5").unwrap();
    for entry in framework.entries().filter(|entry| entry.kind() == EntryKind::Enhancement) {
        options.fold.insert(entry.reference(), entry.parent().unwrap().reference());
    }
    let scores = Suggester::new(&catalogue, &options).scores("iso27001-2022", "nist-800-53-r5").unwrap();
    assert_eq!(scores.targets().len(), 300);
    assert!(scores.targets().iter().all(|target| !target.entry().contains('(')));
}

#[test]
fn a_suggestion_changes_no_link() {
    let crosswalk = Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default()).unwrap();
    let source: Reference = "iso27001-2022:A.8.7".parse().unwrap();
    let (before, fresh) = (crosswalk.links_from(&source), crosswalk.clone());
    for framework in crosswalk.catalogue().frameworks() {
        let to = framework.id().parse().unwrap();
        let suggestions = crosswalk.suggestions_of(&source, &to).unwrap();
        for suggestion in &suggestions {
            let target = suggestion.target.to_string();
            assert!(before.iter().all(|link| link.targets.to_string() != target), "{target}");
        }
        let all = crosswalk.suggest(&"iso27001-2022".parse().unwrap(), &to).unwrap();
        let same: Vec<_> = all.into_iter().filter(|s| s.source == source).collect();
        assert_eq!(suggestions, same);
    }
    assert_eq!(crosswalk.links_from(&source), before);
    assert_eq!(fresh.links_from(&source), before);
    let rows = crosswalk.map(&source, Some(&"soc2-2017".parse().unwrap())).unwrap();
    assert_eq!(
        (rows[0].standing.as_str(), rows[0].target.as_deref()),
        ("suggested", Some("soc2-2017:CC6.8"))
    );
    assert!(rows[0].because[0].contains("of such pairs were in a withheld publisher's set"));
}

#[test]
fn too_large_frameworks_are_refused() {
    let sets = [];
    let catalogue = pack(&[20_000, 20_000, 1_000], &sets, None);
    let suggester = Suggester::new(&catalogue, &SuggestOptions::default());
    let error = suggester.between("f0", "f1").unwrap_err();
    assert_eq!(error.code(), "K-050");
    assert_eq!(suggester.scores("f0", "f1").err().unwrap().code(), "K-050");
    assert!(suggester.between("f2", "iso27001-2022").is_ok());
}

/// The same bits on every platform: no topic and no table of the catalogue is in this.
#[test]
fn scores_have_the_same_bits_everywhere() {
    let mut random = Random(3);
    let sizes = [5, 6, 4, 5];
    let sets = random_sets(&mut random, &sizes);
    let scores =
        Suggester::new(&pack(&sizes, &sets, None), &SuggestOptions::default()).scores("f0", "f1").unwrap();
    let mut bits = 0u64;
    for score in (0..sizes[0]).flat_map(|row| scores.scores(row).to_vec()) {
        bits = bits.rotate_left(5) ^ score.to_bits();
    }
    assert_eq!(bits, 0xe08e_b5ee_05dc_aa36, "{bits:#018x}");
}
