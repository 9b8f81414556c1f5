//! What the engine says of the two layers that are asked for.

use std::sync::Arc;

use crate::engine::{AlignError, BuiltCrosswalk, Edition, Engine, Pieces, Total, Way};
use crate::layer::Layer;
use crate::pages::params::Params;

use super::PATH;
use super::asked::{Asked, Listed};
use super::groups::{Group, groups};

/// Two layers and all that is known of how they lie to each other.
pub(super) struct Subject<'a> {
    pub engine: &'a Engine,
    pub params: &'a Params,
    pub from: &'a Edition,
    pub to: &'a Edition,
    pub sources: &'a Layer,
    pub targets: &'a Layer,
    /// The weights asked for.
    pub built: Arc<BuiltCrosswalk>,
    /// The weights by people, in a place that knows where they are.
    pub points: Option<Arc<BuiltCrosswalk>>,
    pub totals: Arc<Vec<Total>>,
    /// One a source, in the layer's order.
    pub groups: Vec<Group>,
    pub listed: Listed,
    pub slivers: bool,
    /// The area whose pieces are drawn.
    pub chosen: Option<Pieces>,
}

impl<'a> Subject<'a> {
    /// `None` where there are not two different layers to compare.
    pub(super) fn of(
        engine: &'a Engine,
        asked: &Asked<'a>,
        params: &'a Params,
    ) -> Result<Option<Self>, AlignError> {
        let (Some(from), Some(to)) = (asked.from, asked.to) else { return Ok(None) };
        let (Some(sources), Some(targets)) = (from.layer(), to.layer()) else { return Ok(None) };
        if from.key == to.key || asked.wrong.is_some() {
            return Ok(None);
        }
        let built = engine.crosswalk(&from.key, &to.key, asked.way)?;
        let points = if engine.evidence().is_empty() {
            None
        } else {
            Some(engine.crosswalk(&from.key, &to.key, Way::Points)?)
        };
        let groups = groups(&built, points.as_deref());
        let known = asked.area.as_deref().filter(|code| engine.area(&from.key, code).is_some());
        let chosen = known.map(|code| engine.pieces(&from.key, &to.key, code)).transpose()?;
        let totals = engine.totals(&from.key, &to.key)?;
        let (listed, slivers) = (asked.listed, asked.slivers);
        Ok(Some(Self {
            engine,
            params,
            from,
            to,
            sources,
            targets,
            built,
            points,
            totals,
            groups,
            listed,
            slivers,
            chosen,
        }))
    }

    /// The address of this view with one name of its query changed.
    pub(super) fn link(&self, name: &str, value: Option<&str>) -> String {
        self.named().link(PATH, name, value)
    }

    /// The query with both layers named, whether the address named them or not.
    pub(super) fn named(&self) -> Params {
        let (from, to) = (self.from.key.to_string(), self.to.key.to_string());
        let params = self.params.with("from", Some(&from)).with("to", Some(&to));
        Params(params.0.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect())
    }

    /// The query of this crosswalk in the API.
    pub(super) fn api_query(&self) -> String {
        format!("from={}&to={}&way={}", self.from.key, self.to.key, self.built.way.key())
    }
}
