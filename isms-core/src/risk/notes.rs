//! What a reader of a method's results should know: how its levels order risks, and where it comes from.

use super::grid::Cell;
use super::method::{Method, Stage};
use crate::id::MethodId;
use crate::isms::{Combine, Isms, MethodCheck};
use crate::level::LevelName;
use crate::money::Decimal;

/// How a method orders what it rates, in the sense of L. A. Cox, "What's Wrong with Risk Matrices?", Risk Analysis 28
/// (2008): every pair of its cells is compared by level and by value.
///
/// The value of a cell is what the method itself multiplies or adds. A matrix has no numbers of its own: there the value is
/// the product of the ratings its scales declare, or else of the ranks, which is a convention and not a measurement.
///
/// ```
/// use isms_core::{Draft, MethodFile, method_notes};
/// let mut draft = Draft::new("Acme");
/// draft.add_method(&MethodFile::shipped("iso-27005-2022")?)?;
/// let notes = method_notes(&draft.build()?, &"iso-27005-2022".parse()?).unwrap();
/// assert_eq!((notes.cells, notes.pairs), (25, 300));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct MethodNotes {
    /// How values were taken.
    pub valued_by: ValuedBy,
    /// Combinations of likelihood and consequence that have a level and a value.
    pub cells: usize,
    /// Pairs of them.
    pub pairs: u64,
    /// Pairs in which the cell of the lower value has the higher level: rank reversals.
    pub reversed: u64,
    /// Pairs of different value in one level: what the range of the level compresses.
    pub compressed: u64,
    /// Pairs of equal value in different levels.
    pub split: u64,
    /// Per level that is reached, lowest first, its least and greatest value.
    pub ranges: Vec<LevelRange>,
    /// Where the likelihood follows from factors, and all their scales are as long as its own: combinations in which it
    /// stands above the lowest factor. A chain of events cannot be likelier than its least likely link.
    pub above_lowest: Option<u64>,
    /// The same against the first factor alone.
    pub above_first: Option<u64>,
    /// How far the method was compared with its source; `None` where it names none.
    pub verification: Option<MethodCheck>,
    /// The source.
    pub source: Option<String>,
    /// What was compared, and what is not the source's.
    pub note: Option<String>,
}

/// The values that one level stands for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LevelRange {
    /// The level.
    pub level: LevelName,
    /// The least value of its cells.
    pub least: Decimal,
    /// The greatest.
    pub greatest: Decimal,
}

/// What the value of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ValuedBy {
    /// The product of the ranks of likelihood and consequence.
    RankProduct,
    /// The product of their ratings.
    RatingProduct,
    /// The sum of their ratings.
    RatingSum,
}

/// What a reader of a method's results should know. `None` for a method the ISMS does not have.
///
/// O(cells · (log cells + levels)), at most 10,000 cells.
///
/// ```
/// use isms_core::{Draft, MethodFile, ValuedBy, method_notes};
/// let mut draft = Draft::new("Acme");
/// draft.add_method(&MethodFile::shipped("nist-800-30-r1")?)?;
/// let notes = method_notes(&draft.build()?, &"nist-800-30-r1".parse()?).unwrap();
/// assert_eq!(notes.valued_by, ValuedBy::RankProduct); // its lowest rating is 0, which would hide all differences
/// assert_eq!((notes.above_lowest, notes.above_first), (Some(14), Some(7)));
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn method_notes(isms: &Isms, id: &MethodId) -> Option<MethodNotes> {
    let source = isms.methods().get(id)?;
    let method = Method::compile(isms, source)?;
    let valued_by = valued_by(&method);
    let mut cells: Vec<(Decimal, u8)> =
        method.grid.iter().filter_map(|(at, cell)| valued(&method, valued_by, &at, cell)).collect();
    cells.sort_unstable();
    let order = Order::of(&cells);
    let range = |rank: u8| {
        let mut values = cells.iter().filter(|cell| cell.1 == rank).map(|cell| cell.0);
        let least = values.next()?;
        Some(LevelRange {
            level: method.level.name(rank)?.clone(),
            least,
            greatest: values.next_back().unwrap_or(least),
        })
    };
    let above = method.likelihood_from.as_ref().and_then(|stage| above(&method, stage));
    let provenance = source.provenance.as_ref();
    Some(MethodNotes {
        valued_by,
        cells: cells.len(),
        pairs: pairs(cells.len() as u64),
        reversed: order.reversed,
        compressed: order.compressed,
        split: order.split,
        ranges: method.level.ranks().filter_map(range).collect(),
        above_lowest: above.map(|counts| counts.0),
        above_first: above.map(|counts| counts.1),
        verification: provenance.map(|from| from.verification),
        source: provenance.map(|from| from.source.clone()),
        note: provenance.and_then(|from| from.note.clone()),
    })
}

