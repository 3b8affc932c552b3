//! Reading a level of one method in another, and what is unsound in the translations that allow it.
//!
//! Levels of two methods have no common order, even where both methods use one scale: what a level means is the
//! method's. A translation is a judgement about two versions of two methods, so it is applied while both are the
//! methods' versions and not a day longer. Translations are not chained: reading A in B and B in C makes no judgement
//! about A in C, and a chain would invent one.

use std::collections::BTreeMap;

use crate::finding::{Collection, Finding, Subject, code, nearest};
use crate::id::{MethodId, RiskId};
use crate::isms::{Isms, Risk, Translation};
use crate::level::{Level, LevelName, Scale};
use crate::word::words;

words! {
    /// Why a risk cannot be read in a method.
    Unread ("reason") {
        /// The translation reads a level as a lower one than it reads a level below it.
        Falling = "falling-translation",
        /// The level of the risk is not known.
        NoLevel = "level-not-known",
        /// No translation from its method is declared.
        NoTranslation = "no-translation",
        /// The translation was made for another version of one of the methods.
        Stale = "stale-translation",
        /// Several translations hold, and nothing says which counts.
        TwoTranslations = "two-translations",
        /// The translation does not read this level, or reads it as one the other method does not have.
        Untranslated = "level-not-translated",
        /// The risk was assessed with another version of its method than the document has.
        Version = "other-version",
    }
}

/// The translations of an ISMS, ready to read levels with.
///
/// ```
/// use isms_core::{Isms, Level, Translations, Unread};
/// let isms = Isms::from_json(r#"{
///     "isms": "1",
///     "organisation": {"name": "Acme"},
///     "scales": {
///         "two": {"levels": [{"id": "low"}, {"id": "high"}]},
///         "three": {"levels": [{"id": "green"}, {"id": "amber"}, {"id": "red"}]}
///     },
///     "methods": {
///         "SITE": {"name": "site", "version": "1", "likelihood": "two", "consequence": "two", "level": "two",
///             "combine": {"matrix": {}}},
///         "GROUP": {"name": "group", "version": "4", "likelihood": "three", "consequence": "three", "level": "three",
///             "combine": {"matrix": {}}}
///     },
///     "translations": {"T-1": {"from": "SITE", "from_version": "1", "to": "GROUP", "to_version": "4", "version": "1",
///         "levels": {"low": "green", "high": "red"}}}
/// }"#)?;
/// let translations = Translations::new(&isms);
/// let (site, group, two) = ("SITE".parse()?, "GROUP".parse()?, "two".parse()?);
/// let high = Level::new(&two, isms.scales().get(&two).unwrap(), "high").unwrap();
/// let read = translations.read(&high, &site, &group).unwrap();
/// assert_eq!(isms.name_of(&read).unwrap().as_str(), "red");
/// assert_eq!(translations.read(&read, &group, &site), Err(Unread::NoTranslation)); // one way only
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Translations<'a> {
    isms: &'a Isms,
    pairs: BTreeMap<(&'a MethodId, &'a MethodId), Ranks>,
}

/// Per rank of the one method, lowest first, its level in the other; or why the translation is not applied.
type Ranks = Result<Vec<Option<Level>>, Unread>;

impl<'a> Translations<'a> {
    /// The translations that hold. O(translations · levels).
    pub fn new(isms: &'a Isms) -> Self {
        let mut pairs = BTreeMap::new();
        for translation in isms.translations().values() {
            let read = compile(isms, translation);
            let old = pairs.entry((&translation.from, &translation.to)).or_insert(Err(Unread::Stale));
            // A stale one is as good as none beside one that holds; two that hold cancel each other.
            if read != Err(Unread::Stale) {
                *old = if *old == Err(Unread::Stale) { read } else { Err(Unread::TwoTranslations) };
            }
        }
        Self { isms, pairs }
    }

    /// A level of the method `from` as one of the method `to`; the same level where both are one method. Never by way
    /// of a third method. O(log translations).
    pub fn read(&self, level: &Level, from: &MethodId, to: &MethodId) -> Result<Level, Unread> {
        let own = self.isms.methods().get(from).is_some_and(|method| method.level == *level.scale());
        if !own {
            return Err(Unread::NoLevel);
        }
        if from == to {
            return Ok(level.clone());
        }
        let ranks = self.pairs.get(&(from, to)).ok_or(Unread::NoTranslation)?.as_ref().map_err(|why| *why)?;
        let place = usize::from(level.rank()).checked_sub(1);
        place.and_then(|place| ranks.get(place)?.clone()).ok_or(Unread::Untranslated)
    }

