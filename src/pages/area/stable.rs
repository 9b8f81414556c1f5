//! `/area/{code}`: an address of an area that stays, whatever the editions.
//!
//! It leads to the area in the edition of the day, or in the newest. A code
//! that no longer stands is answered with what became of its ground.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::api::{App, Problem, ogc};
use crate::crosswalk::lineage::Lineage;
use crate::engine::{Coded, Edition, Engine};
use crate::layer::Area;
use crate::model::EditionKey;
use crate::pages::badges::{area_path, edition_path};
use crate::pages::changes::{link, link_between, tie_words, words};
use crate::pages::edition::parts::row;
use crate::pages::format;
use crate::pages::frame::{Page, Section};
use crate::pages::routes::answer;

/// The address of an area that stays.
#[must_use]
pub fn path(code: &str) -> String {
    format!("/area/{}", format::encode(code))
}

/// Answers `/area/{code}`, with `date` where a day is asked about.
///
/// # Errors
/// A [`Problem`] for a code of nobody and for a date that is none.
pub async fn show(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let day = read_date(&query)?;
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let is_page = accept.contains("text/html");
    let answered = answer(app, move |context| {
        let engine = &context.engine;
        let missing = || Problem::not_found(format!("area {code} in any edition of this place"));
        let coded = engine.coded(&code, day).ok_or_else(missing)?;
        let Some(gone_from) = coded.not_in.clone() else {
            let to =
                if is_page { area_path(&coded.edition, &code) } else { item_path(&coded.edition, &code) };
            return Ok(Redirect::to(&context.app.link(&to)).into_response());
        };
        let gone = Gone::of(engine, &coded, &gone_from).ok_or_else(missing)?;
        if is_page {
            Ok(context.show(&gone.page()))
        } else {
            Ok(Json(gone.json(&context.app)).into_response())
        }
    });
    let mut response = answered.await?;
    response.headers_mut().append(header::VARY, HeaderValue::from(HeaderName::from_static("accept")));
    Ok(response)
}

fn read_date(query: &[(String, String)]) -> Result<Option<Date>, Problem> {
    let text = match query {
        [] => return Ok(None),
        [(name, text)] if name == "date" => text,
        [(name, _), ..] => return Err(Problem::parameter(name, "'date' is the only parameter here, once")),
    };
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == *text);
    let wrong = || Problem::parameter("date", format!("'{text}' is not a day such as 2019-05-01"));
    day.map(Some).ok_or_else(wrong)
}

fn item_path(key: &EditionKey, code: &str) -> String {
    let collection = ogc::collections::edition_id(key);
    format!("{}/collections/{collection}/items/{}", ogc::ROOT, format::encode(code))
}

/// A code that does not stand in the edition it was asked about in.
struct Gone<'a> {
    area: &'a Area,
    at: usize,
    edition: &'a Edition,
    asked: &'a Edition,
    lineage: Result<std::sync::Arc<Lineage>, String>,
}

impl<'a> Gone<'a> {
    fn of(engine: &'a Engine, coded: &Coded, asked: &EditionKey) -> Option<Self> {
        let edition = engine.edition(&coded.edition)?;
        let lineage = engine.usual_lineage(&coded.edition, asked).map_err(|error| error.to_string());
        let area = edition.layer()?.areas.get(coded.at)?;
        Some(Self { area, at: coded.at, edition, asked: engine.edition(asked)?, lineage })
    }

    fn page(&self) -> Page {
        let label = self.area.label();
        let title = format!("{label} is no area of {}", self.asked.title);
        let body = html! {
            h1 class="govuk-heading-xl" { (title) }
            p class="govuk-body-l" {
                "The code " (self.area.code) " stands for " (label) " in "
                a class="govuk-link" href=(edition_path(&self.edition.key)) { (self.edition.title) } "."
            }
            dl class="govuk-summary-list" {
                (row("Code", &html! { (self.area.code) }))
                (row("In force", &html! { (format::in_force(self.edition.validity)) }))
                (row("Size", &html! { (format::area(self.area.area_m2)) }))
            }
            section aria-labelledby="successors" {
                h2 class="govuk-heading-l" id="successors" { "Where its ground is in " (self.asked.title) }
                (self.successors())
            }
            p class="govuk-body" {
                a class="govuk-link" href=(area_path(&self.edition.key, self.area.code.as_str())) { "Figures and map of " (label) " as it was" }
            }
            p class="govuk-body" { (link_between(self.edition, self.asked)) }
        };
        let trail = vec![
            ("Data".into(), "/data".into()),
            (self.edition.title.clone(), edition_path(&self.edition.key)),
        ];
        Page { title, section: Section::Data, trail, body }
    }

    fn successors(&self) -> Markup {
        let lineage = match &self.lineage {
            Ok(lineage) => lineage,
            Err(error) => {
                return html! { p class="govuk-inset-text" { "This could not be found out: " (error) "." } };
            }
        };
        let Some(line) = lineage.old.get(self.at) else { return html! {} };
        html! {
            p class="govuk-body" { (words::events(line, lineage, true)) "." }
            @if line.ties.is_empty() {
                p class="govuk-body" { "That edition does not cover its ground." }
            } @else {
                ul class="govuk-list govuk-list--bullet" {
                    @for tie in &line.ties { li { (link(&self.asked.key, &lineage.after, tie.area)) ": " (tie_words(tie, true)) } }
                }
            }
        }
    }

    fn json(&self, app: &App) -> Value {
        let line = self.lineage.as_ref().ok().and_then(|lineage| Some((lineage, lineage.old.get(self.at)?)));
        let successors = line.map(|(lineage, line)| {
            let one = |tie: &crate::crosswalk::lineage::Tie| {
                let code = lineage.after.code(tie.area).as_str();
                json!({
                    "code": code,
                    "name": lineage.after.name(tie.area),
                    "share_of_ground": tie.of_this.ground,
                    "share_of_people": tie.of_this.people,
                    "href": app.link(&item_path(&self.asked.key, code)),
                })
            };
            line.ties.iter().map(one).collect::<Vec<Value>>()
        });
        json!({
            "code": self.area.code.as_str(),
            "name": self.area.name,
            "edition": self.edition.key.to_string(),
            "in_force_from": self.edition.validity.from.map(|day| day.to_string()),
            "in_force_until_before": self.edition.validity.to.map(|day| day.to_string()),
            "href": app.link(&item_path(&self.edition.key, self.area.code.as_str())),
            "not_in": self.asked.key.to_string(),
            "successors": successors,
            "problem": self.lineage.as_ref().err(),
        })
    }
}
