//! Searches for sites and scenarios of the sample place: pages, saving, evidence.

use std::sync::Arc;

use wardwise::api::App;
use wardwise::config::Config;
use wardwise::model::TrialKind;
use wardwise::pages::format::encode;
use wardwise::store::StoreError;

use crate::colocate::{ask, elverham, form, page};

fn town() -> (tempfile::TempDir, App) {
    let (dir, store, engine) = elverham();
    // A busy machine is no reason for a page that looks again.
    let mut config = Config::default();
    config.limits.patience_time = std::time::Duration::from_secs(25);
    (dir, App::on_place(Arc::new(engine), store, config))
}

async fn shown(app: &App, uri: &str) -> (u16, String) {
    let answer = ask(app, page(uri)).await;
    (answer.status.as_u16(), answer.text().to_owned())
}

#[tokio::test]
async fn a_search_for_sites_is_answered_with_its_proof_and_changed_by_its_address() {
    let (_dir, app) = town();
    let (_, list) = shown(&app, "/sites").await;
    assert!(list.contains("/sites/five-libraries") && list.contains("/scenarios/two-closures"), "{list}");
    let (status, five) = shown(&app, "/sites/five-libraries").await;
    assert_eq!(status, 200, "{five}");
    for part in [
        "Proved: no other set of sites does better.",
        "Marl Branch Library",
        "Chosen site",
        "No street leads",
    ] {
        assert!(five.contains(part), "{part}");
    }
    let asked =
        "sent=1&title=Three&model=mclp&sites=3&count=at-most&minutes=20&f.EV-009=fixed&f.EV-001=forbidden";
    let (status, three) = shown(&app, &format!("/sites/five-libraries?{asked}")).await;
    assert_eq!(status, 200, "{three}");
    assert!(three.contains("had to be in") && three.contains("people are served"), "{three}");
    assert!(three.contains("Changed by this address and not saved."));
    let file = ask(&app, page(&format!("/sites/five-libraries/areas.csv?{asked}"))).await;
    assert!(file.text().contains("EV-009,Tanner Branch Library") && !file.text().contains(",EV-001,"));
    let recipe = ask(&app, page(&format!("/sites/five-libraries/recipe.toml?{asked}"))).await;
    assert!(recipe.text().contains("at_most_sites = 3"), "{}", recipe.text());
}

#[tokio::test]
async fn what_cannot_be_done_is_proved_and_what_is_wrong_is_told_at_once() {
    let (_dir, app) = town();
    let asked = "sent=1&model=p-median&sites=2&count=exactly&g.65+and+over=95&m.65+and+over=5";
    let (status, conflict) = shown(&app, &format!("/sites/five-libraries?{asked}")).await;
    assert_eq!(status, 200, "{conflict}");
    assert!(conflict.contains("What cannot hold together") && conflict.contains("Give up any one of them"));
    let asked = "sent=1&model=mclp&sites=lots&minutes=-4&f.EV-777=fixed";
    let (status, wrong) = shown(&app, &format!("/sites/five-libraries?{asked}")).await;
    assert_eq!(status, 200, "{wrong}");
    assert!(
        wrong.contains("There is a problem")
            && wrong.contains("Model.sites")
            && wrong.contains("Model.within_minutes"),
        "{wrong}"
    );
    assert_eq!(shown(&app, "/sites/nothing-of-this-name").await.0, 404);
}

