//! From the form to ground.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use crate::api::Problem;
use crate::api::custom::{Parts, ask_of_files, ask_of_view, read_postcodes};
use crate::engine::{CustomAsk, Engine};
use crate::pages::params::Params;
use crate::pages::point;
use crate::views::custom::GroundView;

/// Most corners of a drawing: nobody draws more by hand.
const MOST_CORNERS: usize = 2_000;

/// The ways that stand on the first page.
pub const WAYS: [&str; 4] = ["corners", "areas", "postcodes", "file"];

/// The ground that a form names, by the way that its button stands for.
///
/// # Errors
/// A [`Problem`] whose field is the id of the field at fault.
pub fn ask(engine: &Engine, form: &Params, parts: &Parts) -> Result<CustomAsk, Problem> {
    match form.get("way") {
        Some("corners") => corners(engine, form.get("corners").unwrap_or_default()),
        Some("areas") => areas(form),
        Some("postcodes") => read_postcodes(form.get("postcodes").unwrap_or_default()),
        Some("file") => ask_of_files(&parts.files),
        Some("ground") => {
            let ground: Result<GroundView, _> = serde_json::from_str(form.get("ground").unwrap_or_default());
            ask_of_view(&ground.map_err(|_not_ours| {
                Problem::parameter("ground", "the area was lost on the way; make it again")
            })?)
        }
        _ => Err(Problem::parameter("way", "choose a way to make the area")),
    }
}

/// The id of the field that a problem belongs to on the first page.
pub fn field_of(problem: &Problem, form: &Params) -> Option<String> {
    let id = match problem.field.as_deref()? {
        "geometry" | "corners" => "corners",
        "areas" => "codes",
        "postcodes" => "postcodes",
        "file" => "file",
        // Each way has a field for the name of its own.
        "name" => return form.get("way").filter(|way| WAYS.contains(way)).map(|way| format!("name-{way}")),
        _ => return None,
    };
    Some(id.to_owned())
}

fn areas(form: &Params) -> Result<CustomAsk, Problem> {
    let edition = form.get("layer").unwrap_or_default();
    let edition = edition.parse().map_err(|_not_a_key| Problem::parameter("areas", "choose a layer"))?;
    let typed = form.get("codes").unwrap_or_default();
    let typed = typed.split(['\n', '\r', ',', ';', '\t']).map(str::trim).filter(|code| !code.is_empty());
    let codes = form.all("code").chain(typed).map(str::to_owned).collect();
    Ok(CustomAsk::Areas { edition, codes })
}

/// A polygon from its corners, one a line: coordinates, a grid reference or a postcode.
fn corners(engine: &Engine, text: &str) -> Result<CustomAsk, Problem> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() < 3 {
        return Err(Problem::parameter(
            "corners",
            "an area has at least three corners: write one a line, or draw them",
        ));
    }
    if lines.len() > MOST_CORNERS {
        let words = format!(
            "there are {} corners; at most {MOST_CORNERS} are drawn, send a file for more",
            lines.len()
        );
        return Err(Problem::parameter("corners", words));
    }
    let mut ring = Vec::with_capacity(lines.len() + 1);
    for (number, line) in (1..).zip(&lines) {
        let spot = point::read(engine, line, None)
            .map_err(|words| Problem::parameter("corners", format!("corner {number}: {words}")))?;
        ring.push(Coord::from(spot.point));
    }
    ring.extend(ring.first().copied());
    let shape = MultiPolygon(vec![Polygon::new(LineString(ring), Vec::new())]);
    Ok(CustomAsk::Shapes { shapes: vec![shape], file: None })
}
