//! Every geography of the town, as groups of street blocks.
//!
//! Output areas make up small areas, and those middle areas. Wards, police
//! neighbourhoods, fire grounds, health localities and housing patches follow
//! the same streets here and there, and cut through elsewhere.

mod drawing;
mod grouping;
mod lineage;
#[cfg(test)]
mod tests;
mod tolls;

use super::mesh::Mesh;
use super::names;
use super::people::People;
use super::terrain::Terrain;

use drawing::Drawing;

pub(crate) use grouping::{Grouping, members};
pub(crate) use tolls::Tolls;

/// All geographies.
#[derive(Debug, Clone)]
pub(crate) struct Areas {
    pub(crate) oa: Grouping,
    pub(crate) lsoa21: Grouping,
    pub(crate) lsoa11: Grouping,
    /// For each small area of 2011 its code.
    pub(crate) lsoa11_codes: Vec<String>,
    pub(crate) lsoa21_codes: Vec<String>,
    pub(crate) lsoa21_names: Vec<String>,
    pub(crate) lsoa11_names: Vec<String>,
    pub(crate) msoa: Grouping,
    pub(crate) old_wards: Grouping,
    pub(crate) new_wards: Grouping,
    pub(crate) police: Grouping,
    pub(crate) fire: Grouping,
    pub(crate) localities: Grouping,
    pub(crate) patches: Grouping,
}

impl Areas {
    /// Draws every geography.
    pub(crate) fn draw(terrain: &Terrain, mesh: &Mesh, people: &People, seed: u64) -> Self {
        let drawing = Drawing { mesh, weights: people.weights(), seed };
        let plain = Tolls::plain(mesh);
        let msoa = drawing.north_to_south(&drawing.part_all("middle areas", 32, &plain));
        let lsoa21 = drawing.within("small areas", &msoa, 160, &plain);
        let oa = drawing.within("output areas", &lsoa21, 800, &plain);
        let by_oa = || Tolls::plain(mesh).along(mesh, &oa, 1.5).along(mesh, &lsoa21, 1.25);
        let old_wards = drawing.named(&drawing.part_all("old wards", 18, &by_oa()), &names::OLD_WARDS);
        let new_tolls = by_oa().along(mesh, &old_wards, 1.7);
        let new_wards = drawing.named(&drawing.part_all("new wards", 24, &new_tolls), &names::NEW_WARDS);
        let police = drawing.named(&drawing.part_all("police", 11, &plain), &names::POLICE);
        let fire = drawing.named(&drawing.part_all("fire", 4, &plain), &names::FIRE);
        let by_msoa = Tolls::plain(mesh).along(mesh, &msoa, 1.4);
        let localities = drawing.named(&drawing.part_all("localities", 3, &by_msoa), &names::LOCALITIES);
        let patches = drawing.patches(terrain);
        let lineage = drawing.small_areas_2011(&msoa, &lsoa21);
        Self {
            lsoa11_names: lineage.old_names(&msoa),
            lsoa21_names: lineage.new_names(&msoa, &lsoa21),
            oa,
            lsoa21,
            lsoa11: lineage.old,
            lsoa11_codes: lineage.old_codes,
            lsoa21_codes: lineage.new_codes,
            msoa,
            old_wards,
            new_wards,
            police,
            fire,
            localities,
            patches,
        }
    }
}

/// Codes of a geography: a stem and a number from `first` on.
pub(crate) fn codes(stem: &str, digits: usize, first: usize, n: usize) -> Vec<String> {
    (0..n).map(|i| format!("{stem}{:0digits$}", first + i)).collect()
}
