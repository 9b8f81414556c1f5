//! What became of every area from one vintage of a geography to the next.
//!
//! Ground decides, never the name and never the code: [`trace`] takes what two
//! vintages share ([`Pieces`]), leaves out slivers and pieces too small to
//! count (`ties.rs`), and tells from the ties that remain what happened
//! (`event.rs`). Codes and names that live on over other ground are listed
//! apart (`reuse.rs`).
//!
//! Definitions and a worked example: `docs/methods/lineage.md`.

mod event;
mod reuse;
mod ties;
mod vintage;

pub use event::Event;
pub use reuse::{Label, Reuse};
pub use ties::Tie;
pub use vintage::Vintage;

use std::collections::BTreeSet;

use super::error::CrosswalkError;
use super::pieces::{Pieces, Portion};
use super::side::Side;
use super::weights::Rung;
use ties::{Tied, tie};

/// What counts as a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The least share, of the ground or the people of either area, that a
    /// piece must hold to make a predecessor and a successor. In 0..=1.
    pub least_share: f64,
}

impl Default for Options {
    /// One in a hundred.
    fn default() -> Self {
        Self { least_share: 0.01 }
    }
}

/// What became of one area, or where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What happened; never empty, in the order of [`Event::ALL`].
    pub events: Vec<Event>,
    /// Successors of an old area, predecessors of a new one; the one with most
    /// of its people (or ground) first.
    pub ties: Vec<Tie>,
    /// What is not in the first of them: of an old area what left it, of a new
    /// one what came to it. Slivers do not count as moved.
    pub moved: Portion,
    /// What is in none of them: pieces too small to count, and what lies
    /// outside the other vintage. Part of what moved.
    pub loose: Portion,
}

/// What became of all areas between two vintages.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    /// The old vintage.
    pub before: Vintage,
    /// The new vintage.
    pub after: Vintage,
    /// What people were counted by; `None` where shares are of ground alone.
    pub counted_by: Option<Rung>,
    /// What counted as a change.
    pub options: Options,
    /// One line an old area, in published order: what became of it.
    pub old: Vec<Line>,
    /// One line a new area, in published order: where it came from.
    pub new: Vec<Line>,
    /// Codes, then names, that stand for other ground in the other vintage.
    pub reused: Vec<Reuse>,
}

/// Tells what became of every area of one vintage in the next, and where every
/// area of the next came from.
///
/// `pieces` must have been measured on the areas of the two vintages, in their
/// order. The same areas in another order give the same lines.
///
/// # Errors
/// [`CrosswalkError::WrongLength`] when a vintage has more or fewer areas than were measured.
///
/// # Source
/// `docs/methods/lineage.md`.
pub fn trace(
    before: Vintage,
    after: Vintage,
    pieces: &Pieces,
    options: Options,
) -> Result<Lineage, CrosswalkError> {
    check_length(&before.side, pieces.from.len())?;
    check_length(&after.side, pieces.to.len())?;
    let forth = tie(pieces, &after, options.least_share);
    let back = tie(&pieces.turned(), &before, options.least_share);
    let same = |old: u32, new: u32| is_same_ground(&forth, &back, old, new, options.least_share);
    let reused = reuse::find_reuse(&before, &after, pieces, same);
    let naming = |old: u32, new: u32| naming(&before, &after, old, new);
    let reused_codes = |of: fn(&Reuse) -> u32| -> BTreeSet<u32> {
        reused.iter().filter(|reuse| reuse.label == Label::Code).map(of).collect()
    };
    let old = Reader {
        mine: &forth,
        theirs: &back,
        several: Event::Split,
        joined: Event::Merge,
        none: Event::Removed,
        reused: reused_codes(|reuse| reuse.old),
        least_share: options.least_share,
    };
    let new = Reader {
        mine: &back,
        theirs: &forth,
        several: Event::Merge,
        joined: Event::Split,
        none: Event::Added,
        reused: reused_codes(|reuse| reuse.new),
        least_share: options.least_share,
    };
    let old_lines = old.lines(naming);
    let new_lines = new.lines(|new, old| naming(old, new));
    Ok(Lineage {
        counted_by: pieces.counted_by,
        options,
        old: old_lines,
        new: new_lines,
        reused,
        before,
        after,
    })
}

impl Lineage {
    /// How many lines hold each event; events that none holds are left out.
    #[must_use]
    pub fn count(lines: &[Line]) -> Vec<(Event, usize)> {
        let count = |event| lines.iter().filter(|line| line.events.contains(&event)).count();
        Event::ALL.map(|event| (event, count(event))).into_iter().filter(|(_, n)| *n > 0).collect()
    }

