//! Profiles of the sample place's wards: their sentences, their pages, all of them as files.

mod files;
mod reading;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use wardwise::api::App;
use wardwise::config::Config;
use wardwise::engine::{Assessed, Engine, FigureRanks};
use wardwise::import::{self, ImportOptions, Manifest, Silent};
use wardwise::pages::assess::{profile_view, standalone_profile};
use wardwise::store::PlaceStore;
use wardwise::views::assess::ProfileView;

use crate::http::town::{self, get};

/// Oldest reader, in years, for whom the sentences may be too hard.
const READING_AGE: f64 = 12.0;

/// The sample place, imported once.
pub struct Sample {
    pub folder: tempfile::TempDir,
    pub engine: Arc<Engine>,
    pub assessed: Arc<Assessed>,
    pub ranks: Arc<FigureRanks>,
}

pub fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
        let folder = tempfile::tempdir().expect("a folder");
        let text = std::fs::read_to_string(source.join("sample.toml")).expect("the manifest");
        let manifest = Manifest::parse(text).expect("a plan");
        let options = ImportOptions::at(Timestamp::UNIX_EPOCH);
        import::run(&manifest, &source, folder.path(), &options, &Silent).expect("an import");
        let store = PlaceStore::open(folder.path()).expect("a place");
        let engine = Arc::new(Engine::new(Arc::new(store.snapshot().expect("a snapshot"))));
        let id = "priorities".parse().expect("an id");
        let assessed = engine.assessed(&id).expect("an assessment");
        let ranks = engine.figure_ranks(&id).expect("ranges");
        Sample { folder, engine, assessed, ranks }
    })
}

fn view(area: usize) -> ProfileView {
    let Sample { engine, assessed, ranks, .. } = sample();
    profile_view(engine, assessed, ranks, area, Vec::new()).expect("a profile")
}

fn all() -> Vec<ProfileView> {
    (0..sample().assessed.areas.len()).map(view).collect()
}

#[test]
fn every_sentence_can_be_read_at_twelve() {
    let mut hardest = 0.0_f64;
    for profile in all() {
        let priorities: Vec<String> =
            profile.priorities.iter().flat_map(|own| own.sentences.clone()).collect();
        for text in [profile.summary, priorities, profile.notes] {
            let age = reading::age(&text);
            hardest = hardest.max(age);
            assert!(age <= READING_AGE, "a reading age of {age:.1}: {}", text.join(" "));
        }
    }
    println!("the hardest text of all profiles reads at {hardest:.1}");
    assert!(hardest > 5.0, "text that nobody could fail to read was not reckoned");
}

#[test]
fn the_summary_says_what_the_figures_say() {
    for profile in all() {
        let rag = |wanted: &[&str]| {
            profile
                .figures
                .iter()
                .filter(|own| own.rag.as_deref().is_some_and(|rag| wanted.contains(&rag)))
                .count()
        };
        let text = profile.summary.join(" ");
        let none = |n: usize| if n == 0 { "None".to_owned() } else { n.to_string() };
        let worse = rag(&["worse", "much-worse"]);
        let are = if worse == 1 { "is" } else { "are" };
        assert!(text.contains(&format!("{} {are} worse for sure", none(worse))), "{text}");
        match profile.result.rank.rank {
            Some(rank) => assert!(text.contains(&format!("has rank {rank} of ")), "{text}"),
            None => assert!(text.contains("not ranked"), "{text}"),
        }
        let missing = profile.figures.iter().filter(|own| own.value.is_none()).count();
        assert_eq!(missing > 0, text.contains("missing"), "{text}");
    }
}

