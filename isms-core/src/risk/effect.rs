//! What controls do to the axes of a risk: who reaches it, what counts, and where the axis ends.

use super::grid::Span;
use super::method::Method;
use super::{Axis, Credit, LossCredit, LossPart, Via, loss};
use crate::assurance::{Assurance, ControlState};
use crate::id::{ControlId, ThreatId, VulnerabilityId};
use crate::isms::{
    Control, ControlRef, ControlRule, ControlStatus, Effect, Isms, Risk, Shift, Treatment, Unverified,
};
use crate::level::LevelName;

/// How an entry of a control reaches a risk.
#[derive(Clone, Copy, Debug)]
enum Path<'a> {
    Risk,
    Vulnerability(&'a VulnerabilityId),
    Threat(&'a ThreatId),
}

impl Path<'_> {
    /// The precedence: the risk's own entry comes first.
    fn tier(self) -> u8 {
        match self {
            Path::Risk => 0,
            Path::Vulnerability(_) => 1,
            Path::Threat(_) => 2,
        }
    }

    fn via(self) -> Via {
        match self {
            Path::Risk => Via::Risk,
            Path::Vulnerability(id) => Via::Vulnerability(id.clone()),
            Path::Threat(id) => Via::Threat(id.clone()),
        }
    }
}

/// An own control with its state.
#[derive(Clone, Copy)]
pub(super) struct Own<'a> {
    pub(super) id: &'a ControlId,
    control: &'a Control,
    pub(super) state: &'a ControlState,
}

/// The entries of all controls, by what they act on. Each list is by place of the control.
pub(super) struct Effects<'a> {
    controls: Vec<Option<Own<'a>>>, // INVARIANT: by place in the table of controls.
    by_risk: Vec<Vec<(usize, &'a Effect)>>,
    by_vulnerability: Vec<Vec<(usize, &'a Effect)>>,
    by_threat: Vec<Vec<(usize, &'a Effect)>>,
}

impl<'a> Effects<'a> {
    /// O(controls + entries · log). Retired controls are left out.
    pub(super) fn new(isms: &'a Isms, assurance: &'a Assurance) -> Self {
        let mut effects = Self {
            controls: Vec::with_capacity(isms.controls().len()),
            by_risk: vec![Vec::new(); isms.risks().len()],
            by_vulnerability: vec![Vec::new(); isms.vulnerabilities().len()],
            by_threat: vec![Vec::new(); isms.threats().len()],
        };
        for (place, (id, control)) in isms.controls().iter().enumerate() {
            let own = assurance
                .near(place, id)
                .filter(|state| state.status != ControlStatus::Retired)
                .map(|state| Own { id, control, state });
            effects.controls.push(own);
            if own.is_none() {
                continue;
            }
            let acts_on = &control.acts_on;
            for (risk, effect) in acts_on.risks.iter() {
                put(&mut effects.by_risk, isms.risks().index_of(risk), (place, effect));
            }
            for (vulnerability, effect) in acts_on.vulnerabilities.iter() {
                let at = isms.vulnerabilities().index_of(vulnerability);
                put(&mut effects.by_vulnerability, at, (place, effect));
            }
            for (threat, effect) in acts_on.threats.iter() {
                put(&mut effects.by_threat, isms.threats().index_of(threat), (place, effect));
            }
        }
        effects
    }

    /// What the controls do to a risk, by control and axis, and to its loss: those in place, and the planned ones that a
    /// treatment of the risk names. O(entries that reach it · log).
    pub(super) fn on(
        &self,
        isms: &'a Isms,
        place: usize,
        risk: &'a Risk,
        method: &Method<'_>,
        treatments: &[&Treatment],
    ) -> (Vec<Credit>, Vec<LossCredit>) {
        let mut entries: Vec<(usize, Path<'a>, &'a Effect)> = Vec::new();
        entries.extend(self.by_risk.get(place).into_iter().flatten().map(|(c, e)| (*c, Path::Risk, *e)));
        for id in &risk.vulnerabilities {
            let found = isms.vulnerabilities().index_of(id).and_then(|at| self.by_vulnerability.get(at));
            entries.extend(found.into_iter().flatten().map(|(c, e)| (*c, Path::Vulnerability(id), *e)));
        }
        for id in &risk.threats {
            let found = isms.threats().index_of(id).and_then(|at| self.by_threat.get(at));
            entries.extend(found.into_iter().flatten().map(|(c, e)| (*c, Path::Threat(id), *e)));
        }
        // Stable: the entries of a control stay in order of precedence.
        entries.sort_by_key(|(control, ..)| *control);

        let (mut counted, mut of_loss) = (Vec::with_capacity(entries.len()), Vec::new());
        for group in entries.chunk_by(|a, b| a.0 == b.0) {
            let Some((control, nearest, _)) = group.first() else { continue };
            let Some(own) = self.controls.get(*control).copied().flatten() else { continue };
            if !own.state.status.is_in_place() && !is_named(own, treatments) {
                continue;
            }
            let tier = nearest.tier();
            let near = || group.iter().take_while(|(_, path, _)| path.tier() == tier);
            let axes = [Axis::Likelihood, Axis::Consequence].into_iter();
            for axis in axes.chain(method.source.factors.keys().cloned().map(Axis::Factor)) {
                let shifts = near().filter_map(|(_, path, effect)| shift(effect, &axis).map(|s| (*path, s)));
                count(own, &axis, shifts, method, &mut counted);
            }
            for part in LossPart::ALL.into_iter().filter(|_| risk.loss.is_some()) {
                let share = |effect: &Effect| effect.loss.as_ref().and_then(|loss| part.of(loss));
                let shares = near().filter_map(|(_, path, effect)| Some((path.via(), share(effect)?)));
                loss::count(own, part, shares, method.source.unverified, &mut of_loss);
            }
        }
        (counted, of_loss)
    }
}

fn put<T>(lists: &mut [Vec<T>], at: Option<usize>, item: T) {
    if let Some(list) = at.and_then(|at| lists.get_mut(at)) {
        list.push(item);
    }
}

fn shift<'e>(effect: &'e Effect, axis: &Axis) -> Option<&'e Shift> {
    match axis {
        Axis::Likelihood => effect.likelihood.as_ref(),
        Axis::Consequence => effect.consequence.as_ref(),
        Axis::Factor(id) => effect.factors.get(id),
    }
}

