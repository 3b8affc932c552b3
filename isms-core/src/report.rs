//! Reports: an assessment as plain rows, and rows as text.

use crate::assess::Assessment;
use crate::error::{Error, ErrorKind};

/// The reports an assessment gives, by name: `summary`, `register`, `needs`, `capabilities`, `soa`, `findings`,
/// `heat-map`, `graph` and `all`.
pub const REPORTS: &[&str] =
    &["all", "capabilities", "findings", "graph", "heat-map", "needs", "register", "soa", "summary"];

impl Assessment {
    /// A report as bytes, by its name and format (`json`, `csv`, `markdown`, `text`, `html`, `dot`, `graphml`).
    /// Fails with kind [`ErrorKind::NotFound`] for an unknown name or a format the report does not have.
    pub fn report(&self, name: &str, format: &str) -> Result<Vec<u8>, Error> {
        match (name, format) {
            ("findings", "json") => Ok(crate::encode::to_json(&self.findings().listed())),
            _ => Err(Error::new(
                ErrorKind::NotFound,
                "R-001",
                format!("there is no report `{name}` as `{format}`"),
            )),
        }
    }
}
