//! Wiring: a place folder and a configuration become a running service.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::api::{self, App};
use crate::background::Archive;
use crate::config::{Background, Config, PublicUrl};
use crate::engine::Engine;
use crate::store::PlaceStore;

/// How often the place folder is asked for its version.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Serves a place folder until the process is asked to stop.
///
/// The address is written to `out` as one line once the service answers. A
/// new version of the place is swapped in while requests go on. On SIGTERM or
/// SIGINT the service takes no further connection, and running requests have
/// the configured time to end.
///
/// # Errors
/// When the folder holds no place that can be read, the background map cannot
/// be used, or the address cannot be listened on.
pub fn serve(place: &Path, config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let store = PlaceStore::open(place)?;
    let engine = load(&store)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve_on(store, engine, config, out))
}

/// Sends the log to standard error: text for a terminal, JSON for machines.
///
/// `WARDWISE_LOG` says what is logged (`info` where unset), in the words of
/// the `tracing` directives, such as `warn,wardwise::api=debug`.
pub fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("WARDWISE_LOG")
        .unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start, as tests may cause, keeps the first log.
    let _ = if std::io::stderr().is_terminal() { log.try_init() } else { log.json().try_init() };
}

fn load(store: &PlaceStore) -> anyhow::Result<Arc<Engine>> {
    Ok(Arc::new(store.engine()?))
}

async fn serve_on(
    store: PlaceStore,
    engine: Arc<Engine>,
    mut config: Config,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let background = open_background(&config.background)?;
    let wanted = config.server.socket();
    let listener =
        TcpListener::bind(wanted).await.with_context(|| format!("{wanted} cannot be listened on"))?;
    let bound = listener.local_addr()?;
    config.server.port = bound.port();
    let here = PublicUrl::of_socket(bound);
    writeln!(out, "{} is served at {here}", engine.snapshot().info.name)?;
    out.flush()?;
    say_how(&config, &here);
    api::foresee(Arc::clone(&engine));
    let app = App::on_place(engine, store, config);
    let app = match background {
        Some(archive) => app.with_background(archive),
        None => app,
    };
    let watch = tokio::spawn(watch_place(app.clone()));
    api::server::run(app, listener, asked_to_stop()).await;
    watch.abort();
    tracing::info!("the service has stopped");
    Ok(())
}

fn open_background(wanted: &Background) -> anyhow::Result<Option<Archive>> {
    let Some(file) = &wanted.file else { return Ok(None) };
    Ok(Some(Archive::open(file, wanted.attribution.as_deref())?))
}

fn say_how(config: &Config, here: &PublicUrl) {
    let public = config.server.public_url.as_ref().unwrap_or(here);
    let writes = match (config.allows_writes(), &config.writes.token) {
        (false, _) => "off",
        (true, None) => "open to this machine",
        (true, Some(_)) => "open to holders of the token",
    };
    tracing::info!(address = %here, public = %public, writes, "listening on {here}; links start with {public}; uploads are {writes}");
}

/// Looks for new versions for as long as the service runs.
async fn watch_place(app: App) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let looking = app.clone();
        let looked = tokio::task::spawn_blocking(move || api::refresh(&looking)).await;
        let trouble = match looked {
            Ok(Ok(_version)) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(error) => Some(error.to_string()),
        };
        note(&app, trouble);
    }
}

/// Says so once when the folder fails, and once when it is well again.
fn note(app: &App, trouble: Option<String>) {
    match (app.trouble(), &trouble) {
        (None, Some(what)) => tracing::error!(what, "the place folder cannot be read: {what}"),
        (Some(_), None) => tracing::info!("the place folder can be read again"),
        _ => {}
    }
    app.set_trouble(trouble);
}

async fn asked_to_stop() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "interrupts cannot be heard: {error}");
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "requests to terminate cannot be heard: {error}");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("asked to stop: no new connections");
}
