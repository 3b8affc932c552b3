//! Algorithms over directed graphs whose nodes are numbers. Nothing here knows what a node stands for.
//!
//! Nothing recurses, so depth is bounded by memory alone, and every result is independent of the order in which
//! edges were given.

mod components;
mod csr;
mod descend;
mod dominators;
mod paths;

pub(crate) use components::Components;
pub(crate) use csr::Csr;
pub(crate) use descend::{Below, Falling, Flow, descend, descend_highest};
pub(crate) use dominators::Dominators;
pub(crate) use paths::{cycle_in, neighbourhood, reachable, shortest_paths};
