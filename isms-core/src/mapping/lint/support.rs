//! How well a claim is supported by what others say, by what the two ends are about, and by its neighbours.

#![expect(
    clippy::float_arithmetic,
    reason = "support ranks claims, and no more; nothing is concluded from its size"
)]

use super::case::World;
use super::descent::independent;
use super::links::{Fan, Links, NONE, Tree};
use super::topics::{Subjects, count};

/// Most neighbours that are looked at, evenly spread where there are more, so that a set of a million pairs is
/// ranked in seconds.
const MAX_NEIGHBOURS: usize = 32;
/// Most links of an entry into a hub that are looked at: those to the entries with the fewest links.
const MAX_LINKS: usize = 512;
/// What the neighbours in the set weigh against each of the other two.
const CONTEXT: f64 = 0.4;

/// A framework that both ends of a set have links with, in sets of other voices.
pub(super) struct Hub {
    pub(super) ahead: Rays,
    pub(super) back: Rays,
}

/// For each entry the entries of a hub it is linked with, ascending, the less usual the heavier.
pub(super) struct Rays(Vec<Vec<(u32, f32)>>);

impl Rays {
    fn of(sets: &[&Links<'_>], framework: usize, hub: usize) -> Self {
        let mut links: Vec<(u32, u32)> = Vec::new();
        let mut entries = 0;
        for (fan, _) in sets.iter().filter_map(|set| set.seen_from(framework).filter(|(_, end)| *end == hub))
        {
            for entry in fan.used() {
                links.extend(fan.at(entry).iter().map(|end| (entry, *end)));
                entries = entries.max(entry as usize + 1);
            }
        }
        links.sort_unstable();
        let mut usual = vec![0usize; links.iter().map(|link| link.1 as usize + 1).max().unwrap_or(0)];
        for (_, end) in &links {
            usual.get_mut(*end as usize).into_iter().for_each(|n| *n += 1);
        }
        let mut rays: Vec<Vec<(u32, f32)>> = vec![Vec::new(); entries];
        for of_entry in links.chunk_by(|a, b| a.0 == b.0) {
            let own = libm::pow(count(of_entry.len()), -0.4);
            let each = of_entry.chunk_by(|a, b| a == b).filter_map(|same| {
                let end = same.first()?.1;
                let usual = libm::pow(count(usual.get(end as usize).copied().unwrap_or(1)), -0.3);
                #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
                Some((end, (count(same.len()) * own * usual) as f32))
            });
            let mut list: Vec<(u32, f32)> = each.collect();
            if list.len() > MAX_LINKS {
                list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                list.truncate(MAX_LINKS);
                list.sort_unstable_by_key(|ray| ray.0);
            }
            if let Some(slot) = of_entry.first().and_then(|link| rays.get_mut(link.0 as usize)) {
                *slot = list;
            }
        }
        Self(rays)
    }

    pub(super) fn at(&self, entry: u32) -> &[(u32, f32)] {
        self.0.get(entry as usize).map(Vec::as_slice).unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }
}

impl Hub {
    /// How much two entries meet in it.
    pub(super) fn meet(&self, source: u32, target: u32) -> f64 {
        let (mut a, mut b) =
            (self.ahead.at(source).iter().peekable(), self.back.at(target).iter().peekable());
        let mut sum = 0.0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += f64::from(x.1) * f64::from(y.1);
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }
}

/// What is known of the two frameworks of a set apart from the set.
pub(super) struct Evidence {
    pub(super) hubs: Vec<Hub>,
    pub(super) source: Subjects,
    pub(super) target: Subjects,
    direct: Vec<Vec<u32>>, // For each source entry, the targets other voices link it with, ascending.
    reverse: Vec<Vec<u32>>,
}

impl Evidence {
    pub(super) fn of(world: &World<'_>, links: &Links<'_>) -> Option<Self> {
        let (source, target) = (world.framework(links.from)?, world.framework(links.to)?);
        let others = independent(world, links);
        let hubs =
            (0..world.catalogue.frameworks().len()).filter(|hub| *hub != links.from && *hub != links.to);
        let hubs = hubs.filter_map(|hub| {
            let hub =
                Hub { ahead: Rays::of(&others, links.from, hub), back: Rays::of(&others, links.to, hub) };
            (!hub.ahead.is_empty() && !hub.back.is_empty()).then_some(hub)
        });
        let same = |other: &&&Links<'_>| {
            (other.from, other.to) == (links.from, links.to)
                || (other.to, other.from) == (links.from, links.to)
        };
        let (mut direct, mut reverse) = (vec![Vec::new(); source.len()], vec![Vec::new(); target.len()]);
        for other in others.iter().filter(same).filter(|other| other.from != other.to) {
            for (a, b) in &other.pairs {
                let (x, y) = if other.from == links.from { (*a, *b) } else { (*b, *a) };
                direct.get_mut(x as usize).into_iter().for_each(|list| list.push(y));
                reverse.get_mut(y as usize).into_iter().for_each(|list| list.push(x));
            }
        }
        direct.iter_mut().chain(&mut reverse).for_each(|list| {
            list.sort_unstable();
            list.dedup();
        });
        Some(Self {
            hubs: hubs.collect(),
            source: world.topics.subjects(source),
            target: world.topics.subjects(target),
            direct,
            reverse,
        })
    }

