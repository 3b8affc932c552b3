//! Packs, in JSON and in YAML (an input that begins with `-` and a line end).

use isms_core::{Catalogue, Format, Pack, ReadOptions};

use super::common;

/// A pack.
pub fn pack(data: &[u8]) {
    let draw = common::draw(data);
    let mut options = ReadOptions::default();
    options.limits.max_bytes = 1 << 16;
    options.limits.max_depth = 64;
    options.preserve_unknown = draw.is_multiple_of(4);
    let bytes = match data.strip_prefix(b"-\n") {
        Some(rest) => {
            options.format = Format::Yaml;
            rest
        }
        None => data,
    };
    match Pack::read(bytes, &options) {
        Ok(pack) => well_formed(&pack, &options, draw),
        Err(error) => common::error(&error),
    }
}

fn well_formed(pack: &Pack, options: &ReadOptions, draw: u64) {
    let canonical = pack.to_json();
    let mut plain = options.clone();
    plain.format = Format::Json;
    plain.limits.max_bytes = 1 << 20;
    let again = Pack::read(canonical.as_bytes(), &plain).expect("canonical text reads");
    assert_eq!(again.to_json(), canonical, "canonical text is a fixed point");
    if draw % 8 == 1 {
        plain.format = Format::Yaml;
        let yaml = Pack::read(canonical.as_bytes(), &plain).expect("canonical text reads as YAML");
        assert_eq!(yaml.to_json(), canonical, "YAML and JSON say the same");
        assert_eq!(yaml.digest(), pack.digest());
    }
    if draw % 4 == 2 {
        laid_over(pack);
    }
}

/// A catalogue takes a pack whole, or says why not; then whatever the pack brought is there.
pub fn laid_over(pack: &Pack) {
    let catalogue = Catalogue::builtin();
    let with = match catalogue.with(pack) {
        Ok(with) => with,
        Err(error) => return common::error(&error),
    };
    for (id, framework) in pack.frameworks.iter() {
        let found = with.framework(id.as_str()).expect("a framework of the pack");
        for (entry, _) in framework.entries.iter() {
            let entry = found.entry(entry.as_str()).expect("an entry of the pack");
            let mut above = Some(entry);
            let mut depth = 0;
            while let Some(parent) = above.and_then(|entry| entry.parent()) {
                depth += 1;
                assert!(depth <= framework.entries.len(), "an entry above itself");
                above = Some(parent);
            }
            let _ = found.respell(entry.id());
        }
    }
    for (id, set) in pack.sets.iter() {
        let found = with.claim_set(id.as_str()).expect("a set of the pack");
        assert!(found.claims(&with).count() <= set.claims.len());
        for claim in found.claims(&with) {
            assert!(claim.sources().count() >= 1 && claim.targets().count() >= 1);
        }
    }
    assert!(with.frameworks().len() >= catalogue.frameworks().len());
}