    /// Whether a translation from one method to another holds and reads every level; a method reads itself.
    pub fn total(&self, from: &MethodId, to: &MethodId) -> bool {
        let all = |levels: &Vec<Option<Level>>| levels.iter().all(Option::is_some);
        from == to || matches!(self.pairs.get(&(from, to)), Some(Ok(levels)) if all(levels))
    }

    /// The level of a risk as one of the method `to`.
    pub(crate) fn read_risk(
        &self,
        risk: &Risk,
        level: Option<&Level>,
        to: &MethodId,
    ) -> Result<Level, Unread> {
        let now = self.isms.methods().get(&risk.method).map(|method| &method.version);
        if risk.method_version.as_ref().is_some_and(|version| Some(version) != now) {
            return Err(Unread::Version);
        }
        self.read(level.ok_or(Unread::NoLevel)?, &risk.method, to)
    }
}

/// A member that could not be read in the method of its enterprise risk.
///
/// ```
/// use isms_core::{Unread, UnreadMember};
/// let unread = UnreadMember { risk: "R-1".parse()?, why: Unread::NoTranslation };
/// assert_eq!(unread.to_string(), "R-1 (no-translation)");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct UnreadMember {
    /// The risk.
    pub risk: RiskId,
    /// Why.
    pub why: Unread,
}

impl std::fmt::Display for UnreadMember {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.risk, self.why)
    }
}

/// The scales of the levels of both methods.
fn scales<'a>(isms: &'a Isms, translation: &Translation) -> Option<(&'a Scale, &'a Scale)> {
    let scale = |method| isms.scales().get(&isms.methods().get(method)?.level);
    scale(&translation.from).zip(scale(&translation.to))
}

/// Per rank of `from` the level of `to`, where the translation holds.
fn compile(isms: &Isms, translation: &Translation) -> Ranks {
    if !stale(isms, translation).is_empty() {
        return Err(Unread::Stale);
    }
    let to = isms.methods().get(&translation.to).ok_or(Unread::NoTranslation)?;
    let (from_scale, to_scale) = scales(isms, translation).ok_or(Unread::NoTranslation)?;
    if fall(translation, from_scale, to_scale).is_some() {
        return Err(Unread::Falling);
    }
    let read = |name: &LevelName| Level::new(&to.level, to_scale, translation.levels.get(name)?.as_str());
    Ok(from_scale.levels.iter().map(|level| read(&level.id)).collect())
}

/// The members whose versions are not those of the methods, with what they say and what the method is at.
fn stale<'a>(
    isms: &'a Isms,
    translation: &'a Translation,
) -> Vec<(&'static str, &'a MethodId, &'a str, &'a str)> {
    let sides = [
        ("from_version", &translation.from, &translation.from_version),
        ("to_version", &translation.to, &translation.to_version),
    ];
    let differs = |(member, id, then): (&'static str, &'a MethodId, &'a String)| {
        let now = isms.methods().get(id)?.version.as_str();
        (now != then).then_some((member, id, then.as_str(), now))
    };
    sides.into_iter().filter_map(differs).collect()
}

/// A level of `from` that is read as a lower one than the level named second, which stands below it.
fn fall<'a>(
    translation: &'a Translation,
    from: &'a Scale,
    to: &Scale,
) -> Option<(&'a LevelName, &'a LevelName)> {
    let mut highest: Option<(u8, &LevelName)> = None;
    for level in &from.levels {
        let read = translation.levels.get(&level.id).and_then(|name| to.rank(name.as_str()));
        let Some(rank) = read else { continue };
        match highest {
            Some((before, below)) if before > rank => return Some((&level.id, below)),
            _ => highest = Some((rank, &level.id)),
        }
    }
    None
}

