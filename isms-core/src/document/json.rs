//! JSON into the tree.

use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};

use super::Limits;
use super::tape::{Kind, Tape, position};
use crate::finding::{CodeInfo, Finding, Subject, code, escape};

/// An open list or object: its entry, how many items it has, the key that was read last.
struct Frame {
    opened: usize,
    object: bool,
    items: usize,
    key: String,
}

/// Reads one JSON value. Fails at the first place that is not JSON or beyond a limit.
pub(super) fn parse<'s>(source: &'s str, limits: &Limits) -> Result<Tape<'s>, Finding> {
    let mut reader = Reader {
        source,
        limits,
        jiter: Jiter::new(source.as_bytes()),
        tape: Tape::new(source),
        stack: Vec::new(),
    };
    match reader.run() {
        Ok(()) => Ok(reader.tape),
        Err(Stop::Syntax(error)) => Err(reader.syntax(&error)),
        Err(Stop::Limit(code, message)) => Err(reader.finding(code, reader.jiter.current_index(), message)),
    }
}

enum Stop {
    Syntax(JiterError),
    Limit(&'static CodeInfo, String),
}

impl From<JiterError> for Stop {
    fn from(error: JiterError) -> Self {
        Stop::Syntax(error)
    }
}

struct Reader<'s, 'l> {
    source: &'s str,
    limits: &'l Limits,
    jiter: Jiter<'s>,
    tape: Tape<'s>,
    stack: Vec<Frame>,
}

impl Reader<'_, '_> {
    fn run(&mut self) -> Result<(), Stop> {
        let mut peek = self.jiter.peek()?;
        loop {
            if let Some(inner) = self.value(peek)? {
                peek = inner;
                continue;
            }
            match self.step()? {
                Some(next) => peek = next,
                None => break,
            }
        }
        Ok(self.jiter.finish()?)
    }

    /// Reads the value at hand; answers the first value inside it, if it has one.
    fn value(&mut self, peek: Peek) -> Result<Option<Peek>, Stop> {
        let at = self.jiter.current_index();
        match peek {
            Peek::Array => {
                self.open(Kind::List, at)?;
                let first = self.jiter.known_array()?;
                match first {
                    Some(inner) => {
                        self.count()?;
                        return Ok(Some(inner));
                    }
                    None => self.close(),
                }
            }
            Peek::Object => {
                self.open(Kind::Object, at)?;
                let after = self.jiter.current_index();
                let first = self.jiter.known_object()?.is_some();
                if first {
                    return self.key(after).map(Some);
                }
                self.close();
            }
            Peek::String => {
                let text = self.jiter.known_str()?.len();
                self.text(at, text);
            }
            Peek::Null => {
                self.jiter.known_null()?;
                self.tape.slice(Kind::Null, at, at, 4);
            }
            Peek::True | Peek::False => {
                let value = self.jiter.known_bool(peek)?;
                self.tape.slice(Kind::Bool, at, at, if value { 4 } else { 5 });
            }
            _ => {
                let len = self.jiter.known_number_bytes(peek)?.len();
                self.tape.slice(Kind::Number, at, at, len);
            }
        }
        Ok(None)
    }

    /// Goes on to the next value of the innermost open list or object, closing what ends.
    fn step(&mut self) -> Result<Option<Peek>, Stop> {
        while let Some(frame) = self.stack.last() {
            if frame.object {
                let after = self.jiter.current_index();
                if self.jiter.next_key()?.is_some() {
                    return self.key(after).map(Some);
                }
            } else if let Some(next) = self.jiter.array_step()? {
                self.count()?;
                return Ok(Some(next));
            }
            self.close();
        }
        Ok(None)
    }

    fn open(&mut self, kind: Kind, at: usize) -> Result<(), Stop> {
        if self.stack.len() >= self.limits.max_depth {
            return Err(Stop::Limit(
                &code::D_004,
                format!("the document is nested deeper than {} levels", self.limits.max_depth),
            ));
        }
        let opened = self.tape.open(kind, at);
        self.stack.push(Frame { opened, object: kind == Kind::Object, items: 0, key: String::new() });
        Ok(())
    }

