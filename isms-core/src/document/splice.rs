//! Writing a tree back: a preserved member as canonical text, and preserved members put back into a document.

use std::collections::BTreeMap;

use super::tape::{Kind, Node};
use crate::encode;
use crate::finding::escape;

/// The value as compact JSON, members in the order of the text.
pub(super) fn to_json(node: Node<'_>) -> String {
    write(node, &BTreeMap::new())
}

/// The value as compact JSON, with further members put at the end of the objects their pointers name. Members
/// whose object is gone are left out.
pub(super) fn with_members(node: Node<'_>, extra: &BTreeMap<String, String>) -> String {
    write(node, extra)
}

enum Step<'t> {
    Value(Node<'t>, String),
    Text(String),
    Close(String, bool),
}

fn write(root: Node<'_>, extra: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut todo = vec![Step::Value(root, String::new())];
    while let Some(step) = todo.pop() {
        match step {
            Step::Text(text) => out.push_str(&text),
            Step::Close(pointer, mut empty) => {
                let prefix = format!("{pointer}/");
                for (at, value) in extra.range(prefix.clone()..) {
                    let Some(name) = at.strip_prefix(&prefix) else { break };
                    if name.contains('/') {
                        continue;
                    }
                    if !std::mem::replace(&mut empty, false) {
                        out.push(',');
                    }
                    out.push_str(&encode::to_text(&name.replace("~1", "/").replace("~0", "~")));
                    out.push(':');
                    out.push_str(value);
                }
                out.push('}');
            }
            Step::Value(node, pointer) => value(node, pointer, &mut out, &mut todo, extra.is_empty()),
        }
    }
    out
}

fn value<'t>(node: Node<'t>, pointer: String, out: &mut String, todo: &mut Vec<Step<'t>>, plain: bool) {
    match node.kind() {
        Kind::Null => out.push_str("null"),
        Kind::Text => out.push_str(&encode::to_text(&node.text())),
        Kind::Bool => out.push_str(if node.text().eq_ignore_ascii_case("true") { "true" } else { "false" }),
        // YAML has numbers that JSON has not (`0x1F`, `.inf`); they are kept as texts.
        Kind::Number if is_json_number(node.text()) => out.push_str(node.text()),
        Kind::Number => out.push_str(&encode::to_text(&node.text())),
        Kind::List => {
            out.push('[');
            let mut steps = Vec::new();
            for (n, item) in node.items().enumerate() {
                if n > 0 {
                    steps.push(Step::Text(",".to_owned()));
                }
                steps.push(Step::Value(item, if plain { String::new() } else { format!("{pointer}/{n}") }));
            }
            steps.push(Step::Text("]".to_owned()));
            todo.extend(steps.into_iter().rev());
        }
        Kind::Object => {
            out.push('{');
            let mut steps = Vec::new();
            for (n, (key, member)) in node.members().enumerate() {
                let comma = if n > 0 { "," } else { "" };
                steps.push(Step::Text(format!("{comma}{}:", encode::to_text(&key.text()))));
                let inner = if plain { String::new() } else { format!("{pointer}/{}", escape(key.text())) };
                steps.push(Step::Value(member, inner));
            }
            let empty = steps.is_empty();
            steps.push(Step::Close(pointer, empty));
            todo.extend(steps.into_iter().rev());
        }
    }
}

/// Whether a number is written as JSON writes it (RFC 8259, section 6).
fn is_json_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['-', '+']).unwrap_or(e)))
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, ReadOptions};
    use crate::isms::Isms;

    #[test]
    fn numbers_only_yaml_has_are_preserved_as_texts() {
        let text = "isms: '1'\norganisation: {name: Acme}\nx: [0x1F, .inf, +5, 1e3, -0.5, 007]\n";
        let options = ReadOptions { format: Format::Yaml, preserve_unknown: true, ..ReadOptions::default() };
        let isms = Isms::read(text.as_bytes(), &options).unwrap();
        assert!(
            isms.to_json().ends_with(r#""x":["0x1F",".inf","+5",1e3,-0.5,"007"]}"#),
            "{}",
            isms.to_json()
        );
        let again = ReadOptions { preserve_unknown: true, ..ReadOptions::default() };
        assert_eq!(Isms::read(isms.to_json().as_bytes(), &again).unwrap().to_json(), isms.to_json());
    }
}
