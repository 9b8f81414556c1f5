//! Custom areas: saved, listed, shown, renamed, deleted; figures estimated for them.

use axum::Json;
use axum::extract::multipart::Multipart;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use utoipa::ToSchema;

use crate::api::doors::may_write;
use crate::api::params::Fields;
use crate::api::{App, Current, Kind, Problem, blocking, custom, unkept};
use crate::custom::{AreaName, SavedArea};
use crate::engine::CustomAsk;
use crate::views::LinkView;
use crate::views::custom::{
    CustomAreaView, CustomEntryView, CustomFeatureView, CustomListView, EstimatesView, GroundView, NewName,
};

use super::{BodyRefusals, Refusals, WriteRefusals};

/// A file with the outline of a custom area.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema: the parts are read one by one")]
pub struct OutlineForm {
    /// The write token, for forms. Programs send it as a header.
    token: Option<String>,
    /// The name to save the area under.
    name: String,
    /// One file, or a shapefile's files together; at most 20 MB.
    #[schema(min_items = 1, max_items = 16)]
    file: Vec<Vec<u8>>,
}

/// Every saved custom area.
#[utoipa::path(get, path = "/api/custom-areas", tag = "custom areas",
    responses((status = 200, description = "The areas.", body = CustomListView), Refusals))]
pub async fn list(State(app): State<App>, fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let entry = |saved: &SavedArea| CustomEntryView {
            area: CustomAreaView::saved(saved),
            links: links(&app, &saved.id),
        };
        let areas = custom::saved(&app)?.iter().map(entry).collect();
        let links = vec![LinkView::json("self", "Saved custom areas", app.link("/api/custom-areas"))];
        Ok(unkept(Json(CustomListView { areas, links })))
    })
    .await
}

/// Saves a custom area: drawn, a list of areas, a list of postcodes, or a file.
#[utoipa::path(post, path = "/api/custom-areas", tag = "custom areas",
    request_body(content((GroundView = "application/json"), (OutlineForm = "multipart/form-data"))),
    responses((status = 201, description = "The area is saved.", body = CustomFeatureView), WriteRefusals))]
pub async fn save(
    State(app): State<App>,
    current: Current,
    fields: Fields,
    mut request: Request,
) -> Result<Response, Problem> {
    fields.finish()?;
    let headers = request.headers().clone();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let (name, ask) = if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, &app).await;
        let form = form.map_err(|error| Problem::new(Kind::MediaType, error.body_text()))?;
        from_form(&app, &headers, form).await?
    } else {
        may_write(&app, &headers, None)?;
        DefaultBodyLimit::max(app.config().limits.body_bytes).apply(&mut request);
        let ground = Json::<GroundView>::from_request(request, &app).await;
        let Json(ground) = ground.map_err(|error| super::uploads::bad_json(&error))?;
        if ground.measures.is_some() {
            return Err(Problem::parameter("measures", "a saved area has no measures of its own"));
        }
        let name = ground.name.clone().ok_or_else(|| Problem::parameter("name", "give the area a name"))?;
        (name, custom::ask_of_view(&ground)?)
    };
    blocking::run(move || {
        let area = custom::settle(&current.engine, ask)?;
        let saved = custom::save(&app, &name, &area)?;
        let view = feature(&app, &saved);
        let location = app.link(&format!("/api/custom-areas/{}", saved.id));
        Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(view)).into_response())
    })
    .await
}

async fn from_form(app: &App, headers: &HeaderMap, form: Multipart) -> Result<(String, CustomAsk), Problem> {
    let parts = custom::read_parts(form).await?;
    let text = |name: &str| parts.fields.iter().find(|(n, _)| n == name).map(|(_, text)| text.as_str());
    may_write(app, headers, text("token"))?;
    let stranger = parts.fields.iter().find(|(name, _)| !matches!(name.as_str(), "token" | "name"));
    if let Some((name, _)) = stranger {
        let detail = format!("the form has no part '{name}'; it has token, name and file");
        return Err(Problem::parameter("body", detail));
    }
    let name = text("name").ok_or_else(|| Problem::parameter("name", "give the area a name"))?.to_owned();
    Ok((name, custom::ask_of_files(&parts.files)?))
}

/// One saved custom area, with its shape.
#[utoipa::path(get, path = "/api/custom-areas/{area}", tag = "custom areas",
    params(("area" = String, Path, description = "Id of the area.")),
    responses((status = 200, description = "The area.", body = CustomFeatureView), Refusals))]
pub async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let mut answer = unkept(Json(feature(&app, &find(&app, &id)?)));
        let kind = header::HeaderValue::from_static("application/geo+json");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        Ok(answer)
    })
    .await
}

