//! What the addresses of searches for sites and of scenarios share: saving,
//! finding a recipe and having it carried out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::api::runs::Waiting;
use crate::api::{App, Kind, Problem};
use crate::engine::{Engine, Located, PlaceTrial, SitingError, Tried};
use crate::ingest::siting::{RecipeFault, parse_locate, parse_scenario};
use crate::locate::PeopleSpec;
use crate::model::{TrialId, TrialKind};
use crate::scenario::{LinkedPack, PackError};
use crate::store::{KeptPack, PlaceStore, StoreError, Trial};
use crate::views::SOFTWARE;

/// The longest that the solver is let run for those who ask over HTTP. A longer
/// limit of the recipe is cut to this; `wardwise locate` keeps to the recipe's own.
const MOST_SECONDS: f64 = 60.0;

/// The id of what nobody saved.
pub const UNSAVED: &str = "unsaved";

/// Ids that addresses of the service itself have.
const RESERVED: [&str; 2] = [UNSAVED, "try"];

/// Everything of a kind that the place keeps: what people saved, then what the
/// manifest names and nobody saved anew.
///
/// # Errors
/// A [`Problem`] when the folder cannot be read.
pub fn list(app: &App, engine: &Engine, kind: TrialKind) -> Result<Vec<Trial>, Problem> {
    let mut all = app.store().map(|store| store.trials(kind)).transpose()?.unwrap_or_default();
    let named = engine.trials(kind).filter(|one| !all.iter().any(|saved| saved.id == one.id));
    let named: Vec<Trial> = named.map(|one| of_manifest(engine, one)).collect();
    all.extend(named);
    Ok(all)
}

/// One by its written id: the newest that was saved, else what the manifest names.
///
/// # Errors
/// A [`Problem`] where there is none.
pub fn find(app: &App, engine: &Engine, kind: TrialKind, id: &str) -> Result<Trial, Problem> {
    let nothing = || match kind {
        TrialKind::Sites => Problem::not_found(format!("search for sites '{id}'")),
        TrialKind::Scenario => Problem::not_found(format!("scenario '{id}'")),
    };
    let parsed: TrialId = id.parse().map_err(|_not_an_id| nothing())?;
    match app.store().map(|store| store.trial(kind, &parsed)) {
        Some(Ok(saved)) => return Ok(saved),
        None | Some(Err(StoreError::UnknownTrial { .. })) => {}
        Some(Err(error)) => return Err(error.into()),
    }
    engine.trial(kind, id).map(|one| of_manifest(engine, one)).ok_or_else(nothing)
}

fn of_manifest(engine: &Engine, one: &PlaceTrial) -> Trial {
    Trial {
        id: one.id.clone(),
        number: 0,
        title: one.title.clone(),
        recipe: one.recipe.clone(),
        place_version: engine.version(),
        at: None,
        software: SOFTWARE.to_owned(),
    }
}

/// A recipe that nobody saved, as if it were kept under the id `unsaved`.
///
/// # Errors
/// A [`Problem`] that names every fault of the recipe at once.
pub fn unsaved(engine: &Engine, kind: TrialKind, recipe: &str) -> Result<Trial, Problem> {
    let title = title(kind, recipe)?;
    let id = UNSAVED.parse().map_err(|error| Problem::parameter("id", format!("{error}")))?;
    let (number, at) = (0, None);
    let (recipe, software) = (recipe.to_owned(), SOFTWARE.to_owned());
    Ok(Trial { id, number, title, recipe, place_version: engine.version(), at, software })
}

/// The heading of a recipe, which is thereby read.
fn title(kind: TrialKind, recipe: &str) -> Result<String, Problem> {
    let title = match kind {
        TrialKind::Sites => parse_locate(recipe).map(|spec| spec.title),
        TrialKind::Scenario => parse_scenario(recipe).map(|spec| spec.title),
    };
    title.map_err(|faults| Problem::parameter("recipe", told(&faults)))
}

