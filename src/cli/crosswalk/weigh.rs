//! A crosswalk between two plain files, by area, points or lookup.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::crosswalk::{
    Crosswalk, CrosswalkError, Evidence, LookupRow, Overlap, Rung, Spread, Tolerance, by_area, by_lookup,
    by_points, locate, refuse_multiple_cover,
};
use crate::index::Areas;

use super::plain::{self, PlainLayer};
use super::{Args, Exit, MethodArg, Output, points, report, write};

/// How many areas a remark names before it only counts them.
const NAMED: usize = 5;

/// Two plain layers and what they share.
struct Pair {
    from: PlainLayer,
    to: PlainLayer,
    overlap: Overlap,
}

pub(super) fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let files = Files::of(args)?;
    let method = method(args)?;
    let pair = Pair::read(args, &files)?;
    for (layer, path) in [(&pair.from, &files.from), (&pair.to, &files.to)] {
        remark_on(layer, &path.display().to_string(), output);
    }
    let crosswalk = match method {
        MethodArg::Best | MethodArg::Area => {
            let spread = if args.keep_inside { Spread::KeepInside } else { Spread::Spill };
            by_area(pair.from.side.clone(), pair.to.side.clone(), &pair.overlap, spread)
        }
        MethodArg::Points => weigh_by_points(args, &pair, output)?,
        MethodArg::Lookup => follow_lookup(args, &files, &pair)?,
    };
    let crosswalk = if args.reverse { crosswalk.reversed()? } else { crosswalk };
    if let Some(out) = &args.out {
        write::crosswalk(out, &crosswalk)?;
    }
    if let Some(folder) = &args.files.shapes {
        write::shapes(folder, &pair.from, &pair.to, &pair.overlap)?;
    }
    report::print(&crosswalk, args.out.as_deref(), None, output)?;
    Ok(Exit::Done)
}

/// The two files and their columns of codes.
struct Files {
    from: PathBuf,
    to: PathBuf,
    from_code: String,
    to_code: String,
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

impl Pair {
    fn read(args: &Args, files: &Files) -> anyhow::Result<Self> {
        let read = |path: &Path, code: &str| plain::read(path, code, args.files.crs, args.files.project);
        let (from, to) =
            rayon::join(|| read(&files.from, &files.from_code), || read(&files.to, &files.to_code));
        let (from, to) = (from?, to?);
        let overlap = Overlap::measure(&from.shapes(), &to.shapes(), Tolerance::default());
        let overlap = overlap.map_err(|refused| {
            let first = refused.first().map_or_else(String::new, ToString::to_string);
            anyhow::anyhow!("{} rings cannot be measured; the first is {first}", refused.len())
        })?;
        Ok(Self { from, to, overlap })
    }
}

fn weigh_by_points(args: &Args, pair: &Pair, output: &mut Output) -> anyhow::Result<Crosswalk> {
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
    let located = locate(&read.points, &Areas::new(pair.from.shapes()), &Areas::new(pair.to.shapes()));
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

fn remark_on(layer: &PlainLayer, file: &str, output: &mut Output) {
    if layer.without_shape > 0 {
        output.remark(format!("{file}: {} rows have no shape and are left out", layer.without_shape));
    }
    let Err(errors) = refuse_multiple_cover(&layer.side, &layer.shapes(), Tolerance::default()) else {
        return;
    };
    output.remark(format!(
        "{file}: {} areas cross themselves or have parts that overlap; what they share may be wrong there",
        errors.len()
    ));
    for error in errors.iter().take(NAMED) {
        output.remark(format!("  {error}"));
    }
}
