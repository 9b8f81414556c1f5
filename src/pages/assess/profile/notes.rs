//! What a reader must know of the figures: gaps, stand-ins, estimates; and the sources.

use maud::{Markup, html};

use crate::assess::impute::Imputation;
use crate::crosswalk::uncertainty::Grade;
use crate::engine::{FiguresUsed, IndicatorSource};
use crate::model::Licence;
use crate::pages::badges::edition_path;
use crate::pages::format::{self, counted, len};

use super::super::origin;
use super::super::subject::settings;
use super::ward::{Told, Ward};

/// The notes as sentences.
pub(in crate::pages::assess) fn notes(ward: &Ward<'_>) -> Vec<String> {
    let mut all: Vec<String> = ward.figures().filter_map(|told| gap(ward, &told)).collect();
    all.extend(estimates(ward));
    all.extend(rough(ward));
    all.extend(cover(ward));
    if all.is_empty() {
        all.push("No figure is missing, and none was filled in or moved from other areas.".to_owned());
    }
    all
}

fn gap(ward: &Ward<'_>, told: &Told<'_>) -> Option<String> {
    let gap = told.stages.raw[ward.area].err()?;
    let title = told.title;
    Some(if told.stages.imputed.stand_ins[ward.area] {
        let how = settings(ward.subject.run(), &told.stages.id).map_or("", |own| stand_in(&own.imputation));
        format!("“{title}” has no figure here: {}. In the score {how} fills the gap.", gap.words())
    } else {
        format!("“{title}” has no figure here: {}. It has no part in the score of this area.", gap.words())
    })
}

/// What stands in for a gap.
fn stand_in(imputation: &Imputation) -> &'static str {
    match imputation {
        Imputation::None => "nothing",
        Imputation::Mean => "the mean of all areas",
        Imputation::Median => "the figure of the middle area",
        Imputation::GroupMean { .. } => "the mean of its group of areas",
    }
}

/// How many figures were carried from other boundaries, and how well.
fn estimates(ward: &Ward<'_>) -> Option<String> {
    let grades: Vec<Option<Grade>> = ward
        .figures()
        .filter(|told| {
            told.source.is_some_and(IndicatorSource::is_carried) && told.stages.raw[ward.area].is_ok()
        })
        .map(|told| told.source.and_then(|source| source.grades.get(ward.area).copied().flatten()))
        .collect();
    if grades.is_empty() {
        return None;
    }
    let how_many = counted(len(grades.len()), "figure was", "figures were");
    let worst = grades.iter().flatten().max();
    let grade = worst.map_or_else(String::new, |worst| {
        format!(" The least exact has grade {}: {}.", worst.key(), worst.words())
    });
    Some(format!("{} counted for other areas and moved to these.{grade}", format::sentence(&how_many)))
}

/// How many figures are too rough to be judged; the table marks them one by one.
fn rough(ward: &Ward<'_>) -> Option<String> {
    let is_rough = |told: &Told<'_>| told.judged.withheld && told.stages.raw[ward.area].is_ok();
    let count = ward.figures().filter(is_rough).count();
    let how_many = format::sentence(&counted(len(count), "figure is", "figures are"));
    (count > 0)
        .then(|| format!("{how_many} too rough here to call better or worse. The table marks each one."))
}

fn cover(ward: &Ward<'_>) -> Option<String> {
    let cover = ward.index().cover[ward.area];
    (cover < 0.995).then(|| format!("The sources cover {} of this area.", format::percent(cover)))
}

/// The section on notes.
pub(super) fn section(ward: &Ward<'_>) -> Markup {
    html! {
        section aria-labelledby="notes" {
            h2 class="govuk-heading-m" id="notes" { "Notes on the data" }
            ul class="govuk-list govuk-list--bullet ww-tight" { @for note in notes(ward) { li { (note) } } }
        }
    }
}

/// The section on sources, numbered as the table refers to them.
pub(super) fn sources(ward: &Ward<'_>) -> Markup {
    let edition = ward.subject.edition;
    html! {
        section aria-labelledby="sources" {
            h2 class="govuk-heading-m" id="sources" { "Sources" }
            ol class="govuk-list govuk-list--number ww-tight ww-sources" {
                @for (at, used) in ward.sources.iter().enumerate() { li id=(format!("source-{}", at + 1)) { (source(ward, used)) } }
            }
            p class="govuk-body-s ww-terms" {
                "Boundaries: " a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) } ". "
                @for (licence, of) in terms(ward) {
                    (of) ": " (licence.name) "."
                    @if !licence.attribution.is_empty() { " " (licence.attribution) }
                    " "
                }
            }
        }
    }
}

/// Each set of terms once, with what it holds for.
fn terms<'a>(ward: &Ward<'a>) -> Vec<(&'a Licence, String)> {
    let mut found: Vec<(&Licence, Vec<String>)> = Vec::new();
    let mut add = |licence: &'a Licence, of: String| match found.iter_mut().find(|(own, _)| *own == licence) {
        Some((_, all)) => all.push(of),
        None => found.push((licence, vec![of])),
    };
    for (at, used) in ward.sources.iter().enumerate() {
        add(&used.licence, (at + 1).to_string());
    }
    add(&ward.subject.edition.licence, "boundaries".to_owned());
    let words = |of: Vec<String>| match of.as_slice() {
        [one] if one == "boundaries" => "Boundaries".to_owned(),
        [one] => format!("Source {one}"),
        _ => format!("Sources {}", format::list(&of)),
    };
    found.into_iter().map(|(licence, of)| (licence, words(of))).collect()
}

fn source(ward: &Ward<'_>, used: &FiguresUsed) -> Markup {
    let geography = ward.subject.engine.edition(&used.geography);
    let geography = geography.map_or_else(|| used.geography.to_string(), |edition| edition.title.clone());
    html! {
        a class="govuk-link" href=(edition_path(&used.table)) { (used.table_title) }
        @if !used.table_title.contains(&used.period) { ", " (used.period) }
        ". "
        @match &used.crosswalk {
            None => { "Published for these areas." },
            Some(crosswalk) => {
                "Published for " (geography) ", moved here " (origin::way_words(crosswalk.way)) " ("
                a class="govuk-link" href=(origin::crosswalk_path(ward.subject, used, crosswalk.way)) { "crosswalk" } ")."
            },
        }
    }
}
