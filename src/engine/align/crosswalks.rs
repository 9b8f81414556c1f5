//! Weights between any two editions of layers, built once and kept.

use std::sync::Arc;

use geo_types::MultiPolygon;

use crate::crosswalk::{
    Crosswalk, Evidence, Method, Overlap, Side, Spread, Tolerance, by_area, by_points, locate,
};
use crate::engine::Engine;
use crate::engine::kept::Kept;
use crate::layer::Layer;
use crate::model::{Checksum, EditionKey, Way};

use super::evidence::rung;
use super::{AlignError, EvidenceUsed, Total};

/// A crosswalk between two editions of a place, with what it rests on.
#[derive(Debug)]
pub struct BuiltCrosswalk {
    /// Tells it from every other: the same layers, evidence and way of
    /// weighing give the same id, whoever builds it.
    pub id: String,
    /// How the weights were found; never [`Way::Best`].
    pub way: Way,
    /// The weights.
    pub crosswalk: Crosswalk,
    /// What the two layers share on the ground.
    pub overlap: Arc<Overlap>,
    /// The control points that were asked, best first; empty by area and by lookup.
    pub evidence: Vec<EvidenceUsed>,
    /// Whether any control point lies in each source; empty by area and by lookup.
    pub counted: Vec<bool>,
    /// The lookup, with who answers for it where it is official.
    pub lookup: Option<(EditionKey, Option<String>)>,
}

type Pair = (EditionKey, EditionKey);

/// Crosswalks and overlaps that were built before.
#[derive(Debug, Default)]
pub(in crate::engine) struct Crosswalks {
    overlaps: Kept<Pair, Overlap, AlignError>,
    built: Kept<(Pair, Way), BuiltCrosswalk, AlignError>,
    pub(super) totals: Kept<Pair, Vec<Total>, AlignError>,
}

impl Engine {
    /// The crosswalk from one edition of a layer to another.
    ///
    /// # Errors
    /// [`AlignError::NoLayer`]; [`AlignError::NoEvidence`] by points in a place
    /// without any; [`AlignError::NoLookup`]; [`AlignError::Unmeasurable`].
    pub fn crosswalk(
        &self,
        from: &EditionKey,
        to: &EditionKey,
        way: Way,
    ) -> Result<Arc<BuiltCrosswalk>, AlignError> {
        let way = match way {
            Way::Best if self.evidence().is_empty() => Way::Area,
            Way::Best => Way::Points,
            other => other,
        };
        let key = ((from.clone(), to.clone()), way);
        self.crosswalks.built.get_or_make(key, || self.build_crosswalk(from, to, way))
    }

    /// What two editions of layers share on the ground.
    ///
    /// # Errors
    /// [`AlignError::NoLayer`], [`AlignError::Unmeasurable`].
    pub fn overlap(&self, from: &EditionKey, to: &EditionKey) -> Result<Arc<Overlap>, AlignError> {
        let key = (from.clone(), to.clone());
        self.crosswalks.overlaps.get_or_make(key, || self.measure_overlap(from, to))
    }

    fn measure_overlap(&self, from: &EditionKey, to: &EditionKey) -> Result<Overlap, AlignError> {
        let (sources, targets) = (self.wanted_layer(from)?, self.wanted_layer(to)?);
        Overlap::measure(&shapes(sources), &shapes(targets), Tolerance::default())
            .map_err(|refused| AlignError::Unmeasurable { layer: format!("{from} and {to}"), refused })
    }

    fn build_crosswalk(
        &self,
        from: &EditionKey,
        to: &EditionKey,
        way: Way,
    ) -> Result<BuiltCrosswalk, AlignError> {
        let overlap = self.overlap(from, to)?;
        let (sources, targets) = (self.wanted_layer(from)?, self.wanted_layer(to)?);
        let sides = || (side(sources), side(targets));
        let (mut evidence, mut counted, mut lookup) = (Vec::new(), Vec::new(), None);
        let crosswalk = match way {
            Way::Area | Way::AreaKeptInside => {
                let spread = if way == Way::Area { Spread::Spill } else { Spread::KeepInside };
                by_area(sides().0, sides().1, &overlap, spread)
            }
            Way::Points | Way::Best => {
                evidence = self.evidence_used();
                if evidence.is_empty() {
                    return Err(AlignError::NoEvidence);
                }
                let ladder = self.ladder(from, to)?;
                counted = vec![false; sources.areas.len()];
                for source in ladder.iter().flat_map(|kind| &kind.points).filter_map(|point| point.source) {
                    counted[source as usize] = true;
                }
                by_points(sides().0, sides().1, &overlap, &ladder)?
            }
            Way::Lookup => {
                let missing = || AlignError::NoLookup { from: from.clone(), to: to.clone() };
                let found = self.find_lookup(from, to).ok_or_else(missing)?;
                lookup = Some((found.edition.clone(), found.source.official.clone()));
                found.crosswalk(sources, targets, &overlap)?
            }
        };
        let id = self.crosswalk_id(from, to, way);
        Ok(BuiltCrosswalk { id, way, crosswalk, overlap, evidence, counted, lookup })
    }

