//! Money in minor units and exact decimals. No floats.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::id::clip;

/// An exact decimal for rates, factors, ratios and ratings: up to 28 significant digits, no exponent.
///
/// ```
/// use isms_core::Decimal;
/// let rate: Decimal = "0.30".parse()?;
/// assert_eq!(rate.to_string(), "0.3");
/// assert_eq!(rate.checked_mul(&"50000".parse()?)?.to_string(), "15000");
/// assert_eq!("NaN".parse::<Decimal>().unwrap_err().code(), "D-014");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(rust_decimal::Decimal); // INVARIANT: normalised (no trailing zeros).

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal(rust_decimal::Decimal::ZERO);

    /// The sum. Fails with `Q-002` past 28 digits.
    pub fn checked_add(&self, other: &Decimal) -> Result<Decimal, Error> {
        self.0.checked_add(other.0).map(|d| Self(d.normalize())).ok_or_else(overflow)
    }

    /// The product. Fails with `Q-002` past 28 digits.
    pub fn checked_mul(&self, other: &Decimal) -> Result<Decimal, Error> {
        self.0.checked_mul(other.0).map(|d| Self(d.normalize())).ok_or_else(overflow)
    }

    /// The number in parts of 10^-places, to the nearest, halves to even. `None` past 128 bits.
    pub(crate) fn to_parts(self, places: u32) -> Option<i128> {
        let (mantissa, scale) = (self.0.mantissa(), self.0.scale());
        match places.checked_sub(scale) {
            Some(more) => mantissa.checked_mul(10i128.checked_pow(more)?),
            None => {
                let parts =
                    half_even(mantissa.unsigned_abs(), 10u128.checked_pow(scale.checked_sub(places)?)?)?;
                let parts = i128::try_from(parts).ok()?;
                Some(if mantissa < 0 { -parts } else { parts })
            }
        }
    }

    /// The number of so many parts of 10^-places; where that has too many digits, to the nearest that has not, halves
    /// to even. `None` where even the whole part has too many.
    pub(crate) fn from_parts(parts: u128, places: u32) -> Option<Self> {
        (0..=places).find_map(|fewer| {
            let rounded = half_even(parts, 10u128.checked_pow(fewer)?)?;
            let scale = places.checked_sub(fewer)?;
            let decimal =
                rust_decimal::Decimal::try_from_i128_with_scale(i128::try_from(rounded).ok()?, scale);
            decimal.ok().map(|decimal| Self(decimal.normalize()))
        })
    }

    /// Whether the number is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }
}

/// The quotient to the nearest whole number, halves to even. `None` for a division by zero.
pub(crate) fn half_even(dividend: u128, divisor: u128) -> Option<u128> {
    let (whole, rest) = (dividend.checked_div(divisor)?, dividend.checked_rem(divisor)?);
    let up = match rest.cmp(&divisor.saturating_sub(rest)) {
        Ordering::Less => false,
        Ordering::Equal => whole & 1 == 1,
        Ordering::Greater => true,
    };
    whole.checked_add(u128::from(up))
}

fn overflow() -> Error {
    Error::new(ErrorKind::Overflow, "Q-002", "the result does not fit its type")
}

impl From<i32> for Decimal {
    fn from(value: i32) -> Self {
        Self(rust_decimal::Decimal::from(value))
    }
}

impl FromStr for Decimal {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let shaped = digits.bytes().next().is_some_and(|b| b.is_ascii_digit())
            && digits.bytes().next_back().is_some_and(|b| b.is_ascii_digit())
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        match rust_decimal::Decimal::from_str_exact(text) {
            Ok(value) if shaped => Ok(Self(value.normalize())),
            _ => Err(Error::new(
                ErrorKind::Invalid,
                "D-014",
                format!("`{}` is not a decimal number such as `0.25`, of at most 28 digits", clip(text)),
            )),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl serde::Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// An ISO 4217 currency code: three upper-case letters. Whether the code is assigned is not checked.
///
/// ```
/// let euro: isms_core::Currency = "EUR".parse()?;
/// assert_eq!(euro.minor_digits(), 2);
/// assert_eq!("JPY".parse::<isms_core::Currency>()?.minor_digits(), 0);
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]); // INVARIANT: ASCII upper-case letters.

