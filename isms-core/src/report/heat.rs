//! Heat maps: where the risks of a method stand.

use super::row::rows;
use crate::assess::Assessment;
use crate::id::{MethodId, RiskId};
use crate::isms::{Isms, RiskMethod};
use crate::level::{LevelName, Scale};
use crate::risk::{MethodNotes, RiskPoint, RiskState, level_table, method_notes};
use crate::word::words;

words! {
    /// A station of a risk on its way from what was judged to what the plan leaves.
    Station ("station") {
        /// As judged.
        Inherent = "inherent",
        /// With the controls of today.
        Current = "current",
        /// With the plan carried out.
        Residual = "residual",
    }
}

/// Where the open risks of one method stand at one station. Risks stand where likelihood and consequence place them;
/// a person's override of the level does not move them.
///
/// ```
/// use isms_core::{AssessOptions, Catalogue, Isms, assess};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "scales": {"s": {"levels": [{"id": "low"}, {"id": "high"}]}},
///     "methods": {"m": {"name": "house", "version": "1", "likelihood": "s", "consequence": "s", "level": "s",
///         "combine": {"matrix": {"low": ["low", "low"], "high": ["low", "high"]}}}}
/// }"#)?;
/// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
/// let maps = assessment.heat_maps();
/// assert_eq!(maps.len(), 3); // inherent, current, residual
/// assert_eq!(maps[0].rows[1].cells[1].level.as_ref().unwrap().as_str(), "high");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct HeatMap {
    /// The method.
    pub method: MethodId,
    /// What it is called.
    pub name: String,
    /// The station.
    pub station: Station,
    /// One row per likelihood, lowest first.
    pub rows: Vec<HeatRow>,
    /// Open risks without a place: likelihood or consequence is not judged or off its scale.
    pub unplaced: Vec<RiskId>,
    /// How the method orders risks, and where it comes from.
    pub notes: Option<MethodNotes>,
}

/// The cells of one likelihood.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct HeatRow {
    /// The likelihood.
    pub likelihood: LevelName,
    /// One cell per consequence, lowest first.
    pub cells: Vec<HeatCell>,
}

/// The risks of one likelihood and one consequence.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct HeatCell {
    /// The consequence.
    pub consequence: LevelName,
    /// The level the method gives here. Absent: the method has a hole.
    pub level: Option<LevelName>,
    /// How many risks stand here.
    pub count: usize,
    /// The risks.
    pub risks: Vec<RiskId>,
}

rows! {
    /// A cell of a heat map as a line of a table.
    pub(crate) struct HeatLine {
        pub(crate) method: String,
        pub(crate) station: &'static str,
        pub(crate) likelihood: LevelName,
        pub(crate) consequence: LevelName,
        pub(crate) level: Option<LevelName>,
        pub(crate) count: usize,
        pub(crate) risks: Vec<RiskId>,
    }
}

impl HeatMap {
    /// The cells one by one.
    pub(crate) fn lines(&self) -> impl Iterator<Item = HeatLine> + '_ {
        self.rows.iter().flat_map(move |row| {
            row.cells.iter().map(move |cell| HeatLine {
                method: self.method.as_str().to_owned(),
                station: self.station.as_str(),
                likelihood: row.likelihood.clone(),
                consequence: cell.consequence.clone(),
                level: cell.level.clone(),
                count: cell.count,
                risks: cell.risks.clone(),
            })
        })
    }
}

impl Assessment {
    /// Three heat maps per method: of the methods that assess a risk, or of all where none does.
    /// O(risks · log methods + cells).
    pub fn heat_maps(&self) -> Vec<HeatMap> {
        let isms = self.isms();
        let mut used = vec![false; isms.methods().len()];
        for risk in isms.risks().values() {
            if let Some(slot) = isms.methods().index_of(&risk.method).and_then(|place| used.get_mut(place)) {
                *slot = true;
            }
        }
        let none = !used.contains(&true);
        let stations = [Station::Inherent, Station::Current, Station::Residual];
        let mut maps = Vec::new();
        let mut first = Vec::new(); // per method, the place of its first map
        for ((id, method), used) in isms.methods().iter().zip(used) {
            first.push(maps.len());
            if used || none {
                maps.extend(stations.map(|station| empty(isms, id, method, station)));
            }
        }
        for (risk, noun) in isms.risks().iter() {
            let Some(state) = self.register().get(risk).filter(|state| state.open) else { continue };
            let start = isms.methods().index_of(&noun.method).and_then(|place| first.get(place).copied());
            let own = start.and_then(|start| maps.get_mut(start..)).unwrap_or_default();
            for map in own.iter_mut().take(stations.len()) {
                let place = cell_of(map, point(state, map.station));
                match place {
                    Some(cell) => {
                        cell.count = cell.count.saturating_add(1);
                        cell.risks.push(risk.clone());
                    }
                    None => map.unplaced.push(risk.clone()),
                }
            }
        }
        maps
    }
}

/// Where a risk stands.
pub(super) fn point(state: &RiskState, station: Station) -> &RiskPoint {
    match station {
        Station::Inherent => &state.inherent,
        Station::Current => &state.current.point,
        Station::Residual => &state.residual.point,
    }
}

fn cell_of<'m>(map: &'m mut HeatMap, point: &RiskPoint) -> Option<&'m mut HeatCell> {
    let row = usize::from(point.likelihood.as_ref()?.rank()).checked_sub(1)?;
    let column = usize::from(point.consequence.as_ref()?.rank()).checked_sub(1)?;
    map.rows.get_mut(row)?.cells.get_mut(column)
}

fn empty(isms: &Isms, id: &MethodId, method: &RiskMethod, station: Station) -> HeatMap {
    let names = |id| {
        let levels = isms.scales().get(id).map(|s: &Scale| s.levels.as_slice()).unwrap_or_default();
        levels.iter().map(|level| level.id.clone())
    };
    let row = |(likelihood, levels): (LevelName, Vec<Option<LevelName>>)| {
        let cell = |(consequence, level)| HeatCell { consequence, level, count: 0, risks: Vec::new() };
        HeatRow { likelihood, cells: names(&method.consequence).zip(levels).map(cell).collect() }
    };
    let rows = names(&method.likelihood).zip(level_table(isms, method)).map(row).collect();
    HeatMap {
        method: id.clone(),
        name: method.name.clone(),
        station,
        rows,
        unplaced: Vec::new(),
        notes: method_notes(isms, id),
    }
}