    /// The place's control points, each with the source and target that hold it.
    pub(super) fn ladder(&self, from: &EditionKey, to: &EditionKey) -> Result<Vec<Evidence>, AlignError> {
        let index = |key: &EditionKey| {
            let found = self.layers.iter().find(|layer| layer.key == *key);
            found.ok_or_else(|| AlignError::NoLayer(key.clone()))
        };
        let (sources, targets) = (index(from)?.areas(), index(to)?.areas());
        let located = self.evidence().iter().map(|placed| Evidence {
            rung: rung(placed.kind),
            points: locate(&placed.points, sources, targets),
        });
        Ok(located.collect())
    }

    fn evidence_used(&self) -> Vec<EvidenceUsed> {
        let used = self.evidence().iter().map(|placed| EvidenceUsed {
            kind: placed.kind,
            edition: placed.edition.clone(),
            column: placed.column.clone(),
            points: placed.points.len(),
        });
        used.collect()
    }

    /// A digest of everything that the weights depend on.
    fn crosswalk_id(&self, from: &EditionKey, to: &EditionKey, way: Way) -> String {
        let content = |key: &EditionKey| self.edition(key).map_or("", |edition| &edition.content);
        let mut words = vec![
            format!("{from} {} {to} {} {}", content(from), content(to), way.key()),
            format!("tolerance {} m", Tolerance::default().metres),
        ];
        if way == Way::Points {
            words.extend(self.evidence().iter().map(|placed| {
                let column = placed.column.as_deref().unwrap_or("");
                format!("{} {} {} {column}", placed.kind.key(), placed.edition, placed.content)
            }));
        }
        if let Some(found) = self.find_lookup(from, to).filter(|_| way == Way::Lookup) {
            words.push(format!("{} {} {}", found.edition, found.content, found.source.column));
        }
        let digest = Checksum::of(words.join("\n").as_bytes());
        format!("xw-{}", &digest.as_str()[..16])
    }

    pub(super) fn wanted_layer(&self, key: &EditionKey) -> Result<&Arc<Layer>, AlignError> {
        self.layer(key).ok_or_else(|| AlignError::NoLayer(key.clone()))
    }
}

impl BuiltCrosswalk {
    /// Whether figures built by it may be called official: they come by a
    /// lookup for which its publisher answers.
    #[must_use]
    pub fn is_official(&self) -> bool {
        let official = self.lookup.as_ref().is_some_and(|(_, publisher)| publisher.is_some());
        official && self.crosswalk.method == Method::Lookup
    }

    /// The share of a source's people in a target, where weights come from
    /// control points; `None` where the place knows of none in the source.
    #[must_use]
    pub fn people_share(&self, source: usize, target: usize) -> Option<f64> {
        let links = self.crosswalk.links_of(source);
        let here = links.iter().filter(|link| link.target as usize == target);
        self.is_counted(source).then(|| here.fold(0.0, |sum, link| sum + link.weight))
    }

    /// The share of a source's people outside every target, under the same condition.
    #[must_use]
    pub fn people_outside(&self, source: usize) -> Option<f64> {
        let placed = self.crosswalk.links_of(source).iter().fold(0.0, |sum, link| sum + link.weight);
        self.is_counted(source).then(|| (1.0 - placed).max(0.0))
    }

    fn is_counted(&self, source: usize) -> bool {
        self.counted.get(source) == Some(&true)
    }
}

fn side(layer: &Layer) -> Side {
    Side::new(Some(layer.edition.clone()), layer.areas.iter().map(|area| area.code.clone()))
}

fn shapes(layer: &Layer) -> Vec<&MultiPolygon<f64>> {
    layer.areas.iter().map(|area| &area.shape).collect()
}
