//! Where a requirement stands, and counts of that with their denominators.

use std::cmp::Ordering;
use std::fmt;

use serde::ser::SerializeStruct;

use crate::word::words;

words! {
    /// How far own controls make an entry of a framework true today; better ones are greater.
    InPlace ("state of an entry") {
        /// No own control implements it.
        Nothing = "nothing",
        /// Own controls that are planned would implement it.
        Planned = "planned",
        /// An own control implements it in part.
        Partial = "partial",
        /// An own control implements it, and nobody has verified that it works.
        Implemented = "implemented",
        /// An own control implements it, and its operation is verified at the date.
        Operating = "operating",
    }

    /// Where a requirement stands: each in exactly one bucket, the greatest that applies.
    Bucket ("bucket of coverage") {
        /// Nothing is known.
        Unknown = "unknown",
        /// Something in place may have to do with it: to be looked at by a person, never counted as covered.
        Suggested = "suggested",
        /// Something in place provably shares content with it, or covers it and works only in part.
        Overlapping = "overlapping",
        /// It is provably covered, by something that is implemented and that nobody has verified.
        Unverified = "unverified",
        /// It is provably covered by what is implemented and verified.
        Covered = "covered",
        /// The Statement of Applicability says that it is not necessary, and why.
        Excluded = "excluded",
    }
}

/// A part of a whole, exact. It prints with both numbers and a percentage that is cut after one decimal, never rounded
/// up: 100.0 % is all of it.
///
/// ```
/// use isms_core::Ratio;
/// assert_eq!(Ratio::new(58, 93).to_string(), "58 of 93 (62.3 %)");
/// assert_eq!(Ratio::new(9_999, 10_000).percent().unwrap().to_string(), "99.9");
/// assert_eq!(Ratio::new(0, 0).to_string(), "0 of 0");
/// assert_eq!(Ratio::new(1, 3).compare(Ratio::new(33, 100)), Some(std::cmp::Ordering::Greater));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// How many.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

impl Ratio {
    /// So many of so many.
    pub fn new(part: usize, whole: usize) -> Self {
        Self { part, whole }
    }

    /// The percentage; `None` of nothing.
    pub fn percent(self) -> Option<Percent> {
        let scaled = (self.part as u128).saturating_mul(1000);
        let tenths = scaled.checked_div(self.whole as u128)?;
        Some(Percent(u32::try_from(tenths).unwrap_or(u32::MAX)))
    }

    /// Which is greater, exactly; `None` where one is of nothing.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let product = |a: usize, b: usize| (a as u128).saturating_mul(b as u128);
        let something = self.whole > 0 && other.whole > 0;
        something.then(|| product(self.part, other.whole).cmp(&product(other.part, self.whole)))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.part, self.whole)?;
        self.percent().map_or(Ok(()), |percent| write!(f, " ({percent} %)"))
    }
}

impl serde::Serialize for Ratio {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut out = s.serialize_struct("Ratio", 3)?;
        out.serialize_field("part", &self.part)?;
        out.serialize_field("whole", &self.whole)?;
        out.serialize_field("percent", &self.percent())?;
        out.end()
    }
}

/// A percentage with one decimal, cut and not rounded.
///
/// ```
/// assert_eq!(isms_core::Ratio::new(1, 8).percent().unwrap().to_string(), "12.5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u32); // Tenths.

