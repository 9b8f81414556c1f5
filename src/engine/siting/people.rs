//! Who lives where: small areas, their residents and groups, and points inside them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::crosswalk::Figure;
use crate::engine::{AlignError, Edition, Engine, Values, Way};
use crate::geom::Grid;
use crate::geom::locate::Prepared;
use crate::geom::middle::inner;
use crate::layer::Layer;
use crate::locate::{ClassFrom, ClassSpec, CountFrom, EditionRef, GroupSpec, PeopleSpec};
use crate::model::{EditionKey, EvidenceKind, MeasureId, MeasureKind, Reckoning};
use crate::scenario::{Area, Count, Family, Group, Spot};
use crate::table::ColumnKind;

use super::error::SitingError;

/// What the points inside small areas are.
#[derive(Debug, Clone, PartialEq)]
pub enum SpotsFrom {
    /// Points of the place's own evidence of where people live.
    Evidence(EvidenceKind, EditionKey),
    /// An even grid over the ground of the area: nothing better is known of it.
    Ground,
}

/// Something to tell of figures, before it is known which areas are meant.
enum Remark {
    /// So it is.
    Said(String),
    /// A number or class is lacking in the areas that are marked.
    Lacking(String, Vec<bool>),
}

/// Remarks on the areas that are meant.
fn noted(remarks: Vec<Remark>, positions: &[usize]) -> Vec<PeopleNote> {
    let note = |remark: Remark| match remark {
        Remark::Said(words) => Some(PeopleNote(words)),
        Remark::Lacking(name, lacking) => {
            let count = positions.iter().filter(|at| lacking[**at]).count();
            let all = positions.len();
            let words = format!("'{name}' is not known in {count} of {all} areas; they are in no sum of it.");
            (count > 0).then_some(PeopleNote(words))
        }
    };
    let mut notes: Vec<PeopleNote> = Vec::new();
    for note in remarks.into_iter().filter_map(note) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// Something that a reader must know of the people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleNote(pub String);

/// The people of a place, as a recipe asks for them.
#[derive(Debug, Clone)]
pub struct People {
    /// The layer of the small areas.
    pub layer: Arc<Layer>,
    /// Positions in the layer of those that the recipe means.
    pub positions: Vec<usize>,
    /// Their edition.
    pub edition: EditionKey,
    /// Their people, in the order of `positions`.
    pub areas: Vec<Area>,
    /// Names of groups.
    pub groups: Vec<Group>,
    /// Classes of areas.
    pub families: Vec<Family>,
    /// Points where people live, those of one area together.
    pub spots: Vec<Spot>,
    /// Where those points lie.
    pub points: Vec<Grid>,
    /// What they are.
    pub spots_from: Vec<SpotsFrom>,
    /// The editions that were read.
    pub data: Vec<EditionKey>,
    /// What to know of them.
    pub notes: Vec<PeopleNote>,
}

impl People {
    /// A small area with its shape.
    #[must_use]
    pub fn shape(&self, area: usize) -> &crate::layer::Area {
        &self.layer.areas[self.positions[area]]
    }
}

impl Engine {
    /// Finds the people that a recipe asks for.
    pub(super) fn who_lives(&self, spec: &PeopleSpec) -> Result<People, Vec<SitingError>> {
        let edition = self.named("layer", &spec.areas).map_err(|error| vec![error])?;
        let key = edition.key.clone();
        let missing = || vec![AlignError::NoLayer(key.clone()).into()];
        let layer = Arc::clone(self.layer(&key).ok_or_else(missing)?);
        let mut errors = Vec::new();
        let mut reader = Reader { engine: self, to: &key, data: vec![key.clone()], notes: Vec::new() };
        let mut kept = |found: Result<Vec<Option<Count>>, SitingError>| {
            found.map_err(|error| errors.push(error)).unwrap_or_default()
        };
        let residents = kept(reader.counts("residents", &spec.residents));
        let counts: Vec<Vec<Option<Count>>> =
            spec.groups.iter().map(|group| kept(reader.counts(&group.name, &group.from))).collect();
        let mut families = Vec::new();
        for class in &spec.classes {
            match reader.classes(class, &layer) {
                Ok(of_area) => families.push(Family { name: class.name.clone(), of_area }),
                Err(error) => errors.push(error),
            }
        }
        let within = spec.within.as_ref().map(|named| reader.inside(named, &layer)).transpose();
        let inside = within.map_err(|error| errors.push(error)).unwrap_or_default();
        if !errors.is_empty() {
            return Err(errors);
        }
        let (mut data, notes) = (reader.data, reader.notes);
        let positions: Vec<usize> =
            (0..layer.areas.len()).filter(|at| inside.as_ref().is_none_or(|inside| inside[*at])).collect();
        for family in &mut families {
            family.of_area = positions.iter().map(|at| family.of_area[*at].clone()).collect();
        }
        let (spots, points, spots_from) = self.spots_in(&key, &layer, &positions);
        data.extend(spots_from.iter().filter_map(|from| match from {
            SpotsFrom::Evidence(_, edition) => Some(edition.clone()),
            SpotsFrom::Ground => None,
        }));
        data.sort();
        data.dedup();
        let area = |at: &usize| Area {
            code: layer.areas[*at].code.to_string(),
            name: layer.areas[*at].name.clone(),
            residents: residents[*at],
            groups: counts.iter().map(|counts| counts[*at]).collect(),
        };
        let group = |group: &GroupSpec| Group { name: group.name.clone(), family: group.family.clone() };
        let areas = positions.iter().map(area).collect();
        let groups = spec.groups.iter().map(group).collect();
        let notes = noted(notes, &positions);
        Ok(People {
            edition: key,
            layer,
            positions,
            areas,
            groups,
            families,
            spots,
            points,
            spots_from,
            data,
            notes,
        })
    }

    /// The edition that a recipe names, of the right kind.
    pub(super) fn named(&self, kind: &'static str, named: &EditionRef) -> Result<&Edition, SitingError> {
        let found = self.edition_or_newest(&named.dataset, named.edition.as_ref());
        let right = found.filter(|edition| match kind {
            "layer" => edition.layer().is_some(),
            "register" => edition.register().is_some(),
            "network" => edition.streets().is_some(),
            _ => edition.table().is_some(),
        });
        right.ok_or_else(|| SitingError::NoEdition { kind, named: named.clone() })
    }

    /// Points where the people of each area live, best evidence first.
    fn spots_in(
        &self,
        key: &EditionKey,
        layer: &Layer,
        positions: &[usize],
    ) -> (Vec<Spot>, Vec<Grid>, Vec<SpotsFrom>) {
        let mut held: Vec<Vec<(Grid, f64)>> = vec![Vec::new(); layer.areas.len()];
        let mut from = Vec::new();
        let index = self.layers.iter().find(|index| index.key == *key);
        for placed in self.evidence() {
            let places: Vec<Grid> = placed.points.iter().map(|(at, _)| *at).collect();
            let located = index.map_or_else(Vec::new, |index| index.areas().first_at_each(&places));
            let mut found: Vec<Vec<(Grid, f64)>> = vec![Vec::new(); layer.areas.len()];
            for (point, area) in placed.points.iter().zip(located) {
                if let Some(area) = area {
                    found[area].push(*point);
                }
            }
            let mut used = false;
            for (held, found) in held.iter_mut().zip(found) {
                if held.is_empty() && !found.is_empty() {
                    *held = found;
                    used = true;
                }
            }
            if used {
                from.push(SpotsFrom::Evidence(placed.kind, placed.edition.clone()));
            }
        }
        if positions.iter().any(|at| held[*at].is_empty()) {
            from.push(SpotsFrom::Ground);
        }
        let (mut spots, mut points) = (Vec::new(), Vec::new());
        for (area, position) in positions.iter().enumerate() {
            let mut held = std::mem::take(&mut held[*position]);
            if held.is_empty() {
                held = ground(layer, *position);
            }
            for (point, weight) in held {
                spots.push(Spot { area, weight });
                points.push(point);
            }
        }
        (spots, points, from)
    }
}

/// How many points the longer side of an area's box is divided into.
const GRID: u32 = 6;

/// An even grid of points on the ground of an area.
fn ground(layer: &Layer, area: usize) -> Vec<(Grid, f64)> {
    let shape = &layer.areas[area].shape;
    let prepared = Prepared::new(shape);
    let (min, max) = prepared.bounds();
    let step = f64::max(max.e - min.e, max.n - min.n) / f64::from(GRID);
    let mut points = Vec::new();
    for row in 0..GRID {
        for column in 0..GRID {
            let at = Grid {
                e: min.e + (f64::from(column) + 0.5) * step,
                n: min.n + (f64::from(row) + 0.5) * step,
            };
            if prepared.contains(at) {
                points.push((at, 1.0));
            }
        }
    }
    if points.is_empty() {
        points.extend(inner(shape).map(|at| (at, 1.0)));
    }
    points
}

/// Reads numbers for the areas of one layer edition.
struct Reader<'e> {
    engine: &'e Engine,
    to: &'e EditionKey,
    data: Vec<EditionKey>,
    notes: Vec<Remark>,
}

