//! The command line: one subcommand a file.
//!
//! A command reads its arguments, asks the library one thing, and prints the
//! answer as text for people or, with `--format json`, for machines.
//! `exit.rs` holds the exit codes, `output.rs` the two ways to print.

mod align;
mod area;
mod assess;
mod backtest;
mod backup;
mod check;
mod colocate;
mod crosswalk;
mod diff;
mod editions;
mod exit;
mod export;
mod files;
mod import;
mod init;
mod lineage;
mod locate;
mod map;
mod misfit;
mod output;
mod profiles;
mod progress;
mod reach;
mod report;
mod sample;
mod scenario;
mod series;
mod serve;
mod whereabouts;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use exit::Exit;
use output::{Output, OutputFormat};

/// What is known of a place: aligned, assessed and shared.
///
/// A place is one folder that Wardwise builds from files as they were
/// published: boundaries, registers of buildings and services, statistics.
/// A manifest says which files; every fault in them is named, nothing is
/// changed without a word, and what is missing never becomes zero.
#[derive(Debug, Parser)]
#[command(name = "wardwise", version, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Print answers as text for people or as JSON for machines
    #[arg(long, global = true, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,

    /// Show no progress and no advice, only the answer
    #[arg(long, short, global = true)]
    quiet: bool,
}

const AFTER_HELP: &str = "\
A first place, in four steps:
  wardwise init --name \"Our town\" --source files --out town.toml
  wardwise check town.toml --source files
  wardwise import town.toml --source files --place town
  wardwise serve --place town

Exit codes: 0 done; 1 failed; 2 wrong arguments; 3 done, but some files were
stopped or wait for a tick, some areas have no profile, a back-test's range
missed its mark, a choice of sites is not proved or a pack was changed; 4
nothing found.";

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Check(check::Args),
    Import(import::Args),
    Where(whereabouts::Args),
    Export(export::Args),
    Map(map::Args),
    Editions(editions::Args),
    Align(Box<align::Args>),
    Lineage(lineage::Args),
    Misfit(misfit::Args),
    Series(series::Args),
    Reach(reach::Args),
    Rings(reach::RingsArgs),
    Colocate(colocate::Args),
    Backtest(backtest::Args),
    Crosswalk(Box<crosswalk::Args>),
    Crosswalks(crosswalk::SavedArgs),
    Area(area::Args),
    Locate(locate::Args),
    Scenario(scenario::Args),
    Profiles(profiles::Args),
    Assess(assess::Args),
    Diff(diff::Args),
    Serve(serve::Args),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Sample(sample::Args),
}

/// Runs the program on its arguments and gives its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let mut output = Output::new(cli.format, cli.quiet);
    let done = match &cli.command {
        Command::Init(args) => init::run(args, &mut output),
        Command::Check(args) => check::run(args, &mut output),
        Command::Import(args) => import::run(args, &mut output),
        Command::Where(args) => whereabouts::run(args, &mut output),
        Command::Export(args) => export::run(args, &mut output),
        Command::Map(args) => map::run(args, &mut output),
        Command::Editions(args) => editions::run(args, &mut output),
        Command::Align(args) => align::run(args, &mut output),
        Command::Lineage(args) => lineage::run(args, &mut output),
        Command::Misfit(args) => misfit::run(args, &mut output),
        Command::Series(args) => series::run(args, &mut output),
        Command::Reach(args) => reach::run(args, &mut output),
        Command::Rings(args) => reach::run_rings(args, &mut output),
        Command::Colocate(args) => colocate::run(args, &mut output),
        Command::Backtest(args) => backtest::run(args, &mut output),
        Command::Crosswalk(args) => crosswalk::run(args, &mut output),
        Command::Crosswalks(args) => crosswalk::run_saved(args, &mut output),
        Command::Area(args) => area::run(args, &mut output),
        Command::Locate(args) => locate::run(args, &mut output),
        Command::Scenario(args) => scenario::run(args, &mut output),
        Command::Profiles(args) => profiles::run(args, &mut output),
        Command::Assess(args) => assess::run(args, &mut output),
        Command::Diff(args) => diff::run(args, &mut output),
        Command::Serve(args) => serve::run(args, &mut output),
        Command::Backup(args) => backup::run_backup(args, &mut output),
        Command::Restore(args) => backup::run_restore(args, &mut output),
        Command::Sample(args) => sample::run(args, &mut output),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) if output::is_closed_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            output.failure(&error);
            Exit::Failed.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_of_all_commands_fit_together() {
        Cli::command().debug_assert();
    }
}
