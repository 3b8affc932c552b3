//! An information security management system as a graph you can compute with: an embeddable engine for
//! ISO/IEC 27001:2022.
//!
//! A document becomes an [`Isms`]: well formed and immutable, or refused with every problem at once. With the
//! [`Catalogue`] it becomes an [`Assessment`] as of a day: needs propagated over the dependencies, risks evaluated with
//! the organisation's own method, the Statement of Applicability derived, and findings where things do not fit.
//!
//! ```
//! use isms_core::{AssessOptions, Catalogue, Isms, assess};
//!
//! let isms = Isms::from_yaml("
//! isms: '1'
//! organisation: {name: Acme}
//! assets:
//!   A-1: {name: invoices, kind: information, need: {confidentiality: high}, depends_on: {A-2: {}}}
//!   A-2: {name: database, kind: software}
//! ")?;
//! let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
//!
//! // The database inherits what the invoices need, and can say why.
//! let (database, confidentiality) = ("A-2".parse()?, "confidentiality".parse()?);
//! let why = assessment.needs().explain(&database, &confidentiality).unwrap();
//! let path: Vec<_> = why.steps.iter().map(|step| step.asset.as_str()).collect();
//! assert_eq!(path, ["A-2", "A-1"]);
//!
//! // What does not fit is a finding with a stable code and a path.
//! let scope = assessment.findings().listed().iter().find(|f| f.code() == "C4.3-01").unwrap();
//! assert_eq!(scope.path(), "/scope");
//!
//! // Everything is also rows: JSON, CSV, Markdown, text, one HTML page.
//! let page = assessment.report("all", "html")?;
//! assert!(page.starts_with(b"<!DOCTYPE html>"));
//! # Ok::<(), isms_core::Error>(())
//! ```
//!
//! # The tour
//!
//! - [`Isms::read`] reads JSON or YAML; [`Draft`] builds the same in code, with the same checks.
//! - [`Asset`], [`Risk`], [`RiskMethod`], [`Control`], [`Treatment`], [`Soa`] and their kin are the nouns.
//! - [`Pack`] brings frameworks, licensed titles and claims of your own into the [`Catalogue`]; [`upgrade_references`] moves an
//!   ISMS to another edition.
//! - [`Translation`] says how the levels of one method are read in another, [`EnterpriseRisk`] which risks belong together;
//!   [`roll_up`] gives their exposure.
//! - [`assess`] composes [`derive_needs`], [`control_states`], [`evaluate`], [`derive_soa`] and the rules; each stands
//!   alone too.
//! - [`Assessment::report`] gives every report by name; [`Assessment::view`] everything as one graph.
//! - [`explain`] says what a code means.
//!
//! The engine does no input or output, reads no clock and keeps no state. It indicates; only an auditor raises a
//! nonconformity. It holds no text of any standard.

#![forbid(unsafe_code)]

mod assess;
mod assurance;
mod catalogue;
mod change;
mod conformity;
mod coverage;
mod describe;
mod document;
mod encode;
mod error;
mod finding;
mod graph;
mod id;
mod isms;
mod level;
mod mapping;
mod money;
mod need;
mod parallel;
mod relation;
mod report;
mod risk;
mod share;
mod soa;
mod time;
mod view;
mod word;

/// The samples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

pub use assess::{AssessOptions, Assessment, assess};
pub use assurance::{Assurance, ControlState, control_states};
pub use catalogue::{
    Catalogue, Claim, ClaimId, ClaimKind, ClaimSet, DocumentedInformation, EditionRelation, Entry,
    EntryGroup, EntryKind, Framework, LabelledReference, MAX_PACK_CLAIMS, MAX_PACK_ENTRIES, MAX_PACK_GROUP,
    OverlayEntry, Pack, PackClaim, PackEdition, PackEntry, PackFramework, PackOverlay, PackPair, PackSet,
    Provenance, Spelling, Strength, Tier, Upgrade,
};
pub use change::{UpgradedReference, upgrade_references};
pub use conformity::Findings;
pub use coverage::{
    Addition, Bucket, Chain, Coverage, CoverageLink, CoverageOptions, Delta, DeltaEntry, Derivation,
    EntryCoverage, Fewest, InPlace, Inventory, LevelOf, Links, Mitigation, MitigationCount, Needed, Percent,
    Plan, PlanOptions, Rank, Ratio, Suggestion, TacticCount, Tally, TechniqueState, Threats, Through,
    coverage, coverage_of_all, delta, extra_controls, inventory, threats,
};
pub use document::{
    Format, Limits, ReadOptions, locate, method_schema, pack_schema, schema, shipped_methods,
};
pub use error::{Error, ErrorKind};
pub use finding::{CodeInfo, Collection, Finding, Origin, Position, Severity, Subject, codes, explain};
pub use id::*;
pub use isms::*;
pub use level::{Level, LevelName, MAX_LEVELS, Scale, ScaleLevel};
pub use mapping::{
    Because, Contradiction, Crosswalk, CrosswalkOptions, EntailOptions, Entailed, Entailment, Ground,
    LikelyCause, Likeness, Link, MAX_PAIRS, MappingSuggestion, Part, Premise, Proof, ProofStep, Scores,
    Standing, SuggestOptions, Suggester, Term, UnknownCause, Witness, claim_support, entail, entail_watched,
    explain_unknown, lint_all_claims, lint_claims,
};
pub use money::{Currency, Decimal, Money};
pub use need::{
    AssetWorth, CUMULATION_FROM, Capabilities, CapabilityState, CauseOptions, CommonCause, CommonCauses,
    Defeated, Explanation, Need, NeedSuggestion, Needs, Source, Step, Worth, WorthDegree, WorthLoss,
    WorthRule, common_causes, derive_capabilities, derive_needs, derive_worth,
};
pub use relation::{Mask, Meaning, Rcc5, Sameness, StatedRelation};
pub use report::{
    AcceptanceCell, CROSSWALK_REPORTS, CapabilityRow, ClaimFindingRow, ClaimSetRow, CodeCount,
    CommonCauseRow, CoverageRow, CreditRow, DeltaRow, EnterpriseRow, EntryRow, FindingRow, FrameworkRow,
    HeatCell, HeatMap, HeatRow, LevelCount, LevelTally, MapRow, MethodRow, NeedRow, PlanRow, REPORTS,
    RegisterRow, RequirementRow, SeverityCount, SoaRow, Station, SuggestionRow, Summary, ThreatRow, TopRisk,
    UpgradeRow, WorthRow, report_formats,
};
pub use risk::{
    AcceptanceState, Axis, Controlled, Credit, EnterpriseState, Exposure, LevelRange, LossCredit, LossPart,
    LossPoint, LossState, MethodNotes, Register, RiskPoint, RiskState, Translations, Unread, UnreadMember,
    ValuedBy, Via, evaluate, lint_method, lint_translations, method_notes, roll_up,
};
pub use soa::{Applicability, SoaLine, Trace, derive_soa};
pub use time::Date;
pub use view::{Direction, Edge, EdgeKind, Near, Neighbour, Node, NodeKind, Route, View};
