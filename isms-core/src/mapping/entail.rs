//! What follows from claims: the public face of the closure.

#![expect(
    clippy::indexing_slicing,
    reason = "there is one row of neighbours per term, and vias refer to steps"
)]

use std::collections::BTreeSet;

use super::claim::{Premise, Term};
use super::closure::{Bounds, By, Neighbour, Step, Stop, Via};
use super::conflict::{Contradiction, contradictions};
use super::network::Network;
use super::proof::Proof;
use super::record::Record;
use crate::error::{Error, ErrorKind};
use crate::relation::{Mask, Rcc5};
use crate::word::words;

/// How far a derivation may go.
///
/// ```
/// let mut options = isms_core::EntailOptions::default();
/// assert_eq!(options.max_pairs, 5_000_000);
/// options.equal_frames.extend(["nist".to_owned(), "nist-draft".to_owned()]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntailOptions {
    /// Most pairs of terms of which something is known; 5 million by default, about half a gigabyte.
    pub max_pairs: usize,
    /// Most single steps; 2 thousand million by default, a minute or two.
    pub max_steps: u64,
    /// Most conflicts that are traced to the claims behind them; 1000 by default. All are counted.
    pub max_contradictions: usize,
    /// Frames that mean the same by the same entries, as the caller declares. None by default.
    pub equal_frames: BTreeSet<String>,
}

impl Default for EntailOptions {
    fn default() -> Self {
        Self {
            max_pairs: 5_000_000,
            max_steps: 2_000_000_000,
            max_contradictions: 1000,
            equal_frames: BTreeSet::new(),
        }
    }
}

words! {
    /// What the relation of two terms rests on.
    Ground ("ground of a relation") {
        /// Claims about just these two.
        Stated = "stated",
        /// Their entries: one is part of the other.
        Structural = "structural",
        /// A derivation over other terms.
        Derived = "derived",
    }
}

/// What is known of two terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Entailed<'e> {
    /// The first.
    pub from: &'e Term,
    /// The second.
    pub to: &'e Term,
    /// What can hold between them; never any relation, and none where claims contradict each other.
    pub mask: Mask,
    /// What it rests on.
    pub ground: Ground,
}

/// What follows from some premises. Immutable; the order of the premises does not matter.
#[derive(Clone, Debug, Default)]
pub struct Entailment {
    record: Record,
    neighbours: Vec<Vec<Neighbour>>, // INVARIANT: per term those of which something is known, ascending; both ways.
    steps: Vec<Step>,                // INVARIANT: each refers to earlier ones only.
    contradictions: Vec<Contradiction>,
    untraced: usize,
}

/// Derives what must hold between terms if the premises do.
///
/// The terms are those the premises name and, where a premise says more of several entries than that something is
/// shared, each of these entries. Known besides the premises is that a term lies within every term that has all its
/// entries. From there relations are composed over third terms and intersected, until nothing new follows. Whatever
/// sets the entries stand for: if every premise is true of them, so is everything derived.
///
/// All premises must be of one frame, or of frames that the options declare equal; others are an error (`K-014`), and
/// so is a claim that is given twice and differs (`D-006`), or a derivation that grows beyond the limits (`K-012`).
///
/// Where premises contradict each other, the pair for which nothing is possible is [reported](Contradiction) with the
/// fewest claims that do so, and nothing more is derived over that pair. What was derived otherwise may rest on claims
/// of a contradiction too: its proof names them.
///
/// # What it does not find
///
/// The result is sound and not complete: consistency is checked along triangles, and no use is made of a union being
/// the smallest set around its parts. That several entries together cover another is derived only where it is stated.
///
/// ```
/// use isms_core::{ClaimId, EntailOptions, Mask, Premise, Rcc5, Term, entail};
/// let (policy, roles): (Term, Term) = ("iso27001-2022:A.5.1".parse()?, "iso27001-2022:A.5.2".parse()?);
/// let both = Term::new([policy.entries()[0].clone(), roles.entries()[0].clone()])?;
/// let (hub, csf): (Term, Term) = ("scf:GOV".parse()?, "nist-csf-2.0:GV".parse()?);
/// let premises = [
///     Premise::new(ClaimId::new("scf-iso", 1), "scf", both.clone(), hub.clone(), Rcc5::Within.into()),
///     Premise::new(ClaimId::new("scf-csf", 1), "scf", csf.clone(), hub.clone(), Rcc5::Equal.into()),
/// ];
/// let entailment = entail(&premises, &EntailOptions::default())?;
///
/// // Both lie within the hub, so each does, and so each lies within what equals the hub.
/// assert!(entailment.mask(&csf, &roles).covers());
/// // Of the two entries with each other, nothing follows.
/// assert_eq!(entailment.mask(&policy, &roles), Mask::ANY);
/// assert!(entailment.contradictions().is_empty());
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn entail(premises: &[Premise], options: &EntailOptions) -> Result<Entailment, Error> {
    entail_watched(premises, options, &|_| true)
}

/// The same, watched: `watch` is called now and then with the steps done so far, and says whether to go on. Where it
/// does not, the derivation ends with an error (`K-012`).
///
/// ```
/// use isms_core::{ClaimId, EntailOptions, Premise, Rcc5, entail_watched};
/// let premise = Premise::new(ClaimId::new("s", 1), "p", "a:1".parse()?, "b:1".parse()?, Rcc5::Equal.into());
/// let error = entail_watched(&[premise], &EntailOptions::default(), &|_| false).unwrap_err();
/// assert_eq!(error.code(), "K-012");
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn entail_watched(
    premises: &[Premise],
    options: &EntailOptions,
    watch: &dyn Fn(u64) -> bool,
) -> Result<Entailment, Error> {
    let premises = ordered(premises)?;
    one_frame(&premises, &options.equal_frames)?;
    let bounds = Bounds { max_pairs: options.max_pairs, max_work: options.max_steps, watch };
    let stopped = |stop| stopped(stop, options);
    let network = Network::derive(&premises, bounds, false).map_err(stopped)?;
    let most = options.max_contradictions;
    let contradictions = contradictions(&premises, &network, bounds, most).map_err(stopped)?;
    let untraced = network.closure.conflicts.len().saturating_sub(most);
    let (neighbours, steps) = network.closure.into_neighbours();
    Ok(Entailment { record: network.record, neighbours, steps, contradictions, untraced })
}

