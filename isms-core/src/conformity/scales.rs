//! Names that are not on their scale, wherever they stand. Those of methods are the risk room's.

use super::cases::Cases;
use super::facts::Facts;
use crate::finding::{Collection, Subject, nearest};
use crate::id::{ScaleId, clip};
use crate::isms::{Effect, RiskMethod};
use crate::level::LevelName;

/// Why a name is off its scale, or nothing if it is on it.
fn off(facts: &Facts<'_>, scale: &ScaleId, name: &LevelName) -> Option<String> {
    let levels = facts.scale(scale)?;
    if levels.rank(name.as_str()).is_some() {
        return None;
    }
    // Every name of one or two characters is near every other.
    let near = if name.as_str().len() < 3 {
        None
    } else {
        nearest(name.as_str(), levels.levels.iter().map(|level| level.id.as_str()))
    };
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Some(format!("`{}` is not a level of the scale `{scale}`{near}", clip(name.as_str())))
}

/// Every level a risk names. Whatever its method cannot read, it is reported here and used nowhere.
pub(super) fn c6_1_2_04(facts: &Facts<'_>, out: &mut Cases) {
    out.among(facts.open_count(), "risks");
    for risk in facts.open_risks() {
        let Some(method) = risk.method else { continue };
        let (written, stated) = (&risk.risk.inherent, &risk.risk.stated);
        let mut tell = |scale: &ScaleId, name: &LevelName, path: &[&str]| {
            if let Some(why) = off(facts, scale, name) {
                facts.risk_case(out, &risk, |at| (deeper(at, path), why));
            }
        };
        if let Some(name) = &written.likelihood {
            tell(&method.likelihood, name, &["inherent", "likelihood"]);
        }
        if let Some(name) = &written.consequence {
            tell(&method.consequence, name, &["inherent", "consequence"]);
        }
        for (category, name) in written.consequences.iter() {
            tell(&method.consequence, name, &["inherent", "consequences", category.as_str()]);
        }
        for (factor, name) in written.factors.iter() {
            if let Some(input) = method.factors.get(factor) {
                tell(&input.scale, name, &["inherent", "factors", factor.as_str()]);
            }
        }
        let levels = [
            (&stated.inherent, &["stated", "inherent"][..]),
            (&stated.current, &["stated", "current"]),
            (&stated.residual, &["stated", "residual"]),
            (&risk.risk.target, &["target"]),
        ];
        for (name, path) in levels {
            if let Some(name) = name {
                tell(&method.level, name, path);
            }
        }
        let by_hand = [
            (&risk.risk.override_current, "override_current"),
            (&risk.risk.override_residual, "override_residual"),
        ];
        for (word, member) in by_hand {
            let Some(word) = word else { continue };
            tell(&method.level, &word.level, &[member, "level"]);
            if let Some(basis) = &word.basis {
                tell(&method.level, basis, &[member, "basis"]);
            }
        }
        for (asset, needs) in risk.risk.basis.iter() {
            for (dimension, name) in needs.iter() {
                if let Some(what) = facts.isms.dimensions().get(dimension) {
                    tell(&what.scale, name, &["basis", asset.as_str(), dimension.as_str()]);
                }
            }
        }
        if let Some(version) = risk.risk.method_version.as_ref().filter(|v| **v != method.version) {
            facts.risk_case(out, &risk, |at| {
                let message = format!(
                    "the risk `{}` was assessed with version `{}` of `{}`, which is at `{}`",
                    risk.id,
                    clip(version),
                    risk.risk.method,
                    clip(&method.version)
                );
                (at.member("method_version"), message)
            });
        }
    }
}

fn deeper(at: Subject, path: &[&str]) -> Subject {
    path.iter().fold(at, |at, step| at.member(step))
}

/// Every level anything else names: dimensions, assets, caps of controls, acceptances.
pub(super) fn g_12(facts: &Facts<'_>, out: &mut Cases) {
    dimensions(facts, out);
    assets(facts, out);
    caps(facts, out);
    acceptances(facts, out);
}

