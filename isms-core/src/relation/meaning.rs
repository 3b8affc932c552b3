//! The words publishers use for relations, and what each says.

use std::str::FromStr;

use super::{Mask, Rcc5};
use crate::error::{Error, ErrorKind};
use crate::finding::nearest;
use crate::id::clip;

/// What a word for a relation says of a source and a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Meaning {
    /// Something about what the two share.
    Set(Mask),
    /// The source helps to achieve the target. Nothing follows about what they share.
    Supports,
    /// The target helps to achieve the source.
    SupportedBy,
    /// The source acts against the target, a threat or a technique.
    Mitigates,
    /// The two get into each other's way.
    Contrary,
}

impl Meaning {
    /// What it says about sets; anything, for what is no relation of sets.
    ///
    /// ```
    /// use isms_core::{Mask, Meaning};
    /// assert_eq!(Meaning::Supports.mask(), Mask::ANY);
    /// ```
    pub fn mask(self) -> Mask {
        match self {
            Meaning::Set(mask) => mask,
            Meaning::Supports | Meaning::SupportedBy | Meaning::Mitigates | Meaning::Contrary => Mask::ANY,
        }
    }
}

impl Meaning {
    /// It in a byte: five bits of a mask, or a number above them.
    pub(crate) fn bits(self) -> u8 {
        match self {
            Meaning::Set(mask) => mask.bits(),
            Meaning::Supports => 32,
            Meaning::SupportedBy => 64,
            Meaning::Mitigates => 96,
            Meaning::Contrary => 128,
        }
    }

    /// What a byte holds.
    pub(crate) fn from_bits(bits: u8) -> Self {
        match bits {
            32 => Meaning::Supports,
            64 => Meaning::SupportedBy,
            96 => Meaning::Mitigates,
            128 => Meaning::Contrary,
            mask => Meaning::Set(Mask::from_bits(mask)),
        }
    }
}

/// Whether things said to be equal are so by the letter or in substance, where the word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Sameness {
    /// The same wording.
    Wording,
    /// Other words for the same.
    Substance,
}

/// A relation as a publisher states it: the words of NIST IR 8477 and OLIR, OSCAL, CISO Assistant, SKOS and the
/// supportive style, in any case and with spaces, `-` or `_`. Alternatives are joined by `|`.
///
/// Words are read for what they are sure to say: `partial` and SKOS's `closeMatch` say only that something is shared,
/// and `relatedMatch` or a mere crosswalk do not even say that. SKOS names the *target* in its words, so that
/// `broadMatch` puts the source within the target.
///
/// ```
/// use isms_core::{Mask, Meaning, Rcc5, Sameness, StatedRelation};
/// let read = |word: &str| word.parse::<StatedRelation>().map(|stated| stated.meaning);
/// for within in ["subset of", "subset-of", "SUBSET", "skos:broadMatch", "within"] {
///     assert_eq!(read(within)?, Meaning::Set(Rcc5::Within.into()));
/// }
/// assert_eq!(read("equal|subset")?, Meaning::Set(Mask::PART));
/// assert_eq!(read("partial_overlap")?, Meaning::Set(Mask::NOT_DISJOINT));
/// assert_eq!(read("is supported by")?, Meaning::SupportedBy);
/// assert_eq!("equivalent-to".parse::<StatedRelation>()?.sameness, Some(Sameness::Substance));
///
/// let error = read("supreset").unwrap_err();
/// assert_eq!((error.code(), error.help()), ("K-011", Some("did you mean `superset`?")));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct StatedRelation {
    /// What is said.
    pub meaning: Meaning,
    /// In what way equal things are, for a word that says so.
    pub sameness: Option<Sameness>,
}

