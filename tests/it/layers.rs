//! The layer check, and the engine over its layers, on the real boundary files.

use std::sync::Arc;

use geo_types::MultiPolygon;
use wardwise::check::{Checked, Filter, LayerRules, Report, Rule, check_layer};
use wardwise::engine::{Dataset, Edition, EditionData, Engine, PlaceInfo, Snapshot};
use wardwise::geom::Grid;
use wardwise::geom::locate::Prepared;
use wardwise::geom::simplify::simplify_together;
use wardwise::geom::topology::find_seams;
use wardwise::geom::validity::is_right;
use wardwise::ingest::read::{Limits, ReadOptions, SourceBytes, read};
use wardwise::layer::Layer;
use wardwise::model::{Catalogue, Checksum, DatasetKind, Licence, Scheme};

use crate::support::data_dir;

/// Checks one real file; `None`, said aloud, where the data is not on this machine.
fn checked(file: &str, change: impl FnOnce(&mut LayerRules<'_>)) -> Option<Checked<Layer>> {
    let Some(folder) = data_dir() else {
        println!("skipped: no data folder for {file}");
        return None;
    };
    let bytes = std::fs::read(folder.join(file)).expect("the file");
    let source = SourceBytes { file, bytes: &bytes, companions: Vec::new() };
    let draft = read(&source, &ReadOptions::default(), &Limits::default()).expect("a draft");
    let mut rules = LayerRules::new("layer@1".parse().expect("a key"));
    change(&mut rules);
    Some(check_layer(draft, &rules))
}

fn code(column: &str) -> impl FnOnce(&mut LayerRules<'_>) {
    let column = column.to_owned();
    move |rules| rules.code = Some(column)
}

fn told(report: &Report, rule: Rule) -> u64 {
    report.faults.iter().filter(|fault| fault.rule == rule).map(|fault| fault.count).sum()
}

/// Areas kept and shapes repaired, as people counted them in the published files.
fn check_counts(file: &str, column: &str, areas: usize, repaired: u64) {
    let Some(Checked { value, report }) = checked(file, code(column)) else { return };
    let layer = value.unwrap_or_else(|| panic!("{file} was stopped: {:#?}", report.faults));
    assert_eq!((layer.areas.len(), report.counts.repaired), (areas, repaired), "{file}");
    assert_eq!(layer.attributes.len(), areas, "{file}");
    assert!(layer.areas.iter().all(|area| is_right(&area.shape)), "{file}");
}

#[test]
fn birmingham_s_layers_come_out_with_their_counts() {
    check_counts("birmingham/boundaries/wards_2013_old40.geojson", "WD13CD", 40, 0);
    check_counts("birmingham/boundaries/wards_2018_new69_bng.zip", "WardCode", 69, 0);
    check_counts("birmingham/boundaries/wards_2018_new69.geojson", "WardCode", 69, 0);
    check_counts("birmingham/boundaries/oa_2011.geojson", "OA11CD", 3_223, 8);
    check_counts("birmingham/boundaries/lsoa_2011_generalised.geojson", "LSOA11CD", 639, 3);
    check_counts("birmingham/boundaries/lsoa_2011_full_bng.zip", "LSOA11", 773, 0);
    check_counts("birmingham/boundaries/msoa_2011_generalised.geojson", "MSOA11CD", 132, 2);
    check_counts("birmingham/boundaries/constituencies_2010.geojson", "PCON13CD", 10, 0);
}

#[test]
fn rutland_s_and_cheltenham_s_layers_come_out_with_their_counts() {
    check_counts("rutland/wards_2013.geojson", "WD13CD", 16, 0);
    check_counts("rutland/lsoa_2011.geojson", "LSOA11CD", 23, 1);
    check_counts("rutland/oa_2011.geojson", "OA11CD", 116, 2);
    check_counts("cheltenham/wards_2013.geojson", "WD13CD", 20, 0);
}

#[test]
fn repairs_hardly_change_an_area() {
    let file = "birmingham/boundaries/oa_2011.geojson";
    let Some(Checked { value, .. }) = checked(file, code("OA11CD")) else { return };
    let layer = value.expect("a layer");
    for repair in layer.areas.iter().filter_map(|area| area.repair) {
        assert!((repair.after_m2 - repair.before_m2).abs() < 0.1, "{repair:?}");
    }
}

#[test]
fn an_unnamed_datum_is_refused_until_the_manifest_names_it() {
    let file = "birmingham/boundaries/postal_districts_unnamed_datum.zip";
    let by_name = |rules: &mut LayerRules<'_>| {
        (rules.code, rules.scheme) = (Some("PstlDst".into()), Scheme::Own);
    };
    let Some(refused) = checked(file, by_name) else { return };
    assert!(refused.value.is_none());
    assert_eq!(told(&refused.report, Rule::UnknownCrs), 1, "{:#?}", refused.report.faults);
    let named = |rules: &mut LayerRules<'_>| {
        by_name(rules);
        rules.crs = Some("EPSG:27700".into());
    };
    let named = checked(file, named).expect("the same file");
    let layer = named.value.unwrap_or_else(|| panic!("{:#?}", named.report.faults));
    assert_eq!(layer.areas.len(), 116);
    let km2: f64 = layer.areas.iter().map(|area| area.area_m2 / 1e6).sum();
    assert!((km2 - 3_586.088).abs() < 0.01, "{km2}");
}

