//! The way a figure took, and which sources are split on it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::crosswalk::apply::Figure;
use crate::crosswalk::error::CrosswalkError;
use crate::crosswalk::relation::Relation;
use crate::crosswalk::weights::{Crosswalk, Link, Method, Rung};

/// Below this a split is rounding.
const ROUNDING: f64 = 1e-12;

/// One crosswalk, or several one after another, each of which adds its error.
#[derive(Debug, Clone)]
pub struct Route<'a> {
    steps: Vec<&'a Crosswalk>,
    whole: Cow<'a, Crosswalk>,
}

/// A source that is split on the way to a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Piece {
    /// Which step splits it, counted from 0.
    pub(crate) step: usize,
    /// The source of that step.
    pub(crate) source: usize,
    /// The target at the end of the route.
    pub(crate) target: usize,
    /// The evidence of the split.
    pub(crate) rung: Rung,
    /// The variance of one person's share in the target, at most a quarter.
    pub(crate) split: f64,
}

/// What is known of the sources that reach a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Every source lies whole inside, as far as anyone can tell.
    pub(crate) nests: bool,
    /// A lookup decides where sources go, and not all are known to nest.
    pub(crate) by_lookup: bool,
    /// The evidence of most of what is split; where nothing is, the weakest
    /// evidence that reaches the target.
    pub(crate) rung: Rung,
}

impl<'a> Route<'a> {
    /// One crosswalk.
    ///
    /// # Errors
    /// [`CrosswalkError::NeedsSteps`] for a composed one.
    pub fn direct(crosswalk: &'a Crosswalk) -> Result<Self, CrosswalkError> {
        Self::through(crosswalk, &[])
    }

    /// One crosswalk after another.
    ///
    /// # Errors
    /// [`CrosswalkError::NeedsSteps`] for a composed step,
    /// [`CrosswalkError::DoNotMeet`] as for [`Crosswalk::then`].
    pub fn through(first: &'a Crosswalk, rest: &[&'a Crosswalk]) -> Result<Self, CrosswalkError> {
        let mut steps = vec![first];
        steps.extend(rest);
        if let Some(composed) = steps.iter().find(|step| step.method == Method::Composed) {
            return Err(CrosswalkError::NeedsSteps { side: composed.from.label() });
        }
        let mut whole = Cow::Borrowed(first);
        for next in rest {
            whole = Cow::Owned(whole.then(next)?);
        }
        Ok(Self { steps, whole })
    }

    /// The crosswalk from end to end.
    #[must_use]
    pub fn whole(&self) -> &Crosswalk {
        &self.whole
    }

    /// Counts at the sources of every step.
    pub(super) fn carry(&self, counts: &[Figure]) -> Result<Vec<Vec<Figure>>, CrosswalkError> {
        let mut at_step = vec![counts.to_vec()];
        for step in &self.steps[..self.steps.len() - 1] {
            let (estimates, _) = step.apply_count(&at_step[at_step.len() - 1])?;
            at_step.push(estimates.iter().map(|estimate| estimate.value).collect());
        }
        Ok(at_step)
    }

    /// Every split of every step, and what reaches each target.
    pub(super) fn pieces(&self) -> Result<(Vec<Piece>, Vec<Reach>), CrosswalkError> {
        let mut pieces = Vec::new();
        let mut reach = self.reach();
        let mut split_by_rung = vec![[0.0; Rung::ALL.len()]; reach.len()];
        let mut onward: Option<Cow<'_, Crosswalk>> = None;
        for (step, crosswalk) in self.steps.iter().enumerate().rev() {
            let sends_whole = sends_whole(crosswalk);
            for source in 0..crosswalk.from.len() {
                let links = crosswalk.links_of(source);
                for target in lookup_targets(links, onward.as_deref()).filter(|_| sends_whole) {
                    (reach[target].nests, reach[target].by_lookup) = (false, true);
                }
                for (target, leg) in legs(open_links(links), onward.as_deref()) {
                    if leg.is_doubtful() {
                        reach[target].nests = false;
                        split_by_rung[target][leg.rung as usize] += leg.split();
                        pieces.push(Piece { step, source, target, rung: leg.rung, split: leg.split() });
                    }
                }
            }
            onward = Some(match onward {
                Some(onward) => Cow::Owned(crosswalk.then(&onward)?),
                None => Cow::Borrowed(*crosswalk),
            });
        }
        for (reach, split) in reach.iter_mut().zip(&split_by_rung) {
            reach.rung = main_rung(split).unwrap_or(reach.rung);
        }
        Ok((pieces, reach))
    }

    /// What reaches each target, as if nothing were split.
    fn reach(&self) -> Vec<Reach> {
        let mut reach =
            vec![Reach { nests: true, by_lookup: false, rung: Rung::Lookup }; self.whole.to.len()];
        for (_, link) in self.whole.links() {
            let rung = &mut reach[link.target as usize].rung;
            *rung = (*rung).max(link.rung);
        }
        reach
    }
}

