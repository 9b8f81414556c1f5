//! A figure through the years as a line with range bars, drawn by the server.

use std::fmt::Write;

use maud::{Markup, html};

use crate::pages::drawing::tenth;
use crate::pages::format::{NumberStyle, number};

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 230.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 22.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 36.0;

/// Least room between two words below the axis, in units.
const LABEL_ROOM: f64 = 58.0;

/// Where the least value is below this share of the largest, the scale starts at nought.
const FROM_NOUGHT: f64 = 0.4;

/// One period.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What stands below the axis.
    pub label: String,
    /// Where it stands along the axis: the year.
    pub at: f64,
    /// The figure; `None` is a gap in the line.
    pub value: Option<f64>,
    /// Its 95 % range.
    pub range: Option<(f64, f64)>,
    /// Whether it was carried from other boundaries.
    pub is_estimate: bool,
}

/// How figures and years stand on paper.
struct Scale {
    low: f64,
    high: f64,
    first: f64,
    last: f64,
}

/// The chart as an SVG picture with its words. `None` with fewer than two figures.
#[must_use]
pub fn chart(id: &str, title: &str, about: &str, marks: &[Mark]) -> Option<Markup> {
    let scale = Scale::of(marks)?;
    let (title_id, about_id) = (format!("{id}-title"), format!("{id}-about"));
    Some(html! {
        svg class="ww-chart__svg" xmlns="http://www.w3.org/2000/svg" role="img" viewBox=(format!("0 0 {WIDTH} {HEIGHT}"))
            width=(WIDTH) height=(HEIGHT) aria-labelledby=(title_id) aria-describedby=(about_id) {
            title id=(title_id) { (title) }
            desc id=(about_id) { (about) }
            (grid(&scale))
            (periods(&scale, marks))
            path d=(line(&scale, marks)) fill="none" stroke="#16333f" stroke-width="2" {}
            (bars(&scale, marks))
            (points(&scale, marks))
        }
    })
}

/// Whether the scale of a chart of these marks starts at nought.
#[must_use]
pub fn starts_at_nought(marks: &[Mark]) -> bool {
    Scale::of(marks).is_some_and(|scale| scale.low == 0.0)
}

impl Scale {
    fn of(marks: &[Mark]) -> Option<Self> {
        let figures = marks.iter().filter_map(|mark| mark.value).filter(|value| value.is_finite());
        if figures.clone().count() < 2 {
            return None;
        }
        let ends = marks.iter().filter_map(|mark| mark.range).flat_map(|(low, high)| [low, high]);
        let all: Vec<f64> = figures.chain(ends).collect();
        let (low, high) = (
            all.iter().copied().fold(f64::INFINITY, f64::min),
            all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        );
        let years = || marks.iter().map(|mark| mark.at);
        let (first, last) =
            (years().fold(f64::INFINITY, f64::min), years().fold(f64::NEG_INFINITY, f64::max));
        let pad = if high > low { (high - low) * 0.08 } else { (high.abs() * 0.1).max(0.5) };
        let from_nought = low >= 0.0 && low < high * FROM_NOUGHT;
        Some(Self { low: if from_nought { 0.0 } else { low - pad }, high: high + pad, first, last })
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        tenth(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM))
    }

    fn x(&self, at: f64) -> f64 {
        let inset = 14.0;
        let room = WIDTH - LEFT - RIGHT - 2.0 * inset;
        let share = if self.last > self.first { (at - self.first) / (self.last - self.first) } else { 0.5 };
        tenth(LEFT + inset + share * room)
    }

    /// Round figures within the scale: three to six of them.
    fn ticks(&self) -> Vec<f64> {
        let rough = (self.high - self.low) / 4.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 5.0, 10.0].into_iter().map(|s| s * power).find(|s| *s >= rough).unwrap_or(rough);
        let first = (self.low / step).ceil();
        let ticks = (0_u8..8).map(|i| (first + f64::from(i)) * step);
        ticks.take_while(|tick| *tick <= self.high).collect()
    }
}

fn grid(scale: &Scale) -> Markup {
    html! {
        g font-size="15" font-family="Noto Sans, Arial, sans-serif" text-anchor="end" fill="#0b0c0c" aria-hidden="true" {
            @for tick in scale.ticks() {
                @let y = scale.y(tick);
                path d=(format!("M{LEFT} {y}H{}", WIDTH - RIGHT)) stroke="#c3ced3" stroke-width="1" {}
                text x=(LEFT - 8.0) y=(tenth(y + 5.0)) { (number(tick, NumberStyle::GROUPED)) }
            }
        }
    }
}

