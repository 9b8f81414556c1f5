//! Which figures are meant: a measure by its id, or a table with edition and period.

use std::collections::BTreeMap;

use crate::assess::spec::{Divisor, FiguresFrom};
use crate::model::{EditionKey, MeasureId, Way};

use super::section::{Reader, Section, number_of};

/// The figures that an indicator names among its own keys.
pub(super) fn of_indicator(section: &mut Section<'_, '_>, reader: &mut Reader) -> Option<FiguresFrom> {
    let named = named(section, reader);
    let way = way(section, reader);
    let over = over(section, reader);
    let (measure, table, period) = named?;
    Some(FiguresFrom { measure, table, period, way, over, categories: BTreeMap::new() })
}

/// Figures under a key of their own: `people = "residents"` or a table.
pub(super) fn under(
    section: &mut Section<'_, '_>,
    key: &'static str,
    reader: &mut Reader,
) -> Option<FiguresFrom> {
    let value = section.value(key)?;
    if value.get_ref().as_str().is_some() {
        return section.parsed(key, reader).map(FiguresFrom::newest);
    }
    let at = format!("{}, {key}", section.at);
    let mut below = section.section(key, &at, reader);
    let found = named(&mut below, reader);
    let way = way(&mut below, reader);
    below.finish(reader);
    let (measure, table, period) = found?;
    Some(FiguresFrom { measure, table, period, way, over: None, categories: BTreeMap::new() })
}

type Named = (MeasureId, Option<EditionKey>, Option<String>);

/// Measure, table and period; `None` where no measure can be read.
fn named(section: &mut Section<'_, '_>, reader: &mut Reader) -> Option<Named> {
    if section.is_there() && section.value("measure").is_none() {
        section.refuse("measure", "'measure' is missing: the id of a [[measure]] of the manifest", reader);
    }
    let measure = section.parsed("measure", reader);
    let table = section.parsed("table", reader);
    let period = section.text("period", reader);
    Some((measure?, table, period))
}

fn over(section: &mut Section<'_, '_>, reader: &mut Reader) -> Option<Divisor> {
    let value = section.value("over")?;
    if value.get_ref().as_str().is_some() {
        let measure = section.parsed("over", reader)?;
        return Some(Divisor { measure, table: None, period: None, per: 100.0, events: false });
    }
    let at = format!("{}, over", section.at);
    let mut below = section.section("over", &at, reader);
    let found = named(&mut below, reader);
    let per = below.number("per", reader).unwrap_or(100.0);
    let events = below.flag("events", reader).unwrap_or(false);
    below.finish(reader);
    let (measure, table, period) = found?;
    Some(Divisor { measure, table, period, per, events })
}

/// How figures are carried to the areas.
pub(super) fn way(section: &mut Section<'_, '_>, reader: &mut Reader) -> Option<Way> {
    let text = section.text("way", reader)?;
    let way = Way::from_key(&text);
    if way.is_none() {
        let known = Way::ALL.map(Way::key).join(", ");
        section.refuse("way", format!("way '{text}' is not known; there are {known}"), reader);
    }
    way
}

/// The scores of categories, by the text of each.
pub(super) fn categories(settings: &mut Section<'_, '_>, reader: &mut Reader) -> BTreeMap<String, f64> {
    let at = format!("{}, scores", settings.at);
    let scores = settings.section("scores", &at, reader);
    if !scores.is_there() {
        settings.refuse("scores", "'scores' is missing: { \"category\" = 1.0, … }", reader);
    }
    let mut found = BTreeMap::new();
    for (name, value) in scores.own_names() {
        match number_of(value.get_ref()) {
            Some(score) => _ = found.insert(name.to_owned(), score),
            None => scores.refuse(name, format!("the score of '{name}' must be a number"), reader),
        }
    }
    found
}
