//! One spanned tree for JSON and YAML, flat in memory: built, walked and dropped without recursion.

use std::collections::HashSet;

use crate::finding::{Finding, Position, Subject, code, escape};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// A value or a key, followed by what it contains.
#[derive(Clone, Copy, Debug)]
struct Entry {
    kind: Kind,
    /// Written without quotes in YAML, so that another reader may see something else than a text.
    plain: bool,
    /// The text stands in `extra` and not in the source.
    decoded: bool,
    at: u32,
    start: u32,
    len: u32,
    /// The place behind everything this entry contains.
    next: u32,
}

/// The tree in the order of the text: an object is followed by key, value, key, value…
#[derive(Debug)]
pub(super) struct Tape<'s> {
    source: &'s str,
    extra: String,
    entries: Vec<Entry>,
}

impl<'s> Tape<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source, extra: String::new(), entries: Vec::new() }
    }

    /// Opens a list or an object; the answer is for [`Tape::close`].
    pub(super) fn open(&mut self, kind: Kind, at: usize) -> usize {
        self.entries.push(entry(kind, at));
        self.entries.len().saturating_sub(1)
    }

    pub(super) fn close(&mut self, opened: usize) {
        let next = short(self.entries.len());
        if let Some(entry) = self.entries.get_mut(opened) {
            entry.next = next;
        }
    }

    /// A value or key whose text stands in the source as it is.
    pub(super) fn slice(&mut self, kind: Kind, at: usize, start: usize, len: usize) {
        let next = short(self.entries.len().saturating_add(1));
        self.entries.push(Entry { start: short(start), len: short(len), next, ..entry(kind, at) });
    }

    /// A value or key whose text had to be decoded.
    pub(super) fn decoded(&mut self, kind: Kind, plain: bool, at: usize, text: &str) {
        let start = short(self.extra.len());
        self.extra.push_str(text);
        let next = short(self.entries.len().saturating_add(1));
        self.entries.push(Entry {
            plain,
            decoded: true,
            start,
            len: short(text.len()),
            next,
            ..entry(kind, at)
        });
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node { tape: self, index: 0 }
    }

    /// The value a JSON pointer names, or the nearest one above it.
    pub(super) fn locate(&self, pointer: &str) -> Node<'_> {
        let mut node = self.root();
        for step in pointer.split('/').skip(1) {
            let found = match node.kind() {
                Kind::Object => {
                    node.members().find(|(key, _)| escape(key.text()) == step).map(|(_, value)| value)
                }
                Kind::List => step.parse().ok().and_then(|n| node.items().nth(n)),
                _ => None,
            };
            match found {
                Some(inner) => node = inner,
                None => break,
            }
        }
        node
    }

    /// The first duplicate member of each object, and where it is.
    pub(super) fn duplicates(&self) -> Vec<Finding> {
        let mut out = Vec::new();
        for index in 0..self.entries.len() {
            let object = Node { tape: self, index };
            if object.kind() != Kind::Object {
                continue;
            }
            let mut seen = HashSet::new();
            for (key, _) in object.members() {
                if !seen.insert(key.text()) && out.len() < 1000 {
                    let pointer = format!("{}/{}", self.pointer_to(index), escape(key.text()));
                    let message = format!("`{}` is there twice", crate::id::clip(key.text()));
                    out.push(
                        Finding::new(&code::D_006, Subject::pointer(&pointer), message)
                            .with_position(key.position()),
                    );
                }
            }
        }
        out
    }

    /// The pointer to the value at a place; O(depth × siblings).
    fn pointer_to(&self, target: usize) -> String {
        let mut out = String::new();
        let mut node = self.root();
        while node.index < target {
            let inner = match node.kind() {
                Kind::Object => node
                    .members()
                    .find(|(_, value)| value.contains(target))
                    .map(|(key, value)| (escape(key.text()), value)),
                Kind::List => node
                    .items()
                    .enumerate()
                    .find(|(_, value)| value.contains(target))
                    .map(|(n, value)| (n.to_string(), value)),
                _ => None,
            };
            let Some((step, value)) = inner else { break };
            out.push('/');
            out.push_str(&step);
            node = value;
        }
        out
    }
}

fn entry(kind: Kind, at: usize) -> Entry {
    Entry { kind, plain: false, decoded: false, at: short(at), start: 0, len: 0, next: 0 }
}

/// INVARIANT: the reader refuses texts over 4 GiB, so nothing is cut here.
fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A value (or key) of the tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'t> {
    tape: &'t Tape<'t>,
    index: usize,
}

impl<'t> Node<'t> {
    fn entry(self) -> Entry {
        self.tape.entries.get(self.index).copied().unwrap_or(entry(Kind::Null, 0))
    }

    pub(super) fn kind(self) -> Kind {
        self.entry().kind
    }

    /// Whether YAML let it stand without quotes.
    pub(super) fn is_plain(self) -> bool {
        self.entry().plain
    }

    /// The text of a key, text, number or truth value; empty for others.
    pub(super) fn text(self) -> &'t str {
        let entry = self.entry();
        let whole = if entry.decoded { self.tape.extra.as_str() } else { self.tape.source };
        let start = entry.start as usize;
        whole.get(start..start.saturating_add(entry.len as usize)).unwrap_or("")
    }

    /// Where it starts in the text. O(length of the text before it).
    pub(super) fn position(self) -> Position {
        position(self.tape.source, self.entry().at as usize)
    }

    fn contains(self, index: usize) -> bool {
        self.index <= index && index < self.entry().next as usize
    }

    pub(super) fn items(self) -> impl Iterator<Item = Node<'t>> {
        let end = if self.kind() == Kind::List { self.entry().next as usize } else { 0 };
        let mut at = self.index.saturating_add(1);
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let node = Node { tape: self.tape, index: at };
                at = (node.entry().next as usize).max(at.saturating_add(1));
                node
            })
        })
    }

    pub(super) fn members(self) -> impl Iterator<Item = (Node<'t>, Node<'t>)> {
        let end = if self.kind() == Kind::Object { self.entry().next as usize } else { 0 };
        let mut at = self.index.saturating_add(1);
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let key = Node { tape: self.tape, index: at };
                let value = Node { tape: self.tape, index: at.saturating_add(1) };
                at = (value.entry().next as usize).max(at.saturating_add(2));
                (key, value)
            })
        })
    }
}

/// Line and column of a byte of a text, both from 1, columns in characters.
pub(super) fn position(source: &str, at: usize) -> Position {
    let mut end = at.min(source.len());
    while !source.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let before = source.get(..end).unwrap_or("");
    let line = before.bytes().filter(|b| *b == b'\n').count().saturating_add(1);
    let start = before.rfind('\n').map_or(0, |n| n.saturating_add(1));
    let column = before.get(start..).unwrap_or("").chars().count().saturating_add(1);
    Position { line: short(line), column: short(column) }
}
