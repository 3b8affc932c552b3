//! An information security management system as a graph you can compute with.

#![forbid(unsafe_code)]

mod assess;
mod assurance;
mod catalogue;
mod conformity;
mod describe;
mod document;
mod encode;
mod error;
mod finding;
mod graph;
mod id;
mod isms;
mod level;
mod money;
mod need;
mod report;
mod risk;
mod soa;
mod time;
mod view;
mod word;

pub use assess::{AssessOptions, Assessment, assess};
pub use assurance::{Assurance, ControlState, control_states};
pub use catalogue::{
    Attributes, Catalogue, DocumentedInformation, EditionRelation, Entry, EntryKind, Framework,
    LabelledReference,
};
pub use conformity::Findings;
pub use document::{Format, Limits, ReadOptions, locate, schema};
pub use error::{Error, ErrorKind};
pub use finding::{CodeInfo, Collection, Finding, Origin, Position, Severity, Subject, codes, explain};
pub use id::*;
pub use isms::*;
pub use level::{Level, LevelName, MAX_LEVELS, Scale, ScaleLevel};
pub use money::{Currency, Decimal, Money};
pub use need::{
    CUMULATION_FROM, Capabilities, CapabilityState, Explanation, Need, NeedSuggestion, Needs, Source, Step,
    derive_capabilities, derive_needs,
};
pub use report::{
    AcceptanceCell, CapabilityRow, CodeCount, FindingRow, HeatCell, HeatMap, HeatRow, LevelCount, NeedRow,
    REPORTS, RegisterRow, SeverityCount, SoaRow, Station, Summary, TopRisk, report_formats,
};
pub use risk::{
    AcceptanceState, Axis, Controlled, Credit, Register, RiskPoint, RiskState, Via, evaluate, lint_method,
};
pub use soa::{Applicability, SoaLine, Trace, derive_soa};
pub use time::Date;
pub use view::{Direction, Edge, EdgeKind, Near, Neighbour, Node, NodeKind, Route, View};
