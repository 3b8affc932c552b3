//! What is unsound in a method, whatever risks use it.

use super::grid::MAX_CELLS;
use super::look::{Look, looks};
use super::method::Method;
use crate::finding::{CodeInfo, Collection, Finding, Subject, code};
use crate::id::{FactorId, MethodId};
use crate::isms::{Combine, Disposition, Isms, RiskMethod};
use crate::level::{LevelName, Scale};

/// What is unsound in a method: points without a level, levels without a disposition, tables that fall where they
/// should rise, names off their scales. Empty for a sound method and for one the ISMS does not have.
///
/// O(cells + entries of the method's tables).
///
/// ```
/// use isms_core::{Combine, Draft, RiskMethod, Scale, lint_method};
/// let mut draft = Draft::new("Acme");
/// draft.scales.insert("grade".parse()?, Scale::of(["low", "high"])?);
/// let grade = || "grade".parse();
/// let row = vec![Some("low".parse()?), Some("high".parse()?)];
/// let combine = Combine::Matrix([("low".parse()?, row)].into_iter().collect());
/// draft.methods.insert("M-1".parse()?, RiskMethod::new("house", "1", grade()?, grade()?, grade()?, combine));
/// let findings = lint_method(&draft.build()?, &"M-1".parse()?);
/// assert_eq!(findings[0].code(), "C6.1.2-02");
/// assert_eq!(findings[0].path(), "/methods/M-1/combine/matrix/high"); // the row is missing
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn lint_method(isms: &Isms, id: &MethodId) -> Vec<Finding> {
    let Some(source) = isms.methods().get(id) else { return Vec::new() };
    let Some(method) = Method::compile(isms, source) else { return Vec::new() };
    let mut lint = Lint { isms, id, source, method: &method, findings: Vec::new() };
    lint.names();
    for look in looks(id, source, &method) {
        lint.unknown_bands(&look);
        if lint.ratings(&look) && lint.size(&look) {
            lint.holes(&look);
            lint.falls(&look);
            lint.unreachable(&look);
        }
    }
    lint.unused();
    lint.weights();
    lint.dispositions();
    lint.authority();
    lint.need_tables();
    let mut findings = lint.findings;
    findings.sort_by_cached_key(|f| (f.code(), f.path()));
    findings
}

struct Lint<'a> {
    isms: &'a Isms,
    id: &'a MethodId,
    source: &'a RiskMethod,
    method: &'a Method<'a>,
    findings: Vec<Finding>,
}

impl<'a> Lint<'a> {
    fn at(&self, member: &str) -> Subject {
        Subject::item(Collection::Methods, self.id).member(member)
    }

    fn push(&mut self, info: &'static CodeInfo, at: Subject, message: String) {
        self.findings.push(Finding::new(info, at, message));
    }

