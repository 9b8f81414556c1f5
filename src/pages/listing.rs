//! Long lists: sorted by links in the headers, cut into pages, no script needed.

use std::cmp::Ordering;

use maud::{Markup, html};

use super::format::{count, counted, len};
use super::params::Params;

/// Rows on one page.
pub const PER_PAGE: usize = 100;

/// Cells on one page, about.
const MOST_CELLS: usize = 1_000;

/// How a list is to be shown, as its address says.
#[derive(Debug, Clone)]
pub struct Listing<'a> {
    /// Path of the page.
    pub path: &'a str,
    /// Query of the page.
    pub params: &'a Params,
    /// Rows on one page.
    pub per_page: usize,
}

/// Rows on a page of a table with this many columns: wide tables have fewer,
/// so that the page stays small.
#[must_use]
pub fn rows_for(columns: usize) -> usize {
    (MOST_CELLS / columns.max(1)).clamp(20, PER_PAGE)
}

/// A column header.
#[derive(Debug, Clone)]
pub struct Head {
    /// Words.
    pub label: String,
    /// Key for sorting; `None` for a column that cannot be sorted.
    pub key: Option<String>,
    /// Whether the cells are numbers, set to the right.
    pub numeric: bool,
}

impl Head {
    /// A column of words.
    #[must_use]
    pub fn words(label: impl Into<String>, key: &str) -> Self {
        Self { label: label.into(), key: Some(key.to_owned()), numeric: false }
    }

    /// A column of numbers.
    #[must_use]
    pub fn numbers(label: impl Into<String>, key: &str) -> Self {
        Self { label: label.into(), key: Some(key.to_owned()), numeric: true }
    }

    /// A column that is not for sorting.
    #[must_use]
    pub fn plain(label: impl Into<String>) -> Self {
        Self { label: label.into(), key: None, numeric: false }
    }
}

impl Listing<'_> {
    /// The key that the list is sorted by, and whether downwards.
    #[must_use]
    pub fn order(&self) -> Option<(&str, bool)> {
        Some((self.params.get("sort")?, self.params.get("order") == Some("desc")))
    }

    /// The page asked for, from 1, within the pages that there are.
    #[must_use]
    pub fn page(&self, rows: usize) -> usize {
        let asked = self.params.get("page").and_then(|p| p.parse::<usize>().ok()).unwrap_or(1);
        asked.clamp(1, self.pages(rows))
    }

    fn pages(&self, rows: usize) -> usize {
        rows.div_ceil(self.per_page).max(1)
    }

    /// The rows of the page, as positions in the whole list.
    #[must_use]
    pub fn window(&self, rows: usize) -> std::ops::Range<usize> {
        let first = (self.page(rows) - 1) * self.per_page;
        first..(first + self.per_page).min(rows)
    }

    /// One header row; headers with a key are links that sort, or turn the order round.
    #[must_use]
    pub fn head(&self, heads: &[Head]) -> Markup {
        html! {
            thead class="govuk-table__head" {
                tr class="govuk-table__row" {
                    @for head in heads { (self.header(head)) }
                }
            }
        }
    }

    fn header(&self, head: &Head) -> Markup {
        let class = if head.numeric {
            "govuk-table__header govuk-table__header--numeric"
        } else {
            "govuk-table__header"
        };
        let sorted = self.order().filter(|(key, _)| head.key.as_deref() == Some(*key)).map(|(_, down)| down);
        let aria = sorted.map(|down| if down { "descending" } else { "ascending" });
        html! {
            th scope="col" class=(class) aria-sort=[aria] {
                @if let Some(key) = &head.key {
                    a class="ww-sort" href=(self.sort_link(key, sorted)) {
                        (head.label) " "
                        span class="ww-sort__sign" aria-hidden="true" { (sign(sorted)) }
                    }
                } @else { (head.label) }
            }
        }
    }

    fn sort_link(&self, key: &str, sorted: Option<bool>) -> String {
        let order = if sorted == Some(false) { Some("desc") } else { None };
        let query = self.params.with("page", None).with("sort", Some(key)).with("order", order);
        format!("{}#list", query.at(self.path))
    }

    /// Links to the other pages, and which rows this one shows.
    #[must_use]
    pub fn pager(&self, rows: usize, one: &str, many: &str) -> Markup {
        let (page, last) = (self.page(rows), self.pages(rows));
        if last == 1 {
            return html! { p class="govuk-body-s ww-quiet" { "All " (counted(len(rows), one, many)) " are listed." } };
        }
        let window = self.window(rows);
        let link = |to: usize| format!("{}#list", self.params.link(self.path, "page", Some(&to.to_string())));
        html! {
            nav class="govuk-pagination ww-noprint" aria-label="Pages of the list" {
                @if page > 1 {
                    div class="govuk-pagination__prev" {
                        a class="govuk-link govuk-pagination__link" href=(link(page - 1)) rel="prev" {
                            span aria-hidden="true" { "←" } span { "Previous" span class="govuk-visually-hidden" { " page" } }
                        }
                    }
                }
                ul class="govuk-pagination__list" {
                    @for near in neighbours(page, last) {
                        @match near {
                            Some(to) => li class={ "govuk-pagination__item" @if to == page { " govuk-pagination__item--current" } } {
                                a class="govuk-link govuk-pagination__link" href=(link(to)) aria-label=(format!("Page {to}"))
                                    aria-current=[(to == page).then_some("page")] { (to) }
                            },
                            None => li class="govuk-pagination__item govuk-pagination__item--ellipsis" { "⋯" },
                        }
                    }
                }
                @if page < last {
                    div class="govuk-pagination__next" {
                        a class="govuk-link govuk-pagination__link" href=(link(page + 1)) rel="next" {
                            span { "Next" span class="govuk-visually-hidden" { " page" } } span aria-hidden="true" { "→" }
                        }
                    }
                }
            }
            p class="govuk-body-s ww-quiet" {
                "Showing " (count(len(window.start + 1))) " to " (count(len(window.end))) " of " (count(len(rows))) " " (many) "."
            }
        }
    }
}

