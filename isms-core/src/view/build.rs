//! The nodes and edges of an ISMS, noun by noun.

use std::collections::BTreeSet;

use super::{Edge, EdgeKind, Node, NodeKind, View, find};
use crate::id::{Id, Reference, RoleId};
use crate::isms::{ControlRef, Isms, Links, Represents, SoaEntry, Table};

pub(super) fn view(isms: &Isms) -> View {
    let mut builder = Builder { nodes: nodes(isms), edges: Vec::new() };
    context(isms, &mut builder);
    assets(isms, &mut builder);
    risks(isms, &mut builder);
    controls(isms, &mut builder);
    scope(isms, &mut builder);
    statement(isms, &mut builder);
    View::new(builder.nodes, builder.edges)
}

struct Builder {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

type End<'a> = (NodeKind, &'a str);

impl Builder {
    fn edge(&mut self, from: End<'_>, kind: EdgeKind, to: End<'_>) {
        // References of a well-formed ISMS resolve, so both are found.
        if let (Some(from), Some(to)) = (find(&self.nodes, from.0, from.1), find(&self.nodes, to.0, to.1)) {
            self.edges.push(Edge { from, to, kind });
        }
    }

    fn each<'a, I: Id>(
        &mut self,
        from: End<'_>,
        kind: EdgeKind,
        to: NodeKind,
        ids: impl IntoIterator<Item = &'a I>,
    ) {
        for id in ids {
            self.edge(from, kind, (to, id.as_str()));
        }
    }

    fn role(&mut self, from: End<'_>, kind: EdgeKind, role: &Option<RoleId>) {
        if let Some(role) = role {
            self.edge(from, kind, (NodeKind::Role, role.as_str()));
        }
    }

    fn control(&mut self, from: End<'_>, kind: EdgeKind, control: &ControlRef) {
        match control {
            ControlRef::Own(id) => self.edge(from, kind, (NodeKind::Control, id.as_str())),
            ControlRef::Catalogue(reference) => self.reference(from, kind, reference),
        }
    }

    fn reference(&mut self, from: End<'_>, kind: EdgeKind, reference: &Reference) {
        self.edge(from, kind, (NodeKind::Reference, &reference.to_string()));
    }

    /// What answers `to`.
    fn links(&mut self, links: &Links, to: End<'_>) {
        let kind = EdgeKind::Addresses;
        for control in &links.controls {
            match control {
                ControlRef::Own(id) => self.edge((NodeKind::Control, id.as_str()), kind, to),
                ControlRef::Catalogue(entry) => {
                    self.edge((NodeKind::Reference, &entry.to_string()), kind, to);
                }
            }
        }
        links.objectives.iter().for_each(|id| self.edge((NodeKind::Objective, id.as_str()), kind, to));
        links.policies.iter().for_each(|id| self.edge((NodeKind::Policy, id.as_str()), kind, to));
        links.requirements.iter().for_each(|id| self.edge((NodeKind::Requirement, id.as_str()), kind, to));
        links.risks.iter().for_each(|id| self.edge((NodeKind::Risk, id.as_str()), kind, to));
    }
}

/// All nodes, sorted.
fn nodes(isms: &Isms) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut put = |kind: NodeKind, id: &str, label: &str| {
        let label = if label.is_empty() { id } else { label };
        nodes.push(Node { kind, id: id.to_owned(), label: label.to_owned() });
    };
    if let Some(scope) = isms.scope() {
        put(NodeKind::Scope, NodeKind::Scope.as_str(), &scope.statement);
    }
    macro_rules! tables {
        ($($table:ident $kind:ident $label:ident;)*) => {
            $(for (id, item) in isms.$table().iter() {
                put(NodeKind::$kind, id.as_str(), &item.$label);
            })*
        };
    }
    tables! {
        issues Issue title;
        parties Party name;
        requirements Requirement title;
        policies Policy title;
        objectives Objective title;
        roles Role title;
        suppliers Supplier name;
        sites Site name;
        processes Process name;
        assets Asset name;
        threats Threat title;
        vulnerabilities Vulnerability title;
        risks Risk title;
        enterprise_risks EnterpriseRisk title;
        controls Control title;
    }
    for (id, treatment) in isms.treatments().iter() {
        let options: Vec<_> = treatment.options.iter().map(|o| o.as_str()).collect();
        put(NodeKind::Treatment, id.as_str(), &options.join(", "));
    }
    for (id, acceptance) in isms.acceptances().iter() {
        put(NodeKind::Acceptance, id.as_str(), acceptance.level.as_str());
    }
    for reference in references(isms) {
        let entry = isms.soa().as_ref().and_then(|soa| soa.entries.get(reference));
        let title = entry.and_then(|entry| entry.title.as_deref()).unwrap_or_default();
        put(NodeKind::Reference, &reference.to_string(), title);
    }
    if let Some(soa) = isms.soa() {
        let version = soa.version.as_deref().map(|v| format!("Statement of Applicability {v}"));
        let label = version.as_deref().unwrap_or("Statement of Applicability");
        put(NodeKind::Statement, NodeKind::Statement.as_str(), label);
    }
    nodes.sort_unstable();
    nodes
}

