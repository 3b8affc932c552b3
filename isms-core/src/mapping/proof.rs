//! Proofs: how a result follows from claims, so that anybody can follow it without the engine.

use std::collections::BTreeSet;
use std::fmt;

use super::claim::{Premise, Term};
use crate::catalogue::ClaimId;
use crate::error::{Error, ErrorKind};
use crate::relation::{Mask, Rcc5};

/// Why a step of a proof holds. Steps are counted from 1, and refer to earlier ones only.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Because {
    /// A claim says so.
    Claim(ClaimId),
    /// The entries of the first term are a part of those of the second, or the same.
    Member,
    /// A step, read the other way round.
    Converse(u32),
    /// Two steps in a row: the first ends where the second starts.
    Compose(u32, u32),
    /// Two steps about the same two terms both hold.
    Meet(u32, u32),
}

/// One step of a proof: what holds between two terms, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ProofStep {
    /// The first term.
    pub from: Term,
    /// The second term.
    pub to: Term,
    /// What can still hold between them.
    pub mask: Mask,
    /// Why.
    pub by: Because,
}

/// How a result follows from claims, step by step; the last step is the result. An auditor reads
/// [`Proof::sentences`], a program replays it with [`Proof::check`], and neither needs to trust the engine.
///
/// ```
/// use isms_core::{ClaimId, EntailOptions, Mask, Premise, Rcc5, entail};
/// let claim = |place, from: &str, relation: Rcc5, to: &str| {
///     Ok::<_, isms_core::Error>(Premise::new(ClaimId::new("set", place), "nist", from.parse()?, to.parse()?, relation.into()))
/// };
/// let premises =
///     [claim(1, "a:1", Rcc5::Contains, "hub:1")?, claim(2, "b:1", Rcc5::Within, "hub:1")?];
/// let proof = entail(&premises, &EntailOptions::default())?.proof(&"a:1".parse()?, &"b:1".parse()?).unwrap();
/// assert_eq!(proof.sentences(), [
///     "claim `set#1`: a:1 contains hub:1",
///     "claim `set#2`: b:1 lies within hub:1",
///     "step 2 the other way round: hub:1 contains b:1",
///     "steps 1 and 3 through hub:1: a:1 contains b:1",
/// ]);
/// let find = |id: &ClaimId| premises.iter().find(|p| p.claim == *id).cloned();
/// assert!(proof.check(&find)?.covers());
///
/// // Without the claims it stands on, or with others in their place, it does not hold.
/// assert_eq!(proof.check(&|_| None).unwrap_err().code(), "K-013");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Proof {
    frames: Vec<String>,
    steps: Vec<ProofStep>,
}

impl Proof {
    /// A proof from its parts, such as one that was written down. Whether it holds is for [`Proof::check`] to say.
    pub fn from_steps(frames: impl IntoIterator<Item = String>, steps: Vec<ProofStep>) -> Self {
        Self { frames: frames.into_iter().collect(), steps }
    }

