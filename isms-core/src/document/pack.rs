//! Packs: reading, canonical form, digest and schema. Format version 1.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::record::{object, record, word_shapes};
use super::shape::{Described, Reading, Shape, Written, schema_of};
use super::tape::{Kind, Node};
use super::v1::{VERSION, version};
use super::{Format, ReadOptions, canonical, decode, one, parse, text_of};
use crate::catalogue::{
    Catalogue, ClaimKind, EditionRelation, EntryGroup, EntryKind, OverlayEntry, Pack, PackClaim, PackEdition,
    PackEntry, PackFramework, PackOverlay, PackPair, PackSet, Strength,
};
use crate::describe::Describe;
use crate::encode;
use crate::error::{Error, ErrorKind};
use crate::finding::code;
use crate::id::clip;

/// The member that names the version of the format.
const MEMBER: &str = "isms_pack";

impl Pack {
    /// Reads a pack. Fails with every problem at once, each with its pointer, line and column; see [`Error::findings`].
    /// Whether its ids are those of frameworks that are there is for [`Catalogue::with`] to say. O(length).
    ///
    /// ```
    /// use isms_core::{Pack, ReadOptions};
    /// let error = Pack::read(br#"{"isms_pack": "1", "id": "a b", "version": "1"}"#, &ReadOptions::default()).unwrap_err();
    /// let found: Vec<_> = error.findings().iter().map(|f| (f.code(), f.path())).collect();
    /// assert_eq!(found, [("D-008", "/licence".to_owned()), ("D-011", "/id".to_owned())]);
    /// ```
    pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Self, Error> {
        let source = text_of(bytes, &options.limits).map_err(one)?;
        let tape = parse(source, options).map_err(one)?;
        decode(&tape, options)
    }

    /// Reads a pack in JSON, with the default limits.
    ///
    /// ```
    /// let text = r#"{"isms_pack": "1", "id": "empty", "version": "1", "licence": "CC0-1.0"}"#;
    /// assert_eq!(isms_core::Pack::from_json(text)?.id.as_str(), "empty");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::read(text.as_bytes(), &ReadOptions::default())
    }

    /// Reads a pack in YAML, with the default limits.
    ///
    /// ```
    /// let pack = isms_core::Pack::from_yaml("{isms_pack: '1', id: empty, version: '1', licence: CC0-1.0}")?;
    /// assert_eq!(pack.licence, "CC0-1.0");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn from_yaml(text: &str) -> Result<Self, Error> {
        Self::read(text.as_bytes(), &ReadOptions { format: Format::Yaml, ..ReadOptions::default() })
    }

    /// The pack in canonical form: compact JSON, members in the order of the format, entries by the bytes of their ids,
    /// claims in the order they were made. Reading it again gives the same pack and the same bytes.
    pub fn to_json(&self) -> String {
        canonical(self, &self.preserved)
    }

    /// SHA-256 of the canonical pack, in hexadecimal, under the domain `isms-pack` and the format version.
    ///
    /// ```
    /// let text = r#"{"isms_pack": "1", "id": "empty", "version": "1", "licence": "CC0-1.0"}"#;
    /// let pack = isms_core::Pack::from_json(text)?;
    /// let yaml = isms_core::Pack::from_yaml("{version: '1', licence: CC0-1.0, id: empty, isms_pack: '1'}")?;
    /// assert_eq!(pack.digest(), yaml.digest());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn digest(&self) -> String {
        encode::digest("isms-pack", VERSION, self.to_json().as_bytes())
    }
}

impl Catalogue {
    /// [`Catalogue::with`], for the one pack that has this digest. Fails with `K-021` for any other, so that nobody
    /// changes a pack behind the back of who reviewed it.
    ///
    /// ```
    /// use isms_core::{Catalogue, Pack};
    /// let pack = Pack::from_json(r#"{"isms_pack": "1", "id": "empty", "version": "1", "licence": "CC0-1.0"}"#)?;
    /// let reviewed = pack.digest();
    /// assert!(Catalogue::builtin().with_pinned(&pack, &reviewed).is_ok());
    /// let mut other = pack.clone();
    /// other.version = "2".to_owned();
    /// assert_eq!(Catalogue::builtin().with_pinned(&other, &reviewed).unwrap_err().code(), "K-021");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn with_pinned(&self, pack: &Pack, digest: &str) -> Result<Self, Error> {
        let found = pack.digest();
        if !found.eq_ignore_ascii_case(digest.trim()) {
            let message = format!("the pack `{}` is not the one that was pinned", pack.id);
            let help = format!("its digest is {found}, and {} was asked for", clip(digest));
            return Err(Error::new(ErrorKind::Invalid, code::K_021.code, message).with_help(help));
        }
        self.with(pack)
    }
}

