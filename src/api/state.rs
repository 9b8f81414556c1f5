//! What every handler can reach: the place as it is now, and the settings.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tokio::sync::Semaphore;

use crate::background::Archive;
use crate::config::{Config, PublicUrl};
use crate::engine::{Engine, Snapshot};
use crate::store::PlaceStore;

use super::ogc::Stored;
use super::runs::Runs;
use super::version::Version;

/// The running service. Cloning it is cheap, and all clones are one.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    current: RwLock<Current>,
    /// The version before, and when it was replaced.
    earlier: RwLock<Option<(Current, Instant)>>,
    store: Option<PlaceStore>,
    config: Config,
    public_url: PublicUrl,
    requests: Arc<Semaphore>,
    downloads: Arc<Semaphore>,
    /// When the service started, in microseconds: the first half of request ids.
    started: u64,
    asked: AtomicU64,
    /// Searches for sites that are being worked out.
    searches: Runs,
    /// Scenarios that are: short work, which does not stand behind long.
    scenarios: Runs,
    /// Long work that runs beside the requests, by name.
    working: Mutex<BTreeSet<String>>,
    /// Why the place folder could not be read at the last look.
    trouble: RwLock<Option<String>>,
    /// The map behind the maps, where one was opened.
    background: OnceLock<Archive>,
    /// Which saved assessments the version at hand was told of at the last look.
    known_saved: Mutex<KnownSaved>,
}

/// A version of the place, and the saved assessments that it knows, by id and number.
pub(super) type KnownSaved = Option<(u64, Vec<(String, u64)>)>;

/// The place as one request sees it from its beginning to its end.
#[derive(Clone)]
pub struct Current {
    /// The place and its indexes.
    pub engine: Arc<Engine>,
    /// What tells this version of the place from every other.
    pub version: Arc<Version>,
    /// What is made once for this version.
    pub stored: Arc<Stored>,
}

impl App {
    /// A service that answers from `engine` until another is swapped in.
    ///
    /// Where no public address is configured, links are written with the
    /// address and port of the configuration.
    #[must_use]
    pub fn new(engine: Arc<Engine>, config: Config) -> Self {
        Self::build(engine, None, config)
    }

    /// A service on a place folder, which also knows reports, versions and
    /// published records, and can take uploads.
    #[must_use]
    pub fn on_place(engine: Arc<Engine>, store: PlaceStore, config: Config) -> Self {
        Self::build(engine, Some(store), config)
    }

