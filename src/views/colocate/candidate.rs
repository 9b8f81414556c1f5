//! One candidate: a service and a building, with reasons.

use serde::Serialize;
use utoipa::ToSchema;

use crate::colocate::{
    Cited, CriterionLine, Estimate, GateAnswer, Pair, Placed, Range, Reckoned, Score, Told,
};
use crate::engine::Colocated;
use crate::model::PartnerType;

use super::tidy;

/// A service that could move into a building.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CandidateView {
    /// What tells it from any other, in every version of the place.
    #[schema(example = "services:advice > assets:12")]
    pub id: String,
    /// Its place among the candidates that are listed, from 1.
    pub rank: usize,
    /// The service.
    pub service: PlaceView,
    /// The building.
    pub building: PlaceView,
    /// The walk between the two, in minutes.
    pub minutes: f64,
    /// `passes` or `to-check`.
    pub tier: &'static str,
    /// The score.
    pub score: ScoreView,
    /// Where it stands among the buildings for this service by cost, access
    /// and equality: `on` the front, `behind` it, or `unjudged`.
    pub front: &'static str,
    /// The share of draws of weights in which it is at the top.
    pub stays_at_top: Option<f64>,
    /// Why, in plain words.
    pub sentence: String,
    /// What has to be asked first.
    pub questions: Vec<String>,
    /// Every gate with its answer.
    pub gates: Vec<GateView>,
    /// Every criterion with its weight and value.
    pub criteria: Vec<CriterionView>,
    /// People within reach; null where nobody is counted.
    pub reach: Option<ReachView>,
    /// Money, carbon and room.
    pub estimate: EstimateView,
}

/// A service or a building.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlaceView {
    /// Its id in its register.
    pub id: String,
    /// Its register, as `dataset@edition`.
    pub register: String,
    /// Row of the published file.
    pub row: u64,
    /// Its name.
    pub name: String,
    /// Who owns or runs it; null where it is not known.
    pub owner: Option<String>,
    /// Kind of organisation; null where it is not known.
    pub partner: Option<&'static str>,
    /// How exactly its point is known; null where it has none.
    pub located_by: Option<&'static str>,
}

/// A score as a range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ScoreView {
    /// Unknown criteria at their worst.
    pub low: f64,
    /// Unknown criteria at their best.
    pub high: f64,
    /// Between the two: what candidates are ranked by.
    pub middle: f64,
}

/// A cell of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CellView {
    /// The register, as `dataset@edition`.
    pub register: String,
    /// The column.
    pub column: String,
    /// Row of the published file.
    pub row: u64,
}

/// A gate with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GateView {
    /// The gate.
    pub gate: &'static str,
    /// Its name.
    pub title: &'static str,
    /// `yes`, `no`, `unknown` or `not asked`.
    pub answer: &'static str,
    /// Why.
    pub why: String,
    /// The cells it rests on.
    pub rests_on: Vec<CellView>,
}

/// A criterion with its weight and value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CriterionView {
    /// The criterion.
    pub criterion: &'static str,
    /// Its name.
    pub title: &'static str,
    /// 0 to 1; null where it is not known.
    pub value: Option<f64>,
    /// Its share of all weights.
    pub weight: f64,
    /// How the value comes about.
    pub how: String,
    /// The cells it rests on.
    pub rests_on: Vec<CellView>,
}

/// People within reach.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[schema(as = CatchmentView)]
pub struct ReachView {
    /// Of where the service is now.
    pub now: f64,
    /// Of the building.
    pub then: f64,
    /// Of both.
    pub both: f64,
}

/// Money, carbon and room: what the move would change.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EstimateView {
    /// m² that the service takes up.
    pub area_m2: FigureRangeView,
    /// Pounds a year that no longer have to be paid.
    pub avoided_a_year: FigureRangeView,
    /// Pounds once.
    pub one_off: FigureRangeView,
    /// Pounds over the years of the search.
    pub saving: FigureRangeView,
    /// Over how many years.
    pub years: f64,
    /// Tonnes of `CO₂e` a year that no longer arise.
    pub carbon_t_a_year: FigureRangeView,
    /// Share of the building in use now; null where it is not known.
    pub in_use_now: Option<f64>,
    /// Share of the building in use with the service.
    pub in_use_then: FigureRangeView,
    /// Whether the building would be crowded.
    pub is_crowded: Option<bool>,
    /// What was taken, and who says so.
    pub sources: Vec<String>,
}

