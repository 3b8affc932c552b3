//! Values without members: texts, numbers, words.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, Serializer};

use super::{ENTRY_PATTERN, Reading, Shape};
use crate::document::tape::{Kind, Node};
use crate::finding::{code, nearest};
use crate::id::{EntryId, FrameworkId, Reference, clip};
use crate::isms::ControlRef;
use crate::level::LevelName;
use crate::money::{Currency, Decimal, Money};
use crate::time::Date;
use crate::word::Word;

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
    PartyId RequirementId RoleId SupplierId SiteId ProcessId ScaleId DimensionId MethodId FactorId AssetId ThreatId
    VulnerabilityId RiskId ControlId PolicyId ObjectiveId PackId LineageId TopicId
}

texts! {
    FrameworkId: {"type": "string", "pattern": "^[a-z0-9.-]{1,64}$"};
    EntryId: {"type": "string", "pattern": ENTRY_PATTERN};
    Reference: {"type": "string", "pattern": "^[a-z0-9.-]{1,64}:[!-~]{1,64}$"};
    ControlRef: {"type": "string", "pattern": "^([A-Za-z0-9][A-Za-z0-9._-]{0,127}|[a-z0-9.-]{1,64}:[!-~]{1,64})$"};
    Date: {"type": "string", "format": "date"};
    Currency: {"type": "string", "pattern": "^[A-Z]{3}$"};
}

/// A bare number is refused as no amount: in quotes it would still be none.
impl Shape for Money {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        match node.kind() {
            Kind::Text | Kind::Number => cx.parse(node, node.text()),
            _ => cx.wrong_type(node, "an amount of money such as `EUR 50000.00`"),
        }
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]{3} -?[0-9]+(\\.[0-9]+)?$"})
    }
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
pub(in crate::document) fn read_word<W: Word>(node: Node<'_>, cx: &mut Reading) -> Option<W> {
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
pub(in crate::document) fn word_schema<W: Word>() -> Schema {
    let words: Vec<&str> = W::ALL.iter().map(|w| w.word()).collect();
    json_schema!({"type": "string", "enum": words})
}
