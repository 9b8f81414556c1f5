//! "Through the years": every measure of two or more periods, on this area's boundaries.

use std::sync::Arc;

use maud::{Markup, html};

use crate::crosswalk::uncertainty::Margin;
use crate::crosswalk::{Figure, Mixture};
use crate::engine::{AlignedFigure, AlignedRow, Engine, Series, SeriesPoint, Way};
use crate::model::{Measure, MeasureKind};
use crate::pages::badges::{self, edition_path};
use crate::pages::format::{self, NumberStyle, number, percent};

use super::Subject;
use super::chart::{self, Mark};

/// Layers of more areas have no such figures on their pages: they are small,
/// and what is carried to them from larger areas is a guess.
const MOST_AREAS: usize = 150;

/// A sources' cover below this share of the area's ground is told.
const WHOLE: f64 = 0.995;

/// One measure of the area.
pub(super) struct Told<'e> {
    pub(super) measure: &'e Measure,
    series: Arc<Series>,
    at: usize,
}

/// The section; nothing where the place describes no measure or the areas are too many.
#[must_use]
pub fn section(engine: &Engine, subject: Subject<'_>) -> Markup {
    let measures = &engine.snapshot().info.catalogue.measures;
    if measures.is_empty() || subject.layer.areas.len() > MOST_AREAS {
        return html! {};
    }
    let told: Vec<Told<'_>> =
        measures.iter().filter_map(|measure| Told::of(engine, subject, measure)).collect();
    html! {
        section aria-labelledby="years" {
            h2 class="govuk-heading-l" id="years" { "Through the years" }
            @if told.is_empty() {
                p class="govuk-body" { "No measure of this place has figures of two or more years." }
            } @else {
                p class="govuk-body" {
                    "All on the boundaries of " (subject.edition.title) ", whatever boundaries the figures were published for. A figure that was carried over has the range in which the truth lies 95 times in 100, and a grade from A (exact) to E (more than 10% either way)."
                }
                @for one in &told { (one.block(engine, subject)) }
            }
        }
    }
}

impl<'e> Told<'e> {
    /// A measure of two or more periods. One whose tables cannot be read is
    /// told of by the API; pages go on without it.
    pub(super) fn of(engine: &Engine, subject: Subject<'_>, measure: &'e Measure) -> Option<Self> {
        let series = engine.usual_series(&measure.id, &subject.edition.key, Way::Best).ok()?;
        (series.points.len() > 1).then_some(Self { measure, series, at: subject.at })
    }
}

