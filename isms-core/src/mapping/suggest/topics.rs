//! What entries are about: topics of our own vocabulary, with those that go together taken as near.

#![expect(
    clippy::float_arithmetic,
    reason = "scores are not levels: they rank pairs and nothing is computed with them"
)]

use std::collections::BTreeMap;

use super::links::Links;
use super::model::{Frame, Model};
use super::sparse::{Grid, add, powers};
use crate::catalogue::{Catalogue, Entry, Framework, Tier};
use crate::relation::Meaning;

/// What a topic of the entry above counts.
const ABOVE: f64 = 0.25;
/// How near topics are that always go together.
const TOGETHER: f64 = 0.5;
/// The least weight of a topic: one that every entry has still says a little.
const LEAST: f64 = 0.1;

/// What topics tell of all frameworks.
#[derive(Clone, Debug)]
pub(super) struct Topics {
    near: Grid, // How near two topics are; twice over, since both ends are widened.
    subjects: Vec<Vec<Vec<(u32, f64)>>>, // By framework and node: topics and how much of each.
    rarity: Vec<Vec<f64>>, // By framework and topic.
}

/// What a topic counts by its place: the first is the most important.
fn by_place(place: usize) -> f64 {
    1.0 / (1.0 + 0.5 * place as f64)
}

impl Topics {
    pub(super) fn new(catalogue: &Catalogue, model: &Model, leave_out: &dyn Fn(&str) -> bool) -> Self {
        // The vocabulary is that of the frameworks that are built in: own words of a pack are not compared.
        let known = catalogue.frameworks().iter().filter(|framework| framework.tier() != Tier::Own);
        let words = known.flat_map(Framework::entries).flat_map(|entry| entry.topics());
        let numbers: BTreeMap<&str, u32> = words.map(|word| (word, 0)).collect();
        let numbers: BTreeMap<&str, u32> = numbers.into_keys().zip(0u32..).collect();
        let placed = |framework: &Framework| -> Placed {
            let places = (0u32..).take(framework.len());
            places
                .map(|place| framework.at(place).map_or(Vec::new(), |entry| placed(&numbers, &entry)))
                .collect()
        };
        let all: Vec<Placed> = catalogue.frameworks().iter().map(placed).collect();
        let mut together = Grid::new(numbers.len(), numbers.len());
        for (framework, entries) in catalogue.frameworks().iter().zip(&all) {
            if framework.tier() == Tier::Own {
                continue;
            }
            let share = 1.0 / framework.len().max(1) as f64;
            for topics in entries {
                for (topic, weight) in topics {
                    add(together.row_mut(*topic as usize), share * weight, topics);
                }
            }
        }
        let near = squared(&nearness(&together));
        let mut topics = Self { near, subjects: Vec::new(), rarity: Vec::new() };
        for ((framework, frame), placed) in catalogue.frameworks().iter().zip(&model.frames).zip(&all) {
            let subjects = subjects(catalogue, placed, framework, frame, leave_out);
            topics.rarity.push(rarity(numbers.len(), frame, &subjects));
            topics.subjects.push(subjects);
        }
        topics
    }

    /// Whether anything is said of what the entries of a framework are about.
    pub(super) fn has(&self, frame: usize) -> bool {
        self.subjects.get(frame).is_some_and(|nodes| nodes.iter().any(|topics| !topics.is_empty()))
    }

    /// Whether anything is said of an entry.
    pub(super) fn says(&self, frame: usize, node: u32) -> bool {
        self.subjects.get(frame).and_then(|nodes| nodes.get(node as usize)).is_some_and(|t| !t.is_empty())
    }

    /// Compares the nodes of two frameworks.
    pub(super) fn compare(&self, from: usize, to: usize) -> Compared {
        let empty = Vec::new();
        let rarity = |frame: usize| self.rarity.get(frame).unwrap_or(&empty);
        let weights: Vec<f64> = rarity(from).iter().zip(rarity(to)).map(|(a, b)| (a * b).sqrt()).collect();
        let side = |frame: usize| -> Vec<Vec<(u32, f64)>> {
            let nodes = self.subjects.get(frame).map_or(&[][..], Vec::as_slice);
            nodes.iter().map(|topics| self.unit(topics, &weights)).collect()
        };
        let widen = |topics: &Vec<(u32, f64)>| {
            let mut wide = vec![0.0; weights.len()];
            for (topic, weight) in topics {
                for (cell, near) in wide.iter_mut().zip(self.near.row(*topic as usize)) {
                    *cell += weight * near;
                }
            }
            wide
        };
        Compared { from: side(from).iter().map(widen).collect(), to: side(to) }
    }

