//! What readers of shapes fill: rows on one side, faults on the other, and the
//! counts that keep both within limits.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use geo_types::Geometry;

use crate::check::{Fault, Place, Rule};
use crate::draft::{Cell, DeclaredCrs, Draft, DraftRow};

use super::found::{Found, Halt, ended, over_limit};
use super::rings::{Rings, Turn};
use super::{Limits, Taker};

/// A draft in the making.
pub(super) struct Intake<'a> {
    /// Faults met so far. Readers add their own.
    pub(super) found: Found,
    limits: &'a Limits,
    draft: Draft,
    taker: Option<Taker<'a>>,
    /// Records that were handed on and are not in the draft.
    handed: u64,
    positions: HashMap<String, usize>,
    points: u64,
    text_bytes: u64,
    rings: Rings,
    heights: u64,
}

impl<'a> Intake<'a> {
    /// An empty draft of one file or of one part of it.
    pub(super) fn new(file: &str, part: Option<String>, limits: &'a Limits) -> Self {
        Self {
            found: Found::default(),
            limits,
            draft: Draft::new(file, part),
            taker: None,
            handed: 0,
            positions: HashMap::new(),
            points: 0,
            text_bytes: 0,
            rings: Rings::default(),
            heights: 0,
        }
    }

    /// Hands each record on, if anyone takes them, and keeps none.
    pub(super) fn hand_to(mut self, taker: Option<Taker<'a>>) -> Self {
        self.taker = taker;
        self
    }

    /// Says which way the format wants its outer rings to run, so that those
    /// that run the other way are reported.
    pub(super) fn expect_turn(&mut self, turn: Turn, standard: &'static str) {
        self.rings.expect(turn, standard);
    }

    /// Sets what the file declares of its coordinates.
    pub(super) fn declare(&mut self, crs: DeclaredCrs) {
        self.draft.crs = crs;
    }

    /// How many rows have come in.
    pub(super) fn rows(&self) -> u64 {
        self.draft.rows.len() as u64 + self.handed
    }

    /// The position of a column, which is added at the end if it is new.
    pub(super) fn column(&mut self, name: &str) -> Result<usize, Halt> {
        if let Some(position) = self.positions.get(name) {
            return Ok(*position);
        }
        self.positions.insert(name.to_owned(), self.draft.columns.len());
        self.add_column(name)
    }

    /// Adds a column even where one of that name stands already.
    pub(super) fn add_column(&mut self, name: &str) -> Result<usize, Halt> {
        let position = self.draft.columns.len();
        if position >= self.limits.columns {
            let message = format!("more than {} columns", self.limits.columns);
            return Err(over_limit(Place::default(), message));
        }
        if name.len() > self.limits.cell_bytes {
            let message = format!("the name of column {} has {} bytes", position + 1, name.len());
            return Err(over_limit(Place::default(), message));
        }
        self.draft.columns.push(name.to_owned());
        Ok(position)
    }

    /// Adds a last column from the values of some rows, by the index of the
    /// row; nothing at all when there are none.
    pub(super) fn append_column(&mut self, name: &str, values: Vec<(u64, Cell)>) -> Result<(), Halt> {
        if values.is_empty() {
            return Ok(());
        }
        let position = self.add_column(name)?;
        for (index, value) in values {
            let Some(row) = usize::try_from(index).ok().and_then(|index| self.draft.rows.get_mut(index))
            else {
                continue;
            };
            let number = row.number;
            row.cells.resize(position, Cell::Empty);
            row.cells.push(value.clone());
            self.count_cells(number, &[value])?;
        }
        Ok(())
    }

    /// Halts if so many more points would go past the limit. Readers of
    /// formats that can refer to one point twice ask before they copy it.
    pub(super) fn room_for_points(&self, more: u64) -> Result<(), Halt> {
        if self.points.saturating_add(more) > self.limits.points {
            let place = Place::row(self.rows() + 1);
            return Err(over_limit(place, format!("more than {} points in all", self.limits.points)));
        }
        Ok(())
    }

    /// Counts points whose height or measure is left aside.
    pub(super) fn leave_heights(&mut self, points: u64) {
        self.heights += points;
    }

