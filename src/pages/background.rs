//! The map behind the maps that can be moved: its tiles, and what is said of it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::api::{App, Kind, Problem, blocking};
use crate::background::{Archive, BackgroundError};

/// The address of a tile. The mark is that of the archive, so a tile never changes.
pub const ROUTE: &str = "/background/{mark}/{z}/{x}/{y}";

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What the maps need to know to draw the background.
#[must_use]
pub fn model(archive: &Archive) -> Value {
    let (from, to) = archive.zooms();
    json!({
        "tiles": format!("/background/{}/{{z}}/{{x}}/{{y}}", archive.mark),
        "vector": archive.is_vector(),
        "layers": archive.layers,
        "minzoom": from,
        "maxzoom": to,
        "bounds": archive.bounds(),
        "attribution": archive.attribution,
    })
}

/// One tile; 204 where the archive has none.
pub(super) async fn tile(
    State(app): State<App>,
    Path((mark, z, x, y)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let what = format!("background tile {mark}/{z}/{x}/{y}");
    let nothing = || Problem::not_found(&what);
    let archive = app.background().filter(|archive| archive.mark == mark).ok_or_else(nothing)?;
    let numbers = || Some((z.parse().ok()?, x.parse().ok()?, y.parse().ok()?));
    let (z, x, y) = numbers().ok_or_else(nothing)?;
    let kept = (header::CACHE_CONTROL, FOR_EVER);
    let media_type = archive.media_type();
    let packed = takes_gzip(&headers);
    let found = blocking::run(move || {
        let archive = app.background().ok_or_else(|| Problem::not_found("background map"))?;
        archive.tile(z, x, y, packed).map_err(|error| unread(&error))
    })
    .await?;
    let Some(tile) = found else { return Ok((StatusCode::NO_CONTENT, [kept]).into_response()) };
    let about = [(header::CONTENT_TYPE, media_type), kept, (header::VARY, "accept-encoding")];
    if tile.is_packed {
        return Ok((about, [(header::CONTENT_ENCODING, "gzip")], tile.bytes).into_response());
    }
    Ok((about, tile.bytes).into_response())
}

/// Whether the tile may go out packed as it lies in the archive.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = accepted.flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = matches!(weight.trim().trim_end_matches(['0', '.']), "q=");
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

fn unread(error: &BackgroundError) -> Problem {
    tracing::error!(%error, "{error}");
    Problem::new(Kind::Internal, "the background map could not be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_go_out_packed_only_to_whoever_unpacks_them() {
        let takes = |value: &'static str| {
            let value = header::HeaderValue::from_static(value);
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]))
        };
        assert!(takes("gzip") && takes("br, GZIP;q=0.5") && takes("gzip, deflate"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("gzip; q=0.0") && !takes("x-gzip"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
