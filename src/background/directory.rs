//! Directories: which tile lies where. Tiles are numbered zoom after zoom,
//! within a zoom along a Hilbert curve.

/// The closest zoom whose tiles have numbers.
const MOST_ZOOM: u8 = 31;

/// A run of tiles with the same bytes, or a directory further down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Entry {
    /// The number of the first tile.
    pub(super) first: u64,
    /// How many tiles; 0 for a directory of its own.
    pub(super) run: u64,
    /// Where the bytes lie in their section.
    pub(super) offset: u64,
    /// How many bytes.
    pub(super) length: u64,
}

/// The number of a tile; `None` where there can be none.
pub(super) fn number(z: u8, x: u32, y: u32) -> Option<u64> {
    if z > MOST_ZOOM || u64::from(x.max(y)) >= 1 << z {
        return None;
    }
    let (mut x, mut y) = (u64::from(x), u64::from(y));
    // All tiles of the zooms before: 1 + 4 + 16 + ...
    let mut number = ((1_u64 << (2 * u32::from(z))) - 1) / 3;
    for bit in (0..z).rev() {
        let side = 1_u64 << bit;
        let (right, low) = (u64::from(x & side != 0), u64::from(y & side != 0));
        number += side * side * ((3 * right) ^ low);
        // The curve is turned in the two upper quarters.
        if low == 0 {
            if right == 1 {
                (x, y) = (side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1)));
            }
            std::mem::swap(&mut x, &mut y);
        }
    }
    Some(number)
}

/// Reads a directory: all numbers first, then all runs, lengths and offsets.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(mut bytes: &[u8]) -> Result<Vec<Entry>, String> {
    let count = varint(&mut bytes)?;
    // Each entry takes a byte of each column at least.
    if count > bytes.len() as u64 / 4 {
        return Err("a directory names more tiles than it holds".to_owned());
    }
    let mut entries = vec![Entry::default(); usize::try_from(count).unwrap_or_default()];
    let mut first = 0_u64;
    for entry in &mut entries {
        first = first.checked_add(varint(&mut bytes)?).ok_or("a tile's number is too large")?;
        entry.first = first;
    }
    for entry in &mut entries {
        entry.run = varint(&mut bytes)?;
    }
    for entry in &mut entries {
        entry.length = varint(&mut bytes)?;
    }
    let mut end = 0_u64;
    for entry in &mut entries {
        // 0 stands for "after the one before", anything else is one too much.
        entry.offset = varint(&mut bytes)?.checked_sub(1).unwrap_or(end);
        end = entry.offset.checked_add(entry.length).ok_or("a tile lies beyond all files")?;
    }
    Ok(entries)
}

/// The entry that a tile is in, if any.
pub(super) fn find(entries: &[Entry], number: u64) -> Option<&Entry> {
    let after = entries.partition_point(|entry| entry.first <= number);
    let entry = entries.get(after.checked_sub(1)?)?;
    (entry.run == 0 || number - entry.first < entry.run).then_some(entry)
}

/// A number in groups of seven bits, the lowest first.
fn varint(bytes: &mut &[u8]) -> Result<u64, String> {
    let mut number = 0_u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or("a directory ends too early")?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err("a number of a directory has no end".to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tiles_are_numbered_along_the_curve() {
        // From the specification: the first zooms.
        let known =
            [((0, 0, 0), 0), ((1, 0, 0), 1), ((1, 0, 1), 2), ((1, 1, 1), 3), ((1, 1, 0), 4), ((2, 0, 0), 5)];
        for ((z, x, y), wanted) in known {
            assert_eq!(number(z, x, y), Some(wanted), "{z}/{x}/{y}");
        }
        // From the writer that the makers of the form keep (pmtiles 3 for Python).
        assert_eq!(number(5, 3, 4), Some(372));
        assert_eq!(number(12, 3423, 1763), Some(19_078_479));
        assert_eq!(number(14, 8000, 5000), Some(128_987_157));
        for nowhere in [(0, 1, 0), (1, 0, 2), (32, 0, 0)] {
            assert_eq!(number(nowhere.0, nowhere.1, nowhere.2), None);
        }
    }

    #[test]
    fn every_tile_of_a_zoom_has_a_number_of_its_own_and_neighbours_on_the_curve_touch() {
        let mut of_number = std::collections::BTreeMap::new();
        for x in 0..32_u32 {
            for y in 0..32_u32 {
                of_number.insert(number(5, x, y).expect("a number"), (x, y));
            }
        }
        let numbers: BTreeSet<u64> = of_number.keys().copied().collect();
        assert_eq!(numbers, (341..1365).collect());
        let along: Vec<_> = of_number.values().collect();
        assert!(
            along.windows(2).all(|pair| pair[0].0.abs_diff(pair[1].0) + pair[0].1.abs_diff(pair[1].1) == 1)
        );
    }

    #[test]
    fn a_directory_tells_runs_leaves_and_holes() {
        // Two tiles from number 3, a leaf from 10, a tile at 20.
        let bytes = [3, 3, 7, 10, 2, 0, 1, 5, 6, 7, 1, 0, 21];
        let entries = read(&bytes).expect("a directory");
        let offset = |number| find(&entries, number).map(|entry| entry.offset);
        let found: Vec<_> = [2, 3, 4, 5, 10, 19, 20, 21].map(offset).to_vec();
        assert_eq!(found, [None, Some(0), Some(0), None, Some(5), Some(5), Some(20), None]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_directory_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), wanted in any::<u64>()) {
            if let Ok(entries) = read(&bytes) {
                let _ = find(&entries, wanted);
            }
        }
    }
}
