//! What is wrong with the answers of a form: at the top of the page, and at the field.

use maud::{Markup, html};

use crate::api::Problem;
use crate::pages::format;
use crate::pages::params::Params;

/// One thing that is wrong, and the field that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Id of the field; `None` for what is about no single one.
    pub field: Option<&'static str>,
    /// What to do about it.
    pub words: String,
}

/// Everything that a form leaves out and the check cannot do without.
#[must_use]
pub fn left_out(form: &Params) -> Vec<Wrong> {
    let absent = |name: &str| form.get(name).is_none();
    let new = form.get("dataset").is_none_or(|id| id == "+");
    let kind = form.get("kind");
    let coded = kind == Some("layer") || (kind == Some("table") && !absent("geography"));
    let needed = [
        (kind.is_none(), "kind-layer", "Say what the file holds"),
        (new && absent("new_dataset"), "new_dataset", "Give the new data set an id, such as libraries"),
        (absent("edition"), "edition", "Give this edition an id, such as 2021"),
        (coded && absent("code"), "code", "Choose the column that holds the codes"),
        (absent("licence"), "licence", "Name the licence: what is passed on needs its terms"),
    ];
    let wrong =
        |(_, field, words): (bool, &'static str, &str)| Wrong { field: Some(field), words: words.to_owned() };
    needed.into_iter().filter(|(wrong, ..)| *wrong).map(wrong).collect()
}

/// What the check says, a line each.
#[must_use]
pub fn of_problem(problem: &Problem) -> Vec<Wrong> {
    const FIELDS: [&str; 4] = ["valid_from", "valid_to", "kind-layer", "licence"];
    let about = problem.field.as_deref().and_then(|field| FIELDS.into_iter().find(|known| *known == field));
    let lines = problem.detail.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Wrong { field: about, words: format::sentence(line) }).collect()
}

/// What is wrong with one field.
#[must_use]
pub fn of_field<'a>(wrongs: &'a [Wrong], name: &str) -> Option<&'a str> {
    wrongs.iter().find(|wrong| wrong.field == Some(name)).map(|wrong| wrong.words.as_str())
}

/// Everything that is wrong, at the top of the page, with the focus.
#[must_use]
pub fn summary(wrongs: &[Wrong]) -> Markup {
    if wrongs.is_empty() {
        return html! {};
    }
    html! {
        div class="govuk-error-summary" tabindex="-1" data-focus="true" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        @for wrong in wrongs {
                            li {
                                @if let Some(field) = wrong.field { a href=(format!("#{field}")) { (wrong.words) } }
                                @else { (wrong.words) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_left_out_is_told_at_once() {
        let form = Params(vec![("kind".into(), "layer".into()), ("dataset".into(), "+".into())]);
        let fields: Vec<_> = left_out(&form).into_iter().filter_map(|wrong| wrong.field).collect();
        assert_eq!(fields, ["new_dataset", "edition", "code", "licence"]);
        let page = summary(&left_out(&form)).into_string();
        assert!(page.contains("href=\"#licence\""));
    }

    #[test]
    fn a_table_without_a_geography_needs_no_codes() {
        let answers = [("kind", "table"), ("dataset", "people"), ("edition", "2021"), ("licence", "OGL")];
        let form = Params(answers.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec());
        assert_eq!(left_out(&form), []);
    }
}
