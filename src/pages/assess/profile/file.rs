//! A profile as one file that stands alone: no style, script or link outside it.

use maud::{DOCTYPE, PreEscaped, html};

use crate::engine::{Assessed, Engine, FigureRanks};
use crate::pages::params::Params;
use crate::views::SOFTWARE;

use super::ward::{Ward, plain_subject};

const STYLE: &str = include_str!("file.css");

/// The profile as a whole document. Links lead to the service at `base`
/// (`https://maps.example.gov.uk`); without one they become plain words.
///
/// `None` where the place does not show the assessed layer.
#[must_use]
pub fn standalone(
    engine: &Engine,
    assessed: &Assessed,
    ranks: &FigureRanks,
    area: usize,
    base: Option<&str>,
) -> Option<String> {
    let params = Params::default();
    let subject = plain_subject(engine, assessed, &params)?;
    let ward = Ward::of(&subject, ranks, area)?;
    let info = &engine.snapshot().info;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (ward.label()) ": profile, " (assessed.spec.title) " – " (info.name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main { (super::body(&ward)) }
                footer { p { (info.name) ", version " (assessed.place_version) " of the data. " (SOFTWARE) "." } }
            }
        }
    };
    Some(lead_elsewhere(&page.into_string(), base))
}

/// The page with its links led to `base`, or made plain where there is none.
/// Links within the page stay. Our own pages quote every value and nest no links.
fn lead_elsewhere(page: &str, base: Option<&str>) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    // What closes the element that stands in place of a link.
    let mut closing = None;
    while let Some(at) = [rest.find("<a "), rest.find("</a>")].into_iter().flatten().min() {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        rest = after;
        match base {
            _ if tag == "</a>" => out.push_str(closing.take().unwrap_or(tag)),
            Some(base) => {
                let led = format!(" href=\"{}/", base.trim_end_matches('/'));
                out.push_str(&tag.replace(" href=\"/", &led));
            }
            None if tag.contains(" href=\"/") => {
                let (open, close) = plain(&out);
                out.push_str(open);
                closing = Some(close);
            }
            None => out.push_str(tag),
        }
    }
    out.push_str(rest);
    out
}

/// What stands in place of a link: a group in a drawing, where a span would
/// end the drawing, and a span in text.
fn plain(before: &str) -> (&'static str, &'static str) {
    let is_drawing =
        before.rfind("<svg").is_some_and(|start| before.rfind("</svg>").is_none_or(|end| end < start));
    if is_drawing { ("<g>", "</g>") } else { ("<span>", "</span>") }
}

#[cfg(test)]
mod tests {
    use super::lead_elsewhere;

    const PAGE: &str = r##"<p><a class="x" href="/data/a">A</a> <a href="#s">B</a></p><svg><a href="/area/1"><path/></a></svg>"##;

    #[test]
    fn links_lead_to_the_service_that_is_named() {
        let led = lead_elsewhere(PAGE, Some("https://maps.example.org/"));
        assert!(led.contains(r#"href="https://maps.example.org/data/a""#), "{led}");
        assert!(led.contains(r##"href="#s""##) && !led.contains("href=\"/"));
    }

    #[test]
    fn without_a_service_links_become_words_and_drawings_stay_whole() {
        let expected = r##"<p><span>A</span> <a href="#s">B</a></p><svg><g><path/></g></svg>"##;
        assert_eq!(lead_elsewhere(PAGE, None), expected);
    }
}
