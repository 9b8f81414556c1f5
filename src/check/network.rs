//! From a draft of ways to the streets of a walking network.
//!
//! Every way of the draft is either walked, or set aside for a reason that
//! the report counts, or broken where the file does not hold its points.

use rayon::prelude::*;

use crate::draft::{StreetDraft, StreetPoint, StreetWay};
use crate::fault::{Fault, Place, Rule, Severity};
use crate::geom::{Crs, Grid};
use crate::model::{Checksum, DatasetKind, EditionKey, Missing, Validity};
use crate::network::walk::{self, Footing, NotWalked};
use crate::network::{self, LONGEST_STREET_M, Piece, Segment, Streets, WalkWay};
use crate::table::{ColumnBuilder, ColumnInfo, ColumnKind, Table};

use super::report::Verdict;
use super::words::counted;
use super::{Checked, Counts, Report, Waiver, waivers};

/// What a network is to be checked against.
#[derive(Debug, Clone)]
pub struct NetworkRules {
    /// The edition that the file is to become.
    pub edition: EditionKey,
    /// When it is in force.
    pub validity: Validity,
    /// SHA-256 of the file's bytes.
    pub checksum: Option<Checksum>,
    /// Warnings that a person has ticked.
    pub waivers: Vec<Waiver>,
}

/// Published columns of a segment, each from a tag of its way.
const COLUMNS: [&str; 6] = ["highway", "name", "ref", "surface", "bridge", "tunnel"];

/// Pieces that a report lists one by one.
const LISTED_PIECES: usize = 5;

/// Checks the ways of an extract and cuts them into streets.
///
/// The value is `None` exactly when the report holds an error.
#[must_use]
pub fn check_network(mut draft: StreetDraft, rules: &NetworkRules) -> Checked<Streets> {
    let mut faults = std::mem::take(&mut draft.noticed);
    let points = project(&draft.points, &mut faults);
    let blocked: Vec<bool> = draft.points.iter().map(|p| walk::is_blocked(|key| p.tags.get(key))).collect();
    let judged: Vec<Result<Footing, NotWalked>> =
        draft.ways.iter().map(|way| walk::judge(|key| way.tags.get(key))).collect();
    let runs = runs(&draft.ways, &judged, &points);
    let known: Vec<Grid> = points.iter().map(|at| at.unwrap_or(Grid { e: 0.0, n: 0.0 })).collect();
    let ways: Vec<WalkWay<'_>> = runs.iter().map(Run::as_way).collect();
    let cut = network::split(&known, &blocked, &ways);
    let (kept, long): (Vec<_>, Vec<_>) = cut.into_iter().partition(|(_, s)| s.length_m <= LONGEST_STREET_M);
    let counts = count(&draft, &judged, &runs);
    faults.extend(not_walked(&judged));
    faults.extend(broken(&draft.ways, &judged));
    faults.extend(too_long(&draft.ways, &runs, &long));
    faults.extend(closed(&runs, &blocked));
    let (of_run, segments): (Vec<usize>, Vec<Segment>) = kept.into_iter().unzip();
    faults.extend(ground(&segments));
    let attributes = attributes(&draft.ways, &runs, &of_run);
    let mut report = Report {
        edition: rules.edition.clone(),
        kind: DatasetKind::Network,
        file: draft.file,
        part: None,
        checksum: rules.checksum.clone(),
        counts,
        faults,
        waivers: Vec::new(),
        vintages: Vec::new(),
    };
    waivers::settle(&mut report, &rules.waivers);
    let streets = Streets {
        edition: rules.edition.clone(),
        validity: rules.validity,
        segments: segments.into(),
        attributes,
    };
    Checked { value: (report.verdict() != Verdict::Stopped).then_some(streets), report }
}

/// Every point on the grid; those that the grid does not reach are told.
fn project(points: &[StreetPoint], faults: &mut Vec<Fault>) -> Vec<Option<Grid>> {
    let to_mm = |metres: f64| (metres * 1000.0).round() / 1000.0;
    let on_grid = |point: &StreetPoint| {
        let at = Crs::LonLat.to_grid(point.at.lon, point.at.lat).ok()?;
        Some(Grid { e: to_mm(at.e), n: to_mm(at.n) })
    };
    let placed: Vec<Option<Grid>> = points.par_iter().map(on_grid).collect();
    let beyond = placed.iter().filter(|at| at.is_none()).count() as u64;
    if beyond > 0 {
        let points = counted(beyond, "point lies", "points lie");
        let message =
            format!("{points} outside Great Britain, where the grid does not reach; ways break there");
        faults.push(
            Fault::new(Rule::BrokenWays, Place::default(), message).at(Severity::Note).counting(beyond),
        );
    }
    placed
}