fn dimensions(facts: &Facts<'_>, out: &mut Cases) {
    for (id, dimension) in facts.isms.dimensions().iter() {
        for (member, name) in [("risk_from", &dimension.risk_from), ("floor", &dimension.floor)] {
            if let Some(why) = name.as_ref().and_then(|name| off(facts, &dimension.scale, name)) {
                out.item(Collection::Dimensions, id.as_str(), |at| (at.member(member), why));
            }
        }
    }
}

fn assets(facts: &Facts<'_>, out: &mut Cases) {
    let scale = |dimension| facts.isms.dimensions().get(dimension).map(|what| &what.scale);
    for (id, asset) in facts.isms.assets().iter() {
        let mut tell = |dimension, name: &LevelName, path: &[&str]| {
            if let Some(why) = scale(dimension).and_then(|scale| off(facts, scale, name)) {
                out.item(Collection::Assets, id.as_str(), |at| (deeper(at, path), why));
            }
        };
        for (dimension, name) in asset.need.iter() {
            tell(dimension, name, &["need", dimension.as_str()]);
        }
        for (dimension, floor) in asset.cumulation.iter() {
            tell(dimension, &floor.at_least, &["cumulation", dimension.as_str(), "at_least"]);
        }
        for (dimension, word) in asset.need_override.iter() {
            tell(dimension, &word.level, &["need_override", dimension.as_str(), "level"]);
            if let Some(basis) = &word.basis {
                tell(dimension, basis, &["need_override", dimension.as_str(), "basis"]);
            }
        }
        for (target, dependency) in asset.depends_on.iter() {
            for (dimension, name) in dependency.cap.iter() {
                tell(dimension, name, &["depends_on", target.as_str(), "cap", dimension.as_str()]);
            }
        }
    }
}

/// A cap on a risk is read on the scales of its method; one on a threat or a vulnerability must be on the scale of
/// some method.
fn caps(facts: &Facts<'_>, out: &mut Cases) {
    let methods = || facts.isms.methods().values();
    for (id, control) in facts.isms.controls().iter() {
        let mut tell = |kind: &str, target: &str, effect: &Effect, only: Option<&RiskMethod>| {
            for (axis, shift) in [("likelihood", &effect.likelihood), ("consequence", &effect.consequence)] {
                let scale = |method: &RiskMethod| {
                    if axis == "likelihood" { method.likelihood.clone() } else { method.consequence.clone() }
                };
                let Some(cap) = shift.as_ref().and_then(|shift| shift.cap.as_ref()) else { continue };
                let why = match only {
                    Some(method) => off(facts, &scale(method), cap),
                    None => {
                        let mut all = methods().map(|method| off(facts, &scale(method), cap));
                        let first = all.next().flatten();
                        if all.all(|why| why.is_some()) { first } else { None }
                    }
                };
                if let Some(why) = why {
                    let path = ["acts_on", kind, target, axis, "cap"];
                    out.item(Collection::Controls, id.as_str(), |at| (deeper(at, &path), why));
                }
            }
        };
        for (risk, effect) in control.acts_on.risks.iter() {
            let method = facts.isms.risks().get(risk).and_then(|risk| facts.isms.methods().get(&risk.method));
            tell("risks", risk.as_str(), effect, method);
        }
        for (threat, effect) in control.acts_on.threats.iter() {
            tell("threats", threat.as_str(), effect, None);
        }
        for (vulnerability, effect) in control.acts_on.vulnerabilities.iter() {
            tell("vulnerabilities", vulnerability.as_str(), effect, None);
        }
    }
}

fn acceptances(facts: &Facts<'_>, out: &mut Cases) {
    for (id, acceptance) in facts.isms.acceptances().iter() {
        let risk = facts.isms.risks().get(&acceptance.risk);
        let Some(method) = risk.and_then(|risk| facts.isms.methods().get(&risk.method)) else { continue };
        let basis = acceptance.basis.as_ref();
        let levels = [
            (Some(&acceptance.level), &["level"][..]),
            (basis.and_then(|basis| basis.current.as_ref()), &["basis", "current"]),
            (basis.and_then(|basis| basis.residual.as_ref()), &["basis", "residual"]),
        ];
        for (name, path) in levels {
            if let Some(why) = name.and_then(|name| off(facts, &method.level, name)) {
                out.item(Collection::Acceptances, id.as_str(), |at| (deeper(at, path), why));
            }
        }
    }
}
