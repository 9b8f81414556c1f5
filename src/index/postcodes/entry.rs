//! One postcode of a list in 24 bytes, and the middles of sectors and districts.

use jiff::civil::Date;

use crate::geom::Grid;
use crate::register::Precision;

use super::key::{DISTRICT_MASK, SECTOR_MASK, key_of};
use super::{InUse, PostcodeDates, PostcodeEntry, PostcodeHit};

#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) key: u64,
    pub(super) e_mm: i32,
    pub(super) n_mm: i32,
    /// Days since 1970-01-01; `i32::MIN` and `i32::MAX` are open ends.
    pub(super) from: i32,
    pub(super) to: i32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Middle {
    pub(super) key: u64,
    pub(super) at: Grid,
}

impl Entry {
    pub(super) fn pack(entry: &PostcodeEntry) -> Option<Self> {
        let PostcodeDates { from, to } = entry.dates;
        Some(Self {
            key: key_of(&entry.postcode),
            e_mm: millimetres(entry.at.e)?,
            n_mm: millimetres(entry.at.n)?,
            from: from.map_or(i32::MIN, day_number),
            to: to.map_or(i32::MAX, day_number),
        })
    }

    pub(super) fn days_away(&self, day: i32) -> u32 {
        if day < self.from {
            self.from.abs_diff(day)
        } else if day >= self.to {
            day.abs_diff(self.to).saturating_add(1)
        } else {
            0
        }
    }

    pub(super) fn point(&self) -> Grid {
        Grid { e: f64::from(self.e_mm) / 1_000.0, n: f64::from(self.n_mm) / 1_000.0 }
    }

    pub(super) fn hit(&self, day: i32) -> PostcodeHit {
        let use_then = if day < self.from {
            day_of(self.from).map_or(InUse::Yes, InUse::StartsOn)
        } else if day >= self.to {
            day_of(self.to).map_or(InUse::Yes, InUse::EndedBefore)
        } else {
            InUse::Yes
        };
        PostcodeHit { at: self.point(), precision: Precision::Postcode, use_then }
    }
}

pub(super) fn middles_of(entries: &[Entry]) -> Vec<Middle> {
    let mut middles = Vec::new();
    for mask in [SECTOR_MASK, DISTRICT_MASK] {
        for run in entries.chunk_by(|a, b| a.key & mask == b.key & mask) {
            let count = f64::from(u32::try_from(run.len()).unwrap_or(u32::MAX));
            let mean = |metres: fn(&Entry) -> i32| {
                run.iter().map(|entry| f64::from(metres(entry)) / 1_000.0).sum::<f64>() / count
            };
            let at = Grid { e: mean(|entry| entry.e_mm), n: mean(|entry| entry.n_mm) };
            middles.push(Middle { key: run[0].key & mask, at });
        }
    }
    middles.sort_unstable_by_key(|middle| middle.key);
    middles
}

/// `None` beyond what the grid can hold.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn millimetres(metres: f64) -> Option<i32> {
    let rounded = (metres * 1_000.0).round();
    (rounded.abs() <= f64::from(i32::MAX)).then_some(rounded as i32)
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

pub(super) fn day_number(day: Date) -> i32 {
    (day - EPOCH).get_days()
}

fn day_of(number: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}
