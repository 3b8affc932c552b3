//! What follows from claims, against real sets and against a naive reference.
//!
//! Random worlds give every entry a set that is not empty; claims are drawn that are true of these sets, weakened at
//! random. Then whatever is derived must be true of the sets as well. The reference is a dense path consistency that
//! shares no code with the engine, not even the table.
//!
//! `ISMS_MODELS` sets how many worlds are drawn.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use isms_core::{
    Because, ClaimId, EntailOptions, Entailment, ErrorKind, Ground, Mask, Premise, Proof, ProofStep, Rcc5,
    Reference, Term, entail, entail_watched,
};

const RELATIONS: [Rcc5; 5] = [Rcc5::Equal, Rcc5::Within, Rcc5::Contains, Rcc5::Overlaps, Rcc5::Disjoint];
const ENTRIES: usize = 6;

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

/// A term for each choice of entries, as bits; and back.
struct Names {
    terms: Vec<Term>,
    bits: HashMap<Term, usize>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let entries: Vec<Reference> = (0..ENTRIES).map(|n| format!("f{}:{n}", n % 3).parse().unwrap()).collect();
    let choice = |bits: usize| (0..ENTRIES).filter(move |n| bits >> n & 1 == 1);
    let mut terms = vec![Term::from(entries[0].clone())];
    terms.extend((1..1 << ENTRIES).map(|bits| Term::new(choice(bits).map(|n| entries[n].clone())).unwrap()));
    let bits = terms.iter().cloned().zip(0..).skip(1).collect();
    Names { terms, bits }
});

/// A claim about choices of entries, with its relations as bits.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Said {
    from: usize,
    to: usize,
    bits: u8,
}

fn mask(bits: u8) -> Mask {
    Mask::of((0..5).filter(|n| bits >> n & 1 == 1).map(|n| RELATIONS[n]))
}

fn bits(mask: Mask) -> u8 {
    mask.relations().map(|r| 1 << RELATIONS.iter().position(|known| *known == r).unwrap()).sum()
}

fn premise(place: usize, said: Said) -> Premise {
    let (from, to) = (NAMES.terms[said.from].clone(), NAMES.terms[said.to].clone());
    Premise::new(ClaimId::new("s", place as u32), "publisher", from, to, mask(said.bits))
}

fn premises(said: &[Said]) -> Vec<Premise> {
    said.iter().enumerate().map(|(place, said)| premise(place, *said)).collect()
}

fn derive(premises: &[Premise]) -> Entailment {
    entail(premises, &EntailOptions::default()).unwrap()
}

/// The relation of two sets, as a bit.
fn relation(a: usize, b: usize) -> u8 {
    let (shared, left, right) = (a & b != 0, a & !b != 0, b & !a != 0);
    match (shared, left, right) {
        (false, ..) => 16,
        (true, false, false) => 1,
        (true, false, true) => 2,
        (true, true, false) => 4,
        (true, true, true) => 8,
    }
}

/// A set for each entry; a choice of entries has their union.
struct World([usize; ENTRIES]);

impl World {
    fn new(random: &mut Random) -> Self {
        let universe = (1 << (2 + random.below(7))) - 1;
        let sparse = random.percent(50);
        Self(std::array::from_fn(|_| {
            loop {
                let mut set = random.below(universe + 1);
                if sparse {
                    set &= random.below(universe + 1);
                }
                if set != 0 {
                    return set;
                }
            }
        }))
    }

    fn set(&self, choice: usize) -> usize {
        (0..ENTRIES).filter(|n| choice >> n & 1 == 1).fold(0, |set, n| set | self.0[n])
    }

    /// Claims that are true of the sets, between 4 to 7 terms.
    fn claims(&self, random: &mut Random) -> Vec<Said> {
        let several = [0, 25, 60][random.below(3)];
        let terms: Vec<usize> = (0..4 + random.below(4))
            .map(|_| {
                let one = 1 << random.below(ENTRIES);
                if random.percent(several) { one | random.below(1 << ENTRIES) } else { one }
            })
            .collect();
        let (density, exact) = ([20, 40, 80][random.below(3)], [10, 50, 90][random.below(3)]);
        let mut said = Vec::new();
        for &from in &terms {
            for &to in &terms {
                if random.percent(density / 2) {
                    let truth = relation(self.set(from), self.set(to));
                    let weaker = match random.below(3) {
                        _ if random.percent(exact) => 0,
                        0 if truth != 16 => 15,
                        1 => 31,
                        _ => random.below(32) as u8,
                    };
                    said.push(Said { from, to, bits: truth | weaker });
                }
            }
        }
        said
    }
}

