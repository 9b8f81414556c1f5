//! Who lives where: small areas with their residents, groups and need.

use std::collections::BTreeSet;

use crate::colocate::{Demand, DemandPoint, GroupFrom, NeedFrom, PeopleFrom, rank_shares};
use crate::engine::{AlignAsk, Engine, Way};
use crate::geom::middle::middle;
use crate::layer::Layer;
use crate::model::{AssessmentId, EditionKey, MeasureId, MeasureKind, Polarity};

use super::error::ColocateFault;

/// Demand, and every edition that it was read from.
#[derive(Default)]
pub(super) struct People {
    pub demand: Demand,
    pub data: BTreeSet<EditionKey>,
}

/// A measure on the small areas, in their order.
struct Column {
    values: Vec<Option<f64>>,
    kind: MeasureKind,
    per: f64,
    title: String,
    lower_is_worse: bool,
}

impl Engine {
    /// The people that a search means. A search that names none has none.
    pub(super) fn colocation_people(&self, from: Option<&PeopleFrom>) -> Result<People, Vec<ColocateFault>> {
        let Some(from) = from else { return Ok(People::default()) };
        let Some(layer) = self.layer(&from.areas) else {
            let message = format!("the place shows no layer edition {}", from.areas);
            return Err(vec![ColocateFault::new("people / areas", message)]);
        };
        let mut faults = Vec::new();
        let mut data = BTreeSet::from([from.areas.clone()]);
        let residents = self.residents_of(from, &mut data).map_err(|fault| faults.push(fault)).ok();
        let mut groups: Vec<Vec<Option<f64>>> = Vec::new();
        for group in &from.groups {
            let at = format!("people / group {}", group.name);
            match self.small_area_column(&at, &group.measure, &from.areas, &mut data) {
                Ok(column) => {
                    let residents = residents.as_deref().unwrap_or_default();
                    groups.extend(
                        members(&at, group, &column, residents).map_err(|fault| faults.push(fault)).ok(),
                    );
                }
                Err(fault) => faults.push(fault),
            }
        }
        let need = match &from.need {
            None => None,
            Some(NeedFrom::Measure(id)) => {
                self.need_by_measure(id, &from.areas, &mut data).map_err(|fault| faults.push(fault)).ok()
            }
            Some(NeedFrom::Assessment(id)) => self
                .need_by_assessment(id, layer, &from.areas, &mut data)
                .map_err(|fault| faults.push(fault))
                .ok(),
        };
        let Some(residents) = residents.filter(|_| faults.is_empty()) else { return Err(faults) };
        let (need_from, need) = need.unzip();
        let names = from.groups.iter().map(|group| group.name.clone()).collect();
        let demand = put_together(layer, &residents, names, &groups, need_from, need.as_deref());
        Ok(People { demand, data })
    }

    fn residents_of(
        &self,
        from: &PeopleFrom,
        data: &mut BTreeSet<EditionKey>,
    ) -> Result<Vec<Option<f64>>, ColocateFault> {
        let at = "people / residents";
        let column = self.small_area_column(at, &from.residents, &from.areas, data)?;
        if column.kind != MeasureKind::Count {
            let message = format!("'{}' is no count of people", from.residents);
            return Err(ColocateFault::new(at, message));
        }
        Ok(column.values)
    }

    /// A measure carried to the small areas: from a table of these very areas where there is one.
    fn small_area_column(
        &self,
        at: &str,
        id: &MeasureId,
        areas: &EditionKey,
        data: &mut BTreeSet<EditionKey>,
    ) -> Result<Column, ColocateFault> {
        let told = |error: crate::engine::AlignError| ColocateFault::new(at, error.to_string());
        let measure = self.measure(id).map_err(told)?;
        if measure.kind == MeasureKind::Category {
            return Err(ColocateFault::new(at, format!("'{id}' is a category and no figure")));
        }
        let is_of_areas = |key: &EditionKey| {
            self.keyed_table(key).is_ok_and(|table| table.geography.as_ref() == Some(areas))
        };
        let tables = self.measure_tables(measure);
        let own = tables.iter().map(|(_, edition)| &edition.key).find(|key| is_of_areas(key));
        let ask = AlignAsk {
            measure: id.clone(),
            table: own.cloned(),
            period: None,
            to: areas.clone(),
            way: Way::Best,
        };
        let aligned = self.align(&ask).map_err(told)?;
        data.insert(aligned.source.table.clone());
        Ok(Column {
            values: aligned.rows.iter().map(|row| row.figure.number().ok()).collect(),
            kind: measure.kind,
            per: measure.per,
            title: measure.title.clone(),
            lower_is_worse: measure.about.polarity == Some(Polarity::LowerIsWorse),
        })
    }

