//! The table twin of the map: the same areas, worst first, with how sure each rank is.

use maud::{Markup, html};

use crate::assess::change::{Change, Verdict};
use crate::assess::run::{Stages, Standing};
use crate::crosswalk::uncertainty::Grade;
use crate::engine::IndicatorSource;
use crate::model::Missing;
use crate::pages::badges;
use crate::pages::listing::{self, Head, Listing};

use super::column::{Part, standing_words};
use super::digits::Digits;
use super::marks;
use super::subject::{Subject, against, grades, source};
use super::sure::Side;

/// The rows that the page shows, in order.
pub(super) fn rows(subject: &Subject<'_>) -> Vec<usize> {
    let mut rows = subject.column.order();
    let path = subject.path();
    if let Some((key, down)) = (Listing { path: &path, params: subject.params, per_page: 1 }).order() {
        sort(&mut rows, subject, key, down);
    }
    rows
}

/// The table of one page of rows, with its pager.
pub(super) fn section(subject: &Subject<'_>, rows: &[usize]) -> Markup {
    let path = subject.path();
    let listing = Listing { path: &path, params: subject.params, per_page: listing::PER_PAGE };
    let window = listing.window(rows.len());
    let shown = Shown::of(subject);
    let cells = html! { @for area in &rows[window] { (row(subject, &shown, *area)) } };
    let caption = format!("{} by area of {}, worst first", subject.title(), subject.edition.title);
    html! {
        (listing::table(&caption, &listing.head(&heads(subject)), &cells))
        (listing.pager(rows.len(), "area", "areas"))
    }
}

/// The rows of the page that is shown.
pub(super) fn on_page<'r>(subject: &Subject<'_>, rows: &'r [usize]) -> &'r [usize] {
    let path = subject.path();
    let listing = Listing { path: &path, params: subject.params, per_page: listing::PER_PAGE };
    &rows[listing.window(rows.len())]
}

fn heads(subject: &Subject<'_>) -> Vec<Head> {
    let worst = subject.run().recipe.rules.worst;
    let mut heads = vec![Head::words("Area", "name"), Head::numbers("Rank", "rank")];
    match subject.part {
        Part::Index | Part::Domain => {
            if subject.ranges().is_some() {
                heads.push(Head::numbers("Median of draws", "median"));
                heads.push(Head::plain("90% of draws between"));
                heads.push(Head::numbers(format!("In the worst {worst}"), "worst"));
            }
            heads.push(Head::numbers("Score", "value"));
            if subject.is_index() {
                heads.push(Head::plain("Its indicators"));
            }
        }
        Part::Indicator(..) => {
            heads.push(Head::numbers(figure_head(subject), "value"));
            heads.push(Head::plain("95% interval"));
            heads.push(Head::plain(format!("Against {}", against(subject.run()))));
            if let Some(change) = subject.change() {
                heads.push(Head::plain(format!("Since {}", change.earlier.period)));
            }
            heads.push(Head::numbers("Score", "score"));
        }
    }
    heads.push(Head::numbers("Stand-ins", "imputed"));
    if !matches!(subject.part, Part::Domain) {
        heads.push(Head::plain("Alignment"));
    }
    heads
}

fn figure_head(subject: &Subject<'_>) -> String {
    let source = source(subject.assessed, &subject.node.id);
    source.map_or_else(|| "Figure".to_owned(), |source| format!("Figure ({})", source.unit))
}

/// What all rows need and is found once.
struct Shown {
    scores: Digits,
    figures: Digits,
    grades: Vec<Vec<Option<Grade>>>,
    /// Whether any figure was carried from other areas.
    is_carried: bool,
}

impl Shown {
    fn of(subject: &Subject<'_>) -> Self {
        let known = |column: &[crate::assess::Figure]| {
            Digits::of(column.iter().filter_map(|figure| figure.ok()).collect::<Vec<_>>().into_iter())
        };
        let ids: Vec<&str> = match subject.part {
            Part::Index => subject.run().indicators.iter().map(|stages| stages.id.as_str()).collect(),
            Part::Indicator(stages, _) => vec![&stages.id],
            Part::Domain => Vec::new(),
        };
        Self {
            scores: known(&subject.node.scores),
            figures: match subject.part {
                Part::Indicator(stages, _) => known(&stages.raw),
                Part::Index | Part::Domain => Digits::TENTHS,
            },
            is_carried: ids
                .iter()
                .any(|id| source(subject.assessed, id).is_some_and(IndicatorSource::is_carried)),
            grades: ids.iter().map(|id| grades(subject.assessed, id)).collect(),
        }
    }
}