    /// The codes or the names that stand for other ground in the other vintage.
    pub fn reused(&self, label: Label) -> impl Iterator<Item = &Reuse> {
        self.reused.iter().filter(move |reuse| reuse.label == label)
    }
}

impl Line {
    /// Whether all of the area, up to the least share, is in one area of the
    /// other vintage: a new area cut from one old one, an old area that went
    /// whole into one new one. True of areas that are the same, too.
    #[must_use]
    pub fn is_within_one(&self, options: Options) -> bool {
        self.ties.len() == 1 && self.loose.ground <= options.least_share
    }
}

/// Reads one vintage's ties against the other's.
struct Reader<'a> {
    mine: &'a [Tied],
    theirs: &'a [Tied],
    /// The event where one of mine is cleanly several of theirs.
    several: Event,
    /// The event where several of mine are cleanly one of theirs.
    joined: Event,
    /// The event where one of mine has no tie.
    none: Event,
    /// Areas whose code stands for other ground in the other vintage.
    reused: BTreeSet<u32>,
    least_share: f64,
}

impl Reader<'_> {
    fn lines(&self, naming: impl Fn(u32, u32) -> Vec<Event>) -> Vec<Line> {
        (0_u32..).zip(self.mine).map(|(at, tied)| self.line(at, tied, &naming)).collect()
    }

    fn line(&self, at: u32, tied: &Tied, naming: &impl Fn(u32, u32) -> Vec<Event>) -> Line {
        let mut events = match tied.ties.as_slice() {
            [only] if is_same_ground(self.mine, self.theirs, at, only.area, self.least_share) => {
                naming(at, only.area)
            }
            _ => self.ground_events(tied),
        };
        if self.reused.contains(&at) {
            events.push(Event::CodeReused);
        }
        Line { events, ties: tied.ties.clone(), moved: tied.moved, loose: tied.loose }
    }

    fn ground_events(&self, tied: &Tied) -> Vec<Event> {
        let event = match tied.ties.as_slice() {
            [] => return vec![self.none],
            [only] => self.one(only),
            several if several.iter().all(|tie| self.n_theirs(tie) == 1) => self.several,
            _ => Event::Shift,
        };
        // A clean split or merge that also lost or gained ground elsewhere.
        let strays = tied.loose.ground > self.least_share && event != Event::Shift;
        if strays { vec![event, Event::Shift] } else { vec![event] }
    }

    /// The event of an area with one tie whose ground is not simply the other's.
    fn one(&self, only: &Tie) -> Event {
        let partners = &self.theirs[only.area as usize].ties;
        let all_whole = partners.iter().all(|tie| self.mine[tie.area as usize].ties.len() == 1);
        if partners.len() > 1 && all_whole { self.joined } else { Event::Shift }
    }

    fn n_theirs(&self, tie: &Tie) -> usize {
        self.theirs[tie.area as usize].ties.len()
    }
}

/// Whether two areas are each other's only tie and neither has more than the
/// least share elsewhere.
fn is_same_ground(mine: &[Tied], theirs: &[Tied], a: u32, b: u32, least_share: f64) -> bool {
    let only = |tied: &Tied, other: u32| {
        tied.ties.len() == 1 && tied.ties[0].area == other && tied.loose.ground <= least_share
    };
    only(&mine[a as usize], b) && only(&theirs[b as usize], a)
}

/// What happened to code and name where the ground is the same.
fn naming(before: &Vintage, after: &Vintage, old: u32, new: u32) -> Vec<Event> {
    // A name that one file does not give is not another name.
    let renamed = before.name(old).zip(after.name(new)).is_some_and(|(a, b)| a != b);
    let recoded = before.code(old) != after.code(new);
    match (renamed, recoded) {
        (false, false) => vec![Event::Same],
        (true, false) => vec![Event::Renamed],
        (false, true) => vec![Event::Recoded],
        (true, true) => vec![Event::Renamed, Event::Recoded],
    }
}

fn check_length(side: &Side, measured: usize) -> Result<(), CrosswalkError> {
    if side.len() == measured {
        return Ok(());
    }
    let (what, found, expected) = ("areas were measured", measured, side.len());
    Err(CrosswalkError::WrongLength { what, found, expected, side: side.label() })
}

#[cfg(test)]
mod tests;
