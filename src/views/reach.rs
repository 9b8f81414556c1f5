//! Walks between two sets of points, as written out.

use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::{Around, Reached, Tally, TravelPoint};
use crate::network::{Bound, Reach, Snap};

use super::LinkView;

/// The walks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReachView {
    /// Network that was walked; null where the place has none and every time
    /// is a straight line's.
    pub network: Option<String>,
    /// Pace in kilometres an hour.
    pub pace_km_per_h: f64,
    /// How far was looked, in minutes; null without a bound.
    pub within_min: Option<f64>,
    /// How the origins lie to the network.
    pub origins: TallyView,
    /// How the sites do.
    pub sites: TallyView,
    /// One entry for each pair of an origin and a site, or for each origin
    /// where only the nearest site was asked for.
    pub pairs: Vec<PairView>,
}

/// The walks as the API answers with them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WalksView {
    /// The walks.
    #[serde(flatten)]
    pub walks: ReachView,
    /// The data that was read.
    pub links: Vec<LinkView>,
}

/// How points lie to the network.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WalkTallyView)]
pub struct TallyView {
    /// Points in all.
    pub points: usize,
    /// Points of which nothing says where they are.
    pub unlocated: usize,
    /// Points farther from any street than the limit.
    pub off_network: usize,
    /// Points for which a nearer street was passed over, its piece being short.
    pub passed_over: usize,
    /// Points on each piece of the network, the longest piece first.
    pub pieces: Vec<PieceView>,
}

/// Points on one piece of the network.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = NetworkPieceView)]
pub struct PieceView {
    /// Number of the piece, from 1, the longest.
    pub piece: u32,
    /// Points on it.
    pub points: usize,
}

/// The walk from an origin to a site.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WalkPairView)]
pub struct PairView {
    /// Code or id of the origin.
    pub origin: String,
    /// Its name.
    pub origin_name: Option<String>,
    /// What its point stands for.
    pub origin_point: &'static str,
    /// Id of the site; null where an origin has none in reach.
    pub site: Option<String>,
    /// Its name.
    pub site_name: Option<String>,
    /// reached, beyond-limit, no-way, unlocated, or which end is off the network.
    pub status: &'static str,
    /// The time to go by, in minutes.
    pub minutes: Option<f64>,
    /// What it rests on: network or straight-line.
    pub by: Option<&'static str>,
    /// Metres walked.
    pub metres: Option<f64>,
    /// Minutes by the straight line with the usual detour.
    pub straight_line_minutes: Option<f64>,
    /// Minutes by the network less minutes by the straight line.
    pub difference_minutes: Option<f64>,
    /// Metres walked over metres of the bare straight line.
    pub detour: Option<f64>,
    /// Where the origin is: easting and northing in metres.
    pub origin_at: Option<[f64; 2]>,
    /// Where the site is.
    pub site_at: Option<[f64; 2]>,
    /// Metres from the origin to its street.
    pub origin_off_m: Option<f64>,
    /// Metres from the site to its street.
    pub site_off_m: Option<f64>,
}

impl ReachView {
    /// All pairs, or each origin with its nearest site.
    #[must_use]
    pub fn new(reached: &Reached, nearest_only: bool) -> Self {
        let origins = 0..reached.origins.len();
        let pairs = if nearest_only {
            origins.map(|origin| PairView::nearest(reached, origin)).collect()
        } else {
            let sites = 0..reached.sites.len();
            origins.flat_map(|o| sites.clone().map(move |s| PairView::new(reached, o, s))).collect()
        };
        Self {
            network: reached.network.as_ref().map(ToString::to_string),
            pace_km_per_h: reached.pace.m_per_min() * 60.0 / 1000.0,
            within_min: match reached.bound {
                Bound::Unlimited => None,
                Bound::Minutes(minutes) => Some(minutes),
            },
            origins: TallyView::new(&reached.origins_tally()),
            sites: TallyView::new(&reached.sites_tally()),
            pairs,
        }
    }
}

impl TallyView {
    fn new(tally: &Tally) -> Self {
        let pieces =
            tally.on_piece.iter().map(|(piece, points)| PieceView { piece: piece + 1, points: *points });
        Self {
            points: tally.points,
            unlocated: tally.unlocated,
            off_network: tally.outside,
            passed_over: tally.passed_over,
            pieces: pieces.collect(),
        }
    }
}

