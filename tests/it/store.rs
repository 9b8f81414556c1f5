//! The place on disk: what went in comes out, versions, backups, other tools.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use geo_types::{LineString, MultiPolygon, Polygon};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use wardwise::check::{Counts, Report, Rule, Waiver};
use wardwise::engine::{EditionData, PlaceInfo};
use wardwise::export::{self, Format};
use wardwise::geom::Grid;
use wardwise::layer::{Area, Layer, Repair};
use wardwise::model::{AreaCode, Catalogue, DatasetKind, EditionKey, Licence, Missing, Scheme, Validity};
use wardwise::register::{Precision, Record, Register};
use wardwise::store::{
    Details, Fate, Landing, NewEdition, PlaceStore, RawFile, StoreError, What, backup, restore,
};
use wardwise::table::{ColumnBuilder, ColumnInfo, KeyedTable, Table};

pub fn now() -> Timestamp {
    "2026-11-22T03:04:05Z".parse().expect("a moment")
}

fn key(text: &str) -> EditionKey {
    text.parse().expect("a key")
}

fn info() -> PlaceInfo {
    PlaceInfo {
        id: "town".into(),
        name: "Town".into(),
        description: "A town of squares.".into(),
        main_layer: Some("wards".parse().expect("an id")),
        catalogue: Catalogue::default(),
    }
}

fn column(name: &str, cells: ColumnBuilder) -> (ColumnInfo, ColumnBuilder) {
    (ColumnInfo { name: name.into(), published: format!(" {name}"), kind: cells.kind() }, cells)
}

/// Columns of every kind with every reason for a gap; `mark` tells versions apart.
fn attributes(rows: usize, mark: f64) -> Table {
    let gap = |row: usize| Missing::ALL[row % 4];
    let each = |make: &dyn Fn(usize) -> ColumnBuilder| make(rows);
    let numbers = each(&|n| {
        ColumnBuilder::Number((0..n).map(|i| if i % 3 == 0 { Err(gap(i)) } else { Ok(mark + 0.1) }).collect())
    });
    let texts = each(&|n| {
        let text = |i: usize| {
            if i.is_multiple_of(5) { Err(gap(i)) } else { Ok(format!("O'Brien \"{i}\"\n£").into()) }
        };
        ColumnBuilder::Text((0..n).map(text).collect())
    });
    let flags =
        ColumnBuilder::Flag((0..rows).map(|i| if i == 1 { Err(gap(i)) } else { Ok(i % 2 == 0) }).collect());
    let days = ColumnBuilder::Day(
        (0..rows).map(|i| if i == 2 { Err(gap(i)) } else { Ok(date(2018, 5, 3)) }).collect(),
    );
    let columns = vec![
        column("Name", numbers),
        column("name", texts),
        column("rowid; DROP TABLE \"x\"", flags),
        column("Größe", days),
    ];
    Table::build((0..rows as u64).map(|row| row + 2).collect(), columns).expect("a table")
}

fn square(east: f64, north: f64) -> MultiPolygon<f64> {
    let ring =
        |e: f64, n: f64, side: f64| vec![(e, n), (e + side, n), (e + side, n + side), (e, n + side), (e, n)];
    let mut hole = ring(east + 250.125, north + 250.1, 100.3);
    hole.reverse();
    let shell = LineString::from(ring(east, north, 1000.0));
    MultiPolygon::new(vec![Polygon::new(shell, vec![LineString::from(hole)])])
}

#[expect(clippy::cast_precision_loss, reason = "few squares")]
pub fn layer(edition: &str, squares: usize, mark: f64) -> EditionData {
    let area = |i: usize| {
        let shape = square(400_000.0 + 1000.0 * (i % 40) as f64, 280_000.0 + 1000.0 * (i / 40) as f64);
        Area {
            code: AreaCode::parse(&format!("E0501{i:04}")).expect("a code"),
            name: i.is_multiple_of(2).then(|| format!("Ward {i}")),
            area_m2: 989_939.91,
            repair: (i == 1).then_some(Repair { before_m2: 3.25, after_m2: 3.0 }),
            shape,
        }
    };
    EditionData::Layer(Arc::new(Layer {
        edition: key(edition),
        validity: Validity { from: Some(date(2018, 5, 3)), to: None },
        scheme: Scheme::Gss,
        areas: (0..squares).map(area).collect(),
        attributes: attributes(squares, mark),
    }))
}

