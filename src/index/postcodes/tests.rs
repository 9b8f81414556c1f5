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
