//! What publishers claim about how the entries of frameworks relate, and what follows from it.
//!
//! An entry stands for the content it asks for, a set that is not empty; several entries together stand for the union
//! of theirs. Between two such sets exactly one of five relations holds ([`Rcc5`]), and knowledge is the set of those
//! still possible ([`Mask`]). [`entail`] derives what must hold if the claims do, each result with a [`Proof`] that
//! can be replayed without it. What does not follow is not claimed: `intersects` twice in a row proves nothing.
//!
//! Claims are about the sets as *one* publisher sees them, its *frame*. Two publishers mean different sets by the same
//! entry, so claims of two frames are composed only where the caller declares the frames equal.

mod claim;
mod closure;
mod conflict;
mod crosswalk;
mod entail;
mod lint;
mod network;
mod proof;
mod record;
mod suggest;

pub use claim::{Premise, Term};
pub use conflict::Contradiction;
pub use crosswalk::{Crosswalk, CrosswalkOptions, Link, Standing};
pub use entail::{EntailOptions, Entailed, Entailment, Ground, entail, entail_watched};
pub use lint::{LikelyCause, UnknownCause, claim_support, explain_unknown, lint_all_claims, lint_claims};
pub use proof::{Because, Proof, ProofStep};
pub use suggest::{Likeness, MAX_PAIRS, MappingSuggestion, Part, Scores, SuggestOptions, Suggester, Witness};
