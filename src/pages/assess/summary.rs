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
    let ranked: Vec<usize> =
        column.order().into_iter().filter(|area| column.standings[*area].rank().is_some()).collect();
    if ranked.is_empty() {
        return format!("No area can be ranked. {}", unranked(subject));
    }
    let mut text = ends(subject, &ranked);
    if let Some(words) = sides(subject) {
        // Writing to a String cannot fail.
        let _ = write!(text, " {words}");
    }
    let missing = unranked(subject);
    if !missing.is_empty() {
        let _ = write!(text, " {missing}");
    }
    text
}

fn ends(subject: &Subject<'_>, ranked: &[usize]) -> String {
    let named = |areas: &[usize]| {
        let one = |area: &usize| match subject.column.show {
            Show::Rank => format!("{} ({})", subject.label(*area), rank_words(subject, *area)),
            Show::Score | Show::Value => {
                format!("{} ({})", subject.label(*area), with_unit(subject, *area))
            }
        };
        format::list(&areas.iter().map(one).collect::<Vec<_>>())
    };
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

fn with_unit(subject: &Subject<'_>, area: usize) -> String {
    let words = subject.column.words(area);
    match subject.unit() {
        "" => words,
        unit if unit == "%" => format!("{words}%"),
        _ => words,
    }
}

fn rank_words(subject: &Subject<'_>, area: usize) -> String {
    match (subject.is_index(), subject.range(area)) {
        (true, Some(range)) => {
            format!("rank {}, sure between {} and {}", subject.column.words(area), range.low, range.high)
        }
        _ => format!("rank {}", subject.column.words(area)),
    }
}

/// How many stand out for sure.
fn sides(subject: &Subject<'_>) -> Option<String> {
    let sides = subject.column.sureness.sides.as_ref().ok()?;
    let all = subject.column.standings.iter().zip(sides).filter(|(standing, _)| standing.rank().is_some());
    let count = |wanted: Side| all.clone().filter(|(_, side)| **side == wanted).count();
    let (worse, better, other, unsure) =
        (count(Side::Worse), count(Side::Better), count(Side::Other), count(Side::NotSure));
    let from =
        if subject.is_index() { "the middle".to_owned() } else { super::subject::against(subject.run()) };
    let mut parts = Vec::new();
    for (n, words) in [(worse, "surely worse than"), (better, "surely better than"), (other, "surely unlike")]
    {
        if n > 0 {
            parts.push(format!("{} {words} {from}", counted(len(n), "area is", "areas are")));
        }
    }
    if unsure > 0 {
        parts.push(format!("{} not be told from it", counted(len(unsure), "area can", "areas can")));
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
