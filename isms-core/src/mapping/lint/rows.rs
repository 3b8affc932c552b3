//! Rules about single claims and the words they use.

use std::collections::BTreeMap;

use super::case::{Case, listed};
use crate::catalogue::Claim;
use crate::finding::code;
use crate::relation::{Mask, Meaning, Rcc5};

/// From how many claims on a word, or a strength, on every one of them looks like a default.
const MANY: usize = 20;

pub(super) fn find(case: &mut Case<'_, '_>) {
    withdrawn(case);
    said_twice(case);
    of_itself(case);
    defaults(case);
    strengths(case);
}

/// Ends that their owner took back.
fn withdrawn(case: &mut Case<'_, '_>) {
    let (set, catalogue) = (case.links.set, case.world.catalogue);
    for (place, claim) in (0..).zip(set.claims(catalogue)) {
        for entry in claim.sources().chain(claim.targets()).filter(|entry| entry.is_withdrawn()) {
            let message = format!("`{}` was taken back by its owner", entry.reference());
            let became: Vec<&str> = entry.became().map(|entry| entry.id()).collect();
            let help = if became.is_empty() {
                "nothing in the framework takes its place; the claim may have been made for an older edition"
                    .to_owned()
            } else {
                format!("it became {}", listed(became))
            };
            case.of_claim(&code::K_030, place, message, help);
        }
    }
}

type Ends<'c> = (&'c [u32], &'c [u32]);

/// What was said, the claim that said it first, and whether it is one of the set in the same direction.
type Said<'c> = (Meaning, Claim<'c>, bool);

/// Each meaning once: there are few, however often they are repeated.
fn keep<'c>(known: &mut Vec<Said<'c>>, said: Said<'c>) {
    if !known.iter().any(|(meaning, _, own)| (*meaning, *own) == (said.0, said.2)) {
        known.push(said);
    }
}

/// What the claims of the set, and of the others in its frame, say of the same two ends.
fn said_twice(case: &mut Case<'_, '_>) {
    let (set, catalogue) = (case.links.set, case.world.catalogue);
    let inside = case.links.from == case.links.to;
    let mut known: BTreeMap<Ends<'_>, Vec<Said<'_>>> = BTreeMap::new();
    let others = case
        .world
        .others(case.links)
        .filter(|other| other.set.frame() == set.frame() && !set.frame().is_empty());
    for other in others {
        let ahead = (other.from, other.to) == (case.links.from, case.links.to);
        let back = (other.to, other.from) == (case.links.from, case.links.to);
        for claim in other.set.claims(catalogue).filter(|_| ahead || back) {
            let Some(mask) = claim.mask() else { continue };
            let (ends, mask) = match ahead {
                true => ((claim.source_places(), claim.target_places()), mask),
                false => ((claim.target_places(), claim.source_places()), mask.converse()),
            };
            keep(known.entry(ends).or_default(), (Meaning::Set(mask), claim, false));
        }
    }
    for (place, claim) in (0..).zip(set.claims(catalogue)) {
        let ends = (claim.source_places(), claim.target_places());
        let meaning = claim.meaning();
        let earlier = known.get(&ends).map(Vec::as_slice).unwrap_or_default();
        let twice = earlier.iter().find(|(said, _, own)| *own && agree(*said, meaning));
        let against = earlier.iter().find(|(said, ..)| exclude(*said, meaning));
        if let Some((said, first, _)) = twice {
            let message = format!("{} is claimed twice", pair(&claim));
            let help = match *said == meaning {
                true => format!("the same as claim {}; leave one out", first.id().place),
                false => {
                    format!("claim {} says it in another word; keep the one that says more", first.id().place)
                }
            };
            case.of_claim(&code::K_032, place, message, help);
        }
        if let Some((said, first, own)) = against {
            let (now, before) = (phrase(meaning), phrase(*said));
            let message = format!("{}: claimed as {now}, and elsewhere as {before}", pair(&claim));
            let at =
                if *own { format!("claim {}", first.id().place) } else { format!("claim `{}`", first.id()) };
            case.of_claim(
                &code::K_033,
                place,
                message,
                format!("{at} of the same publisher excludes it; one of the two is wrong"),
            );
        }
        keep(known.entry(ends).or_default(), (meaning, claim, true));
        if let Some(mask) = claim.mask().filter(|_| inside) {
            let turned = (claim.target_places(), claim.source_places());
            if turned != ends {
                keep(known.entry(turned).or_default(), (Meaning::Set(mask.converse()), claim, false));
            }
        }
    }
}

fn agree(a: Meaning, b: Meaning) -> bool {
    a == b || matches!((a, b), (Meaning::Set(a), Meaning::Set(b)) if !a.meet(b).is_empty())
}

fn exclude(a: Meaning, b: Meaning) -> bool {
    matches!((a, b), (Meaning::Set(a), Meaning::Set(b)) if a.meet(b).is_empty())
}

/// A set relation between an entry and itself can only be equal.
fn of_itself(case: &mut Case<'_, '_>) {
    let (set, catalogue) = (case.links.set, case.world.catalogue);
    for (place, claim) in (0..).zip(set.claims(catalogue)) {
        let same = case.links.from == case.links.to && claim.source_places() == claim.target_places();
        let other = claim.mask().is_some_and(|mask| !mask.contains(Rcc5::Equal));
        if same && other {
            let message = format!("{}: claimed as {}", pair(&claim), phrase(claim.meaning()));
            case.of_claim(
                &code::K_034,
                place,
                message,
                "an entry equals itself; one of the two ids is probably a slip",
            );
        }
    }
}

