//! Risk methods as versioned data: scales, how levels combine, and who may retain what.

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{CategoryId, DimensionId, FactorId, RoleId, ScaleId};
use crate::isms::table::Table;
use crate::level::LevelName;
use crate::money::Decimal;
use crate::word::words;

described! {
    /// A risk method: how likelihood and consequence give a level, and what follows from the level.
    ///
    /// ```
    /// use isms_core::{Combine, RiskMethod};
    /// let method = RiskMethod::new("house method", "2", "likelihood".parse()?, "consequence".parse()?, "level".parse()?,
    ///     Combine::Matrix(Default::default()));
    /// assert_eq!(method.version, "2");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct RiskMethod {
        /// What it is called.
        pub name: String,
        /// Its version; a risk assessed with another one is reported.
        pub version: String,
        /// The scale of likelihoods.
        pub likelihood: ScaleId,
        /// The scale of consequences, shared by all categories.
        pub consequence: ScaleId,
        /// The scale of levels of risk.
        pub level: ScaleId,
        /// How likelihood and consequence give a level.
        pub combine: Combine,
        /// What is judged in place of an axis that follows from it.
        pub factors: Table<FactorId, Factor>,
        /// How the likelihood follows from factors. Absent: it is judged.
        pub likelihood_from: Option<AxisFrom>,
        /// How the consequence follows from factors. Absent: it is judged.
        pub consequence_from: Option<AxisFrom>,
        /// Consequence categories and what they are called. The consequence of a risk is the highest of them.
        pub categories: Table<CategoryId, String>,
        /// What follows from each level.
        pub dispositions: Table<LevelName, Disposition>,
        /// Who may retain a risk of each level.
        pub authority: Table<LevelName, Authority>,
        /// The longest an acceptance may last, in days, per level.
        pub max_acceptance_days: Table<LevelName, u32>,
        /// When assessments are performed, in words (6.1.2 a).
        pub assessment_criteria: Option<String>,
        /// What controls whose operation is not verified are worth.
        pub unverified: Unverified,
        /// How several controls on one axis of one risk add up.
        pub controls: ControlRule,
        /// How several controls on one part of the loss of one risk come together.
        pub loss_controls: LossRule,
        /// The consequence that a need of an affected asset implies, per dimension.
        pub need_to_consequence: Table<DimensionId, Table<LevelName, LevelName>>,
        /// Where the method comes from, and how far it was compared with that.
        pub provenance: Option<MethodSource>,
    }
}

impl RiskMethod {
    /// A method without dispositions and authorities (which is reported).
    pub fn new(
        name: impl Into<String>,
        version: impl Into<String>,
        likelihood: ScaleId,
        consequence: ScaleId,
        level: ScaleId,
        combine: Combine,
    ) -> Self {
        Self {
            name: name.into(),
            version: version.into(),
            likelihood,
            consequence,
            level,
            combine,
            factors: Table::new(),
            likelihood_from: None,
            consequence_from: None,
            categories: Table::new(),
            dispositions: Table::new(),
            authority: Table::new(),
            max_acceptance_days: Table::new(),
            assessment_criteria: None,
            unverified: Unverified::Capped,
            controls: ControlRule::Strongest,
            loss_controls: LossRule::Strongest,
            need_to_consequence: Table::new(),
            provenance: None,
        }
    }
}

described! {
    /// An input of a method that is judged in place of an axis, such as the vulnerability in threat × vulnerability.
    ///
    /// ```
    /// let factor = isms_core::Factor::new("vulnerability", "ease".parse()?);
    /// assert_eq!(factor.scale.as_str(), "ease");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Factor {
        /// What it is called.
        pub name: String,
        /// The scale it is judged on.
        pub scale: ScaleId,
    }
}

impl Factor {
    /// A factor on a scale.
    pub fn new(name: impl Into<String>, scale: ScaleId) -> Self {
        Self { name: name.into(), scale }
    }
}

described! {
    /// How an axis follows from factors.
    ///
    /// ```
    /// use isms_core::{Band, Combine, AxisFrom};
    /// let combine = Combine::Product { factor: None, bands: vec![Band::new(0.into(), "low".parse()?)] };
    /// let derivation = AxisFrom::new(vec!["threat".parse()?, "vulnerability".parse()?], combine);
    /// assert!(derivation.weights.is_empty()); // each counts once
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct AxisFrom {
        /// The factors: 1 to 8. In a matrix there are two, the first of which names the rows.
        pub of: Vec<FactorId>,
        /// What each rating is multiplied by in a sum; 1 where absent.
        pub weights: Table<FactorId, Decimal>,
        /// How they give a level of the axis.
        pub combine: Combine,
    }
}