#[test]
fn layers_that_only_nearly_fit_have_pin_holes_counted() {
    let file = "birmingham/boundaries/lsoa_2011_generalised.geojson";
    let Some(Checked { report, .. }) = checked(file, code("LSOA11CD")) else { return };
    assert!(told(&report, Rule::RingDirection) >= 639);
    let gaps: Vec<_> = report.faults.iter().filter(|fault| fault.rule == Rule::Gap).collect();
    assert!(gaps.iter().all(|fault| !fault.message.starts_with("no area covers")), "{gaps:#?}");
}

#[test]
fn a_filter_keeps_one_council_s_wards() {
    let file = "birmingham/boundaries/wards_2022_bsol.gpkg";
    let solihull = |rules: &mut LayerRules<'_>| {
        rules.code = Some("WardCode".into());
        rules.only = vec![Filter { column: "Area".into(), value: "Solihull".into() }];
    };
    let Some(Checked { value, report }) = checked(file, solihull) else { return };
    assert_eq!(value.expect("a layer").areas.len(), 17, "{:#?}", report.faults);
    assert_eq!((report.counts.read, report.counts.filtered), (86, 69));
}

#[test]
fn drawn_wards_still_fit_at_every_tolerance() {
    let file = "birmingham/boundaries/wards_2018_new69_bng.zip";
    let Some(Checked { value, .. }) = checked(file, code("WardCode")) else { return };
    let layer = value.expect("a layer");
    let shapes: Vec<&MultiPolygon<f64>> = layer.areas.iter().map(|area| &area.shape).collect();
    for tolerance_m in [1.0, 5.0, 20.0, 100.0, 500.0, 2_000.0] {
        let drawn = simplify_together(&shapes, tolerance_m);
        assert!(drawn.iter().all(is_right), "{tolerance_m} m");
        let seams = find_seams(&drawn.iter().collect::<Vec<_>>(), 1e-3);
        assert!(seams.overlaps.is_empty() && seams.gaps.is_empty(), "{tolerance_m} m: {seams:?}");
    }
}

#[test]
fn ten_thousand_random_points_are_placed_as_by_a_scan_of_every_area() {
    let files = [
        ("birmingham/boundaries/wards_2013_old40.geojson", "WD13CD"),
        ("birmingham/boundaries/wards_2018_new69_bng.zip", "WardCode"),
        ("birmingham/boundaries/msoa_2011_generalised.geojson", "MSOA11CD"),
        ("birmingham/boundaries/lsoa_2011_generalised.geojson", "LSOA11CD"),
    ];
    let mut layers = Vec::new();
    for (file, column) in files {
        let Some(Checked { value, .. }) = checked(file, code(column)) else { return };
        layers.push(value.expect("a layer"));
    }
    let scans: Vec<Vec<Prepared>> = layers
        .iter()
        .map(|layer| layer.areas.iter().map(|area| Prepared::new(&area.shape)).collect())
        .collect();
    let engine = engine_of(layers);
    // A fixed stream of points over the city.
    let mut state = 20_181_105_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for _ in 0..10_000 {
        let point = Grid { e: 395_000.0 + next() * 25_000.0, n: 272_000.0 + next() * 30_000.0 };
        let found: Vec<(String, usize)> =
            engine.where_is(point, None).into_iter().map(|f| (f.edition.to_string(), f.area)).collect();
        let scanned = scans.iter().enumerate().flat_map(|(set, shapes)| {
            let holding = shapes.iter().enumerate().filter(|(_, shape)| shape.contains(point));
            holding.map(move |(at, _)| (format!("layer-{set}@1"), at))
        });
        assert_eq!(found, scanned.collect::<Vec<_>>(), "{point:?}");
    }
}

fn engine_of(layers: Vec<Layer>) -> Engine {
    let datasets = layers.into_iter().enumerate().map(|(at, layer)| {
        let key: wardwise::model::EditionKey = format!("layer-{at}@1").parse().expect("a key");
        let edition = Edition {
            key: key.clone(),
            title: key.to_string(),
            validity: layer.validity,
            period: None,
            file: String::new(),
            part: None,
            checksum: Checksum::of(b""),
            source: None,
            licence: Licence { name: String::new(), url: None, attribution: String::new() },
            content: String::new(),
            since_version: 1,
            data: EditionData::Layer(Arc::new(layer)),
        };
        Dataset {
            id: key.dataset,
            kind: DatasetKind::Layer,
            title: String::new(),
            description: String::new(),
            editions: vec![edition],
        }
    });
    let info = PlaceInfo {
        id: "city".into(),
        name: "City".into(),
        description: String::new(),
        main_layer: None,
        catalogue: Catalogue::default(),
    };
    Engine::new(Arc::new(Snapshot::new(1, info, datasets.collect())))
}
