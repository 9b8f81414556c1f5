//! Classes of a choropleth: at most five, with the rule that made them.

use crate::pages::format::{NumberStyle, number};

use super::FILLS;

/// Natural breaks look at every value; beyond this many an even sample is used.
const MOST_FOR_NATURAL: usize = 2_000;

/// How values are put into classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// As many areas in each class as possible.
    Quantile,
    /// Classes of equal width.
    Equal,
    /// Breaks where the values leave gaps (Fisher's exact grouping, also known as Jenks).
    Natural,
}

impl Method {
    /// All methods, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Quantile, Self::Equal, Self::Natural];

    /// The name used in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Quantile => "quantile",
            Self::Equal => "equal",
            Self::Natural => "natural",
        }
    }

    /// The method of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }

    /// The method in words, for the legend.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Quantile => "classes with about the same number of areas each",
            Self::Equal => "classes of equal width",
            Self::Natural => "classes with breaks where the values leave gaps",
        }
    }
}

/// Class limits, ascending. Class `i` holds values from `limits[i]` up to, and
/// not including, `limits[i + 1]`; the last class includes its upper limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    limits: Vec<f64>,
}

impl Classes {
    /// Puts finite values into at most five classes. `None` without a value.
    #[must_use]
    pub fn build(values: &[f64], method: Method) -> Option<Self> {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        let wanted = FILLS.len();
        let inner = match method {
            Method::Quantile => quantiles(&sorted, wanted),
            Method::Equal => equal(least, most, wanted),
            Method::Natural => natural(&sorted, wanted),
        };
        let mut limits = vec![least];
        limits.extend(inner.into_iter().filter(|b| *b > least && *b <= most));
        limits.dedup();
        limits.push(most);
        Some(Self { limits })
    }

    /// How many classes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.limits.len() - 1
    }

    /// Whether there is no class; never so for classes that were built.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The limits, least and greatest value included.
    #[must_use]
    pub fn limits(&self) -> &[f64] {
        &self.limits
    }

    /// The class of a value, from 0.
    #[must_use]
    pub fn class(&self, value: f64) -> usize {
        let inner = &self.limits[1..self.limits.len() - 1];
        inner.iter().filter(|limit| value >= **limit).count()
    }

    /// The fill of a class; few classes are spread over the whole range of fills.
    #[must_use]
    pub fn fill(&self, class: usize) -> &'static str {
        let steps = self.len().saturating_sub(1);
        let at = (class * (FILLS.len() - 1)).checked_div(steps).unwrap_or(2);
        FILLS[at.min(FILLS.len() - 1)]
    }

    /// A class in words: `10 to less than 20`.
    #[must_use]
    pub fn words(&self, class: usize, style: NumberStyle) -> String {
        let (from, to) = (self.limits[class], self.limits[class + 1]);
        if (from - to).abs() < f64::EPSILON * from.abs() || from.total_cmp(&to).is_eq() {
            return number(from, style);
        }
        let join = if class + 1 == self.len() { "to" } else { "to less than" };
        format!("{} {join} {}", number(from, style), number(to, style))
    }
}

fn quantiles(sorted: &[f64], wanted: usize) -> Vec<f64> {
    (1..wanted).map(|i| sorted[(i * sorted.len() / wanted).min(sorted.len() - 1)]).collect()
}

#[expect(clippy::cast_precision_loss, reason = "five classes at most")]
fn equal(least: f64, most: f64, wanted: usize) -> Vec<f64> {
    (1..wanted).map(|i| least + (most - least) * i as f64 / wanted as f64).collect()
}

/// Fisher's exact grouping: the breaks that leave the least squared distance
/// to the class means. W. D. Fisher, "On grouping for maximum homogeneity",
/// Journal of the American Statistical Association 53 (1958).
fn natural(sorted: &[f64], wanted: usize) -> Vec<f64> {
    let stride = sorted.len().div_ceil(MOST_FOR_NATURAL);
    let values: Vec<f64> = sorted.iter().copied().step_by(stride).collect();
    let n = values.len();
    let wanted = wanted.min(n);
    let spread = Spread::new(&values);
    let mut cost: Vec<f64> = (1..=n).map(|end| spread.within(0, end)).collect();
    let mut starts: Vec<Vec<usize>> = Vec::new();
    for classes in 2..=wanted {
        let mut next = vec![f64::INFINITY; n];
        let mut start = vec![0; n];
        for end in classes..=n {
            for from in (classes - 1)..end {
                let total = cost[from - 1] + spread.within(from, end);
                if total < next[end - 1] {
                    (next[end - 1], start[end - 1]) = (total, from);
                }
            }
        }
        cost = next;
        starts.push(start);
    }
    let mut breaks = Vec::new();
    let mut end = n;
    for start in starts.iter().rev() {
        let from = start[end - 1];
        breaks.push(values[from]);
        end = from;
    }
    breaks.reverse();
    breaks
}

