//! Path consistency over numbered nodes: what follows from known relations by composing and intersecting them.
//!
//! Only pairs of which something is known are stored. Per node its neighbours stand in buckets by what is known of
//! them, so that a whole bucket is passed over where composing proves nothing; most of a crosswalk is of this sort.

#![expect(clippy::indexing_slicing, reason = "there is one row per node, and steps refer to earlier steps")]

use std::collections::{HashMap, VecDeque, hash_map::Entry};
use std::hash::{BuildHasherDefault, Hasher};

use crate::relation::{Mask, Rcc5};

/// A step, as it stands or turned around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Via(u32); // INVARIANT: twice the place of a step, plus one where it is turned around.

impl Via {
    /// The place of the step.
    pub(super) fn step(self) -> u32 {
        self.0 >> 1
    }

    /// Whether the step is to be read the other way round.
    pub(super) fn turned(self) -> bool {
        self.0 & 1 == 1
    }

    fn turn(self) -> Self {
        Self(self.0 ^ 1)
    }

    fn turn_if(self, turn: bool) -> Self {
        Self(self.0 ^ u32::from(turn))
    }
}

/// Why a step holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// The premise at this place.
    Claim(u32),
    /// The first node is part of the second, or the same.
    Member,
    /// Two steps in a row.
    Compose(Via, Via),
    /// Two steps about one pair.
    Meet(Via, Via),
}

/// Something known of a pair, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) mask: Mask,
    pub(super) by: By,
}

/// Why the closure was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// More pairs than allowed.
    Pairs,
    /// More steps than allowed.
    Work,
    /// Whoever watches said so.
    Watcher,
}

/// How far the closure may go, and who watches.
#[derive(Clone, Copy)]
pub(super) struct Bounds<'w> {
    pub(super) max_pairs: usize,
    pub(super) max_work: u64,
    pub(super) watch: &'w dyn Fn(u64) -> bool,
}

/// How much work passes between two looks at the watcher.
const WATCH_EVERY: u64 = 1 << 16;

#[derive(Clone, Copy, Debug)]
struct Pair {
    mask: Mask,
    via: Via, // From the lower to the higher node.
    queued: bool,
}

/// What is known so far, and what is still to be looked at.
pub(super) struct Closure<'w> {
    bounds: Bounds<'w>,
    pairs: HashMap<u64, Pair, BuildHasherDefault<Mix>>,
    rows: Vec<Row>,
    queue: VecDeque<u64>,
    pub(super) steps: Vec<Step>, // INVARIANT: each refers to earlier ones only.
    /// The steps after which nothing was possible, in the order they were found. Their pairs are no longer used.
    pub(super) conflicts: Vec<Via>,
    work: u64,
    next_watch: u64,
}

/// The neighbours of a node by what is known of them. A neighbour of which more became known stays in its old bucket
/// too: what followed from less still follows.
#[derive(Default)]
struct Row(Vec<(Mask, Vec<(u32, Via)>)>);

impl Row {
    fn add(&mut self, mask: Mask, to: u32, via: Via) {
        match self.0.iter_mut().find(|bucket| bucket.0 == mask) {
            Some(bucket) => bucket.1.push((to, via)),
            None => self.0.push((mask, vec![(to, via)])),
        }
    }

    /// Forgets a neighbour. Returns how many entries were looked at.
    fn remove(&mut self, node: u32) -> u64 {
        let mut looked = 0;
        for (_, bucket) in &mut self.0 {
            looked += bucket.len() as u64;
            bucket.retain(|entry| entry.0 != node);
        }
        looked
    }
}

/// Adds a step. Its place must fit a `Via`.
fn put(steps: &mut Vec<Step>, step: Step) -> Result<Via, Stop> {
    let place = u32::try_from(steps.len()).ok().filter(|place| *place < u32::MAX / 2);
    let place = place.ok_or(Stop::Work)?;
    steps.push(step);
    Ok(Via(place << 1))
}

fn key(low: u32, high: u32) -> u64 {
    u64::from(low) << 32 | u64::from(high)
}