#[tokio::test]
async fn a_scenario_says_that_it_is_not_real_and_its_evidence_stays_as_it_was_kept() {
    let (dir, app) = town();
    let (status, two) = shown(&app, "/scenarios/two-closures").await;
    assert_eq!(status, 200, "{two}");
    for part in [
        "What if: not real data.",
        "Towpath Branch Library closes",
        "Hit harder than all residents together",
        "65 and over",
    ] {
        assert!(two.contains(part), "{part}");
    }
    let asked = "sent=1&title=One&minutes=5&near=10&a0.do=close&a0.site=EV-003&date=2026-05-01&decision=CAB-1\
                 &signed=A+Smith&role=Director&on=2026-05-02&w.everyone=A+van+calls+each+week.";
    let (status, one) = shown(&app, &format!("/scenarios/two-closures?{asked}")).await;
    assert_eq!(status, 200, "{one}");
    let pack = ask(&app, page(&format!("/scenarios/two-closures/evidence.html?{asked}"))).await;
    assert!(pack.text().contains("A van calls each week."), "{}", pack.text());
    assert!(pack.text().contains("Draft."), "what the place does not keep goes with no decision");
    let recipe = ask(&app, page(&format!("/scenarios/two-closures/recipe.toml?{asked}"))).await;
    let body = format!("id=one-closure&recipe={}", encode(recipe.text()));
    let saved = ask(&app, form("/scenarios/two-closures/save", &body)).await;
    assert_eq!(saved.status.as_u16(), 303, "{}", saved.text());
    assert_eq!(saved.header("location"), "/scenarios/one-closure");
    let (_, kept) = shown(&app, "/scenarios/one-closure/decision/CAB-1").await;
    assert!(
        kept.contains("Unchanged since it was kept") && kept.contains("A van calls each week."),
        "{kept}"
    );
    let linked = ask(&app, page("/scenarios/one-closure/evidence.html")).await;
    assert!(linked.text().contains("CAB-1") && !linked.text().contains("Draft."), "{}", linked.text());
    let changed = recipe.text().replace("A van calls each week.", "Nothing.");
    let body = format!("id=one-closure&recipe={}", encode(&changed));
    let again = ask(&app, form("/scenarios/one-closure/save", &body)).await;
    assert_eq!(again.status.as_u16(), 409, "{}", again.text());
    let (_, still) = shown(&app, "/scenarios/one-closure/decision/CAB-1").await;
    assert!(still.contains("A van calls each week."), "the evidence is what it was");
    let newest = ask(&app, page("/scenarios/one-closure/recipe.toml")).await;
    assert_eq!(newest.text().trim(), recipe.text().trim(), "what could not be kept was not saved either");
    let unsigned = asked.replace("&signed=A+Smith&role=Director&on=2026-05-02", "");
    let unsigned = ask(&app, page(&format!("/scenarios/two-closures/recipe.toml?{unsigned}"))).await;
    let body = format!("id=unsigned&recipe={}", encode(unsigned.text()));
    let refused = ask(&app, form("/scenarios/two-closures/save", &body)).await;
    assert!(
        refused.status.is_client_error() && refused.text().contains("obody has signed"),
        "{}",
        refused.text()
    );
    assert_eq!(shown(&app, "/scenarios/unsigned").await.0, 404);
    let tried = ask(&app, form("/scenarios/try", &format!("recipe={}", encode(recipe.text())))).await;
    assert_eq!(tried.status.as_u16(), 200, "{}", tried.text());
    assert!(!tried.text().contains("/scenarios/unsaved?") && !tried.text().contains("unsaved/areas"));
    assert!(tried.text().contains("Nobody saved this plan") && tried.text().contains("not real data"));
    let named = format!("id=two-closures&recipe={}", encode(recipe.text()));
    assert_eq!(ask(&app, form("/scenarios/two-closures/save", &named)).await.status.as_u16(), 409);
    the_file_itself_refuses_to_change_evidence(dir.path());
}

fn the_file_itself_refuses_to_change_evidence(place: &std::path::Path) {
    let file = rusqlite::Connection::open(place.join("place.gpkg")).expect("the place");
    for change in ["UPDATE wardwise_evidence_pack SET facts = '[]'", "DELETE FROM wardwise_evidence_pack"] {
        let refused = file.execute(change, []).expect_err("a linked pack is never changed");
        assert!(refused.to_string().contains("a linked evidence pack is never"), "{refused}");
    }
}

#[test]
fn saving_adds_a_version_and_the_same_again_is_nothing_to_do() {
    let (_dir, store, _engine) = elverham();
    let id = "mine".parse().expect("an id");
    let now = jiff::Timestamp::UNIX_EPOCH;
    let save = |recipe: &str| store.save_trial(TrialKind::Sites, &id, ("Mine", recipe), now);
    assert_eq!(save("a = 1").expect("saved").number, 1);
    assert!(matches!(save("a = 1"), Err(StoreError::NothingToDo(_))));
    assert_eq!(save("a = 2").expect("saved").number, 2);
    let kept = store.trials(TrialKind::Sites).expect("trials");
    assert_eq!(kept.iter().map(|one| (one.number, one.recipe.as_str())).collect::<Vec<_>>(), [(2, "a = 2")]);
    assert!(store.trials(TrialKind::Scenario).expect("trials").is_empty());
}

