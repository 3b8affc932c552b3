//! Rows: plain structs that are written as JSON objects and as lines of a table.

use crate::catalogue::{ClaimId, ClaimKind, EntryKind};
use crate::coverage::{Bucket, Mitigation, Percent};
use crate::id::*;
use crate::isms::*;
use crate::level::LevelName;
use crate::mapping::Standing;
use crate::money::{Decimal, Money};
use crate::time::Date;

/// One field of a row in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    /// Digits, aligned to the right.
    Number(String),
}

impl Cell {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Cell::Empty => "",
            Cell::Text(text) | Cell::Number(text) => text,
        }
    }
}

/// A row of a report.
pub(crate) trait Row: serde::Serialize {
    /// The names of its fields, in the order of its cells.
    const COLUMNS: &'static [&'static str];
    fn cells(&self) -> Vec<Cell>;
}

/// A value of a row.
pub(crate) trait IntoCell {
    fn cell(&self) -> Cell;
}

impl<T: IntoCell> IntoCell for Option<T> {
    fn cell(&self) -> Cell {
        self.as_ref().map_or(Cell::Empty, IntoCell::cell)
    }
}

impl<T: IntoCell> IntoCell for Vec<T> {
    fn cell(&self) -> Cell {
        let parts: Vec<_> = self.iter().map(|item| item.cell().as_str().to_owned()).collect();
        if parts.is_empty() { Cell::Empty } else { Cell::Text(parts.join("; ")) }
    }
}

impl IntoCell for bool {
    fn cell(&self) -> Cell {
        Cell::Text(if *self { "yes" } else { "no" }.to_owned())
    }
}

macro_rules! cells {
    ($variant:ident: $($type:ty),* $(,)?) => {$(
        impl IntoCell for $type {
            fn cell(&self) -> Cell {
                Cell::$variant(self.to_string())
            }
        }
    )*};
}

cells!(Number: usize, u64, Decimal, Money, Percent);
cells!(
    Text: String, &'static str, AcceptanceId, AssetId, CapabilityId, ControlId, ControlRef, Date, DimensionId,
    EnterpriseRiskId, MethodId, RequirementId, RiskId, RoleId, TreatmentId, Reference, ClaimId, ClaimKind, EntryKind, Bucket, Mitigation, Standing, LevelName, AssetKind, Disposition, InclusionReason,
    SoaStatus, TreatmentOption,
);

macro_rules! rows {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
        #[non_exhaustive]
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type,)*
        }

        impl crate::report::row::Row for $name {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
            fn cells(&self) -> Vec<crate::report::row::Cell> {
                vec![$(crate::report::row::IntoCell::cell(&self.$field)),*]
            }
        }
    };
}

pub(crate) use rows;
