//! An assessment in the formats that take rows of any kind.

use std::io::{self, Write};

use crate::engine::{Assessed, Engine};
use crate::export::about::{About, written_by};
use crate::export::{Format, write_rows};

use super::areas::{AssessedAreas, attributions};

/// The formats that the areas of an assessment can be had in as rows. CSV and
/// GeoJSON have forms of their own ([`super::write_scores`], [`super::write_areas`]).
pub const FORMATS: [Format; 4] = [Format::Xlsx, Format::GeoPackage, Format::Parquet, Format::FlatGeobuf];

/// Writes the areas with scores, ranks, ranges, colours and flags, one row each.
///
/// # Errors
/// When `out` cannot take the bytes, or a temporary file cannot be made.
pub fn write_file(
    out: &mut dyn Write,
    engine: &Engine,
    assessed: &Assessed,
    format: Format,
) -> io::Result<()> {
    write_rows(&AssessedAreas::new(engine, assessed), &about(engine, assessed), format, out)
}

/// What the files of an assessment say of themselves.
fn about(engine: &Engine, assessed: &Assessed) -> About {
    let spec = &assessed.spec;
    let snapshot = engine.snapshot();
    let mut facts = vec![
        ("Assessment", spec.id.to_string()),
        ("Purpose", spec.purpose.clone()),
        ("Areas", spec.areas.to_string()),
        ("Method", method(assessed)),
    ];
    for source in assessed.sources.iter() {
        for used in std::iter::once(&source.figures).chain(&source.over) {
            facts.push((
                "Source",
                format!(
                    "{}: {} ({}), published for {}, licence {}",
                    source.indicator, used.title, used.period, used.geography, used.licence.name
                ),
            ));
        }
    }
    facts.extend(attributions(engine, assessed).into_iter().map(|text| ("Attribution", text)));
    let sentence = format!(
        "{} ({}), on {}. {}, version {}, by {}",
        spec.title,
        spec.id,
        spec.areas,
        snapshot.info.name,
        assessed.place_version,
        crate::views::SOFTWARE
    );
    facts.push(("Cite as", sentence.clone()));
    facts.push(("Written by", written_by(snapshot)));
    About {
        name: spec.id.to_string(),
        title: spec.title.clone(),
        facts: facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect(),
        sentence,
        made: snapshot.made,
    }
}

fn method(assessed: &Assessed) -> String {
    let domains = assessed.run.nodes.iter().filter(|node| node.level > 0 && node.weighing.is_some()).count();
    let intervals = match &assessed.ranges {
        Some(_) => "; rank_low_90 to rank_high_90 holds 90 % of repeated draws",
        None => "",
    };
    format!(
        "Weighted index of {} indicators in {domains} domains, a higher score is worse; rank 1 is the worst{intervals}. \
         The recipe, which this place keeps, says every choice",
        assessed.run.indicators.len()
    )
}
