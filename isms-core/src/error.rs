//! The one error type: misuse of the API, or a document that is no ISMS.

use std::fmt;

use crate::finding::{Finding, Problems};

/// What sort of thing went wrong; the bindings map each kind to a class or a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A document or a draft is not well formed; [`Error::findings`] lists every problem.
    Document,
    /// A single value (an id, a date, an amount) is not what its type demands.
    Invalid,
    /// Something asked for by name is not there.
    NotFound,
    /// An option is out of its range or contradicts another.
    Option,
    /// Two values cannot be compared or combined: other scale, other currency.
    Incomparable,
    /// A result does not fit the range of its type.
    Overflow,
    /// A fault of the engine or of a binding, never of its user; please report it.
    Internal,
}

impl ErrorKind {
    /// The word used in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Document => "document",
            ErrorKind::Invalid => "invalid",
            ErrorKind::NotFound => "not-found",
            ErrorKind::Option => "option",
            ErrorKind::Incomparable => "incomparable",
            ErrorKind::Overflow => "overflow",
            ErrorKind::Internal => "internal",
        }
    }
}

/// Why a call could not do what it was asked: a stable [code](Error::code), a [kind](Error::kind), a
/// [path](Error::path) where there is one, and, for documents, every problem as a [`Finding`].
///
/// ```
/// use isms_core::{ErrorKind, Isms};
/// let error = Isms::from_json("{").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Document);
/// assert_eq!(error.code(), "D-001");
/// assert_eq!(error.findings().len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    kind: ErrorKind,
    code: &'static str,
    message: String,
    path: Option<String>,
    help: Option<String>,
    findings: Vec<Finding>,
}

impl Error {
    /// An error without a place: the engine's own, or one of a binding that refuses an argument.
    ///
    /// ```
    /// use isms_core::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::Option, "B-005", "`toml` is no format").with_help("use `json` or `yaml`");
    /// assert_eq!(error.to_string(), "B-005: `toml` is no format");
    /// ```
    pub fn new(kind: ErrorKind, code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            code,
            message: message.into(),
            path: None,
            help: None,
            findings: Vec::new(),
        }))
    }

    /// The same error with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// A refused document. The first problem in order gives the code and the path.
    pub(crate) fn document(problems: Problems) -> Self {
        let more = problems.len().saturating_sub(1);
        let findings = problems.into_sorted();
        let first = findings.first();
        let code = first.map_or("D-001", |f| f.code());
        let path = first.map(|f| f.path());
        let message = match (first, more) {
            (Some(first), 0) => first.message().to_owned(),
            (Some(first), more) => format!("{} (and {more} more)", first.message()),
            (None, _) => "the document is not well formed".to_owned(),
        };
        let help = first.and_then(|f| f.help()).map(str::to_owned);
        Self(Box::new(Inner { kind: ErrorKind::Document, code, message, path, help, findings }))
    }

    /// The sort of error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The stable code, explained by [`explain`](crate::explain).
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// One line for a person, lower-case, user input in backticks.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// A JSON pointer into the document, where the error has a place.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The problems of a refused document, sorted; at most 1000 are listed. Empty for other kinds.
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.message)?;
        match &self.0.path {
            Some(path) if !path.is_empty() => write!(f, " at {path}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
