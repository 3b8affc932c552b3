//! The rules, by clause.
//!
//! Each rule is a function named like its code that looks at [`Facts`] and tells [`Cases`] what violates it. The
//! engine indicates: a finding is a potential nonconformity, and what is not known never conforms.

mod assessment;
mod boundary;
mod cases;
mod context;
mod enterprise;
mod factors;
mod facts;
mod hygiene;
mod leadership;
mod losses;
mod objectives;
mod operation;
mod references;
mod scales;
mod statement;
mod treatment;
mod triggers;

use std::collections::BTreeMap;

use crate::finding::{CodeInfo, Finding, code};
use crate::parallel::each;

use cases::Cases;
pub(crate) use facts::Facts;

/// Findings of an assessment: by code and path, at most so many listed per code, all counted.
///
/// A rule over many items (a risk without owner) weighs what its code lists once a fifth of the items or an item at
/// the highest level of risk violates it, and one grade less before; the message prints the ratio.
///
/// ```
/// use isms_core::{AssessOptions, Catalogue, Draft, assess};
/// let isms = Draft::new("Acme").build()?;
/// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
/// let findings = assessment.findings();
/// assert_eq!(findings.total("C4.3-01"), 1); // no scope
/// let listed = findings.listed().iter().find(|f| f.code() == "C4.3-01").unwrap();
/// assert_eq!((listed.path().as_str(), listed.severity().as_str()), ("/scope", "major"));
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Findings {
    listed: Vec<Finding>,
    totals: BTreeMap<&'static str, usize>, // INVARIANT: no zeros.
}

impl Findings {
    /// The listed findings, by code and path.
    pub fn listed(&self) -> &[Finding] {
        &self.listed
    }

    /// How many there are of a code, listed or not.
    pub fn total(&self, code: &str) -> usize {
        self.totals.get(code).copied().unwrap_or(0)
    }

    /// The codes that were found, each with how many there are, by code.
    pub fn totals(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.totals.iter().map(|(code, total)| (*code, *total))
    }

    fn take(&mut self, code: &'static str, cases: Cases) {
        let (findings, total) = cases.finish();
        if total > 0 {
            self.totals.insert(code, total);
            self.listed.extend(findings);
        }
    }
}

