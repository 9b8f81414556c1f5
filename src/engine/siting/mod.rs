//! Sites and scenarios on the data of a place: recipes become problems, problems answers.
//!
//! `people.rs` finds who lives where, `sites.rs` the records that could serve
//! and `offering.rs` the places of the estate that do, `minutes.rs` how long it
//! takes, `mean_walks.rs` how long the people of an area do; `locate.rs`
//! chooses sites, `scenario.rs` tries out plans and `around.rs` counts who
//! lives near one point. Nothing of it becomes part of the place. Read
//! `locate.rs` first.

mod around;
mod error;
mod locate;
mod mean_walks;
mod minutes;
mod offering;
mod people;
mod scenario;
mod sites;
mod trial;

pub use around::{PeopleAround, Within};
pub use error::SitingError;
pub use locate::Located;
pub use mean_walks::Astray;
pub use minutes::{Journeys, Travel, TravelBy};
pub(super) use offering::{offered, site_id};
pub use people::{People, PeopleNote, SpotsFrom};
pub use scenario::Tried;
pub use sites::{LeftOut, SiteRecord, Sites};
pub use trial::PlaceTrial;
pub(super) use trial::Trials;
