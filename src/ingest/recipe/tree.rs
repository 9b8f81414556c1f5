//! Domains, sub-domains and indicators.

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::assess::aggregate::{Aggregation, Gaps, WeightSum};
use crate::assess::impute::Imputation;
use crate::assess::normalise::{Direction, Normalisation};
use crate::assess::recipe::{Group, Indicator, Node, Shrinkage};
use crate::assess::spec::FiguresFrom;
use crate::assess::treat::Treatment;

use super::figures;
use super::methods::{self, AGGREGATION, GAPS, IMPUTATION, NORMALISATION, SHRINKAGE, TREATMENT, choice};
use super::section::{Reader, Section};

/// What an indicator does where it says nothing itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Defaults {
    pub treatment: Option<Treatment>,
    pub imputation: Option<Imputation>,
    pub normalisation: Option<Normalisation>,
}

/// The tree as it is read, with what stands beside it in a specification.
#[derive(Default)]
pub(super) struct Tree {
    pub figures: BTreeMap<String, FiguresFrom>,
    pub sums: BTreeMap<String, f64>,
    pub defaults: Defaults,
}

impl Tree {
    /// Reads the methods that indicators share.
    pub fn read_defaults(&mut self, mut section: Section<'_, '_>, reader: &mut Reader) {
        self.defaults = Defaults {
            treatment: choice(&mut section, &TREATMENT, reader, methods::treatment),
            imputation: choice(&mut section, &IMPUTATION, reader, methods::imputation),
            normalisation: choice(&mut section, &NORMALISATION, reader, |name, settings, reader| {
                if name == "categorical" {
                    settings.refuse("method", "categorical belongs to one indicator, not to all", reader);
                }
                methods::normalisation(name, settings, reader)
            }),
        };
        section.finish(reader);
    }

    /// Reads how a group is put together; its parts come from `[[indicator]]` and `[[domain]]`.
    pub fn group(
        &mut self,
        section: &mut Section<'_, '_>,
        (id, title): (String, String),
        parts: Vec<Node>,
        reader: &mut Reader,
    ) -> Group {
        let aggregation = choice(section, &AGGREGATION, reader, methods::aggregation);
        let gaps = choice(section, &GAPS, reader, methods::gaps);
        if let Some(sum) = section.number("weights_sum", reader) {
            self.sums.insert(id.clone(), sum);
        }
        Group {
            id,
            title,
            weight: 1.0,
            aggregation: aggregation.unwrap_or(Aggregation::Arithmetic(WeightSum::Shared)),
            gaps: gaps.unwrap_or(Gaps::Refuse),
            parts,
        }
    }

    /// The parts below a table: its indicators, then its domains.
    pub fn parts(&mut self, section: &mut Section<'_, '_>, path: &str, reader: &mut Reader) -> Vec<Node> {
        let mut parts = Vec::new();
        for (line, table) in section.list("indicator", reader) {
            parts.push(Node::Indicator(self.indicator(line, table, path, reader)));
        }
        for (line, table) in section.list("domain", reader) {
            parts.push(Node::Group(self.domain(line, table, path, reader)));
        }
        parts
    }

    fn domain(&mut self, line: usize, table: &DeTable<'_>, path: &str, reader: &mut Reader) -> Group {
        let mut section = Section::new(at(path, "domain", table), line, table);
        let id = section.needed("id", reader);
        reader.lines.insert(id.clone(), line);
        let title = section.text("title", reader).unwrap_or_else(|| id.clone());
        let weight = section.number("weight", reader).unwrap_or(1.0);
        let path = section.at.clone();
        let parts = self.parts(&mut section, &path, reader);
        let group = self.group(&mut section, (id, title), parts, reader);
        section.finish(reader);
        Group { weight, ..group }
    }

    fn indicator(&mut self, line: usize, table: &DeTable<'_>, path: &str, reader: &mut Reader) -> Indicator {
        let mut section = Section::new(at(path, "indicator", table), line, table);
        let id = section.needed("id", reader);
        reader.lines.insert(id.clone(), line);
        let title = section.text("title", reader).unwrap_or_else(|| id.clone());
        let weight = section.number("weight", reader).unwrap_or(1.0);
        let from = figures::of_indicator(&mut section, reader);
        let direction = direction(&mut section, reader);
        let shrinkage = choice(&mut section, &SHRINKAGE, reader, methods::shrinkage);
        let treatment = choice(&mut section, &TREATMENT, reader, methods::treatment);
        let imputation = choice(&mut section, &IMPUTATION, reader, methods::imputation);
        let (normalisation, categories) = normalisation(&mut section, reader);
        section.finish(reader);
        if let Some(from) = from {
            self.figures.insert(id.clone(), FiguresFrom { categories, ..from });
        }
        let defaults = &self.defaults;
        Indicator {
            id,
            title,
            weight,
            direction,
            shrinkage: shrinkage.unwrap_or(Shrinkage::Off),
            treatment: treatment.or(defaults.treatment).unwrap_or(Treatment::None),
            imputation: imputation.or_else(|| defaults.imputation.clone()).unwrap_or(Imputation::None),
            normalisation: normalisation
                .or_else(|| defaults.normalisation.clone())
                .unwrap_or(Normalisation::ZScore),
        }
    }
}

fn direction(section: &mut Section<'_, '_>, reader: &mut Reader) -> Direction {
    let text = section.needed("direction", reader);
    Direction::from_key(&text).unwrap_or_else(|| {
        if !text.is_empty() {
            let known = Direction::ALL.map(Direction::key).join(", ");
            section.refuse(
                "direction",
                format!("direction '{text}' is not known; there are {known}"),
                reader,
            );
        }
        Direction::HighIsWorse
    })
}

/// A normalisation, and the scores of categories where it takes them. Each
/// score stands for itself, as figures of categories are scores already.
fn normalisation(
    section: &mut Section<'_, '_>,
    reader: &mut Reader,
) -> (Option<Normalisation>, BTreeMap<String, f64>) {
    let mut categories = BTreeMap::new();
    let found = choice(section, &NORMALISATION, reader, |name, settings, reader| {
        if name != "categorical" {
            return methods::normalisation(name, settings, reader);
        }
        categories = figures::categories(settings, reader);
        Some(of_categories(&categories))
    });
    (found, categories)
}

/// The normalisation of categories by their scores.
pub(super) fn of_categories(categories: &BTreeMap<String, f64>) -> Normalisation {
    let mut scores: Vec<f64> = categories.values().copied().collect();
    scores.sort_by(f64::total_cmp);
    scores.dedup();
    Normalisation::Categorical { scores: scores.into_iter().map(|score| (score, score)).collect() }
}

/// What a part is called in faults: the ids from the top down.
fn at(path: &str, kind: &str, table: &DeTable<'_>) -> String {
    let id = table.iter().find(|(name, _)| name.get_ref().as_ref() == "id");
    let id = id.and_then(|(_, value)| value.get_ref().as_str()).unwrap_or("without an id");
    if path.is_empty() { format!("{kind} {id}") } else { format!("{path} / {kind} {id}") }
}
