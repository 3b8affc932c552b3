//! The first gate: a draft is well formed, or there is no ISMS.

use std::collections::{BTreeSet, HashMap};

use super::*;
use crate::finding::{Collection, Finding, Problems, Subject, code};
use crate::id::Id;

/// The dimensions of a document that declares none.
pub(super) fn fill_defaults(draft: &mut Draft) {
    if !draft.dimensions.is_empty() {
        return;
    }
    let levels = ["very-low", "low", "moderate", "high", "very-high"];
    let Ok(scale_id) = "impact".parse::<ScaleId>() else { return };
    if !draft.scales.contains(&scale_id) {
        let Ok(scale) = Scale::of(levels) else { return };
        draft.scales.insert(scale_id.clone(), scale);
    }
    for name in ["confidentiality", "integrity", "availability"] {
        if let Ok(id) = name.parse() {
            draft.dimensions.insert(id, Dimension::new(name, scale_id.clone()));
        }
    }
}

/// Every problem at once, or the dependency graph.
pub(super) fn well_formed(draft: &Draft) -> Result<Csr, Problems> {
    let mut check = Check { draft, problems: Problems::default() };
    check.scales();
    check.context();
    check.people();
    check.methods();
    check.translations();
    let edges = check.assets();
    check.risks();
    check.enterprise_risks();
    check.controls();
    check.treatments();
    check.decisions();
    let csr = Csr::from_edges(draft.assets.len(), &edges);
    if csr.is_none() {
        check.problems.push(Finding::new(
            &code::D_005,
            Subject::collection(Collection::Assets),
            "there are more assets or dependencies than 32 bits can count",
        ));
    }
    match csr {
        Some(csr) if check.problems.is_empty() => Ok(csr),
        _ => Err(check.problems),
    }
}

struct Check<'a> {
    draft: &'a Draft,
    problems: Problems,
}

