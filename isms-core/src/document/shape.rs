//! How a value is read from the tree, written, and described: once per type.

mod collection;
mod value;

use std::collections::BTreeMap;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Serialize, Serializer};

use super::tape::{Kind, Node};
use crate::error::Error;
use crate::finding::{CodeInfo, Finding, Problems, Subject, code, escape, nearest};
use crate::id::clip;

pub(super) use value::{read_word, word_schema};

/// What an [`EntryId`](crate::EntryId) looks like: printable ASCII but `,` and `;`, spaces inside only.
const ENTRY_PATTERN: &str = r"^[!-+\--:<-~]([ -+\--:<-~]{0,62}[!-+\--:<-~])?$";

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
        let finding = Finding::new(info, Subject::pointer(&pointer), message);
        // A position is counted from the start of the text, which must not be done for every item of a large one.
        if self.problems.is_full() { finding } else { finding.with_position(node.position()) }
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
    pub(super) fn parse<T: std::str::FromStr<Err = Error>>(
        &mut self,
        node: Node<'_>,
        text: &str,
    ) -> Option<T> {
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
