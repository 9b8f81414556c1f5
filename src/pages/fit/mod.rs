//! How badly partners' geographies fit into each other: `/boundaries/fit`.
//!
//! `asked.rs` reads the address, `matrix.rs` sets each layer against each,
//! `split.rs` lists the areas that are cut up.

mod asked;
mod matrix;
mod split;

use maud::{Markup, html};

use crate::api::{Problem, refused};
use crate::engine::{Engine, Pair};
use crate::model::EditionKey;
use crate::views::misfit::{IndexView, MisfitView};

use super::format::{self, percent};
use super::frame::{Page, Section};
use super::params::Params;
use super::whereabouts::error_summary;
use asked::{Asked, title};
use matrix::Matrix;

/// The address of the page.
pub const PATH: &str = "/boundaries/fit";

/// The page.
///
/// # Errors
/// A [`Problem`] when two layers cannot be measured against each other.
pub fn page(engine: &Engine, params: &Params) -> Result<Page, Problem> {
    let trail = vec![("Boundaries".into(), "/boundaries".into())];
    let (title, body) = match asked::read(engine, params) {
        Ok(asked) => {
            (format!("How well geographies fit, {}", asked::on(&asked)), compared(engine, asked, params)?)
        }
        Err(wrong) => ("Error: how well geographies fit".to_owned(), again(engine, &wrong, params)),
    };
    Ok(Page { title, section: Section::Boundaries, trail, body })
}

fn compared(engine: &Engine, mut asked: Asked, params: &Params) -> Result<Markup, Problem> {
    let matrix = measure(engine, &asked)?;
    let twins = twins(engine, &matrix, &asked);
    if asked.is_usual {
        leave_out_twins(&matrix, &mut asked);
    }
    let asked = &asked;
    let several = asked.layers.len() > 1;
    Ok(html! {
        (opening())
        (asked::form(engine, Some(asked), None, params))
        @if !several { (too_few(asked)) } @else {
            section aria-labelledby="matrix" {
                h2 class="govuk-heading-l" id="matrix" { "How each fits into each other" }
                (reading(engine, &matrix, asked))
                (twins)
                (matrix::table(engine, &matrix, &asked.layers))
            }
            @if let Some(of) = &asked.of { (split::section(engine, &matrix, asked, of, params)) }
            (downloads(asked))
            (method(&matrix))
        }
    })
}

/// The address of the rows that the page rests on; `None` where it has none.
#[must_use]
pub fn matrix_file(engine: &Engine, params: &Params) -> Option<String> {
    let mut asked = asked::read(engine, params).ok()?;
    if asked.is_usual {
        leave_out_twins(&measure(engine, &asked).ok()?, &mut asked);
    }
    (asked.layers.len() > 1).then(|| matrix_address(&asked))
}

fn matrix_address(asked: &Asked) -> String {
    format!("/api/misfit.csv{}", query(asked))
}

fn measure(engine: &Engine, asked: &Asked) -> Result<Matrix, Problem> {
    let mut views = Vec::new();
    for (at, first) in asked.layers.iter().enumerate() {
        for second in &asked.layers[at + 1..] {
            let pair = engine.pair(first, second).map_err(|error| refused::pair(&error, "layer"))?;
            views.extend(MisfitView::both(&Pair::clone(&pair).fitting(asked.options)));
        }
    }
    Ok(Matrix::new(views))
}

fn opening() -> Markup {
    html! {
        span class="govuk-caption-xl" { "Boundaries" }
        h1 class="govuk-heading-xl" { "How well do geographies fit?" }
        p class="govuk-body-l" {
            "Where one partner's areas cut another's, people of one ward are served by several teams. This page counts them."
        }
    }
}

fn too_few(asked: &Asked) -> Markup {
    html! {
        p class="govuk-inset-text" {
            @match asked.known.len() {
                0 => "No boundaries of this place are in force on that day. Leave the date out to see the newest editions.",
                1 => "This place has only one geography, so there is nothing to compare it with.",
                _ => "Choose at least two geographies to compare.",
            }
        }
    }
}

fn again(engine: &Engine, wrong: &asked::Wrong, params: &Params) -> Markup {
    html! {
        (error_summary(wrong.0, &wrong.1))
        (opening())
        (asked::form(engine, None, Some(wrong), params))
    }
}

/// What a number of the matrix means, told with one of its own.
fn reading(engine: &Engine, matrix: &Matrix, asked: &Asked) -> Markup {
    let example = asked.of.as_ref().and_then(|of| worst(matrix, asked, of));
    html! {
        @if let Some((of, against, index, people)) = example {
            p class="govuk-body" {
                strong { (percent(index.misfit)) " of " (if people { "people" } else { "the ground" }) } " of " (title(engine, of))
                @if people { " live" } @else { " lies" }
                " in a part of their area that goes with another area of " (title(engine, against)) " than the largest part of it does"
                @if index.outside > 0.0005 { ", " (percent(index.outside)) " with none at all" }
                ". It is the worst fit among the partners below."
            }
        }
        p class="govuk-body" {
            "Read along the rows: 0% means that every area of the row lies whole in one area of the column. The direction matters: small areas fit into large ones far better than large into small, so both ways are given, and cells that ask large areas to fit into smaller ones say so."
        }
    }
}

