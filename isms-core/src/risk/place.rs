//! Places of ids in a large table, found without touching the table.

use crate::id::Id;
use crate::isms::Table;

/// The first bytes of the keys of a table, side by side: a search stays in a few cache lines, where one through the
/// table itself misses the cache at every step.
pub(super) struct Places<'a, K, V> {
    table: &'a Table<K, V>,
    heads: Vec<u128>, // INVARIANT: of the keys of `table`, in order; ascending, since keys sort by bytes.
}

impl<'a, K: Id + std::borrow::Borrow<str>, V> Places<'a, K, V> {
    /// O(keys).
    pub(super) fn new(table: &'a Table<K, V>) -> Self {
        Self { table, heads: table.keys().map(head).collect() }
    }

    /// The place of a key, as the table gives it. O(log keys).
    pub(super) fn of(&self, key: &K) -> Option<usize> {
        let head = head(key);
        let at = self.heads.partition_point(|other| *other < head);
        if self.heads.get(at) != Some(&head) {
            return None;
        }
        if self.table.at(at).is_some_and(|(id, _)| id == key) {
            return Some(at);
        }
        self.table.index_of(key.as_str()) // several keys begin alike
    }
}

/// The first 16 bytes, filled up with zeros, which no id holds.
fn head(key: &impl Id) -> u128 {
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(key.as_str().bytes()) {
        *slot = byte;
    }
    u128::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::AssetId;

    #[test]
    fn finds_what_the_table_finds() {
        let names =
            ["A", "A-", "A-1", "A.1", "B", "a", "long-name-of-16-b", "long-name-of-16-c", "long-name-of-16-"];
        let all: Vec<AssetId> = names.iter().map(|n| n.parse().unwrap()).collect();
        for mask in 0u32..1 << all.len() {
            let held = all.iter().enumerate().filter(|(n, _)| mask >> n & 1 == 1);
            let table: Table<AssetId, ()> = held.map(|(_, id)| (id.clone(), ())).collect();
            let places = Places::new(&table);
            for id in &all {
                assert_eq!(places.of(id), table.index_of(id), "{id} in {mask:b}");
            }
        }
    }
}
