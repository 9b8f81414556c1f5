//! A recipe as a whole: from its text to a specification, or to all its faults.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use crate::assess::recipe::{Comparator, Fault, FaultKind, RankRules, Uncertainty};
use crate::assess::spec::{self, AssessmentSpec, Benchmark, GroupingFrom};
use crate::model::{AssessmentId, EditionKey, Way};

use super::figures;
use super::methods::{self, AGGREGATION, IMPUTATION, Kind, NORMALISATION, choices};
use super::section::{Reader, RecipeFault, Section};
use super::tree::Tree;

/// The longest recipe that is read, in bytes.
const MAX_RECIPE_BYTES: usize = 1 << 20;

/// Reads and checks a recipe. All faults are given, not the first.
///
/// # Errors
/// One [`RecipeFault`] for each key that is not known, each value of another
/// type than it must be, and each setting that cannot be applied.
pub fn read_recipe(text: &str) -> Result<AssessmentSpec, Vec<RecipeFault>> {
    let mut reader = Reader::new(text);
    if text.len() > MAX_RECIPE_BYTES {
        let message = format!("{} bytes; at most {MAX_RECIPE_BYTES} are read", text.len());
        reader.fault(1, "recipe", message);
        return Err(reader.faults);
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let line = reader.line(error.span().map_or(0, |span| span.start));
            reader.fault(line, "recipe", error.message());
            return Err(reader.faults);
        }
    };
    let root = Section::new("recipe", 1, table.get_ref());
    let found = read(root, &mut reader);
    let Some(spec) = found else { return Err(sorted(reader)) };
    note_check(&spec, &mut reader);
    if reader.faults.is_empty() { Ok(spec) } else { Err(sorted(reader)) }
}

fn sorted(reader: Reader) -> Vec<RecipeFault> {
    let mut faults = reader.faults;
    faults.sort_by(|a, b| a.line.cmp(&b.line).then(a.at.cmp(&b.at)).then(a.message.cmp(&b.message)));
    faults.dedup();
    faults
}

/// The whole, so that what else is wrong is found as well: a name stands in
/// for an id or areas that cannot be read, which is a fault already.
fn read(mut root: Section<'_, '_>, reader: &mut Reader) -> Option<AssessmentSpec> {
    let mut tree = Tree::default();
    let head = head(&mut root, reader);
    let defaults = root.section("defaults", "defaults", reader);
    tree.read_defaults(defaults, reader);
    let mut index = root.section("index", "index", reader);
    let id = index.text("id", reader).unwrap_or_else(|| "index".to_owned());
    reader.lines.insert(id.clone(), index.line);
    let title = index.text("title", reader).unwrap_or_else(|| head.title.clone());
    let parts = tree.parts(&mut root, "", reader);
    let index_group = tree.group(&mut index, (id, title), parts, reader);
    index.finish(reader);
    let groupings = groupings(&mut root, reader);
    let (comparator, benchmarks) = comparator(&mut root, reader);
    let rules = rules(&mut root, reader);
    let uncertainty = uncertainty(&mut root, reader);
    root.finish(reader);
    Some(AssessmentSpec {
        id: head.id.or_else(|| "unnamed".parse().ok())?,
        title: head.title,
        purpose: head.purpose,
        date: head.date,
        areas: head.areas.or_else(|| "unnamed@unnamed".parse().ok())?,
        way: head.way,
        index: index_group,
        figures: tree.figures,
        sums: tree.sums,
        people: head.people,
        comparator,
        benchmarks,
        groupings,
        rules,
        uncertainty,
        seed: head.seed,
    })
}

/// What stands under `[assessment]`.
struct Head {
    id: Option<AssessmentId>,
    title: String,
    purpose: String,
    date: Option<jiff::civil::Date>,
    areas: Option<EditionKey>,
    way: Way,
    people: Option<crate::assess::spec::FiguresFrom>,
    seed: u64,
}

