//! What collections there are, and how each is opened.
//!
//! | id | holds |
//! | --- | --- |
//! | `wards` | a data set: its newest edition, or the one that `datetime` picks |
//! | `wards_2018` | one edition of it |
//! | `overlap_wards_2018_wards_2023` | what two editions of layers share, piece by piece |
//! | `assessment_priorities` | the areas of an assessment of the place, with scores and ranks |
//! | `candidates_libraries` | the candidates of a search for co-location |
//! | `custom-areas` | the areas that people saved |
//!
//! Ids of data sets and editions hold no `_`, so each reads one way only.

use crate::api::{App, Current, Problem, refused};
use crate::assess::spec::AssessmentSpec;
use crate::colocate::SearchSpec;
use crate::engine::{Dataset, Edition, Engine};
use crate::model::{AssessmentId, DatasetId, DatasetKind, EditionKey, SearchId, Validity};
use crate::store::PlaceStore;
use crate::views::dataset::ExtentView;

use super::cursor::{Cursor, gone, stamp, stamp_of_edition};
use super::source::Source;
use super::sources::{CustomAreas, EditionRows, Overlaps, Pairs, Scores};
use super::when::When;

/// The id of the collection of saved areas.
pub(super) const CUSTOM: &str = "custom-areas";
/// What the ids of assessments start with.
const ASSESSMENT: &str = "assessment";
/// What the ids of candidates start with.
const CANDIDATES: &str = "candidates";
/// What the ids of overlaps start with.
const OVERLAP: &str = "overlap";

/// Which collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A data set through its editions.
    Dataset(DatasetId),
    /// One edition.
    Edition(EditionKey),
    /// What two editions of layers share.
    Overlap(EditionKey, EditionKey),
    /// The areas of an assessment that the manifest names.
    Assessment(AssessmentId),
    /// The candidates of a search that the manifest names.
    Candidates(SearchId),
    /// Saved areas.
    Custom,
}

/// A collection, without its features.
#[derive(Debug, Clone)]
pub struct Collection {
    /// Its id.
    pub id: String,
    /// Its name, for headings.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Which it is.
    pub kind: Kind,
    /// When its features are in force.
    pub validity: Validity,
}

/// A collection at one version of the place, ready to be asked.
pub(super) struct Opened<'a> {
    /// Its features.
    pub(super) source: Box<dyn Source + 'a>,
    /// What tells its rows from all others.
    pub(super) stamp: String,
    /// The edition that it shows, where it shows one.
    pub(super) edition: Option<&'a Edition>,
    /// Whether `datetime` lets its features through.
    pub(super) is_in_force: bool,
}

/// Every collection of a version, in a fixed order.
#[must_use]
pub fn all(app: &App, engine: &Engine) -> Vec<Collection> {
    let snapshot = engine.snapshot();
    let mut all: Vec<Collection> = Vec::new();
    for dataset in snapshot.datasets.values().filter(|dataset| !dataset.editions.is_empty()) {
        all.push(of_dataset(dataset));
        all.extend(dataset.editions.iter().map(|edition| of_edition(dataset, edition)));
    }
    all.extend(overlaps(engine).into_iter().map(|(from, to)| of_overlap(engine, from, to)));
    all.extend(snapshot.assessments.iter().map(|one| of_assessment(&one.spec)));
    all.extend(snapshot.searches.iter().map(|one| of_search(&one.spec)));
    if app.store().is_some() {
        all.push(of_custom());
    }
    all
}

/// The collection of an id.
///
/// # Errors
/// A [`Problem`] when there is none.
pub fn find(app: &App, engine: &Engine, id: &str) -> Result<Collection, Problem> {
    let known = match id.split('_').collect::<Vec<_>>().as_slice() {
        [CUSTOM] if app.store().is_some() => Some(of_custom()),
        [dataset] => dataset_of(engine, dataset).map(of_dataset),
        [dataset, edition] => dataset_of(engine, dataset).and_then(|dataset| {
            let mut editions = dataset.editions.iter();
            let found = editions.find(|known| known.key.edition.as_str() == *edition)?;
            Some(of_edition(dataset, found))
        }),
        [OVERLAP, ..] => {
            let pairs = overlaps(engine).into_iter();
            pairs.map(|(from, to)| of_overlap(engine, from, to)).find(|collection| collection.id == id)
        }
        _ => None,
    };
    let known = known.or_else(|| made(engine, id));
    known.ok_or_else(|| Problem::not_found(format!("collection '{id}'")))
}

