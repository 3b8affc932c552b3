//! Claims as a table: tab-separated text, as mapping sets are passed around.

use std::collections::HashMap;

use super::{Limits, text_of};
use crate::catalogue::{EntryGroup, PackClaim, PackSet, Strength};
use crate::error::Error;
use crate::finding::{CodeInfo, Finding, Position, Problems, Subject, code, nearest};
use crate::id::{EntryId, clip};

/// What a column holds, and the names it goes by.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("sources", &["source", "source_id", "sources"]),
    ("targets", &["target", "target_id", "targets"]),
    ("relation", &["relation", "relationship"]),
    ("strength", &["strength"]),
    ("rationale", &["rationale"]),
];

impl PackSet {
    /// Reads the claims of a set from tab-separated text; `about` is the set they belong to, behind the claims it has
    /// already. Fails with every problem at once, each with its line.
    ///
    /// The first line names the columns, in any order: `source` (or `source_id`), `target` (or `target_id`), and if need be
    /// `relation` (or `relationship`), `strength` and `rationale`. Columns of other names are passed over; one
    /// that looks like a slip of these is a problem. `;` joins the ids of a group. Lines that are empty are passed over.
    /// The text is within the limits of a reader by default ([`Limits`]). O(length).
    ///
    /// ```
    /// use isms_core::PackSet;
    /// let about = PackSet::new("acme-2026".parse()?, "iso27001-2022".parse()?, "Acme");
    /// let text = "target\tsource\trelation\nA.7.2\t1.1\twithin\nA.5.15;A.5.16\t1.2\t\n";
    /// let set = PackSet::read_tsv(text, about)?;
    /// assert_eq!(set.claims.len(), 2);
    /// assert_eq!(set.claims[1].targets.ids().len(), 2);
    /// assert_eq!(set.claims[1].relation, None);
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn read_tsv(text: &str, about: PackSet) -> Result<PackSet, Error> {
        let limits = Limits::default();
        let mut reader = Reader {
            line: 1,
            claims: about.claims.len(),
            problems: Problems::default(),
            ids: HashMap::new(),
        };
        let mut set = about;
        match text_of(text.as_bytes(), &limits) {
            Ok(text) => reader.table(text, &limits, &mut set),
            Err(finding) => reader.problems.push(finding),
        }
        if reader.problems.is_empty() { Ok(set) } else { Err(Error::document(reader.problems)) }
    }
}

struct Reader<'t> {
    line: u32,
    claims: usize, // How many there are above the line: the number of the one that is read.
    problems: Problems,
    ids: HashMap<&'t str, EntryId>, // Each id once in memory.
}

impl<'t> Reader<'t> {
    fn problem(&mut self, info: &'static CodeInfo, path: &str, message: impl Into<String>) {
        let position = Position { line: self.line, column: 1 };
        self.problems.push(Finding::new(info, Subject::pointer(path), message).with_position(position));
    }

    fn table(&mut self, text: &'t str, limits: &Limits, set: &mut PackSet) {
        let mut lines = text.lines();
        let Some(columns) = self.heading(lines.next().unwrap_or("")) else { return };
        for line in lines {
            self.line = self.line.saturating_add(1);
            if line.trim().is_empty() {
                continue;
            }
            if self.claims >= limits.max_items {
                let message = format!("there are more than {} claims", limits.max_items);
                return self.problem(&code::D_005, "/claims", message);
            }
            if let Some(claim) = self.claim(line, &columns) {
                set.claims.push(claim);
            }
            self.claims = self.claims.saturating_add(1);
        }
    }

    /// What each column holds, by place in `COLUMNS`.
    fn heading(&mut self, line: &str) -> Option<Vec<Option<usize>>> {
        let mut columns: Vec<Option<usize>> = Vec::new();
        for name in line.split('\t').map(str::trim) {
            let lower = name.to_ascii_lowercase();
            let found = COLUMNS.iter().position(|(_, names)| names.contains(&lower.as_str()));
            if found.is_some() && columns.contains(&found) {
                self.problem(&code::D_006, "/claims", format!("there are two columns like `{}`", clip(name)));
            }
            let known = COLUMNS.iter().flat_map(|(_, names)| names.iter().copied());
            if let Some(near) = nearest(&lower, known).filter(|_| found.is_none() && !lower.is_empty()) {
                let position = Position { line: self.line, column: 1 };
                let message = format!("there is no column `{}` here", clip(name));
                let finding = Finding::new(&code::D_007, Subject::pointer("/claims"), message);
                self.problems
                    .push(finding.with_help(format!("did you mean `{near}`?")).with_position(position));
            }
            columns.push(found);
        }
        for (needed, (_, names)) in COLUMNS.iter().enumerate().take(2) {
            if !columns.contains(&Some(needed)) {
                let message = format!("there is no column `{}`", names.join("` or `"));
                self.problem(&code::D_008, "/claims", message);
            }
        }
        self.problems.is_empty().then_some(columns)
    }

    fn claim(&mut self, line: &'t str, columns: &[Option<usize>]) -> Option<PackClaim> {
        let mut cells = [""; COLUMNS.len()];
        let mut count = 0_usize;
        for (n, cell) in line.split('\t').enumerate() {
            count = n.saturating_add(1);
            let slot = columns.get(n).copied().flatten().and_then(|column| cells.get_mut(column));
            if let Some(slot) = slot {
                *slot = cell.trim();
            }
        }
        let [sources, targets, relation, strength, rationale] = cells;
        let path = format!("/claims/{}", self.claims);
        if count > columns.len() {
            let message = format!("the line has {count} cells, and the heading {}", columns.len());
            self.problem(&code::D_009, &path, message);
        }
        let (sources, targets) = (self.group(sources, "sources"), self.group(targets, "targets"));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let strength = match some(strength).map(|text| text.parse::<Strength>()) {
            None => None,
            Some(Ok(strength)) => Some(strength),
            Some(Err(error)) => {
                self.problem(&code::K_019, &format!("{path}/strength"), error.message());
                None
            }
        };
        let (relation, rationale) = (some(relation), some(rationale));
        Some(PackClaim { sources: sources?, targets: targets?, relation, strength, rationale })
    }

    fn group(&mut self, cell: &'t str, side: &str) -> Option<EntryGroup> {
        let mut ids = Vec::with_capacity(1);
        let mut complete = true;
        for text in cell.split(';').map(str::trim).filter(|text| !text.is_empty()) {
            match self.id(text) {
                Ok(id) => ids.push(id),
                Err(error) => {
                    complete = false;
                    let path = format!("/claims/{}/{side}", self.claims);
                    self.problem(&code::D_012, &path, error.message());
                }
            }
        }
        if ids.is_empty() && complete {
            let path = format!("/claims/{}/{side}", self.claims);
            self.problem(&code::D_008, &path, format!("`{side}` is missing"));
        }
        EntryGroup::of(ids).filter(|_| complete)
    }

    fn id(&mut self, text: &'t str) -> Result<EntryId, Error> {
        if let Some(known) = self.ids.get(text) {
            return Ok(known.clone());
        }
        let id: EntryId = text.parse()?;
        self.ids.insert(text, id.clone());
        Ok(id)
    }
}