/// Every entry of a framework that is named.
fn references(isms: &Isms) -> BTreeSet<&Reference> {
    let mut all = BTreeSet::new();
    for requirement in isms.requirements().values() {
        all.extend(&requirement.references);
    }
    for control in isms.controls().values() {
        all.extend(&control.implements);
    }
    let named = isms.treatments().values().map(|t| &t.controls);
    let named = named.chain(isms.issues().values().map(|i| &i.addressed_by.controls));
    let named = named.chain(isms.requirements().values().map(|r| &r.addressed_by.controls));
    for control in named.flatten() {
        if let ControlRef::Catalogue(reference) = control {
            all.insert(reference);
        }
    }
    if let Some(soa) = isms.soa() {
        all.extend(soa.entries.keys());
    }
    all
}

fn context(isms: &Isms, b: &mut Builder) {
    for (id, issue) in isms.issues().iter() {
        b.links(&issue.addressed_by, (NodeKind::Issue, id.as_str()));
    }
    for (id, requirement) in isms.requirements().iter() {
        let here = (NodeKind::Requirement, id.as_str());
        b.each(here, EdgeKind::RequiredBy, NodeKind::Party, &requirement.party);
        for reference in &requirement.references {
            b.reference(here, EdgeKind::RefersTo, reference);
        }
        b.links(&requirement.addressed_by, here);
    }
    for (id, policy) in isms.policies().iter() {
        b.role((NodeKind::Policy, id.as_str()), EdgeKind::ApprovedBy, &policy.approved_by);
    }
    for (id, objective) in isms.objectives().iter() {
        let here = (NodeKind::Objective, id.as_str());
        b.each(here, EdgeKind::Follows, NodeKind::Policy, &objective.policy);
        b.each(here, EdgeKind::Considers, NodeKind::Requirement, &objective.requirements);
        b.each(here, EdgeKind::Considers, NodeKind::Risk, &objective.risks);
        b.role(here, EdgeKind::PursuedBy, &objective.plan.who);
    }
}

fn assets(isms: &Isms, b: &mut Builder) {
    for (id, asset) in isms.assets().iter() {
        let here = (NodeKind::Asset, id.as_str());
        b.each(here, EdgeKind::DependsOn, NodeKind::Asset, asset.depends_on.keys());
        b.role(here, EdgeKind::OwnedBy, &asset.owner);
        let represents = asset.represents.as_ref().map(|what| match what {
            Represents::Process(id) => (NodeKind::Process, id.as_str()),
            Represents::Role(id) => (NodeKind::Role, id.as_str()),
            Represents::Site(id) => (NodeKind::Site, id.as_str()),
            Represents::Supplier(id) => (NodeKind::Supplier, id.as_str()),
        });
        if let Some(what) = represents {
            b.edge(here, EdgeKind::Represents, what);
        }
    }
    for (id, process) in isms.processes().iter() {
        let here = (NodeKind::Process, id.as_str());
        b.role(here, EdgeKind::OwnedBy, &process.owner);
        b.each(here, EdgeKind::Uses, NodeKind::Asset, &process.uses);
        b.each(here, EdgeKind::InteractsWith, NodeKind::Process, &process.interacts_with);
    }
    for (id, vulnerability) in isms.vulnerabilities().iter() {
        let here = (NodeKind::Vulnerability, id.as_str());
        b.each(here, EdgeKind::Weakens, NodeKind::Asset, &vulnerability.assets);
    }
}

