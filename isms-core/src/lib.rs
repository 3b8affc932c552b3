//! An information security management system as a graph you can compute with.

#![forbid(unsafe_code)]

mod error;
mod finding;
mod id;
mod level;
mod money;
mod time;

pub use error::{Error, ErrorKind};
pub use finding::{CodeInfo, Collection, Finding, Origin, Position, Severity, Subject, codes, explain};
pub use id::*;
pub use level::{Level, LevelName, MAX_LEVELS, Scale, ScaleLevel};
pub use money::{Currency, Decimal, Money};
pub use time::Date;
