//! The sets that are withheld, those that are only here to be evaluated, and how their spellings are read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use isms_core::{
    Catalogue, ClaimKind, EntryGroup, EntryKind, Framework, Pack, PackClaim, PackEntry, PackFramework,
    PackSet, Reference,
};

/// Sets that repeat one that stays: repackaged, composed by others, or another version of it.
const REPEATED: &[&str] = &[
    "cis-v8--iso-27001-2022--cis-via-intuitem",
    "cis-v8--nist-800-53-r5--cis-oscal-test",
    "hipaa-security-rule--nist-csf-2.0--nist-800-66r2",
    "iso-27001-2013--iso-27001-2022--intuitem",
    "iso-27001-2022--nist-csf-2.0--isms-core",
    "iso-27701--iso-27018--isms-core",
    "nist-800-53-r5--nist-800-53-r4--nist+oscal-compass",
    "nist-csf-1.1--nist-csf-2.0--nist-via-intuitem",
    "nist-csf-2.0--iso-27001-2022--nist-via-intuitem",
    "nist-csf-2.0--nist-800-53-r5--nist-concept-crosswalk-5.2.0-draft",
];

/// What the files call a framework, and the catalogue.
const SLUGS: &[(&str, &str)] = &[
    ("bsi-c5-2020", "c5-2020"),
    ("cis-v8", "cis-8.1"),
    ("cis-v8.0", "cis-8.1"),
    ("cis-v8.1", "cis-8.1"),
    ("cri-profile-2.0", "cri-profile"),
    ("cri-profile-2.1", "cri-profile"),
    ("csa-ccm-4.0", "ccm-4.0"),
    ("csa-ccm-4.1", "ccm-4.0"),
    ("hipaa-security-rule", "hipaa"),
    ("iso-27001-2013", "iso27001-2013"),
    ("iso-27001-2022", "iso27001-2022"),
    ("iso-27017", "iso27017-2015"),
    ("iso-27018", "iso27018-2025"),
    ("iso-27701", "iso27701-2025"),
    ("iso-27701-2019", "iso27701-2019"),
    ("iso-27701-2025", "iso27701-2025"),
    ("mitre-attack", "mitre-attack-18.1"),
    ("soc2-tsc", "soc2-2017"),
];

/// What frameworks that are not in the catalogue descend from.
pub(crate) const ANCESTRY: &[(&str, &str)] = &[
    ("cis-csc-7", "cis-8.1"),
    ("cri-profile", "nist-csf"),
    ("eucs", "c5"),
    ("isa-62443-2-1", "isa-62443"),
    ("isa-62443-3-3", "isa-62443"),
    ("pci-dss-3.2.1", "pci-dss-4.0.1"),
    ("tisax", "iso27001"),
];

/// A withheld publisher: source, target, and the endings of its sets.
pub(crate) struct Task(pub(crate) &'static str, pub(crate) &'static str, pub(crate) &'static [&'static str]);

const ISO: &str = "iso27001-2022";
const ISO13: &str = "iso27001-2013";
const CSF: &str = "nist-csf-2.0";
const CSF11: &str = "nist-csf-1.1";
const SP53: &str = "nist-800-53-r5";
const CIS: &str = "cis-8.1";
const CCM: &str = "ccm-4.0";
const ATTACK: &str = "mitre-attack-18.1";
const NIS2: &str = "nis2-ir-2024-2690";

/// The sets that are withheld one after another.
pub(crate) const TASKS: &[Task] = &[
    Task(ISO, CSF, &["nist"]),
    Task(ISO, SP53, &["nist-olir155"]),
    Task(CSF, SP53, &["nist-5.2.0"]),
    Task(CSF11, SP53, &["nist"]),
    Task(CSF11, ISO13, &["nist-core-1.1"]),
    Task(SP53, ISO13, &["nist"]),
    Task(CIS, ISO, &["cis"]),
    Task(CIS, SP53, &["cis"]),
    Task(CIS, CSF11, &["cis"]),
    Task(CIS, CSF, &["cis-olir"]),
    Task(CIS, CCM, &["cis-oscal", "csa"]),
    Task(CCM, SP53, &["csa"]),
    Task(CCM, ISO13, &["csa"]),
    Task(CCM, CSF, &["csa-olir"]),
    Task("hipaa", SP53, &["nist-800-66r2"]),
    Task("hipaa", CSF11, &["nist-800-66r2"]),
    Task(NIS2, ISO, &["enisa"]),
    Task(NIS2, CSF, &["enisa"]),
    Task(SP53, ATTACK, &["ctid-16.1"]),
    Task(CCM, ATTACK, &["ctid-17.1"]),
    Task(CIS, ATTACK, &["cis-attck8.2"]),
];

