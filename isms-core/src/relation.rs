//! The five relations two sets can stand in, sets of them, and the words publishers use.

mod meaning;

use std::fmt;
use std::str::FromStr;

pub use meaning::{Meaning, Sameness, StatedRelation};

use crate::error::{Error, ErrorKind};
use crate::id::clip;
use crate::word::{Word, words};

words! {
    /// How the content of a source relates to that of a target. Of two sets that are not empty, exactly one holds
    /// (RCC-5; NIST IR 8477 calls it set theory relationship mapping).
    ///
    /// ```
    /// use isms_core::Rcc5;
    /// assert_eq!(Rcc5::Within.converse(), Rcc5::Contains);
    /// assert_eq!(Rcc5::Within.to_string(), "within");
    /// ```
    Rcc5 ("relation") {
        /// The same content (EQ).
        Equal = "equal",
        /// The source lies wholly inside the target, which has more (PP).
        Within = "within",
        /// The source holds all of the target and more (PPi).
        Contains = "contains",
        /// Both share something and each has something of its own (PO).
        Overlaps = "overlaps",
        /// Nothing is shared (DR).
        Disjoint = "disjoint",
    }
}

impl Rcc5 {
    /// The relation of the target to the source.
    #[must_use]
    pub fn converse(self) -> Self {
        match self {
            Rcc5::Within => Rcc5::Contains,
            Rcc5::Contains => Rcc5::Within,
            Rcc5::Equal | Rcc5::Overlaps | Rcc5::Disjoint => self,
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Rcc5::Equal => EQ,
            Rcc5::Within => PP,
            Rcc5::Contains => PPI,
            Rcc5::Overlaps => PO,
            Rcc5::Disjoint => DR,
        }
    }
}

const EQ: u8 = 1;
const PP: u8 = 2;
const PPI: u8 = 4;
const PO: u8 = 8;
const DR: u8 = 16;
const ALL: u8 = EQ | PP | PPI | PO | DR;

/// What can hold between `a` and `c` if the relation of the row holds between `a` and `b`, and that of the column
/// between `b` and `c`. A test derives the same from sets.
const SINGLE: [[u8; 5]; 5] = [
    [EQ, PP, PPI, PO, DR],
    [PP, PP, ALL, PP | PO | DR, DR],
    [PPI, EQ | PP | PPI | PO, PPI, PPI | PO, PPI | PO | DR],
    [PO, PP | PO, PPI | PO | DR, ALL, PPI | PO | DR],
    [DR, PP | PO | DR, DR, PP | PO | DR, ALL],
];

/// The same for sets of relations; the entry of `a` and `b` stands at `32 a + b`.
const COMPOSED: [u8; 1024] = composed();

#[expect(clippy::indexing_slicing, reason = "runs in the compiler, where an index out of range is an error")]
const fn composed() -> [u8; 1024] {
    let mut table = [0; 1024];
    let mut at = 0;
    while at < table.len() {
        let mut pair = 0;
        while pair < 25 {
            let (row, column) = (pair / 5, pair % 5);
            if (at >> 5) >> row & 1 == 1 && at >> column & 1 == 1 {
                table[at] |= SINGLE[row][column];
            }
            pair += 1;
        }
        at += 1;
    }
    table
}

/// The relations still possible between a source and a target: what is known of them. The fewer, the more is known.
///
/// ```
/// use isms_core::{Mask, Rcc5};
///
/// // Of what contains the target's container, all is known; of two mere overlaps in a row, nothing.
/// assert!(Mask::from(Rcc5::Contains).compose(Mask::from(Rcc5::Equal)).covers());
/// assert_eq!(Mask::from(Rcc5::Overlaps).compose(Mask::from(Rcc5::Overlaps)), Mask::ANY);
///
/// let mask: Mask = "within | equal".parse()?;
/// assert_eq!(mask.to_string(), "equal|within");
/// assert_eq!(mask.converse().to_string(), "equal|contains");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mask(u8); // INVARIANT: below 32, one bit per relation.

