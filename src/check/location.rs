//! Where each record of a register lies, and how exactly that is known.
//!
//! A cell that gives no point is noted and the next way is tried; a record
//! that nothing places is warned of by the caller.

use geo_types::Geometry;

use crate::draft::{Draft, DraftRow};
use crate::fault::{Fault, Place, Rule, Severity};
use crate::geom::{Crs, Grid, GridRef, LonLat, crs};
use crate::index::{InUse, PostcodeHit, Postcodes};
use crate::model::Postcode;
use crate::register::Precision;

use super::listing::Listing;
use super::rules::{Locate, RegisterRules};
use super::select::column_of;
use super::system::{self, Span};

/// What was found of the postcodes on the way.
#[derive(Debug, Default)]
pub(super) struct PostcodeCounts {
    /// Cells that hold something.
    pub(super) filled: u64,
    /// Those that have the form of a postcode.
    pub(super) formed: u64,
    /// Those that stand in the list as they are written.
    pub(super) raw: u64,
    /// Those that join once they are put into the written form.
    pub(super) joined: u64,
    /// Those written otherwise than with one space and capitals.
    pub(super) tidied: u64,
}

/// The coordinate systems of a register: of its shapes, and of its columns of
/// eastings and northings. Longitude, latitude and grid references say their
/// own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Systems {
    /// `None` without shapes, and where their system cannot be told.
    shapes: Option<Crs>,
    columns: Crs,
}

impl Systems {
    /// Decides both, from what the manifest sets and what the file declares.
    pub(super) fn decide(
        draft: &Draft,
        locate: &[Locate],
        set: Option<&str>,
        faults: &mut Vec<Fault>,
    ) -> Self {
        let plain = Self { shapes: None, columns: Crs::BritishNationalGrid };
        if draft.has_geometry() {
            let shapes = system::decide(&draft.crs, Span::of_most(draft), set, faults);
            return Self { shapes, ..plain };
        }
        let Some(crs) = set.and_then(|label| system::named(label, faults)) else { return plain };
        let columns = |way: &Locate| matches!(way, Locate::Grid { .. });
        let degrees = |way: &Locate| matches!(way, Locate::LonLat { .. });
        if locate.iter().any(columns) && crs != Crs::LonLat {
            let message = format!("the manifest sets {crs} for the columns of eastings and northings");
            faults.push(Fault::new(Rule::CrsOverride, Place::default(), message));
            return Self { columns: crs, ..plain };
        }
        if !(locate.iter().any(degrees) && crs == Crs::LonLat) {
            faults.push(unused(crs));
        }
        plain
    }
}

/// The manifest sets a system that nothing in the file is in.
fn unused(crs: Crs) -> Fault {
    let message = format!(
        "the manifest sets {crs}, but nothing in the file is in it: there are no shapes, and 'locate' names no columns of that system"
    );
    let advice = "Name columns of degrees as lon and lat, columns of metres as easting and northing, or take crs out of the manifest.";
    Fault::new(Rule::CrsMismatch, Place::default(), message).advise(advice)
}

/// Finds the points of records, way after way.
pub(super) struct Locator<'a> {
    ways: Vec<Way>,
    postcodes: Option<&'a Postcodes>,
    day: Option<jiff::civil::Date>,
    systems: Systems,
    postcode_column: Option<usize>,
    field: String,
    /// Counted over all records.
    pub(super) counts: PostcodeCounts,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    Grid(usize, usize),
    LonLat(usize, usize),
    GridRef(usize),
    Postcode,
}

type Located = Option<(Grid, Precision)>;

impl<'a> Locator<'a> {
    /// Resolves the columns of the rules. Columns that are not there have been told before.
    pub(super) fn new(
        draft: &Draft,
        locate: &[Locate],
        rules: &RegisterRules<'a>,
        systems: Systems,
        postcode: Option<usize>,
    ) -> Self {
        let column = |name: &String| column_of(draft, name);
        let ways = locate.iter().filter_map(|way| match way {
            Locate::Grid { easting, northing } => Some(Way::Grid(column(easting)?, column(northing)?)),
            Locate::LonLat { lon, lat } => Some(Way::LonLat(column(lon)?, column(lat)?)),
            Locate::GridRef { column: name } => Some(Way::GridRef(column(name)?)),
            Locate::Postcode { column: name } => column(name).map(|_| Way::Postcode),
        });
        let field = postcode.and_then(|at| draft.columns.get(at)).map(|name| name.trim().to_owned());
        Self {
            ways: ways.collect(),
            postcodes: rules.postcodes,
            day: rules.validity.from,
            systems,
            postcode_column: postcode,
            field: field.unwrap_or_default(),
            counts: PostcodeCounts::default(),
        }
    }

