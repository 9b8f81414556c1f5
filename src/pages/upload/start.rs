//! The first step: choose a file, or read why none is taken.

use maud::{Markup, html};

use crate::api::{App, Problem};
use crate::pages::frame::{Page, Section};

use crate::pages::token::token_field;

use super::{PATH, TOKEN_HINT, trail, wrong};

/// The page, with what went wrong before, if anything did.
#[must_use]
pub fn page(app: &App, problem: Option<&Problem>) -> Page {
    let body = html! {
        (wrong::summary(&problem.map(wrong::of_problem).unwrap_or_default()))
        h1 class="govuk-heading-xl" { "Add a file" }
        @if app.config().allows_writes() { (form(app)) } @else { (off(app)) }
    };
    let title = if problem.is_some() { "Error: add a file" } else { "Add a file" };
    Page { title: title.into(), section: Section::Data, trail: trail(), body }
}

fn form(app: &App) -> Markup {
    let most = app.config().limits.upload_bytes / (1 << 20);
    html! {
        p class="govuk-body-l" { "Boundaries, a register or a table, as it was published. Nothing changes until you have read the report and publish." }
        ol class="govuk-list govuk-list--number" {
            li { "Choose the file." }
            li { "Say what it is. Columns, coordinates and codes are found for you to confirm." }
            li { "Read the report: every fault with its place." }
            li { "Publish it as a new edition, or discard it." }
        }
        form action=(PATH) method="post" enctype="multipart/form-data" data-island="upload" {
            (token_field(app, "token", TOKEN_HINT))
            div class="govuk-form-group" {
                label class="govuk-label govuk-label--s" for="file" { "File" }
                div class="govuk-hint" id="file-hint" {
                    "GeoJSON, TopoJSON, GeoPackage, Shapefile (zipped, or its files together), FlatGeobuf, KML, Parquet, CSV, TSV or Excel (XLSX), at most "
                    (most) " MB. Import larger files on the command line."
                }
                input class="govuk-file-upload" id="file" name="file" type="file" multiple required aria-describedby="file-hint";
            }
            button class="govuk-button" type="submit" { "Send and look at it" }
        }
    }
}

fn off(app: &App) -> Markup {
    html! {
        p class="govuk-body-l" { "Files cannot be added here: this service is set to show, not to change." }
        div class="govuk-inset-text" {
            @if app.config().writes.read_only {
                p class="govuk-body" { "Whoever runs it has set " code { "writes.read_only" } ". Take that setting away to allow changes." }
            } @else {
                p class="govuk-body" { "Others can connect to this service, and there are no accounts yet. To allow changes, whoever runs it can either" }
                ul class="govuk-list govuk-list--bullet" {
                    li { "set a secret in " code { "writes.token" } " (or the variable " code { "WARDWISE_WRITES_TOKEN" } "), which the form then asks for, or" }
                    li { "serve on this machine alone, which is what " code { "wardwise serve" } " does unless told otherwise." }
                }
            }
        }
        p class="govuk-body" { "On the command line a file is always imported with " code { "wardwise import MANIFEST --source DIR --place DIR" } "." }
    }
}
