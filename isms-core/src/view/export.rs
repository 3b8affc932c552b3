//! The view as text for other tools: DOT for Graphviz, GraphML, JSON.

use std::fmt::Write;

use super::{Edge, Node, NodeKind, View};
use crate::encode;

impl View {
    /// The graph in the DOT language of Graphviz.
    pub fn to_dot(&self) -> String {
        let mut out = String::from("digraph isms {\n  rankdir=LR;\n  node [shape=box];\n");
        for node in &self.nodes {
            let label =
                if node.label == node.id { node.id.clone() } else { format!("{}\n{}", node.id, node.label) };
            let (key, label) = (dot(&key(node)), dot(&label));
            let _ = writeln!(out, "  {key} [kind=\"{}\", label={label}];", node.kind);
        }
        for (from, to, edge) in self.ends() {
            let _ = writeln!(out, "  {} -> {} [label=\"{}\"];", dot(&key(from)), dot(&key(to)), edge.kind);
        }
        out.push_str("}\n");
        out
    }

    /// The graph as GraphML: nodes with the keys `kind`, `id` and `label`, edges with the key `relation`.
    pub fn to_graphml(&self) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
        );
        for (name, of) in [("kind", "node"), ("id", "node"), ("label", "node"), ("relation", "edge")] {
            let _ = writeln!(
                out,
                "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"string\"/>"
            );
        }
        out.push_str("  <graph id=\"isms\" edgedefault=\"directed\">\n");
        for (place, node) in self.nodes.iter().enumerate() {
            let _ = writeln!(
                out,
                "    <node id=\"n{place}\"><data key=\"kind\">{}</data><data key=\"id\">{}</data><data key=\"label\">{}</data></node>",
                node.kind,
                xml(&node.id),
                xml(&node.label)
            );
        }
        for (place, edge) in self.edges.iter().enumerate() {
            let _ = writeln!(
                out,
                "    <edge id=\"e{place}\" source=\"n{}\" target=\"n{}\"><data key=\"relation\">{}</data></edge>",
                edge.from, edge.to, edge.kind
            );
        }
        out.push_str("  </graph>\n</graphml>\n");
        out
    }

    /// The graph as canonical JSON: `{"nodes":[{kind,id,label}],"edges":[{from,kind,to}]}`, where the ends of an edge
    /// are written `kind:id`.
    pub fn to_json(&self) -> String {
        #[derive(serde::Serialize)]
        struct Graph<'v> {
            nodes: &'v [Node],
            edges: Vec<Link<'v>>,
        }
        #[derive(serde::Serialize)]
        struct Link<'v> {
            from: String,
            kind: &'v str,
            to: String,
        }
        let link = |(from, to, edge): (&Node, &Node, &Edge)| Link {
            from: key(from),
            kind: edge.kind.as_str(),
            to: key(to),
        };
        encode::to_text(&Graph { nodes: &self.nodes, edges: self.ends().map(link).collect() })
    }

    fn ends(&self) -> impl Iterator<Item = (&Node, &Node, &Edge)> {
        self.edges.iter().filter_map(|e| Some((self.nodes.get(e.from)?, self.nodes.get(e.to)?, e)))
    }
}

fn key(node: &Node) -> String {
    match node.kind {
        NodeKind::Scope | NodeKind::Statement => node.id.clone(),
        kind => format!("{kind}:{}", node.id),
    }
}

/// A quoted text of DOT. Line ends become its own escape, other control characters the replacement character.
fn dot(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text of XML 1.0, safe in content and in quoted attributes. Characters XML cannot hold become the replacement
/// character.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::isms::{Asset, AssetKind, Dependency, Draft};

    const NASTY: &str = "a \"quoted\" <b>&amp;\\ name\nsecond 'line'\t\u{1}\u{0}\u{7f}😀 ]]> \u{ffff}-->";

    fn nasty() -> View {
        let mut draft = Draft::new("Acme");
        let mut first = Asset::new(NASTY, AssetKind::Information);
        first.depends_on.insert("A.2".parse().unwrap(), Dependency::default());
        draft.assets.insert("A-1".parse().unwrap(), first);
        draft.assets.insert("A.2".parse().unwrap(), Asset::new("plain", AssetKind::Software));
        View::of(&draft.build().unwrap())
    }

    #[test]
    fn graphml_is_xml_and_keeps_the_names() {
        let text = nasty().to_graphml();
        let parsed = roxmltree::Document::parse(&text).unwrap();
        let data = |key: &str| {
            let of = |n: &roxmltree::Node<'_, '_>| n.attribute("key") == Some(key);
            parsed.descendants().filter(of).map(|n| n.text().unwrap_or("").to_owned()).collect::<Vec<_>>()
        };
        let kept = NASTY.replace(['\u{1}', '\u{0}', '\u{7f}', '\u{ffff}'], "\u{fffd}");
        assert_eq!(data("label"), [kept.as_str(), "plain"]);
        assert_eq!(
            (data("id"), data("relation")),
            (vec!["A-1".into(), "A.2".into()], vec!["depends-on".into()])
        );
    }

    /// The quoted texts of a line of DOT, by its grammar: a backslash keeps the next character from ending one.
    fn quoted(line: &str) -> Vec<String> {
        let (mut found, mut inside, mut escaped) = (vec![], None::<String>, false);
        for c in line.chars() {
            match (&mut inside, c) {
                (None, '"') => inside = Some(String::new()),
                (None, _) => {}
                (Some(text), c) if escaped => {
                    text.push(if c == 'n' { '\n' } else { c });
                    escaped = false;
                }
                (Some(_), '\\') => escaped = true,
                (Some(_), '"') => found.extend(inside.take()),
                (Some(text), c) => text.push(c),
            }
        }
        assert!(inside.is_none(), "an open quote in {line}");
        found
    }

    #[test]
    fn dot_keeps_every_statement_on_its_line() {
        let text = nasty().to_dot();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3 + 2 + 1 + 1);
        let kept = NASTY.replace(['\u{1}', '\u{0}', '\u{7f}'], "\u{fffd}").replace('\t', " ");
        assert_eq!(quoted(lines[3]), ["asset:A-1".into(), "asset".into(), format!("A-1\n{kept}")]);
        assert_eq!(quoted(lines[5]), ["asset:A-1", "asset:A.2", "depends-on"]);
    }

    #[test]
    fn json_names_both_ends() {
        let text = nasty().to_json();
        assert!(
            text.ends_with(r#""edges":[{"from":"asset:A-1","kind":"depends-on","to":"asset:A.2"}]}"#),
            "{text}"
        );
        assert!(text.contains(r#"\"quoted\" <b>&amp;\\ name\n"#) && text.contains("\\u0000"));
    }
}
