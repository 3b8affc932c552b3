//! Risk methods: where they come from, and how their levels order risks.

use std::fmt::Write;

use super::row::rows;
use crate::assess::Assessment;
use crate::id::MethodId;
use crate::risk::{MethodNotes, ValuedBy, lint_method, method_notes};

rows! {
    /// A risk method.
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Isms, assess};
    /// let isms = Isms::from_yaml("{isms: '1', organisation: {name: Acme}, shipped_methods: [bsi-200-3]}")?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// let row = &assessment.method_rows()[0];
    /// assert_eq!((row.cells, row.pairs), (16, 120));
    /// assert_eq!(row.verification, Some("unverified"));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub struct MethodRow {
        /// The method.
        pub method: MethodId,
        /// What it is called.
        pub name: String,
        /// Its version.
        pub version: String,
        /// How many risks are assessed with it.
        pub risks: usize,
        /// How many findings its lint has.
        pub unsound: usize,
        /// The publication it comes from.
        pub source: Option<String>,
        /// How far it was compared with that.
        pub verification: Option<&'static str>,
        /// What was compared, and what is not the source's.
        pub note: Option<String>,
        /// What the value of a cell is.
        pub valued_by: &'static str,
        /// Cells that have a level and a value.
        pub cells: usize,
        /// Pairs of cells.
        pub pairs: u64,
        /// Pairs in which the lower value has the higher level.
        pub reversed: u64,
        /// Pairs of different value in one level.
        pub compressed: u64,
        /// Pairs of equal value in different levels.
        pub split: u64,
        /// Combinations of factors whose likelihood stands above the lowest of them.
        pub above_lowest: Option<u64>,
    }
}

impl Assessment {
    /// The risk methods, by id, each with its source and what its levels do to the order of risks.
    /// O(cells of all methods · log).
    pub fn method_rows(&self) -> Vec<MethodRow> {
        let isms = self.isms();
        let row = |(id, method): (&MethodId, &crate::isms::RiskMethod)| {
            let notes = method_notes(isms, id)?;
            Some(MethodRow {
                method: id.clone(),
                name: method.name.clone(),
                version: method.version.clone(),
                risks: isms.risks().values().filter(|risk| risk.method == *id).count(),
                unsound: lint_method(isms, id).len(),
                source: notes.source.clone(),
                verification: notes.verification.map(|word| word.as_str()),
                note: notes.note.clone(),
                valued_by: value(notes.valued_by),
                cells: notes.cells,
                pairs: notes.pairs,
                reversed: notes.reversed,
                compressed: notes.compressed,
                split: notes.split,
                above_lowest: notes.above_lowest,
            })
        };
        isms.methods().iter().filter_map(row).collect()
    }
}

fn value(by: ValuedBy) -> &'static str {
    match by {
        ValuedBy::RankProduct => "product of ranks",
        ValuedBy::RatingProduct => "product of ratings",
        ValuedBy::RatingSum => "sum of ratings",
    }
}

/// How the levels of a method order risks, as a sentence or two.
pub(super) fn in_words(notes: &MethodNotes) -> String {
    let mut text =
        format!("Order: of {} pairs of cells, valued by the {}, ", notes.pairs, value(notes.valued_by));
    let _ = write!(
        text,
        "{} have the higher level at the lower value, {} have different values in one level, {} have one value in \
         two levels.",
        notes.reversed, notes.compressed, notes.split
    );
    let widest: Vec<String> = notes
        .ranges
        .iter()
        .filter(|range| range.least < range.greatest)
        .map(|range| format!("{} from {} to {}", range.level, range.least, range.greatest))
        .collect();
    if !widest.is_empty() {
        let _ = write!(text, " A level stands for a range: {}.", widest.join(", "));
    }
    if let Some(above) = notes.above_lowest.filter(|above| *above > 0) {
        let _ = write!(
            text,
            " In {above} combinations the likelihood is above the lowest factor it follows from, though no chain of \
             events is likelier than its least likely link."
        );
    }
    text
}
