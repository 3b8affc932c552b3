//! What an entry is to others, as rows: claims, what follows from them, suggestions, and where nothing is known.

use std::collections::BTreeSet;

use super::row::rows;
use crate::error::Error;
use crate::id::{FrameworkId, Reference};
use crate::mapping::{Crosswalk, Link, MappingSuggestion, Term};

rows! {
    /// What is known, or suspected, of a source and a target.
    pub struct MapRow {
        /// The entry that was asked about, or several together of which it is one.
        pub source: String,
        /// The framework of the target.
        pub framework: String,
        /// The entry, or several together. Absent: nothing leads to this framework.
        pub target: Option<String>,
        /// What to display of the target.
        pub label: Option<String>,
        /// How the source stands to the target: a standing (`equal`, `covers`, `within`, `overlaps`, `disjoint`,
        /// `mitigates`, `supports`, …), `suggested`, or `no-source` where nothing is at hand.
        pub standing: String,
        /// Whose judgement it is.
        pub frame: Option<String>,
        /// `stated` for a claim about just these two, `derived` for what follows from several.
        pub ground: Option<String>,
        /// The claims it rests on.
        pub claims: Vec<String>,
        /// Who published them.
        pub publishers: Vec<String>,
        /// The proof of what is derived, or why something is suggested, step by step.
        pub because: Vec<String>,
    }
}

impl Crosswalk {
    /// What is known of an entry towards the entries of another framework, or of all others: a row per link, then the
    /// suggestions, then a row `no-source` for each framework nothing leads to. Fails as
    /// [`Catalogue::entry`](crate::Catalogue::entry) does for what the catalogue lacks.
    ///
    /// ```
    /// use isms_core::{Catalogue, Crosswalk, CrosswalkOptions};
    /// let crosswalk = Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default())?;
    /// let rows = crosswalk.map(&"iso27001-2022:A.8.7".parse()?, Some(&"nist-csf-2.0".parse()?))?;
    /// assert_eq!(rows[0].target.as_deref(), Some("nist-csf-2.0:PR.DS-01"));
    /// assert_eq!((rows[0].standing.as_str(), rows[0].publishers[0].as_str()), ("overlaps", "NIST"));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn map(&self, source: &Reference, target: Option<&FrameworkId>) -> Result<Vec<MapRow>, Error> {
        let catalogue = self.catalogue();
        catalogue.entry(source)?;
        let wanted: Vec<&str> = match target {
            Some(target) => vec![catalogue.known(target.as_str())?.id()],
            None => catalogue.frameworks().iter().map(|framework| framework.id()).collect(),
        };
        let mut links = self.links_from(source);
        links.sort_by(|a, b| (&a.targets, a.standing, &a.frame).cmp(&(&b.targets, b.standing, &b.frame)));
        let mut rows = Vec::new();
        for framework in wanted {
            let before = rows.len();
            let into = |link: &&Link| {
                link.targets.entries().first().is_some_and(|entry| entry.framework().as_str() == framework)
            };
            rows.extend(links.iter().filter(into).map(|link| self.link_row(framework, link)));
            if source.framework().as_str() != framework {
                rows.extend(self.suggestion_rows(source, framework));
                if rows.len() == before {
                    rows.push(nothing(source, framework));
                }
            }
        }
        Ok(rows)
    }

    fn link_row(&self, framework: &str, link: &Link) -> MapRow {
        let claims = self.claims(link);
        let publishers: BTreeSet<String> = claims
            .iter()
            .filter_map(|id| Some(self.catalogue().claim_set(&id.set)?.publisher().to_owned()))
            .collect();
        let derived = link.ground == crate::mapping::Ground::Derived;
        let proof = self.proof(link).filter(|_| derived);
        MapRow {
            source: link.sources.to_string(),
            framework: framework.to_owned(),
            target: Some(link.targets.to_string()),
            label: Some(self.label_of(&link.targets)),
            standing: link.standing.to_string(),
            frame: Some(link.frame.clone()),
            ground: Some(link.ground.to_string()),
            claims: claims.iter().map(ToString::to_string).collect(),
            publishers: publishers.into_iter().collect(),
            because: proof.map(|proof| proof.sentences()).unwrap_or_default(),
        }
    }

    fn label_of(&self, term: &Term) -> String {
        let labels = term.entries().iter().filter_map(|entry| self.catalogue().resolve(entry));
        labels.map(|entry| entry.title().unwrap_or(entry.label())).collect::<Vec<_>>().join("; ")
    }

    /// What is suggested, or nothing where the two frameworks are too large to be compared.
    fn suggestion_rows(&self, source: &Reference, framework: &str) -> Vec<MapRow> {
        let Ok(target) = framework.parse::<FrameworkId>() else { return Vec::new() };
        let suggestions = self.suggestions_of(source, &target).unwrap_or_default();
        suggestions.iter().map(|suggestion| self.suggestion_row(framework, suggestion)).collect()
    }

    fn suggestion_row(&self, framework: &str, suggestion: &MappingSuggestion) -> MapRow {
        let publishers: BTreeSet<String> =
            suggestion.witnesses.iter().flat_map(|witness| witness.publishers.iter().cloned()).collect();
        MapRow {
            source: suggestion.source.to_string(),
            framework: framework.to_owned(),
            target: Some(suggestion.target.to_string()),
            label: Some(self.label_of(&Term::from(suggestion.target.clone()))),
            standing: "suggested".to_owned(),
            frame: None,
            ground: None,
            claims: Vec::new(),
            publishers: publishers.into_iter().collect(),
            because: suggestion.sentences(),
        }
    }
}

fn nothing(source: &Reference, framework: &str) -> MapRow {
    MapRow {
        source: source.to_string(),
        framework: framework.to_owned(),
        target: None,
        label: None,
        standing: "no-source".to_owned(),
        frame: None,
        ground: None,
        claims: Vec::new(),
        publishers: Vec::new(),
        because: Vec::new(),
    }
}
