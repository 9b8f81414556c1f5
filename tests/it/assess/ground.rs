//! A small made-up place for assessments: six squares in a row, one apart from
//! them, and one table with columns that are right and columns that are not.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use wardwise::import::{self, ImportOptions, Manifest, Outcome, Silent};
use wardwise::store::PlaceStore;

/// Codes and what stands in the table for each.
const ROWS: [(&str, &str); 7] = [
    ("E05970101", "10,100,5,,10,3,a,100,1,3"),
    ("E05970102", "20,100,5,,12,3,a,100,2,9"),
    ("E05970103", "30,100,5,,-3,3,b,100,3,4"),
    ("E05970104", "40,100,5,,14,0,b,100,4,8"),
    ("E05970105", "50,100,5,,15,3,b,100,,1"),
    ("E05970106", "60,100,5,,16,3,c,100,6,7"),
    ("E05970107", "70,100,5,,17,3,c,100,7,2"),
];

/// A place on disk with the folder that it was made from.
pub struct Ground {
    pub source: tempfile::TempDir,
    pub place: tempfile::TempDir,
}

/// The manifest; `more` is put at its end.
pub fn manifest(more: &str) -> String {
    let about = "owner = \"Us\"\nnext_update = \"never\"\nnumerator = \"Things\"\n";
    let count = |id: &str, column: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"count\"\nunit = \"things\"\npolarity = \"neither\"\n{about}\n\
             [[measure.source]]\ntable = \"figures\"\ncolumn = \"{column}\"\n\n"
        )
    };
    let rate = |id: &str, numerator: &str, denominator: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"rate\"\nunit = \"%\"\nper = 100\npolarity = \"higher-is-worse\"\n{about}denominator = \"All\"\n\n\
             [[measure.source]]\ntable = \"figures\"\nnumerator = \"{numerator}\"\ndenominator = \"{denominator}\"\n\n"
        )
    };
    let mut text = String::from(
        "[place]\nid = \"row\"\nname = \"Row\"\nmain_layer = \"row\"\n\n[licence.none]\nname = \"None\"\n\n\
         [[layer]]\nid = \"row\"\ntitle = \"Squares\"\n[[layer.edition]]\nid = \"2024\"\nfile = \"row.geojson\"\ncode = \"code\"\nname = \"name\"\nlicence = \"none\"\n\n\
         [[layer]]\nid = \"single\"\ntitle = \"One square\"\n[[layer.edition]]\nid = \"2024\"\nfile = \"single.geojson\"\ncode = \"code\"\nlicence = \"none\"\n\n\
         [[table]]\nid = \"figures\"\ntitle = \"Figures\"\ngeography = \"row\"\n[[table.edition]]\nid = \"2024\"\nfile = \"figures.csv\"\ncode = \"code\"\nperiod = \"2024\"\nlicence = \"none\"\n\n",
    );
    for (id, column) in [
        ("good", "good"),
        ("total", "total"),
        ("constant", "constant"),
        ("empty", "empty"),
        ("negative", "negative"),
        ("gappy", "gappy"),
        ("nought", "nought"),
        ("uneven", "uneven"),
    ] {
        text.push_str(&count(id, column));
    }
    text.push_str(&rate("share", "good", "total"));
    text.push_str(&rate("no-total", "good", "nought"));
    text.push_str("[[measure]]\nid = \"bare\"\ntitle = \"Bare\"\nkind = \"count\"\n\n[[measure.source]]\ntable = \"figures\"\ncolumn = \"good\"\n\n");
    text.push_str(more);
    text
}

fn squares(codes: &[(&str, f64)]) -> String {
    let mut features = Vec::new();
    for (code, west) in codes {
        let (west, east) = (400_000.0 + west * 1000.0, 401_000.0 + west * 1000.0);
        features.push(format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\",\"name\":\"Square {code}\"}},\"geometry\":{{\"type\":\"Polygon\",\
             \"coordinates\":[[[{west},300000],[{east},300000],[{east},301000],[{west},301000],[{west},300000]]]}}}}"
        ));
    }
    format!(
        "{{\"type\":\"FeatureCollection\",\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:EPSG::27700\"}}}},\"features\":[{}]}}",
        features.join(",")
    )
}

impl Ground {
    /// The place, with `more` at the end of its manifest and further files beside it.
    pub fn new(more: &str, files: &[(&str, &str)]) -> Self {
        let ground = Self {
            source: tempfile::tempdir().expect("a folder"),
            place: tempfile::tempdir().expect("a folder"),
        };
        let places = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 20.0];
        let codes: Vec<(&str, f64)> =
            ROWS.iter().zip(places).map(|((code, _), west)| (*code, west)).collect();
        ground.write("row.geojson", &squares(&codes));
        ground.write("single.geojson", &squares(&codes[..1]));
        let mut table =
            String::from("code,good,total,constant,empty,negative,nought,group,people,gappy,uneven\n");
        for (code, cells) in ROWS {
            let _ = writeln!(table, "{code},{cells}");
        }
        ground.write("figures.csv", &table);
        for (name, text) in files {
            ground.write(name, text);
        }
        ground.import(more);
        ground
    }

    /// Writes a file of the source folder.
    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.source.path().join(name), text).expect("written");
    }

    /// Imports the files anew, with `more` at the end of the manifest.
    pub fn import(&self, more: &str) -> Outcome {
        let manifest = Manifest::parse(manifest(more)).expect("a manifest").lying_in(self.source.path());
        let options = ImportOptions::at(jiff::Timestamp::UNIX_EPOCH);
        import::run(&manifest, self.source.path(), self.place.path(), &options, &Silent).expect("an import")
    }

    pub fn store(&self) -> PlaceStore {
        PlaceStore::open(self.place.path()).expect("a place")
    }
}

/// A recipe with these indicators; `settings` stands at its end.
pub fn recipe(areas: &str, indicators: &str, settings: &str) -> String {
    format!(
        "[assessment]\nid = \"ours\"\ntitle = \"Ours\"\npurpose = \"To try it.\"\nareas = \"{areas}\"\npeople = \"total\"\nseed = 1\n\n\
         {indicators}\n[ranking]\nworst = 2\n{settings}"
    )
}

/// One indicator of a recipe.
pub fn indicator(id: &str, measure: &str, more: &str) -> String {
    format!(
        "[[indicator]]\nid = \"{id}\"\nmeasure = \"{measure}\"\ndirection = \"higher-is-worse\"\n{more}\n"
    )
}

/// The folder with the committed places.
pub fn places() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places")
}
