//! The background map: a file of tiles on this machine, served beside the pages.

use std::io::Write;
use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use flate2::Compression;
use flate2::write::GzEncoder;
use wardwise::background::{Archive, BackgroundError};

use super::town::{app, get, send};

/// One tile of the whole world, as it lies in the archive.
struct Made {
    metadata: &'static str,
    tile: Vec<u8>,
    /// 1 is none, 2 gzip.
    packing: u8,
    /// 1 is vector, 2 PNG.
    kind: u8,
}

const METADATA: &str =
    r#"{"attribution":"<a href='x'>&copy; Makers</a>","vector_layers":[{"id":"roads","fields":{}}]}"#;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

impl Made {
    fn vector() -> Self {
        Self { metadata: METADATA, tile: packed(b"a tile"), packing: 2, kind: 1 }
    }

    /// The archive's bytes: header, directory of one entry, metadata, tile.
    fn bytes(&self) -> Vec<u8> {
        let tile_length = u8::try_from(self.tile.len()).expect("a small tile");
        assert!(tile_length < 128);
        // One entry: id 0, a run of 1, its length, its offset plus one.
        let directory = [1, 0, 1, tile_length, 1];
        let metadata_at = 127 + directory.len() as u64;
        let tiles_at = metadata_at + self.metadata.len() as u64;
        let mut out = b"PMTiles\x03".to_vec();
        let sections = [
            127,
            directory.len() as u64,
            metadata_at,
            self.metadata.len() as u64,
            0,
            0,
            tiles_at,
            u64::from(tile_length),
            1,
            1,
            1,
        ];
        out.extend(sections.iter().flat_map(|number| number.to_le_bytes()));
        // Clustered; the directory unpacked; the tile's packing and kind; zooms 0 to 0.
        out.extend([1, 1, self.packing, self.kind, 0, 0]);
        out.extend(
            [-1_800_000_000_i32, -850_000_000, 1_800_000_000, 850_000_000]
                .iter()
                .flat_map(|side| side.to_le_bytes()),
        );
        out.push(0);
        out.extend([0; 8]);
        assert_eq!(out.len(), 127);
        out.extend(directory);
        out.extend(self.metadata.as_bytes());
        out.extend(&self.tile);
        out
    }

    fn write(&self, folder: &Path) -> std::path::PathBuf {
        let path = folder.join("background.pmtiles");
        std::fs::write(&path, self.bytes()).expect("written");
        path
    }
}

fn refusal(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.pmtiles");
    std::fs::write(&path, bytes).expect("written");
    Archive::open(&path, None).expect_err("a refusal").to_string()
}

#[tokio::test]
async fn tiles_come_packed_or_plain_as_the_client_takes_them_and_never_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open(&Made::vector().write(folder.path()), None).expect("an archive");
    assert_eq!(archive.attribution, "© Makers");
    let address = format!("/background/{}/0/0/0", archive.mark);
    let app = app().with_background(archive);
    let plain = get(&app, &address).await;
    assert_eq!((plain.status.as_u16(), plain.body.as_slice()), (200, &b"a tile"[..]));
    assert_eq!(plain.header("content-type"), "application/vnd.mapbox-vector-tile");
    assert!(plain.header("cache-control").contains("immutable"));
    assert_eq!(plain.header("content-encoding"), "");
    let ask =
        Request::get(&address).header("accept-encoding", "gzip").body(Body::empty()).expect("a request");
    let zipped = send(&app, ask).await;
    assert_eq!(
        (zipped.header("content-encoding"), zipped.body.as_slice()),
        ("gzip", packed(b"a tile").as_slice())
    );
    assert_eq!(get(&app, &address.replace("0/0/0", "1/0/0")).await.status.as_u16(), 204);
    for nowhere in ["99/0/0", "0/1/0", "-1/0/0", "a/b/c", "31/4294967295/4294967296"] {
        let status = get(&app, &address.replace("0/0/0", nowhere)).await.status.as_u16();
        assert!(status == 204 || status == 404, "{nowhere}: {status}");
    }
    assert_eq!(get(&app, "/background/ffffffffffff/0/0/0").await.status.as_u16(), 404);
}

#[tokio::test]
async fn pages_name_the_background_only_where_there_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive =
        Archive::open(&Made::vector().write(folder.path()), Some("Somebody & Co")).expect("an archive");
    let tiles = format!("/background/{}/", archive.mark);
    assert!(!get(&app(), "/map").await.text().contains("background-model"));
    let page = get(&app().with_background(archive), "/map").await;
    assert!(page.text().contains(&tiles) && page.text().contains("Somebody \\u0026 Co"), "{}", page.text());
    assert!(!page.text().contains("http://") || !page.text().contains("tiles\":\"http"));
}

#[test]
fn a_file_that_cannot_be_the_background_is_refused_with_the_reason() {
    let good = Made::vector();
    let missing = Archive::open(Path::new("/nowhere/x.pmtiles"), None).expect_err("a refusal");
    assert!(missing.to_string().contains("/nowhere/x.pmtiles"), "{missing}");
    for (bytes, reason) in [
        (b"{\"type\":\"FeatureCollection\"}".to_vec(), "not a PMTiles archive"),
        (good.bytes()[..100].to_vec(), "not a PMTiles archive"),
        (Vec::new(), "not a PMTiles archive"),
        (Made { kind: 5, ..Made::vector() }.bytes(), "kind 5"),
        (Made { packing: 3, ..Made::vector() }.bytes(), "way 3"),
        (Made { metadata: "{}", ..Made::vector() }.bytes(), "vector_layers"),
        (Made { kind: 0, ..Made::vector() }.bytes(), "kind 0"),
        (Made { metadata: "nonsense", ..Made::vector() }.bytes(), "no JSON"),
        (
            Made { metadata: r#"{"vector_layers":[{"id":"roads"}]}"#, ..Made::vector() }.bytes(),
            "background.attribution",
        ),
    ] {
        let said = refusal(&bytes);
        assert!(said.contains(reason), "{said}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_served_gives_no_wrong_tile() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = Made::vector().write(folder.path());
    let archive = Archive::open(&path, None).expect("an archive");
    std::fs::OpenOptions::new().write(true).open(&path).expect("the file").set_len(130).expect("cut short");
    let failed = archive.tile(0, 0, 0, false).expect_err("no tile");
    assert!(matches!(failed, BackgroundError::Changed | BackgroundError::Tile(_)), "{failed}");
}

#[tokio::test]
async fn pictures_are_served_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let made =
        Made { metadata: r#"{"attribution":"Makers"}"#, tile: b"\x89PNG".to_vec(), packing: 1, kind: 2 };
    let archive = Archive::open(&made.write(folder.path()), None).expect("an archive");
    let address = format!("/background/{}/0/0/0", archive.mark);
    let tile = get(&app().with_background(archive), &address).await;
    assert_eq!((tile.header("content-type"), tile.body.as_slice()), ("image/png", &b"\x89PNG"[..]));
}
