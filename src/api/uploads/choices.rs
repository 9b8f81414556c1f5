//! What a person says of an upload, and how that is written into the manifest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::Problem;
use crate::model::Checksum;

/// What a file is to become. Names are those of the manifest.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// `layer`, `register` or `table`.
    #[schema(pattern = "^(layer|register|table)$", example = "register")]
    pub kind: String,
    /// Id of the data set; one that exists gains an edition.
    #[schema(example = "libraries")]
    pub dataset: String,
    /// Name of the data set; needed for a new one.
    #[serde(default)]
    pub dataset_title: String,
    /// What the data set is for.
    #[serde(default)]
    pub description: String,
    /// Id of the edition; one that exists is replaced.
    #[schema(example = "2021")]
    pub edition: String,
    /// Name of the edition.
    pub title: Option<String>,
    /// The file to read; found where left out.
    pub file: Option<String>,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// Format; found from the file where left out.
    pub format: Option<String>,
    /// Coordinate system, such as `EPSG:27700`; needed where the file names none.
    pub crs: Option<String>,
    /// Text encoding; found where left out.
    pub encoding: Option<String>,
    /// First day in force.
    #[schema(format = Date)]
    pub valid_from: Option<String>,
    /// First day no longer in force.
    #[schema(format = Date)]
    pub valid_to: Option<String>,
    /// Period that the figures speak of.
    pub period: Option<String>,
    /// Where the publisher offers the file.
    pub source: Option<String>,
    /// Terms of use.
    pub licence: LicenceChoice,
    /// Column of codes (layers, tables) or ids (registers).
    pub code: Option<String>,
    /// Column of names.
    pub name: Option<String>,
    /// Layers: `gss`, `ni-small-area`, `name` or `own`.
    pub scheme: Option<String>,
    /// Tables: id of the layer whose codes the rows carry.
    pub geography: Option<String>,
    /// Tables: edition of that layer; found from the codes where left out.
    pub geography_edition: Option<String>,
    /// Registers: where the point of a record comes from.
    pub locate: Option<LocateChoice>,
    /// Registers: columns offered as filters.
    #[serde(default)]
    pub facets: Vec<String>,
    /// Columns kept as text whatever they look like.
    #[serde(default)]
    pub text: Vec<String>,
    /// Warnings that are ticked, each with a reason.
    #[serde(default)]
    pub accept: Vec<Tick>,
}

/// Terms of use.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenceChoice {
    /// Usual name of the licence.
    #[schema(example = "Open Government Licence v3.0")]
    pub name: String,
    /// Where its text can be read.
    pub url: Option<String>,
    /// The sentence that the publisher asks to be shown.
    #[serde(default)]
    pub attribution: String,
}

/// Columns that place a record on the ground.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocateChoice {
    /// Column of eastings.
    pub easting: Option<String>,
    /// Column of northings.
    pub northing: Option<String>,
    /// Column of longitudes.
    pub lon: Option<String>,
    /// Column of latitudes.
    pub lat: Option<String>,
    /// Column of grid references.
    pub grid_ref: Option<String>,
    /// Column of postcodes.
    pub postcode: Option<String>,
}

/// A warning that a person accepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// Key of the rule, as the report names it.
    #[schema(example = "absent-areas")]
    pub warning: String,
    /// Why it is accepted.
    pub reason: String,
}

impl Choices {
    /// The choices as a piece of a manifest, for the file that `main_file` names.
    ///
    /// What they say is not judged here: the manifest's own reader does that.
    ///
    /// # Errors
    /// A [`Problem`] for a kind that is none, a day that is none, and
    /// choices without any licence.
    pub fn entry(&self, main_file: &str) -> Result<String, Problem> {
        if !matches!(self.kind.as_str(), "layer" | "register" | "table") {
            return Err(Problem::parameter("kind", "write layer, register or table"));
        }
        if self.licence.name.trim().is_empty() {
            return Err(Problem::parameter(
                "licence.name",
                "name the licence: what is passed on needs its terms",
            ));
        }
        let licence_id = self.licence_id();
        let entry = Entry {
            licence: BTreeMap::from([(licence_id.clone(), &self.licence)]),
            datasets: BTreeMap::from([(self.kind.clone(), vec![self.dataset_entry(main_file, licence_id)?])]),
        };
        toml::to_string(&entry)
            .map_err(|error| Problem::parameter("body", format!("this cannot be written: {error}")))
    }

    /// The same licence always gets the same id, and another one another.
    fn licence_id(&self) -> String {
        let LicenceChoice { name, url, attribution } = &self.licence;
        let digest = Checksum::of(format!("{name}\n{url:?}\n{attribution}").as_bytes());
        format!("upload-{}", &digest.as_str()[..12])
    }