/// The rung with most of the split, the worse of equals; `None` where none is.
fn main_rung(split: &[f64]) -> Option<Rung> {
    let rungs = Rung::ALL.into_iter().zip(split).filter(|(_, split)| **split > 0.0);
    rungs.max_by(|a, b| a.1.total_cmp(b.1)).map(|(rung, _)| rung)
}

/// Whether a lookup sends sources whole that are not known to nest. Then no
/// target of it is known to nest: a source that crosses its line may have
/// been sent elsewhere without a trace.
fn sends_whole(crosswalk: &Crosswalk) -> bool {
    let settled = |source| crosswalk.links_of(source).iter().any(is_settled);
    !(0..crosswalk.from.len()).all(settled)
}

/// The targets at the end to which a lookup sends a source.
fn lookup_targets<'l>(links: &'l [Link], onward: Option<&'l Crosswalk>) -> impl Iterator<Item = usize> + 'l {
    let by_lookup = links.iter().filter(|link| link.rung == Rung::Lookup);
    by_lookup.flat_map(move |link| match onward {
        None => vec![link.target as usize],
        Some(onward) => {
            onward.links_of(link.target as usize).iter().map(|next| next.target as usize).collect()
        }
    })
}

/// All ways of one source to one target.
#[derive(Debug, Clone, Copy)]
struct Leg {
    /// Σ w W: the share that arrives.
    arrives: f64,
    /// Σ w W²: the share that would arrive twice.
    twice: f64,
    rung: Rung,
    /// The weights see no split where the shapes do.
    hidden: bool,
}

impl Leg {
    fn split(&self) -> f64 {
        (self.twice - self.arrives * self.arrives).max(0.0)
    }

    fn is_doubtful(&self) -> bool {
        self.split() > ROUNDING || self.hidden
    }

    fn add(&mut self, link: &Link, onward: f64) {
        self.arrives += link.weight * onward;
        self.twice += link.weight * onward * onward;
        self.rung = self.rung.max(link.rung);
        self.hidden |= crosses(link) && link.weight >= 1.0 - ROUNDING;
    }
}

/// Links whose share is in doubt: none of a source inside one target, and no sliver.
fn open_links(links: &[Link]) -> impl Iterator<Item = &Link> {
    let settled = links.iter().any(is_settled);
    links.iter().filter(move |link| !settled && link.relation != Some(Relation::Sliver))
}

/// Whether the whole source is known to lie in the target.
pub(super) fn is_settled(link: &Link) -> bool {
    match link.relation {
        Some(relation) => matches!(relation, Relation::Same | Relation::Inside),
        None => link.rung != Rung::Lookup && link.weight >= 1.0 - ROUNDING,
    }
}

fn crosses(link: &Link) -> bool {
    matches!(link.relation, Some(Relation::Overlaps | Relation::Contains))
}

fn legs<'l>(links: impl Iterator<Item = &'l Link>, onward: Option<&Crosswalk>) -> BTreeMap<usize, Leg> {
    let mut legs: BTreeMap<usize, Leg> = BTreeMap::new();
    let empty = |rung| Leg { arrives: 0.0, twice: 0.0, rung, hidden: false };
    for link in links {
        let target = link.target as usize;
        match onward {
            None => legs.entry(target).or_insert(empty(link.rung)).add(link, 1.0),
            Some(onward) => {
                for next in onward.links_of(target) {
                    legs.entry(next.target as usize).or_insert(empty(link.rung)).add(link, next.weight);
                }
            }
        }
    }
    legs
}
