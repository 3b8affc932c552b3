//! Translations between risk methods: how the levels of one are read as levels of another.

use crate::describe::described;
use crate::id::{MethodId, RoleId};
use crate::isms::table::Table;
use crate::level::LevelName;
use crate::time::Date;

described! {
    /// How the levels of one risk method are read in another. It is a judgement somebody made about two versions, and
    /// holds for these alone.
    ///
    /// ```
    /// use isms_core::Translation;
    /// let mut site_to_group = Translation::new("SITE".parse()?, "1", "GROUP".parse()?, "3", "1");
    /// site_to_group.levels.insert("very high".parse()?, "5".parse()?);
    /// assert_eq!(site_to_group.to_version, "3");
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Translation {
        /// The method whose levels are read.
        pub from: MethodId,
        /// The method they are read in.
        pub to: MethodId,
        /// The version of `from` it was made for.
        pub from_version: String,
        /// The version of `to` it was made for.
        pub to_version: String,
        /// Its own version.
        pub version: String,
        /// For each level of `from` the level of `to` it is read as.
        pub levels: Table<LevelName, LevelName>,
        /// Why these levels correspond.
        pub rationale: Option<String>,
        /// Who approved it.
        pub approved_by: Option<RoleId>,
        /// When.
        pub approved_on: Option<Date>,
    }
}

impl Translation {
    /// A translation of no level yet, of its own version `version`.
    pub fn new(
        from: MethodId,
        from_version: impl Into<String>,
        to: MethodId,
        to_version: impl Into<String>,
        version: impl Into<String>,
    ) -> Self {
        Self {
            from,
            to,
            from_version: from_version.into(),
            to_version: to_version.into(),
            version: version.into(),
            levels: Table::new(),
            rationale: None,
            approved_by: None,
            approved_on: None,
        }
    }
}