    /// The point of one record: its shape, else the first way that gives one.
    pub(super) fn locate(&mut self, row: &DraftRow, listing: &mut Listing) -> Located {
        let postcode = self.postcode_of(row, listing);
        if let Some(point) = self.shape_point(row, listing) {
            return Some(point);
        }
        for way in self.ways.clone() {
            let found = match way {
                Way::Grid(e, n) => grid_point(row, e, n, self.systems.columns, listing),
                Way::LonLat(lon, lat) => lonlat_point(row, lon, lat, listing),
                Way::GridRef(column) => grid_ref_point(row, column, listing),
                Way::Postcode => self.postcode_point(row, postcode.as_ref(), listing),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn shape_point(&self, row: &DraftRow, listing: &mut Listing) -> Located {
        let geometry = row.geometry.as_ref()?;
        let point = match geometry {
            Geometry::Point(point) => *point,
            Geometry::MultiPoint(points) if points.0.len() == 1 => points.0[0],
            _ => {
                let message = "the shape is no point; a register lies at points";
                listing.add(Fault::new(Rule::WrongGeometry, Place::row(row.number), message));
                return None;
            }
        };
        let found = self.systems.shapes?.to_grid(point.x(), point.y());
        exactly(found.map_err(|error| error.to_string()).and_then(on_grid), row, listing)
    }

    /// The record's postcode, counted; a text that is none is told.
    fn postcode_of(&mut self, row: &DraftRow, listing: &mut Listing) -> Option<Postcode> {
        let cell = row.cells.get(self.postcode_column?)?;
        let text = cell.display();
        if cell.is_blank() || crate::model::Missing::from_mark(&text).is_some() {
            return None;
        }
        self.counts.filled += 1;
        let Some(postcode) = Postcode::parse(&text) else {
            let message = format!(
                "'{}' has not the form of a postcode",
                text.trim().chars().take(30).collect::<String>()
            );
            listing.add(Fault::new(
                Rule::MalformedPostcode,
                Place::row(row.number).in_field(self.field.as_str()),
                message,
            ));
            return None;
        };
        self.counts.formed += 1;
        self.counts.tidied += u64::from(postcode.as_str() != text);
        if let Some(list) = self.postcodes {
            let joined = list.find(&postcode, self.day).is_some();
            self.counts.joined += u64::from(joined);
            self.counts.raw += u64::from(joined && list.writing().write(&postcode) == text);
        }
        Some(postcode)
    }

    fn postcode_point(&self, row: &DraftRow, postcode: Option<&Postcode>, listing: &mut Listing) -> Located {
        let (list, postcode) = (self.postcodes?, postcode?);
        let place = || Place::row(row.number).in_field(self.field.as_str());
        let Some(PostcodeHit { at, precision, use_then }) = list.find_near(postcode, self.day) else {
            let message =
                format!("{postcode} is not in the place's postcode list, nor is any neighbour of it");
            listing.add(Fault::new(Rule::PostcodeUnmatched, place(), message).advise(UNMATCHED_ADVICE));
            return None;
        };
        match use_then {
            InUse::Yes => {}
            InUse::EndedBefore(day) => {
                let message = format!("{postcode} went out of use on {day}; its last point is taken");
                listing.add(Fault::new(Rule::PostcodeEnded, place(), message));
            }
            InUse::StartsOn(day) => {
                let message = format!("{postcode} came into use on {day} only; its first point is taken");
                listing.add(Fault::new(Rule::PostcodeEnded, place(), message));
            }
            InUse::Unlisted => {
                let near =
                    if precision == Precision::Sector { postcode.sector() } else { postcode.district() };
                let message = format!(
                    "{postcode} is not in the place's postcode list; the record is put at the middle of {near} and marked so"
                );
                listing.add(Fault::new(Rule::PostcodeUnmatched, place(), message).advise(UNMATCHED_ADVICE));
            }
        }
        Some((at, precision))
    }
}

const UNMATCHED_ADVICE: &str = "Look for a slip of the pen, or take a newer or wider postcode list.";

impl PostcodeCounts {
    /// A note of how many postcodes join as they stand, and how many once put right.
    pub(super) fn note(&self, field: &str, has_list: bool) -> Option<Fault> {
        if self.tidied == 0 {
            return None;
        }
        let join = if has_list && self.joined > 0 {
            format!(
                "{} of {} postcodes join as they are published, {} once spaces and case are put right",
                self.raw, self.filled, self.joined
            )
        } else {
            format!("{} of {} postcodes are put into their written form", self.tidied, self.filled)
        };
        Some(Fault::new(Rule::PostcodeNormalised, Place::field(field), join).counting(self.tidied))
    }
}

/// A number in a cell, whatever its type; `None` for a blank or anything else.
fn number_in(row: &DraftRow, column: usize) -> Option<f64> {
    let text = row.cells.get(column)?.display();
    text.trim().replace(',', "").parse::<f64>().ok().filter(|number| number.is_finite())
}

fn pair_in(row: &DraftRow, a: usize, b: usize) -> Option<(f64, f64)> {
    let pair = (number_in(row, a)?, number_in(row, b)?);
    // Nothing is published at 0, 0: it stands for "not known".
    (pair != (0.0, 0.0)).then_some(pair)
}

fn grid_point(row: &DraftRow, e: usize, n: usize, system: Crs, listing: &mut Listing) -> Located {
    let (x, y) = pair_in(row, e, n)?;
    let found = system.to_grid(x, y).map_err(|error| error.to_string()).and_then(on_grid);
    let found = found.map_err(|error| {
        let degrees = x.abs() < 180.0 && y.abs() < 180.0;
        let hint = if degrees { "; they look like degrees: use lon and lat in the manifest" } else { "" };
        format!("{error}{hint}")
    });
    exactly(found, row, listing)
}

/// A point of the National Grid, or why its metres can be none.
fn on_grid(at: Grid) -> Result<Grid, String> {
    let inside = (1_000.0..700_000.0).contains(&at.e) && (1_000.0..1_300_000.0).contains(&at.n);
    if inside {
        Ok(at)
    } else {
        Err(format!("the metres ({}, {}) lie outside the National Grid", at.e, at.n))
    }
}

/// A point as the file gives it; one that can be none is noted.
fn exactly(found: Result<Grid, String>, row: &DraftRow, listing: &mut Listing) -> Located {
    match found {
        Ok(at) => Some((at, Precision::Coordinates)),
        Err(message) => {
            listing.add(Fault::new(Rule::CrsMismatch, Place::row(row.number), message).at(Severity::Note));
            None
        }
    }
}

fn lonlat_point(row: &DraftRow, lon: usize, lat: usize, listing: &mut Listing) -> Located {
    let (lon, lat) = pair_in(row, lon, lat)?;
    let found = crs::lonlat_to_grid(LonLat { lon, lat }).map_err(|error| {
        let swapped = crs::lonlat_to_grid(LonLat { lon: lat, lat: lon }).is_ok();
        format!("{error}{}", if swapped { "; longitude and latitude look swapped" } else { "" })
    });
    exactly(found, row, listing)
}

fn grid_ref_point(row: &DraftRow, column: usize, listing: &mut Listing) -> Located {
    let cell = row.cells.get(column)?;
    if cell.is_blank() {
        return None;
    }
    match GridRef::parse(&cell.display()) {
        Ok(square) if square.side_m <= 100.0 => Some((square.centre(), Precision::Coordinates)),
        Ok(square) => Some((square.centre(), Precision::Area)),
        Err(error) => {
            listing.add(
                Fault::new(Rule::CrsMismatch, Place::row(row.number), error.to_string()).at(Severity::Note),
            );
            None
        }
    }
}
