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