impl Percent {
    /// So many of a thousand.
    pub(crate) fn from_permille(permille: u16) -> Self {
        Self(u32::from(permille))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl serde::Serialize for Percent {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// How many requirements stand in each bucket. The buckets add up to all of them.
///
/// ```
/// use isms_core::{Bucket, Tally};
/// let tally = Tally::of([Bucket::Covered, Bucket::Unknown, Bucket::Overlapping, Bucket::Excluded]);
/// assert_eq!((tally.total(), tally.count(Bucket::Covered)), (4, 1));
/// assert_eq!(tally.at_least(Bucket::Overlapping).to_string(), "2 of 4 (50.0 %)");
/// assert_eq!(tally.at_least_of_applicable(Bucket::Overlapping).to_string(), "2 of 3 (66.6 %)");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Tally {
    /// Provably covered by what operates.
    pub covered: usize,
    /// Provably covered by what nobody has verified.
    pub unverified: usize,
    /// Provably shares content with something in place.
    pub overlapping: usize,
    /// May have to do with something in place.
    pub suggested: usize,
    /// Nothing is known.
    pub unknown: usize,
    /// Excluded with a reason.
    pub excluded: usize,
}

impl Tally {
    /// The counts of some buckets.
    pub fn of(buckets: impl IntoIterator<Item = Bucket>) -> Self {
        let mut tally = Self::default();
        for bucket in buckets {
            let count = match bucket {
                Bucket::Covered => &mut tally.covered,
                Bucket::Unverified => &mut tally.unverified,
                Bucket::Overlapping => &mut tally.overlapping,
                Bucket::Suggested => &mut tally.suggested,
                Bucket::Unknown => &mut tally.unknown,
                Bucket::Excluded => &mut tally.excluded,
            };
            *count = count.saturating_add(1);
        }
        tally
    }

    /// How many are in a bucket.
    pub fn count(&self, bucket: Bucket) -> usize {
        match bucket {
            Bucket::Covered => self.covered,
            Bucket::Unverified => self.unverified,
            Bucket::Overlapping => self.overlapping,
            Bucket::Suggested => self.suggested,
            Bucket::Unknown => self.unknown,
            Bucket::Excluded => self.excluded,
        }
    }

    /// All requirements.
    pub fn total(&self) -> usize {
        self.applicable().saturating_add(self.excluded)
    }

    /// All requirements that are not excluded.
    pub fn applicable(&self) -> usize {
        BEST_FIRST.iter().map(|bucket| self.count(*bucket)).sum()
    }

    /// Those in a bucket or a better one, of all. Excluded ones are in the whole and never in the part.
    pub fn at_least(&self, bucket: Bucket) -> Ratio {
        Ratio::new(self.reached(bucket), self.total())
    }

    /// Those in a bucket or a better one, of all that are not excluded.
    pub fn at_least_of_applicable(&self, bucket: Bucket) -> Ratio {
        Ratio::new(self.reached(bucket), self.applicable())
    }

    fn reached(&self, bucket: Bucket) -> usize {
        BEST_FIRST.iter().filter(|other| **other >= bucket).map(|other| self.count(*other)).sum()
    }
}

/// The buckets of what is not excluded.
const BEST_FIRST: [Bucket; 5] =
    [Bucket::Covered, Bucket::Unverified, Bucket::Overlapping, Bucket::Suggested, Bucket::Unknown];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_never_flatters() {
        for whole in 1..400usize {
            for part in 0..=whole {
                let percent = Ratio::new(part, whole).percent().unwrap();
                assert_eq!(percent.to_string() == "100.0", part == whole);
                let tenths = u64::from(percent.0);
                let (part, whole) = (part as u64, whole as u64);
                assert!(tenths * whole <= part * 1000 && part * 1000 < (tenths + 1) * whole);
            }
        }
        assert_eq!(Ratio::new(0, 0).percent(), None);
        assert_eq!(Ratio::new(usize::MAX, usize::MAX).to_string().split_once('(').unwrap().1, "100.0 %)");
    }

    #[test]
    fn an_excluded_requirement_is_never_in_the_part() {
        let tally = Tally::of([Bucket::Excluded, Bucket::Covered]);
        assert_eq!(tally.at_least(Bucket::Unknown), Ratio::new(1, 2));
        assert_eq!(tally.at_least_of_applicable(Bucket::Unknown), Ratio::new(1, 1));
        assert_eq!(tally.at_least(Bucket::Excluded), Ratio::new(0, 2));
    }
}
