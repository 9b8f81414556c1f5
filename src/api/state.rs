//! What every handler can reach: the place as it is now, and the settings.

use std::sync::{Arc, PoisonError, RwLock};

use crate::config::{Config, PublicUrl};
use crate::engine::Snapshot;

/// The running service. Cloning it is cheap, and all clones are one.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    current: RwLock<Arc<Snapshot>>,
    config: Config,
    public_url: PublicUrl,
}

impl App {
    /// A service that answers from `snapshot` until another is swapped in.
    ///
    /// Where no public address is configured, links are written with the
    /// address and port of the configuration.
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>, config: Config) -> Self {
        let configured = config.server.public_url.clone();
        let public_url = configured.unwrap_or_else(|| PublicUrl::of_socket(config.server.socket()));
        Self { inner: Arc::new(Inner { current: RwLock::new(snapshot), config, public_url }) }
    }

    /// The place as it is at this moment. Ask once a request: the next call
    /// may give a newer version.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let current = self.inner.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current)
    }

    /// Puts another version in place of the present one. Requests that have
    /// begun keep the version they started with.
    pub fn swap(&self, snapshot: Arc<Snapshot>) {
        *self.inner.current.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
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
}
