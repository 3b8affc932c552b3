//! The objects of the format.

use crate::document::record::{record, word_shapes};
use crate::isms::*;
use crate::level::{Scale, ScaleLevel};

record! {
    Organisation { name, currency, flags, climate_change }
    ClimateDecision { relevant ! required, rationale }
    Links default { risks, requirements, controls, policies, objectives }
    ContextIssue { title, kind, reviewed_on, addressed_by }
    InterestedParty { name, kind }
    Requirement { title, source, party, references, addressed, rationale, addressed_by }
    Scope {
        statement, version, approved_by, approved_on, units, sites, processes, excluded, interfaces, dependencies,
    }
    Exclusion { what, reason, assets, sites, processes }
    Interface { name, inside, outside, supplier, agreement }
    OutsideDependency { activity, supplier }
    Role { title, holder, inactive, top_management, duties }
    Supplier { name, services, tags, agreement, reviewed_on }
    Site { name }
    Process { name, owner, uses, interacts_with }
    Dimension { name, scale, risk_from, floor }
    CapabilityMeasure { name, unit, better }
    Asset {
        name, kind, owner, represents, count, tags, labels, need, need_override, cumulation, instance_of, worth,
        depends_on, redundancy, requires, provides,
    }
    Dependency { kind, carries, attenuate, cap, degree }
    Redundancy { members, required, applied }
    RedundancyRule { lowers, reason }
    Cumulation { at_least, reason }
    NeedOverride { level, reason, rationale, basis }
    Band { at_least, level }
    Authority { owner, roles }
    Factor { name, scale }
    AxisFrom { of, weights, combine }
    MethodSource { source, url, verification, note }
    RiskMethod {
        name, version, provenance, likelihood, consequence, level, combine, factors, likelihood_from,
        consequence_from, categories, dispositions, authority,
        max_acceptance_days, assessment_criteria, unverified, controls, loss_controls, need_to_consequence,
    }
    Translation {
        from, to, from_version, to_version, version, levels, rationale, approved_by, approved_on,
    }
    Threat { title }
    Vulnerability { title, assets }
    Risk {
        title, scenario, approach, category, affects, assets, threats, vulnerabilities, owner, method, method_version,
        assessed_on, review_by, closed_on, inherent, stated, override_current, override_residual, target, loss, basis,
    }
    EnterpriseRisk { title, owner, method, tolerance, risks }
    Inherent default { likelihood, likelihood_basis, consequence, consequences, consequence_basis, factors }
    Stated default { inherent, current, residual, score }
    LevelOverride { level, reason, by, on, basis }
    Loss { single, annual_rate, stated_annual }
    Control {
        title, status, owner, operator, implements, operates_on, requires, requires_assets, verification, acts_on,
    }
    Verification { on, valid_until, by }
    ActsOn default { risks, threats, vulnerabilities }
    Effect { likelihood, consequence, factors, loss }
    LossEffect { single, rate }
    Shift { by, cap }
    Treatment {
        risk, options, controls, rationale, decided_by, decided_on, approved_by, approved_on, avoidance, sharing,
        actions,
    }
    Avoidance { assets, by }
    Sharing { supplier, counterparty, agreement }
    Action { what, owner, due, status }
    Acceptance { risk, level, by, on, valid_until, rationale, basis }
    AcceptanceBasis { method, method_version, current, residual }
    Soa { version, approved_by, approved_on, entries, own }
    SoaEntry { title, necessary, reasons, justification, exclusion, status }
    Policy { title, kind, version, approved_by, approved_on, review_by, contents, communication }
    Objective {
        title, policy, measure, not_measurable, target, due, result, requirements, risks, monitoring, communication,
        plan,
    }
    ObjectivePlan default { what, resources, who, when, evaluation }
    Scale { name, levels }
    ScaleLevel { id, label, description, rating }
}

word_shapes! {
    OrganisationFlag IssueKind PartyKind RequirementSource Addressed Duty SupplierTag AssetKind AssetTag
    DependencyKind OverrideReason Better Disposition MethodCheck RiskApproach ControlStatus TreatmentOption
    InclusionReason SoaStatus PolicyKind PolicyContent
}
