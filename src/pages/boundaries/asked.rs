//! What the address asks for: two editions, a way, a filter, an area.

use crate::engine::{Edition, Engine, Way};
use crate::model::{DatasetKind, EditionKey};
use crate::pages::mapblock::main_layer;
use crate::pages::params::Params;

/// Which areas the list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// All of them.
    All,
    /// Those that lie in more than one.
    Cut,
    /// Those of which more than 5 % goes elsewhere than most of it.
    Split,
}

/// The address of the page, read.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub from: Option<&'a Edition>,
    pub to: Option<&'a Edition>,
    pub way: Way,
    pub listed: Listed,
    /// Whether pairs that share no more than a difference of drawing are listed.
    pub slivers: bool,
    /// Code of the area whose pieces are drawn.
    pub area: Option<String>,
    figures: bool,
    /// What cannot be understood, in a sentence.
    pub wrong: Option<String>,
}

impl Listed {
    pub(super) const ALL: [Self; 3] = [Self::All, Self::Cut, Self::Split];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Cut => "cut",
            Self::Split => "split",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::All => "All areas",
            Self::Cut => "Only areas cut by more than one",
            Self::Split => "Only splits worse than 5%",
        }
    }
}

impl<'a> Asked<'a> {
    pub(super) fn read(engine: &'a Engine, params: &Params) -> Self {
        let mut wrong = None;
        let mut layer = |name: &str| {
            let text = params.get(name)?;
            let found = text.parse::<EditionKey>().ok().and_then(|key| engine.edition(&key));
            let found = found.filter(|edition| edition.layer().is_some());
            if found.is_none() {
                wrong.get_or_insert_with(|| {
                    format!("This place has no layer “{text}”. Choose one from the list.")
                });
            }
            found
        };
        let (from, to) = (layer("from"), layer("to"));
        let way = params.get("way").map_or(Some(Way::Best), Way::from_key);
        if way.is_none() {
            wrong.get_or_insert_with(|| {
                "That way of sharing out is not known. Choose one from the list.".to_owned()
            });
        }
        let (usual_from, usual_to) = usual(engine, from, to);
        let sound = wrong.is_none();
        let listed =
            params.get("show").and_then(|key| Listed::ALL.into_iter().find(|listed| listed.key() == key));
        Self {
            from: from.or_else(|| usual_from.filter(|_| sound)),
            to: to.or_else(|| usual_to.filter(|_| sound)),
            way: way.unwrap_or(Way::Best),
            listed: listed.unwrap_or(Listed::All),
            slivers: params.get("slivers").is_some(),
            area: params.get("area").map(str::to_owned),
            figures: params.get("view") == Some("figures"),
            wrong,
        }
    }

    pub(super) fn is_about_figures(&self) -> bool {
        self.figures
    }
}

/// Every edition of every layer, in catalogue order.
pub(super) fn layers(engine: &Engine) -> Vec<&Edition> {
    let sets = engine.snapshot().datasets.values().filter(|set| set.kind == DatasetKind::Layer);
    sets.flat_map(|set| &set.editions).collect()
}

/// What most people come for: figures of small areas on the wards of today.
fn usual<'a>(
    engine: &'a Engine,
    from: Option<&'a Edition>,
    to: Option<&'a Edition>,
) -> (Option<&'a Edition>, Option<&'a Edition>) {
    let all = layers(engine);
    let other = |than: Option<&Edition>| {
        all.iter().copied().find(|edition| than.is_none_or(|than| than.key != edition.key))
    };
    let main = main_layer(engine).filter(|main| from.is_none_or(|from| from.key != main.key));
    let to = to.or(main).or_else(|| other(from));
    let looked_up = to.and_then(|to| {
        let tables =
            engine.snapshot().info.catalogue.lookups.iter().filter(|lookup| lookup.to == to.key.dataset);
        let editions = tables
            .filter_map(|lookup| engine.snapshot().dataset(&lookup.table))
            .flat_map(|set| &set.editions);
        let homes = editions.filter_map(|edition| edition.table()?.geography.as_ref());
        homes.filter_map(|key| engine.edition(key)).find(|edition| edition.key != to.key)
    });
    (looked_up.or_else(|| other(to)), to)
}