/// Half the width of a 95 % range, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

impl Reader<'_> {
    fn counts(&mut self, name: &str, from: &CountFrom) -> Result<Vec<Option<Count>>, SitingError> {
        let counts = match from {
            CountFrom::Measure(id) => self.of_measure(id),
            CountFrom::Columns { table, from, to } => self.of_columns(name, table, from, to),
        }?;
        let lacking = counts.iter().map(Option::is_none).collect();
        self.notes.push(Remark::Lacking(name.to_owned(), lacking));
        Ok(counts)
    }

    /// A measure on these areas, published for them where that is so.
    fn of_measure(&mut self, id: &MeasureId) -> Result<Vec<Option<Count>>, SitingError> {
        let measure = self.engine.measure(id)?;
        let tables = self.engine.measure_tables(measure);
        let of_these =
            |edition: &Edition| edition.table().is_some_and(|t| t.geography.as_ref() == Some(self.to));
        let chosen = tables.iter().find(|(_, edition)| of_these(edition)).or(tables.first());
        let (source, edition) = chosen.ok_or_else(|| AlignError::NoFigures(id.clone()))?;
        let counts_people = matches!(source.reckoning, Reckoning::Count { .. } | Reckoning::Rate { .. });
        if !counts_people {
            return Err(SitingError::NotACount(id.to_string()));
        }
        let mut figures = self.engine.figures(source, &edition.key, None)?;
        // Of a rate the people are its numerator.
        if let Values::Rates { numerators, .. } = figures.values {
            figures.values = Values::Counts(numerators);
        }
        self.carried(id, figures)
    }

    fn of_columns(
        &mut self,
        name: &str,
        table: &EditionRef,
        from: &str,
        to: &str,
    ) -> Result<Vec<Option<Count>>, SitingError> {
        let edition = self.engine.named("table", table)?;
        let keyed = self.engine.keyed_table(&edition.key)?;
        let place = |column: &str| {
            let named = edition.key.to_string();
            keyed
                .table
                .column(column)
                .ok_or_else(|| SitingError::NoColumn { named, column: column.to_owned() })
        };
        let (first, last) = (place(from)?, place(to)?);
        if last < first {
            let (from, to) = (from.to_owned(), to.to_owned());
            return Err(SitingError::Backwards { table: edition.key.to_string(), from, to });
        }
        let columns = &keyed.table.columns()[first..=last];
        if let Some(other) = columns.iter().find(|column| column.kind != ColumnKind::Number) {
            let (table, column) = (edition.key.clone(), other.name.clone());
            return Err(AlignError::NotNumbers { table, column }.into());
        }
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let parts = self.engine.columns_of_counts(&edition.key, &names)?;
        let geography =
            keyed.geography.clone().ok_or_else(|| AlignError::NoGeography(edition.key.clone()))?;
        let areas = parts.first().map_or(0, Vec::len);
        // A gap in any column is a gap of the sum.
        let sum = |area: usize| parts.iter().try_fold(0.0, |sum, part| Ok(sum + part[area]?));
        let sums: Vec<Figure> = (0..areas).map(sum).collect();
        let figures = crate::engine::SourceFigures {
            table: edition.key.clone(),
            geography,
            period: edition.period.clone(),
            values: Values::Counts(sums),
            notes: Vec::new(),
        };
        // Where the sum cannot be carried the message speaks of the table; the id is a mere handle.
        let id: MeasureId = "columns"
            .parse()
            .map_err(|error: crate::model::IdError| SitingError::NotACount(format!("{name} ({error})")))?;
        self.carried(&id, figures)
    }

    fn carried(
        &mut self,
        id: &MeasureId,
        figures: crate::engine::SourceFigures,
    ) -> Result<Vec<Option<Count>>, SitingError> {
        self.data.push(figures.table.clone());
        let (table, from) = (figures.table.clone(), figures.geography.clone());
        let aligned = self.engine.align_figures(id, MeasureKind::Count, 1.0, figures, self.to, Way::Best)?;
        if from != *self.to {
            let to = self.to;
            self.notes.push(Remark::Said(format!(
                "{table} is carried from {from} to {to}; its error is in the ranges."
            )));
        }
        let count = |row: &crate::engine::AlignedRow| {
            let people = row.figure.number().ok()?;
            let error =
                row.margin.as_ref().map_or(0.0, |margin| (margin.range.high - margin.range.low) / 2.0 / Z);
            Some(Count { people, error })
        };
        Ok(aligned.rows.iter().map(count).collect())
    }

    /// Which areas have their middle in an area of a layer.
    fn inside(&mut self, named: &EditionRef, layer: &Layer) -> Result<Vec<bool>, SitingError> {
        Ok(self.classes_of_layer(named, layer)?.iter().map(Option::is_some).collect())
    }

    fn classes(&mut self, class: &ClassSpec, layer: &Layer) -> Result<Vec<Option<String>>, SitingError> {
        let classes = match &class.from {
            ClassFrom::Layer(named) => self.classes_of_layer(named, layer),
            ClassFrom::Column { table, column } => self.classes_of_column(table, column, layer),
        }?;
        let lacking = classes.iter().map(Option::is_none).collect();
        self.notes.push(Remark::Lacking(class.name.clone(), lacking));
        Ok(classes)
    }

    fn classes_of_layer(
        &mut self,
        named: &EditionRef,
        layer: &Layer,
    ) -> Result<Vec<Option<String>>, SitingError> {
        let edition = self.engine.named("layer", named)?;
        let index = self.engine.layers.iter().find(|index| index.key == edition.key);
        let index = index.ok_or_else(|| AlignError::NoLayer(edition.key.clone()))?;
        self.data.push(edition.key.clone());
        let class = |area: &crate::layer::Area| {
            let at = index.areas().first_at(inner(&area.shape)?)?;
            let holder = &index.layer.areas[at];
            Some(holder.name.clone().unwrap_or_else(|| holder.code.to_string()))
        };
        Ok(layer.areas.iter().map(class).collect())
    }

    fn classes_of_column(
        &mut self,
        named: &EditionRef,
        column: &str,
        layer: &Layer,
    ) -> Result<Vec<Option<String>>, SitingError> {
        let edition = self.engine.named("table", named)?;
        let keyed = self.engine.keyed_table(&edition.key)?;
        let no_column =
            || SitingError::NoColumn { named: edition.key.to_string(), column: column.to_owned() };
        let at = keyed.table.column(column).ok_or_else(no_column)?;
        let codes = keyed.code_column.ok_or_else(|| AlignError::NoGeography(edition.key.clone()))?;
        self.data.push(edition.key.clone());
        let rows = (0..keyed.table.len()).filter_map(|row| Some((keyed.table.text(row, codes)?, row)));
        let rows: BTreeMap<&str, usize> = rows.collect();
        let class = |area: &crate::layer::Area| keyed.table.written(*rows.get(area.code.as_str())?, at);
        Ok(layer.areas.iter().map(class).collect())
    }
}
