//! A table over the levels of several scales: what a method says of every combination of its inputs.

use crate::isms::{Band, Combine, Table};
use crate::level::LevelName;
use crate::money::Decimal;

use super::method::Steps;

/// Most combinations of levels that are tabulated: two scales of 100 levels.
pub(super) const MAX_CELLS: usize = 10_000;

/// What a method says about one combination.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) level: Option<u8>,
    pub(super) score: Option<Decimal>,
}

/// Where an input was before the controls that lower it, and where it is with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: u8,
    pub(super) to: u8, // INVARIANT: at most `from`.
}

impl Span {
    /// No control moves it.
    pub(super) fn still(rank: u8) -> Self {
        Self { from: rank, to: rank }
    }
}

/// Every combination of the levels of some scales, and what it gives.
#[derive(Debug)]
pub(super) struct Grid {
    tops: Vec<u8>, // INVARIANT: the highest rank of each input; their product is at most `MAX_CELLS`.
    cells: Vec<Cell>, // INVARIANT: one per combination, the last input fastest.
    monotone: bool, // INVARIANT: no cell is below one whose ranks are all at most as high.
}

/// Two combinations of which the later lies below the earlier, though none of its ranks is lower.
pub(super) type Fall = (Vec<u8>, Vec<u8>);

impl Grid {
    /// Tabulates how some inputs give a level. Empty, so that nothing is looked up, where there are more than
    /// [`MAX_CELLS`] combinations. O(cells · inputs).
    pub(super) fn new(
        inputs: &[&Steps<'_>],
        weights: &[Option<Decimal>],
        level: &Steps<'_>,
        combine: &Combine,
    ) -> Self {
        let tops: Vec<u8> = inputs.iter().map(|steps| steps.scale.top()).collect();
        let size = tops.iter().try_fold(1usize, |size, top| size.checked_mul(usize::from(*top)));
        let Some(size) = size.filter(|size| *size <= MAX_CELLS && !tops.is_empty()) else {
            return Self { tops: Vec::new(), cells: Vec::new(), monotone: true };
        };
        let (bands, of) = match combine {
            Combine::Matrix(_) => (Bands(Vec::new()), None),
            Combine::Product { factor, bands } => (Bands::new(level, bands), Some((true, *factor))),
            Combine::Sum { bands } => (Bands::new(level, bands), Some((false, None))),
        };
        let mut cells = Vec::with_capacity(size);
        let mut at = vec![1; tops.len()];
        for _ in 0..size {
            cells.push(match (combine, of) {
                (Combine::Matrix(rows), _) => Cell {
                    level: looked_up(inputs, rows, &at).and_then(|name| level.rank(name)),
                    score: None,
                },
                (_, Some((product, factor))) => {
                    let score = rated(inputs, weights, &at, product, factor);
                    Cell { level: score.and_then(|score| bands.level(&score)), score }
                }
                (_, None) => Cell::default(),
            });
            advance(&mut at, |input| (1, tops.get(input).copied().unwrap_or(1)));
        }
        let mut grid = Self { tops, cells, monotone: true };
        grid.monotone = grid.falls().is_empty();
        grid
    }

    /// The highest rank of each input; none where the grid is empty.
    pub(super) fn tops(&self) -> &[u8] {
        &self.tops
    }

    /// What the method says about a combination; nothing for ranks off the scales.
    pub(super) fn cell(&self, at: &[u8]) -> Cell {
        self.place(at).and_then(|place| self.cells.get(place)).copied().unwrap_or_default()
    }

    fn place(&self, at: &[u8]) -> Option<usize> {
        if at.len() != self.tops.len() {
            return None;
        }
        at.iter().zip(&self.tops).try_fold(0usize, |place, (rank, top)| {
            let rank = usize::from(*rank).checked_sub(1).filter(|rank| *rank < usize::from(*top))?;
            place.checked_mul(usize::from(*top))?.checked_add(rank)
        })
    }

    /// Every combination in order, the last input fastest, with what it gives.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Vec<u8>, Cell)> + '_ {
        let mut at = vec![1; self.tops.len()];
        self.cells.iter().map(move |cell| {
            let here = at.clone();
            advance(&mut at, |input| (1, self.tops.get(input).copied().unwrap_or(1)));
            (here, *cell)
        })
    }

