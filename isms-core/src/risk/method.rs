//! A method compiled: names looked up once, so that a risk is evaluated with ranks alone.

use crate::isms::{Authority, Band, Combine, Disposition, Isms, RiskMethod, Table};
use crate::level::{Level, LevelName, Scale};
use crate::money::Decimal;

/// A scale with its levels made.
#[derive(Debug)]
pub(super) struct Steps<'a> {
    pub(super) scale: &'a Scale,
    levels: Vec<Level>, // INVARIANT: the levels of `scale` by rank.
}

impl<'a> Steps<'a> {
    fn new(isms: &'a Isms, id: &crate::id::ScaleId) -> Option<Self> {
        let scale = isms.scales().get(id)?;
        let levels = scale.levels.iter().filter_map(|l| Level::new(id, scale, l.id.as_str())).collect();
        Some(Self { scale, levels })
    }

    pub(super) fn rank(&self, name: &LevelName) -> Option<u8> {
        self.scale.rank(name.as_str())
    }

    pub(super) fn at(&self, rank: u8) -> Option<Level> {
        self.levels.get(usize::from(rank).checked_sub(1)?).cloned()
    }

    pub(super) fn level(&self, name: &LevelName) -> Option<Level> {
        self.at(self.rank(name)?)
    }

    pub(super) fn name(&self, rank: u8) -> Option<&'a LevelName> {
        self.scale.at(rank).map(|l| &l.id)
    }

    pub(super) fn ranks(&self) -> std::ops::RangeInclusive<u8> {
        1..=self.scale.top()
    }

    /// The values of a table by rank; entries off the scale are left out.
    fn by_rank<'t, V>(&self, table: &'t Table<LevelName, V>) -> Vec<Option<&'t V>> {
        self.scale.levels.iter().map(|l| table.get(&l.id)).collect()
    }
}

/// What a method says about one likelihood and one consequence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) level: Option<u8>,
    pub(super) score: Option<Decimal>,
}

/// Where an axis was before the controls that lower it, and where it is with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: u8,
    pub(super) to: u8, // INVARIANT: at most `from`.
}

/// A compiled method.
#[derive(Debug)]
pub(super) struct Method<'a> {
    pub(super) source: &'a RiskMethod,
    pub(super) likelihood: Steps<'a>,
    pub(super) consequence: Steps<'a>,
    pub(super) level: Steps<'a>,
    cells: Vec<Cell>, // INVARIANT: rows of likelihood by rank, each with every consequence by rank.
    monotone: bool,   // INVARIANT: no cell is below one that is at most as likely and at most as bad.
    dispositions: Vec<Option<&'a Disposition>>,
    authority: Vec<Option<&'a Authority>>,
    max_acceptance_days: Vec<Option<&'a u32>>,
    needs: Vec<Vec<Option<u8>>>, // INVARIANT: by place of the dimension and rank of the need.
}

impl<'a> Method<'a> {
    /// Compiles a method of the ISMS. `None` where a scale is missing, which a well-formed ISMS rules out.
    /// O(likelihoods × consequences), at most 10,000 cells.
    pub(super) fn compile(isms: &'a Isms, source: &'a RiskMethod) -> Option<Self> {
        let likelihood = Steps::new(isms, &source.likelihood)?;
        let consequence = Steps::new(isms, &source.consequence)?;
        let level = Steps::new(isms, &source.level)?;
        let cells = match &source.combine {
            Combine::Matrix(rows) => {
                let (columns, level) = (consequence.scale.levels.len(), &level);
                let cell = |name: &LevelName| Cell { level: level.rank(name), score: None };
                let rows = likelihood.scale.levels.iter().map(|l| rows.get(&l.id));
                rows.flat_map(|row| {
                    (0..columns)
                        .map(move |n| row.and_then(|r| r.get(n)?.as_ref()).map(cell).unwrap_or_default())
                })
                .collect()
            }
            Combine::Product { factor, bands } => rated(&likelihood, &consequence, &level, bands, |l, c| {
                let product = l.checked_mul(c).ok()?;
                factor.as_ref().map_or(Some(product), |f| product.checked_mul(f).ok())
            }),
            Combine::Sum { bands } => {
                rated(&likelihood, &consequence, &level, bands, |l, c| l.checked_add(c).ok())
            }
        };
        let needs = |(id, dimension): (&crate::id::DimensionId, &crate::isms::Dimension)| {
            let table = source.need_to_consequence.get(id);
            let levels = isms.scales().get(&dimension.scale).map(|s| s.levels.as_slice()).unwrap_or_default();
            levels.iter().map(|l| consequence.rank(table?.get(&l.id)?)).collect()
        };
        let needs = isms.dimensions().iter().map(needs).collect();
        let mut method = Self {
            source,
            cells,
            monotone: true,
            dispositions: level.by_rank(&source.dispositions),
            authority: level.by_rank(&source.authority),
            max_acceptance_days: level.by_rank(&source.max_acceptance_days),
            needs,
            likelihood,
            consequence,
            level,
        };
        method.monotone = method.falls().is_empty();
        Some(method)
    }

