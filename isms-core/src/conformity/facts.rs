//! Everything the rules look at, and the few questions all of them ask.

use std::collections::BTreeSet;

use crate::assurance::Assurance;
use crate::catalogue::Catalogue;
use crate::finding::{Collection, Subject};
use crate::id::{MethodId, RiskId, ScaleId, TreatmentId};
use crate::isms::{Acceptance, Disposition, Isms, Represents, Risk, RiskMethod, Table, Treatment};
use crate::level::{Level, LevelName, Scale};
use crate::need::{Capabilities, Needs};
use crate::risk::{Register, RiskState};
use crate::soa::Applicability;
use crate::time::Date;

use super::cases::Cases;

/// What was written and what was derived, as of a day.
pub(crate) struct Facts<'a> {
    pub(super) isms: &'a Isms,
    pub(super) catalogue: &'a Catalogue,
    pub(super) needs: &'a Needs,
    pub(super) capabilities: &'a Capabilities,
    pub(super) assurance: &'a Assurance,
    pub(super) register: &'a Register,
    pub(super) soa: &'a Applicability,
    pub(super) as_of: Date,
    /// Where each asset stands.
    pub(super) sides: Vec<Side>,
    /// The treatments of each risk, by place.
    treatments: Vec<Vec<u32>>,
    /// The place of the risk of each treatment.
    treated: Vec<usize>,
    open: usize,
}

/// Where an asset stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// In the scope.
    Inside,
    /// It represents a supplier.
    Boundary,
    /// An exclusion names it, or the site or process it represents.
    Outside,
}

/// A risk that exists at the date, with what was computed about it.
#[derive(Clone, Copy)]
pub(super) struct Open<'a> {
    pub(super) place: usize,
    pub(super) id: &'a RiskId,
    pub(super) risk: &'a Risk,
    pub(super) method: Option<&'a RiskMethod>,
    pub(super) state: Option<&'a RiskState>,
}

impl<'a> Facts<'a> {
    #[expect(clippy::too_many_arguments, reason = "one per room below; called once")]
    pub(crate) fn new(
        isms: &'a Isms,
        catalogue: &'a Catalogue,
        needs: &'a Needs,
        capabilities: &'a Capabilities,
        assurance: &'a Assurance,
        register: &'a Register,
        soa: &'a Applicability,
        as_of: Date,
    ) -> Self {
        let mut treatments = vec![Vec::new(); isms.risks().len()];
        let mut treated = Vec::with_capacity(isms.treatments().len());
        for (place, treatment) in (0u32..).zip(isms.treatments().values()) {
            let at = isms.risks().index_of(&treatment.risk).unwrap_or(usize::MAX);
            treated.push(at);
            if let Some(of) = treatments.get_mut(at) {
                of.push(place);
            }
        }
        let sides = sides(isms);
        let mut facts = Self {
            isms,
            catalogue,
            needs,
            capabilities,
            assurance,
            register,
            soa,
            as_of,
            sides,
            treatments,
            treated,
            open: 0,
        };
        facts.open = facts.open_risks().count();
        facts
    }

