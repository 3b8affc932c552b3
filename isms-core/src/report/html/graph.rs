//! The asset graph, drawn, and the same as a table.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::layout::{Sizes, Wire, layered};
use super::fit::fit;
use super::{MAX_ROWS, band, close_table, joined, left_out, open_section, open_table, quoted, sub};
use crate::assess::Assessment;
use crate::graph::{Components, Csr};
use crate::id::AssetId;
use crate::isms::Isms;
use crate::report::html::markup::Markup;

/// Most assets drawn.
const MAX_NODES: usize = 250;
/// Most dependencies drawn.
const MAX_EDGES: usize = 1500;
/// From so many dependents on, an asset is a hub: arrows to it would say nothing and hide all others.
const HUB: usize = 17;
const SIZES: Sizes = Sizes { width: 240, height: 56, gap: 68, row: 14, lane: 12 };
/// Room between the border of a node and its text.
const PADDING: i32 = 9;
const MARGIN: i32 = 10;

pub(super) fn section(m: &mut Markup, assessment: &Assessment) {
    let isms = assessment.isms();
    open_section(m, "graph", "Asset graph");
    if isms.assets().is_empty() {
        m.leaf("p", &[], "No asset is written.").end();
        return;
    }
    let nodes = chosen(assessment);
    let edges = between(isms, &nodes);
    if nodes.len() < isms.assets().len() {
        let text = format!(
            "Drawn are {} of {} assets: those of the highest need and with the most risks, and what is connected to \
             them. The report `graph` has all of them.",
            nodes.len(),
            isms.assets().len()
        );
        m.open("p", &[("class", "note")]);
        quoted(m, &text);
        m.end();
    }
    let drawn = edges.get(..MAX_EDGES.min(edges.len())).unwrap_or_default();
    if drawn.len() < edges.len() {
        let text = format!("Drawn are {} of {} dependencies between them.", drawn.len(), edges.len());
        m.leaf("p", &[("class", "note")], &text);
    }
    let picture = Picture::of(&nodes, drawn);
    legend(m, isms, picture.as_ref().is_some_and(|picture| picture.hubs.contains(&true)));
    if let Some(picture) = picture {
        drawing(m, assessment, &nodes, &picture);
    }
    list(m, assessment);
    m.end();
}

/// The assets to draw, by place and ascending: all, or the most relevant ones and their neighbourhoods.
fn chosen(assessment: &Assessment) -> Vec<usize> {
    let isms = assessment.isms();
    let count = isms.assets().len();
    if count <= MAX_NODES {
        return (0..count).collect();
    }
    let mut risks = vec![0usize; count];
    for asset in isms.risks().values().flat_map(|risk| &risk.assets) {
        if let Some(slot) = isms.assets().index_of(asset).and_then(|place| risks.get_mut(place)) {
            *slot = slot.saturating_add(1);
        }
    }
    let highest = |place: usize| {
        let dimensions = 0..isms.dimensions().len();
        dimensions.map(|dimension| class_of(assessment, place, dimension)).max().unwrap_or("")
    };
    let mut order: Vec<_> =
        risks.iter().enumerate().map(|(place, risks)| (highest(place), *risks, place)).collect();
    order.sort_unstable_by_key(|(need, risks, place)| (std::cmp::Reverse((*need, *risks)), *place));
    let forward = isms.dependencies();
    let backward = forward.reversed().0;
    let mut taken = vec![false; count];
    let mut queue: Vec<usize> = Vec::new();
    let mut head = 0;
    let mut seeds = order.into_iter().map(|(.., place)| place);
    while queue.len() < MAX_NODES {
        let from = match queue.get(head) {
            Some(&from) => {
                head = head.saturating_add(1);
                from
            }
            None => {
                let Some(seed) = seeds.find(|seed| taken.get(*seed) == Some(&false)) else { break };
                if let Some(slot) = taken.get_mut(seed) {
                    *slot = true;
                }
                queue.push(seed);
                continue;
            }
        };
        let node = u32::try_from(from).unwrap_or(0);
        for &next in forward.successors(node).iter().chain(backward.successors(node)) {
            if queue.len() < MAX_NODES && taken.get(next as usize) == Some(&false) {
                if let Some(slot) = taken.get_mut(next as usize) {
                    *slot = true;
                }
                queue.push(next as usize);
            }
        }
    }
    queue.sort_unstable();
    queue
}

