//! Every rule of conformity against two documents: one that violates it and one that does not.

#[cfg(test)]
mod document;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod listing;
#[cfg(test)]
mod statement;
#[cfg(test)]
mod triggers;
