//! The crosswalk itself: for each source, the targets it is shared out to.

use super::relation::Relation;
use super::side::Side;

/// How the weights came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// By shared area.
    Area,
    /// By weighted points, each source with the best evidence there is for it.
    Points,
    /// By a published lookup. Only these figures may be called official.
    Lookup,
    /// One crosswalk after another.
    Composed,
    /// Another crosswalk turned round.
    Reversed,
}

/// The evidence behind the weights of one source, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rung {
    /// A lookup that its publisher answers for.
    Lookup,
    /// Residential addresses.
    Addresses,
    /// Postcodes with their households.
    PostcodeHouseholds,
    /// Residents of output areas at one point each.
    SmallAreaPopulation,
    /// Points weighted by something else.
    OtherPoints,
    /// Shared area: people spread evenly over the ground.
    Area,
}

/// One source's share in one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Position of the target on its side.
    pub target: u32,
    /// The share of the source that goes there, in 0..=1.
    pub weight: f64,
    /// The area the two share in m², where their shapes are known.
    pub area_m2: Option<f64>,
    /// What the weight rests on.
    pub rung: Rung,
    /// How the two lie to each other, where their shapes are known.
    pub relation: Option<Relation>,
}

/// Weights from every source to the targets it meets.
///
/// The weights of a source add up to 1 less what falls outside every target
/// (its spill). Sources and targets are in the order of their sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Crosswalk {
    /// Where figures come from.
    pub from: Side,
    /// Where they go.
    pub to: Side,
    /// How the weights came about.
    pub method: Method,
    /// How large each source is in what weighs it (m², addresses, people).
    pub source_size: Vec<f64>,
    /// How large each target is in the same unit.
    pub target_size: Vec<f64>,
    /// The share of each target's ground that sources cover, where shapes are known.
    pub target_cover: Option<Vec<f64>>,
    /// Where each source's links begin; one more than there are sources.
    starts: Vec<usize>,
    links: Vec<Link>,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 5] = [Self::Area, Self::Points, Self::Lookup, Self::Composed, Self::Reversed];

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Points => "points",
            Self::Lookup => "lookup",
            Self::Composed => "composed",
            Self::Reversed => "reversed",
        }
    }
}

impl Rung {
    /// All rungs, best first.
    pub const ALL: [Self; 6] = [
        Self::Lookup,
        Self::Addresses,
        Self::PostcodeHouseholds,
        Self::SmallAreaPopulation,
        Self::OtherPoints,
        Self::Area,
    ];

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::Addresses => "addresses",
            Self::PostcodeHouseholds => "postcode-households",
            Self::SmallAreaPopulation => "small-area-population",
            Self::OtherPoints => "other-points",
            Self::Area => "area",
        }
    }
}

/// What a builder hands over beside the links.
pub(super) struct Frame {
    pub(super) from: Side,
    pub(super) to: Side,
    pub(super) method: Method,
    pub(super) source_size: Vec<f64>,
    pub(super) target_size: Vec<f64>,
    pub(super) target_cover: Option<Vec<f64>>,
}

impl Crosswalk {
    /// Puts links, each with its source, in order. Links of no weight are left out.
    pub(super) fn assemble(frame: Frame, mut links: Vec<(u32, Link)>) -> Self {
        links.retain(|(_, link)| link.weight > 0.0);
        links.sort_by_key(|(source, link)| (*source, link.target));
        let mut starts = vec![0; frame.from.len() + 1];
        for (source, _) in &links {
            starts[*source as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self {
            from: frame.from,
            to: frame.to,
            method: frame.method,
            source_size: frame.source_size,
            target_size: frame.target_size,
            target_cover: frame.target_cover,
            starts,
            links: links.into_iter().map(|(_, link)| link).collect(),
        }
    }

    /// The links of one source, in order of target; empty for one that is not there.
    #[must_use]
    pub fn links_of(&self, source: usize) -> &[Link] {
        match (self.starts.get(source), self.starts.get(source + 1)) {
            (Some(start), Some(end)) => &self.links[*start..*end],
            _ => &[],
        }
    }

    /// All links, each with its source, in order of source, then target.
    pub fn links(&self) -> impl Iterator<Item = (usize, &Link)> {
        (0..self.from.len()).flat_map(|source| self.links_of(source).iter().map(move |link| (source, link)))
    }

    /// How many links there are.
    #[must_use]
    pub fn n_links(&self) -> usize {
        self.links.len()
    }

    /// The share of a source that finds a target, in 0..=1.
    #[must_use]
    pub fn placed_share(&self, source: usize) -> f64 {
        self.links_of(source).iter().map(|link| link.weight).sum()
    }

    /// The target that most of each source goes to; the first of equals.
    ///
    /// `None` for a source that goes nowhere. By area this is the largest-area
    /// rule, by points the place of most people; neither is an official best fit.
    #[must_use]
    pub fn best_fit(&self) -> Vec<Option<u32>> {
        let best = |source| {
            let heavier = |best: Option<&Link>, link: &Link| best.is_none_or(|b| link.weight > b.weight);
            let mut best: Option<&Link> = None;
            for link in self.links_of(source) {
                if heavier(best, link) {
                    best = Some(link);
                }
            }
            best.map(|link| link.target)
        };
        (0..self.from.len()).map(best).collect()
    }
}
