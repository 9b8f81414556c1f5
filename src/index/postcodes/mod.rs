//! From postcodes to points: a sorted list in 24 bytes a postcode.
//!
//! Lookup is a binary search over packed keys. Packed keys sort district by
//! district and sector by sector, so the middle of a sector is the middle of
//! one run of the list. `key.rs` packs, `entry.rs` holds what a key leads to.

mod entry;
mod key;
#[cfg(test)]
mod tests;
mod writing;

use jiff::civil::Date;

use crate::geom::Grid;
use crate::model::Postcode;
use crate::register::{Precision, Register};

use super::postcode_dates::{DateColumns, PostcodeDates};

use entry::{Entry, Middle, day_number, middles_of};
use key::{BITS, DISTRICT_MASK, OUTWARD, SECTOR_MASK, WIDTH, key_of, pack_key, split_part, unpack};

pub use writing::Writing;

/// A list of postcodes with their points, sorted for lookup.
#[derive(Debug, Clone, Default)]
pub struct Postcodes {
    /// Sorted by key, then by first day.
    entries: Vec<Entry>,
    /// One for each sector and each district, sorted by key.
    middles: Vec<Middle>,
    writing: Writing,
    dated: bool,
}

/// One postcode to put into a list.
#[derive(Debug, Clone, PartialEq)]
pub struct PostcodeEntry {
    /// The postcode.
    pub postcode: Postcode,
    /// Its point.
    pub at: Grid,
    /// When it was in use.
    pub dates: PostcodeDates,
}

/// Where a postcode lies, and how far that can be trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PostcodeHit {
    /// The point.
    pub at: Grid,
    /// [`Precision::Postcode`] for the postcode's own point,
    /// [`Precision::Sector`] for the middle of its sector (`B1 1`) and
    /// [`Precision::Area`] for the middle of its district (`B1`).
    pub precision: Precision,
    /// Whether the postcode was in use on the day that was asked for.
    pub use_then: InUse,
}

/// Whether a postcode was in use on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InUse {
    /// In use, or the list carries no dates, or no day was asked for and it is in use still.
    Yes,
    /// No longer: last in use before this day.
    EndedBefore(Date),
    /// Not yet: first in use on this day.
    StartsOn(Date),
    /// The postcode itself is not in the list: the point is that of its sector or district.
    Unlisted,
}

impl Postcodes {
    /// Builds the list from a register: its postcode column, its points, and
    /// columns of introduction and termination where the headers name them
    /// (`doint`, `doterm`, "Date introduced" ...). Records without a point or
    /// a readable postcode are left out; the register's own report names them.
    #[must_use]
    pub fn from_register(register: &Register) -> Self {
        let Some(column) = register.postcode_column else { return Self::default() };
        let table = &register.attributes;
        let dates = DateColumns::find(table);
        let mut votes = [0_usize; Writing::ALL.len()];
        let mut entries = Vec::with_capacity(register.records.len());
        for (row, record) in register.records.iter().enumerate() {
            let Some((at, _)) = record.location else { continue };
            let Some(postcode) = table.text(row, column).and_then(|text| {
                let postcode = Postcode::parse(text)?;
                for (votes, writing) in votes.iter_mut().zip(Writing::ALL) {
                    *votes += usize::from(writing.write(&postcode) == text);
                }
                Some(postcode)
            }) else {
                continue;
            };
            entries.push(PostcodeEntry { postcode, at, dates: dates.read(table, row) });
        }
        let most = votes.iter().copied().max().unwrap_or(0);
        let writing = Writing::ALL.into_iter().zip(votes).find(|(_, count)| *count == most);
        let mut list = Self::build(entries);
        list.writing = writing.map_or_else(Writing::default, |(writing, _)| writing);
        list
    }

    /// Builds the list from its entries, in any order. Points beyond the
    /// National Grid are left out.
    #[must_use]
    pub fn build(entries: impl IntoIterator<Item = PostcodeEntry>) -> Self {
        let mut packed: Vec<Entry> = entries.into_iter().filter_map(|entry| Entry::pack(&entry)).collect();
        packed.sort_unstable_by_key(|entry| (entry.key, entry.from, entry.to, entry.e_mm, entry.n_mm));
        packed.shrink_to_fit();
        let dated = packed.iter().any(|entry| entry.from != i32::MIN || entry.to != i32::MAX);
        let middles = middles_of(&packed);
        Self { entries: packed, middles, writing: Writing::default(), dated }
    }

