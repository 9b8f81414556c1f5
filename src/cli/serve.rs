//! `wardwise serve`: pages, API and downloads of a place.

use std::io;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::app;
use crate::config::{Arguments, Loaded, ProcessEnvironment, load, settings};

use super::exit::Exit;
use super::output::Output;

/// Serve a place: pages for people, an API for programs, downloads
///
/// A new version of the place is taken up while requests go on. Writing over
/// HTTP is off unless a token is set or nobody else can reach the service: it
/// listens on loopback and no public address is configured.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise serve --place town
  wardwise serve --place town --address 0.0.0.0 --port 80 --public-url https://maps.example.gov.uk

Every setting can stand in a file (--config), in the environment and in an
argument, in this order of weight. `wardwise serve --list-settings` names them.")]
pub struct Args {
    /// Folder of the place
    #[arg(long, value_name = "DIR", required_unless_present = "list_settings")]
    place: Option<PathBuf>,

    /// Port to listen on [default: 8080; 0 takes any free one]
    #[arg(long)]
    port: Option<u16>,

    /// Address to listen on [default: 127.0.0.1]
    #[arg(long)]
    address: Option<String>,

    /// The address that people use, for links
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,

    /// Map to draw behind the maps: an archive of tiles (.pmtiles) on this machine
    #[arg(long, value_name = "FILE")]
    background: Option<PathBuf>,

    /// File with settings (wardwise.toml)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Any setting, as `limits.body_bytes=1000000`; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// Name every setting and stop
    #[arg(long)]
    list_settings: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    if args.list_settings {
        return list_settings(output);
    }
    let place = args.place.as_ref().context("name the place with --place DIR")?;
    let Loaded { config, notes } = load_config(args)?;
    for note in notes {
        output.remark(note);
    }
    app::start_log();
    app::serve(place, config, &mut io::stdout())?;
    Ok(Exit::Done)
}

fn load_config(args: &Args) -> anyhow::Result<Loaded> {
    let file = match &args.config {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .with_context(|| format!("the settings '{}' cannot be read", path.display()))?,
        ),
        None => None,
    };
    let mut arguments = Arguments::default();
    if let Some(port) = args.port {
        arguments = arguments.with("server.port", port);
    }
    if let Some(address) = &args.address {
        arguments = arguments.with("server.address", address);
    }
    if let Some(url) = &args.public_url {
        arguments = arguments.with("server.public_url", url);
    }
    if let Some(file) = &args.background {
        arguments = arguments.with("background.file", file.display());
    }
    for setting in &args.set {
        let (key, value) = setting
            .split_once('=')
            .with_context(|| format!("--set {setting} needs the form KEY=VALUE, such as server.port=80"))?;
        arguments = arguments.with(key, value);
    }
    Ok(load(file.as_deref(), &ProcessEnvironment, &arguments)?)
}

fn list_settings(output: &mut Output) -> anyhow::Result<Exit> {
    let known: Vec<_> = settings().collect();
    let as_json: Vec<_> = known
        .iter()
        .map(|s| serde_json::json!({ "key": s.key, "variable": s.variable(), "help": s.help }))
        .collect();
    output.json(&as_json)?;
    for setting in known {
        output.line(format!("{}  ({})\n    {}", setting.key, setting.variable(), setting.help))?;
    }
    Ok(Exit::Done)
}