    fn close(&mut self) {
        if let Some(frame) = self.stack.pop() {
            self.tape.close(frame.opened);
        }
    }

    fn count(&mut self) -> Result<(), Stop> {
        let max = self.limits.max_items;
        match self.stack.last_mut() {
            Some(frame) if frame.items >= max => {
                Err(Stop::Limit(&code::D_005, format!("there are more than {max} items")))
            }
            Some(frame) => {
                frame.items = frame.items.saturating_add(1);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Puts down the key that was just read; `after` is a place before it and behind everything else.
    fn key(&mut self, after: usize) -> Result<Peek, Stop> {
        let bytes = self.source.as_bytes();
        let quote =
            bytes.iter().skip(after).position(|b| *b == b'"').map_or(after, |n| after.saturating_add(n));
        let start = quote.saturating_add(1);
        let mut end = start;
        let mut escaped = false;
        for byte in bytes.iter().skip(start) {
            match byte {
                b'"' if !escaped => break,
                b'\\' => escaped = !escaped,
                _ => escaped = false,
            }
            end = end.saturating_add(1);
        }
        let raw = self.source.get(start..end).unwrap_or("");
        let decoded = if raw.contains('\\') {
            let quoted = self.source.get(quote..end.saturating_add(1)).unwrap_or("\"\"");
            Jiter::new(quoted.as_bytes()).next_str().map(str::to_owned).ok()
        } else {
            None
        };
        match &decoded {
            Some(text) => self.tape.decoded(Kind::Text, false, quote, text),
            None => self.tape.slice(Kind::Text, quote, start, raw.len()),
        }
        self.count()?;
        if let Some(frame) = self.stack.last_mut() {
            frame.key = decoded.unwrap_or_else(|| raw.to_owned());
        }
        Ok(self.jiter.peek()?)
    }

    /// Puts down a text that ends here and was `decoded_len` long without its escapes.
    fn text(&mut self, at: usize, decoded_len: usize) {
        let end = self.jiter.current_index();
        let start = at.saturating_add(1);
        let raw = self.source.get(start..end.saturating_sub(1)).unwrap_or("");
        if raw.len() == decoded_len && !raw.contains('\\') {
            self.tape.slice(Kind::Text, at, start, decoded_len);
        } else {
            let quoted = self.source.get(at..end).unwrap_or("\"\"");
            let mut again = Jiter::new(quoted.as_bytes());
            self.tape.decoded(Kind::Text, false, at, again.next_str().unwrap_or(""));
        }
    }

    fn syntax(&self, error: &JiterError) -> Finding {
        let rest = self.source.get(error.index..).unwrap_or("");
        let infinite =
            ["NaN", "Infinity", "-Infinity", "-I", "nfinity", "aN"].iter().any(|w| rest.starts_with(w));
        if infinite {
            return self.finding(
                &code::D_014,
                error.index,
                "NaN and infinity are not numbers of JSON".into(),
            );
        }
        let what = match &error.error_type {
            JiterErrorType::JsonError(JsonErrorType::TrailingCharacters) => {
                "there is text behind the document".into()
            }
            JiterErrorType::JsonError(kind) => kind.to_string().to_lowercase(),
            JiterErrorType::WrongType { .. } => "expected a value".into(),
        };
        self.finding(&code::D_001, error.index, format!("this is not JSON: {what}"))
    }

    fn finding(&self, info: &'static CodeInfo, at: usize, message: String) -> Finding {
        let mut pointer = String::new();
        for frame in self.stack.iter().take(64) {
            if frame.object && frame.items > 0 {
                pointer.push('/');
                pointer.push_str(&escape(&frame.key));
            } else if frame.items > 0 {
                pointer.push('/');
                pointer.push_str(&frame.items.saturating_sub(1).to_string());
            }
        }
        Finding::new(info, Subject::pointer(&pointer), message).with_position(position(self.source, at))
    }
}