    /// Counts rings that did not end where they began and were closed.
    pub(super) fn close_rings(&mut self, rings: u64) {
        self.rings.unclosed += rings;
    }

    /// Takes in one record. Missing cells at the end of a row are empty.
    pub(super) fn push(
        &mut self,
        number: u64,
        geometry: Option<Geometry<f64>>,
        mut cells: Vec<Cell>,
    ) -> Result<(), Halt> {
        self.count_row(number)?;
        self.count_cells(number, &cells)?;
        let geometry = match geometry {
            Some(geometry) => self.take_shape(number, geometry)?,
            None => None,
        };
        let Some(taker) = &mut self.taker else {
            cells.shrink_to_fit();
            self.draft.rows.push(DraftRow { number, geometry, cells });
            return Ok(());
        };
        self.handed += 1;
        cells.resize(self.draft.columns.len(), Cell::Empty);
        match taker(&self.draft, DraftRow { number, geometry, cells }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ended()),
        }
    }

    /// The finished draft, or every fault if one of them stops the file.
    pub(super) fn finish(mut self) -> Result<Draft, Vec<Fault>> {
        if let Err(halt) = self.count_rectangle(self.rows()) {
            return self.halt(halt);
        }
        self.name_columns();
        if let Some(note) = self.rings.direction_note() {
            self.found.add(note);
        }
        if let Some(note) = self.rings.unclosed_note() {
            self.found.add(note);
        }
        if self.heights > 0 {
            let message = format!("{} points carry a height or measure, which is left out", self.heights);
            self.found
                .add(Fault::new(Rule::HeightsLeftOut, Place::default(), message).counting(self.heights));
        }
        if self.found.stops() {
            return Err(self.found.into_faults());
        }
        let width = self.draft.columns.len();
        for row in &mut self.draft.rows {
            row.cells.resize(width, Cell::Empty);
        }
        self.draft.noticed = self.found.into_faults();
        Ok(self.draft)
    }

    /// Ends the reading: the fault that ended it comes first, then all others.
    #[expect(clippy::boxed_local, reason = "readers carry a halt in a box and hand it over as it is")]
    pub(super) fn halt(self, halt: Halt) -> Result<Draft, Vec<Fault>> {
        let mut faults = vec![*halt];
        faults.extend(self.found.into_faults());
        Err(faults)
    }

    fn count_row(&self, number: u64) -> Result<(), Halt> {
        if self.rows() >= self.limits.rows {
            let message = format!("more than {} records", self.limits.rows);
            return Err(over_limit(Place::row(number), message));
        }
        self.count_rectangle(self.rows() + 1)
    }

    /// Short rows are filled up in the end, so the whole rectangle counts.
    fn count_rectangle(&self, rows: u64) -> Result<(), Halt> {
        let columns = self.draft.columns.len() as u64;
        if rows.saturating_mul(columns) > self.limits.cells {
            let message =
                format!("{rows} records of {columns} columns make more than {} cells", self.limits.cells);
            return Err(over_limit(Place::default(), message));
        }
        Ok(())
    }

    fn count_cells(&mut self, number: u64, cells: &[Cell]) -> Result<(), Halt> {
        for (position, cell) in cells.iter().enumerate() {
            let Cell::Text(text) = cell else { continue };
            self.text_bytes += text.len() as u64;
            if text.len() > self.limits.cell_bytes {
                let name = self.draft.columns.get(position).cloned().unwrap_or_default();
                let message =
                    format!("a cell of {} bytes; at most {} are read", text.len(), self.limits.cell_bytes);
                return Err(over_limit(Place::row(number).in_field(name), message));
            }
        }
        if self.text_bytes > self.limits.bytes {
            let message = format!("the cells together hold more than {} bytes", self.limits.bytes);
            return Err(over_limit(Place::row(number), message));
        }
        Ok(())
    }

    fn take_shape(&mut self, number: u64, geometry: Geometry<f64>) -> Result<Option<Geometry<f64>>, Halt> {
        let (points, whole) = self.rings.inspect(number, &geometry, &mut self.found);
        self.room_for_points(points)?;
        self.points += points;
        Ok((whole && points > 0).then_some(geometry))
    }

    /// Notes headers with outer spaces, and renames those that are empty or stand twice.
    fn name_columns(&mut self) {
        let mut seen = BTreeSet::new();
        let mut suffixes: HashMap<String, usize> = HashMap::new();
        for (index, name) in self.draft.columns.iter_mut().enumerate() {
            let position = index + 1;
            if name.trim().is_empty() {
                let given = free_name(&format!("column {position}"), &seen, &mut suffixes);
                let message = format!("column {position} has no name; it is called '{given}'");
                self.found.add(Fault::new(Rule::Header, Place::field(given.clone()), message));
                *name = given;
            } else if seen.contains(name.as_str()) {
                let given = free_name(name, &seen, &mut suffixes);
                let message = format!("column {position} is a second '{name}'; it is called '{given}'");
                self.found.add(Fault::new(Rule::Header, Place::field(given.clone()), message));
                *name = given;
            } else if name.trim() != name.as_str() {
                let message = format!("the name of column {position} has outer spaces: '{name}'");
                self.found.add(Fault::new(Rule::Header, Place::field(name.clone()), message));
            }
            seen.insert(name.clone());
        }
    }
}

