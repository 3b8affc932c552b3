//! Values, common causes and suggestions as rows.

use super::row::rows;
use crate::assess::Assessment;
use crate::id::{AssetId, DimensionId};
use crate::money::Decimal;
use crate::need::{
    CauseOptions, CommonCause, Defeated, NeedSuggestion, WorthRule, common_causes, derive_worth,
};

rows! {
    /// The value of one asset in one dimension, in the unit of the document.
    pub struct WorthRow {
        /// The asset.
        pub asset: AssetId,
        /// What it is called.
        pub name: String,
        /// The dimension.
        pub dimension: DimensionId,
        /// Its own value, as written.
        pub own: Option<Decimal>,
        /// Its own value and that of what depends on it.
        pub accumulated: Decimal,
        /// Whether nothing unknown could raise it; if not, it is at least `accumulated`.
        pub complete: bool,
        /// The rule by which values come together: `accumulated` or `max-product`.
        pub rule: String,
    }
}

rows! {
    /// One asset whose loss takes more of a redundancy group than it can spare, or several controls.
    pub struct CommonCauseRow {
        /// The asset. Absent in a last row that says what was not looked at.
        pub asset: Option<AssetId>,
        /// What it is called.
        pub name: Option<String>,
        /// What rests on it: `group` or `controls`.
        pub of: Option<String>,
        /// The asset that declares the group, and the group behind a slash.
        pub group: Option<String>,
        /// How many members or controls its loss defeats.
        pub defeats: Option<usize>,
        /// How many members or controls there are.
        pub total: Option<usize>,
        /// How many members must work.
        pub required: Option<u64>,
        /// The members or controls that are defeated; at most 20.
        pub defeated: Vec<String>,
        /// What it means, in words.
        pub because: String,
    }
}

rows! {
    /// A decision that the dependencies suggest and only a person can take.
    pub struct SuggestionRow {
        /// The asset.
        pub asset: AssetId,
        /// What it is called.
        pub name: String,
        /// What is suggested: `distribution` or `cumulation`.
        pub suggestion: String,
        /// The group or the dimension.
        pub about: String,
        /// Why.
        pub because: String,
        /// What to write in the document to apply it.
        pub apply: String,
    }
}

