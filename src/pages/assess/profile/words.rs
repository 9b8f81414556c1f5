//! A profile in plain sentences, from templates: value, comparison, certainty, change.
//!
//! Short words and short sentences: `tests/it/profile` reckons the reading age
//! of all that is said here and holds it at twelve or below.

use crate::assess::change::Verdict;
use crate::assess::explain::Priority;
use crate::assess::rag::Rag;
use crate::assess::run::Standing;
use crate::pages::format::{self, counted, len};

use super::super::column::unranked_words;
use super::super::subject::against;
use super::ward::{Told, Ward};

/// A chance above this is put as "almost surely".
const ALMOST_SURE: f64 = 0.95;

/// The area as a whole.
pub(in crate::pages::assess) fn summary(ward: &Ward<'_>) -> Vec<String> {
    let mut all = rank(ward);
    all.extend(compared(ward));
    all.extend(changed(ward));
    all.extend(gaps(ward));
    all
}

/// Where it stands, and how sure that is.
fn rank(ward: &Ward<'_>) -> Vec<String> {
    let index = ward.index();
    let label = ward.label();
    let Standing::Ranked { rank, sharing } = index.standings[ward.area] else {
        let Standing::Unranked(why) = index.standings[ward.area] else { return Vec::new() };
        return vec![format!("{label} is {}.", unranked_words(why))];
    };
    let ranked = index.ranked();
    let mut all = vec![format!("{label} has rank {rank} of {ranked}. Rank 1 has the most need.")];
    if sharing > 1 {
        all.push(format!("It shares this rank with {} more.", sharing - 1));
    }
    let worst = ward.subject.run().recipe.rules.worst;
    match (ward.subject.range(ward.area), &ward.subject.assessed.ranges) {
        (Some(range), Some(ranges)) => {
            all.push(format!(
                "We worked it out in {} other ways. In 9 of 10 of them it had {}.",
                format::count(len(ranges.draws)),
                between(range.low, range.high)
            ));
            all.push(among(range.among_worst, worst));
        }
        _ => all.push("We do not know how sure this rank is.".to_owned()),
    }
    all
}

/// "rank 4", or "a rank from 4 to 9".
fn between(low: usize, high: usize) -> String {
    if low == high { format!("rank {low}") } else { format!("a rank from {low} to {high}") }
}

/// Whether it is among the worst ones, as far as draws tell.
fn among(share: f64, worst: usize) -> String {
    match share {
        high if high >= ALMOST_SURE => format!("So it is almost surely one of the worst {worst}."),
        low if low <= 1.0 - ALMOST_SURE => format!("So it is almost surely not one of the worst {worst}."),
        some => format!(
            "In {} of 100 it was one of the worst {worst}, so we cannot be sure of that.",
            (some * 100.0).round()
        ),
    }
}

/// How many figures are better and worse for sure.
fn compared(ward: &Ward<'_>) -> Vec<String> {
    let rags: Vec<Option<Rag>> = ward.figures().map(|told| told.judged.rag).collect();
    let count = |wanted: &[Rag]| rags.iter().flatten().filter(|rag| wanted.contains(rag)).count();
    let worse = count(&[Rag::Worse, Rag::MuchWorse]);
    let better = count(&[Rag::Better, Rag::MuchBetter]);
    let alike = count(&[Rag::Similar]);
    let other = count(&[Rag::Higher, Rag::Lower]);
    let rest = rags.len() - worse - better - alike - other;
    let against = against(ward.subject.run());
    let are = |n: usize| if n == 1 { "is" } else { "are" };
    let mut all = vec![format!(
        "We set {} beside {against}. {} {} worse for sure, and {} {} better.",
        counted(len(rags.len()), "figure", "figures"),
        format::sentence(&none(worse)),
        are(worse),
        none(better),
        are(better)
    )];
    if other > 0 {
        all.push(format!("On {other} it is higher or lower for sure."));
    }
    match (alike, rest) {
        (0, 0) => {}
        (alike, 0) => all.push(format!("For {} the gap may be chance.", none(alike))),
        (0, rest) => all.push(format!("For {} we cannot tell.", none(rest))),
        (alike, rest) => {
            all.push(format!(
                "For {} the gap may be chance. For {} we cannot tell.",
                none(alike),
                none(rest)
            ));
        }
    }
    all
}

fn none(n: usize) -> String {
    if n == 0 { "none".to_owned() } else { n.to_string() }
}

