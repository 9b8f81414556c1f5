//! A bound for the p-median that no set of sites can beat, and which sites it settles.
//!
//! The rule that everybody is served by exactly one site is given a price a
//! demand point instead. What remains falls apart by site: each is worth the
//! sum of what it saves at those prices, filled up to its room where capacity
//! counts. Prices move by the subgradient.
//!
//! # Source
//! G. Cornuéjols, M. Fisher, G. Nemhauser, "Location of bank accounts to
//! optimize float", Management Science 23, 1977; steps as in M. Held,
//! P. Wolfe, H. Crowder, "Validation of subgradient optimization",
//! Mathematical Programming 6, 1974.

use super::case::Case;

/// Prices of demand points (per person, in the unit of costs) and of the budget.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    pub of_demand: Vec<f64>,
    of_budget: f64,
}

/// What the prices come to.
#[derive(Debug, Clone)]
pub(super) struct Relaxed {
    /// No set of sites is cheaper.
    pub bound: f64,
    /// What each site adds when open; mostly below nought.
    pub worth: Vec<f64>,
    /// The sites that make the bound.
    pub chosen: Vec<bool>,
    /// How often each demand point is served, in shares.
    served: Vec<f64>,
}

impl Prices {
    /// Prices from a set of sites: what the second nearest of them would cost.
    pub fn from_set(case: &Case, chosen: &[bool]) -> Self {
        let price = |ways: &Vec<super::Way>| {
            let mut open = ways.iter().filter(|way| chosen[way.site as usize]).map(|way| way.cost);
            let first = open.next();
            open.next().or(first).or_else(|| ways.last().map(|way| way.cost)).unwrap_or(0.0)
        };
        Self { of_demand: case.ways.iter().map(price).collect(), of_budget: 0.0 }
    }
}

/// Reckons the bound at some prices.
pub(super) fn relax(case: &Case, prices: &Prices) -> Relaxed {
    let (mut worth, takers) = match &case.room {
        None => (worth_without_room(case, prices), None),
        Some(room) => {
            let (worth, takers) = worth_with_room(case, prices, room);
            (worth, Some(takers))
        }
    };
    if case.budget.is_some() {
        worth.iter_mut().zip(&case.cost).for_each(|(worth, cost)| *worth += prices.of_budget * cost);
    }
    let chosen = cheapest(case, &worth);
    let priced: f64 = case.weights.iter().zip(&prices.of_demand).map(|(weight, price)| weight * price).sum();
    let sites: f64 = worth.iter().zip(&chosen).filter(|(_, chosen)| **chosen).map(|(worth, _)| worth).sum();
    let bound = priced + sites - prices.of_budget * case.budget.unwrap_or(0.0);
    let served = match takers {
        None => served_without_room(case, prices, &chosen),
        Some(takers) => served_with_room(case, &takers, &chosen),
    };
    Relaxed { bound, worth, chosen, served }
}

fn worth_without_room(case: &Case, prices: &Prices) -> Vec<f64> {
    let mut worth = vec![0.0; case.m()];
    for ((ways, weight), price) in case.ways.iter().zip(&case.weights).zip(&prices.of_demand) {
        for way in ways.iter().take_while(|way| way.cost < *price) {
            worth[way.site as usize] += weight * (way.cost - price);
        }
    }
    worth
}

/// For each site its takers: demand point and share, best saving a person first.
type Takers = Vec<Vec<(u32, f64)>>;

fn worth_with_room(case: &Case, prices: &Prices, room: &[f64]) -> (Vec<f64>, Takers) {
    let mut wanting: Vec<Vec<(f64, u32)>> = vec![Vec::new(); case.m()];
    let with_people = (0_u32..).zip(case.ways.iter().zip(&prices.of_demand));
    for (demand, (ways, price)) in with_people.filter(|(at, _)| case.weights[*at as usize] > 0.0) {
        for way in ways.iter().take_while(|way| way.cost < *price) {
            wanting[way.site as usize].push((way.cost - price, demand));
        }
    }
    let fill = |(mut wanting, room): (Vec<(f64, u32)>, &f64)| {
        wanting.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (mut left, mut worth, mut takers) = (*room, 0.0, Vec::new());
        for (saving, demand) in wanting {
            let weight = case.weights[demand as usize];
            let taken = weight.min(left);
            if taken <= 0.0 {
                break;
            }
            worth += taken * saving;
            left -= taken;
            takers.push((demand, taken / weight));
        }
        (worth, takers)
    };
    wanting.into_iter().zip(room).map(fill).unzip()
}

/// The sites that add least: the fixed ones, as many as there must be, and more where that helps.
fn cheapest(case: &Case, worth: &[f64]) -> Vec<bool> {
    let mut chosen = case.fixed.clone();
    let open = chosen.iter().filter(|is_open| **is_open).count();
    let mut others: Vec<usize> = (0..case.m()).filter(|site| !chosen[*site]).collect();
    others.sort_by(|a, b| worth[*a].total_cmp(&worth[*b]).then(a.cmp(b)));
    let must = case.fewest.saturating_sub(open);
    let may = case.most.saturating_sub(open);
    for (at, site) in others.into_iter().take(may).enumerate() {
        chosen[site] = at < must || worth[site] < 0.0;
    }
    chosen
}

fn served_without_room(case: &Case, prices: &Prices, chosen: &[bool]) -> Vec<f64> {
    let served = |(ways, price): (&Vec<super::Way>, &f64)| {
        let near = ways.iter().take_while(|way| way.cost < *price);
        near.filter(|way| chosen[way.site as usize]).count() as f64
    };
    case.ways.iter().zip(&prices.of_demand).map(served).collect()
}

