//! Which coordinate system a file is in, and whether its numbers can be.

use geo::CoordsIter;
use geo_types::Coord;

use crate::draft::{DeclaredCrs, Draft};
use crate::fault::{Fault, Place, Rule};
use crate::geom::Crs;

const HOW_TO_NAME: &str = "Name it in the manifest, for example crs = \"EPSG:27700\" (British National Grid) or crs = \"EPSG:4326\" (longitude and latitude).";

/// A box around the coordinates of a draft.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    x: (f64, f64),
    y: (f64, f64),
}

/// Decides the system of a draft's shapes: the manifest's, else the file's
/// own. `None` with an error among the faults when there is none, or when the
/// numbers in `span` contradict it.
pub(super) fn decide(
    declared: &DeclaredCrs,
    span: Option<Span>,
    set: Option<&str>,
    faults: &mut Vec<Fault>,
) -> Option<Crs> {
    let crs = match (set, declared) {
        (Some(label), declared) => overridden(label, declared, faults)?,
        (None, DeclaredCrs::Known(crs)) => *crs,
        (None, declared) => {
            faults.push(unknown(declared, span));
            return None;
        }
    };
    match span.and_then(|span| span.contradiction(crs)) {
        Some(fault) => {
            faults.push(fault);
            None
        }
        None => Some(crs),
    }
}

/// The system that the manifest names, or a fault that says which can be named.
pub(super) fn named(label: &str, faults: &mut Vec<Fault>) -> Option<Crs> {
    let crs = Crs::parse(label);
    if crs.is_none() {
        let known: Vec<String> = Crs::ALL.iter().map(ToString::to_string).collect();
        let message = format!("the manifest says crs = '{label}', which is not a system that is read");
        let fault = Fault::new(Rule::UnknownCrs, Place::default(), message);
        faults.push(fault.advise(format!("Write one of {}.", known.join(", "))));
    }
    crs
}

fn overridden(label: &str, declared: &DeclaredCrs, faults: &mut Vec<Fault>) -> Option<Crs> {
    let crs = named(label, faults)?;
    let message = match declared {
        DeclaredCrs::Known(own) if *own == crs => return Some(crs),
        DeclaredCrs::Known(own) => format!("the file declares {own}; the manifest sets {crs}"),
        DeclaredCrs::Unknown(text) => {
            format!("the file declares '{}', which is not trusted; the manifest sets {crs}", shortened(text))
        }
        DeclaredCrs::None => format!("the file declares no system; the manifest sets {crs}"),
    };
    faults.push(Fault::new(Rule::CrsOverride, Place::default(), message));
    Some(crs)
}

fn unknown(declared: &DeclaredCrs, span: Option<Span>) -> Fault {
    let mut message = match declared {
        DeclaredCrs::Unknown(text) => {
            format!("the file declares a coordinate system that is not known: '{}'", shortened(text))
        }
        _ => "the file does not say which coordinate system its numbers are in".to_owned(),
    };
    if let Some(crs) = span.and_then(Span::likely) {
        message.push_str(&format!("; its numbers look like {crs}, but that is for a person to say"));
    }
    Fault::new(Rule::UnknownCrs, Place::default(), message).advise(HOW_TO_NAME)
}

impl Span {
    /// The smallest box around all finite coordinates; `None` without any.
    pub(super) fn of_all(draft: &Draft) -> Option<Self> {
        finite(draft).fold(None, |span: Option<Self>, c| {
            let Self { x, y } = span.unwrap_or(Self { x: (c.x, c.x), y: (c.y, c.y) });
            Some(Self { x: (x.0.min(c.x), x.1.max(c.x)), y: (y.0.min(c.y), y.1.max(c.y)) })
        })
    }

    /// The box around the middle nine tenths of the finite coordinates, each
    /// way: one slip among many points says nothing of the system.
    pub(super) fn of_most(draft: &Draft) -> Option<Self> {
        let (mut x, mut y): (Vec<f64>, Vec<f64>) = finite(draft).map(|c| (c.x, c.y)).unzip();
        Some(Self { x: middle(&mut x)?, y: middle(&mut y)? })
    }

    fn within(self, x: (f64, f64), y: (f64, f64)) -> bool {
        self.x.0 >= x.0 && self.x.1 <= x.1 && self.y.0 >= y.0 && self.y.1 <= y.1
    }

    /// Whether all numbers could be of a system, in and around Great Britain.
    fn fits(self, crs: Crs) -> bool {
        match crs {
            Crs::BritishNationalGrid => {
                self.within((-100_000.0, 800_000.0), (-100_000.0, 1_400_000.0)) && !self.fits(Crs::LonLat)
            }
            Crs::LonLat => self.within((-180.0, 180.0), (-90.0, 90.0)),
            Crs::WebMercator => self.within((-1_100_000.0, 300_000.0), (6_200_000.0, 8_800_000.0)),
        }
    }

    fn likely(self) -> Option<Crs> {
        Crs::ALL.into_iter().find(|crs| self.fits(*crs))
    }

    fn looks_swapped(self) -> bool {
        self.within((49.0, 61.5), (-9.5, 2.5))
    }

    fn contradiction(self, crs: Crs) -> Option<Fault> {
        let swapped = crs == Crs::LonLat && self.looks_swapped();
        if self.fits(crs) && !swapped {
            return None;
        }
        let Self { x, y } = self;
        let numbers = format!("x runs from {} to {}, y from {} to {}", x.0, x.1, y.0, y.1);
        let mut message = format!("the numbers cannot be {crs}: {numbers}");
        if swapped {
            message = format!("latitude stands before longitude: {numbers}");
        }
        let advice = match self.likely().filter(|likely| *likely != crs) {
            Some(likely) => {
                format!("They look like {likely}; if so, write crs = \"{}\" in the manifest.", likely.key())
            }
            None if swapped => "Ask for a file with longitude first, or swap the two.".to_owned(),
            None => HOW_TO_NAME.to_owned(),
        };
        Some(Fault::new(Rule::CrsMismatch, Place::default(), message).advise(advice))
    }
}

fn finite(draft: &Draft) -> impl Iterator<Item = Coord<f64>> {
    let shapes = draft.rows.iter().filter_map(|row| row.geometry.as_ref());
    shapes.flat_map(CoordsIter::coords_iter).filter(|c| c.x.is_finite() && c.y.is_finite())
}

/// The ends of sorted numbers once a twentieth is cut from either.
fn middle(numbers: &mut [f64]) -> Option<(f64, f64)> {
    numbers.sort_unstable_by(f64::total_cmp);
    let cut = numbers.len() / 20;
    Some((*numbers.get(cut)?, *numbers.get(numbers.len() - 1 - cut)?))
}

/// A `.prj` can be long; its first words are what people recognise.
fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    let one_line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= MOST {
        return one_line;
    }
    one_line.chars().take(MOST).chain("...".chars()).collect()
}