    /// Weighed topics, so long that an entry is exactly like itself.
    fn unit(&self, topics: &[(u32, f64)], weights: &[f64]) -> Vec<(u32, f64)> {
        let weighed = topics.iter().filter_map(|(t, x)| Some((*t, x * weights.get(*t as usize)?)));
        let weighed: Vec<(u32, f64)> = weighed.collect();
        let mut square = 0.0;
        for (topic, x) in &weighed {
            let near = self.near.row(*topic as usize);
            square += x * weighed.iter().filter_map(|(t, y)| Some(y * near.get(*t as usize)?)).sum::<f64>();
        }
        let length = square.sqrt();
        weighed.into_iter().map(|(topic, x)| (topic, if length > 0.0 { x / length } else { 0.0 })).collect()
    }

    /// For each pair that is asked about, ways of which one half is a link and the other a likeness of subjects.
    pub(super) fn half_links(
        &self,
        model: &Model,
        links: &Links,
        (from, source): (usize, &Frame),
        (to, target): (usize, &Frame),
    ) -> Grid {
        let mut grid = Grid::new(source.asked.len(), target.asked.len());
        let columns = target.columns();
        let scatter = |row: &mut [f64], sum: Vec<f64>| {
            for (column, value) in columns.iter().zip(sum) {
                if let Some(cell) = column.and_then(|column| row.get_mut(column)) {
                    *cell += value;
                }
            }
        };
        let hubs =
            |frame: usize, besides: usize| model.neighbours(frame, besides).filter(|hub| self.has(*hub));
        // The source is about what the hub is about, and the hub is linked to the target.
        for hub in hubs(to, from).filter(|_| self.has(from)) {
            let Some(back) = links.back(to, hub) else { continue };
            let like = Like::new(self.compare(from, hub));
            for (node, row) in source.asked.iter().zip(grid.rows_mut()) {
                let mut sum = vec![0.0; target.len()];
                for (on, weight) in like.row(*node as usize).into_iter().enumerate() {
                    add(&mut sum, weight, back.row(on));
                }
                scatter(row, sum);
            }
        }
        // The source is linked to the hub, and the hub is about what the target is about.
        for hub in hubs(from, to).filter(|_| self.has(to)) {
            let Some(back) = links.back(from, hub) else { continue };
            let like = Like::new(self.compare(to, hub));
            for (column, node) in target.asked.iter().enumerate() {
                let mut sum = vec![0.0; source.len()];
                for (on, weight) in like.row(*node as usize).into_iter().enumerate() {
                    add(&mut sum, weight, back.row(on));
                }
                for (node, row) in source.asked.iter().zip(grid.rows_mut()) {
                    if let Some((cell, value)) = row.get_mut(column).zip(sum.get(*node as usize)) {
                        *cell += value;
                    }
                }
            }
        }
        grid
    }
}

/// The nodes of two frameworks, ready to be compared.
pub(super) struct Compared {
    from: Vec<Vec<f64>>,
    to: Vec<Vec<(u32, f64)>>,
}

impl Compared {
    /// The cosines of a node with all of the other framework: 0 shares nothing, 1 is the same.
    pub(super) fn row(&self, node: usize) -> Vec<f64> {
        let wide = self.from.get(node).map_or(&[][..], Vec::as_slice);
        let dot = |topics: &Vec<(u32, f64)>| {
            topics.iter().filter_map(|(t, y)| Some(y * wide.get(*t as usize)?)).sum::<f64>().max(0.0)
        };
        self.to.iter().map(dot).collect()
    }
}

