//! Coverage as a matrix: frameworks by buckets.

use super::{close_table, open_section, open_table, sub};
use crate::coverage::{Bucket, Coverage, CoverageOptions, Links};
use crate::report::html::markup::Markup;

/// The buckets with the class that colours each; the number is always beside the colour.
const BUCKETS: [(Bucket, &str, &str); 6] = [
    (Bucket::Covered, "b0", "covered by what is verified"),
    (Bucket::Unverified, "b1", "covered by what nobody has verified"),
    (Bucket::Overlapping, "b2", "shares content with something in place"),
    (Bucket::Suggested, "b3", "to be looked at: only a suggestion"),
    (Bucket::Unknown, "bn", "nothing is known"),
    (Bucket::Excluded, "bx", "excluded with a reason"),
];

/// How long a bar is, and how much of it a number takes.
const LENGTH: usize = 240;
const ROOM: usize = 28;

pub(super) fn section(m: &mut Markup, assessment: &crate::assess::Assessment, links: &Links) {
    let all = assessment.coverage_of_all(links, &CoverageOptions::default());
    open_section(m, "coverage", "Coverage of frameworks");
    let Some(inventory) = all.first().map(Coverage::inventory) else {
        m.leaf("p", &[], "The catalogue has no framework.").end();
        return;
    };
    m.leaf(
        "p",
        &[],
        &format!(
            "This is worth no more than the inventory it is computed from: of {} own controls, {} are linked to an entry \
             of a catalogue, {} are in place and {} are verified; the Statement of Applicability decides on {} controls \
             of Annex A.",
            inventory.controls,
            inventory.linked.part,
            inventory.in_place.part,
            inventory.verified.part,
            inventory.decided
        ),
    );
    m.open("ul", &[("class", "legend")]);
    for (bucket, class, meaning) in BUCKETS {
        m.open("li", &[]).leaf("span", &[("class", &format!("lv {class}"))], bucket.as_str());
        m.text(" ").text(meaning).end();
    }
    m.end();
    let (shown, silent): (Vec<_>, Vec<_>) = all.iter().partition(|coverage| says_anything(coverage));
    if !shown.is_empty() {
        let mut columns = vec![("", "Framework"), ("", "Requirements")];
        columns.extend(BUCKETS.map(|(bucket, ..)| ("num", bucket.as_str())));
        columns.push(("num", "Covered of all"));
        columns.push(("num", "of applicable"));
        open_table(m, "", "Requirements of each framework by what is known of them", &columns);
        shown.iter().for_each(|coverage| line(m, coverage));
        close_table(m);
    }
    if !silent.is_empty() {
        let names: Vec<_> = silent.iter().map(|coverage| coverage.name()).collect();
        m.leaf("p", &[("class", "note")], &format!("Nothing is known of: {}.", names.join(", ")));
    }
    m.end();
}

fn says_anything(coverage: &Coverage) -> bool {
    coverage.tally().unknown < coverage.tally().total()
}

fn line(m: &mut Markup, coverage: &Coverage) {
    let tally = coverage.tally();
    m.open("tr", &[]).open("th", &[("scope", "row")]).text(coverage.name());
    sub(m, coverage.framework());
    m.end().open("td", &[]);
    m.text(&tally.total().to_string());
    bar(m, coverage);
    m.end();
    for (bucket, ..) in BUCKETS {
        m.leaf("td", &[("class", "num")], &tally.count(bucket).to_string());
    }
    for ratio in [coverage.covered(), coverage.covered_of_applicable()] {
        m.leaf("td", &[("class", "num")], &ratio.to_string());
    }
    m.end();
}

/// The buckets as a bar, which says in words what it shows.
fn bar(m: &mut Markup, coverage: &Coverage) {
    let tally = coverage.tally();
    let place = |count: usize| count.saturating_mul(LENGTH).checked_div(tally.total()).unwrap_or(0);
    let length = LENGTH.to_string();
    let view_box = format!("0 0 {LENGTH} 20");
    let frame = [("width", length.as_str()), ("height", "20"), ("viewBox", &view_box), ("role", "img")];
    m.open("svg", &frame);
    let filled = BUCKETS.iter().filter(|(bucket, ..)| tally.count(*bucket) > 0);
    let said: Vec<_> = filled.map(|(bucket, ..)| format!("{} {bucket}", tally.count(*bucket))).collect();
    m.leaf("title", &[], &said.join(", "));
    let mut before = 0usize;
    for (bucket, class, _) in BUCKETS {
        let count = tally.count(bucket);
        let (from, to) = (place(before), place(before.saturating_add(count)));
        before = before.saturating_add(count);
        let wide = to.saturating_sub(from);
        if count == 0 {
            continue;
        }
        m.open("g", &[("class", class)]);
        let (x, width) = (from.to_string(), wide.max(1).to_string());
        m.void("rect", &[("x", &x), ("y", "0"), ("width", &width), ("height", "20")]);
        if wide >= ROOM {
            let middle = from.saturating_add(wide / 2).to_string();
            m.leaf("text", &[("x", &middle), ("y", "15"), ("text-anchor", "middle")], &count.to_string());
        }
        m.end();
    }
    m.end();
}