/// One word, or one strength, on every claim.
fn defaults(case: &mut Case<'_, '_>) {
    let (set, catalogue) = (case.links.set, case.world.catalogue);
    if set.len() < MANY {
        return;
    }
    let mut claims = set.claims(catalogue);
    let Some(first) = claims.next() else { return };
    let told = first.mask().is_some_and(|mask| mask != Mask::NOT_DISJOINT);
    let (mut word, mut strength) = (told, first.strength().is_some());
    for claim in claims {
        word &= claim.meaning() == first.meaning();
        strength &= claim.strength() == first.strength();
    }
    let help = "a judgement per claim would differ somewhere; this looks like a default of an import";
    // A table of what is called what elsewhere says `equal` of each entry once, and rightly.
    let names = first.mask() == Some(Rcc5::Equal.into()) && case.links.forth.used().count() >= set.len();
    if word && !names {
        let message = format!("all {} claims say {}", set.len(), phrase(first.meaning()));
        case.of_set(&code::K_040, message, help);
    }
    if let Some(strength) = first.strength().filter(|_| strength) {
        let message = format!("all {} claims have the strength `{strength}`", set.len());
        case.of_set(&code::K_040, message, help);
    }
}

/// Strengths that are not on the scale the set declares, or on two scales at once.
fn strengths(case: &mut Case<'_, '_>) {
    let (set, catalogue) = (case.links.set, case.world.catalogue);
    let scale = Scale::of(set.scale());
    let mut kinds: BTreeMap<&'static str, &str> = BTreeMap::new();
    for (place, claim) in (0..).zip(set.claims(catalogue)) {
        let Some(strength) = claim.strength() else { continue };
        if let Some(scale) = &scale {
            if !scale.holds(strength) {
                let message = format!("the strength `{strength}` is not on the scale of the set");
                let help = format!("the set declares `{}`", set.scale());
                case.of_claim(&code::K_041, place, message, help);
            }
            continue;
        }
        let kind = match strength.parse::<f64>() {
            Err(_) => "words",
            Ok(number) if number > 0.0 && number < 1.0 => "parts of one",
            Ok(number) if number > 1.0 => "numbers above one",
            Ok(_) => continue,
        };
        kinds.entry(kind).or_insert(strength);
    }
    if kinds.len() > 1 {
        let seen: Vec<String> = kinds.iter().map(|(kind, example)| format!("{kind} (`{example}`)")).collect();
        let message = format!("strengths are {}", seen.join(" and "));
        case.reminder(&code::K_041, message, "declare one scale, and keep to it");
    }
}

/// A scale in the words of a publisher, as far as it can be read.
enum Scale {
    Numbers(f64, f64),
    Words(Vec<String>),
}

impl Scale {
    /// `0-10`, `0..1`, `1 to 5`, or words with `,`, `;`, `/`, `|` or `<` between them; `None` for other prose.
    fn of(text: &str) -> Option<Self> {
        for between in ["..", " to ", "\u{2013}", "-"] {
            let ends = text.split_once(between);
            let ends = ends
                .and_then(|(low, high)| low.trim().parse::<f64>().ok().zip(high.trim().parse::<f64>().ok()));
            if let Some((low, high)) = ends {
                return Some(Scale::Numbers(low, high));
            }
        }
        let words: Vec<String> =
            text.split([',', ';', '/', '|', '<']).map(|word| word.trim().to_lowercase()).collect();
        (words.len() > 1 && words.iter().all(|word| !word.is_empty() && !word.contains(' ')))
            .then_some(Scale::Words(words))
    }

    fn holds(&self, strength: &str) -> bool {
        match self {
            Scale::Numbers(low, high) => strength.parse::<f64>().is_ok_and(|n| n >= *low && n <= *high),
            Scale::Words(words) => words.contains(&strength.to_lowercase()),
        }
    }
}

/// The ends of a claim, for a message.
pub(super) fn pair(claim: &Claim<'_>) -> String {
    format!("{} to {}", listed(claim.sources().map(|e| e.id())), listed(claim.targets().map(|e| e.id())))
}

fn phrase(meaning: Meaning) -> String {
    let mask = match meaning {
        Meaning::Set(mask) => mask,
        Meaning::Supports => return "`supports`".to_owned(),
        Meaning::SupportedBy => return "`supported-by`".to_owned(),
        Meaning::Mitigates => return "`mitigates`".to_owned(),
        Meaning::Contrary => return "`contrary`".to_owned(),
    };
    let words = [
        (Rcc5::Equal, "equal"),
        (Rcc5::Within, "within"),
        (Rcc5::Contains, "contains"),
        (Rcc5::Overlaps, "overlaps"),
        (Rcc5::Disjoint, "disjoint"),
    ];
    let words: Vec<&str> =
        words.into_iter().filter(|(r, _)| mask.contains(*r)).map(|(_, word)| word).collect();
    format!("`{}`", words.join("|"))
}