fn head(root: &mut Section<'_, '_>, reader: &mut Reader) -> Head {
    let mut section = root.section("assessment", "assessment", reader);
    if !section.is_there() {
        reader.fault(1, "recipe", "there is no [assessment]: it holds id, title, purpose and areas");
    }
    for key in ["id", "areas"] {
        if section.is_there() && section.value(key).is_none() {
            section.refuse(key, format!("'{key}' is missing"), reader);
        }
    }
    let head = Head {
        id: section.parsed("id", reader),
        title: section.needed("title", reader),
        purpose: section.needed("purpose", reader),
        date: section.date("date", reader),
        areas: areas(&mut section, reader),
        way: figures::way(&mut section, reader).unwrap_or(Way::Best),
        people: figures::under(&mut section, "people", reader),
        seed: section.whole("seed", reader).unwrap_or(0),
    };
    if section.is_there() && section.value("seed").is_none() {
        let message = "'seed' is missing: any whole number; the same seed gives the same draws";
        section.refuse("seed", message, reader);
    }
    section.finish(reader);
    head
}

fn areas(section: &mut Section<'_, '_>, reader: &mut Reader) -> Option<EditionKey> {
    let text = section.text("areas", reader)?;
    let key = text.parse().ok();
    if key.is_none() {
        let message = format!("areas '{text}' is no layer edition: write it as wards@2023");
        section.refuse("areas", message, reader);
    }
    key
}

fn groupings(root: &mut Section<'_, '_>, reader: &mut Reader) -> BTreeMap<String, GroupingFrom> {
    let mut found = BTreeMap::new();
    let all = root.section("grouping", "grouping", reader);
    for (name, value) in all.own_names() {
        let at = format!("grouping {name}");
        let line = reader.line(value.span().start);
        reader.lines.insert(at.clone(), line);
        let Some(table) = value.get_ref().as_table() else {
            reader.fault(line, &at, "a grouping is a table: { layer = \"patches@2024\" }");
            continue;
        };
        let mut section = Section::new(at, line, table);
        let layer: Option<EditionKey> = section.parsed("layer", reader);
        let table: Option<EditionKey> = section.parsed("table", reader);
        let column = section.text("column", reader);
        match (layer, table, column) {
            (Some(layer), None, None) => _ = found.insert(name.to_owned(), GroupingFrom::Layer(layer)),
            (None, Some(table), Some(column)) => {
                found.insert(name.to_owned(), GroupingFrom::Column { table, column });
            }
            _ => {
                let message = "write 'layer' (an edition), or 'table' (an edition) and 'column'";
                reader.fault(section.line, &section.at, message);
            }
        }
        section.finish(reader);
    }
    found
}

fn comparator(root: &mut Section<'_, '_>, reader: &mut Reader) -> (Comparator, BTreeMap<String, Benchmark>) {
    let mut section = root.section("comparator", "comparator", reader);
    reader.lines.insert("comparator".to_owned(), section.line);
    let with = section.text("with", reader);
    if section.is_there() && with.is_none() {
        section.refuse("with", "'with' is missing: place, published, neighbours or patch", reader);
    }
    let mut benchmarks = BTreeMap::new();
    let comparator = match with.as_deref() {
        None | Some("place") => Comparator::Place,
        Some("published") => {
            benchmarks = published(&mut section, reader);
            Comparator::Published { name: section.needed("name", reader) }
        }
        Some("neighbours") => Comparator::Neighbours {
            count: section.whole("count", reader).unwrap_or(5),
            covariates: section.texts("covariates", reader),
        },
        Some("patch") => Comparator::Patch { grouping: section.needed("grouping", reader) },
        Some(other) => {
            let message = format!("with '{other}': place, published, neighbours or patch");
            section.refuse("with", message, reader);
            Comparator::Place
        }
    };
    section.finish(reader);
    (comparator, benchmarks)
}