fn risks(isms: &Isms, b: &mut Builder) {
    for (id, risk) in isms.risks().iter() {
        let here = (NodeKind::Risk, id.as_str());
        b.role(here, EdgeKind::OwnedBy, &risk.owner);
        b.each(here, EdgeKind::Concerns, NodeKind::Asset, &risk.assets);
        b.each(here, EdgeKind::CausedBy, NodeKind::Threat, &risk.threats);
        b.each(here, EdgeKind::Exploits, NodeKind::Vulnerability, &risk.vulnerabilities);
    }
    for (id, enterprise) in isms.enterprise_risks().iter() {
        let here = (NodeKind::EnterpriseRisk, id.as_str());
        b.role(here, EdgeKind::OwnedBy, &enterprise.owner);
        for risk in &enterprise.risks {
            b.edge((NodeKind::Risk, risk.as_str()), EdgeKind::BelongsTo, here);
        }
    }
    for (id, treatment) in isms.treatments().iter() {
        let here = (NodeKind::Treatment, id.as_str());
        b.edge(here, EdgeKind::Treats, (NodeKind::Risk, treatment.risk.as_str()));
        for control in &treatment.controls {
            b.control(here, EdgeKind::Determines, control);
        }
        b.role(here, EdgeKind::DecidedBy, &treatment.decided_by);
        b.role(here, EdgeKind::ApprovedBy, &treatment.approved_by);
        if let Some(avoidance) = &treatment.avoidance {
            b.each(here, EdgeKind::GivesUp, NodeKind::Asset, &avoidance.assets);
        }
        if let Some(sharing) = &treatment.sharing {
            b.each(here, EdgeKind::SharedWith, NodeKind::Supplier, &sharing.supplier);
        }
        for action in treatment.actions.values() {
            b.role(here, EdgeKind::OwnedBy, &action.owner);
        }
    }
    for (id, acceptance) in isms.acceptances().iter() {
        let here = (NodeKind::Acceptance, id.as_str());
        b.edge(here, EdgeKind::Accepts, (NodeKind::Risk, acceptance.risk.as_str()));
        b.role(here, EdgeKind::DecidedBy, &acceptance.by);
    }
}

fn controls(isms: &Isms, b: &mut Builder) {
    for (id, control) in isms.controls().iter() {
        let here = (NodeKind::Control, id.as_str());
        b.role(here, EdgeKind::OwnedBy, &control.owner);
        b.role(here, EdgeKind::OperatedBy, &control.operator);
        for reference in &control.implements {
            b.reference(here, EdgeKind::Implements, reference);
        }
        b.each(here, EdgeKind::OperatesOn, NodeKind::Asset, &control.operates_on);
        b.each(here, EdgeKind::Requires, NodeKind::Control, &control.requires);
        b.each(here, EdgeKind::Requires, NodeKind::Asset, &control.requires_assets);
        b.each(here, EdgeKind::ActsOn, NodeKind::Risk, control.acts_on.risks.keys());
        b.each(here, EdgeKind::ActsOn, NodeKind::Threat, control.acts_on.threats.keys());
        b.each(here, EdgeKind::ActsOn, NodeKind::Vulnerability, control.acts_on.vulnerabilities.keys());
        if let Some(verification) = &control.verification {
            b.role(here, EdgeKind::VerifiedBy, &verification.by);
        }
    }
}

fn scope(isms: &Isms, b: &mut Builder) {
    let Some(scope) = isms.scope() else { return };
    let here = (NodeKind::Scope, NodeKind::Scope.as_str());
    let mut outside = BTreeSet::new();
    for exclusion in scope.excluded.values() {
        outside.extend(&exclusion.assets);
        for site in &exclusion.sites {
            b.edge((NodeKind::Site, site.as_str()), EdgeKind::ExcludedFrom, here);
        }
        for process in &exclusion.processes {
            b.edge((NodeKind::Process, process.as_str()), EdgeKind::ExcludedFrom, here);
        }
    }
    for asset in isms.assets().keys() {
        let kind = if outside.contains(asset) { EdgeKind::ExcludedFrom } else { EdgeKind::InScope };
        b.edge((NodeKind::Asset, asset.as_str()), kind, here);
    }
    for site in &scope.sites {
        b.edge((NodeKind::Site, site.as_str()), EdgeKind::InScope, here);
    }
    for process in &scope.processes {
        b.edge((NodeKind::Process, process.as_str()), EdgeKind::InScope, here);
    }
    b.role(here, EdgeKind::ApprovedBy, &scope.approved_by);
    for interface in scope.interfaces.values() {
        b.each(here, EdgeKind::BordersOn, NodeKind::Supplier, &interface.supplier);
    }
    for dependency in scope.dependencies.values() {
        b.each(here, EdgeKind::BordersOn, NodeKind::Supplier, &dependency.supplier);
    }
}