const EQUAL: &[Rcc5] = &[Rcc5::Equal];
const WITHIN: &[Rcc5] = &[Rcc5::Within];
const CONTAINS: &[Rcc5] = &[Rcc5::Contains];
const OVERLAPS: &[Rcc5] = &[Rcc5::Overlaps];
const DISJOINT: &[Rcc5] = &[Rcc5::Disjoint];
const SHARED: &[Rcc5] = &[Rcc5::Equal, Rcc5::Within, Rcc5::Contains, Rcc5::Overlaps];
const ANY: &[Rcc5] = &[Rcc5::Equal, Rcc5::Within, Rcc5::Contains, Rcc5::Overlaps, Rcc5::Disjoint];

/// The words about sets, as [`normal`] writes them.
const SETS: &[(&str, &[Rcc5], Option<Sameness>)] = &[
    ("equal", EQUAL, None),
    ("equals", EQUAL, None),
    ("equal-to", EQUAL, Some(Sameness::Wording)),
    ("identical", EQUAL, Some(Sameness::Wording)),
    ("identical-to", EQUAL, Some(Sameness::Wording)),
    ("equivalent", EQUAL, Some(Sameness::Substance)),
    ("equivalent-to", EQUAL, Some(Sameness::Substance)),
    ("exact-match", EQUAL, None),
    ("within", WITHIN, None),
    ("subset", WITHIN, None),
    ("subset-of", WITHIN, None),
    ("broad-match", WITHIN, None),
    ("contains", CONTAINS, None),
    ("superset", CONTAINS, None),
    ("superset-of", CONTAINS, None),
    ("narrow-match", CONTAINS, None),
    ("overlaps", OVERLAPS, None),
    ("intersect", OVERLAPS, None),
    ("intersects", OVERLAPS, None),
    ("intersects-with", OVERLAPS, None),
    ("disjoint", DISJOINT, None),
    ("not-related", DISJOINT, None),
    ("not-related-to", DISJOINT, None),
    ("no-relation", DISJOINT, None),
    ("no-relationship", DISJOINT, None),
    ("partial", SHARED, None),
    ("partial-overlap", SHARED, None),
    ("partially", SHARED, None),
    ("close-match", SHARED, None),
    ("related", SHARED, None),
    ("related-to", SHARED, None),
    ("related-match", ANY, None),
    ("crosswalk", ANY, None),
    ("concept-crosswalk", ANY, None),
    ("any", ANY, None),
    ("none", &[], None),
];

/// The words that say nothing about sets.
const OTHERS: &[(&str, Meaning)] = &[
    ("supports", Meaning::Supports),
    ("example-of", Meaning::Supports),
    ("integral-to", Meaning::Supports),
    ("precedes", Meaning::Supports),
    ("supported-by", Meaning::SupportedBy),
    ("mitigates", Meaning::Mitigates),
    ("protect", Meaning::Mitigates),
    ("detect", Meaning::Mitigates),
    ("respond", Meaning::Mitigates),
    ("contrary", Meaning::Contrary),
    ("contrary-to", Meaning::Contrary),
];

