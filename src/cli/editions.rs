//! `wardwise editions`: what a place holds, and changing what it shows.

use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::json;

use crate::engine::{LineageOptions, lineage_of};
use crate::model::EditionKey;
use crate::store::{Change, PlaceStore, Revision, RevisionRef};
use crate::views::lineage::LineageView;

use super::exit::Exit;
use super::files::now;
use super::lineage::report;
use super::output::{Output, columns};

/// List, compare, activate, withdraw and roll back editions
///
/// What people see is changed in two steps: without `--apply` a command only
/// says what it would do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise editions list --place town
  wardwise editions compare wards@2013 wards@2018 --place town
  wardwise editions withdraw libraries@2016 --place town --why \"superseded\" --apply
  wardwise editions rollback 3 --place town")]
pub struct Args {
    #[command(subcommand)]
    action: Action,

    /// Folder of the place
    #[arg(long, value_name = "DIR", global = true)]
    place: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Every edition and revision that the place holds
    List,
    /// The versions of the place, newest first
    History,
    /// What became of the areas of one edition in another, in view or not
    Compare {
        /// The earlier edition, as `wards@2013`
        from: EditionKey,
        /// The later edition, as `wards@2018`
        to: EditionKey,
    },
    /// Bring an edition into view
    Activate {
        /// The edition, as `wards@2018`
        edition: EditionKey,
        /// A revision by number [default: the latest]
        #[arg(long)]
        revision: Option<u64>,
        #[command(flatten)]
        apply: Apply,
    },
    /// Take an edition out of view; it stays in the place
    Withdraw {
        /// The edition, as `wards@2018`
        edition: EditionKey,
        #[command(flatten)]
        apply: Apply,
    },
    /// Show again what an earlier version showed
    Rollback {
        /// The version
        version: u64,
        #[command(flatten)]
        apply: Apply,
    },
}

#[derive(Debug, clap::Args)]
struct Apply {
    /// Do it; without this the command only says what it would do
    #[arg(long)]
    apply: bool,

    /// Why, for the history of the place
    #[arg(long, value_name = "TEXT", default_value = "")]
    why: String,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let place = args.place.as_ref().context("name the place with --place DIR")?;
    let store = PlaceStore::open(place)?;
    match &args.action {
        Action::List => list(&store, output),
        Action::History => history(&store, output),
        Action::Compare { from, to } => compare(&store, from, to, output),
        Action::Activate { edition, revision, apply } => {
            change(&store, &store.plan_activate(edition, *revision)?, apply, output)
        }
        Action::Withdraw { edition, apply } => change(&store, &store.plan_withdraw(edition)?, apply, output),
        Action::Rollback { version, apply } => change(&store, &store.plan_rollback(*version)?, apply, output),
    }
}

fn list(store: &PlaceStore, output: &mut Output) -> anyhow::Result<Exit> {
    let revisions = store.revisions()?;
    output.json(&revisions.iter().map(revision_json).collect::<Vec<_>>())?;
    if revisions.is_empty() {
        output.line("The place holds nothing yet: import a manifest.")?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = revisions.iter().map(revision_row).collect();
    for line in columns(&["edition", "revision", "state", "kind", "title"], &rows) {
        output.line(line)?;
    }
    Ok(Exit::Done)
}

fn revision_row(revision: &Revision) -> Vec<String> {
    let state = if revision.shown { "shown" } else { "held" };
    vec![
        revision.key.to_string(),
        revision.number.to_string(),
        state.to_owned(),
        revision.kind.to_string(),
        revision.title.clone(),
    ]
}

fn revision_json(revision: &Revision) -> serde_json::Value {
    json!({
        "edition": revision.key.to_string(),
        "revision": revision.number,
        "shown": revision.shown,
        "kind": revision.kind.key(),
        "title": revision.title,
    })
}

fn history(store: &PlaceStore, output: &mut Output) -> anyhow::Result<Exit> {
    let mut versions = store.history()?;
    versions.sort_by_key(|version| std::cmp::Reverse(version.number));
    let as_json = versions.iter().map(|v| {
        json!({ "version": v.number, "at": v.at.to_string(), "what": v.what.key(), "why": v.why,
                "editions": v.editions, "software": v.software })
    });
    output.json(&as_json.collect::<Vec<_>>())?;
    let rows: Vec<Vec<String>> = versions
        .iter()
        .map(|v| {
            vec![
                v.number.to_string(),
                v.at.to_string(),
                v.what.key().to_owned(),
                v.editions.to_string(),
                v.why.clone(),
            ]
        })
        .collect();
    for line in columns(&["version", "at", "what", "editions", "why"], &rows) {
        output.line(line)?;
    }
    Ok(Exit::Done)
}

fn compare(
    store: &PlaceStore,
    from: &EditionKey,
    to: &EditionKey,
    output: &mut Output,
) -> anyhow::Result<Exit> {
    let layer = |key: &EditionKey| -> anyhow::Result<_> {
        let edition = store.load(key, None)?;
        edition.layer().cloned().with_context(|| format!("{key} has no boundaries to compare"))
    };
    let options = LineageOptions::default();
    let lineage = lineage_of(&*layer(from)?, &*layer(to)?, None, options)?;
    let view = LineageView::new(&lineage, options.tolerance.metres);
    output.json(&view)?;
    report(&view, output)?;
    Ok(Exit::Done)
}

fn change(store: &PlaceStore, change: &Change, apply: &Apply, output: &mut Output) -> anyhow::Result<Exit> {
    let names = |revisions: &[RevisionRef]| revisions.iter().map(name).collect::<Vec<_>>();
    let version = if apply.apply { Some(store.apply(change, &apply.why, now()?)?) } else { None };
    output.json(&json!({
        "applied": apply.apply,
        "version": version,
        "show": names(&change.show),
        "hide": names(&change.hide),
        "leaning": change.leaning.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }))?;
    for (sign, revisions) in [("+", &change.show), ("-", &change.hide)] {
        for revision in revisions {
            output.line(format!("{sign} {}  {}", name(revision), revision.title))?;
        }
    }
    for table in &change.leaning {
        output.line(format!("! {table} speaks of a layer that goes out of view"))?;
    }
    output.line(match version {
        Some(version) => format!("The place is now at version {version}."),
        None if change.show.is_empty() && change.hide.is_empty() => "This would change nothing.".to_owned(),
        None => "Nothing is changed yet; add --apply to do it.".to_owned(),
    })?;
    Ok(Exit::Done)
}

fn name(revision: &RevisionRef) -> String {
    format!("{} revision {}", revision.key, revision.number)
}
