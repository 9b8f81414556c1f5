//! What both commands are told of walking.

use anyhow::{Context as _, bail};

use crate::engine::{End, Engine, Walking};
use crate::model::{DatasetKind, EditionKey};
use crate::network::{Modes, Pace, SnapRule};

/// How people walk.
#[derive(Debug, clap::Args)]
pub(super) struct WalkArgs {
    /// The walking network, NAME or NAME@EDITION [default: the place's newest]
    #[arg(long, value_name = "NAME")]
    network: Option<String>,

    /// Pace in kilometres an hour
    #[arg(long, value_name = "KM/H", default_value = "4.8", value_parser = pace)]
    pace: Pace,

    /// Leave out every flight of steps
    #[arg(long)]
    step_free: bool,

    /// Take ferries in, at walking pace and without a timetable
    #[arg(long)]
    ferries: bool,

    /// Points farther than this from any street are off the network, in metres
    #[arg(long, value_name = "METRES", default_value_t = SnapRule::default().limit_m, value_parser = metres)]
    street_within: f64,
}

impl WalkArgs {
    pub(super) fn walking(&self) -> Walking {
        Walking {
            pace: self.pace,
            modes: Modes { step_free: self.step_free, ferries: self.ferries },
            snap: SnapRule { limit_m: self.street_within, ..SnapRule::default() },
        }
    }

    pub(super) fn network(&self, engine: &Engine) -> anyhow::Result<Option<EditionKey>> {
        let name = self.network.as_deref();
        name.map(|name| edition(engine, name, &[DatasetKind::Network])).transpose()
    }
}

/// One end of the walks, from its arguments.
pub(super) fn end(engine: &Engine, name: &str, only: &[String]) -> anyhow::Result<End> {
    let edition = edition(engine, name, &[DatasetKind::Layer, DatasetKind::Register])?;
    let filter = |text: &String| -> anyhow::Result<(String, String)> {
        let (column, value) = text
            .split_once('=')
            .with_context(|| format!("'{text}' is not COLUMN=VALUE, such as kind=library"))?;
        Ok((column.trim().to_owned(), value.trim().to_owned()))
    };
    Ok(End { edition, only: only.iter().map(filter).collect::<Result<_, _>>()? })
}

/// An edition of one of some kinds: `name@edition`, or `name` for the newest.
fn edition(engine: &Engine, name: &str, kinds: &[DatasetKind]) -> anyhow::Result<EditionKey> {
    let sets = || engine.snapshot().datasets.values().filter(|set| kinds.contains(&set.kind));
    let editions = || sets().flat_map(|set| &set.editions);
    let found = match name.parse::<EditionKey>() {
        Ok(key) => editions().find(|edition| edition.key == key),
        Err(_) => sets().find(|set| set.id.as_str() == name).and_then(|set| set.editions.first()),
    };
    if let Some(edition) = found {
        return Ok(edition.key.clone());
    }
    let known: Vec<String> = editions().map(|edition| edition.key.to_string()).collect();
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
    if known.is_empty() {
        bail!("the place shows no {}", kinds.join(" or "));
    }
    bail!("the place shows no {} '{name}'; it shows {}", kinds.join(" or "), known.join(", "))
}

fn pace(text: &str) -> Result<Pace, String> {
    let pace = text.parse().ok().and_then(Pace::of_km_per_h);
    pace.ok_or_else(|| "write kilometres an hour from 0.5 to 30, such as 4.8".to_owned())
}

fn metres(text: &str) -> Result<f64, String> {
    let metres = text.parse().ok().filter(|metres: &f64| (0.0..=50_000.0).contains(metres));
    metres.ok_or_else(|| "write metres from 0 to 50000".to_owned())
}

/// A number of minutes above zero.
pub(super) fn minutes(text: &str) -> Result<f64, String> {
    let minutes = text.trim().parse().ok().filter(|minutes: &f64| *minutes > 0.0 && *minutes <= 10_000.0);
    minutes.ok_or_else(|| "write minutes above 0, up to 10000".to_owned())
}