    /// The level at the end of all spans: of all the combinations on the way the lowest, so that a method with a
    /// dent never makes a control raise a level. Where the method is monotone this is its look-up. A hole at the
    /// end gives none. O(inputs), or the combinations on the way where the method is not monotone.
    pub(super) fn level_after(&self, spans: &[Span]) -> Option<u8> {
        let to: Vec<u8> = spans.iter().map(|span| span.to).collect();
        let end = self.cell(&to).level?;
        if self.monotone {
            return Some(end);
        }
        let ways = spans.iter().try_fold(1usize, |ways, span| {
            ways.checked_mul(usize::from(span.from.saturating_sub(span.to)).checked_add(1)?)
        });
        let (mut at, mut lowest) = (to, end);
        for _ in 0..ways.unwrap_or(1).min(MAX_CELLS) {
            lowest = self.cell(&at).level.map_or(lowest, |level| lowest.min(level));
            advance(&mut at, |input| spans.get(input).map_or((1, 1), |span| (span.to, span.from)));
        }
        Some(lowest)
    }

    /// Each combination that lies below one whose ranks are all at most as high, after the highest such one. Holes
    /// are passed over. O(cells · inputs).
    pub(super) fn falls(&self) -> Vec<Fall> {
        let mut falls = Vec::new();
        // Per combination, the highest level among those at most as high in every input, and where.
        let mut highest: Vec<Option<(u8, usize)>> = Vec::with_capacity(self.cells.len());
        for ((at, cell), here) in self.iter().zip(0usize..) {
            let mut best: Option<(u8, usize)> = None;
            let mut stride = 1usize;
            for (rank, top) in at.iter().zip(&self.tops).rev() {
                let below = here.checked_sub(stride).filter(|_| *rank > 1);
                if let Some(other) = below.and_then(|below| highest.get(below).copied().flatten())
                    && best.is_none_or(|best| other.0 > best.0)
                {
                    best = Some(other);
                }
                stride = stride.saturating_mul(usize::from(*top));
            }
            if let Some(level) = cell.level {
                match best {
                    Some((before, place)) if before > level => falls.push((self.at(place), at)),
                    _ => best = Some((level, here)),
                }
            }
            highest.push(best);
        }
        falls
    }

    /// The combination at a place.
    fn at(&self, mut place: usize) -> Vec<u8> {
        let mut at: Vec<u8> = self
            .tops
            .iter()
            .rev()
            .map(|top| {
                let size = usize::from(*top).max(1);
                let rank = place.checked_rem(size).unwrap_or(0);
                place = place.checked_div(size).unwrap_or(0);
                u8::try_from(rank).unwrap_or(u8::MAX).saturating_add(1)
            })
            .collect();
        at.reverse();
        at
    }
}

/// The next combination, the last input fastest; after the last one the first again.
fn advance(at: &mut [u8], range: impl Fn(usize) -> (u8, u8)) {
    for (input, rank) in at.iter_mut().enumerate().rev() {
        let (first, last) = range(input);
        if *rank < last {
            *rank = rank.saturating_add(1);
            return;
        }
        *rank = first;
    }
}

/// The cell of a matrix of two inputs.
fn looked_up<'r>(
    inputs: &[&Steps<'_>],
    rows: &'r Table<LevelName, Vec<Option<LevelName>>>,
    at: &[u8],
) -> Option<&'r LevelName> {
    let (&[first, _], &[row, column]) = (inputs, at) else { return None };
    rows.get(first.name(row)?)?.get(usize::from(column).checked_sub(1)?)?.as_ref()
}

/// The product or the weighted sum of ratings. Without a rating for every input, and out of range, there is none.
fn rated(
    inputs: &[&Steps<'_>],
    weights: &[Option<Decimal>],
    at: &[u8],
    product: bool,
    factor: Option<Decimal>,
) -> Option<Decimal> {
    let mut score = factor;
    for ((input, rank), place) in inputs.iter().zip(at).zip(0usize..) {
        let rating = input.scale.at(*rank)?.rating?;
        let rating = match weights.get(place).copied().flatten().filter(|_| !product) {
            Some(weight) => rating.checked_mul(&weight).ok()?,
            None => rating,
        };
        score = Some(match score {
            None => rating,
            Some(before) if product => before.checked_mul(&rating).ok()?,
            Some(before) => before.checked_add(&rating).ok()?,
        });
    }
    score
}

/// Bands by where they begin.
struct Bands(Vec<(Decimal, Option<u8>)>); // INVARIANT: ascending; `None` where the level cannot be told.

impl Bands {
    /// In whatever order the bands stand. Two that begin at one value and name two levels give none.
    fn new(level: &Steps<'_>, bands: &[Band]) -> Self {
        let mut sorted: Vec<_> = bands.iter().map(|b| (b.at_least, level.rank(&b.level))).collect();
        sorted.sort_by_key(|b| b.0);
        sorted.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same && later.1 != first.1 {
                first.1 = None;
            }
            same
        });
        Self(sorted)
    }

    fn level(&self, score: &Decimal) -> Option<u8> {
        let after = self.0.partition_point(|(at_least, _)| at_least <= score);
        self.0.get(after.checked_sub(1)?)?.1
    }
}
