//! Saving a changed recipe as an assessment of its own.

use maud::{Markup, html};

use crate::api::Problem;
use crate::engine::Assessed;
use crate::pages::params::Params;

use super::preview::Preview;

/// What became of saving so far.
#[derive(Default)]
pub(in crate::pages::assess) struct Saving<'a> {
    pub problem: Option<&'a Problem>,
    pub needs_token: bool,
}

pub(super) fn section(_own: &Assessed, _preview: &Preview, _params: &Params, _saving: &Saving<'_>) -> Markup {
    html! {}
}
