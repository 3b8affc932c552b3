//! Reports asked for by name with arguments: `map iso27001-2022:A.8.7 nist-csf-2.0`.

use super::{claims, rows, unknown};
use crate::error::{Error, ErrorKind};
use crate::finding::code;
use crate::id::clip;
use crate::mapping::Crosswalk;

/// The reports a crosswalk gives. A name is followed by its arguments, each after a blank; those in brackets may be left out.
pub const CROSSWALK_REPORTS: &[&str] = &[
    "claims",
    "delta <framework> <framework>",
    "entries <framework>",
    "frameworks",
    "lint [set]",
    "map <reference> [framework]",
    "upgrade <reference> <framework>",
];

/// The formats of a report that is a table.
const TABLE: &[&str] = &["csv", "json", "markdown", "text"];

/// A name and its arguments.
pub(super) struct Request<'r> {
    pub(super) name: &'r str,
    arguments: Vec<&'r str>,
}

impl<'r> Request<'r> {
    pub(super) fn of(text: &'r str) -> Self {
        let mut parts = text.split(' ').filter(|part| !part.is_empty());
        Self { name: parts.next().unwrap_or(""), arguments: parts.collect() }
    }

    /// As many arguments as there are places; `R-002` if one is missing.
    pub(super) fn demanded<const N: usize>(&self, form: &str) -> Result<[&'r str; N], Error> {
        <[&str; N]>::try_from(self.arguments.as_slice()).map_err(|_| self.wrong(form))
    }

    /// One argument, and perhaps another.
    pub(super) fn one_or_two(&self, form: &str) -> Result<(&'r str, Option<&'r str>), Error> {
        match self.arguments.as_slice() {
            [one] => Ok((one, None)),
            [one, two] => Ok((one, Some(two))),
            _ => Err(self.wrong(form)),
        }
    }

    /// None, or one.
    pub(super) fn none_or_one(&self, form: &str) -> Result<Option<&'r str>, Error> {
        match self.arguments.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            _ => Err(self.wrong(form)),
        }
    }

    /// Three, and perhaps a fourth.
    pub(super) fn three_or_four(
        &self,
        form: &str,
    ) -> Result<(&'r str, &'r str, &'r str, Option<&'r str>), Error> {
        match self.arguments.as_slice() {
            [one, two, three] => Ok((one, two, three, None)),
            [one, two, three, four] => Ok((one, two, three, Some(four))),
            _ => Err(self.wrong(form)),
        }
    }

    pub(super) fn wrong(&self, form: &str) -> Error {
        let message = format!("the report `{}` does not take these arguments", clip(self.name));
        Error::new(ErrorKind::Invalid, code::R_002.code, message).with_help(format!("ask for `{form}`"))
    }
}

/// Refuses a format that a table is not written in.
pub(super) fn table(name: &str, format: &str) -> Result<(), Error> {
    if TABLE.contains(&format) {
        return Ok(());
    }
    let message = format!("the report `{}` is not written as `{}`", clip(name), clip(format));
    Err(unknown(message, format, TABLE))
}

impl Crosswalk {
    /// A report as bytes, by its name with arguments ([`CROSSWALK_REPORTS`]) and format: `csv`, `json`, `markdown` or
    /// `text`. Fails with `R-001` for a name or format there is not, with `R-002` for arguments that do not fit, and as
    /// [`Catalogue::entry`](crate::Catalogue::entry) does for what the catalogue lacks.
    ///
    /// ```
    /// use isms_core::{Catalogue, Crosswalk, CrosswalkOptions};
    /// let crosswalk = Crosswalk::new(&Catalogue::builtin(), &CrosswalkOptions::default())?;
    /// let text = String::from_utf8(crosswalk.report("entries soc2-2017", "csv")?).unwrap();
    /// assert!(text.lines().any(|line| line.starts_with("soc2-2017:CC6.1,")));
    /// assert!(crosswalk.report("map iso27001-2022:A.8.7 gdpr", "text").is_ok());
    ///
    /// let error = crosswalk.report("entries soc2-2018", "csv").unwrap_err();
    /// assert_eq!((error.code(), error.help()), ("K-001", Some("did you mean `soc2-2017`?")));
    /// assert_eq!(crosswalk.report("map", "csv").unwrap_err().code(), "R-002");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn report(&self, name: &str, format: &str) -> Result<Vec<u8>, Error> {
        let request = Request::of(name);
        table(request.name, format)?;
        let catalogue = self.catalogue();
        match request.name {
            "frameworks" => {
                let [] = request.demanded("frameworks")?;
                Ok(rows(catalogue.framework_rows(), format))
            }
            "claims" => {
                let [] = request.demanded("claims")?;
                Ok(rows(catalogue.claim_set_rows(), format))
            }
            "entries" => {
                let [framework] = request.demanded("entries <framework>")?;
                Ok(rows(catalogue.entry_rows(catalogue.known(framework)?.id()), format))
            }
            "map" => {
                let (source, target) = request.one_or_two("map <reference> [framework]")?;
                let target = target.map(str::parse).transpose()?;
                Ok(rows(self.map(&source.parse()?, target.as_ref())?, format))
            }
            "delta" => {
                let [from, to] = request.demanded("delta <framework> <framework>")?;
                Ok(rows(claims::delta_rows(self, from, to)?, format))
            }
            "lint" => {
                let set = request.none_or_one("lint [set]")?;
                Ok(rows(claims::lint_rows(catalogue, set)?, format))
            }
            "upgrade" => {
                let [reference, to] = request.demanded("upgrade <reference> <framework>")?;
                Ok(rows(vec![claims::upgrade_row(catalogue, reference.parse()?, &to.parse()?)?], format))
            }
            other => Err(unknown(format!("there is no report `{}`", clip(other)), other, CROSSWALK_REPORTS)),
        }
    }
}
