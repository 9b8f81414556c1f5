//! Weights between two editions of layers, as JSON and as files.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::api::params::Fields;
use crate::api::params::crosswalk::{Wanted, cursor, layer};
use crate::api::params::limit::limit;
use crate::api::{App, Current, Kind, Problem, blocking, links};
use crate::engine::{BuiltCrosswalk, Engine, Pieces, Way};
use crate::export::Format;
use crate::export::crosswalk::{CrosswalkFormat, pair_rows, write_best_fit, write_pairs, write_workbook};
use crate::export::geojson::geometry;
use crate::model::EditionKey;
use crate::views::crosswalk::{
    BasisView, CrosswalkView, PairView, PieceFactsView, PieceView, PiecesView, SheetView, TotalView,
};
use crate::views::{CitationView, LinkView};

use super::Refusals;

/// Pairs of a page where `limit` is left out.
const DEFAULT_LIMIT: usize = 1_000;

/// Weights from each area of one layer to the areas of another, with what they
/// rest on, the balance sheet and the pairs, page by page.
#[utoipa::path(get, path = "/api/crosswalks", tag = "alignment",
    params(("from" = String, Query, description = "Edition of the layer that figures come from.", example = "lsoa@2021"),
        ("to" = String, Query, description = "Edition of the layer that they go to.", example = "wards@2018"),
        ("way" = Option<String>, Query, description = "How weights are found: best (where left out), area, \
            area-kept-inside, points or lookup."),
        ("limit" = Option<u64>, Query, minimum = 1, description = "Pairs of a page; 1,000 where left out. More than \
            the service allows (10,000 unless set otherwise) is cut to that."),
        ("cursor" = Option<String>, Query, pattern = r"^xw-[0-9a-f]+\.[0-9]+$", description = "Where the page starts; taken from a `next` link.")),
    responses((status = 200, description = "The crosswalk.", body = CrosswalkView),
        (status = 409, description = "The layers or the lookup cannot be used as they are.",
            body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The weights changed while they were being listed.",
            body = Problem, content_type = "application/problem+json"), Refusals))]
pub async fn show(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Json<CrosswalkView>, Problem> {
    let wanted = Wanted::read(&mut fields, &current.engine)?;
    let limit = limit(&mut fields, DEFAULT_LIMIT, app.config().limits.page_items)?;
    blocking::run(move || {
        let built = current.engine.crosswalk(&wanted.from, &wanted.to, wanted.way)?;
        let start = cursor(&mut fields, &built.id)?;
        fields.finish()?;
        view(&app, &current, &wanted, &built, (start, limit))
    })
    .await
    .map(Json)
}

fn view(
    app: &App,
    current: &Current,
    wanted: &Wanted,
    built: &BuiltCrosswalk,
    (start, limit): (usize, usize),
) -> Result<CrosswalkView, Problem> {
    let engine = &current.engine;
    let all = built.crosswalk.n_links();
    let pair = |(source, link)| PairView::new(&built.crosswalk, source, link);
    let pairs: Vec<PairView> = built.crosswalk.links().skip(start).take(limit).map(pair).collect();
    let end = start.saturating_add(pairs.len());
    Ok(CrosswalkView {
        version: current.version.number,
        basis: BasisView::from(built),
        from: citation(engine, &wanted.from)?,
        to: citation(engine, &wanted.to)?,
        balance: SheetView::new(&built.crosswalk),
        totals: engine.totals(&wanted.from, &wanted.to)?.iter().map(TotalView::from).collect(),
        matched: all,
        returned: pairs.len(),
        pairs,
        links: page_links(app, wanted, built, limit, (end < all).then_some(end)),
    })
}

fn page_links(
    app: &App,
    wanted: &Wanted,
    built: &BuiltCrosswalk,
    limit: usize,
    next: Option<usize>,
) -> Vec<LinkView> {
    let query = links::crosswalk_query(&wanted.from, &wanted.to, wanted.way);
    let at = |path: &str, more: &str| app.link(&format!("/api/crosswalks{path}?{query}{more}"));
    let mut ways = vec![
        LinkView::json("self", "This crosswalk", at("", "")),
        LinkView::new("enclosure", "text/csv", "All pairs as CSV", at(".csv", "")),
        LinkView::new(
            "enclosure",
            "application/vnd.apache.parquet",
            "All pairs as Parquet",
            at(".parquet", ""),
        ),
        LinkView::new("enclosure", Format::Xlsx.media_type(), "All pairs as a workbook", at(".xlsx", "")),
        LinkView::new(
            "enclosure",
            "text/csv",
            "One row a source: where most of it goes",
            at("/best-fit.csv", ""),
        ),
    ];
    let page = |start: usize| at("", &format!("&limit={limit}&cursor={}.{start}", built.id));
    ways.extend(next.map(|start| LinkView::json("next", "The next page", page(start))));
    ways
}

/// All pairs of a crosswalk as comma-separated text.
#[utoipa::path(get, path = "/api/crosswalks.csv", tag = "alignment",
    params(("from" = String, Query, description = "Edition of the layer that figures come from.", example = "lsoa@2021"),
        ("to" = String, Query, description = "Edition of the layer that they go to.", example = "wards@2018"),
        ("way" = Option<String>, Query, description = "How weights are found, as for `/api/crosswalks`.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"),
        (status = 409, description = "The layers or the lookup cannot be used as they are.",
            body = Problem, content_type = "application/problem+json"), Refusals))]
