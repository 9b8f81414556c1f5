//! The pages of assessments, rendered from twelve wards: escaped, whole, honest about doubt.

use std::sync::Arc;

use crate::assess::run::{Standing, Unranked};
use crate::engine::{Assessed, Engine};
use crate::model::Missing;
use crate::pages::fixture::priorities;
use crate::pages::frame::{Page, Site};
use crate::pages::home;
use crate::pages::params::Params;

use super::build::{self, Saving};
use super::sensitivity::{self, Shares};

fn params(pairs: &[(&str, &str)]) -> Params {
    Params(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
}

fn assessed(engine: &Engine) -> Arc<Assessed> {
    engine.assessed(&"priorities".parse().expect("an id")).expect("an assessment")
}

fn html(engine: &Engine, page: &Page) -> String {
    page.render(&Site::new(&engine.snapshot().info, engine.version())).into_string()
}

fn map(engine: &Engine, query: &[(&str, &str)]) -> String {
    html(engine, &super::page(engine, &assessed(engine), &params(query)))
}

fn builder(engine: &Engine, query: &[(&str, &str)]) -> String {
    let saving = Saving { is_open: true, needs_token: true, ..Saving::default() };
    html(engine, &build::page(engine, &assessed(engine), &params(query), &saving))
}

fn all(engine: &Engine) -> Vec<String> {
    let own = assessed(engine);
    let found = own.sensitivity().expect("what matters");
    let solid = |shares: &Shares<'_>| html(engine, &sensitivity::page(engine, &own, &found.left_out, shares));
    vec![
        map(engine, &[]),
        map(engine, &[("of", "work"), ("show", "rank"), ("sure", "1")]),
        map(engine, &[("of", "jobless"), ("area", "W05000000"), ("hot", "1"), ("classes", "head-tail")]),
        map(engine, &[("of", "<b>"), ("show", "x"), ("n", "99"), ("area", "<i>")]),
        html(engine, &home::page(engine, &Params::default())),
        html(engine, &super::list_page(engine)),
        solid(&Shares::Pending),
        solid(&Shares::Known(&found)),
        builder(engine, &[]),
        builder(engine, &[("w.work", "<x>"), ("open", "jobless")]),
        builder(engine, &[("w.work", "5"), ("x.lonely", "1"), ("add", "green"), ("to", "work")]),
    ]
}

#[test]
fn no_text_becomes_markup_and_every_page_is_whole() {
    let engine = priorities();
    for text in all(&engine) {
        let title: String = text.chars().skip(text.find("<title>").unwrap_or(0)).take(80).collect();
        for raw in ["<Aston>", "<first>", "<seeking>", "<more>", "<start>", "<title> ", "<x>", "<b>", "<i>"] {
            assert!(!text.contains(raw), "{raw} stands raw on {title}");
        }
        assert!(!text.contains(" style="), "{title} has an inline style");
        assert_eq!(text.matches("<h1").count(), 1, "{title}");
        assert!(text.len() < 150_000, "{title}");
        let mut ids: Vec<&str> =
            text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ids.sort_unstable();
        let doubled: Vec<&&str> =
            ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
        assert!(doubled.is_empty(), "{title} repeats {doubled:?}");
    }
}

#[test]
fn the_map_and_the_list_have_the_same_areas() {
    let engine = priorities();
    let text = map(&engine, &[]);
    for at in 0..crate::pages::fixture::PRIORITY_WARDS {
        assert_eq!(text.matches(&format!("data-code=\"W05{at:06}\"")).count(), 2, "ward {at}");
    }
    assert!(text.contains("not ranked: suppressed"), "a gap says why");
    assert!(text.contains("url(#map-hatch)"));
}

#[test]
fn the_place_opens_on_its_priorities_and_the_map_of_figures_stays_reachable() {
    let engine = priorities();
    let home = html(&engine, &home::page(&engine, &Params::default()));
    assert!(home.contains("Priorities &amp; &lt;more&gt;, Wards") && home.contains("id=\"assess-map\""));
    assert!(home.contains("href=\"/map\""));
    let figures = html(&engine, &home::figures_page(&engine, &Params::default()));
    assert!(figures.contains("Colour the map by"));
}

#[test]
fn only_sure_differences_have_a_colour_when_that_is_asked() {
    let engine = priorities();
    let text = map(&engine, &[("of", "jobless"), ("sure", "1")]);
    assert!(text.contains("No sure difference") && text.contains("Only sure differences have a colour"));
    let domain = map(&engine, &[("of", "work"), ("sure", "1")]);
    assert!(domain.contains("the 90% rank interval lies wholly on one side of the middle rank"), "{domain}");
    assert!(domain.contains("90% of draws between") && domain.contains("How sure each rank in"));
}

#[test]
fn an_area_is_explained_by_parts_that_add_up() {
    let engine = priorities();
    let own = assessed(&engine);
    let worst = (0..own.areas.len())
        .find(|area| own.run.index().standings[*area].rank() == Some(1))
        .expect("a worst");
    let text = map(&engine, &[("area", own.areas[worst].code.as_str())]);
    assert!(text.contains("has rank 1 of 10") && text.contains("What would move it out of the worst 3"));
    assert!(text.contains("An average area") && text.contains("Counts, 2021"));
}

#[test]
fn an_earlier_period_shares_the_classes_and_its_change_is_a_table() {
    let engine = priorities();
    let now = map(&engine, &[("of", "jobless")]);
    assert!(now.contains("Since 2011") && now.contains("classes the same for both periods"));
    let then = map(&engine, &[("of", "jobless"), ("period", "earlier")]);
    assert!(then.contains("These are the figures of 2011."));
    let mut own = (*assessed(&engine)).clone();
    let jobless = own.run.nodes.iter_mut().find(|node| node.id == "jobless").expect("a node");
    jobless.standings[0] = Standing::Unranked(Unranked::NoScore(Missing::NotGiven));
    let asked = params(&[("of", "jobless"), ("period", "earlier")]);
    let subject = super::subject::Subject::of(&engine, &own, &asked).expect("a subject");
    let change = subject.change().expect("a change");
    assert_eq!(subject.column.values, change.before);
    assert!(change.before[0].is_ok());
    let mark = subject.column.mark(0);
    assert!(matches!(mark, super::column::Mark::Class { .. }), "a figure of then where there is none now");
    let lonely = map(&engine, &[("of", "lonely")]);
    assert!(lonely.contains("cannot be compared"), "what cannot be compared says why");
}

#[test]
fn what_is_higher_where_neither_end_is_worse_is_told_as_known() {
    let engine = priorities();
    let mut own = (*assessed(&engine)).clone();
    own.run.indicators[0].judged[0].rag = Some(crate::assess::rag::Rag::Higher);
    let page = super::profile::page(&engine, &own, &own.figure_ranks(), 0).expect("a profile");
    assert!(html(&engine, &page).contains("On 1 it is higher or lower for sure."));
}

#[test]
fn figures_carried_without_a_known_error_are_not_as_published() {
    let engine = priorities();
    let mut own = (*assessed(&engine)).clone();
    let render = |own: &Assessed| html(&engine, &super::page(&engine, own, &params(&[("of", "jobless")])));
    assert!(render(&own).contains("as published"));
    let sources = Arc::make_mut(&mut own.sources);
    let source = sources.iter_mut().find(|source| source.indicator == "jobless").expect("a source");
    source.figures.crosswalk = Some(crate::engine::CrosswalkUsed {
        id: "lookup".into(),
        way: crate::model::Way::Best,
        official: None,
        evidence: Vec::new(),
    });
    assert!(!render(&own).contains("as published") && render(&own).contains("not known"));
}

#[test]
fn a_ward_without_neighbours_is_not_testable() {
    let engine = priorities();
    let text = map(&engine, &[("hot", "1")]);
    assert!(text.contains("not testable: no neighbour or no figure"));
    let shapes = super::file::geojson(
        &super::subject::Subject::of(&engine, &assessed(&engine), &params(&[("hot", "1")]))
            .expect("a subject"),
    );
    let shapes = shapes.expect("shapes");
    assert_eq!(shapes["features"][11]["properties"]["sign"], "–");
}

#[test]
fn what_cannot_be_understood_is_told_and_the_rest_is_shown() {
    let engine = priorities();
    let text = map(&engine, &[("of", "nothing"), ("classes", "pretty")]);
    assert!(text.contains("There is a problem") && text.contains("no such domain or indicator"));
    assert!(text.contains("natural, quantile, equal, deviation, head-tail"));
    assert!(text.contains("id=\"list\""));
}

#[test]
fn the_builder_shows_what_comes_of_a_change() {
    let engine = priorities();
    assert!(builder(&engine, &[]).contains("No rank changes."));
    let changed = builder(&engine, &[("w.life", "9")]);
    assert!(changed.contains("weight of Life: 9 in place of 1") && changed.contains("another rank"));
    assert_eq!(changed, builder(&engine, &[("w.life", "9")]), "the same address, the same page");
    let without = builder(&engine, &[("x.lonely", "1")]);
    assert!(
        without.contains("without Lonely")
            && without.contains("name=\"x.lonely\" type=\"checkbox\" value=\"1\" checked")
    );
    let with = builder(&engine, &[("add", "green"), ("to", "life")]);
    assert!(with.contains("with green &lt;title&gt; in Life") && with.contains("Added"));
    // What the form then sends holds the weight of what was added, and goes on doing so after another choice.
    let again = builder(&engine, &[("add", "green"), ("to", "life"), ("w.green", "3")]);
    assert!(
        !again.contains("There is a problem")
            && again.contains("name=\"w.green\" type=\"text\" inputmode=\"decimal\" value=\"3\"")
    );
    assert!(!builder(&engine, &[("add", ""), ("w.green", "3")]).contains("There is a problem"));
}

#[test]
fn the_builder_refuses_what_cannot_be() {
    let engine = priorities();
    for (name, value, said) in [
        ("w.life", "-1", "weights are numbers from 0"),
        ("w.nothing", "1", "There is no domain or indicator “nothing”"),
        ("d.jobless", "better", "is higher-is-worse by its manifest"),
        ("n.jobless", "ranks", "“ranks” is no choice for"),
        ("add", "nothing", "no measure “nothing” that can be added"),
        ("worst", "0", "cannot be the worst"),
        ("g.work", "geometric", "needs scores above nought"),
    ] {
        let text = builder(&engine, &[(name, value)]);
        assert!(text.contains("There is a problem") && text.contains(said), "{name}={value}");
    }
    let nothing = builder(&engine, &[("x.lonely", "1"), ("x.jobless", "1")]);
    assert!(nothing.contains("Nothing would be left"));
}

#[test]
fn saving_is_offered_only_where_it_is_open() {
    let engine = priorities();
    let open = builder(&engine, &[("w.life", "9")]);
    assert!(open.contains("value=\"w.life=9\"") && open.contains("name=\"token\""));
    let shut =
        html(&engine, &build::page(&engine, &assessed(&engine), &Params::default(), &Saving::default()));
    assert!(shut.contains("Nothing can be saved over this service") && !shut.contains("method=\"post\""));
}

#[test]
fn what_matters_is_there_or_said_to_be_on_its_way() {
    let engine = priorities();
    let texts = all(&engine);
    assert!(
        texts[6].contains("This is being worked out") && texts[6].contains("What if one part were left out?")
    );
    assert!(texts[7].contains("Chance in the figures") && !texts[7].contains("being worked out"));
}