/// The dependencies between the chosen assets, by their places among them.
fn between(isms: &Isms, nodes: &[usize]) -> Vec<(u32, u32)> {
    let place = |asset: usize| nodes.binary_search(&asset).ok().and_then(|place| u32::try_from(place).ok());
    let mut edges = Vec::new();
    for &node in nodes {
        let Ok(from) = u32::try_from(node) else { continue };
        for &to in isms.dependencies().successors(from) {
            edges.extend(place(node).zip(place(to as usize)));
        }
    }
    edges
}

/// What the drawing has: all edges between its nodes, those that are drawn, and which nodes are hubs.
struct Picture {
    all: Csr,
    drawn: Csr,
    hubs: Vec<bool>,
}

impl Picture {
    /// An edge that closes a cycle is drawn even to a hub.
    fn of(nodes: &[usize], edges: &[(u32, u32)]) -> Option<Self> {
        let all = Csr::from_edges(nodes.len(), edges)?;
        let mut dependents = vec![0usize; nodes.len()];
        for (_, to) in edges {
            if let Some(count) = dependents.get_mut(*to as usize) {
                *count = count.saturating_add(1);
            }
        }
        let hubs: Vec<bool> = dependents.iter().map(|count| *count >= HUB).collect();
        let components = Components::new(&all);
        let shown = |&&(from, to): &&(u32, u32)| {
            hubs.get(to as usize) != Some(&true) || components.of(from) == components.of(to)
        };
        let shown: Vec<(u32, u32)> = edges.iter().filter(shown).copied().collect();
        let drawn = Csr::from_edges(nodes.len(), &shown)?;
        Some(Self { all, drawn, hubs })
    }
}

/// The colour of a need: `bn` where nothing is known, `b0` to `b4` else. In the order of letters `bn` would come last.
fn class_of(assessment: &Assessment, asset: usize, dimension: usize) -> &'static str {
    let isms = assessment.isms();
    let rank = assessment.needs().rank(asset, dimension);
    let scale = isms.dimensions().at(dimension).and_then(|(_, d)| isms.scales().get(&d.scale));
    let name = scale.and_then(|scale| scale.at(rank)).map(|level| level.id.as_str());
    name.map_or("", |name| band(scale, name))
}

/// The needs of an asset in a few letters, and at length.
fn needs_of(assessment: &Assessment, asset: usize) -> (&'static str, String, String) {
    let isms = assessment.isms();
    let (mut class, mut short, mut long) = ("", Vec::new(), Vec::new());
    for (place, (id, dimension)) in isms.dimensions().iter().enumerate() {
        class = class.max(class_of(assessment, asset, place));
        let scale = isms.scales().get(&dimension.scale);
        let level = scale.and_then(|scale| scale.at(assessment.needs().rank(asset, place)));
        let complete = assessment.needs().is_complete(asset, place);
        let word = level.map_or(if complete { "none" } else { "not known" }, |level| level.id.as_str());
        let mark = if complete || level.is_none() { "" } else { "+" };
        if let Some(level) = level {
            short.push(format!("{} {}{mark}", letter(isms, id.as_str()), level.id));
        }
        let at_least = if mark.is_empty() { "" } else { "at least " };
        long.push(format!("{}: {at_least}{word}", dimension.name));
    }
    let class = if class.is_empty() { "bn" } else { class };
    let short = if short.is_empty() { "need not known".to_owned() } else { short.join(", ") };
    (class, short, long.join(", "))
}

/// The first letter of a dimension, or its id where several begin alike.
fn letter(isms: &Isms, id: &str) -> String {
    let first = id.chars().next();
    let alike = isms.dimensions().keys().filter(|other| other.as_str().chars().next() == first).count();
    match first {
        Some(letter) if alike == 1 => letter.to_ascii_uppercase().to_string(),
        _ => id.to_owned(),
    }
}

