//! A case as one mixed-integer program: `docs/methods/location.md` has the formulas.

use super::case::{Case, within};
use super::mip::{Column, Mip};
use super::patterns::Patterns;
use super::radius::{self, Furthest};

/// What a program is to make best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// Any set that keeps to the rules.
    Anything,
    /// The fewest sites.
    FewestSites,
    /// Most people served.
    MostServed,
    /// The least sum of people times cost.
    LeastCost,
}

/// A program with what its columns stand for.
///
/// The first columns are the sites.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub mip: Mip,
    /// Where capacity counts: site and column of each share, demand point by demand point.
    pub shares: Vec<Vec<(u32, u32)>>,
}

/// Writes a case down as a program.
pub(super) fn form(case: &Case, goal: Goal) -> Form {
    form_within(case, goal, None)
}

/// The same where it is known how far people go at most.
pub(super) fn form_within(case: &Case, goal: Goal, furthest: Furthest<'_>) -> Form {
    let mut mip = Mip::default();
    let cost = if goal == Goal::FewestSites { 1.0 } else { 0.0 };
    for fixed in &case.fixed {
        mip.add_column(Column { cost, low: f64::from(u8::from(*fixed)), high: 1.0, integer: true });
    }
    site_rules(case, &mut mip);
    let shares = if case.room.is_some() { with_room(case, goal, &mut mip) } else { Vec::new() };
    if case.room.is_none() {
        without_room(case, goal, furthest, &mut mip);
    }
    Form { mip, shares }
}

fn site_rules(case: &Case, mip: &mut Mip) {
    let sites = || 0..u32::try_from(case.m()).unwrap_or(u32::MAX);
    if case.fewest > 0 || case.most < case.m() {
        mip.add_row(case.fewest as f64, case.most as f64, sites().map(|site| (site, 1.0)).collect());
    }
    if let Some(budget) = case.budget {
        let terms = sites().map(|site| (site, case.cost[site as usize]));
        mip.add_row(f64::NEG_INFINITY, budget, terms.filter(|(_, cost)| *cost > 0.0).collect());
    }
    if case.least_partners == 0 {
        return;
    }
    let mut members = vec![Vec::new(); case.n_partners];
    for (site, partner) in (0_u32..).zip(&case.partner) {
        if let Some(partner) = partner {
            members[*partner as usize].push((site, -1.0));
        }
    }
    let mut counted = Vec::new();
    for mut terms in members {
        let present = mip.add_unit(0.0, false);
        terms.push((present, 1.0));
        mip.add_row(f64::NEG_INFINITY, 0.0, terms);
        counted.push((present, 1.0));
    }
    mip.add_row(case.least_partners as f64, f64::INFINITY, counted);
}

/// Everybody goes to the nearest site: only which sites are near matters.
fn without_room(case: &Case, goal: Goal, furthest: Furthest<'_>, mip: &mut Mip) {
    if goal == Goal::LeastCost {
        radius::add(case, furthest, mip);
    } else if case.serves_all {
        let patterns = Patterns::of_people(case);
        for set in patterns.least_sets() {
            mip.add_row(1.0, f64::INFINITY, set.iter().map(|site| (*site, 1.0)).collect());
        }
        if unserved(case, &patterns) {
            mip.add_row(1.0, f64::INFINITY, Vec::new());
        }
    }
    let mut reaches: Vec<f64> = case.covers.iter().map(|cover| cover.within).collect();
    if goal == Goal::MostServed {
        reaches.push(case.within);
    }
    reaches.sort_by(f64::total_cmp);
    reaches.dedup();
    for reach in reaches {
        cover_within(case, goal, reach, mip);
    }
}

fn unserved(case: &Case, patterns: &Patterns) -> bool {
    (0..case.n()).any(|at| case.weights[at] > 0.0 && patterns.of_demand[at].is_none())
}

fn cover_within(case: &Case, goal: Goal, reach: f64, mip: &mut Mip) {
    let patterns = Patterns::new(case, reach);
    #[expect(clippy::float_cmp, reason = "one of the reaches as it was given")]
    let counts = goal == Goal::MostServed && reach == case.within;
    let worth = if counts { patterns.sums(&case.weights) } else { vec![0.0; patterns.sets.len()] };
    let covered: Vec<u32> = worth.iter().map(|worth| mip.add_unit(-worth, false)).collect();
    for (set, covered) in patterns.sets.iter().zip(&covered) {
        let mut terms: Vec<(u32, f64)> = set.iter().map(|site| (*site, 1.0)).collect();
        terms.push((*covered, -1.0));
        mip.add_row(0.0, f64::INFINITY, terms);
    }
    #[expect(clippy::float_cmp, reason = "one of the reaches as it was given")]
    for rule in case.covers.iter().filter(|rule| rule.within == reach) {
        let sums = patterns.sums(&rule.people);
        let terms = covered.iter().copied().zip(sums).filter(|(_, people)| *people > 0.0);
        mip.add_row(rule.need, f64::INFINITY, terms.collect());
    }
}

/// Rows that tie each share to its site are left out above this many: they help, and cost time.
const MOST_TIES: usize = 400_000;

/// Shares of demand points go to sites, which have so much room and no more.
fn with_room(case: &Case, goal: Goal, mip: &mut Mip) -> Vec<Vec<(u32, u32)>> {
    let mut into = vec![Vec::new(); case.m()];
    let mut shares = Vec::with_capacity(case.n());
    let pairs: usize = (0..case.n()).map(|at| case.near(at).len()).sum();
    for demand in 0..case.n() {
        let weight = case.weights[demand];
        let mut row = Vec::new();
        for way in case.near(demand) {
            let cost = match goal {
                Goal::LeastCost => weight * way.cost,
                Goal::MostServed => -weight,
                Goal::Anything | Goal::FewestSites => 0.0,
            };
            let share = mip.add_unit(cost, case.whole);
            into[way.site as usize].push((share, weight));
            row.push((way.site, share));
        }
        let served = if case.serves_all && weight > 0.0 { 1.0 } else { 0.0 };
        mip.add_row(served, 1.0, row.iter().map(|(_, share)| (*share, 1.0)).collect());
        shares.push(row);
    }
    for (site, mut terms) in (0_u32..).zip(into) {
        let room = case.room.as_ref().map_or(0.0, |room| room[site as usize]);
        terms.retain(|(_, weight)| *weight > 0.0);
        terms.push((site, -room));
        mip.add_row(f64::NEG_INFINITY, 0.0, terms);
    }
    if pairs <= MOST_TIES {
        // A site that is open anyway ties nothing.
        let free = shares.iter().flatten().filter(|(site, _)| !case.fixed[*site as usize]);
        for (site, share) in free {
            mip.add_row(f64::NEG_INFINITY, 0.0, vec![(*share, 1.0), (*site, -1.0)]);
        }
    }
    cover_by_shares(case, &shares, mip);
    shares
}

fn cover_by_shares(case: &Case, shares: &[Vec<(u32, u32)>], mip: &mut Mip) {
    for rule in &case.covers {
        let mut terms = Vec::new();
        for (demand, shares) in shares.iter().enumerate() {
            let near = within(case.near(demand), rule.within).len();
            let people = rule.people[demand];
            terms.extend(shares[..near].iter().filter(|_| people > 0.0).map(|(_, share)| (*share, people)));
        }
        mip.add_row(rule.need, f64::INFINITY, terms);
    }
}
