//! Risk methods as versioned data: scales, how levels combine, and who may retain what.

use std::collections::BTreeSet;

use crate::describe::described;
use crate::id::{CategoryId, DimensionId, RoleId, ScaleId};
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
        /// The consequence that a need of an affected asset implies, per dimension.
        pub need_to_consequence: Table<DimensionId, Table<LevelName, LevelName>>,
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
            categories: Table::new(),
            dispositions: Table::new(),
            authority: Table::new(),
            max_acceptance_days: Table::new(),
            assessment_criteria: None,
            unverified: Unverified::Capped,
            controls: ControlRule::Strongest,
            need_to_consequence: Table::new(),
        }
    }
}

/// How likelihood and consequence give a level.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Combine {
    /// Per likelihood a row of levels in the order of the consequence scale; `None` is a hole.
    Matrix(Table<LevelName, Vec<Option<LevelName>>>),
    /// Rating of the likelihood times rating of the consequence times `factor`, read in bands. Both scales must
    /// declare ratings.
    Product {
        /// A constant factor; 1 where absent.
        factor: Option<Decimal>,
        /// The bands.
        bands: Vec<Band>,
    },
    /// Sum of the two ratings, read in bands; right where both scales are logarithmic.
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

    /// What a control is worth whose operation nobody has verified, or not lately.
    Unverified ("rule for unverified controls") {
        /// At most one step, and no cap.
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
}

impl Disposition {
    /// Whether the level meets the acceptance criteria without anybody's approval.
    pub fn is_within_criteria(self) -> bool {
        self == Disposition::Retain
    }
}
