//! Identifiers: strings become types at the door.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::error::{Error, ErrorKind};

/// Longest own id, in bytes.
pub const MAX_ID_LEN: usize = 128;

/// Why a text is no id, or nothing if it is one.
pub(crate) fn id_problem(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    match bytes.first() {
        None => return Some("it is empty"),
        Some(first) if !first.is_ascii_alphanumeric() => {
            return Some("it does not start with an ASCII letter or digit");
        }
        Some(_) => {}
    }
    if bytes.len() > MAX_ID_LEN {
        return Some("it is longer than 128 bytes");
    }
    if bytes.iter().any(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))) {
        return Some("it holds a character other than ASCII letters, digits, `.`, `_` and `-`");
    }
    None
}

/// What every own id can do, so that collections and readers are written once.
pub trait Id: Clone + Ord + fmt::Display + FromStr<Err = Error> + Send + Sync + 'static {
    /// The text of the id.
    fn as_str(&self) -> &str;
    /// What the id names, in the words of a message: `asset`, `risk`, …
    const NOUN: &'static str;
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $noun:literal;)*) => {$(
        $(#[$meta])*
        ///
        /// Own ids match `[A-Za-z0-9][A-Za-z0-9._-]{0,127}`, are case-sensitive and sort by bytes.
        /// Cloning is cheap: the text is shared.
        ///
        /// ```
        #[doc = concat!("use isms_core::", stringify!($name), ";")]
        #[doc = concat!("let id: ", stringify!($name), " = \"X-1\".parse()?;")]
        /// assert_eq!(id.as_str(), "X-1");
        #[doc = concat!("assert_eq!(\"no/slash\".parse::<", stringify!($name), ">().unwrap_err().code(), \"D-011\");")]
        /// # Ok::<(), isms_core::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>); // INVARIANT: `id_problem` finds nothing.

        impl Id for $name {
            const NOUN: &'static str = $noun;
            fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl $name {
            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self, Error> {
                match id_problem(text) {
                    None => Ok(Self(Arc::from(text))),
                    Some(why) => Err(Error::new(
                        ErrorKind::Invalid,
                        "D-011",
                        format!(concat!("`{}` is no ", $noun, " id: {}"), clip(text), why),
                    )),
                }
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Names an external or internal issue of the context (clause 4.1).
    IssueId = "issue";
    /// Names an interested party (clause 4.2).
    PartyId = "interested party";
    /// Names a requirement of an interested party, law or contract.
    RequirementId = "requirement";
    /// Names a role.
    RoleId = "role";
    /// Names a supplier.
    SupplierId = "supplier";
    /// Names a site.
    SiteId = "site";
    /// Names a process of the ISMS or of the organisation.
    ProcessId = "process";
    /// Names an ordinal scale.
    ScaleId = "scale";
    /// Names an impact dimension, such as `confidentiality`.
    DimensionId = "dimension";
    /// Names a measure of capability, such as `rto`.
    CapabilityId = "capability";
    /// Names a risk method.
    MethodId = "risk method";
    /// Names a translation between two risk methods.
    TranslationId = "translation";
    /// Names a consequence category of a method, such as `financial`.
    CategoryId = "consequence category";
    /// Names a factor of a method, such as `vulnerability`.
    FactorId = "factor";
    /// Names an asset.
    AssetId = "asset";
    /// Names a redundancy group of an asset.
    GroupId = "redundancy group";
    /// Names a threat.
    ThreatId = "threat";
    /// Names a vulnerability.
    VulnerabilityId = "vulnerability";
    /// Names a risk.
    RiskId = "risk";
    /// Names a risk of the organisation as a whole.
    EnterpriseRiskId = "enterprise risk";
    /// Names an own control (not an entry of a catalogue).
    ControlId = "control";
    /// Names a treatment decision.
    TreatmentId = "treatment";
    /// Names an acceptance of a residual risk.
    AcceptanceId = "acceptance";
    /// Names a policy.
    PolicyId = "policy";
    /// Names an objective.
    ObjectiveId = "objective";
    /// Names an interface of the scope.
    InterfaceId = "interface";
    /// Names an exclusion from the scope.
    ExclusionId = "exclusion";
    /// Names a dependency of activities inside the scope on others outside.
    OutsideId = "dependency on the outside";
    /// Names an action of a treatment.
    ActionId = "action";
    /// Names a pack of frameworks and claims.
    PackId = "pack";
    /// Names a set of claims.
    ClaimSetId = "claim set";
    /// Names what a set of claims descends from.
    LineageId = "lineage";
    /// Names a topic an entry is about.
    TopicId = "topic";
}

/// The slug of a framework and its edition, such as `iso27001-2022` or `nist-csf-2.0`.
///
/// ```
/// use isms_core::FrameworkId;
/// let iso: FrameworkId = "iso27001-2022".parse()?;
/// assert_eq!(iso.as_str(), "iso27001-2022");
/// assert!("ISO 27001".parse::<FrameworkId>().is_err());
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameworkId(Arc<str>); // INVARIANT: non-empty, `[a-z0-9.-]`, at most 64 bytes.

impl FrameworkId {
    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FrameworkId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let good = !text.is_empty()
            && text.len() <= 64
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        if good {
            Ok(Self(Arc::from(text)))
        } else {
            Err(Error::new(
                ErrorKind::Invalid,
                "D-012",
                format!("`{}` is not the slug of a framework, such as `iso27001-2022`", clip(text)),
            ))
        }
    }
}

impl std::borrow::Borrow<str> for FrameworkId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FrameworkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of an entry inside its framework, as somebody writes it: `A.5.1`, `AC-2(1)`, `Art. 32`.
///
/// It is 1 to 64 bytes of printable ASCII. Spaces stand only inside, and neither `,` nor `;` is allowed, since lists of ids
/// are joined by them. A framework that is loaded has no spaces in its own ids; those of others are for
/// [`Framework::respell`](crate::Framework::respell) to understand.
///
/// ```
/// use isms_core::EntryId;
/// let id: EntryId = "AC-2(1)".parse()?;
/// assert_eq!(id.as_str(), "AC-2(1)");
/// assert_eq!("A.5.1; A.5.2".parse::<EntryId>().unwrap_err().code(), "D-012");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(Arc<str>); // INVARIANT: as the documentation says.

impl EntryId {
    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EntryId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let good = (1..=64).contains(&text.len())
            && text.bytes().all(|b| (b == b' ' || b.is_ascii_graphic()) && b != b',' && b != b';')
            && text.trim() == text;
        if good { Ok(Self(Arc::from(text))) } else { Err(no_entry(text)) }
    }
}

impl std::borrow::Borrow<str> for EntryId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for EntryId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

fn no_entry(text: &str) -> Error {
    Error::new(
        ErrorKind::Invalid,
        "D-012",
        format!("`{}` is not the id of an entry of a framework", clip(text)),
    )
}

/// A reference into a framework: `slug:id`, such as `iso27001-2022:A.5.1` or `nist-800-53-r5:AC-2(1)`.
///
/// It says only that the text is well formed; whether the entry exists is the catalogue's to say.
///
/// ```
/// use isms_core::Reference;
/// let reference: Reference = "gdpr:Art.5(1)(a)".parse()?;
/// assert_eq!(reference.framework().as_str(), "gdpr");
/// assert_eq!(reference.entry(), "Art.5(1)(a)");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    framework: FrameworkId,
    entry: Arc<str>, // INVARIANT: 1 to 64 bytes of printable ASCII without space.
}

impl Reference {
    /// A reference to `entry` of `framework`. Fails with `D-012` if the entry is empty, longer than 64 bytes or
    /// holds anything but printable ASCII without spaces.
    pub fn new(framework: FrameworkId, entry: &str) -> Result<Self, Error> {
        if entry.is_empty() || entry.len() > 64 || !entry.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(no_entry(entry));
        }
        Ok(Self { framework, entry: Arc::from(entry) })
    }

    /// The framework and its edition.
    pub fn framework(&self) -> &FrameworkId {
        &self.framework
    }

    /// The id of the entry inside its framework.
    pub fn entry(&self) -> &str {
        &self.entry
    }
}

impl FromStr for Reference {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        match text.split_once(':') {
            Some((framework, entry)) => Self::new(framework.parse()?, entry),
            None => Err(Error::new(
                ErrorKind::Invalid,
                "D-012",
                format!("`{}` is not a reference of the form `framework:entry`", clip(text)),
            )),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.framework, self.entry)
    }
}

impl serde::Serialize for Reference {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// User input as a message may quote it: at most 60 characters, control characters made visible.
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