fn published(section: &mut Section<'_, '_>, reader: &mut Reader) -> BTreeMap<String, Benchmark> {
    let mut found = BTreeMap::new();
    let figures = section.section("figures", "comparator, figures", reader);
    for (id, value) in figures.own_names() {
        let line = reader.line(value.span().start);
        let at = format!("comparator / {id}");
        reader.lines.insert(at.clone(), line);
        let Some(table) = value.get_ref().as_table() else {
            reader.fault(
                line,
                &at,
                "write the figure as { value = 3.7, source = \"where it is published\" }",
            );
            continue;
        };
        let mut one = Section::new(at, line, table);
        let value = one.number("value", reader);
        if value.is_none() {
            one.refuse("value", "'value' is missing: the published figure", reader);
        }
        let source = one.needed("source", reader);
        one.finish(reader);
        if let Some(value) = value {
            found.insert(id.to_owned(), Benchmark { value, source });
        }
    }
    found
}

fn rules(root: &mut Section<'_, '_>, reader: &mut Reader) -> RankRules {
    let mut section = root.section("ranking", "ranking", reader);
    for name in ["worst", "most_imputed", "least_cover"] {
        reader.lines.insert(name.to_owned(), section.line);
    }
    let usual = RankRules::default();
    let rules = RankRules {
        most_imputed: section.number("most_imputed", reader).unwrap_or(usual.most_imputed),
        least_cover: section.number("least_cover", reader).unwrap_or(usual.least_cover),
        worst: section.whole("worst", reader).unwrap_or(usual.worst),
    };
    section.finish(reader);
    rules
}

fn uncertainty(root: &mut Section<'_, '_>, reader: &mut Reader) -> Option<Uncertainty> {
    const NORMALISATIONS: Kind = Kind { key: "normalisations", ..NORMALISATION };
    const AGGREGATIONS: Kind = Kind { key: "aggregations", ..AGGREGATION };
    const IMPUTATIONS: Kind = Kind { key: "imputations", ..IMPUTATION };
    let mut section = root.section("uncertainty", "uncertainty", reader);
    reader.lines.insert("uncertainty".to_owned(), section.line);
    let usual = Uncertainty::default();
    let found = Uncertainty {
        draws: section.whole("draws", reader).unwrap_or(usual.draws),
        weight_spread: section.number("weight_spread", reader).unwrap_or(usual.weight_spread),
        normalisations: choices(
            &mut section,
            NORMALISATIONS.key,
            &NORMALISATIONS,
            reader,
            |name, set, reader| {
                if name == "categorical" {
                    set.refuse("method", "categorical belongs to one indicator, not to all", reader);
                }
                methods::normalisation(name, set, reader)
            },
        ),
        aggregations: choices(&mut section, AGGREGATIONS.key, &AGGREGATIONS, reader, methods::aggregation),
        imputations: choices(&mut section, IMPUTATIONS.key, &IMPUTATIONS, reader, methods::imputation),
        sampling: section.flag("sampling", reader).unwrap_or(usual.sampling),
        alignment: section.flag("alignment", reader).unwrap_or(usual.alignment),
    };
    let is_there = section.is_there();
    section.finish(reader);
    is_there.then_some(found)
}

/// Adds what the specification's own check finds, with the line of the table
/// it is about. What follows from a fault that was told already is left out.
fn note_check(spec: &AssessmentSpec, reader: &mut Reader) {
    let read = told_of(&reader.faults);
    for fault in spec::check(spec) {
        let line = line_of(&fault, reader);
        if !read.contains(last(&fault.at)) || matches!(fault.what, FaultKind::IdTwice(_)) {
            reader.fault(line, &fault.at, fault.what.to_string());
        }
    }
}

fn last(at: &str) -> &str {
    at.rsplit(" / ").next().unwrap_or(at)
}

/// What faults are about: the last name of each, with and without its kind of table.
fn told_of(faults: &[RecipeFault]) -> BTreeSet<String> {
    let heads = faults.iter().filter_map(|fault| last(&fault.at).split(", ").next());
    heads
        .flat_map(|head| [Some(head), head.split_once(' ').map(|(_, id)| id)])
        .flatten()
        .map(str::to_owned)
        .collect()
}

fn line_of(fault: &Fault, reader: &Reader) -> usize {
    let known = |at: &str| reader.lines.get(at).copied();
    let first = fault.at.split(" / ").next().unwrap_or("");
    known(&fault.at).or_else(|| known(last(&fault.at))).or_else(|| known(first)).unwrap_or(1)
}
