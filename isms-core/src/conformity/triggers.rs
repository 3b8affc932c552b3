//! What an organisation does that makes an exclusion hard to believe.

use std::collections::BTreeMap;

use super::cases::Cases;
use super::facts::{Facts, Side};
use super::statement::{called, entry, excluded, is_annex_a};
use crate::isms::{AssetKind, AssetTag, ControlRef, OrganisationFlag as Flag, SupplierTag};

/// Controls of Annex A, without the leading `A.`, and the fact that contradicts their exclusion.
type Trigger = (&'static [&'static str], fn(&Seen) -> Option<String>);

static TRIGGERS: &[Trigger] = &[
    (&["5.19", "5.20", "5.21", "5.22"], |seen| seen.supplier.clone()),
    (&["5.21"], |seen| {
        seen.any(Flag::IctSupplyChain, &[AssetTag::IctSupplyChain], &[SupplierTag::IctSupplyChain])
    }),
    (&["5.23"], |seen| {
        seen.any(Flag::CloudServices, &[AssetTag::CloudService], &[SupplierTag::CloudService])
    }),
    (&["5.31"], |seen| seen.binding.clone()),
    (&["5.34"], |seen| seen.any(Flag::PersonalData, &[AssetTag::PersonalData], &[])),
    (&["6.1", "6.2", "6.3", "6.4", "6.5", "6.8"], |seen| seen.flag(Flag::Employees)),
    (&["6.7"], |seen| seen.flag(Flag::RemoteWork)),
    (&["7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "7.7", "7.8", "7.11", "7.12", "7.13", "7.14"], |seen| {
        seen.flag(Flag::PhysicalPremises).or_else(|| seen.site.clone())
    }),
    (&["7.9"], |seen| seen.any(Flag::OffPremisesAssets, &[AssetTag::OffPremises], &[])),
    (&["7.10"], |seen| seen.any(Flag::RemovableMedia, &[AssetTag::RemovableMedia], &[])),
    (&["8.1"], |seen| seen.tag(AssetTag::Endpoint)),
    (&["8.4"], |seen| seen.any(Flag::InHouseDevelopment, &[AssetTag::SourceCode], &[])),
    (&["8.25", "8.26", "8.27", "8.28", "8.29", "8.31", "8.33"], |seen| seen.flag(Flag::InHouseDevelopment)),
    (&["8.30"], |seen| seen.any(Flag::OutsourcedDevelopment, &[], &[SupplierTag::OutsourcedDevelopment])),
    (&["8.33"], |seen| seen.any(Flag::ProductionDataInTest, &[AssetTag::ProductionDataInTest], &[])),
    (&["8.20", "8.21", "8.22"], |seen| {
        seen.any(Flag::Networks, &[AssetTag::Network], &[]).or_else(|| seen.network.clone())
    }),
    (&["8.23"], |seen| seen.flag(Flag::WebAccess)),
    (&["8.24"], |seen| seen.any(Flag::Cryptography, &[AssetTag::CryptographicKey], &[])),
];

/// One witness for each fact a trigger may ask for, in words.
struct Seen {
    flags: BTreeMap<Flag, String>,
    tags: BTreeMap<AssetTag, String>,
    supplier_tags: BTreeMap<SupplierTag, String>,
    supplier: Option<String>,
    binding: Option<String>,
    site: Option<String>,
    network: Option<String>,
}

impl Seen {
    fn in_document(facts: &Facts<'_>) -> Self {
        let isms = facts.isms;
        let flags = isms.organisation().flags.iter();
        let mut seen = Self {
            flags: flags.map(|flag| (*flag, format!("the organisation has the flag `{flag}`"))).collect(),
            tags: BTreeMap::new(),
            supplier_tags: BTreeMap::new(),
            supplier: isms.suppliers().keys().next().map(|id| format!("there are suppliers such as `{id}`")),
            binding: isms
                .requirements()
                .iter()
                .find(|(_, requirement)| super::context::is_binding(requirement))
                .map(|(id, _)| format!("there are legal or contractual requirements such as `{id}`")),
            site: None,
            network: None,
        };
        for (id, supplier) in isms.suppliers().iter() {
            for tag in &supplier.tags {
                let words = || format!("the supplier `{id}` is tagged `{tag}`");
                seen.supplier_tags.entry(*tag).or_insert_with(words);
            }
        }
        for (place, (id, asset)) in isms.assets().iter().enumerate() {
            if facts.side(place) == Side::Outside {
                continue;
            }
            for tag in &asset.tags {
                seen.tags.entry(*tag).or_insert_with(|| format!("the asset `{id}` is tagged `{tag}`"));
            }
            if asset.kind == AssetKind::Network && seen.network.is_none() {
                seen.network = Some(format!("the asset `{id}` is a network"));
            }
        }
        if let Some(scope) = isms.scope() {
            let out = |id| scope.excluded.values().any(|exclusion| exclusion.sites.contains(id));
            let inside = scope.sites.iter().find(|id| !out(*id));
            seen.site = inside.map(|id| format!("the site `{id}` is in the scope"));
        }
        seen
    }

    fn flag(&self, flag: Flag) -> Option<String> {
        self.flags.get(&flag).cloned()
    }

    fn tag(&self, tag: AssetTag) -> Option<String> {
        self.tags.get(&tag).cloned()
    }

    fn any(&self, flag: Flag, tags: &[AssetTag], of_suppliers: &[SupplierTag]) -> Option<String> {
        let tagged = || tags.iter().find_map(|tag| self.tag(*tag));
        let supplied = || of_suppliers.iter().find_map(|tag| self.supplier_tags.get(tag).cloned());
        self.flag(flag).or_else(tagged).or_else(supplied)
    }
}

pub(super) fn c6_1_3_14(facts: &Facts<'_>, out: &mut Cases) {
    let seen = Seen::in_document(facts);
    for line in excluded(facts, out).filter(|line| is_annex_a(line)) {
        let ControlRef::Catalogue(reference) = &line.control else { continue };
        let Some(number) = reference.entry().strip_prefix("A.") else { continue };
        let mut facts = TRIGGERS.iter().filter(|(ids, _)| ids.contains(&number));
        if let Some(fact) = facts.find_map(|(_, fact)| fact(&seen)) {
            out.part(entry(line), || format!("{} is excluded, but {fact}", called(line)));
        }
    }
}