    fn dataset_entry(&self, main_file: &str, licence: String) -> Result<DatasetEntry<'_>, Problem> {
        let title = if self.dataset_title.trim().is_empty() { &self.dataset } else { &self.dataset_title };
        Ok(DatasetEntry {
            id: &self.dataset,
            title,
            description: &self.description,
            scheme: self.scheme.as_deref().filter(|_| self.kind == "layer"),
            geography: self.geography.as_deref().filter(|_| self.kind == "table"),
            edition: vec![EditionEntry {
                id: &self.edition,
                title: self.title.as_deref(),
                file: self.file.clone().unwrap_or_else(|| main_file.to_owned()),
                part: self.part.as_deref(),
                format: self.format.as_deref(),
                crs: self.crs.as_deref(),
                encoding: self.encoding.as_deref(),
                valid_from: day("valid_from", self.valid_from.as_deref())?,
                valid_to: day("valid_to", self.valid_to.as_deref())?,
                period: self.period.as_deref(),
                source: self.source.as_deref(),
                licence,
                code: self.code.as_deref(),
                name: self.name.as_deref(),
                geography_edition: self.geography_edition.as_deref(),
                facets: &self.facets,
                text: &self.text,
                locate: self.locate.as_ref(),
                accept: &self.accept,
            }],
        })
    }
}

fn day(field: &str, text: Option<&str>) -> Result<Option<toml::value::Datetime>, Problem> {
    let wrong = |text: &str| Problem::parameter(field, format!("'{text}' is not a day such as 2018-05-03"));
    text.map(|text| text.parse().map_err(|_not_a_day| wrong(text))).transpose()
}

#[derive(Serialize)]
struct Entry<'a> {
    licence: BTreeMap<String, &'a LicenceChoice>,
    #[serde(flatten)]
    datasets: BTreeMap<String, Vec<DatasetEntry<'a>>>,
}

#[derive(Serialize)]
struct DatasetEntry<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    scheme: Option<&'a str>,
    geography: Option<&'a str>,
    edition: Vec<EditionEntry<'a>>,
}

#[derive(Serialize)]
struct EditionEntry<'a> {
    id: &'a str,
    title: Option<&'a str>,
    file: String,
    part: Option<&'a str>,
    format: Option<&'a str>,
    crs: Option<&'a str>,
    encoding: Option<&'a str>,
    valid_from: Option<toml::value::Datetime>,
    valid_to: Option<toml::value::Datetime>,
    period: Option<&'a str>,
    source: Option<&'a str>,
    licence: String,
    code: Option<&'a str>,
    name: Option<&'a str>,
    geography_edition: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    facets: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    text: &'a [String],
    locate: Option<&'a LocateChoice>,
    #[serde(skip_serializing_if = "<[Tick]>::is_empty")]
    accept: &'a [Tick],
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        Choices {
            kind: "register".into(),
            dataset: "libraries".into(),
            edition: "2021".into(),
            valid_from: Some("2021-04-01".into()),
            licence: LicenceChoice { name: "OGL".into(), ..LicenceChoice::default() },
            locate: Some(LocateChoice { postcode: Some("Post \"code\"".into()), ..LocateChoice::default() }),
            accept: vec![Tick { warning: "unlocated".into(), reason: "one is a boat\n[place]".into() }],
            ..Choices::default()
        }
    }

    #[test]
    fn choices_become_a_piece_of_a_manifest_whatever_texts_they_hold() {
        let entry = choices().entry("libraries.csv").expect("an entry");
        let manifest = format!("[place]\nid = \"town\"\nname = \"Town\"\n{entry}");
        let plan = crate::ingest::manifest::parse_manifest(&manifest).expect("a plan");
        let edition = &plan.registers[0].editions[0];
        assert_eq!(edition.key.to_string(), "libraries@2021");
        assert_eq!(edition.accept.0[0].reason, "one is a boat\n[place]");
        assert_eq!(edition.file, "libraries.csv");
    }

    #[test]
    fn a_licence_is_needed_and_a_day_must_be_one() {
        let field = |change: fn(&mut Choices)| {
            let mut choices = choices();
            change(&mut choices);
            choices.entry("x.csv").expect_err("a problem").field
        };
        assert_eq!(field(|c| c.licence.name.clear()).as_deref(), Some("licence.name"));
        assert_eq!(field(|c| c.valid_to = Some("soon".into())).as_deref(), Some("valid_to"));
        assert_eq!(field(|c| c.kind = "map".into()).as_deref(), Some("kind"));
    }
}