/// Saves a recipe that this program understands.
///
/// # Errors
/// A [`Problem`] that names every fault of the recipe at once, or says that
/// the manifest names one of this id.
pub fn save(app: &App, engine: &Engine, kind: TrialKind, id: &str, recipe: &str) -> Result<Trial, Problem> {
    let id: TrialId = id.parse().map_err(|error| Problem::parameter("id", format!("{error}")))?;
    let title = title(kind, recipe)?;
    if RESERVED.contains(&id.as_str()) {
        return Err(Problem::parameter(
            "id",
            format!("'{id}' is taken by the service itself; choose another"),
        ));
    }
    if engine.trials(kind).any(|one| one.id == id) {
        let words = format!("the manifest names '{id}'; save this under another id");
        return Err(Problem::new(Kind::Conflict, words).at("id"));
    }
    Ok(store(app)?.save_trial(kind, &id, (&title, recipe), Timestamp::now())?)
}

/// How long who asks waits for an answer; the work goes on meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// A moment: a page says that it is being worked out, and looks again.
    AMoment,
    /// As long as a request may take: a program wants the answer.
    ToTheEnd,
}

impl Patience {
    fn time(self, app: &App) -> Duration {
        match self {
            Self::AMoment => app.config().limits.patience_time.min(Self::ToTheEnd.time(app)),
            // What is left is for writing the answer.
            Self::ToTheEnd => app.config().limits.request_time.mul_f64(0.9),
        }
    }
}

/// Chooses sites as a recipe asks.
///
/// # Errors
/// A [`Problem`]: it is being worked out still ([`Kind::NotReady`]), or the place
/// does not have what the recipe names.
pub fn locate(
    app: &App,
    engine: &Arc<Engine>,
    recipe: &str,
    patience: Patience,
) -> Result<Arc<Located>, Problem> {
    if let Some(found) = engine.located_before(recipe) {
        return found.map_err(|errors| refused(&errors));
    }
    let mut spec = parse_locate(recipe).map_err(|faults| not_understood(&faults))?;
    spec.limits.seconds = spec.limits.seconds.min(MOST_SECONDS);
    let (own, text) = (Arc::clone(engine), recipe.to_owned());
    let most = spec.limits.seconds;
    let work = move || {
        let start = Instant::now();
        // What comes out, good or bad, is kept by the engine.
        let _ = own.located_sites(&spec, &text, &|| start.elapsed().as_secs_f64());
    };
    let key = format!("{} {recipe}", engine.version());
    app.searches()
        .carry_out(&key, patience.time(app), work)
        .map_err(|waiting| told_to_wait(waiting, Some(most)))?;
    let found = engine.located_before(recipe).ok_or_else(lost)?;
    found.map_err(|errors| refused(&errors))
}

/// Tries out a scenario.
///
/// # Errors
/// As of [`locate`].
pub fn try_out(
    app: &App,
    engine: &Arc<Engine>,
    recipe: &str,
    patience: Patience,
) -> Result<Arc<Tried>, Problem> {
    if let Some(found) = engine.tried_before(recipe) {
        return found.map_err(|errors| refused(&errors));
    }
    let spec = parse_scenario(recipe).map_err(|faults| not_understood(&faults))?;
    let (own, text) = (Arc::clone(engine), recipe.to_owned());
    let work = move || drop(own.tried(&spec, &text));
    let key = format!("{} {recipe}", engine.version());
    app.scenarios()
        .carry_out(&key, patience.time(app), work)
        .map_err(|waiting| told_to_wait(waiting, None))?;
    let found = engine.tried_before(recipe).ok_or_else(lost)?;
    found.map_err(|errors| refused(&errors))
}

/// What somebody reads who has no answer yet.
fn told_to_wait(waiting: Waiting, most_seconds: Option<f64>) -> Problem {
    let words = match waiting {
        Waiting::Running(time) => {
            let end = most_seconds.map(|most| format!("; the solver itself stops after {most} seconds"));
            let seconds = time.as_secs();
            format!("it is being worked out, for {seconds} seconds so far{}", end.unwrap_or_default())
        }
        Waiting::Queued(1) => "it waits for another that is being worked out".to_owned(),
        Waiting::Queued(before) => format!("it waits for {before} others that were asked before"),
        Waiting::Full => {
            let words = "too many searches and scenarios wait already, so this one was not taken in";
            return Problem::new(Kind::Busy, words);
        }
    };
    Problem::new(Kind::NotReady, words)
}

