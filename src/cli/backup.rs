//! `wardwise backup` and `wardwise restore`.

use std::path::PathBuf;

use serde_json::json;

use crate::store::{PlaceStore, backup, restore};

use super::exit::Exit;
use super::output::Output;

/// Write a whole place into one backup file
///
/// The backup holds the database, the manifest and the raw files, with a
/// checksum of each. A server may go on reading and an import may run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wardwise backup --place town --out town-2026-11-22.zip")]
pub struct BackupArgs {
    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// The backup file to write; it must not be there yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Make a place from a backup file
///
/// Every checksum is verified before the folder appears; a damaged backup
/// leaves nothing behind.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wardwise restore town-2026-11-22.zip --place town-restored")]
pub struct RestoreArgs {
    /// The backup file
    backup: PathBuf,

    /// Folder to make; it must be empty or not there yet
    #[arg(long, value_name = "DIR")]
    place: PathBuf,
}

/// Runs `backup`.
pub fn run_backup(args: &BackupArgs, output: &mut Output) -> anyhow::Result<Exit> {
    let done = backup(&PlaceStore::open(&args.place)?, &args.out)?;
    output.json(&json!({ "version": done.version, "files": done.files, "bytes": done.bytes }))?;
    output.line(format!(
        "Version {} is backed up in {}: {} files, {} bytes before packing.",
        done.version,
        args.out.display(),
        done.files,
        done.bytes
    ))?;
    Ok(Exit::Done)
}

/// Runs `restore`.
pub fn run_restore(args: &RestoreArgs, output: &mut Output) -> anyhow::Result<Exit> {
    let done = restore(&args.backup, &args.place)?;
    output.json(&json!({ "version": done.version, "files": done.files, "bytes": done.bytes }))?;
    output.line(format!(
        "Version {} is restored in {}: {} files, every checksum right.",
        done.version,
        args.place.display(),
        done.files
    ))?;
    Ok(Exit::Done)
}
