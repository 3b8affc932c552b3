//! Values that are numbers: what is lost with an asset, its own and that of all that depends on it.

mod degree;
mod derive;
mod lint;

use std::fmt;
use std::sync::Arc;

use crate::id::{AssetId, DimensionId};
use crate::isms::Isms;
use crate::money::Decimal;
use crate::share::{ONE, PLACES, share};
use degree::{Degrees, Reach};
use derive::Own;

pub use derive::derive_worth;
pub(crate) use lint::lint_worth;

/// How values come together where several ways lead from one asset to another.
///
/// ```
/// assert_eq!(isms_core::WorthRule::default().as_str(), "accumulated");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WorthRule {
    /// MAGERIT v3, Libro III, 2.2.2. The degree of A on C combines, over the B that directly depend on C, the degree of
    /// A on B times that of B on C, by a ⊕ b = 1 − (1 − a)(1 − b). The value of an asset is its own and the sum of the
    /// own values of all that depend on it, each times its degree.
    ///
    /// Since ⊕ does not distribute over the product, this is neither the sum over all paths nor the reliability of the
    /// network; and it makes no sense in a cycle, where every round would add to itself.
    #[default]
    Accumulated,
    /// The degree of A on C is the highest product of degrees along one path. The value of an asset is the highest of
    /// its own and of the own values of what depends on it, each times its degree. Legal in cycles.
    MaxProduct,
}

impl WorthRule {
    /// Every rule, by name.
    pub const ALL: &'static [WorthRule] = &[WorthRule::Accumulated, WorthRule::MaxProduct];

    /// The name of the rule.
    pub fn as_str(self) -> &'static str {
        match self {
            WorthRule::Accumulated => "accumulated",
            WorthRule::MaxProduct => "max-product",
        }
    }
}

impl fmt::Display for WorthRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The values of all assets. Cheap to clone; the default holds none.
///
/// Values and degrees are kept in parts of 10^-12, each step to the nearest, halves to even. A product and a ⊕ are off
/// by at most half a part each and carry an error on without raising it, so a degree is off by at most 10^-12 times
/// the number of ways that lead there, and by half of that along a single one.
///
/// ```
/// use isms_core::{Isms, WorthRule, derive_worth};
/// let isms = Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// assets:
///   A: {name: sales, kind: process, worth: {availability: 1000}, depends_on: {B1: {degree: 0.8}, B2: {degree: 0.6}}}
///   B1: {name: shop, kind: service, depends_on: {C: {}}}
///   B2: {name: phone, kind: service, depends_on: {C: {}}}
///   C: {name: host, kind: hardware, worth: {availability: 30}}
/// ")?;
/// let worth = derive_worth(&isms, WorthRule::Accumulated);
/// let (a, c, availability) = ("A".parse()?, "C".parse()?, "availability".parse()?);
/// assert_eq!(worth.degree(&a, &c, &availability).unwrap().degree.to_string(), "0.92");
/// assert_eq!(worth.get(&c, &availability).unwrap().accumulated.to_string(), "950"); // 30 + 0.92 · 1000
///
/// let half = "0.5".parse()?;
/// assert_eq!(worth.impact(&c, &availability, &half).unwrap().amount.to_string(), "475");
/// let deflected = worth.deflected(&c, &availability, &half);
/// assert_eq!((deflected[0].asset.as_str(), deflected[0].amount.to_string().as_str()), ("A", "460"));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Worth(Option<Arc<Derived>>);

/// The value of an asset in one dimension, in the unit of the document.
///
/// ```
/// use isms_core::{Isms, WorthRule, derive_worth};
/// let isms = Isms::from_yaml("
/// isms: '1'
/// organisation: {name: Acme}
/// assets:
///   A-1: {name: sales, kind: process, worth: {availability: 1000}, depends_on: {A-3: {degree: 0.5}}}
///   A-2: {name: letters, kind: information, depends_on: {A-3: {}}}
///   A-3: {name: host, kind: hardware}
/// ")?;
/// let worth = derive_worth(&isms, WorthRule::Accumulated);
/// let host = worth.get(&"A-3".parse()?, &"availability".parse()?).unwrap();
/// assert_eq!((host.own, host.accumulated.to_string().as_str()), (None, "500"));
/// assert!(!host.complete); // at least 500: nobody has valued the letters
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssetWorth {
    /// Its own value, as written.
    pub own: Option<Decimal>,
    /// Its own value and that of what depends on it: at least this much.
    pub accumulated: Decimal,
    /// Whether nothing unknown could raise it.
    pub complete: bool,
}

/// How much of one asset's value rests on another, from 0 to 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorthDegree {
    /// At least this much.
    pub degree: Decimal,
    /// Whether it is no more.
    pub complete: bool,
}

/// A loss on an asset, in the unit of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorthLoss {
    /// The asset that suffers it.
    pub asset: AssetId,
    /// At least this much.
    pub amount: Decimal,
    /// Whether it is no more.
    pub complete: bool,
}

#[derive(Debug)]
struct Derived {
    isms: Isms,
    rule: WorthRule,
    degrees: Vec<Degrees>,
    axes: Vec<Axis>,
}

/// The values in one dimension, in parts of 10^-12.
#[derive(Debug)]
struct Axis {
    dimension: DimensionId,
    /// The place of its degrees.
    degrees: usize,
    own: Vec<Own>,
    total: Vec<u128>,
    unsure: Vec<bool>,
}

