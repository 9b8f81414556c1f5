//! A specification as a recipe, with every choice written out.

use std::fmt::Write;

use crate::assess::aggregate::{Aggregation, Gaps, WeightSum};
use crate::assess::impute::Imputation;
use crate::assess::normalise::Normalisation;
use crate::assess::recipe::{Comparator, Group, Indicator, Node, Shrinkage, Uncertainty};
use crate::assess::spec::{AssessmentSpec, Divisor, FiguresFrom, GroupingFrom};
use crate::assess::treat::{Limits, Treatment};
use crate::model::{EditionKey, MeasureId};

/// Writes a specification in the form that [`read_recipe`](super::read_recipe)
/// reads: what comes back is the same.
///
/// Each group's indicators are written before its domains, as a file of tables
/// must have them; a specification in another order comes back in this one.
#[must_use]
pub fn write_recipe(spec: &AssessmentSpec) -> String {
    let mut out = Text::default();
    head(spec, &mut out);
    index(spec, &mut out);
    comparator(spec, &mut out);
    for (name, grouping) in &spec.groupings {
        out.table(&format!("[grouping.{}]", key(name)));
        match grouping {
            GroupingFrom::Layer(layer) => out.text("layer", &layer.to_string()),
            GroupingFrom::Column { table, column } => {
                out.text("table", &table.to_string());
                out.text("column", column);
            }
        }
    }
    out.table("[ranking]");
    out.value("worst", &spec.rules.worst.to_string());
    out.value("most_imputed", &number(spec.rules.most_imputed));
    out.value("least_cover", &number(spec.rules.least_cover));
    if let Some(uncertainty) = &spec.uncertainty {
        self::uncertainty(uncertainty, &mut out);
    }
    out.0
}

fn head(spec: &AssessmentSpec, out: &mut Text) {
    out.table("[assessment]");
    out.text("id", spec.id.as_str());
    out.text("title", &spec.title);
    out.text("purpose", &spec.purpose);
    out.text("areas", &spec.areas.to_string());
    if let Some(date) = spec.date {
        out.value("date", &date.to_string());
    }
    out.text("way", spec.way.key());
    if let Some(people) = &spec.people {
        let mut words = named(&people.measure, people.table.as_ref(), people.period.as_deref());
        words.extend(people.way.map(|way| format!("way = {}", quoted(way.key()))));
        out.value("people", &format!("{{ {} }}", words.join(", ")));
    }
    out.value("seed", &spec.seed.to_string());
}

fn index(spec: &AssessmentSpec, out: &mut Text) {
    out.table("[index]");
    out.text("id", &spec.index.id);
    out.text("title", &spec.index.title);
    group(spec, &spec.index, out);
    parts(spec, &spec.index, "", out);
}

/// How a group is put together.
fn group(spec: &AssessmentSpec, group: &Group, out: &mut Text) {
    out.value("aggregation", &aggregation(&group.aggregation));
    out.value("gaps", &gaps(&group.gaps));
    if let Some(sum) = spec.sums.get(&group.id) {
        out.value("weights_sum", &number(*sum));
    }
}

fn parts(spec: &AssessmentSpec, whole: &Group, path: &str, out: &mut Text) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for part in &whole.parts {
        if let Node::Indicator(one) = part {
            out.table(&format!("[[{}]]", below("indicator")));
            indicator(spec, one, out);
        }
    }
    for part in &whole.parts {
        if let Node::Group(inner) = part {
            let path = below("domain");
            out.table(&format!("[[{path}]]"));
            out.text("id", &inner.id);
            out.text("title", &inner.title);
            out.value("weight", &number(inner.weight));
            group(spec, inner, out);
            parts(spec, inner, &path, out);
        }
    }
}

fn indicator(spec: &AssessmentSpec, one: &Indicator, out: &mut Text) {
    out.text("id", &one.id);
    out.text("title", &one.title);
    out.value("weight", &number(one.weight));
    let from = spec.figures_of(&one.id);
    if let Some(from) = from {
        figures(from, out);
    }
    out.text("direction", one.direction.key());
    out.value("shrinkage", &shrinkage(&one.shrinkage));
    out.value("treatment", &treatment(&one.treatment));
    out.value("imputation", &imputation(&one.imputation));
    let written = match from.filter(|from| !from.categories.is_empty()) {
        None => normalisation(&one.normalisation),
        Some(from) => {
            let scores =
                from.categories.iter().map(|(name, score)| format!("{} = {}", key(name), number(*score)));
            with("categorical", &[format!("scores = {{ {} }}", scores.collect::<Vec<_>>().join(", "))])
        }
    };
    out.value("normalisation", &written);
}

fn figures(from: &FiguresFrom, out: &mut Text) {
    for word in named(&from.measure, from.table.as_ref(), from.period.as_deref()) {
        out.line(&word);
    }
    if let Some(way) = from.way {
        out.text("way", way.key());
    }
    if let Some(Divisor { measure, table, period, per, events }) = &from.over {
        let mut words = named(measure, table.as_ref(), period.as_deref());
        words.push(format!("per = {}", number(*per)));
        words.push(format!("events = {events}"));
        out.value("over", &format!("{{ {} }}", words.join(", ")));
    }
}

