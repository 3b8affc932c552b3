//! What is claimed: terms, and premises about two of them.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::catalogue::ClaimId;
use crate::error::{Error, ErrorKind};
use crate::id::Reference;
use crate::relation::Mask;

/// One or more entries taken together; it stands for the union of what they ask for. Cloning is cheap.
///
/// ```
/// use isms_core::Term;
/// let both = Term::new(["gdpr:Art.33".parse()?, "gdpr:Art.32".parse()?, "gdpr:Art.33".parse()?])?;
/// let one = Term::from(both.entries()[0].clone());
/// assert_eq!(both.to_string(), "{gdpr:Art.32, gdpr:Art.33}");
/// assert_eq!(one.to_string(), "gdpr:Art.32");
/// assert!(one.is_part_of(&both) && !both.is_part_of(&one));
/// assert_eq!(Term::new([]).unwrap_err().code(), "D-019");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(Arc<[Reference]>); // INVARIANT: not empty, ascending, each once.

impl Term {
    /// The entries together. Order and repetition do not matter; none at all is an error (`D-019`).
    pub fn new(entries: impl IntoIterator<Item = Reference>) -> Result<Self, Error> {
        let entries: BTreeSet<_> = entries.into_iter().collect();
        if entries.is_empty() {
            return Err(Error::new(
                ErrorKind::Invalid,
                "D-019",
                "a relation needs at least one entry on each side",
            ));
        }
        Ok(Self(entries.into_iter().collect()))
    }

    /// The entries, in order.
    pub fn entries(&self) -> &[Reference] {
        &self.0
    }

    /// The entry, where there is only one.
    pub fn single(&self) -> Option<&Reference> {
        match &*self.0 {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Whether every entry is one of the other term, so that its content is part of the other's whatever it is.
    pub fn is_part_of(&self, other: &Self) -> bool {
        let mut rest = other.0.iter();
        self.0.len() <= other.0.len() && self.0.iter().all(|entry| rest.any(|candidate| candidate == entry))
    }
}

impl From<Reference> for Term {
    fn from(entry: Reference) -> Self {
        Self(Arc::from([entry]))
    }
}

impl FromStr for Term {
    type Err = Error;

    /// A single entry.
    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse::<Reference>().map(Self::from)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(one) = self.single() {
            return one.fmt(f);
        }
        for (place, entry) in self.0.iter().enumerate() {
            f.write_str(if place == 0 { "{" } else { ", " })?;
            entry.fmt(f)?;
        }
        f.write_str("}")
    }
}

impl serde::Serialize for Term {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.0.iter())
    }
}

/// What one claim says, as the engine takes it.
///
/// ```
/// use isms_core::{ClaimId, Premise, Rcc5, Term};
/// let (source, target) = ("iso27001-2022:A.5.1".parse()?, "nist-csf-2.0:GV.PO-01".parse()?);
/// let premise = Premise::new(ClaimId::new("olir", 1), "nist", source, target, Rcc5::Within.into());
/// assert_eq!(premise.to_string(), "iso27001-2022:A.5.1 lies within nist-csf-2.0:GV.PO-01");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Premise {
    /// The claim that says so.
    pub claim: ClaimId,
    /// Whose view of the entries it is: the publisher's.
    pub frame: Arc<str>,
    /// The entries it starts from, together.
    pub sources: Term,
    /// The entries it relates them to, together.
    pub targets: Term,
    /// What it says of the two.
    pub mask: Mask,
}

impl Premise {
    /// What a claim of a frame says of sources and targets.
    pub fn new(claim: ClaimId, frame: impl Into<Arc<str>>, sources: Term, targets: Term, mask: Mask) -> Self {
        Self { claim, frame: frame.into(), sources, targets, mask }
    }
}

impl fmt::Display for Premise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.sources, self.mask.phrase(), self.targets)
    }
}
