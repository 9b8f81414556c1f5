//! Back-tests, as the manifest describes them.

use std::collections::BTreeSet;

use crate::model::{
    BacktestId, BacktestSource, Columns, DatasetId, DatasetKind, LayerRef, RatioColumns, Span, Truths,
};

use super::plan::Plan;
use super::reader::Reader;
use super::schema::{BacktestEntry, ColumnsEntry, ManifestFile, RatioEntry, TruthsEntry};

impl Reader {
    pub(super) fn backtests(&mut self, file: &ManifestFile, plan: &Plan) -> Vec<BacktestSource> {
        let mut seen = BTreeSet::new();
        let mut tests = Vec::new();
        for entry in &file.backtest {
            if !seen.insert(&entry.id) {
                self.fault(&format!("backtest {}", entry.id), "this id stands twice");
            }
            tests.extend(self.backtest(entry, plan));
        }
        tests
    }

    fn backtest(&mut self, entry: &BacktestEntry, plan: &Plan) -> Option<BacktestSource> {
        let at = format!("backtest {}", entry.id);
        let id: Option<BacktestId> = self.id(&at, &entry.id);
        let table = self.reference(&at, Some(&entry.table), DatasetKind::Table);
        let edition = self.edition_of(&at, table.as_ref(), entry.edition.as_deref(), plan);
        let small = table.as_ref().and_then(|table| self.small_areas(&at, table, plan));
        let truths = self.truths(&at, entry);
        let mut layer = |key: &str, name: Option<&str>| {
            let found = self.layer_ref(&format!("{at}, {key}"), name?, plan)?;
            if small.as_ref() == Some(&found.layer) && found.edition.is_none() {
                self.fault(&at, format!("'{key}' names the layer of the small areas themselves"));
            }
            Some(found)
        };
        let (from, to) = (layer("from", entry.from.as_deref()), layer("to", entry.to.as_deref()));
        let at_one_point = layer("at_one_point", entry.at_one_point.as_deref());
        Some(BacktestSource {
            id: id?,
            table: table?,
            edition,
            total: entry.total.clone(),
            truths: truths?,
            rates: entry.rates.iter().map(ratio).collect(),
            from,
            to,
            at_one_point,
            use_constants: entry.use_constants,
        })
    }

    /// The layer that the table's codes belong to.
    fn small_areas(&mut self, at: &str, table: &DatasetId, plan: &Plan) -> Option<DatasetId> {
        let plan = plan.tables.iter().find(|held| held.id == *table)?;
        if plan.geography.is_none() {
            self.fault(at, "its table names no geography, so nobody knows what its small areas are");
        }
        plan.geography.clone()
    }

    fn truths(&mut self, at: &str, entry: &BacktestEntry) -> Option<Truths> {
        match &entry.truths {
            TruthsEntry::Each(truths) if truths.is_empty() => {
                self.fault(at, "'truths' is empty; name columns of counts whose sums are known");
                None
            }
            TruthsEntry::Each(truths) => Some(Truths::Each(truths.iter().map(columns).collect())),
            TruthsEntry::Dealt(dealt) if dealt.together == 0 => {
                self.fault(at, "together = 0: at least one column makes a truth");
                None
            }
            TruthsEntry::Dealt(dealt) => {
                let span = Span { from: dealt.from.clone(), to: dealt.to.clone() };
                Some(Truths::Dealt { span, together: dealt.together })
            }
        }
    }

    /// A layer as `wards` or `wards@2018`.
    fn layer_ref(&mut self, at: &str, name: &str, plan: &Plan) -> Option<LayerRef> {
        let (layer, edition) = name.split_once('@').map_or((name, None), |(layer, id)| (layer, Some(id)));
        let layer = self.reference(at, Some(layer), DatasetKind::Layer)?;
        let edition = self.edition_of(at, Some(&layer), edition, plan);
        Some(LayerRef { layer, edition })
    }
}

fn columns(entry: &ColumnsEntry) -> Columns {
    match entry {
        ColumnsEntry::One(column) => Columns::One(column.clone()),
        ColumnsEntry::Span(span) => Columns::Span(Span { from: span.from.clone(), to: span.to.clone() }),
    }
}

fn ratio(entry: &RatioEntry) -> RatioColumns {
    RatioColumns { of: columns(&entry.of), among: columns(&entry.among) }
}
