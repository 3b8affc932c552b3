//! Rows as text: CSV, Markdown and aligned columns.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::row::{Cell, Row};

/// A table of rows in CSV (RFC 4180, with a header line and CRLF).
///
/// Spreadsheets run cells that begin with `=`, `+`, `-`, `@`, a tab or a line end as formulas. Such a cell gets an
/// apostrophe in front, unless it is a plain number.
pub(crate) fn csv<R: Row>(rows: impl IntoIterator<Item = R>) -> String {
    let mut out = R::COLUMNS.join(",");
    out.push_str("\r\n");
    for row in rows {
        for (place, cell) in row.cells().iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            csv_cell(&mut out, cell.as_str());
        }
        out.push_str("\r\n");
    }
    out
}

fn csv_cell(out: &mut String, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let guard = formula && !is_number(text);
    if !text.contains(['"', ',', '\r', '\n']) {
        if guard {
            out.push('\'');
        }
        out.push_str(text);
        return;
    }
    out.push('"');
    if guard {
        out.push('\'');
    }
    for c in text.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    out.push('"');
}

/// Digits with at most one sign in front and one point inside.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut points = 0usize;
    !digits.is_empty()
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| {
            points = points.saturating_add(usize::from(c == '.'));
            c.is_ascii_digit() || c == '.'
        })
        && points <= 1
}

/// A table of rows in Markdown. Only the columns that hold anything are shown.
pub(crate) fn markdown<R: Row>(rows: impl IntoIterator<Item = R>) -> String {
    let (columns, lines) = used(rows);
    let mut out = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        out.push('|');
        cells.for_each(|cell| {
            let _ = write!(out, " {cell} |");
        });
        out.push('\n');
    };
    line(&mut columns.iter().map(|c| c.name.replace('_', " ")));
    line(&mut columns.iter().map(|c| if c.number { "---:" } else { "---" }.to_owned()));
    for cells in &lines {
        line(&mut cells.iter().map(|cell| markdown_text(cell.as_str())));
    }
    out
}

/// Text that Markdown shows as it is, on one line. Markup characters are escaped, so that a name can neither end a
/// cell nor begin a link, an image or HTML.
pub(crate) fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '\r' => {}
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '#' | '!' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A table in columns aligned for a terminal. Only the columns that hold anything are shown.
pub(crate) fn text<R: Row>(rows: impl IntoIterator<Item = R>) -> String {
    let (columns, lines) = used(rows);
    let shown: Vec<Vec<String>> =
        lines.iter().map(|cells| cells.iter().map(|cell| one_line(cell.as_str())).collect()).collect();
    let names: Vec<String> = columns.iter().map(|c| c.name.replace('_', " ")).collect();
    let mut widths: Vec<usize> = names.iter().map(|name| name.width()).collect();
    for cells in &shown {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(cell.width().min(MAX_COLUMN));
        }
    }
    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let mut parts = String::new();
        for ((cell, width), column) in cells.iter().zip(&widths).zip(&columns) {
            let cell = clip(cell, MAX_COLUMN);
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            let (before, after) = if column.number { (gap.as_str(), "") } else { ("", gap.as_str()) };
            let _ = write!(parts, "{before}{cell}{after}  ");
        }
        out.push_str(parts.trim_end());
        out.push('\n');
    };
    line(&names);
    line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>());
    shown.iter().for_each(|cells| line(cells));
    out
}

/// Most columns of the terminal one column of a table takes.
const MAX_COLUMN: usize = 48;

/// The text on one line, with control characters and those that turn the direction of text made visible: a name can
/// neither move the cursor of a terminal nor read other than it is written.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.extend(c.escape_unicode()),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// The text in at most `width` columns, with an ellipsis where something is left out.
pub(crate) fn clip(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = width.saturating_sub(1);
    // Marks without a width of their own are bounded too.
    for c in text.chars().take(width.saturating_mul(4)) {
        match left.checked_sub(c.width().unwrap_or(0)) {
            Some(rest) => left = rest,
            None => break,
        }
        out.push(c);
    }
    out.push('…');
    out
}