impl Currency {
    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimal digits the minor unit has (ISO 4217): 2, but for the exceptions with 0, 3 or 4.
    pub fn minor_digits(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(Error::new(
                ErrorKind::Invalid,
                "D-015",
                format!("`{}` is not a currency code such as `EUR`", clip(text)),
            )),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

/// An amount of money: integer minor units of one currency, written `EUR 50000.00`.
///
/// ```
/// use isms_core::Money;
/// let loss: Money = "EUR 50000".parse()?;
/// assert_eq!(loss.minor(), 5_000_000);
/// let expected = loss.checked_scale(&"0.3".parse()?)?;
/// assert_eq!(expected.to_string(), "EUR 15000.00");
/// assert_eq!(loss.checked_add(&"USD 1".parse()?).unwrap_err().code(), "Q-001");
/// # Ok::<(), isms_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount of `minor` units, such as cents.
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount in minor units.
    pub fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.minor < 0
    }

    /// The sum. Fails with `Q-001` for two currencies, `Q-002` past the range of 64 bits.
    pub fn checked_add(&self, other: &Money) -> Result<Money, Error> {
        if self.currency != other.currency {
            return Err(Error::new(
                ErrorKind::Incomparable,
                "Q-001",
                format!("{} and {} cannot be added without a rate", self.currency, other.currency),
            ));
        }
        let minor = self.minor.checked_add(other.minor).ok_or_else(overflow)?;
        Ok(Self { minor, currency: self.currency })
    }

    /// The amount times a factor, to the nearest minor unit, halves away from zero.
    /// Fails with `Q-002` past the range of 64 bits.
    pub fn checked_scale(&self, factor: &Decimal) -> Result<Money, Error> {
        use rust_decimal::prelude::{RoundingStrategy, ToPrimitive};
        let exact = rust_decimal::Decimal::from(self.minor).checked_mul(factor.0).ok_or_else(overflow)?;
        let minor = exact
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .ok_or_else(overflow)?;
        Ok(Self { minor, currency: self.currency })
    }
}

impl FromStr for Money {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        use rust_decimal::prelude::ToPrimitive;
        let refuse = |why: String| Error::new(ErrorKind::Invalid, "D-015", format!("`{}` {why}", clip(text)));
        let parts = text.split_once(' ').and_then(|(code, amount)| {
            let currency: Currency = code.parse().ok()?;
            Some((currency, amount, amount.parse::<Decimal>().ok()?))
        });
        let Some((currency, written, amount)) = parts else {
            return Err(refuse("is not an amount of money such as `EUR 50000.00`".to_owned()));
        };
        // Zeros count as well: what is written `900.000` is most likely nine hundred thousand.
        let digits = currency.minor_digits();
        let places = written.split_once('.').map_or(0, |(_, places)| places.len());
        if places > digits as usize {
            return Err(refuse(format!(
                "has more than the {digits} decimal places of {currency}; thousands have no separator"
            )));
        }
        let unit = rust_decimal::Decimal::from(10u32.pow(digits));
        let minor = amount.0.checked_mul(unit).and_then(|minor| minor.to_i64());
        let minor =
            minor.ok_or_else(|| refuse("is too large: an amount is 64 bits of minor units".to_owned()))?;
        Ok(Self { minor, currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.minor_digits();
        let unit = 10u64.pow(digits);
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        write!(f, "{} {sign}{}", self.currency, minor.div_euclid(unit))?;
        if digits > 0 {
            write!(f, ".{:0width$}", minor.rem_euclid(unit), width = digits as usize)?;
        }
        Ok(())
    }
}

impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