fn row(subject: &Subject<'_>, shown: &Shown, area: usize) -> Markup {
    let node = subject.node;
    let is_chosen = subject.chosen == Some(area);
    html! {
        tr class="govuk-table__row" data-code=(subject.code(area)) aria-current=[is_chosen.then_some("true")] {
            th scope="row" class="govuk-table__header" {
                a class="govuk-link" href=(subject.why(area)) { (subject.label(area)) }
                a class="govuk-link ww-line ww-noprint" href=(super::area_path(subject, area)) {
                    "profile" span class="govuk-visually-hidden" { " of " (subject.label(area)) }
                }
            }
            (rank_cell(node.standings[area]))
            @match subject.part {
                Part::Index => (index_cells(subject, shown, area)),
                Part::Domain => { (range_cells(subject, area)) (score_cell(shown, node.scores[area])) },
                Part::Indicator(stages, _) => {
                    (indicator_cells(shown, stages, area))
                    @if let Some(change) = subject.change() { (change_cell(shown, &change.areas[area])) }
                    (score_cell(shown, node.scores[area]))
                },
            }
            td class="govuk-table__cell govuk-table__cell--numeric" { (share(node.imputed[area])) }
            @if !matches!(subject.part, Part::Domain) { td class="govuk-table__cell" { (grade(shown, area)) } }
        }
    }
}

fn rank_cell(standing: Standing) -> Markup {
    html! {
        @match standing {
            Standing::Ranked { .. } => td class="govuk-table__cell govuk-table__cell--numeric" { (standing_words(standing)) },
            Standing::Unranked(_) => td class="govuk-table__cell" { span class="ww-missing" { (standing_words(standing)) } },
        }
    }
}

fn index_cells(subject: &Subject<'_>, shown: &Shown, area: usize) -> Markup {
    let (worse, similar, better) = judged(subject, area);
    html! {
        (range_cells(subject, area))
        (score_cell(shown, subject.node.scores[area]))
        td class="govuk-table__cell" { (marks::counts(worse, similar, better)) }
    }
}

/// Where the rank lies over all draws.
fn range_cells(subject: &Subject<'_>, area: usize) -> Markup {
    html! {
        @if subject.ranges().is_some() {
            @match subject.range(area) {
                Some(range) => {
                    td class="govuk-table__cell govuk-table__cell--numeric" { (range.median) }
                    td class="govuk-table__cell" { (range.low) " and " (range.high) (side(subject, area)) }
                    td class="govuk-table__cell govuk-table__cell--numeric" { (chance(range.among_worst)) }
                },
                None => {
                    td class="govuk-table__cell govuk-table__cell--numeric" { "–" }
                    td class="govuk-table__cell" { "–" }
                    td class="govuk-table__cell govuk-table__cell--numeric" { "–" }
                },
            }
        }
    }
}

