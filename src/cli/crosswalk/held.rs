//! A crosswalk between editions of a place.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::engine::Engine;
use crate::model::EditionKey;
use crate::store::NewCrosswalk;

use super::super::files::{layer_edition, now, open_engine};
use super::{Args, Exit, MethodArg, Output, report, write};

pub(super) fn run(args: &Args, place: &Path, output: &mut Output) -> anyhow::Result<Exit> {
    refuse_file_options(args)?;
    let (store, engine) = open_engine(place)?;
    let stops = stops(&engine, args)?;
    let method = if args.keep_inside { MethodArg::Area } else { args.method.unwrap_or(MethodArg::Best) };
    let chain = engine.chain(&stops, method.way(args.keep_inside), args.reverse)?;
    let crosswalk = chain.crosswalk().context("a crosswalk needs two geographies")?;
    if let Some(out) = &args.out {
        write::crosswalk(out, crosswalk)?;
    }
    let saved = if args.save {
        let basis = chain.basis();
        let new = NewCrosswalk { id: &chain.id, crosswalk, basis: &basis, place_version: engine.version() };
        Some(store.save_crosswalk(&new, now()?)?)
    } else {
        None
    };
    let told = report::Told { id: &chain.id, basis: &chain.basis(), saved: saved.as_ref() };
    report::print(crosswalk, args.out.as_deref(), Some(told), output)?;
    Ok(Exit::Done)
}

fn stops(engine: &Engine, args: &Args) -> anyhow::Result<Vec<EditionKey>> {
    std::iter::once(&args.from).chain(&args.to).map(|name| layer_edition(engine, name)).collect()
}

/// Options that only speak of files would be read and ignored.
fn refuse_file_options(args: &Args) -> anyhow::Result<()> {
    let files = &args.files;
    let given = [
        ("--from-code", files.from_code.is_some()),
        ("--to-code", files.to_code.is_some()),
        ("--crs", files.crs.is_some()),
        ("--project", files.project),
        ("--points", files.points.is_some()),
        ("--lookup", files.lookup.is_some()),
        ("--shapes", files.shapes.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((option @ ("--points" | "--lookup"), _)) => bail!(
            "{option} belongs to plain files; what a place is weighed by stands in its manifest, under [[evidence]] and [[lookup]]"
        ),
        Some((option, _)) => bail!("{option} belongs to plain files, not to the layers of a place"),
        None => Ok(()),
    }
}
