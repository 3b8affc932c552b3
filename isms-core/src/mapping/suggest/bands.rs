//! How often suggestions were right, by what speaks for them.
//!
//! Measured by `scripts/evaluate-suggestions` on 21 withheld sets of publishers, strict track, all sets of the test data,
//! nothing folded, as a suggester is by default; the tables and the protocol are in `docs/mapping-evaluation.md`. "Right" means
//! that the pair was in the withheld publisher's set: publishers are incomplete and differ, so it is a lower bound on
//! what a reader would accept. With parts folded, or fewer sets at hand, more were right.

use crate::word::words;

words! {
    /// How alike two entries are by their topics.
    Likeness ("likeness of subjects") {
        /// Their topics have little or nothing to do with each other: a cosine below 0.25.
        Apart = "apart",
        /// Some of their topics are near: below 0.5.
        Near = "near",
        /// They are about much the same: below 0.75.
        Alike = "alike",
        /// They are about the same.
        Same = "same",
        /// One of the two has no topics.
        Unknown = "unknown",
    }
}

impl Likeness {
    /// The band of a cosine.
    pub(super) fn of(cosine: f64) -> Self {
        if cosine >= 0.75 {
            Likeness::Same
        } else if cosine >= 0.5 {
            Likeness::Alike
        } else if cosine >= 0.25 {
            Likeness::Near
        } else {
            Likeness::Apart
        }
    }

    pub(super) fn phrase(self) -> &'static str {
        match self {
            Likeness::Apart => "subjects apart",
            Likeness::Near => "subjects near",
            Likeness::Alike => "subjects alike",
            Likeness::Same => "subjects the same",
            Likeness::Unknown => "subjects unknown",
        }
    }
}

/// By witnesses (none, 1, 2, 3 or more), per mille of pairs: apart, near, alike, the same, and all together.
const RIGHT: [[u16; 5]; 4] =
    [[3, 41, 66, 115, 4], [37, 169, 248, 378, 64], [78, 261, 343, 678, 188], [144, 303, 525, 747, 406]];

/// Of a thousand such pairs, how many were in the withheld set.
pub(super) fn right(witnesses: usize, likeness: Likeness) -> u16 {
    let row = RIGHT.get(witnesses).or(RIGHT.last()).copied().unwrap_or_default();
    let [apart, near, alike, same, all] = row;
    match likeness {
        Likeness::Apart => apart,
        Likeness::Near => near,
        Likeness::Alike => alike,
        Likeness::Same => same,
        Likeness::Unknown => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Word;

    #[test]
    fn more_of_either_is_never_worse() {
        for witnesses in 0..4 {
            let row: Vec<u16> =
                [0.0, 0.3, 0.6, 1.0].iter().map(|c| right(witnesses, Likeness::of(*c))).collect();
            assert!(row.is_sorted(), "{row:?}");
        }
        for likeness in Likeness::ALL {
            let column: Vec<u16> = (0..4).map(|witnesses| right(witnesses, *likeness)).collect();
            assert!(column.is_sorted(), "{likeness}: {column:?}");
        }
        assert_eq!(right(9, Likeness::Same), right(3, Likeness::Same));
    }
}