/// An unbroken stretch of a way that is walked.
struct Run {
    /// Position of the way in the draft.
    way: usize,
    footing: Footing,
    nodes: Vec<u32>,
}

impl Run {
    fn as_way(&self) -> WalkWay<'_> {
        let Footing { walk, steps, ferry } = self.footing;
        WalkWay { nodes: &self.nodes, walk, steps, ferry }
    }
}

fn runs(ways: &[StreetWay], judged: &[Result<Footing, NotWalked>], points: &[Option<Grid>]) -> Vec<Run> {
    let walked = ways.iter().zip(judged).enumerate();
    let walked = walked.filter_map(|(at, (way, judged))| Some((at, way, judged.as_ref().ok()?)));
    let stretches = walked.flat_map(|(at, way, footing)| {
        let on_grid = |run: &Vec<u32>| -> Vec<Vec<u32>> {
            let stretches = run.split(|node| points[*node as usize].is_none());
            stretches.filter(|nodes| nodes.len() > 1).map(<[u32]>::to_vec).collect()
        };
        let nodes: Vec<Vec<u32>> = way.runs.iter().flat_map(on_grid).collect();
        nodes.into_iter().map(move |nodes| Run { way: at, footing: *footing, nodes })
    });
    stretches.collect()
}

fn count(draft: &StreetDraft, judged: &[Result<Footing, NotWalked>], runs: &[Run]) -> Counts {
    let read = draft.ways.len() as u64;
    let filtered = judged.iter().filter(|judged| judged.is_err()).count() as u64;
    let mut kept: Vec<usize> = runs.iter().map(|run| run.way).collect();
    kept.dedup();
    let kept = kept.len() as u64;
    Counts { read, kept, filtered, left_out: read - kept - filtered, ..Counts::default() }
}

fn not_walked(judged: &[Result<Footing, NotWalked>]) -> Vec<Fault> {
    let told = NotWalked::ALL.into_iter().filter_map(|why| {
        let count = judged.iter().filter(|judged| **judged == Err(why)).count() as u64;
        let message = format!("{} left out: {why}", counted(count, "way is", "ways are"));
        (count > 0).then(|| Fault::new(Rule::WaysNotWalked, Place::default(), message).counting(count))
    });
    told.collect()
}

/// Ways that lead out of the file, and ways of which nothing is in it.
fn broken(ways: &[StreetWay], judged: &[Result<Footing, NotWalked>]) -> Option<Fault> {
    let walked = || ways.iter().zip(judged).filter(|(_, judged)| judged.is_ok()).map(|(way, _)| way);
    let count = walked().filter(|way| way.absent > 0).count() as u64;
    let gone = walked().filter(|way| way.runs.is_empty()).count() as u64;
    if count + gone == 0 {
        return None;
    }
    let message = format!(
        "{} over points that the file does not hold, as at the edge of an extract; nothing is left of {gone}",
        counted(count, "way runs", "ways run")
    );
    Some(Fault::new(Rule::BrokenWays, Place::default(), message).counting(count.max(gone)))
}

fn too_long(ways: &[StreetWay], runs: &[Run], long: &[(usize, Segment)]) -> Vec<Fault> {
    let told = long.iter().map(|(run, segment)| {
        let way = runs[*run].way;
        let message =
            format!("{:.0} km without a junction is no street; it is left out", segment.length_m / 1000.0);
        let place = Place::row(way as u64 + 1).of(format!("way/{}", ways[way].id));
        Fault::new(Rule::BrokenWays, place, message).at(Severity::Warning)
    });
    told.collect()
}

fn closed(runs: &[Run], blocked: &[bool]) -> Option<Fault> {
    let mut stops: Vec<u32> = runs.iter().flat_map(|run| &run.nodes).copied().collect();
    stops.retain(|node| blocked[*node as usize]);
    stops.sort_unstable();
    stops.dedup();
    let count = stops.len() as u64;
    let message = format!(
        "{} walkers (locked or private gates, walls); the ways end there",
        counted(count, "barrier stops", "barriers stop")
    );
    (count > 0).then(|| Fault::new(Rule::ClosedBarriers, Place::default(), message).counting(count))
}

/// Whether anything is left to walk on, and in how many pieces.
fn ground(segments: &[Segment]) -> Option<Fault> {
    let pieces = network::pieces_of(segments);
    if pieces.is_empty() {
        let fault = Fault::new(Rule::NoStreets, Place::default(), "no way of the file can be walked");
        return Some(fault.advise("Check that the file is an extract with roads and paths in it."));
    }
    let count = pieces.len() as u64;
    (count > 1).then(|| Fault::new(Rule::NetworkPieces, Place::default(), in_pieces(&pieces)).counting(count))
}