    /// How much the two ends are about the same.
    pub(super) fn likeness(&self, source: u32, target: u32) -> f64 {
        self.source.likeness(source, &self.target, target)
    }

    /// How well two entries go together, without the set: over hubs and by topic.
    pub(super) fn fit(&self, source: u32, target: u32) -> f64 {
        self.hubs.iter().map(|hub| hub.meet(source, target)).sum::<f64>() + self.likeness(source, target)
    }
}

/// The parts of the support of a pair.
#[derive(Clone, Copy, Default)]
struct Parts {
    hubs: f64,
    topics: f64,
    /// Entries like the source that lead to the target, and like the target that the source leads to; `None` where
    /// there are no others at all.
    sources: Option<f64>,
    targets: Option<f64>,
    /// Sources with the same targets otherwise.
    peers: f64,
}

/// The support of each pair of a set, in order.
pub(super) fn of_pairs(
    links: &Links<'_>,
    trees: (&Tree, &Tree),
    evidence: &Evidence,
    context: bool,
) -> Vec<f64> {
    let mut parts = Vec::with_capacity(links.pairs.len());
    let mut peers = Peers::new(links);
    for (source, target) in &links.pairs {
        let (source, target) = (*source, *target);
        let hubs = evidence.hubs.iter().map(|hub| hub.meet(source, target)).sum();
        let topics = libm::pow(evidence.likeness(source, target).max(0.0), 1.3);
        let mut all = Parts { hubs, topics, ..Parts::default() };
        let (direct, reverse) = (list(&evidence.direct, source), list(&evidence.reverse, target));
        let (from, to) =
            if context { (links.back.at(target), links.forth.at(source)) } else { (&[][..], &[][..]) };
        all.sources = alike(source, from, reverse, |a, b| akin(&evidence.source, trees.0, a, b));
        all.targets = alike(target, to, direct, |a, b| akin(&evidence.target, trees.1, a, b));
        if context {
            all.peers = peers.of(links, source, target);
        }
        parts.push(all);
    }
    let share = |part: fn(&Parts) -> bool| {
        count(parts.iter().filter(|p| part(p)).count()) / f64::max(count(parts.len()), 1.0)
    };
    let (from, to) = (share(|p| p.sources.is_some()), share(|p| p.targets.is_some()));
    let even = |part: fn(&Parts) -> f64| {
        let mean = parts.iter().map(|p| part(p) * part(p)).sum::<f64>() / f64::max(count(parts.len()), 1.0);
        if mean > 0.0 { 1.0 / mean.sqrt() } else { 0.0 }
    };
    let (hubs, topics) = (even(|p| p.hubs), even(|p| p.topics));
    let (sources, targets) = (even(|p| p.sources.unwrap_or(0.0)), even(|p| p.targets.unwrap_or(0.0)));
    let peers = even(|p| p.peers);
    parts
        .iter()
        .map(|p| {
            let near = from * sources * p.sources.unwrap_or(0.0) + to * targets * p.targets.unwrap_or(0.0);
            hubs * p.hubs + topics * p.topics + CONTEXT * (near + from * to * peers * p.peers)
        })
        .collect()
}