fn dataset_of<'a>(engine: &'a Engine, id: &str) -> Option<&'a Dataset> {
    let id: DatasetId = id.parse().ok()?;
    engine.snapshot().dataset(&id).filter(|dataset| !dataset.editions.is_empty())
}

fn of_dataset(dataset: &Dataset) -> Collection {
    let each = |of: fn(&Validity) -> Option<jiff::civil::Date>| {
        dataset.editions.iter().map(move |e| of(&e.validity))
    };
    // The span of all editions; open where one of them is.
    let from = each(|validity| validity.from).collect::<Option<Vec<_>>>();
    let to = each(|validity| validity.to).collect::<Option<Vec<_>>>();
    Collection {
        id: dataset.id.to_string(),
        title: dataset.title.clone(),
        description: dataset.description.clone(),
        kind: Kind::Dataset(dataset.id.clone()),
        validity: Validity {
            from: from.and_then(|days| days.into_iter().min()),
            to: to.and_then(|days| days.into_iter().max()),
        },
    }
}

fn of_edition(dataset: &Dataset, edition: &Edition) -> Collection {
    Collection {
        id: edition_id(&edition.key),
        title: edition.title.clone(),
        description: dataset.description.clone(),
        kind: Kind::Edition(edition.key.clone()),
        validity: edition.validity,
    }
}

/// The id of the collection of one edition.
#[must_use]
pub fn edition_id(key: &EditionKey) -> String {
    format!("{}_{}", key.dataset, key.edition)
}

fn of_overlap(engine: &Engine, from: EditionKey, to: EditionKey) -> Collection {
    let title = |key: &EditionKey| engine.edition(key).map_or_else(|| key.to_string(), |e| e.title.clone());
    Collection {
        id: format!("{OVERLAP}_{}_{}", edition_id(&from), edition_id(&to)),
        title: format!("What {} and {} share", title(&from), title(&to)),
        description:
            "A feature for each pair of areas that share ground, with the ground and the people in both."
                .to_owned(),
        kind: Kind::Overlap(from, to),
        validity: Validity::default(),
    }
}

/// What the place's recipes make: an assessment or the candidates of a search.
fn made(engine: &Engine, id: &str) -> Option<Collection> {
    let snapshot = engine.snapshot();
    let scores = snapshot.assessments.iter().map(|one| of_assessment(&one.spec));
    scores.chain(snapshot.searches.iter().map(|one| of_search(&one.spec))).find(|made| made.id == id)
}

fn of_assessment(spec: &AssessmentSpec) -> Collection {
    Collection {
        id: format!("{ASSESSMENT}_{}", spec.id),
        title: spec.title.clone(),
        description: format!(
            "{} A feature for each area of {}, with score, rank, its range and how much is known.",
            spec.purpose, spec.areas
        ),
        kind: Kind::Assessment(spec.id.clone()),
        validity: Validity::default(),
    }
}

fn of_search(spec: &SearchSpec) -> Collection {
    Collection {
        id: format!("{CANDIDATES}_{}", spec.id),
        title: format!("{}: candidates", spec.title),
        description:
            "A line from each service to a building it could move into, the best first, with scores \
                      and reasons."
                .to_owned(),
        kind: Kind::Candidates(spec.id.clone()),
        validity: Validity::default(),
    }
}

fn of_custom() -> Collection {
    Collection {
        id: CUSTOM.to_owned(),
        title: "Custom areas".to_owned(),
        description: "Areas that people drew or put together and saved.".to_owned(),
        kind: Kind::Custom,
        validity: Validity::default(),
    }
}

