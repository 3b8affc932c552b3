//! YAML into the tree: the part of it that says the same as JSON.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::Limits;
use super::tape::{Kind, Tape, position};
use crate::finding::{CodeInfo, Finding, Subject, code, escape};
use crate::id::clip;

struct Frame {
    opened: usize,
    object: bool,
    /// Keys and values put down so far.
    parts: usize,
    key: String,
}

/// Reads one YAML document. Fails at the first place that is not YAML, is a feature that is not read, or lies
/// beyond a limit.
pub(super) fn parse<'s>(source: &'s str, limits: &Limits) -> Result<Tape<'s>, Finding> {
    let mut reader =
        Reader { source, limits, tape: Tape::new(source), stack: Vec::new(), documents: 0, cursor: (0, 0) };
    for event in Parser::new_from_str(source) {
        match event {
            Ok((event, span)) => reader.event(event, span)?,
            Err(error) => {
                let at = reader.byte(error.marker().index());
                return Err(reader.finding(&code::D_001, at, format!("this is not YAML: {}", error.info())));
            }
        }
    }
    if reader.documents == 0 {
        return Err(reader.finding(&code::D_001, 0, "the text holds no document".into()));
    }
    Ok(reader.tape)
}

struct Reader<'s, 'l> {
    source: &'s str,
    limits: &'l Limits,
    tape: Tape<'s>,
    stack: Vec<Frame>,
    documents: usize,
    /// A character and its byte, behind which events come: positions are counted in characters.
    cursor: (usize, usize),
}

impl Reader<'_, '_> {
    /// The byte of a character. Amortised O(1): events come in the order of the text.
    fn byte(&mut self, character: usize) -> usize {
        let (seen, byte) = if character < self.cursor.0 { (0, 0) } else { self.cursor };
        let ahead = self.source.get(byte..).unwrap_or("");
        let step: usize = ahead.chars().take(character.saturating_sub(seen)).map(char::len_utf8).sum();
        self.cursor = (character, byte.saturating_add(step));
        self.cursor.1
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Finding> {
        let at = self.byte(span.start.index());
        let refuse =
            |reader: &Self, what: &str| Err(reader.finding(&code::D_020, at, format!("{what} are not read")));
        match event {
            Event::DocumentStart(_) => {
                self.documents = self.documents.saturating_add(1);
                if self.documents > 1 {
                    return refuse(self, "several documents in one text");
                }
            }
            Event::Alias(_) => return refuse(self, "aliases"),
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _)
                if anchor != 0 =>
            {
                return refuse(self, "anchors");
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                return refuse(self, "tags");
            }
            Event::Scalar(text, style, _, None) => self.scalar(&text, style, at)?,
            Event::SequenceStart(_, None) => self.open(Kind::List, at)?,
            Event::MappingStart(_, None) => self.open(Kind::Object, at)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = self.stack.pop() {
                    self.tape.close(frame.opened);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, at: usize) -> Result<(), Finding> {
        let is_key = self.stack.last().is_some_and(|f| f.object && f.parts.is_multiple_of(2));
        let plain = style == ScalarStyle::Plain;
        let kind = if plain { resolve(text) } else { Kind::Text };
        self.part(at)?;
        if is_key {
            if let Some(frame) = self.stack.last_mut() {
                frame.key = text.to_owned();
            }
            // Whether a key would be another thing than a text elsewhere is for whoever expects an id to say.
            self.tape.decoded(Kind::Text, plain && kind != Kind::Text, at, text);
        } else {
            self.tape.decoded(kind, plain, at, text);
        }
        Ok(())
    }

    fn open(&mut self, kind: Kind, at: usize) -> Result<(), Finding> {
        if self.stack.last().is_some_and(|f| f.object && f.parts.is_multiple_of(2)) {
            return Err(self.finding(&code::D_020, at, "keys that are not texts are not read".into()));
        }
        if self.stack.len() >= self.limits.max_depth {
            let message = format!("the document is nested deeper than {} levels", self.limits.max_depth);
            return Err(self.finding(&code::D_004, at, message));
        }
        self.part(at)?;
        let opened = self.tape.open(kind, at);
        self.stack.push(Frame { opened, object: kind == Kind::Object, parts: 0, key: String::new() });
        Ok(())
    }

    fn part(&mut self, at: usize) -> Result<(), Finding> {
        let Some(frame) = self.stack.last_mut() else { return Ok(()) };
        frame.parts = frame.parts.saturating_add(1);
        let items = if frame.object { frame.parts.div_ceil(2) } else { frame.parts };
        if items > self.limits.max_items {
            let message = format!("there are more than {} items", self.limits.max_items);
            return Err(self.finding(&code::D_005, at, message));
        }
        Ok(())
    }

    fn finding(&self, info: &'static CodeInfo, at: usize, message: String) -> Finding {
        let mut pointer = String::new();
        for frame in self.stack.iter().take(64).filter(|f| f.parts > 0) {
            pointer.push('/');
            if frame.object {
                pointer.push_str(&escape(&clip(&frame.key)));
            } else {
                pointer.push_str(&frame.parts.saturating_sub(1).to_string());
            }
        }
        Finding::new(info, Subject::pointer(&pointer), message).with_position(position(self.source, at))
    }
}

/// What an unquoted scalar is by the core schema of YAML 1.2.
fn resolve(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return Kind::Bool,
        ".nan" | ".NaN" | ".NAN" => return Kind::Number,
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Kind::Number;
    }
    let hex = unsigned
        .strip_prefix("0x")
        .is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_hexdigit()));
    let octal =
        unsigned.strip_prefix("0o").is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    let numeric = unsigned.bytes().any(|b| b.is_ascii_digit())
        && unsigned.bytes().next().is_some_and(|b| b.is_ascii_digit() || b == b'.')
        && unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'))
        && unsigned.parse::<f64>().is_ok();
    if hex || octal || numeric { Kind::Number } else { Kind::Text }
}