/// The JSON Schema (2020-12) of the pack format, as text.
///
/// ```
/// assert!(isms_core::pack_schema().contains("\"isms_pack\""));
/// ```
pub fn pack_schema() -> String {
    super::schema_of::<Pack>("ISMS pack, format version 1")
}

impl Shape for Pack {
    const NAME: Option<&'static str> = Some("Pack");

    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        let names = [MEMBER, "id", "version", "licence", "frameworks", "overlays", "editions", "sets"];
        let mut found = cx.members(node, &names)?.into_iter();
        let format = version(node, found.next().flatten(), MEMBER, cx);
        let id = cx.member(node, found.next().flatten(), "id");
        let version = cx.member(node, found.next().flatten(), "version");
        let licence = cx.member(node, found.next().flatten(), "licence");
        let frameworks = cx.member(node, found.next().flatten(), "frameworks");
        let overlays = cx.member(node, found.next().flatten(), "overlays");
        let editions: Option<Option<Vec<PackEdition>>> = cx.member(node, found.next().flatten(), "editions");
        let sets = cx.member(node, found.next().flatten(), "sets");
        format?;
        Some(Self {
            id: id?,
            version: version?,
            licence: licence?,
            frameworks: frameworks?,
            overlays: overlays?,
            editions: editions?.unwrap_or_default(),
            sets: sets?,
            preserved: std::mem::take(&mut cx.preserved),
        })
    }

    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        map.serialize_entry(MEMBER, VERSION)?;
        map.serialize_entry("id", &Written(&self.id))?;
        map.serialize_entry("version", &Written(&self.version))?;
        map.serialize_entry("licence", &Written(&self.licence))?;
        if !self.frameworks.is_empty() {
            map.serialize_entry("frameworks", &Written(&self.frameworks))?;
        }
        if !self.overlays.is_empty() {
            map.serialize_entry("overlays", &Written(&self.overlays))?;
        }
        if !self.editions.is_empty() {
            map.serialize_entry("editions", &Written(&self.editions))?;
        }
        if !self.sets.is_empty() {
            map.serialize_entry("sets", &Written(&self.sets))?;
        }
        map.end()
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let editions = (schema_of(|p: &Pack| &p.editions, generator).0, false);
        object(
            [
                (MEMBER, (json_schema!({"const": VERSION}), true), true),
                ("id", schema_of(|p: &Pack| &p.id, generator), false),
                ("version", schema_of(|p: &Pack| &p.version, generator), false),
                ("licence", schema_of(|p: &Pack| &p.licence, generator), false),
                ("frameworks", schema_of(|p: &Pack| &p.frameworks, generator), false),
                ("overlays", schema_of(|p: &Pack| &p.overlays, generator), false),
                ("editions", editions, false),
                ("sets", schema_of(|p: &Pack| &p.sets, generator), false),
            ],
            Pack::DOCS,
        )
    }
}

record! {
    PackFramework { name, edition, notice, entries ! required }
    PackEntry { parent, kind, label, title, text, group, withdrawn, became, topics }
    PackOverlay { entries ! required }
    OverlayEntry { title, text }
    PackEdition { from, to, pairs }
    PackPair { from, to, relation }
    PackSet {
        source, target, publisher, frame, document, version, date, lineage, kind, licence, reviewer, scale, note, claims,
    }
    PackClaim { sources, targets, relation, strength, rationale }
}

word_shapes! {
    ClaimKind EditionRelation EntryKind
}

/// A list that means a set and is not empty.
impl Shape for EntryGroup {
    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        let ids: std::collections::BTreeSet<_> = Shape::read(node, cx)?;
        match EntryGroup::of(ids) {
            Some(group) => Some(group),
            None => cx.refuse(&code::D_019, node, "at least one entry is needed"),
        }
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut list = s.serialize_seq(Some(self.ids().len()))?;
        for id in self.ids() {
            list.serialize_element(&Written(id))?;
        }
        list.end()
    }
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<Described<crate::id::EntryId>>();
        json_schema!({"type": "array", "uniqueItems": true, "minItems": 1, "items": item})
    }
}

/// A text or a number, kept as it is written.
impl Shape for Strength {
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
