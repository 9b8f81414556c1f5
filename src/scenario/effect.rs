//! Before and after, spot by spot, and the people behind the difference.

use std::collections::BTreeSet;

use super::plan::{Applied, Plan, PlanFault};
use super::setting::{Count, Setting};
use super::tally::{OF_EVERYONE, Range, Sum, Tally, Thresholds};

/// How well an area reaches the service.
#[derive(Debug, Clone, PartialEq)]
pub struct Access {
    /// Mean minutes of those who can reach it; `None` where nobody can.
    pub minutes: Option<f64>,
    /// The least and the most minutes within the area.
    pub range: Option<(f64, f64)>,
    /// The venue that most of its people have nearest.
    pub venue: Option<usize>,
    /// Part of its people who cannot reach it.
    pub unreached: f64,
}

/// What becomes of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaEffect {
    /// Before.
    pub before: Access,
    /// After.
    pub after: Access,
    /// Mean change in minutes of those who can reach the service before and after.
    pub change: Option<f64>,
    /// Parts of the area's people.
    parts: [f64; KINDS],
    /// Its spots are worth so many of equal weight.
    spots: f64,
}

/// What a plan does.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Which venues are open before and after.
    pub applied: Applied,
    /// Area by area.
    pub areas: Vec<AreaEffect>,
    /// Everyone first, then groups, then classes, in the order of the setting.
    pub tallies: Vec<Tally>,
    /// When a change counts.
    pub thresholds: Thresholds,
}

const KINDS: usize = 7;
const LOSING: usize = 0;
const GAINING: usize = 1;
const NO_LONGER_NEAR: usize = 2;
const NEWLY_NEAR: usize = 3;
const CUT_OFF: usize = 4;
const NEWLY_REACHED: usize = 5;
const NEVER_REACHED: usize = 6;

impl AreaEffect {
    /// Part of the area's people for whom it takes longer by more than the threshold.
    #[must_use]
    pub fn losing(&self) -> f64 {
        self.parts[LOSING]
    }

    /// Part for whom it is quicker.
    #[must_use]
    pub fn gaining(&self) -> f64 {
        self.parts[GAINING]
    }
}

/// Compares before and after.
///
/// # Errors
/// Every [`PlanFault`] of the plan. The setting is taken to be without faults
/// ([`Setting::faults`]).
pub fn effect(setting: &Setting, plan: &Plan, thresholds: Thresholds) -> Result<Effect, Vec<PlanFault>> {
    let applied = plan.apply(setting)?;
    let areas = areas(setting, &applied, thresholds);
    let tallies = tallies(setting, &areas);
    Ok(Effect { applied, areas, tallies, thresholds })
}

/// What one spot sees: minutes and venue.
type Sight = Option<(f64, usize)>;

fn sight(setting: &Setting, spot: usize, open: &[bool]) -> Sight {
    let way = setting.minutes.of(spot).iter().find(|way| open[way.site as usize]);
    way.map(|way| (way.cost, way.site as usize))
}

fn areas(setting: &Setting, applied: &Applied, thresholds: Thresholds) -> Vec<AreaEffect> {
    let mut at = 0;
    let mut effects = Vec::with_capacity(setting.areas.len());
    for area in 0..setting.areas.len() {
        let count = setting.spots[at..].iter().take_while(|spot| spot.area == area).count();
        let spots: Vec<(f64, Sight, Sight)> = (at..at + count)
            .map(|spot| {
                let weight = setting.spots[spot].weight;
                (weight, sight(setting, spot, &applied.before), sight(setting, spot, &applied.after))
            })
            .collect();
        effects.push(area_effect(&spots, thresholds));
        at += count;
    }
    effects
}

fn area_effect(spots: &[(f64, Sight, Sight)], thresholds: Thresholds) -> AreaEffect {
    let whole: f64 = spots.iter().map(|(weight, ..)| weight).sum();
    let squares: f64 = spots.iter().map(|(weight, ..)| weight * weight).sum();
    let part = |kind: usize| {
        let counted = spots.iter().filter(|(_, before, after)| is(kind, *before, *after, thresholds));
        counted.map(|(weight, ..)| weight).sum::<f64>() / whole
    };
    let both =
        || spots.iter().filter_map(|(weight, before, after)| Some((weight, (*before)?.0, (*after)?.0)));
    let reached: f64 = both().map(|(weight, ..)| weight).sum();
    let change: f64 = both().map(|(weight, before, after)| weight * (after - before)).sum();
    AreaEffect {
        before: access(spots.iter().map(|(weight, before, _)| (*weight, *before)), whole),
        after: access(spots.iter().map(|(weight, _, after)| (*weight, *after)), whole),
        change: (reached > 0.0).then(|| change / reached),
        parts: std::array::from_fn(part),
        // Kish's effective number: a spot that holds nearly all stands nearly alone.
        spots: whole * whole / squares,
    }
}

fn is(kind: usize, before: Sight, after: Sight, thresholds: Thresholds) -> bool {
    let near = |sight: Sight| sight.is_some_and(|(minutes, _)| minutes <= thresholds.near);
    match (kind, before, after) {
        (LOSING, Some((before, _)), Some((after, _))) => after - before > thresholds.minutes,
        (GAINING, Some((before, _)), Some((after, _))) => before - after > thresholds.minutes,
        (NO_LONGER_NEAR, before, after) => near(before) && !near(after),
        (NEWLY_NEAR, before, after) => !near(before) && near(after),
        (CUT_OFF, Some(_), None) | (NEWLY_REACHED, None, Some(_)) | (NEVER_REACHED, None, None) => true,
        _ => false,
    }
}

