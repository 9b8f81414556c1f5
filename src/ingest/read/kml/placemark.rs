//! The walk through a document: folders, placemarks, their data.

use std::collections::HashMap;

use geo_types::Geometry;

use crate::check::{Fault, Place, Rule};
use crate::draft::Cell;

use super::super::found::Halt;
use super::super::intake::Intake;
use super::shape::Shapes;

/// Texts of a placemark that say something about the thing itself; all other
/// children are about how it is drawn.
const SAYING: [&str; 7] = ["name", "description", "address", "phoneNumber", "when", "begin", "end"];

/// Where the walk stands.
pub(super) struct Walk<'i, 'l> {
    intake: &'i mut Intake<'l>,
    /// Open elements, outermost first.
    path: Vec<String>,
    /// Text of the element that was opened last.
    text: String,
    /// Names of the folders that are open.
    folders: Vec<String>,
    /// Types of schema fields, by name.
    types: HashMap<String, String>,
    placemark: Option<Placemark>,
    /// Ids of placemarks, by the index of their row.
    ids: Vec<(u64, Cell)>,
    links: u64,
}

#[derive(Default)]
struct Placemark {
    id: Option<String>,
    values: Vec<(String, Cell)>,
    /// The name of the `Data` or `SimpleData` that is open.
    key: Option<String>,
    shapes: Shapes,
    depth: usize,
}

impl<'i, 'l> Walk<'i, 'l> {
    /// A walk that fills an intake.
    pub(super) fn new(intake: &'i mut Intake<'l>) -> Self {
        Self {
            intake,
            path: Vec::new(),
            text: String::new(),
            folders: Vec::new(),
            types: HashMap::new(),
            placemark: None,
            ids: Vec::new(),
            links: 0,
        }
    }

    /// How many links were not followed, and the ids of placemarks.
    pub(super) fn finish(self) -> (u64, Vec<(u64, Cell)>) {
        (self.links, self.ids)
    }

    /// An element opens.
    pub(super) fn start(&mut self, name: &str, attribute: impl Fn(&str) -> Option<String>) {
        self.text.clear();
        self.path.push(name.to_owned());
        let depth = self.path.len();
        match (name, &mut self.placemark) {
            ("Placemark", None) => {
                self.placemark = Some(Placemark { id: attribute("id"), depth, ..Placemark::default() });
            }
            ("Data" | "SimpleData", Some(placemark)) => placemark.key = attribute("name"),
            (_, Some(placemark)) => placemark.shapes.start(name),
            ("Folder" | "Document", None) => self.folders.push(String::new()),
            ("SimpleField", None) => {
                if let (Some(name), Some(kind)) = (attribute("name"), attribute("type")) {
                    self.types.insert(name, kind);
                }
            }
            ("NetworkLink", None) => self.links += 1,
            _ => {}
        }
    }

    /// Text inside the element that was opened last. A limit on cells is kept
    /// when the row is pushed; coordinates may be longer.
    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// An element closes.
    pub(super) fn end(&mut self, name: &str) -> Result<(), Halt> {
        let depth = self.path.len();
        self.path.pop();
        let text = std::mem::take(&mut self.text);
        match (&mut self.placemark, name) {
            (Some(placemark), "Placemark") if placemark.depth == depth => self.take_placemark(),
            (Some(placemark), _) => {
                let parent = self.path.last().map_or("", String::as_str);
                placemark.end(name, parent, text, &self.types, self.intake.rows() + 1, self.intake);
                Ok(())
            }
            (None, "Folder" | "Document") => {
                self.folders.pop();
                Ok(())
            }
            (None, "name") if self.path.last().is_some_and(|parent| parent == "Folder") => {
                if let Some(folder) = self.folders.last_mut() {
                    text.trim().clone_into(folder);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn take_placemark(&mut self) -> Result<(), Halt> {
        let Some(placemark) = self.placemark.take() else { return Ok(()) };
        let number = self.intake.rows() + 1;
        let mut cells = Vec::new();
        let folders: Vec<_> =
            self.folders.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        if !folders.is_empty() {
            let path = Cell::text(&folders.join(" / "));
            put(self.intake, &mut cells, "folder", path)?;
        }
        for (name, cell) in placemark.values {
            put(self.intake, &mut cells, &name, cell)?;
        }
        self.ids.extend(placemark.id.map(|id| (number - 1, Cell::text(&id))));
        let built = placemark.shapes.finish();
        self.intake.leave_heights(built.heights);
        self.intake.close_rings(built.unclosed);
        for problem in built.problems {
            self.intake.found.add(Fault::new(Rule::WrongGeometry, Place::row(number), problem));
        }
        let geometry: Option<Geometry<f64>> = built.geometry;
        self.intake.push(number, geometry, cells)
    }
}

impl Placemark {
    fn end(
        &mut self,
        name: &str,
        parent: &str,
        text: String,
        types: &HashMap<String, String>,
        number: u64,
        intake: &mut Intake<'_>,
    ) {
        match name {
            "SimpleData" => {
                if let Some(key) = self.key.take() {
                    let cell = typed(&text, types.get(&key).map(String::as_str));
                    self.values.push((key, cell));
                }
            }
            "value" if parent == "Data" => {
                if let Some(key) = self.key.take() {
                    self.values.push((key, Cell::text(&text)));
                }
            }
            saying
                if SAYING.contains(&saying) && matches!(parent, "Placemark" | "TimeStamp" | "TimeSpan") =>
            {
                self.values.push((saying.to_owned(), Cell::text(text.trim())));
            }
            "SimpleArrayData" => {
                let message = "a list of values (SimpleArrayData), which is not read";
                intake.found.add(Fault::new(Rule::ColumnLeftOut, Place::row(number), message));
            }
            _ => self.shapes.end(name, &text),
        }
    }
}

fn put(intake: &mut Intake<'_>, cells: &mut Vec<Cell>, name: &str, cell: Cell) -> Result<(), Halt> {
    let position = intake.column(name)?;
    if cells.len() <= position {
        cells.resize(position + 1, Cell::Empty);
    }
    cells[position] = cell;
    Ok(())
}

/// A value by the type that its schema gives it. Numbers of more than 15
/// figures keep them as text.
fn typed(text: &str, kind: Option<&str>) -> Cell {
    let trimmed = text.trim();
    match kind {
        Some("int" | "uint" | "short" | "ushort" | "float" | "double") if trimmed.len() <= 24 => {
            let figures = trimmed.bytes().filter(u8::is_ascii_digit).count();
            let whole = !trimmed.contains(['.', 'e', 'E']);
            match trimmed.parse::<f64>() {
                Ok(number) if number.is_finite() && !(whole && figures > 15) => Cell::Number(number),
                _ => Cell::text(text),
            }
        }
        Some("bool") => match trimmed {
            "1" | "true" => Cell::Flag(true),
            "0" | "false" => Cell::Flag(false),
            _ => Cell::text(text),
        },
        _ => Cell::text(text),
    }
}
