//! Ids in the spellings people use, brought to those of the framework by documented rules.

use std::iter::once;

use super::{Entry, EntryKind, Framework};
use crate::word::words;

words! {
    /// The rule by which an id in another spelling was understood. Where several were needed, it is the one that stands
    /// last here.
    ///
    /// | rule | written | meant |
    /// |---|---|---|
    /// | `case` | `ac-2 (1)`, `id.am-01` | `AC-2(1)`, `ID.AM-01` |
    /// | `zero-pad` | `ID.AM-1`, `AC-02`, `3.1.1`, `T1059.1` | `ID.AM-01`, `AC-2`, `03.01.01`, `T1059.001` |
    /// | `separators` | `6.1.2(c)`, `A8.7`, `CC 6-1` | `6.1.2.c`, `A.8.7`, `CC6.1` |
    /// | `oscal-id` | `ac-2.1` | `AC-2(1)` |
    /// | `gdpr-points` | `Art. 32`, `Art.5.1.f`, `Article 21(2)(a)` | `Art.32`, `Art.5(1)(f)`, `Art.21(2)(a)` |
    /// | `name-prefix` | `Req. 6`, `GDPR-25`, `DORA-14`, `27701:2025-A.1.2.2`, `cl. 9.2` | `6`, `Art.25`, `Art.14`, `A.1.2.2`, `9.2` |
    /// | `annex-prefix` | `16.1.2` | `A.16.1.2`, where no clause has the number |
    /// | `family` | `AU Family` | `AU`, not expanded to its controls |
    /// | `hipaa-standard` | `164.308(a)(1)`, `164.310(a)` | `164.308(a)(1)(i)`, `164.310(a)(1)` |
    /// | `statement-part` | `IA-5c`, `ac-2_smt.d` | `IA-5`, `AC-2`: says less |
    /// | `gdpr-parent` | `Art.14(3)(a)`, `DORA-14.1` | `Art.14`, the nearest entry around it: says less |
    ///
    /// `gdpr-points` and `gdpr-parent` hold for every framework of articles.
    Spelling ("spelling rule") {
        /// Letter case, spaces and quotes.
        Case = "case",
        /// Zeros in front of a number.
        ZeroPad = "zero-pad",
        /// Other signs between the parts.
        Separators = "separators",
        /// The id OSCAL gives a control of SP 800-53.
        OscalId = "oscal-id",
        /// Paragraphs and points of an article.
        GdprPoints = "gdpr-points",
        /// The framework, or what the entry is, written in front.
        NamePrefix = "name-prefix",
        /// The letter of Annex A is lost.
        AnnexPrefix = "annex-prefix",
        /// A family named in words.
        Family = "family",
        /// A standard cited without the number of its own paragraph.
        HipaaStandard = "hipaa-standard",
        /// A part of the statement of a control.
        StatementPart = "statement-part",
        /// A paragraph or point that is no entry of the framework.
        GdprParent = "gdpr-parent",
    }
}

impl Spelling {
    /// Whether the entry says less than what was written, or more: it contains the part that was meant.
    pub fn is_wider(self) -> bool {
        matches!(self, Spelling::StatementPart | Spelling::GdprParent)
    }
}

/// What may stand in front of an id without being a part of it, beside the parts of the slug.
const LEADS: &[&str] = &[
    "annex",
    "cfr",
    "cis",
    "cl",
    "clause",
    "control",
    "criterion",
    "csc",
    "csf",
    "iec",
    "iso",
    "isoiec",
    "nist",
    "no",
    "practice",
    "principle",
    "req",
    "requirement",
    "rev",
    "safeguard",
    "sec",
    "section",
    "sp",
    "subcategory",
    "tsc",
];

/// Longest id that is looked at, in bytes.
const MAX_LEN: usize = 128;

