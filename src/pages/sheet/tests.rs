//! What stands on a sheet, and where.

use maud::html;

use super::*;
use crate::pages::map::MapText;
use crate::pages::map::legend::{Entry, Mark, Part};

fn sheet(sources: usize) -> Sheet {
    let entry = |fill, words: &str| Entry { mark: Mark::of(fill), words: words.into(), areas: Some(3) };
    let entries = vec![entry(Some("#ffffcc"), "0 to 5"), entry(None, "No figure <&>")];
    let text = MapText { id: "map".into(), title: "Wards".into(), summary: "Two of 24 are hatched.".into() };
    Sheet {
        title: "People by area: Wards".into(),
        place: "Ynys Môn, version 3 of its data".into(),
        summary: text.summary.clone(),
        picture: Picture { content: html! { path d="M0 0h1400v900z" {} }, size: (1400, 900), text },
        key: Key {
            title: "People".into(),
            parts: vec![Part::List(entries), Part::Note("Method: equal steps.".into())],
        },
        sources: (0..sources)
            .map(|at| format!("Figures: table {at}, for 2021. Contains public sector information. OGL 3.0."))
            .collect(),
    }
}

#[test]
fn every_paper_has_title_place_legend_and_sources_as_texts() {
    for paper in Paper::ALL {
        let svg = svg(&sheet(1), paper);
        let plain = svg.replace(" </tspan>", " ").replace("</tspan>", "");
        for words in [
            "People by area: Wards",
            "Ynys Môn",
            "Two of 24 are hatched.",
            "0 to 5 – 3 areas",
            "No figure &lt;&amp;&gt;",
            "OGL 3.0.",
        ] {
            assert!(plain.contains(words), "{paper:?} lacks {words}");
        }
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
        assert!(!svg.contains("<a ") && !svg.contains("style=") && !svg.contains("<script"), "{paper:?}");
    }
}

#[test]
fn paper_has_the_size_of_paper_and_what_is_embedded_has_none() {
    assert!(svg(&sheet(1), Paper::A4).contains("viewBox=\"0 0 840 1188\" width=\"210mm\" height=\"297mm\""));
    assert!(svg(&sheet(1), Paper::A3Landscape).contains("width=\"420mm\" height=\"297mm\""));
    assert!(svg(&sheet(1), Paper::Slide).contains("viewBox=\"0 0 1280 720\" width=\"1280\" height=\"720\""));
    let embedded = svg(&sheet(1), Paper::Embed);
    assert!(!embedded.split_once('>').expect("an element").0.contains("width="));
}

#[test]
fn many_sources_are_set_smaller_until_the_map_has_its_room() {
    let scale = |sources: usize| {
        let svg = svg(&sheet(sources), Paper::Slide);
        let at = svg.split_once(") scale(").expect("the map").1;
        at.split_once(')').expect("its scale").0.parse::<f64>().expect("a number")
    };
    // Of 720 units at least 40 % are left to the map, however much has to be said.
    assert!(scale(1) > 0.45);
    assert!((15..=30).all(|sources| scale(sources) * 900.0 >= 720.0 * 0.4), "{}", scale(30));
}

#[test]
fn sources_under_the_same_terms_are_one_sentence() {
    let credit = |what, named: &str, terms: &str| Credit { what, named: named.into(), terms: terms.into() };
    let credits = [
        credit("Boundaries", "Wards, in force from 2018", "OGL 3.0."),
        credit("Figures", "Crime, for 2024", "OGL 3.0."),
        credit("Figures", "Health, for 2021", "CC0 1.0."),
        credit("Figures", "Work, for 2019", "OGL 3.0."),
    ];
    assert_eq!(
        sentences(&credits),
        [
            "Boundaries: Wards, in force from 2018. OGL 3.0.",
            "Figures: Crime, for 2024; Work, for 2019. OGL 3.0.",
            "Figures: Health, for 2021. CC0 1.0."
        ]
    );
}

/// Width and height from a PNG's header.
fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn a_png_has_the_pixels_asked_for_and_says_how_large_paper_is() {
    let svg = svg(&sheet(1), Paper::A4);
    let picture = png(&svg, Paper::A4, 1654).expect("a picture");
    assert_eq!(size(&picture), (1654, 2339));
    // 1654 pixels on 210 mm are 7876 to the metre.
    assert_eq!(
        &picture[33..50],
        [&[0, 0, 0, 9], &b"pHYs"[..], &7876_u32.to_be_bytes(), &7876_u32.to_be_bytes(), &[1]].concat()
    );
    let slide = png(&super::svg(&sheet(1), Paper::Slide), Paper::Slide, 1920).expect("a picture");
    assert_eq!(size(&slide), (1920, 1080));
}

#[test]
fn letters_of_welsh_names_are_in_the_font() {
    let with = |title: &str| {
        let mut sheet = sheet(1);
        sheet.title = title.into();
        png(&svg(&sheet, Paper::Screen), Paper::Screen, 400).expect("a picture")
    };
    // A letter that the font lacks is the same box as any other that it lacks.
    let lacking = with("\u{13000}\u{13000}");
    assert_ne!(with("ŵŷ"), lacking);
    assert_ne!(with("ŵŷ"), with("ŷŵ"));
}

#[test]
fn a_width_beyond_the_bounds_is_refused() {
    let svg = svg(&sheet(1), Paper::A3);
    for width in [0, 199, 5001, u32::MAX] {
        assert!(matches!(png(&svg, Paper::A3, width), Err(RasterError::Width { .. })), "{width}");
    }
    // Within the width, but too many pixels in all.
    assert!(matches!(png(&svg, Paper::A3, 5000), Err(RasterError::Width { .. })));
}

#[test]
fn a_file_has_a_name_that_says_what_it_is() {
    assert_eq!(sheet(1).file_name(Paper::A4Landscape, "png"), "people-by-area-wards-a4-landscape.png");
}
