//! Objects of the format: each names its members once, and reading, writing and schema follow.

/// Gives a noun the shape of an object. Every field must be named, so the format covers the noun; `field!` demands
/// the member even where its type could be absent.
macro_rules! record {
    ($($type:ident $($default:ident)? { $($field:ident $(! $required:tt)?),* $(,)? })*) => {$(
        impl crate::document::shape::Shape for $type {
            const NAME: Option<&'static str> = Some(stringify!($type));
            $(crate::document::record::absence!($default);)?

            fn read(
                node: crate::document::tape::Node<'_>,
                cx: &mut crate::document::shape::Reading,
            ) -> Option<Self> {
                let found = cx.members(node, &[$(stringify!($field)),*])?;
                let mut found = found.into_iter();
                $(let $field = {
                    let value = found.next().flatten();
                    $(crate::document::record::demand!($required cx, node, value, stringify!($field));)?
                    cx.member(node, value, stringify!($field))
                };)*
                Some(Self { $($field: $field?),* })
            }

            fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = s.serialize_map(None)?;
                $(crate::document::record::put!(map, self, $field $(! $required)?);)*
                map.end()
            }

            fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::document::record::object(
                    [$((
                        stringify!($field),
                        crate::document::shape::schema_of(|value: &Self| &value.$field, generator),
                        crate::document::record::demanded!($($required)?),
                    )),*],
                    <Self as crate::describe::Describe>::DOCS,
                )
            }
        }
    )*};
}

/// An object that may be left out when all its members are.
macro_rules! absence {
    (default) => {
        fn absent() -> Option<Self> {
            Some(Self::default())
        }
        fn is_absent(&self) -> bool {
            *self == Self::default()
        }
    };
}

macro_rules! demand {
    (required $cx:ident, $node:ident, $value:ident, $name:expr) => {
        if $value.is_none() {
            let message = format!("`{}` is missing", $name);
            return $cx.inside($name, |cx| cx.refuse(&crate::finding::code::D_008, $node, message));
        }
    };
}

macro_rules! demanded {
    (required) => {
        true
    };
    () => {
        false
    };
}

macro_rules! put {
    ($map:ident, $self:ident, $field:ident ! required) => {
        $map.serialize_entry(stringify!($field), &crate::document::shape::Written(&$self.$field))?;
    };
    ($map:ident, $self:ident, $field:ident) => {
        if !crate::document::shape::Shape::is_absent(&$self.$field) {
            $map.serialize_entry(stringify!($field), &crate::document::shape::Written(&$self.$field))?;
        }
    };
}

/// Gives closed vocabularies their shape.
macro_rules! word_shapes {
    ($($type:ident)*) => {$(
        impl crate::document::shape::Shape for $type {
            fn read(
                node: crate::document::tape::Node<'_>,
                cx: &mut crate::document::shape::Reading,
            ) -> Option<Self> {
                crate::document::shape::read_word(node, cx)
            }
            fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
            fn schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                crate::document::shape::word_schema::<Self>()
            }
        }
    )*};
}

pub(super) use {absence, demand, demanded, put, record, word_shapes};

use schemars::{Schema, json_schema};
use serde_json::{Map, Value};

/// The schema of an object from those of its members: (name, (schema, required by its type), demanded anyway).
pub(super) fn object<const N: usize>(
    members: [(&'static str, (Schema, bool), bool); N],
    docs: &[(&str, &[&str])],
) -> Schema {
    let describe = |name: &str| {
        docs.iter().find(|(n, _)| *n == name).map(|(_, text)| Value::from(crate::describe::summary(text)))
    };
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, (mut schema, needed), demanded) in members {
        if needed || demanded {
            required.push(Value::from(name));
        }
        if let Some(text) = describe(name) {
            schema.insert("description".to_owned(), text);
        }
        properties.insert(name.to_owned(), schema.to_value());
    }
    let mut out = json_schema!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false
    });
    if !required.is_empty() {
        out.insert("required".to_owned(), Value::Array(required));
    }
    if let Some(text) = describe("") {
        out.insert("description".to_owned(), text);
    }
    out
}
