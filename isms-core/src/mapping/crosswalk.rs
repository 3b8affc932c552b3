//! All that a catalogue knows of how entries relate, ready to be asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::claim::{Premise, Term};
use super::conflict::Contradiction;
use super::entail::{EntailOptions, Entailment, Ground, entail_watched};
use super::proof::Proof;
use super::suggest::{MappingSuggestion, SuggestOptions, Suggester};
use crate::catalogue::{Catalogue, Claim, ClaimId};
use crate::error::Error;
use crate::id::{FrameworkId, Reference};
use crate::relation::{Mask, Meaning};
use crate::word::words;

words! {
    /// How a source stands to a target.
    Standing ("standing of a pair") {
        /// They are the same.
        Equal = "equal",
        /// The source has all of the target: equal to it, or more.
        Covers = "covers",
        /// The target has all of the source, and the source is only a part of it or the same.
        Within = "within",
        /// They share something; how much is not known.
        Overlaps = "overlaps",
        /// They share nothing.
        Disjoint = "disjoint",
        /// The source acts against the target, a technique.
        Mitigates = "mitigates",
        /// The source helps to achieve the target.
        Supports = "supports",
        /// The target helps to achieve the source.
        SupportedBy = "supported-by",
        /// They get into each other's way.
        Contrary = "contrary",
        /// They may have to do with each other: a reason to look, and no more. No claim and no derivation says so.
        Suggested = "suggested",
    }
}

impl Standing {
    /// What may be said of a pair given what can hold; `None` where nothing may.
    ///
    /// ```
    /// use isms_core::{Mask, Rcc5, Standing};
    /// assert_eq!(Standing::of(Mask::of([Rcc5::Equal, Rcc5::Contains])), Some(Standing::Covers));
    /// assert_eq!(Standing::of(Mask::NOT_DISJOINT), Some(Standing::Overlaps));
    /// assert_eq!(Standing::of(Mask::ANY), None);
    /// ```
    pub fn of(mask: Mask) -> Option<Self> {
        if mask.is_empty() {
            None
        } else if mask.covers() && mask.is_within() {
            Some(Standing::Equal)
        } else if mask.covers() {
            Some(Standing::Covers)
        } else if mask.is_within() {
            Some(Standing::Within)
        } else if mask.overlaps() {
            Some(Standing::Overlaps)
        } else if mask.is_disjoint() {
            Some(Standing::Disjoint)
        } else {
            None
        }
    }

    /// Whether the source has all of the target.
    pub fn covers(self) -> bool {
        matches!(self, Standing::Covers | Standing::Equal)
    }

    /// Whether the two share something, whatever more is known.
    pub fn overlaps(self) -> bool {
        matches!(self, Standing::Covers | Standing::Equal | Standing::Overlaps | Standing::Within)
    }

    /// Whether it gives a person a reason to look, and no more.
    pub fn suggests(self) -> bool {
        matches!(self, Standing::Supports | Standing::Suggested)
    }
}

/// How the claims of a catalogue are read together.
///
/// ```
/// let mut options = isms_core::CrosswalkOptions::default();
/// // "ISO's table of editions and NIST's mappings mean the same by an ISO control": the caller's word, kept in each proof.
/// options.equal_frames.push(["iso".to_owned(), "nist".to_owned()].into());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CrosswalkOptions {
    /// Groups of frames the caller declares to mean the same by the same entries; they must not share a frame.
    pub equal_frames: Vec<BTreeSet<String>>,
    /// Sets to leave out.
    pub leave_out: BTreeSet<String>,
    /// How far derivations may go.
    pub entail: EntailOptions,
    /// What is suggested; sets left out above are left out there too.
    pub suggest: SuggestOptions,
}

/// One thing that is known of a source and a target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Link {
    /// The entries it begins at, together.
    pub sources: Term,
    /// The entries it leads to, together.
    pub targets: Term,
    /// How the one stands to the other.
    pub standing: Standing,
    /// Whose judgement it is: one frame, or those declared equal, joined by ` = `.
    pub frame: String,
    /// What it rests on: a claim about just these two, or a derivation.
    pub ground: Ground,
}

/// What a catalogue knows of how entries relate: what publishers claim, and what follows from it within each frame.
/// Suggestions are apart, in [`Crosswalk::suggest`], and never become a link.
///
/// ```
/// use isms_core::{Catalogue, Crosswalk, CrosswalkOptions, Standing};
/// let crosswalk = Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default())?;
/// let practice = "cmmc-2.0:AC.L2-3.1.1".parse()?;
/// let links = crosswalk.links_from(&practice);
/// let requirement = links.iter().find(|l| l.targets.to_string() == "nist-800-171-r2:3.1.1").unwrap();
/// assert_eq!((requirement.standing, requirement.frame.as_str()), (Standing::Equal, "dod"));
/// let proof = crosswalk.proof(requirement).unwrap();
/// assert!(crosswalk.check(&proof)?.covers());
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Crosswalk {
    catalogue: Catalogue,
    options: CrosswalkOptions,
    frames: Vec<(String, Entailment)>,   // INVARIANT: by name, each once.
    others: Vec<(Link, Vec<ClaimId>)>, // INVARIANT: ascending; links not about sets, and the claims that make them.
    into: BTreeMap<Reference, Vec<u32>>, // Places in `others`, by target.
    from: BTreeMap<Reference, Vec<u32>>, // The same by source.
    suggester: OnceLock<Suggester>,    // Made when the first suggestion is asked for.
}