fn access(spots: impl Iterator<Item = (f64, Sight)> + Clone, whole: f64) -> Access {
    let seen =
        || spots.clone().filter_map(|(weight, sight)| sight.map(|(minutes, at)| (weight, minutes, at)));
    let reached: f64 = seen().map(|(weight, ..)| weight).sum();
    let sum: f64 = seen().map(|(weight, minutes, _)| weight * minutes).sum();
    let least = seen().map(|(_, minutes, _)| minutes).reduce(f64::min);
    let most = seen().map(|(_, minutes, _)| minutes).reduce(f64::max);
    let venues: BTreeSet<usize> = seen().map(|(.., at)| at).collect();
    let held = |venue: usize| seen().filter(|(.., at)| *at == venue).map(|(weight, ..)| weight).sum::<f64>();
    let venue = venues.into_iter().map(|venue| (venue, held(venue)));
    Access {
        minutes: (reached > 0.0).then(|| sum / reached),
        range: least.zip(most),
        venue: venue.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(venue, _)| venue),
        // A part that rounding leaves is none.
        unreached: if seen().count() == spots.clone().count() { 0.0 } else { 1.0 - reached / whole },
    }
}

fn tallies(setting: &Setting, effects: &[AreaEffect]) -> Vec<Tally> {
    let all = |_: usize| true;
    let residents = |area: usize| setting.areas[area].residents;
    let everyone = tally(setting, effects, (OF_EVERYONE, "All residents"), residents, all);
    let everyone_share = everyone.share_losing;
    let mut tallies = vec![everyone];
    for (at, group) in setting.groups.iter().enumerate() {
        let count = |area: usize| setting.areas[area].groups[at];
        tallies.push(tally(setting, effects, (&group.family, &group.name), count, all));
    }
    for family in &setting.families {
        let classes: BTreeSet<Sorted> =
            family.of_area.iter().flatten().map(|class| Sorted::new(class)).collect();
        for class in classes {
            let is_of = |area: usize| family.of_area[area].as_deref() == Some(&class.text);
            tallies.push(tally(setting, effects, (&family.name, &class.text), residents, is_of));
        }
        if family.of_area.iter().any(Option::is_none) {
            let is_unknown = |area: usize| family.of_area[area].is_none();
            tallies.push(tally(setting, effects, (&family.name, "not known"), residents, is_unknown));
        }
    }
    for tally in tallies.iter_mut().skip(1) {
        tally.harder_hit = match (tally.share_losing, everyone_share) {
            (Some(own), Some(all)) => own.low > all.high,
            _ => false,
        };
    }
    tallies
}

/// Classes in order: numbers by size, words by their letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sorted {
    number: Option<i64>,
    text: String,
}

impl Sorted {
    fn new(text: &str) -> Self {
        Self { number: text.parse().ok(), text: text.to_owned() }
    }
}

fn tally(
    setting: &Setting,
    effects: &[AreaEffect],
    (family, name): (&str, &str),
    count: impl Fn(usize) -> Option<Count>,
    counts: impl Fn(usize) -> bool,
) -> Tally {
    let mut sums = [Sum::default(); KINDS];
    let (mut people, mut hit) = (Sum::default(), Sum::default());
    let (mut before, mut after) = (Mean::default(), Mean::default());
    let mut areas_unknown = 0;
    for (area, effect) in effects.iter().enumerate().filter(|(area, _)| counts(*area)) {
        let Some(Count { people: number, error }) = count(area) else {
            areas_unknown += 1;
            continue;
        };
        for (sum, part) in sums.iter_mut().zip(effect.parts) {
            sum.add(number, error, part, effect.spots);
        }
        people.add(number, error, 1.0, effect.spots);
        hit.add(number, error, effect.parts[LOSING] + effect.parts[CUT_OFF], effect.spots);
        before.add(number, &effect.before);
        after.add(number, &effect.after);
    }
    debug_assert_eq!(setting.areas.len(), effects.len());
    let whole = people.value;
    let range = |kind: usize| sums[kind].range(whole);
    let share = |Range { value, low, high }: Range| Range {
        value: value / whole,
        low: low / whole,
        high: (high / whole).min(1.0),
    };
    Tally {
        family: family.to_owned(),
        name: name.to_owned(),
        people: people.range(f64::INFINITY),
        losing: range(LOSING),
        gaining: range(GAINING),
        no_longer_near: range(NO_LONGER_NEAR),
        newly_near: range(NEWLY_NEAR),
        cut_off: range(CUT_OFF),
        newly_reached: range(NEWLY_REACHED),
        never_reached: range(NEVER_REACHED),
        minutes_before: before.mean(),
        minutes_after: after.mean(),
        share_losing: (whole > 0.0).then(|| share(hit.range(whole))),
        harder_hit: false,
        areas_unknown,
    }
}

/// A mean over people.
#[derive(Debug, Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    fn add(&mut self, people: f64, access: &Access) {
        if let Some(minutes) = access.minutes {
            let reached = people * (1.0 - access.unreached);
            self.sum += reached * minutes;
            self.weight += reached;
        }
    }

    fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}