fn register(edition: &str, rows: usize, mark: f64) -> EditionData {
    let precision = |i: usize| Precision::ALL[i % 4];
    let record = |i: usize| Record {
        id: format!("R{i}"),
        name: (i % 2 == 1).then(|| format!("Library {i}")),
        location: (!i.is_multiple_of(3)).then(|| (Grid { e: 400_000.25, n: 280_000.125 }, precision(i))),
    };
    EditionData::Register(Arc::new(Register {
        edition: key(edition),
        validity: Validity::default(),
        records: (0..rows).map(record).collect(),
        attributes: attributes(rows, mark),
        facets: vec![1, 3],
        postcode_column: Some(1),
    }))
}

fn table(edition: &str, rows: usize, mark: f64) -> EditionData {
    EditionData::Table(Arc::new(KeyedTable {
        edition: key(edition),
        table: attributes(rows, mark),
        code_column: Some(1),
        geography: Some(key("wards@2018")),
    }))
}

fn kind(data: &EditionData) -> DatasetKind {
    match data {
        EditionData::Layer(_) => DatasetKind::Layer,
        EditionData::Register(_) => DatasetKind::Register,
        EditionData::Table(_) => DatasetKind::Table,
        EditionData::Network(_) => DatasetKind::Network,
    }
}

/// The bytes of a made-up published file.
fn file_bytes(edition: &EditionKey, mark: f64) -> Vec<u8> {
    format!("{edition} {mark}").into_bytes()
}

pub fn new_edition(edition: &str, data: EditionData, mark: f64, show: bool) -> NewEdition {
    let key = key(edition);
    let file = RawFile::of(&format!("in/{}.csv", key.dataset), &file_bytes(&key, mark));
    let report = Report {
        edition: key.clone(),
        kind: kind(&data),
        file: file.path.clone(),
        part: None,
        checksum: Some(file.checksum.clone()),
        counts: Counts { read: 5, ..Counts::default() },
        faults: Vec::new(),
        waivers: Vec::new(),
        vintages: Vec::new(),
    };
    let details = Details {
        kind: kind(&data),
        dataset_title: format!("Title of {}", key.dataset),
        dataset_description: "What it is for.".into(),
        title: format!("{key}"),
        validity: Validity { from: Some(date(2018, 5, 3)), to: None },
        period: Some("2018".into()),
        part: None,
        format: None,
        encoding: None,
        source: Some("https://example.org/".into()),
        licence: Licence {
            name: "Open Government Licence v3.0".into(),
            url: None,
            attribution: "© Crown copyright".into(),
        },
        files: vec![file],
        waivers: vec![Waiver { rule: Rule::Gap, reason: "a river".into() }],
        key,
    };
    NewEdition::new(details, data, report, show)
}

/// Makes the place if need be and lands editions in it, as an import does.
pub fn land(dir: &Path, editions: &[NewEdition], mark: f64) -> Result<Option<u64>, StoreError> {
    let store = if PlaceStore::exists(dir) {
        PlaceStore::open(dir)?
    } else {
        PlaceStore::create(dir, &info(), "", now())?
    };
    let lock = store.lock()?;
    let mut staging = store.staging(&lock)?;
    for edition in editions {
        let bytes = file_bytes(edition.key(), mark);
        staging.stage(&RawFile::of(&format!("in/{}.csv", edition.key().dataset), &bytes), &bytes)?;
    }
    let manifest = format!("# manifest {mark}\n");
    let landing =
        Landing { place: info(), manifest: &manifest, at: now(), why: "a test", editions, stopped: &[] };
    store.land(&lock, staging, &landing, &mut |_| {})
}

