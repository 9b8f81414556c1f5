//! The column that the page shows: figures, classes, and what is sure of each area.

use crate::assess::Figure;
use crate::assess::normalise::Direction;
use crate::assess::run::{self, NodeResult, Stages, Standing, Unranked};
use crate::model::Missing;
use crate::pages::format::percent;

use super::asked::{Asked, Show};
use super::classing::Classing;
use super::digits::Digits;
use super::sure::{Side, Sureness};

/// What part of the index is shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    /// The index itself.
    Index,
    /// A domain.
    Domain,
    /// An indicator, with its stages and direction.
    Indicator(&'a Stages, Direction),
}

/// How an area is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mark {
    /// In a class; with a hatch where it is unsure.
    Class { class: usize, unsure: bool },
    /// It does not stand out for sure.
    Neutral,
    /// It has a figure, and there are no classes.
    Plain,
    /// It is not ranked, so it has no colour.
    Unranked(Unranked),
}

/// The figures shown, area by area.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub show: Show,
    pub values: Vec<Figure>,
    pub digits: Digits,
    pub classing: Classing,
    pub sureness: Sureness,
    pub standings: Vec<Standing>,
    /// Whether areas that do not stand out for sure are neutral.
    pub only_sure: bool,
    /// Whether the figures are those of the period before.
    pub is_earlier: bool,
}

impl Column {
    /// What is asked for of one part of the index.
    pub(super) fn of(
        node: &NodeResult,
        part: Part<'_>,
        asked: &Asked,
        sureness: Sureness,
        then: Option<&[Figure]>,
    ) -> Self {
        let show = shown(part, asked.show);
        let now = values(node, part, show);
        let then = then.filter(|_| show == Show::Value);
        let is_earlier = asked.earlier && then.is_some();
        // One set of classes for both periods, so that a colour means the same.
        let locked: Vec<Figure> = now.iter().chain(then.unwrap_or_default()).copied().collect();
        let values = if is_earlier { then.unwrap_or_default().to_vec() } else { now };
        let is_high_dark = match (show, part) {
            (Show::Rank, _) | (Show::Value, Part::Indicator(_, Direction::HighIsBetter)) => false,
            (Show::Score | Show::Value, _) => true,
        };
        let known = values.iter().filter_map(|figure| figure.ok());
        Self {
            digits: if show == Show::Rank { Digits::WHOLE } else { Digits::of(known) },
            classing: Classing::of(&values, &locked, asked.method, asked.count, is_high_dark),
            // What is sure is known of the present figures.
            only_sure: asked.sure && sureness.sides.is_ok() && !is_earlier,
            is_earlier,
            standings: node.standings.clone(),
            show,
            values,
            sureness,
        }
    }

    /// How an area is drawn.
    pub(super) fn mark(&self, area: usize) -> Mark {
        // Whether an area is ranked now says nothing of its figure then.
        if let Standing::Unranked(why) = self.standings[area]
            && !self.is_earlier
        {
            return Mark::Unranked(why);
        }
        let Ok(value) = self.values[area] else {
            return Mark::Unranked(Unranked::NoScore(self.values[area].err().unwrap_or(Missing::NotGiven)));
        };
        if self.only_sure && self.side(area) == Some(Side::NotSure) {
            return Mark::Neutral;
        }
        let unsure = !self.is_earlier && self.sureness.unsure.get(area).copied().unwrap_or(false);
        self.classing.class(value).map_or(Mark::Plain, |class| Mark::Class { class, unsure })
    }

    /// On which side of the middle an area stands; `None` where none can be told.
    pub(super) fn side(&self, area: usize) -> Option<Side> {
        self.sureness.sides.as_ref().ok()?.get(area).copied()
    }

    /// An area's figure in words.
    pub(super) fn words(&self, area: usize) -> String {
        match self.values[area] {
            Ok(value) => self.digits.words(value),
            Err(gap) => gap.words().to_owned(),
        }
    }

    /// Areas in the order of their ranks; those without one last, as the layer has them.
    pub(super) fn order(&self) -> Vec<usize> {
        run::in_order(&self.standings)
    }
}

/// A rank, or why there is none, in words.
pub(super) fn standing_words(standing: Standing) -> String {
    match standing {
        Standing::Ranked { rank, sharing: 1 } => rank.to_string(),
        Standing::Ranked { rank, .. } => format!("{rank} ="),
        Standing::Unranked(why) => unranked_words(why),
    }
}

/// Why an area is not ranked.
pub(super) fn unranked_words(why: Unranked) -> String {
    match why {
        Unranked::NoScore(gap) => format!("not ranked: {}", gap.words()),
        Unranked::Imputed { share } => {
            format!("not ranked: {} of its weight is a stand-in or missing", percent(share))
        }
        Unranked::Cover { share } => format!("not ranked: sources cover {} of it", percent(share)),
    }
}

/// What can be shown of a part: figures in a unit are those of indicators.
fn shown(part: Part<'_>, asked: Option<Show>) -> Show {
    match (part, asked) {
        (Part::Indicator(..), None) => Show::Value,
        (_, None) | (Part::Index | Part::Domain, Some(Show::Value)) => Show::Score,
        (_, Some(show)) => show,
    }
}

fn values(node: &NodeResult, part: Part<'_>, show: Show) -> Vec<Figure> {
    match (show, part) {
        (Show::Value, Part::Indicator(stages, _)) => stages.raw.clone(),
        (Show::Score | Show::Value, _) => node.scores.clone(),
        (Show::Rank, _) => {
            let rank = |(standing, score): (&Standing, &Figure)| match standing.rank() {
                Some(rank) => Ok(rank as f64),
                None => Err(score.err().unwrap_or(Missing::NotApplicable)),
            };
            node.standings.iter().zip(&node.scores).map(rank).collect()
        }
    }
}
