//! Candidates of a search: one row a pair, as rows for every format and as CSV.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Deref;
use std::sync::OnceLock;

use geo_types::{Coord, LineString};

use crate::colocate::Criterion;
use crate::engine::{Colocated, Engine};
use crate::geom::Grid;
use crate::model::Missing;
use crate::table::ColumnKind;
use crate::views::CitationView;
use crate::views::colocate::CandidateView;

use super::about::{About, written_by};
use super::csv::guard;
use super::features::{Features, Property, Shape, ShapeKind};
use super::format::Format;
use super::rows::Value;
use super::write_rows;

/// The formats that candidates can be had in as rows. CSV and GeoJSON have
/// forms of their own, the latter with hubs, gaps and duplicates.
pub const FORMATS: [Format; 4] = [Format::Xlsx, Format::GeoPackage, Format::Parquet, Format::FlatGeobuf];

/// The candidates of a search as rows, the best first; where both ends are
/// known and apart, each lies along the line from the service to the building.
/// `F` is a reference to what was found, or shares it.
pub struct Candidates<F> {
    found: F,
    /// Put into words once, and only where somebody asks.
    views: Vec<OnceLock<CandidateView>>,
    properties: Vec<Property>,
}

/// Columns before the criteria.
const FIRST: [(&str, &str, ColumnKind); 15] = [
    ("rank", "Place among all candidates, from 1", ColumnKind::Number),
    ("id", "Id of the candidate", ColumnKind::Text),
    ("service", "Name of the service", ColumnKind::Text),
    ("service_owner", "Who runs the service", ColumnKind::Text),
    ("building", "Name of the building", ColumnKind::Text),
    ("building_owner", "Who owns the building", ColumnKind::Text),
    ("minutes", "Walk between the two in minutes", ColumnKind::Number),
    ("walks_by", "How walks were measured", ColumnKind::Text),
    ("tier", "Whether it passes all gates or something is to check", ColumnKind::Text),
    ("score_low", "Score with what is unknown at its worst", ColumnKind::Number),
    ("score_high", "Score with what is unknown at its best", ColumnKind::Number),
    ("score_middle", "Score between the two, which candidates are ranked by", ColumnKind::Number),
    ("front", "Where it stands by cost, access and equality", ColumnKind::Text),
    ("stays_at_top", "Share of other weights under which it is at the top, 0 to 1", ColumnKind::Number),
    ("sentence", "Why, in words", ColumnKind::Text),
];

/// Columns after the criteria.
const LAST: [(&str, &str, ColumnKind); 6] = [
    ("saving_low", "Saving a year in pounds, the least", ColumnKind::Number),
    ("saving_mid", "Saving a year in pounds, the middle", ColumnKind::Number),
    ("saving_high", "Saving a year in pounds, the most", ColumnKind::Number),
    ("saving_missing", "Why there is no saving", ColumnKind::Text),
    ("crowded", "Whether the building would be crowded: yes or no", ColumnKind::Text),
    ("questions", "What has to be asked first", ColumnKind::Text),
];

impl<F: Deref<Target = Colocated>> Candidates<F> {
    /// The candidates of a search.
    #[must_use]
    pub fn new(found: F) -> Self {
        let of = |(name, title, kind): &(&str, &str, ColumnKind)| Property::new(name, title, *kind);
        let criteria = Criterion::ALL.map(|one| {
            Property::new(one.key(), &format!("Criterion {}, 0 to 1", one.key()), ColumnKind::Number)
        });
        let mut properties: Vec<Property> =
            FIRST.iter().map(of).chain(criteria).chain(LAST.iter().map(of)).collect();
        properties[0].is_whole = true;
        let views = found.found.pairs.iter().map(|_| OnceLock::new()).collect();
        Self { found, views, properties }
    }

    fn view(&self, row: usize) -> &CandidateView {
        self.views[row].get_or_init(|| CandidateView::new(&self.found, &self.found.found.pairs[row]))
    }

    /// The id of a candidate.
    #[must_use]
    pub fn id(&self, row: usize) -> &str {
        &self.view(row).id
    }