fn statement(isms: &Isms, b: &mut Builder) {
    let Some(soa) = isms.soa() else { return };
    let here = (NodeKind::Statement, NodeKind::Statement.as_str());
    let kind = |entry: &SoaEntry| match entry.necessary {
        Some(true) => EdgeKind::Includes,
        Some(false) => EdgeKind::Excludes,
        None => EdgeKind::Lists,
    };
    for (reference, entry) in soa.entries.iter() {
        b.reference(here, kind(entry), reference);
    }
    let own: &Table<_, _> = &soa.own;
    for (control, entry) in own.iter() {
        b.edge(here, kind(entry), (NodeKind::Control, control.as_str()));
    }
    b.role(here, EdgeKind::ApprovedBy, &soa.approved_by);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Word;

    /// A document that uses every relation once.
    const ALL: &str = r#"{
        "isms": "1",
        "organisation": {"name": "Acme"},
        "scope": {"statement": "all of it", "approved_by": "BOSS", "sites": ["HQ"], "processes": ["P-1"],
            "excluded": {"E-1": {"what": "shop", "assets": ["A-3"], "sites": ["SHOP"], "processes": ["P-2"]}},
            "interfaces": {"I-1": {"name": "hosting", "supplier": "CLOUD"}},
            "dependencies": {"O-1": {"activity": "payroll", "supplier": "PAY"}}},
        "issues": {"ISS-1": {"title": "crime", "kind": "external", "addressed_by": {"risks": ["R-1"]}}},
        "parties": {"LAW": {"name": "regulator"}},
        "requirements": {"REQ-1": {"title": "security", "source": "law", "party": "LAW", "references": ["gdpr:Art.32"],
            "addressed": "yes", "addressed_by": {"controls": ["C-1", "iso27001-2022:A.8.5"], "objectives": ["OBJ-1"],
            "policies": ["POL-1"], "requirements": ["REQ-2"]}},
            "REQ-2": {"title": "more", "source": "contract"}},
        "policies": {"POL-1": {"title": "policy", "kind": "information-security", "approved_by": "BOSS"}},
        "objectives": {"OBJ-1": {"title": "restore", "policy": "POL-1", "requirements": ["REQ-1"], "risks": ["R-1"],
            "plan": {"who": "BOSS"}}},
        "roles": {"BOSS": {"title": "boss"}, "OPS": {"title": "operations"}},
        "suppliers": {"CLOUD": {"name": "cloud"}, "PAY": {"name": "payroll"}},
        "sites": {"HQ": {"name": "head office"}, "SHOP": {"name": "shop"}},
        "processes": {"P-1": {"name": "sell", "owner": "BOSS", "uses": ["A-1"], "interacts_with": ["P-2"]},
            "P-2": {"name": "pack"}},
        "scales": {"s": {"levels": [{"id": "low"}, {"id": "high"}]}},
        "methods": {"m": {"name": "house", "version": "1", "likelihood": "s", "consequence": "s", "level": "s",
            "combine": {"matrix": {"low": ["low", "low"], "high": ["low", "high"]}}}},
        "assets": {"A-1": {"name": "orders", "kind": "information", "owner": "BOSS", "depends_on": {"A-2": {}}},
            "A-2": {"name": "host", "kind": "supplier", "represents": {"supplier": "CLOUD"}},
            "A-3": {"name": "till", "kind": "hardware"}},
        "threats": {"TH-1": {"title": "thieves"}},
        "vulnerabilities": {"V-1": {"title": "open door", "assets": ["A-2"]}},
        "risks": {"R-1": {"title": "theft", "approach": "asset", "method": "m", "owner": "BOSS", "assets": ["A-1"],
            "threats": ["TH-1"], "vulnerabilities": ["V-1"]}},
        "enterprise_risks": {"ER-1": {"title": "no orders", "owner": "OPS", "method": "m", "risks": ["R-1"]}},
        "controls": {"C-1": {"title": "lock", "status": "implemented", "owner": "BOSS", "operator": "OPS",
            "implements": ["iso27001-2022:A.7.2"], "operates_on": ["A-2"], "requires": ["C-2"],
            "requires_assets": ["A-3"], "verification": {"on": "2026-01-01", "by": "OPS"},
            "acts_on": {"risks": {"R-1": {"likelihood": {"by": 1}}}, "threats": {"TH-1": {"likelihood": {"by": 1}}},
            "vulnerabilities": {"V-1": {"likelihood": {"by": 1}}}}},
            "C-2": {"title": "key", "status": "planned"}},
        "treatments": {"T-1": {"risk": "R-1", "options": ["modify", "share", "avoid"],
            "controls": ["C-1", "iso27001-2022:A.7.2"], "decided_by": "BOSS", "approved_by": "BOSS",
            "avoidance": {"assets": ["A-3"]}, "sharing": {"supplier": "PAY"},
            "actions": {"ACT-1": {"what": "buy", "owner": "OPS", "status": "open"}}}},
        "acceptances": {"ACC-1": {"risk": "R-1", "level": "low", "by": "BOSS"}},
        "soa": {"approved_by": "BOSS", "entries": {"A.7.2": {"title": "entry", "necessary": true},
            "A.7.6": {"necessary": false}, "A.8.1": {}}, "own": {"C-2": {"necessary": true}}}
    }"#;

    fn all() -> View {
        let isms = Isms::from_json(ALL).unwrap_or_else(|e| panic!("{e} {:?}", e.findings()));
        View::of(&isms)
    }

    #[test]
    fn every_kind_of_node_and_edge_occurs() {
        let view = all();
        for kind in NodeKind::ALL {
            assert!(view.nodes().iter().any(|node| node.kind == *kind), "no {kind}");
        }
        for kind in EdgeKind::ALL {
            assert!(view.edges().iter().any(|edge| edge.kind == *kind), "no {kind}");
        }
    }

    #[test]
    fn relations_read_from_start_to_end() {
        let json = all().to_json();
        for (from, kind, to) in [
            ("risk:R-1", "concerns", "asset:A-1"),
            ("risk:R-1", "belongs-to", "enterprise-risk:ER-1"),
            ("control:C-1", "addresses", "requirement:REQ-1"),
            ("reference:iso27001-2022:A.8.5", "addresses", "requirement:REQ-1"),
            ("asset:A-3", "excluded", "scope"),
            ("asset:A-1", "in-scope", "scope"),
            ("asset:A-2", "represents", "supplier:CLOUD"),
            ("treatment:T-1", "determines", "reference:iso27001-2022:A.7.2"),
            ("soa", "excludes", "reference:iso27001-2022:A.7.6"),
            ("soa", "includes", "control:C-2"),
            ("vulnerability:V-1", "weakens", "asset:A-2"),
        ] {
            let edge = format!(r#"{{"from":"{from}","kind":"{kind}","to":"{to}"}}"#);
            assert!(json.contains(&edge), "{edge}");
        }
        assert!(!json.contains(r#"{"from":"asset:A-3","kind":"in-scope","to":"scope"}"#));
    }

    #[test]
    fn from_a_law_to_the_asset_it_protects() {
        let view = all();
        let law = view.find(NodeKind::Party, "LAW").unwrap();
        let asset = view.find(NodeKind::Asset, "A-1").unwrap();
        let mut routes: Vec<Vec<&str>> = view
            .paths(law, asset, super::super::Direction::Both, 100)
            .iter()
            .map(|route| route.nodes.iter().map(|&n| view.nodes()[n].id.as_str()).collect())
            .collect();
        routes.sort_unstable();
        // By hand: between the requirement and the asset stand a control and its owner, its risk or its host; a
        // policy and who approved it; and an objective with its owner or its risk, twice each, since it both
        // addresses and considers the requirement.
        let between = [
            ["C-1", "A-2"],
            ["C-1", "BOSS"],
            ["C-1", "R-1"],
            ["OBJ-1", "BOSS"],
            ["OBJ-1", "BOSS"],
            ["OBJ-1", "R-1"],
            ["OBJ-1", "R-1"],
            ["POL-1", "BOSS"],
        ];
        assert_eq!(routes, between.map(|[a, b]| vec!["LAW", "REQ-1", a, b, "A-1"]));
    }
}
