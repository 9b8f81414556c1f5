use std::sync::OnceLock;

use super::*;
use crate::sample::rng::{real, small};
use crate::sample::town::Town;

/// Built once for all tests of this file.
fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| Town::build(crate::sample::DEFAULT_SEED).expect("a town"))
}

fn nests(inner: &Grouping, outer: &Grouping) -> bool {
    inner.blocks().iter().all(|blocks| {
        let first = outer.of[blocks[0] as usize];
        blocks.iter().all(|&block| outer.of[block as usize] == first)
    })
}

fn hangs_together(mesh: &Mesh, grouping: &Grouping) -> bool {
    grouping.blocks().iter().enumerate().all(|(g, blocks)| {
        let mut seen = vec![blocks[0]];
        let mut next = 0;
        while let Some(&block) = seen.get(next) {
            next += 1;
            for &(other, _) in &mesh.neighbours[block as usize] {
                if grouping.of[other as usize] == small(g) && !seen.contains(&other) {
                    seen.push(other);
                }
            }
        }
        seen.len() == blocks.len()
    })
}

#[test]
fn census_areas_nest_and_the_partners_areas_do_not() {
    let Town { areas, mesh, .. } = town();
    assert!(nests(&areas.oa, &areas.lsoa21) && nests(&areas.lsoa21, &areas.msoa));
    for other in [&areas.new_wards, &areas.old_wards, &areas.police, &areas.fire, &areas.localities] {
        assert!(!nests(&areas.lsoa21, other));
        assert!(hangs_together(mesh, other));
    }
    assert!(hangs_together(mesh, &areas.oa));
    assert_eq!((areas.new_wards.n, areas.old_wards.n), (24, 18));
}

#[test]
fn wards_hold_about_the_same_number_of_households() {
    let Town { areas, people, .. } = town();
    let homes = areas.new_wards.sum(|block| real(people.households[block]));
    let mean = homes.iter().sum::<f64>() / real(homes.len());
    assert!(homes.iter().all(|n| (0.4..1.6).contains(&(n / mean))), "{homes:?}");
}

#[test]
fn a_small_area_keeps_its_code_exactly_when_its_ground_stays() {
    let Town { areas, .. } = town();
    for (new, blocks) in areas.lsoa21.blocks().iter().enumerate() {
        let old = areas.lsoa11.of[blocks[0] as usize] as usize;
        let same = areas.lsoa11.blocks()[old] == *blocks;
        assert_eq!(same, areas.lsoa11_codes[old] == areas.lsoa21_codes[new], "{}", areas.lsoa21_codes[new]);
    }
}