fn in_pieces(pieces: &[Piece]) -> String {
    let whole: f64 = pieces.iter().map(|piece| piece.length_m).sum();
    let listed: Vec<String> =
        pieces.iter().take(LISTED_PIECES).map(|piece| format!("{:.1} km", piece.length_m / 1000.0)).collect();
    let first = pieces.first().map_or(0.0, |piece| piece.length_m);
    format!(
        "the network is in {} pieces that do not meet; the longest has {:.1} % of its {:.0} km; the first are {}",
        pieces.len(),
        100.0 * first / whole.max(f64::MIN_POSITIVE),
        whole / 1000.0,
        listed.join(", ")
    )
}

/// What is published of the way behind each segment.
fn attributes(ways: &[StreetWay], runs: &[Run], of_run: &[usize]) -> Table {
    let way_of = |segment: &usize| runs[*segment].way;
    let rows = of_run.iter().map(|run| way_of(run) as u64 + 1).collect();
    let text = |name: &str, cell: &dyn Fn(&StreetWay) -> Option<String>| {
        let cells = of_run
            .iter()
            .map(|run| cell(&ways[way_of(run)]).map(String::into_boxed_str).ok_or(Missing::NotGiven));
        let info = ColumnInfo { name: name.into(), published: name.into(), kind: ColumnKind::Text };
        (info, ColumnBuilder::Text(cells.collect()))
    };
    let mut columns = vec![text("osm_way", &|way| Some(way.id.to_string()))];
    columns.extend(COLUMNS.iter().map(|tag| text(tag, &|way| way.tags.get(tag).map(str::to_owned))));
    Table::build(rows, columns).unwrap_or_else(|_| Table::empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Tags;
    use crate::geom::LonLat;

    fn tags(tags: &[(&str, &str)]) -> Tags {
        Tags(tags.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect())
    }

    fn draft(ways: &[(&[u32], u32, &[(&str, &str)])]) -> StreetDraft {
        let points = (0..6).map(|at| StreetPoint {
            id: at,
            at: LonLat { lon: -1.9 + 0.001 * at as f64, lat: 52.48 },
            tags: if at == 4 { tags(&[("barrier", "gate"), ("locked", "yes")]) } else { Tags::default() },
        });
        let ways = (100..).zip(ways).map(|(id, (nodes, absent, of))| StreetWay {
            id,
            runs: if nodes.is_empty() { Vec::new() } else { vec![nodes.to_vec()] },
            absent: *absent,
            tags: tags(of),
        });
        StreetDraft {
            file: "town.osm.pbf".into(),
            points: points.collect(),
            ways: ways.collect(),
            noticed: Vec::new(),
        }
    }

    fn check(ways: &[(&[u32], u32, &[(&str, &str)])]) -> Checked<Streets> {
        let rules = NetworkRules {
            edition: "streets@2024".parse().expect("a key"),
            validity: Validity::default(),
            checksum: None,
            waivers: Vec::new(),
        };
        check_network(draft(ways), &rules)
    }

    #[test]
    fn every_way_is_walked_or_counted_with_its_reason() {
        let checked = check(&[
            (&[0, 1, 2], 0, &[("highway", "residential"), ("name", "High Street")]),
            (&[1, 3], 0, &[("highway", "motorway")]),
            (&[2, 3, 4, 5], 2, &[("highway", "path")]),
            (&[], 3, &[("highway", "path")]),
            (&[0, 5], 0, &[("highway", "service"), ("access", "private")]),
        ]);
        let counts = checked.report.counts;
        assert_eq!((counts.read, counts.kept, counts.filtered, counts.left_out), (5, 2, 2, 1));
        let rules: Vec<Rule> = checked.report.faults.iter().map(|fault| fault.rule).collect();
        for rule in [Rule::WaysNotWalked, Rule::BrokenWays, Rule::ClosedBarriers, Rule::NetworkPieces] {
            assert!(rules.contains(&rule), "{rule} in {:?}", checked.report.faults);
        }
        let streets = checked.value.expect("streets");
        assert_eq!(streets.segments.len(), 3, "one way whole, the other cut at the gate");
        assert_eq!(streets.attributes.written(0, 2).as_deref(), Some("High Street"));
        assert_eq!(streets.attributes.source_row(2), 3);
    }

    #[test]
    fn a_file_without_a_street_is_stopped() {
        let checked = check(&[(&[0, 1], 0, &[("highway", "motorway")])]);
        assert!(checked.value.is_none());
        assert!(checked.report.faults.iter().any(|fault| fault.rule == Rule::NoStreets));
    }
}
