//! Two plain files in one pass: the smaller file stands ready, and the areas
//! of the other are measured run by run while it is being read.
//!
//! Nothing is told from here. Whatever stands in the way (faults, codes that
//! stand twice, degrees that nobody asked to project) ends the pass, and who
//! reads both files whole says what it is.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use geo_types::{Geometry, MultiPolygon};
use rayon::Scope;

use crate::crosswalk::{Coming, Run, Side, Survey, Surveyed, Tolerance};
use crate::draft::{Cell, Draft, DraftRow};
use crate::geom::Crs;
use crate::ingest::read::{Format, Limits, ReadOptions, SourceBytes, Taker, read_each, stream_flatgeobuf};
use crate::model::AreaCode;

use super::plain::{self, PlainLayer};
use super::weigh::{Files, Known, Pair};
use super::{Args, PlanarCrs};

/// How many areas are measured at a time.
const AREAS_PER_RUN: usize = 1_024;

/// How many runs may wait before the reader measures too.
const RUNS_WAITING: usize = 4;

/// What the two files share; `None` where the pass cannot be made.
pub(super) fn measure(args: &Args, files: &Files) -> Option<Pair> {
    let size = |path: &Path| std::fs::metadata(path).ok().map(|data| data.len());
    let coming = if size(&files.from)? >= size(&files.to)? { Coming::From } else { Coming::To };
    let ((standing, standing_code), (path, code)) = match coming {
        Coming::From => ((&files.to, &files.to_code), (&files.from, &files.from_code)),
        Coming::To => ((&files.from, &files.from_code), (&files.to, &files.to_code)),
    };
    let (crs, project) = (args.files.crs, args.files.project);
    let standing = plain::read(standing, standing_code, crs, project).ok()?;
    let survey = Survey::of(&standing.shapes(), Tolerance::default()).ok()?;
    let PlainLayer { side, without_shape, .. } = standing;
    let (came, runs) = Pass { survey: &survey, code, crs, project }.read(path)?;
    let stood = (side, without_shape);
    let (from, to) = match coming {
        Coming::From => (came, stood),
        Coming::To => (stood, came),
    };
    let surveyed = survey.finish(runs, coming)?;
    let (from_crossing, to_crossing) = surveyed.crossing(&from.0, &to.0);
    let Surveyed { overlap, .. } = surveyed;
    let known = |(side, without_shape), crossing| Known { side, without_shape, crossing };
    Some(Pair { from: known(from, from_crossing), to: known(to, to_crossing), overlap })
}

/// What is asked of the file that comes in.
struct Pass<'a> {
    survey: &'a Survey,
    code: &'a str,
    crs: Option<PlanarCrs>,
    project: bool,
}

impl Pass<'_> {
    /// The areas of a file, how many records have no shape, and all runs.
    fn read(&self, path: &Path) -> Option<((Side, usize), Vec<Run>)> {
        let done = Done::default();
        let intake = rayon::scope(|scope| {
            let mut intake = Intake::new(self, scope, &done);
            let mut take = |draft: &Draft, row: DraftRow| intake.take(draft, row);
            let draft = read(path, &mut take)?;
            intake.is_whole(&draft).then(|| intake.finish())
        })?;
        let runs = done.in_order()?;
        let (codes, without_shape) = intake;
        all_differ(&codes).then(|| ((Side::new(None, codes), without_shape), runs))
    }
}

/// Reads a file record by record, FlatGeobuf without holding it.
fn read(path: &Path, take: Taker<'_>) -> Option<Draft> {
    let (file, limits) = (path.display().to_string(), Limits::default());
    let mut input = File::open(path).ok()?;
    let mut start = Vec::new();
    input.by_ref().take(8).read_to_end(&mut start).ok()?;
    if Format::detect(&file, &start) == Some(Format::FlatGeobuf) {
        return stream_flatgeobuf(&file, start.as_slice().chain(input), &limits, take).ok();
    }
    let (bytes, companions) = plain::contents(path).ok()?;
    let source = SourceBytes { file: &file, bytes: &bytes, companions };
    read_each(&source, &ReadOptions::default(), &limits, take).ok()
}

