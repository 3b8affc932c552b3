//! How a value is read from the tree, written, and described: once per type.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::tape::{Kind, Node};
use crate::error::Error;
use crate::finding::{CodeInfo, Finding, Problems, Subject, code, escape, nearest};
use crate::id::{Id, Reference, clip};
use crate::isms::{ControlRef, Table};
use crate::level::LevelName;
use crate::money::{Currency, Decimal, Money};
use crate::time::Date;
use crate::word::Word;

/// A type of the document format.
pub(super) trait Shape: Sized {
    /// Reads a value; records what is wrong with it and answers nothing then.
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self>;
    /// Writes it in canonical form.
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error>;
    /// Describes it.
    fn schema(generator: &mut SchemaGenerator) -> Schema;
    /// The name under which its schema is shared, for records.
    const NAME: Option<&'static str> = None;
    /// The value of a member that is not there, if it may be absent.
    fn absent() -> Option<Self> {
        None
    }
    /// Whether canonical form leaves the member out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// What is known while a document is read.
pub(super) struct Reading {
    path: Vec<String>,
    pub(super) problems: Problems,
    preserve: bool,
    pub(super) preserved: BTreeMap<String, String>,
}

impl Reading {
    /// Starts with the problems already known; `preserve` keeps unknown members.
    pub(super) fn new(problems: Problems, preserve: bool) -> Self {
        Self { path: Vec::new(), problems, preserve, preserved: BTreeMap::new() }
    }

    /// Does something one member or item deeper.
    pub(super) fn inside<T>(&mut self, step: &str, what: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(escape(step));
        let out = what(self);
        self.path.pop();
        out
    }

    pub(super) fn finding(
        &self,
        info: &'static CodeInfo,
        node: Node<'_>,
        message: impl Into<String>,
    ) -> Finding {
        let mut pointer = String::new();
        for step in &self.path {
            pointer.push('/');
            pointer.push_str(step);
        }
        Finding::new(info, Subject::pointer(&pointer), message).with_position(node.position())
    }

    pub(super) fn refuse<T>(
        &mut self,
        info: &'static CodeInfo,
        node: Node<'_>,
        message: impl Into<String>,
    ) -> Option<T> {
        let finding = self.finding(info, node, message);
        self.problems.push(finding);
        None
    }

    pub(super) fn wrong_type<T>(&mut self, node: Node<'_>, expected: &str) -> Option<T> {
        let found = match node.kind() {
            Kind::Null => "null",
            Kind::Bool => "a truth value",
            Kind::Number => "a number",
            Kind::Text => "a text",
            Kind::List => "a list",
            Kind::Object => "an object",
        };
        if node.is_plain() && expected.starts_with("a text") {
            // A key is always put down as a text; what matters is that YAML reads it as something else.
            let found = if node.kind() == Kind::Text { "not a text" } else { found };
            let message = format!("`{}` is {found} in YAML, where a text is expected", clip(node.text()));
            let finding = self.finding(&code::D_021, node, message).with_help("put it in quotes");
            self.problems.push(finding);
            return None;
        }
        self.refuse(&code::D_009, node, format!("expected {expected}, found {found}"))
    }

    /// The text of a node that must be one.
    pub(super) fn text<'t>(&mut self, node: Node<'t>) -> Option<&'t str> {
        if node.kind() == Kind::Text { Some(node.text()) } else { self.wrong_type(node, "a text") }
    }

    /// Parses the text of a node, and passes on what its type says is wrong.
    fn parse<T: std::str::FromStr<Err = Error>>(&mut self, node: Node<'_>, text: &str) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => self.pass(node, &error),
        }
    }

    fn pass<T>(&mut self, node: Node<'_>, error: &Error) -> Option<T> {
        let info = crate::finding::explain(error.code()).unwrap_or(&code::D_009);
        self.refuse(info, node, error.message())
    }

    /// The values of the named members of an object, in the order of `names`. Others are unknown.
    pub(super) fn members<'t>(&mut self, node: Node<'t>, names: &[&str]) -> Option<Vec<Option<Node<'t>>>> {
        if node.kind() != Kind::Object {
            return self.wrong_type(node, "an object");
        }
        let mut out = vec![None; names.len()];
        for (key, value) in node.members() {
            let slot = names.iter().position(|n| *n == key.text()).and_then(|n| out.get_mut(n));
            match slot {
                Some(slot) => *slot = Some(value),
                None => self.inside(key.text(), |cx| cx.unknown(key, value, names)),
            }
        }
        Some(out)
    }

    fn unknown(&mut self, key: Node<'_>, value: Node<'_>, names: &[&str]) {
        if self.preserve {
            let pointer: String = self.path.iter().flat_map(|step| ["/", step]).collect();
            self.preserved.insert(pointer, super::splice::to_json(value));
            return;
        }
        let message = format!("there is no member `{}` here", clip(key.text()));
        let finding = self.finding(&code::D_007, key, message);
        let help = match nearest(key.text(), names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", names.join(", ")),
        };
        self.problems.push(finding.with_help(help));
    }

    /// The value of a member, or what stands for it when it is absent.
    pub(super) fn member<T: Shape>(
        &mut self,
        owner: Node<'_>,
        value: Option<Node<'_>>,
        name: &str,
    ) -> Option<T> {
        let value = value.filter(|v| v.kind() != Kind::Null || T::absent().is_none());
        match value {
            Some(value) => self.inside(name, |cx| T::read(value, cx)),
            None => match T::absent() {
                Some(value) => Some(value),
                None => {
                    self.inside(name, |cx| cx.refuse(&code::D_008, owner, format!("`{name}` is missing")))
                }
            },
        }
    }
}