impl Framework {
    /// The entry that somebody means by an id in another spelling, and the rule that says so; `None` where none fits, two
    /// fit equally well, or the id needs no rule because it is there. Nothing is guessed: a lost trailing zero
    /// is for [`lost_zero`](Self::lost_zero) to show. O(entries).
    ///
    /// ```
    /// use isms_core::{Catalogue, Spelling};
    /// let catalogue = Catalogue::builtin();
    /// let iso = catalogue.framework("iso27001-2013").unwrap();
    /// let (entry, rule) = iso.respell("16.1.2").unwrap();
    /// assert_eq!((entry.id(), rule), ("A.16.1.2", Spelling::AnnexPrefix));
    /// assert!(iso.respell("A.16.1.2").is_none());
    /// assert!(iso.respell("A.16.9.9").is_none());
    /// ```
    pub fn respell(&self, id: &str) -> Option<(Entry<'_>, Spelling)> {
        if id.len() > MAX_LEN || self.entry(id).is_some() {
            return None;
        }
        let written: Vec<&str> = steps(id).collect();
        let bare = self.without_lead(&written);
        let led = bare.len() < written.len();
        if let Some(entry) = self.unique(&written) {
            return Some((entry, self.plain_rule(&entry, id)));
        }
        let prefix = |entry| (entry, Spelling::NamePrefix);
        if led && let Some(entry) = self.unique(bare) {
            return Some(prefix(entry));
        }
        if let Some((entry, exact)) = self.article(&written, bare) {
            let rule = match (exact, led) {
                (false, _) => Spelling::GdprParent,
                (true, true) => Spelling::NamePrefix,
                (true, false) => Spelling::GdprPoints,
            };
            return Some((entry, rule));
        }
        let begins_with_a_number = bare.first().is_some_and(|step| step.bytes().all(|b| b.is_ascii_digit()));
        if begins_with_a_number && let Some(entry) = self.joined(once("a"), bare) {
            return Some((entry, Spelling::AnnexPrefix));
        }
        if let Some((last, family)) = bare.split_last()
            && last.eq_ignore_ascii_case("family")
            && let Some(entry) = self.unique(family).filter(|entry| entry.kind() == EntryKind::Family)
        {
            return Some((entry, Spelling::Family));
        }
        self.hipaa_standard(bare)
            .map(|entry| (entry, Spelling::HipaaStandard))
            .or_else(|| self.statement_of(bare).map(|entry| (entry, Spelling::StatementPart)))
    }