impl Assessment {
    /// The value of every asset in every dimension in which some asset states a worth, in the order of ids. Empty for a
    /// document without one.
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Isms, WorthRule, assess};
    /// let isms = Isms::from_yaml("
    /// isms: '1'
    /// organisation: {name: Acme}
    /// assets:
    ///   A-1: {name: sales, kind: process, worth: {availability: 1000}, depends_on: {A-2: {degree: 0.5}}}
    ///   A-2: {name: host, kind: hardware}
    /// ")?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// let rows = assessment.worth_rows(WorthRule::Accumulated);
    /// assert_eq!((rows[1].asset.as_str(), rows[1].accumulated.to_string().as_str()), ("A-2", "500"));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn worth_rows(&self, rule: WorthRule) -> Vec<WorthRow> {
        let worth = derive_worth(self.isms(), rule);
        let row = |(asset, dimension, value): (&AssetId, &DimensionId, crate::need::AssetWorth)| WorthRow {
            asset: asset.clone(),
            name: self.name_of_asset(asset),
            dimension: dimension.clone(),
            own: value.own,
            accumulated: value.accumulated,
            complete: value.complete,
            rule: rule.to_string(),
        };
        worth.iter().map(row).collect()
    }

    /// The common causes of redundancy groups and of own controls, within the default limit of work; a last row says
    /// what was not looked at.
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Draft, assess};
    /// let isms = Draft::new("Acme").build()?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// assert!(assessment.common_cause_rows().is_empty());
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn common_cause_rows(&self) -> Vec<CommonCauseRow> {
        let found = common_causes(self.isms(), &CauseOptions::default());
        let mut rows: Vec<CommonCauseRow> = found.causes.iter().map(|cause| self.cause_row(cause)).collect();
        if !found.is_complete() {
            let controls = if found.controls_left { ", nor were the controls" } else { "" };
            rows.push(CommonCauseRow {
                asset: None,
                name: None,
                of: None,
                group: None,
                defeats: None,
                total: None,
                required: None,
                defeated: Vec::new(),
                because: format!(
                    "not all looked at: {} redundancy groups were left out for the limit of work{controls}",
                    found.groups_left
                ),
            });
        }
        rows
    }

    fn cause_row(&self, cause: &CommonCause) -> CommonCauseRow {
        let (of, group, total, required, defeated) = match &cause.of {
            Defeated::Group { asset, group, members, required, defeated } => (
                "group",
                Some(format!("{asset}/{group}")),
                *members,
                Some(u64::from(*required)),
                defeated.iter().map(ToString::to_string).collect(),
            ),
            Defeated::Controls { controls, defeated } => {
                ("controls", None, *controls, None, defeated.iter().map(ToString::to_string).collect())
            }
        };
        let because = match (&group, required) {
            (Some(group), Some(required)) => format!(
                "without `{}`, {} of {total} members of `{group}` fail, and {required} must work",
                cause.asset, cause.defeats
            ),
            _ => format!("without `{}`, {} of {total} controls fail", cause.asset, cause.defeats),
        };
        CommonCauseRow {
            asset: Some(cause.asset.clone()),
            name: Some(self.name_of_asset(&cause.asset)),
            of: Some(of.to_owned()),
            group,
            defeats: Some(cause.defeats),
            total: Some(total),
            required,
            defeated,
            because,
        }
    }

    /// What the dependencies suggest to decide on: distribution, where a redundancy group lowers nothing yet, and
    /// cumulation, where many dependents meet. A suggestion changes nothing until the document says so.
    ///
    /// ```
    /// use isms_core::{AssessOptions, Catalogue, Isms, assess};
    /// let isms = Isms::from_yaml("
    /// isms: '1'
    /// organisation: {name: Acme}
    /// assets:
    ///   A-1: {name: shop, kind: process, need: {availability: high}, depends_on: {A-2: {}, A-3: {}},
    ///         redundancy: {nodes: {members: [A-2, A-3], required: 1}}}
    ///   A-2: {name: node 1, kind: hardware}
    ///   A-3: {name: node 2, kind: hardware}
    /// ")?;
    /// let assessment = assess(&isms, &Catalogue::builtin(), &AssessOptions::new("2026-03-31".parse()?));
    /// let rows = assessment.suggestion_rows();
    /// assert_eq!((rows[0].suggestion.as_str(), rows[0].about.as_str()), ("distribution", "nodes"));
    /// assert!(rows[0].apply.starts_with("assets.A-1.redundancy.nodes.applied: "));
    /// # Ok::<(), isms_core::Error>(())
    /// ```
    pub fn suggestion_rows(&self) -> Vec<SuggestionRow> {
        self.needs().suggestions().iter().map(|suggestion| self.suggestion_row(suggestion)).collect()
    }

    fn suggestion_row(&self, suggestion: &NeedSuggestion) -> SuggestionRow {
        match suggestion {
            NeedSuggestion::Redundancy { asset, group, members, required } => SuggestionRow {
                asset: asset.clone(),
                name: self.name_of_asset(asset),
                suggestion: "distribution".to_owned(),
                about: group.to_string(),
                because: format!(
                    "{required} of {members} members of `{group}` suffice, and each is asked for as much as `{asset}` \
                     itself"
                ),
                apply: format!(
                    "assets.{asset}.redundancy.{group}.applied: {{lowers: {{<dimension>: 1}}, reason: <why>}}, usually \
                     for availability alone, since every member holds the same information"
                ),
            },
            NeedSuggestion::Cumulation { asset, dimension, level, dependents } => {
                let isms = self.isms();
                let name = isms.name_of(level).map_or_else(String::new, ToString::to_string);
                let next = isms.scales().get(level.scale());
                let next = next.and_then(|scale| scale.at(level.rank().saturating_add(1)));
                let next = next.map_or_else(|| name.clone(), |next| next.id.to_string());
                SuggestionRow {
                    asset: asset.clone(),
                    name: self.name_of_asset(asset),
                    suggestion: "cumulation".to_owned(),
                    about: dimension.to_string(),
                    because: format!(
                        "{dependents} assets that depend on `{asset}` each ask for `{name}` in `{dimension}`; together \
                         they may need more than any of them"
                    ),
                    apply: format!(
                        "assets.{asset}.cumulation.{dimension}: {{at_least: {next}, reason: <why>}}, or at_least: \
                         {name} to say that it was considered"
                    ),
                }
            }
        }
    }

    fn name_of_asset(&self, id: &AssetId) -> String {
        self.isms().assets().get(id).map(|asset| asset.name.clone()).unwrap_or_default()
    }
}