/// Writes a value in the shape of the document.
pub(super) struct Written<'a, T>(pub(super) &'a T);

impl<T: Shape> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.0.write(s)
    }
}

/// Describes a value in the shape of the document.
pub(super) struct Described<T>(PhantomData<T>);

impl<T: Shape> JsonSchema for Described<T> {
    fn inline_schema() -> bool {
        T::NAME.is_none()
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::NAME.unwrap_or("value").into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::schema(generator)
    }
}

/// The schema of the value a function picks out of `T`.
pub(super) fn schema_of<T, F: Shape>(_: fn(&T) -> &F, generator: &mut SchemaGenerator) -> (Schema, bool) {
    (generator.subschema_for::<Described<F>>(), F::absent().is_none())
}

impl Shape for String {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        cx.text(node).map(str::to_owned)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self)
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string"})
    }
}

impl Shape for bool {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        if node.kind() == Kind::Bool {
            Some(node.text().eq_ignore_ascii_case("true"))
        } else {
            cx.wrong_type(node, "true or false")
        }
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_bool(*self)
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "boolean"})
    }
    fn absent() -> Option<Self> {
        Some(false)
    }
    fn is_absent(&self) -> bool {
        !*self
    }
}

macro_rules! whole_numbers {
    ($($type:ty: $least:literal to $most:expr $(, absent $absent:literal)?;)*) => {$(
        impl Shape for $type {
            fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
                if node.kind() != Kind::Number {
                    return cx.wrong_type(node, "a whole number");
                }
                let (least, most): ($type, $type) = ($least, $most);
                match node.text().parse() {
                    Ok(value) if (least..=most).contains(&value) => Some(value),
                    _ => {
                        let message =
                            format!("`{}` is not a whole number from {least} to {most}", clip(node.text()));
                        cx.refuse(&code::D_014, node, message)
                    }
                }
            }
            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                self.serialize(s)
            }
            fn schema(_: &mut SchemaGenerator) -> Schema {
                {
                    let (least, most): ($type, $type) = ($least, $most);
                    json_schema!({"type": "integer", "minimum": least, "maximum": most})
                }
            }
            $(
                fn absent() -> Option<Self> {
                    Some($absent)
                }
                fn is_absent(&self) -> bool {
                    *self == $absent
                }
            )?
        }
    )*};
}

whole_numbers! {
    u8: 0 to 100;
    i8: -100 to 100, absent 0;
    u32: 0 to u32::MAX;
    u64: 0 to 9_007_199_254_740_991; // what every JSON reader keeps exact
}

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
pub(super) trait Key: Ord + Display {
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

impl<K: Key, V: Shape> Shape for Table<K, V> {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
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
        let out: Table<K, V> = entries.into_iter().collect();
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
        let mut map = s.serialize_map(Some(self.len()))?;
        for (key, value) in self.iter() {
            map.serialize_entry(&key.to_string(), &Written(value))?;
        }
        map.end()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": {"pattern": K::PATTERN},
            "additionalProperties": generator.subschema_for::<Described<V>>()
        })
    }
    fn absent() -> Option<Self> {
        Some(Table::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

macro_rules! texts {
    ($($type:ty: $schema:tt;)*) => {$(
        impl Shape for $type {
            fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
                let text = cx.text(node)?;
                cx.parse(node, text)
            }
            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
            fn schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

macro_rules! id_texts {
    ($($type:ident)*) => {
        texts! { $(crate::id::$type: {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"};)* }
    };
}

id_texts! {
    PartyId RequirementId RoleId SupplierId SiteId ProcessId ScaleId DimensionId MethodId AssetId ThreatId
    VulnerabilityId RiskId ControlId PolicyId ObjectiveId
}

texts! {
    Reference: {"type": "string", "pattern": "^[a-z0-9.-]{1,64}:[!-~]{1,64}$"};
    ControlRef: {"type": "string", "pattern": "^([A-Za-z0-9][A-Za-z0-9._-]{0,127}|[a-z0-9.-]{1,64}:[!-~]{1,64})$"};
    Date: {"type": "string", "format": "date"};
    Money: {"type": "string", "pattern": "^[A-Z]{3} -?[0-9]+(\\.[0-9]+)?$"};
    Currency: {"type": "string", "pattern": "^[A-Z]{3}$"};
}

/// A text or a number, kept as it is written: registers number their levels.
impl Shape for LevelName {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        match node.kind() {
            Kind::Text | Kind::Number => cx.parse(node, node.text()),
            _ => cx.wrong_type(node, "a text or a number"),
        }
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number"], "minLength": 1, "maxLength": 128})
    }
}

/// A number or its text; the digits are read, never a float.
impl Shape for Decimal {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        match node.kind() {
            Kind::Text | Kind::Number => cx.parse(node, node.text()),
            _ => cx.wrong_type(node, "a number"),
        }
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$"})
    }
}

/// Reads a word of a closed vocabulary.
pub(super) fn read_word<W: Word>(node: Node<'_>, cx: &mut Reading) -> Option<W> {
    let text = cx.text(node)?;
    if let Some(word) = W::ALL.iter().find(|w| w.word() == text) {
        return Some(*word);
    }
    let finding = cx.finding(&code::D_010, node, format!("`{}` is not a {}", clip(text), W::NOUN));
    let words = W::ALL.iter().map(|w| w.word());
    let help = match nearest(text, words.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of: {}", words.collect::<Vec<_>>().join(", ")),
    };
    cx.problems.push(finding.with_help(help));
    None
}

/// Describes a closed vocabulary.
pub(super) fn word_schema<W: Word>() -> Schema {
    let words: Vec<&str> = W::ALL.iter().map(|w| w.word()).collect();
    json_schema!({"type": "string", "enum": words})
}
