//! The tables of a method as one looks at them: inputs, what they give, and where they stand.

use super::grid::Grid;
use super::method::{Method, Steps};
use crate::finding::{Collection, Subject};
use crate::id::{MethodId, ScaleId};
use crate::isms::{Combine, RiskMethod};
use crate::level::LevelName;

/// One table of a method: its inputs, what they give and how.
pub(super) struct Look<'a> {
    pub(super) at: Subject,
    pub(super) combine: &'a Combine,
    pub(super) inputs: Vec<Input<'a>>,
    pub(super) output: &'a Steps<'a>,
    pub(super) grid: &'a Grid,
}

/// An input of a table.
pub(super) struct Input<'a> {
    /// What a message calls it.
    pub(super) noun: String,
    /// What a message calls its levels.
    pub(super) plural: String,
    pub(super) id: &'a ScaleId,
    pub(super) steps: &'a Steps<'a>,
    /// Where its scale is named.
    pub(super) at: Subject,
}

impl Look<'_> {
    /// Where the cells or bands stand.
    pub(super) fn table(&self) -> Subject {
        let at = self.at.clone();
        match self.combine {
            Combine::Matrix(_) => at.member("matrix"),
            Combine::Product { .. } => at.member("product").member("bands"),
            Combine::Sum { .. } => at.member("sum").member("bands"),
        }
    }

    /// A combination in words.
    pub(super) fn say(&self, at: &[u8], joint: &str) -> String {
        let one = |(input, rank): (&Input<'_>, &u8)| {
            let name = input.steps.name(*rank).map(LevelName::as_str).unwrap_or_default();
            format!("{} `{name}`", input.noun)
        };
        self.inputs.iter().zip(at).map(one).collect::<Vec<_>>().join(joint)
    }
}

/// The tables of a method: that of the level, and those of the axes that follow from factors.
pub(super) fn looks<'a>(id: &MethodId, source: &'a RiskMethod, method: &'a Method<'a>) -> Vec<Look<'a>> {
    let named = |member: &str| Subject::item(Collection::Methods, id).member(member);
    let axis = |noun: &str, id: &'a ScaleId, steps: &'a Steps<'a>| Input {
        noun: noun.to_owned(),
        plural: format!("{noun}s"),
        id,
        steps,
        at: named(noun),
    };
    let mut looks = vec![Look {
        at: named("combine"),
        combine: &source.combine,
        inputs: vec![
            axis("likelihood", &source.likelihood, &method.likelihood),
            axis("consequence", &source.consequence, &method.consequence),
        ],
        output: &method.level,
        grid: &method.grid,
    }];
    let stages = [
        ("likelihood_from", &method.likelihood_from, &method.likelihood),
        ("consequence_from", &method.consequence_from, &method.consequence),
    ];
    for (member, stage, output) in stages {
        let Some(stage) = stage else { continue };
        let input = |place: &usize| {
            let (factor_id, factor) = source.factors.at(*place)?;
            Some(Input {
                noun: format!("factor {factor_id}"),
                plural: format!("levels of the factor {factor_id}"),
                id: &factor.scale,
                steps: method.factors.get(*place)?,
                at: named("factors").member(id).member("scale"),
            })
        };
        looks.push(Look {
            at: named(member).member("combine"),
            combine: &stage.source.combine,
            inputs: stage.of.iter().filter_map(input).collect(),
            output,
            grid: &stage.grid,
        });
    }
    looks
}
