//! Civil dates. The engine never asks what day it is: time is an argument.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::id::clip;

/// A civil date, written `2026-03-31` (ISO 8601), between the years 1 and 9999.
///
/// ```
/// use isms_core::Date;
/// let day: Date = "2026-02-28".parse()?;
/// assert!(day < "2026-03-01".parse()?);
/// assert_eq!(day.days_until("2026-03-01".parse()?), 1);
/// assert_eq!("2026-02-30".parse::<Date>().unwrap_err().code(), "D-013");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Days from this date to `other`; negative when `other` is earlier.
    pub fn days_until(self, other: Date) -> i64 {
        i64::from(
            other
                .0
                .duration_since(self.0)
                .as_hours()
                .div_euclid(24)
                .clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32,
        )
    }

    /// The date `days` later, or `None` past the year 9999.
    pub fn plus_days(self, days: u32) -> Option<Date> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Date)
    }
}

impl FromStr for Date {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(n, b)| match n {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        match text.parse::<jiff::civil::Date>() {
            Ok(date) if shaped && date.year() >= 1 => Ok(Self(date)),
            _ => Err(Error::new(
                ErrorKind::Invalid,
                "D-013",
                format!("`{}` is not a date of the form `2026-03-31`", clip(text)),
            )),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
