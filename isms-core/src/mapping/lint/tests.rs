//! Each rule on planted errors, on the sets that ship, and on what others have published.

mod at_hand;
mod data;
mod planted;
mod ranking;
mod shipped;
