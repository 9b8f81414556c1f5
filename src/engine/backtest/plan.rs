//! Which test: the manifest's or a derived one, with every edition found.

use crate::engine::Engine;
use crate::model::{BacktestId, BacktestSource, EditionKey, LayerRef, RatioColumns, Truths};

use super::{FOLDS, NoBacktest, SEED, derive};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BacktestAsk {
    /// Which of the manifest's tests; `None` takes the first, or derives one
    /// where there is none.
    pub test: Option<BacktestId>,
    /// Sources in place of the test's own.
    pub from: Option<EditionKey>,
    /// Targets in place of the test's own.
    pub to: Option<EditionKey>,
    /// Into how many parts targets are dealt; two or more.
    pub folds: usize,
    /// Which deal: the same seed, the same parts.
    pub seed: u64,
}

/// A test with every edition found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedBacktest {
    /// Its id in the manifest; `None` for one that was derived.
    pub id: Option<BacktestId>,
    /// The table of the small areas.
    pub table: EditionKey,
    /// The small areas.
    pub small_areas: EditionKey,
    /// Column of all residents.
    pub total: String,
    /// The counts with known truths.
    pub truths: Truths,
    /// Rates beside each count's share of the total.
    pub rates: Vec<RatioColumns>,
    /// Where figures come from.
    pub from: EditionKey,
    /// Where they are carried to.
    pub to: EditionKey,
    /// The layer whose areas stand for their people at one point each.
    pub at_one_point: Option<EditionKey>,
}

impl Default for BacktestAsk {
    fn default() -> Self {
        Self { test: None, from: None, to: None, folds: FOLDS, seed: SEED }
    }
}

impl Engine {
    /// The test that an answer to `ask` would run.
    ///
    /// # Errors
    /// [`NoBacktest`]: no such test, none that can be derived, or editions
    /// that the place does not show.
    pub fn planned_backtest(&self, ask: &BacktestAsk) -> Result<PlannedBacktest, NoBacktest> {
        let described = &self.snapshot.info.catalogue.backtests;
        match (&ask.test, described.first()) {
            (Some(id), _) => {
                let named = described.iter().find(|test| test.id == *id);
                self.described(named.ok_or_else(|| no_such(id, described))?, ask)
            }
            (None, Some(first)) => self.described(first, ask),
            (None, None) => self.derived(ask),
        }
    }

    fn described(&self, test: &BacktestSource, ask: &BacktestAsk) -> Result<PlannedBacktest, NoBacktest> {
        let edition = self.edition_or_newest(&test.table, test.edition.as_ref());
        let table = edition.ok_or_else(|| NoBacktest::NoTable(test.table.clone()))?.key.clone();
        let small_areas = derive::small_areas(self, &table)?;
        let named = |layer: Option<&LayerRef>| layer.map(|layer| self.layer_of(layer)).transpose();
        let (from, to) =
            self.ends(&small_areas, ask, named(test.from.as_ref())?, named(test.to.as_ref())?)?;
        let plan = PlannedBacktest {
            id: Some(test.id.clone()),
            total: test.total.clone(),
            truths: test.truths.clone(),
            rates: test.rates.clone(),
            at_one_point: named(test.at_one_point.as_ref())?,
            table,
            small_areas,
            from,
            to,
        };
        plan.refuse_same_layers()
    }

    fn derived(&self, ask: &BacktestAsk) -> Result<PlannedBacktest, NoBacktest> {
        let derive::Found { table, small_areas, total, truths } = derive::find(self)?;
        let (from, to) = self.ends(&small_areas, ask, None, None)?;
        let plan = PlannedBacktest {
            id: None,
            table,
            small_areas,
            total,
            truths,
            rates: Vec::new(),
            from,
            to,
            at_one_point: None,
        };
        plan.refuse_same_layers()
    }

    /// Sources and targets: those asked for, else those named, else the
    /// place's main layer and the layer that suits best.
    fn ends(
        &self,
        small_areas: &EditionKey,
        ask: &BacktestAsk,
        from: Option<EditionKey>,
        to: Option<EditionKey>,
    ) -> Result<(EditionKey, EditionKey), NoBacktest> {
        let to = match ask.to.clone().or(to) {
            Some(to) => to,
            None => self.main_layer_edition()?,
        };
        let from = match ask.from.clone().or(from) {
            Some(from) => from,
            None => derive::sources(self, small_areas, &to)?,
        };
        Ok((from, to))
    }

    fn main_layer_edition(&self) -> Result<EditionKey, NoBacktest> {
        let main = self.snapshot.info.main_layer.as_ref().ok_or(NoBacktest::NoTargets)?;
        self.layer_of(&LayerRef { layer: main.clone(), edition: None })
    }

    fn layer_of(&self, layer: &LayerRef) -> Result<EditionKey, NoBacktest> {
        let edition = self.edition_or_newest(&layer.layer, layer.edition.as_ref());
        let found = edition.filter(|edition| edition.layer().is_some());
        Ok(found.ok_or_else(|| NoBacktest::NoLayer(layer.layer.clone()))?.key.clone())
    }
}

impl PlannedBacktest {
    fn refuse_same_layers(self) -> Result<Self, NoBacktest> {
        let ends = [Some(&self.small_areas), Some(&self.from), Some(&self.to), self.at_one_point.as_ref()];
        let ends: Vec<&EditionKey> = ends.into_iter().flatten().collect();
        let twice = ends.iter().enumerate().find(|(at, end)| ends[..*at].contains(end));
        match twice {
            Some((_, end)) => Err(NoBacktest::SameLayer((*end).clone())),
            None => Ok(self),
        }
    }
}

fn no_such(id: &BacktestId, described: &[BacktestSource]) -> NoBacktest {
    let known: Vec<&str> = described.iter().map(|test| test.id.as_str()).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    NoBacktest::NoSuch { id: id.clone(), known }
}
