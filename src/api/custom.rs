//! What the API and the pages of custom areas share: from a body to ground,
//! from ground to answers.

use axum::extract::multipart::{Field, Multipart};
use jiff::Timestamp;

use crate::api::{App, Kind, Problem};
use crate::custom::{AreaName, CustomArea, CustomError, MOST_FILE_BYTES, SavedArea};
use crate::engine::{AlignError, CustomAsk, CustomFigure, Engine, EstimateAsk};
use crate::ingest::outline::read_outlines;
use crate::ingest::read::SourceBytes;
use crate::model::{Measure, MeasureId, Postcode};
use crate::store::PlaceStore;
use crate::views::LinkView;
use crate::views::custom::{CustomAreaView, CustomFigureView, EstimatesView, GroundView};

/// Most parts of a form, files included.
const MOST_PARTS: usize = 6_000;

/// The parts of a form, read whole.
#[derive(Debug, Default)]
pub struct Parts {
    /// Names and texts, in order.
    pub fields: Vec<(String, String)>,
    /// Names and bytes of files.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Reads a form into memory, within the limit for a file with an outline.
///
/// # Errors
/// A [`Problem`] for a broken form, and for one that is too large.
pub async fn read_parts(mut form: Multipart) -> Result<Parts, Problem> {
    let mut parts = Parts::default();
    let mut bytes = 0;
    while let Some(part) = form.next_field().await.map_err(|error| broken(&error))? {
        if parts.fields.len() + parts.files.len() >= MOST_PARTS {
            return Err(Problem::parameter("body", format!("a form has at most {MOST_PARTS} parts")));
        }
        let name = part.name().unwrap_or("").to_owned();
        let file = part.file_name().map(str::to_owned);
        let content = read_part(part, &mut bytes).await?;
        match file {
            // A form that is sent without a choice has one empty part without a name.
            Some(file) if file.is_empty() || content.is_empty() => {}
            Some(file) => parts.files.push((file, content)),
            None => {
                let text = String::from_utf8(content)
                    .map_err(|_not_text| Problem::parameter("body", format!("'{name}' is not UTF-8 text")))?;
                parts.fields.push((name, text));
            }
        }
    }
    Ok(parts)
}

async fn read_part(mut part: Field<'_>, bytes: &mut usize) -> Result<Vec<u8>, Problem> {
    let mut content = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| broken(&error))? {
        *bytes += piece.len();
        if *bytes > MOST_FILE_BYTES {
            let detail = format!("a file with an outline has at most {} MB", MOST_FILE_BYTES >> 20);
            return Err(Problem::new(Kind::TooLarge, detail).at("file"));
        }
        content.extend_from_slice(&piece);
    }
    Ok(content)
}

fn broken(error: &axum::extract::multipart::MultipartError) -> Problem {
    Problem::new(Kind::of_status(error.status()), error.body_text()).at("body")
}

/// What the JSON of a request names.
///
/// # Errors
/// A [`Problem`] unless exactly one of `geometry`, `areas` and `postcodes` is
/// given and can be read.
pub fn ask_of_view(ground: &GroundView) -> Result<CustomAsk, Problem> {
    match (&ground.geometry, &ground.areas, &ground.postcodes) {
        (Some(geometry), None, None) => {
            let text = geometry.to_string();
            let source = SourceBytes { file: "body.geojson", bytes: text.as_bytes(), companions: Vec::new() };
            let shapes = read_outlines(&source).map_err(|wrong| refused("geometry", &wrong))?;
            Ok(CustomAsk::Shapes { shapes, file: None })
        }
        (None, Some(areas), None) => {
            let edition = areas.edition.parse();
            let edition = edition.map_err(|_not_a_key| {
                let detail = format!("'{}' is not an edition such as wards@2023", areas.edition);
                Problem::parameter("areas", detail)
            })?;
            Ok(CustomAsk::Areas { edition, codes: areas.codes.clone() })
        }
        (None, None, Some(list)) => read_postcodes(&list.join("\n")),
        (None, None, None) => {
            Err(Problem::new(Kind::BadRequest, "name the ground: geometry, areas or postcodes")
                .at("geometry"))
        }
        _ => Err(Problem::new(Kind::BadRequest, "name the ground in one way").at("geometry")),
    }
}

/// The postcodes of a text: one a line, or with commas or semicolons between.
///
/// # Errors
/// A [`Problem`] that names the first few that are no postcodes.
pub fn read_postcodes(text: &str) -> Result<CustomAsk, Problem> {
    let written = text.split(['\n', '\r', ',', ';', '\t']).map(str::trim).filter(|word| !word.is_empty());
    let (mut list, mut wrong) = (Vec::new(), Vec::new());
    for word in written {
        match Postcode::parse(word) {
            Some(postcode) => list.push(postcode),
            None => wrong.push(word.chars().take(20).collect::<String>()),
        }
    }
    if wrong.is_empty() {
        return Ok(CustomAsk::Postcodes(list));
    }
    let words = format!(
        "these have not the form of a postcode, such as B1 1BB (write one a line): {}",
        crate::custom::named(&wrong)
    );
    Err(Problem::parameter("postcodes", words))
}

