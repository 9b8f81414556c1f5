//! Choices of a method, written as its name or as a table with its settings:
//! `"z"`, `{ method = "clip", low = 0.05, high = 0.95 }`.

use crate::assess::aggregate::{Aggregation, Gaps, WeightSum};
use crate::assess::impute::Imputation;
use crate::assess::normalise::Normalisation;
use crate::assess::recipe::Shrinkage;
use crate::assess::treat::{Limits, Treatment};

use toml::Spanned;
use toml::de::DeValue;

use super::section::{Reader, Section};

/// Scores of min–max where a recipe says nothing else.
const MIN_MAX: (f64, f64) = (1.0, 100.0);

/// A way of reading one kind of method: its key and the names that it knows.
pub(super) struct Kind {
    pub key: &'static str,
    pub names: &'static [&'static str],
}

pub(super) const NORMALISATION: Kind = Kind {
    key: "normalisation",
    names: &[
        "min-max",
        "z",
        "robust-z",
        "rank",
        "percentile",
        "imd-exponential",
        "distance-to-target",
        "distance-to-best",
        "categorical",
    ],
};
pub(super) const TREATMENT: Kind =
    Kind { key: "treatment", names: &["none", "winsorise", "winsorise-then-log", "log", "clip"] };
pub(super) const IMPUTATION: Kind =
    Kind { key: "imputation", names: &["none", "mean", "median", "group-mean"] };
pub(super) const SHRINKAGE: Kind = Kind { key: "shrinkage", names: &["off", "whole", "within"] };
pub(super) const AGGREGATION: Kind =
    Kind { key: "aggregation", names: &["arithmetic", "geometric", "harmonic", "power", "copeland"] };
pub(super) const GAPS: Kind = Kind { key: "gaps", names: &["refuse", "reweight"] };

/// Reads a method under its own key; `None` where it is left out or wrong.
pub(super) fn choice<'d, 'i, T>(
    section: &mut Section<'d, 'i>,
    kind: &Kind,
    reader: &mut Reader,
    make: impl FnOnce(&str, &mut Section<'d, 'i>, &mut Reader) -> Option<T>,
) -> Option<T> {
    let value = section.value(kind.key)?;
    of_value(value, &section.at, kind, reader, make)
}

/// Reads the methods of a list, such as the alternatives of uncertainty.
pub(super) fn choices<'d, 'i, T>(
    section: &mut Section<'d, 'i>,
    list: &'static str,
    kind: &Kind,
    reader: &mut Reader,
    make: fn(&str, &mut Section<'d, 'i>, &mut Reader) -> Option<T>,
) -> Vec<T> {
    let Some(value) = section.value(list) else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        section.refuse(list, format!("'{list}' must be a list of methods"), reader);
        return Vec::new();
    };
    array.iter().filter_map(|one| of_value(one, &section.at, kind, reader, make)).collect()
}

fn of_value<'d, 'i, T>(
    value: &'d Spanned<DeValue<'i>>,
    at: &str,
    kind: &Kind,
    reader: &mut Reader,
    make: impl FnOnce(&str, &mut Section<'d, 'i>, &mut Reader) -> Option<T>,
) -> Option<T> {
    let line = reader.line(value.span().start);
    let key = kind.key;
    let (name, mut settings) = match (value.get_ref().as_str(), value.get_ref().as_table()) {
        (Some(name), _) => (name.to_owned(), Section::bare(format!("{at}, {key}"), line)),
        (None, Some(table)) => {
            let mut settings = Section::new(format!("{at}, {key}"), line, table);
            (settings.needed("method", reader), settings)
        }
        (None, None) => {
            let known = kind.names.join(", ");
            reader.fault(line, at, format!("'{key}' must be the name of a method: {known}"));
            return None;
        }
    };
    if !kind.names.contains(&name.as_str()) {
        if !name.is_empty() {
            let known = kind.names.join(", ");
            reader.fault(line, at, format!("{key} '{name}' is not known; there are {known}"));
        }
        return None;
    }
    let made = make(&name, &mut settings, reader);
    settings.finish(reader);
    made
}

/// A number that a method cannot do without.
fn needed(settings: &mut Section<'_, '_>, key: &'static str, reader: &mut Reader) -> Option<f64> {
    let number = settings.number(key, reader);
    if number.is_none() {
        settings.refuse(key, format!("'{key}' is missing: a number"), reader);
    }
    number
}

