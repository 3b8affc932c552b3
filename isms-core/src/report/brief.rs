//! The summary for a terminal, on one screen, and as Markdown.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::summary::{LevelCount, SeverityCount, Summary, TopRisk};
use super::table::{clip, markdown, markdown_text, one_line};
use crate::level::LevelName;

/// Most codes of findings shown.
const MAX_CODES: usize = 8;
/// Most risks of one method shown.
const MAX_RISKS: usize = 5;

/// The summary in at most 100 columns.
pub(crate) fn text(summary: &Summary) -> String {
    let mut out = String::new();
    let mut say = |line: String| {
        out.push_str(line.trim_end());
        out.push('\n');
    };
    say(format!("{}, as of {}", clip(&one_line(&summary.organisation), 80), summary.as_of));
    say(format!(
        "engine {}, document format {}, digest {}",
        summary.engine_version,
        summary.format_version,
        summary.digest.get(..16).unwrap_or(&summary.digest)
    ));
    say(String::new());
    let unknown = match summary.needs_incomplete {
        0 => String::new(),
        count => format!("; {} could be raised by something unknown", plural(count, "need", "needs")),
    };
    let dependencies = plural(summary.dependencies, "dependency", "dependencies");
    say(format!("Assets     {}, with {dependencies}{unknown}", summary.assets));
    if summary.capabilities_unmet > 0 {
        say(format!(
            "           {} below what is required",
            plural(summary.capabilities_unmet, "capability", "capabilities")
        ));
    }
    say(format!(
        "Controls   {}: {} implemented, {} verified",
        summary.controls, summary.controls_implemented, summary.controls_verified
    ));
    say(format!(
        "Statement  {}: {} included, {} excluded, {} not decided; {} derived as necessary",
        plural(summary.soa_lines, "control", "controls"),
        summary.soa_included,
        summary.soa_excluded,
        summary.soa_undecided,
        summary.soa_necessary
    ));
    say(format!("Risks      {} open of {}", summary.risks_open, summary.risks));
    for two in troubles(summary).chunks(2) {
        say(format!("           {}", two.join(", ")));
    }
    for (first, [expected, current, residual]) in (0..).zip(summary.annual_losses()) {
        say(format!("{:10} {expected} expected a year", if first == 0 { "Loss" } else { "" }));
        if [&current, &residual].iter().any(|left| **left != expected) {
            say(format!("           {current} with controls, {residual} with the plan"));
        }
    }
    for block in summary.levels.chunk_by(|a, b| a.method == b.method) {
        say(String::new());
        levels(block, &mut say);
    }
    top_risks(summary, &mut say);
    say(String::new());
    let findings: Vec<_> = summary.findings.iter().map(severity).collect();
    if findings.is_empty() {
        say("Findings   none".to_owned());
    } else {
        say(format!("Findings   {}", findings.join(", ")));
        let lines: Vec<[String; 3]> = summary
            .codes
            .iter()
            .take(MAX_CODES)
            .map(|c| [format!("{} {}", c.severity, c.code), format!("{} x", c.total), c.title.to_owned()])
            .collect();
        columns(&lines, &mut say);
        let more = summary.codes.len().saturating_sub(MAX_CODES);
        if more > 0 {
            say(format!("  and {}", plural(more, "more code", "more codes")));
        }
    }
    out
}

/// The highest risks, method by method: levels of two methods have no common order.
fn top_risks(summary: &Summary, say: &mut impl FnMut(String)) {
    let blocks: Vec<&[TopRisk]> = summary.top_risks.chunk_by(|a, b| a.method == b.method).collect();
    let mut said = 0usize;
    for block in &blocks {
        say(String::new());
        match block {
            [first, ..] if blocks.len() > 1 => say(format!("Highest risks today, `{}`", first.method)),
            _ => say("Highest risks today".to_owned()),
        }
        let shown = block.iter().take(MAX_RISKS);
        let lines: Vec<[String; 3]> = shown
            .map(|r| [r.risk.as_str().to_owned(), title(&r.current).to_owned(), r.title.clone()])
            .collect();
        columns(&lines, say);
        said = said.saturating_add(lines.len());
    }
    let more = summary.risks_open.saturating_sub(said);
    if more > 0 && said > 0 {
        say(format!("  and {}", plural(more, "more open risk", "more open risks")));
    }
}

/// What is missing on the open risks.
fn troubles(summary: &Summary) -> Vec<String> {
    [
        (summary.risks_undetermined, "without a level"),
        (summary.risks_without_owner, "without an owner"),
        (summary.risks_untreated, "without a treatment"),
        (summary.risks_above_target, "above their target"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect()
}

/// The levels of one method, one line per level, a column per station.
fn levels(counts: &[LevelCount], say: &mut impl FnMut(String)) {
    let Some(first) = counts.first() else { return };
    let stations: Vec<&str> = ["inherent", "current", "residual"].to_vec();
    // The level not determined may stand at one station only, so lines are gathered over all of them.
    let mut names: Vec<&Option<LevelName>> = Vec::new();
    for count in counts {
        if !names.contains(&&count.level) {
            names.push(&count.level);
        }
    }
    names.sort_by_key(|name| name.is_none());
    let heading = format!("Open risks by level, `{}`", first.method);
    let widest = names.iter().map(|name| title(name).width()).chain([heading.width()]).max();
    let width = widest.unwrap_or(0).clamp(14, 56);
    let captions: String = stations.iter().fold(String::new(), |mut line, station| {
        let _ = write!(line, "{station:>10}");
        line
    });
    say(format!("{}{captions}", pad(&heading, width.saturating_add(2))));
    for name in names {
        let mut line = format!("  {}", pad(title(name), width));
        for station in &stations {
            let found = counts.iter().find(|c| c.level == *name && c.station == *station);
            let _ = write!(line, "{:>10}", found.map_or(0, |c| c.count));
        }
        say(line);
    }
}

fn title(level: &Option<LevelName>) -> &str {
    level.as_ref().map_or("not determined", |level| level.as_str())
}

/// Three columns, the last one cut so that a line has at most 100 columns.
fn columns(lines: &[[String; 3]], say: &mut impl FnMut(String)) {
    let width = |place: usize| {
        lines.iter().filter_map(|l| l.get(place)).map(|c| c.width()).max().unwrap_or(0).min(40)
    };
    let (first, second) = (width(0), width(1));
    for [a, b, c] in lines {
        let left = 94usize.saturating_sub(first).saturating_sub(second);
        say(format!("  {}  {}  {}", pad(a, first), pad(b, second), clip(&one_line(c), left)));
    }
}

fn pad(text: &str, width: usize) -> String {
    let text = clip(&one_line(text), width);
    let gap = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(gap))
}

/// How many findings of a severity, in words.
pub(crate) fn severity(count: &SeverityCount) -> String {
    let plural = if count.severity == "observation" && count.count != 1 { "s" } else { "" };
    format!("{} {}{plural}", count.count, count.severity)
}

pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The summary as Markdown.
pub(crate) fn as_markdown(summary: &Summary) -> String {
    let mut out = format!("# {}\n\n", markdown_text(&summary.organisation));
    out.push_str(&markdown(summary.figures()));
    if !summary.levels.is_empty() {
        let _ = write!(out, "\n## Levels\n\n{}", markdown(summary.levels.iter().cloned()));
    }
    if !summary.top_risks.is_empty() {
        let _ = write!(out, "\n## Highest risks today\n\n{}", markdown(summary.top_risks.iter().cloned()));
    }
    out
}
