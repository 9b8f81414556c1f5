//! What other programs need to read the data of a page, ready to be pasted.

use super::Data;
use crate::api::ogc;

/// A program that data are taken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// QGIS' own Python console.
    Qgis,
    /// GDAL on a command line.
    Gdal,
    /// R.
    R,
    /// Python without anything installed.
    Python,
    /// Python with `geopandas` or `pandas`.
    Pandas,
    /// Excel's Power Query.
    Excel,
}

impl Program {
    /// Its name.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Qgis => "QGIS",
            Self::Gdal => "GDAL",
            Self::R => "R",
            Self::Python => "Python",
            Self::Pandas => "Python with pandas",
            Self::Excel => "Excel",
        }
    }
}

/// Something to paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Where it is pasted.
    pub program: Program,
    /// How.
    pub how: &'static str,
    /// What.
    pub code: String,
}

/// What each program needs to read the data. `link` makes a whole address of
/// one that begins with `/`.
#[must_use]
pub fn snippets(data: &Data, link: &dyn Fn(&str) -> String) -> Vec<Snippet> {
    let csv = data.csv.as_deref().map(link);
    let geojson = data.geojson.as_deref().map(link);
    let root = link(ogc::ROOT);
    let mut all = Vec::new();
    all.extend(qgis(data, &root, geojson.as_deref(), csv.as_deref()));
    all.extend(gdal(data, &root, geojson.as_deref()));
    all.extend(r(geojson.as_deref(), csv.as_deref()));
    all.extend(csv.as_deref().map(python));
    all.extend(pandas(geojson.as_deref(), csv.as_deref()));
    all.extend(csv.as_deref().map(excel));
    all
}

/// A text as Python, R and Power Query all write it.
fn quoted(text: &str) -> String {
    let inner: String = text.chars().filter(|c| !c.is_control() && *c != '\\' && *c != '"').collect();
    format!("\"{inner}\"")
}

fn qgis(data: &Data, root: &str, geojson: Option<&str>, csv: Option<&str>) -> Option<Snippet> {
    let title = quoted(&data.title);
    let (how, layer) = if let Some(collection) = &data.collection {
        let uri = format!(
            "url='{root}' typename='{collection}' version='OGC_API_FEATURES' pagingEnabled='true' pageSize='1000'"
        );
        let how = "paste into Plugins, Python Console; or add an OGC API – Features connection to the address in it";
        (how, format!("QgsVectorLayer({}, {title}, \"OAPIF\")", quoted(&uri)))
    } else {
        // The driver is named, because the address of a table need not end in its name.
        let source = geojson.map(str::to_owned).or_else(|| Some(format!("CSV:/vsicurl/{}", csv?)))?;
        let how = "paste into Plugins, Python Console; or add a vector layer with the address in it";
        (how, format!("QgsVectorLayer({}, {title}, \"ogr\")", quoted(&source)))
    };
    let code = format!(
        "from qgis.core import QgsProject, QgsVectorLayer\n\nlayer = {layer}\nQgsProject.instance().addMapLayer(layer)\n"
    );
    Some(Snippet { program: Program::Qgis, how, code })
}

fn gdal(data: &Data, root: &str, geojson: Option<&str>) -> Option<Snippet> {
    let code = match (&data.collection, geojson) {
        (Some(collection), _) => format!("ogr2ogr -f GPKG {collection}.gpkg \"OAPIF:{root}\" {collection}\n"),
        (None, Some(geojson)) => format!("ogr2ogr -f GPKG areas.gpkg \"{geojson}\"\n"),
        (None, None) => return None,
    };
    Some(Snippet { program: Program::Gdal, how: "on a command line; writes a GeoPackage", code })
}

fn r(geojson: Option<&str>, csv: Option<&str>) -> Option<Snippet> {
    let (how, code) = match (geojson, csv) {
        (Some(geojson), _) => {
            ("with the package sf", format!("library(sf)\n\nareas <- st_read(\"{geojson}\")\nhead(areas)\n"))
        }
        (None, Some(csv)) => (
            "with nothing installed",
            format!(
                "rows <- read.csv(\"{csv}\", fileEncoding = \"UTF-8-BOM\", check.names = FALSE)\nhead(rows)\n"
            ),
        ),
        (None, None) => return None,
    };
    Some(Snippet { program: Program::R, how, code })
}

fn python(csv: &str) -> Snippet {
    let code = format!(
        "import csv\nimport io\nimport urllib.request\n\n\
         with urllib.request.urlopen(\"{csv}\") as answer:\n    \
         rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding=\"utf-8-sig\", newline=\"\")))\n\n\
         print(len(rows), \"rows\")\n"
    );
    Snippet { program: Program::Python, how: "with nothing installed", code }
}

fn pandas(geojson: Option<&str>, csv: Option<&str>) -> Option<Snippet> {
    let (how, code) = match (geojson, csv) {
        (Some(geojson), _) => (
            "with GeoPandas",
            format!("import geopandas\n\nareas = geopandas.read_file(\"{geojson}\")\nprint(areas.head())\n"),
        ),
        (None, Some(csv)) => (
            "a gap stays a gap",
            format!(
                "import pandas\n\nrows = pandas.read_csv(\"{csv}\", encoding=\"utf-8-sig\")\nprint(rows.head())\n"
            ),
        ),
        (None, None) => return None,
    };
    Some(Snippet { program: Program::Pandas, how, code })
}

fn excel(csv: &str) -> Snippet {
    let code = format!(
        "let\n    \
         Source = Csv.Document(Web.Contents(\"{csv}\"), [Delimiter = \",\", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n    \
         Rows = Table.PromoteHeaders(Source, [PromoteAllScalars = true])\nin\n    Rows\n"
    );
    Snippet {
        program: Program::Excel,
        how: "Data, Get Data, From Other Sources, Blank Query, then Advanced Editor; or From Web with the address in it",
        code,
    }
}