impl Told<'_> {
    pub(super) fn rows(&self) -> impl Iterator<Item = (&SeriesPoint, &AlignedRow)> {
        self.series.points.iter().filter_map(|point| Some((point, point.aligned().rows.get(self.at)?)))
    }

    fn block(&self, engine: &Engine, subject: Subject<'_>) -> Markup {
        let id = format!("years-{}", self.measure.id);
        let heading = self.heading();
        let marks = self.marks();
        let title = format!("{} of {} through the years", self.measure.title, subject.area.label());
        let sentence = self.sentence();
        html! {
            section class="ww-years" aria-labelledby=(id) {
                h3 class="govuk-heading-m" id=(id) { (heading) }
                @if let Some(sentence) = &sentence { p class="govuk-body" { (sentence) } }
                @if let Some(svg) = chart::chart(&format!("{id}-chart"), &title, sentence.as_deref().unwrap_or_default(), &marks) {
                    figure class="ww-chart" { (svg) figcaption class="ww-map__caption" { (legend(&marks)) } }
                }
                (self.table(engine, &title))
                (self.ways_on(subject))
            }
        }
    }

    pub(super) fn kind(&self) -> MeasureKind {
        self.series.kind
    }

    /// The measure with its unit, where its name does not say it.
    pub(super) fn heading(&self) -> String {
        let (name, unit) = (&self.measure.title, &self.measure.unit);
        let says_unit = name.to_lowercase().contains(&unit.to_lowercase());
        if says_unit { name.clone() } else { format!("{name}, {unit}") }
    }

    pub(super) fn marks(&self) -> Vec<Mark> {
        let has_years = self.series.points.iter().all(|point| point.year.is_some());
        let mark = |(n, (point, row)): (usize, (&SeriesPoint, &AlignedRow))| Mark {
            label: point.year.map_or_else(|| point.period.clone(), |year| year.to_string()),
            at: point.year.filter(|_| has_years).map_or(n as f64, f64::from),
            value: row.figure.number().ok(),
            range: range_of(row.margin.as_ref()),
            is_estimate: point.aligned().crosswalk.is_some(),
        };
        self.rows().enumerate().map(mark).collect()
    }

    /// From the first figure to the last, and whether the error leaves that a change.
    pub(super) fn sentence(&self) -> Option<String> {
        let kind = self.series.kind;
        let known: Vec<(&SeriesPoint, f64, (f64, f64))> = self
            .rows()
            .filter_map(|(point, row)| {
                let value = row.figure.number().ok()?;
                Some((point, value, range_of(row.margin.as_ref()).unwrap_or((value, value))))
            })
            .collect();
        let ((before, old, old_range), (after, new, new_range)) = (known.first()?, known.last()?);
        if known.len() < 2 {
            return None;
        }
        let overlap = old_range.0 <= new_range.1 && new_range.0 <= old_range.1;
        let change = match (overlap, new.total_cmp(old)) {
            (_, std::cmp::Ordering::Equal) => "the same as",
            (true, _) => "not clearly different, within the error of these figures, from",
            (false, std::cmp::Ordering::Greater) => "up from",
            (false, _) => "down from",
        };
        Some(format!(
            "{} ({}), {change} {} ({}).",
            figure_text(*new, kind),
            after.period,
            figure_text(*old, kind),
            before.period
        ))
    }

    fn table(&self, engine: &Engine, caption: &str) -> Markup {
        html! {
            div class="ww-scroll ww-scroll--whole" role="region" aria-label=(caption) tabindex="0" {
                table class="govuk-table ww-table ww-table--words" {
                    caption class="govuk-visually-hidden" { (caption) }
                    thead class="govuk-table__head" { tr class="govuk-table__row" {
                        th scope="col" class="govuk-table__header" { "Period" }
                        th scope="col" class="govuk-table__header" { "Figure" }
                        th scope="col" class="govuk-table__header" { "95% range" }
                        th scope="col" class="govuk-table__header" { "Grade" }
                        th scope="col" class="govuk-table__header" { "How" }
                    } }
                    tbody class="govuk-table__body" { @for (point, row) in self.rows() { (self.row(engine, point, row)) } }
                }
            }
        }
    }

    fn row(&self, engine: &Engine, point: &SeriesPoint, row: &AlignedRow) -> Markup {
        let kind = self.series.kind;
        html! {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (point.period) }
                td class="govuk-table__cell" { (figure(&row.figure, kind)) (cover(row)) }
                td class="govuk-table__cell" {
                    @match range_of(row.margin.as_ref()) {
                        Some((low, high)) => { (figure_text(low, kind)) " to " (figure_text(high, kind)) },
                        None => span class="ww-quiet" { (no_range(point, row)) },
                    }
                }
                td class="govuk-table__cell" { (badges::grade(row.margin.as_ref())) }
                td class="govuk-table__cell" { (how(engine, point)) (self.best_fit(point)) }
            }
        }
    }

    /// The published best fit beside the estimate, marked where they lie far apart.
    fn best_fit(&self, point: &SeriesPoint) -> Markup {
        let fit = point.found.lookup.as_ref().and_then(|lookup| lookup.rows.get(self.at));
        let Some(Ok(fit)) = fit.map(|row| row.figure.number()) else { return html! {} };
        let differs = point.found.differences.get(self.at).copied().flatten();
        html! {
            br;
            span class="ww-quiet" { "Published best fit: " (figure_text(fit, self.series.kind)) }
            @if differs.is_some_and(|difference| difference.is_marked()) { " " strong class="govuk-tag govuk-tag--yellow" { "over 5% apart" } }
        }
    }

    fn ways_on(&self, subject: Subject<'_>) -> Markup {
        let query = format!(
            "?measure={}&to={}&area={}",
            self.measure.id,
            subject.edition.key,
            format::encode(subject.area.code.as_str())
        );
        html! {
            p class="govuk-body-s ww-quiet" {
                "Every figure with its source, method and crosswalk: "
                a class="govuk-link" href=(format!("/api/series.csv{query}")) download { "CSV" span class="govuk-visually-hidden" { " of " (self.measure.title) } } " or "
                a class="govuk-link" href=(format!("/api/series{query}")) { "JSON" span class="govuk-visually-hidden" { " of " (self.measure.title) } } "."
                @for passed in &self.series.passed_over {
                    " " (passed.table) " (" (passed.period) ") was left aside for " (passed.in_favour_of) "."
                }
            }
        }
    }
}

fn range_of(margin: Option<&Margin>) -> Option<(f64, f64)> {
    margin.map(|margin| (margin.range.low, margin.range.high))
}