/// The shapes of files that came with a form: one file, or a shapefile's files together.
///
/// # Errors
/// A [`Problem`] that says what is wrong with the file.
pub fn ask_of_files(files: &[(String, Vec<u8>)]) -> Result<CustomAsk, Problem> {
    let is_shp = |(name, _): &&(String, Vec<u8>)| name.to_lowercase().ends_with(".shp");
    let main = files.iter().find(is_shp).or_else(|| files.first());
    let (name, bytes) = main.ok_or_else(|| Problem::parameter("file", "choose a file"))?;
    let others = files.iter().filter(|(other, _)| other != name);
    let companions = others.filter_map(|(other, bytes)| {
        let (_, extension) = other.rsplit_once('.')?;
        Some((extension.to_lowercase(), bytes.clone()))
    });
    let source = SourceBytes { file: name, bytes, companions: companions.collect() };
    let shapes = read_outlines(&source).map_err(|wrong| refused("file", &wrong))?;
    let plain = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let file = plain.chars().filter(|c| !c.is_control()).take(100).collect();
    Ok(CustomAsk::Shapes { shapes, file: Some(file) })
}

fn refused(field: &'static str, wrong: &[String]) -> Problem {
    Problem::parameter(field, crate::custom::named(wrong))
}

/// The ground that is asked for.
///
/// # Errors
/// A [`Problem`] that says why there is none.
pub fn settle(engine: &Engine, ask: CustomAsk) -> Result<CustomArea, Problem> {
    let field = match &ask {
        CustomAsk::Shapes { file: None, .. } => "geometry",
        CustomAsk::Shapes { file: Some(_), .. } => "file",
        CustomAsk::Areas { .. } => "areas",
        CustomAsk::Postcodes(_) => "postcodes",
    };
    engine.custom_area(ask).map_err(|error| match error {
        CustomError::NoLayer(_) => Problem::not_found(error.to_string()).at(field),
        other => Problem::parameter(field, other.to_string()),
    })
}

/// Saves an area under a name.
///
/// # Errors
/// A [`Problem`] for a bad or taken name, and where the service has no place folder.
pub fn save(app: &App, name: &str, area: &CustomArea) -> Result<SavedArea, Problem> {
    let name = AreaName::parse(name).map_err(|words| Problem::parameter("name", words))?;
    Ok(folder(app)?.save_custom_area(&name, area, Timestamp::now())?)
}

/// The place folder.
///
/// # Errors
/// A [`Problem`] where the service runs without one.
pub fn folder(app: &App) -> Result<&PlaceStore, Problem> {
    let without = "the service runs without a place folder, so it keeps no custom areas";
    app.store().ok_or_else(|| Problem::new(Kind::Forbidden, without))
}

/// Every saved area; none where the service runs without a place folder.
///
/// # Errors
/// A [`Problem`] when the folder cannot be read.
pub fn saved(app: &App) -> Result<Vec<SavedArea>, Problem> {
    Ok(app.store().map(PlaceStore::custom_areas).transpose()?.unwrap_or_default())
}

/// Measures estimated for an area: those asked for, or all.
///
/// # Errors
/// A [`Problem`] for a measure that the place does not have.
pub fn estimates(
    engine: &Engine,
    area: &CustomArea,
    view: CustomAreaView,
    asked: &[EstimateAsk],
    links: Vec<LinkView>,
) -> Result<EstimatesView, Problem> {
    let found: Vec<(MeasureId, Result<CustomFigure, AlignError>)> = if asked.is_empty() {
        engine.estimate_all(area)
    } else {
        asked.iter().map(|ask| (ask.measure.clone(), engine.estimate(area, ask))).collect()
    };
    let mut figures = Vec::with_capacity(found.len());
    for (id, found) in found {
        let measure =
            engine.measure(&id).map_err(|error| Problem::not_found(error.to_string()).at("measure"))?;
        figures.push(figure_view(measure, &found));
    }
    Ok(EstimatesView { version: engine.version(), area: view, figures, links })
}

fn figure_view(measure: &Measure, found: &Result<CustomFigure, AlignError>) -> CustomFigureView {
    match found {
        Ok(figure) => figure.into(),
        Err(error) => CustomFigureView::unreadable(measure, error.to_string()),
    }
}

/// Reads the id of a measure.
///
/// # Errors
/// A [`Problem`] for a text that cannot be one.
pub fn measure_ask(text: &str) -> Result<EstimateAsk, Problem> {
    let measure = text.trim().parse();
    let measure =
        measure.map_err(|error: crate::model::IdError| Problem::parameter("measure", error.to_string()))?;
    Ok(EstimateAsk { measure, table: None, period: None })
}
