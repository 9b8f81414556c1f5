//! Shared areas of all overlapping pairs of two layers.

use rayon::prelude::*;

use super::grid::Grid;
use super::prepared::Prepared;
use super::rect::Rect;
use super::target::Targets;
use super::wide;

/// How many shapes one task takes on.
const SOURCES_PER_TASK: usize = 1_024;

/// The area that one source and one target share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharedArea {
    /// Position of the source in its set.
    pub source: u32,
    /// Position of the target in its set.
    pub target: u32,
    /// Shared area in the square of the coordinates' unit, m² on the British
    /// National Grid. Never 0; negative only where a ring crosses itself.
    pub area_m2: f64,
}

/// What to leave out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// Pairs that share less than this are left out, in m². 0 keeps every pair
    /// that can be told from none.
    pub least_m2: f64,
}

/// A set of shapes made ready to be met by the shapes of another.
///
/// It keeps what it needs of the shapes; they may be let go.
#[derive(Debug)]
pub struct Standing {
    blocks: Targets,
    grid: Grid,
}

/// A shape whose rings cover some place more than once, or a negative number of times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MultipleCover {
    /// Position of the shape in its set.
    pub index: usize,
    /// Its area as its rings give it, in m².
    pub area_m2: f64,
    /// The area it shares with itself, in m²; the same for a sound shape.
    pub with_itself_m2: f64,
}

/// All pairs of sources and targets that share some area, in order of source, then target.
///
/// Each pair is computed by itself, so the result has the same bits on any
/// number of threads and with any instructions. Work is spread over the
/// current rayon pool.
///
/// A place that a shape covers twice counts twice: for a ring that crosses
/// itself the result is the sum over all places of the two counts' product,
/// which may be negative. [`find_multiple_cover`] finds such shapes.
///
/// # Examples
/// Two squares of 1 km, the second moved by 500 m each way, share a quarter:
/// ```
/// use geo_types::{MultiPolygon, Rect, coord};
/// use wardwise::geom::overlay::{Options, Prepared, shared_areas};
/// let square = |at: f64| {
///     let corner = coord! {x: at, y: at};
///     MultiPolygon::from(Rect::new(corner, corner + coord! {x: 1000., y: 1000.}).to_polygon())
/// };
/// let (wards, beats) = (square(0.0), square(500.0));
/// let (wards, beats) = (Prepared::new([&wards]).unwrap(), Prepared::new([&beats]).unwrap());
/// let shared = shared_areas(&wards, &beats, Options::default());
/// assert_eq!(shared[0].area_m2, 250_000.0);
/// ```
///
/// # Source
/// `docs/methods/overlay.md`.
#[must_use]
pub fn shared_areas(sources: &Prepared<'_>, targets: &Prepared<'_>, options: Options) -> Vec<SharedArea> {
    // The smaller shapes are walked edge by edge against the blocks of the larger.
    if mean_extent(boxes(sources)) <= mean_extent(boxes(targets)) {
        return Standing::new(targets).meet(sources, options);
    }
    let mut shared = Standing::new(sources).meet(targets, options);
    turn(&mut shared);
    shared
}

/// Sees the pairs from the other side, in order again.
pub fn turn(shared: &mut [SharedArea]) {
    for pair in &mut *shared {
        (pair.source, pair.target) = (pair.target, pair.source);
    }
    shared.par_sort_unstable_by_key(|pair| (pair.source, pair.target));
}

impl Standing {
    /// Makes shapes ready.
    #[must_use]
    pub fn new(shapes: &Prepared<'_>) -> Self {
        let blocks = Targets::build(shapes);
        let grid = Grid::build(&blocks.rects);
        Self { blocks, grid }
    }

    /// All pairs of `sources` with these shapes as targets.
    ///
    /// A pair has the same bits whatever else is among the sources, so a layer
    /// may come in by runs. [`shared_areas`] lets those shapes stand whose
    /// [`mean_extent`] is the larger, and who wants its very bits does the same.
    #[must_use]
    pub fn meet(&self, sources: &Prepared<'_>, options: Options) -> Vec<SharedArea> {
        let tasks = sources.len().div_ceil(SOURCES_PER_TASK);
        let parts: Vec<Vec<SharedArea>> = (0..tasks)
            .into_par_iter()
            .map(|task| {
                let first = task * SOURCES_PER_TASK;
                let range = first..(first + SOURCES_PER_TASK).min(sources.len());
                wide::shared_with(sources, range, &self.blocks, &self.grid, options)
            })
            .collect();
        parts.concat()
    }
}

/// The shapes whose rings truly cross themselves, or whose parts overlap.
///
/// A shape that covers each place once or not at all shares with itself
/// exactly its area; any other shares more. `least_m2` is the difference from
/// which a shape is named. Most sound shapes are told by a quick look
/// (`simple.rs`); the others are laid over themselves.
#[must_use]
pub fn find_multiple_cover(shapes: &Prepared<'_>, least_m2: f64) -> Vec<MultipleCover> {
    let tasks = shapes.len().div_ceil(SOURCES_PER_TASK);
    let checked = (0..tasks).into_par_iter().map(|task| {
        let first = task * SOURCES_PER_TASK;
        let range = first..(first + SOURCES_PER_TASK).min(shapes.len());
        let found = range.clone().zip(wide::with_themselves(shapes, range));
        let found = found.filter(|(index, with_itself_m2)| {
            let outline = &shapes.outlines()[*index];
            let rounding = 1e-9 * outline.rect.width() * outline.rect.height();
            (with_itself_m2 - outline.area).abs() > least_m2.max(rounding)
        });
        let named = found.map(|(index, with_itself_m2)| MultipleCover {
            index,
            area_m2: shapes.outlines()[index].area,
            with_itself_m2,
        });
        named.collect::<Vec<_>>()
    });
    checked.collect::<Vec<_>>().concat()
}

/// The mean extent of boxes, as an area in the square of their units; 0 of none.
#[must_use]
pub fn mean_extent(boxes: impl ExactSizeIterator<Item = Rect>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a number of shapes")]
    let count = boxes.len().max(1) as f64;
    boxes.map(|rect| rect.width() * rect.height()).sum::<f64>() / count
}

fn boxes(shapes: &Prepared<'_>) -> impl ExactSizeIterator<Item = Rect> {
    shapes.outlines().iter().map(|outline| outline.rect)
}