pub async fn csv(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    file(app, current, fields, File::Pairs(CrosswalkFormat::Csv)).await
}

/// All pairs of a crosswalk as Apache Parquet.
#[utoipa::path(get, path = "/api/crosswalks.parquet", tag = "alignment",
    params(("from" = String, Query, description = "Edition of the layer that figures come from.", example = "lsoa@2021"),
        ("to" = String, Query, description = "Edition of the layer that they go to.", example = "wards@2018"),
        ("way" = Option<String>, Query, description = "How weights are found, as for `/api/crosswalks`.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/vnd.apache.parquet"),
        (status = 409, description = "The layers or the lookup cannot be used as they are.",
            body = Problem, content_type = "application/problem+json"), Refusals))]
pub async fn parquet(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    file(app, current, fields, File::Pairs(CrosswalkFormat::Parquet)).await
}

/// All pairs of a crosswalk as a workbook for Excel, with a sheet of notes.
#[utoipa::path(get, path = "/api/crosswalks.xlsx", tag = "alignment",
    params(("from" = String, Query, description = "Edition of the layer that figures come from.", example = "lsoa@2021"),
        ("to" = String, Query, description = "Edition of the layer that they go to.", example = "wards@2018"),
        ("way" = Option<String>, Query, description = "How weights are found, as for `/api/crosswalks`.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 409, description = "The layers or the lookup cannot be used as they are.",
            body = Problem, content_type = "application/problem+json"), Refusals))]
pub async fn workbook(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    file(app, current, fields, File::Workbook).await
}

/// One row a source: the target that most of it goes to. Not an official
/// lookup, unless the weights themselves come from one.
#[utoipa::path(get, path = "/api/crosswalks/best-fit.csv", tag = "alignment",
    params(("from" = String, Query, description = "Edition of the layer that figures come from.", example = "lsoa@2021"),
        ("to" = String, Query, description = "Edition of the layer that they go to.", example = "wards@2018"),
        ("way" = Option<String>, Query, description = "How weights are found, as for `/api/crosswalks`.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"),
        (status = 409, description = "The layers or the lookup cannot be used as they are.",
            body = Problem, content_type = "application/problem+json"), Refusals))]
pub async fn best_fit(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    file(app, current, fields, File::BestFit).await
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
enum File {
    Pairs(CrosswalkFormat),
    Workbook,
    BestFit,
}

async fn file(app: App, current: Current, mut fields: Fields, what: File) -> Result<Response, Problem> {
    let wanted = Wanted::read(&mut fields, &current.engine)?;
    fields.finish()?;
    blocking::run(move || {
        let built = current.engine.crosswalk(&wanted.from, &wanted.to, wanted.way)?;
        let (kind, ending, media_type) = match what {
            File::Pairs(format) => ("", format.extension(), format.media_type()),
            File::Workbook => ("", Format::Xlsx.extension(), Format::Xlsx.media_type()),
            File::BestFit => {
                ("-best-fit", CrosswalkFormat::Csv.extension(), CrosswalkFormat::Csv.media_type())
            }
        };
        let body = written(&current, &wanted, &built, what).map_err(|error| {
            tracing::error!(%error, "a crosswalk could not be written: {error}");
            Problem::new(Kind::Internal, "the file could not be written")
        })?;
        let name = format!(
            "{}-{}-to-{}-{}-{}{kind}.{ending}",
            wanted.from.dataset,
            wanted.from.edition,
            wanted.to.dataset,
            wanted.to.edition,
            built.way.key()
        );
        let query = links::crosswalk_query(&wanted.from, &wanted.to, built.way);
        let about = format!(
            "<{}>; rel=\"describedby\"; type=\"application/json\"",
            app.link(&format!("/api/crosswalks?{query}"))
        );
        let mut response = body.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        for (header, value) in
            [(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")), (header::LINK, about)]
        {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(header, value);
            }
        }
        Ok(response)
    })
    .await
}

fn written(
    current: &Current,
    wanted: &Wanted,
    built: &BuiltCrosswalk,
    what: File,
) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    match what {
        File::Pairs(format) => {
            write_pairs(format, pair_rows(&built.crosswalk), &notes(current, wanted, built), &mut body)?;
        }
        File::Workbook => {
            write_workbook(&current.engine, (&wanted.from, &wanted.to), built, &mut body)?;
        }
        File::BestFit => write_best_fit(&built.crosswalk, &mut body)?,
    }
    Ok(body)
}

/// What a file says of itself where it has room.
fn notes(current: &Current, wanted: &Wanted, built: &BuiltCrosswalk) -> Vec<(String, String)> {
    let snapshot = current.engine.snapshot();
    let cite = |key: &EditionKey| {
        current.engine.edition(key).map(|edition| CitationView::new(snapshot, edition).sentence())
    };
    let mut notes = vec![
        ("wardwise.crosswalk".to_owned(), built.id.clone()),
        ("wardwise.way".to_owned(), built.way.key().to_owned()),
    ];
    for (name, key) in [("wardwise.from", &wanted.from), ("wardwise.to", &wanted.to)] {
        notes.extend(cite(key).map(|text| (name.to_owned(), text)));
    }
    notes
}

/// One area, cut along the areas of another layer, as GeoJSON.
///
/// What a piece measures is exact; its outline is for eyes alone.
#[utoipa::path(get, path = "/api/crosswalks/pieces", tag = "alignment",
    params(("from" = String, Query, description = "Edition of the layer that is cut.", example = "lsoa@2021"),
        ("to" = String, Query, description = "Edition of the layer it is cut along.", example = "wards@2018"),
        ("area" = String, Query, description = "Code of the area.")),
    responses((status = 200, description = "The pieces.", body = PiecesView, content_type = "application/geo+json"),
        (status = 409, description = "The layers cannot be measured.",
            body = Problem, content_type = "application/problem+json"), Refusals))]
