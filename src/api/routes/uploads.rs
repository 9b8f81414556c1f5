//! Uploads: send files, look at them, check them, publish or discard.

use axum::Json;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::doors::may_write;
use crate::api::params::Fields;
use crate::api::uploads::{self, Choices, Detected, Looked, Receiver, Tick, Upload};
use crate::api::{App, Kind, Problem, blocking, links, unkept};
use crate::views::upload::LookedView;
use crate::views::{LinkView, ReportView};

use super::WriteRefusals;

/// An upload that waits, and what it seems to be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UploadView {
    /// Its id.
    pub id: String,
    /// When it is thrown away, if it is not published.
    #[schema(format = DateTime)]
    pub expires: Option<String>,
    /// Names of its files.
    pub files: Vec<String>,
    /// What it seems to be.
    pub detected: Detected,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// The files of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema: the parts are read one by one")]
pub struct UploadForm {
    /// The write token, for forms; before the files. Programs send it as a header.
    token: Option<String>,
    /// One file, or a shapefile's files together.
    #[schema(min_items = 1, max_items = 16)]
    file: Vec<Vec<u8>>,
}

/// Sends files, which then wait to be checked and published.
#[utoipa::path(post, path = "/api/uploads", tag = "uploads",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The upload waits.", body = UploadView), WriteRefusals))]
pub async fn send(
    State(app): State<App>,
    headers: HeaderMap,
    fields: Fields,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    let form = form.map_err(|error| Problem::new(Kind::MediaType, error.body_text()))?;
    let upload = receive(&app, &headers, form).await?;
    let view = blocking::run(move || view(&app, &upload)).await?;
    let location = view.links.first().map_or_else(String::new, |link| link.href.clone());
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(view)).into_response())
}

/// Takes the parts of a form in, once the request has shown that it may write.
/// The pages call this too.
///
/// # Errors
/// A [`Problem`] from [`may_write`], or about the parts.
pub async fn receive(app: &App, headers: &HeaderMap, mut form: Multipart) -> Result<Upload, Problem> {
    let mut token = None;
    let mut receiver = None;
    while let Some(part) = form.next_field().await.map_err(|error| broken(&error))? {
        match part.name() {
            Some("token") if receiver.is_none() => {
                token = Some(part.text().await.map_err(|error| broken(&error))?);
            }
            Some("file") => {
                if receiver.is_none() {
                    may_write(app, headers, token.as_deref())?;
                    receiver = Some(Receiver::begin(app)?);
                }
                if let Some(receiver) = &mut receiver {
                    take_file(receiver, part).await?;
                }
            }
            other => {
                let name = other.unwrap_or("without a name");
                return Err(Problem::parameter(
                    "body",
                    format!("the form has no part '{name}'; it has token and file"),
                ));
            }
        }
    }
    if let Some(receiver) = receiver {
        return receiver.finish();
    }
    may_write(app, headers, token.as_deref())?;
    Err(Problem::parameter("file", "no file was sent"))
}

async fn take_file(receiver: &mut Receiver, mut part: Field<'_>) -> Result<(), Problem> {
    // A form that is sent without a choice has one empty part without a name.
    let name = part.file_name().unwrap_or("").to_owned();
    if name.is_empty() {
        return Err(Problem::parameter("file", "choose a file"));
    }
    receiver.begin_file(&name)?;
    while let Some(piece) = part.chunk().await.map_err(|error| broken(&error))? {
        receiver.write(&piece)?;
    }
    Ok(())
}

fn broken(error: &axum::extract::multipart::MultipartError) -> Problem {
    Problem::new(Kind::of_status(error.status()), error.body_text()).at("body")
}

/// An upload that waits.
#[utoipa::path(get, path = "/api/uploads/{upload}", tag = "uploads",
    params(("upload" = String, Path, description = "Id of the upload.")),
    responses((status = 200, description = "The upload.", body = UploadView), WriteRefusals))]
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    let view = blocking::run(move || view(&app, &uploads::find(&app, &id)?)).await?;
    Ok(unkept(Json(view)))
}

/// Checks an upload with what a person says of it, and changes nothing.
#[utoipa::path(post, path = "/api/uploads/{upload}/check", tag = "uploads",
    params(("upload" = String, Path, description = "Id of the upload.")), request_body = Choices,
    responses((status = 200, description = "What would come of it.", body = LookedView), WriteRefusals))]
pub async fn check(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    fields: Fields,
    choices: Result<Json<Choices>, JsonRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    let Json(choices) = choices.map_err(|error| bad_json(&error))?;
    blocking::run(move || {
        let looked = uploads::check(&app, &uploads::find(&app, &id)?, &choices)?;
        Ok(unkept(Json(looked_view(&app, &looked))))
    })
    .await
}

/// What is ticked on publication.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Warnings that are ticked, beside those of the choices.
    #[serde(default)]
    pub accept: Vec<Tick>,
}

/// Publishes an upload as it was checked.
#[utoipa::path(post, path = "/api/uploads/{upload}/publish", tag = "uploads",
    params(("upload" = String, Path, description = "Id of the upload.")), request_body = Publication,
    responses((status = 200, description = "What came of it; `stopped` leaves the upload waiting.", body = LookedView),
        WriteRefusals))]
pub async fn publish(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    fields: Fields,
    publication: Result<Json<Publication>, JsonRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    let Json(publication) = publication.map_err(|error| bad_json(&error))?;
    blocking::run(move || {
        let looked = uploads::publish(&app, &uploads::find(&app, &id)?, &publication.accept)?;
        Ok(unkept(Json(looked_view(&app, &looked))))
    })
    .await
}

/// Throws an upload away.
#[utoipa::path(delete, path = "/api/uploads/{upload}", tag = "uploads",
    params(("upload" = String, Path, description = "Id of the upload.")),
    responses((status = 204, description = "It is gone."), WriteRefusals))]
pub async fn discard(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<StatusCode, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    blocking::run(move || uploads::discard(&app, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(app: &App, upload: &Upload) -> Result<UploadView, Problem> {
    let this = format!("{}/{}", uploads::PATH, upload.id);
    Ok(UploadView {
        id: upload.id.clone(),
        expires: upload.expires(app).and_then(|at| Timestamp::try_from(at).ok()).map(|at| at.to_string()),
        files: upload.files(),
        detected: uploads::detect(app, upload)?,
        links: vec![
            LinkView::json("self", "This upload", app.link(&this)),
            LinkView::json("check", "Check it (POST)", app.link(&format!("{this}/check"))),
            LinkView::json("publish", "Publish it (POST)", app.link(&format!("{this}/publish"))),
        ],
    })
}

fn looked_view(app: &App, looked: &Looked) -> LookedView {
    let edition = &looked.edition;
    LookedView {
        edition: edition.key.to_string(),
        state: edition.state.key().to_owned(),
        words: edition.state.words().to_owned(),
        version_before: looked.version_before,
        version_after: looked.version_after,
        report: ReportView::from(&edition.report),
        links: vec![LinkView::json("edition", "The edition", app.link(&links::edition(&edition.key)))],
    }
}

/// What is wrong with a body of JSON. A body that is JSON but not as described
/// is as bad as one that is none.
pub(in crate::api) fn bad_json(error: &JsonRejection) -> Problem {
    let kind = match Kind::of_status(error.status()) {
        kind @ (Kind::MediaType | Kind::TooLarge) => kind,
        _ => Kind::BadRequest,
    };
    Problem::new(kind, error.body_text()).at("body")
}