/// The run ended and left nothing.
fn lost() -> Problem {
    tracing::error!("a search or scenario ended without an answer");
    Problem::new(Kind::Internal, "it could not be worked out; the log of the service says why")
}

/// Saves a scenario and, where its recipe names a decision, keeps the evidence
/// with it. What could not be kept is not saved either.
///
/// # Errors
/// As of [`save`] and [`keep_pack`].
pub fn save_with_evidence(app: &App, engine: &Arc<Engine>, id: &str, recipe: &str) -> Result<Trial, Problem> {
    let spec = parse_scenario(recipe).map_err(|faults| not_understood(&faults))?;
    let Some(decision) = &spec.pack.decision else {
        return save(app, engine, TrialKind::Scenario, id, recipe);
    };
    linked(app, engine, recipe)?;
    let parsed: TrialId = id.parse().map_err(|error| Problem::parameter("id", format!("{error}")))?;
    if store(app)?.packs(&parsed)?.iter().any(|kept| kept.decision == decision.trim()) {
        return Err(StoreError::PackIsKept(decision.clone()).into());
    }
    let saved = save(app, engine, TrialKind::Scenario, id, recipe)?;
    keep_pack(app, engine, &saved)?;
    Ok(saved)
}

/// The evidence packs of a scenario that were linked to decisions.
///
/// # Errors
/// A [`Problem`] when the folder cannot be read.
pub fn packs(app: &App, saved: &Trial) -> Result<Vec<KeptPack>, Problem> {
    Ok(app.store().map(|store| store.packs(&saved.id)).transpose()?.unwrap_or_default())
}

/// Whether the facts of a pack fit its digest.
///
/// # Errors
/// [`PackError::Changed`].
pub fn verify(kept: &KeptPack) -> Result<(), PackError> {
    LinkedPack::verify(&kept.facts, &kept.digest)
}

/// Reckons the evidence of a scenario, links it to the decision that its
/// recipe names, and keeps it for good.
///
/// # Errors
/// A [`Problem`]: the recipe names no day or decision, nobody signed, a group
/// that is hit harder has no mitigation, or the decision has its pack already.
pub fn keep_pack(app: &App, engine: &Arc<Engine>, saved: &Trial) -> Result<KeptPack, Problem> {
    let linked = linked(app, engine, &saved.recipe)?;
    Ok(store(app)?.keep_pack(&saved.id, &linked, Timestamp::now())?)
}

/// The evidence that a recipe links to its decision.
fn linked(app: &App, engine: &Arc<Engine>, recipe: &str) -> Result<LinkedPack, Problem> {
    let without = "the recipe links no evidence to a decision: it needs 'date', and 'decision' under [pack]";
    let tried = try_out(app, engine, recipe, Patience::ToTheEnd).map_err(|problem| {
        if !problem.is(Kind::NotReady) {
            return problem;
        }
        Problem::new(
            Kind::Busy,
            format!("nothing is saved yet: {}; save it again in a minute", problem.detail),
        )
    });
    let linked = tried?.linked.clone();
    linked.ok_or_else(|| Problem::new(Kind::Conflict, without).at("recipe"))
}

fn store(app: &App) -> Result<&PlaceStore, Problem> {
    let without = "the service runs without a place folder, so it keeps no searches and no scenarios";
    app.store().ok_or_else(|| Problem::new(Kind::Forbidden, without))
}

/// The people for whom this place judges, as [`Engine::usual_trial`] says.
#[must_use]
pub fn usual_people(engine: &Engine) -> Option<PeopleSpec> {
    let usual = engine.usual_trial()?;
    match usual.kind {
        TrialKind::Scenario => parse_scenario(&usual.recipe).map(|spec| spec.people).ok(),
        TrialKind::Sites => parse_locate(&usual.recipe).map(|spec| spec.people).ok(),
    }
}

/// The form or another version of the program wrote what the reader refuses.
fn not_understood(faults: &[RecipeFault]) -> Problem {
    Problem::parameter("recipe", told(faults))
}

fn refused(errors: &[SitingError]) -> Problem {
    let words = "the recipe cannot be carried out on this version of the place";
    Problem::new(Kind::Conflict, format!("{words}:\n{}", told(errors)))
}

fn told(list: &[impl ToString]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
