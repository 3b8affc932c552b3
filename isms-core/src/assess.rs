//! The one composition: from an ISMS and a catalogue to an assessment as of a date.

use std::sync::{Arc, OnceLock};

use crate::assurance::{Assurance, control_states};
use crate::catalogue::Catalogue;
use crate::conformity::{Facts, Findings, check};
use crate::coverage::Links;
use crate::error::Error;
use crate::isms::Isms;
use crate::mapping::{Crosswalk, CrosswalkOptions};
use crate::need::{Capabilities, Needs, derive_capabilities, derive_needs};
use crate::parallel::both;
use crate::risk::{Register, evaluate};
use crate::soa::{Applicability, derive_soa};
use crate::time::Date;

/// How an ISMS is assessed.
///
/// ```
/// let options = isms_core::AssessOptions::new("2026-03-31".parse()?);
/// assert_eq!(options.max_listed, 100);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssessOptions {
    /// The day the state is asked for.
    pub as_of: Date,
    /// Most findings listed per code; 100 by default. All are counted.
    pub max_listed: usize,
    /// Most threads at work, the caller's included; 1 by default. They end with the call, and the assessment is the same
    /// for any number. Worth it from some ten thousand assets or risks on.
    pub threads: usize,
}

impl AssessOptions {
    /// The defaults, as of a day.
    pub fn new(as_of: Date) -> Self {
        Self { as_of, max_listed: 100, threads: 1 }
    }
}

/// Everything derived from an ISMS as of a day. Immutable, and holds the ISMS it was derived from.
#[derive(Clone, Debug)]
pub struct Assessment {
    isms: Isms,
    catalogue: Catalogue,
    options: AssessOptions,
    needs: Needs,
    capabilities: Capabilities,
    assurance: Assurance,
    register: Register,
    soa: Applicability,
    findings: Findings,
    known: OnceLock<Arc<Known>>, // Made when first asked for.
}

/// What the catalogue knows of how entries relate, composed, and the same numbered for coverage.
#[derive(Debug)]
struct Known {
    crosswalk: Crosswalk,
    links: Links,
}

/// Assesses an ISMS.
///
/// ```
/// use isms_core::{AssessOptions, Catalogue, Draft, assess};
/// let isms = Draft::new("Acme").build()?;
/// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
/// assert_eq!(assessment.isms().organisation().name, "Acme");
/// let first = &assessment.findings().listed()[0];
/// assert_eq!(first.to_string(), "major C4.1-01 /issues: no issue of the context is recorded");
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn assess(isms: &Isms, catalogue: &Catalogue, options: &AssessOptions) -> Assessment {
    let threads = options.threads;
    let (capabilities, (needs, assurance)) = both(
        threads,
        || derive_capabilities(isms),
        || (derive_needs(isms), control_states(isms, options.as_of)),
    );
    let (soa, register) =
        both(threads, || derive_soa(isms, catalogue), || evaluate(isms, &needs, &assurance, options.as_of));
    let facts =
        Facts::new(isms, catalogue, &needs, &capabilities, &assurance, &register, &soa, options.as_of);
    let findings = check(&facts, options.max_listed, threads);
    Assessment {
        isms: isms.clone(),
        catalogue: catalogue.clone(),
        options: options.clone(),
        needs,
        capabilities,
        assurance,
        register,
        soa,
        findings,
        known: OnceLock::new(),
    }
}

impl Assessment {
    /// The ISMS it was derived from.
    pub fn isms(&self) -> &Isms {
        &self.isms
    }

    /// The catalogue it was derived with.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The options it was derived with.
    pub fn options(&self) -> &AssessOptions {
        &self.options
    }

    /// Effective needs.
    pub fn needs(&self) -> &Needs {
        &self.needs
    }

    /// Required and achieved capability.
    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// The state of the own controls.
    pub fn assurance(&self) -> &Assurance {
        &self.assurance
    }

    /// The evaluated risks.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The derived Statement of Applicability.
    pub fn soa(&self) -> &Applicability {
        &self.soa
    }

    /// What the catalogue knows of how entries relate, composed within each frame. Made when first asked for, and kept.
    /// Fails with `K-012` if more follows from the claims of a pack than the default limits allow.
    pub fn crosswalk(&self) -> Result<&Crosswalk, Error> {
        self.known().map(|known| &known.crosswalk)
    }

    /// The same numbered for coverage, with what is suggested from the entries that own controls in place implement.
    pub fn links(&self) -> Result<&Links, Error> {
        self.known().map(|known| &known.links)
    }

    fn known(&self) -> Result<&Known, Error> {
        if let Some(ready) = self.known.get() {
            return Ok(ready);
        }
        let crosswalk = Crosswalk::new(&self.catalogue, &CrosswalkOptions::default())?;
        let in_place = self.isms.controls().values().filter(|control| control.status.is_in_place());
        let sources = in_place.flat_map(|control| control.implements.iter().cloned()).collect();
        let links = Links::with_suggestions(&crosswalk, &sources)?;
        Ok(self.known.get_or_init(|| Arc::new(Known { crosswalk, links })))
    }

    /// What the rules found.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }
}