#[tokio::test]
async fn a_candidate_is_tried_out_as_a_scenario_of_all_places_that_offer_the_same() {
    let (_dir, app) = town();
    let id = "services:SV026 > assets:EVA/00321";
    let address = format!("search=rooms-for-advice&id={}", encode(id));
    let (status, candidate) = shown(&app, &format!("/colocation/candidate?{address}")).await;
    assert_eq!(status, 200, "{candidate}");
    assert!(candidate.contains("What if it moved in?"), "{candidate}");
    let file = format!("/api/colocation/rooms-for-advice/scenario.toml?candidate={}", encode(id));
    let recipe = ask(&app, page(&file)).await;
    assert_eq!(recipe.status.as_u16(), 200, "{}", recipe.text());
    for part in ["offering = \"Neighbourhood policing\"", "share = \"services:SV026\"", "id = \"EVA/00321\""]
    {
        assert!(recipe.text().contains(part), "{part} in {}", recipe.text());
    }
    let tried = ask(&app, form("/scenarios/try", &format!("recipe={}", encode(recipe.text())))).await;
    assert_eq!(tried.status.as_u16(), 200, "{}", tried.text());
    assert!(tried.text().contains("Signal Food bank") && tried.text().contains("65 and over"));
    for (wrong, status) in [("candidate=nothing", 404), ("", 400), ("candidate=a&b=c", 400)] {
        let answer =
            ask(&app, page(&format!("/api/colocation/rooms-for-advice/scenario.toml?{wrong}"))).await;
        assert_eq!(answer.status.as_u16(), status, "{wrong}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_nobody_offers_is_told_with_what_is_offered() {
    let (_dir, app) = town();
    let recipe = ask(&app, page("/scenarios/two-closures/recipe.toml")).await;
    let mut table: toml::Table = recipe.text().parse().expect("a recipe");
    table.insert("sites".into(), toml::Table::from_iter([("offering".to_owned(), "Falconry".into())]).into());
    let tried = ask(&app, form("/scenarios/try", &format!("recipe={}", encode(&table.to_string())))).await;
    let words = "o building or service of the place offers 'Falconry'";
    assert!(tried.text().contains(words), "{}", tried.text());
    assert!(tried.text().contains("Debt advice"), "what there is is told");
}

#[tokio::test]
async fn a_record_tells_who_lives_within_a_walk_by_streets_and_by_the_line() {
    let (_dir, app) = town();
    let base = "/record/libraries-national/2023/3";
    let (_, record) = shown(&app, base).await;
    assert!(record.contains(&format!("{base}/walk")), "the record leads to its walks");
    let (status, walk) = shown(&app, &format!("{base}/walk")).await;
    assert_eq!(status, 200, "{walk}");
    for part in
        ["On foot to Towpath Branch Library", "15 to 20 minutes", "By the straight line × 1.3", "65 and over"]
    {
        assert!(walk.contains(part), "{part} in {walk}");
    }
    let file = ask(&app, page(&format!("{base}/walk.geojson"))).await;
    let rings = file.json();
    let rings = rings["features"].as_array().expect("features");
    assert_eq!(rings.len(), 4);
    assert!(rings.iter().all(|ring| ring["geometry"]["type"] == "MultiLineString"));
    for kind in ["svg", "png"] {
        let map = ask(&app, page(&format!("/api/map.{kind}?page={}", encode(&format!("{base}/walk"))))).await;
        assert_eq!(map.status.as_u16(), 200, "{kind}");
    }
    assert_eq!(shown(&app, "/record/libraries-national/2023/9999/walk").await.0, 404);
}

/// Searches are worked out beside the requests: nobody is sent away, and whoever asks again finds the answer.
#[tokio::test]
async fn a_page_that_cannot_wait_says_so_and_finds_the_answer_when_it_looks_again() {
    let (_dir, store, engine) = elverham();
    let mut config = Config::default();
    config.limits.patience_time = std::time::Duration::ZERO;
    let app = App::on_place(Arc::new(engine), store, config);
    let (status, first) = shown(&app, "/sites/five-libraries").await;
    assert_eq!(status, 200, "{first}");
    assert!(first.contains("Not ready yet.") && first.contains("data-pending=\"whole\""), "{first}");
    assert!(!first.contains("There is a problem") && !first.contains("Error:"), "{first}");
    // A program waits for the same run, behind nobody.
    let api = ask(&app, page("/api/siting/five-libraries")).await;
    assert_eq!(api.status.as_u16(), 200, "{}", api.text());
    let (_, again) = shown(&app, "/sites/five-libraries").await;
    assert!(again.contains("Proved: no other set of sites does better."), "{again}");
}

/// A slip in one field loses nothing of the others.
#[tokio::test]
async fn what_was_decided_and_typed_stays_when_something_else_is_wrong() {
    let (_dir, app) = town();
    let asked =
        "sent=1&title=My+three&model=p-median&sites=three&count=exactly&m.65+and+over=25&f.EV-001=forbidden";
    let (_, wrong) = shown(&app, &format!("/sites/five-libraries?{asked}")).await;
    for part in
        ["name=\"f.EV-001\" value=\"forbidden\"", "EV-001 must be out", "value=\"My three\"", "value=\"25\""]
    {
        assert!(wrong.contains(part), "{part} in {wrong}");
    }
    let asked = "sent=1&date=31%2F02%2F2025&a0.do=close&a0.site=EV-003&w.Social+renters=Outreach";
    let (_, wrong) = shown(&app, &format!("/scenarios/two-closures?{asked}")).await;
    assert!(wrong.contains("name=\"w.Social renters\"") && wrong.contains("Outreach"), "{wrong}");
    let recipe = ask(&app, page("/scenarios/two-closures/recipe.toml")).await;
    let body = format!("id=try&recipe={}", encode(recipe.text()));
    let taken = ask(&app, form("/scenarios/two-closures/save", &body)).await;
    assert_eq!(taken.status.as_u16(), 400, "{}", taken.text());
    assert!(taken.text().contains("taken by the service itself"), "{}", taken.text());
}

/// Where no street is near, what is not known is not told as nobody.
#[tokio::test]
async fn of_a_record_outside_the_place_nothing_is_told_and_no_nought() {
    let (_dir, app) = town();
    let (status, walk) = shown(&app, "/record/assets/2024/296/walk").await;
    assert_eq!(status, 200, "{walk}");
    assert!(walk.contains("No street is near enough to walk from"), "{walk}");
    assert!(!walk.contains("Residents by streets"), "{walk}");
    assert!(walk.contains("Not known: the record lies outside the areas"), "{walk}");
}

#[tokio::test]
async fn records_and_compared_areas_have_their_maps_as_files() {
    let (_dir, app) = town();
    let compare = "/assessments/priorities/compare?areas=E05990101,E05990102";
    for (address, title) in [
        ("/record/libraries-national/2023/3", "Towpath Branch Library lies"),
        (compare, "with the compared areas"),
    ] {
        let (status, shown_page) = shown(&app, address).await;
        assert_eq!(status, 200, "{shown_page}");
        assert!(shown_page.contains("Download this map"), "{shown_page}");
        let svg = ask(&app, page(&format!("/api/map.svg?page={}", encode(address)))).await;
        assert_eq!(svg.status.as_u16(), 200, "{}", svg.text());
        assert!(svg.text().contains("Wards, May 2023") && svg.text().contains(title), "{}", svg.text());
    }
    let one = "/assessments/priorities/compare?areas=E05990101";
    let (_, alone) = shown(&app, one).await;
    assert!(!alone.contains("Download this map"), "nothing is compared");
    let none = ask(&app, page(&format!("/api/map.svg?page={}", encode(one)))).await;
    assert_eq!(none.status.as_u16(), 404);
}

#[tokio::test]
async fn maps_of_sites_and_scenarios_are_files_with_their_sources() {
    let (_dir, app) = town();
    for address in ["/sites/five-libraries", "/scenarios/two-closures"] {
        let svg = ask(&app, page(&format!("{address}/map.svg"))).await;
        assert_eq!(svg.status.as_u16(), 200, "{address}");
        assert_eq!(svg.header("content-type"), "image/svg+xml");
        assert!(
            svg.text().contains("Libraries, national list") && svg.text().contains("made up"),
            "{}",
            svg.text()
        );
        let png = ask(&app, page(&format!("{address}/map.png"))).await;
        assert_eq!((png.status.as_u16(), png.header("content-type")), (200, "image/png"), "{address}");
    }
    let impossible = "sent=1&model=p-median&sites=2&count=exactly&g.65+and+over=95&m.65+and+over=5";
    let none = ask(&app, page(&format!("/sites/five-libraries/map.svg?{impossible}"))).await;
    assert_eq!(none.status.as_u16(), 404, "{}", none.text());
}
