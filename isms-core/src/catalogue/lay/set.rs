//! Sets of claims of a pack.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::claims::{About, Filling};
use super::super::{ClaimKind, ClaimSet, EntryGroup, Pack, PackSet};
use super::{Laying, MAX_PACK_CLAIMS, MAX_PACK_GROUP};
use crate::error::{Error, ErrorKind};
use crate::finding::{Finding, Subject, code, escape};
use crate::id::{ClaimSetId, FrameworkId, clip};
use crate::relation::{Mask, Meaning, StatedRelation};

impl Laying {
    /// The set as the catalogue keeps it; what is wrong with it is a problem.
    pub(super) fn set(
        &mut self,
        pack: &Pack,
        id: &ClaimSetId,
        set: &PackSet,
        path: &str,
    ) -> Option<ClaimSet> {
        self.line(&set.publisher, || format!("{path}/publisher"), "the publisher of the set");
        if let Some(frame) = &set.frame {
            self.line(frame, || format!("{path}/frame"), "the frame of the set");
        }
        let ends = [(&set.source, "source"), (&set.target, "target")];
        let known = ends.map(|(slug, end)| self.known(slug, &format!("{path}/{end}")));
        if known.contains(&false) {
            return None;
        }
        if set.claims.len() > MAX_PACK_CLAIMS {
            let message = format!("the set has {} claims; the limit is {MAX_PACK_CLAIMS}", set.claims.len());
            self.problem(&code::K_018, &format!("{path}/claims"), message);
            return None;
        }
        let mut filling = Filling::new(about(pack, id, set));
        let mut words: HashMap<&str, Result<Meaning, Error>> = HashMap::new();
        for (n, claim) in set.claims.iter().enumerate() {
            let at = || format!("{path}/claims/{n}");
            let sources = self.end(&set.source, &claim.sources, || format!("{}/sources", at()));
            let targets = self.end(&set.target, &claim.targets, || format!("{}/targets", at()));
            let word = claim.relation.as_deref().unwrap_or("");
            let meaning = match words.entry(word).or_insert_with(|| meaning_of(word)) {
                Ok(meaning) => Some(*meaning),
                Err(error) => {
                    let subject = Subject::pointer(&format!("{}/relation", at()));
                    let finding = Finding::new(&code::K_011, subject, error.message());
                    let help = error.help().map(str::to_owned);
                    self.problems.push(match help {
                        Some(help) => finding.with_help(help),
                        None => finding,
                    });
                    None
                }
            };
            let (Some(sources), Some(targets), Some(meaning)) = (sources, targets, meaning) else { continue };
            let strength = claim.strength.as_ref().map_or("", |strength| strength.as_str());
            let rationale = claim.rationale.as_deref().unwrap_or("");
            if filling.push(sources, targets, meaning, strength, rationale).is_none() {
                self.problem(&code::K_018, &at(), "the set has more claims than can be counted");
            }
        }
        Some(filling.done())
    }

    /// The places of the entries of one side, ascending.
    fn end(&mut self, slug: &FrameworkId, group: &EntryGroup, path: impl Fn() -> String) -> Option<Vec<u32>> {
        let ids = group.ids();
        if ids.len() > MAX_PACK_GROUP {
            let message =
                format!("a side of the claim has {} entries; the limit is {MAX_PACK_GROUP}", ids.len());
            self.problem(&code::K_018, &path(), message);
            return None;
        }
        let mut places = Vec::with_capacity(ids.len());
        for id in ids {
            // A list that means a set is in no order, so its members are named.
            places.extend(self.place(slug, id, || format!("{}/{}", path(), escape(id.as_str()))));
        }
        // Ids and entries are both sorted by bytes, so their places ascend.
        (places.len() == ids.len()).then_some(places)
    }
}

fn about(pack: &Pack, id: &ClaimSetId, set: &PackSet) -> About {
    let own = |text: &str| Cow::Owned(text.to_owned());
    let or = |text: &Option<String>, otherwise: &str| own(text.as_deref().unwrap_or(otherwise));
    let lineage: Vec<&str> = set.lineage.iter().map(|tag| tag.as_str()).collect();
    About {
        id: own(id.as_str()),
        source: own(set.source.as_str()),
        target: own(set.target.as_str()),
        publisher: own(&set.publisher),
        frame: or(&set.frame, &set.publisher),
        document: or(&set.document, &format!("pack {}, version {}", pack.id, pack.version)),
        version: or(&set.version, ""),
        date: or(&set.date, ""),
        lineage: lineage.join(";").into(),
        licence: or(&set.licence, &pack.licence),
        rules: Cow::Borrowed(""),
        note: or(&set.note, ""),
        reviewer: or(&set.reviewer, ""),
        scale: or(&set.scale, ""),
        kind: set.kind.unwrap_or(ClaimKind::Community),
    }
}

/// What a relation says as its publisher wrote it; an empty one is untyped.
fn meaning_of(text: &str) -> Result<Meaning, Error> {
    if text.trim().is_empty() {
        return Ok(Meaning::Set(Mask::NOT_DISJOINT));
    }
    let meaning = text.parse::<StatedRelation>()?.meaning;
    if meaning == Meaning::Set(Mask::NONE) {
        let message = format!("`{}` leaves no relation possible", clip(text));
        return Err(Error::new(ErrorKind::Invalid, code::K_011.code, message));
    }
    Ok(meaning)
}
