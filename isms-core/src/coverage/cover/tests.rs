//! Against trying everything.

use super::*;

/// Splitmix64: the same cases on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

fn met(need: &Need, chosen: &dyn Fn(u32) -> bool) -> bool {
    need.iter().any(|alternative| alternative.iter().all(|thing| chosen(*thing)))
}

fn all_met(needs: &[Need], chosen: &[u32]) -> bool {
    needs.iter().all(|need| met(need, &|thing| chosen.contains(&thing)))
}

fn brute(needs: &[Need], things: u32) -> usize {
    let sets = (0u32..1 << things).filter(|set| needs.iter().all(|need| met(need, &|t| set >> t & 1 == 1)));
    sets.map(|set| set.count_ones() as usize).min().unwrap()
}

fn random(random: &mut Random, things: u64, width: u64) -> Vec<Need> {
    let alternative =
        |random: &mut Random| (0..=random.below(width)).map(|_| random.below(things) as u32).collect();
    let need = |random: &mut Random| (0..=random.below(4)).map(|_| alternative(random)).collect();
    (0..=random.below(10)).map(|_| need(random)).collect()
}

#[test]
fn it_finds_what_trying_everything_finds() {
    let mut source = Random(1);
    for case in 0..6_000 {
        let things = 2 + source.below(9);
        let needs = random(&mut source, things, 1 + case % 3);
        let found = fewest(&needs, u64::MAX);
        assert!(all_met(&needs, &found.chosen), "{needs:?} {found:?}");
        assert_eq!(found.chosen.len(), found.at_least);
        assert_eq!(found.chosen.len(), brute(&needs, things as u32), "{needs:?} {found:?}");
    }
}

#[test]
fn a_search_cut_short_still_brackets_the_best() {
    let mut source = Random(2);
    let mut open = 0;
    for case in 0..6_000u64 {
        let things = 6 + source.below(7);
        let needs: Vec<Need> =
            (0..12).flat_map(|_| random(&mut source, things, 1 + case % 3)).take(14).collect();
        let found = fewest(&needs, case % 3);
        let best = brute(&needs, things as u32);
        assert!(all_met(&needs, &found.chosen), "{needs:?} {found:?}");
        assert!(found.at_least <= best && best <= found.chosen.len(), "{needs:?} {found:?} {best}");
        open += usize::from(found.at_least < found.chosen.len());
    }
    assert!(open > 100, "only {open} were cut short");
}

#[test]
fn order_does_not_matter() {
    let mut source = Random(3);
    for _ in 0..500 {
        let mut needs = random(&mut source, 12, 2);
        let found = fewest(&needs, 1000);
        needs.reverse();
        needs.iter_mut().for_each(|need| need.reverse());
        assert_eq!(fewest(&needs, 1000), found);
    }
}

#[test]
fn nothing_is_needed_for_nothing() {
    assert_eq!(fewest(&[], 10), Choice { chosen: Vec::new(), at_least: 0 });
    assert_eq!(fewest(&[Vec::new(), vec![Vec::new()]], 10), Choice { chosen: Vec::new(), at_least: 0 });
}

#[test]
fn a_thousand_needs_over_a_thousand_things_end() {
    let mut source = Random(4);
    let need =
        |random: &mut Random| (0..=random.below(20)).map(|_| vec![random.below(1000) as u32]).collect();
    let needs: Vec<Need> = (0..1000).map(|_| need(&mut source)).collect();
    let found = fewest(&needs, 2_000);
    assert!(all_met(&needs, &found.chosen) && found.at_least <= found.chosen.len());
    assert!(found.at_least * 10 >= found.chosen.len() * 8, "{} of {}", found.at_least, found.chosen.len());
}
