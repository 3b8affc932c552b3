//! Generated pages are checked in, and must be what the code generates today. `ISMS_BLESS=1` writes them.

use std::fmt::Write;
use std::path::Path;

fn holds(path: &str, generated: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("ISMS_BLESS").is_some() {
        std::fs::write(&path, generated).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == generated, "{} has drifted; write it anew with ISMS_BLESS=1", path.display());
}

#[test]
fn schema() {
    holds("docs/format/v1.schema.json", &isms_core::schema());
}

#[test]
fn pack_schema() {
    holds("docs/format/pack-v1.schema.json", &isms_core::pack_schema());
}

#[test]
fn method_schema() {
    holds("docs/format/method-v1.schema.json", &isms_core::method_schema());
}

/// The levels of a scale, lowest first, with their ratings.
fn levels(file: &isms_core::MethodFile, scale: &isms_core::ScaleId) -> String {
    let levels = file.scales.get(scale).unwrap().levels.iter().map(|level| match level.rating {
        Some(rating) => format!("`{}` ({rating})", level.id),
        None => format!("`{}`", level.id),
    });
    levels.collect::<Vec<_>>().join(", ")
}

/// How inputs give a level, in a few lines.
fn combined(
    combine: &isms_core::Combine,
    file: &isms_core::MethodFile,
    rows_of: &isms_core::ScaleId,
) -> String {
    use isms_core::Combine;
    match combine {
        Combine::Matrix(rows) => {
            let mut text = String::from("a matrix:\n\n");
            for level in &file.scales.get(rows_of).unwrap().levels {
                let cell = |cell: &Option<isms_core::LevelName>| {
                    cell.as_ref().map_or("none", |name| name.as_str()).to_owned()
                };
                let cells: Vec<_> = rows.get(&level.id).unwrap().iter().map(cell).collect();
                writeln!(text, "    {}: [{}]", level.id, cells.join(", ")).unwrap();
            }
            text
        }
        Combine::Product { bands, .. } | Combine::Sum { bands } => {
            let word = if matches!(combine, Combine::Sum { .. }) { "the sum" } else { "the product" };
            let band = |band: &isms_core::Band| format!("from {} `{}`", band.at_least, band.level);
            format!("{word} of the ratings: {}\n", bands.iter().map(band).collect::<Vec<_>>().join(", "))
        }
        _ => unreachable!("a way to combine this page does not know"),
    }
}

#[test]
fn methods() {
    let mut page = String::from(
        "# Methods that ship\n\nGenerated from `isms-core/data/methods/`. *Compared* says how far the figures were compared with the \
         source;\nreports repeat it. The counts are pairs of cells, as `docs/methods.md` explains: *reversed* has the higher level \
         at the lower\nvalue, *compressed* has different values in one level, *split* one value in two levels. Levels stand lowest \
         first, with their\nratings; rows of a matrix are levels of the first input, cells stand in the order of the second.\n",
    );
    for name in isms_core::shipped_methods() {
        let file = isms_core::MethodFile::shipped(name).unwrap();
        let mut draft = isms_core::Draft::new("x");
        draft.add_method(&file).unwrap();
        let notes = isms_core::method_notes(&draft.build().unwrap(), &file.id).unwrap();
        let method = &file.method;
        let from = method.provenance.as_ref().unwrap();
        let out = &mut page;
        writeln!(out, "\n## `{name}`: {}, version `{}`\n", method.name, method.version).unwrap();
        writeln!(
            out,
            "Compared: **{}**. {}\n",
            from.verification.as_str(),
            from.note.as_deref().unwrap_or("")
        )
        .unwrap();
        writeln!(out, "Source: {}\n", from.source).unwrap();
        for (id, factor) in method.factors.iter() {
            writeln!(out, "- Factor `{id}` ({}): {}", factor.name, levels(&file, &factor.scale)).unwrap();
        }
        let axes = [
            ("Likelihood", &method.likelihood),
            ("Consequence", &method.consequence),
            ("Level", &method.level),
        ];
        for (axis, scale) in axes {
            writeln!(out, "- {axis}, scale `{scale}`: {}", levels(&file, scale)).unwrap();
        }
        let disposition = |level: &isms_core::ScaleLevel| {
            format!("`{}` {}", level.id, method.dispositions.get(&level.id).unwrap().as_str())
        };
        let dispositions: Vec<_> =
            file.scales.get(&method.level).unwrap().levels.iter().map(disposition).collect();
        writeln!(out, "- What follows: {}", dispositions.join(", ")).unwrap();
        for (axis, stage) in
            [("likelihood", &method.likelihood_from), ("consequence", &method.consequence_from)]
        {
            let Some(stage) = stage else { continue };
            let of = |id: &isms_core::FactorId| match stage.weights.get(id) {
                Some(weight) => format!("`{id}` × {weight}"),
                None => format!("`{id}`"),
            };
            let first = &method.factors.get(&stage.of[0]).unwrap().scale;
            let inputs = stage.of.iter().map(of).collect::<Vec<_>>().join(", ");
            write!(out, "\nThe {axis} follows from {inputs} by {}", combined(&stage.combine, &file, first))
                .unwrap();
        }
        write!(
            out,
            "\nThe level follows from likelihood and consequence by {}",
            combined(&method.combine, &file, &method.likelihood)
        )
        .unwrap();
        writeln!(
            out,
            "\nPairs: {} of {} cells; reversed {}, compressed {}, split {}.",
            notes.pairs, notes.cells, notes.reversed, notes.compressed, notes.split
        )
        .unwrap();
    }
    holds("docs/methods-shipped.md", &page);
}

#[test]
fn findings() {
    let mut page = String::from(
        "# Findings\n\nEvery code the engine knows, generated from the table in `isms-core/src/finding/code.rs`. Codes are \
         append-only.\nSeverities of *major* and *minor* indicate a potential nonconformity; only an auditor raises one. \
         A rule that looks at\nmany items reports one grade lower while fewer than a fifth of them are affected.\n",
    );
    let mut codes = isms_core::codes().to_vec();
    codes.sort_by_key(|info| info.code);
    for info in codes {
        let (severity, origin) = (info.severity.as_str(), info.origin.as_str());
        write!(
            page,
            "\n## {}: {}\n\n*{severity}, {origin}*\n\n{}\n",
            info.code, info.title, info.explanation
        )
        .unwrap();
    }
    holds("docs/findings.md", &page);
}