    /// The frames of the claims. More than one are declared to mean the same by the same entries: that is not proved,
    /// and a reader has to agree to it.
    pub fn frames(&self) -> &[String] {
        &self.frames
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[ProofStep] {
        &self.steps
    }

    /// The claims it stands on, each once, in order.
    pub fn claims(&self) -> Vec<&ClaimId> {
        let claims = self.steps.iter().filter_map(|step| match &step.by {
            Because::Claim(claim) => Some(claim),
            _ => None,
        });
        claims.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What is proved: the last step, or `None` if there is none.
    pub fn conclusion(&self) -> Option<&ProofStep> {
        self.steps.last()
    }

    /// Replays every step and returns what the last one says. The claims are looked up with `premises`.
    ///
    /// Fails with `K-013` at the first step that does not follow: a claim that is not there, says something else or is
    /// of a frame the proof does not name; a step that refers to itself or a later one, or joins steps that do not
    /// meet; a relation other than the one that follows.
    pub fn check(&self, premises: &dyn Fn(&ClaimId) -> Option<Premise>) -> Result<Mask, Error> {
        let mut last = None;
        for (place, step) in self.steps.iter().enumerate() {
            let follows = self.follows(place, step, premises).map_err(|why| refused(place, why))?;
            if follows != step.mask {
                let why = format!("it says `{}` where `{follows}` follows", step.mask);
                return Err(refused(place, why));
            }
            last = Some(follows);
        }
        last.ok_or_else(|| Error::new(ErrorKind::Invalid, "K-013", "the proof has no steps"))
    }

    /// What follows for the terms of a step, or why it is no step.
    fn follows(
        &self,
        place: usize,
        step: &ProofStep,
        premises: &dyn Fn(&ClaimId) -> Option<Premise>,
    ) -> Result<Mask, String> {
        let earlier = |number: u32| match (number as usize).checked_sub(1) {
            Some(at) if at < place => self.steps.get(at).ok_or_else(|| format!("there is no step {number}")),
            _ => Err(format!("it refers to step {number}, which is not an earlier one")),
        };
        match &step.by {
            Because::Claim(claim) => {
                let premise = premises(claim).filter(|premise| premise.claim == *claim);
                let premise = premise.ok_or_else(|| format!("there is no claim `{claim}`"))?;
                if premise.sources != step.from || premise.targets != step.to {
                    return Err(format!("claim `{claim}` is about other entries"));
                }
                if !self.frames.iter().any(|frame| **frame == *premise.frame) {
                    return Err(format!(
                        "the proof does not name `{}`, the frame of claim `{claim}`",
                        premise.frame
                    ));
                }
                Ok(premise.mask)
            }
            Because::Member if step.from == step.to => Ok(Rcc5::Equal.into()),
            Because::Member if step.from.is_part_of(&step.to) => Ok(Mask::PART),
            Because::Member => Err(format!("{} is not part of {}", step.from, step.to)),
            Because::Converse(of) => {
                let of = earlier(*of)?;
                if of.from != step.to || of.to != step.from {
                    return Err("it does not turn the terms around".to_owned());
                }
                Ok(of.mask.converse())
            }
            Because::Compose(first, second) => {
                let (first, second) = (earlier(*first)?, earlier(*second)?);
                if first.to != second.from {
                    return Err(format!("{} is not {}, so the steps do not join", first.to, second.from));
                }
                if first.from != step.from || second.to != step.to {
                    return Err("it is not about the two ends".to_owned());
                }
                Ok(first.mask.compose(second.mask))
            }
            Because::Meet(first, second) => {
                let (first, second) = (earlier(*first)?, earlier(*second)?);
                for of in [first, second] {
                    if of.from != step.from || of.to != step.to {
                        return Err("it joins steps about other terms".to_owned());
                    }
                }
                Ok(first.mask.meet(second.mask))
            }
        }
    }

    /// The proof as sentences, one per step; those that refer to others count from 1.
    pub fn sentences(&self) -> Vec<String> {
        let sentence = |step: &ProofStep| {
            let (from, to) = (&step.from, &step.to);
            let why = match &step.by {
                Because::Claim(claim) => format!("claim `{claim}`"),
                Because::Member => "by their entries".to_owned(),
                Because::Converse(of) => format!("step {of} the other way round"),
                Because::Compose(first, second) => {
                    let hub = (*first as usize).checked_sub(1).and_then(|at| self.steps.get(at));
                    let hub = hub.map_or_else(|| "?".to_owned(), |step| step.to.to_string());
                    format!("steps {first} and {second} through {hub}")
                }
                Because::Meet(first, second) => format!("steps {first} and {second} together"),
            };
            format!("{why}: {from} {} {to}", step.mask.phrase())
        };
        self.steps.iter().map(sentence).collect()
    }

    /// The proof in canonical JSON: `frames`, and `steps` with `from`, `to`, `mask` and `by`.
    ///
    /// ```
    /// use isms_core::{Because, Mask, Proof, ProofStep, Term};
    /// let (from, to): (Term, _) = ("a:1".parse()?, Term::new(["a:1".parse()?, "a:2".parse()?])?);
    /// let step = ProofStep { from, to, mask: Mask::PART, by: Because::Member };
    /// assert_eq!(
    ///     Proof::from_steps([], vec![step]).to_json(),
    ///     r#"{"frames":[],"steps":[{"from":["a:1"],"to":["a:1","a:2"],"mask":"equal|within","by":"member"}]}"#
    /// );
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn to_json(&self) -> String {
        crate::encode::to_text(self)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, sentence) in self.sentences().iter().enumerate() {
            writeln!(f, "{}. {sentence}", place + 1)?;
        }
        Ok(())
    }
}

fn refused(place: usize, why: String) -> Error {
    let message = format!("step {} of the proof does not hold: {why}", place + 1);
    Error::new(ErrorKind::Invalid, "K-013", message)
        .with_help("derive it anew from the claims as they are now")
}
