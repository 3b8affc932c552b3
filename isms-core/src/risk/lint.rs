//! What is unsound in a method, whatever risks use it.

use super::method::Method;
use crate::finding::{CodeInfo, Collection, Finding, Subject, code};
use crate::id::MethodId;
use crate::isms::{Band, Combine, Disposition, Isms, RiskMethod};
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
    if lint.ratings() {
        lint.holes();
        lint.falls();
        lint.unreachable();
    }
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

    fn combine(&self) -> Subject {
        let at = self.at("combine");
        match &self.source.combine {
            Combine::Matrix(_) => at.member("matrix"),
            Combine::Product { .. } => at.member("product").member("bands"),
            Combine::Sum { .. } => at.member("sum").member("bands"),
        }
    }

    fn bands(&self) -> Option<&'a [Band]> {
        match &self.source.combine {
            Combine::Matrix(_) => None,
            Combine::Product { bands, .. } | Combine::Sum { bands } => Some(bands),
        }
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
        let (likelihood, consequence, level) =
            (method.likelihood.scale, method.consequence.scale, method.level.scale);
        if let Combine::Matrix(rows) = &source.combine {
            self.known(likelihood, rows.keys(), self.combine());
            for (name, row) in rows.iter() {
                self.known(level, row.iter().flatten(), self.combine().member(name));
                if row.len() > consequence.levels.len() {
                    let (long, wide) = (row.len(), consequence.levels.len());
                    let message =
                        format!("the row `{name}` has {long} cells, but there are {wide} consequences");
                    self.push(&code::M_008, self.combine().member(name), message);
                }
            }
        }
        if let Some(bands) = self.bands() {
            self.known(level, bands.iter().map(|b| &b.level), self.combine());
            let out = bands.iter().zip(bands.iter().skip(1)).find(|(a, b)| a.at_least >= b.at_least);
            if let Some((a, b)) = out {
                let message =
                    format!("the band from {} on stands after the band from {} on", b.at_least, a.at_least);
                self.push(&code::M_006, self.combine(), message);
            }
        }
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

    /// Whether points can be looked up at all: a product or a sum needs a rating for every level.
    fn ratings(&mut self) -> bool {
        if matches!(self.source.combine, Combine::Matrix(_)) {
            return true;
        }
        let mut all = true;
        let mut scales = vec![(&self.source.likelihood, self.method.likelihood.scale, "likelihood")];
        if self.source.consequence != self.source.likelihood {
            scales.push((&self.source.consequence, self.method.consequence.scale, "consequence"));
        }
        for (id, scale, member) in scales {
            let unrated: Vec<_> = scale.levels.iter().filter(|l| l.rating.is_none()).collect();
            if let Some(first) = unrated.first() {
                all = false;
                let more = and_more(unrated.len());
                let message = format!("`{}`{more} of the scale `{id}` has no rating", first.id);
                self.push(&code::M_007, self.at(member), message);
            }
            let mut pairs = scale.levels.iter().zip(scale.levels.iter().skip(1));
            let fallen = pairs.find(|(a, b)| a.rating.zip(b.rating).is_some_and(|(a, b)| a >= b));
            if let Some((a, b)) = fallen {
                let message = format!("`{}` is above `{}`, but its rating is not", b.id, a.id);
                self.push(&code::G_09, Subject::item(Collection::Scales, id).member("levels"), message);
            }
        }
        all
    }

    fn holes(&mut self) {
        let method = self.method;
        let by_row = matches!(self.source.combine, Combine::Matrix(_));
        let mut holes: Vec<(u8, Vec<u8>)> = Vec::new();
        for l in method.likelihood.ranks() {
            let row: Vec<u8> =
                method.consequence.ranks().filter(|c| method.cell(l, *c).level.is_none()).collect();
            match holes.last_mut() {
                _ if row.is_empty() => {}
                Some((_, all)) if !by_row => all.extend(row),
                _ => holes.push((l, row)),
            }
        }
        for (l, row) in holes {
            let names = method.likelihood.name(l).zip(row.first().and_then(|c| method.consequence.name(*c)));
            let Some((likelihood, consequence)) = names else { continue };
            let at = if by_row { self.combine().member(likelihood) } else { self.combine() };
            let more = and_more(row.len());
            let message = format!(
                "no level for the likelihood `{likelihood}` with the consequence `{consequence}`{more}"
            );
            self.push(&code::C6_1_2_02, at, message);
        }
    }

    fn falls(&mut self) {
        let falls = self.method.falls();
        let Some((before, after)) = falls.first() else { return };
        let name = |(l, c): (u8, u8)| {
            let names = self.method.likelihood.name(l).zip(self.method.consequence.name(c));
            names.map_or_else(String::new, |(l, c)| format!("likelihood `{l}` with consequence `{c}`"))
        };
        let more = and_more(falls.len());
        let message = format!("{}{more} gives a lower level than {}", name(*after), name(*before));
        self.push(&code::C6_1_2_03, self.combine(), message);
    }

    fn unreachable(&mut self) {
        let method = self.method;
        let mut reached = [false; 256];
        for l in method.likelihood.ranks() {
            for c in method.consequence.ranks() {
                let level = method.cell(l, c).level;
                if let Some(slot) = level.and_then(|rank| reached.get_mut(usize::from(rank))) {
                    *slot = true;
                }
            }
        }
        let missed = |rank: &u8| reached.get(usize::from(*rank)) == Some(&false);
        let missing: Vec<u8> = method.level.ranks().filter(missed).collect();
        if let Some(name) = missing.first().and_then(|rank| method.level.name(*rank)) {
            let message = format!("the level `{name}`{} is never reached", and_more(missing.len()));
            self.push(&code::M_004, self.combine(), message);
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
