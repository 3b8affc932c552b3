//! Evaluating the risks of an ISMS.

use super::acceptance::Now;
use super::effect::{Count, Effects};
use super::judged::Judged;
use super::method::Method;
use super::place::Places;
use super::{Controlled, RiskPoint, RiskState};
use crate::assurance::Assurance;
use crate::id::{AcceptanceId, AssetId, RiskId};
use crate::isms::{Acceptance, Asset, Isms, LevelOverride, Loss, Risk, Treatment};
use crate::level::{Level, LevelName};
use crate::need::Needs;
use crate::time::Date;

/// The evaluated register.
///
/// ```
/// use isms_core::{Draft, control_states, derive_needs, evaluate};
/// let (isms, day) = (Draft::new("Acme").build()?, "2026-03-31".parse()?);
/// let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// assert!(register.states().is_empty());
/// assert!(register.get(&"R-1".parse()?).is_none());
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Register {
    ids: Vec<RiskId>,       // INVARIANT: sorted.
    states: Vec<RiskState>, // INVARIANT: one per id, in the same order.
}

impl Register {
    /// The state of a risk. O(log risks).
    pub fn get(&self, risk: &RiskId) -> Option<&RiskState> {
        self.states.get(self.ids.binary_search(risk).ok()?)
    }

    /// The states in the order of the risks.
    pub fn states(&self) -> &[RiskState] {
        &self.states
    }

    /// The risks with their states, by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&RiskId, &RiskState)> {
        self.ids.iter().zip(&self.states)
    }
}

/// Evaluates every risk as of a date. `needs` and `assurance` must be derived from the same ISMS.
///
/// A risk is looked up in its method with the likelihood and the consequence as judged; again with the controls in
/// place that act on it; and again with the planned controls as well that a treatment of it names, by their own id
/// or by an entry of a catalogue they implement. The plan is taken as carried out and verified; controls already in
/// place are counted in the residual level as in the current one.
///
/// Of one control, its entry for the risk itself counts in place of those for vulnerabilities, and these in place
/// of those for threats; of several at one rank the strongest shift, the lowest cap and the strongest adverse
/// effect count. What is unverified counts by the rule of the method, adverse effects in full.
///
/// An axis that the method derives from factors follows from their levels with the controls that act on them, where at
/// least one of them is judged; of one that is not, nothing follows. Controls on the axis itself come after.
///
/// On each axis the shifts go down by the method's rule for several controls, the strongest adverse effect goes up,
/// the lowest cap limits the result, and the scale ends it. A cap off the scale earns nothing. Without an adverse
/// effect no control raises a level: where a method is not monotone, the lowest level between the point without
/// the shifts and the point with them counts.
///
/// O(assets + risks + controls + entries that reach a risk, each with a logarithm), and the cells of each method; of
/// one that is not monotone for each risk the cells on the way, at most 10,000.
///
/// ```
/// use isms_core::{Isms, control_states, derive_needs, evaluate};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "scales": {"grade": {"levels": [{"id": "low"}, {"id": "high"}]}},
///     "methods": {"M-1": {
///         "name": "house method", "version": "1",
///         "likelihood": "grade", "consequence": "grade", "level": "grade",
///         "combine": {"matrix": {"low": ["low", "low"], "high": ["low", "high"]}},
///         "dispositions": {"low": "retain", "high": "treat"}
///     }},
///     "risks": {"R-1": {
///         "title": "phishing", "approach": "event", "method": "M-1",
///         "inherent": {"likelihood": "high", "consequence": "high"}
///     }},
///     "controls": {"CTL-1": {
///         "title": "multi-factor authentication", "status": "implemented",
///         "acts_on": {"risks": {"R-1": {"likelihood": {"by": 1}}}}
///     }}
/// }"#)?;
/// let day = "2026-03-31".parse()?;
/// let register = evaluate(&isms, &derive_needs(&isms), &control_states(&isms, day), day);
/// let risk = register.get(&"R-1".parse()?).unwrap();
/// let name = |level: Option<&isms_core::Level>| isms.name_of(level.unwrap()).unwrap().to_string();
/// assert_eq!(name(risk.inherent.level.as_ref()), "high");
/// assert_eq!(name(risk.current.level()), "low");
/// assert!(!risk.current.verified); // nobody has shown that the control works
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn evaluate(isms: &Isms, needs: &Needs, assurance: &Assurance, as_of: Date) -> Register {
    let methods: Vec<_> = isms.methods().values().map(|m| Method::compile(isms, m)).collect();
    let effects = Effects::new(isms, assurance);
    let mut treatments: Vec<Vec<&Treatment>> = vec![Vec::new(); isms.risks().len()];
    for treatment in isms.treatments().values() {
        if let Some(list) = isms.risks().index_of(&treatment.risk).and_then(|at| treatments.get_mut(at)) {
            list.push(treatment);
        }
    }
    let mut acceptances: Vec<Vec<(&AcceptanceId, &Acceptance)>> = vec![Vec::new(); isms.risks().len()];
    for (id, acceptance) in isms.acceptances().iter() {
        if let Some(list) = isms.risks().index_of(&acceptance.risk).and_then(|at| acceptances.get_mut(at)) {
            list.push((id, acceptance));
        }
    }
    let need =
        |asset: usize, dimension: usize| (needs.rank(asset, dimension), needs.is_complete(asset, dimension));
    let assets = Places::new(isms.assets());

    let risks = isms.risks().len();
    let mut register = Register { ids: Vec::with_capacity(risks), states: Vec::with_capacity(risks) };
    let decided = treatments.iter().zip(&acceptances);
    for ((place, (id, risk)), (treatments, acceptances)) in isms.risks().iter().enumerate().zip(decided) {
        let method = isms.methods().index_of(&risk.method).and_then(|at| methods.get(at)?.as_ref());
        let mut state = RiskState {
            open: risk.closed_on.is_none_or(|closed| closed > as_of),
            expected_annual: loss(risk).and_then(|loss| loss.expected_annual().ok()),
            ..RiskState::default()
        };
        if let Some(method) = method {
            let of_loss;
            (state.credits, of_loss) = effects.on(isms, place, risk, method, treatments);
            state.loss =
                loss(risk).map(|loss| super::loss::state(loss, method.source.loss_controls, of_loss));
            levels(method, risk, &mut state);
            (state.implied_consequence, state.implied_complete) = implied(isms, &assets, risk, method, need);
            let (current, residual) = (&state.current, &state.residual);
            let now = Now { isms, risk, method, current, residual, as_of };
            state.acceptances = acceptances.iter().map(|(id, a)| now.state(id, a)).collect();
        }
        register.ids.push(id.clone());
        register.states.push(state);
    }
    register
}