/// Sets of frameworks to which no other set leads.
pub(crate) const COLD: &[Task] = &[
    Task(CCM, "soc2-2017", &["csa"]),
    Task(CSF, "pci-dss-4.0.1", &["pci-olir"]),
    Task(CSF, "nist-800-171-r3", &["nist"]),
    Task("gdpr", "iso27701-2019", &["microsoft-dpmp"]),
];

/// What was read beside the sets that ship.
pub(crate) struct Loaded {
    pub(crate) catalogue: Catalogue,
    pub(crate) sets: usize,
    pub(crate) claims: usize,
    pub(crate) refused: usize,
}

/// Reads the evaluation-only sets of a folder over the catalogue.
pub(crate) fn load(folder: &Path) -> Loaded {
    let shipped = Catalogue::builtin();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut pack = Pack::new("evaluation".parse().unwrap(), "1", "evaluation only");
    let (mut claims, mut refused) = (0, 0);
    let mut sets = Vec::new();
    for file in files {
        let Some(stem) = file.file_name().and_then(|name| name.to_str()?.strip_suffix(".tsv")) else {
            continue;
        };
        let parts: Vec<&str> = stem.split("--").collect();
        let [source, target, publisher] = parts[..] else { continue };
        let slug = |name: &str| {
            let known = SLUGS.iter().find(|(theirs, _)| *theirs == name);
            known.map_or(name, |(_, ours)| ours).to_owned()
        };
        let (source, target) = (slug(source), slug(target));
        let id = format!("{source}--{target}--{publisher}");
        if REPEATED.contains(&stem) || shipped.claim_set(&id).is_some() || shipped_anew(&shipped, &id) {
            continue;
        }
        sets.push((
            stem.to_owned(),
            source,
            target,
            publisher.to_owned(),
            std::fs::read_to_string(&file).unwrap(),
        ));
    }
    // Frameworks outside the catalogue consist of what sets say of them.
    let mut foreign: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, source, target, _, text) in &sets {
        for row in text.lines().skip(1).map(cells) {
            for (slug, id) in [(source, row[0]), (target, row[1])] {
                if shipped.framework(slug).is_none() {
                    foreign.entry(slug.clone()).or_default().extend(foreign_ids(slug, id));
                }
            }
        }
    }
    for (slug, ids) in &foreign {
        let mut framework = PackFramework::new(slug.as_str(), "as evaluated");
        for id in ids {
            framework.entries.insert(id.parse().unwrap(), PackEntry::new(EntryKind::Control, "-"));
        }
        pack.frameworks.insert(slug.parse().unwrap(), framework);
    }
    for (stem, source, target, publisher, text) in &sets {
        let mut set = PackSet::new(source.parse().unwrap(), target.parse().unwrap(), publisher.as_str());
        set.lineage.insert(lineage(publisher).parse().unwrap());
        // A community's copy of NIST's table.
        if stem == "iso-27001-2022--nist-800-53-r5--isms-core" {
            set.lineage.insert("nist-olir-155".parse().unwrap());
        }
        let mut pairs = BTreeSet::new();
        let mut kind = ClaimKind::Community;
        for row in text.lines().skip(1).map(cells) {
            kind = match row[6] {
                "published" => ClaimKind::Published,
                "repackaged" => ClaimKind::Repackaged,
                "derived" => ClaimKind::Derived,
                _ => ClaimKind::Community,
            };
            let ends = (resolve(&shipped, source, row[0]), resolve(&shipped, target, row[1]));
            if ends.0.is_empty() || ends.1.is_empty() {
                refused += 1;
            }
            for a in &ends.0 {
                pairs.extend(ends.1.iter().map(|b| (a.clone(), b.clone())));
            }
        }
        set.kind = Some(kind);
        claims += pairs.len();
        for (a, b) in pairs {
            let (a, b) = (EntryGroup::one(a.parse().unwrap()), EntryGroup::one(b.parse().unwrap()));
            set.claims.push(PackClaim::new(a, b, None));
        }
        pack.sets.insert(stem.parse().unwrap(), set);
    }
    let catalogue = shipped.with(&pack).unwrap_or_else(|error| panic!("{error}: {:?}", error.findings()));
    Loaded { catalogue, sets: sets.len(), claims, refused }
}

/// CTID's table against ATT&CK ships under the version it was resolved against.
fn shipped_anew(shipped: &Catalogue, id: &str) -> bool {
    shipped.claim_set(&id.replace("mitre-attack--", "mitre-attack-18.1--")).is_some()
}

fn cells(line: &str) -> Vec<&str> {
    line.split('\t').collect()
}

