//! From postcodes to points: a sorted list in 24 bytes a postcode.
//!
//! Lookup is a binary search over packed keys. Packed keys sort district by
//! district and sector by sector, so the middle of a sector is the middle of
//! one run of the list.

use jiff::civil::Date;

use crate::geom::Grid;
use crate::model::Postcode;
use crate::register::{Precision, Register};

use super::postcode_dates::{DateColumns, PostcodeDates};

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

/// How a list writes its postcodes: what a join of the texts as they stand needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Writing {
    /// `B1 1BB`, one space.
    #[default]
    OneSpace,
    /// `B11BB`, none.
    NoSpace,
    /// Outward part filled to four characters, no space more: `B1  1BB` (seven characters).
    Seven,
    /// Outward part filled to four characters and a space: `B1   1BB` (eight characters).
    Eight,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u64,
    e_mm: i32,
    n_mm: i32,
    /// Days since 1970-01-01; `i32::MIN` and `i32::MAX` are open ends.
    from: i32,
    to: i32,
}

#[derive(Debug, Clone, Copy)]
struct Middle {
    key: u64,
    at: Grid,
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
        open.filter_map(|entry| {
            Some((
                unpack(entry.key)?,
                Grid { e: f64::from(entry.e_mm) / 1_000.0, n: f64::from(entry.n_mm) / 1_000.0 },
            ))
        })
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

impl Writing {
    /// All ways.
    pub const ALL: [Self; 4] = [Self::OneSpace, Self::NoSpace, Self::Seven, Self::Eight];

    /// A postcode written this way.
    #[must_use]
    pub fn write(self, postcode: &Postcode) -> String {
        let (outward, inward) = (postcode.district(), &postcode.as_str()[postcode.as_str().len() - 3..]);
        match self {
            Self::OneSpace => postcode.as_str().to_owned(),
            Self::NoSpace => format!("{outward}{inward}"),
            Self::Seven => format!("{outward:<4}{inward}"),
            Self::Eight => format!("{outward:<4} {inward}"),
        }
    }
}

impl Entry {
    fn pack(entry: &PostcodeEntry) -> Option<Self> {
        let PostcodeDates { from, to } = entry.dates;
        Some(Self {
            key: key_of(&entry.postcode),
            e_mm: millimetres(entry.at.e)?,
            n_mm: millimetres(entry.at.n)?,
            from: from.map_or(i32::MIN, day_number),
            to: to.map_or(i32::MAX, day_number),
        })
    }

    fn days_away(&self, day: i32) -> u32 {
        if day < self.from {
            self.from.abs_diff(day)
        } else if day >= self.to {
            day.abs_diff(self.to).saturating_add(1)
        } else {
            0
        }
    }