/// The pairs of layers whose overlap is a collection: each edition of a layer
/// with the one that followed it, and the main layer with its partners.
fn overlaps(engine: &Engine) -> Vec<(EditionKey, EditionKey)> {
    let snapshot = engine.snapshot();
    let layers = snapshot.datasets.values().filter(|dataset| dataset.kind == DatasetKind::Layer);
    let mut pairs: Vec<(EditionKey, EditionKey)> = layers
        .flat_map(|dataset| dataset.editions.windows(2))
        .map(|pair| (pair[1].key.clone(), pair[0].key.clone()))
        .collect();
    let main = snapshot.info.main_layer.as_ref().and_then(|id| engine.newest_layer(id).ok());
    if let Some(main) = main {
        pairs.extend(engine.partners(&main).into_iter().map(|partner| (main.clone(), partner)));
    }
    pairs
}

impl Collection {
    /// Whether a recipe of the place makes it, which may fail on a version.
    pub(super) fn is_made(&self) -> bool {
        matches!(self.kind, Kind::Assessment(_) | Kind::Candidates(_))
    }

    /// Whether tiles are drawn of it.
    #[must_use]
    pub fn has_tiles(&self, engine: &Engine) -> bool {
        self.shown(engine, None).is_some_and(is_drawn)
    }

    /// The edition that it shows: the newest, or the newest of those that `when` meets.
    pub(super) fn shown<'a>(&self, engine: &'a Engine, when: Option<When>) -> Option<&'a Edition> {
        let is_met = |edition: &&Edition| when.is_none_or(|when| when.meets(edition.validity));
        match &self.kind {
            Kind::Dataset(id) => engine.snapshot().dataset(id)?.editions.iter().find(is_met),
            Kind::Edition(key) => engine.edition(key).filter(is_met),
            _ => None,
        }
    }

    /// Opens the collection as `current` has it.
    ///
    /// # Errors
    /// A [`Problem`] when its features cannot be had.
    pub(super) fn open<'a>(
        &self,
        app: &App,
        current: &'a Current,
        when: Option<When>,
    ) -> Result<Opened<'a>, Problem> {
        match &self.kind {
            Kind::Dataset(_) | Kind::Edition(_) => {
                let met = self.shown(&current.engine, when);
                let edition = met.or_else(|| self.shown(&current.engine, None));
                let edition =
                    edition.ok_or_else(|| Problem::not_found(format!("collection '{}'", self.id)))?;
                Ok(opened(current, edition, met.is_some()))
            }
            Kind::Overlap(from, to) => {
                let pair =
                    current.engine.pair(from, to).map_err(|error| refused::pair(&error, "collectionId"))?;
                let source = Overlaps::new(&current.engine, from, to, pair);
                let source = source.ok_or_else(|| Problem::not_found(format!("collection '{}'", self.id)))?;
                let stamp = self.stamp_of_version(current);
                Ok(Opened { source: Box::new(source), stamp, edition: None, is_in_force: true })
            }
            Kind::Assessment(id) => {
                let source = Box::new(Scores::new(&current.engine, current.engine.assessed(id)?));
                Ok(Opened { source, stamp: self.stamp_of_version(current), edition: None, is_in_force: true })
            }
            Kind::Candidates(id) => {
                let found = crate::api::colocate::carried_out(&current.engine, id.as_str())?;
                let source = Box::new(Pairs::new(found));
                Ok(Opened { source, stamp: self.stamp_of_version(current), edition: None, is_in_force: true })
            }
            Kind::Custom => {
                let saved = app.store().map(PlaceStore::custom_areas).transpose()?.unwrap_or_default();
                let source = Box::new(CustomAreas::new(saved));
                Ok(Opened { source, stamp: stamp(CUSTOM), edition: None, is_in_force: true })
            }
        }
    }

    /// What tells the rows of a collection that a whole version decides from all others.
    fn stamp_of_version(&self, current: &Current) -> String {
        stamp(&format!("{} {}", self.id, current.version.etag))
    }

    /// Opens the collection as it was when a listing began: among the editions
    /// that this version shows, if the cursor speaks of one of them.
    fn reopen<'a>(&self, app: &App, at: &'a Current, cursor: &Cursor) -> Result<Option<Opened<'a>>, Problem> {
        let known = match &self.kind {
            Kind::Dataset(id) => at.engine.snapshot().dataset(id).map(|dataset| dataset.editions.as_slice()),
            Kind::Edition(key) => at.engine.edition(key).map(std::slice::from_ref),
            Kind::Overlap(from, to) => {
                if at.engine.edition(from).is_none() || at.engine.edition(to).is_none() {
                    return Ok(None);
                }
                return Ok(Some(self.open(app, at, None)?).filter(|opened| opened.stamp == cursor.stamp));
            }
            Kind::Assessment(_) | Kind::Candidates(_) if made(&at.engine, &self.id).is_none() => {
                return Ok(None);
            }
            Kind::Assessment(_) | Kind::Candidates(_) | Kind::Custom => {
                return Ok(Some(self.open(app, at, None)?).filter(|opened| opened.stamp == cursor.stamp));
            }
        };
        let mut editions = known.unwrap_or_default().iter();
        let found = editions.find(|edition| stamp_of_edition(edition) == cursor.stamp);
        Ok(found.map(|edition| opened(at, edition, true)))
    }
}

