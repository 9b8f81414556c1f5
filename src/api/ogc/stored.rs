//! What is kept beside one version of the place, so that it is made once:
//! what the editions are like, features as text, tiles.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use axum::body::Bytes;

use crate::engine::{Edition, Engine, Tile};
use crate::export::geojson::OutputCrs;
use crate::model::EditionKey;
use crate::tile::Address;

use super::source::Source;
use super::sources::About;
use super::texts::Text;

/// Bytes of features that one version may keep as text; further editions are
/// written afresh each time.
const MOST_TEXT_BYTES: usize = 384 << 20;
/// Bytes of tiles that one version may keep; the oldest go first.
const MOST_TILE_BYTES: usize = 64 << 20;

type Once<T> = Arc<OnceLock<T>>;

/// What is kept beside one version.
#[derive(Debug, Default)]
pub struct Stored {
    about: Mutex<BTreeMap<EditionKey, Once<Arc<About>>>>,
    texts: Mutex<Texts>,
    tiles: Mutex<Tiles>,
    /// The edition that a collection shows unless a day is named, once it was asked for tiles.
    shown: RwLock<HashMap<String, EditionKey>>,
}

#[derive(Debug, Default)]
struct Texts {
    by_key: BTreeMap<(EditionKey, OutputCrs), Once<Option<Arc<Text>>>>,
    /// Bytes promised to texts, whether or not they are written yet.
    promised: usize,
}

/// A tile as bytes; `None` where nothing lies in it.
#[derive(Debug, Clone)]
pub(super) struct Drawn(pub(super) Option<Bytes>);

#[derive(Debug, Default)]
struct Tiles {
    by_key: HashMap<EditionKey, HashMap<Address, Drawn>>,
    order: VecDeque<(EditionKey, Address)>,
    bytes: usize,
}

impl Stored {
    /// What an edition is like.
    pub(super) fn about(&self, engine: &Engine, edition: &Edition) -> Arc<About> {
        let slot = {
            let mut all = self.about.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(edition.key.clone()).or_default())
        };
        Arc::clone(slot.get_or_init(|| Arc::new(About::of(engine, edition))))
    }

    /// All features of an edition as text; `None` where they would take more
    /// room than is left.
    pub(super) fn text(&self, key: &EditionKey, crs: OutputCrs, source: &dyn Source) -> Option<Arc<Text>> {
        let slot = {
            let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
            let texts = &mut *texts;
            match texts.by_key.get(&(key.clone(), crs)) {
                Some(slot) => Arc::clone(slot),
                None => texts.promise(key, crs, Text::estimate(source)),
            }
        };
        slot.get_or_init(|| Some(Arc::new(Text::write(source, crs)))).clone()
    }

    /// A tile of a collection that was drawn before: so cheap that no other
    /// request waits for it.
    pub(super) fn tile_at_hand(&self, collection: &str, address: Address) -> Option<Drawn> {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        self.known(shown.get(collection)?, address)
    }

    /// Which edition a collection shows, for [`Stored::tile_at_hand`].
    pub(super) fn shows(&self, collection: &str, key: &EditionKey) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        shown.entry(collection.to_owned()).or_insert_with(|| key.clone());
    }

    fn known(&self, key: &EditionKey, address: Address) -> Option<Drawn> {
        let tiles = self.tiles.lock().unwrap_or_else(PoisonError::into_inner);
        tiles.by_key.get(key)?.get(&address).cloned()
    }

    /// A tile, drawn once; `None` where there are no tiles.
    pub(super) fn tile(&self, engine: &Engine, key: &EditionKey, address: Address) -> Option<Drawn> {
        let known = self.known(key, address);
        if known.is_some() {
            return known;
        }
        let slot = (key.clone(), address);
        let drawn = match engine.tile(key, address)? {
            Tile::Empty => Drawn(None),
            Tile::Drawn(bytes) => Drawn(Some(Bytes::from(bytes))),
        };
        self.tiles.lock().unwrap_or_else(PoisonError::into_inner).keep(slot, drawn.clone());
        Some(drawn)
    }
}

impl Texts {
    fn promise(&mut self, key: &EditionKey, crs: OutputCrs, bytes: usize) -> Once<Option<Arc<Text>>> {
        let slot: Once<Option<Arc<Text>>> = Arc::default();
        if self.promised.saturating_add(bytes) > MOST_TEXT_BYTES {
            let _ = slot.set(None);
        } else {
            self.promised += bytes;
        }
        self.by_key.insert((key.clone(), crs), Arc::clone(&slot));
        slot
    }
}

impl Tiles {
    /// What an entry takes beside its bytes.
    const ENTRY_BYTES: usize = 200;

    fn keep(&mut self, slot: (EditionKey, Address), drawn: Drawn) {
        let of_edition = self.by_key.entry(slot.0.clone()).or_default();
        if of_edition.contains_key(&slot.1) {
            // Somebody else drew it meanwhile; the bytes are the same.
            return;
        }
        self.bytes += drawn.0.as_ref().map_or(0, Bytes::len) + Self::ENTRY_BYTES;
        of_edition.insert(slot.1, drawn);
        self.order.push_back(slot);
        while self.bytes > MOST_TILE_BYTES {
            let Some((key, address)) = self.order.pop_front() else { break };
            let gone =
                self.by_key.get_mut(&key).and_then(|all| all.remove(&address)).and_then(|drawn| drawn.0);
            self.bytes = self.bytes.saturating_sub(gone.map_or(0, |bytes| bytes.len()) + Self::ENTRY_BYTES);
        }
    }
}
