//! The chart beside the map: how far the rank of each area may move, or the interval of its figure.

use maud::{Markup, html};

use super::bars::{self, Bar, Line, Words};
use super::column::{Part, unranked_words};
use super::subject::{Subject, against};
use super::sure::Side;

/// The chart of the areas listed on this page, in the order of the list.
pub(super) fn section(subject: &Subject<'_>, listed: &[usize]) -> Markup {
    let bars: Vec<Bar<'_>> = listed.iter().map(|area| bar(subject, *area)).collect();
    let has_ranges = bars.iter().any(|bar| bar.range.is_some());
    let line = line(subject);
    let title = title(subject, has_ranges);
    let about = "A dot for each area and a bar for its interval, in the order of the list, which has the same figures. \
                 A filled dot stands out for sure, a hollow one does not.";
    let words = Words { id: "ranks", title: &title, about, axis: axis(subject) };
    html! {
        section aria-labelledby="ranks-heading" class="ww-ranks" id="ranks-chart" {
            h2 class="govuk-heading-m" id="ranks-heading" { (title) }
            @match bars::picture(&bars, line.as_ref(), &words) {
                Some(picture) => {
                    (picture)
                    p class="govuk-body-s" {
                        @if has_ranges { "Bars: " (bar_words(subject)) ". " }
                        "A filled dot stands out for sure; a hollow one does not, because "
                        @match &subject.column.sureness.sides {
                            Ok(_) => { "it is filled only where " (subject.column.sureness.side_rule) "." },
                            Err(_) => { "nothing is known of its error." },
                        }
                    }
                },
                None => p class="govuk-body" { "No area has a figure to draw." },
            }
        }
    }
}

fn bar<'a>(subject: &Subject<'a>, area: usize) -> Bar<'a> {
    let standing = subject.node.standings[area];
    let rank = standing.rank().map(|rank| rank as f64);
    let (dot, range) = match subject.part {
        Part::Domain if subject.ranges().is_none() => (subject.node.scores[area].ok(), None),
        Part::Index | Part::Domain => {
            (rank, subject.range(area).map(|range| (range.low as f64, range.high as f64)))
        }
        Part::Indicator(stages, _) => {
            (stages.raw[area].ok(), stages.judged[area].usual.map(|range| (range.low, range.high)))
        }
    };
    let gap = match standing {
        crate::assess::run::Standing::Unranked(why) => unranked_words(why),
        crate::assess::run::Standing::Ranked { .. } => "no figure".to_owned(),
    };
    let is_sure = subject.column.side(area).is_some_and(|side| side != Side::NotSure);
    Bar { label: subject.label(area), dot, range, gap, is_sure }
}

fn title(subject: &Subject<'_>, has_ranges: bool) -> String {
    match subject.part {
        Part::Index if has_ranges => "How sure each rank is".to_owned(),
        Part::Domain if has_ranges => format!("How sure each rank in {} is", subject.title()),
        Part::Index => "Ranks".to_owned(),
        Part::Domain => format!("Scores of {}", subject.title()),
        Part::Indicator(..) => format!("{}, with intervals", subject.title()),
    }
}

fn axis<'a>(subject: &Subject<'a>) -> &'a str {
    match subject.part {
        Part::Domain if subject.ranges().is_none() => "Score, the higher the worse",
        Part::Index | Part::Domain => "Rank, 1 the worst",
        Part::Indicator(stages, _) => {
            super::subject::source(subject.assessed, &stages.id).map_or("", |source| source.unit.as_str())
        }
    }
}

fn bar_words(subject: &Subject<'_>) -> String {
    match (subject.part, &subject.assessed.ranges) {
        (Part::Index | Part::Domain, Some(ranges)) => {
            format!("where the rank lies in 90% of {} draws of all choices", ranges.draws)
        }
        _ => "95% intervals of the figures".to_owned(),
    }
}

/// The middle rank, or what all areas are compared with where that is one figure.
fn line(subject: &Subject<'_>) -> Option<Line> {
    match subject.part {
        Part::Domain if subject.ranges().is_none() => None,
        Part::Index | Part::Domain => {
            let ranked = subject.node.ranked();
            Some(Line { at: (ranked + 1) as f64 / 2.0, words: "middle".to_owned() })
        }
        Part::Indicator(stages, _) => {
            let mut all = stages.judged.iter().map(|judged| judged.benchmark);
            let first = all.next()??;
            #[expect(clippy::float_cmp, reason = "one figure for all, or not")]
            let is_one = all.all(|other| other.is_none_or(|other| other == first));
            is_one.then(|| Line { at: first, words: against(subject.run()) })
        }
    }
}