    /// Reports the names that a scale does not have: one finding per place, with the first and how many more.
    fn known<'n>(&mut self, scale: &Scale, names: impl Iterator<Item = &'n LevelName>, at: Subject) {
        let off: Vec<_> = names.filter(|name| scale.rank(name.as_str()).is_none()).collect();
        if let Some(first) = off.first() {
            let near = crate::finding::nearest(first.as_str(), scale.levels.iter().map(|l| l.id.as_str()));
            let message = format!("`{first}`{} is no level of the scale", and_more(off.len()));
            let mut finding = Finding::new(&code::M_002, at, message);
            if let Some(near) = near {
                finding = finding.with_help(format!("did you mean `{near}`?"));
            }
            self.findings.push(finding);
        }
    }

    fn names(&mut self) {
        let (source, method) = (self.source, self.method);
        let (consequence, level) = (method.consequence.scale, method.level.scale);
        self.known(level, source.dispositions.keys(), self.at("dispositions"));
        self.known(level, source.authority.keys(), self.at("authority"));
        self.known(level, source.max_acceptance_days.keys(), self.at("max_acceptance_days"));
        for (dimension, table) in source.need_to_consequence.iter() {
            let at = self.at("need_to_consequence").member(dimension);
            if let Some(needs) =
                self.isms.dimensions().get(dimension).and_then(|d| self.isms.scales().get(&d.scale))
            {
                self.known(needs, table.keys(), at.clone());
            }
            for (need, implied) in table.iter() {
                self.known(consequence, std::iter::once(implied), at.clone().member(need));
            }
        }
    }

    fn unknown_bands(&mut self, look: &Look<'_>) {
        if let (Combine::Matrix(rows), [first, second]) = (look.combine, look.inputs.as_slice()) {
            self.known(first.steps.scale, rows.keys(), look.table());
            for (name, row) in rows.iter() {
                self.known(look.output.scale, row.iter().flatten(), look.table().member(name));
                let (long, wide) = (row.len(), second.steps.scale.levels.len());
                if long > wide {
                    let message =
                        format!("the row `{name}` has {long} cells, but there are {wide} {}", second.plural);
                    self.push(&code::M_008, look.table().member(name), message);
                }
            }
        }
        let (Combine::Product { bands, .. } | Combine::Sum { bands }) = look.combine else { return };
        self.known(look.output.scale, bands.iter().map(|b| &b.level), look.table());
        let out = bands.iter().zip(bands.iter().skip(1)).find(|(a, b)| a.at_least >= b.at_least);
        if let Some((a, b)) = out {
            let message =
                format!("the band from {} on stands after the band from {} on", b.at_least, a.at_least);
            self.push(&code::M_006, look.table(), message);
        }
    }

    /// Whether combinations can be looked up at all: a product or a sum needs a rating for every level.
    fn ratings(&mut self, look: &Look<'_>) -> bool {
        if matches!(look.combine, Combine::Matrix(_)) {
            return true;
        }
        let mut all = true;
        for (place, input) in look.inputs.iter().enumerate() {
            if look.inputs.iter().take(place).any(|before| before.id == input.id) {
                continue; // one scale, told once
            }
            let (id, scale) = (input.id, input.steps.scale);
            let unrated: Vec<_> = scale.levels.iter().filter(|l| l.rating.is_none()).collect();
            if let Some(first) = unrated.first() {
                all = false;
                let more = and_more(unrated.len());
                let message = format!("`{}`{more} of the scale `{id}` has no rating", first.id);
                self.push(&code::M_007, input.at.clone(), message);
            }
            let mut pairs = scale.levels.iter().zip(scale.levels.iter().skip(1));
            let fallen = pairs.find(|(a, b)| a.rating.zip(b.rating).is_some_and(|(a, b)| a >= b));
            if let Some((a, b)) = fallen {
                let message = format!("`{}` is above `{}`, but its rating is not", b.id, a.id);
                let at = Subject::item(Collection::Scales, id).member("levels");
                let told = |f: &Finding| f.code() == code::G_09.code && f.path() == at.path();
                if !self.findings.iter().any(told) {
                    self.push(&code::G_09, at, message);
                }
            }
        }
        all
    }

    fn size(&mut self, look: &Look<'_>) -> bool {
        let fits = !look.grid.tops().is_empty();
        if !fits {
            let message = format!("there are more than {MAX_CELLS} combinations of levels");
            self.push(&code::M_010, look.at.clone(), message);
        }
        fits
    }

    fn holes(&mut self, look: &Look<'_>) {
        let by_row = matches!(look.combine, Combine::Matrix(_));
        let mut holes: Vec<(Vec<u8>, usize)> = Vec::new(); // the first of each row, and how many
        for (at, _) in look.grid.iter().filter(|(_, cell)| cell.level.is_none()) {
            match holes.last_mut() {
                Some((first, count)) if !by_row || first.first() == at.first() => {
                    *count = count.saturating_add(1);
                }
                _ => holes.push((at, 1)),
            }
        }
        for (at, count) in holes {
            let row = look.inputs.first().zip(at.first()).and_then(|(input, rank)| input.steps.name(*rank));
            let place = match row.filter(|_| by_row) {
                Some(row) => look.table().member(row),
                None => look.table(),
            };
            let message = format!("no level for the {}{}", look.say(&at, " with the "), and_more(count));
            self.push(&code::C6_1_2_02, place, message);
        }
    }

    fn falls(&mut self, look: &Look<'_>) {
        let falls = look.grid.falls();
        let Some((before, after)) = falls.first() else { return };
        let (after, before) = (look.say(after, " with "), look.say(before, " with "));
        let message = format!("{after}{} gives a lower level than {before}", and_more(falls.len()));
        self.push(&code::C6_1_2_03, look.table(), message);
    }

    fn unreachable(&mut self, look: &Look<'_>) {
        let mut reached = [false; 256];
        for (_, cell) in look.grid.iter() {
            if let Some(slot) = cell.level.and_then(|rank| reached.get_mut(usize::from(rank))) {
                *slot = true;
            }
        }
        let missed = |rank: &u8| reached.get(usize::from(*rank)) == Some(&false);
        let missing: Vec<u8> = look.output.ranks().filter(missed).collect();
        if let Some(name) = missing.first().and_then(|rank| look.output.name(*rank)) {
            let message = format!("the level `{name}`{} is never reached", and_more(missing.len()));
            self.push(&code::M_004, look.table(), message);
        }
    }

    /// Factors that no axis follows from.
    fn unused(&mut self) {
        let stages = [&self.method.likelihood_from, &self.method.consequence_from];
        let used = |id: &FactorId| {
            stages.iter().any(|stage| stage.as_ref().is_some_and(|s| s.source.of.contains(id)))
        };
        let unused: Vec<_> = self.source.factors.keys().filter(|id| !used(id)).collect();
        for id in unused {
            let message = format!("neither likelihood nor consequence follows from the factor `{id}`");
            self.push(&code::M_011, self.at("factors").member(id), message);
        }
    }

    /// Weights that nothing multiplies.
    fn weights(&mut self) {
        let source = self.source;
        for (member, from) in
            [("likelihood_from", &source.likelihood_from), ("consequence_from", &source.consequence_from)]
        {
            let Some(from) = from else { continue };
            let sums = matches!(from.combine, Combine::Sum { .. });
            for id in from.weights.keys().filter(|id| !sums || !from.of.contains(id)) {
                let message = match sums {
                    true => {
                        format!("the axis does not follow from the factor `{id}`, so its weight is not used")
                    }
                    false => format!("the weight of the factor `{id}` is not used: the axis is no sum"),
                };
                self.push(&code::M_015, self.at(member).member("weights").member(id), message);
            }
        }
    }

    fn dispositions(&mut self) {
        let method = self.method;
        let mut last: Option<(u8, Disposition)> = None;
        for rank in method.level.ranks() {
            let Some(name) = method.level.name(rank) else { continue };
            let at = self.at("dispositions").member(name);
            let Some(now) = method.disposition(rank) else {
                self.push(&code::C6_1_2_02, at, format!("nothing follows from the level `{name}`"));
                continue;
            };
            match last {
                Some((lower, before)) if weight(before) > weight(now) => {
                    let Some(lower) = method.level.name(lower) else { continue };
                    let message =
                        format!("`{now}` follows from `{name}`, but `{before}` from the lower `{lower}`");
                    self.push(&code::M_005, at, message);
                }
                _ => last = Some((rank, now)),
            }
        }
    }

    /// A level that is retained without approval, or refused, needs nobody.
    fn authority(&mut self) {
        for rank in self.method.level.ranks() {
            let needed = matches!(
                self.method.disposition(rank),
                Some(Disposition::RetainWithApproval | Disposition::Treat)
            );
            let nobody = self.method.authority(rank).is_none_or(|a| !a.owner && a.roles.is_empty());
            if let Some(name) = self.method.level.name(rank).filter(|_| needed && nobody) {
                let message = format!("nobody may retain a risk of the level `{name}`");
                self.push(&code::M_003, self.at("authority").member(name), message);
            }
        }
    }

    fn need_tables(&mut self) {
        for (place, (id, dimension)) in self.isms.dimensions().iter().enumerate() {
            let Some(scale) = self.isms.scales().get(&dimension.scale) else { continue };
            let mut last: Option<(u8, &LevelName)> = None;
            for (level, rank) in scale.levels.iter().zip(1u8..) {
                let Some(now) = self.method.implied(place, rank) else { continue };
                match last {
                    Some((before, lower)) if before > now => {
                        let message =
                            format!("the need `{}` implies a lower consequence than `{lower}`", level.id);
                        self.push(&code::M_009, self.at("need_to_consequence").member(id), message);
                        break;
                    }
                    _ => last = Some((now, &level.id)),
                }
            }
        }
    }
}

/// How much a disposition demands.
fn weight(disposition: Disposition) -> u8 {
    match disposition {
        Disposition::Retain => 0,
        Disposition::RetainWithApproval => 1,
        Disposition::Treat => 2,
        Disposition::Refuse => 3,
    }
}

fn and_more(all: usize) -> String {
    match all {
        0 | 1 => String::new(),
        n => format!(" (and {} more)", n.saturating_sub(1)),
    }
}
