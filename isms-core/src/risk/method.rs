//! A method compiled: names looked up once, so that a risk is evaluated with ranks alone.

use super::Axis;
use super::grid::{Cell, Grid};
use crate::isms::{Authority, AxisFrom, Disposition, Isms, RiskMethod, Table};
use crate::level::{Level, LevelName, Scale};

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

/// An axis that follows from factors.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    pub(super) source: &'a AxisFrom,
    pub(super) of: Vec<usize>, // INVARIANT: places of factors of the method, in the order of `source.of`.
    pub(super) grid: Grid,
}

/// A compiled method.
#[derive(Debug)]
pub(super) struct Method<'a> {
    pub(super) source: &'a RiskMethod,
    pub(super) likelihood: Steps<'a>,
    pub(super) consequence: Steps<'a>,
    pub(super) level: Steps<'a>,
    /// What a likelihood and a consequence give.
    pub(super) grid: Grid,
    /// The scales of the factors, by place in the method's table.
    pub(super) factors: Vec<Steps<'a>>,
    pub(super) likelihood_from: Option<Stage<'a>>,
    pub(super) consequence_from: Option<Stage<'a>>,
    dispositions: Vec<Option<&'a Disposition>>,
    authority: Vec<Option<&'a Authority>>,
    max_acceptance_days: Vec<Option<&'a u32>>,
    needs: Vec<Vec<Option<u8>>>, // INVARIANT: by place of the dimension and rank of the need.
}

impl<'a> Method<'a> {
    /// Compiles a method of the ISMS. `None` where a scale is missing, which a well-formed ISMS rules out.
    /// O(combinations of levels), at most 10,000 each for the method and for an axis that follows from
    /// factors.
    pub(super) fn compile(isms: &'a Isms, source: &'a RiskMethod) -> Option<Self> {
        let likelihood = Steps::new(isms, &source.likelihood)?;
        let consequence = Steps::new(isms, &source.consequence)?;
        let level = Steps::new(isms, &source.level)?;
        let factors: Option<Vec<Steps<'a>>> =
            source.factors.values().map(|factor| Steps::new(isms, &factor.scale)).collect();
        let factors = factors?;
        let stage = |from: &'a Option<AxisFrom>, axis: &Steps<'_>| {
            let derivation = from.as_ref()?;
            let of: Option<Vec<usize>> = derivation.of.iter().map(|id| source.factors.index_of(id)).collect();
            let of = of?;
            let inputs: Option<Vec<&Steps<'_>>> = of.iter().map(|place| factors.get(*place)).collect();
            let weights: Vec<_> =
                derivation.of.iter().map(|id| derivation.weights.get(id).copied()).collect();
            let grid = Grid::new(&inputs?, &weights, axis, &derivation.combine);
            Some(Stage { source: derivation, of, grid })
        };
        let likelihood_from = stage(&source.likelihood_from, &likelihood);
        let consequence_from = stage(&source.consequence_from, &consequence);
        let needs = |(id, dimension): (&crate::id::DimensionId, &crate::isms::Dimension)| {
            let table = source.need_to_consequence.get(id);
            let levels = isms.scales().get(&dimension.scale).map(|s| s.levels.as_slice()).unwrap_or_default();
            levels.iter().map(|l| consequence.rank(table?.get(&l.id)?)).collect()
        };
        let needs = isms.dimensions().iter().map(needs).collect();
        Some(Self {
            source,
            grid: Grid::new(&[&likelihood, &consequence], &[], &level, &source.combine),
            likelihood_from,
            consequence_from,
            factors,
            dispositions: level.by_rank(&source.dispositions),
            authority: level.by_rank(&source.authority),
            max_acceptance_days: level.by_rank(&source.max_acceptance_days),
            needs,
            likelihood,
            consequence,
            level,
        })
    }

    /// What the method says about a point; nothing for ranks off the scales.
    pub(super) fn cell(&self, likelihood: u8, consequence: u8) -> Cell {
        self.grid.cell(&[likelihood, consequence])
    }

    /// The scale of an axis or a factor.
    pub(super) fn steps(&self, axis: &Axis) -> Option<&Steps<'a>> {
        match axis {
            Axis::Likelihood => Some(&self.likelihood),
            Axis::Consequence => Some(&self.consequence),
            Axis::Factor(id) => self.factors.get(self.source.factors.index_of(id)?),
        }
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

/// The level of every likelihood, lowest first, with every consequence, as the method's data says it; `None` for a hole.
pub(crate) fn level_table(isms: &Isms, method: &RiskMethod) -> Vec<Vec<Option<LevelName>>> {
    let Some(method) = Method::compile(isms, method) else { return Vec::new() };
    let level = |l, c| method.cell(l, c).level.and_then(|rank| method.level.name(rank)).cloned();
    method.likelihood.ranks().map(|l| method.consequence.ranks().map(|c| level(l, c)).collect()).collect()
}