/// What got better and worse since the periods before.
fn changed(ward: &Ward<'_>) -> Vec<String> {
    let changes = ward.figures().filter_map(|told| {
        let change = ward.change(&told)?;
        Some((told.title, change.areas.get(ward.area)?.as_ref().ok()?.verdict))
    });
    let changes: Vec<(&str, Verdict)> = changes.collect();
    if changes.is_empty() {
        return Vec::new();
    }
    let named = |wanted: Verdict| -> Vec<String> {
        let own = changes.iter().filter(|(_, verdict)| *verdict == wanted);
        own.map(|(title, _)| format!("“{title}”")).collect()
    };
    let mut all = Vec::new();
    for (verdict, words) in [
        (Verdict::Worsened, "Since last time it got worse on"),
        (Verdict::Improved, "Since last time it got better on"),
        (Verdict::Rose, "Since last time there was a rise in"),
        (Verdict::Fell, "Since last time there was a fall in"),
    ] {
        let names = named(verdict);
        if !names.is_empty() {
            all.push(format!("{words} {}.", format::list(&names)));
        }
    }
    if all.is_empty() {
        all.push("We see no clear change since last time.".to_owned());
    }
    all
}

fn gaps(ward: &Ward<'_>) -> Option<String> {
    let missing = ward.figures().filter(|told| told.stages.raw[ward.area].is_err()).count();
    match missing {
        0 => None,
        1 => Some("One figure is missing. The notes say why.".to_owned()),
        n => Some(format!("{n} figures are missing. The notes say why.")),
    }
}

/// One priority: value, comparison, certainty, rank, change.
pub(in crate::pages::assess) fn priority(ward: &Ward<'_>, priority: &Priority) -> Vec<String> {
    let Some(told) = ward.figure(priority.indicator) else { return Vec::new() };
    let Ok(value) = told.figure_words(ward.area) else { return Vec::new() };
    let unit = long_unit(&told);
    let against = against(ward.subject.run());
    let mut all = vec![match told.judged.benchmark {
        Some(benchmark) => {
            format!("The figure is {value}{unit} here. It is {} for {against}.", told.words(benchmark))
        }
        None => format!("The figure is {value}{unit} here."),
    }];
    all.push(certainty(&told).to_owned());
    all.extend(figure_rank(ward, &told));
    all.extend(change(ward, &told));
    all
}

/// A unit that does not stand with the figure itself.
pub(in crate::pages::assess) fn long_unit(told: &Told<'_>) -> String {
    match told.unit {
        "" | "%" | "per cent" => String::new(),
        "score" | "share" | "index" => format!(" ({})", told.unit),
        unit => format!(" {unit}"),
    }
}

/// How sure it is that the figure is better or worse.
pub(in crate::pages::assess) fn certainty(told: &Told<'_>) -> &'static str {
    match told.judged.rag {
        Some(Rag::MuchWorse) => "It is worse, and we are very sure of it.",
        Some(Rag::Worse) => "It is worse, and we are sure of it.",
        Some(Rag::MuchBetter) => "It is better, and we are very sure of it.",
        Some(Rag::Better) => "It is better, and we are sure of it.",
        Some(Rag::Higher) => "It is higher, and we are sure of it.",
        Some(Rag::Lower) => "It is lower, and we are sure of it.",
        Some(Rag::Similar) => "The gap is small and may be chance.",
        None if told.judged.withheld => "The figure is too rough to say more.",
        None => "We cannot say how sure this is.",
    }
}

fn figure_rank(ward: &Ward<'_>, told: &Told<'_>) -> Option<String> {
    let rank = told.node.standings[ward.area].rank()?;
    let ranked = told.node.ranked();
    Some(match ward.rank_range(told) {
        Some(range) if range.low == range.high => {
            format!("It has rank {rank} of {ranked} on this, and that is firm.")
        }
        Some(range) => {
            format!("It has rank {rank} of {ranked} on this, and may have {} to {}.", range.low, range.high)
        }
        None => format!("It has rank {rank} of {ranked} on this."),
    })
}

/// What changed since the period before.
pub(in crate::pages::assess) fn change(ward: &Ward<'_>, told: &Told<'_>) -> Option<String> {
    let found = ward.change(told)?;
    let change = found.areas.get(ward.area)?.as_ref().ok()?;
    let since = &found.earlier.period;
    Some(match change.verdict {
        Verdict::Improved => format!("It got better since {since}."),
        Verdict::Worsened => format!("It got worse since {since}."),
        Verdict::Rose => format!("It rose since {since}."),
        Verdict::Fell => format!("It fell since {since}."),
        Verdict::NotSure => format!("We see no clear change since {since}."),
    })
}
