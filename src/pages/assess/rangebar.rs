//! A bar of all areas' figures with a few of them marked: least, middle half,
//! most, the comparator, and each marked area with its interval.

use std::fmt::Write;

use maud::{Markup, html};

use crate::assess::Figure;
use crate::assess::comparator;
use crate::assess::intervals::Interval;
use crate::assess::normalise::Direction;
use crate::pages::drawing::tenth;

const WIDTH: f64 = 230.0;
const HEIGHT: f64 = 40.0;
const PAD: f64 = 9.0;
/// Where the bar lies.
const BAR: f64 = 13.0;

/// One marked area.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark<'a> {
    pub label: &'a str,
    /// What stands beside its sign; empty where only one area is marked.
    pub letter: &'a str,
    pub figure: Figure,
    pub interval: Option<Interval>,
}

/// What is drawn.
pub(super) struct RangeBar<'a> {
    /// The figures of all areas.
    pub column: &'a [Figure],
    pub direction: Direction,
    pub benchmark: Option<f64>,
    /// What the benchmark is.
    pub against: &'a str,
    pub marks: Vec<Mark<'a>>,
}

/// The colours of marked areas, dark enough to be told from the bar.
pub(super) const COLOURS: [&str; 4] = ["#16333f", "#b00042", "#225ea8", "#6b3fa0"];

struct Scale {
    low: f64,
    high: f64,
    /// Whether high figures stand on the left.
    turned: bool,
}

impl Scale {
    fn x(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        let share = if self.turned { 1.0 - share } else { share };
        tenth(PAD + share * (WIDTH - 2.0 * PAD))
    }
}

impl RangeBar<'_> {
    /// The picture, with `words` writing figures; `None` where no area has one.
    pub(super) fn picture(&self, words: impl Fn(f64) -> String) -> Option<Markup> {
        let [least, lower, middle, upper, most] = comparator::range(self.column).ok()?;
        let scale = self.scale(least, most);
        let (a, b) = (scale.x(lower), scale.x(upper));
        let ends = if scale.turned { [most, least] } else { [least, most] };
        Some(html! {
            svg class="ww-range" role="img" aria-label=(self.spoken([least, lower, middle, upper, most], &words)) focusable="false"
                viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) width=(WIDTH) height=(HEIGHT) {
                path d=(format!("M{} {BAR}H{}", scale.x(least), scale.x(most))) stroke="#6f777b" stroke-width="2" {}
                rect x=(a.min(b)) y=(BAR - 6.0) width=(tenth((b - a).abs().max(1.0))) height="12" fill="#b9c7cc" {}
                path d=(format!("M{} {}v12", scale.x(middle), BAR - 6.0)) stroke="#ffffff" stroke-width="2" {}
                @if let Some(benchmark) = self.benchmark {
                    path d=(format!("M{} {}v20", scale.x(benchmark), BAR - 10.0)) stroke="#0b0c0c" stroke-width="1.5" stroke-dasharray="4 2" {}
                }
                @for (at, mark) in self.marks.iter().enumerate() { (self.mark(&scale, at, mark)) }
                g font-size="11" fill="#4b5a61" aria-hidden="true" {
                    text x="0" y=(HEIGHT - 3.0) { (words(ends[0])) }
                    text x=(WIDTH) y=(HEIGHT - 3.0) text-anchor="end" { (words(ends[1])) }
                }
            }
        })
    }

    fn scale(&self, least: f64, most: f64) -> Scale {
        let ends = self.marks.iter().filter_map(|mark| mark.interval).flat_map(|own| [own.low, own.high]);
        let all: Vec<f64> =
            ends.chain(self.benchmark).chain([least, most]).filter(|value| value.is_finite()).collect();
        let low = all.iter().copied().fold(f64::INFINITY, f64::min);
        let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let pad = if high > low { 0.0 } else { 0.5 };
        Scale { low: low - pad, high: high + pad, turned: self.direction == Direction::HighIsBetter }
    }

    fn mark(&self, scale: &Scale, at: usize, mark: &Mark<'_>) -> Markup {
        let Ok(value) = mark.figure else { return html! {} };
        let colour = COLOURS[at % COLOURS.len()];
        let x = scale.x(value);
        let mut line = String::new();
        if let Some(Interval { low, high }) = mark.interval {
            // Writing to a String cannot fail.
            let _ = write!(line, "M{} {BAR}H{}", scale.x(low), scale.x(high));
        }
        let is_one = self.marks.len() == 1;
        let y = BAR + self.shift(scale, at, x);
        html! {
            @if !line.is_empty() { path d=(line) stroke=(colour) stroke-width="3" {} }
            @if is_one {
                path d=(format!("M{} {BAR}l6 6 6-6-6-6z", tenth(x - 6.0))) fill=(colour) stroke="#ffffff" {}
            } @else {
                circle cx=(x) cy=(y) r="8" fill=(colour) stroke="#ffffff" {}
                text x=(x) y=(y + 4.0) font-size="11" font-weight="700" text-anchor="middle" fill="#ffffff" aria-hidden="true" { (mark.letter) }
            }
        }
    }

    /// Signs that would cover one another are moved up and down.
    fn shift(&self, scale: &Scale, at: usize, x: f64) -> f64 {
        let before = self.marks[..at].iter().filter_map(|mark| mark.figure.ok());
        let covered = before.filter(|value| (scale.x(*value) - x).abs() < 14.0).count();
        [0.0, 5.0, -5.0, 9.0][covered.min(3)]
    }

    fn spoken(&self, range: [f64; 5], words: &impl Fn(f64) -> String) -> String {
        let [least, lower, middle, upper, most] = range.map(words);
        let mut text = format!(
            "All areas: {least} to {most}, the middle half {lower} to {upper}, the middle one {middle}."
        );
        if let Some(benchmark) = self.benchmark {
            let _ = write!(text, " {}: {}.", self.against, words(benchmark));
        }
        for mark in &self.marks {
            match (mark.figure, mark.interval) {
                (Ok(value), Some(own)) => {
                    let _ = write!(
                        text,
                        " {}: {}, surely {} to {}.",
                        mark.label,
                        words(value),
                        words(own.low),
                        words(own.high)
                    );
                }
                (Ok(value), None) => {
                    let _ = write!(text, " {}: {}.", mark.label, words(value));
                }
                (Err(gap), _) => {
                    let _ = write!(text, " {}: {}.", mark.label, gap.words());
                }
            }
        }
        text
    }
}

