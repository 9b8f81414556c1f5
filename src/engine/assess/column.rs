//! One indicator's figures on the assessed areas, with their error, cover and grade.

use jiff::civil::Date;

use crate::assess::recipe::{Bounds, IndicatorFigures, Provenance};
use crate::assess::spec::FiguresFrom;
use crate::crosswalk::uncertainty::Grade;
use crate::engine::{Aligned, AlignedFigure, Engine};
use crate::model::{AreaCode, EditionKey, MeasureKind, Way};

use super::choose::{Chosen, Wanted};
use super::figures::{self, Carried};
use super::source::{FiguresUsed, IndicatorSource};

/// A column, ready to be assessed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub figures: IndicatorFigures,
    /// Where they come from; the indicator's own id is filled in by whoever asks.
    pub source: IndicatorSource,
}

/// What all columns of an assessment share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'a> {
    pub to: &'a EditionKey,
    pub date: Option<Date>,
    pub way: Way,
}

/// One measure on the assessed areas.
pub(super) struct Taken {
    pub aligned: Aligned,
    pub used: FiguresUsed,
    /// Whether what its rate counts are events.
    pub events: bool,
    /// Codes of the areas that the figures were published for, in their order.
    pub codes: Vec<AreaCode>,
}

impl Engine {
    /// Finds and carries the figures of one indicator.
    pub(super) fn make_column(&self, from: &FiguresFrom, ground: Ground<'_>) -> Result<Column, Vec<String>> {
        let ground = Ground { way: from.way.unwrap_or(ground.way), ..ground };
        let own = self.take(&wanted(from, ground), ground).map_err(|told| vec![told])?;
        let column = match &from.over {
            None => own_column(&own, from)?,
            Some(over) => {
                let wanted = Wanted {
                    measure: &over.measure,
                    table: over.table.as_ref(),
                    period: over.period.as_deref(),
                    date: ground.date,
                    to: ground.to,
                };
                let below = self.take(&wanted, ground).map_err(|told| vec![told])?;
                figures::divided(&own, &below, over.per, over.events)?
            }
        };
        Ok(self.with_provenance(column, ground.to))
    }

    fn take(&self, wanted: &Wanted<'_>, ground: Ground<'_>) -> Result<Taken, String> {
        let chosen: Chosen<'_> = self.choose(wanted)?;
        let (id, kind, per) = (&chosen.measure.id, chosen.measure.kind, chosen.measure.per);
        let aligned = self.align_figures(id, kind, per, chosen.figures.clone(), ground.to, ground.way);
        let aligned = aligned.map_err(|error| error.to_string())?;
        let used = self.used(&chosen, &aligned)?;
        let geography = self.layer(&used.geography).map(|layer| layer.areas.iter());
        let codes = geography.into_iter().flatten().map(|area| area.code.clone()).collect();
        Ok(Taken { aligned, used, events: chosen.measure.about.events, codes })
    }

    /// The column with its provenance.
    fn with_provenance(&self, mut column: Column, to: &EditionKey) -> Column {
        let content = self.edition(to).map_or("", |edition| &edition.content);
        let used = || std::iter::once(&column.source.figures).chain(&column.source.over);
        let joined = |parts: Vec<String>| parts.join(", over ");
        column.figures.provenance = Provenance {
            data: joined(used().map(FiguresUsed::data).collect()),
            boundary: joined(used().map(|used| used.boundary(to, content)).collect()),
        };
        column
    }
}

fn wanted<'a>(from: &'a FiguresFrom, ground: Ground<'a>) -> Wanted<'a> {
    Wanted {
        measure: &from.measure,
        table: from.table.as_ref(),
        period: from.period.as_deref(),
        date: ground.date,
        to: ground.to,
    }
}

/// The column of one measure by itself.
fn own_column(own: &Taken, from: &FiguresFrom) -> Result<Column, Vec<String>> {
    let is_category = own.aligned.kind == MeasureKind::Category;
    match (is_category, from.categories.is_empty()) {
        (false, false) => {
            return Err(vec![format!("scores of categories are given, and '{}' has none", from.measure)]);
        }
        (true, true) => {
            return Err(vec![format!("'{}' is a category: give each category a score", from.measure)]);
        }
        _ => {}
    }
    let carried = match own.aligned.kind {
        MeasureKind::Count => figures::counts(own)?,
        MeasureKind::Rate => figures::rates(own)?,
        MeasureKind::Score => figures::scores(own),
        MeasureKind::Category => figures::categories(own, &from.categories)?,
    };
    let unit = if is_category { "score".to_owned() } else { own.used.unit.clone() };
    Ok(put_together(carried, unit, own, None))
}

/// A column from figures, with the grades of one measure or the worse of two.
pub(super) fn put_together(carried: Carried, unit: String, own: &Taken, over: Option<&Taken>) -> Column {
    let Carried { mut figures, notes, grades } = carried;
    let rows = &own.aligned.rows;
    figures.cover = covers(&own.aligned);
    if let Some(over) = over {
        let below = covers(&over.aligned);
        figures.cover = figures.cover.iter().zip(below).map(|(a, b)| a.min(b)).collect();
    }
    let is_carried =
        own.aligned.crosswalk.is_some() || over.is_some_and(|over| over.aligned.crosswalk.is_some());
    let is_category = own.aligned.kind == MeasureKind::Category;
    // Carried by a lookup with nothing to compare it with, nobody knows how rough a figure is.
    let rough = |at: usize| match grades[at] {
        Some(grade) => grade == Grade::E,
        None => is_carried && !is_category && figures.figures[at].is_ok(),
    };
    figures.too_rough = (0..rows.len()).map(rough).collect();
    let source = IndicatorSource {
        indicator: String::new(),
        unit,
        figures: own.used.clone(),
        over: over.map(|over| over.used.clone()),
        grades,
        notes,
    };
    Column { figures, source }
}

/// The share of each area's ground that sources cover.
fn covers(aligned: &Aligned) -> Vec<f64> {
    let Some(built) = &aligned.crosswalk else { return vec![1.0; aligned.rows.len()] };
    let ground = built.overlap.target_cover();
    let cover = |(at, figure): (usize, &AlignedFigure)| match figure {
        AlignedFigure::Number(estimate) => estimate.cover.unwrap_or(1.0),
        AlignedFigure::Mixture(_) => ground.get(at).copied().unwrap_or(1.0),
    };
    aligned.rows.iter().map(|row| &row.figure).enumerate().map(cover).collect()
}

/// Counts are not below nought.
pub(super) const COUNTED: Bounds = Bounds { least: Some(0.0), most: None };

impl Engine {
    /// The column of one indicator, worked out once and kept.
    pub(super) fn column(
        &self,
        from: &FiguresFrom,
        ground: Ground<'_>,
    ) -> Result<std::sync::Arc<Column>, Vec<String>> {
        // The debug form tells any two specifications of figures apart.
        let key = format!("{from:?} {ground:?}");
        self.assessments.columns.get_or_make(key, || self.make_column(from, ground))
    }
}
