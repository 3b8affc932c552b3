//! The roll-up: what the risks of the register amount to for the organisation as a whole.
//!
//! The exposure of an enterprise risk is the highest level among its members, and beside it how many are outside
//! tolerance, in the manner of NIST IR 8286. Levels are ordinals: they are never added or averaged.

use std::cmp::Ordering;

use super::RiskState;
use super::register::Register;
use super::translation::{Translations, UnreadMember};
use crate::id::{EnterpriseRiskId, RiskId};
use crate::isms::{EnterpriseRisk, Isms};
use crate::level::{Level, Scale};

/// What the members of an enterprise risk amount to at one station, read in its method.
///
/// ```
/// let nothing = isms_core::Exposure::default();
/// assert!(nothing.level.is_none() && nothing.is_complete());
/// assert_eq!(nothing.above(), None); // nothing is known, so nothing is within tolerance
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exposure {
    /// The highest level among the members that could be read: at least this much where the exposure is not complete.
    /// `None` where none could be.
    pub level: Option<Level>,
    /// The first member, by id, that has it.
    pub from: Option<RiskId>,
    /// The bound, where it is a level of the method.
    pub tolerance: Option<Level>,
    /// Members above the bound, at least; `None` without a bound.
    pub outside: Option<usize>,
    /// How many members that could be read have each level of the method, lowest first.
    pub histogram: Vec<usize>,
    /// Open members that could not be read, by id.
    pub unread: Vec<UnreadMember>,
}

impl Exposure {
    /// Whether every open member could be read.
    pub fn is_complete(&self) -> bool {
        self.unread.is_empty()
    }

    /// Whether the exposure is above tolerance: yes once one member is, no only if all are known to be within; `None`
    /// where that is not known, also where no member is open.
    pub fn above(&self) -> Option<bool> {
        match self.outside? {
            0 if self.is_complete() && self.level.is_some() => Some(false),
            0 => None,
            _ => Some(true),
        }
    }
}

/// An enterprise risk with its exposure today and with the plan carried out.
///
/// ```
/// use isms_core::{Draft, Isms, control_states, derive_needs, evaluate, roll_up};
/// let (isms, day) = (Draft::new("Acme").build()?, "2026-03-31".parse()?);
/// let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// assert!(roll_up(&isms, &register).is_empty()); // no enterprise risk is written
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnterpriseState {
    /// The enterprise risk.
    pub id: EnterpriseRiskId,
    /// Members that exist at the date.
    pub open: usize,
    /// With the controls of today.
    pub current: Exposure,
    /// With the plan carried out.
    pub residual: Exposure,
}

/// The exposure of every enterprise risk, in the order of ids. `register` must be evaluated from the same ISMS.
///
/// A member that is closed does not count. One that has no level, was assessed with another version of its method, or
/// is assessed with another method that no translation holds for, is listed and makes the exposure a lower bound.
///
/// O(translations · levels + members · log).
///
/// ```
/// use isms_core::{Isms, control_states, derive_needs, evaluate, roll_up};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "scales": {"grade": {"levels": [{"id": "low"}, {"id": "high"}]}},
///     "methods": {"M-1": {
///         "name": "house method", "version": "1",
///         "likelihood": "grade", "consequence": "grade", "level": "grade",
///         "combine": {"matrix": {"low": ["low", "low"], "high": ["low", "high"]}}
///     }},
///     "risks": {
///         "R-1": {"title": "phishing", "approach": "event", "method": "M-1",
///             "inherent": {"likelihood": "high", "consequence": "high"}},
///         "R-2": {"title": "fire", "approach": "event", "method": "M-1"}
///     },
///     "enterprise_risks": {"ER-1": {
///         "title": "business stands still", "method": "M-1", "tolerance": "low", "risks": ["R-1", "R-2"]
///     }}
/// }"#)?;
/// let day = "2026-03-31".parse()?;
/// let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// let exposure = &roll_up(&isms, &register)[0].current;
/// assert_eq!(exposure.from.as_ref().unwrap().as_str(), "R-1");
/// assert_eq!((exposure.outside, exposure.histogram.as_slice()), (Some(1), &[0, 1][..]));
/// assert!(!exposure.is_complete()); // nobody has judged the fire
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn roll_up(isms: &Isms, register: &Register) -> Vec<EnterpriseState> {
    let translations = Translations::new(isms);
    let enterprise = isms.enterprise_risks().iter();
    enterprise
        .map(|(id, risk)| {
            let members: Vec<(&RiskId, &RiskState)> = risk
                .risks
                .iter()
                .filter_map(|id| Some((id, register.get(id).filter(|state| state.open)?)))
                .collect();
            let at = |level: fn(&RiskState) -> Option<&Level>| {
                exposure(isms, &translations, risk, &members, level)
            };
            EnterpriseState {
                id: id.clone(),
                open: members.len(),
                current: at(|state| state.current.level()),
                residual: at(|state| state.residual.level()),
            }
        })
        .collect()
}

fn exposure(
    isms: &Isms,
    translations: &Translations<'_>,
    enterprise: &EnterpriseRisk,
    members: &[(&RiskId, &RiskState)],
    level_of: fn(&RiskState) -> Option<&Level>,
) -> Exposure {
    let method = isms.methods().get(&enterprise.method);
    let scale =
        method.and_then(|method| isms.scales().get(&method.level).map(|scale| (&method.level, scale)));
    let bound = scale.zip(enterprise.tolerance.as_ref());
    let tolerance = bound.and_then(|((id, scale), name)| Level::new(id, scale, name.as_str()));
    let mut out = Exposure {
        outside: tolerance.as_ref().map(|_| 0),
        tolerance,
        histogram: vec![0; scale.map_or(0, |(_, scale)| usize::from(Scale::top(scale)))],
        ..Exposure::default()
    };
    for (id, state) in members {
        let Some(risk) = isms.risks().get(*id) else { continue };
        match translations.read_risk(risk, level_of(state), &enterprise.method) {
            Ok(level) => out.count(id, level),
            Err(why) => out.unread.push(UnreadMember { risk: (*id).clone(), why }),
        }
    }
    out
}

impl Exposure {
    /// Counts a member whose level is one of the method's.
    fn count(&mut self, risk: &RiskId, level: Level) {
        let is_above = |bound: &Option<Level>| match bound {
            Some(bound) => level.compare(bound).is_ok_and(Ordering::is_gt),
            None => false,
        };
        let outside = usize::from(is_above(&self.tolerance));
        self.outside = self.outside.map(|count| count.saturating_add(outside));
        let place = usize::from(level.rank()).saturating_sub(1);
        if let Some(slot) = self.histogram.get_mut(place) {
            *slot = slot.saturating_add(1);
        }
        if self.level.is_none() || is_above(&self.level) {
            self.level = Some(level);
            self.from = Some(risk.clone());
        }
    }
}