/// The loss that is stated, unless it is negative.
fn loss(risk: &Risk) -> Option<&Loss> {
    risk.loss.as_ref().filter(|loss| !loss.is_negative())
}

/// The four levels of a risk.
fn levels(method: &Method<'_>, risk: &Risk, state: &mut RiskState) {
    let judged = Judged::new(method, &risk.inherent);
    state.inherent = judged.point(&[], None);
    let credits = &state.credits;
    let station = |planned: bool, by_hand: Option<&LevelOverride>| {
        let at = |unverified: bool| judged.point(credits, Some(Count { planned, unverified }));
        controlled(method, at(true), at(false), by_hand)
    };
    let current = station(false, risk.override_current.as_ref());
    let residual = station(true, risk.override_residual.as_ref());
    (state.current, state.residual) = (current, residual);
    state.target = risk.target.as_ref().and_then(|name| method.level.level(name));
}

fn controlled(
    method: &Method<'_>,
    point: RiskPoint,
    without_unverified: RiskPoint,
    by_hand: Option<&LevelOverride>,
) -> Controlled {
    let overridden = by_hand.and_then(|word| method.level.level(&word.level));
    let computed = |level: &Level| method.level.name(level.rank());
    let basis: Option<&LevelName> = by_hand.and_then(|word| word.basis.as_ref());
    let override_stale =
        overridden.as_ref().and(basis).map(|basis| point.level.as_ref().and_then(computed) != Some(basis));
    let mut state = Controlled {
        verified: point.level == without_unverified.level,
        point,
        without_unverified,
        overridden,
        override_stale,
        disposition: None,
    };
    state.disposition = state.level().and_then(|level| method.disposition(level.rank()));
    state
}

