//! What both skins, C and uniffi, show of the engine: texts and scalars, no pointers.

use std::sync::OnceLock;

use isms_core::{
    AssessOptions, Crosswalk, CrosswalkOptions, Date, Error, ErrorKind, Format, Isms, Pack, ReadOptions,
    codes, explain as entry,
};

/// A document that was read.
#[derive(Clone, Debug)]
pub(crate) struct Document(Isms);

impl Document {
    /// Reads a document.
    pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Self, Error> {
        Isms::read(bytes, options).map(Self)
    }

    /// The canonical document.
    pub(crate) fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The digest of the canonical document.
    pub(crate) fn digest(&self) -> String {
        self.0.digest()
    }

    /// How many items a collection has.
    pub(crate) fn count(&self, collection: &str) -> Result<usize, Error> {
        count(&self.0, collection).ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "B-005", format!("there is no collection `{}`", clip(collection)))
                .with_help(format!("the collections are {}", COLLECTIONS.join(", ")))
        })
    }

    /// Assesses with the built-in catalogue, as of a day.
    pub(crate) fn assess(&self, as_of: &str) -> Result<Assessment, Error> {
        Catalogue::builtin().assess(self, as_of)
    }
}

macro_rules! collections {
    ($($name:ident)*) => {
        const COLLECTIONS: &[&str] = &[$(stringify!($name)),*];

        fn count(isms: &Isms, collection: &str) -> Option<usize> {
            $(if collection == stringify!($name) {
                return Some(isms.$name().len());
            })*
            None
        }
    };
}

collections! {
    issues parties requirements roles suppliers sites processes scales dimensions capabilities methods assets threats
    vulnerabilities risks controls treatments acceptances policies objectives translations enterprise_risks
    shipped_methods
}

/// Frameworks, published claims, and what follows from them.
#[derive(Clone, Debug)]
pub(crate) struct Catalogue {
    catalogue: isms_core::Catalogue,
    crosswalk: OnceLock<Crosswalk>, // Made when first asked for.
}

impl Catalogue {
    /// The built-in one.
    pub(crate) fn builtin() -> Self {
        Self::of(isms_core::Catalogue::builtin())
    }

    fn of(catalogue: isms_core::Catalogue) -> Self {
        Self { catalogue, crosswalk: OnceLock::new() }
    }

    /// The same with a pack laid over it, which must have the digest if one is given.
    pub(crate) fn with_pack(
        &self,
        bytes: &[u8],
        options: &ReadOptions,
        digest: Option<&str>,
    ) -> Result<Self, Error> {
        let pack = Pack::read(bytes, options)?;
        let catalogue = match digest {
            Some(digest) => self.catalogue.with_pinned(&pack, digest)?,
            None => self.catalogue.with(&pack)?,
        };
        Ok(Self::of(catalogue))
    }

    /// A report by name with arguments, and format.
    pub(crate) fn report(&self, name: &str, format: &str) -> Result<Vec<u8>, Error> {
        let crosswalk = match self.crosswalk.get() {
            Some(ready) => ready,
            None => {
                let made = Crosswalk::new(&self.catalogue, &CrosswalkOptions::default())?;
                self.crosswalk.get_or_init(|| made)
            }
        };
        crosswalk.report(name, format)
    }

    /// Assesses a document as of a day.
    pub(crate) fn assess(&self, document: &Document, as_of: &str) -> Result<Assessment, Error> {
        let as_of: Date = as_of.parse()?;
        Ok(Assessment(isms_core::assess(&document.0, &self.catalogue, &AssessOptions::new(as_of))))
    }
}

/// An assessment of a document.
#[derive(Clone, Debug)]
pub(crate) struct Assessment(isms_core::Assessment);

impl Assessment {
    /// A report by name and format.
    pub(crate) fn report(&self, name: &str, format: &str) -> Result<Vec<u8>, Error> {
        self.0.report(name, format)
    }

    /// How many findings there are of all codes, listed or not.
    pub(crate) fn finding_count(&self) -> usize {
        codes().iter().map(|info| self.0.findings().total(info.code)).sum()
    }

    /// How many findings there are of one code, listed or not.
    pub(crate) fn finding_count_of(&self, code: &str) -> Result<usize, Error> {
        known(code).map(|info| self.0.findings().total(info.code))
    }
}

/// The JSON Schema of the document format.
pub(crate) fn schema() -> String {
    isms_core::schema()
}

/// The entry of a code, in JSON.
pub(crate) fn explain(code: &str) -> Result<String, Error> {
    known(code).map(isms_core::CodeInfo::to_json)
}

/// The format a word names.
pub(crate) fn format(word: &str) -> Result<Format, Error> {
    match word {
        "json" => Ok(Format::Json),
        "yaml" => Ok(Format::Yaml),
        _ => Err(Error::new(ErrorKind::Option, "B-005", format!("`{}` is not a format", clip(word)))
            .with_help("use `json` or `yaml`")),
    }
}

fn known(code: &str) -> Result<&'static isms_core::CodeInfo, Error> {
    entry(code)
        .ok_or_else(|| Error::new(ErrorKind::NotFound, "B-005", format!("there is no code `{}`", clip(code))))
}

/// A caller's text as it stands in a message: one line, at most 60 characters.
pub(crate) fn clip(text: &str) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == 60 {
            out.push('…');
            break;
        }
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACME: &str = r#"{"isms":"1","organisation":{"name":"Acme"},
        "assets":{"A-1":{"name":"crm","kind":"service"},"A-2":{"name":"db","kind":"software"}}}"#;

    fn acme() -> Document {
        Document::read(ACME.as_bytes(), &ReadOptions::default()).unwrap()
    }

    #[test]
    fn counts_by_the_words_of_the_format() {
        assert_eq!(acme().count("assets").unwrap(), 2);
        assert_eq!(acme().count("dimensions").unwrap(), 3);
        for word in COLLECTIONS {
            assert!(acme().count(word).is_ok(), "{word}");
        }
        let error = acme().count("Assets").unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, "B-005"));
        assert_eq!(error.message(), "there is no collection `Assets`");
    }

    #[test]
    fn every_collection_of_the_schema_can_be_counted() {
        let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
        let members = schema["properties"].as_object().unwrap();
        let single = ["isms", "organisation", "scope", "soa"];
        let tables: Vec<&str> =
            members.keys().map(String::as_str).filter(|name| !single.contains(name)).collect();
        let mut counted = COLLECTIONS.to_vec();
        counted.sort_unstable();
        let mut tables = tables;
        tables.sort_unstable();
        assert_eq!(counted, tables);
    }

    #[test]
    fn a_day_is_a_date() {
        assert!(acme().assess("2026-03-31").is_ok());
        assert_eq!(acme().assess("31.03.2026").unwrap_err().code(), "D-013");
    }

    #[test]
    fn formats_are_words() {
        assert_eq!(format("yaml").unwrap(), Format::Yaml);
        let error = format("to\nml").unwrap_err();
        assert_eq!((error.kind(), error.message()), (ErrorKind::Option, r"`to\nml` is not a format"));
    }
}
