//! Version 1 of the document format: its objects, member by member in canonical order.

mod nouns;
mod unions;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::ser::{SerializeMap, Serializer};

use super::record::object;
use super::shape::{Reading, Shape, Written, schema_of};
use super::tape::{Kind, Node};
use crate::describe::Describe;
use crate::finding::code;
use crate::id::clip;
use crate::isms::Draft;

/// The member `isms` of a document, and `isms_pack` of a pack.
pub(super) const VERSION: &str = "1";

macro_rules! document {
    ($($field:ident)*) => {
        impl Shape for Draft {
            const NAME: Option<&'static str> = Some("Document");

            fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
                let found = cx.members(node, &["isms", $(stringify!($field)),*])?;
                let mut found = found.into_iter();
                let version = version(node, found.next().flatten(), "isms", cx);
                $(let $field = cx.member(node, found.next().flatten(), stringify!($field));)*
                version?;
                Some(Draft { $($field: $field?,)* preserved: std::mem::take(&mut cx.preserved) })
            }

            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                let mut map = s.serialize_map(None)?;
                map.serialize_entry("isms", VERSION)?;
                $(if !self.$field.is_absent() {
                    map.serialize_entry(stringify!($field), &Written(&self.$field))?;
                })*
                map.end()
            }

            fn schema(generator: &mut SchemaGenerator) -> Schema {
                object(
                    [
                        ("isms", (json_schema!({"const": VERSION}), true), true),
                        $((stringify!($field), schema_of(|d: &Draft| &d.$field, generator), false),)*
                    ],
                    Draft::DOCS,
                )
            }
        }
    };
}

document! {
    organisation scope issues parties requirements roles suppliers sites processes scales dimensions capabilities
    shipped_methods methods translations assets threats vulnerabilities risks enterprise_risks controls treatments
    acceptances soa policies objectives
}

/// Checks the member that names the version of a format.
pub(super) fn version(
    document: Node<'_>,
    value: Option<Node<'_>>,
    member: &'static str,
    cx: &mut Reading,
) -> Option<()> {
    match value {
        None => {
            let message = format!("`{member}` is missing, which names the version of the format");
            let finding = cx.finding(&code::D_018, document, message);
            cx.problems.push(finding.with_help(format!("add `\"{member}\": \"1\"`")));
            None
        }
        Some(value) if value.kind() == Kind::Text && value.text() == VERSION => Some(()),
        Some(value) => cx.inside(member, |cx| {
            let message =
                format!("`{}` is not a version of the format that is read here", clip(value.text()));
            let finding = cx.finding(&code::D_018, value, message).with_help("write `\"1\"`");
            cx.problems.push(finding);
            None
        }),
    }
}