#[test]
fn priorities_are_figures_of_the_area_and_the_sure_ones_come_first() {
    let profiles = all();
    assert!(profiles.iter().any(|profile| profile.priorities.iter().any(|own| own.surely_worse)));
    for profile in &profiles {
        assert!(profile.priorities.len() <= 5);
        let sure: Vec<bool> = profile.priorities.iter().map(|own| own.surely_worse).collect();
        assert!(sure.is_sorted_by(|a, b| a >= b), "{sure:?}");
        for own in &profile.priorities {
            let figure = profile.figures.iter().find(|figure| figure.id == own.id).expect("a figure");
            assert!(figure.value.is_some() && figure.stand_in.is_none());
            assert!(own.sentences.len() >= 3, "{:?}", own.sentences);
        }
    }
}

#[test]
fn a_gap_has_its_reason_in_the_notes_and_is_never_a_figure() {
    let profiles = all();
    let gaps = || profiles.iter().flat_map(|profile| profile.figures.iter().map(move |own| (profile, own)));
    let gaps: Vec<_> = gaps().filter(|(_, own)| own.value.is_none()).collect();
    assert!(!gaps.is_empty(), "the sample has gaps");
    for (profile, figure) in gaps {
        assert!(figure.missing.is_some() && figure.rank_low.is_none() && figure.interval.is_none());
        let note = profile.notes.iter().find(|note| note.contains(&figure.title));
        assert!(note.is_some_and(|note| note.contains("has no figure here")), "{:?}", profile.notes);
    }
}

#[test]
fn every_source_that_a_figure_names_is_listed_on_its_page() {
    let Sample { engine, assessed, ranks, .. } = sample();
    let page = standalone_profile(engine, assessed, ranks, 0, None).expect("a page");
    let profile = view(0);
    for figure in &profile.figures {
        let number = figure.source.expect("a source");
        assert!((1..=profile.sources.len()).contains(&number));
        assert!(page.contains(&format!("href=\"#source-{number}\"")), "{number}");
        assert!(page.contains(&format!("id=\"source-{number}\"")), "{number}");
    }
}

#[test]
fn a_page_that_stands_alone_loads_nothing_and_leads_nowhere_unasked() {
    let Sample { engine, assessed, ranks, .. } = sample();
    let page = |service| standalone_profile(engine, assessed, ranks, 1, service).expect("a page");
    let alone = page(None);
    for word in ["<script", "<link", "src=", "@import", "href=\"/", "NaN", "inf "] {
        assert!(!alone.contains(word), "{word}");
    }
    let led = page(Some("https://maps.example.org"));
    assert!(led.contains("href=\"https://maps.example.org/data/") && !led.contains("href=\"/"));
    assert_eq!(alone, page(None), "the same again");
}

#[test]
fn ids_on_a_page_are_used_once() {
    let Sample { engine, assessed, ranks, .. } = sample();
    for area in 0..assessed.areas.len() {
        let page = standalone_profile(engine, assessed, ranks, area, None).expect("a page");
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(once.len(), ids.len(), "{ids:?}");
    }
}

fn app() -> App {
    App::new(Arc::clone(&sample().engine), Config::default())
}

fn codes() -> Vec<String> {
    sample().assessed.areas.iter().map(|area| area.code.to_string()).collect()
}

