//! The truth behind the town's files: who lives in each street block.

use crate::geom::Grid;

use super::SampleError;
use super::areas::Grouping;
use super::mesh::{Mesh, OUTSIDE};
use super::rings::NONE;
use super::town::Town;

/// One street block. Every area of the town is made of whole blocks, which
/// no published file tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// A point inside.
    pub at: Grid,
    /// Its ground in m², between straight edges.
    pub area_m2: f64,
    /// Households.
    pub households: usize,
    /// People by five-year age band, the last of 90 and over.
    pub ages: [usize; 19],
    /// Its output area.
    pub output_area: Option<u32>,
    /// Its small area (LSOA) of 2021.
    pub small_area: Option<u32>,
    /// Its middle area (MSOA).
    pub middle_area: Option<u32>,
    /// Its ward until 2023.
    pub old_ward: Option<u32>,
    /// Its ward since 2023.
    pub new_ward: Option<u32>,
    /// Its police neighbourhood.
    pub police: Option<u32>,
}

/// The blocks of the town of a seed. Areas are numbered from 0.
///
/// # Errors
/// [`SampleError::Degenerate`], which does not happen with the default seed.
pub fn settled(seed: u64) -> Result<Vec<Block>, SampleError> {
    let town = Town::build(seed)?;
    let ground = ground(&town.mesh);
    let group = |grouping: &Grouping, at: usize| Some(grouping.of[at]).filter(|group| *group != NONE);
    let areas = &town.areas;
    let block = |at: usize| Block {
        at: Grid { e: town.mesh.sites[at].x, n: town.mesh.sites[at].y },
        area_m2: ground[at],
        households: town.people.households[at],
        ages: town.people.ages[at],
        output_area: group(&areas.oa, at),
        small_area: group(&areas.lsoa21, at),
        middle_area: group(&areas.msoa, at),
        old_ward: group(&areas.old_wards, at),
        new_ward: group(&areas.new_wards, at),
        police: group(&areas.police, at),
    };
    Ok((0..town.mesh.sites.len()).map(block).collect())
}

/// The ground of each block, edge by edge: what lies left of an edge gains
/// what the block on its right loses.
fn ground(mesh: &Mesh) -> Vec<f64> {
    let mut doubled = vec![0.0; mesh.sites.len()];
    for edge in &mesh.edges {
        let [a, b] = edge.ends.map(|end| mesh.corners[end as usize]);
        let cross = a.x * b.y - b.x * a.y;
        for (block, sign) in edge.blocks.into_iter().zip([1.0, -1.0]) {
            if block != OUTSIDE {
                doubled[block as usize] += sign * cross;
            }
        }
    }
    doubled.into_iter().map(|doubled: f64| doubled.abs() / 2.0).collect()
}