    fn first(&self, row: usize, at: usize) -> Result<Value<'_>, Missing> {
        let view = self.view(row);
        let text = |text: &'_ str| Ok(Value::Text(Cow::Owned(text.to_owned())));
        let given = |words: Option<&String>| words.map_or(Err(Missing::NotGiven), |words| text(words));
        match at {
            0 => Ok(Value::Number(view.rank as f64)),
            1 => text(&view.id),
            2 => text(&view.service.name),
            3 => given(view.service.owner.as_ref()),
            4 => text(&view.building.name),
            5 => given(view.building.owner.as_ref()),
            6 => Ok(Value::Number(view.minutes)),
            7 => text(self.found.by().key()),
            8 => text(view.tier),
            9 => Ok(Value::Number(view.score.low)),
            10 => Ok(Value::Number(view.score.high)),
            11 => Ok(Value::Number(view.score.middle)),
            12 => text(view.front),
            13 => rounded(view.stays_at_top),
            _ => text(&view.sentence),
        }
    }

    fn last(&self, row: usize, at: usize) -> Result<Value<'_>, Missing> {
        let view = self.view(row);
        let saving = &view.estimate.saving;
        let text = |text: &'_ str| {
            if text.is_empty() {
                Err(Missing::NotGiven)
            } else {
                Ok(Value::Text(Cow::Owned(text.to_owned())))
            }
        };
        match at {
            0 => rounded(saving.low),
            1 => rounded(saving.mid),
            2 => rounded(saving.high),
            3 => text(saving.missing.unwrap_or_default()),
            4 => text(view.estimate.is_crowded.map_or("", |is| if is { "yes" } else { "no" })),
            _ => text(&view.questions.join(" ")),
        }
    }
}

impl<F: Deref<Target = Colocated> + Send + Sync> Features for Candidates<F> {
    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn shapes(&self) -> ShapeKind {
        ShapeKind::Lines
    }

    fn len(&self) -> usize {
        self.views.len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        let after = FIRST.len() + Criterion::ALL.len();
        if property < FIRST.len() {
            return self.first(row, property);
        }
        match Criterion::ALL.get(property - FIRST.len()) {
            Some(criterion) => rounded(self.found.found.pairs[row].values[criterion.position()]),
            None => self.last(row, property - after),
        }
    }

    fn shape(&self, row: usize) -> Option<Shape<'_>> {
        let pair = &self.found.found.pairs[row];
        let (from, _) = self.found.estate.services[pair.service as usize].at?;
        let (to, _) = self.found.estate.buildings[pair.building as usize].at?;
        let corner = |point: Grid| Coord { x: point.e, y: point.n };
        // A line between two places that are one is no line.
        (from != to).then(|| Shape::Line(Cow::Owned(LineString(vec![corner(from), corner(to)]))))
    }
}

/// A millionth is finer than anything here is known.
fn rounded(value: Option<f64>) -> Result<Value<'static>, Missing> {
    value.map(|value| Value::Number((value * 1e6).round() / 1e6)).ok_or(Missing::NotGiven)
}

/// Writes every candidate as CSV, the best first. An unknown value is an
/// empty cell.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write(out: &mut dyn Write, found: &Colocated) -> io::Result<()> {
    let rows = Candidates::new(found);
    let mut out = csv::Writer::from_writer(out);
    out.write_record(rows.properties.iter().map(|property| &property.name))?;
    for row in 0..rows.len() {
        let cells = (0..rows.properties.len()).map(|at| match rows.value(row, at) {
            Ok(Value::Text(text)) => guard(&text).into_owned(),
            Ok(value) => value.plain().into_owned(),
            Err(_reason) => String::new(),
        });
        out.write_record(cells)?;
    }
    out.flush()?;
    Ok(())
}

/// Writes every candidate in one of [`FORMATS`].
///
/// # Errors
/// When `out` cannot take the bytes, or a temporary file cannot be made.
pub fn write_file(out: &mut dyn Write, engine: &Engine, found: &Colocated, format: Format) -> io::Result<()> {
    write_rows(&Candidates::new(found), &about(engine, found), format, out)
}

/// What the files of a search say of themselves.
fn about(engine: &Engine, found: &Colocated) -> About {
    let snapshot = engine.snapshot();
    let mut facts = vec![
        ("Search", found.spec.id.to_string()),
        (
            "Method",
            format!(
                "Pairs that fail no gate, ranked by the middle of their score: the weighted mean of criteria from 0 \
                 to 1, with what is not known once at its worst and once at its best. Judged on {}. {}",
                found.spec.date,
                found.by().words()
            ),
        ),
    ];
    let editions = found.data.iter().filter_map(|key| engine.edition(key));
    facts.extend(editions.map(|edition| ("Source", CitationView::new(snapshot, edition).sentence())));
    let sentence = format!(
        "{} ({}). {}, version {}, by {}",
        found.spec.title,
        found.spec.id,
        snapshot.info.name,
        found.version,
        crate::views::SOFTWARE
    );
    facts.push(("Cite as", sentence.clone()));
    facts.push(("Written by", written_by(snapshot)));
    let (name, title) = (found.spec.id.to_string(), found.spec.title.clone());
    About { name, title, facts, sentence, made: snapshot.made }
}
