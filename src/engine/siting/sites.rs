//! The sites of a recipe: records of a register, and those that are none, with why.

use std::collections::BTreeMap;

use crate::engine::{Edition, Engine};
use crate::geom::Grid;
use crate::locate::{EditionRef, Filter, NumberFrom, SitesFrom, SitesSpec};
use crate::model::EditionKey;
use crate::register::{Precision, Register};
use crate::table::Table;

use super::error::SitingError;

/// One site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteRecord {
    /// Its id: the register's, with the row where the register repeats it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub at: Grid,
    /// How exactly that is known.
    pub precision: Precision,
    /// Who owns or runs it.
    pub partner: Option<String>,
    /// Its room, and whether that is an assumption of the recipe.
    pub capacity: Option<(f64, bool)>,
    /// What it costs, and whether that is an assumption.
    pub cost: Option<(f64, bool)>,
    /// The record of the service by the estate's register and row, where sites come from the estate.
    pub service: Option<(u16, u64)>,
    /// The building of the estate that it is in, by position, where sites come from the estate.
    pub building: Option<u32>,
}

/// A record that is no site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// The recipe's filters say so.
    Filtered(String),
    /// Nothing says where it lies.
    Unlocated(String),
}

/// The sites of a recipe.
#[derive(Debug, Clone, PartialEq)]
pub struct Sites {
    /// What they are, in words: a register, or all that offer a kind of service.
    pub named: String,
    /// The registers that they come from.
    pub editions: Vec<EditionKey>,
    /// The sites, in published order.
    pub records: Vec<SiteRecord>,
    /// Records that are none.
    pub left_out: Vec<LeftOut>,
    /// What a reader must know of them.
    pub notes: Vec<String>,
}

impl Sites {
    /// Whether they are the records of this very edition of a register.
    pub(super) fn is_register(&self, edition: &EditionKey) -> bool {
        self.editions == [edition.clone()] && self.records.iter().all(|site| site.service.is_none())
    }

    /// The position of the one site that an id means.
    pub(super) fn position(&self, id: &str) -> Result<usize, SitingError> {
        let mut found = self.records.iter().enumerate().filter(|(_, site)| site.id == id);
        let alike = |site: &&SiteRecord| site.id == id || site.id.starts_with(&format!("{id} (row "));
        let no_site = || SitingError::NoSite {
            named: self.named.clone(),
            id: id.to_owned(),
            found: self.records.iter().filter(alike).count(),
        };
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Ok(at),
            _ => Err(no_site()),
        }
    }
}

impl Engine {
    /// Finds the sites that a recipe asks for.
    pub(super) fn sites(&self, spec: &SitesSpec) -> Result<Sites, Vec<SitingError>> {
        let named = match &spec.from {
            SitesFrom::Register { register, .. } => register,
            SitesFrom::Offering(kind) => return self.offering(kind, spec),
        };
        let (edition, register) = self.wanted_register(named).map_err(|error| vec![error])?;
        let columns = Columns::find(edition, register, spec)?;
        let table = &register.attributes;
        let mut times = BTreeMap::<&str, usize>::new();
        let (mut records, mut left_out) = (Vec::new(), Vec::new());
        let kept: Vec<usize> = (0..register.records.len()).filter(|row| columns.keeps(table, *row)).collect();
        for row in &kept {
            *times.entry(register.records[*row].id.as_str()).or_default() += 1;
        }
        for (row, record) in register.records.iter().enumerate() {
            let name = || record.name.clone().unwrap_or_else(|| record.id.clone());
            if kept.binary_search(&row).is_err() {
                left_out.push(LeftOut::Filtered(name()));
                continue;
            }
            let Some((at, precision)) = record.location else {
                left_out.push(LeftOut::Unlocated(name()));
                continue;
            };
            let repeats = times.get(record.id.as_str()).is_some_and(|times| *times > 1);
            let row_name = || format!("{} (row {})", record.id, table.source_row(row));
            records.push(SiteRecord {
                id: if repeats { row_name() } else { record.id.clone() },
                name: name(),
                at,
                precision,
                partner: columns.partner.and_then(|column| table.written(row, column)),
                capacity: columns.capacity.as_ref().and_then(|from| from.of(table, row)),
                cost: columns.cost.as_ref().and_then(|from| from.of(table, row)),
                service: None,
                building: None,
            });
        }
        if records.is_empty() {
            return Err(vec![SitingError::NoSites(edition.key.to_string())]);
        }
        let (named, editions) = (edition.key.to_string(), vec![edition.key.clone()]);
        Ok(Sites { named, editions, records, left_out, notes: Vec::new() })
    }

    /// A register that a recipe names.
    pub(super) fn wanted_register(&self, named: &EditionRef) -> Result<(&Edition, &Register), SitingError> {
        let edition = self.named("register", named)?;
        let register = edition.register();
        let register =
            register.ok_or_else(|| SitingError::NoEdition { kind: "register", named: named.clone() })?;
        Ok((edition, register))
    }
}

/// A number with an assumption where it is not known.
struct Number {
    column: Option<usize>,
    where_unknown: Option<f64>,
}

impl Number {
    fn of(&self, table: &Table, row: usize) -> Option<(f64, bool)> {
        let known = self.column.and_then(|column| table.number(row, column).ok());
        known.map(|number| (number, false)).or_else(|| self.where_unknown.map(|number| (number, true)))
    }
}

/// The columns that a recipe names, found.
struct Columns<'s> {
    keep: Vec<(usize, &'s Filter)>,
    leave_out: Vec<(usize, &'s Filter)>,
    partner: Option<usize>,
    capacity: Option<Number>,
    cost: Option<Number>,
}

impl<'s> Columns<'s> {
    fn find(edition: &Edition, register: &Register, spec: &'s SitesSpec) -> Result<Self, Vec<SitingError>> {
        let mut errors = Vec::new();
        let mut column = |name: &str| {
            let found = register.attributes.column(name);
            if found.is_none() {
                let named = edition.key.to_string();
                errors.push(SitingError::NoColumn { named, column: name.to_owned() });
            }
            found
        };
        let mut number = |from: &NumberFrom| Number {
            column: from.column.as_deref().and_then(&mut column),
            where_unknown: from.where_unknown,
        };
        let capacity = spec.capacity.as_ref().map(&mut number);
        let cost = spec.cost.as_ref().map(&mut number);
        let mut filters = |filters: &'s [Filter]| -> Vec<(usize, &'s Filter)> {
            filters.iter().filter_map(|filter| Some((column(&filter.column)?, filter))).collect()
        };
        let (keep, leave_out, partner) = match &spec.from {
            SitesFrom::Register { keep, leave_out, partner, .. } => {
                (filters(keep), filters(leave_out), partner.as_deref().and_then(&mut column))
            }
            SitesFrom::Offering(_) => (Vec::new(), Vec::new(), None),
        };
        if errors.is_empty() { Ok(Self { keep, leave_out, partner, capacity, cost }) } else { Err(errors) }
    }

    fn keeps(&self, table: &Table, row: usize) -> bool {
        let holds = |(column, filter): &(usize, &Filter)| {
            let cell = table.written(row, *column).unwrap_or_default();
            filter.values.iter().any(|value| value.trim() == cell.trim())
        };
        self.keep.iter().all(holds) && !self.leave_out.iter().any(holds)
    }
}