fn ends(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

impl<'w> Closure<'w> {
    pub(super) fn new(nodes: usize, bounds: Bounds<'w>) -> Self {
        let rows = std::iter::repeat_with(Row::default).take(nodes).collect();
        let (pairs, queue) = (HashMap::default(), VecDeque::new());
        let (steps, conflicts) = (Vec::new(), Vec::new());
        Self { bounds, pairs, rows, queue, steps, conflicts, work: 0, next_watch: 0 }
    }

    /// Counts work, and looks at the bounds.
    pub(super) fn spend(&mut self, work: u64) -> Result<(), Stop> {
        self.work = self.work.saturating_add(work);
        if self.work > self.bounds.max_work {
            return Err(Stop::Work);
        }
        if self.work >= self.next_watch {
            self.next_watch = self.work.saturating_add(WATCH_EVERY);
            if !(self.bounds.watch)(self.work) {
                return Err(Stop::Watcher);
            }
        }
        Ok(())
    }

    /// How much work was done.
    pub(super) fn work(&self) -> u64 {
        self.work
    }

    /// Adds what is known of a pair. Both nodes must be below the number of nodes.
    pub(super) fn narrow(&mut self, from: u32, to: u32, mask: Mask, by: By) -> Result<(), Stop> {
        if mask == Mask::ANY {
            return Ok(());
        }
        if from == to {
            return self.narrow_self(from, mask, by);
        }
        let turned = from > to;
        let (low, high) = if turned { (to, from) } else { (from, to) };
        let toward = if turned { mask.converse() } else { mask };
        let place = key(low, high);
        let count = self.pairs.len();
        let steps = &mut self.steps;
        let mut put = |step| put(steps, step);
        let pair = match self.pairs.entry(place) {
            Entry::Vacant(_) if count >= self.bounds.max_pairs => return Err(Stop::Pairs),
            Entry::Vacant(entry) => {
                let via = put(Step { from, to, mask, by })?.turn_if(turned);
                entry.insert(Pair { mask: toward, via, queued: false })
            }
            Entry::Occupied(entry) => {
                let pair = entry.into_mut();
                let met = pair.mask.meet(toward);
                if met == pair.mask {
                    return Ok(());
                }
                let mut via = put(Step { from, to, mask, by })?.turn_if(turned);
                if met != toward {
                    let by = By::Meet(pair.via, via);
                    via = put(Step { from: low, to: high, mask: met, by })?;
                }
                (pair.mask, pair.via) = (met, via);
                pair
            }
        };
        let Pair { mask, via, queued } = *pair;
        if mask.is_empty() {
            self.conflicts.push(via);
            let looked = self.rows[low as usize].remove(high) + self.rows[high as usize].remove(low);
            return self.spend(looked);
        }
        pair.queued = true;
        if !queued {
            self.queue.push_back(place);
        }
        self.rows[low as usize].add(mask, high, via);
        self.rows[high as usize].add(mask.converse(), low, via.turn());
        Ok(())
    }

    /// A node equals itself; what says otherwise is a contradiction, and what does not says nothing.
    fn narrow_self(&mut self, node: u32, mask: Mask, by: By) -> Result<(), Stop> {
        if mask.contains(Rcc5::Equal) {
            return Ok(());
        }
        let claimed = put(&mut self.steps, Step { from: node, to: node, mask, by })?;
        if mask.is_empty() {
            self.conflicts.push(claimed);
            return Ok(());
        }
        let same = Step { from: node, to: node, mask: Rcc5::Equal.into(), by: By::Member };
        let same = put(&mut self.steps, same)?;
        let by = By::Meet(claimed, same);
        let none = put(&mut self.steps, Step { from: node, to: node, mask: Mask::NONE, by })?;
        self.conflicts.push(none);
        Ok(())
    }

    /// Derives until nothing new follows, or, if asked to, until the first contradiction.
    pub(super) fn run(&mut self, to_first_conflict: bool) -> Result<(), Stop> {
        while let Some(place) = self.queue.pop_front() {
            if to_first_conflict && !self.conflicts.is_empty() {
                return Ok(());
            }
            self.spend(1)?;
            let (low, high) = ends(place);
            let Some(pair) = self.pairs.get_mut(&place) else { continue };
            pair.queued = false;
            let pair = *pair;
            if !pair.mask.is_empty() {
                self.extend(low, high, pair.mask, pair.via)?;
                self.extend(high, low, pair.mask.converse(), pair.via.turn())?;
            }
        }
        Ok(())
    }

    /// From what is known of `a` and `b`: what follows for `a` and each neighbour of `b`.
    fn extend(&mut self, a: u32, b: u32, known: Mask, via: Via) -> Result<(), Stop> {
        // The row of `b` cannot change meanwhile: it is no end of any pair that is narrowed here.
        let row = std::mem::take(&mut self.rows[b as usize]);
        let mut outcome = Ok(());
        'row: for (mask, bucket) in &row.0 {
            let follows = known.compose(*mask);
            outcome = self.spend(1);
            if outcome.is_err() {
                break;
            }
            if follows == Mask::ANY {
                continue;
            }
            for &(c, next) in bucket {
                if c == a {
                    continue;
                }
                outcome = self.spend(1).and_then(|()| self.narrow(a, c, follows, By::Compose(via, next)));
                if outcome.is_err() {
                    break 'row;
                }
            }
        }
        self.rows[b as usize] = row;
        outcome
    }

    /// All pairs, both ways: per node its neighbours, ascending.
    pub(super) fn into_neighbours(self) -> (Vec<Vec<Neighbour>>, Vec<Step>) {
        let mut counts = vec![0; self.rows.len()];
        for (low, high) in self.pairs.keys().map(|place| ends(*place)) {
            counts[low as usize] += 1;
            counts[high as usize] += 1;
        }
        let mut all: Vec<Vec<Neighbour>> = counts.into_iter().map(Vec::with_capacity).collect();
        for (place, pair) in self.pairs {
            let (low, high) = ends(place);
            all[low as usize].push(Neighbour { node: high, mask: pair.mask, via: pair.via });
            all[high as usize].push(Neighbour {
                node: low,
                mask: pair.mask.converse(),
                via: pair.via.turn(),
            });
        }
        for row in &mut all {
            row.sort_unstable_by_key(|neighbour| neighbour.node);
        }
        (all, self.steps)
    }
}

/// Another node, and what is known of the two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neighbour {
    pub(super) node: u32,
    pub(super) mask: Mask,
    pub(super) via: Via,
}

/// Hashes pairs of node numbers. These are ours and dense, so nobody can choose them to collide.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        // The finaliser of SplitMix64: every bit of the pair reaches every bit of the hash.
        let mut z = (self.0 ^ value).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = z ^ (z >> 31);
    }
}