impl PairView {
    fn new(reached: &Reached, origin: usize, site: usize) -> Self {
        let (from, to) = (&reached.origins[origin], &reached.sites[site]);
        let pair = reached.pair(origin, site);
        let time = reached.time(origin, site);
        let comparison = pair.comparison();
        let off = |snap: Option<&Snap>| snap.and_then(Snap::anchor).map(|anchor| rounded(anchor.off_m, 1));
        Self {
            site: Some(to.id.clone()),
            site_name: to.name.clone(),
            status: status(from, to, pair.network, time.is_some()),
            minutes: time.map(|time| rounded(time.minutes, 2)),
            by: time.map(|time| time.by.key()),
            metres: time.map(|time| rounded(time.metres, 1)),
            straight_line_minutes: pair.straight.map(|time| rounded(time.minutes, 2)),
            difference_minutes: comparison.map(|c| rounded(c.minutes, 2)),
            detour: comparison.and_then(|c| c.detour).map(|detour| rounded(detour, 3)),
            site_at: place(to),
            origin_off_m: off(reached.times.as_ref().map(|times| times.origin(origin))),
            site_off_m: off(reached.times.as_ref().map(|times| times.site(site))),
            ..Self::without_site(from)
        }
    }

    fn nearest(reached: &Reached, origin: usize) -> Self {
        match reached.nearest(origin) {
            Some((site, _)) => Self::new(reached, origin, site),
            None => Self::without_site(&reached.origins[origin]),
        }
    }

    fn without_site(from: &TravelPoint) -> Self {
        Self {
            origin: from.id.clone(),
            origin_name: from.name.clone(),
            origin_point: from.stands.key(),
            site: None,
            site_name: None,
            status: if from.at.is_none() { "unlocated" } else { "none-in-reach" },
            minutes: None,
            by: None,
            metres: None,
            straight_line_minutes: None,
            difference_minutes: None,
            detour: None,
            origin_at: place(from),
            site_at: None,
            origin_off_m: None,
            site_off_m: None,
        }
    }
}

/// The state of a pair; a straight line beyond the bound is beyond it, too.
fn status(from: &TravelPoint, to: &TravelPoint, network: Option<Reach>, has_time: bool) -> &'static str {
    match network {
        _ if from.at.is_none() || to.at.is_none() => "unlocated",
        Some(reach @ Reach::OffNetwork(_)) if has_time => reach.key(),
        None if has_time => "no-network",
        Some(Reach::OffNetwork(_)) | None => "beyond-limit",
        Some(reach) => reach.key(),
    }
}

/// The rings of many sites as one GeoJSON collection: a feature for each ring,
/// its streets a `MultiLineString`; and one without a shape for each site that
/// does not meet the network.
#[must_use]
pub fn rings_geojson(around: &[Around], network: &str, pace_km_per_h: f64) -> serde_json::Value {
    let features: Vec<serde_json::Value> = around.iter().flat_map(of_site).collect();
    serde_json::json!({
        "type": "FeatureCollection",
        "network": network,
        "pace_km_per_h": pace_km_per_h,
        "features": features,
    })
}

fn of_site(around: &Around) -> Vec<serde_json::Value> {
    let Around { point, snap, rings } = around;
    let feature = |geometry: serde_json::Value, own: serde_json::Value| {
        let mut properties = serde_json::json!({ "site": point.id, "name": point.name });
        if let (Some(all), serde_json::Value::Object(own)) = (properties.as_object_mut(), own) {
            all.extend(own);
        }
        serde_json::json!({ "type": "Feature", "geometry": geometry, "properties": properties })
    };
    let Some(rings) = rings else {
        let (status, nearest_m) = match snap {
            Snap::Outside { nearest_m } => ("off-network", nearest_m.map(|metres| rounded(metres, 1))),
            Snap::On(_) | Snap::NoPoint => ("unlocated", None),
        };
        let own = serde_json::json!({ "status": status, "nearest_street_m": nearest_m });
        return vec![feature(serde_json::Value::Null, own)];
    };
    let features = rings.0.iter().map(|ring| {
        let own = serde_json::json!({
            "status": "reached",
            "from_min": ring.from_min,
            "to_min": ring.to_min,
            "street_m": rounded(ring.length_m, 1),
        });
        feature(lines(&ring.streets), own)
    });
    features.collect()
}

/// Lines in longitude and latitude, to the decimetre.
fn lines(streets: &geo_types::MultiLineString<f64>) -> serde_json::Value {
    let position = |at: &geo_types::Coord<f64>| {
        let at = crate::geom::crs::grid_to_lonlat((*at).into()).ok()?;
        Some([rounded(at.lon, 6), rounded(at.lat, 6)])
    };
    let coordinates: Vec<Vec<[f64; 2]>> =
        streets.0.iter().map(|line| line.0.iter().filter_map(position).collect()).collect();
    serde_json::json!({ "type": "MultiLineString", "coordinates": coordinates })
}

/// Where a point is, to the decimetre.
fn place(point: &TravelPoint) -> Option<[f64; 2]> {
    point.at.map(|at| [rounded(at.e, 1), rounded(at.n, 1)])
}

fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}
