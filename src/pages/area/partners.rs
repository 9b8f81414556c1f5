//! Which partners' areas cut an area.

use maud::{Markup, html};

use crate::crosswalk::misfit::{Options, parts};
use crate::crosswalk::{Piece, Portion, Relation};
use crate::engine::{Edition, Engine, Pair};
use crate::model::EditionKey;
use crate::pages::badges::edition_path;
use crate::pages::changes::{link, words};
use crate::pages::fit;
use crate::pages::format::{self, percent};

use super::Subject;

/// How the areas of a layer lie in one partner's geography.
pub struct Lying<'e> {
    /// The partner's layer.
    pub partner: &'e Edition,
    /// Both layers laid over one another.
    pub pair: std::sync::Arc<Pair>,
}

/// All partners' geographies that can be laid over a layer.
#[must_use]
pub fn lying<'e>(engine: &'e Engine, own: &EditionKey) -> Vec<Lying<'e>> {
    let lying =
        |key: &EditionKey| Some(Lying { partner: engine.edition(key)?, pair: engine.pair(own, key).ok()? });
    engine.partners(own).iter().filter_map(lying).collect()
}

impl Lying<'_> {
    /// The parts of one area that are worth telling, the largest first.
    #[must_use]
    pub fn parts(&self, at: usize) -> Vec<(&Piece, Portion)> {
        parts(&self.pair.pieces, at, Options::default())
    }
}

/// The section; nothing where no other geography has areas as large.
#[must_use]
pub fn section(engine: &Engine, subject: Subject<'_>) -> Markup {
    let own = &subject.edition.key;
    let all = lying(engine, own);
    if all.is_empty() {
        return html! {};
    }
    let (met, unmet): (Vec<&Lying<'_>>, Vec<&Lying<'_>>) =
        all.iter().partition(|lying| !lying.parts(subject.at).is_empty());
    let unmet: Vec<String> = unmet.iter().map(|lying| lying.partner.title.clone()).collect();
    html! {
        section aria-labelledby="partners" {
            h2 class="govuk-heading-l" id="partners" { "Which partners’ areas cut it" }
            p class="govuk-body" {
                "Its parts of at least " (percent(Options::default().least_share)) " in each geography that is in force at the same time and whose areas are not far smaller. "
                a class="govuk-link" href=(format!("{}?of={}", fit::PATH, own.dataset)) { "How well all these geographies fit" }
            }
            @if !met.is_empty() { (table(subject, &met)) }
            @if !unmet.is_empty() { p class="govuk-body" { "It does not lie in " (format::list(&unmet)) "." } }
        }
    }
}

fn table(subject: Subject<'_>, met: &[&Lying<'_>]) -> Markup {
    let caption = format!("Partners’ areas in {}", subject.area.label());
    html! {
        div class="ww-scroll ww-scroll--whole" role="region" aria-label=(caption) tabindex="0" {
            table class="govuk-table ww-table ww-table--words" {
                caption class="govuk-visually-hidden" { (caption) }
                thead class="govuk-table__head" { tr class="govuk-table__row" {
                    th scope="col" class="govuk-table__header" { "Geography" }
                    th scope="col" class="govuk-table__header" { "How it lies" }
                    th scope="col" class="govuk-table__header" { "Areas" }
                } }
                tbody class="govuk-table__body" { @for lying in met { (row(subject, lying)) } }
            }
        }
    }
}

fn row(subject: Subject<'_>, lying: &Lying<'_>) -> Markup {
    let parts = lying.parts(subject.at);
    let key = &lying.partner.key;
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" { a class="govuk-link" href=(edition_path(key)) { (lying.partner.title) } }
            td class="govuk-table__cell" { (how(&parts)) }
            td class="govuk-table__cell" {
                ul class="govuk-list ww-ties" {
                    @for (piece, portion) in &parts { li { (link(key, &lying.pair.second, piece.to)) ": " (words::share(*portion)) } }
                }
            }
        }
    }
}

/// In a few words: the same, whole in one, or cut.
#[must_use]
pub fn how(parts: &[(&Piece, Portion)]) -> String {
    match parts {
        [(piece, _)] if piece.relation == Relation::Same => "the same area".to_owned(),
        [(piece, _)] if piece.relation == Relation::Inside => "whole in one".to_owned(),
        [_] => "all but a little in one".to_owned(),
        several => format!("cut into {}", several.len()),
    }
}