/// One voice per publishing house.
fn lineage(publisher: &str) -> &str {
    ["nist", "cis", "csa"]
        .into_iter()
        .find(|house| {
            publisher == *house || publisher.strip_prefix(house).is_some_and(|rest| rest.starts_with('-'))
        })
        .unwrap_or(publisher)
}

fn foreign_ids(slug: &str, id: &str) -> Vec<String> {
    match slug {
        "isa-62443-2-1" => id.split_whitespace().map(str::to_owned).collect(),
        "pci-dss-3.2.1" => {
            let id = id.trim_end_matches(|c: char| c.is_ascii_lowercase()).trim_end_matches('.');
            if id.contains('.') { vec![id.to_owned()] } else { Vec::new() }
        }
        "cri-profile" if !id.contains('-') => Vec::new(),
        _ => {
            let id: String =
                id.chars().map(|c| if c.is_ascii_graphic() && c != '\t' { c } else { '.' }).collect();
            if id.is_empty() { Vec::new() } else { vec![id.chars().take(64).collect()] }
        }
    }
}

/// The ids of ours that one of theirs stands for; none if it stands for no single entry.
fn resolve(catalogue: &Catalogue, slug: &str, id: &str) -> Vec<String> {
    let Some(framework) = catalogue.framework(slug) else { return foreign_ids(slug, id) };
    let id = id.trim();
    if id == "A.12.1.1A.18.1.1" {
        return vec!["A.12.1.1".to_owned(), "A.18.1.1".to_owned()];
    }
    let found = |id: &str| framework.entry(id).map(|entry| entry.id().to_owned());
    let ours = match slug {
        "nist-800-53-r5" | "nist-800-53-r4" => control(id).and_then(|id| found(&id)),
        "ccm-4.0" => found(&id.replace("I&S-", "IVS-")),
        "gdpr" | "dora" => article(id).and_then(|id| found(&id)),
        "iso27701-2025" => found(id.trim_start_matches("27701:2025-").trim_start_matches("27701-")),
        "iso27001-2013" | "iso27001-2022" if !id.starts_with('A') => clause(framework, id),
        _ => found(id),
    };
    let ours = ours.or_else(|| framework.respell(id).map(|(entry, _)| entry.id().to_owned()));
    ours.into_iter().collect()
}

/// A control or an enhancement, without the letter of a statement: `IA-5c` is `IA-5`.
fn control(id: &str) -> Option<String> {
    let (family, rest) = id.split_once('-')?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let tail = rest[digits.len()..].strip_prefix('(').and_then(|tail| tail.split_once(')'));
    let enhancement = tail.map(|(number, _)| number).filter(|n| n.chars().all(|c| c.is_ascii_digit()));
    let base = format!("{family}-{digits}");
    let good = family.len() == 2 && !digits.is_empty();
    good.then(|| enhancement.map_or(base.clone(), |number| format!("{base}({number})")))
}

fn article(id: &str) -> Option<String> {
    let number = ["Art. ", "Art.", "GDPR-", "DORA-"].iter().find_map(|prefix| id.strip_prefix(prefix))?;
    let digits: String = number.trim().chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then(|| format!("Art.{digits}"))
}

/// A clause, at the level of x.y where it is not known more closely.
fn clause(framework: &Framework, id: &str) -> Option<String> {
    let above: Vec<&str> = id.split('.').take(2).collect();
    let known = framework.entry(id).or_else(|| framework.entry(&above.join(".")))?;
    Some(known.id().to_owned())
}

/// What entries count as, as in the research: an enhancement as its control, an item of a clause as the clause x.y, an
/// implementation specification as its standard.
pub(crate) fn fold(catalogue: &Catalogue) -> BTreeMap<Reference, Reference> {
    let mut fold = BTreeMap::new();
    for framework in catalogue.frameworks() {
        for entry in framework.entries() {
            let whole = match (framework.id(), entry.kind()) {
                ("nist-800-53-r4" | "nist-800-53-r5", EntryKind::Enhancement) => entry.parent(),
                ("hipaa", EntryKind::Specification) => {
                    entry.parent().filter(|parent| parent.kind() == EntryKind::Standard)
                }
                ("iso27001-2013" | "iso27001-2022", _)
                    if entry.id().starts_with(|c: char| c.is_ascii_digit()) =>
                {
                    let parts: Vec<&str> = entry.id().split(['.', ' ', '-']).collect();
                    if parts.len() > 2 { framework.entry(&parts[..2].join(".")) } else { None }
                }
                _ => None,
            };
            if let Some(whole) = whole {
                fold.insert(entry.reference(), whole.reference());
            }
        }
    }
    fold
}