impl Crosswalk {
    /// Reads the claims of a catalogue together. Fails with `K-012` if more follows than the options allow.
    ///
    /// O(claims · log claims) for claims without a relation, from which nothing follows; typed ones are composed.
    pub fn new(catalogue: &Catalogue, options: &CrosswalkOptions) -> Result<Self, Error> {
        Self::watched(catalogue, options, &|_| true)
    }

    /// The same, watched: `watch` hears the steps done so far now and then, and says whether to go on (`K-012` if not).
    pub fn watched(
        catalogue: &Catalogue,
        options: &CrosswalkOptions,
        watch: &dyn Fn(u64) -> bool,
    ) -> Result<Self, Error> {
        let mut premises: BTreeMap<String, Vec<Premise>> = BTreeMap::new();
        let mut others: BTreeMap<Link, Vec<ClaimId>> = BTreeMap::new();
        for set in catalogue.claim_sets().iter().filter(|set| !options.leave_out.contains(set.id())) {
            let name = name_of(set.frame(), options);
            for claim in set.claims(catalogue) {
                match premise_of(&claim)? {
                    Some(premise) => premises.entry(name.clone()).or_default().push(premise),
                    None => {
                        if let Some(link) = other_of(&claim)? {
                            others.entry(link).or_default().push(claim.id());
                        }
                    }
                }
            }
        }
        let others: Vec<(Link, Vec<ClaimId>)> = others.into_iter().collect();
        let mut frames = Vec::new();
        for (name, premises) in premises {
            let mut bounds = options.entail.clone();
            bounds.equal_frames = premises.iter().map(|premise| premise.frame.to_string()).collect();
            let derived = entail_watched(&premises, &bounds, watch)?;
            frames.push((name, derived));
        }
        let (mut into, mut from) = (BTreeMap::<_, Vec<u32>>::new(), BTreeMap::<_, Vec<u32>>::new());
        for ((link, _), place) in others.iter().zip(0u32..) {
            for entry in link.targets.entries() {
                into.entry(entry.clone()).or_default().push(place);
            }
            for entry in link.sources.entries() {
                from.entry(entry.clone()).or_default().push(place);
            }
        }
        let (catalogue, options, suggester) = (catalogue.clone(), options.clone(), OnceLock::new());
        Ok(Self { catalogue, options, frames, others, into, from, suggester })
    }

    /// The catalogue it was made from.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The options it was made with.
    pub fn options(&self) -> &CrosswalkOptions {
        &self.options
    }

    /// What follows in each frame, by its name.
    pub fn frames(&self) -> impl Iterator<Item = (&str, &Entailment)> {
        self.frames.iter().map(|(name, entailment)| (name.as_str(), entailment))
    }

    /// Claims that cannot all hold, frame by frame.
    pub fn contradictions(&self) -> impl Iterator<Item = &Contradiction> {
        self.frames.iter().flat_map(|(_, entailment)| entailment.contradictions())
    }

    /// What is known of an entry, or of several together, as a source. By frame and target.
    pub fn links_from(&self, source: &Reference) -> Vec<Link> {
        let term = Term::from(source.clone());
        let mut links = Vec::new();
        for (name, entailment) in &self.frames {
            for pair in entailment.related(&term) {
                if let Some(standing) = Standing::of(pair.mask) {
                    links.push(link(name, pair.from, pair.to, standing, pair.ground));
                }
            }
        }
        links.extend(self.other(&self.from, source));
        links
    }

    /// What is known of an entry as a target. By frame and source.
    pub fn links_to(&self, target: &Reference) -> Vec<Link> {
        let term = Term::from(target.clone());
        let mut links = Vec::new();
        for (name, entailment) in &self.frames {
            for pair in entailment.related(&term) {
                if let Some(standing) = Standing::of(pair.mask.converse()) {
                    links.push(link(name, pair.to, pair.from, standing, pair.ground));
                }
            }
        }
        links.extend(self.other(&self.into, target));
        links
    }

    /// Everything that is known with entries of a framework as single targets. By target, frame and source.
    pub fn links_into(&self, framework: &str) -> Vec<Link> {
        let Some(framework) = self.catalogue.framework(framework) else { return Vec::new() };
        framework.entries().flat_map(|entry| self.links_to(&entry.reference())).collect()
    }