/// Running sums, so that the spread within any run of values is one subtraction.
struct Spread {
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Spread {
    fn new(values: &[f64]) -> Self {
        // Around the middle value, squares of large figures keep their digits.
        let middle = values[values.len() / 2];
        let (mut sums, mut squares) = (vec![0.0], vec![0.0]);
        let (mut sum, mut square) = (0.0, 0.0);
        for value in values {
            let away = value - middle;
            sum += away;
            square += away * away;
            sums.push(sum);
            squares.push(square);
        }
        Self { sums, squares }
    }

    #[expect(clippy::cast_precision_loss, reason = "at most a few thousand values")]
    fn within(&self, from: usize, to: usize) -> f64 {
        let sum = self.sums[to] - self.sums[from];
        self.squares[to] - self.squares[from] - sum * sum / (to - from) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantiles_share_the_areas_out() {
        let values: Vec<f64> = (0..10).map(f64::from).collect();
        let classes = Classes::build(&values, Method::Quantile).expect("classes");
        assert_eq!(classes.limits(), [0.0, 2.0, 4.0, 6.0, 8.0, 9.0]);
        assert_eq!(classes.words(0, NumberStyle::GROUPED), "0 to less than 2");
        assert_eq!(classes.words(4, NumberStyle::GROUPED), "8 to 9");
    }

    #[test]
    fn natural_breaks_stand_in_the_gaps() {
        let values = [1.0, 2.0, 3.0, 50.0, 51.0, 100.0, 101.0, 200.0, 300.0, 301.0];
        let classes = Classes::build(&values, Method::Natural).expect("classes");
        assert_eq!(classes.limits(), [1.0, 50.0, 100.0, 200.0, 300.0, 301.0]);
    }

    #[test]
    fn one_value_everywhere_is_one_class() {
        let classes = Classes::build(&[7.0; 4], Method::Equal).expect("classes");
        assert_eq!(classes.len(), 1);
        assert_eq!(classes.words(0, NumberStyle::GROUPED), "7");
        assert_eq!(Classes::build(&[], Method::Equal), None);
    }

    proptest! {
        #[test]
        fn every_value_lies_within_the_limits_of_its_class(
            values in prop::collection::vec(-1e6_f64..1e6, 1..60),
            method in prop::sample::select(Method::ALL.to_vec()),
        ) {
            let classes = Classes::build(&values, method).expect("classes");
            prop_assert!(classes.len() <= FILLS.len());
            for value in values {
                let class = classes.class(value);
                prop_assert!(classes.limits()[class] <= value && value <= classes.limits()[class + 1]);
            }
        }
    }

    /// CIE76 distance between two sRGB colours as a dichromat sees them.
    fn distance(a: &str, b: &str, sight: Option<[[f64; 3]; 3]>) -> f64 {
        let (a, b) = (lab(a, sight), lab(b, sight));
        a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
    }

    fn lab(hex: &str, sight: Option<[[f64; 3]; 3]>) -> [f64; 3] {
        let channel = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
        let linear = |byte: u8| {
            let c = f64::from(byte) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let rgb = [linear(channel(1)), linear(channel(3)), linear(channel(5))];
        let times = |m: [[f64; 3]; 3], v: [f64; 3]| {
            m.map(|row| row.iter().zip(v).map(|(x, y)| x * y).sum::<f64>().clamp(0.0, 1.0))
        };
        let rgb = sight.map_or(rgb, |m| times(m, rgb));
        let xyz = [
            (0.412_456 * rgb[0] + 0.357_576 * rgb[1] + 0.180_437 * rgb[2]) / 0.950_47,
            0.212_673 * rgb[0] + 0.715_152 * rgb[1] + 0.072_175 * rgb[2],
            (0.019_334 * rgb[0] + 0.119_192 * rgb[1] + 0.950_304 * rgb[2]) / 1.088_83,
        ];
        let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let [x, y, z] = xyz.map(f);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// Machado, Oliveira and Fernandes (2009), full severity.
    const DICHROMATS: [[[f64; 3]; 3]; 3] = [
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    #[test]
    fn colour_blind_readers_can_tell_the_classes_apart() {
        for sight in [None, Some(DICHROMATS[0]), Some(DICHROMATS[1]), Some(DICHROMATS[2])] {
            for (i, a) in FILLS.iter().enumerate() {
                for b in &FILLS[i + 1..] {
                    assert!(distance(a, b, sight) > 10.0, "{a} {b} {sight:?}");
                }
            }
        }
    }
}