/// Three editions of the three kinds, all bearing one mark.
pub fn town(squares: usize, mark: f64) -> Vec<NewEdition> {
    vec![
        new_edition("wards@2018", layer("wards@2018", squares, mark), mark, true),
        new_edition("libraries@2023", register("libraries@2023", 7, mark), mark, true),
        new_edition("people@mid-2020", table("people@mid-2020", 9, mark), mark, true),
    ]
}

fn assert_same_table(a: &Table, b: &Table) {
    assert_eq!(a.columns(), b.columns());
    assert_eq!(a.len(), b.len());
    for row in 0..a.len() {
        assert_eq!(a.source_row(row), b.source_row(row));
        for column in 0..a.columns().len() {
            assert_eq!(a.cell(row, column), b.cell(row, column), "row {row}, column {column}");
            assert_eq!(a.gap(row, column), b.gap(row, column), "row {row}, column {column}");
        }
    }
}

fn assert_same(a: &EditionData, b: &EditionData) {
    match (a, b) {
        (EditionData::Layer(a), EditionData::Layer(b)) => {
            assert_eq!((&a.edition, a.validity, a.scheme), (&b.edition, b.validity, b.scheme));
            assert_eq!(format!("{:?}", a.areas), format!("{:?}", b.areas));
            assert_same_table(&a.attributes, &b.attributes);
        }
        (EditionData::Register(a), EditionData::Register(b)) => {
            assert_eq!(a.records, b.records);
            assert_eq!((&a.facets, a.postcode_column), (&b.facets, b.postcode_column));
            assert_same_table(&a.attributes, &b.attributes);
        }
        (EditionData::Table(a), EditionData::Table(b)) => {
            assert_eq!((a.code_column, &a.geography), (b.code_column, &b.geography));
            assert_same_table(&a.table, &b.table);
        }
        (EditionData::Network(a), EditionData::Network(b)) => {
            assert_eq!(a.segments, b.segments);
            assert_same_table(&a.attributes, &b.attributes);
        }
        _ => panic!("another kind"),
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn what_went_in_comes_out() {
    let dir = folder();
    let editions = town(6, 1.0);
    assert_eq!(land(dir.path(), &editions, 1.0).expect("landed"), Some(1));
    let store = PlaceStore::open(dir.path()).expect("a place");
    let snapshot = store.snapshot().expect("a snapshot");
    assert_eq!((snapshot.version, &snapshot.info), (1, &info()));
    for edition in &editions {
        let key = edition.key();
        let loaded = snapshot.edition(&key.dataset, &key.edition).expect("the edition");
        assert_same(edition.data(), &loaded.data);
        assert_eq!((loaded.since_version, loaded.licence.attribution.as_str()), (1, "© Crown copyright"));
        assert_eq!(
            snapshot.dataset(&key.dataset).expect("the data set").title,
            format!("Title of {}", key.dataset)
        );
        assert_eq!(store.report(key).expect("a report").counts.read, 5);
    }
    assert_eq!(store.verify().expect("verified"), Vec::<String>::new());
    assert_eq!(fs::read_to_string(store.manifest_file()).expect("the manifest"), "# manifest 1\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_table_comes_back_cell_by_cell(
        names in proptest::collection::btree_set("\\PC{0,12}", 1..8),
        cells in proptest::collection::vec((any::<f64>(), "\\PC{0,9}", 0_usize..5), 0..20),
    ) {
        let gap = |which: usize| Missing::ALL.get(which).copied();
        let columns = names.iter().enumerate().map(|(i, name)| {
            let builder = if i % 2 == 0 {
                ColumnBuilder::Number(cells.iter().map(|(n, _, g)| gap(*g).map_or(Ok(*n), Err)).collect())
            } else {
                ColumnBuilder::Text(cells.iter().map(|(_, t, g)| gap(*g).map_or(Ok(t.as_str().into()), Err)).collect())
            };
            column(name, builder)
        });
        let table = Table::build((1..=cells.len() as u64).collect(), columns.collect()).expect("a table");
        let data = EditionData::Table(Arc::new(KeyedTable {
            edition: key("t@1"), table, code_column: None, geography: None,
        }));
        let dir = folder();
        land(dir.path(), &[new_edition("t@1", data.clone(), 1.0, true)], 1.0).expect("landed");
        let store = PlaceStore::open(dir.path()).expect("a place");
        assert_same(&data, &store.load(&key("t@1"), None).expect("loaded").data);
    }
}

#[test]
fn landing_the_same_again_changes_no_byte() {
    let dir = folder();
    land(dir.path(), &town(6, 1.0), 1.0).expect("landed");
    let before = fs::read(dir.path().join("place.gpkg")).expect("bytes");
    assert_eq!(land(dir.path(), &town(6, 1.0), 1.0).expect("landed"), None);
    assert_eq!(fs::read(dir.path().join("place.gpkg")).expect("bytes"), before);
}

#[test]
fn the_same_files_at_the_same_moment_give_the_same_bytes() {
    let (a, b) = (folder(), folder());
    for dir in [&a, &b] {
        land(dir.path(), &town(60, 1.0), 1.0).expect("landed");
        land(dir.path(), &town(60, 2.0), 2.0).expect("landed");
    }
    let bytes = |dir: &tempfile::TempDir| fs::read(dir.path().join("place.gpkg")).expect("bytes");
    assert!(bytes(&a) == bytes(&b), "the two files differ");
}

#[test]
fn changed_words_make_a_revision_without_a_second_copy_of_the_rows() {
    let dir = folder();
    land(dir.path(), &[new_edition("wards@2018", layer("wards@2018", 6, 1.0), 1.0, true)], 1.0)
        .expect("landed");
    // Another published file with the very same rows.
    land(dir.path(), &[new_edition("wards@2018", layer("wards@2018", 6, 1.0), 9.0, true)], 9.0)
        .expect("landed");
    let store = PlaceStore::open(dir.path()).expect("a place");
    let revisions = store.revisions().expect("revisions");
    assert_eq!(revisions.len(), 2);
    assert_eq!(revisions[0].table, revisions[1].table);
    assert_ne!(revisions[0].checksum, revisions[1].checksum);
    assert_eq!(revisions.iter().map(|r| r.shown).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn editions_are_held_shown_withdrawn_and_rolled_back() {
    let dir = folder();
    land(dir.path(), &town(3, 1.0), 1.0).expect("landed");
    let held = new_edition("wards@2018", layer("wards@2018", 4, 2.0), 2.0, false);
    let store = PlaceStore::open(dir.path()).expect("a place");
    assert_eq!(store.fates(std::slice::from_ref(&held)).expect("fates"), [Fate::New { shown: false }]);
    land(dir.path(), std::slice::from_ref(&held), 2.0).expect("landed");
    let wards = |store: &PlaceStore| {
        let snapshot = store.snapshot().expect("a snapshot");
        snapshot
            .edition(&key("wards@2018").dataset, &key("wards@2018").edition)
            .map(|e| e.layer().expect("a layer").areas.len())
    };
    assert_eq!(wards(&store), Some(3));
    assert_eq!(store.fates(std::slice::from_ref(&held)).expect("fates"), [Fate::Unchanged { shown: false }]);

    let plan = store.plan_activate(&key("wards@2018"), None).expect("a plan");
    assert_eq!((plan.show[0].number, plan.hide[0].number, plan.leaning.len()), (2, 1, 0));
    assert_eq!(wards(&store), Some(3), "a plan changes nothing");
    assert_eq!(store.apply(&plan, "checked", now()).expect("applied"), 3);
    assert_eq!(wards(&store), Some(4));
    assert!(matches!(store.apply(&plan, "", now()), Err(StoreError::Moved { planned: 2, current: 3 })));
    assert!(matches!(store.plan_activate(&key("wards@2018"), None), Err(StoreError::NothingToDo(_))));

    let plan = store.plan_withdraw(&key("wards@2018")).expect("a plan");
    assert_eq!(plan.leaning, [key("people@mid-2020")]);
    store.apply(&plan, "wrong wards", now()).expect("applied");
    assert_eq!(wards(&store), None);
    assert_eq!(
        store.load(&key("wards@2018"), Some(1)).expect("kept").layer().expect("a layer").areas.len(),
        3
    );

    let plan = store.plan_rollback(1).expect("a plan");
    assert_eq!(store.apply(&plan, "as it was", now()).expect("applied"), 5);
    assert_eq!(wards(&store), Some(3));
    assert_eq!(store.manifest().expect("the manifest"), "# manifest 1\n");
    assert_eq!(fs::read_to_string(store.manifest_file()).expect("the manifest"), "# manifest 1\n");
    assert!(matches!(store.plan_rollback(1), Err(StoreError::NothingToDo(_))));
    assert!(matches!(store.plan_rollback(77), Err(StoreError::UnknownVersion(77))));
    let what: Vec<What> = store.history().expect("a history").iter().map(|version| version.what).collect();
    assert_eq!(
        what,
        [What::Rollback, What::Withdraw, What::Activate, What::Import, What::Import, What::Create]
    );
    // The file that is in the folder again is shown again by its import.
    assert_eq!(store.fates(&town(3, 1.0)).expect("fates"), [Fate::Unchanged { shown: true }; 3]);
}

#[test]
fn a_reader_sees_one_version_or_the_other_and_never_a_mix() {
    let dir = folder();
    land(dir.path(), &town(40, 1.0), 1.0).expect("landed");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = || {
            let store = PlaceStore::open(dir.path()).expect("a place");
            let mut seen = BTreeSet::new();
            while !done.load(Ordering::Relaxed) {
                let snapshot = store.snapshot().expect("a snapshot");
                let marks: BTreeSet<String> = snapshot
                    .datasets
                    .values()
                    .flat_map(|dataset| &dataset.editions)
                    .map(|edition| format!("{:.1}", edition.attributes().number(1, 0).expect("a number")))
                    .collect();
                assert_eq!(marks.len(), 1, "version {} is a mix: {marks:?}", snapshot.version);
                assert_eq!(marks.into_iter().next(), Some(format!("{}.1", snapshot.version)));
                seen.insert(snapshot.version);
            }
            seen.len()
        };
        let readers = [scope.spawn(reader), scope.spawn(reader)];
        for version in 2..=8_u32 {
            land(dir.path(), &town(40, version.into()), version.into()).expect("landed");
        }
        done.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.join().expect("a reader") >= 2, "the readers saw one version alone");
        }
    });
}