/// Likenesses taken as links: what is like much counts less. Made row by row, so that no table of all pairs is kept.
struct Like {
    compared: Compared,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Like {
    fn new(compared: Compared) -> Self {
        let mut columns = vec![0.0; compared.to.len()];
        let mut rows = Vec::with_capacity(compared.from.len());
        for node in 0..compared.from.len() {
            let row = compared.row(node);
            rows.push(row.iter().sum());
            for (sum, value) in columns.iter_mut().zip(&row) {
                *sum += value;
            }
        }
        Self { rows: powers(&rows, 0.5), columns: powers(&columns, 0.3), compared }
    }

    fn row(&self, node: usize) -> Vec<f64> {
        let factor = self.rows.get(node).copied().unwrap_or(0.0);
        let row = self.compared.row(node);
        row.iter().zip(&self.columns).map(|(value, column)| value * factor * column).collect()
    }
}

/// By place, the topics of an entry, each with what it counts by its place in the list.
type Placed = Vec<Vec<(u32, f64)>>;

fn placed(numbers: &BTreeMap<&str, u32>, entry: &Entry<'_>) -> Vec<(u32, f64)> {
    let mut topics: BTreeMap<u32, f64> = BTreeMap::new();
    for (place, topic) in entry.topics().enumerate() {
        if let Some(number) = numbers.get(topic) {
            topics.entry(*number).or_insert(by_place(place));
        }
    }
    topics.into_iter().collect()
}

/// How near each topic is to each: itself wholly, others by how often they go together.
fn nearness(together: &Grid) -> Grid {
    let own: Vec<f64> = together
        .rows()
        .enumerate()
        .map(|(t, row)| row.get(t).copied().unwrap_or(0.0).max(1e-12).sqrt())
        .collect();
    let mut near = together.clone();
    for (t, row) in near.rows_mut().enumerate() {
        let here = own.get(t).copied().unwrap_or(1.0);
        for (other, (cell, there)) in row.iter_mut().zip(&own).enumerate() {
            *cell = if other == t { 1.0 } else { TOGETHER * *cell / here / there };
        }
    }
    near
}

/// A symmetric table times itself.
fn squared(table: &Grid) -> Grid {
    let mut square = table.clone();
    for (out, row) in square.rows_mut().zip(table.rows()) {
        out.fill(0.0);
        for (middle, times) in row.iter().enumerate().filter(|(_, times)| **times > 0.0) {
            for (cell, value) in out.iter_mut().zip(table.row(middle)) {
                *cell += times * value;
            }
        }
    }
    square
}

/// By node, what it is about: its own topics, some of those above it, and for what own entries mitigate, theirs.
fn subjects(
    catalogue: &Catalogue,
    placed: &Placed,
    framework: &Framework,
    frame: &Frame,
    leave_out: &dyn Fn(&str) -> bool,
) -> Vec<Vec<(u32, f64)>> {
    let inherited = mitigated(catalogue, placed, framework, leave_out);
    let nothing = BTreeMap::new();
    let own = |place: u32| placed.get(place as usize).map_or(&[][..], Vec::as_slice);
    let of = |place: &u32| {
        let Some(entry) = framework.at(*place) else { return Vec::new() };
        let mut topics: BTreeMap<u32, f64> = own(*place).iter().copied().collect();
        let mut raise = |topic: u32, weight: f64| {
            let known = topics.entry(topic).or_insert(0.0);
            *known = known.max(weight);
        };
        if let Some(above) = entry.parent() {
            own(above.place()).iter().for_each(|(topic, weight)| raise(*topic, ABOVE * weight));
            let more = inherited.get(&above.place()).unwrap_or(&nothing);
            more.iter().for_each(|(topic, weight)| raise(*topic, ABOVE * weight));
        }
        let more = inherited.get(place).unwrap_or(&nothing);
        more.iter().for_each(|(topic, weight)| raise(*topic, *weight));
        topics.into_iter().collect()
    };
    frame.places.iter().map(of).collect()
}

/// By place, topics of what mitigates an entry, in claims of a framework about itself; the strongest counts 1.
fn mitigated(
    catalogue: &Catalogue,
    placed: &Placed,
    framework: &Framework,
    leave_out: &dyn Fn(&str) -> bool,
) -> BTreeMap<u32, BTreeMap<u32, f64>> {
    let mut topics: BTreeMap<u32, BTreeMap<u32, f64>> = BTreeMap::new();
    let own = |set: &&crate::catalogue::ClaimSet| {
        set.source() == framework.id() && set.target() == framework.id() && !leave_out(set.id())
    };
    for claim in catalogue.claim_sets().iter().filter(own).flat_map(|set| set.claims(catalogue)) {
        if claim.meaning() != Meaning::Mitigates {
            continue;
        }
        for place in claim.target_places() {
            let target = topics.entry(*place).or_default();
            let sources = claim.source_places().iter().filter_map(|place| placed.get(*place as usize));
            for (topic, weight) in sources.flatten() {
                *target.entry(*topic).or_insert(0.0) += weight;
            }
        }
    }
    for topics in topics.values_mut() {
        let most = topics.values().copied().fold(0.0, f64::max);
        topics.values_mut().for_each(|weight| *weight /= most.max(1e-12));
    }
    topics
}

/// By topic, how much it tells in a framework: less, the more of its entries have it.
fn rarity(topics: usize, frame: &Frame, subjects: &[Vec<(u32, f64)>]) -> Vec<f64> {
    let mut having = vec![0.0; topics];
    for node in &frame.asked {
        for (topic, _) in subjects.get(*node as usize).map_or(&[][..], Vec::as_slice) {
            if let Some(count) = having.get_mut(*topic as usize) {
                *count += 1.0;
            }
        }
    }
    let all = frame.asked.len() as f64;
    having.iter().map(|having| libm::log((1.0 + all) / (1.0 + having)).max(LEAST)).collect()
}