impl Mask {
    /// Anything is possible: nothing is known.
    pub const ANY: Self = Self(ALL);
    /// Nothing is possible: what was said contradicts itself.
    pub const NONE: Self = Self(0);
    /// Something is shared, and no more is known.
    pub const NOT_DISJOINT: Self = Self(ALL & !DR);
    /// The source lies inside the target or equals it: what a part says of its whole.
    pub const PART: Self = Self(EQ | PP);

    /// Exactly these relations are possible.
    ///
    /// ```
    /// use isms_core::{Mask, Rcc5};
    /// assert_eq!(Mask::of([Rcc5::Equal, Rcc5::Within]), Mask::PART);
    /// ```
    pub fn of(relations: impl IntoIterator<Item = Rcc5>) -> Self {
        relations.into_iter().fold(Self::NONE, |mask, relation| Self(mask.0 | relation.bit()))
    }

    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    /// The mask of a byte; bits beyond the five mean nothing.
    pub(crate) fn from_bits(bits: u8) -> Self {
        Self(bits & ALL)
    }

    /// The possible relations, in order.
    ///
    /// ```
    /// use isms_core::{Mask, Rcc5};
    /// assert!(Mask::PART.relations().eq([Rcc5::Equal, Rcc5::Within]));
    /// ```
    pub fn relations(self) -> impl Iterator<Item = Rcc5> {
        Rcc5::ALL.iter().copied().filter(move |relation| self.contains(*relation))
    }

    /// Whether a relation is still possible.
    pub fn contains(self, relation: Rcc5) -> bool {
        self.0 & relation.bit() != 0
    }

    /// Whether all that is possible here is possible there too: this says at least as much.
    ///
    /// ```
    /// use isms_core::Mask;
    /// assert!(Mask::PART.within(Mask::NOT_DISJOINT) && !Mask::ANY.within(Mask::PART));
    /// ```
    pub fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// What follows for `a` and `c` from this between `a` and `b` and `next` between `b` and `c`. Nothing stronger
    /// follows from these two alone.
    #[must_use]
    #[inline]
    pub fn compose(self, next: Self) -> Self {
        let at = usize::from(self.0) << 5 | usize::from(next.0);
        COMPOSED.get(at).map_or(Self::ANY, |&bits| Self(bits))
    }

    /// What this says of the target in relation to the source.
    #[must_use]
    #[inline]
    pub fn converse(self) -> Self {
        Self(self.0 & (EQ | PO | DR) | (self.0 & PP) << 1 | (self.0 & PPI) >> 1)
    }

    /// What is possible if both hold.
    #[must_use]
    #[inline]
    pub fn meet(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is possible if at least one holds.
    #[must_use]
    #[inline]
    pub fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is possible: a contradiction.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the source is certain to hold all of the target.
    ///
    /// ```
    /// use isms_core::Mask;
    /// assert!(Mask::PART.converse().covers());
    /// assert!(!Mask::NOT_DISJOINT.covers() && !Mask::NONE.covers());
    /// ```
    pub fn covers(self) -> bool {
        !self.is_empty() && self.within(Self::PART.converse())
    }

    /// Whether the source is certain to lie inside the target, or to equal it.
    pub fn is_within(self) -> bool {
        !self.is_empty() && self.within(Self::PART)
    }

    /// Whether source and target are certain to share something.
    pub fn overlaps(self) -> bool {
        !self.is_empty() && self.within(Self::NOT_DISJOINT)
    }

    /// Whether source and target are certain to share nothing.
    pub fn is_disjoint(self) -> bool {
        self.0 == DR
    }

    /// What is possible, as the verb of a sentence: `equals or lies within`.
    ///
    /// ```
    /// assert_eq!(isms_core::Mask::PART.phrase(), "equals or lies within");
    /// ```
    pub fn phrase(self) -> String {
        match self {
            Self::ANY => return "may relate in any way to".to_owned(),
            Self::NONE => return "cannot relate in any way to".to_owned(),
            Self::NOT_DISJOINT => return "shares something with".to_owned(),
            _ => {}
        }
        let mut out = String::new();
        for (place, relation) in self.relations().enumerate() {
            if place > 0 {
                out.push_str(" or ");
            }
            out.push_str(match relation {
                Rcc5::Equal => "equals",
                Rcc5::Within => "lies within",
                Rcc5::Contains => "contains",
                Rcc5::Overlaps => "partly overlaps",
                Rcc5::Disjoint => "shares nothing with",
            });
        }
        out
    }
}

impl From<Rcc5> for Mask {
    fn from(relation: Rcc5) -> Self {
        Self(relation.bit())
    }
}

impl FromStr for Mask {
    type Err = Error;