fn legend(m: &mut Markup, isms: &Isms, hubs: bool) {
    let letters: Vec<_> = isms
        .dimensions()
        .iter()
        .map(|(id, dimension)| format!("{} {}", letter(isms, id.as_str()), dimension.name))
        .collect();
    let text = format!(
        "An arrow leads from an asset to one it depends on; arrows to one asset may join on the way, and dashed ones \
         close a cycle. The last line of a box has the needs ({}); a plus marks a need that something unknown could \
         raise.",
        letters.join(", ")
    );
    m.leaf("p", &[("class", "note")], &text);
    if hubs {
        let text = format!(
            "No arrows lead to an asset that {HUB} or more of the drawn ones depend on, but for those of a cycle; its \
             box says how many assets need it."
        );
        m.leaf("p", &[("class", "note")], &text);
    }
    m.leaf("p", &[("class", "note")], "The colour shows how high the highest need is on its scale:");
    m.open("ul", &[("class", "legend")]);
    for (class, word) in [
        ("lv b0", "lowest"),
        ("lv b1", "low"),
        ("lv b2", "middle"),
        ("lv b3", "high"),
        ("lv b4", "highest"),
        ("lv bn", "not known"),
    ] {
        m.open("li", &[]).leaf("span", &[("class", class)], word).end();
    }
    m.end();
}

fn drawing(m: &mut Markup, assessment: &Assessment, nodes: &[usize], picture: &Picture) {
    let isms = assessment.isms();
    let layout = layered(&picture.all, &picture.drawn, &SIZES);
    let (width, height) = (layout.width.saturating_add(2 * MARGIN), layout.height.saturating_add(2 * MARGIN));
    let view_box = format!("{} {} {width} {height}", -MARGIN, -MARGIN);
    let label = "Drawing of the asset graph";
    m.open("div", &[("class", "scroll graph"), ("tabindex", "0"), ("role", "region"), ("aria-label", label)]);
    m.open(
        "svg",
        &[
            ("width", &width.to_string()),
            ("height", &height.to_string()),
            ("viewBox", &view_box),
            ("role", "img"),
            ("aria-labelledby", "graph-name graph-about"),
        ],
    );
    m.leaf("title", &[("id", "graph-name")], "Assets and their dependencies");
    let about = format!(
        "{} assets, {} dependencies. The table below says the same.",
        nodes.len(),
        layout.edges.len()
    );
    m.leaf("desc", &[("id", "graph-about")], &about);
    m.open("defs", &[]).open(
        "marker",
        &[
            ("id", "tip"),
            ("viewBox", "0 0 8 8"),
            ("refX", "8"),
            ("refY", "4"),
            ("markerWidth", "8"),
            ("markerHeight", "8"),
            ("markerUnits", "userSpaceOnUse"),
            ("orient", "auto-start-reverse"),
        ],
    );
    m.void("path", &[("d", "M0 0L8 4L0 8z"), ("class", "tip")]).end().end();
    let mut drawn = BTreeSet::new();
    layout.edges.iter().for_each(|wire| one_wire(m, wire, &mut drawn));
    let backward = isms.dependencies().reversed().0;
    for ((&asset, &at), hub) in nodes.iter().zip(&layout.nodes).zip(&picture.hubs) {
        let users = u32::try_from(asset).map_or(0, |node| backward.successors(node).len());
        one_node(m, assessment, asset, at, hub.then_some(users));
    }
    m.end().end();
}