/// A figure from low to high, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FigureRangeView {
    /// The lowest; null where it cannot be reckoned.
    pub low: Option<f64>,
    /// The likeliest.
    pub mid: Option<f64>,
    /// The highest.
    pub high: Option<f64>,
    /// What is missing, where it cannot be reckoned.
    pub missing: Option<&'static str>,
}

impl CandidateView {
    /// The view of a pair.
    #[must_use]
    pub fn new(found: &Colocated, pair: &Pair) -> Self {
        let told = found.explain(pair);
        Self {
            id: found.id_of(pair),
            rank: pair.rank,
            service: PlaceView::service(found, pair.service),
            building: PlaceView::building(found, pair.building),
            minutes: tidy(pair.minutes),
            tier: pair.answers.tier().key(),
            score: pair.score.into(),
            front: pair.front.key(),
            stays_at_top: pair.stays_at_top.map(tidy),
            sentence: told.sentence,
            questions: told.questions,
            gates: told.gates.iter().map(|gate| GateView::new(found, gate)).collect(),
            criteria: told.criteria.iter().map(|line| CriterionView::new(found, line)).collect(),
            reach: told.access.map(|access| ReachView {
                now: tidy(access.now),
                then: tidy(access.then),
                both: tidy(access.both),
            }),
            estimate: EstimateView::new(&told.estimate, found.spec.factors.years),
        }
    }
}

impl PlaceView {
    /// A service by its position.
    #[must_use]
    pub fn service(found: &Colocated, at: u32) -> Self {
        let service = &found.estate.services[at as usize];
        let of = (service.id.as_str(), service.name.as_str(), service.record, service.at);
        Self::of(found, of, &service.owner, &service.partner)
    }

    /// A building by its position.
    #[must_use]
    pub fn building(found: &Colocated, at: u32) -> Self {
        let building = &found.estate.buildings[at as usize];
        let of = (building.id.as_str(), building.name.as_str(), building.records[0], building.at);
        Self::of(found, of, &building.owner, &building.partner)
    }

    fn of(
        found: &Colocated,
        (id, name, (register, row), at): (&str, &str, (u16, u64), Placed),
        owner: &Told<String>,
        partner: &Told<PartnerType>,
    ) -> Self {
        Self {
            id: id.to_owned(),
            register: found.estate.registers[usize::from(register)].edition.to_string(),
            row,
            name: name.to_owned(),
            owner: owner.value().cloned(),
            partner: partner.value().map(|kind| kind.key()),
            located_by: at.map(|(_, precision)| precision.key()),
        }
    }
}

impl From<Score> for ScoreView {
    fn from(score: Score) -> Self {
        Self { low: tidy(score.low), high: tidy(score.high), middle: tidy(score.middle()) }
    }
}

impl CellView {
    fn new(found: &Colocated, cited: Cited) -> Self {
        let (edition, column) = found.estate.cell(cited);
        Self { register: edition.to_string(), column, row: cited.row }
    }
}

impl GateView {
    fn new(found: &Colocated, gate: &GateAnswer) -> Self {
        Self {
            gate: gate.gate.key(),
            title: gate.gate.title(),
            answer: gate.answer.key(),
            why: gate.why.clone(),
            rests_on: gate.rests_on.iter().map(|cited| CellView::new(found, *cited)).collect(),
        }
    }
}

impl CriterionView {
    fn new(found: &Colocated, line: &CriterionLine) -> Self {
        Self {
            criterion: line.criterion.key(),
            title: line.criterion.title(),
            value: line.value.map(tidy),
            weight: tidy(line.weight),
            how: line.how.clone(),
            rests_on: line.rests_on.iter().map(|cited| CellView::new(found, *cited)).collect(),
        }
    }
}

impl EstimateView {
    fn new(estimate: &Estimate, years: f64) -> Self {
        let in_use = estimate.use_of_building;
        Self {
            area_m2: estimate.area_m2.into(),
            avoided_a_year: estimate.avoided_a_year.into(),
            one_off: estimate.one_off.into(),
            saving: estimate.saving.into(),
            years,
            carbon_t_a_year: estimate.carbon_t_a_year.into(),
            in_use_now: in_use.ok().map(|(now, _)| tidy(now)),
            in_use_then: in_use.map(|(_, then)| then).into(),
            is_crowded: estimate.is_crowded,
            sources: estimate.sources.clone(),
        }
    }
}

impl From<Reckoned> for FigureRangeView {
    fn from(reckoned: Reckoned) -> Self {
        let part = |of: fn(&Range) -> f64| reckoned.as_ref().ok().map(of).map(tidy);
        Self {
            low: part(|range| range.low),
            mid: part(|range| range.mid),
            high: part(|range| range.high),
            missing: reckoned.err(),
        }
    }
}
