//! Which requirements of a framework: those of a level, baseline or group.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::requirements::requirements;
use crate::catalogue::{Entry, Framework};
use crate::error::{Error, ErrorKind};
use crate::finding::{code, nearest};
use crate::id::clip;

/// The requirements whose attribute has a value, such as `baseline=moderate`. A number stands for itself and all below:
/// `ig=2` is implementation groups 1 and 2, `level=2` is levels 1 and 2.
///
/// ```
/// use isms_core::LevelOf;
/// let level: LevelOf = "ig=2".parse()?;
/// assert!(level.has(["1"]) && level.has(["2"]) && !level.has(["3"]));
/// let baseline: LevelOf = "baseline=moderate".parse()?;
/// assert!(baseline.has(["low", "moderate"]) && !baseline.has(["high"]));
/// assert!("moderate".parse::<LevelOf>().is_err());
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelOf {
    attribute: String,
    value: String,
}

impl FromStr for LevelOf {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        match text.split_once('=') {
            Some((attribute, value)) if !attribute.trim().is_empty() && !value.trim().is_empty() => {
                Ok(Self { attribute: attribute.trim().to_owned(), value: value.trim().to_owned() })
            }
            _ => {
                let message = format!("`{}` is not a level such as `baseline=moderate`", clip(text));
                Err(Error::new(ErrorKind::Invalid, code::K_002.code, message))
            }
        }
    }
}

impl fmt::Display for LevelOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.attribute, self.value)
    }
}

impl LevelOf {
    /// Whether values of the attribute are of the level.
    pub fn has<'a>(&self, values: impl IntoIterator<Item = &'a str>) -> bool {
        let number = |text: &str| text.parse::<u32>().ok();
        values.into_iter().any(|value| match (number(&self.value), number(value)) {
            (Some(most), Some(at)) => at <= most,
            _ => value == self.value,
        })
    }

    /// The requirements of a framework that are of the level; an error if there are none.
    pub(super) fn of<'c>(&self, framework: &'c Framework) -> Result<Vec<Entry<'c>>, Error> {
        let of_it = requirements(framework).filter(|entry| self.has(entry.attribute(&self.attribute)));
        let found: Vec<_> = of_it.collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let all: BTreeSet<String> = requirements(framework)
            .flat_map(|entry| entry.attributes())
            .flat_map(|(key, values)| values.split(',').map(move |value| format!("{key}={value}")))
            .collect();
        let message = format!("no requirement of `{}` has `{}`", framework.id(), clip(&self.to_string()));
        let error = Error::new(ErrorKind::NotFound, code::K_002.code, message);
        Err(match nearest(&self.to_string(), all.iter().map(String::as_str)) {
            Some(near) => error.with_help(format!("did you mean `{near}`?")),
            None => error,
        })
    }
}
