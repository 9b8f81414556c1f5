//! Events of a lineage as people say them.

use crate::crosswalk::lineage::{Event, Line, Lineage};
use crate::crosswalk::{Portion, Rung};
use crate::pages::format::{self, counted, len, percent};

/// What an event is called in lists and legends.
#[must_use]
pub fn event(event: Event) -> &'static str {
    match event {
        Event::Same => "unchanged",
        Event::Renamed => "renamed",
        Event::Recoded => "given a new code",
        Event::Split => "split",
        Event::Merge => "merged",
        Event::Shift => "boundary moved",
        Event::Added => "on new ground",
        Event::Removed => "no longer covered",
        Event::CodeReused => "code used for other ground",
    }
}

/// What an event says of an area.
#[must_use]
pub fn meaning(event: Event) -> &'static str {
    match event {
        Event::Same => "the same ground, code and name",
        Event::Renamed => "the same ground under another name",
        Event::Recoded => "the same ground under another code",
        Event::Split => "one old area that became several new ones, none of which has ground of another",
        Event::Merge => "several old areas that became one new one, and went nowhere else",
        Event::Shift => "an area that gained ground, lost ground or both in any other way",
        Event::Added => "a new area on ground that no old area covered",
        Event::Removed => "an old area whose ground no new area covers",
        Event::CodeReused => "a code that stands for other ground in the other edition",
    }
}

/// All events of a line in words, as one phrase.
#[must_use]
pub fn events(line: &Line, lineage: &Lineage, is_old: bool) -> String {
    let words: Vec<String> = line.events.iter().map(|one| event(*one).to_owned()).collect();
    let mut text = format::sentence(&format::list(&words));
    if line.events.contains(&Event::Shift) && line.is_within_one(lineage.options) {
        text.push_str(if is_old { ", but whole in one new area" } else { ", but whole from one old area" });
    }
    text
}

/// A share of people where they are counted, with that of the ground beside it.
#[must_use]
pub fn share(portion: Portion) -> String {
    match portion.people {
        Some(people) => format!("{} of people, {} of ground", percent(people), percent(portion.ground)),
        None => format!("{} of ground", percent(portion.ground)),
    }
}

/// What shares of people rest on.
#[must_use]
pub fn counted_by(rung: Option<Rung>) -> &'static str {
    match rung {
        None => "Shares are of ground alone: this place knows of no residents to count.",
        Some(_) => {
            "Shares of people count the residents of each small area at one point in it. Shares of ground stand beside them."
        }
    }
}

/// The lineage in a sentence or two: the new areas, then the old.
#[must_use]
pub fn summary(lineage: &Lineage, old_title: &str, new_title: &str) -> String {
    format!(
        "{} {}",
        side(&lineage.new, lineage, new_title, false),
        side(&lineage.old, lineage, old_title, true)
    )
}

fn side(lines: &[Line], lineage: &Lineage, title: &str, is_old: bool) -> String {
    let all = lines.len();
    let shifted: Vec<&Line> = lines.iter().filter(|line| main_event(line) == Event::Shift).collect();
    let within = shifted.iter().filter(|line| line.is_within_one(lineage.options)).count();
    if all > 0 && shifted.len() == all {
        let which = if all == 1 {
            "The one area".to_owned()
        } else {
            format!("All {} areas", format::count(len(all)))
        };
        let end = if is_old { "was cut or enlarged" } else { "was drawn anew" };
        let end = if all == 1 { end.to_owned() } else { end.replacen("was", "were", 1) };
        return format!("{which} of {title} {end}{}.", shift_detail(within, all - within, is_old));
    }
    let parts: Vec<String> = Event::ALL
        .into_iter()
        .filter_map(|kind| {
            let n = lines.iter().filter(|line| main_event(line) == kind).count();
            (n > 0).then(|| phrase(kind, n, is_old))
        })
        .collect();
    let detail = if shifted.is_empty() {
        String::new()
    } else {
        format!(
            " Of those whose boundary moved, {}.",
            shift_detail(within, shifted.len() - within, is_old).trim_start_matches(": ")
        )
    };
    format!("Of the {} of {title}, {}.{detail}", counted(len(all), "area", "areas"), format::list(&parts))
}