struct Column {
    name: &'static str,
    number: bool,
}

/// The columns that hold anything (all, where there are no rows), and the cells in them.
fn used<R: Row>(rows: impl IntoIterator<Item = R>) -> (Vec<Column>, Vec<Vec<Cell>>) {
    let lines: Vec<Vec<Cell>> = rows.into_iter().map(|row| row.cells()).collect();
    let mut some = vec![lines.is_empty(); R::COLUMNS.len()];
    let mut number = vec![!lines.is_empty(); R::COLUMNS.len()];
    for cells in &lines {
        for ((cell, some), number) in cells.iter().zip(&mut some).zip(&mut number) {
            *some |= *cell != Cell::Empty;
            *number &= !matches!(cell, Cell::Text(_));
        }
    }
    let columns = R::COLUMNS
        .iter()
        .zip(&some)
        .zip(number)
        .filter(|((_, some), _)| **some)
        .map(|((name, _), number)| Column { name, number })
        .collect();
    let kept =
        |cells: Vec<Cell>| cells.into_iter().zip(&some).filter(|(_, some)| **some).map(|(c, _)| c).collect();
    let lines = lines.into_iter().map(kept).collect();
    (columns, lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::row::rows;

    rows! {
        struct Line {
            name: String,
            note: Option<String>,
            count: usize,
        }
    }

    fn line(name: &str, count: usize) -> Line {
        Line { name: name.to_owned(), note: None, count }
    }

    #[test]
    fn csv_quotes_and_defuses() {
        let names = [
            "a,b",
            "say \"hi\"",
            "two\nlines",
            "=1+1",
            "-5.25",
            "+",
            "-2+3",
            "@x",
            "\tx",
            "＝1",
            "5-3",
            "=a,\"b\"",
        ];
        let text = csv(names.map(|name| line(name, 1)));
        let expected = "name,note,count\r\n\"a,b\",,1\r\n\"say \"\"hi\"\"\",,1\r\n\"two\nlines\",,1\r\n'=1+1,,1\r\n\
                        -5.25,,1\r\n'+,,1\r\n'-2+3,,1\r\n'@x,,1\r\n'\tx,,1\r\n'＝1,,1\r\n5-3,,1\r\n\"'=a,\"\"b\"\"\",,1\r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn markdown_stays_in_its_cell() {
        let text = markdown([line("a|b\nc <b> [x](javascript:1) `d`", 2)]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "| name | count |",
                "| --- | ---: |",
                "| a\\|b<br>c &lt;b&gt; \\[x\\](javascript:1) \\`d\\` | 2 |",
            ]
        );
    }

    #[test]
    fn text_is_aligned_by_columns_of_the_terminal() {
        let text = text([
            line("日本", 7),
            line("e\u{301}a", 12),
            line("\u{1b}[31mred", 3),
            line(&"x".repeat(60), 4),
        ]);
        let lines: Vec<&str> = text.lines().collect();
        // Two wide characters take four columns, a combining accent none; an escape sequence is shown, not sent.
        let pad = |shown: &str, columns: usize, count: &str| {
            format!("{shown}{}{count}", " ".repeat(48 - columns + 2))
        };
        assert_eq!(lines[0], pad("name", 4, "count"));
        assert_eq!(lines[2], pad("日本", 4, "    7"));
        assert_eq!(lines[3], pad("e\u{301}a", 2, "   12"));
        assert_eq!(lines[4], pad("\\u{1b}[31mred", 13, "    3"));
        assert_eq!(lines[5], format!("{}…      4", "x".repeat(47)));
    }

    #[test]
    fn no_rows_still_have_a_header() {
        assert_eq!(csv(Vec::<Line>::new()), "name,note,count\r\n");
        assert!(markdown(Vec::<Line>::new()).starts_with("| name | note | count |\n"));
        assert!(text_of_none().starts_with("name  note  count\n"));
    }

    fn text_of_none() -> String {
        text(Vec::<Line>::new())
    }
}