    /// The postcodes that have not ended, each with its point, in order.
    pub fn in_use(&self) -> impl Iterator<Item = (Postcode, Grid)> + '_ {
        let open = self.entries.iter().filter(|entry| entry.to == i32::MAX);
        open.filter_map(|entry| Some((unpack(entry.key)?, entry.point())))
    }

    /// How many entries the list holds; a postcode that was used again counts twice.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the list says when postcodes were in use.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.dated
    }

    /// How the list wrote its postcodes when it was published.
    #[must_use]
    pub fn writing(&self) -> Writing {
        self.writing
    }

    /// The postcode's own point. On a `day`, the entry in use then; failing
    /// that the nearest in time, with [`PostcodeHit::use_then`] saying so.
    /// Without a day, the entry in use last.
    #[must_use]
    pub fn find(&self, postcode: &Postcode, day: Option<Date>) -> Option<PostcodeHit> {
        let key = key_of(postcode);
        let start = self.entries.partition_point(|entry| entry.key < key);
        let run = self.entries[start..].iter().take_while(|entry| entry.key == key);
        match day.map(day_number) {
            None => run.max_by_key(|entry| (entry.to, entry.from)).map(|entry| entry.hit(i32::MAX - 1)),
            Some(day) => run.min_by_key(|entry| entry.days_away(day)).map(|entry| entry.hit(day)),
        }
    }

    /// The postcode's own point, else the middle of its sector, else the
    /// middle of its district: the mean of the listed postcodes' points there.
    #[must_use]
    pub fn find_near(&self, postcode: &Postcode, day: Option<Date>) -> Option<PostcodeHit> {
        self.find(postcode, day).or_else(|| {
            let key = key_of(postcode);
            let sector = self.middle(key & SECTOR_MASK, Precision::Sector);
            sector.or_else(|| self.middle(key & DISTRICT_MASK, Precision::Area))
        })
    }

    /// The middle of a sector (`B1 1`) or district (`B1`), as people write it.
    #[must_use]
    pub fn find_part(&self, text: &str) -> Option<PostcodeHit> {
        let (outward, digit) = split_part(text)?;
        let precision = if digit.is_some() { Precision::Sector } else { Precision::Area };
        self.middle(pack_key(&outward, digit.as_slice()), precision)
    }

    /// The listed postcodes that start with what was typed, at most `limit`,
    /// in order. Spaces and case do not matter: `b11` finds `B11 1AA` and `B1 1AA`.
    #[must_use]
    pub fn starting_with(&self, typed: &str, limit: usize) -> Vec<Postcode> {
        let typed: String =
            typed.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let mut found = Vec::new();
        if typed.is_empty() || typed.len() > 7 || !typed.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return found;
        }
        // The space may stand after the second, third or fourth character, or be still to come.
        for outward in 1..=typed.len().min(OUTWARD) {
            let (outward, inward) = typed.split_at(outward);
            if inward.len() <= WIDTH - OUTWARD {
                self.collect_range(outward.as_bytes(), inward.as_bytes(), limit, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(limit);
        found
    }

    /// With no inward part the outward part is open: `B1` finds `B11 1AA` too.
    fn collect_range(&self, outward: &[u8], inward: &[u8], limit: usize, found: &mut Vec<Postcode>) {
        let low = pack_key(outward, inward);
        let known = if inward.is_empty() { outward.len() } else { OUTWARD + inward.len() };
        let high = low + (1 << (BITS * (WIDTH - known)));
        let start = self.entries.partition_point(|entry| entry.key < low);
        let mut last = None;
        let mut taken = 0;
        for entry in self.entries[start..].iter().take_while(|entry| entry.key < high) {
            if last == Some(entry.key) {
                continue;
            }
            last = Some(entry.key);
            found.extend(unpack(entry.key));
            taken += 1;
            if taken >= limit {
                break;
            }
        }
    }

    fn middle(&self, key: u64, precision: Precision) -> Option<PostcodeHit> {
        let at = self.middles.binary_search_by_key(&key, |middle| middle.key).ok()?;
        Some(PostcodeHit { at: self.middles[at].at, precision, use_then: InUse::Unlisted })
    }
}