/// A name that a method cannot do without.
fn grouping(settings: &mut Section<'_, '_>, reader: &mut Reader) -> Option<String> {
    let name = settings.text("grouping", reader);
    if name.is_none() {
        settings.refuse("grouping", "'grouping' is missing: the name of a [grouping.…]", reader);
    }
    name
}

/// A normalisation but for the scores of categories, which belong to the figures.
pub(super) fn normalisation(
    name: &str,
    settings: &mut Section<'_, '_>,
    reader: &mut Reader,
) -> Option<Normalisation> {
    Some(match name {
        "min-max" => Normalisation::MinMax {
            low: settings.number("low", reader).unwrap_or(MIN_MAX.0),
            high: settings.number("high", reader).unwrap_or(MIN_MAX.1),
        },
        "z" => Normalisation::ZScore,
        "robust-z" => Normalisation::RobustZ,
        "rank" => Normalisation::Rank,
        "percentile" => Normalisation::Percentile,
        "imd-exponential" => Normalisation::ImdExponential,
        "distance-to-target" => {
            Normalisation::DistanceToTarget { target: needed(settings, "target", reader)? }
        }
        "distance-to-best" => Normalisation::DistanceToBest,
        _ => return None,
    })
}

pub(super) fn treatment(
    name: &str,
    settings: &mut Section<'_, '_>,
    reader: &mut Reader,
) -> Option<Treatment> {
    Some(match name {
        "none" => Treatment::None,
        "winsorise" => Treatment::Winsorise(limits(settings, reader)),
        "winsorise-then-log" => Treatment::WinsoriseThenLog(limits(settings, reader)),
        "log" => Treatment::Log,
        "clip" => {
            let (low, high) = (needed(settings, "low", reader), needed(settings, "high", reader));
            Treatment::Clip { low: low?, high: high? }
        }
        _ => return None,
    })
}

fn limits(settings: &mut Section<'_, '_>, reader: &mut Reader) -> Limits {
    let usual = Limits::default();
    Limits {
        skewness: settings.number("skewness", reader).unwrap_or(usual.skewness),
        kurtosis: settings.number("kurtosis", reader).unwrap_or(usual.kurtosis),
        most_points: settings.whole("most_points", reader).unwrap_or(usual.most_points),
    }
}

pub(super) fn imputation(
    name: &str,
    settings: &mut Section<'_, '_>,
    reader: &mut Reader,
) -> Option<Imputation> {
    Some(match name {
        "none" => Imputation::None,
        "mean" => Imputation::Mean,
        "median" => Imputation::Median,
        "group-mean" => Imputation::GroupMean { grouping: grouping(settings, reader)? },
        _ => return None,
    })
}

pub(super) fn shrinkage(
    name: &str,
    settings: &mut Section<'_, '_>,
    reader: &mut Reader,
) -> Option<Shrinkage> {
    Some(match name {
        "off" => Shrinkage::Off,
        "whole" => Shrinkage::Whole,
        "within" => Shrinkage::Within(grouping(settings, reader)?),
        _ => return None,
    })
}

pub(super) fn aggregation(
    name: &str,
    settings: &mut Section<'_, '_>,
    reader: &mut Reader,
) -> Option<Aggregation> {
    Some(match name {
        "arithmetic" => Aggregation::Arithmetic(weight_sum(settings, reader)),
        "geometric" => Aggregation::Geometric,
        "harmonic" => Aggregation::Harmonic,
        "power" => Aggregation::Power { p: needed(settings, "p", reader)? },
        "copeland" => Aggregation::Copeland,
        _ => return None,
    })
}

fn weight_sum(settings: &mut Section<'_, '_>, reader: &mut Reader) -> WeightSum {
    match settings.text("weights", reader).as_deref() {
        None | Some("shared") => WeightSum::Shared,
        Some("as-given") => WeightSum::AsGiven,
        Some(other) => {
            settings.refuse("weights", format!("weights '{other}': shared or as-given"), reader);
            WeightSum::Shared
        }
    }
}

pub(super) fn gaps(name: &str, settings: &mut Section<'_, '_>, reader: &mut Reader) -> Option<Gaps> {
    Some(match name {
        "refuse" => Gaps::Refuse,
        "reweight" => Gaps::Reweight { least_present: needed(settings, "least_present", reader)? },
        _ => return None,
    })
}
