//! An information security management system as a graph you can compute with.

#![forbid(unsafe_code)]

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
mod time;
mod word;

pub use document::{Format, Limits, ReadOptions, locate, schema};
pub use error::{Error, ErrorKind};
pub use finding::{CodeInfo, Collection, Finding, Origin, Position, Severity, Subject, codes, explain};
pub use id::*;
pub use isms::*;
pub use level::{Level, LevelName, MAX_LEVELS, Scale, ScaleLevel};
pub use money::{Currency, Decimal, Money};
pub use time::Date;
