//! Frameworks of a pack.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::super::entry::{NONE, Raw, flag};
use super::super::framework::{Framework, Head, Laid, Provenance};
use super::super::{Pack, PackEntry, PackFramework};
use super::{Laying, MAX_PACK_ENTRIES};
use crate::catalogue::fault::listed;
use crate::finding::{Finding, Subject, code, escape, nearest};
use crate::id::{EntryId, FrameworkId};

/// The framework as the catalogue keeps it. What is wrong with it is a problem, and the framework then only serves to
/// check the rest of the pack.
pub(super) fn framework(
    pack: &Pack,
    slug: &FrameworkId,
    framework: &PackFramework,
    path: &str,
    laying: &mut Laying,
) -> Option<Framework> {
    laying.line(&framework.name, || format!("{path}/name"), "the name of the framework");
    laying.line(&framework.edition, || format!("{path}/edition"), "the edition of the framework");
    let count = framework.entries.len();
    if count > MAX_PACK_ENTRIES {
        let message = format!("the framework has {count} entries; the limit is {MAX_PACK_ENTRIES}");
        laying.problem(&code::K_018, &format!("{path}/entries"), message);
        return None;
    }
    // Sorted by id, as the catalogue keeps them: a place is a number in here.
    let entries: Vec<(&EntryId, &PackEntry)> = framework.entries.iter().collect();
    let mut making = Making { entries, path, laying };
    let parents = making.parents();
    let cyclic = making.cycles(&parents);
    let parents: Vec<Option<usize>> =
        parents.into_iter().zip(cyclic).map(|(parent, cyclic)| parent.filter(|_| !cyclic)).collect();
    let Some((texts, raws)) = making.tables(&parents) else {
        let message = "the labels of the framework are longer than can be counted";
        making.laying.problem(&code::K_018, &format!("{path}/entries"), message);
        return None;
    };
    let order = making.order(&parents);
    let mut laid = BTreeMap::new();
    for (id, entry) in making.entries {
        if entry.title.is_some() || entry.text.is_some() {
            let (title, text) = (entry.title.clone(), entry.text.clone());
            laid.insert(id.as_str().to_owned(), Laid { title, text });
        }
    }
    let head = Head {
        id: slug.clone(),
        name: framework.name.clone(),
        edition: framework.edition.clone(),
        notice: framework.notice.clone().unwrap_or_default(),
        provenance: Provenance::of_pack(
            pack.id.as_str().to_owned(),
            pack.version.clone(),
            pack.licence.clone(),
        ),
    };
    Some(Framework::of_pack(head, texts, raws, order).with_laid(laid))
}

struct Making<'p, 'l> {
    entries: Vec<(&'p EntryId, &'p PackEntry)>,
    path: &'l str,
    laying: &'l mut Laying,
}

impl Making<'_, '_> {
    fn find(&self, id: &EntryId) -> Option<usize> {
        self.entries.binary_search_by(|(known, _)| (*known).cmp(id)).ok()
    }

    fn at(&self, id: &EntryId) -> String {
        format!("{}/entries/{}", self.path, escape(id.as_str()))
    }