type Rule = fn(&Facts<'_>, &mut Cases);

static RULES: &[(&CodeInfo, Rule)] = &[
    (&code::C4_1_01, context::c4_1_01),
    (&code::C4_1_02, context::c4_1_02),
    (&code::C4_1_03, context::c4_1_03),
    (&code::C4_1_04, context::c4_1_04),
    (&code::C4_2_01, context::c4_2_01),
    (&code::C4_2_02, context::c4_2_02),
    (&code::C4_2_03, context::c4_2_03),
    (&code::C4_2_04, context::c4_2_04),
    (&code::C4_2_05, context::c4_2_05),
    (&code::C4_3_01, boundary::c4_3_01),
    (&code::C4_3_02, boundary::c4_3_02),
    (&code::C4_3_03, boundary::c4_3_03),
    (&code::C4_3_04, boundary::c4_3_04),
    (&code::C4_3_05, boundary::c4_3_05),
    (&code::C4_3_07, boundary::c4_3_07),
    (&code::C4_4_01, context::c4_4_01),
    (&code::C5_1_01, leadership::c5_1_01),
    (&code::C5_2_01, leadership::c5_2_01),
    (&code::C5_2_02, leadership::c5_2_02),
    (&code::C5_2_03, leadership::c5_2_03),
    (&code::C5_2_04, leadership::c5_2_04),
    (&code::C5_3_01, leadership::c5_3_01),
    (&code::C5_3_02, leadership::c5_3_02),
    (&code::C5_3_04, leadership::c5_3_04),
    (&code::C6_1_2_01, assessment::c6_1_2_01),
    (&code::C6_1_2_04, scales::c6_1_2_04),
    (&code::C6_1_2_05, assessment::c6_1_2_05),
    (&code::C6_1_2_07, assessment::c6_1_2_07),
    (&code::C6_1_2_08, assessment::c6_1_2_08),
    (&code::C6_1_2_09, assessment::c6_1_2_09),
    (&code::C6_1_2_10, assessment::c6_1_2_10),
    (&code::C6_1_2_11, assessment::c6_1_2_11),
    (&code::C6_1_2_12, assessment::c6_1_2_12),
    (&code::C6_1_2_13, assessment::c6_1_2_13),
    (&code::C6_1_2_14, assessment::c6_1_2_14),
    (&code::C6_1_2_15, assessment::c6_1_2_15),
    (&code::C6_1_2_16, assessment::c6_1_2_16),
    (&code::C6_1_2_17, assessment::c6_1_2_17),
    (&code::C6_1_3_01, treatment::c6_1_3_01),
    (&code::C6_1_3_02, treatment::c6_1_3_02),
    (&code::C6_1_3_03, treatment::c6_1_3_03),
    (&code::C6_1_3_04, treatment::c6_1_3_04),
    (&code::C6_1_3_05, treatment::c6_1_3_05),
    (&code::C6_1_3_06, statement::c6_1_3_06),
    (&code::C6_1_3_07, statement::c6_1_3_07),
    (&code::C6_1_3_08, statement::c6_1_3_08),
    (&code::C6_1_3_09, statement::c6_1_3_09),
    (&code::C6_1_3_10, statement::c6_1_3_10),
    (&code::C6_1_3_11, statement::c6_1_3_11),
    (&code::C6_1_3_12, statement::c6_1_3_12),
    (&code::C6_1_3_13, statement::c6_1_3_13),
    (&code::C6_1_3_14, triggers::c6_1_3_14),
    (&code::C6_1_3_15, statement::c6_1_3_15),
    (&code::C6_1_3_16, statement::c6_1_3_16),
    (&code::C6_1_3_17, treatment::c6_1_3_17),
    (&code::C6_1_3_18, treatment::c6_1_3_18),
    (&code::C6_1_3_19, treatment::c6_1_3_19),
    (&code::C6_1_3_20, treatment::c6_1_3_20),
    (&code::C6_1_3_21, treatment::c6_1_3_21),
    (&code::C6_1_3_22, treatment::c6_1_3_22),
    (&code::C6_1_3_23, treatment::c6_1_3_23),
    (&code::C6_1_3_24, treatment::c6_1_3_24),
    (&code::C6_1_3_25, treatment::c6_1_3_25),
    (&code::C6_1_3_26, treatment::c6_1_3_26),
    (&code::C6_2_01, objectives::c6_2_01),
    (&code::C6_2_02, objectives::c6_2_02),
    (&code::C6_2_03, objectives::c6_2_03),
    (&code::C6_2_05, objectives::c6_2_05),
    (&code::C8_1_03, operation::c8_1_03),
    (&code::C8_2_01, operation::c8_2_01),
    (&code::C8_3_01, operation::c8_3_01),
    (&code::G_01, hygiene::g_01),
    (&code::G_02, hygiene::g_02),
    (&code::G_03, hygiene::g_03),
    (&code::G_04, hygiene::g_04),
    (&code::G_05, hygiene::g_05),
    (&code::G_06, hygiene::g_06),
    (&code::G_11, hygiene::g_11),
    (&code::G_12, scales::g_12),
    (&code::G_13, treatment::g_13),
    (&code::M_012, factors::m_012),
    (&code::M_022, hygiene::m_022),
    (&code::Q_003, losses::q_003),
    (&code::Q_004, losses::q_004),
    (&code::Q_005, losses::q_005),
    (&code::Q_006, losses::q_006),
    (&code::Q_007, losses::q_007),
];

/// Runs every rule, and adds what other rooms find in methods, translations, enterprise risks, values and references. O(size), times
/// the number of dimensions for `C6.1.2-07`.
pub(crate) fn check(facts: &Facts<'_>, max_listed: usize, threads: usize) -> Findings {
    let mut findings = Findings::default();
    let found = each(threads, RULES.len(), |at| {
        let (info, rule) = RULES.get(at)?;
        let mut cases = Cases::new(info, max_listed);
        rule(facts, &mut cases);
        Some((info.code, cases))
    });
    for (code, cases) in found.into_iter().flatten() {
        findings.take(code, cases);
    }
    let mut by_code: BTreeMap<&'static str, Cases> = BTreeMap::new();
    let values = crate::need::lint_worth(facts.isms);
    let lints = [assessment::lints(facts), enterprise::lints(facts), references::lints(facts), values];
    for finding in lints.into_iter().flatten() {
        let info = finding.info();
        by_code.entry(info.code).or_insert_with(|| Cases::new(info, max_listed)).pass(finding);
    }
    for (code, cases) in by_code {
        findings.take(code, cases);
    }
    findings.listed.sort_by_cached_key(|finding| (finding.code(), finding.path()));
    findings
}
