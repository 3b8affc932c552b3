//! Coverage of frameworks and techniques as rows.

use std::collections::BTreeSet;

use super::row::rows;
use crate::assess::Assessment;
use crate::catalogue::{ClaimId, EntryKind};
use crate::coverage::{
    Bucket, Coverage, CoverageOptions, Derivation, EntryCoverage, Links, Mitigation, Percent, TechniqueState,
    Threats, coverage, coverage_of_all, threats,
};
use crate::error::Error;
use crate::id::{ControlId, Reference};
use crate::mapping::Standing;

rows! {
    /// A framework seen through own controls, and how complete the inventory is that this rests on.
    pub struct CoverageRow {
        /// The slug of the framework.
        pub framework: String,
        /// What it is called.
        pub name: String,
        /// Its requirements: all that are assessed and not withdrawn.
        pub requirements: usize,
        /// Those that are not excluded.
        pub applicable: usize,
        /// Provably covered by what is verified.
        pub covered: usize,
        /// Provably covered by what nobody has verified.
        pub unverified: usize,
        /// Provably shares content with something in place.
        pub overlapping: usize,
        /// May have to do with something in place.
        pub suggested: usize,
        /// Nothing is known.
        pub unknown: usize,
        /// Excluded with a reason.
        pub excluded: usize,
        /// What counts as covered, of all requirements, in percent.
        pub covered_percent: Option<Percent>,
        /// What counts as covered, of the applicable requirements, in percent.
        pub covered_percent_of_applicable: Option<Percent>,
        /// Own controls that are not retired.
        pub controls: usize,
        /// Those of them that implement an entry of a catalogue.
        pub controls_linked: usize,
        /// Those of them that are in place, at least in part.
        pub controls_in_place: usize,
        /// Those of them that are verified.
        pub controls_verified: usize,
        /// Controls of Annex A that the Statement of Applicability decides on.
        pub annex_a_decided: usize,
        /// Controls of Annex A.
        pub annex_a: usize,
    }
}

rows! {
    /// A requirement of a framework and where it stands.
    pub struct RequirementRow {
        /// The requirement.
        pub requirement: Reference,
        /// What it is called.
        pub label: String,
        /// Where it stands.
        pub bucket: Bucket,
        /// How what is in place stands to it.
        pub standing: Vec<Standing>,
        /// The entries that own controls implement and that put it there; those that do so together are joined by `+`.
        pub through: Vec<String>,
        /// The own controls.
        pub controls: Vec<ControlId>,
        /// The published claims it rests on.
        pub claims: Vec<ClaimId>,
        /// The most independent lineages of mappings behind a suggestion.
        pub lineages: Option<usize>,
        /// How often a withheld publisher has a pair with so many lineages too, in percent.
        pub precision_percent: Option<Percent>,
        /// Own controls that are planned and would cover it.
        pub planned: Vec<ControlId>,
        /// Why it is excluded.
        pub exclusion: Option<String>,
    }
}

rows! {
    /// A technique of attackers and what works against it.
    pub struct ThreatRow {
        /// The technique.
        pub technique: Reference,
        /// What it is called.
        pub label: String,
        /// The tactics it serves.
        pub tactics: Vec<String>,
        /// What is known to work against it.
        pub mitigation: Mitigation,
        /// The mitigations that make it so.
        pub mitigations: Vec<String>,
        /// The own controls that implement them or, where it is only possible, stand behind them.
        pub controls: Vec<ControlId>,
        /// The published claims it rests on.
        pub claims: Vec<ClaimId>,
        /// Own controls that are planned against it.
        pub planned: Vec<ControlId>,
    }
}

impl Assessment {
    /// Where the requirements of a framework stand. Fails with `K-001` for a framework the catalogue does not know.
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, CoverageOptions, Draft, assess};
    /// let isms = Draft::new("Acme").build()?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// let found = assessment.coverage("nist-csf-2.0", assessment.links()?, &CoverageOptions::default())?;
    /// assert_eq!(found.covered().to_string(), "0 of 106 (0.0 %)");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn coverage(
        &self,
        framework: &str,
        links: &Links,
        options: &CoverageOptions,
    ) -> Result<Coverage, Error> {
        coverage(self.isms(), self.assurance(), framework, links, options)
    }

    /// A row per framework: where its requirements stand, in numbers. Fails as [`Assessment::links`] does.
    pub fn coverage_rows(&self) -> Result<Vec<CoverageRow>, Error> {
        let all = self.coverage_of_all(self.links()?, &CoverageOptions::default());
        Ok(all.iter().map(Coverage::row).collect())
    }

    /// Where the requirements of every framework stand.
    pub fn coverage_of_all(&self, links: &Links, options: &CoverageOptions) -> Vec<Coverage> {
        coverage_of_all(self.isms(), self.assurance(), links, options)
    }

    /// What works against the techniques of an attack framework. Fails with `K-001` for a framework the catalogue does
    /// not know.
    pub fn threats(&self, framework: &str, links: &Links) -> Result<Threats, Error> {
        threats(self.isms(), self.assurance(), framework, links)
    }

    /// The framework of techniques that most claims lead to; of equals the last by slug.
    pub(super) fn attack_framework(&self) -> Option<&str> {
        let catalogue = self.catalogue();
        let claims = |slug: &str| -> usize {
            catalogue.claim_sets().iter().filter(|set| set.target() == slug).map(|set| set.len()).sum()
        };
        let frameworks = catalogue.frameworks().iter();
        let with = frameworks.filter(|f| f.entries().any(|entry| entry.kind() == EntryKind::Technique));
        with.map(|framework| framework.id()).max_by_key(|slug| claims(slug))
    }
}