/// The word in lower case with `-` between its parts; without `skos:` or the like of it in full, and without a leading
/// `is`.
fn normal(word: &str) -> String {
    let word = word.trim();
    let prefix = ["skos:", "http://www.w3.org/2004/02/skos/core#"].into_iter().find(|p| word.starts_with(p));
    let local = prefix.and_then(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
    let mut out = String::with_capacity(local.len());
    let mut small = false;
    for c in local.chars() {
        if c.is_whitespace() || matches!(c, '_' | '-') {
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
            small = false;
        } else {
            if small && c.is_uppercase() {
                out.push('-');
            }
            small = c.is_lowercase();
            out.extend(c.to_lowercase());
        }
    }
    match out.strip_prefix("is-") {
        Some(rest) => rest.to_owned(),
        None => out,
    }
}

/// One word, without alternatives.
fn one(word: &str) -> Result<StatedRelation, Error> {
    let wanted = normal(word);
    if let Some((_, relations, sameness)) = SETS.iter().find(|(known, ..)| *known == wanted) {
        let mask = Mask::of(relations.iter().copied());
        return Ok(StatedRelation { meaning: Meaning::Set(mask), sameness: *sameness });
    }
    if let Some((_, meaning)) = OTHERS.iter().find(|(known, _)| *known == wanted) {
        return Ok(StatedRelation { meaning: *meaning, sameness: None });
    }
    let known = SETS.iter().map(|known| known.0).chain(OTHERS.iter().map(|known| known.0));
    let help = match nearest(&wanted, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "use `equal`, `within`, `contains`, `overlaps`, `disjoint` or a word of OSCAL, NIST OLIR, SKOS or \
                 CISO Assistant"
            .to_owned(),
    };
    let message = format!("`{}` is not a relation", clip(word));
    Err(Error::new(ErrorKind::Invalid, "K-011", message).with_help(help))
}

impl FromStr for StatedRelation {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if !text.contains('|') {
            return one(text);
        }
        let (mut mask, mut ways) = (Mask::NONE, Vec::new());
        for word in text.split('|') {
            let stated = one(word)?;
            let Meaning::Set(more) = stated.meaning else {
                let message = format!("`{}` cannot be one of several possible relations", clip(word));
                return Err(Error::new(ErrorKind::Invalid, "K-011", message)
                    .with_help("only relations of sets are alternatives to each other"));
            };
            mask = mask.join(more);
            if more.contains(Rcc5::Equal) {
                ways.push(stated.sameness);
            }
        }
        // Equal in one way or in another is equal in a way that is not known.
        let sameness = ways.first().copied().flatten().filter(|way| ways.iter().all(|w| *w == Some(*way)));
        Ok(Self { meaning: Meaning::Set(mask), sameness })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(word: &str) -> StatedRelation {
        word.parse().unwrap()
    }

    #[test]
    fn the_vocabularies_agree() {
        let rows: [(&str, &[&str]); 6] = [
            ("equal", &["equal", "equal-to", "equivalent-to", "exactMatch", "identical", "Equivalent"]),
            ("within", &["subset of", "subset-of", "subset", "broadMatch", "is subset of"]),
            ("contains", &["superset of", "superset-of", "superset", "narrowMatch", "is_superset_of"]),
            ("overlaps", &["intersects with", "intersects-with", "intersect", "INTERSECTS WITH"]),
            ("disjoint", &["not related to", "no relationship", "no-relationship", "not_related"]),
            ("any", &["concept crosswalk", "http://www.w3.org/2004/02/skos/core#relatedMatch"]),
        ];
        for (canonical, words) in rows {
            let mask: Mask = canonical.parse().unwrap();
            for word in words {
                assert_eq!(read(word).meaning, Meaning::Set(mask), "{word}");
            }
        }
        for (word, meaning) in [
            ("supports", Meaning::Supports),
            ("Integral to", Meaning::Supports),
            ("is supported by", Meaning::SupportedBy),
            ("mitigates", Meaning::Mitigates),
            ("contrary", Meaning::Contrary),
        ] {
            assert_eq!(read(word).meaning, meaning);
            assert!(word.parse::<Mask>().is_err());
        }
    }

    #[test]
    fn every_listed_word_is_in_normal_form_and_listed_once() {
        let mut seen = std::collections::BTreeSet::new();
        for word in SETS.iter().map(|w| w.0).chain(OTHERS.iter().map(|w| w.0)) {
            assert_eq!(normal(word), word);
            assert!(seen.insert(word), "{word} twice");
        }
    }

    #[test]
    fn alternatives_are_joined() {
        assert_eq!(
            read("subset|equal | intersects with").meaning.mask().to_string(),
            "equal|within|overlaps"
        );
        assert_eq!(read("equal-to|subset-of").sameness, Some(Sameness::Wording));
        assert_eq!(read("equal-to|equivalent-to").sameness, None);
        assert_eq!(read("equal|subset").sameness, None);
        for wrong in [
            "",
            "|",
            "equal|",
            "equal|supports",
            "equal,subset",
            "subset\u{0}",
            "subset/superset",
            "x:subset",
        ] {
            let error = wrong.parse::<StatedRelation>().unwrap_err();
            assert_eq!((error.code(), error.kind()), ("K-011", ErrorKind::Invalid), "{wrong}");
        }
    }
}
