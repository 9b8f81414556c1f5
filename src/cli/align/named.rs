//! Which table and which measures are meant.

use anyhow::{Context as _, bail};

use crate::engine::Engine;
use crate::model::{
    DatasetKind, EditionKey, Measure, MeasureAbout, MeasureId, MeasureKind, MeasureSource, Reckoning,
};

use super::{Args, ColumnArgs};

/// An edition of a table by its name: `claimants@2019`, or `claimants` for the newest.
pub(super) fn table_edition(engine: &Engine, name: &str) -> anyhow::Result<EditionKey> {
    let snapshot = engine.snapshot();
    let tables = || snapshot.datasets.values().filter(|dataset| dataset.kind == DatasetKind::Table);
    let editions = || tables().flat_map(|dataset| &dataset.editions).map(|edition| &edition.key);
    let found = match name.parse::<EditionKey>() {
        Ok(key) => editions().find(|held| **held == key),
        Err(_no_edition) => editions().find(|held| held.dataset.as_str() == name),
    };
    found.cloned().with_context(|| {
        let known: Vec<String> = editions().map(ToString::to_string).collect();
        format!("the place shows no table '{name}'; it shows {}", known.join(", "))
    })
}

/// The measures to carry: those named, those told for this once, or all that
/// the table holds.
pub(super) fn measures(engine: &Engine, args: &Args, table: &EditionKey) -> anyhow::Result<Vec<Measure>> {
    let told = args.columns.measures(table)?;
    if !told.is_empty() {
        return Ok(told);
    }
    if !args.columns.only.is_empty() || args.columns.add_rows {
        bail!("--only and --add-rows go with --count, --rate, --score or --category");
    }
    if !args.measure.is_empty() {
        let named = |id: &String| -> anyhow::Result<Measure> {
            let id: MeasureId = id.parse()?;
            Ok(engine.measure(&id)?.clone())
        };
        return args.measure.iter().map(named).collect();
    }
    let held: Vec<Measure> = engine
        .snapshot()
        .info
        .catalogue
        .measures
        .iter()
        .filter(|measure| engine.measure_tables(measure).iter().any(|(_, edition)| edition.key == *table))
        .cloned()
        .collect();
    if held.is_empty() {
        let columns = engine.edition(table).map(|edition| edition.attributes().columns().to_vec());
        let names: Vec<String> =
            columns.unwrap_or_default().iter().map(|column| format!("'{}'", column.name)).collect();
        bail!(
            "nothing says what the figures of {table} are: describe them under [[measure]] in the manifest, or name a column with --count, --rate, --score or --category; its columns are {}",
            names.join(", ")
        );
    }
    Ok(held)
}

impl ColumnArgs {
    fn measures(&self, table: &EditionKey) -> anyhow::Result<Vec<Measure>> {
        let mut reckonings = Vec::new();
        reckonings.extend(self.count.iter().map(|column| Reckoning::Count { column: column.clone() }));
        for rate in &self.rate {
            let (numerator, denominator) =
                rate.split_once('/').with_context(|| format!("--rate '{rate}' is not COLUMN/COLUMN"))?;
            let (numerator, denominator) = (numerator.to_owned(), denominator.to_owned());
            reckonings.push(Reckoning::Rate { numerator, denominator });
        }
        reckonings
            .extend(self.score.iter().map(|column| Reckoning::Score { column: column.clone(), over: None }));
        reckonings.extend(self.category.iter().map(|column| Reckoning::Category { column: column.clone() }));
        let only = self.only.iter().map(|text| {
            let pair =
                text.split_once('=').map(|(column, value)| (column.to_owned(), value.trim().to_owned()));
            pair.with_context(|| format!("--only '{text}' is not COLUMN=TEXT"))
        });
        let only = grouped(only.collect::<anyhow::Result<_>>()?);
        (1..)
            .zip(reckonings)
            .map(|(number, reckoning)| self.measure(table, number, reckoning, &only))
            .collect()
    }

    fn measure(
        &self,
        table: &EditionKey,
        number: u32,
        reckoning: Reckoning,
        only: &[(String, Vec<String>)],
    ) -> anyhow::Result<Measure> {
        let kind = reckoning.kind();
        if self.add_rows && matches!(kind, MeasureKind::Score | MeasureKind::Category) {
            bail!("--add-rows goes with counts and rates: scores and categories do not add up");
        }
        let title = reckoning.columns().collect::<Vec<_>>().join(" / ");
        let source = MeasureSource {
            table: table.dataset.clone(),
            edition: Some(table.edition.clone()),
            reckoning,
            only: only.to_vec(),
            adds_rows: self.add_rows,
            repeats_denominator: false,
            located: None,
            period: None,
        };
        let id = format!("column-{number}").parse()?;
        let about = MeasureAbout::default();
        Ok(Measure { id, title, unit: String::new(), kind, per: 1.0, sources: vec![source], about })
    }
}

/// Several texts of one column are alternatives.
fn grouped(pairs: Vec<(String, String)>) -> Vec<(String, Vec<String>)> {
    let mut only: Vec<(String, Vec<String>)> = Vec::new();
    for (column, text) in pairs {
        match only.iter_mut().find(|(known, _)| *known == column) {
            Some((_, texts)) => texts.push(text),
            None => only.push((column, vec![text])),
        }
    }
    only
}
