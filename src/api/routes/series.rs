//! A measure through the years, on the boundaries of one edition.

use axum::Json;
use axum::extract::State;
use axum::response::Response;

use crate::api::params::Fields;
use crate::api::params::asked::{id, way};
use crate::api::{App, Current, Problem, blocking, links, refused};
use crate::engine::{Engine, Way};
use crate::export;
use crate::model::{DatasetId, EditionKey, MeasureId};
use crate::views::LinkView;
use crate::views::link::segment;
use crate::views::series::SeriesView;

use super::{Refusals, table};

/// Most figures in one answer; the CSV file has no such limit.
const MOST_FIGURES: usize = 20_000;

/// What the address asks for.
struct Asked {
    measure: MeasureId,
    to: EditionKey,
    area: Option<String>,
    way: Way,
}

/// A measure through the years, all of it on the boundaries of one edition.
///
/// One point a year, each with its method: figures published for these very
/// boundaries are handed on, others are carried by a crosswalk and have a 95 %
/// range and a grade. A figure that is missing has its reason.
#[utoipa::path(get, path = "/api/series", tag = "questions",
    params(("measure" = String, Query, description = "Id of a measure that the place describes."),
        ("to" = Option<String>, Query, description = "The boundaries, as `wards@2018` or `wards` for the newest; the main \
            layer where left out."),
        ("area" = Option<String>, Query, description = "Code of one area; all where left out."),
        ("way" = Option<String>, Query, pattern = "^(best|area|area-kept-inside|points|lookup)$",
            description = "How weights are found; the best that the place allows where left out.")),
    responses((status = 200, description = "The series.", body = SeriesView), Refusals))]
pub async fn series(
    State(app): State<App>,
    current: Current,
    fields: Fields,
) -> Result<Json<SeriesView>, Problem> {
    let asked = read(&current.engine, fields)?;
    blocking::run(move || {
        let mut view = view(&current.engine, &asked)?;
        let figures: usize = view.points.iter().map(|point| point.figures.len()).sum();
        if figures > MOST_FIGURES {
            let detail = format!(
                "the series has {figures} figures; name one area (at most {MOST_FIGURES} figures), or take /api/series.csv"
            );
            return Err(Problem::parameter("area", detail));
        }
        view.links = ways_on(&app, &asked);
        Ok(Json(view))
    })
    .await
}

/// The same as comma-separated text: one row for each year and area.
#[utoipa::path(get, path = "/api/series.csv", tag = "questions",
    params(("measure" = String, Query, description = "Id of a measure that the place describes."),
        ("to" = Option<String>, Query, description = "The boundaries; the main layer where left out."),
        ("area" = Option<String>, Query, description = "Code of one area; all where left out."),
        ("way" = Option<String>, Query, pattern = "^(best|area|area-kept-inside|points|lookup)$",
            description = "How weights are found.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn csv(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    let asked = read(&current.engine, fields)?;
    let name = format!("series-{}-{}-{}.csv", asked.measure, asked.to.dataset, asked.to.edition);
    let view = blocking::run(move || view(&current.engine, &asked)).await?;
    table(&app, &name, move |out| export::series::write(out, &view))
}

fn read(engine: &Engine, mut fields: Fields) -> Result<Asked, Problem> {
    let known = || {
        let measures = engine.snapshot().info.catalogue.measures.iter().map(|measure| measure.id.to_string());
        let known: Vec<String> = measures.collect();
        if known.is_empty() { "the place describes none".to_owned() } else { known.join(", ") }
    };
    let measure = id::<MeasureId>(&mut fields, "measure")?;
    let to = fields.take("to")?;
    let area = fields.take("area")?;
    let way = way(&mut fields)?;
    fields.finish()?;
    let measure =
        measure.ok_or_else(|| Problem::parameter("measure", format!("name a measure: {}", known())))?;
    if engine.measure(&measure).is_err() {
        return Err(Problem::not_found(format!("measure '{measure}'; there are: {}", known())).at("measure"));
    }
    let to = boundaries(engine, to.as_deref())?;
    if let Some(code) = area.as_deref().filter(|code| engine.area(&to, code).is_none()) {
        return Err(Problem::not_found(format!("area '{code}' in {to}")).at("area"));
    }
    Ok(Asked { measure, to, area, way })
}

/// The boundaries that are named: an edition, a layer, or the main layer.
fn boundaries(engine: &Engine, named: Option<&str>) -> Result<EditionKey, Problem> {
    let wrong = |error: crate::model::IdError| Problem::parameter("to", error.to_string());
    if let Some(name) = named.filter(|name| name.contains('@')) {
        let key: EditionKey = name.parse().map_err(wrong)?;
        let known = engine.layer(&key).is_some();
        return if known {
            Ok(key)
        } else {
            Err(Problem::not_found(format!("layer edition {key}")).at("to"))
        };
    }
    let dataset = named.map(str::parse::<DatasetId>).transpose().map_err(wrong)?;
    let dataset = dataset.or_else(|| engine.snapshot().info.main_layer.clone());
    let dataset =
        dataset.ok_or_else(|| Problem::parameter("to", "name the layer that figures are wanted for"))?;
    engine.newest_layer(&dataset).map_err(|error| refused::pair(&error, "to"))
}

fn view(engine: &Engine, asked: &Asked) -> Result<SeriesView, Problem> {
    let refuse = |error| refused::align(&error);
    let measure = engine.measure(&asked.measure).map_err(refuse)?;
    let series = engine.usual_series(&asked.measure, &asked.to, asked.way).map_err(refuse)?;
    Ok(SeriesView::new(engine, measure, &series, asked.way.key(), asked.area.as_deref()))
}

fn ways_on(app: &App, asked: &Asked) -> Vec<LinkView> {
    let area = asked.area.as_ref().map_or_else(String::new, |code| format!("&area={}", segment(code)));
    let query = format!("?measure={}&to={}&way={}{area}", asked.measure, asked.to, asked.way.key());
    vec![
        LinkView::json("self", "This series", app.link(&format!("/api/series{query}"))),
        LinkView::new(
            "alternate",
            "text/csv",
            "The same as a table",
            app.link(&format!("/api/series.csv{query}")),
        ),
        LinkView::json("boundaries", "The boundaries", app.link(&links::edition(&asked.to))),
    ]
}