/// What is unsound in the translations: levels of `from` they do not read (`M-030`), a higher level read as a lower one
/// (`M-031`), names off their scales (`M-032`), versions that are not the methods' (`M-033`), two for the same pair and
/// versions (`M-034`), a method translated to itself (`M-035`). Empty where there are none.
///
/// One of the codes `M-031`, `M-033` and `M-034` stops a translation altogether; the levels of `M-030` and `M-032` are not
/// read, the others are. O(translations · levels · log translations).
///
/// ```
/// use isms_core::{Combine, Draft, RiskMethod, Scale, Translation, lint_translations};
/// let mut draft = Draft::new("Acme");
/// draft.scales.insert("grade".parse()?, Scale::of(["low", "high"])?);
/// for id in ["A", "B"] {
///     let grade = || "grade".parse();
///     let combine = Combine::Matrix(Default::default());
///     draft.methods.insert(id.parse()?, RiskMethod::new(id, "1", grade()?, grade()?, grade()?, combine));
/// }
/// let mut translation = Translation::new("A".parse()?, "1", "B".parse()?, "1", "1");
/// translation.levels.insert("low".parse()?, "low".parse()?);
/// draft.translations.insert("T-1".parse()?, translation);
/// let findings = lint_translations(&draft.build()?);
/// assert_eq!((findings[0].code(), findings[0].path().as_str()), ("M-030", "/translations/T-1/levels")); // high
/// # Ok::<(), isms_core::Error>(())
/// ```
pub fn lint_translations(isms: &Isms) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeMap::new();
    for (id, translation) in isms.translations().iter() {
        let at = |member: &str| Subject::item(Collection::Translations, id).member(member);
        if translation.from == translation.to {
            let message = format!("the translation `{id}` reads the method `{}` in itself", translation.to);
            findings.push(Finding::new(&code::M_035, at("to"), message));
            continue;
        }
        for (member, method, then, now) in stale(isms, translation) {
            let (then, now) = (crate::id::clip(then), crate::id::clip(now));
            let message = format!(
                "the translation `{id}` was made for version `{then}` of the method `{method}`, which is at version \
                 `{now}`; it is not applied"
            );
            findings.push(
                Finding::new(&code::M_033, at(member), message)
                    .with_help("judge again how the levels correspond, then name the present version"),
            );
        }
        let (from, to) = (&translation.from, &translation.to);
        let key = (from, to, &translation.from_version, &translation.to_version);
        if let Some(first) = seen.insert(key, id) {
            let message = format!("`{first}` and `{id}` both read the method `{from}` in `{to}`");
            findings.push(Finding::new(&code::M_034, at("from"), message));
        }
        if let Some((from, to)) = scales(isms, translation) {
            levels(translation, from, to, &at, &mut findings);
        }
    }
    findings.sort_by_cached_key(|finding| (finding.code(), finding.path()));
    findings
}

/// What is unsound in the levels of one translation.
fn levels(
    translation: &Translation,
    from: &Scale,
    to: &Scale,
    at: &dyn Fn(&str) -> Subject,
    findings: &mut Vec<Finding>,
) {
    let missing: Vec<_> =
        from.levels.iter().filter(|level| !translation.levels.contains(&level.id)).collect();
    if let Some(first) = missing.first() {
        let more = and_more(missing.len());
        let message =
            format!("the level `{}`{more} of the method `{}` is not read", first.id, translation.from);
        findings.push(Finding::new(&code::M_030, at("levels"), message));
    }
    if let Some((level, below)) = fall(translation, from, to) {
        let message = format!("`{level}` is read as a lower level than `{below}`, which is below it");
        findings.push(Finding::new(&code::M_031, at("levels").member(level), message));
    }
    for (name, read) in translation.levels.iter() {
        let ends = [(name, from, &translation.from), (read, to, &translation.to)];
        // One finding per entry: of two names off their scales the first.
        let off = ends.into_iter().find(|(name, scale, _)| scale.rank(name.as_str()).is_none());
        let Some((off, scale, method)) = off else { continue };
        let message = format!("`{off}` is no level of the method `{method}`");
        let mut finding = Finding::new(&code::M_032, at("levels").member(name), message);
        if let Some(near) = nearest(off.as_str(), scale.levels.iter().map(|level| level.id.as_str())) {
            finding = finding.with_help(format!("did you mean `{near}`?"));
        }
        findings.push(finding);
    }
}

fn and_more(all: usize) -> String {
    match all {
        0 | 1 => String::new(),
        n => format!(" (and {} more)", n.saturating_sub(1)),
    }
}
