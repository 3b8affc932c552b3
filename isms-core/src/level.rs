//! Ordinal scales and levels: they can be compared, joined and looked up, never added.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::describe::described;
use crate::error::{Error, ErrorKind};
use crate::id::{ScaleId, clip};
use crate::money::Decimal;

/// Most levels a scale may have.
pub const MAX_LEVELS: usize = 100;

/// A level as somebody wrote it: `high`, `4`, or a typing error such as `4.5`. Only a [`Scale`] can say whether
/// it is one of its levels.
///
/// ```
/// use isms_core::LevelName;
/// let name: LevelName = "very-high".parse()?;
/// assert_eq!(name.as_str(), "very-high");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LevelName(Arc<str>); // INVARIANT: 1 to 128 bytes, no control characters.

impl LevelName {
    /// The text as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LevelName {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.is_empty() || text.len() > 128 || text.chars().any(char::is_control) {
            return Err(Error::new(
                ErrorKind::Invalid,
                "D-011",
                format!("`{}` cannot be the name of a level", clip(text)),
            ));
        }
        Ok(Self(Arc::from(text)))
    }
}

impl std::borrow::Borrow<str> for LevelName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LevelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for LevelName {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

described! {
    /// One level of a scale, from low to high by its place in [`Scale::levels`].
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct ScaleLevel {
        /// The name documents use.
        pub id: LevelName,
        /// The name people read; the id where absent.
        pub label: Option<String>,
        /// What the level means, with its band where there is one.
        pub description: Option<String>,
        /// A declared number that may be multiplied or added. Without it the level is only an order.
        pub rating: Option<Decimal>,
    }
}

impl ScaleLevel {
    /// A level without label, description or rating.
    pub fn new(id: LevelName) -> Self {
        Self { id, label: None, description: None, rating: None }
    }
}

described! {
    /// An ordinal scale: levels from low to high.
    ///
    /// ```
    /// use isms_core::Scale;
    /// let scale = Scale::of(["low", "moderate", "high"])?;
    /// assert_eq!(scale.rank("high"), Some(3));
    /// assert_eq!(scale.rank("extreme"), None);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Scale {
        /// What the scale is called.
        pub name: Option<String>,
        /// The levels, lowest first: 1 to [`MAX_LEVELS`], checked when the ISMS is built.
        pub levels: Vec<ScaleLevel>,
    }
}

impl Scale {
    /// A scale of the given levels, lowest first.
    pub fn new(levels: Vec<ScaleLevel>) -> Self {
        Self { name: None, levels }
    }

    /// A scale from names alone, lowest first. Fails with `D-011` if one cannot be a name.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        let levels = names.into_iter().map(|n| n.parse().map(ScaleLevel::new));
        Ok(Self::new(levels.collect::<Result<_, _>>()?))
    }

    /// The rank of a level, 1 for the lowest; `None` for a name the scale does not have. O(levels).
    pub fn rank(&self, name: &str) -> Option<u8> {
        let place = self.levels.iter().position(|l| l.id.as_str() == name)?;
        u8::try_from(place.checked_add(1)?).ok()
    }

    /// The level of a rank, 1 for the lowest.
    pub fn at(&self, rank: u8) -> Option<&ScaleLevel> {
        self.levels.get(usize::from(rank).checked_sub(1)?)
    }

    /// The rank of the highest level; 0 for a scale without levels.
    pub fn top(&self) -> u8 {
        u8::try_from(self.levels.len()).unwrap_or(u8::MAX)
    }
}

/// A level of a known scale. Levels have an order inside their scale and nothing else: no sum, no mean, no
/// comparison across scales.
///
/// ```
/// use isms_core::{Level, Scale, ScaleId};
/// let id: ScaleId = "impact".parse()?;
/// let scale = Scale::of(["low", "moderate", "high"])?;
/// let low = Level::new(&id, &scale, "low").unwrap();
/// let high = Level::new(&id, &scale, "high").unwrap();
/// assert!(low.compare(&high)?.is_lt());
/// assert_eq!(low.join(&high)?, high);
/// # Ok::<(), isms_core::Error>(())
/// ```
///
/// Arithmetic does not compile:
///
/// ```compile_fail,E0369
/// fn add(a: isms_core::Level, b: isms_core::Level) -> isms_core::Level { a + b }
/// ```
///
/// Nor does an order that ignores the scale:
///
/// ```compile_fail,E0369
/// fn less(a: isms_core::Level, b: isms_core::Level) -> bool { a < b }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Level {
    scale: ScaleId,
    rank: u8, // INVARIANT: 1..=top of the scale it was made with.
}

impl Level {
    /// The level `name` of `scale`, or `None` if the scale has no such level.
    pub fn new(id: &ScaleId, scale: &Scale, name: &str) -> Option<Self> {
        scale.rank(name).map(|rank| Self { scale: id.clone(), rank })
    }

    /// The level of a rank, 1 for the lowest, or `None` if the scale has no such level.
    pub fn of_rank(id: &ScaleId, scale: &Scale, rank: u8) -> Option<Self> {
        scale.at(rank).map(|_| Self { scale: id.clone(), rank })
    }

    /// The scale the level belongs to.
    pub fn scale(&self) -> &ScaleId {
        &self.scale
    }

    /// The place in the scale, 1 for the lowest.
    pub fn rank(&self) -> u8 {
        self.rank
    }

    /// Which is higher. Fails with `M-001` for levels of two scales.
    pub fn compare(&self, other: &Level) -> Result<Ordering, Error> {
        if self.scale == other.scale {
            Ok(self.rank.cmp(&other.rank))
        } else {
            Err(Error::new(
                ErrorKind::Incomparable,
                "M-001",
                format!("levels of the scales `{}` and `{}` cannot be compared", self.scale, other.scale),
            )
            .with_help("declare a translation between the two methods"))
        }
    }

    /// The higher of the two. Fails with `M-001` for levels of two scales.
    pub fn join(&self, other: &Level) -> Result<Level, Error> {
        Ok(if self.compare(other)?.is_lt() { other.clone() } else { self.clone() })
    }
}
