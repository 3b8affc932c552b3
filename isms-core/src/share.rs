//! Shares of a whole in parts of 10^-12, and how they combine.

use crate::money::half_even;

/// Decimal places of a share.
pub(crate) const PLACES: u32 = 12;
/// The whole.
pub(crate) const ONE: u64 = 1_000_000_000_000;

/// a · b, to the nearest part, halves to even. Both are at most twice [`ONE`].
pub(crate) fn times(a: u64, b: u64) -> u64 {
    half_even(u128::from(a) * u128::from(b), u128::from(ONE)).map_or(0, |product| product as u64)
}

/// a ⊕ b = 1 − (1 − a)(1 − b): what passes along one way or the other (MAGERIT v3, Libro III, 2.2.2), or what one or the
/// other of two independent layers stops. Both are at most [`ONE`], and so is the result.
pub(crate) fn together(a: u64, b: u64) -> u64 {
    ONE - times(ONE - a, ONE - b)
}

/// The share of an amount that passes, to the nearest part, halves to even.
pub(crate) fn share(amount: u128, share: u64) -> u128 {
    let one = u128::from(ONE);
    let (whole, part) = (amount / one, amount % one);
    whole * u128::from(share) + half_even(part * u128::from(share), one).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_degrees() {
        assert_eq!(together(ONE / 10 * 8, ONE / 10 * 6), ONE / 100 * 92);
        assert_eq!(times(ONE, ONE / 2), ONE / 2);
        assert_eq!(together(ONE, ONE / 3), ONE);
        assert_eq!(together(0, ONE / 3), ONE / 3);
    }

    #[test]
    fn halves_go_to_even() {
        assert_eq!([1, 3, 5].map(|n| times(n, ONE / 2)), [0, 2, 2]);
        assert_eq!([1, 3, 5].map(|n| share(n, ONE / 2)), [0, 2, 2]);
        assert_eq!(share(u128::MAX, ONE), u128::MAX);
    }

    proptest! {
        #[test]
        fn products_neither_grow_nor_fall_where_they_should_rise(a in 0..=ONE, b in 0..=ONE, c in 0..=ONE) {
            prop_assert!(times(a, b) <= a.min(b));
            prop_assert!(times(a.min(c), b) <= times(a.max(c), b));
            prop_assert!((a.max(b)..=ONE).contains(&together(a, b)));
            prop_assert_eq!(together(a, b), together(b, a));
            prop_assert!(share(u128::from(c) << 80, a) <= u128::from(c) << 80);
            prop_assert_eq!(share(u128::from(a), b), u128::from(times(a, b)));
        }
    }
}
