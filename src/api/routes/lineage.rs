//! What became of the areas of one edition in the next.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;

use crate::api::params::Fields;
use crate::api::params::asked::{id, share};
use crate::api::{App, Current, Problem, blocking, links, refused};
use crate::crosswalk::lineage::{Lineage, Options};
use crate::engine::{Engine, Pair};
use crate::export;
use crate::model::{DatasetId, EditionId, EditionKey};
use crate::views::lineage::{LineageAnswerView, LineageView};
use crate::views::{CitationView, LinkView};

use super::{Refusals, table};

/// What the address asks for.
struct Asked {
    from: EditionKey,
    to: EditionKey,
    options: Options,
}

/// What became of every area of a layer from one edition to another.
///
/// Ground decides, never name or code. Shares are of people where the place
/// knows where they live, and of ground in any case.
#[utoipa::path(get, path = "/api/lineage", tag = "questions",
    params(("layer" = Option<String>, Query, description = "Id of the layer; the place's main layer where left out."),
        ("from" = Option<String>, Query, description = "The earlier edition; the one before the later where left out."),
        ("to" = Option<String>, Query, description = "The later edition; the newest where left out."),
        ("least" = Option<f64>, Query, minimum = 0, maximum = 100,
            description = "The least part, in per cent of either area, that makes a predecessor; 1 where left out.")),
    responses((status = 200, description = "The lineage.", body = LineageAnswerView), Refusals))]
pub async fn lineage(
    State(app): State<App>,
    current: Current,
    fields: Fields,
) -> Result<Json<LineageAnswerView>, Problem> {
    let asked = read(&current.engine, fields)?;
    blocking::run(move || view(&app, &current, &asked)).await.map(Json)
}

/// The same as comma-separated text: one row for each old area and each of its successors.
#[utoipa::path(get, path = "/api/lineage.csv", tag = "questions",
    params(("layer" = Option<String>, Query, description = "Id of the layer; the place's main layer where left out."),
        ("from" = Option<String>, Query, description = "The earlier edition; the one before the later where left out."),
        ("to" = Option<String>, Query, description = "The later edition; the newest where left out."),
        ("least" = Option<f64>, Query, minimum = 0, maximum = 100,
            description = "The least part, in per cent of either area, that makes a predecessor; 1 where left out.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn csv(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    let asked = read(&current.engine, fields)?;
    let name = format!("lineage-{}-{}-{}.csv", asked.to.dataset, asked.from.edition, asked.to.edition);
    let lineage = blocking::run(move || trace(&current.engine, &asked)).await?;
    table(&app, &name, move |out| export::lineage::write(out, &lineage))
}

fn read(engine: &Engine, mut fields: Fields) -> Result<Asked, Problem> {
    let layer = id::<DatasetId>(&mut fields, "layer")?;
    let from = id::<EditionId>(&mut fields, "from")?;
    let to = id::<EditionId>(&mut fields, "to")?;
    let least_share = share(&mut fields, "least", Options::default().least_share)?;
    fields.finish()?;
    let main = || engine.snapshot().info.main_layer.clone();
    let layer = layer.or_else(main).ok_or_else(|| {
        Problem::parameter("layer", "the place has no main layer; name the layer to tell the lineage of")
    })?;
    let editions = engine.editions_to_compare(&layer, from.as_ref(), to.as_ref());
    let (from, to) = editions.map_err(|error| refused::pair(&error, wrong_field(&error)))?;
    Ok(Asked { from, to, options: Options { least_share } })
}

fn wrong_field(error: &crate::engine::PairError) -> &'static str {
    match error {
        crate::engine::PairError::NoDataset { .. } => "layer",
        _ => "from",
    }
}

fn trace(engine: &Engine, asked: &Asked) -> Result<Arc<Lineage>, Problem> {
    let refuse = |error| refused::pair(&error, "layer");
    if asked.options == Options::default() {
        return engine.usual_lineage(&asked.from, &asked.to).map_err(refuse);
    }
    let pair = engine.pair(&asked.from, &asked.to).map_err(refuse)?;
    Pair::clone(&pair).lineage(asked.options).map(Arc::new).map_err(refuse)
}

fn view(app: &App, current: &Current, asked: &Asked) -> Result<LineageAnswerView, Problem> {
    let engine = &current.engine;
    let pair = engine.pair(&asked.from, &asked.to).map_err(|error| refused::pair(&error, "layer"))?;
    let lineage = trace(engine, asked)?;
    let citation = |key: &EditionKey| {
        let edition = engine.edition(key).ok_or_else(|| Problem::not_found(format!("edition {key}")))?;
        Ok::<_, Problem>(CitationView::new(engine.snapshot(), edition))
    };
    Ok(LineageAnswerView {
        version: current.version.number,
        before: citation(&asked.from)?,
        after: citation(&asked.to)?,
        lineage: LineageView::new(&lineage, pair.tolerance.metres),
        links: ways_on(app, asked),
    })
}

fn ways_on(app: &App, asked: &Asked) -> Vec<LinkView> {
    let query = format!(
        "?layer={}&from={}&to={}&least={}",
        asked.to.dataset,
        asked.from.edition,
        asked.to.edition,
        asked.options.least_share * 100.0
    );
    vec![
        LinkView::json("self", "This lineage", app.link(&format!("/api/lineage{query}"))),
        LinkView::new(
            "alternate",
            "text/csv",
            "The same as a table",
            app.link(&format!("/api/lineage.csv{query}")),
        ),
        LinkView::json("before", "The earlier edition", app.link(&links::edition(&asked.from))),
        LinkView::json("after", "The later edition", app.link(&links::edition(&asked.to))),
    ]
}
