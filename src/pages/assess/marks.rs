//! Better or worse as colour, shape and word together.

use maud::{Markup, html};

use crate::assess::change::Verdict;
use crate::assess::rag::Rag;

/// A verdict against the comparator.
pub(super) fn rag(rag: Rag) -> Markup {
    html! { span class={ "ww-rag ww-rag--" (rag.key()) } { span aria-hidden="true" { (rag.shape()) } " " (rag.words()) } }
}

/// How many indicators say so, on one line.
pub(super) fn counts(worse: usize, similar: usize, better: usize) -> Markup {
    html! {
        @for (n, rag, word) in [(worse, Rag::Worse, "worse"), (similar, Rag::Similar, "similar"), (better, Rag::Better, "better")] {
            @if n > 0 { span class={ "ww-rag ww-rag--" (rag.key()) } { span aria-hidden="true" { (rag.shape()) } " " (n) " " (word) } " " }
        }
    }
}

/// The sign of a change, as those of verdicts against the comparator.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Worsened => "▲",
        Verdict::Improved => "▼",
        Verdict::Rose => "+",
        Verdict::Fell => "−",
        Verdict::NotSure => "●",
    }
}
