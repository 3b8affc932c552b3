//! How many things are needed at least.

#![expect(clippy::indexing_slicing, reason = "things are numbered by their place")]

/// One, as a sum of parts: divisible by the counts that are common.
const ONE: u64 = 1 << 40;

/// A need as the bound sees it: the things any of its alternatives takes, and how many the smallest of them takes.
pub(super) struct Demand {
    pub(super) things: Vec<u32>,
    pub(super) least: u64,
}

/// No choice satisfies all demands with fewer things.
///
/// A choice takes `least` or more of the things of each demand. Give each demand a price such that the prices of the
/// demands a thing serves add up to at most one: then the sum of price times `least` is at most the size of any choice.
/// Any such prices prove a bound; these are found greedily, in two ways.
pub(super) fn at_least(demands: &mut [Demand], things: usize) -> usize {
    demands.sort_by(|a, b| (a.things.len(), &a.things).cmp(&(b.things.len(), &b.things)));
    let mut serves = vec![0u64; things];
    for thing in demands.iter().flat_map(|demand| &demand.things) {
        serves[*thing as usize] += 1;
    }
    let even = |demand: &Demand| {
        let most = demand.things.iter().map(|thing| serves[*thing as usize]).max().unwrap_or(1);
        ONE / most.max(1)
    };
    price(demands, things, &even).max(price(demands, things, &|_| 0))
}

/// Starts with a price for each demand, then raises one after the other as far as its things allow.
fn price(demands: &[Demand], things: usize, start: &dyn Fn(&Demand) -> u64) -> usize {
    let mut left = vec![ONE; things];
    let mut sum = 0u64;
    let mut pay = |demand: &Demand, price: u64, left: &mut [u64]| {
        demand.things.iter().for_each(|thing| left[*thing as usize] -= price);
        sum = sum.saturating_add(price.saturating_mul(demand.least));
    };
    for demand in demands {
        pay(demand, start(demand), &mut left);
    }
    for demand in demands {
        let room = demand.things.iter().map(|thing| left[*thing as usize]).min().unwrap_or(0);
        pay(demand, room, &mut left);
    }
    // Prices are cut, so the sum is never too high, and a choice is a whole number of things.
    usize::try_from(sum.div_ceil(ONE)).unwrap_or(usize::MAX)
}
