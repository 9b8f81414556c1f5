//! Counts that a table keeps by the ids of a register: each is put where its
//! record lies, and added up for the areas of the place's main layer.

use std::collections::BTreeMap;

use crate::crosswalk::Figure;
use crate::engine::{Engine, KeyedTable};
use crate::model::{EditionKey, Located, MeasureSource, Missing, Reckoning};

use super::{AlignError, SourceFigures, Values};

/// How many records a note names before it stops.
const NAMED: usize = 5;

impl Engine {
    /// The counts of a table, by the places of the records that its rows name.
    ///
    /// An area without a record has none: the register lists all there are. A
    /// row whose record is not listed or not placed is told in the notes.
    ///
    /// # Errors
    /// [`AlignError::NoRegister`], [`AlignError::NoLayer`],
    /// [`AlignError::NoColumn`], [`AlignError::NotNumbers`].
    pub(super) fn located(
        &self,
        source: &MeasureSource,
        located: &Located,
        table: &EditionKey,
    ) -> Result<SourceFigures, AlignError> {
        let keyed = self.keyed_table(table)?;
        let Reckoning::Count { column } = &source.reckoning else {
            return Err(AlignError::NoGeography(table.clone()));
        };
        let counts = counts(keyed, table, &located.key, column)?;
        let no_register = || AlignError::NoRegister(located.register.clone());
        let newest = self.snapshot.dataset(&located.register).and_then(|set| set.editions.first());
        let register = newest.and_then(|edition| edition.register()).ok_or_else(no_register)?;
        let main = self.snapshot.info.main_layer.as_ref();
        let geography = main.and_then(|main| self.newest_layer(main).ok());
        let geography = geography.ok_or_else(|| AlignError::NoGeography(table.clone()))?;
        let index = self.layers.iter().find(|layer| layer.key == geography);
        let areas = index.ok_or_else(|| AlignError::NoLayer(geography.clone()))?;
        let mut values: Vec<Figure> = vec![Ok(0.0); areas.layer.areas.len()];
        let mut untold: BTreeMap<&str, &Figure> =
            counts.iter().map(|(id, count)| (id.as_str(), count)).collect();
        let (mut outside, mut unplaced) = (0_usize, Vec::new());
        for record in &register.records {
            let Some(count) = untold.remove(record.id.as_str()) else { continue };
            let Some((point, _)) = record.location else {
                unplaced.push(record.id.clone());
                continue;
            };
            match areas.areas().at(point).first() {
                None => outside += 1,
                Some(area) => add(&mut values[*area], *count),
            }
        }
        let unlisted: Vec<String> = untold.into_keys().map(str::to_owned).collect();
        let mut notes = Vec::new();
        notes.extend(note(&unlisted, &format!("not in the register {}, and not counted", located.register)));
        notes.extend(note(
            &unplaced,
            &format!("in the register {} without a place, and not counted", located.register),
        ));
        if outside > 0 {
            notes.push(format!("{table}: {outside} records lie outside {geography} and are not counted"));
        }
        let edition = self.edition(table).ok_or_else(|| AlignError::NoTable(table.clone()))?;
        Ok(SourceFigures {
            table: table.clone(),
            geography,
            period: edition.period.clone(),
            values: Values::Counts(values),
            notes,
        })
    }
}

/// The counts by the id of the record; a record that repeats adds up.
fn counts(
    keyed: &KeyedTable,
    table: &EditionKey,
    key: &str,
    column: &str,
) -> Result<BTreeMap<String, Figure>, AlignError> {
    let find = |name: &str| {
        let missing = || AlignError::NoColumn { table: table.clone(), column: name.to_owned() };
        keyed.table.column(name).ok_or_else(missing)
    };
    let (ids, numbers) = (find(key)?, find(column)?);
    if keyed.table.columns()[numbers].kind != crate::table::ColumnKind::Number {
        return Err(AlignError::NotNumbers { table: table.clone(), column: column.to_owned() });
    }
    let mut counts: BTreeMap<String, Figure> = BTreeMap::new();
    for row in 0..keyed.table.len() {
        let Some(id) = keyed.table.written(row, ids) else { continue };
        add(counts.entry(id).or_insert(Ok(0.0)), keyed.table.number(row, numbers));
    }
    Ok(counts)
}

/// Adds a count; a gap among those added is a gap of the sum.
fn add(sum: &mut Figure, count: Figure) {
    *sum = match (*sum, count) {
        (Ok(sum), Ok(count)) => Ok(sum + count),
        (Err(gap), _) | (_, Err(gap)) => Err::<f64, Missing>(gap),
    };
}

fn note(ids: &[String], what: &str) -> Option<String> {
    let more = ids.len().saturating_sub(NAMED);
    let named = ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!ids.is_empty()).then(|| format!("{named}{more}: {what}"))
}
