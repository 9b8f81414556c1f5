//! What the address asks for: a part of the index, how it is shown, an area.

use crate::assess::breaks::Classes;
use crate::pages::params::Params;

/// Fewest and most classes that are offered: more shades cannot be told apart.
pub(super) const COUNTS: std::ops::RangeInclusive<usize> = 2..=5;

/// A head of more than this share of the figures is no head any more (Jiang 2013).
const MOST_HEAD: f64 = 0.4;

/// The keys of both periods in addresses.
pub(super) const NOW: &str = "now";
pub(super) const EARLIER: &str = "earlier";

/// Which quantity colours the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// The score: the higher, the worse.
    Score,
    /// The rank, 1 the worst.
    Rank,
    /// The figure itself, in its unit; indicators only.
    Value,
}

/// How figures are put into classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Natural,
    Quantile,
    Equal,
    Deviation,
    HeadTail,
}

/// The address of the page, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// Id of an indicator or domain; the index where left out.
    pub of: Option<String>,
    /// `None` where the address does not say.
    pub show: Option<Show>,
    pub method: Method,
    pub count: usize,
    /// Whether areas that do not stand out for sure are shown neutral.
    pub sure: bool,
    /// Whether hot spots are drawn.
    pub hot: bool,
    /// Code of the area that is explained.
    pub area: Option<String>,
    /// Whether the figures of the earlier period are shown.
    pub earlier: bool,
    /// What cannot be understood, in sentences.
    pub wrong: Vec<String>,
}

impl Show {
    pub(super) const ALL: [Self; 3] = [Self::Score, Self::Rank, Self::Value];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Rank => "rank",
            Self::Value => "value",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Score => "Score",
            Self::Rank => "Rank",
            Self::Value => "Figure",
        }
    }
}

impl Method {
    pub(super) const ALL: [Self; 5] =
        [Self::Natural, Self::Quantile, Self::Equal, Self::Deviation, Self::HeadTail];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Natural => "natural",
            Self::Quantile => "quantile",
            Self::Equal => "equal",
            Self::Deviation => "deviation",
            Self::HeadTail => "head-tail",
        }
    }

    /// The name in the form.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Natural => "Natural breaks",
            Self::Quantile => "Equal numbers of areas",
            Self::Equal => "Equal steps",
            Self::Deviation => "Standard deviations",
            Self::HeadTail => "Head and tail",
        }
    }

    /// The method in words, for the legend.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Natural => "natural breaks, the classes within which figures differ least (Fisher–Jenks)",
            Self::Quantile => "classes with about the same number of areas each (quantiles)",
            Self::Equal => "classes of equal width",
            Self::Deviation => {
                "cut at one and two standard deviations from the mean, so that their number follows from the figures"
            }
            Self::HeadTail => {
                "cut at the mean, then at the mean of what is above it (head and tail), so that their number follows from the figures"
            }
        }
    }

    pub(super) fn takes_count(self) -> bool {
        !matches!(self, Self::Deviation | Self::HeadTail)
    }

    pub(super) fn classes(self, count: usize) -> Classes {
        match self {
            Self::Natural => Classes::FisherJenks { count },
            Self::Quantile => Classes::Quantile { count },
            Self::Equal => Classes::Equal { count },
            Self::Deviation => Classes::StandardDeviation,
            Self::HeadTail => Classes::HeadTail { most_head: MOST_HEAD },
        }
    }
}

impl Asked {
    pub(super) fn read(params: &Params) -> Self {
        let mut wrong = Vec::new();
        let show = chosen(params, "show", &Show::ALL, Show::key, &mut wrong);
        let method = chosen(params, "classes", &Method::ALL, Method::key, &mut wrong);
        let count = params.get("n").map(|text| text.parse::<usize>().ok().filter(|n| COUNTS.contains(n)));
        if count == Some(None) {
            wrong.push(format!(
                "The number of classes is a whole number from {} to {}.",
                COUNTS.start(),
                COUNTS.end()
            ));
        }
        let earlier = params.get("period").map(|text| (text == EARLIER).then_some(()));
        if earlier == Some(None) && params.get("period") != Some(NOW) {
            wrong.push(format!("The period is “{NOW}” or “{EARLIER}”."));
        }
        let text = |name: &str| params.get(name).map(str::to_owned);
        Self {
            of: text("of"),
            show,
            method: method.unwrap_or(Method::Natural),
            count: count.flatten().unwrap_or(*COUNTS.end()),
            sure: params.get("sure").is_some(),
            hot: params.get("hot").is_some(),
            area: text("area"),
            earlier: earlier.flatten().is_some(),
            wrong,
        }
    }
}

/// One of a few choices by its key; a key that is none is told.
fn chosen<T: Copy>(
    params: &Params,
    name: &str,
    all: &[T],
    key: fn(T) -> &'static str,
    wrong: &mut Vec<String>,
) -> Option<T> {
    let text = params.get(name)?;
    let found = all.iter().copied().find(|choice| key(*choice) == text);
    if found.is_none() {
        let all: Vec<&str> = all.iter().map(|choice| key(*choice)).collect();
        wrong.push(format!("“{text}” is no choice for “{name}”; there are: {}.", all.join(", ")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &[(&str, &str)]) -> Asked {
        Asked::read(&Params(query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()))
    }

    #[test]
    fn what_the_address_leaves_out_is_usual() {
        let asked = read(&[]);
        assert_eq!((asked.of, asked.show, asked.method, asked.count), (None, None, Method::Natural, 5));
        assert!(!asked.sure && !asked.hot && asked.wrong.is_empty());
    }

    #[test]
    fn every_choice_that_is_none_is_told() {
        let asked = read(&[("show", "colour"), ("classes", "pretty"), ("n", "9")]);
        assert_eq!(asked.wrong.len(), 3);
        assert!(asked.wrong[0].contains("score, rank, value"), "{}", asked.wrong[0]);
    }
}
