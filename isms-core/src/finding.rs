//! Findings: what is wrong, or worth a look, in a user's data. Many at once, sorted, deterministic.

pub(crate) mod code;
mod problems;

use std::fmt;

pub use code::{CodeInfo, codes, explain};
pub(crate) use problems::{Problems, nearest};

/// How much a finding weighs. The engine indicates; only an auditor raises a nonconformity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Severity {
    /// The document is not well formed.
    Error,
    /// Indicates a potential major nonconformity.
    Major,
    /// Indicates a potential minor nonconformity.
    Minor,
    /// Worth a look; never a nonconformity.
    Observation,
}

impl Severity {
    /// The word used in rows and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Major => "major",
            Severity::Minor => "minor",
            Severity::Observation => "observation",
        }
    }

    /// One grade lower; an observation stays one, and so does an error.
    pub(crate) fn lower(self) -> Self {
        match self {
            Severity::Error => Severity::Error,
            Severity::Major => Severity::Minor,
            Severity::Minor | Severity::Observation => Severity::Observation,
        }
    }
}

/// What a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Origin {
    /// The document format.
    Format,
    /// A requirement of ISO/IEC 27001.
    Normative,
    /// Logical consistency that follows from the requirements.
    Consistency,
    /// The organisation's own method or policy.
    OwnMethod,
    /// A certification scheme.
    Scheme,
    /// Good practice; never reported as a nonconformity.
    Practice,
}

impl Origin {
    /// The word used in rows and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Format => "format",
            Origin::Normative => "normative",
            Origin::Consistency => "consistency",
            Origin::OwnMethod => "own-method",
            Origin::Scheme => "scheme",
            Origin::Practice => "practice",
        }
    }
}

macro_rules! collections {
    ($($(#[$meta:meta])* $name:ident = $text:literal,)*) => {
        /// A collection (or single object) of the document, named as its member is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Collection {
            $($(#[$meta])* $name,)*
        }

        impl Collection {
            /// The member of the document that holds it; empty for the document itself.
            pub fn as_str(self) -> &'static str {
                match self { $(Collection::$name => $text,)* }
            }
        }
    };
}

collections! {
    /// The document itself.
    Document = "",
    /// The organisation.
    Organisation = "organisation",
    /// The scope of the ISMS.
    Scope = "scope",
    /// Issues of the context.
    Issues = "issues",
    /// Interested parties.
    Parties = "parties",
    /// Requirements.
    Requirements = "requirements",
    /// Roles.
    Roles = "roles",
    /// Suppliers.
    Suppliers = "suppliers",
    /// Sites.
    Sites = "sites",
    /// Processes.
    Processes = "processes",
    /// Scales.
    Scales = "scales",
    /// Impact dimensions.
    Dimensions = "dimensions",
    /// Measures of capability.
    Capabilities = "capabilities",
    /// Risk methods.
    Methods = "methods",
    /// Translations between risk methods.
    Translations = "translations",
    /// Assets.
    Assets = "assets",
    /// Threats.
    Threats = "threats",
    /// Vulnerabilities.
    Vulnerabilities = "vulnerabilities",
    /// Risks.
    Risks = "risks",
    /// Enterprise risks.
    EnterpriseRisks = "enterprise_risks",
    /// Own controls.
    Controls = "controls",
    /// Treatment decisions.
    Treatments = "treatments",
    /// Acceptances.
    Acceptances = "acceptances",
    /// The Statement of Applicability.
    Soa = "soa",
    /// Policies.
    Policies = "policies",
    /// Objectives.
    Objectives = "objectives",
}

/// What a finding is about: a collection, the id of an item in it, and a member of that item.
///
/// ```
/// use isms_core::{Collection, Subject};
/// let subject = Subject::item(Collection::Risks, "R-1").member("inherent").member("likelihood");
/// assert_eq!(subject.path(), "/risks/R-1/inherent/likelihood");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    collection: Collection,
    id: Option<String>,
    member: String, // INVARIANT: empty, or `/`-led steps escaped as in RFC 6901.
}

impl Subject {
    /// A whole collection, or a single object such as the scope.
    pub fn collection(collection: Collection) -> Self {
        Self { collection, id: None, member: String::new() }
    }

    /// An item of a collection.
    pub fn item(collection: Collection, id: impl fmt::Display) -> Self {
        Self { collection, id: Some(id.to_string()), member: String::new() }
    }

    /// The same subject, one member deeper.
    #[must_use]
    pub fn member(mut self, name: impl fmt::Display) -> Self {
        self.member.push('/');
        self.member.push_str(&escape(&name.to_string()));
        self
    }

    /// A place of a document that could not be read, as a pointer.
    pub(crate) fn pointer(pointer: &str) -> Self {
        Self { collection: Collection::Document, id: None, member: pointer.to_owned() }
    }

    /// The collection.
    pub fn of(&self) -> Collection {
        self.collection
    }

    /// The id of the item.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The place as a JSON pointer (RFC 6901).
    pub fn path(&self) -> String {
        let mut out = String::new();
        if self.collection != Collection::Document {
            out.push('/');
            out.push_str(self.collection.as_str());
        }
        if let Some(id) = &self.id {
            out.push('/');
            out.push_str(&escape(id));
        }
        out.push_str(&self.member);
        out
    }
}

/// One step of a JSON pointer (RFC 6901).
pub(crate) fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// A place in the text a document was read from; both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// One thing the engine noticed: a stable code, how much it weighs, what it is about, and what to do.
///
/// ```
/// let error = isms_core::Isms::from_json(r#"{"isms": "1", "organisation": {"nmae": "Acme"}}"#).unwrap_err();
/// let unknown = error.findings().iter().find(|f| f.code() == "D-007").unwrap();
/// assert_eq!(unknown.path(), "/organisation/nmae");
/// assert_eq!(unknown.help(), Some("did you mean `name`?"));
/// assert_eq!(unknown.position().unwrap().line, 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    info: &'static CodeInfo,
    severity: Severity,
    subject: Subject,
    message: String,
    help: Option<String>,
    position: Option<Position>,
}

