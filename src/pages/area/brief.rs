//! A measure through the years in brief, for pages that have little room:
//! a sentence, a small chart, and how each year's figure came about.

use maud::{Markup, html};

use crate::engine::Engine;
use crate::model::Measure;

use super::Subject;
use super::chart;
use super::years::{Told, figure, how};

/// The block; `None` for a measure of fewer than two periods.
#[must_use]
pub fn years_of(engine: &Engine, subject: Subject<'_>, measure: &Measure) -> Option<Markup> {
    let told = Told::of(engine, subject, measure)?;
    let id = format!("brief-{}", measure.id);
    let title = format!("{} of {} through the years", measure.title, subject.area.label());
    let sentence = told.sentence();
    let marks = told.marks();
    Some(html! {
        section class="ww-brief" aria-labelledby=(id) {
            h3 class="govuk-heading-s" id=(id) { (told.heading()) }
            @if let Some(sentence) = &sentence { p class="govuk-body-s" { (sentence) } }
            @if let Some(svg) = chart::chart(&format!("{id}-chart"), &title, sentence.as_deref().unwrap_or_default(), &marks) { (svg) }
            ul class="govuk-list ww-tight ww-quiet" {
                @for (point, row) in told.rows() {
                    li { strong { (point.period) } ": " (figure(&row.figure, told.kind())) ", " (how(engine, point)) }
                }
            }
        }
    })
}
