//! Cutting text to a width in a drawing, where nothing wraps it.

use unicode_width::UnicodeWidthChar;

/// The text in at most `room` units at a size, with an ellipsis where something is left out. Widths are estimates for
/// the wider of the common fonts, so that text rather ends early than leaves its box.
pub(super) fn fit(text: &str, size: i32, room: i32) -> String {
    let room = room.saturating_mul(100);
    let width = |c: char| hundredths(c).saturating_mul(size);
    let ellipsis = width('…');
    let mut used = 0i32;
    let mut cut = None;
    for (at, c) in text.char_indices() {
        if used.saturating_add(ellipsis) <= room {
            cut = Some(at);
        }
        used = used.saturating_add(width(c));
        if used > room || at > 1000 {
            return format!("{}…", text.get(..cut.unwrap_or(0)).unwrap_or_default());
        }
    }
    text.to_owned()
}

/// The width of a character in hundredths of the size of the font.
fn hundredths(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '|' | '\'' | ' ' | '(' | ')' | '-' | 'r' | 't' | 'f'
        | 'I' => 40,
        'm' | 'w' | 'M' | 'W' | '…' => 100,
        'A'..='Z' | '&' | '<' | '>' => 74,
        c if c.is_ascii() => 64,
        c => match c.width() {
            Some(0) => 0,
            Some(2) => 105,
            _ => 74,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_where_it_would_leave_its_box() {
        // Ten letters of 0.64 at size 10 are 64 units wide; an ellipsis takes 10.
        assert_eq!(fit("aaaaaaaaaa", 10, 64), "aaaaaaaaaa");
        assert_eq!(fit("aaaaaaaaaa", 10, 63), "aaaaaaaa…");
        assert_eq!(fit("aaaaaaaaaa", 10, 5), "…");
        assert_eq!(fit("日本語日本語", 10, 40), "日本…");
        assert_eq!(fit("", 10, 0), "");
    }
}