impl Coverage {
    /// The framework as one row.
    ///
    /// ```
    /// use isms_core::{Catalogue, CoverageOptions, Draft, Links, control_states, coverage};
    /// let isms = Draft::new("Acme").build()?;
    /// let states = control_states(&isms, "2026-03-31".parse()?);
    /// let links = Links::new(&Catalogue::builtin(), [], []);
    /// let found = coverage(&isms, &states, "nist-csf-2.0", &links, &CoverageOptions::default())?;
    /// assert_eq!((found.row().requirements, found.row().unknown), (106, 106));
    /// assert_eq!(found.requirement_rows().len(), 106);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn row(&self) -> CoverageRow {
        let (tally, inventory) = (self.tally(), self.inventory());
        CoverageRow {
            framework: self.framework().to_owned(),
            name: self.name().to_owned(),
            requirements: tally.total(),
            applicable: tally.applicable(),
            covered: tally.covered,
            unverified: tally.unverified,
            overlapping: tally.overlapping,
            suggested: tally.suggested,
            unknown: tally.unknown,
            excluded: tally.excluded,
            covered_percent: self.covered().percent(),
            covered_percent_of_applicable: self.covered_of_applicable().percent(),
            controls: inventory.controls,
            controls_linked: inventory.linked.part,
            controls_in_place: inventory.in_place.part,
            controls_verified: inventory.verified.part,
            annex_a_decided: inventory.decided.part,
            annex_a: inventory.decided.whole,
        }
    }

    /// Its requirements as rows.
    pub fn requirement_rows(&self) -> Vec<RequirementRow> {
        self.entries().iter().map(requirement_row).collect()
    }
}

fn requirement_row(entry: &EntryCoverage) -> RequirementRow {
    let rank = entry.derivations.iter().filter_map(|why| why.rank).max();
    RequirementRow {
        requirement: entry.reference.clone(),
        label: entry.label.clone(),
        bucket: entry.bucket,
        standing: each_once(entry.derivations.iter().map(|why| why.standing)),
        through: each_once(entry.derivations.iter().map(way)),
        controls: each_once(entry.derivations.iter().flat_map(controls).cloned()),
        claims: each_once(entry.derivations.iter().flat_map(|why| &why.claims).cloned()),
        lineages: rank.map(|rank| usize::from(rank.lineages)),
        precision_percent: rank.map(|rank| Percent::from_permille(rank.precision_permille)),
        planned: entry.planned.clone(),
        exclusion: entry.exclusion.clone(),
    }
}

impl Threats {
    /// The techniques as rows.
    ///
    /// ```
    /// use isms_core::{Catalogue, Crosswalk, CrosswalkOptions, Draft, Links, control_states, threats};
    /// let isms = Draft::new("Acme").build()?;
    /// let states = control_states(&isms, "2026-03-31".parse()?);
    /// let crosswalk = Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default())?;
    /// let found = threats(&isms, &states, "mitre-attack-19.1", &Links::of(&crosswalk))?;
    /// assert_eq!(found.rows().len(), found.all.total());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn rows(&self) -> Vec<ThreatRow> {
        self.techniques.iter().map(|technique| self.threat_row(technique)).collect()
    }

    fn threat_row(&self, technique: &TechniqueState) -> ThreatRow {
        let through = technique.derivations.iter().flat_map(|why| &why.through);
        let behind = through.filter_map(|through| {
            let at = self.chains.binary_search_by(|chain| chain.mitigation.cmp(&through.source)).ok()?;
            self.chains.get(at).filter(|_| technique.mitigation == Mitigation::Possible)
        });
        let behind = behind.flat_map(|chain| &chain.derivations).flat_map(controls);
        let own = technique.derivations.iter().flat_map(controls);
        ThreatRow {
            technique: technique.technique.clone(),
            label: technique.label.clone(),
            tactics: technique.tactics.clone(),
            mitigation: technique.mitigation,
            mitigations: each_once(technique.derivations.iter().map(way)),
            controls: each_once(own.chain(behind).cloned()),
            claims: each_once(technique.derivations.iter().flat_map(|why| &why.claims).cloned()),
            planned: technique.planned.clone(),
        }
    }
}

fn controls(why: &Derivation) -> impl Iterator<Item = &ControlId> {
    why.through.iter().flat_map(|through| &through.controls)
}

/// The entries a reason goes through, together.
fn way(why: &Derivation) -> String {
    why.through.iter().map(|through| through.source.to_string()).collect::<Vec<_>>().join(" + ")
}

fn each_once<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.collect::<BTreeSet<_>>().into_iter().collect()
}