/// Runs that have been measured; `None` for one that cannot be.
#[derive(Default)]
struct Done {
    runs: Mutex<Vec<(usize, Option<Run>)>>,
    waiting: AtomicUsize,
}

impl Done {
    fn measure(&self, survey: &Survey, at: usize, shapes: Vec<Geometry<f64>>, crs: Crs) {
        let shapes: Option<Vec<MultiPolygon<f64>>> =
            shapes.into_iter().map(|shape| plain::shape_of(shape, crs).ok()).collect();
        let run = shapes.and_then(|shapes| survey.measure(&shapes).ok());
        if let Ok(mut runs) = self.runs.lock() {
            runs.push((at, run));
        }
        self.waiting.fetch_sub(1, Ordering::Release);
    }

    fn in_order(self) -> Option<Vec<Run>> {
        let mut runs = self.runs.into_inner().ok()?;
        runs.sort_unstable_by_key(|(at, _)| *at);
        runs.into_iter().map(|(_, run)| run).collect()
    }
}

/// Gathers records to runs and has them measured.
struct Intake<'p, 's, 'scope> {
    pass: &'p Pass<'scope>,
    scope: &'s Scope<'scope>,
    done: &'scope Done,
    /// The column of the codes and the system, once the file says them.
    found: Option<(usize, Crs)>,
    codes: Vec<AreaCode>,
    shapes: Vec<Geometry<f64>>,
    runs: usize,
    without_shape: usize,
}

impl<'p, 's, 'scope> Intake<'p, 's, 'scope> {
    fn new(pass: &'p Pass<'scope>, scope: &'s Scope<'scope>, done: &'scope Done) -> Self {
        let shapes = Vec::with_capacity(AREAS_PER_RUN);
        Self { pass, scope, done, found: None, codes: Vec::new(), shapes, runs: 0, without_shape: 0 }
    }

    /// Takes one record; breaks off where the pass cannot go on.
    fn take(&mut self, draft: &Draft, row: DraftRow) -> ControlFlow<()> {
        self.found = self.found.or_else(|| self.find(draft));
        let Some((column, crs)) = self.found else { return ControlFlow::Break(()) };
        let Some(geometry) = row.geometry else {
            self.without_shape += 1;
            return ControlFlow::Continue(());
        };
        let text = row.cells.get(column).map(Cell::display).unwrap_or_default();
        let Ok(code) = AreaCode::parse(&text) else { return ControlFlow::Break(()) };
        self.codes.push(code);
        self.shapes.push(geometry);
        if self.shapes.len() == AREAS_PER_RUN {
            self.send(crs);
        }
        ControlFlow::Continue(())
    }

    fn find(&self, draft: &Draft) -> Option<(usize, Crs)> {
        let column = draft.column(self.pass.code)?;
        Some((column, plain::system_of(draft, self.pass.crs, self.pass.project).ok()?))
    }

    /// Whether the end of the file says what its beginning said.
    fn is_whole(&self, draft: &Draft) -> bool {
        self.found.is_some() && self.found == self.find(draft) && !self.codes.is_empty()
    }

    fn send(&mut self, crs: Crs) {
        let shapes = std::mem::replace(&mut self.shapes, Vec::with_capacity(AREAS_PER_RUN));
        let (survey, done, at) = (self.pass.survey, self.done, self.runs);
        self.runs += 1;
        done.waiting.fetch_add(1, Ordering::Relaxed);
        self.scope.spawn(move |_| done.measure(survey, at, shapes, crs));
        while done.waiting.load(Ordering::Acquire) > RUNS_WAITING {
            if rayon::yield_now() != Some(rayon::Yield::Executed) {
                std::thread::yield_now();
            }
        }
    }

    fn finish(mut self) -> (Vec<AreaCode>, usize) {
        if let Some((_, crs)) = self.found {
            self.send(crs);
        }
        (self.codes, self.without_shape)
    }
}

/// Whether no code stands twice. Published files mostly have them in order.
fn all_differ(codes: &[AreaCode]) -> bool {
    let ascend = codes.windows(2).all(|pair| pair[0] < pair[1]);
    ascend || codes.iter().collect::<HashSet<_>>().len() == codes.len()
}