    /// An id that no entry of the framework has.
    fn unknown(&mut self, id: &EntryId, at: &str, what: &str) {
        if self.laying.problems.is_full() {
            return self.laying.problem(&code::K_016, at, "");
        }
        let finding = Finding::new(&code::K_016, Subject::pointer(at), format!("{what} `{id}` is no entry"));
        let known = self.entries.iter().map(|(known, _)| known.as_str());
        let finding = match nearest(id.as_str(), known) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding,
        };
        self.laying.problems.push(finding);
    }

    /// The place of the parent of each entry.
    fn parents(&mut self) -> Vec<Option<usize>> {
        let mut out = Vec::with_capacity(self.entries.len());
        for (id, entry) in self.entries.clone() {
            let place = entry.parent.as_ref().and_then(|parent| self.find(parent));
            if let Some(parent) = entry.parent.as_ref().filter(|_| place.is_none()) {
                let at = format!("{}/parent", self.at(id));
                self.unknown(parent, &at, "the parent");
            }
            out.push(place);
        }
        out
    }

    /// Whether each entry is one of a circle of parents; each circle is one problem.
    fn cycles(&mut self, parents: &[Option<usize>]) -> Vec<bool> {
        let mut cyclic = vec![false; parents.len()];
        // The walk that first came by, counted from 1: a walk that comes to its own trace has gone round.
        let mut walks = vec![0_usize; parents.len()];
        for start in 0..parents.len() {
            let walk = start.saturating_add(1);
            let mut at = Some(start);
            while let Some(place) = at {
                match walks.get_mut(place) {
                    Some(seen) if *seen == 0 => *seen = walk,
                    Some(seen) if *seen == walk => {
                        self.cycle(place, parents, &mut cyclic);
                        break;
                    }
                    _ => break,
                }
                at = parents.get(place).copied().flatten();
            }
        }
        cyclic
    }

    fn cycle(&mut self, first: usize, parents: &[Option<usize>], cyclic: &mut [bool]) {
        let mut members = Vec::new();
        let mut at = first;
        loop {
            if let Some(slot) = cyclic.get_mut(at) {
                *slot = true;
            }
            members.push(at);
            match parents.get(at).copied().flatten() {
                Some(next) if next != first => at = next,
                _ => break,
            }
        }
        members.sort_unstable();
        let ids: Vec<&EntryId> =
            members.iter().filter_map(|place| self.entries.get(*place)).map(|(id, _)| *id).collect();
        let Some(first) = ids.first() else { return };
        let path = format!("{}/parent", self.at(first));
        let names: Vec<String> = ids.iter().map(|id| id.as_str().to_owned()).collect();
        let message = match names.as_slice() {
            [one] => format!("`{one}` belongs to itself"),
            _ => format!("these entries belong to each other in a circle: {}", listed(&names)),
        };
        self.laying.problem(&code::K_017, &path, message);
    }

    /// The lines of the entries and their numbers; `None` where a length does not fit.
    fn tables(&mut self, parents: &[Option<usize>]) -> Option<(String, Vec<Raw>)> {
        let mut texts = String::new();
        let mut raws = Vec::with_capacity(self.entries.len());
        for ((id, entry), parent) in self.entries.clone().into_iter().zip(parents) {
            if id.as_str().contains(' ') {
                let message = format!("`{id}` is not the id of an entry: it has a space");
                self.laying.problem(&code::D_012, &self.at(id), message);
            }
            let at = self.at(id);
            self.laying.line(&entry.label, || format!("{at}/label"), "the label of the entry");
            if !entry.withdrawn && !entry.became.is_empty() {
                let message = format!("`{id}` became something but is not withdrawn");
                self.laying.problem(&code::K_020, &format!("{at}/became"), message);
            }
            for became in &entry.became {
                if self.find(became).is_none() {
                    let at = format!("{at}/became/{}", escape(became.as_str()));
                    self.unknown(became, &at, "the successor");
                }
            }
            let start = u32::try_from(texts.len()).ok()?;
            self.line(id, entry, &mut texts);
            let assessable = !entry.group && !entry.withdrawn;
            let flags = if assessable { flag::ASSESSABLE } else { 0 }
                | if entry.withdrawn { flag::WITHDRAWN } else { 0 };
            raws.push(Raw {
                start,
                length: u32::try_from(texts.len()).ok()?.checked_sub(start)?,
                parent: parent.map_or(Some(NONE), |place| u32::try_from(place).ok())?,
                flags,
                source: 0,
                id: u8::try_from(id.as_str().len()).ok()?,
                kind: entry.kind,
            });
        }
        Some((texts, raws))
    }

    /// The cells of an entry: id, label, no title (it is laid over), attributes, topics, no terms.
    fn line(&self, id: &EntryId, entry: &PackEntry, texts: &mut String) {
        let became: Vec<&str> = entry.became.iter().map(EntryId::as_str).collect();
        let topics: Vec<&str> = entry.topics.iter().map(|topic| topic.as_str()).collect();
        let attributes =
            if became.is_empty() { String::new() } else { format!("became={}", became.join(",")) };
        for cell in [id.as_str(), "\t", &entry.label, "\t\t", &attributes, "\t", &topics.join(" "), "\t"] {
            texts.push_str(cell);
        }
    }

    /// The places in the order of the framework: naturally by id, each entry before what belongs to it.
    fn order(&self, parents: &[Option<usize>]) -> Vec<u32> {
        let mut natural: Vec<usize> = (0..self.entries.len()).collect();
        let id = |place: &usize| self.entries.get(*place).map_or("", |(id, _)| id.as_str());
        natural.sort_by(|a, b| compare(id(a), id(b)));
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
        let mut todo = Vec::new();
        // From last to first, so that what is taken from the end comes in order.
        for place in natural.into_iter().rev() {
            match parents.get(place).copied().flatten().and_then(|parent| children.get_mut(parent)) {
                Some(list) => list.push(place),
                None => todo.push(place),
            }
        }
        let mut order = Vec::with_capacity(parents.len());
        while let Some(place) = todo.pop() {
            order.extend(u32::try_from(place).ok());
            todo.extend(children.get_mut(place).map(std::mem::take).unwrap_or_default());
        }
        order
    }
}

/// Compares ids as people sort them: numbers by their value, the rest by bytes.
fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (runs(a), runs(b));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(x), Some(y)) => {
                let digits = |run: &str| run.bytes().all(|b| b.is_ascii_digit());
                if digits(x) && digits(y) {
                    let (x, y) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
                    x.len().cmp(&y.len()).then_with(|| x.cmp(y))
                } else {
                    x.cmp(y)
                }
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Runs of digits and of everything else.
fn runs(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != first).unwrap_or(rest.len());
        let (run, behind) = rest.split_at_checked(end)?;
        rest = behind;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn ids_sort_as_people_sort_them() {
        let mut ids =
            ["A.5.10", "AC-2(10)", "A.5.2", "10", "A.5", "AC-2(1)", "9", "AC-2", "A.5.2.a", "AC-10", "09"];
        ids.sort_by(|a, b| compare(a, b));
        let expected =
            ["09", "9", "10", "A.5", "A.5.2", "A.5.2.a", "A.5.10", "AC-2", "AC-2(1)", "AC-2(10)", "AC-10"];
        assert_eq!(ids, expected);
    }
}
