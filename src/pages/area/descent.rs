//! Where an area came from, and what became of it.

use maud::{Markup, html};

use crate::crosswalk::lineage::{Label, Lineage};
use crate::engine::{Edition, Engine};
use crate::model::EditionKey;
use crate::pages::changes::{link, link_between, tie_words, words};
use crate::pages::format;

use super::Subject;

/// The section; nothing where the layer has one edition.
#[must_use]
pub fn section(engine: &Engine, subject: Subject<'_>) -> Markup {
    let own = subject.edition;
    let (later, earlier) = engine.neighbours(&own.key);
    if later.is_none() && earlier.is_none() {
        return html! {};
    }
    html! {
        section aria-labelledby="descent" {
            h2 class="govuk-heading-l" id="descent" { "When boundaries were redrawn" }
            @if let Some(earlier) = earlier.and_then(|key| engine.edition(&key)) { (told(engine, subject, earlier, own, false)) }
            @if let Some(later) = later.and_then(|key| engine.edition(&key)) { (told(engine, subject, own, later, true)) }
        }
    }
}

/// One change; `is_old` where the area stands before it.
fn told(engine: &Engine, subject: Subject<'_>, from: &Edition, to: &Edition, is_old: bool) -> Markup {
    let heading = if is_old {
        format!("What became of it: {}", to.title)
    } else {
        format!("Where it came from: {}", from.title)
    };
    html! {
        h3 class="govuk-heading-m" { (heading) }
        @match engine.usual_lineage(&from.key, &to.key) {
            Ok(lineage) => (line(&lineage, subject, if is_old { &to.key } else { &from.key }, is_old)),
            Err(error) => p class="govuk-inset-text" { "This could not be found out: " (error) "." },
        }
        p class="govuk-body" { (link_between(from, to)) }
    }
}

fn line(lineage: &Lineage, subject: Subject<'_>, other: &EditionKey, is_old: bool) -> Markup {
    let (lines, theirs) =
        if is_old { (&lineage.old, &lineage.after) } else { (&lineage.new, &lineage.before) };
    let Some(line) = lines.get(subject.at) else { return html! {} };
    html! {
        p class="govuk-body" { (words::events(line, lineage, is_old)) "." }
        @if line.ties.is_empty() {
            p class="govuk-body" { "The other edition does not cover its ground." }
        } @else {
            ul class="govuk-list govuk-list--bullet" {
                @for tie in &line.ties { li { (link(other, theirs, tie.area)) ": " (tie_words(tie, is_old)) } }
            }
        }
        (reuse(lineage, subject, is_old))
    }
}

/// That its code or name stands for other ground in the other edition.
fn reuse(lineage: &Lineage, subject: Subject<'_>, is_old: bool) -> Markup {
    let is_own = |at: u32| at as usize == subject.at;
    let labels = [(Label::Code, "code"), (Label::Name, "name")].into_iter().filter(|(label, _)| {
        lineage.reused(*label).any(|reuse| is_own(if is_old { reuse.old } else { reuse.new }))
    });
    let labels: Vec<String> = labels.map(|(_, word)| word.to_owned()).collect();
    html! {
        @if !labels.is_empty() {
            p class="govuk-inset-text" {
                "Its " (format::list(&labels)) " stands for other ground in the other edition: figures of the two must not be joined by it."
            }
        }
    }
}