    /// What the entries of two frameworks may have in common of which nothing is known: no set claims anything about the pair,
    /// and nothing follows about it. Candidates for a person; they never become a link. Fails as
    /// [`Suggester::between`] does.
    ///
    /// ```
    /// use isms_core::{Catalogue, Crosswalk, CrosswalkOptions};
    /// let crosswalk = Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default())?;
    /// let suggestions = crosswalk.suggest(&"soc2-2017".parse()?, &"iso27001-2022".parse()?)?;
    /// let malware = suggestions.iter().find(|s| s.source.entry() == "CC6.8").unwrap();
    /// assert_eq!((malware.target.entry(), malware.rank), ("A.8.7", 1));
    /// assert!(crosswalk.links_from(&malware.source).iter().all(|link| link.targets.to_string() != malware.target.to_string()));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn suggest(&self, from: &FrameworkId, to: &FrameworkId) -> Result<Vec<MappingSuggestion>, Error> {
        let known = |source: &Reference, target: &Reference| self.knows(source, target);
        self.suggester().suggest(from.as_str(), to.as_str(), None, &known)
    }

    /// The same for one source. Fails as [`Suggester::of`] does.
    pub fn suggestions_of(
        &self,
        source: &Reference,
        to: &FrameworkId,
    ) -> Result<Vec<MappingSuggestion>, Error> {
        self.catalogue.entry(source)?;
        let known = |source: &Reference, target: &Reference| self.knows(source, target);
        self.suggester().suggest(source.framework().as_str(), to.as_str(), Some(source.entry()), &known)
    }

    /// What suggests, made when it is first asked for.
    pub fn suggester(&self) -> &Suggester {
        self.suggester.get_or_init(|| {
            let mut options = self.options.suggest.clone();
            options.leave_out.extend(self.options.leave_out.iter().cloned());
            Suggester::new(&self.catalogue, &options)
        })
    }

    /// Whether anything is known of a source and a target.
    fn knows(&self, source: &Reference, target: &Reference) -> bool {
        let (from, to) = (Term::from(source.clone()), Term::from(target.clone()));
        self.frames.iter().any(|(_, entailment)| entailment.mask(&from, &to) != Mask::ANY)
    }

    /// Why: the proof of a link about sets. A claim of support or mitigation is its own proof and has none.
    pub fn proof(&self, link: &Link) -> Option<Proof> {
        let (_, entailment) = self.frames.iter().find(|(name, _)| *name == link.frame)?;
        entailment.proof(&link.sources, &link.targets)
    }

    /// The claims a link rests on, in order: those of its proof, or the one that says so.
    pub fn claims(&self, link: &Link) -> Vec<ClaimId> {
        if let Some(proof) = self.proof(link) {
            return proof.claims().into_iter().cloned().collect();
        }
        let place = self.others.binary_search_by(|(known, _)| known.cmp(link));
        place
            .ok()
            .and_then(|place| self.others.get(place))
            .map_or_else(Vec::new, |(_, claims)| claims.clone())
    }

    /// Replays a proof against the claims of the catalogue, and nothing else. Fails as [`Proof::check`] does.
    pub fn check(&self, proof: &Proof) -> Result<Mask, Error> {
        proof.check(&|id| premise_of(&self.catalogue.claim(id)?).ok().flatten())
    }

    fn other<'a>(
        &'a self,
        index: &BTreeMap<Reference, Vec<u32>>,
        entry: &Reference,
    ) -> impl Iterator<Item = Link> + use<'a> {
        let places = index.get(entry).cloned().unwrap_or_default();
        places.into_iter().filter_map(|place| Some(self.others.get(usize::try_from(place).ok()?)?.0.clone()))
    }
}

fn link(frame: &str, sources: &Term, targets: &Term, standing: Standing, ground: Ground) -> Link {
    Link { sources: sources.clone(), targets: targets.clone(), standing, frame: frame.to_owned(), ground }
}

/// What a group of frames is called: the frame itself, or all that are declared equal to it.
fn name_of(frame: &str, options: &CrosswalkOptions) -> String {
    match options.equal_frames.iter().find(|group| group.contains(frame)) {
        Some(group) => group.iter().map(String::as_str).collect::<Vec<_>>().join(" = "),
        None => frame.to_owned(),
    }
}

/// The premise of a claim about sets.
fn premise_of(claim: &Claim<'_>) -> Result<Option<Premise>, Error> {
    let Meaning::Set(mask) = claim.meaning() else { return Ok(None) };
    let (sources, targets) = terms_of(claim)?;
    Ok(Some(Premise::new(claim.id(), claim.set().frame(), sources, targets, mask)))
}

/// The link of a claim that is not about sets.
fn other_of(claim: &Claim<'_>) -> Result<Option<Link>, Error> {
    let standing = match claim.meaning() {
        Meaning::Supports => Standing::Supports,
        Meaning::SupportedBy => Standing::SupportedBy,
        Meaning::Mitigates => Standing::Mitigates,
        Meaning::Contrary => Standing::Contrary,
        Meaning::Set(_) => return Ok(None),
    };
    let (sources, targets) = terms_of(claim)?;
    Ok(Some(link(claim.set().frame(), &sources, &targets, standing, Ground::Stated)))
}

fn terms_of(claim: &Claim<'_>) -> Result<(Term, Term), Error> {
    let sources = Term::new(claim.sources().map(|entry| entry.reference()))?;
    Ok((sources, Term::new(claim.targets().map(|entry| entry.reference()))?))
}
