//! Writing markup: every text is escaped, every element is closed.

use crate::view::xml;

/// A page in the making, written so that an XML reader accepts it too.
pub(super) struct Markup {
    out: String,
    open: Vec<&'static str>,
}

/// Attributes; values are escaped.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Markup {
    pub(super) fn new() -> Self {
        Self { out: String::from("<!DOCTYPE html>\n"), open: Vec::new() }
    }

    /// Opens an element, to be closed with [`Markup::end`].
    pub(super) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) -> &mut Self {
        self.start(name, attributes);
        self.out.push('>');
        self.open.push(name);
        self
    }

    /// Closes the element that was opened last.
    pub(super) fn end(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
            if matches!(name, "tr" | "table" | "section" | "p" | "li" | "ul" | "div" | "g" | "details") {
                self.out.push('\n');
            }
        }
        self
    }

    /// An element without content.
    pub(super) fn void(&mut self, name: &'static str, attributes: Attributes<'_>) -> &mut Self {
        self.start(name, attributes);
        self.out.push_str("/>");
        self
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.out.push_str(&xml(text));
        self
    }

    /// An element that holds text alone.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) -> &mut Self {
        self.open(name, attributes).text(text).end()
    }

    /// The style sheet. It is ours alone: nothing of a document is in it.
    pub(super) fn style(&mut self, css: &str) -> &mut Self {
        self.open("style", &[]);
        self.out.push_str(css);
        self.end()
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out.push('\n');
        self.out
    }

    fn start(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.out.push_str(&xml(value));
            self.out.push('"');
        }
    }
}
