//! Writes the links of the sets that ship as plain numbers, with the plain walk from ISO/IEC 27001:2022 to CSF 2.0 and our shortest
//! times of eight, for `benches/peers/walk.py` to do the same. `cargo run --release -p isms-benches --example walk out.json`.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement speaks to a terminal")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::{Duration, Instant};

use isms_benches::walk::Graph;
use isms_core::{Catalogue, SuggestOptions, Suggester};

const FROM: &str = "iso27001-2022";
const TO: &str = "nist-csf-2.0";

fn main() {
    let catalogue = Catalogue::builtin();
    let direct = |set: &&isms_core::ClaimSet| {
        BTreeSet::from([set.source(), set.target()]) == BTreeSet::from([FROM, TO])
    };
    let leave_out: BTreeSet<String> =
        catalogue.claim_sets().iter().filter(direct).map(|set| set.id().to_owned()).collect();
    let graph = Graph::new(&catalogue, &leave_out, &BTreeMap::new());
    let walk = shortest(|| graph.walk(FROM, TO));
    let mut options = SuggestOptions::default();
    options.leave_out = leave_out;
    let suggester = Suggester::new(&catalogue, &options);
    let all = shortest(|| suggester.scores(FROM, TO).unwrap());
    std::fs::write(std::env::args().nth(1).unwrap(), numbers(&graph, walk)).unwrap();
    println!("the plain walk {walk:.1?}; all that suggestions compute {all:.1?}");
}

fn shortest<T>(run: impl Fn() -> T) -> Duration {
    let mut shortest = Duration::MAX;
    for _ in 0..8 {
        let start = Instant::now();
        std::hint::black_box(run());
        shortest = shortest.min(start.elapsed());
    }
    shortest
}

/// Entries are `framework:id`; a link stands once, and the walk goes both ways.
fn numbers(graph: &Graph, seconds: Duration) -> String {
    let mut links = Vec::new();
    for ((from, to), rows) in graph.links().iter().filter(|((from, to), _)| from < to) {
        for (source, targets) in graph.entries(from).iter().zip(rows) {
            let names = targets.iter().filter_map(|target| graph.entries(to).get(*target));
            links.extend(names.map(|target| format!(r#"["{source}","{target}"]"#)));
        }
    }
    let mut answer = Vec::new();
    for (source, row) in graph.entries(FROM).iter().zip(graph.walk(FROM, TO)) {
        for (target, score) in graph.entries(TO).iter().zip(row).filter(|(_, score)| *score > 0.0) {
            answer.push(format!(r#"["{source}","{target}",{score:e}]"#));
        }
    }
    let mut out = String::new();
    write!(
        out,
        r#"{{"seconds":{},"from":"{FROM}","to":"{TO}","links":[{}],"answer":[{}]}}"#,
        seconds.as_secs_f64(),
        links.join(","),
        answer.join(",")
    )
    .unwrap();
    out
}
