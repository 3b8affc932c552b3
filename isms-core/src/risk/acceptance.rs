//! Acceptances seen at a date: whether they run, what they stood on, and who gave them.

use super::method::Method;
use super::{AcceptanceState, Controlled};
use crate::id::AcceptanceId;
use crate::isms::{Acceptance, Isms, Risk};
use crate::level::{Level, LevelName};
use crate::time::Date;

/// What an acceptance is compared with.
pub(super) struct Now<'a> {
    pub(super) isms: &'a Isms,
    pub(super) risk: &'a Risk,
    pub(super) method: &'a Method<'a>,
    pub(super) current: &'a Controlled,
    pub(super) residual: &'a Controlled,
    pub(super) as_of: Date,
}

impl Now<'_> {
    /// Authority and longest duration are read at the level that was accepted, since that is what somebody put a
    /// name to; that it is too low by now is said by `covers`.
    pub(super) fn state(&self, id: &AcceptanceId, acceptance: &Acceptance) -> AcceptanceState {
        let accepted = self.method.level.rank(&acceptance.level);
        let residual = self.residual.level().map(Level::rank);
        AcceptanceState {
            id: id.clone(),
            expired: self.is_expired(acceptance, accepted),
            stale: self.is_stale(acceptance),
            authorised: accepted.and_then(|level| self.is_authorised(acceptance, level)),
            covers: accepted.zip(residual).map(|(accepted, residual)| accepted >= residual),
        }
    }

    fn is_expired(&self, acceptance: &Acceptance, accepted: Option<u8>) -> bool {
        let longest = accepted.and_then(|level| self.method.max_acceptance_days(level));
        let end = acceptance.on.zip(longest).and_then(|(on, days)| on.plus_days(days));
        acceptance.on.is_some_and(|on| on > self.as_of)
            || acceptance.valid_until.is_some_and(|last| last < self.as_of)
            || end.is_some_and(|last| last < self.as_of)
    }

    /// Compares each recorded value with today's: of the method its present version, of the levels those that
    /// count, overrides included. A level that is no longer known has changed.
    fn is_stale(&self, acceptance: &Acceptance) -> Option<bool> {
        let basis = acceptance.basis.as_ref()?;
        let level = |recorded: &Option<LevelName>, now: &Controlled| {
            let now = now.level().and_then(|level| self.isms.name_of(level));
            recorded.as_ref().map(|recorded| Some(recorded) != now)
        };
        let changed = [
            basis.method.as_ref().map(|method| *method != self.risk.method),
            basis.method_version.as_ref().map(|version| *version != self.method.source.version),
            level(&basis.current, self.current),
            level(&basis.residual, self.residual),
        ];
        changed.into_iter().flatten().reduce(|a, b| a || b)
    }

    fn is_authorised(&self, acceptance: &Acceptance, level: u8) -> Option<bool> {
        let authority = self.method.authority(level)?;
        let by = acceptance.by.as_ref()?;
        let staffed = self.isms.roles().get(by).is_some_and(crate::isms::Role::is_staffed);
        let owner = authority.owner && self.risk.owner.as_ref() == Some(by);
        Some(staffed && (owner || authority.roles.contains(by)))
    }
}
