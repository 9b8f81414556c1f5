//! Areas below each other with a dot and the bar of its interval, as one picture.

use std::fmt::Write;

use maud::{Markup, html};

use crate::pages::drawing::{short, tenth};

use super::digits::Digits;

const WIDTH: f64 = 560.0;
const ROW: f64 = 19.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 34.0;
/// Room for names; longer ones are cut.
const LEFT: f64 = 190.0;
const RIGHT: f64 = 18.0;
/// Letters of a name that fit.
const MOST_LETTERS: usize = 24;

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bar<'a> {
    pub label: &'a str,
    /// Where the dot stands; `None` for an area without.
    pub dot: Option<f64>,
    /// The ends of the interval.
    pub range: Option<(f64, f64)>,
    /// What stands in place of the dot.
    pub gap: String,
    /// Whether the dot is filled: it stands out for sure.
    pub is_sure: bool,
}

/// A line across all rows, with its words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub at: f64,
    pub words: String,
}

/// The words of the picture.
pub(super) struct Words<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub about: &'a str,
    /// Which end is which, below the axis.
    pub axis: &'a str,
}

struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(bars: &[Bar<'_>], line: Option<&Line>) -> Option<Self> {
        let ends = bars.iter().flat_map(|bar| {
            bar.dot.into_iter().chain(bar.range.into_iter().flat_map(|(low, high)| [low, high]))
        });
        let all: Vec<f64> = ends.chain(line.map(|line| line.at)).filter(|value| value.is_finite()).collect();
        let low = all.iter().copied().fold(f64::INFINITY, f64::min);
        let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !low.is_finite() {
            return None;
        }
        let pad = if high > low { (high - low) * 0.02 } else { 0.5 };
        Some(Self { low: low - pad, high: high + pad })
    }

    fn x(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        tenth(LEFT + share * (WIDTH - LEFT - RIGHT))
    }

    /// Three to six round figures within the scale.
    fn ticks(&self) -> Vec<f64> {
        let rough = (self.high - self.low) / 5.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 5.0, 10.0].into_iter().map(|s| s * power).find(|s| *s >= rough).unwrap_or(rough);
        let first = (self.low / step).ceil();
        let ticks = (0_u8..8).map(|i| (first + f64::from(i)) * step);
        ticks.take_while(|tick| *tick <= self.high).collect()
    }
}

/// The picture; `None` where no area has a dot.
pub(super) fn picture(bars: &[Bar<'_>], line: Option<&Line>, words: &Words<'_>) -> Option<Markup> {
    let scale = Scale::of(bars, line)?;
    let height = TOP + ROW * bars.len() as f64 + BOTTOM;
    let (title, about) = (format!("{}-title", words.id), format!("{}-about", words.id));
    let foot = height - BOTTOM;
    Some(html! {
        svg class="ww-bars" xmlns="http://www.w3.org/2000/svg" role="img" viewBox=(format!("0 0 {WIDTH} {height}"))
            width=(WIDTH) height=(height) aria-labelledby=(title) aria-describedby=(about)
            font-size="13" font-family="Noto Sans, Arial, sans-serif" fill="#0b0c0c" {
            title id=(title) { (words.title) }
            desc id=(about) { (words.about) }
            (axis(&scale, foot))
            @if let Some(line) = line {
                path d=(format!("M{} {TOP}V{foot}", scale.x(line.at))) stroke="#0b0c0c" stroke-width="1.5" stroke-dasharray="6 4" {}
                text x=(scale.x(line.at)) y="16" text-anchor="middle" { (line.words) }
            }
            path d=(ranges(&scale, bars)) stroke="#1d70a2" stroke-width="5" {}
            path d=(dots(&scale, bars, true)) fill="#16333f" {}
            path d=(dots(&scale, bars, false)) fill="#ffffff" stroke="#16333f" stroke-width="2" {}
            g text-anchor="end" {
                @for (row, bar) in bars.iter().enumerate() { text x=(LEFT - 10.0) y=(middle(row) + 4.5) { (short(bar.label, MOST_LETTERS)) } }
            }
            g fill="#4b5a61" {
                @for (row, bar) in bars.iter().enumerate() {
                    @if bar.dot.is_none() { text x=(LEFT) y=(middle(row) + 4.5) { (bar.gap) } }
                }
            }
            text x=(LEFT + (WIDTH - LEFT - RIGHT) / 2.0) y=(height - 4.0) text-anchor="middle" { (words.axis) }
        }
    })
}

fn axis(scale: &Scale, foot: f64) -> Markup {
    let ticks = scale.ticks();
    let digits = Digits::of(ticks.iter().copied());
    let lines = ticks.iter().fold(String::new(), |mut data, tick| {
        // Writing to a String cannot fail.
        let _ = write!(data, "M{} {TOP}V{foot}", scale.x(*tick));
        data
    });
    html! {
        path d=(lines) stroke="#c3ced3" stroke-width="1" {}
        g text-anchor="middle" fill="#4b5a61" {
            @for tick in &ticks { text x=(scale.x(*tick)) y=(foot + 15.0) { (digits.words(*tick)) } }
        }
    }
}

fn middle(row: usize) -> f64 {
    TOP + ROW * (row as f64 + 0.5)
}

fn ranges(scale: &Scale, bars: &[Bar<'_>]) -> String {
    bars.iter().enumerate().fold(String::new(), |mut data, (row, bar)| {
        if let Some((low, high)) = bar.range {
            // A range of nothing is still a line that can be seen.
            let (from, to) = (scale.x(low), scale.x(high).max(scale.x(low) + 2.0));
            let _ = write!(data, "M{from} {}H{to}", middle(row));
        }
        data
    })
}

/// Dots as small diamonds, in one path.
fn dots(scale: &Scale, bars: &[Bar<'_>], sure: bool) -> String {
    bars.iter().enumerate().filter(|(_, bar)| bar.is_sure == sure).fold(
        String::new(),
        |mut data, (row, bar)| {
            if let Some(dot) = bar.dot {
                let _ = write!(data, "M{} {}l6 6 6-6-6-6z", tenth(scale.x(dot) - 6.0), middle(row));
            }
            data
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(dot: Option<f64>, range: Option<(f64, f64)>) -> Bar<'static> {
        Bar { label: "Tŷ & <Co>", dot, range, gap: "not ranked".into(), is_sure: true }
    }

    fn svg(bars: &[Bar<'_>]) -> Option<String> {
        let words = Words { id: "b", title: "Ranks", about: "Two.", axis: "Rank, 1 the worst" };
        picture(bars, Some(&Line { at: 2.0, words: "middle".into() }), &words).map(Markup::into_string)
    }

    #[test]
    fn every_area_has_a_row_and_a_gap_says_why() {
        let text = svg(&[bar(Some(1.0), Some((1.0, 3.0))), bar(None, None)]).expect("a picture");
        assert_eq!(text.matches("Tŷ &amp; &lt;Co&gt;").count(), 2);
        assert_eq!(text.matches("not ranked").count(), 1);
        assert_eq!(text.matches("l6 6 6-6-6-6z").count(), 1);
    }

    #[test]
    fn no_dot_but_a_line_is_still_drawn_and_nothing_is_not() {
        assert!(svg(&[bar(None, None)]).is_some());
        let words = Words { id: "b", title: "", about: "", axis: "" };
        assert!(picture(&[bar(None, None)], None, &words).is_none());
    }
}
