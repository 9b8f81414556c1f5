//! The page on two small layers: what it says, and what it says when it cannot.

use super::page;
use crate::pages::fixture::{empty, engine, two_layers};
use crate::pages::frame::Site;
use crate::pages::params::Params;

fn params(query: &str) -> Params {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    Params(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
}

fn html(engine: &crate::engine::Engine, query: &str) -> String {
    page(engine, &params(query)).render(&Site::new(&engine.snapshot().info, engine.version())).into_string()
}

#[test]
fn each_ward_names_the_patches_it_lies_in_with_ground_and_people() {
    let text = html(&two_layers(), "from=wards@2018&to=patches@2024");
    assert!(text.contains("2 of 4 areas lie in more than one area of Patches, 2024."));
    assert!(text.contains("50%") && text.contains("each has a part of its own"));
    assert!(text.contains("Of its points"), "people have a column of their own");
    assert!(!text.contains("-0%"), "nothing is no negative share");
}

#[test]
fn totals_of_both_sides_are_shown_to_agree_with_what_lies_outside() {
    let text = html(&two_layers(), "from=wards@2018&to=patches@2024&way=area");
    assert_eq!(text.matches("✓ Agree").count(), 2, "ground and points");
    assert!(!text.contains("✗ Differ"));
    assert!(text.contains("No area of Patches, 2024"));
}

#[test]
fn a_filter_that_nothing_passes_says_so() {
    let same = html(&two_layers(), "from=wards@2018&to=halves@2024&show=cut");
    assert!(same.contains("No area is cut in this way."));
}

#[test]
fn a_chosen_area_falls_into_its_pieces() {
    let text = html(&two_layers(), "from=wards@2018&to=patches@2024&area=W05000000");
    assert!(text.contains("falls into 2 pieces") && text.contains("Show the whole map"));
    assert!(!text.contains("data-island=\"swipe\""), "the drawing of pieces stays");
    let base = text.split("<defs><path id=\"map-base\"").nth(1).expect("the outlines").split('>').next();
    assert!(!base.expect("a path").contains(" fill="), "lines drawn over pieces must not hide them");
}

#[test]
fn states_without_an_answer_say_why_and_what_next() {
    let two = two_layers();
    assert!(html(&two, "from=wards@2018&to=wards@2018").contains("Both sides are"));
    assert!(html(&two, "from=nothing@1&to=wards@2018").contains("This place has no layer “nothing@1”"));
    assert!(html(&two, "from=wards@2018&to=patches@2024&way=magic").contains("is not known"));
    assert!(html(&two, "from=wards@2018&to=patches@2024&way=lookup").contains("holds no published lookup"));
    assert!(html(&two, "from=wards@2018&to=far@2024").contains("the two layers do not meet"));
    assert!(html(&empty(), "").contains("Two layers are needed"));
    assert!(html(&engine(), "").contains("Two layers are needed"));
    assert!(html(&engine(), "view=figures").contains("describes no measure"));
}

#[test]
fn a_measure_is_carried_with_its_total_and_its_gaps() {
    let text = html(&two_layers(), "view=figures&measure=people&to=patches@2024&way=area");
    assert!(text.contains("suppressed"), "a gap stays a gap");
    assert!(text.contains("Carried figures are estimates, not official figures."));
    assert!(text.contains("✓ Agree") && !text.contains("✗ Differ"));
    assert!(text.contains("2 source areas have no figure"));
    let unknown = html(&two_layers(), "view=figures&measure=nothing");
    assert!(unknown.contains("This place has no such measure"));
}

#[test]
fn no_view_doubles_an_id_or_lets_a_name_become_markup() {
    let two = two_layers();
    for query in [
        "from=wards@2018&to=patches@2024",
        "from=wards@2018&to=patches@2024&area=W05000001",
        "view=figures&measure=people&to=patches@2024",
        "from=%3Cb%3E&to=<b>&way=<b>",
    ] {
        let text = html(&two, query);
        assert!(!text.contains("<Aston>") && !text.contains("<b>") && !text.contains(" style="), "{query}");
        let mut ids: Vec<&str> =
            text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ids.sort_unstable();
        let n = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), n, "{query} repeats an id");
    }
}