impl Check<'_> {
    fn named<K: Id, V>(&mut self, table: &Table<K, V>, id: &K, at: impl FnOnce() -> Subject) {
        if !table.contains(id) {
            self.dangling(id, table.keys(), at());
        }
    }

    /// For the keys of an object: each is a step of its pointer.
    fn all_named<'k, K: Id, V>(
        &mut self,
        table: &Table<K, V>,
        ids: impl IntoIterator<Item = &'k K>,
        at: impl Fn() -> Subject,
    ) {
        for id in ids {
            self.named(table, id, || at().member(id));
        }
    }

    /// The same for a list: an entry has no name in it, so the pointer is that of the list.
    fn all_listed<'k, K: Id, V>(
        &mut self,
        table: &Table<K, V>,
        ids: impl IntoIterator<Item = &'k K>,
        at: impl Fn() -> Subject,
    ) {
        for id in ids {
            self.named(table, id, &at);
        }
    }

    fn dangling<'k, K: Id>(&mut self, id: &K, known: impl Iterator<Item = &'k K>, at: Subject) {
        let mut finding = Finding::new(&code::D_016, at, format!("there is no {} `{id}`", K::NOUN));
        if let Some(near) = crate::finding::nearest(id.as_str(), known.map(Id::as_str)) {
            finding = finding.with_help(format!("did you mean `{near}`?"));
        }
        self.problems.push(finding);
    }

    fn scales(&mut self) {
        let draft = self.draft;
        for (id, scale) in draft.scales.iter() {
            let at = || Subject::item(Collection::Scales, id).member("levels");
            if scale.levels.is_empty() || scale.levels.len() > crate::level::MAX_LEVELS {
                self.problems.push(Finding::new(
                    &code::D_019,
                    at(),
                    format!(
                        "a scale has 1 to {} levels, not {}",
                        crate::level::MAX_LEVELS,
                        scale.levels.len()
                    ),
                ));
            }
            let mut seen = BTreeSet::new();
            for level in scale.levels.iter().filter(|l| !seen.insert(&l.id)) {
                self.problems.push(Finding::new(
                    &code::D_019,
                    at(),
                    format!("the level `{}` is there twice", level.id),
                ));
            }
        }
        for (id, dimension) in draft.dimensions.iter() {
            self.named(&draft.scales, &dimension.scale, || {
                Subject::item(Collection::Dimensions, id).member("scale")
            });
        }
        for (collection, len) in [
            (Collection::Dimensions, draft.dimensions.len()),
            (Collection::Capabilities, draft.capabilities.len()),
        ] {
            if len > MAX_DIMENSIONS {
                self.problems.push(Finding::new(
                    &code::D_005,
                    Subject::collection(collection),
                    format!("there are {len} of them; the most is {MAX_DIMENSIONS}"),
                ));
            }
        }
    }

    fn links(&mut self, links: &Links, at: impl Fn() -> Subject) {
        let draft = self.draft;
        self.control_refs(&links.controls, || at().member("controls"));
        self.all_listed(&draft.objectives, &links.objectives, || at().member("objectives"));
        self.all_listed(&draft.policies, &links.policies, || at().member("policies"));
        self.all_listed(&draft.requirements, &links.requirements, || at().member("requirements"));
        self.all_listed(&draft.risks, &links.risks, || at().member("risks"));
    }

    /// Own controls must be there; whether a catalogue has an entry is not the document's to say.
    fn control_refs(&mut self, refs: &BTreeSet<ControlRef>, at: impl Fn() -> Subject) {
        let draft = self.draft;
        for reference in refs {
            if let ControlRef::Own(id) = reference {
                self.named(&draft.controls, id, &at);
            }
        }
    }

    fn context(&mut self) {
        let draft = self.draft;
        for (id, issue) in draft.issues.iter() {
            self.links(&issue.addressed_by, || Subject::item(Collection::Issues, id).member("addressed_by"));
        }
        for (id, requirement) in draft.requirements.iter() {
            let at = || Subject::item(Collection::Requirements, id);
            self.all_optional(&draft.parties, &requirement.party, || at().member("party"));
            self.links(&requirement.addressed_by, || at().member("addressed_by"));
        }
        let Some(scope) = &draft.scope else { return };
        let at = || Subject::collection(Collection::Scope);
        self.all_optional(&draft.roles, &scope.approved_by, || at().member("approved_by"));
        self.all_listed(&draft.sites, &scope.sites, || at().member("sites"));
        self.all_listed(&draft.processes, &scope.processes, || at().member("processes"));
        for (id, exclusion) in scope.excluded.iter() {
            let at = || at().member("excluded").member(id);
            self.all_listed(&draft.assets, &exclusion.assets, || at().member("assets"));
            self.all_listed(&draft.sites, &exclusion.sites, || at().member("sites"));
            self.all_listed(&draft.processes, &exclusion.processes, || at().member("processes"));
        }
        for (id, interface) in scope.interfaces.iter() {
            let at = || at().member("interfaces").member(id);
            self.all_listed(&draft.assets, &interface.inside, || at().member("inside"));
            self.all_listed(&draft.assets, &interface.outside, || at().member("outside"));
            self.all_optional(&draft.suppliers, &interface.supplier, || at().member("supplier"));
        }
        for (id, outside) in scope.dependencies.iter() {
            let at = || at().member("dependencies").member(id).member("supplier");
            self.all_optional(&draft.suppliers, &outside.supplier, at);
        }
    }

    fn all_optional<K: Id, V>(&mut self, table: &Table<K, V>, id: &Option<K>, at: impl FnOnce() -> Subject) {
        if let Some(id) = id {
            self.named(table, id, at);
        }
    }

    fn people(&mut self) {
        let draft = self.draft;
        for (id, process) in draft.processes.iter() {
            let at = || Subject::item(Collection::Processes, id);
            self.all_optional(&draft.roles, &process.owner, || at().member("owner"));
            self.all_listed(&draft.assets, &process.uses, || at().member("uses"));
            self.all_listed(&draft.processes, &process.interacts_with, || at().member("interacts_with"));
        }
        for (id, policy) in draft.policies.iter() {
            let at = || Subject::item(Collection::Policies, id).member("approved_by");
            self.all_optional(&draft.roles, &policy.approved_by, at);
        }
        for (id, objective) in draft.objectives.iter() {
            let at = || Subject::item(Collection::Objectives, id);
            self.all_optional(&draft.policies, &objective.policy, || at().member("policy"));
            self.all_listed(&draft.requirements, &objective.requirements, || at().member("requirements"));
            self.all_listed(&draft.risks, &objective.risks, || at().member("risks"));
            self.all_optional(&draft.roles, &objective.plan.who, || at().member("plan").member("who"));
        }
    }

    fn methods(&mut self) {
        let draft = self.draft;
        for (id, method) in draft.methods.iter() {
            let at = || Subject::item(Collection::Methods, id);
            self.named(&draft.scales, &method.likelihood, || at().member("likelihood"));
            self.named(&draft.scales, &method.consequence, || at().member("consequence"));
            self.named(&draft.scales, &method.level, || at().member("level"));
            self.all_named(&draft.dimensions, method.need_to_consequence.keys(), || {
                at().member("need_to_consequence")
            });
            for (level, authority) in method.authority.iter() {
                let at = || at().member("authority").member(level).member("roles");
                self.all_listed(&draft.roles, &authority.roles, at);
            }
            for (factor, input) in method.factors.iter() {
                self.named(&draft.scales, &input.scale, || {
                    at().member("factors").member(factor).member("scale")
                });
            }
            for (member, from) in
                [("likelihood_from", &method.likelihood_from), ("consequence_from", &method.consequence_from)]
            {
                let Some(from) = from else { continue };
                self.axis_from(method, from, || at().member(member));
            }
        }
    }

    fn axis_from(&mut self, method: &RiskMethod, from: &AxisFrom, at: impl Fn() -> Subject) {
        self.all_listed(&method.factors, &from.of, || at().member("of"));
        self.all_named(&method.factors, from.weights.keys(), || at().member("weights"));
        let distinct: BTreeSet<_> = from.of.iter().collect();
        if from.of.is_empty() || from.of.len() > MAX_FACTORS || distinct.len() < from.of.len() {
            let message = format!("an axis follows from 1 to {MAX_FACTORS} factors, each named once");
            self.problems.push(Finding::new(&code::D_019, at().member("of"), message));
        }
        if matches!(from.combine, Combine::Matrix(_)) && from.of.len() != 2 {
            let message = format!("a matrix has two factors, not {}", from.of.len());
            self.problems.push(Finding::new(&code::D_019, at().member("of"), message));
        }
    }

    fn translations(&mut self) {
        let draft = self.draft;
        for (id, translation) in draft.translations.iter() {
            let at = || Subject::item(Collection::Translations, id);
            self.named(&draft.methods, &translation.from, || at().member("from"));
            self.named(&draft.methods, &translation.to, || at().member("to"));
            self.all_optional(&draft.roles, &translation.approved_by, || at().member("approved_by"));
        }
    }

    fn enterprise_risks(&mut self) {
        let draft = self.draft;
        for (id, enterprise) in draft.enterprise_risks.iter() {
            let at = || Subject::item(Collection::EnterpriseRisks, id);
            self.all_optional(&draft.roles, &enterprise.owner, || at().member("owner"));
            self.named(&draft.methods, &enterprise.method, || at().member("method"));
            self.all_listed(&draft.risks, &enterprise.risks, || at().member("risks"));
        }
    }

    fn assets(&mut self) -> Vec<(u32, u32)> {
        let draft = self.draft;
        let places: HashMap<&str, u32> =
            draft.assets.keys().zip(0u32..).map(|(id, place)| (id.as_str(), place)).collect();
        let mut edges = Vec::with_capacity(draft.assets.values().map(|a| a.depends_on.len()).sum());
        for ((id, asset), place) in draft.assets.iter().zip(0u32..) {
            let at = || Subject::item(Collection::Assets, id);
            for (target, dependency) in asset.depends_on.iter() {
                let at = || at().member("depends_on").member(target);
                match places.get(target.as_str()) {
                    None => self.dangling(target, draft.assets.keys(), at()),
                    Some(to) if *to == place => {
                        let message = format!("the asset `{id}` depends on itself");
                        self.problems.push(Finding::new(&code::D_017, at(), message));
                    }
                    Some(to) => edges.push((place, *to)),
                }
                self.all_listed(&draft.dimensions, dependency.carries.iter().flatten(), || {
                    at().member("carries")
                });
                self.all_named(&draft.dimensions, dependency.attenuate.keys(), || at().member("attenuate"));
                self.all_named(&draft.dimensions, dependency.cap.keys(), || at().member("cap"));
            }
            self.all_optional(&draft.roles, &asset.owner, || at().member("owner"));
            self.all_named(&draft.dimensions, asset.need.keys(), || at().member("need"));
            self.all_named(&draft.dimensions, asset.need_override.keys(), || at().member("need_override"));
            self.all_named(&draft.dimensions, asset.cumulation.keys(), || at().member("cumulation"));
            self.all_named(&draft.dimensions, asset.worth.keys(), || at().member("worth"));
            self.all_optional(&draft.assets, &asset.instance_of, || at().member("instance_of"));
            if asset.instance_of.as_ref() == Some(id) {
                let message = format!("the asset `{id}` is an instance of itself");
                self.problems.push(Finding::new(&code::D_017, at().member("instance_of"), message));
            }
            self.all_named(&draft.capabilities, asset.requires.keys(), || at().member("requires"));
            self.all_named(&draft.capabilities, asset.provides.keys(), || at().member("provides"));
            let represents = || at().member("represents");
            match &asset.represents {
                None => {}
                Some(Represents::Process(p)) => {
                    self.named(&draft.processes, p, || represents().member("process"))
                }
                Some(Represents::Role(r)) => self.named(&draft.roles, r, || represents().member("role")),
                Some(Represents::Site(s)) => self.named(&draft.sites, s, || represents().member("site")),
                Some(Represents::Supplier(s)) => {
                    self.named(&draft.suppliers, s, || represents().member("supplier"))
                }
            }
            for (group, redundancy) in asset.redundancy.iter() {
                self.redundancy(asset, redundancy, || at().member("redundancy").member(group));
            }
        }
        edges
    }

    fn redundancy(&mut self, asset: &Asset, redundancy: &Redundancy, at: impl Fn() -> Subject) {
        for member in redundancy.members.iter().filter(|m| !asset.depends_on.contains(*m)) {
            self.problems.push(
                Finding::new(
                    &code::D_016,
                    at().member("members"),
                    format!("`{member}` is in a redundancy group but the asset does not depend on it"),
                )
                .with_help("add it to `depends_on`"),
            );
        }
        let members = u32::try_from(redundancy.members.len()).unwrap_or(u32::MAX);
        if redundancy.required == 0 || redundancy.required > members {
            self.problems.push(Finding::new(
                &code::D_014,
                at().member("required"),
                format!("{} of {members} members cannot be required", redundancy.required),
            ));
        }
        if let Some(rule) = &redundancy.applied {
            let draft = self.draft;
            self.all_named(&draft.dimensions, rule.lowers.keys(), || at().member("applied").member("lowers"));
        }
    }

    fn risks(&mut self) {
        let draft = self.draft;
        for (id, vulnerability) in draft.vulnerabilities.iter() {
            let at = || Subject::item(Collection::Vulnerabilities, id).member("assets");
            self.all_listed(&draft.assets, &vulnerability.assets, at);
        }
        for (id, risk) in draft.risks.iter() {
            let at = || Subject::item(Collection::Risks, id);
            self.named(&draft.methods, &risk.method, || at().member("method"));
            self.all_listed(&draft.dimensions, &risk.affects, || at().member("affects"));
            self.all_listed(&draft.assets, &risk.assets, || at().member("assets"));
            self.all_listed(&draft.threats, &risk.threats, || at().member("threats"));
            self.all_listed(&draft.vulnerabilities, &risk.vulnerabilities, || at().member("vulnerabilities"));
            self.all_optional(&draft.roles, &risk.owner, || at().member("owner"));
            if let Some(method) = draft.methods.get(&risk.method) {
                let at = || at().member("inherent").member("consequences");
                self.all_named(&method.categories, risk.inherent.consequences.keys(), at);
                let at = || Subject::item(Collection::Risks, id).member("inherent").member("factors");
                self.all_named(&method.factors, risk.inherent.factors.keys(), at);
            }
            for (member, level) in
                [("override_current", &risk.override_current), ("override_residual", &risk.override_residual)]
            {
                let by = level.as_ref().and_then(|o| o.by.clone());
                self.all_optional(&draft.roles, &by, || at().member(member).member("by"));
            }
            for (asset, needs) in risk.basis.iter() {
                self.named(&draft.assets, asset, || at().member("basis").member(asset));
                self.all_named(&draft.dimensions, needs.keys(), || at().member("basis").member(asset));
            }
        }
    }

    fn controls(&mut self) {
        let draft = self.draft;
        for (id, control) in draft.controls.iter() {
            let at = || Subject::item(Collection::Controls, id);
            self.all_optional(&draft.roles, &control.owner, || at().member("owner"));
            self.all_optional(&draft.roles, &control.operator, || at().member("operator"));
            self.all_listed(&draft.assets, &control.operates_on, || at().member("operates_on"));
            self.all_listed(&draft.controls, &control.requires, || at().member("requires"));
            self.all_listed(&draft.assets, &control.requires_assets, || at().member("requires_assets"));
            if control.requires.contains(id) {
                let message = format!("the control `{id}` requires itself");
                self.problems.push(Finding::new(&code::D_017, at().member("requires").member(id), message));
            }
            let by = control.verification.as_ref().and_then(|v| v.by.clone());
            self.all_optional(&draft.roles, &by, || at().member("verification").member("by"));
            let acts_on = || at().member("acts_on");
            self.all_named(&draft.risks, control.acts_on.risks.keys(), || acts_on().member("risks"));
            self.all_named(&draft.threats, control.acts_on.threats.keys(), || acts_on().member("threats"));
            self.all_named(&draft.vulnerabilities, control.acts_on.vulnerabilities.keys(), || {
                acts_on().member("vulnerabilities")
            });
            self.effects(control, acts_on);
        }
    }

    /// An effect on a factor needs a method that has it: that of the risk, or any for a threat or a vulnerability.
    fn effects(&mut self, control: &Control, at: impl Fn() -> Subject) {
        let draft = self.draft;
        for (id, effect) in control.acts_on.risks.iter() {
            let risk = draft.risks.get(id);
            let Some(method) = risk.and_then(|risk| draft.methods.get(&risk.method)) else { continue };
            let at = || at().member("risks").member(id).member("factors");
            self.all_named(&method.factors, effect.factors.keys(), at);
        }
        let threats = control.acts_on.threats.iter().map(|(id, effect)| ("threats", id.as_str(), effect));
        let others = &control.acts_on.vulnerabilities;
        let others = others.iter().map(|(id, effect)| ("vulnerabilities", id.as_str(), effect));
        for (member, id, effect) in threats.chain(others) {
            for factor in effect.factors.keys() {
                if !draft.methods.values().any(|method| method.factors.contains(factor)) {
                    let known = draft.methods.values().flat_map(|method| method.factors.keys());
                    let at = at().member(member).member(id).member("factors").member(factor);
                    self.dangling(factor, known, at);
                }
            }
        }
    }

    fn treatments(&mut self) {
        let draft = self.draft;
        for (id, treatment) in draft.treatments.iter() {
            let at = || Subject::item(Collection::Treatments, id);
            self.named(&draft.risks, &treatment.risk, || at().member("risk"));
            self.control_refs(&treatment.controls, || at().member("controls"));
            self.all_optional(&draft.roles, &treatment.decided_by, || at().member("decided_by"));
            self.all_optional(&draft.roles, &treatment.approved_by, || at().member("approved_by"));
            for (action_id, action) in treatment.actions.iter() {
                let at = || at().member("actions").member(action_id).member("owner");
                self.all_optional(&draft.roles, &action.owner, at);
            }
            if let Some(avoidance) = &treatment.avoidance {
                let at = || at().member("avoidance").member("assets");
                self.all_listed(&draft.assets, &avoidance.assets, at);
            }
            if let Some(sharing) = &treatment.sharing {
                let at = || at().member("sharing").member("supplier");
                self.all_optional(&draft.suppliers, &sharing.supplier, at);
            }
        }
    }

    fn decisions(&mut self) {
        let draft = self.draft;
        for (id, acceptance) in draft.acceptances.iter() {
            let at = || Subject::item(Collection::Acceptances, id);
            self.named(&draft.risks, &acceptance.risk, || at().member("risk"));
            self.all_optional(&draft.roles, &acceptance.by, || at().member("by"));
            let method = acceptance.basis.as_ref().and_then(|b| b.method.clone());
            self.all_optional(&draft.methods, &method, || at().member("basis").member("method"));
        }
        if let Some(soa) = &draft.soa {
            let at = || Subject::collection(Collection::Soa);
            self.all_optional(&draft.roles, &soa.approved_by, || at().member("approved_by"));
            self.all_named(&draft.controls, soa.own.keys(), || at().member("own"));
        }
    }
}
