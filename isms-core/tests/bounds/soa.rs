//! The Statement of Applicability.

use isms_core::{Catalogue, SoaStatus, derive_soa};

use super::isms;

#[test]
fn controls_of_one_status_have_it_and_others_are_partial() {
    let status = |first: &str, second: &str| {
        let isms = isms(&format!(
            "controls:
  C-1: {{title: c, status: {first}, implements: ['iso27001-2022:A.8.7']}}
  C-2: {{title: c, status: {second}, implements: ['iso27001-2022:A.8.7']}}
"
        ));
        let soa = derive_soa(&isms, &Catalogue::builtin());
        soa.line(&"iso27001-2022:A.8.7".parse().unwrap()).unwrap().status
    };
    assert_eq!(status("planned", "planned"), Some(SoaStatus::Planned));
    assert_eq!(status("implemented", "implemented"), Some(SoaStatus::Implemented));
    assert_eq!(status("retired", "retired"), Some(SoaStatus::NotImplemented));
    for (first, second) in
        [("planned", "implemented"), ("implemented", "planned"), ("partial", "implemented")]
    {
        assert_eq!(status(first, second), Some(SoaStatus::Partial), "{first} {second}");
    }
    assert_eq!(status("planned", "retired"), Some(SoaStatus::Planned));
}