pub async fn pieces(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let (from, to) =
        (layer(&mut fields, &current.engine, "from")?, layer(&mut fields, &current.engine, "to")?);
    let wanted = Wanted { from, to, way: Way::Best };
    let area = fields.take("area")?.filter(|code| !code.is_empty());
    let area = area.ok_or_else(|| Problem::parameter("area", "name the code of an area"))?;
    fields.finish()?;
    let view = blocking::run(move || {
        let engine = &current.engine;
        let pieces = engine.pieces(&wanted.from, &wanted.to, &area)?;
        let points = by_points(engine, &wanted)?;
        pieces_view(&app, engine, &wanted, &pieces, points.as_deref())
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], Json(view)).into_response())
}

/// The weights by control points, in a place that knows of any.
fn by_points(engine: &Engine, wanted: &Wanted) -> Result<Option<Arc<BuiltCrosswalk>>, Problem> {
    if engine.evidence().is_empty() {
        return Ok(None);
    }
    Ok(Some(engine.crosswalk(&wanted.from, &wanted.to, Way::Points)?))
}

fn pieces_view(
    app: &App,
    engine: &Engine,
    wanted: &Wanted,
    found: &Pieces,
    points: Option<&BuiltCrosswalk>,
) -> Result<PiecesView, Problem> {
    let share = |area_m2: f64| (area_m2 / found.area_m2).clamp(0.0, 1.0);
    let inside = found.pieces.iter().map(|piece| PieceView {
        kind: "Feature".to_owned(),
        geometry: geometry(&piece.shape),
        properties: PieceFactsView {
            to_code: Some(piece.code.to_string()),
            to_name: piece.name.clone(),
            area_m2: piece.area_m2,
            ground_share: share(piece.area_m2),
            people_share: points.and_then(|built| built.people_share(found.source, piece.target)),
            relation: Some(piece.relation.key().to_owned()),
        },
    });
    let outside = found.outside.iter().map(|outside| PieceView {
        kind: "Feature".to_owned(),
        geometry: geometry(&outside.shape),
        properties: PieceFactsView {
            to_code: None,
            to_name: None,
            area_m2: outside.area_m2,
            ground_share: share(outside.area_m2),
            people_share: points.and_then(|built| built.people_outside(found.source)),
            relation: None,
        },
    });
    let query = links::crosswalk_query(&wanted.from, &wanted.to, wanted.way);
    let item = app.link(&links::item(&wanted.from, found.code.as_str()));
    Ok(PiecesView {
        kind: "FeatureCollection".to_owned(),
        code: found.code.to_string(),
        area_m2: found.area_m2,
        features: inside.chain(outside).collect(),
        from: citation(engine, &wanted.from)?,
        to: citation(engine, &wanted.to)?,
        links: vec![
            LinkView::json("crosswalk", "The crosswalk", app.link(&format!("/api/crosswalks?{query}"))),
            LinkView::new("item", "application/geo+json", "The area", item),
        ],
    })
}

/// What is to be said of an edition.
pub(super) fn citation(engine: &Engine, key: &EditionKey) -> Result<CitationView, Problem> {
    let edition = engine.edition(key).ok_or_else(|| Problem::not_found(format!("edition {key}")))?;
    Ok(CitationView::new(engine.snapshot(), edition))
}
