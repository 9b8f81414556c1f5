//! What lies in the area, and which partners' areas cut it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::engine::Edition;
use crate::model::DatasetKind;
use crate::pages::area::{Lying, lying};
use crate::pages::badges::{area_path, edition_path};
use crate::pages::format::{self, count, len};
use crate::pages::{changes, fit};

use super::ward::Ward;

/// Kinds that are named for one register.
const MOST_KINDS: usize = 6;

/// Records of one register in the area.
#[derive(Debug, Clone)]
pub(in crate::pages::assess) struct Inside<'a> {
    pub edition: &'a Edition,
    pub count: usize,
    /// How many of each kind, the most first; empty where the register tells no kinds.
    pub kinds: Vec<(String, usize)>,
}

/// The newest edition of every register, with what of it lies in the area.
pub(in crate::pages::assess) fn inside<'a>(ward: &Ward<'a>) -> Vec<Inside<'a>> {
    let engine = ward.subject.engine;
    let registers = engine.snapshot().datasets.values().filter(|one| one.kind == DatasetKind::Register);
    let newest = registers.filter_map(|dataset| dataset.editions.first());
    newest
        .filter_map(|edition| {
            let records = engine.records_in(&edition.key, &ward.subject.edition.key, ward.area)?;
            Some(Inside { edition, count: records.len(), kinds: kinds(edition, &records) })
        })
        .collect()
}

/// By the register's first filter, which its publisher's columns put first.
fn kinds(edition: &Edition, records: &[usize]) -> Vec<(String, usize)> {
    let Some((register, column)) = edition.register().and_then(|own| Some((own, *own.facets.first()?)))
    else {
        return Vec::new();
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for at in records {
        let kind = register.attributes.written(*at, column).unwrap_or_else(|| "kind not given".to_owned());
        *counts.entry(kind).or_default() += 1;
    }
    let mut kinds: Vec<(String, usize)> = counts.into_iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    kinds
}

/// The section on registers.
pub(super) fn contents(ward: &Ward<'_>) -> Markup {
    let all = inside(ward);
    let own = area_path(&ward.subject.edition.key, ward.code());
    html! {
        section aria-labelledby="inside" {
            h2 class="govuk-heading-m" id="inside" { "What lies in it" }
            @if all.is_empty() { p class="govuk-body" { "This place has no register of things on the ground." } }
            @else {
                ul class="govuk-list ww-tight" { @for one in &all { li { (line(one)) } } }
                p class="govuk-body-s ww-quiet" {
                    "What has no location is in none of these counts. "
                    a class="govuk-link" href={ (own) "#inside" } { "Each of them by name" }
                }
            }
        }
    }
}

fn line(one: &Inside<'_>) -> Markup {
    let rest: usize = one.kinds.iter().skip(MOST_KINDS).map(|(_, n)| n).sum();
    html! {
        strong { (count(len(one.count))) } " of " a class="govuk-link" href=(edition_path(&one.edition.key)) { (one.edition.title) }
        @if one.kinds.len() > 1 {
            span class="ww-quiet" {
                ": "
                @for (at, (kind, n)) in one.kinds.iter().take(MOST_KINDS).enumerate() {
                    @if at > 0 { ", " }
                    (n) " " (kind)
                }
                @if rest > 0 { ", " (rest) " of other kinds" }
            }
        }
    }
}

/// The section on partners' areas: nothing where there are none.
pub(super) fn partners(ward: &Ward<'_>) -> Markup {
    let engine = ward.subject.engine;
    let all = lying(engine, &ward.subject.edition.key);
    if all.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="partners" {
            h2 class="govuk-heading-m" id="partners" { "Which partners’ areas cut it" }
            p class="govuk-body-s" { (misfit(ward, &all)) }
            ul class="govuk-list ww-tight" { @for one in &all { li { (partner(ward, one)) } } }
            p class="govuk-body-s ww-noprint" {
                a class="govuk-link" href=(format!("{}?of={}", fit::PATH, ward.subject.edition.key.dataset)) { "How well all these areas fit" }
            }
        }
    }
}

/// How badly its boundary fits, in a sentence.
fn misfit(ward: &Ward<'_>, all: &[Lying<'_>]) -> String {
    let cut = all.iter().filter(|one| one.parts(ward.area).len() > 1).count();
    let known = format::counted(len(all.len()), "set of partners’ areas", "sets of partners’ areas");
    match cut {
        0 => format!("We looked at {known}. None cuts it."),
        1 => {
            format!("We looked at {known}. One cuts it, so its figures there cover parts of other areas too.")
        }
        n => format!("We looked at {known}. {n} cut it, so their figures cover parts of other areas too."),
    }
}

fn partner(ward: &Ward<'_>, one: &Lying<'_>) -> Markup {
    let parts = one.parts(ward.area);
    let key = &one.partner.key;
    html! {
        a class="govuk-link" href=(edition_path(key)) { (one.partner.title) } ": "
        @if parts.is_empty() { "it does not lie there" } @else {
            (crate::pages::area::how_it_lies(&parts)) " – "
            @for (at, (piece, portion)) in parts.iter().enumerate() {
                @if at > 0 { ", " }
                (changes::link(key, &one.pair.second, piece.to)) " (" (changes::words::share(*portion)) ")"
            }
        }
    }
}