fn list(lists: &[Vec<u32>], entry: u32) -> &[u32] {
    lists.get(entry as usize).map(Vec::as_slice).unwrap_or_default()
}

/// How close two entries of one framework are: by topic, and by where they stand.
fn akin(subjects: &Subjects, tree: &Tree, a: u32, b: u32) -> f64 {
    let (above, beside) = (tree.parent(a), tree.parent(b));
    let place = match () {
        () if above == b || beside == a => 0.5,
        () if above == beside && above != NONE => 0.1,
        () => 0.0,
    };
    subjects.likeness(a, subjects, b).max(0.0).powi(3) + place
}

/// How much an entry is like the others that a set, or other voices, put in its place.
fn alike(entry: u32, here: &[u32], elsewhere: &[u32], akin: impl Fn(u32, u32) -> f64) -> Option<f64> {
    let here = spread(here).filter(|other| *other != entry);
    let mut others = 0;
    let mut sum = 0.0;
    for other in here {
        others += 1;
        sum += akin(entry, other);
    }
    for other in spread(elsewhere) {
        others += 1;
        sum += if other == entry { 2.0 } else { akin(entry, other) };
    }
    (others > 0).then(|| sum / libm::pow(count(others), 0.3))
}

/// A list, or as many of it, evenly spread, as are looked at.
fn spread(list: &[u32]) -> impl Iterator<Item = u32> {
    let step = list.len().div_ceil(MAX_NEIGHBOURS).max(1);
    list.iter().step_by(step).copied()
}

/// For one source at a time, the other sources that share targets with it.
struct Peers {
    of: Option<u32>,
    shared: Vec<f64>,
    touched: Vec<u32>,
}

impl Peers {
    fn new(links: &Links<'_>) -> Self {
        let sources = links.pairs.last().map_or(0, |pair| pair.0 as usize + 1);
        Self { of: None, shared: vec![0.0; sources], touched: Vec::new() }
    }

    fn of(&mut self, links: &Links<'_>, source: u32, target: u32) -> f64 {
        let rare = |fan: &Fan, entry: u32| count(fan.at(entry).len().max(1)).powf(-0.5);
        let mine = links.forth.at(source);
        if self.of != Some(source) {
            for touched in self.touched.drain(..) {
                self.shared.get_mut(touched as usize).into_iter().for_each(|cell| *cell = 0.0);
            }
            for common in spread(mine) {
                let weight = rare(&links.back, common);
                for peer in spread(links.back.at(common)).filter(|peer| *peer != source) {
                    self.shared.get_mut(peer as usize).into_iter().for_each(|cell| *cell += weight);
                    self.touched.push(peer);
                }
            }
            self.of = Some(source);
        }
        let itself = if spread(mine).any(|seen| seen == target) { rare(&links.back, target) } else { 0.0 };
        let theirs = links.back.at(target);
        let mut sum = 0.0;
        for peer in spread(theirs).filter(|peer| *peer != source) {
            let common = self.shared.get(peer as usize).copied().unwrap_or(0.0) - itself;
            sum += common * rare(&links.forth, peer);
        }
        let others = |list: &[u32]| count(list.len().saturating_sub(1).max(1)).powf(-0.3);
        sum * others(mine) * others(theirs)
    }
}
