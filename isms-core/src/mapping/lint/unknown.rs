//! Why an id of somebody's set is not one of a framework.

use std::fmt;

use crate::catalogue::{Catalogue, Fault, Framework};
use crate::id::{Reference, clip};
use crate::word::words;

words! {
    /// Why an id is not known, most likely.
    LikelyCause ("likely cause") {
        /// It speaks of many entries at once, in prose.
        Group = "group",
        /// A zero at its end was lost, as when a spreadsheet takes `3.10` for a number.
        LostZero = "lost-zero",
        /// Nothing known explains it; an id is near it in letters.
        Nearest = "nearest",
        /// It is one of another edition.
        OtherEdition = "other-edition",
        /// It is spelt otherwise.
        Spelling = "spelling",
        /// Its owner took it back.
        Withdrawn = "withdrawn",
    }
}

/// What a text that names no current entry of a framework probably means. Nothing is repaired by it: it is help for who
/// reads a set, and for the person who is told.
///
/// ```
/// use isms_core::{Catalogue, LikelyCause, explain_unknown};
/// let catalogue = Catalogue::builtin();
/// let cause = |framework: &str, text: &str| explain_unknown(&catalogue, framework, text).unwrap();
///
/// assert_eq!(cause("iso27001-2022", "6.11").to_string(), "probably `6.1.1`, spelt otherwise");
/// assert_eq!(cause("iso27001-2022", "A.12.6.1").cause, LikelyCause::OtherEdition);
/// assert_eq!(cause("nist-800-53-r5", "RA-4").meant, ["RA-3"]);
/// assert_eq!(cause("iso27001-2022", "All applicable controls").cause, LikelyCause::Group);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownCause {
    /// Why it is not known.
    pub cause: LikelyCause,
    /// The ids that may be meant, the likeliest first; may be empty.
    pub meant: Vec<String>,
    /// The other edition it is an id of.
    pub edition: Option<String>,
}

impl fmt::Display for UnknownCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meant = self.meant.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        match self.cause {
            LikelyCause::Group => {
                f.write_str("speaks of many entries at once; name the group itself, or each entry")
            }
            LikelyCause::Nearest => write!(f, "nothing is known of it; the nearest id is {meant}"),
            LikelyCause::LostZero => write!(f, "probably {meant}: a zero at the end was lost"),
            LikelyCause::Spelling => write!(f, "probably {meant}, spelt otherwise"),
            LikelyCause::OtherEdition => {
                write!(f, "an id of `{}`", self.edition.as_deref().unwrap_or_default())?;
                if meant.is_empty() { Ok(()) } else { write!(f, "; here that is {meant}") }
            }
            LikelyCause::Withdrawn if meant.is_empty() => f.write_str("taken back by its owner"),
            LikelyCause::Withdrawn => write!(f, "taken back by its owner; it became {meant}"),
        }
    }
}

/// Why a text is not a current entry of a framework; `None` if it is one, or nothing comes to mind. The cause is a
/// guess by spelling and by what the catalogue knows of editions.
pub fn explain_unknown(catalogue: &Catalogue, framework: &str, text: &str) -> Option<UnknownCause> {
    let own = catalogue.framework(framework)?;
    let text = text.trim();
    let guess = |cause, meant: Vec<String>| Some(UnknownCause { cause, meant, edition: None });
    if let Some(entry) = own.entry(text) {
        let became = entry.became().map(|entry| entry.id().to_owned()).collect();
        return if entry.is_withdrawn() { guess(LikelyCause::Withdrawn, became) } else { None };
    }
    let words = text
        .split_whitespace()
        .filter(|word| word.bytes().all(|b| b.is_ascii_alphabetic()) && word.len() > 2);
    if words.count() > 1 {
        return guess(LikelyCause::Group, Vec::new());
    }
    if let Some(entry) =
        own.entry(&format!("{text}0")).filter(|_| text.ends_with(|c: char| c.is_ascii_digit()))
    {
        return guess(LikelyCause::LostZero, vec![entry.id().to_owned()]);
    }
    if let Some(id) = same_letters(own, text) {
        return guess(LikelyCause::Spelling, vec![id]);
    }
    let reference = Reference::new(own.id().parse().ok()?, &clip(text)).ok()?;
    match Fault::unknown(catalogue, &reference) {
        Fault::Edition { edition, kin, .. } => {
            Some(UnknownCause { cause: LikelyCause::OtherEdition, meant: kin, edition: Some(edition) })
        }
        Fault::Entry(Some(near)) => {
            if let Some(edition) = elsewhere(catalogue, own, text) {
                return Some(UnknownCause {
                    cause: LikelyCause::OtherEdition,
                    meant: Vec::new(),
                    edition: Some(edition),
                });
            }
            // The same letters behind a lost lead, such as the `A` of Annex A; anything else is no more than near.
            let same = bare(&near).ends_with(&bare(text));
            guess(if same { LikelyCause::Spelling } else { LikelyCause::Nearest }, vec![near])
        }
        _ => None,
    }
}

/// The edition of the same name that has the id.
fn elsewhere(catalogue: &Catalogue, own: &Framework, text: &str) -> Option<String> {
    let same = |other: &&Framework| other.name() == own.name() && other.id() != own.id();
    let found = catalogue.frameworks().iter().filter(same).find(|other| other.entry(text).is_some());
    found.map(|other| other.id().to_owned())
}

/// The one entry with the same letters and digits in the same order, whatever stands between them and however many
/// zeros lead a number.
fn same_letters(framework: &Framework, text: &str) -> Option<String> {
    let wanted = bare(text);
    let mut found = framework.entries().filter(|entry| !wanted.is_empty() && bare(entry.id()) == wanted);
    let first = found.next()?;
    // A number is written in many ways; two candidates are none.
    found.next().is_none().then(|| first.id().to_owned())
}

fn bare(id: &str) -> String {
    let mut out = String::new();
    let mut number = false;
    for c in id.chars() {
        if c == '0' && !number {
            continue;
        }
        number = c.is_ascii_digit();
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
    }
    out
}