    /// The risks that exist at the date.
    pub(super) fn open_risks(&self) -> impl Iterator<Item = Open<'a>> {
        let (isms, register) = (self.isms, self.register);
        let all = isms.risks().iter().enumerate().map(move |(place, (id, risk))| Open {
            place,
            id,
            risk,
            method: isms.methods().get(&risk.method),
            state: register.states().get(place),
        });
        all.filter(|risk| risk.state.is_none_or(|state| state.open))
    }

    /// The open risk of an id.
    pub(super) fn open_risk(&self, id: &RiskId) -> Option<Open<'a>> {
        self.open_at(self.isms.risks().index_of(id)?)
    }

    fn open_at(&self, place: usize) -> Option<Open<'a>> {
        let (id, risk) = self.isms.risks().at(place)?;
        let state = self.register.states().get(place);
        let open = Open { place, id, risk, method: self.isms.methods().get(&risk.method), state };
        open.state.is_none_or(|state| state.open).then_some(open)
    }

    /// The treatments of open risks.
    pub(super) fn open_treatments(&self) -> impl Iterator<Item = (&'a TreatmentId, &'a Treatment, Open<'a>)> {
        let all = self.isms.treatments().iter().zip(&self.treated);
        all.filter_map(|((id, treatment), risk)| Some((id, treatment, self.open_at(*risk)?)))
    }

    /// How many risks are open.
    pub(super) fn open_count(&self) -> usize {
        self.open
    }

    /// The treatments of a risk.
    pub(super) fn treatments_of(&self, risk: &Open<'a>) -> impl Iterator<Item = &'a Treatment> {
        let places = self.treatments.get(risk.place).map_or(&[][..], Vec::as_slice);
        let table = self.isms.treatments();
        places.iter().filter_map(move |place| table.at(*place as usize)).map(|(_, treatment)| treatment)
    }

    /// An acceptance by its id.
    pub(super) fn acceptance(&self, id: &str) -> Option<&'a Acceptance> {
        self.isms.acceptances().get(id)
    }

    /// The side of an asset, by place.
    pub(super) fn side(&self, asset: usize) -> Side {
        self.sides.get(asset).copied().unwrap_or(Side::Inside)
    }

    /// The rank of a name on a scale.
    pub(super) fn rank(&self, scale: &ScaleId, name: &LevelName) -> Option<u8> {
        self.scale(scale)?.rank(name.as_str())
    }

    pub(super) fn scale(&self, scale: &ScaleId) -> Option<&'a Scale> {
        self.isms.scales().get(scale)
    }

    /// The name of a level in backticks, or that it is not known.
    pub(super) fn name(&self, level: Option<&Level>) -> String {
        match level.and_then(|level| self.isms.name_of(level)) {
            Some(name) => format!("`{name}`"),
            None => "not known".to_owned(),
        }
    }

    /// Whether a method is used by a risk that is open; all are where none is.
    pub(super) fn methods_in_use(&self) -> impl Iterator<Item = (&'a MethodId, &'a RiskMethod)> {
        let used: BTreeSet<&MethodId> = self.open_risks().map(|risk| &risk.risk.method).collect();
        self.isms.methods().iter().filter(move |(id, _)| used.is_empty() || used.contains(id))
    }

    /// Tells a case about a risk; one at the highest level makes the rule weigh in full.
    pub(super) fn risk_case(
        &self,
        out: &mut Cases,
        risk: &Open<'_>,
        tell: impl FnOnce(Subject) -> (Subject, String),
    ) {
        if self.is_highest(risk) {
            out.grave();
        }
        out.item(Collection::Risks, risk.id.as_str(), tell);
    }

    fn is_highest(&self, risk: &Open<'_>) -> bool {
        let level = risk.state.and_then(|state| state.current.level());
        let scale = level.and_then(|level| self.scale(level.scale()));
        level.zip(scale).is_some_and(|(level, scale)| level.rank() == scale.top())
    }
}

impl<'a> Open<'a> {
    /// What follows from the current level.
    pub(super) fn current(&self) -> Option<Disposition> {
        self.state?.current.disposition
    }

    /// What follows from the residual level.
    pub(super) fn residual(&self) -> Option<Disposition> {
        self.state?.residual.disposition
    }
}

/// Whether somebody wrote something.
pub(super) fn said(text: &Option<String>) -> bool {
    text.as_ref().is_some_and(|text| !text.trim().is_empty())
}

/// Words as a list: `a`, `a and b`, `a, b and c`; past eight only how many more.
pub(super) fn list<T: AsRef<str>>(words: &[T]) -> String {
    let (shown, rest) = words.split_at(words.len().min(8));
    let shown: Vec<&str> = shown.iter().map(AsRef::as_ref).collect();
    match (shown.as_slice(), rest.len()) {
        ([], _) => String::new(),
        ([one], 0) => (*one).to_owned(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    }
}

/// Words that are missing, where the flag says so.
pub(super) fn missing<const N: usize>(parts: [(bool, &'static str); N]) -> Option<String> {
    let missing: Vec<&str> = parts.iter().filter(|(there, _)| !there).map(|(_, word)| *word).collect();
    (!missing.is_empty()).then(|| list(&missing))
}

fn sides(isms: &Isms) -> Vec<Side> {
    let none = Table::new();
    let excluded = isms.scope().as_ref().map_or(&none, |scope| &scope.excluded);
    let (mut assets, mut sites, mut processes) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for exclusion in excluded.values() {
        assets.extend(&exclusion.assets);
        sites.extend(&exclusion.sites);
        processes.extend(&exclusion.processes);
    }
    let side = |(id, asset): (_, &crate::isms::Asset)| match &asset.represents {
        _ if assets.contains(id) => Side::Outside,
        Some(Represents::Site(site)) if sites.contains(site) => Side::Outside,
        Some(Represents::Process(process)) if processes.contains(process) => Side::Outside,
        Some(Represents::Supplier(_)) => Side::Boundary,
        _ => Side::Inside,
    };
    isms.assets().iter().map(side).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        let ten: Vec<_> = (0..10).map(|n| n.to_string()).collect();
        assert_eq!(list(&ten), "0, 1, 2, 3, 4, 5, 6, 7 and 2 more");
    }

    #[test]
    fn blank_texts_say_nothing() {
        assert!(!said(&None) && !said(&Some(" \n".to_owned())) && said(&Some("x".to_owned())));
    }
}