type Worst<'a> = (&'a EditionKey, &'a EditionKey, IndexView, bool);

/// The partner into whose areas a layer fits worst, twins and smaller areas aside.
fn worst<'a>(matrix: &Matrix, asked: &'a Asked, of: &'a EditionKey) -> Option<Worst<'a>> {
    let partners = asked.layers.iter().filter_map(|against| {
        let view = matrix.get(of, against).filter(|view| !view.same_areas && !view.against_is_finer)?;
        let index = view.by_people.or(view.by_ground)?;
        Some((of, against, index, view.by_people.is_some()))
    });
    partners.max_by(|a, b| a.2.misfit.total_cmp(&b.2.misfit)).filter(|worst| worst.2.misfit > 0.0)
}

/// Layers that are one and the same, and so say nothing of partners.
fn twins(engine: &Engine, matrix: &Matrix, asked: &Asked) -> Markup {
    let groups = twin_groups(matrix, asked);
    html! {
        @for (first, others) in &groups {
            @let named: Vec<String> = others.iter().map(|other| title(engine, other).to_owned()).collect();
            p class="govuk-inset-text" {
                (format::list(&named)) @if others.len() == 1 { " has" } @else { " have" }
                " the same areas as " (title(engine, first)) ", published again. A misfit between them would only say how they were drawn, so it is left out."
            }
        }
    }
}

/// Each layer with those that are the same areas as it; the layer whose areas
/// are looked at stands first among its own.
fn twin_groups<'a>(matrix: &Matrix, asked: &'a Asked) -> Vec<(&'a EditionKey, Vec<&'a EditionKey>)> {
    let mut order: Vec<&EditionKey> = asked.layers.iter().collect();
    order.sort_by_key(|key| Some(*key) != asked.of.as_ref());
    let mut groups: Vec<(&EditionKey, Vec<&EditionKey>)> = Vec::new();
    for key in order {
        let is_twin = |first: &EditionKey| matrix.get(first, key).is_some_and(|view| view.same_areas);
        match groups.iter_mut().find(|(first, _)| is_twin(first)) {
            Some((_, others)) => others.push(key),
            None => groups.push((key, Vec::new())),
        }
    }
    groups.retain(|(_, others)| !others.is_empty());
    groups
}

fn leave_out_twins(matrix: &Matrix, asked: &mut Asked) {
    let again: Vec<EditionKey> =
        twin_groups(matrix, asked).into_iter().flat_map(|(_, others)| others).cloned().collect();
    asked.layers.retain(|key| !again.contains(key));
}

/// The layers and options as the API is asked for them.
fn query(asked: &Asked) -> String {
    let layers: Vec<String> = asked.layers.iter().map(ToString::to_string).collect();
    let options = format!("least={}&split={}", asked.options.least_share * 100.0, asked.options.split_from);
    format!("?layer={}&{options}", layers.join(","))
}

/// The address of the file of all parts of a layer's split areas.
fn split_file(asked: &Asked, of: &EditionKey) -> String {
    format!("/api/misfit/split.csv{}&of={of}", query(asked))
}

fn downloads(asked: &Asked) -> Markup {
    let query = query(asked);
    html! {
        section aria-labelledby="downloads" {
            h2 class="govuk-heading-l" id="downloads" { "Downloads" }
            ul class="govuk-list ww-downloads" {
                li { a class="govuk-link" href=(matrix_address(asked)) download { "CSV" }
                    " – the overlap matrix: one row for each pair of areas that share something" }
                @if let Some(of) = &asked.of {
                    li { a class="govuk-link" href=(split_file(asked, of)) download { "CSV of split areas" }
                        " – one row for each part of each of them" }
                }
                li { a class="govuk-link" href=(format!("/api/misfit{query}")) { "JSON" } " – the misfits and every split area, for programs" }
            }
        }
    }
}

fn method(matrix: &Matrix) -> Markup {
    html! {
        section aria-labelledby="method" {
            h2 class="govuk-heading-l" id="method" { "How this was measured" }
            p class="govuk-body" {
                "Misfit is 1 less the mean, over all areas that take part, of the largest share of an area that lies in one area of the other geography, each area weighing as many people (or as much ground) as it has. "
                "An area takes part when it lies in the other geography at all; what of it lies outside counts as misfit. Two drawings of one line, up to 1 m apart along the shorter outline, are no disagreement."
            }
            p class="govuk-body" {
                @if matrix.counts_people() { "People are the residents of each small area, counted at one point in it." }
                @else { "This place knows of no residents to count, so only ground is measured." }
            }
        }
    }
}