impl Finding {
    /// A finding of the severity its code lists.
    pub(crate) fn new(info: &'static CodeInfo, subject: Subject, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            info,
            severity: info.severity,
            subject,
            message: message.into(),
            help: None,
            position: None,
        }))
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    pub(crate) fn with_severity(mut self, severity: Severity) -> Self {
        self.0.severity = severity;
        self
    }

    pub(crate) fn with_position(mut self, position: Position) -> Self {
        self.0.position = Some(position);
        self
    }

    /// The stable code, such as `C6.1.2-09`.
    pub fn code(&self) -> &'static str {
        self.0.info.code
    }

    /// What the table says of the code.
    pub fn info(&self) -> &'static CodeInfo {
        self.0.info
    }

    /// How much it weighs here; it may be lower than the code lists.
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// What it is about.
    pub fn subject(&self) -> &Subject {
        &self.0.subject
    }

    /// The subject as a JSON pointer.
    pub fn path(&self) -> String {
        self.0.subject.path()
    }

    /// One line for a person.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// Where in the text, for problems of a document that was read from text.
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}: {}", self.0.severity.as_str(), self.code(), self.path(), self.0.message)
    }
}

impl serde::Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = s.serialize_struct("Finding", 8)?;
        out.serialize_field("code", self.code())?;
        out.serialize_field("severity", self.severity().as_str())?;
        out.serialize_field("origin", self.0.info.origin.as_str())?;
        out.serialize_field("path", &self.path())?;
        out.serialize_field("message", &self.0.message)?;
        out.serialize_field("help", &self.0.help)?;
        out.serialize_field("line", &self.0.position.map(|p| p.line))?;
        out.serialize_field("column", &self.0.position.map(|p| p.column))?;
        out.end()
    }
}
