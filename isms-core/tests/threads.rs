//! The number of threads does not change a byte.

use isms_core::{AssessOptions, Catalogue, Isms, assess};

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for document in ["kestrel-ledger/isms.json", "st-brannoc/st-brannoc.json"] {
        let path = format!("{}/../examples/{document}", env!("CARGO_MANIFEST_DIR"));
        let isms = Isms::from_json(&std::fs::read_to_string(path).unwrap()).unwrap();
        let report = |threads: usize| {
            let mut options = AssessOptions::new("2026-03-31".parse().unwrap());
            options.threads = threads;
            let assessment = assess(&isms, &Catalogue::builtin(), &options);
            ["summary", "register", "needs", "soa", "findings"]
                .map(|name| assessment.report(name, "json").unwrap())
        };
        let alone = report(1);
        assert!(alone.iter().all(|bytes| bytes.len() > 100));
        for threads in [0, 2, 3, 8] {
            assert!(report(threads) == alone, "{document} with {threads} threads");
        }
    }
}
