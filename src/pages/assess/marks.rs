//! Better or worse as colour, shape and word together.

use maud::{Markup, html};

use crate::assess::rag::Rag;

/// A verdict against the comparator.
pub(super) fn rag(rag: Rag) -> Markup {
    html! { span class={ "ww-rag ww-rag--" (rag.key()) } { span aria-hidden="true" { (shape(rag)) } " " (rag.words()) } }
}

/// How many indicators say so, on one line.
pub(super) fn counts(worse: usize, similar: usize, better: usize) -> Markup {
    html! {
        @for (n, rag, word) in [(worse, Rag::Worse, "worse"), (similar, Rag::Similar, "similar"), (better, Rag::Better, "better")] {
            @if n > 0 { span class={ "ww-rag ww-rag--" (rag.key()) } { span aria-hidden="true" { (shape(rag)) } " " (n) " " (word) } " " }
        }
    }
}

/// The sign that means the same as the colour.
fn shape(rag: Rag) -> &'static str {
    match rag {
        Rag::MuchWorse => "▲▲",
        Rag::Worse => "▲",
        Rag::Similar => "●",
        Rag::Better => "▼",
        Rag::MuchBetter => "▼▼",
        Rag::Lower => "−",
        Rag::Higher => "+",
    }
}
