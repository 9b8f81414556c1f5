//! A search carried out on a place.

use std::sync::Arc;

use crate::colocate::{
    Decision, Demand, Estate, Explained, Found, Judged, Listed, Pair, SearchSpec, Setting, Ties, Walk,
    WalkBy, explain, find, judged,
};
use crate::engine::{Edition, Engine};
use crate::model::{EditionKey, EstateSource, SearchId};

use super::error::{ColocateError, ColocateFault};
use super::walks::Walks;

/// A search that the place's manifest names.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceSearch {
    /// Its file, path inside the source folder.
    pub file: String,
    /// What it asks for.
    pub spec: Arc<SearchSpec>,
}

/// A search that was carried out: what was asked, what it rests on, what was found.
#[derive(Debug, Clone)]
pub struct Colocated {
    /// What was asked.
    pub spec: Arc<SearchSpec>,
    /// Buildings and services.
    pub estate: Arc<Estate>,
    /// Who lives where.
    pub demand: Demand,
    /// Areas that bind services.
    pub ties: Ties,
    /// How walks were measured.
    pub walks: Walks,
    /// What was found.
    pub found: Found,
    /// Every edition that was read.
    pub data: Vec<EditionKey>,
    /// Version of the place.
    pub version: u64,
}

impl Engine {
    /// Buildings and services of the place, as its manifest describes them.
    #[must_use]
    pub fn estate(&self) -> Arc<Estate> {
        let built = self.colocations.estate.get_or_init(|| {
            let sources = &self.snapshot.info.catalogue.estate;
            let (mut listed, mut not_shown) = (Vec::new(), Vec::new());
            for source in sources {
                match self.estate_edition(source).and_then(Edition::register) {
                    Some(register) => listed.push(Listed { source, register }),
                    None => not_shown.push((source.holds, source.register.clone())),
                }
            }
            Arc::new(Estate { not_shown, ..Estate::build(&listed) })
        });
        Arc::clone(built)
    }

    /// The edition that a source of the estate means: the one it names, else the newest in view.
    fn estate_edition(&self, source: &EstateSource) -> Option<&Edition> {
        let editions = &self.snapshot.dataset(&source.register)?.editions;
        match &source.edition {
            Some(wanted) => editions.iter().find(|edition| edition.key.edition == *wanted),
            None => editions.first(),
        }
    }

    /// A search that the manifest names.
    ///
    /// # Errors
    /// [`ColocateError::Unknown`].
    pub fn search_of(&self, id: &SearchId) -> Result<Arc<SearchSpec>, ColocateError> {
        let found = self.snapshot.searches.iter().find(|one| one.spec.id == *id);
        found.map(|one| Arc::clone(&one.spec)).ok_or_else(|| ColocateError::Unknown {
            id: id.clone(),
            known: self.snapshot.searches.iter().map(|one| one.spec.id.clone()).collect(),
        })
    }

    /// Carries out a search that the manifest names, once for each version.
    ///
    /// # Errors
    /// [`ColocateError`].
    pub fn colocated(&self, id: &SearchId) -> Result<Arc<Colocated>, ColocateError> {
        let spec = self.search_of(id)?;
        self.colocations.colocated.get_or_make(id.clone(), || self.colocate(&spec))
    }

    /// Carries out a search. It may take a second on a large place: not for a
    /// thread that serves others.
    ///
    /// # Errors
    /// [`ColocateError::Refused`] with everything that the search names and
    /// the place has not.
    pub fn colocate(&self, spec: &SearchSpec) -> Result<Colocated, ColocateError> {
        let estate = self.estate();
        let mut faults = self.unknown_registers(spec);
        let people = self.colocation_people(spec.people.as_ref()).map_err(|more| faults.extend(more)).ok();
        let walks = self.walks(&spec.distances).map_err(|fault| faults.push(fault)).ok();
        let (Some(people), Some(walks), true) = (people, walks, faults.is_empty()) else {
            return Err(ColocateError::Refused(faults));
        };
        let ties = self.ties(&estate, &spec.gates);
        let setting = Setting { estate: &estate, demand: &people.demand, walk: &walks, ties: &ties };
        let found = find(spec, setting);
        let mut data = people.data;
        data.extend(estate.registers.iter().map(|register| register.edition.clone()));
        data.extend(walks.network().cloned());
        Ok(Colocated {
            spec: Arc::new(spec.clone()),
            found,
            demand: people.demand,
            ties,
            walks,
            data: data.into_iter().collect(),
            version: self.version(),
            estate,
        })
    }

    fn unknown_registers(&self, spec: &SearchSpec) -> Vec<ColocateFault> {
        let sources = &self.snapshot.info.catalogue.estate;
        let sides = [("buildings / registers", &spec.buildings), ("services / registers", &spec.services)];
        let wanted = sides.into_iter().flat_map(|(at, which)| which.registers.iter().map(move |id| (at, id)));
        wanted
            .filter(|(_, id)| !sources.iter().any(|source| source.register == **id))
            .map(|(at, id)| {
                ColocateFault::new(
                    at,
                    format!("the manifest names no register '{id}' under [[buildings]] or [[services]]"),
                )
            })
            .collect()
    }
}

impl Colocated {
    /// What the search was carried out on.
    #[must_use]
    pub fn setting(&self) -> Setting<'_> {
        Setting { estate: &self.estate, demand: &self.demand, walk: &self.walks, ties: &self.ties }
    }

    /// By what reckoning walks were measured.
    #[must_use]
    pub fn by(&self) -> WalkBy {
        self.walks.by()
    }

    /// Why a pair is a candidate.
    #[must_use]
    pub fn explain(&self, pair: &Pair) -> Explained {
        explain(&self.spec, self.setting(), &self.found.catchments, pair)
    }

    /// What tells a pair from any other, in every version of the place: the
    /// ids of both sides with their registers.
    #[must_use]
    pub fn id_of(&self, pair: &Pair) -> String {
        let service = &self.estate.services[pair.service as usize];
        let building = &self.estate.buildings[pair.building as usize];
        format!("{} > {}", self.estate.service_id(service), self.estate.building_id(building))
    }

    /// How many of the possible duplicates that people judged are duplicates.
    #[must_use]
    pub fn judged(&self, decisions: &[Decision]) -> Judged {
        let ids: Vec<String> = self.found.duplicates.iter().map(|one| one.id(self.setting())).collect();
        judged(decisions, &self.spec.id, ids.iter().map(String::as_str))
    }

    /// A pair of the list by its id.
    #[must_use]
    pub fn pair(&self, id: &str) -> Option<&Pair> {
        self.found.pairs.iter().find(|pair| self.id_of(pair) == id)
    }
}