/// The highest consequence that the needs of the affected assets imply, and whether nothing unknown could raise it.
fn implied(
    isms: &Isms,
    assets: &Places<'_, AssetId, Asset>,
    risk: &Risk,
    method: &Method<'_>,
    need: impl Fn(usize, usize) -> (u8, bool),
) -> (Option<Level>, bool) {
    let (with, without): (Vec<_>, Vec<_>) =
        risk.affects.iter().partition(|id| method.source.need_to_consequence.contains(*id));
    let dimensions: Vec<usize> = with.into_iter().filter_map(|id| isms.dimensions().index_of(id)).collect();
    let mut highest = None;
    let mut complete = !risk.assets.is_empty() && !risk.affects.is_empty() && without.is_empty();
    // Among many assets the look-up is what costs, so it is done once, and not without a table to read.
    for asset in risk.assets.iter().filter(|_| !dimensions.is_empty()) {
        let Some(asset) = assets.of(asset) else { continue };
        for dimension in &dimensions {
            let (rank, known) = need(asset, *dimension);
            let consequence = method.implied(*dimension, rank);
            complete &= known && consequence.is_some();
            highest = highest.max(consequence);
        }
    }
    let complete = complete || highest == Some(method.consequence.scale.top());
    (highest.and_then(|rank| method.consequence.at(rank)), complete)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::isms::{
        AssetKind, Combine, Control, ControlStatus, Draft, Effect, Inherent, RiskApproach, RiskMethod, Shift,
        Table, Threat, Vulnerability,
    };
    use crate::level::Scale;

    fn name(text: &str) -> LevelName {
        text.parse().unwrap()
    }

    /// One risk on a scale `1` to `4` for everything: of the two axes the higher is the level.
    fn draft() -> Draft {
        let mut draft = Draft::new("x");
        let id = || "s".parse().unwrap();
        let levels = ["1", "2", "3", "4"];
        draft.scales.insert(id(), Scale::of(levels).unwrap());
        let row = |l: usize| (0..4).map(|c| Some(name(levels[l.max(c)]))).collect();
        let rows = (0..4).map(|l| (name(levels[l]), row(l))).collect();
        draft
            .methods
            .insert("M".parse().unwrap(), RiskMethod::new("m", "1", id(), id(), id(), Combine::Matrix(rows)));
        let mut risk = Risk::new("r", RiskApproach::Asset, "M".parse().unwrap());
        risk.inherent = Inherent::new(name("4"), name("2"));
        draft.risks.insert("R".parse().unwrap(), risk);
        draft
    }

    fn state(draft: Draft) -> RiskState {
        let (isms, day) = (draft.build().unwrap(), "2026-03-31".parse().unwrap());
        let needs = crate::need::derive_needs(&isms);
        evaluate(&isms, &needs, &crate::assurance::control_states(&isms, day), day).states()[0].clone()
    }

    #[test]
    fn the_highest_category_counts_and_one_off_the_scale_spoils_the_point() {
        let category = |level: &str| {
            let mut draft = draft();
            let method = draft.methods.get_mut("M").unwrap();
            method.categories.insert("financial".parse().unwrap(), "money".into());
            let risk = draft.risks.get_mut("R").unwrap();
            risk.inherent.consequences.insert("financial".parse().unwrap(), name(level));
            state(draft).inherent
        };
        assert_eq!(category("3").consequence.unwrap().rank(), 3);
        assert_eq!(category("1").consequence.unwrap().rank(), 2);
        let spoilt = category("4.5");
        assert_eq!((spoilt.likelihood.unwrap().rank(), spoilt.consequence, spoilt.level), (4, None, None));
    }

    #[test]
    fn a_risk_is_open_until_the_day_it_is_closed() {
        for (closed, open) in [(None, true), (Some("2026-04-01"), true), (Some("2026-03-31"), false)] {
            let mut draft = draft();
            draft.risks.get_mut("R").unwrap().closed_on = closed.map(|d| d.parse().unwrap());
            assert_eq!(state(draft).open, open, "{closed:?}");
        }
    }

    #[test]
    fn credits_say_how_a_control_reaches_the_risk() {
        let mut draft = draft();
        let risk = draft.risks.get_mut("R").unwrap();
        risk.threats.insert("T".parse().unwrap());
        risk.vulnerabilities.extend(["V-1".parse().unwrap(), "V-2".parse().unwrap()]);
        draft.threats.insert("T".parse().unwrap(), Threat::new("t"));
        draft.vulnerabilities.insert("V-1".parse().unwrap(), Vulnerability::new("v"));
        draft.vulnerabilities.insert("V-2".parse().unwrap(), Vulnerability::new("v"));
        let mut control = Control::new("c", ControlStatus::Partial);
        let effect = |by| Effect::on_likelihood(Shift::down(by));
        control.acts_on.threats.insert("T".parse().unwrap(), effect(3));
        control.acts_on.vulnerabilities.insert("V-1".parse().unwrap(), effect(-1));
        let mut strong = effect(2);
        strong.likelihood.as_mut().unwrap().cap = Some(name("1"));
        control.acts_on.vulnerabilities.insert("V-2".parse().unwrap(), strong);
        draft.controls.insert("C".parse().unwrap(), control);

        let state = state(draft);
        let seen: Vec<_> = state.credits.iter().map(|c| (&c.via, c.designed, c.counted, &c.cap)).collect();
        let via = |id: &str| super::super::Via::Vulnerability(id.parse().unwrap());
        // Unverified: one of two steps, no cap; what it makes worse counts.
        assert_eq!(seen, [(&via("V-2"), 2, 1, &None), (&via("V-1"), -1, -1, &None)]);
        assert_eq!(state.current.point.likelihood.unwrap().rank(), 4);
        assert!(state.current.verified); // it makes no difference
    }

    #[test]
    fn an_override_counts_and_goes_stale_with_what_was_computed() {
        for (basis, stale) in [(None, None), (Some("4"), Some(false)), (Some("3"), Some(true))] {
            let mut draft = draft();
            let mut word = LevelOverride::new(name("2"), "insured");
            word.basis = basis.map(name);
            draft.risks.get_mut("R").unwrap().override_residual = Some(word);
            let state = state(draft);
            assert_eq!(state.residual.level().unwrap().rank(), 2);
            assert_eq!(state.residual.override_stale, stale);
            assert_eq!(state.current.level().unwrap().rank(), 4);
        }
    }

    #[test]
    fn needs_imply_a_consequence_only_as_far_as_they_are_known() {
        let mut draft = draft();
        let table = [(name("low"), name("1")), (name("moderate"), name("3")), (name("very-high"), name("4"))];
        let table: Table<_, _> = table.into_iter().collect();
        let method = draft.methods.get_mut("M").unwrap();
        method.need_to_consequence.insert("integrity".parse().unwrap(), table);
        let risk = draft.risks.get_mut("R").unwrap();
        risk.affects.insert("integrity".parse().unwrap());
        for asset in ["A-0", "A-1"] {
            draft.assets.insert(asset.parse().unwrap(), Asset::new("a", AssetKind::Information));
            risk.assets.insert(asset.parse().unwrap());
        }
        let isms = draft.build().unwrap();
        let risk = isms.risks().get("R").unwrap();
        let method = Method::compile(&isms, isms.methods().get("M").unwrap()).unwrap();
        // The impact scale: very-low 1, low 2, moderate 3, high 4, very-high 5; 0 is unknown.
        for (needs, expected) in [
            ([(2, true), (3, true)], (Some(3), true)),
            ([(2, true), (2, true)], (Some(1), true)),
            ([(3, true), (2, false)], (Some(3), false)),
            ([(3, true), (0, false)], (Some(3), false)),
            ([(3, true), (4, true)], (Some(3), false)), // the table does not have `high`
            ([(5, false), (0, false)], (Some(4), true)), // nothing could raise it
            ([(0, false), (0, false)], (None, false)),
        ] {
            let places = Places::new(isms.assets());
            let (level, complete) = implied(&isms, &places, risk, &method, |asset, _| needs[asset]);
            assert_eq!((level.map(|l| l.rank()), complete), expected, "{needs:?}");
        }
    }
}