    fn build(engine: Arc<Engine>, store: Option<PlaceStore>, config: Config) -> Self {
        let configured = config.server.public_url.clone();
        let public_url = configured.unwrap_or_else(|| PublicUrl::of_socket(config.server.socket()));
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let inner = Inner {
            current: RwLock::new(Current::new(engine)),
            earlier: RwLock::new(None),
            store,
            requests: Arc::new(Semaphore::new(config.limits.requests)),
            downloads: Arc::new(Semaphore::new(config.limits.downloads)),
            started: u64::try_from(since_epoch.as_micros()).unwrap_or(0),
            asked: AtomicU64::new(0),
            searches: Runs::default(),
            scenarios: Runs::default(),
            working: Mutex::default(),
            trouble: RwLock::new(None),
            background: OnceLock::new(),
            known_saved: Mutex::default(),
            config,
            public_url,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The place as it is at this moment, with its indexes. Ask once a
    /// request: the next call may give a newer version.
    #[must_use]
    pub fn engine(&self) -> Arc<Engine> {
        self.current().engine
    }

    /// The data behind the answers, as they are at this moment.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(self.engine().snapshot())
    }

    /// The place as it is at this moment, and what tells its version apart.
    #[must_use]
    pub fn current(&self) -> Current {
        self.inner.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts another version in place of the present one. Requests that have
    /// begun keep the version they started with.
    pub fn swap(&self, engine: Arc<Engine>) {
        let next = Current::new(engine);
        let before =
            std::mem::replace(&mut *self.inner.current.write().unwrap_or_else(PoisonError::into_inner), next);
        let kept = (!self.inner.config.limits.earlier_time.is_zero()).then(|| (before, Instant::now()));
        *self.inner.earlier.write().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    /// The version before the present one, while it is kept for listings that
    /// were begun on it.
    #[must_use]
    pub fn earlier(&self) -> Option<Current> {
        let kept = self.inner.earlier.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(_, since)| self.is_kept(*since)).map(|(version, _)| version.clone())
    }

    /// Lets go of the version before once its time is up.
    pub fn forget_earlier(&self) {
        let mut kept = self.inner.earlier.write().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_some_and(|(_, since)| !self.is_kept(*since)) {
            *kept = None;
        }
    }

    fn is_kept(&self, since: Instant) -> bool {
        since.elapsed() < self.inner.config.limits.earlier_time
    }

    /// The place folder, where the service runs on one.
    #[must_use]
    pub fn store(&self) -> Option<&PlaceStore> {
        self.inner.store.as_ref()
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// An absolute link to a path of ours that starts with `/`.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.inner.public_url)
    }

    /// The address that links are written with.
    #[must_use]
    pub fn public_url(&self) -> &PublicUrl {
        &self.inner.public_url
    }

    /// Why the place folder could not be read at the last look; `None` while all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.inner.trouble.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes whether the place folder can be read. The version at hand goes on answering.
    pub fn set_trouble(&self, trouble: Option<String>) {
        *self.inner.trouble.write().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    /// The same service with a map behind its maps. The first one given stays.
    #[must_use]
    pub fn with_background(self, archive: Archive) -> Self {
        let _ = self.inner.background.set(archive);
        self
    }

    /// The map behind the maps, where the service has one.
    #[must_use]
    pub fn background(&self) -> Option<&Archive> {
        self.inner.background.get()
    }

    /// Which saved assessments the version at hand was told of at the last look.
    pub(super) fn known_saved(&self) -> MutexGuard<'_, KnownSaved> {
        self.inner.known_saved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Requests that are being worked on.
    #[must_use]
    pub fn requests_in_flight(&self) -> usize {
        self.inner.config.limits.requests.saturating_sub(self.inner.requests.available_permits())
    }

    /// Notes that a long piece of work begins; `None` where the same runs already.
    #[must_use]
    pub fn begin_work(&self, name: &str) -> Option<Work> {
        let mut working = self.inner.working.lock().unwrap_or_else(PoisonError::into_inner);
        working.insert(name.to_owned()).then(|| Work { app: self.clone(), name: name.to_owned() })
    }

    /// Searches for sites that are being worked out.
    pub(super) fn searches(&self) -> &Runs {
        &self.inner.searches
    }

    /// Scenarios that are.
    pub(super) fn scenarios(&self) -> &Runs {
        &self.inner.scenarios
    }

    /// Room for requests in flight.
    pub(super) fn requests(&self) -> &Arc<Semaphore> {
        &self.inner.requests
    }

    /// Room for downloads in flight.
    pub(super) fn downloads(&self) -> &Arc<Semaphore> {
        &self.inner.downloads
    }

    /// A name for the next request that no other request of any run has.
    pub(super) fn next_request_id(&self) -> String {
        let number = self.inner.asked.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{number}", self.inner.started)
    }
}

/// A long piece of work that runs; it has ended when this is dropped.
pub struct Work {
    app: App,
    name: String,
}

impl Drop for Work {
    fn drop(&mut self) {
        self.app.inner.working.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

impl Current {
    fn new(engine: Arc<Engine>) -> Self {
        let version = Arc::new(Version::of(engine.snapshot()));
        Self { engine, version, stored: Arc::default() }
    }
}

impl FromRequestParts<App> for Current {
    type Rejection = std::convert::Infallible;

    /// The version that the request was given at the door; the newest where
    /// a router is used without our outer layers.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| app.current()))
    }
}
