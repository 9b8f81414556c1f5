//! What a report says of its data: sources, gaps, grades, cover, periods.

use maud::{Markup, html};

use crate::crosswalk::uncertainty::Grade;
use crate::engine::{Assessed, FiguresUsed, IndicatorSource};

/// Sources, gaps and grades, indicator by indicator, then licences.
pub(super) fn notes(assessed: &Assessed) -> Markup {
    html! {
        h2 { "Data" }
        p { "Figures that are not of these very areas were carried to them; the grade says how sure a carried figure is. A figure of grade E, or one of which nobody knows how sure it is, is never the only ground for a colour." }
        div.wide { table {
            caption { "Where each indicator's figures come from" }
            thead { tr {
                th scope="col" { "Indicator" } th scope="col" { "Figures" } th scope="col" { "Period" }
                th scope="col" { "Published for" } th scope="col" { "Carried by" } th scope="col" { "Grades" }
                th scope="col" { "Gaps" } th scope="col" { "Stand-ins" } th scope="col" { "Least cover" }
            } }
            tbody { @for source in assessed.sources.iter() { (row(assessed, source)) } }
        } }
        (sentences(assessed))
        (licences(assessed))
    }
}

fn row(assessed: &Assessed, source: &IndicatorSource) -> Markup {
    let stages = assessed.run.indicators.iter().find(|stages| stages.id == source.indicator);
    let gaps = stages.map_or(0, |stages| stages.raw.iter().filter(|figure| figure.is_err()).count());
    let stand_ins = stages.map_or(0, |stages| stages.imputed.stand_ins.iter().filter(|is| **is).count());
    let given = &assessed.run.inputs.indicators[&source.indicator];
    let cover = (0..given.figures.len()).map(|at| given.cover_of(at)).fold(1.0, f64::min);
    html! {
        tr {
            th scope="row" { (title(assessed, &source.indicator)) }
            td { (source.figures.title) @if let Some(over) = &source.over { " over " (over.title) } }
            td { (source.figures.period) @if let Some(over) = &source.over { " over " (over.period) } }
            td { (source.figures.geography.to_string()) }
            td { (carried(&source.figures)) }
            td { (grades(source)) }
            td.number { (gaps) }
            td.number { (stand_ins) }
            td.number { (format!("{:.1} %", 100.0 * cover)) }
        }
    }
}

fn carried(used: &FiguresUsed) -> String {
    match &used.crosswalk {
        None => "as published".to_owned(),
        Some(crosswalk) => format!("{} ({})", crosswalk.way.key(), crosswalk.id),
    }
}

fn grades(source: &IndicatorSource) -> String {
    let count = |grade: Grade| source.grades.iter().filter(|own| **own == Some(grade)).count();
    let words: Vec<String> = Grade::ALL
        .into_iter()
        .filter(|grade| count(*grade) > 0)
        .map(|grade| format!("{} {}", count(grade), grade.key()))
        .collect();
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

fn sentences(assessed: &Assessed) -> Markup {
    let mut all: Vec<String> = Vec::new();
    for source in assessed.sources.iter().chain(&assessed.people) {
        all.extend(source.notes.iter().cloned());
        for used in std::iter::once(&source.figures).chain(&source.over) {
            if !used.too_new.is_empty() {
                let newer = used.too_new.join(", ");
                all.push(format!(
                    "{}: {newer} is after the day of the assessment and was left alone",
                    used.title
                ));
            }
        }
    }
    for part in assessed.run.without_say() {
        all.push(format!("{} has a weight of nought: it is listed without a say", title(assessed, part)));
    }
    let changes = assessed.not_compared.iter();
    all.extend(changes.map(|one| {
        format!("{}: not compared with {}: {}", title(assessed, &one.indicator), one.period, one.why)
    }));
    html! {
        @if !all.is_empty() { h3 { "What to know of them" } ul { @for one in &all { li { (one) } } } }
    }
}

fn licences(assessed: &Assessed) -> Markup {
    let used = assessed.sources.iter().chain(&assessed.people);
    let mut rows: Vec<[String; 4]> = used
        .flat_map(|source| std::iter::once(&source.figures).chain(&source.over))
        .map(|used| {
            let FiguresUsed { table, file, licence, .. } = used;
            [table.to_string(), file.clone(), licence.name.clone(), licence.attribution.clone()]
        })
        .collect();
    rows.sort();
    rows.dedup();
    html! {
        h3 { "Sources and licences" }
        div.wide { table {
            caption { "Published files" }
            thead { tr {
                th scope="col" { "Table" } th scope="col" { "File" } th scope="col" { "Licence" }
                th scope="col" { "Attribution" }
            } }
            tbody { @for [table, file, licence, attribution] in &rows {
                tr { th scope="row" { (table) } td { (file) } td { (licence) } td { (attribution) } }
            } }
        } }
    }
}

/// The title of an indicator or domain.
pub(super) fn title<'a>(assessed: &'a Assessed, id: &'a str) -> &'a str {
    assessed.run.node(id).map_or(id, |node| node.title.as_str())
}