/// Gives a saved custom area another name.
#[utoipa::path(patch, path = "/api/custom-areas/{area}", tag = "custom areas",
    params(("area" = String, Path, description = "Id of the area.")), request_body = NewName,
    responses((status = 200, description = "The area.", body = CustomFeatureView), WriteRefusals))]
pub async fn rename(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    fields: Fields,
    name: Result<Json<NewName>, JsonRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    let Json(NewName { name }) = name.map_err(|error| super::uploads::bad_json(&error))?;
    blocking::run(move || {
        let name = AreaName::parse(&name).map_err(|words| Problem::parameter("name", words))?;
        let saved = custom::folder(&app)?.rename_custom_area(&id, &name, Timestamp::now())?;
        Ok(unkept(Json(feature(&app, &saved))))
    })
    .await
}

/// Deletes a saved custom area.
#[utoipa::path(delete, path = "/api/custom-areas/{area}", tag = "custom areas",
    params(("area" = String, Path, description = "Id of the area.")),
    responses((status = 204, description = "It is deleted."), WriteRefusals))]
pub async fn delete(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<StatusCode, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    blocking::run(move || {
        custom::folder(&app)?.delete_custom_area(&id, Timestamp::now())?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Figures estimated for a saved custom area: one measure, or all.
#[utoipa::path(get, path = "/api/custom-areas/{area}/figures", tag = "custom areas",
    params(("area" = String, Path, description = "Id of the area."),
        ("measure" = Option<String>, Query, description = "Id of a measure; all where it is left out."),
        ("table" = Option<String>, Query, description = "Table edition to read it from, as `claimants@2019`; needs `measure`."),
        ("period" = Option<String>, Query, description = "Period, where a table holds several; needs `measure`.")),
    responses((status = 200, description = "The estimates.", body = EstimatesView), Refusals))]
pub async fn figures(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let measure = fields.take("measure")?;
    let (table, period) = (fields.take("table")?, fields.take("period")?);
    fields.finish()?;
    let asked = match measure {
        Some(measure) => {
            let mut ask = custom::measure_ask(&measure)?;
            let wrong = |_not_a_key| Problem::parameter("table", "write a table edition, as claimants@2019");
            ask.table = table.map(|table| table.parse()).transpose().map_err(wrong)?;
            ask.period = period;
            vec![ask]
        }
        None if table.is_some() || period.is_some() => {
            return Err(Problem::parameter("measure", "'table' and 'period' need 'measure' beside them"));
        }
        None => Vec::new(),
    };
    blocking::run(move || {
        let saved = find(&app, &id)?;
        let (view, links) = (CustomAreaView::saved(&saved), links(&app, &saved.id));
        Ok(unkept(Json(custom::estimates(&current.engine, &saved.area, view, &asked, links)?)))
    })
    .await
}

/// Figures estimated for ground that is not saved.
#[utoipa::path(post, path = "/api/estimate", tag = "custom areas", request_body = GroundView,
    responses((status = 200, description = "The estimates.", body = EstimatesView), BodyRefusals))]
pub async fn estimate(
    State(app): State<App>,
    current: Current,
    fields: Fields,
    ground: Result<Json<GroundView>, JsonRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    let Json(ground) = ground.map_err(|error| super::uploads::bad_json(&error))?;
    if ground.name.is_some() {
        return Err(Problem::parameter(
            "name",
            "nothing is saved here; send named areas to /api/custom-areas",
        ));
    }
    blocking::run(move || {
        let asked = ground.measures.iter().flatten().map(|text| custom::measure_ask(text));
        let asked: Vec<_> = asked.collect::<Result<_, _>>()?;
        let area = custom::settle(&current.engine, custom::ask_of_view(&ground)?)?;
        let links = vec![LinkView::json("collection", "Saved custom areas", app.link("/api/custom-areas"))];
        let view = CustomAreaView::unsaved(&area);
        Ok(unkept(Json(custom::estimates(&current.engine, &area, view, &asked, links)?)))
    })
    .await
}

fn find(app: &App, id: &str) -> Result<SavedArea, Problem> {
    let store = app.store().ok_or_else(|| Problem::not_found("such custom area"))?;
    Ok(store.custom_area(id)?)
}

fn feature(app: &App, saved: &SavedArea) -> CustomFeatureView {
    CustomFeatureView::new(&saved.area, CustomAreaView::saved(saved), links(app, &saved.id))
}

fn links(app: &App, id: &str) -> Vec<LinkView> {
    let own = app.link(&format!("/api/custom-areas/{id}"));
    vec![
        LinkView::new("self", "application/geo+json", "This area", own.clone()),
        LinkView::json("figures", "Its estimates", format!("{own}/figures")),
        LinkView::json("collection", "Saved custom areas", app.link("/api/custom-areas")),
    ]
}
