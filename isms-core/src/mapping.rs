//! What publishers claim about how the entries of frameworks relate, and what is wrong with it.

mod lint;

pub use lint::{LikelyCause, UnknownCause, claim_support, explain_unknown, lint_all_claims, lint_claims};
