//! The requirements of a framework, each in its bucket.

use std::collections::BTreeMap;

use super::bucket::{Bucket, Ratio, Tally};
use super::inventory::{Inventory, inventory};
use super::links::Links;
use super::own::Own;
use super::state::{Derivation, State, exclusions};
use crate::assurance::Assurance;
use crate::catalogue::{Catalogue, Entry, EntryKind, Framework};
use crate::error::{Error, ErrorKind};
use crate::finding::{code, nearest};
use crate::id::{ControlId, Reference, clip};
use crate::isms::Isms;

/// How coverage is counted.
///
/// ```
/// let options = isms_core::CoverageOptions::default();
/// assert!(options.suggest && !options.count_suggested);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoverageOptions {
    /// Whether to look for suggestions where nothing is proved; true by default.
    pub suggest: bool,
    /// Whether everything from the bucket of suggestions upwards counts as covered; false by default. What is counted
    /// then is what somebody should look at, not what is done.
    pub count_suggested: bool,
}

impl Default for CoverageOptions {
    fn default() -> Self {
        Self { suggest: true, count_suggested: false }
    }
}

/// A requirement and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct EntryCoverage {
    /// The requirement.
    pub reference: Reference,
    /// What it is called.
    pub label: String,
    /// Where it stands.
    pub bucket: Bucket,
    /// All that puts it there, and nothing that would put it lower.
    pub derivations: Vec<Derivation>,
    /// Own controls that are planned and would cover it.
    pub planned: Vec<ControlId>,
    /// Why it is excluded.
    pub exclusion: Option<String>,
}

/// A framework seen through own controls: every requirement that is assessed and not withdrawn, in one bucket.
///
/// ```
/// use isms_core::{Bucket, Catalogue, ClaimId, Control, ControlStatus, CoverageOptions, Draft, CoverageLink, Links, Standing};
/// use isms_core::{Verification, control_states, coverage};
///
/// // The own control C-1 does what SP 800-53 SI-3 asks for, and was verified.
/// let mut draft = Draft::new("Acme");
/// let mut scanner = Control::new("malware scanner", ControlStatus::Implemented);
/// scanner.implements.insert("nist-800-53-r5:SI-3".parse()?);
/// scanner.verification = Some(Verification::new("2026-01-15".parse()?));
/// draft.controls.insert("C-1".parse()?, scanner);
/// let isms = draft.build()?;
/// let states = control_states(&isms, "2026-03-31".parse()?);
///
/// // Somebody claims that SI-3 covers A.8.7, and shares something with A.8.8.
/// let link = |target: &str, standing| {
///     Ok::<_, isms_core::Error>(CoverageLink::new(["nist-800-53-r5:SI-3".parse()?], target.parse()?, standing, [ClaimId::new("set", 7)]))
/// };
/// let claimed = [
///     link("iso27001-2022:A.8.7", Standing::Covers)?,
///     link("iso27001-2022:A.8.8", Standing::Overlaps)?,
/// ];
/// let links = Links::new(&Catalogue::builtin(), claimed, []);
///
/// let found = coverage(&isms, &states, "iso27001-2022", &links, &CoverageOptions::default())?;
/// assert_eq!(found.entry("A.8.7").unwrap().bucket, Bucket::Covered);
/// assert_eq!(found.entry("A.8.8").unwrap().bucket, Bucket::Overlapping);
/// assert_eq!(found.entry("A.8.9").unwrap().bucket, Bucket::Unknown);
/// assert_eq!(found.covered(), isms_core::Ratio::new(1, found.tally().total()));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Coverage {
    framework: String,
    name: String,
    inventory: Inventory,
    tally: Tally,
    entries: Vec<EntryCoverage>, // INVARIANT: in the order of the framework.
    #[serde(skip)]
    count_from: Bucket,
}

/// Where the requirements of a framework stand. Fails with `K-001` for a framework the catalogue does not know.
/// O(controls + requirements + links).
///
/// For the greatest bucket that applies: *excluded*, where the Statement of Applicability lists the requirement as not
/// necessary with a reason; *covered*, where an own control implements it, or all that a link that covers it starts from,
/// and is verified; *unverified*, where something of that is implemented and not verified; *overlapping*, where it works
/// in part, or where what is in place provably shares content with the requirement; *suggested*, where a published
/// mapping says that it helps, or several independent ones connect the two; *unknown*. A clause nobody implements is
/// unknown: nothing is guessed.
///
/// ```
/// use isms_core::{Catalogue, CoverageOptions, Draft, Links, control_states, coverage};
/// let isms = Draft::new("Acme").build()?;
/// let states = control_states(&isms, "2026-03-31".parse()?);
/// let links = Links::new(&Catalogue::builtin(), [], []);
/// let found = coverage(&isms, &states, "nist-csf-2.0", &links, &CoverageOptions::default())?;
/// assert_eq!(found.covered().to_string(), "0 of 106 (0.0 %)");
/// let unknown = coverage(&isms, &states, "nist-csf-2.O", &links, &CoverageOptions::default()).unwrap_err();
/// assert_eq!((unknown.code(), unknown.help()), ("K-001", Some("did you mean `nist-csf-2.0`?")));
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn coverage(
    isms: &Isms,
    assurance: &Assurance,
    framework: &str,
    links: &Links,
    options: &CoverageOptions,
) -> Result<Coverage, Error> {
    let framework = known(links.catalogue(), framework)?;
    let own = Own::of(isms, assurance, links);
    let inventory = inventory(isms, assurance, links.catalogue());
    let state = State { links, own: &own, suggest: options.suggest };
    Ok(of_framework(&state, framework, &exclusions(isms, links), inventory, options))
}

