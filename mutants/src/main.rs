//! Rewrites files so that each holds all its mutants, of which an environment variable chooses one.
//!
//! `isms-mutants rewrite <drop> <list> <file>...` rewrites files in place, without the mutants whose numbers `<drop>` lists,
//! and writes the mutants to `<list>`: number, file, line, column, function, what changes, separated by tabs.
//! `isms-mutants owner <file> <line> <column>` says which mutants of a rewritten file stand at a place: the
//! innermost that holds it, or else all of the smallest function around it.

mod owner;
mod rewrite;

use std::fmt::Write;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["rewrite", drop, list, files @ ..] => {
            let drop = std::fs::read_to_string(drop).unwrap_or_default();
            let drop = drop.split_whitespace().map(|n| n.parse().expect("a number")).collect();
            let mut rewriter = rewrite::Rewriter::new(drop);
            for file in files {
                let text = std::fs::read_to_string(file).expect("a file");
                std::fs::write(file, rewriter.file(file, &text)).expect("a place to write");
            }
            let mut out = String::new();
            for m in &rewriter.mutants {
                let _ = writeln!(out, "{}\t{}\t{}\t{}\t{}\t{}", m.number, m.file, m.line, m.column, m.function, m.change);
            }
            std::fs::write(list, out).expect("a place to write");
        }
        ["owner", file, line, column] => {
            let text = std::fs::read_to_string(file).expect("a file");
            let at = (line.parse().expect("a line"), column.parse().expect("a column"));
            for number in owner::owners(&text, at) {
                println!("{number}");
            }
        }
        _ => panic!("isms-mutants rewrite <drop> <list> <file>... | owner <file> <line> <column>"),
    }
}
