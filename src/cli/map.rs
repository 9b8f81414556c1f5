//! `wardwise map`: the map of a page as a file, for print, slides and documents.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::builder::PossibleValuesParser;
use serde_json::json;

use crate::pages::sheet::{self, Paper};

use super::exit::Exit;
use super::files::{Fresh, open_engine};
use super::output::Output;

const SIZES: [&str; 7] = ["screen", "embed", "a4", "a4-landscape", "a3", "a3-landscape", "slide"];

/// Draw the map of a page as SVG or PNG
///
/// The file holds the drawing of the page with title, legend, scale, north,
/// sources and licences. The same place gives the same bytes on every machine.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise map /assessments/priorities --place town --size a4 --out priorities.svg
  wardwise map \"/boundaries?from=wards@2012&to=wards@2023\" --place town --size slide --out wards.png")]
pub struct Args {
    /// Address of a page with a map, from its first / on, as the browser shows it
    page: String,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// What the map is for
    #[arg(long, default_value = "screen", value_parser = PossibleValuesParser::new(SIZES))]
    size: String,

    /// Width of a PNG in pixels [default: what is usual for its size]
    #[arg(long, value_name = "PIXELS")]
    width: Option<u32>,

    /// File to write: its ending says the format (.svg, .png)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let ending = args.out.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let is_png = match ending.as_deref() {
        Some("png") => true,
        Some("svg") if args.width.is_some() => bail!("--width is for .png; an SVG has no pixels"),
        Some("svg") => false,
        _ => bail!("the file's ending must be .svg or .png"),
    };
    let out = Fresh::any(&args.out, args.force)?;
    let paper = Paper::from_key(&args.size).ok_or_else(|| anyhow!("there is no size '{}'", args.size))?;
    let (_, engine) = open_engine(&args.place)?;
    let sheet = sheet::of_address(&engine, &args.page).map_err(|problem| anyhow!("{}", problem.detail))?;
    let svg = sheet::svg(&sheet, paper);
    let bytes = if is_png {
        sheet::png(&svg, paper, args.width.unwrap_or(paper.usual_pixels()))?
    } else {
        svg.into_bytes()
    };
    let written = out.write(|file| Ok(file.write_all(&bytes)?))?;
    output.json(&json!({ "files": [written] }))?;
    output.line(format!("{} is written.", written.display()))?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_can_be_named_on_the_command_line() {
        assert_eq!(Paper::ALL.map(Paper::key), SIZES);
    }
}