/// The premises in the order of their claims, each once.
fn ordered(premises: &[Premise]) -> Result<Vec<&Premise>, Error> {
    let mut premises: Vec<_> = premises.iter().collect();
    premises.sort_by(|a, b| a.claim.cmp(&b.claim));
    premises.dedup();
    for pair in premises.windows(2) {
        if let [a, b] = pair
            && a.claim == b.claim
        {
            let message = format!("claim `{}` is given twice and says two things", a.claim);
            return Err(Error::new(ErrorKind::Invalid, "D-006", message)
                .with_help("give each claim a place of its own"));
        }
    }
    Ok(premises)
}

/// Refuses premises of frames that nobody declared equal.
fn one_frame(premises: &[&Premise], equal: &BTreeSet<String>) -> Result<(), Error> {
    let Some(first) = premises.first() else { return Ok(()) };
    let Some(other) = premises.iter().find(|premise| premise.frame != first.frame) else { return Ok(()) };
    match premises.iter().find(|premise| !equal.contains(&*premise.frame)) {
        None => Ok(()),
        Some(_) => {
            let (one, two) = (&first.frame, &other.frame);
            let message = format!("`{one}` and `{two}` need not mean the same by the same entries");
            Err(Error::new(ErrorKind::Incomparable, "K-014", message)
                .with_help("derive from each publisher apart, or declare their frames equal"))
        }
    }
}

fn stopped(stop: Stop, options: &EntailOptions) -> Error {
    let (message, help) = match stop {
        Stop::Pairs => (
            format!("more than {} pairs of entries are related", options.max_pairs),
            "derive from fewer mapping sets, or raise the limit on pairs",
        ),
        Stop::Work => (
            format!("the derivation takes more than {} steps", options.max_steps),
            "derive from fewer mapping sets, or raise the limit on steps",
        ),
        Stop::Watcher => ("the derivation was stopped as asked".to_owned(), "nothing was derived"),
    };
    Error::new(ErrorKind::Overflow, "K-012", message).with_help(help)
}

impl Entailment {
    /// The terms, in order.
    pub fn terms(&self) -> &[Term] {
        &self.record.terms
    }

    /// What can hold between two terms: anything if nothing is known of them, nothing if claims contradict each other.
    pub fn mask(&self, from: &Term, to: &Term) -> Mask {
        if from == to {
            return Rcc5::Equal.into();
        }
        self.find(from, to).map_or(Mask::ANY, |neighbour| neighbour.mask)
    }

    /// Why: the proof of what [`Entailment::mask`] says, or `None` if nothing is known.
    pub fn proof(&self, from: &Term, to: &Term) -> Option<Proof> {
        self.find(from, to).map(|neighbour| self.record.proof(neighbour.via, &self.steps))
    }

    /// All terms of which something in relation to this one is known, in order.
    pub fn related<'e>(&'e self, from: &Term) -> impl Iterator<Item = Entailed<'e>> {
        self.record.node(from).into_iter().flat_map(|node| self.row(node, 0))
    }

    /// All pairs of which something is known, each once: from the earlier to the later term, in order.
    pub fn pairs(&self) -> impl Iterator<Item = Entailed<'_>> {
        let nodes = 0..self.record.terms.len() as u32;
        nodes.flat_map(|node| self.row(node, node + 1))
    }

    /// The contradictions, in the order of their claims; each set of claims once.
    pub fn contradictions(&self) -> &[Contradiction] {
        &self.contradictions
    }

    /// How many conflicts were not traced to their claims, because there are more than the options allow.
    pub fn untraced(&self) -> usize {
        self.untraced
    }

    fn find(&self, from: &Term, to: &Term) -> Option<Neighbour> {
        let (from, to) = (self.record.node(from)?, self.record.node(to)?);
        let row = self.neighbours.get(from as usize)?;
        row.binary_search_by_key(&to, |neighbour| neighbour.node).ok().and_then(|at| row.get(at)).copied()
    }

    /// What is known of a node and those from `first` on.
    fn row(&self, node: u32, first: u32) -> impl Iterator<Item = Entailed<'_>> {
        let from = self.record.term(node);
        let row = &self.neighbours[node as usize];
        let start = row.partition_point(|neighbour| neighbour.node < first);
        row.iter().skip(start).map(move |neighbour| Entailed {
            from,
            to: self.record.term(neighbour.node),
            mask: neighbour.mask,
            ground: self.ground(neighbour.via),
        })
    }

    fn ground(&self, via: Via) -> Ground {
        match self.steps[via.step() as usize].by {
            By::Claim(_) => Ground::Stated,
            By::Member => Ground::Structural,
            By::Compose(..) => Ground::Derived,
            // One of two parts is a single step, and a pair is met four times at most.
            By::Meet(first, second) => match (self.ground(first), self.ground(second)) {
                (Ground::Derived, _) | (_, Ground::Derived) => Ground::Derived,
                (Ground::Stated, _) | (_, Ground::Stated) => Ground::Stated,
                (Ground::Structural, Ground::Structural) => Ground::Structural,
            },
        }
    }
}