#[tokio::test]
async fn a_profile_is_served_as_page_table_and_data() {
    let code = &codes()[0];
    let page = get(&app(), &format!("/assessments/priorities/areas/{code}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    for part in [
        "id=\"in-short\"",
        "id=\"priorities\"",
        "id=\"every-figure\"",
        "id=\"trend\"",
        "id=\"inside\"",
        "id=\"partners\"",
        "id=\"notes\"",
        "id=\"sources\"",
    ] {
        assert!(page.text().contains(part), "{part}");
    }
    let own = format!("/api/assessments/priorities/areas/{code}/profile");
    let data = get(&app(), &own).await.json();
    let figures = data["figures"].as_array().expect("figures").len();
    let table = get(&app(), &format!("{own}.csv")).await;
    assert_eq!(table.text().lines().count(), figures + 1);
    assert!(table.text().starts_with("\u{feff}assessment,areas,code"));
    assert_eq!(get(&app(), "/assessments/priorities/areas/E99").await.status, 404);
    assert_eq!(get(&app(), "/api/assessments/priorities/areas/E99/profile").await.status, 404);
    assert_eq!(get(&app(), "/assessments/nothing/areas/E99").await.status, 404);
}

#[tokio::test]
async fn a_ward_without_rank_error_or_measure_of_its_own_still_has_a_profile() {
    let app = town::assessed();
    for code in ["E05000001", "E05000002", "E05000003", "E05000004"] {
        let page = get(&app, &format!("/assessments/priorities/areas/{code}")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(!page.text().contains("NaN"));
    }
    let gap = get(&app, "/api/assessments/priorities/areas/E05000003/profile").await.json();
    assert!(gap["summary"][0].as_str().expect("a sentence").contains("not ranked"));
    assert_eq!(gap["priorities"], serde_json::json!([]));
}

#[tokio::test]
async fn areas_side_by_side_say_what_is_wrong_with_the_address() {
    let codes = codes();
    let page =
        |query: String| async move { get(&app(), &format!("/assessments/priorities/compare{query}")).await };
    let check = |text: &str, wanted: &str| assert!(text.contains(wanted), "{wanted}");
    check(page(String::new()).await.text(), "Choose two to 4 areas");
    check(page(format!("?areas={}", codes[0])).await.text(), "needs another area beside it");
    let two = page(format!("?areas={},{}", codes[0], codes[1])).await;
    assert!(two.text().contains("id=\"domains\"") && !two.text().contains("There is a problem"));
    let form = page(format!("?areas={}&areas={}&areas=", codes[0], codes[1])).await;
    assert!(form.text().contains("id=\"domains\""), "the form's own address is the same question");
    let five: Vec<&str> = codes.iter().take(5).map(String::as_str).collect();
    check(page(format!("?areas={}", five.join(","))).await.text(), "5 areas are too many");
    check(page(format!("?areas={},E99%3Cb%3E", codes[0])).await.text(), "has no area “E99&lt;b&gt;”");
    check(page(format!("?areas={0},{0}", codes[0])).await.text(), "named twice");
}

#[tokio::test]
async fn a_comparison_as_data_tells_what_is_sure() {
    let codes = codes();
    let own = "/api/assessments/priorities/compare";
    let data = get(&app(), &format!("{own}?areas={},{},{}", codes[0], codes[1], codes[2])).await.json();
    let indicators = data["indicators"].as_array().expect("indicators");
    assert_eq!(indicators.len(), sample().assessed.run.indicators.len());
    let mut told = 0;
    for indicator in indicators {
        let figures = indicator["figures"].as_array().expect("figures");
        assert_eq!(figures.len(), 3);
        assert!(figures[0]["difference"].is_null(), "the first is compared with nobody");
        for other in &figures[1..] {
            if let (Some(difference), Some(a), Some(b)) =
                (other["difference"].as_f64(), figures[0]["value"].as_f64(), other["value"].as_f64())
            {
                assert!((difference - (b - a)).abs() < 1e-9);
                told += 1;
            } else {
                assert!(other["not_told"].is_string(), "{other}");
            }
        }
    }
    assert!(told > 0);
    for query in ["", "?areas=E99", &format!("?areas={}", codes[0]), &format!("?areas={0},{0}", codes[0])] {
        let answer = get(&app(), &format!("{own}{query}")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (400, &"areas".into()), "{query}");
    }
}

#[tokio::test]
async fn profiles_are_one_link_away_from_area_search_and_map() {
    let Sample { assessed, .. } = sample();
    let (code, key) = (assessed.areas[0].code.to_string(), &assessed.spec.areas);
    let wanted = format!("href=\"/assessments/priorities/areas/{code}\"");
    for path in [
        format!("/area/{}/{}/{code}", key.dataset, key.edition),
        format!("/search?q={}", &code[..code.len() - 1]),
        "/assessments/priorities".to_owned(),
    ] {
        assert!(get(&app(), &path).await.text().contains(&wanted), "{path}");
    }
}