    /// What the method says about a point; nothing for ranks off the scales.
    pub(super) fn cell(&self, likelihood: u8, consequence: u8) -> Cell {
        let place = |rank: u8| usize::from(rank).checked_sub(1);
        let columns = self.consequence.scale.levels.len();
        let at = place(likelihood)
            .zip(place(consequence).filter(|c| *c < columns))
            .and_then(|(row, column)| row.checked_mul(columns)?.checked_add(column));
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or_default()
    }

    /// The level at the end of both spans: of all the points on the way the lowest, so that a method with a dent
    /// never makes a control raise a level. Where the method is monotone this is its look-up. A hole at the end
    /// gives none. O(1), or the points on the way where the method is not monotone.
    pub(super) fn level_after(&self, likelihood: Span, consequence: Span) -> Option<u8> {
        let end = self.cell(likelihood.to, consequence.to).level?;
        if self.monotone {
            return Some(end);
        }
        (likelihood.to..=likelihood.from)
            .flat_map(|l| (consequence.to..=consequence.from).map(move |c| (l, c)))
            .filter_map(|(l, c)| self.cell(l, c).level)
            .min()
    }

    /// Each point that lies below a point which is at most as likely and at most as bad, with the highest such
    /// point. Holes are passed over. O(cells).
    pub(super) fn falls(&self) -> Vec<((u8, u8), (u8, u8))> {
        let mut falls = Vec::new();
        // Highest level so far and where, per consequence, over all lower likelihoods and consequences.
        let mut above: Vec<Option<(u8, (u8, u8))>> = vec![None; self.consequence.scale.levels.len()];
        for l in self.likelihood.ranks() {
            let mut left: Option<(u8, (u8, u8))> = None;
            for (c, above) in self.consequence.ranks().zip(&mut above) {
                let mut highest = match (left, *above) {
                    (Some(a), Some(b)) => Some(if b.0 > a.0 { b } else { a }),
                    (a, b) => a.or(b),
                };
                if let Some(level) = self.cell(l, c).level {
                    match highest {
                        Some((before, place)) if before > level => falls.push((place, (l, c))),
                        _ => highest = Some((level, (l, c))),
                    }
                }
                left = highest;
                *above = highest;
            }
        }
        falls
    }

    pub(super) fn disposition(&self, level: u8) -> Option<Disposition> {
        by(&self.dispositions, level).copied()
    }

    pub(super) fn authority(&self, level: u8) -> Option<&'a Authority> {
        by(&self.authority, level)
    }

    pub(super) fn max_acceptance_days(&self, level: u8) -> Option<u32> {
        by(&self.max_acceptance_days, level).copied()
    }

    /// The consequence a need implies, by place of its dimension and its rank.
    pub(super) fn implied(&self, dimension: usize, need: u8) -> Option<u8> {
        *self.needs.get(dimension)?.get(usize::from(need).checked_sub(1)?)?
    }
}

fn by<'a, V>(table: &[Option<&'a V>], rank: u8) -> Option<&'a V> {
    *table.get(usize::from(rank).checked_sub(1)?)?
}

/// The cells of a product or a sum. A level without a rating gives neither score nor level.
fn rated(
    likelihood: &Steps<'_>,
    consequence: &Steps<'_>,
    level: &Steps<'_>,
    bands: &[Band],
    combine: impl Fn(&Decimal, &Decimal) -> Option<Decimal>,
) -> Vec<Cell> {
    let bands = Bands::new(level, bands);
    let mut cells = Vec::new();
    for l in &likelihood.scale.levels {
        for c in &consequence.scale.levels {
            let score = l.rating.as_ref().zip(c.rating.as_ref()).and_then(|(l, c)| combine(l, c));
            cells.push(Cell { level: score.and_then(|s| bands.level(&s)), score });
        }
    }
    cells
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