/// A table in its own region, which scrolls by keyboard where it is too wide.
/// The caption is for those who hear the page; a heading stands above for the others.
#[must_use]
pub fn table(caption: &str, head: &Markup, rows: &Markup) -> Markup {
    region((Some("list"), "ww-scroll"), caption, head, rows)
}

/// A table that is not the list of its page: without the name that pagers and maps look for.
#[must_use]
pub fn side_table(caption: &str, head: &Markup, rows: &Markup) -> Markup {
    region((None, "ww-scroll"), caption, head, rows)
}

/// The head of a table that is not sorted: labels, and whether what stands below is a number.
#[must_use]
pub fn head(labels: &[(&str, bool)]) -> Markup {
    html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            @for (label, numeric) in labels {
                th scope="col" class={ "govuk-table__header" @if *numeric { " govuk-table__header--numeric" } } { (label) }
            }
        } }
    }
}

/// A short table that is seen whole, however high it is.
#[must_use]
pub fn whole_table(caption: &str, head: &Markup, rows: &Markup) -> Markup {
    region((None, "ww-scroll ww-scroll--whole"), caption, head, rows)
}

fn region((id, class): (Option<&str>, &str), caption: &str, head: &Markup, rows: &Markup) -> Markup {
    html! {
        div class=(class) id=[id] role="region" aria-label=(caption) tabindex="0" {
            table class="govuk-table ww-table" {
                caption class="govuk-visually-hidden" { (caption) }
                (head)
                tbody class="govuk-table__body" { (rows) }
            }
        }
    }
}

/// A table of few columns whose rows become cards where the window is narrow.
/// Its parts carry their roles in words, because a style that takes a table
/// apart would otherwise take them away; each cell says its header in `data-label`.
#[must_use]
pub fn stacking_table(caption: &str, head: &Markup, rows: &Markup) -> Markup {
    stacked(Some("list"), caption, head, rows)
}

/// A table whose rows become cards, and that is not the list of its page.
#[must_use]
pub fn stacking_side_table(caption: &str, head: &Markup, rows: &Markup) -> Markup {
    stacked(None, caption, head, rows)
}

fn stacked(id: Option<&str>, caption: &str, head: &Markup, rows: &Markup) -> Markup {
    html! {
        table class="govuk-table ww-table ww-table--stacks" id=[id] role="table" {
            caption class="govuk-visually-hidden" { (caption) }
            (head)
            tbody class="govuk-table__body" role="rowgroup" { (rows) }
        }
    }
}

/// Sorts positions by a key, those without one last in either order, ties as published.
pub fn sort_by<K>(
    rows: &mut [usize],
    down: bool,
    key: impl Fn(usize) -> Option<K>,
    cmp: impl Fn(&K, &K) -> Ordering,
) {
    let mut keyed: Vec<(usize, Option<K>)> = rows.iter().map(|row| (*row, key(*row))).collect();
    keyed.sort_by(|(_, a), (_, b)| match (a, b) {
        (Some(a), Some(b)) if down => cmp(b, a),
        (Some(a), Some(b)) => cmp(a, b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    for (to, (from, _)) in rows.iter_mut().zip(keyed) {
        *to = from;
    }
}

fn sign(sorted: Option<bool>) -> &'static str {
    match sorted {
        None => "↕",
        Some(false) => "▲",
        Some(true) => "▼",
    }
}

/// The first, the last and the pages around the current one; `None` marks a leap.
fn neighbours(page: usize, last: usize) -> Vec<Option<usize>> {
    let mut shown: Vec<usize> = vec![1, last];
    shown.extend(page.saturating_sub(1).max(1)..=(page + 1).min(last));
    shown.sort_unstable();
    shown.dedup();
    let mut out = Vec::new();
    for (i, to) in shown.iter().enumerate() {
        if i > 0 && shown[i - 1] + 1 < *to {
            out.push(None);
        }
        out.push(Some(*to));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> Params {
        Params(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn a_page_beyond_the_end_is_the_last_page() {
        let query = params(&[("page", "99")]);
        let listing = Listing { path: "/x", params: &query, per_page: PER_PAGE };
        assert_eq!(listing.window(250), 200..250);
        assert_eq!(listing.window(0), 0..0);
    }

    #[test]
    fn the_sorted_header_says_so_and_turns_round() {
        let query = params(&[("sort", "name")]);
        let listing = Listing { path: "/x", params: &query, per_page: PER_PAGE };
        let text = listing.head(&[Head::words("Name", "name"), Head::numbers("People", "c1")]).into_string();
        assert!(text.contains("aria-sort=\"ascending\""));
        assert!(text.contains("/x?sort=name&amp;order=desc#list"));
        assert_eq!(text.matches("aria-sort").count(), 1);
    }

    #[test]
    fn rows_without_a_value_stay_last_in_either_order() {
        let values = [Some(2.0), None, Some(1.0)];
        let mut rows = [0, 1, 2];
        sort_by(&mut rows, false, |row| values[row], f64::total_cmp);
        assert_eq!(rows, [2, 0, 1]);
        sort_by(&mut rows, true, |row| values[row], f64::total_cmp);
        assert_eq!(rows, [0, 2, 1]);
    }

    #[test]
    fn far_pages_are_leapt_over() {
        assert_eq!(neighbours(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(neighbours(1, 2), [Some(1), Some(2)]);
    }
}
