//! `wardwise indicators`: the measures of a place and what is missing of them.

use std::path::PathBuf;

use crate::engine::LibraryEntry;
use crate::views::assess::LibraryView;

use super::super::exit::Exit;
use super::super::files::open_engine;
use super::super::output::{Output, columns};

/// List the indicators of a place: what they count, who answers for them, what is missing
///
/// An assessment may use those of which all is said that a reader may ask;
/// for the others the missing keys of their [[measure]] are named.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise indicators --place town
  wardwise indicators --place town --format json")]
pub struct Args {
    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let (_, engine) = open_engine(&args.place)?;
    let all = engine.library();
    output.json(&LibraryView::new(&engine, Vec::new()))?;
    if all.is_empty() {
        output
            .line("The place has no indicator: say in its manifest what figures mean, under [[measure]].")?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    for line in columns(&["id", "unit", "worse end", "owner", "next update", "periods", "lacks"], &rows) {
        output.line(line)?;
    }
    Ok(Exit::Done)
}

fn row(entry: &LibraryEntry<'_>) -> Vec<String> {
    let (measure, about) = (entry.measure, &entry.measure.about);
    let periods = entry.editions.iter().flat_map(|one| one.periods.clone());
    vec![
        measure.id.to_string(),
        measure.unit.clone(),
        about.polarity.map_or_else(String::new, |polarity| polarity.key().to_owned()),
        about.owner.clone(),
        about.next_update.clone(),
        span(&periods.collect::<Vec<_>>()),
        entry.lacks.join(", "),
    ]
}

/// Few periods one by one, many by their number.
fn span(periods: &[String]) -> String {
    if periods.len() <= 3 { periods.join(", ") } else { format!("{} periods", periods.len()) }
}
