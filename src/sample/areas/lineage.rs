//! Codes and names of small areas in two years: what stays keeps its code.

use crate::sample::names;

use super::Grouping;

pub(super) struct Lineage {
    pub(super) old: Grouping,
    pub(super) old_codes: Vec<String>,
    pub(super) new_codes: Vec<String>,
}

/// An area with the same blocks in both years keeps its code.
pub(super) fn name_codes(old: Grouping, new: &Grouping, changed: &[bool]) -> Lineage {
    let old_codes: Vec<String> = (0..old.n).map(|g| format!("E01990{:03}", g + 1)).collect();
    let mut fresh = 500;
    let new_codes = new
        .blocks()
        .iter()
        .zip(changed)
        .map(|(blocks, &changed)| {
            if changed {
                fresh += 1;
                return format!("E01990{fresh:03}");
            }
            old_codes[old.of[blocks[0] as usize] as usize].clone()
        })
        .collect();
    Lineage { old, old_codes, new_codes }
}

impl Lineage {
    /// "Elverham 012C": the number of the middle area and a letter.
    pub(super) fn old_names(&self, msoa: &Grouping) -> Vec<String> {
        let mut letters = vec![0; msoa.n];
        self.old.blocks().iter().map(|blocks| next_name(msoa, blocks[0], &mut letters)).collect()
    }

    /// An area that kept its code kept its name; a changed one has a letter
    /// that was never used.
    pub(super) fn new_names(&self, msoa: &Grouping, new: &Grouping) -> Vec<String> {
        let mut letters = vec![0; msoa.n];
        let old: Vec<String> =
            self.old.blocks().iter().map(|blocks| next_name(msoa, blocks[0], &mut letters)).collect();
        let kept = |code: &String| self.old_codes.iter().position(|old| old == code);
        new.blocks()
            .iter()
            .zip(&self.new_codes)
            .map(|(blocks, code)| {
                kept(code).map_or_else(|| next_name(msoa, blocks[0], &mut letters), |i| old[i].clone())
            })
            .collect()
    }
}

pub(super) fn next_name(msoa: &Grouping, block: u32, letters: &mut [u8]) -> String {
    let m = msoa.of[block as usize] as usize;
    let letter = char::from(b'A' + letters[m].min(25));
    letters[m] += 1;
    format!("{} {:03}{letter}", names::TOWN, m + 1)
}
