//! Lists, sets, tables keyed by data, and values that may be absent.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::{Described, ENTRY_PATTERN, Reading, Shape, Written};
use crate::document::tape::{Kind, Node};
use crate::error::Error;
use crate::finding::code;
use crate::id::{EntryId, FrameworkId, Id, Reference, clip};
use crate::isms::Table;
use crate::level::LevelName;

impl<T: Shape> Shape for Option<T> {
    const NAME: Option<&'static str> = T::NAME;
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        T::read(node, cx).map(Some)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(s),
            None => s.serialize_none(),
        }
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        T::schema(generator)
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        if node.kind() != Kind::List {
            return cx.wrong_type(node, "a list");
        }
        let mut complete = true;
        let mut out = Vec::new();
        for (n, item) in node.items().enumerate() {
            match cx.inside(&n.to_string(), |cx| T::read(item, cx)) {
                Some(value) => out.push(value),
                None => complete = false,
            }
        }
        complete.then_some(out)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut list = s.serialize_seq(Some(self.len()))?;
        for item in self {
            list.serialize_element(&Written(item))?;
        }
        list.end()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "array", "items": generator.subschema_for::<Described<T>>()})
    }
}

/// A set is a list in any order without repetition, written in order.
impl<T: Shape + Ord> Shape for BTreeSet<T> {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        if node.kind() != Kind::List {
            return cx.wrong_type(node, "a list");
        }
        let mut complete = true;
        let mut out = BTreeSet::new();
        for (n, item) in node.items().enumerate() {
            let read = cx.inside(&n.to_string(), |cx| {
                let value = T::read(item, cx)?;
                if out.insert(value) {
                    Some(())
                } else {
                    cx.refuse(&code::D_019, item, format!("`{}` is in the list twice", clip(item.text())))
                }
            });
            complete &= read.is_some();
        }
        complete.then_some(out)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut list = s.serialize_seq(Some(self.len()))?;
        for item in self {
            list.serialize_element(&Written(item))?;
        }
        list.end()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "array", "uniqueItems": true, "items": generator.subschema_for::<Described<T>>()})
    }
    fn absent() -> Option<Self> {
        Some(BTreeSet::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// What can be the name of a member whose names are data.
trait Key: Ord + Display {
    fn from_key(text: &str) -> Result<Self, Error>
    where
        Self: Sized;
    /// Whether YAML may leave out the quotes of a number.
    const NUMBERS: bool = false;
    const PATTERN: &'static str;
}

const ID_PATTERN: &str = "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$";

impl<T: Id> Key for T {
    fn from_key(text: &str) -> Result<Self, Error> {
        text.parse()
    }
    const PATTERN: &'static str = ID_PATTERN;
}

impl Key for LevelName {
    fn from_key(text: &str) -> Result<Self, Error> {
        text.parse()
    }
    const NUMBERS: bool = true;
    const PATTERN: &'static str = "^.{1,128}$";
}

/// Entries of the Statement of Applicability belong to one framework, so its name may be left out.
impl Key for Reference {
    fn from_key(text: &str) -> Result<Self, Error> {
        if text.contains(':') { text.parse() } else { Reference::new("iso27001-2022".parse()?, text) }
    }
    const PATTERN: &'static str = "^([a-z0-9.-]{1,64}:)?[!-~]{1,64}$";
}

impl Key for FrameworkId {
    fn from_key(text: &str) -> Result<Self, Error> {
        text.parse()
    }
    const PATTERN: &'static str = "^[a-z0-9.-]{1,64}$";
}

impl Key for EntryId {
    fn from_key(text: &str) -> Result<Self, Error> {
        text.parse()
    }
    const PATTERN: &'static str = ENTRY_PATTERN;
}

/// The entries of an object whose names are data, unless one of them has a problem.
fn entries<K: Key, V: Shape>(node: Node<'_>, cx: &mut Reading) -> Option<Vec<(K, V)>> {
    if node.kind() != Kind::Object {
        return cx.wrong_type(node, "an object");
    }
    let mut complete = true;
    let mut entries = Vec::new();
    for (key, value) in node.members() {
        let entry = cx.inside(key.text(), |cx| {
            let name = if key.is_plain() && !K::NUMBERS {
                cx.wrong_type(key, "a text")
            } else {
                match K::from_key(key.text()) {
                    Ok(name) => Some(name),
                    Err(error) => cx.pass(key, &error),
                }
            };
            let value = V::read(value, cx);
            Some((name?, value?))
        });
        match entry {
            Some(entry) => entries.push(entry),
            None => complete = false,
        }
    }
    complete.then_some(entries)
}

fn write_entries<'a, S: Serializer, K: Key + 'a, V: Shape + 'a>(
    s: S,
    entries: impl ExactSizeIterator<Item = (&'a K, &'a V)>,
) -> Result<S::Ok, S::Error> {
    let mut map = s.serialize_map(Some(entries.len()))?;
    for (key, value) in entries {
        map.serialize_entry(&key.to_string(), &Written(value))?;
    }
    map.end()
}

fn entries_schema<K: Key, V: Shape>(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "propertyNames": {"pattern": K::PATTERN},
        "additionalProperties": generator.subschema_for::<Described<V>>()
    })
}

/// Names that mean the same entry only where they are the same text, which is known already.
impl<K: Key, V: Shape> Shape for BTreeMap<K, V> {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        entries(node, cx).map(|entries| entries.into_iter().collect())
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        write_entries(s, self.iter())
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        entries_schema::<K, V>(generator)
    }
    fn absent() -> Option<Self> {
        Some(BTreeMap::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<K: Key, V: Shape> Shape for Table<K, V> {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        let found = entries(node, cx);
        let complete = found.is_some();
        let out: Table<K, V> = found.into_iter().flatten().collect();
        // The same name written twice is known already; here are two names of one thing (`A.5.1` in two ways).
        let mut names: Vec<&str> = node.members().map(|(key, _)| key.text()).collect();
        names.sort_unstable();
        names.dedup();
        if complete && out.len() < names.len() {
            return cx.refuse(&code::D_006, node, "two names of this object mean the same entry");
        }
        complete.then_some(out)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        write_entries(s, self.iter())
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        entries_schema::<K, V>(generator)
    }
    fn absent() -> Option<Self> {
        Some(Table::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