fn pairs(of: u64) -> u64 {
    of.saturating_mul(of.saturating_sub(1)) / 2
}

fn valued_by(method: &Method<'_>) -> ValuedBy {
    let positive = |steps: &super::method::Steps<'_>| {
        steps.scale.levels.iter().all(|level| level.rating.is_some_and(|rating| rating > Decimal::from(0)))
    };
    match &method.source.combine {
        Combine::Product { .. } => ValuedBy::RatingProduct,
        Combine::Sum { .. } => ValuedBy::RatingSum,
        Combine::Matrix(_) if positive(&method.likelihood) && positive(&method.consequence) => {
            ValuedBy::RatingProduct
        }
        Combine::Matrix(_) => ValuedBy::RankProduct,
    }
}

/// The value and the level of a cell.
fn valued(method: &Method<'_>, by: ValuedBy, at: &[u8], cell: Cell) -> Option<(Decimal, u8)> {
    let &[likelihood, consequence] = at else { return None };
    let value = match (by, cell.score) {
        (ValuedBy::RankProduct, _) => {
            Decimal::from(i32::from(likelihood).saturating_mul(i32::from(consequence)))
        }
        (_, Some(score)) => score,
        (_, None) => {
            let rating = |steps: &super::method::Steps<'_>, rank| steps.scale.at(rank)?.rating;
            let likelihood = rating(&method.likelihood, likelihood)?;
            likelihood.checked_mul(&rating(&method.consequence, consequence)?).ok()?
        }
    };
    Some((value, cell.level?))
}

/// Counts of pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Order {
    reversed: u64,
    compressed: u64,
    split: u64,
}

impl Order {
    /// From cells sorted by value. O(cells · levels).
    fn of(cells: &[(Decimal, u8)]) -> Self {
        let mut order = Self::default();
        let mut below = [0u64; 256]; // cells of lower value, by level
        for equal in cells.chunk_by(|a, b| a.0 == b.0) {
            for (_, level) in equal {
                for (other, count) in (0u8..=u8::MAX).zip(&below) {
                    if other > *level {
                        order.reversed = order.reversed.saturating_add(*count);
                    } else if other == *level {
                        order.compressed = order.compressed.saturating_add(*count);
                    }
                }
            }
            let same: u64 = equal.chunk_by(|a, b| a.1 == b.1).map(|level| pairs(level.len() as u64)).sum();
            order.split = order.split.saturating_add(pairs(equal.len() as u64).saturating_sub(same));
            for (_, level) in equal {
                if let Some(count) = below.get_mut(usize::from(*level)) {
                    *count = count.saturating_add(1);
                }
            }
        }
        order
    }
}

/// In how many combinations the likelihood stands above the lowest of its factors, and above the first. Ranks are
/// compared, so all scales must be of one length.
fn above(method: &Method<'_>, stage: &Stage<'_>) -> Option<(u64, u64)> {
    let tops = stage.grid.tops();
    if tops.len() < 2 || tops.iter().any(|top| *top != method.likelihood.scale.top()) {
        return None;
    }
    let mut counts = (0u64, 0u64);
    for (at, cell) in stage.grid.iter() {
        let Some(level) = cell.level else { continue };
        counts.0 = counts.0.saturating_add(u64::from(at.iter().min().is_some_and(|lowest| level > *lowest)));
        counts.1 = counts.1.saturating_add(u64::from(at.first().is_some_and(|first| level > *first)));
    }
    Some(counts)
}
