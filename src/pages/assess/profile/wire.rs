//! A profile as data, for the service and for files.

use crate::engine::{Assessed, Engine, FigureRanks};
use crate::pages::params::Params;
use crate::views::LinkView;
use crate::views::assess::{
    AreaResultView, InsideView, IntervalView, KindView, PartView, PartnerView, PriorityView,
    ProfileChangeView, ProfileFigureView, ProfileSourceView, ProfileView, RangeView,
};

use super::super::subject::against;
use super::ground::inside;
use super::notes::notes;
use super::ward::{Told, Ward, plain_subject};
use super::words;

/// The profile of one area; `None` where the place does not show the assessed layer.
#[must_use]
pub fn view(
    engine: &Engine,
    assessed: &Assessed,
    ranks: &FigureRanks,
    area: usize,
    links: Vec<LinkView>,
) -> Option<ProfileView> {
    let params = Params::default();
    let subject = plain_subject(engine, assessed, &params)?;
    let ward = Ward::of(&subject, ranks, area)?;
    Some(ProfileView {
        version: assessed.place_version,
        assessment: assessed.spec.id.to_string(),
        title: assessed.spec.title.clone(),
        areas: assessed.spec.areas.to_string(),
        against: against(&assessed.run),
        draws: ranks.draws,
        result: AreaResultView::new(assessed, area),
        summary: words::summary(&ward),
        priorities: ward
            .priorities
            .iter()
            .map(|own| PriorityView {
                id: assessed.run.indicators[own.indicator].id.clone(),
                adds: own.amount,
                surely_worse: own.is_surely_worse,
                sentences: words::priority(&ward, own),
            })
            .collect(),
        figures: ward.figures().map(|told| figure(&ward, &told)).collect(),
        inside: inside(&ward)
            .into_iter()
            .map(|one| InsideView {
                register: one.edition.key.to_string(),
                title: one.edition.title.clone(),
                count: one.count,
                kinds: one.kinds.into_iter().map(|(kind, count)| KindView { kind, count }).collect(),
            })
            .collect(),
        partners: partners(&ward),
        notes: notes(&ward),
        sources: ward.sources.iter().map(|used| ProfileSourceView::from(*used)).collect(),
        links,
    })
}

fn figure(ward: &Ward<'_>, told: &Told<'_>) -> ProfileFigureView {
    let (stages, area) = (told.stages, ward.area);
    let run = ward.subject.run();
    let range = ward.rank_range(told);
    let domain = told.node.parent.map(|at| &run.nodes[at]).filter(|node| node.parent.is_some());
    let change = ward.change(told).and_then(|found| {
        let own = found.areas.get(area)?.as_ref().ok()?;
        Some(ProfileChangeView {
            since: found.earlier.period.clone(),
            difference: own.difference,
            interval: own.interval.into(),
            verdict: own.verdict.words().to_owned(),
        })
    });
    let grade = told.source.and_then(|source| source.grades.get(area).copied().flatten());
    ProfileFigureView {
        id: stages.id.clone(),
        title: told.title.to_owned(),
        domain: domain.map(|node| node.title.clone()),
        unit: told.unit.to_owned(),
        value: stages.raw[area].ok(),
        missing: stages.raw[area].err().map(|gap| gap.key().to_owned()),
        interval: told.judged.usual.map(IntervalView::from),
        benchmark: told.judged.benchmark,
        rag: told.judged.rag.map(|rag| rag.key().to_owned()),
        certainty: words::certainty(told).to_owned(),
        all_areas: crate::assess::comparator::range(&stages.raw).ok().map(RangeView::from),
        rank: told.node.standings[area].rank(),
        rank_low: range.map(|range| range.low),
        rank_high: range.map(|range| range.high),
        stand_in: stages.imputed.figures[area].ok().filter(|_| stages.imputed.stand_ins[area]),
        grade: grade.map(|grade| grade.key().to_owned()),
        change,
        source: told.source.map(|source| ward.source_number(&source.figures)),
        divided_by: told.source.and_then(|source| source.over.as_ref()).map(|over| ward.source_number(over)),
    }
}

fn partners(ward: &Ward<'_>) -> Vec<PartnerView> {
    let all = crate::pages::area::lying(ward.subject.engine, &ward.subject.edition.key);
    let view = |one: &crate::pages::area::Lying<'_>| PartnerView {
        layer: one.partner.key.to_string(),
        title: one.partner.title.clone(),
        parts: one
            .parts(ward.area)
            .into_iter()
            .map(|(piece, portion)| PartView {
                code: one.pair.second.code(piece.to).to_string(),
                name: one.pair.second.name(piece.to).map(str::to_owned),
                ground: portion.ground,
                people: portion.people,
            })
            .collect(),
    };
    all.iter().map(view).collect()
}