/// Words below the axis, as many as there is room for; the last one always.
fn periods(scale: &Scale, marks: &[Mark]) -> Markup {
    let mut shown: Vec<&Mark> = Vec::new();
    for mark in marks {
        let is_free = |other: &&Mark| scale.x(mark.at) - scale.x(other.at) >= LABEL_ROOM;
        if shown.last().is_none_or(is_free) {
            shown.push(mark);
        }
    }
    if let (Some(last), Some(shown_last)) = (marks.last(), shown.last()) {
        if !std::ptr::eq(last, *shown_last) && shown.len() > 1 {
            shown.pop();
        }
        if !shown.iter().any(|mark| std::ptr::eq(*mark, last)) {
            shown.push(last);
        }
    }
    html! {
        g font-size="15" font-family="Noto Sans, Arial, sans-serif" text-anchor="middle" fill="#0b0c0c" aria-hidden="true" {
            @for mark in shown { text x=(scale.x(mark.at)) y=(HEIGHT - 12.0) { (mark.label) } }
        }
    }
}

/// The line, broken at gaps: nothing is drawn across a missing figure.
fn line(scale: &Scale, marks: &[Mark]) -> String {
    let mut data = String::new();
    let mut is_down = false;
    for mark in marks {
        match mark.value {
            Some(value) => {
                let pen = if is_down { 'L' } else { 'M' };
                // Writing to a String cannot fail.
                let _ = write!(data, "{pen}{} {}", scale.x(mark.at), scale.y(value));
                is_down = true;
            }
            None => is_down = false,
        }
    }
    data
}

fn bars(scale: &Scale, marks: &[Mark]) -> Markup {
    let data: String = marks
        .iter()
        .filter_map(|mark| {
            let (low, high) = mark.range?;
            let (x, low, high) = (scale.x(mark.at), scale.y(low), scale.y(high));
            Some(format!("M{} {low}h10M{x} {low}V{high}M{} {high}h10", tenth(x - 5.0), tenth(x - 5.0)))
        })
        .collect();
    html! { @if !data.is_empty() { path class="ww-chart__range" d=(data) fill="none" stroke="#225ea8" stroke-width="2" {} } }
}

fn points(scale: &Scale, marks: &[Mark]) -> Markup {
    html! {
        @for mark in marks {
            @if let Some(value) = mark.value {
                @let (x, y) = (scale.x(mark.at), scale.y(value));
                @if mark.is_estimate {
                    path d=(format!("M{} {y}L{x} {}L{} {y}L{x} {}z", tenth(x - 6.0), tenth(y - 6.0), tenth(x + 6.0), tenth(y + 6.0)))
                        fill="#ffffff" stroke="#16333f" stroke-width="2" {}
                } @else {
                    circle cx=(x) cy=(y) r="5" fill="#16333f" {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(at: f64, value: Option<f64>) -> Mark {
        Mark {
            label: format!("{at}"),
            at,
            value,
            range: value.map(|v| (v - 1.0, v + 1.0)),
            is_estimate: at < 2015.0,
        }
    }

    #[test]
    fn the_line_is_broken_where_a_figure_is_missing() {
        let marks = [
            mark(2011.0, Some(10.0)),
            mark(2012.0, None),
            mark(2013.0, Some(12.0)),
            mark(2014.0, Some(11.0)),
        ];
        let scale = Scale::of(&marks).expect("a scale");
        assert_eq!(line(&scale, &marks).matches('M').count(), 2);
        assert_eq!(line(&scale, &marks).matches('L').count(), 1);
    }

    #[test]
    fn one_figure_makes_no_chart() {
        assert!(chart("c", "t", "a", &[mark(2011.0, Some(1.0)), mark(2012.0, None)]).is_none());
    }

    #[test]
    fn the_scale_starts_at_nought_where_figures_come_near_it() {
        assert!(starts_at_nought(&[mark(1.0, Some(2.0)), mark(2.0, Some(50.0))]));
        assert!(!starts_at_nought(&[mark(1.0, Some(48.0)), mark(2.0, Some(50.0))]));
    }

    #[test]
    fn estimates_and_published_figures_have_other_shapes() {
        let text = chart("c", "T & <t>", "a", &[mark(2011.0, Some(10.0)), mark(2018.0, Some(12.0))])
            .expect("a chart");
        let text = text.into_string();
        assert_eq!((text.matches("<circle").count(), text.matches("#ffffff").count()), (1, 1));
        assert!(text.contains("T &amp; &lt;t&gt;") && text.contains("ww-chart__range"));
    }

    #[test]
    fn labels_never_stand_closer_than_their_room_and_the_last_is_always_there() {
        let marks: Vec<Mark> =
            (0..20).map(|i| mark(2000.0 + f64::from(i), Some(5.0 + f64::from(i)))).collect();
        let scale = Scale::of(&marks).expect("a scale");
        let text = periods(&scale, &marks).into_string();
        assert!(text.contains(">2000<") && text.contains(">2019<"));
        assert!(text.matches("<text").count() <= 7, "{text}");
    }

    #[test]
    fn figures_that_are_all_equal_still_have_a_scale() {
        let flat = |at: f64| Mark { range: None, ..mark(at, Some(3.0)) };
        let scale = Scale::of(&[flat(1.0), flat(2.0)]).expect("a scale");
        assert!(scale.high > scale.low && !scale.ticks().is_empty());
    }
}
