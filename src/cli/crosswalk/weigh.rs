//! A crosswalk between two plain files, by area, points or lookup.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::crosswalk::{
    Crosswalk, CrosswalkError, Evidence, LookupRow, Overlap, Rung, Side, Spread, Tolerance, by_area,
    by_lookup, by_points, locate, refuse_multiple_cover,
};
use crate::index::Areas;

use super::plain::{self, PlainLayer};
use super::{Args, Exit, MethodArg, Output, points, report, stream, write};

/// How many areas a remark names before it only counts them.
const NAMED: usize = 5;

/// Two plain layers and what they share.
pub(super) struct Pair {
    pub from: Known,
    pub to: Known,
    pub overlap: Overlap,
}

/// What is kept of a plain layer when its shapes are measured.
pub(super) struct Known {
    pub side: Side,
    pub without_shape: usize,
    pub crossing: Vec<CrosswalkError>,
}

/// The shapes of both layers, where someone asks for more than their areas.
struct Shapes {
    from: PlainLayer,
    to: PlainLayer,
}

pub(super) fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let files = Files::of(args)?;
    let method = method(args)?;
    let (pair, shapes) = measure(args, &files, method)?;
    for (layer, path) in [(&pair.from, &files.from), (&pair.to, &files.to)] {
        remark_on(layer, &path.display().to_string(), output);
    }
    let crosswalk = match (method, &shapes) {
        (MethodArg::Points, Some(shapes)) => weigh_by_points(args, &pair, shapes, output)?,
        (MethodArg::Lookup, _) => follow_lookup(args, &files, &pair)?,
        _ => {
            let spread = if args.keep_inside { Spread::KeepInside } else { Spread::Spill };
            by_area(pair.from.side.clone(), pair.to.side.clone(), &pair.overlap, spread)
        }
    };
    let crosswalk = if args.reverse { crosswalk.reversed()? } else { crosswalk };
    if let Some(out) = &args.out {
        write::crosswalk(out, &crosswalk)?;
    }
    if let (Some(folder), Some(shapes)) = (&args.files.shapes, &shapes) {
        write::shapes(folder, &shapes.from, &shapes.to, &pair.overlap)?;
    }
    report::print(&crosswalk, args.out.as_deref(), None, output)?;
    Ok(Exit::Done)
}

/// What the files share; their shapes too where they are asked for.
fn measure(args: &Args, files: &Files, method: MethodArg) -> anyhow::Result<(Pair, Option<Shapes>)> {
    let wants_shapes = method == MethodArg::Points || args.files.shapes.is_some();
    if !wants_shapes && let Some(pair) = stream::measure(args, files) {
        return Ok((pair, None));
    }
    let shapes = Shapes::read(args, files)?;
    Ok((shapes.measure()?, Some(shapes)))
}

/// The two files and their columns of codes.
pub(super) struct Files {
    pub from: PathBuf,
    pub to: PathBuf,
    pub from_code: String,
    pub to_code: String,
}

impl Files {
    fn of(args: &Args) -> anyhow::Result<Self> {
        let [to] = args.to.as_slice() else {
            bail!("a chain of crosswalks needs a place: name it with --place");
        };
        let named = |column: &Option<String>, option: &str| {
            column.clone().with_context(|| {
                format!("{option} is needed between files (or --place, if these are layers of a place)")
            })
        };
        Ok(Self {
            from: PathBuf::from(&args.from),
            to: PathBuf::from(to),
            from_code: named(&args.files.from_code, "--from-code")?,
            to_code: named(&args.files.to_code, "--to-code")?,
        })
    }
}

/// The method asked for; without one, what the files at hand are for.
fn method(args: &Args) -> anyhow::Result<MethodArg> {
    let files = &args.files;
    let method = args.method.unwrap_or(match (&files.points, &files.lookup) {
        (Some(_), _) => MethodArg::Points,
        (None, Some(_)) => MethodArg::Lookup,
        (None, None) => MethodArg::Area,
    });
    match method {
        MethodArg::Points if files.points.is_none() => bail!("--method points needs --points FILE"),
        MethodArg::Lookup if files.lookup.is_none() => bail!("--method lookup needs --lookup FILE"),
        MethodArg::Area | MethodArg::Lookup if files.points.is_some() => {
            bail!("--points belongs to --method points")
        }
        MethodArg::Area | MethodArg::Points if files.lookup.is_some() => {
            bail!("--lookup belongs to --method lookup")
        }
        MethodArg::Best => bail!("--method best needs a place; between files say area, points or lookup"),
        other => Ok(other),
    }
}