#[test]
fn other_files_are_not_taken_for_a_place() {
    let dir = folder();
    assert!(matches!(PlaceStore::open(dir.path()), Err(StoreError::NotAPlace(_))));
    fs::write(
        dir.path().join("place.gpkg"),
        b"these are not the bytes of a database, whatever the name says",
    )
    .expect("written");
    let error = PlaceStore::open(dir.path()).expect_err("refused");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(matches!(PlaceStore::create(dir.path(), &info(), "", now()), Err(StoreError::Exists(_))));
}

#[test]
fn a_damaged_database_is_told_and_no_panic() {
    let dir = folder();
    land(dir.path(), &town(60, 1.0), 1.0).expect("landed");
    let path = dir.path().join("place.gpkg");
    let whole = fs::read(&path).expect("bytes");
    for cut in [100, 4096, whole.len() / 2, whole.len() - 4096] {
        fs::write(&path, &whole[..cut]).expect("written");
        let read = PlaceStore::open(dir.path()).and_then(|store| store.snapshot());
        assert!(read.is_err(), "cut at {cut}");
    }
    for at in (4096..whole.len()).step_by(4096 * 3) {
        let mut bytes = whole.clone();
        bytes[at..at + 512].fill(0xA5);
        fs::write(&path, &bytes).expect("written");
        let opened = PlaceStore::open(dir.path());
        // A page may be one that nobody reads; what matters is that nothing panics.
        let _ = opened.and_then(|store| store.snapshot());
    }
}