fn served_with_room(case: &Case, takers: &Takers, chosen: &[bool]) -> Vec<f64> {
    let mut served = vec![0.0; case.n()];
    for (demand, share) in takers.iter().zip(chosen).filter(|(_, chosen)| **chosen).flat_map(|(t, _)| t) {
        served[*demand as usize] += share;
    }
    served
}

/// The walk of prices towards the best bound.
#[derive(Debug)]
pub(super) struct Walk {
    pub prices: Prices,
    pub best_prices: Prices,
    pub best: Relaxed,
    step: f64,
    since_better: usize,
    direction: Vec<f64>,
}

/// Steps without a better bound before they get shorter.
const PATIENCE: usize = 12;
/// Steps shorter than this end the walk.
const SHORTEST: f64 = 2e-4;

impl Walk {
    /// Starts at some prices.
    pub fn new(case: &Case, prices: Prices) -> Self {
        let best = relax(case, &prices);
        let direction = vec![0.0; case.n()];
        Self { best_prices: prices.clone(), prices, best, step: 1.0, since_better: 0, direction }
    }

    /// Whether further steps would be too short to matter.
    pub fn is_over(&self) -> bool {
        self.step < SHORTEST
    }

    /// One step towards a set that costs `known`. Gives what the new prices come to.
    pub fn step(&mut self, case: &Case, current: &Relaxed, known: f64) -> Relaxed {
        let missing = |at: usize| if case.weights[at] > 0.0 { 1.0 - current.served[at] } else { 0.0 };
        for (at, direction) in self.direction.iter_mut().enumerate() {
            // Some of the way before keeps prices from swinging to and fro.
            *direction = missing(at) + 0.3 * *direction;
        }
        let over = self.over_budget(case, current);
        let length: f64 = self.direction.iter().map(|part| part * part).sum::<f64>() + over * over;
        if length <= 0.0 {
            self.step = 0.0;
            return current.clone();
        }
        let towards = (known - current.bound).max(known.abs() * 1e-9);
        let stride = self.step * towards / length;
        for ((price, direction), weight) in
            self.prices.of_demand.iter_mut().zip(&self.direction).zip(&case.weights)
        {
            if *weight > 0.0 {
                *price = (*price + stride * direction / weight).max(0.0);
            }
        }
        if let Some(budget) = case.budget.filter(|budget| *budget > 0.0) {
            let scale = (case.n() as f64).sqrt() / budget;
            self.prices.of_budget = (self.prices.of_budget + stride * over * scale).max(0.0);
        }
        let next = relax(case, &self.prices);
        self.judge(&next);
        next
    }

    /// By how much the chosen sites are over budget, on the scale of demand points.
    fn over_budget(&self, case: &Case, current: &Relaxed) -> f64 {
        let Some(budget) = case.budget.filter(|budget| *budget > 0.0) else { return 0.0 };
        let spent: f64 =
            case.cost.iter().zip(&current.chosen).filter(|(_, chosen)| **chosen).map(|(cost, _)| cost).sum();
        (spent - budget) / budget * (case.n() as f64).sqrt()
    }

    fn judge(&mut self, next: &Relaxed) {
        if next.bound > self.best.bound {
            // A gain below rounding is none.
            if next.bound > self.best.bound + 1e-7 * self.best.bound.abs() {
                self.since_better = 0;
            }
            self.best = next.clone();
            self.best_prices = self.prices.clone();
        } else {
            self.since_better += 1;
        }
        if self.since_better >= PATIENCE {
            self.since_better = 0;
            self.step *= 0.6;
            self.prices = self.best_prices.clone();
            self.direction.fill(0.0);
        }
    }
}

/// What a bound settles about a site, given a set that costs `known`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    /// In every better set.
    In,
    /// In no better set.
    Out,
    /// Open.
    Not,
}

/// Which sites every better set has, and which none.
///
/// Opening a site that the bound leaves closed costs its worth less that of
/// the worst one open (or nothing less, where one more may be open); closing
/// one costs the reverse. Where the bound would pass `known`, no better set does so.
pub(super) fn settle(case: &Case, relaxed: &Relaxed, known: f64) -> Vec<Settled> {
    let open = relaxed.chosen.iter().filter(|is_open| **is_open).count();
    let worth = |site: usize| relaxed.worth[site];
    let free = |site: &usize| !case.fixed[*site];
    let worst_in = (0..case.m()).filter(free).filter(|site| relaxed.chosen[*site]).map(worth);
    let worst_in = worst_in.fold(f64::NEG_INFINITY, f64::max);
    let best_out = (0..case.m()).filter(|site| !relaxed.chosen[*site]).map(worth);
    let best_out = best_out.fold(f64::INFINITY, f64::min);
    // Rounding must not close a site that a set of equal cost has.
    let passes = |added: f64| relaxed.bound + added > known + 1e-9 * known.abs();
    let judge = |site: usize| {
        if case.fixed[site] {
            return Settled::Not;
        }
        if relaxed.chosen[site] {
            let instead = if open > case.fewest { best_out.min(0.0) } else { best_out };
            let added = instead - worth(site);
            if passes(added) { Settled::In } else { Settled::Not }
        } else {
            let instead = if open < case.most { worst_in.max(0.0) } else { worst_in };
            let added = worth(site) - instead;
            if passes(added) { Settled::Out } else { Settled::Not }
        }
    };
    (0..case.m()).map(judge).collect()
}