/// Draws the stretches of an edge that no other has drawn: where edges to one node have joined, they are one line.
fn one_wire(m: &mut Markup, wire: &Wire, drawn: &mut BTreeSet<[(i32, i32); 2]>) {
    let mut path = String::new();
    let mut last: Option<(i32, i32)> = None;
    let mut arrives = false;
    for (place, &[from, to]) in wire.stretches.iter().enumerate() {
        if !wire.back && !drawn.insert([from, to]) {
            break;
        }
        let middle = from.0.saturating_add(to.0).div_euclid(2);
        let _ = write!(path, "{}{} {}", if last.is_none() { 'M' } else { 'L' }, from.0, from.1);
        let _ = write!(path, "C{middle} {} {middle} {} {} {}", from.1, to.1, to.0, to.1);
        last = Some(to);
        arrives = place.saturating_add(1) == wire.stretches.len();
    }
    if path.is_empty() {
        return;
    }
    let class = if wire.back { "wire back" } else { "wire" };
    match (wire.back, arrives) {
        (true, _) => m.void("path", &[("d", &path), ("class", class), ("marker-start", "url(#tip)")]),
        (false, true) => m.void("path", &[("d", &path), ("class", class), ("marker-end", "url(#tip)")]),
        (false, false) => m.void("path", &[("d", &path), ("class", class)]),
    };
}

/// `users` says how many depend on a hub.
fn one_node(m: &mut Markup, assessment: &Assessment, asset: usize, (x, y): (i32, i32), users: Option<usize>) {
    let Some((id, noun)) = assessment.isms().assets().at(asset) else { return };
    let (class, mut short, long) = needs_of(assessment, asset);
    if let Some(users) = users {
        short = format!("needed by {users}; {short}");
    }
    m.open("g", &[("class", class)]);
    m.leaf("title", &[], &format!("{id} {} ({}). {long}", noun.name, noun.kind));
    let (width, height) = (SIZES.width.to_string(), SIZES.height.to_string());
    m.void(
        "rect",
        &[("x", &x.to_string()), ("y", &y.to_string()), ("width", &width), ("height", &height), ("rx", "6")],
    );
    let left = x.saturating_add(PADDING).to_string();
    let room = SIZES.width.saturating_sub(2 * PADDING);
    let line = |dy: i32| y.saturating_add(dy).to_string();
    m.leaf("text", &[("x", &left), ("y", &line(16)), ("class", "t1")], &fit(id.as_str(), 12, room));
    m.leaf("text", &[("x", &left), ("y", &line(32))], &fit(&noun.name, 13, room));
    m.leaf("text", &[("x", &left), ("y", &line(48)), ("class", "t2")], &fit(&short, 11, room));
    m.end();
}

/// The graph as a table, for whoever cannot see the drawing, and for searching.
fn list(m: &mut Markup, assessment: &Assessment) {
    let isms = assessment.isms();
    m.open("details", &[]).leaf("summary", &[], "The graph as a table");
    open_table(
        m,
        "",
        "Assets and what they depend on",
        &[("", "Asset"), ("", "Needs"), ("", "Depends on"), ("", "Needed by")],
    );
    let backward = isms.dependencies().reversed().0;
    for (place, (id, asset)) in isms.assets().iter().enumerate().take(MAX_ROWS) {
        m.open("tr", &[]).open("th", &[("scope", "row")]);
        m.leaf("span", &[("class", "id")], id.as_str()).text(" ").text(&asset.name);
        sub(m, asset.kind.as_str());
        m.end().leaf("td", &[], &needs_of(assessment, place).2);
        let ids: Vec<&AssetId> = asset.depends_on.keys().collect();
        m.leaf("td", &[], &some(&ids));
        let dependents = u32::try_from(place).map(|node| backward.successors(node)).unwrap_or_default();
        let ids: Vec<&AssetId> =
            dependents.iter().filter_map(|&n| isms.assets().at(n as usize).map(|(id, _)| id)).collect();
        m.leaf("td", &[], &some(&ids)).end();
    }
    close_table(m);
    left_out(m, isms.assets().len(), "graph");
    m.end();
}

/// At most 20 ids.
fn some(ids: &[&AssetId]) -> String {
    let shown = ids.get(..20.min(ids.len())).unwrap_or_default();
    let more = ids.len().saturating_sub(shown.len());
    if more > 0 { format!("{} and {more} more", joined(shown)) } else { joined(shown) }
}
