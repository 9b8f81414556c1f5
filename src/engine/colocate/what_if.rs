//! A candidate as a scenario: what if this service moved into this building?

use toml::{Table, Value};

use crate::colocate::{Building, Pair, PeopleFrom, Service, WalkBy};
use crate::engine::Engine;
use crate::engine::siting::{offered, site_id};

use super::run::Colocated;

/// Why a candidate cannot be tried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoWhatIf {
    /// Neither the search nor a scenario of the place says who is served.
    #[error(
        "neither this search nor a scenario of the manifest names people, so nobody could be said to gain or lose: add [people] to the search"
    )]
    NoPeople,
    /// Nothing tells where else the service is offered.
    #[error(
        "its register does not tell which kind of service it is, so nobody knows where else it is offered"
    )]
    NoKind,
}

impl Engine {
    /// The recipe of a scenario in which the service of a pair moves in with
    /// its building, by the walks of the search.
    ///
    /// The service is taken to be the first kind that its register tells; all
    /// places of the estate that offer this kind take part. Where the building
    /// offers it already the service closes. People, groups and classes are
    /// those of [`Engine::usual_trial`], so that every plan is judged for the
    /// same people; where the manifest names none, those of the search, without
    /// the groups that it tells by the worst areas, which count areas and not
    /// people: the recipe says which.
    ///
    /// # Errors
    /// [`NoWhatIf`].
    pub fn what_if(&self, found: &Colocated, pair: &Pair) -> Result<String, NoWhatIf> {
        let service = &found.estate.services[pair.service as usize];
        let building = &found.estate.buildings[pair.building as usize];
        let kind = service.terms.value().and_then(|terms| terms.first()).ok_or(NoWhatIf::NoKind)?;
        let mut assumptions = vec![
            format!("Everybody walks to the nearest place that offers {kind}."),
            "What the service does and when it is open stays the same.".to_owned(),
        ];
        let others: Vec<&str> =
            service.terms.value().into_iter().flatten().skip(1).map(String::as_str).collect();
        if !others.is_empty() {
            assumptions.push(format!(
                "{} offers {} as well; who would gain or lose those is not told here.",
                service.name,
                others.join(", ")
            ));
        }
        let people = match (self.usual_people(), &found.spec.people) {
            (Some((people, of)), _) => {
                assumptions.push(format!("People and groups are those of \u{201c}{of}\u{201d}."));
                people
            }
            (None, Some(people)) => {
                assumptions.extend(left_out(people));
                people_of(people)
            }
            (None, None) => return Err(NoWhatIf::NoPeople),
        };
        let offered = offered(&found.estate, kind);
        let own = site_id(&found.estate, &offered, service);
        // Where the building offers the same already the two become one: this one closes.
        let is_there =
            |one: &&Service| one.building == Some(pair.building) && one.building != service.building;
        let change = if offered.iter().any(is_there) {
            assumptions.push(format!("{} offers {kind} already; the two become one.", building.name));
            table([("close", own.into())])
        } else {
            table([("share", own.into()), ("with", found.place(building))])
        };
        let mut recipe = Table::new();
        recipe.insert("title".into(), format!("{} moves in with {}", service.name, building.name).into());
        recipe.insert("assumptions".into(), assumptions.into());
        recipe.insert("people".into(), people);
        recipe.insert("sites".into(), table([("offering", kind.as_str().into())]));
        recipe.insert("travel".into(), found.travel());
        recipe.insert("action".into(), vec![change].into());
        Ok(recipe.to_string())
    }

    /// The people of the trial that this place judges by, and what it is called.
    fn usual_people(&self) -> Option<(Value, &str)> {
        let usual = self.usual_trial()?;
        Some((usual.recipe.parse::<Table>().ok()?.remove("people")?, &usual.title))
    }
}

impl Colocated {
    fn travel(&self) -> Value {
        let distances = &self.spec.distances;
        match self.by() {
            WalkBy::Network { edition, km_per_hour } => table([
                ("by", "network".into()),
                ("network", edition.into()),
                ("km_per_hour", km_per_hour.into()),
            ]),
            WalkBy::StraightLine { .. } => table([
                ("by", "straight-line".into()),
                ("km_per_hour", distances.km_per_hour.into()),
                ("detour", distances.detour.into()),
            ]),
        }
    }

    /// The building by the first record that tells of it.
    fn place(&self, building: &Building) -> Value {
        let register = &self.estate.registers[usize::from(building.records[0].0)].edition;
        table([("register", register.to_string().into()), ("id", building.id.as_str().into())])
    }
}

/// Groups of the search that count areas, in words.
fn left_out(people: &PeopleFrom) -> impl Iterator<Item = String> {
    people.groups.iter().filter(|group| group.worst_share.is_some()).map(|group| {
        let name = &group.name;
        format!(
            "The search's group \u{201c}{name}\u{201d} is told by areas and is not among the groups here."
        )
    })
}

fn people_of(people: &PeopleFrom) -> Value {
    let groups = people.groups.iter().filter(|group| group.worst_share.is_none()).map(|group| {
        table([
            ("name", group.name.as_str().into()),
            ("family", group.name.as_str().into()),
            ("measure", group.measure.to_string().into()),
        ])
    });
    table([
        ("areas", people.areas.to_string().into()),
        ("residents", people.residents.to_string().into()),
        ("group", groups.collect::<Vec<_>>().into()),
    ])
}

fn table<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Table(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
