//! The view in a few sentences.

use std::fmt::Write;

use crate::assess::run::{Standing, Unranked};
use crate::pages::format::{self, counted, len};

use super::asked::Show;
use super::column::Part;
use super::subject::Subject;
use super::sure::Side;

/// Names listed at either end.
const NAMED: usize = 3;

/// What is worst and best, what is sure, what is not ranked.
pub(super) fn sentence(subject: &Subject<'_>) -> String {
    let column = &subject.column;
    let ranked = ranked(subject);
    if ranked.is_empty() {
        return format!("No area can be ranked. {}", unranked(subject));
    }
    let mut text = ends(subject, &ranked, |area| figured(subject, area));
    if column.is_earlier
        && let Some(change) = subject.change()
    {
        let _ = write!(text, " These are the figures of {}.", change.earlier.period);
    } else if let Some(words) = sides(subject) {
        // Writing to a String cannot fail.
        let _ = write!(text, " {words}");
    }
    let missing = unranked(subject);
    if !missing.is_empty() {
        let _ = write!(text, " {missing}");
    }
    if let Some(words) = since(subject) {
        let _ = write!(text, " {words}");
    }
    text
}

/// The ranked areas, the worst first.
fn ranked(subject: &Subject<'_>) -> Vec<usize> {
    let column = &subject.column;
    let mut ranked: Vec<usize> =
        column.order().into_iter().filter(|area| column.standings[*area].rank().is_some()).collect();
    if column.is_earlier {
        by_earlier(subject, &mut ranked);
    }
    ranked
}

/// What changed since the period before, or why that cannot be told.
fn since(subject: &Subject<'_>) -> Option<String> {
    use crate::assess::change::Verdict;
    let id = &subject.node.id;
    let Some(change) = subject.change() else {
        let not = subject.assessed.not_compared.iter().find(|not| not.indicator == *id)?;
        return Some(format!("The period before, {}, cannot be compared: {}.", not.period, not.why));
    };
    let known: Vec<Verdict> = change.areas.iter().flatten().map(|change| change.verdict).collect();
    let words = [Verdict::Worsened, Verdict::Improved, Verdict::Rose, Verdict::Fell, Verdict::NotSure];
    let count = |verdict: Verdict| known.iter().filter(|own| **own == verdict).count();
    let parts: Vec<String> = words
        .into_iter()
        .filter(|verdict| count(*verdict) > 0)
        .map(|verdict| {
            format!(
                "{} {}",
                format::count(len(count(verdict))),
                match verdict {
                    Verdict::NotSure => "without a sure change",
                    other => other.words(),
                }
            )
        })
        .collect();
    (!parts.is_empty()).then(|| {
        format!("Since {}: {} (false-discovery rate 5%).", change.earlier.period, format::list(&parts))
    })
}

/// The view in a headline: which areas are the worst and the best.
pub(super) fn headline(subject: &Subject<'_>) -> String {
    let ranked = ranked(subject);
    if ranked.is_empty() {
        return "No area can be ranked.".to_owned();
    }
    ends(subject, &ranked, |area| subject.label(area).to_owned())
}

fn figured(subject: &Subject<'_>, area: usize) -> String {
    let figure = match subject.column.show {
        Show::Rank => rank_words(subject, area),
        Show::Score | Show::Value => with_unit(subject, area),
    };
    format!("{} ({figure})", subject.label(area))
}

/// The areas at both ends, as they are `told`.
fn ends(subject: &Subject<'_>, ranked: &[usize], told: impl Fn(usize) -> String) -> String {
    let named = |areas: &[usize]| format::list(&areas.iter().map(|area| told(*area)).collect::<Vec<_>>());
    let (worse, better) = match subject.part {
        Part::Indicator(_, crate::assess::normalise::Direction::Neither) => ("Highest", "Lowest"),
        _ => ("Worst", "Best"),
    };
    if ranked.len() <= 2 * NAMED {
        return format!("From the {} on: {}.", worse.to_lowercase(), named(ranked));
    }
    let best: Vec<usize> = ranked.iter().rev().take(NAMED).copied().collect();
    format!("{worse}: {}. {better}: {}.", named(&ranked[..NAMED]), named(&best))
}

/// Areas by their figures of the period before, the worst first.
fn by_earlier(subject: &Subject<'_>, areas: &mut Vec<usize>) {
    let values = &subject.column.values;
    areas.retain(|area| values[*area].is_ok());
    let is_high_worse =
        !matches!(subject.part, Part::Indicator(_, crate::assess::normalise::Direction::HighIsBetter));
    let key = |area: usize| values[area].map_or(0.0, |value| if is_high_worse { -value } else { value });
    areas.sort_by(|a, b| key(*a).total_cmp(&key(*b)).then(a.cmp(b)));
}

fn with_unit(subject: &Subject<'_>, area: usize) -> String {
    let words = subject.column.words(area);
    match subject.unit() {
        "%" => format!("{words}%"),
        _ => words,
    }
}

fn rank_words(subject: &Subject<'_>, area: usize) -> String {
    match subject.range(area) {
        Some(range) => {
            format!("rank {}, sure between {} and {}", subject.column.words(area), range.low, range.high)
        }
        None => format!("rank {}", subject.column.words(area)),
    }
}

/// How many stand out for sure.
fn sides(subject: &Subject<'_>) -> Option<String> {
    let sides = subject.column.sureness.sides.as_ref().ok()?;
    let all = subject.column.standings.iter().zip(sides).filter(|(standing, _)| standing.rank().is_some());
    let count = |wanted: Side| all.clone().filter(|(_, side)| **side == wanted).count();
    let (worse, better, other, unsure) =
        (count(Side::Worse), count(Side::Better), count(Side::Other), count(Side::NotSure));
    let from = match subject.part {
        Part::Index | Part::Domain => "the middle".to_owned(),
        Part::Indicator(..) => super::subject::against(subject.run()),
    };
    let mut parts = Vec::new();
    for (n, words) in [(worse, "surely worse than"), (better, "surely better than"), (other, "surely unlike")]
    {
        if n > 0 {
            parts.push(format!("{} {words} {from}", counted(len(n), "area is", "areas are")));
        }
    }
    if unsure > 0 {
        parts.push(format!("{} be told from it", counted(len(unsure), "area cannot", "areas cannot")));
    }
    (!parts.is_empty()).then(|| format!("{}.", format::sentence(&format::list(&parts))))
}

/// How many areas are not ranked, by reason.
fn unranked(subject: &Subject<'_>) -> String {
    let (mut gaps, mut imputed, mut cover) = (0_usize, 0_usize, 0_usize);
    for standing in &subject.column.standings {
        match standing {
            Standing::Ranked { .. } => {}
            Standing::Unranked(Unranked::NoScore(_)) => gaps += 1,
            Standing::Unranked(Unranked::Imputed { .. }) => imputed += 1,
            Standing::Unranked(Unranked::Cover { .. }) => cover += 1,
        }
    }
    let mut parts = Vec::new();
    let mut add = |n: usize, why: &str| {
        if n > 0 {
            parts.push(format!("{} {why}", format::count(len(n))));
        }
    };
    add(gaps, "without a figure");
    add(imputed, "with too much imputed or missing");
    add(cover, "with too little covered by the sources");
    if parts.is_empty() {
        return String::new();
    }
    let n = gaps + imputed + cover;
    format!(
        "{} not ranked: {}.",
        format::sentence(&counted(len(n), "area is", "areas are")),
        format::list(&parts)
    )
}
