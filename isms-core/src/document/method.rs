//! Method files: reading, canonical form, and the ones that ship.

use schemars::{Schema, SchemaGenerator};
use serde::ser::Serializer;

use super::record::object;
use super::shape::{Reading, Shape, Written, schema_of};
use super::tape::Node;
use super::v1::{VERSION, version};
use super::{Format, ReadOptions, canonical, decode, one, parse, text_of};
use crate::describe::Describe;
use crate::error::{Error, ErrorKind};
use crate::finding::{Finding, Problems, Subject, code, nearest};
use crate::id::clip;
use crate::isms::{Draft, MethodFile};

/// The member that names the version of the format.
const MEMBER: &str = "isms_method";

/// Names and texts of `data/methods`, by name.
mod shipped {
    include!(concat!(env!("OUT_DIR"), "/methods.rs"));
}

/// The names of the methods that ship, sorted. Each is a file of scales and one method, with its source and how far it
/// was compared with that.
///
/// ```
/// assert!(isms_core::shipped_methods().any(|name| name == "nist-800-30-r1"));
/// ```
pub fn shipped_methods() -> impl ExactSizeIterator<Item = &'static str> {
    shipped::METHODS.iter().map(|(name, _)| *name)
}

/// The JSON Schema (2020-12) of method files, as text.
///
/// ```
/// assert!(isms_core::method_schema().contains("isms_method"));
/// ```
pub fn method_schema() -> String {
    super::schema_of::<MethodFile>("ISMS risk method, format version 1")
}

impl MethodFile {
    /// A method that ships. Fails with `M-013` for a name that none has; the nearest is named as help.
    ///
    /// ```
    /// use isms_core::{MethodCheck, MethodFile};
    /// let file = MethodFile::shipped("monarc-information")?;
    /// assert_eq!(file.method.provenance.unwrap().verification, MethodCheck::Transcribed);
    /// let error = MethodFile::shipped("monarc-informations").unwrap_err();
    /// assert_eq!((error.code(), error.help()), ("M-013", Some("did you mean `monarc-information`?")));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn shipped(name: &str) -> Result<Self, Error> {
        match shipped::METHODS.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Self::from_yaml(text),
            None => {
                let message = format!("no method `{}` ships", clip(name));
                let error = Error::new(ErrorKind::NotFound, code::M_013.code, message);
                Err(error.with_help(known(name)))
            }
        }
    }

    /// Reads a method file. Fails with every problem at once, each with its pointer, line and column; see
    /// [`Error::findings`]. Whether the method is sound is for [`lint_method`](crate::lint_method) to say. O(length).
    ///
    /// ```
    /// use isms_core::{MethodFile, ReadOptions};
    /// let error = MethodFile::read(br#"{"isms_method": "1", "id": "a b"}"#, &ReadOptions::default()).unwrap_err();
    /// let found: Vec<_> = error.findings().iter().map(|f| (f.code(), f.path())).collect();
    /// assert_eq!(found, [("D-008", "/method".to_owned()), ("D-011", "/id".to_owned())]);
    /// ```
    pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Self, Error> {
        let source = text_of(bytes, &options.limits).map_err(one)?;
        let tape = parse(source, options).map_err(one)?;
        decode(&tape, options)
    }

    /// Reads a method file in YAML, with the default limits.
    pub fn from_yaml(text: &str) -> Result<Self, Error> {
        Self::read(text.as_bytes(), &ReadOptions { format: Format::Yaml, ..ReadOptions::default() })
    }

    /// Reads a method file in JSON, with the default limits.
    ///
    /// ```
    /// use isms_core::MethodFile;
    /// let file = MethodFile::shipped("ebios-rm")?;
    /// assert_eq!(MethodFile::from_json(&file.to_json())?, file);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::read(text.as_bytes(), &ReadOptions::default())
    }

    /// The file in canonical form: compact JSON, members in the order of the format, entries by the bytes of their ids.
    pub fn to_json(&self) -> String {
        canonical(self, &Default::default())
    }
}

