//! What the numbers of a closure stand for, and the proofs written from its steps.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes, claims and steps are places in the lists of the same closure"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::claim::Term;
use super::closure::{By, Step, Via};
use super::proof::{Because, Proof, ProofStep};
use crate::catalogue::ClaimId;

/// The terms and claims of a closure.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub(super) terms: Vec<Term>, // INVARIANT: ascending, each once; nodes are places here.
    pub(super) claims: Vec<(ClaimId, Arc<str>)>, // With their frames; steps name them by place.
}

impl Record {
    /// The node of a term.
    pub(super) fn node(&self, term: &Term) -> Option<u32> {
        self.terms.binary_search(term).ok().map(|place| place as u32)
    }

    /// The term of a node.
    pub(super) fn term(&self, node: u32) -> &Term {
        &self.terms[node as usize]
    }

    /// The proof of a step.
    pub(super) fn proof(&self, via: Via, steps: &[Step]) -> Proof {
        let mut writer =
            Writer { record: self, steps, places: BTreeMap::new(), frames: BTreeSet::new(), out: Vec::new() };
        for step in below(via, steps) {
            writer.write(step);
        }
        writer.place(via);
        Proof::from_steps(writer.frames.into_iter().map(|frame| frame.to_string()), writer.out)
    }
}

/// The claims a step rests on, by place, ascending.
pub(super) fn leaves(via: Via, steps: &[Step]) -> Vec<usize> {
    let claims = below(via, steps).into_iter().filter_map(|step| match steps[step as usize].by {
        By::Claim(place) => Some(place as usize),
        _ => None,
    });
    claims.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A step and all it rests on, earlier ones first.
fn below(via: Via, steps: &[Step]) -> BTreeSet<u32> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![via.step()]);
    while let Some(step) = open.pop() {
        if seen.insert(step)
            && let By::Compose(first, second) | By::Meet(first, second) = steps[step as usize].by
        {
            open.extend([first.step(), second.step()]);
        }
    }
    seen
}

struct Writer<'r> {
    record: &'r Record,
    steps: &'r [Step],
    places: BTreeMap<(u32, bool), u32>, // Where a step was written, as it stands or turned around; from 1.
    frames: BTreeSet<&'r Arc<str>>,
    out: Vec<ProofStep>,
}

impl Writer<'_> {
    /// Writes a step whose predecessors are written.
    fn write(&mut self, step: u32) {
        let Step { from, to, mask, by } = self.steps[step as usize];
        let by = match by {
            By::Claim(place) => {
                let (claim, frame) = &self.record.claims[place as usize];
                self.frames.insert(frame);
                Because::Claim(claim.clone())
            }
            By::Member => Because::Member,
            By::Compose(first, second) => Because::Compose(self.place(first), self.place(second)),
            By::Meet(first, second) => Because::Meet(self.place(first), self.place(second)),
        };
        let (from, to) = (self.record.term(from).clone(), self.record.term(to).clone());
        self.out.push(ProofStep { from, to, mask, by });
        self.places.insert((step, false), self.out.len() as u32);
    }

    /// Where a step stands that is written already; turned around first if need be.
    fn place(&mut self, via: Via) -> u32 {
        let wanted = (via.step(), via.turned());
        if let Some(place) = self.places.get(&wanted) {
            return *place;
        }
        let forward = self.places.get(&(via.step(), false)).copied().unwrap_or_default();
        let Step { from, to, mask, .. } = self.steps[via.step() as usize];
        let (from, to) = (self.record.term(to).clone(), self.record.term(from).clone());
        self.out.push(ProofStep { from, to, mask: mask.converse(), by: Because::Converse(forward) });
        let place = self.out.len() as u32;
        self.places.insert(wanted, place);
        place
    }
}