    fn hit(&self, day: i32) -> PostcodeHit {
        let use_then = if day < self.from {
            day_of(self.from).map_or(InUse::Yes, InUse::StartsOn)
        } else if day >= self.to {
            day_of(self.to).map_or(InUse::Yes, InUse::EndedBefore)
        } else {
            InUse::Yes
        };
        let at = Grid { e: f64::from(self.e_mm) / 1_000.0, n: f64::from(self.n_mm) / 1_000.0 };
        PostcodeHit { at, precision: Precision::Postcode, use_then }
    }
}

/// Four characters of the outward part and three of the inward, six bits each.
const BITS: usize = 6;
const OUTWARD: usize = 4;
const WIDTH: usize = 7;
const SECTOR_MASK: u64 = !((1 << (2 * BITS)) - 1);
const DISTRICT_MASK: u64 = !((1 << (3 * BITS)) - 1);

fn key_of(postcode: &Postcode) -> u64 {
    let text = postcode.as_str().as_bytes();
    pack_key(&text[..text.len() - 4], &text[text.len() - 3..])
}

fn pack_key(outward: &[u8], inward: &[u8]) -> u64 {
    let at = |part: &[u8], index: usize| part.get(index).map_or(0, |byte| digit_of(*byte));
    let outward = (0..OUTWARD).map(|index| at(outward, index));
    let inward = (0..WIDTH - OUTWARD).map(|index| at(inward, index));
    outward.chain(inward).fold(0, |key, digit| (key << BITS) | digit)
}

/// 0 for nothing, then figures before letters.
fn digit_of(byte: u8) -> u64 {
    match byte {
        b'0'..=b'9' => u64::from(byte - b'0') + 1,
        b'A'..=b'Z' => u64::from(byte - b'A') + 11,
        _ => 0,
    }
}

fn unpack(key: u64) -> Option<Postcode> {
    const ALPHABET: &[u8; 37] = b" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let digit = |place: usize| (key >> (BITS * (WIDTH - 1 - place))) & ((1 << BITS) - 1);
    let text: String = (0..WIDTH)
        .filter_map(|place| usize::try_from(digit(place)).ok())
        .filter_map(|digit| ALPHABET.get(digit).map(|byte| char::from(*byte)))
        .collect();
    Postcode::parse(&text)
}

fn split_part(text: &str) -> Option<(Vec<u8>, Option<u8>)> {
    let mut words = text.split_whitespace();
    let outward: Vec<u8> = words.next()?.bytes().map(|b| b.to_ascii_uppercase()).collect();
    let sector = words.next();
    if outward.len() > OUTWARD || words.next().is_some() {
        return None;
    }
    match sector.map(str::as_bytes) {
        None => Some((outward, None)),
        Some([digit]) if digit.is_ascii_digit() => Some((outward, Some(*digit))),
        Some(_) => None,
    }
}

fn middles_of(entries: &[Entry]) -> Vec<Middle> {
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

fn day_number(day: Date) -> i32 {
    (day - EPOCH).get_days()
}

fn day_of(number: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn postcode(text: &str) -> Postcode {
        Postcode::parse(text).expect("a postcode")
    }

    fn entry(text: &str, e: f64, n: f64, from: Option<Date>, to: Option<Date>) -> PostcodeEntry {
        PostcodeEntry { postcode: postcode(text), at: Grid { e, n }, dates: PostcodeDates { from, to } }
    }

    fn list() -> Postcodes {
        Postcodes::build([
            entry("B1 1BB", 406_600.0, 286_700.0, None, None),
            entry("B1 1BD", 406_800.0, 286_900.0, None, None),
            entry("B11 1AA", 408_000.0, 285_000.0, None, None),
            entry("B2 4QA", 407_000.0, 286_800.0, Some(date(1980, 1, 1)), Some(date(2010, 7, 1))),
            entry("B2 4QA", 407_500.0, 286_850.5, Some(date(2015, 1, 1)), None),
        ])
    }

    #[test]
    fn a_listed_postcode_gives_its_own_point() {
        let hit = list().find(&postcode("b11bb"), None).expect("a hit");
        assert_eq!((hit.at, hit.precision), (Grid { e: 406_600.0, n: 286_700.0 }, Precision::Postcode));
        assert_eq!(hit.use_then, InUse::Yes);
        assert_eq!(list().find(&postcode("B9 9ZZ"), None), None);
    }

    #[test]
    fn a_terminated_postcode_is_resolved_at_its_date() {
        let find = |day| list().find(&postcode("B2 4QA"), day).expect("a hit");
        assert_eq!(
            (find(Some(date(2009, 1, 1))).at.e, find(Some(date(2009, 1, 1))).use_then),
            (407_000.0, InUse::Yes)
        );
        assert_eq!((find(Some(date(2019, 1, 1))).at.e, find(None).at.n), (407_500.0, 286_850.5));
        assert_eq!(find(Some(date(2010, 7, 1))).use_then, InUse::EndedBefore(date(2010, 7, 1)));
        assert_eq!(find(Some(date(2014, 12, 31))).use_then, InUse::StartsOn(date(2015, 1, 1)));
    }

    #[test]
    fn an_unlisted_postcode_falls_back_and_says_so() {
        let hit = list().find_near(&postcode("B1 1ZZ"), None).expect("a sector");
        assert_eq!((hit.at, hit.precision), (Grid { e: 406_700.0, n: 286_800.0 }, Precision::Sector));
        assert_eq!(hit.use_then, InUse::Unlisted);
        let hit = list().find_near(&postcode("B1 9ZZ"), None).expect("a district");
        assert_eq!(hit.precision, Precision::Area);
        assert_eq!(list().find_near(&postcode("CV1 1AA"), None), None);
        assert_eq!(list().find_part("B1 1").map(|hit| hit.precision), Some(Precision::Sector));
        assert_eq!(list().find_part("b1").map(|hit| hit.precision), Some(Precision::Area));
    }

    #[test]
    fn typing_a_postcode_finds_it_before_it_is_whole() {
        let texts = |typed: &str| -> Vec<String> {
            list().starting_with(typed, 10).iter().map(ToString::to_string).collect()
        };
        assert_eq!(texts("b1 1b"), ["B1 1BB", "B1 1BD"]);
        assert_eq!(texts("B11"), ["B1 1BB", "B1 1BD", "B11 1AA"]);
        assert_eq!(texts("B24"), ["B2 4QA"]);
        assert!(texts("??").is_empty());
    }

    proptest! {
        #[test]
        fn a_postcode_comes_back_from_its_key(text in "[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}") {
            if let Some(postcode) = Postcode::parse(&text) {
                prop_assert_eq!(unpack(key_of(&postcode)), Some(postcode));
            }
        }

        #[test]
        fn keys_keep_sectors_together(a in "[A-Z][0-9]{1,2}[0-9][A-Z]{2}", b in "[A-Z][0-9]{1,2}[0-9][A-Z]{2}") {
            let (a, b) = (postcode(&a), postcode(&b));
            prop_assert_eq!(a.sector() == b.sector(), key_of(&a) & SECTOR_MASK == key_of(&b) & SECTOR_MASK);
            prop_assert_eq!(a.district() == b.district(), key_of(&a) & DISTRICT_MASK == key_of(&b) & DISTRICT_MASK);
        }
    }
}