/// Whether a treatment names the control, or an entry of a catalogue that it implements.
/// O(treatments · entries · log).
fn is_named(own: Own<'_>, treatments: &[&Treatment]) -> bool {
    let by_entry = own.control.implements.iter().map(|entry| ControlRef::Catalogue(entry.clone()));
    let names: Vec<ControlRef> = std::iter::once(ControlRef::Own(own.id.clone())).chain(by_entry).collect();
    treatments.iter().any(|treatment| names.iter().any(|name| treatment.controls.contains(name)))
}

/// Joins the entries of one control on one axis: the strongest shift down with the lowest cap, and apart from it
/// the strongest adverse effect.
fn count<'a>(
    own: Own<'_>,
    axis: &Axis,
    shifts: impl Iterator<Item = (Path<'a>, &'a Shift)>,
    method: &Method<'_>,
    out: &mut Vec<Credit>,
) {
    let Some(steps) = method.steps(axis) else { return };
    let rank = |name: &LevelName| steps.rank(name);
    let mut down: Option<(i8, Path<'a>)> = None;
    let mut cap: Option<(u8, Path<'a>)> = None;
    let mut adverse: Option<(i8, Path<'a>)> = None;
    for (path, shift) in shifts {
        if shift.by < 0 {
            if adverse.is_none_or(|(by, _)| shift.by < by) {
                adverse = Some((shift.by, path));
            }
        } else if down.is_none_or(|(by, _)| shift.by > by) {
            down = Some((shift.by, path));
        }
        if let Some(to) = shift.cap.as_ref().and_then(rank)
            && cap.is_none_or(|(lowest, _)| to < lowest)
        {
            cap = Some((to, path));
        }
    }
    let full = own.state.verified || !own.state.status.is_in_place();
    let rule = method.source.unverified;
    let mut push = |designed: i8, path: Path<'_>, design_cap: Option<u8>| {
        let limit = match rule {
            Unverified::Strict => 0,
            Unverified::Capped => 1,
            Unverified::Optimistic => i8::MAX,
        };
        let cap = design_cap.filter(|_| full || rule == Unverified::Optimistic);
        out.push(Credit {
            control: own.id.clone(),
            axis: axis.clone(),
            via: path.via(),
            designed,
            counted: if full { designed } else { designed.min(limit) },
            cap: cap.and_then(|to| steps.at(to)),
            verified: own.state.verified,
            in_current: own.state.status.is_in_place(),
        });
    };
    // The path that is shown is that of the shift, or of the cap where nothing is shifted.
    let good = match (down, cap) {
        (Some((0, _)), Some((_, path))) | (None, Some((_, path))) => Some((0, path)),
        (down, _) => down,
    };
    if let Some((by, path)) = good {
        push(by, path, cap.map(|c| c.0));
    }
    if let Some((by, path)) = adverse {
        push(by, path, None);
    }
}

/// Which controls are counted, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// Planned controls too.
    pub(super) planned: bool,
    /// Unverified controls in place by the method's rule; without it only their adverse effects count.
    pub(super) unverified: bool,
}

/// Where an axis or a factor ends: the shifts down by the rule of the method, the strongest adverse effect on top, the
/// lowest cap, and never off the scale. It starts from a span since an axis may follow from factors that controls
/// have moved.
pub(super) fn span(method: &Method<'_>, start: Span, axis: &Axis, credits: &[Credit], count: Count) -> Span {
    let top = method.steps(axis).map_or(1, |steps| steps.scale.top());
    let (mut down, mut up, mut cap) = (0i64, 0i64, i64::from(top));
    for credit in credits.iter().filter(|c| c.axis == *axis && (c.in_current || count.planned)) {
        let by = i64::from(credit.counted);
        up = up.max(-by);
        if credit.in_current && !credit.verified && !count.unverified {
            continue;
        }
        down = match method.source.controls {
            ControlRule::Strongest => down.max(by),
            ControlRule::Sum => down.saturating_add(by.max(0)),
        };
        cap = cap.min(credit.cap.as_ref().map_or(cap, |level| i64::from(level.rank())));
    }
    let clip = |rank: i64| u8::try_from(rank.clamp(1, i64::from(top).max(1))).unwrap_or(1);
    let worst = i64::from(start.from).saturating_add(up);
    let best = i64::from(start.to).saturating_add(up).saturating_sub(down).min(cap);
    Span { from: clip(worst), to: clip(best) }
}