#[test]
fn a_backup_comes_back_whole() {
    let (dir, other) = (folder(), folder());
    land(dir.path(), &town(6, 1.0), 1.0).expect("landed");
    land(dir.path(), &town(6, 2.0), 2.0).expect("landed");
    let store = PlaceStore::open(dir.path()).expect("a place");
    let file = other.path().join("town.zip");
    let done = backup(&store, &file).expect("a backup");
    assert_eq!((done.version, done.files), (2, 8), "database, manifest and six raw files");
    assert!(matches!(backup(&store, &file), Err(StoreError::NotEmpty(_))));
    let target = other.path().join("again/town");
    let back = restore(&file, &target).expect("restored");
    assert_eq!((back.version, back.files, back.bytes), (2, 8, done.bytes));
    let restored = PlaceStore::open(&target).expect("a place");
    assert_eq!(restored.verify().expect("verified"), Vec::<String>::new());
    assert_eq!(restored.history().expect("a history"), store.history().expect("a history"));
    assert_eq!(fs::read(target.join("place.toml")).expect("bytes"), b"# manifest 2\n");
    assert!(matches!(restore(&file, &target), Err(StoreError::NotEmpty(_))));
    assert_eq!(fs::read_dir(other.path()).expect("listed").count(), 2, "nothing is left behind");
}

