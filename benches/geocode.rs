//! Postcodes as people type them, to points: parsing and lookup together.
//!
//! Run: `cargo bench --bench geocode`. One sample looks up 100,000 postcodes
//! in a list of the size of the whole country; `item/s` times 60 is rows a minute.

use divan::counter::ItemsCount;
use jiff::civil::date;
use wardwise::geom::Grid;
use wardwise::index::{PostcodeDates, PostcodeEntry, Postcodes};
use wardwise::model::Postcode;

/// About as many as are in use in Great Britain.
const LISTED: usize = 1_700_000;
const ROWS: usize = 100_000;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 10)]
fn as_typed_on_one_thread(bencher: divan::Bencher<'_, '_>) {
    let list = national_list();
    let typed = typed_rows();
    bencher.counter(ItemsCount::new(ROWS)).bench(|| geocode(&list, &typed));
}

#[divan::bench(sample_count = 10)]
fn as_typed_on_two_threads(bencher: divan::Bencher<'_, '_>) {
    let list = national_list();
    let typed = typed_rows();
    let halves: Vec<&[String]> = typed.chunks(ROWS / 2).collect();
    bencher.counter(ItemsCount::new(ROWS)).bench(|| {
        std::thread::scope(|scope| {
            let workers: Vec<_> = halves.iter().map(|half| scope.spawn(|| geocode(&list, half))).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).sum::<usize>()
        })
    });
}

#[divan::bench(sample_count = 3)]
fn building_the_list(bencher: divan::Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(LISTED)).bench(national_list);
}

fn geocode(list: &Postcodes, typed: &[String]) -> usize {
    let day = Some(date(2019, 5, 1));
    let found = typed.iter().filter_map(|text| list.find_near(&Postcode::parse(text)?, day));
    found.filter(|hit| hit.at.e > 0.0).count()
}

fn national_list() -> Postcodes {
    Postcodes::build((0..LISTED).filter_map(|number| {
        let at = Grid { e: f64::from(spread(number, 650_000)), n: f64::from(spread(number / 7, 1_200_000)) };
        Some(PostcodeEntry {
            postcode: Postcode::parse(&postcode(number))?,
            at,
            dates: PostcodeDates::default(),
        })
    }))
}

/// Rows as files hold them: small letters, no space, two spaces, one in fifty unknown.
fn typed_rows() -> Vec<String> {
    (0..ROWS)
        .map(|row| {
            let text = postcode((row * 7_919) % (LISTED + LISTED / 50));
            match row % 3 {
                0 => text,
                1 => text.to_lowercase(),
                _ => format!("{}  {}", &text[..text.len() - 3], &text[text.len() - 3..]),
            }
        })
        .collect()
}

/// The postcode of a number: districts of 4,000 postcodes each.
fn postcode(number: usize) -> String {
    let letter = |value: usize| char::from(b'A' + u8::try_from(value % 20).unwrap_or(0));
    let (district, inward) = (number / 4_000, number % 4_000);
    let outward = format!("{}{}{}", letter(district / 200), letter(district / 10), district % 10);
    format!("{outward}{}{}{}", inward / 400, letter(inward / 20), letter(inward))
}

fn spread(number: usize, size: u32) -> u32 {
    u32::try_from(number % 1_000_003).unwrap_or(0).wrapping_mul(2_654_435_761) % size
}
