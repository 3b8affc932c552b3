//! Documents and packs: JSON or YAML in, canonical JSON out. Everything here is format version 1.

mod json;
mod method;
mod pack;
mod record;
mod shape;
mod splice;
mod tape;
mod tsv;
mod v1;
mod yaml;

use std::collections::BTreeMap;

use crate::encode;
use crate::error::Error;
use crate::finding::{Finding, Position, Problems, Subject, code};
use crate::isms::{Draft, Isms};

pub use method::{method_schema, shipped_methods};
pub use pack::pack_schema;
use shape::{Described, Reading, Shape, Written};
use tape::Tape;

/// The syntax of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// JSON (RFC 8259).
    #[default]
    Json,
    /// The part of YAML 1.2 that says the same as JSON.
    Yaml,
}

/// How much a document may ask of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest text in bytes: 64 MiB by default, at most 4 GiB.
    pub max_bytes: usize,
    /// Deepest nesting of lists and objects: 128 by default.
    pub max_depth: usize,
    /// Most items of one list or object: 10⁶ by default.
    pub max_items: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_depth: 128, max_items: 1_000_000 }
    }
}

/// How a document is read.
///
/// ```
/// use isms_core::{Format, Isms, ReadOptions};
/// let mut options = ReadOptions::default();
/// options.format = Format::Yaml;
/// options.preserve_unknown = true;
/// let isms = Isms::read(b"isms: '1'\norganisation: {name: Acme, x-color: blue}\n", &options)?;
/// assert!(isms.to_json().contains("x-color"));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOptions {
    /// The syntax.
    pub format: Format,
    /// What the reader puts up with.
    pub limits: Limits,
    /// Keeps unknown members, and writes them again, in place of refusing them.
    pub preserve_unknown: bool,
}

impl Isms {
    /// Reads a document in JSON, with the default limits. Fails with every problem at once, each with its pointer,
    /// line and column; see [`Error::findings`]. O(length).
    ///
    /// ```
    /// use isms_core::Isms;
    /// let error = Isms::from_json(r#"{"isms": "1", "organisation": {"name": 7}, "assets": {"A 1": {}}}"#).unwrap_err();
    /// let codes: Vec<_> = error.findings().iter().map(|f| f.code()).collect();
    /// assert_eq!(codes, ["D-009", "D-011", "D-008", "D-008"]);
    /// ```
    pub fn from_json(text: &str) -> Result<Isms, Error> {
        Isms::read(text.as_bytes(), &ReadOptions::default())
    }

    /// Reads a document in YAML, with the default limits.
    ///
    /// ```
    /// let isms = isms_core::Isms::from_yaml("isms: '1'\norganisation:\n  name: Acme\n")?;
    /// assert_eq!(isms.organisation().name, "Acme");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn from_yaml(text: &str) -> Result<Isms, Error> {
        Isms::read(text.as_bytes(), &ReadOptions { format: Format::Yaml, ..ReadOptions::default() })
    }

    /// Reads a document. Nothing is taken from a document that has a problem.
    pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Isms, Error> {
        let source = text_of(bytes, &options.limits).map_err(one)?;
        let tape = parse(source, options).map_err(one)?;
        let mut draft: Draft = decode(&tape, options)?;
        let place = |problems: Problems| {
            problems.map(|finding| {
                let position = tape.locate(&finding.path()).position();
                finding.with_position(position)
            })
        };
        method::put_in(&mut draft).map_err(|problems| Error::document(place(problems)))?;
        draft.check(place)
    }

    /// The document in canonical form: compact JSON, members in the order of the format, entries by the bytes of
    /// their ids. Reading it again gives the same ISMS and the same bytes.
    pub fn to_json(&self) -> String {
        let draft = self.parts();
        canonical(draft, &draft.preserved)
    }

    /// SHA-256 of the canonical document, in hexadecimal, under the domain `isms-document` and the format version.
    ///
    /// ```
    /// let isms = isms_core::Draft::new("Acme").build()?;
    /// assert_eq!(isms.digest().len(), 64);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn digest(&self) -> String {
        encode::digest("isms-document", v1::VERSION, self.to_json().as_bytes())
    }
}

/// The JSON Schema (2020-12) of the document format, as text.
///
/// ```
/// assert!(isms_core::schema().contains("\"need_override\""));
/// ```
pub fn schema() -> String {
    schema_of::<Draft>("ISMS document, format version 1")
}

/// Where a JSON pointer points in a text, or the nearest place above it. `None` if the text cannot be read.
///
/// Findings of an assessment name a pointer; this turns it into a line and a column for whoever has the text.
///
/// ```
/// use isms_core::{ReadOptions, locate};
/// let text = "{\n  \"isms\": \"1\",\n  \"organisation\": {\"name\": \"Acme\"}\n}";
/// let place = locate(text, "/organisation/name", &ReadOptions::default()).unwrap();
/// assert_eq!((place.line, place.column), (3, 28));
/// ```
pub fn locate(text: &str, pointer: &str, options: &ReadOptions) -> Option<Position> {
    let source = text_of(text.as_bytes(), &options.limits).ok()?;
    Some(parse(source, options).ok()?.locate(pointer).position())
}

fn schema_of<T: Shape>(title: &str) -> String {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<Described<T>>();
    schema.insert("title".to_owned(), title.into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// What the tree says, or every problem of it.
fn decode<T: Shape>(tape: &Tape<'_>, options: &ReadOptions) -> Result<T, Error> {
    let mut problems = Problems::default();
    for finding in tape.duplicates() {
        problems.push(finding);
    }
    let mut cx = Reading::new(problems, options.preserve_unknown);
    match T::read(tape.root(), &mut cx) {
        Some(value) if cx.problems.is_empty() => Ok(value),
        _ => Err(Error::document(cx.problems)),
    }
}

/// Canonical text, with the members that were preserved put back.
fn canonical<T: Shape>(value: &T, preserved: &BTreeMap<String, String>) -> String {
    let plain = encode::to_text(&Written(value));
    if preserved.is_empty() {
        return plain;
    }
    match json::parse(&plain, &UNLIMITED) {
        Ok(tape) => splice::with_members(tape.root(), preserved),
        Err(_) => plain,
    }
}

const UNLIMITED: Limits = Limits { max_bytes: usize::MAX, max_depth: usize::MAX, max_items: usize::MAX };

fn one(finding: Finding) -> Error {
    let mut problems = Problems::default();
    problems.push(finding);
    Error::document(problems)
}

fn parse<'s>(source: &'s str, options: &ReadOptions) -> Result<Tape<'s>, Finding> {
    match options.format {
        Format::Json => json::parse(source, &options.limits),
        Format::Yaml => yaml::parse(source, &options.limits),
    }
}

/// The text of bytes that are UTF-8 and within the limit; a byte order mark is skipped.
fn text_of<'b>(bytes: &'b [u8], limits: &Limits) -> Result<&'b str, Finding> {
    let most = limits.max_bytes.min(u32::MAX as usize);
    if bytes.len() > most {
        let message = format!("the document has {} bytes; the limit is {most}", bytes.len());
        return Err(Finding::new(&code::D_003, Subject::pointer(""), message)
            .with_help("raise the limit of the reader if the document is meant to be this large"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let good =
                bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
            let at = tape::position(good, good.len());
            let message = format!("byte {} is not UTF-8", error.valid_up_to());
            Err(Finding::new(&code::D_002, Subject::pointer(""), message).with_position(at))
        }
    }
}