/// The same for every framework of the catalogue that has requirements. Techniques of attackers are none: see
/// [`threats`](crate::threats).
///
/// ```
/// use isms_core::{Catalogue, CoverageOptions, Draft, Links, control_states, coverage_of_all};
/// let isms = Draft::new("Acme").build()?;
/// let states = control_states(&isms, "2026-03-31".parse()?);
/// let links = Links::new(&Catalogue::builtin(), [], []);
/// let all = coverage_of_all(&isms, &states, &links, &CoverageOptions::default());
/// assert!(all.iter().any(|coverage| coverage.framework() == "iso27001-2022"));
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn coverage_of_all(
    isms: &Isms,
    assurance: &Assurance,
    links: &Links,
    options: &CoverageOptions,
) -> Vec<Coverage> {
    let own = Own::of(isms, assurance, links);
    let inventory = inventory(isms, assurance, links.catalogue());
    let excluded = exclusions(isms, links);
    let state = State { links, own: &own, suggest: options.suggest };
    let frameworks = links.catalogue().frameworks().iter();
    let with = frameworks.filter(|f| requirements(f).any(|entry| entry.kind() != EntryKind::Technique));
    with.map(|framework| of_framework(&state, framework, &excluded, inventory, options)).collect()
}

/// The entries of a framework that are assessed and not withdrawn.
pub(super) fn requirements(framework: &Framework) -> impl Iterator<Item = Entry<'_>> {
    framework.entries().filter(|entry| entry.is_assessable() && !entry.is_withdrawn())
}

/// A framework by its slug.
pub(super) fn known<'c>(catalogue: &'c Catalogue, slug: &str) -> Result<&'c Framework, Error> {
    catalogue.framework(slug).ok_or_else(|| {
        let message = format!("the framework `{}` is not known", clip(slug));
        let error = Error::new(ErrorKind::NotFound, code::K_001.code, message);
        match nearest(slug, catalogue.frameworks().iter().map(Framework::id)) {
            Some(near) => error.with_help(format!("did you mean `{near}`?")),
            None => error,
        }
    })
}

fn of_framework(
    state: &State<'_>,
    framework: &Framework,
    excluded: &BTreeMap<u32, &str>,
    inventory: Inventory,
    options: &CoverageOptions,
) -> Coverage {
    let range = state.links.numbers().range(state.links.catalogue(), framework.id());
    let mut via = Vec::new();
    let mut entries = Vec::new();
    for entry in requirements(framework) {
        let number = range.start.saturating_add(entry.place());
        let mut found = EntryCoverage {
            reference: entry.reference(),
            label: entry.label().to_owned(),
            bucket: Bucket::Excluded,
            derivations: Vec::new(),
            planned: state.planned(number),
            exclusion: excluded.get(&number).map(|reason| (*reason).to_owned()),
        };
        if found.exclusion.is_none() {
            found.bucket = state.bucket(number, &mut via);
            found.derivations = via.iter().filter_map(|via| state.derivation(&entry, number, *via)).collect();
        }
        entries.push(found);
    }
    Coverage {
        framework: framework.id().to_owned(),
        // Some names have the edition in them.
        name: match framework.name().ends_with(framework.edition()) {
            true => framework.name().to_owned(),
            false => format!("{} {}", framework.name(), framework.edition()),
        },
        inventory,
        tally: Tally::of(entries.iter().map(|entry| entry.bucket)),
        entries,
        count_from: if options.count_suggested { Bucket::Suggested } else { Bucket::Covered },
    }
}

impl Coverage {
    /// The slug of the framework.
    pub fn framework(&self) -> &str {
        &self.framework
    }

    /// The name and edition of the framework.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The requirements, in the order of the framework.
    pub fn entries(&self) -> &[EntryCoverage] {
        &self.entries
    }

    /// The requirement of an id. O(requirements).
    pub fn entry(&self, id: &str) -> Option<&EntryCoverage> {
        self.entries.iter().find(|entry| entry.reference.entry() == id)
    }

    /// How many are in each bucket.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// How complete the own controls are that it is computed from.
    pub fn inventory(&self) -> Inventory {
        self.inventory
    }

    /// What counts as covered, of all requirements.
    pub fn covered(&self) -> Ratio {
        self.tally.at_least(self.count_from)
    }

    /// What counts as covered, of the requirements that are not excluded.
    pub fn covered_of_applicable(&self) -> Ratio {
        self.tally.at_least_of_applicable(self.count_from)
    }
}
