//! What lies at the edge of a condition: ties, the last that is listed in full, one and more than one. Each test stands for
//! a change of the code that no other test noticed (`scripts/mutate`).

#[cfg(test)]
mod need;
#[cfg(test)]
mod risk;
#[cfg(test)]
mod soa;

use isms_core::Isms;

const DAY: &str = "2026-03-31";

#[expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
fn isms(members: &str) -> Isms {
    Isms::from_yaml(&format!("isms: '1'\norganisation: {{name: Acme}}\n{members}")).unwrap()
}
