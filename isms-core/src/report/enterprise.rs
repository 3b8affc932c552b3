//! Enterprise risks as rows.

use super::heat::Station;
use super::row::{Cell, IntoCell, rows};
use crate::assess::Assessment;
use crate::id::{EnterpriseRiskId, MethodId, RiskId, RoleId};
use crate::level::{Level, LevelName};
use crate::risk::{Exposure, UnreadMember, roll_up};

rows! {
    /// What the members of an enterprise risk amount to at a station.
    pub struct EnterpriseRow {
        /// The enterprise risk.
        pub enterprise_risk: EnterpriseRiskId,
        /// What may happen.
        pub title: String,
        /// Who is accountable.
        pub owner: Option<RoleId>,
        /// The method its members are read in.
        pub method: MethodId,
        /// The station: `current` or `residual`.
        pub station: &'static str,
        /// The bound, as written.
        pub tolerance: Option<LevelName>,
        /// The highest level among the members that could be read: at least this much where `complete` is false.
        pub exposure: Option<LevelName>,
        /// The first member that has it.
        pub from: Option<RiskId>,
        /// Whether it is above tolerance. Absent: not known.
        pub above: Option<bool>,
        /// Members above the bound, at least. Absent: there is no bound.
        pub outside: Option<usize>,
        /// Members that exist at the date.
        pub open: usize,
        /// How many members that could be read have each level; highest level first.
        pub levels: Vec<LevelTally>,
        /// Whether every member could be read.
        pub complete: bool,
        /// Members that could not be read, and why.
        pub unread: Vec<UnreadMember>,
    }
}

/// How many members have a level.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LevelTally {
    /// The level.
    pub level: LevelName,
    /// How many.
    pub count: usize,
}

impl IntoCell for LevelTally {
    fn cell(&self) -> Cell {
        Cell::Text(format!("{}: {}", self.level, self.count))
    }
}

impl IntoCell for UnreadMember {
    fn cell(&self) -> Cell {
        Cell::Text(self.to_string())
    }
}

impl Assessment {
    /// Enterprise risks with their exposure, in the order of ids, the current one before the residual.
    /// O(translations · levels + members · log).
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Isms, assess};
    /// let isms = Isms::from_json(r#"{
    ///     "isms": "1",
    ///     "organisation": {"name": "Acme"},
    ///     "scales": {"s": {"levels": [{"id": "low"}, {"id": "high"}]}},
    ///     "methods": {"m": {"name": "house", "version": "1", "likelihood": "s", "consequence": "s", "level": "s",
    ///         "combine": {"matrix": {"low": ["low", "low"], "high": ["low", "high"]}}}},
    ///     "risks": {"R-1": {"title": "fire", "approach": "event", "method": "m",
    ///         "inherent": {"likelihood": "high", "consequence": "high"}}},
    ///     "enterprise_risks": {"ER-1": {"title": "standstill", "method": "m", "tolerance": "low", "risks": ["R-1"]}}
    /// }"#)?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// let rows = assessment.enterprise_rows();
    /// assert_eq!((rows[0].station, rows[0].above, rows[0].outside), ("current", Some(true), Some(1)));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn enterprise_rows(&self) -> Vec<EnterpriseRow> {
        let isms = self.isms();
        let name = |level: Option<&Level>| level.and_then(|level| isms.name_of(level)).cloned();
        let mut rows = Vec::new();
        for state in roll_up(isms, self.register()) {
            let Some(enterprise) = isms.enterprise_risks().get(&state.id) else { continue };
            let scale =
                isms.methods().get(&enterprise.method).and_then(|method| isms.scales().get(&method.level));
            let levels = scale.map_or(&[][..], |scale| &scale.levels);
            let tallies = |exposure: &Exposure| -> Vec<LevelTally> {
                let counted = levels.iter().zip(&exposure.histogram).rev();
                counted.map(|(level, count)| LevelTally { level: level.id.clone(), count: *count }).collect()
            };
            for (station, exposure) in
                [(Station::Current, &state.current), (Station::Residual, &state.residual)]
            {
                rows.push(EnterpriseRow {
                    enterprise_risk: state.id.clone(),
                    title: enterprise.title.clone(),
                    owner: enterprise.owner.clone(),
                    method: enterprise.method.clone(),
                    station: station.as_str(),
                    tolerance: enterprise.tolerance.clone(),
                    exposure: name(exposure.level.as_ref()),
                    from: exposure.from.clone(),
                    above: exposure.above(),
                    outside: exposure.outside,
                    open: state.open,
                    levels: tallies(exposure),
                    complete: exposure.is_complete(),
                    unread: exposure.unread.clone(),
                });
            }
        }
        rows
    }
}
