//! A country without a name: two layers of the size of England's, for benches.
//!
//! Small areas are the cells of a bent honeycomb, wards are groups of some 22
//! cells. Each layer is generalised on its own, so boundaries that are meant
//! to coincide differ by metres. Nothing but the cells' groups is held while
//! writing: each outline is drawn when its turn comes.

mod honeycomb;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use geo_types::{MultiPolygon, Polygon};

use self::honeycomb::Honeycomb;
use super::publish::flaws;
use super::rng::{Rng, count, real};
use super::write::Value;
use super::write::flatgeobuf::Writer;
use super::{Progress, SampleError};

/// Cells along each side of the whole country: 171,396 small areas.
const SIDE: f64 = 414.0;

/// Code and outline, in EPSG:27700 metres.
pub type CodedArea = (String, MultiPolygon<f64>);

/// Two layers that cover the same ground.
#[derive(Debug, Clone)]
pub struct National {
    /// Small areas, `E00800001` and on: no real output area has such a code.
    pub small_areas: Vec<CodedArea>,
    /// Wards, `E05800001` and on.
    pub wards: Vec<CodedArea>,
}

/// The two layers in memory. `share` is the share of the whole country's
/// small areas, in `0.0..=1.0`; 1 gives 171,396 small areas and 7,569 wards.
///
/// Every outline is valid; neighbours share their points exactly. See
/// [`National::with_flaws`] for a country that is not so tidy.
///
/// # Examples
/// ```
/// let country = wardwise::sample::national(1, 1.0 / 1024.0);
/// assert_eq!(country.small_areas.len(), 169);
/// ```
#[must_use]
pub fn national(seed: u64, share: f64) -> National {
    let comb = honeycomb(seed, share);
    National {
        small_areas: (0..comb.cells()).map(|i| small_area(&comb, i)).collect(),
        wards: (0..comb.wards()).map(|i| ward(&comb, i)).collect(),
    }
}

impl National {
    /// The same country with a share of its small areas crossing themselves:
    /// a loop of about half a metre at one point.
    #[must_use]
    pub fn with_flaws(mut self, seed: u64, share: f64) -> Self {
        let some = count(real(self.small_areas.len()) * share);
        let mut shapes: Vec<_> = self.small_areas.iter().map(|area| area.1.clone()).collect();
        flaws::cross_themselves(&mut shapes, some, &mut Rng::named(seed, "national flaws"));
        for (area, shape) in self.small_areas.iter_mut().zip(shapes) {
            area.1 = shape;
        }
        self
    }
}

/// Writes both layers as `FlatGeobuf`, with a manifest.
///
/// # Errors
/// [`SampleError::Write`] and [`SampleError::FlatGeobuf`] when a disk is full.
pub(super) fn write(seed: u64, dir: &Path, progress: Progress<'_>) -> Result<Vec<PathBuf>, SampleError> {
    let comb = honeycomb(seed, 1.0);
    progress("small areas");
    let small_areas = dir.join("small_areas.fgb");
    layer(&small_areas, "small_areas", (0..comb.cells()).map(|i| small_area(&comb, i)))?;
    progress("wards");
    let wards = dir.join("wards.fgb");
    layer(&wards, "wards", (0..comb.wards()).map(|i| ward(&comb, i)))?;
    progress("manifest");
    let manifest = dir.join("national.toml");
    std::fs::write(&manifest, include_str!("national.toml"))
        .map_err(|source| SampleError::Write { path: manifest.clone(), source })?;
    Ok(vec![small_areas, wards, manifest])
}

fn layer(path: &Path, name: &str, areas: impl Iterator<Item = CodedArea>) -> Result<(), SampleError> {
    let fault = |source| SampleError::Write { path: path.to_owned(), source };
    let mut writer = Writer::new(name, &["code"])?;
    for (code, shape) in areas {
        writer.add(&[Value::Text(code)], shape)?;
    }
    let mut out = BufWriter::new(File::create(path).map_err(fault)?);
    writer.finish(&mut out)?;
    out.flush().map_err(fault)
}

fn honeycomb(seed: u64, share: f64) -> Honeycomb {
    Honeycomb::new(seed, count(SIDE * share.clamp(0.0, 1.0).sqrt()).max(5))
}

fn small_area(comb: &Honeycomb, i: usize) -> CodedArea {
    let polygon = Polygon::new(comb.small_area(i).into(), Vec::new());
    (format!("E{:08}", 800_001 + i), MultiPolygon::new(vec![polygon]))
}

fn ward(comb: &Honeycomb, i: usize) -> CodedArea {
    (format!("E{:08}", 5_800_001 + i), comb.ward(i))
}