impl Shapes {
    fn read(args: &Args, files: &Files) -> anyhow::Result<Self> {
        let read = |path: &Path, code: &str| plain::read(path, code, args.files.crs, args.files.project);
        let (from, to) =
            rayon::join(|| read(&files.from, &files.from_code), || read(&files.to, &files.to_code));
        Ok(Self { from: from?, to: to? })
    }

    fn measure(&self) -> anyhow::Result<Pair> {
        let overlap = Overlap::measure(&self.from.shapes(), &self.to.shapes(), Tolerance::default());
        let overlap = overlap.map_err(|refused| {
            let first = refused.first().map_or_else(String::new, ToString::to_string);
            anyhow::anyhow!("{} rings cannot be measured; the first is {first}", refused.len())
        })?;
        Ok(Pair { from: Known::of(&self.from), to: Known::of(&self.to), overlap })
    }
}

impl Known {
    fn of(layer: &PlainLayer) -> Self {
        let sound = refuse_multiple_cover(&layer.side, &layer.shapes(), Tolerance::default());
        Self {
            side: layer.side.clone(),
            without_shape: layer.without_shape,
            crossing: sound.err().unwrap_or_default(),
        }
    }
}

fn weigh_by_points(
    args: &Args,
    pair: &Pair,
    shapes: &Shapes,
    output: &mut Output,
) -> anyhow::Result<Crosswalk> {
    let path = args.files.points.as_deref().context("--method points needs --points FILE")?;
    let read = points::read(path, args.files.weight.as_deref(), args.files.crs)?;
    if read.left_out > 0 {
        output.remark(format!(
            "{}: {} of {} records have no point or no weight and are left out",
            path.display(),
            read.left_out,
            read.left_out + read.points.len()
        ));
    }
    let located = locate(&read.points, &Areas::new(shapes.from.shapes()), &Areas::new(shapes.to.shapes()));
    let ladder = [Evidence { rung: Rung::OtherPoints, points: located }];
    by_points(pair.from.side.clone(), pair.to.side.clone(), &pair.overlap, &ladder).map_err(|all| told(&all))
}

fn follow_lookup(args: &Args, files: &Files, pair: &Pair) -> anyhow::Result<Crosswalk> {
    let path = args.files.lookup.as_deref().context("--method lookup needs --lookup FILE")?;
    let rows = points::code_pairs(path, &files.from_code, &files.to_code)?;
    let rows: Vec<LookupRow<'_>> =
        rows.iter().map(|(row, source, target)| LookupRow { row: *row, source, target }).collect();
    by_lookup(pair.from.side.clone(), pair.to.side.clone(), &rows, Some(&pair.overlap))
        .map_err(|all| told(&all))
}

fn told(errors: &[CrosswalkError]) -> anyhow::Error {
    let mut list: Vec<String> = errors.iter().take(NAMED).map(|error| format!("\n  {error}")).collect();
    if errors.len() > NAMED {
        list.push(format!("\n  and {} more", errors.len() - NAMED));
    }
    anyhow::anyhow!("the weights cannot be found:{}", list.concat())
}

fn remark_on(layer: &Known, file: &str, output: &mut Output) {
    if layer.without_shape > 0 {
        output.remark(format!("{file}: {} rows have no shape and are left out", layer.without_shape));
    }
    if layer.crossing.is_empty() {
        return;
    }
    output.remark(format!(
        "{file}: {} areas cross themselves or have parts that overlap; what they share may be wrong there",
        layer.crossing.len()
    ));
    for error in layer.crossing.iter().take(NAMED) {
        output.remark(format!("  {error}"));
    }
}
