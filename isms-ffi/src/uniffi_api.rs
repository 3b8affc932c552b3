//! The facade as uniffi objects, for its generators (Go, C#, Java, Kotlin, Swift, …). Python has a package of its own.

#![expect(clippy::result_large_err, reason = "the generators need the members in the error itself")]

use std::sync::Arc;

use isms_core::{Error, ReadOptions};

use crate::facade;

/// What went wrong in one call.
#[derive(Clone, Debug, uniffi::Error)]
pub enum IsmsError {
    /// The call was refused; `kind` is one of the words of the format's errors, `json` lists every problem.
    Refused {
        /// The sort of error.
        kind: String,
        /// The stable code.
        code: String,
        /// One line for a person.
        text: String,
        /// Where in the document, as a JSON pointer.
        path: Option<String>,
        /// What to do about it.
        help: Option<String>,
        /// The whole error in JSON.
        json: String,
    },
}

impl std::fmt::Display for IsmsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Refused { code, text, .. } = self;
        write!(f, "{code}: {text}")
    }
}

impl std::error::Error for IsmsError {}

impl From<Error> for IsmsError {
    fn from(error: Error) -> Self {
        Self::Refused {
            kind: error.kind().as_str().to_owned(),
            code: error.code().to_owned(),
            text: error.message().to_owned(),
            path: error.path().map(str::to_owned),
            help: error.help().map(str::to_owned),
            json: error.to_json(),
        }
    }
}

/// How a document is read. An absent limit is the default.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ReadSettings {
    /// The syntax: `json` or `yaml`.
    #[uniffi(default = "json")]
    pub format: String,
    /// Keeps unknown members in place of refusing them.
    #[uniffi(default = false)]
    pub preserve_unknown: bool,
    /// Longest document in bytes.
    #[uniffi(default = None)]
    pub max_bytes: Option<u64>,
    /// Deepest nesting of lists and objects.
    #[uniffi(default = None)]
    pub max_depth: Option<u64>,
    /// Most items of one list or object.
    #[uniffi(default = None)]
    pub max_items: Option<u64>,
}

impl ReadSettings {
    fn options(&self) -> Result<ReadOptions, Error> {
        // A limit beyond the address space limits nothing.
        let set = |place: &mut usize, given: Option<u64>| {
            if let Some(given) = given {
                *place = usize::try_from(given).unwrap_or(usize::MAX);
            }
        };
        let mut options = ReadOptions::default();
        options.format = facade::format(&self.format)?;
        options.preserve_unknown = self.preserve_unknown;
        set(&mut options.limits.max_bytes, self.max_bytes);
        set(&mut options.limits.max_depth, self.max_depth);
        set(&mut options.limits.max_items, self.max_items);
        Ok(options)
    }
}

/// A document that was read; immutable.
#[derive(Debug, uniffi::Object)]
pub struct Document(facade::Document);

#[uniffi::export]
impl Document {
    /// Reads a document.
    #[uniffi::constructor]
    pub fn read(data: Vec<u8>, settings: ReadSettings) -> Result<Arc<Self>, IsmsError> {
        Ok(Arc::new(Self(facade::Document::read(&data, &settings.options()?)?)))
    }

    /// The canonical document.
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The digest of the canonical document.
    pub fn digest(&self) -> String {
        self.0.digest()
    }

    /// How many items a collection has.
    pub fn count(&self, collection: String) -> Result<u64, IsmsError> {
        Ok(self.0.count(&collection)? as u64)
    }

    /// Assesses the document as of a day.
    pub fn assess(&self, as_of: String) -> Result<Arc<Assessment>, IsmsError> {
        Ok(Arc::new(Assessment(self.0.assess(&as_of)?)))
    }
}

/// Frameworks, published claims, and what follows from them; immutable.
#[derive(Debug, uniffi::Object)]
pub struct Catalogue(facade::Catalogue);

#[uniffi::export]
impl Catalogue {
    /// The catalogue that is built in.
    #[uniffi::constructor]
    pub fn builtin() -> Arc<Self> {
        Arc::new(Self(facade::Catalogue::builtin()))
    }

    /// A further catalogue with a pack laid over this one; the pack must have the digest if one is given.
    pub fn with_pack(
        &self,
        data: Vec<u8>,
        settings: ReadSettings,
        digest: Option<String>,
    ) -> Result<Arc<Self>, IsmsError> {
        Ok(Arc::new(Self(self.0.with_pack(&data, &settings.options()?, digest.as_deref())?)))
    }

    /// A report by name, with arguments each behind a blank, and format.
    pub fn report(&self, name: String, format: String) -> Result<Vec<u8>, IsmsError> {
        Ok(self.0.report(&name, &format)?)
    }

    /// Assesses a document as of a day.
    pub fn assess(&self, document: &Document, as_of: String) -> Result<Arc<Assessment>, IsmsError> {
        Ok(Arc::new(Assessment(self.0.assess(&document.0, &as_of)?)))
    }
}

/// Everything derived from a document as of a day; immutable.
#[derive(Debug, uniffi::Object)]
pub struct Assessment(facade::Assessment);

#[uniffi::export]
impl Assessment {
    /// A report by name and format.
    pub fn report(&self, name: String, format: String) -> Result<Vec<u8>, IsmsError> {
        Ok(self.0.report(&name, &format)?)
    }

    /// How many findings there are of all codes.
    pub fn finding_count(&self) -> u64 {
        self.0.finding_count() as u64
    }

    /// How many findings there are of one code.
    pub fn finding_count_of(&self, code: String) -> Result<u64, IsmsError> {
        Ok(self.0.finding_count_of(&code)? as u64)
    }
}

/// The JSON Schema of the document format.
#[uniffi::export]
pub fn schema() -> String {
    facade::schema()
}

/// What a code means, in JSON.
#[uniffi::export]
pub fn explain(code: String) -> Result<String, IsmsError> {
    Ok(facade::explain(&code)?)
}

/// The version of the library.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_give_what_the_facade_gives() {
        let settings = ReadSettings {
            format: "yaml".to_owned(),
            preserve_unknown: false,
            max_bytes: None,
            max_depth: None,
            max_items: None,
        };
        let text = b"isms: '1'\norganisation: {name: Acme}\n".to_vec();
        let document = Document::read(text, settings.clone()).unwrap();
        assert_eq!(document.digest().len(), 64);
        let assessment = document.assess("2026-03-31".to_owned()).unwrap();
        assert!(assessment.report("findings".to_owned(), "json".to_owned()).is_ok());

        let small = ReadSettings { max_bytes: Some(3), ..settings };
        let IsmsError::Refused { kind, code, json, .. } =
            Document::read(b"isms".to_vec(), small).unwrap_err();
        assert_eq!((kind.as_str(), code.as_str()), ("document", "D-003"));
        assert!(json.contains("\"findings\":[{"));
    }
}