fn models(default: u64) -> u64 {
    std::env::var("ISMS_MODELS").ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn whatever_is_derived_is_true_of_the_sets() {
    let start = std::time::Instant::now();
    let count = models(100_000);
    let (mut derived, mut covers, mut overlaps, mut disjoint, mut proofs) = (0, 0, 0, 0, 0u64);
    for seed in 0..count {
        let mut random = Random(seed);
        let world = World::new(&mut random);
        let premises = premises(&world.claims(&mut random));
        let entailment = derive(&premises);
        assert!(entailment.contradictions().is_empty() && entailment.untraced() == 0, "model {seed}");
        let find = |id: &ClaimId| premises.get(id.place as usize).cloned();
        for pair in entailment.pairs() {
            let (a, b) = (world.set(NAMES.bits[pair.from]), world.set(NAMES.bits[pair.to]));
            let known = bits(pair.mask);
            assert!(
                known & relation(a, b) != 0 && known != 31,
                "model {seed}: {} {} {}",
                pair.from,
                pair.mask,
                pair.to
            );
            let back = entailment.mask(pair.to, pair.from);
            assert!(bits(back) & relation(b, a) != 0 && back == pair.mask.converse());
            assert!(!pair.mask.covers() || a & b == b);
            assert!(!pair.mask.is_within() || a & b == a);
            assert!(!pair.mask.overlaps() || a & b != 0);
            assert!(!pair.mask.is_disjoint() || a & b == 0);
            if pair.ground == Ground::Derived {
                derived += 1;
                covers += u64::from(pair.mask.covers());
                overlaps += u64::from(pair.mask.overlaps());
                disjoint += u64::from(pair.mask.is_disjoint());
            }
            if seed % 8 == 0 {
                for (from, to) in [(pair.from, pair.to), (pair.to, pair.from)] {
                    let proof = entailment.proof(from, to).unwrap();
                    assert_eq!(proof.check(&find).unwrap(), entailment.mask(from, to), "model {seed}");
                    let end = proof.conclusion().unwrap();
                    assert_eq!((&end.from, &end.to), (from, to));
                    proofs += 1;
                }
            }
        }
    }
    println!(
        "{count} models, {derived} derived pairs ({covers} cover, {overlaps} overlap, {disjoint} disjoint), \
         {proofs} proofs, no violation, {:?}",
        start.elapsed()
    );
    assert!(derived > 2 * count && covers > count / 10 && overlaps > count / 2 && disjoint > count / 20);
}

/// The table, from sets alone.
static TABLE: LazyLock<[[u8; 32]; 32]> = LazyLock::new(|| {
    let mut single = BTreeMap::<(u8, u8), u8>::new();
    for a in 1..64 {
        for b in 1..64 {
            for c in 1..64 {
                *single.entry((relation(a, b), relation(b, c))).or_default() |= relation(a, c);
            }
        }
    }
    std::array::from_fn(|r| {
        std::array::from_fn(|s| {
            let joined = single.iter().filter(|((p, q), _)| *p as usize & r != 0 && *q as usize & s != 0);
            joined.fold(0, |all, (_, bits)| all | bits)
        })
    })
});

fn converse(bits: u8) -> u8 {
    bits & 0b11001 | (bits & 2) << 1 | (bits & 4) >> 1
}

/// Path consistency over all triples until nothing changes: the relations of all pairs, or `None` for a contradiction.
fn naive(said: &[Said]) -> Option<BTreeMap<(usize, usize), u8>> {
    let mut terms = BTreeSet::new();
    for said in said {
        for term in [said.from, said.to] {
            terms.insert(term);
            if said.bits & 15 != 15 && term.count_ones() > 1 {
                terms.extend((0..ENTRIES).map(|n| 1 << n).filter(|one| term & one != 0));
            }
        }
    }
    let mut known = BTreeMap::new();
    for &a in &terms {
        for &b in &terms {
            let structural = match (a == b, a & b) {
                (true, _) => 1,
                (_, shared) if shared == a => 3,
                (_, shared) if shared == b => 5,
                _ => 31,
            };
            known.insert((a, b), structural);
        }
    }
    for said in said {
        *known.get_mut(&(said.from, said.to)).unwrap() &= said.bits;
        *known.get_mut(&(said.to, said.from)).unwrap() &= converse(said.bits);
    }
    loop {
        let before = known.clone();
        for &a in &terms {
            for &b in &terms {
                for &c in &terms {
                    let follows = TABLE[known[&(a, b)] as usize][known[&(b, c)] as usize];
                    let met = known[&(a, c)] & follows;
                    if met == 0 {
                        return None;
                    }
                    known.insert((a, c), met);
                }
            }
        }
        if known == before {
            return Some(known);
        }
    }
}

/// Claims that need not be true of anything.
fn arbitrary(random: &mut Random) -> Vec<Said> {
    let (terms, several) = (3 + random.below(6), [0, 30, 70][random.below(3)]);
    let terms: Vec<usize> = (0..terms)
        .map(|_| {
            let one = 1 << random.below(ENTRIES);
            if random.percent(several) { one | random.below(1 << ENTRIES) } else { one }
        })
        .collect();
    let likely = [1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 10, 12, 15, 15, 15, 16, 26, 27, 28, 29, 30];
    (0..random.below(14))
        .map(|_| {
            let (from, to) = (terms[random.below(terms.len())], terms[random.below(terms.len())]);
            // Mostly what publishers say, so that not everything contradicts everything.
            let mut bits =
                if random.percent(70) { likely[random.below(likely.len())] } else { random.below(32) as u8 };
            if from == to && random.percent(90) {
                bits |= 1;
            }
            Said { from, to, bits }
        })
        .collect()
}

#[test]
fn a_naive_reference_derives_the_same() {
    let (mut consistent, mut contradictory, mut compared, mut largest) = (0, 0, 0, 0);
    for seed in 0..20_000 {
        let mut random = Random(seed);
        let said = arbitrary(&mut random);
        let premises = premises(&said);
        let entailment = derive(&premises);
        match naive(&said) {
            Some(known) => {
                consistent += 1;
                assert!(entailment.contradictions().is_empty(), "network {seed}");
                let terms: BTreeSet<_> = known.keys().map(|(a, _)| NAMES.terms[*a].clone()).collect();
                assert!(terms.iter().eq(entailment.terms()), "network {seed}");
                let mut listed = 0;
                for ((a, b), expected) in known {
                    let got = entailment.mask(&NAMES.terms[a], &NAMES.terms[b]);
                    assert_eq!(bits(got), expected, "network {seed}: {a:b} and {b:b} of {said:?}");
                    compared += 1;
                    listed += usize::from(a != b && expected != 31);
                }
                assert_eq!(entailment.pairs().count() * 2, listed);
            }
            None => {
                contradictory += 1;
                assert!(!entailment.contradictions().is_empty(), "network {seed}");
                for found in entailment.contradictions() {
                    let places: Vec<_> = found.claims.iter().map(|claim| claim.place as usize).collect();
                    let only = |left_out: Option<usize>| -> Vec<Said> {
                        places.iter().filter(|at| Some(**at) != left_out).map(|at| said[*at]).collect()
                    };
                    assert!(naive(&only(None)).is_none(), "network {seed}");
                    for &place in &places {
                        assert!(naive(&only(Some(place))).is_some(), "network {seed}: {place} is not needed");
                    }
                    let find = |id: &ClaimId| premises.get(id.place as usize).cloned();
                    assert_eq!(found.proof.check(&find).unwrap(), Mask::NONE);
                    assert!(found.proof.claims().into_iter().eq(&found.claims));
                    largest = largest.max(places.len());
                }
                // What can still be said is said with proofs that hold.
                for pair in entailment.pairs() {
                    let find = |id: &ClaimId| premises.get(id.place as usize).cloned();
                    let proof = entailment.proof(pair.from, pair.to).unwrap();
                    assert_eq!(proof.check(&find).unwrap(), pair.mask);
                }
            }
        }
    }
    println!(
        "{consistent} consistent ({compared} masks), {contradictory} contradictory, up to {largest} claims"
    );
    assert!(consistent > 4_000 && contradictory > 4_000 && largest > 4);
}

#[test]
fn a_planted_contradiction_is_found() {
    let (mut planted, mut deep) = (0, 0);
    for seed in 0..20_000 {
        let mut random = Random(seed ^ 0xfeed);
        let world = World::new(&mut random);
        let mut said = world.claims(&mut random);
        let sound = derive(&premises(&said));
        let pairs: Vec<_> = sound.pairs().filter(|pair| pair.ground == Ground::Derived).collect();
        if pairs.is_empty() {
            continue;
        }
        let pair = pairs[random.below(pairs.len())];
        let lie = !bits(pair.mask) & 31 & random.below(32) as u8;
        if lie == 0 {
            continue;
        }
        said.push(Said { from: NAMES.bits[pair.from], to: NAMES.bits[pair.to], bits: lie });
        random.shuffle(&mut said);
        let lies: Vec<u32> = (0u32..)
            .zip(&said)
            .filter(|(_, said)| relation(world.set(said.from), world.set(said.to)) & said.bits == 0)
            .map(|(place, _)| place)
            .collect();
        let entailment = derive(&premises(&said));
        planted += 1;
        assert!(!entailment.contradictions().is_empty(), "model {seed}");
        if lies.len() == 1 {
            // All other claims are true together, so no contradiction can do without the lie.
            for found in entailment.contradictions() {
                assert!(found.claims.iter().any(|claim| claim.place == lies[0]), "model {seed}");
                deep = deep.max(found.claims.len());
            }
        }
    }
    println!("{planted} planted, up to {deep} claims");
    assert!(planted > 5_000 && deep > 4);
}

#[test]
fn more_claims_only_narrow() {
    for seed in 0..5_000 {
        let mut random = Random(seed ^ 0xabcd);
        let world = World::new(&mut random);
        let said = world.claims(&mut random);
        let all = premises(&said);
        let (few, order) = (random.below(all.len() + 1), &mut all.clone());
        random.shuffle(order);
        let (less, more) = (derive(&order[..few]), derive(&all));
        for pair in less.pairs() {
            assert!(more.mask(pair.from, pair.to).within(pair.mask), "model {seed}");
        }
        // Nor does the order matter, not even to the proofs.
        let again = derive(order);
        assert!(again.pairs().eq(more.pairs()));
        for pair in more.pairs() {
            assert_eq!(again.proof(pair.from, pair.to), more.proof(pair.from, pair.to));
        }
    }
}

#[test]
fn a_proof_that_was_altered_does_not_hold() {
    let mut altered = 0;
    let mut kinds = [0; 5];
    for seed in 0..3_000 {
        let mut random = Random(seed ^ 0x7a3);
        let world = World::new(&mut random);
        let premises = premises(&world.claims(&mut random));
        let find = |id: &ClaimId| premises.get(id.place as usize).cloned();
        let entailment = derive(&premises);
        for pair in entailment.pairs().filter(|pair| pair.ground == Ground::Derived) {
            let proof = entailment.proof(pair.from, pair.to).unwrap();
            let rebuilt = |steps: Vec<ProofStep>| Proof::from_steps(proof.frames().iter().cloned(), steps);
            assert_eq!(rebuilt(proof.steps().to_vec()), proof);
            let last = proof.steps().len() as u32;
            for (place, step) in proof.steps().iter().enumerate() {
                let mut fail = |change: &dyn Fn(&mut ProofStep)| {
                    let mut steps = proof.steps().to_vec();
                    change(&mut steps[place]);
                    if steps[place] != *step {
                        let error = rebuilt(steps).check(&find).unwrap_err();
                        assert_eq!((error.code(), error.kind()), ("K-013", ErrorKind::Invalid));
                        altered += 1;
                    }
                };
                // Another relation.
                let other = random.below(32) as u8;
                fail(&|step| step.mask = mask(other));
                // Other ends. The ends of a composition whose parts end there are fixed, and so are those of a claim.
                if !matches!(step.by, Because::Member) {
                    let choice = 1 + random.below((1 << ENTRIES) - 1);
                    fail(&|step| step.from = NAMES.terms[choice].clone());
                    fail(&|step| step.to = NAMES.terms[choice].clone());
                }
                // Another reason.
                let kind = match &step.by {
                    Because::Claim(claim) => {
                        let nowhere = ClaimId::new("t", claim.place);
                        fail(&|step| step.by = Because::Claim(ClaimId::new("s", 999)));
                        fail(&|step| step.by = Because::Claim(nowhere.clone()));
                        0
                    }
                    Because::Member => {
                        fail(&|step| std::mem::swap(&mut step.from, &mut step.to));
                        1
                    }
                    Because::Converse(_) => {
                        for of in [0, place as u32 + 1, last + 1, u32::MAX] {
                            fail(&|step| step.by = Because::Converse(of));
                        }
                        2
                    }
                    Because::Compose(first, second) => {
                        let (first, second) = (*first, *second);
                        for of in [0, place as u32 + 1, last + 1, u32::MAX] {
                            fail(&|step| step.by = Because::Compose(of, second));
                            fail(&|step| step.by = Because::Compose(first, of));
                        }
                        fail(&|step| step.by = Because::Meet(first, second));
                        3
                    }
                    Because::Meet(first, second) => {
                        let (first, second) = (*first, *second);
                        fail(&|step| step.by = Because::Meet(first, place as u32 + 1));
                        fail(&|step| step.by = Because::Compose(first, second));
                        4
                    }
                    _ => panic!("an unknown reason"),
                };
                kinds[kind] += 1;
            }
            // Claims that changed, are gone, or are of a frame nobody named.
            for claim in proof.claims() {
                let changed = |change: &dyn Fn(&mut Premise)| {
                    let changed = |id: &ClaimId| {
                        let mut premise = find(id)?;
                        if id == claim {
                            change(&mut premise);
                        }
                        Some(premise)
                    };
                    assert!(proof.check(&changed).is_err());
                };
                changed(&|premise| premise.mask = mask(bits(premise.mask) ^ 8));
                changed(&|premise| premise.frame = "another".into());
                changed(&|premise| premise.claim.place += 1);
                let gone = |id: &ClaimId| find(id).filter(|_| id != claim);
                assert!(proof.check(&gone).is_err());
            }
            // That two terms share an entry needs no claim, and so no frame.
            let unframed = Proof::from_steps(Vec::new(), proof.steps().to_vec());
            assert_eq!(unframed.check(&find).is_ok(), proof.claims().is_empty());
            assert!(rebuilt(Vec::new()).check(&find).is_err());
        }
    }
    println!("{altered} alterations, {kinds:?} steps by kind");
    assert!(altered > 50_000 && kinds.iter().all(|count| *count > 100));
}

fn one(place: usize, frame: &str, from: &str, relation: Rcc5, to: &str) -> Premise {
    let claim = ClaimId::new("set", place as u32);
    Premise::new(claim, frame, from.parse().unwrap(), to.parse().unwrap(), relation.into())
}

#[test]
fn frames_are_not_mixed_unless_declared_equal() {
    let premises = [one(1, "cis", "a:1", Rcc5::Within, "h:1"), one(2, "nist", "h:1", Rcc5::Within, "b:1")];
    let mut options = EntailOptions::default();
    let refused = |options: &EntailOptions| {
        let error = entail(&premises, options).unwrap_err();
        (error.code(), error.kind()) == ("K-014", ErrorKind::Incomparable)
    };
    assert!(refused(&options));
    options.equal_frames.insert("cis".to_owned());
    assert!(refused(&options));
    options.equal_frames.insert("nist".to_owned());
    let entailment = entail(&premises, &options).unwrap();
    let proof = entailment.proof(&"a:1".parse().unwrap(), &"b:1".parse().unwrap()).unwrap();
    assert_eq!(proof.frames(), ["cis", "nist"]);
    let find = |id: &ClaimId| premises.iter().find(|p| p.claim == *id).cloned();
    assert!(proof.check(&find).unwrap().is_within());
    let one = Proof::from_steps(["cis".to_owned()], proof.steps().to_vec());
    let error = one.check(&find).unwrap_err();
    assert!(error.message().contains("`nist`"), "{error}");
}

#[test]
fn a_claim_given_twice_must_say_the_same() {
    let same = [one(1, "p", "a:1", Rcc5::Within, "h:1"), one(1, "p", "a:1", Rcc5::Within, "h:1")];
    assert_eq!(derive(&same).pairs().count(), 1);
    let other = [one(1, "p", "a:1", Rcc5::Within, "h:1"), one(1, "p", "a:1", Rcc5::Equal, "h:1")];
    assert_eq!(entail(&other, &EntailOptions::default()).unwrap_err().code(), "D-006");
    assert!(derive(&[]).terms().is_empty());
}

#[test]
fn a_term_cannot_differ_from_itself() {
    let premises = [one(1, "p", "a:1", Rcc5::Within, "a:1"), one(2, "p", "a:1", Rcc5::Equal, "a:1")];
    let entailment = derive(&premises);
    let [found] = entailment.contradictions() else { panic!("one contradiction expected") };
    assert_eq!(found.claims, [ClaimId::new("set", 1)]);
    assert_eq!(
        found.proof.sentences(),
        [
            "claim `set#1`: a:1 lies within a:1",
            "by their entries: a:1 equals a:1",
            "steps 1 and 2 together: a:1 cannot relate in any way to a:1",
        ]
    );
}

/// A crosswalk as they are: `all` claims between two frameworks and a hub, of which `typed` say more than that
/// something is shared.
fn crosswalk(all: usize, typed: usize, entries: usize) -> Vec<Premise> {
    let mut random = Random(7);
    let name =
        |framework: &str, n: usize| Term::from(format!("{framework}:{n}").parse::<Reference>().unwrap());
    let names: Vec<Vec<Term>> = ["a", "hub", "b"]
        .iter()
        .map(|framework| (0..entries).map(|n| name(framework, n)).collect())
        .collect();
    (0..all)
        .map(|place| {
            let side = random.below(2);
            let from = names[side][random.below(entries)].clone();
            let to = names[side + 1][random.below(entries)].clone();
            let said = if place % (all / typed) == 0 { Mask::PART } else { Mask::NOT_DISJOINT };
            Premise::new(ClaimId::new("walk", place as u32), "p", from, to, said)
        })
        .collect()
}

#[test]
fn what_says_nothing_costs_nothing() {
    // Bounds on work instead of time: what is untyped is passed over bucket by bucket.
    for (all, typed, entries, steps) in [
        (20_000, 1, 1000, 150_000),
        (20_000, 500, 1000, 200_000),
        (200_000, 1, 100, 300_000),
        (200_000, 10, 5000, 1_200_000),
    ] {
        let premises = crosswalk(all, typed, entries);
        let mut options = EntailOptions::default();
        options.max_steps = steps;
        let start = std::time::Instant::now();
        let entailment = entail(&premises, &options).unwrap();
        let (pairs, time) = (entailment.pairs().count(), start.elapsed());
        println!("{all} claims, {typed} typed, {entries} entries each: {pairs} pairs, {time:?}");
        assert!(entailment.contradictions().is_empty());
    }
}

#[test]
fn nothing_grows_without_bound() {
    // Sets inside each other: every pair is related.
    let chain: Vec<_> =
        (0..400).map(|n| one(n, "p", &format!("a:{n}"), Rcc5::Within, &format!("a:{}", n + 1))).collect();
    assert_eq!(derive(&chain).pairs().count(), 401 * 400 / 2);
    let limited = |change: &dyn Fn(&mut EntailOptions)| {
        let mut options = EntailOptions::default();
        change(&mut options);
        let error = entail(&chain, &options).unwrap_err();
        assert_eq!((error.code(), error.kind()), ("K-012", ErrorKind::Overflow));
    };
    limited(&|options| options.max_pairs = 80_199);
    limited(&|options| options.max_pairs = 10);
    limited(&|options| options.max_steps = 100_000);
    limited(&|options| options.max_steps = 0);

    let seen = std::cell::RefCell::new(Vec::new());
    let watch = |steps| {
        seen.borrow_mut().push(steps);
        steps < 300_000
    };
    let error = entail_watched(&chain, &EntailOptions::default(), &watch).unwrap_err();
    assert_eq!(error.code(), "K-012");
    assert!(seen.borrow().len() > 2 && seen.borrow().is_sorted());

    // A ring is one set under many names.
    let ring: Vec<_> = (0..60)
        .map(|n| {
            let (from, to) =
                (format!("a:{n}").parse().unwrap(), format!("a:{}", (n + 1) % 60).parse().unwrap());
            Premise::new(ClaimId::new("ring", n), "p", from, to, Mask::PART)
        })
        .collect();
    let entailment = derive(&ring);
    assert!(entailment.pairs().all(|pair| pair.mask == Mask::from(Rcc5::Equal)));
    assert_eq!(entailment.pairs().count(), 60 * 59 / 2);
}

#[test]
fn conflicts_beyond_the_limit_are_counted() {
    let pair = |n: usize| {
        let (a, b) = (format!("a:{n}"), format!("b:{n}"));
        [one(2 * n, "p", &a, Rcc5::Within, &b), one(2 * n + 1, "p", &a, Rcc5::Disjoint, &b)]
    };
    let premises: Vec<_> = (0..20).flat_map(pair).collect();
    let mut options = EntailOptions::default();
    options.max_contradictions = 15;
    let entailment = entail(&premises, &options).unwrap();
    assert_eq!((entailment.contradictions().len(), entailment.untraced()), (15, 5));
    let whole = derive(&premises);
    assert_eq!((whole.contradictions().len(), whole.untraced()), (20, 0));
    assert!(whole.contradictions().iter().all(|found| found.claims.len() == 2));
    assert_eq!(whole.mask(&"a:3".parse().unwrap(), &"b:3".parse().unwrap()), Mask::NONE);
}