    /// The entry whose number a spreadsheet turns into this one by dropping its last zero: `3.1` may have been `3.10`.
    /// Both exist then, so that only a person can tell. O(log entries).
    ///
    /// ```
    /// let catalogue = isms_core::Catalogue::builtin();
    /// let iso = catalogue.framework("iso27001-2022").unwrap();
    /// assert!(iso.lost_zero("9.1").is_none()); // there is no 9.10
    /// assert!(iso.lost_zero("A.5.1").is_none()); // a spreadsheet leaves alone what is no number
    /// ```
    pub fn lost_zero(&self, id: &str) -> Option<Entry<'_>> {
        let (whole, part) = id.split_once('.')?;
        let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !number(whole) || !number(part) {
            return None;
        }
        self.entry(&format!("{id}0"))
    }

    /// The one entry with these parts.
    fn unique(&self, written: &[&str]) -> Option<Entry<'_>> {
        self.joined(std::iter::empty(), written)
    }

    /// The one entry with these parts, one or none of them put in front.
    fn joined<'a>(
        &self,
        front: impl Iterator<Item = &'a str> + Clone,
        written: &[&'a str],
    ) -> Option<Entry<'_>> {
        if written.is_empty() {
            return None;
        }
        let parts = front.chain(written.iter().copied());
        let alike = |entry: &Entry<'_>| {
            let mut own = steps(entry.id());
            parts.clone().all(|part| own.next().is_some_and(|step| step.eq_ignore_ascii_case(part)))
                && own.next().is_none()
        };
        let mut found = self.entries().filter(alike);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// What is written behind the names of the framework and words such as `clause`.
    fn without_lead<'w, 'a>(&self, written: &'w [&'a str]) -> &'w [&'a str] {
        let of_name = |part: &str| {
            LEADS.iter().any(|lead| part.eq_ignore_ascii_case(lead))
                || steps(self.id()).any(|step| step.len() > 1 && step.eq_ignore_ascii_case(part))
        };
        let named = written.iter().take_while(|part| of_name(part)).count();
        written.get(named..).unwrap_or_default()
    }

    /// The article, paragraph or point that is meant, and whether it is an entry itself.
    fn article(&self, written: &[&str], bare: &[&str]) -> Option<(Entry<'_>, bool)> {
        let named = |part: &&str| ["art", "article"].iter().any(|name| part.eq_ignore_ascii_case(name));
        let numbers = match bare.split_first() {
            Some((first, rest)) if named(first) => rest,
            // A bare number is no article; behind the name of the law it is.
            Some(_) if bare.len() < written.len() => bare,
            _ => return None,
        };
        let mut parts = numbers;
        loop {
            if let Some(entry) = self.joined(once("art"), parts) {
                let article =
                    matches!(entry.kind(), EntryKind::Article | EntryKind::Paragraph | EntryKind::Point);
                return article.then_some((entry, parts.len() == numbers.len()));
            }
            parts = parts.split_last()?.1;
        }
    }

    fn hipaa_standard(&self, bare: &[&str]) -> Option<Entry<'_>> {
        if !self.id().starts_with("hipaa") {
            return None;
        }
        let own = |first: &'static str| {
            let paragraph: Vec<&str> = bare.iter().copied().chain(once(first)).collect();
            self.unique(&paragraph)
        };
        own("i").or_else(|| own("1"))
    }

    /// The control of SP 800-53 whose statement has the part.
    fn statement_of(&self, bare: &[&str]) -> Option<Entry<'_>> {
        if !self.id().starts_with("nist-800-53") {
            return None;
        }
        let is_number = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
        let number = bare.iter().position(is_number)?;
        let letter = bare.iter().skip(number).position(|part| !is_number(part))?;
        self.unique(bare.get(..number.saturating_add(letter))?)
    }

    /// Which rule leads to an entry of the same parts.
    fn plain_rule(&self, entry: &Entry<'_>, written: &str) -> Spelling {
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        let plain = |text: &str, zeros: bool| -> String {
            let marks = |c: &char| !c.is_whitespace() && !matches!(c, '"' | '\'' | '`' | '\u{a0}');
            let text: String = text.chars().filter(marks).collect();
            if zeros { text } else { unpadded(&text) }
        };
        let id = entry.id();
        if steps(id).next().is_some_and(|step| same(step, "art")) {
            return Spelling::GdprPoints;
        }
        if same(&plain(written, true), &plain(id, true)) {
            return Spelling::Case;
        }
        if same(&plain(written, false), &plain(id, false)) {
            return Spelling::ZeroPad;
        }
        let oscal = self.id().starts_with("nist-800-53") && written.contains('.');
        if oscal { Spelling::OscalId } else { Spelling::Separators }
    }
}

/// The parts of an id: runs of digits, without zeros in front, and runs of letters.
fn steps(id: &str) -> impl Iterator<Item = &str> + Clone {
    let class = |c: char| match c {
        c if c.is_ascii_digit() => 1,
        c if c.is_ascii_alphabetic() => 2,
        _ => 0,
    };
    let mut rest = id;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| class(c) == 0);
        let first = class(rest.chars().next()?);
        let end = rest.find(|c| class(c) != first).unwrap_or(rest.len());
        let (step, behind) = rest.split_at_checked(end)?;
        rest = behind;
        let bare = step.trim_start_matches('0');
        Some(if bare.is_empty() { "0" } else { bare })
    })
}

/// The text without zeros in front of its numbers.
fn unpadded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut in_number = false;
    while let Some(c) = chars.next() {
        let pads = c == '0' && !in_number && chars.peek().is_some_and(char::is_ascii_digit);
        if !pads {
            in_number = c.is_ascii_digit();
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests;