impl Draft {
    /// Puts a method and its scales into the draft. What is there already and says the same is left. Fails with `M-014`
    /// where the draft has another method or scale of that id, and then changes nothing.
    ///
    /// ```
    /// use isms_core::{Draft, MethodFile, Scale};
    /// let mut draft = Draft::new("Acme");
    /// draft.scales.insert("ebios-rm-severity".parse()?, Scale::of(["low", "high"])?);
    /// let error = draft.add_method(&MethodFile::shipped("ebios-rm")?).unwrap_err();
    /// assert_eq!((error.code(), error.path()), ("M-014", Some("/scales/ebios-rm-severity")));
    /// assert!(draft.methods.is_empty());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn add_method(&mut self, file: &MethodFile) -> Result<(), Error> {
        let mut problems = Problems::default();
        let mut differs = |noun: &str, id: &str, at: Subject| {
            let message = format!("there is another {noun} `{id}` than that of the method file");
            problems.push(
                Finding::new(&code::M_014, at, message)
                    .with_help("a method that ships is changed in a copy of another id"),
            );
        };
        for (id, scale) in file.scales.iter() {
            if self.scales.get(id).is_some_and(|own| own != scale) {
                differs("scale", id.as_str(), Subject::item(crate::finding::Collection::Scales, id));
            }
        }
        if self.methods.get(&file.id).is_some_and(|own| *own != file.method) {
            differs("method", file.id.as_str(), Subject::item(crate::finding::Collection::Methods, &file.id));
        }
        if !problems.is_empty() {
            return Err(Error::document(problems));
        }
        self.scales.extend(file.scales.iter().map(|(id, scale)| (id.clone(), scale.clone())));
        self.methods.insert(file.id.clone(), file.method.clone());
        Ok(())
    }
}

/// Puts in the methods that a document names in `shipped_methods`.
pub(super) fn put_in(draft: &mut Draft) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for name in draft.shipped_methods.clone() {
        match MethodFile::shipped(name.as_str()) {
            Ok(file) => {
                if let Err(error) = draft.add_method(&file) {
                    error.findings().iter().for_each(|finding| problems.push(finding.clone()));
                }
            }
            Err(_) => {
                let message = format!("no method `{name}` ships");
                let at = Subject::pointer("/shipped_methods");
                problems.push(Finding::new(&code::M_013, at, message).with_help(known(name.as_str())));
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The help about a name that no method has.
fn known(name: &str) -> String {
    match nearest(name, shipped_methods()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("these do: {}", shipped_methods().collect::<Vec<_>>().join(", ")),
    }
}

impl Shape for MethodFile {
    const NAME: Option<&'static str> = Some("MethodFile");

    fn read(node: Node<'_>, cx: &mut Reading) -> Option<Self> {
        let mut found = cx.members(node, &[MEMBER, "id", "scales", "method"])?.into_iter();
        let stated = version(node, found.next().flatten(), MEMBER, cx);
        let id = cx.member(node, found.next().flatten(), "id");
        let scales = cx.member(node, found.next().flatten(), "scales");
        let method = cx.member(node, found.next().flatten(), "method");
        stated?;
        Some(MethodFile::new(id?, scales?, method?))
    }

    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = s.serialize_map(None)?;
        map.serialize_entry(MEMBER, VERSION)?;
        map.serialize_entry("id", &Written(&self.id))?;
        if !self.scales.is_empty() {
            map.serialize_entry("scales", &Written(&self.scales))?;
        }
        map.serialize_entry("method", &Written(&self.method))?;
        map.end()
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        object(
            [
                (MEMBER, (schemars::json_schema!({"const": VERSION}), true), true),
                ("id", schema_of(|file: &MethodFile| &file.id, generator), false),
                ("scales", schema_of(|file: &MethodFile| &file.scales, generator), false),
                ("method", schema_of(|file: &MethodFile| &file.method, generator), false),
            ],
            MethodFile::DOCS,
        )
    }
}