fn free_name(name: &str, seen: &BTreeSet<String>, suffixes: &mut HashMap<String, usize>) -> String {
    if !seen.contains(name) {
        return name.to_owned();
    }
    let suffix = suffixes.entry(name.to_owned()).or_insert(1);
    loop {
        *suffix += 1;
        let candidate = format!("{name} ({suffix})");
        if !seen.contains(&candidate) {
            return candidate;
        }
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{Point, polygon};

    use super::*;

    fn limits() -> Limits {
        Limits { rows: 3, columns: 3, cells: 6, points: 12, cell_bytes: 8, ..Limits::default() }
    }

    #[test]
    fn a_short_row_is_filled_with_empty_cells() {
        let limits = limits();
        let mut intake = Intake::new("a", None, &limits);
        intake.column("a").expect("room");
        intake.push(1, None, vec![Cell::text("x")]).expect("room");
        intake.column("b").expect("room");
        let draft = intake.finish().expect("a draft");
        assert_eq!(draft.rows[0].cells, vec![Cell::text("x"), Cell::Empty]);
    }

    #[test]
    fn rows_times_columns_are_bounded_even_when_cells_are_few() {
        let limits = limits();
        let mut intake = Intake::new("a", None, &limits);
        for row in 1..=3 {
            intake.column(&format!("c{row}")).expect("room");
            let pushed = intake.push(row, None, vec![]);
            assert_eq!(pushed.is_ok(), row < 3, "row {row}");
        }
    }

    #[test]
    fn a_point_that_is_no_number_is_named_with_ring_and_point() {
        let limits = limits();
        let mut intake = Intake::new("a", None, &limits);
        let shape = polygon![(x: 0.0, y: 0.0), (x: f64::NAN, y: 1.0), (x: 1.0, y: 1.0)];
        intake.push(7, Some(shape.into()), vec![]).expect("room");
        let faults = intake.finish().expect_err("a fault");
        assert_eq!(faults[0].rule, Rule::NotFinite);
        assert_eq!(faults[0].place.to_string(), "row 7, ring 1, point 2");
    }

    #[test]
    fn points_and_cells_past_the_limit_halt() {
        let limits = limits();
        let mut intake = Intake::new("a", None, &limits);
        intake.column("a").expect("room");
        assert!(intake.push(1, None, vec![Cell::text("123456789")]).is_err());
        let many = geo_types::MultiPoint(vec![Point::new(0.0, 0.0); 13]);
        assert!(intake.push(1, Some(many.into()), vec![]).is_err());
    }

    #[test]
    fn names_that_stand_twice_or_are_empty_are_told_apart() {
        let limits = limits();
        let mut intake = Intake::new("a", None, &limits);
        for name in ["x", "x", " "] {
            intake.add_column(name).expect("room");
        }
        let draft = intake.finish().expect("a draft");
        assert_eq!(draft.columns, ["x", "x (2)", "column 3"]);
        assert_eq!(draft.noticed.len(), 2);
    }
}