/// What the parts of the bar mean; which side is worse.
pub(super) fn key(against: &str) -> Markup {
    html! {
        p class="govuk-body-s ww-range-key" {
            "The bar runs over all areas; the grey box is the middle half, its white line the middle area. "
            "The dashed line is the figure of " (against) ". The thick line through a sign is the 95% range of its figure. "
            "Where one end is worse, it is on the right."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Missing;

    fn bar<'a>(column: &'a [Figure], direction: Direction, marks: Vec<Mark<'a>>) -> RangeBar<'a> {
        RangeBar { column, direction, benchmark: Some(5.0), against: "England", marks }
    }

    fn mark(figure: Figure) -> Mark<'static> {
        let interval = figure.ok().map(|value| Interval { low: value - 1.0, high: value + 1.0 });
        Mark { label: "Tŷ & <Co>", letter: "A", figure, interval }
    }

    fn draw(bar: &RangeBar<'_>) -> String {
        bar.picture(|value| format!("{value:.0}")).expect("a picture").into_string()
    }

    #[test]
    fn the_worse_end_is_on_the_right() {
        let column = [Ok(0.0), Ok(10.0), Ok(4.0)];
        let high = draw(&bar(&column, Direction::HighIsWorse, vec![mark(Ok(10.0))]));
        let low = draw(&bar(&column, Direction::HighIsBetter, vec![mark(Ok(10.0))]));
        let at = |text: &str| text.find(">0</text>").zip(text.find(">10</text>")).map(|(a, b)| a < b);
        assert_eq!((at(&high), at(&low)), (Some(true), Some(false)));
    }

    #[test]
    fn everything_drawn_is_also_said() {
        let column = [Ok(0.0), Ok(10.0), Ok(4.0), Err(Missing::Suppressed)];
        let text =
            draw(&bar(&column, Direction::HighIsWorse, vec![mark(Ok(4.0)), mark(Err(Missing::Suppressed))]));
        for said in
            ["All areas: 0 to 10", "England: 5", "Tŷ &amp; &lt;Co&gt;: 4, surely 3 to 5", "suppressed"]
        {
            assert!(text.contains(said), "{said} in {text}");
        }
        assert_eq!(text.matches("<circle").count(), 1, "a gap has no sign");
    }

    #[test]
    fn equal_figures_still_have_a_bar_and_none_have_no_picture() {
        assert!(!draw(&bar(&[Ok(3.0), Ok(3.0)], Direction::Neither, Vec::new())).contains("NaN"));
        let none = [Err(Missing::NotGiven)];
        assert!(bar(&none, Direction::Neither, Vec::new()).picture(|value| value.to_string()).is_none());
    }
}