/// On which side of the middle the interval lies, in a word.
fn side(subject: &Subject<'_>, area: usize) -> &'static str {
    match subject.column.side(area) {
        Some(Side::NotSure) => ", unsure",
        _ => "",
    }
}

/// How many indicators of an area are worse than, similar to, better than their comparator.
fn judged(subject: &Subject<'_>, area: usize) -> (usize, usize, usize) {
    use crate::assess::rag::Rag;
    let (mut worse, mut similar, mut better) = (0, 0, 0);
    for stages in &subject.run().indicators {
        match stages.judged[area].rag {
            Some(Rag::Worse | Rag::MuchWorse) => worse += 1,
            Some(Rag::Similar) => similar += 1,
            Some(Rag::Better | Rag::MuchBetter) => better += 1,
            Some(Rag::Lower | Rag::Higher) | None => {}
        }
    }
    (worse, similar, better)
}

fn score_cell(shown: &Shown, score: crate::assess::Figure) -> Markup {
    html! {
        td class="govuk-table__cell govuk-table__cell--numeric" {
            @match score { Ok(score) => (shown.scores.words(score)), Err(gap) => (badges::missing(gap)) }
        }
    }
}

fn indicator_cells(shown: &Shown, stages: &Stages, area: usize) -> Markup {
    let judged = stages.judged[area];
    html! {
        td class="govuk-table__cell govuk-table__cell--numeric" {
            @match stages.raw[area] { Ok(value) => (shown.figures.words(value)), Err(gap) => (badges::missing(gap)) }
        }
        td class="govuk-table__cell" {
            @match judged.usual {
                Some(range) => { (shown.figures.words(range.low)) " to " (shown.figures.words(range.high)) },
                None => span class="ww-quiet" { "not known" },
            }
        }
        td class="govuk-table__cell" {
            @match judged.rag {
                Some(rag) => (marks::rag(rag)),
                None if judged.withheld => span class="ww-quiet" { "withheld: the figure is too rough" },
                None => span class="ww-quiet" { "cannot be told" },
            }
        }
    }
}

/// The change since the period before, with its interval and what it is.
fn change_cell(shown: &Shown, change: &Result<Change, Missing>) -> Markup {
    html! {
        td class="govuk-table__cell" {
            @match change {
                Ok(change) => {
                    (shown.figures.signed(change.difference)) " "
                    span class={ "ww-rag ww-rag--" (verdict_class(change.verdict)) } { span aria-hidden="true" { (marks::verdict(change.verdict)) } " " (change.verdict.words()) }
                    br; span class="ww-quiet" { (shown.figures.signed(change.interval.low)) " to " (shown.figures.signed(change.interval.high)) }
                },
                Err(gap) => (badges::missing(*gap)),
            }
        }
    }
}

fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Improved => "better",
        Verdict::Worsened => "worse",
        Verdict::Rose => "higher",
        Verdict::Fell => "lower",
        Verdict::NotSure => "similar",
    }
}

/// The lowest grade of an area's figures. A lookup of which no error is known
/// carries figures without a grade: they are not as published.
fn grade(shown: &Shown, area: usize) -> Markup {
    let grades = &shown.grades;
    let own = || grades.iter().filter_map(|column| column.get(area).copied().flatten());
    html! {
        @match own().max() {
            None if shown.is_carried => span class="ww-quiet" { "not known" },
            None => span class="ww-quiet" { "as published" },
            Some(worst) if grades.len() == 1 => { (worst.key()) },
            Some(worst) => { "down to " (worst.key()) },
        }
    }
}

/// A share of the weight in whole per cent.
pub(super) fn share(share: f64) -> String {
    match share {
        nothing if nothing <= 1e-12 => "none".to_owned(),
        little if little < 0.01 => "under 1%".to_owned(),
        _ => format!("{:.0}%", share * 100.0),
    }
}

/// A chance from draws: never put down as certain.
pub(super) fn chance(share: f64) -> String {
    match share {
        low if low < 0.01 => "under 1%".to_owned(),
        high if high > 0.99 => "over 99%".to_owned(),
        _ => format!("{:.0}%", share * 100.0),
    }
}

fn sort(rows: &mut [usize], subject: &Subject<'_>, key: &str, down: bool) {
    let node = subject.node;
    let by = |rows: &mut [usize], key: &dyn Fn(usize) -> Option<f64>| {
        listing::sort_by(rows, down, key, f64::total_cmp);
    };
    match key {
        "name" => listing::sort_by(rows, down, |area| Some(subject.label(area).to_lowercase()), Ord::cmp),
        "rank" => listing::sort_by(rows, down, |area| node.standings[area].rank(), Ord::cmp),
        "median" => by(rows, &|area| subject.range(area).map(|range| range.median)),
        "worst" => by(rows, &|area| subject.range(area).map(|range| range.among_worst)),
        "score" => by(rows, &|area| node.scores[area].ok()),
        "value" => by(rows, &|area| match subject.part {
            Part::Indicator(stages, _) => stages.raw[area].ok(),
            Part::Index | Part::Domain => node.scores[area].ok(),
        }),
        "imputed" => by(rows, &|area| Some(node.imputed[area])),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_is_never_certain_and_a_share_can_be_none() {
        assert_eq!([0.0, 0.5, 1.0].map(chance), ["under 1%", "50%", "over 99%"]);
        assert_eq!([0.0, 0.001, 0.25].map(share), ["none", "under 1%", "25%"]);
    }
}
