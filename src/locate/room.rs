//! Sets of sites with room enough, found without a variable a pair.
//!
//! A program knows only which sites are open. Where a set has too little room,
//! the least cut names demand points that together ask for more than the open
//! sites they reach can give; a row says so of every set, and the program is
//! asked again. Each row is true of all sets that serve everybody, so what the
//! program proves holds for the whole problem.
//!
//! # Source
//! J. Benders, "Partitioning procedures for solving mixed-variables programming
//! problems", Numerische Mathematik 4, 1962.

use super::case::Case;
use super::fault::Fault;
use super::flow::too_many;
use super::form::{Goal, form};
use super::highs::minimise;
use super::mip::{Ended, Mip};
use super::run::{Candidate, Run, open_sites};
use super::transport::serve;

/// How the search ended.
pub(super) enum Search {
    /// With a set that is best for the goal: proved.
    Found(Candidate),
    /// With proof that there is none.
    None,
    /// Out of time, or with a set that could not be told from the rest; nothing is below the bound.
    Open(f64),
}

/// The most rounds of asking again.
const MOST_ROUNDS: usize = 400;

/// Whether this way leads anywhere: rules of cover ask who goes where.
pub(super) fn applies(case: &Case) -> bool {
    case.room.is_some() && case.serves_all && case.covers.is_empty()
}

/// The best set of sites with room for everybody within the reach.
pub(super) fn search(case: &Case, goal: Goal, run: &Run<'_>) -> Result<Search, Fault> {
    let Some(room) = case.room.as_ref().filter(|_| applies(case)) else {
        return Ok(Search::Open(f64::NEG_INFINITY));
    };
    // Without room, the program is about sites alone.
    let bare = Case { room: None, ..case.clone() };
    let mut mip = form(&bare, goal).mip;
    let all: Vec<usize> = (0..case.n()).collect();
    mip.add_row(case.weights.iter().sum(), f64::INFINITY, terms(case, room, &all));
    let mut bound = f64::NEG_INFINITY;
    for _ in 0..MOST_ROUNDS {
        let found = minimise(&mip, run.effort_to_proof())?;
        bound = f64::max(bound, found.bound);
        let values = match (found.ended, found.values) {
            (Ended::Infeasible, _) => return Ok(Search::None),
            (Ended::Solved, Some(values)) => values,
            _ => return Ok(Search::Open(bound)),
        };
        let open = open_sites(case, &values);
        if let Some(many) = too_many(case, room, &open) {
            add_cut(case, room, &many, &mut mip);
            continue;
        }
        if let Some(candidate) = serve(case, &open, run)? {
            return Ok(Search::Found(candidate));
        }
        match keeps_whole(case, &open, run)? {
            Whole::Can(candidate) => return Ok(Search::Found(candidate)),
            // A part of this set has no more room than the set: one other site must be open.
            Whole::Cannot => {
                let others = (0_u32..).zip(&open).filter(|(_, open)| !**open).map(|(site, _)| (site, 1.0));
                mip.add_row(1.0, f64::INFINITY, others.collect());
            }
            Whole::Unknown => return Ok(Search::Open(bound)),
        }
    }
    Ok(Search::Open(bound))
}

/// Of each site, what it can give these demand points at most.
fn terms(case: &Case, room: &[f64], demand: &[usize]) -> Vec<(u32, f64)> {
    let mut asked = vec![0.0; case.m()];
    for at in demand {
        for way in case.near(*at) {
            asked[way.site as usize] += case.weights[*at];
        }
    }
    let give = (0_u32..).zip(asked.iter().zip(room)).map(|(site, (asked, room))| (site, room.min(*asked)));
    give.filter(|(_, give)| *give > 0.0).collect()
}

fn add_cut(case: &Case, room: &[f64], demand: &[usize], mip: &mut Mip) {
    let wanted: f64 = demand.iter().map(|at| case.weights[*at]).sum();
    mip.add_row(wanted, f64::INFINITY, terms(case, room, demand));
}

enum Whole {
    Can(Candidate),
    Cannot,
    Unknown,
}

/// Whether demand points that stay whole fit into a set, asked of the solver.
fn keeps_whole(case: &Case, open: &[bool], run: &Run<'_>) -> Result<Whole, Fault> {
    if !case.whole {
        return Ok(Whole::Unknown);
    }
    let (only, kept) = case.only(open);
    let form = form(&only, Goal::Anything);
    let found = minimise(&form.mip, run.effort_to_proof())?;
    let values = match (found.ended, found.values) {
        (Ended::Infeasible, _) => return Ok(Whole::Cannot),
        (_, Some(values)) => values,
        _ => return Ok(Whole::Unknown),
    };
    let shares = super::run::shares_of(&only, &form, &values);
    if !super::transport::holds(&only, &shares) {
        return Ok(Whole::Unknown);
    }
    let sites = kept.iter().map(|site| case.sites[*site]).collect();
    let objective = super::transport::cost_of(&only, &shares);
    Ok(Whole::Can(Candidate { sites, shares: Some(shares), objective }))
}