#[test]
fn a_backup_that_was_tampered_with_restores_nothing() {
    let (dir, other) = (folder(), folder());
    land(dir.path(), &town(6, 1.0), 1.0).expect("landed");
    let store = PlaceStore::open(dir.path()).expect("a place");
    let file = other.path().join("town.zip");
    backup(&store, &file).expect("a backup");
    let whole = fs::read(&file).expect("bytes");
    let target = other.path().join("town");
    let refused = |what: &str| {
        let error = restore(&file, &target).expect_err(what);
        assert!(matches!(error, StoreError::BadBackup { .. }), "{what}: {error}");
        assert!(!target.exists(), "{what}");
    };
    for cut in [0, 10, whole.len() / 2, whole.len() - 5] {
        fs::write(&file, &whole[..cut]).expect("written");
        refused(&format!("cut at {cut}"));
    }
    for at in (60..whole.len() - 600).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&file, &bytes).expect("written");
        // A flipped bit in a part that carries no content (a date) changes nothing.
        if restore(&file, &target).is_ok() {
            let restored = PlaceStore::open(&target).expect("a place");
            assert_eq!(restored.verify().expect("verified"), Vec::<String>::new());
            fs::remove_dir_all(&target).expect("removed");
        }
    }
    let list = |path: &str, bytes: u64| {
        format!(
            r#"{{"form":1,"software":"x","schema":2,"version":1,"files":[{{"path":"{path}","bytes":{bytes},"sha256":"{}"}}]}}"#,
            "0".repeat(64)
        )
    };
    for (what, name, bytes, content) in [
        ("a path that escapes", "../escaped", 1, vec![0; 1]),
        ("an absolute path", "/tmp/wardwise-escaped", 1, vec![0; 1]),
        ("a raw path that escapes", "raw/../../escaped", 1, vec![0; 1]),
        ("a database that is none", "place.gpkg", 1, vec![0; 1]),
        ("a bomb", "place.gpkg", 1 << 45, vec![0; 1 << 22]),
        ("a bomb that hides its length", "place.gpkg", 16, vec![0; 1 << 22]),
    ] {
        write_zip(&file, &[("backup.json", list(name, bytes).as_bytes()), (name, &content)]);
        refused(what);
    }
    write_zip(&file, &[("backup.json", br#"{"form":9,"software":"x","schema":2,"version":1,"files":[]}"#)]);
    refused("a later form");
    write_zip(&file, &[("readme.txt", b"hello")]);
    refused("another zip");
    assert!(!other.path().join("escaped").exists());
}

fn write_zip(path: &Path, entries: &[(&str, &[u8])]) {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(fs::File::create(path).expect("a file"));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip");
}

#[test]
fn a_backup_notices_a_changed_raw_file() {
    let (dir, other) = (folder(), folder());
    land(dir.path(), &town(6, 1.0), 1.0).expect("landed");
    let raw =
        fs::read_dir(dir.path().join("raw")).expect("listed").next().expect("a file").expect("a file").path();
    fs::write(&raw, b"changed").expect("written");
    let store = PlaceStore::open(dir.path()).expect("a place");
    assert_eq!(store.verify().expect("verified").len(), 1);
    let file = other.path().join("town.zip");
    assert!(matches!(backup(&store, &file), Err(StoreError::RawFile { .. })));
    assert!(!file.exists());
}

#[test]
fn the_file_opens_as_it_is_in_ogrinfo() {
    let Some(layers) = ogrinfo(None, &["-q"]) else {
        println!("skipped: ogrinfo is not installed");
        return;
    };
    assert!(layers.is_empty());
    let dir = folder();
    land(dir.path(), &town(60, 1.0), 1.0).expect("landed");
    let path = dir.path().join("place.gpkg");
    let list = ogrinfo(Some(&path), &["-q"]).expect("a list");
    for expected in
        ["wards_2018 (Multi Polygon)", "libraries_2023 (Point)", "people_mid_2020", "wardwise_revision"]
    {
        assert!(list.contains(expected), "{expected}: {list}");
    }
    assert!(!list.contains("wardwise_version"), "{list}");
    let wards = ogrinfo(Some(&path), &["-so", "wards_2018"]).expect("a summary");
    for expected in [
        "Feature Count: 60",
        "27700",
        "Extent: (400000.000000, 280000.000000)",
        "Größe: Date",
        "Open Government",
    ] {
        assert!(wards.contains(expected), "{expected}: {wards}");
    }
    let one = ogrinfo(Some(&path), &["-q", "wards_2018", "-spat", "400100", "280100", "400200", "280200"]);
    assert_eq!(one.expect("features").matches("OGRFeature").count(), 1, "the tree finds one ward");
    let sql = "SELECT count(*) AS n, sum(ST_IsValid(geom)) AS v FROM wards_2018";
    let valid = ogrinfo(Some(&path), &["-q", "-dialect", "SQLITE", "-sql", sql]).expect("an answer");
    assert!(valid.contains("= 60"), "{valid}");
    let single = dir.path().join("single.gpkg");
    let store = PlaceStore::open(dir.path()).expect("a place");
    let engine = store.engine().expect("a place");
    let mut file = fs::File::create(&single).expect("a file");
    export::write(&engine, &key("libraries@2023"), Format::GeoPackage, &mut file).expect("written");
    let libraries = ogrinfo(Some(&single), &["-so", "libraries_2023"]).expect("a summary");
    assert!(libraries.contains("Feature Count: 7"), "{libraries}");
}

/// What ogrinfo prints; a warning is a failure. `None` where it is not installed.
fn ogrinfo(file: Option<&Path>, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("ogrinfo");
    match file {
        Some(file) => command.arg("-ro").args(&arguments[..1]).arg(file).args(&arguments[1..]),
        None => return command.arg("--version").output().ok().map(|_| String::new()),
    };
    let output = command.output().ok()?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && err.trim().is_empty(), "{arguments:?}: {out}{err}");
    assert!(!out.contains("Warning"), "{out}");
    Some(out.into_owned())
}
