//! What a claim about two entries can say.

/// The relations of two sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rcc5 {
    /// The same.
    Equal,
    /// The source inside the target.
    Within,
    /// The target inside the source.
    Contains,
    /// Both share something.
    Overlaps,
    /// Nothing shared.
    Disjoint,
}

impl From<Rcc5> for Mask {
    fn from(relation: Rcc5) -> Self {
        Mask(match relation {
            Rcc5::Equal => 1,
            Rcc5::Within => 2,
            Rcc5::Contains => 4,
            Rcc5::Overlaps => 8,
            Rcc5::Disjoint => 16,
        })
    }
}

/// Set relations that are still possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mask(u8);

impl Mask {
    /// Anything but disjoint.
    pub const NOT_DISJOINT: Mask = Mask(15);

    /// Whether a relation is still possible.
    pub fn contains(self, relation: Rcc5) -> bool {
        self.0 & Mask::from(relation).0 != 0
    }

    /// What this says of the target in relation to the source.
    #[must_use]
    pub fn converse(self) -> Self {
        Self(self.0 & 25 | (self.0 & 2) << 1 | (self.0 & 4) >> 1)
    }

    /// What is possible if both hold.
    #[must_use]
    pub fn meet(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether nothing is possible: a contradiction.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What a claim says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// A set relation.
    Set(Mask),
    /// The source helps to achieve the target.
    Supports,
    /// The target helps to achieve the source.
    SupportedBy,
    /// The source mitigates the target.
    Mitigates,
    /// The two contradict each other.
    Contrary,
}

impl Meaning {
    pub(crate) fn bits(self) -> u8 {
        match self {
            Meaning::Set(mask) => mask.0,
            Meaning::Supports => 32,
            Meaning::SupportedBy => 64,
            Meaning::Mitigates => 96,
            Meaning::Contrary => 128,
        }
    }

    pub(crate) fn from_bits(bits: u8) -> Self {
        match bits {
            32 => Meaning::Supports,
            64 => Meaning::SupportedBy,
            96 => Meaning::Mitigates,
            128 => Meaning::Contrary,
            mask => Meaning::Set(Mask(mask & 31)),
        }
    }
}
