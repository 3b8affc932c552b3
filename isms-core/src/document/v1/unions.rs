//! The parts of the format that are one of several things, and words that have a default.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::ser::{SerializeMap, Serializer};

use crate::document::shape::{Described, Reading, Shape, Written, read_word, word_schema};
use crate::document::tape::{Kind, Node};
use crate::finding::code;
use crate::isms::{ActionStatus, Band, Combine, ControlRule, LossRule, Represents, Table, Unverified};
use crate::level::LevelName;
use crate::money::Decimal;

/// The one member of an object that says which of several things it is.
fn only_member<'t>(
    node: Node<'t>,
    names: &[&'static str],
    cx: &mut Reading,
) -> Option<(&'static str, Node<'t>)> {
    let found = cx.members(node, names)?;
    let mut present = names.iter().zip(found).filter_map(|(name, value)| value.map(|v| (*name, v)));
    match (present.next(), present.next()) {
        (Some(one), None) => Some(one),
        _ => cx.refuse(
            &code::D_008,
            node,
            format!("exactly one of these members is needed: {}", names.join(", ")),
        ),
    }
}

fn one<S: Serializer, T: Shape>(s: S, name: &str, value: &T) -> Result<S::Ok, S::Error> {
    let mut map = s.serialize_map(Some(1))?;
    map.serialize_entry(name, &Written(value))?;
    map.end()
}

fn one_of(branches: Vec<Schema>) -> Schema {
    let branches: Vec<_> = branches.into_iter().map(Schema::to_value).collect();
    json_schema!({"oneOf": branches})
}

impl Shape for Represents {
    const NAME: Option<&'static str> = Some("Represents");

    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        let (name, value) = only_member(node, &["process", "role", "site", "supplier"], cx)?;
        cx.inside(name, |cx| match name {
            "process" => Shape::read(value, cx).map(Represents::Process),
            "role" => Shape::read(value, cx).map(Represents::Role),
            "site" => Shape::read(value, cx).map(Represents::Site),
            _ => Shape::read(value, cx).map(Represents::Supplier),
        })
    }

    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Represents::Process(id) => one(s, "process", id),
            Represents::Role(id) => one(s, "role", id),
            Represents::Site(id) => one(s, "site", id),
            Represents::Supplier(id) => one(s, "supplier", id),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let id = generator.subschema_for::<Described<crate::id::AssetId>>();
        let branch = |name: &str| {
            let (id, name) = (id.clone(), name.to_owned());
            json_schema!({"type": "object", "properties": {name.clone(): id}, "required": [name], "additionalProperties": false})
        };
        one_of(["process", "role", "site", "supplier"].map(branch).to_vec())
    }
}

/// A cell of a matrix: a level, or null for a hole.
struct Cell(Option<LevelName>);

impl Shape for Cell {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        if node.kind() == Kind::Null {
            Some(Cell(None))
        } else {
            LevelName::read(node, cx).map(|l| Cell(Some(l)))
        }
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.0.write(s)
    }
    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "null"]})
    }
}

/// The members of a product or a sum.
struct Bands {
    factor: Option<Decimal>,
    bands: Vec<Band>,
}

impl Bands {
    fn read(node: Node<'_>, factor: bool, cx: &mut Reading) -> Option<Self> {
        let names: &[&str] = if factor { &["bands", "factor"] } else { &["bands"] };
        let mut found = cx.members(node, names)?.into_iter();
        let bands = cx.member(node, found.next().flatten(), "bands");
        let factor = cx.member(node, found.next().flatten(), "factor");
        Some(Self { factor: factor?, bands: bands? })
    }

    fn schema(factor: bool, generator: &mut SchemaGenerator) -> Schema {
        let bands = generator.subschema_for::<Described<Vec<Band>>>();
        let mut properties = serde_json::Map::new();
        properties.insert("bands".to_owned(), bands.to_value());
        if factor {
            properties
                .insert("factor".to_owned(), generator.subschema_for::<Described<Decimal>>().to_value());
        }
        json_schema!({"type": "object", "properties": properties, "required": ["bands"], "additionalProperties": false})
    }
}

impl Shape for Bands {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        Bands::read(node, true, cx)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        if let Some(factor) = &self.factor {
            map.serialize_entry("factor", &Written(factor))?;
        }
        map.serialize_entry("bands", &Written(&self.bands))?;
        map.end()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        Bands::schema(true, generator)
    }
}

impl Shape for Combine {
    const NAME: Option<&'static str> = Some("Combine");

    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        let (name, value) = only_member(node, &["matrix", "product", "sum"], cx)?;
        cx.inside(name, |cx| match name {
            "matrix" => {
                let rows: Table<LevelName, Vec<Cell>> = Shape::read(value, cx)?;
                let plain = |row: &Vec<Cell>| row.iter().map(|cell| cell.0.clone()).collect();
                Some(Combine::Matrix(rows.iter().map(|(level, row)| (level.clone(), plain(row))).collect()))
            }
            "product" => {
                Bands::read(value, true, cx).map(|b| Combine::Product { factor: b.factor, bands: b.bands })
            }
            _ => Bands::read(value, false, cx).map(|b| Combine::Sum { bands: b.bands }),
        })
    }

    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Combine::Matrix(rows) => {
                let cells = |row: &Vec<Option<LevelName>>| row.iter().cloned().map(Cell).collect::<Vec<_>>();
                let rows: Table<LevelName, Vec<Cell>> =
                    rows.iter().map(|(l, row)| (l.clone(), cells(row))).collect();
                one(s, "matrix", &rows)
            }
            Combine::Product { factor, bands } => {
                one(s, "product", &Bands { factor: *factor, bands: bands.clone() })
            }
            Combine::Sum { bands } => one(s, "sum", &Bands { factor: None, bands: bands.clone() }),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let branch = |name: &str, schema: Schema| json_schema!({"type": "object", "properties": {name: schema}, "required": [name], "additionalProperties": false});
        let matrix = generator.subschema_for::<Described<Table<LevelName, Vec<Cell>>>>();
        let product = Bands::schema(true, generator);
        let sum = Bands::schema(false, generator);
        one_of(vec![branch("matrix", matrix), branch("product", product), branch("sum", sum)])
    }
}

/// Words that stand for their default when they are absent, and are left out when they are the default.
macro_rules! defaulted {
    ($($type:ident = $default:ident;)*) => {$(
        impl Shape for $type {
            fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
                read_word(node, cx)
            }
            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
            fn schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema = word_schema::<Self>();
                schema.insert("default".to_owned(), $type::$default.as_str().into());
                schema
            }
            fn absent() -> Option<Self> {
                Some($type::$default)
            }
            fn is_absent(&self) -> bool {
                *self == $type::$default
            }
        }
    )*};
}

defaulted! {
    Unverified = Capped;
    ControlRule = Strongest;
    LossRule = Strongest;
    ActionStatus = Open;
}