impl Worth {
    /// The rule it was derived by.
    pub fn rule(&self) -> WorthRule {
        self.0.as_deref().map(|derived| derived.rule).unwrap_or_default()
    }

    /// The value of an asset in a dimension; `None` if either is not there or no asset states a worth in it.
    pub fn get(&self, asset: &AssetId, dimension: &DimensionId) -> Option<AssetWorth> {
        let (derived, axis) = self.axis(dimension)?;
        derived.worth(axis, derived.isms.assets().index_of(asset)?)
    }

    /// All values, by asset and then by dimension. O(assets · dimensions).
    pub fn iter<'a>(&'a self) -> impl Iterator<Item = (&'a AssetId, &'a DimensionId, AssetWorth)> {
        self.0.as_deref().into_iter().flat_map(|derived| {
            derived.isms.assets().keys().enumerate().flat_map(move |(at, asset)| {
                let worth = move |axis: &'a Axis| Some((asset, &axis.dimension, derived.worth(axis, at)?));
                derived.axes.iter().filter_map(worth)
            })
        })
    }

    /// How much of the value of `from` rests on `to`; 0 where it does not depend on it, 1 on itself. `None` if an asset
    /// or the dimension is not there, or nobody states a worth in it. O(assets + dependencies).
    pub fn degree(&self, from: &AssetId, to: &AssetId, dimension: &DimensionId) -> Option<WorthDegree> {
        let (derived, axis) = self.axis(dimension)?;
        let assets = derived.isms.assets();
        let (from, to) = (assets.index_of(from)? as u32, assets.index_of(to)? as u32);
        let degrees = derived.degrees.get(axis.degrees)?;
        let mut reach = Reach::new(degrees, derived.rule);
        let found = reach.from(from).find(|reached| reached.0 == to);
        let (_, degree, complete) = found.unwrap_or((to, 0, true));
        Some(WorthDegree { degree: Decimal::from_parts(u128::from(degree), PLACES)?, complete })
    }

    /// What is lost with an asset that loses a part of what it is worth: accumulated value times degradation. `None` as
    /// [`Worth::get`] has it, and for a degradation that is not between 0 and 1.
    pub fn impact(
        &self,
        asset: &AssetId,
        dimension: &DimensionId,
        degradation: &Decimal,
    ) -> Option<WorthLoss> {
        let (derived, axis) = self.axis(dimension)?;
        let at = derived.isms.assets().index_of(asset)?;
        let amount = share(*axis.total.get(at)?, part(degradation)?);
        let amount = Decimal::from_parts(amount, PLACES)?;
        Some(WorthLoss { asset: asset.clone(), amount, complete: !*axis.unsure.get(at)? })
    }

    /// What is lost on each asset when the threatened one loses a part of what it is worth: own value times degradation
    /// times degree, by id, the threatened asset itself among them. Never the accumulated value: what it holds of
    /// others would be counted twice. An asset whose own value is not known is listed with a bound of 0. Empty as
    /// [`Worth::impact`] has `None`. O(assets + dependencies), and the dependencies below each valued asset above it.
    pub fn deflected(
        &self,
        threatened: &AssetId,
        dimension: &DimensionId,
        degradation: &Decimal,
    ) -> Vec<WorthLoss> {
        self.try_deflected(threatened, dimension, degradation).unwrap_or_default()
    }

    fn try_deflected(
        &self,
        threatened: &AssetId,
        dimension: &DimensionId,
        degradation: &Decimal,
    ) -> Option<Vec<WorthLoss>> {
        let (derived, axis) = self.axis(dimension)?;
        let target = derived.isms.assets().index_of(threatened)? as u32;
        let part = part(degradation)?;
        let degrees = derived.degrees.get(axis.degrees)?.towards(target)?;
        let mut reach = Reach::new(&degrees, derived.rule);
        let mut losses = Vec::new();
        for ((asset, own), source) in derived.isms.assets().keys().zip(&axis.own).zip(0u32..) {
            let nothing = *own == Own::Known(0) || part == 0;
            if nothing || (source != target && degrees.csr.successors(source).is_empty()) {
                continue;
            }
            let found = reach.from(source).find(|reached| reached.0 == target);
            let Some((_, degree, complete)) = found else { continue };
            let amount = Decimal::from_parts(share(share(own.parts(), part), degree), PLACES)?;
            losses.push(WorthLoss {
                asset: asset.clone(),
                amount,
                complete: complete && *own != Own::Unknown,
            });
        }
        Some(losses)
    }

    fn axis(&self, dimension: &DimensionId) -> Option<(&Derived, &Axis)> {
        let derived = self.0.as_deref()?;
        Some((derived, derived.axes.iter().find(|axis| axis.dimension == *dimension)?))
    }
}

/// A degradation in parts of 10^-12; `None` off its range.
fn part(degradation: &Decimal) -> Option<u64> {
    let parts = u64::try_from(degradation.to_parts(PLACES)?).ok()?;
    (parts <= ONE && *degradation <= 1.into() && !degradation.is_negative()).then_some(parts)
}

impl Derived {
    fn worth(&self, axis: &Axis, asset: usize) -> Option<AssetWorth> {
        let own = self.isms.assets().at(asset)?.1.worth.get(&axis.dimension).copied();
        let accumulated = Decimal::from_parts(*axis.total.get(asset)?, PLACES)?;
        Some(AssetWorth { own, accumulated, complete: !*axis.unsure.get(asset)? })
    }
}