    fn need_by_measure(
        &self,
        id: &MeasureId,
        areas: &EditionKey,
        data: &mut BTreeSet<EditionKey>,
    ) -> Result<(String, Vec<Option<f64>>), ColocateFault> {
        let column = self.small_area_column("people / need", id, areas, data)?;
        if column.kind == MeasureKind::Count {
            let message =
                format!("'{id}' counts; a count is larger where more people live. Name a rate or a score");
            return Err(ColocateFault::new("people / need", message));
        }
        Ok((column.title.clone(), rank_shares(&column.worst_up())))
    }

    /// The scores of an assessment; a small area has that of the assessed area
    /// in which its middle lies.
    fn need_by_assessment(
        &self,
        id: &AssessmentId,
        layer: &Layer,
        areas: &EditionKey,
        data: &mut BTreeSet<EditionKey>,
    ) -> Result<(String, Vec<Option<f64>>), ColocateFault> {
        let told = |message: String| ColocateFault::new("people / need", message);
        let assessed = self.assessed(id).map_err(|error| told(error.to_string()))?;
        data.insert(assessed.spec.areas.clone());
        let index = assessed.run.nodes.last().ok_or_else(|| told(format!("'{id}' has no index")))?;
        let scores: Vec<Option<f64>> =
            index.scores.iter().map(|score| score.as_ref().ok().copied()).collect();
        let ranks = rank_shares(&scores);
        let of_area = |at: usize| ranks.get(at).copied().flatten();
        let need = if assessed.spec.areas == *areas {
            (0..layer.areas.len()).map(of_area).collect()
        } else {
            let tree = self.layers.iter().find(|held| held.key == assessed.spec.areas);
            let tree =
                tree.ok_or_else(|| told(format!("the place shows no {}", assessed.spec.areas)))?.areas();
            let inside = |shape| middle(shape).and_then(|at| tree.first_at(at)).and_then(of_area);
            layer.areas.iter().map(|area| inside(&area.shape)).collect()
        };
        Ok((assessed.spec.title.clone(), need))
    }
}

impl Column {
    /// The values turned so that the higher is the worse.
    fn worst_up(&self) -> Vec<Option<f64>> {
        let sign = if self.lower_is_worse { -1.0 } else { 1.0 };
        self.values.iter().map(|value| value.map(|value| sign * value)).collect()
    }
}

/// The members of a group in each area.
fn members(
    at: &str,
    group: &GroupFrom,
    column: &Column,
    residents: &[Option<f64>],
) -> Result<Vec<Option<f64>>, ColocateFault> {
    let pairs = || column.values.iter().zip(residents);
    match (column.kind, group.worst_share) {
        (MeasureKind::Count, None) => Ok(column.values.clone()),
        (MeasureKind::Rate, None) => {
            let share =
                |(rate, people): (&Option<f64>, &Option<f64>)| Some((*rate)? / column.per * (*people)?);
            Ok(pairs().map(share).collect())
        }
        (MeasureKind::Count, Some(_)) => Err(ColocateFault::new(
            at,
            "'worst_share' belongs to rates and scores: a count is not the worse the larger",
        )),
        (_, Some(share)) => {
            let ranks = rank_shares(&column.worst_up());
            let of = |(rank, people): (Option<f64>, &Option<f64>)| {
                Some(if rank? >= 1.0 - share { (*people)? } else { 0.0 })
            };
            Ok(ranks.into_iter().zip(residents).map(of).collect())
        }
        (_, None) => Err(ColocateFault::new(
            at,
            "a score counts nobody; write 'worst_share' for the people of the areas with the highest scores",
        )),
    }
}

fn put_together(
    layer: &Layer,
    residents: &[Option<f64>],
    groups: Vec<String>,
    members: &[Vec<Option<f64>>],
    need_from: Option<String>,
    need: Option<&[Option<f64>]>,
) -> Demand {
    let mut demand = Demand { groups, need_from, points: Vec::new(), unknown: 0 };
    for (at, area) in layer.areas.iter().enumerate() {
        let spot = middle(&area.shape);
        let people = residents.get(at).copied().flatten().filter(|people| *people >= 0.0);
        let (Some(spot), Some(people)) = (spot, people) else {
            demand.unknown += 1;
            continue;
        };
        let code = area.code.as_str().to_owned();
        demand.points.push(DemandPoint {
            name: area.name.clone().unwrap_or_else(|| code.clone()),
            code,
            at: spot,
            people,
            groups: members.iter().map(|column| column.get(at).copied().flatten()).collect(),
            need: need.and_then(|need| need.get(at).copied().flatten()),
        });
    }
    demand
}