fn opened<'a>(current: &'a Current, edition: &'a Edition, is_in_force: bool) -> Opened<'a> {
    let about = current.stored.about(&current.engine, edition);
    Opened {
        source: Box::new(EditionRows::new(&current.engine, edition, about)),
        stamp: stamp_of_edition(edition),
        edition: Some(edition),
        is_in_force,
    }
}

/// The version of the place that still has the rows a cursor speaks of: the
/// present one, or one that is kept from before an import.
///
/// # Errors
/// A [`Problem`] (gone) when none has.
pub(super) fn version_of_cursor(
    app: &App,
    current: &Current,
    collection: &Collection,
    cursor: &Cursor,
) -> Result<Current, Problem> {
    for version in std::iter::once(current.clone()).chain(app.earlier()) {
        if collection.reopen(app, &version, cursor)?.is_some() {
            return Ok(version);
        }
    }
    Err(gone())
}

/// Opens a collection for a listing, from a cursor where there is one.
///
/// # Errors
/// A [`Problem`] when its features cannot be had.
pub(super) fn open_for_page<'a>(
    app: &App,
    version: &'a Current,
    collection: &Collection,
    when: Option<When>,
    cursor: Option<&Cursor>,
) -> Result<Opened<'a>, Problem> {
    match cursor {
        Some(cursor) => collection.reopen(app, version, cursor)?.ok_or_else(gone),
        None => collection.open(app, version, when),
    }
}

/// Where the features of a collection lie; `None` where that would have to be
/// measured, or nothing lies anywhere.
pub(super) fn extent_of(current: &Current, collection: &Collection) -> Option<ExtentView> {
    let of = |edition: &Edition| current.stored.about(&current.engine, edition).extent;
    match &collection.kind {
        Kind::Dataset(id) => {
            let editions = &current.engine.snapshot().dataset(id)?.editions;
            editions.iter().filter_map(of).reduce(joined)
        }
        Kind::Edition(key) => of(current.engine.edition(key)?),
        Kind::Overlap(from, to) => {
            let both = [from, to].into_iter().filter_map(|key| of(current.engine.edition(key)?));
            both.reduce(joined)
        }
        Kind::Assessment(id) => of(current.engine.edition(&current.engine.assessment(id)?.areas)?),
        Kind::Candidates(_) | Kind::Custom => None,
    }
}

fn joined(a: ExtentView, b: ExtentView) -> ExtentView {
    let wider = |a: [f64; 4], b: [f64; 4]| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
    ExtentView { grid: wider(a.grid, b.grid), lonlat: a.lonlat.zip(b.lonlat).map(|(a, b)| wider(a, b)) }
}

/// Whether tiles are drawn of an edition.
pub(super) fn is_drawn(edition: &Edition) -> bool {
    edition.layer().is_some() || edition.register().is_some()
}

impl Opened<'_> {
    /// The collection in which its features have addresses that no `datetime` changes.
    pub(super) fn home(&self, of: &Collection) -> String {
        self.edition.map_or_else(|| of.id.clone(), |edition| edition_id(&edition.key))
    }
}