    /// Reads the words of any vocabulary that [`StatedRelation`] knows, where they say something about sets.
    fn from_str(text: &str) -> Result<Self, Error> {
        match text.parse::<StatedRelation>()?.meaning {
            Meaning::Set(mask) => Ok(mask),
            _ => Err(Error::new(
                ErrorKind::Invalid,
                "K-011",
                format!("`{}` says nothing about what is shared", clip(text)),
            )
            .with_help(
                "use `equal`, `within`, `contains`, `overlaps` or `disjoint`, or several joined by `|`",
            )),
        }
    }
}

/// The words in order, joined by `|`; `any` and `none` for all and for no relation.
impl fmt::Display for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ANY => f.write_str("any"),
            Self::NONE => f.write_str("none"),
            _ => {
                for (place, relation) in self.relations().enumerate() {
                    if place > 0 {
                        f.write_str("|")?;
                    }
                    f.write_str(relation.as_str())?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mask({self})")
    }
}

impl serde::Serialize for Mask {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relation of two sets, as bits of a universe.
    fn between(a: u8, b: u8) -> Rcc5 {
        match (a & b, a & !b, b & !a) {
            (0, _, _) => Rcc5::Disjoint,
            (_, 0, 0) => Rcc5::Equal,
            (_, 0, _) => Rcc5::Within,
            (_, _, 0) => Rcc5::Contains,
            _ => Rcc5::Overlaps,
        }
    }

    #[test]
    fn the_table_is_what_sets_do() {
        // Three sets cut the universe into seven parts apart from what is outside all; six elements suffice to show
        // every possible triple of relations.
        let mut seen = [[Mask::NONE; 5]; 5];
        for a in 1u8..64 {
            for b in 1u8..64 {
                assert_eq!(between(a, b).converse(), between(b, a));
                for c in 1u8..64 {
                    let entry = &mut seen[between(a, b) as usize][between(b, c) as usize];
                    *entry = entry.join(between(a, c).into());
                }
            }
        }
        for &r in Rcc5::ALL {
            for &s in Rcc5::ALL {
                assert_eq!(Mask::from(r).compose(s.into()), seen[r as usize][s as usize], "{r} then {s}");
            }
        }
    }

    #[test]
    fn sets_of_relations_follow_their_members() {
        for a in (0..32).map(Mask) {
            assert_eq!(a.converse(), Mask::of(a.relations().map(Rcc5::converse)));
            assert_eq!(a.to_string().parse::<Mask>().unwrap(), a);
            let (covering, shared) = ([Rcc5::Equal, Rcc5::Contains], |r| r != Rcc5::Disjoint);
            assert_eq!(a.covers(), a != Mask::NONE && a.relations().all(|r| covering.contains(&r)));
            assert_eq!(a.overlaps(), a != Mask::NONE && a.relations().all(shared));
            assert_eq!(a.is_within(), a.converse().covers());
            assert_eq!(a.is_disjoint(), a.relations().eq([Rcc5::Disjoint]));
            for b in (0..32).map(Mask) {
                let mut all = Mask::NONE;
                for r in a.relations() {
                    all = b.relations().fold(all, |all, s| all.join(Mask::from(r).compose(s.into())));
                }
                assert_eq!(a.compose(b), all);
                assert_eq!(a.compose(b).converse(), b.converse().compose(a.converse()));
                assert_eq!(a.meet(b).converse(), a.converse().meet(b.converse()));
                assert_eq!(a.within(b), a.meet(b) == a);
            }
        }
    }

    #[test]
    fn what_is_untyped_proves_nothing_in_a_row() {
        let shared = Mask::NOT_DISJOINT;
        assert_eq!(shared.compose(shared), Mask::ANY);
        assert_eq!(shared.compose(Mask::PART), shared);
        assert_eq!(shared.compose(Rcc5::Disjoint.into()).to_string(), "contains|overlaps|disjoint");
    }
}