/// Why a figure has no range.
fn no_range(point: &SeriesPoint, row: &AlignedRow) -> &'static str {
    match (&point.aligned().crosswalk, &row.figure) {
        (None, _) => "as published",
        (Some(_), AlignedFigure::Mixture(_)) => "shares of the area",
        (Some(_), AlignedFigure::Number(estimate)) if estimate.value.is_err() => "–",
        (Some(_), AlignedFigure::Number(_)) => "not known",
    }
}

fn cover(row: &AlignedRow) -> Markup {
    let AlignedFigure::Number(estimate) = &row.figure else { return html! {} };
    html! {
        @if let Some(cover) = estimate.cover.filter(|cover| *cover < WHOLE) {
            br; span class="ww-quiet" { "sources cover " (percent(cover)) " of its ground" }
        }
    }
}

pub(super) fn how(engine: &Engine, point: &SeriesPoint) -> Markup {
    let source = &point.aligned().source;
    let title = |key| engine.edition(key).map_or("", |edition| edition.title.as_str());
    let table = html! { a class="govuk-link" href=(edition_path(&source.table)) { (title(&source.table)) } };
    html! {
        @match &point.aligned().crosswalk {
            None => { "published for this area: " (table) },
            Some(built) => {
                "estimated from " (table) ", published for " (title(&source.geography)) ", "
                @match built.way {
                    Way::Points | Way::Best => "by where people live",
                    Way::Area | Way::AreaKeptInside => "by shared ground",
                    Way::Lookup => "by a published lookup",
                }
            },
        }
    }
}

pub(super) fn figure(figure: &AlignedFigure, kind: MeasureKind) -> Markup {
    match figure {
        AlignedFigure::Number(estimate) => value(estimate.value, kind),
        AlignedFigure::Mixture(mixture) => categories(mixture),
    }
}

fn value(value: Figure, kind: MeasureKind) -> Markup {
    html! { @match value { Ok(value) => (figure_text(value, kind)), Err(gap) => (badges::missing(gap)) } }
}

fn categories(mixture: &Mixture) -> Markup {
    html! {
        @if mixture.is_empty() { (badges::missing(crate::model::Missing::NotCovered)) }
        @for (i, share) in mixture.iter().enumerate() {
            @if i > 0 { ", " }
            @match &share.category { Ok(category) => (category), Err(gap) => (badges::missing(*gap)) }
            @if mixture.len() > 1 { " (" (percent(share.share)) ")" }
        }
    }
}

/// A figure with as many decimals as it can bear: people come whole.
fn figure_text(value: f64, kind: MeasureKind) -> String {
    let decimals = match (kind, value.abs()) {
        (MeasureKind::Count, size) if size >= 10.0 => 0,
        (MeasureKind::Count, _) => 1,
        (_, size) if size >= 1000.0 => 0,
        (_, size) if size >= 10.0 => 1,
        (_, size) if size >= 1.0 => 2,
        _ => 4,
    };
    let unit = 10_f64.powi(decimals);
    number((value * unit).round() / unit, NumberStyle::GROUPED)
}

pub(super) fn legend(marks: &[Mark]) -> Markup {
    let estimates = marks.iter().any(|mark| mark.is_estimate && mark.value.is_some());
    let published = marks.iter().any(|mark| !mark.is_estimate && mark.value.is_some());
    html! {
        ul class="ww-legend__list" {
            @if published { li class="ww-legend__item" { (swatch(&html! { circle cx="14" cy="10" r="5" fill="#16333f" {} })) "published for these boundaries" } }
            @if estimates {
                li class="ww-legend__item" {
                    (swatch(&html! { path d="M14 1v18M9 1h10M9 19h10" stroke="#225ea8" stroke-width="2" {} path d="M8 10L14 4L20 10L14 16z" fill="#ffffff" stroke="#16333f" stroke-width="2" {} }))
                    "estimated, with its 95% range"
                }
            }
        }
        @if !chart::starts_at_nought(marks) { p class="govuk-body-s ww-quiet" { "The scale does not start at nought." } }
    }
}

fn swatch(drawing: &Markup) -> Markup {
    html! { svg class="ww-swatch" width="28" height="20" viewBox="0 0 28 20" aria-hidden="true" focusable="false" { (drawing) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_the_decimals_that_they_can_bear() {
        let check =
            |value: f64, kind: MeasureKind, expected: &str| assert_eq!(figure_text(value, kind), expected);
        check(12_345.6, MeasureKind::Count, "12,346");
        check(3.26, MeasureKind::Count, "3.3");
        check(23.456, MeasureKind::Rate, "23.5");
        check(0.123_46, MeasureKind::Score, "0.1235");
        check(0.0, MeasureKind::Count, "0");
    }
}