impl AxisFrom {
    /// A derivation without weights.
    pub fn new(of: Vec<FactorId>, combine: Combine) -> Self {
        Self { of, weights: Table::new(), combine }
    }
}

/// Most factors an axis follows from.
pub const MAX_FACTORS: usize = 8;

described! {
    /// Where a method comes from.
    ///
    /// ```
    /// use isms_core::{MethodCheck, MethodSource};
    /// let house = MethodSource::new("our risk policy, version 3", MethodCheck::Unverified);
    /// assert!(house.url.is_none());
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct MethodSource {
        /// The publication, with its tables or pages.
        pub source: String,
        /// Where it can be read.
        pub url: Option<String>,
        /// How far the figures were compared with it. Reports repeat it.
        pub verification: MethodCheck,
        /// What was compared with what, and which parts are not the publisher's.
        pub note: Option<String>,
    }
}

impl MethodSource {
    /// A source without address and note.
    pub fn new(source: impl Into<String>, verification: MethodCheck) -> Self {
        Self { source: source.into(), url: None, verification, note: None }
    }
}

/// How two axes give a level, or several factors an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Combine {
    /// Per level of the first input a row of levels in the order of the second one's scale (per likelihood in the
    /// order of the consequences); `None` is a hole.
    Matrix(Table<LevelName, Vec<Option<LevelName>>>),
    /// The ratings of the inputs multiplied with each other and with `factor`, read in bands. Their scales must
    /// declare ratings.
    Product {
        /// A constant factor; 1 where absent.
        factor: Option<Decimal>,
        /// The bands.
        bands: Vec<Band>,
    },
    /// The sum of the ratings, read in bands; right where the scales are logarithmic.
    Sum {
        /// The bands.
        bands: Vec<Band>,
    },
}

described! {
    /// From `at_least` on, the level is `level`.
    ///
    /// ```
    /// let band = isms_core::Band::new(9.into(), "high".parse()?);
    /// assert_eq!(band.level.as_str(), "high");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Band {
        /// The lowest value of the band.
        pub at_least: Decimal,
        /// Its level.
        pub level: LevelName,
    }
}

impl Band {
    /// A band.
    pub fn new(at_least: Decimal, level: LevelName) -> Self {
        Self { at_least, level }
    }
}

described! {
    /// Who may retain a risk of a level.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Authority {
        /// The owner of the risk.
        pub owner: bool,
        /// Any of these roles.
        pub roles: BTreeSet<RoleId>,
    }
}

words! {
    /// What follows from a level of risk.
    Disposition ("disposition") {
        /// The risk is refused: it may not be retained.
        Refuse = "refuse",
        /// The risk meets the acceptance criteria and is retained.
        Retain = "retain",
        /// The risk may be retained with an acceptance on record.
        RetainWithApproval = "retain-with-approval",
        /// The risk must be treated.
        Treat = "treat",
    }

    /// How far a method was compared with its source.
    MethodCheck ("check of a method") {
        /// It follows from a closed form, which a test compares cell by cell.
        ClosedForm = "closed-form",
        /// Its tables were compared with independent copies of the source; no worked number was found.
        Transcribed = "transcribed",
        /// Neither was possible.
        Unverified = "unverified",
        /// A worked number of the publisher is reproduced by a test.
        WorkedExample = "worked-example",
    }

    /// What a control is worth whose operation nobody has verified, or not lately.
    Unverified ("rule for unverified controls") {
        /// At most one step, and no cap; half of the share of a loss.
        Capped = "capped",
        /// All its design promises.
        Optimistic = "optimistic",
        /// Nothing.
        Strict = "strict",
    }

    /// How several controls on one axis of one risk add up.
    ControlRule ("rule for several controls") {
        /// The strongest shift counts: as if the controls failed together.
        Strongest = "strongest",
        /// The shifts are summed: as if each caught what the others let through.
        Sum = "sum",
    }

    /// How several controls on one part of the loss of one risk come together.
    LossRule ("rule for several controls on a loss") {
        /// The largest share counts: as if the controls failed together.
        Strongest = "strongest",
        /// What one lets through meets the next, 1 − Π(1 − e): as if they failed independently.
        Independent = "independent",
    }
}

impl Disposition {
    /// Whether the level meets the acceptance criteria without anybody's approval.
    pub fn is_within_criteria(self) -> bool {
        self == Disposition::Retain
    }
}
