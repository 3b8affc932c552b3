//! What a claim about two entries can say.

/// Set relations that are still possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mask(u8);

impl Mask {
    /// Anything but disjoint.
    pub const NOT_DISJOINT: Mask = Mask(15);
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