fn named(measure: &MeasureId, table: Option<&EditionKey>, period: Option<&str>) -> Vec<String> {
    let mut words = vec![format!("measure = {}", quoted(measure.as_str()))];
    words.extend(table.map(|table| format!("table = {}", quoted(&table.to_string()))));
    words.extend(period.map(|period| format!("period = {}", quoted(period))));
    words
}

fn comparator(spec: &AssessmentSpec, out: &mut Text) {
    out.table("[comparator]");
    match &spec.comparator {
        Comparator::Place => out.text("with", "place"),
        Comparator::Published { name } => {
            out.text("with", "published");
            out.text("name", name);
            out.table("[comparator.figures]");
            for (id, benchmark) in &spec.benchmarks {
                let (value, source) = (number(benchmark.value), quoted(&benchmark.source));
                out.value(&key(id), &format!("{{ value = {value}, source = {source} }}"));
            }
        }
        Comparator::Neighbours { count, covariates } => {
            out.text("with", "neighbours");
            out.value("count", &count.to_string());
            out.value("covariates", &list(covariates.iter().map(|id| quoted(id))));
        }
        Comparator::Patch { grouping } => {
            out.text("with", "patch");
            out.text("grouping", grouping);
        }
    }
}

fn uncertainty(uncertainty: &Uncertainty, out: &mut Text) {
    out.table("[uncertainty]");
    out.value("draws", &uncertainty.draws.to_string());
    out.value("weight_spread", &number(uncertainty.weight_spread));
    out.value("normalisations", &list(uncertainty.normalisations.iter().map(normalisation)));
    out.value("aggregations", &list(uncertainty.aggregations.iter().map(aggregation)));
    out.value("imputations", &list(uncertainty.imputations.iter().map(imputation)));
    out.value("sampling", &uncertainty.sampling.to_string());
    out.value("alignment", &uncertainty.alignment.to_string());
}

fn normalisation(method: &Normalisation) -> String {
    match method {
        Normalisation::MinMax { low, high } => {
            with(method.key(), &[setting("low", *low), setting("high", *high)])
        }
        Normalisation::DistanceToTarget { target } => with(method.key(), &[setting("target", *target)]),
        _ => quoted(method.key()),
    }
}

fn treatment(treatment: &Treatment) -> String {
    match treatment {
        Treatment::None => quoted("none"),
        Treatment::Log => quoted("log"),
        Treatment::Winsorise(limits) => with("winsorise", &limited(limits)),
        Treatment::WinsoriseThenLog(limits) => with("winsorise-then-log", &limited(limits)),
        Treatment::Clip { low, high } => with("clip", &[setting("low", *low), setting("high", *high)]),
    }
}

fn limited(limits: &Limits) -> [String; 3] {
    [
        setting("skewness", limits.skewness),
        setting("kurtosis", limits.kurtosis),
        format!("most_points = {}", limits.most_points),
    ]
}

fn imputation(imputation: &Imputation) -> String {
    match imputation {
        Imputation::None => quoted("none"),
        Imputation::Mean => quoted("mean"),
        Imputation::Median => quoted("median"),
        Imputation::GroupMean { grouping } => {
            with("group-mean", &[format!("grouping = {}", quoted(grouping))])
        }
    }
}

fn shrinkage(shrinkage: &Shrinkage) -> String {
    match shrinkage {
        Shrinkage::Off => quoted("off"),
        Shrinkage::Whole => quoted("whole"),
        Shrinkage::Within(grouping) => with("within", &[format!("grouping = {}", quoted(grouping))]),
    }
}

fn aggregation(aggregation: &Aggregation) -> String {
    match aggregation {
        Aggregation::Arithmetic(WeightSum::AsGiven) => {
            with(aggregation.key(), &[format!("weights = {}", quoted("as-given"))])
        }
        Aggregation::Power { p } => with(aggregation.key(), &[setting("p", *p)]),
        _ => quoted(aggregation.key()),
    }
}

fn gaps(gaps: &Gaps) -> String {
    match gaps {
        Gaps::Refuse => quoted("refuse"),
        Gaps::Reweight { least_present } => with("reweight", &[setting("least_present", *least_present)]),
    }
}

fn with(method: &str, settings: &[String]) -> String {
    format!("{{ method = {}, {} }}", quoted(method), settings.join(", "))
}

fn setting(key: &str, value: f64) -> String {
    format!("{key} = {}", number(value))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A number as TOML writes it, to the last bit.
fn number(value: f64) -> String {
    toml::Value::Float(value).to_string()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A key: bare where TOML allows it, else in quotes.
fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_bare { name.to_owned() } else { basic(name) }
}

/// A text in double quotes on one line, as keys must be.
fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => _ = write!(out, "\\u{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The file so far.
#[derive(Default)]
struct Text(String);

impl Text {
    fn table(&mut self, header: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.line(header);
    }

    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn value(&mut self, key: &str, value: &str) {
        self.line(&format!("{key} = {value}"));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.value(key, &quoted(text));
    }
}