fn shift_detail(within: usize, several: usize, is_old: bool) -> String {
    let lie = |n: usize| if n == 1 { "lies" } else { "lie" };
    let (whole, rest) = if is_old {
        (format!("{within} {} whole in one new area", lie(within)), format!("{several} went to several"))
    } else {
        let take = if several == 1 { "takes" } else { "take" };
        (
            format!("{within} {} whole in one old area", lie(within)),
            format!("{several} {take} ground from several"),
        )
    };
    match (within, several) {
        (0, _) => format!(": {rest}"),
        (_, 0) => format!(": {whole}"),
        _ => format!(": {whole}, {rest}"),
    }
}

fn phrase(kind: Event, n: usize, is_old: bool) -> String {
    let be = if n == 1 { "is" } else { "are" };
    let was = if n == 1 { "was" } else { "were" };
    let words = match (kind, is_old) {
        (Event::Same, _) => format!("{be} unchanged"),
        (Event::Renamed, _) => {
            format!("kept {} ground under another name", if n == 1 { "its" } else { "their" })
        }
        (Event::Recoded, _) => {
            format!("kept {} ground under another code", if n == 1 { "its" } else { "their" })
        }
        (Event::Split, true) => format!("{was} split"),
        (Event::Split, false) => format!("{be} part of one that was split"),
        (Event::Merge, true) => format!("{was} merged whole into another"),
        (Event::Merge, false) => format!("{was} merged from whole old ones"),
        (Event::Shift, _) => format!("had {} boundary moved", if n == 1 { "its" } else { "their" }),
        (Event::Added, _) => format!("{be} on ground that was not covered before"),
        (Event::Removed, _) => format!("{be} no longer covered"),
        (Event::CodeReused, _) => format!("{be} on other ground under the same code"),
    };
    format!("{n} {words}")
}

/// The one event by which a line is counted and coloured: what happened to its
/// ground, else to its name or code.
#[must_use]
pub fn main_event(line: &Line) -> Event {
    line.events.first().copied().unwrap_or(Event::Same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosswalk::Side;
    use crate::crosswalk::lineage::{Options, Vintage};

    fn line(events: &[Event]) -> Line {
        Line {
            events: events.to_vec(),
            ties: Vec::new(),
            moved: Portion::default(),
            loose: Portion::default(),
        }
    }

    fn lineage(old: Vec<Line>, new: Vec<Line>) -> Lineage {
        let vintage = || Vintage { side: Side::new(None, []), names: Vec::new() };
        Lineage {
            before: vintage(),
            after: vintage(),
            counted_by: None,
            options: Options::default(),
            old,
            new,
            reused: Vec::new(),
        }
    }

    #[test]
    fn a_map_drawn_anew_is_told_in_one_sentence_a_side() {
        let shift = || line(&[Event::Shift]);
        let told = summary(&lineage(vec![shift()], vec![shift(), shift()]), "Wards 2013", "Wards 2018");
        assert_eq!(
            told,
            "All 2 areas of Wards 2018 were drawn anew: 2 take ground from several. \
             The one area of Wards 2013 was cut or enlarged: 1 went to several."
        );
    }

    #[test]
    fn every_area_is_counted_once_by_its_main_event() {
        let new = vec![line(&[Event::Same]), line(&[Event::Renamed, Event::Recoded]), line(&[Event::Added])];
        let told = summary(&lineage(vec![line(&[Event::Split]), line(&[Event::Same])], new), "A", "B");
        assert_eq!(
            told,
            "Of the 3 areas of B, 1 is unchanged, 1 kept its ground under another name and \
             1 is on ground that was not covered before. Of the 2 areas of A, 1 is unchanged and 1 was split."
        );
    }
}
