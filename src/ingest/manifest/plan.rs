//! What a manifest means: every id, date, rule and licence in it checked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::check::{Filter, Locate, Rule, Severity, Waiver};
use crate::model::{DatasetId, DatasetKind, EditionId, EditionKey, Licence, Scheme, Validity};

use super::schema::{AcceptEntry, DatasetEntry, EditionEntry, LicenceEntry, LocateEntry, ManifestFile};

/// The longest manifest that is read, in bytes.
const MAX_MANIFEST_BYTES: usize = 4 << 20;

/// A manifest whose every name has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the place is.
    pub place: PlacePlan,
    /// Boundary layers, in the order of the file.
    pub layers: Vec<LayerPlan>,
    /// Registers, in the order of the file.
    pub registers: Vec<RegisterPlan>,
    /// Tables, in the order of the file.
    pub tables: Vec<TablePlan>,
}

/// The place as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacePlan {
    /// Short id.
    pub id: String,
    /// Name for headings.
    pub name: String,
    /// A sentence or two for the home page.
    pub description: String,
    /// The layer people mean by "my ward".
    pub main_layer: Option<DatasetId>,
    /// The layer whose outline is the place.
    pub extent_layer: Option<DatasetId>,
    /// The register that turns postcodes into points.
    pub postcodes: Option<DatasetId>,
}

/// A boundary layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerPlan {
    /// Its id.
    pub id: DatasetId,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// The scheme of its codes.
    pub scheme: Scheme,
    /// Its editions.
    pub editions: Vec<EditionPlan>,
}

/// A register of things at points.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterPlan {
    /// Its id.
    pub id: DatasetId,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Its editions.
    pub editions: Vec<EditionPlan>,
}

/// A table of figures or a lookup.
#[derive(Debug, Clone, PartialEq)]
pub struct TablePlan {
    /// Its id.
    pub id: DatasetId,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// The layer whose codes the rows carry; `None` for a table without a geography.
    pub geography: Option<DatasetId>,
    /// Its editions.
    pub editions: Vec<EditionPlan>,
}

/// One edition of any kind of data set. Fields that a kind has no use for are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct EditionPlan {
    /// Which edition.
    pub key: EditionKey,
    /// Name for badges.
    pub title: String,
    /// Path inside the source folder, with `/`.
    pub file: String,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// Format key where the manifest names one.
    pub format: Option<String>,
    /// Coordinate system that the manifest sets, as written (`EPSG:27700`).
    pub crs: Option<String>,
    /// Text encoding that the manifest sets, as written (`windows-1252`).
    pub encoding: Option<String>,
    /// When it is in force.
    pub validity: Validity,
    /// Period that the figures speak of.
    pub period: Option<String>,
    /// Where the publisher offers the file.
    pub source: Option<String>,
    /// Terms of use.
    pub licence: Licence,
    /// Column of codes or ids.
    pub code: Option<String>,
    /// Column of names.
    pub name: Option<String>,
    /// Rows to keep; empty keeps all.
    pub only: Vec<Filter>,
    /// Edition of the geography that the manifest names.
    pub geography_edition: Option<EditionId>,
    /// Where the point of a record comes from, best first.
    pub locate: Vec<Locate>,
    /// Columns offered as filters.
    pub facets: Vec<String>,
    /// Columns kept as text whatever they look like.
    pub text: Vec<String>,
    /// Column name → published total.
    pub control: BTreeMap<String, f64>,
    /// Whether the edition shows as soon as it is imported.
    pub activate: bool,
    /// Warnings that a person has ticked.
    pub accept: Accept,
}

/// Warnings that a person has ticked for one edition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accept(pub Vec<Waiver>);

/// One thing wrong in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {message}")]
pub struct ManifestFault {
    /// Where: `layer wards, edition 2018` or a line and column.
    pub at: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Reads and checks a manifest. All faults are given, not the first.
///
/// # Errors
/// One [`ManifestFault`] for each name, date, rule or licence that is wrong.
pub fn parse_manifest(text: &str) -> Result<Plan, Vec<ManifestFault>> {
    if text.len() > MAX_MANIFEST_BYTES {
        let message = format!("{} bytes; at most {MAX_MANIFEST_BYTES} are read", text.len());
        return Err(vec![ManifestFault { at: "manifest".into(), message }]);
    }
    let file: ManifestFile = toml::from_str(text).map_err(|e| vec![toml_fault(text, &e)])?;
    Reader::default().read(file)
}

fn toml_fault(text: &str, error: &toml::de::Error) -> ManifestFault {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..start).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    ManifestFault { at: format!("line {line}, column {column}"), message: error.message().to_owned() }
}

#[derive(Default)]
struct Reader {
    faults: Vec<ManifestFault>,
    ids: BTreeMap<String, DatasetKind>,
}

impl Reader {
    fn read(mut self, file: ManifestFile) -> Result<Plan, Vec<ManifestFault>> {
        let licences = &file.licence;
        let layers: Vec<_> = file.layer.iter().filter_map(|e| self.layer(e, licences)).collect();
        let registers: Vec<_> = file.register.iter().filter_map(|e| self.register(e, licences)).collect();
        let tables: Vec<_> = file.table.iter().filter_map(|e| self.table(e, licences)).collect();
        let place = PlacePlan {
            id: self.id::<DatasetId>("place", &file.place.id).map_or_else(String::new, |id| id.to_string()),
            name: file.place.name.trim().to_owned(),
            description: file.place.description.trim().to_owned(),
            main_layer: self.reference(
                "place, main_layer",
                file.place.main_layer.as_deref(),
                DatasetKind::Layer,
            ),
            extent_layer: self.reference(
                "place, extent_layer",
                file.place.extent_layer.as_deref(),
                DatasetKind::Layer,
            ),
            postcodes: self.reference(
                "place, postcodes",
                file.place.postcodes.as_deref(),
                DatasetKind::Register,
            ),
        };
        if place.name.is_empty() {
            self.fault("place", "the name is empty");
        }
        let plan = Plan { place, layers, registers, tables };
        self.check_geographies(&plan);
        if self.faults.is_empty() { Ok(plan) } else { Err(self.faults) }
    }

    fn layer(
        &mut self,
        entry: &DatasetEntry,
        licences: &BTreeMap<String, LicenceEntry>,
    ) -> Option<LayerPlan> {
        let at = format!("layer {}", entry.id);
        let id = self.dataset_id(&at, &entry.id, DatasetKind::Layer);
        if entry.geography.is_some() {
            self.fault(&at, "'geography' belongs to tables; a layer is a geography");
        }
        let key = entry.scheme.as_deref().unwrap_or("gss");
        let scheme = Scheme::from_key(key);
        if scheme.is_none() {
            let known: Vec<_> = Scheme::ALL.iter().map(|s| s.key()).collect();
            self.fault(&at, format!("scheme '{key}' is not known; write one of {}", known.join(", ")));
        }
        let editions = self.editions(&at, DatasetKind::Layer, entry, licences);
        Some(LayerPlan {
            id: id?,
            title: entry.title.clone(),
            description: entry.description.clone(),
            scheme: scheme?,
            editions,
        })
    }

    fn register(
        &mut self,
        entry: &DatasetEntry,
        licences: &BTreeMap<String, LicenceEntry>,
    ) -> Option<RegisterPlan> {
        let at = format!("register {}", entry.id);
        let id = self.dataset_id(&at, &entry.id, DatasetKind::Register);
        self.refuse_layer_keys(&at, entry);
        if entry.geography.is_some() {
            self.fault(&at, "'geography' belongs to tables; a register lies at points");
        }
        let editions = self.editions(&at, DatasetKind::Register, entry, licences);
        Some(RegisterPlan {
            id: id?,
            title: entry.title.clone(),
            description: entry.description.clone(),
            editions,
        })
    }

    fn table(
        &mut self,
        entry: &DatasetEntry,
        licences: &BTreeMap<String, LicenceEntry>,
    ) -> Option<TablePlan> {
        let at = format!("table {}", entry.id);
        let id = self.dataset_id(&at, &entry.id, DatasetKind::Table);
        self.refuse_layer_keys(&at, entry);
        let geography = self.reference(&at, entry.geography.as_deref(), DatasetKind::Layer);
        let editions = self.editions(&at, DatasetKind::Table, entry, licences);
        Some(TablePlan {
            id: id?,
            title: entry.title.clone(),
            description: entry.description.clone(),
            geography,
            editions,
        })
    }

    fn refuse_layer_keys(&mut self, at: &str, entry: &DatasetEntry) {
        if entry.scheme.is_some() {
            self.fault(at, "'scheme' belongs to layers");
        }
    }

    fn editions(
        &mut self,
        at: &str,
        kind: DatasetKind,
        entry: &DatasetEntry,
        licences: &BTreeMap<String, LicenceEntry>,
    ) -> Vec<EditionPlan> {
        if entry.edition.is_empty() {
            self.fault(at, "there is no edition; write at least one");
        }
        let mut seen = BTreeSet::new();
        let mut plans: Vec<EditionPlan> = Vec::new();
        for edition in &entry.edition {
            let at = format!("{at}, edition {}", edition.id);
            if !seen.insert(edition.id.clone()) {
                self.fault(&at, "this id stands twice");
            }
            plans.extend(self.edition(&at, kind, entry, edition, licences));
        }
        if kind == DatasetKind::Layer {
            self.check_dates_apart(at, &plans);
        }
        plans
    }

    fn check_dates_apart(&mut self, at: &str, plans: &[EditionPlan]) {
        for (i, a) in plans.iter().enumerate() {
            for b in &plans[i + 1..] {
                let dated = a.validity != Validity::default() && b.validity != Validity::default();
                if dated && a.validity.overlaps(&b.validity) {
                    let message = format!(
                        "editions {} ({}) and {} ({}) are in force on the same days; set valid_from and valid_to apart, or give the file a layer of its own",
                        a.key.edition, a.validity, b.key.edition, b.validity
                    );
                    self.fault(at, message);
                }
            }
        }
    }

    fn edition(
        &mut self,
        at: &str,
        kind: DatasetKind,
        dataset: &DatasetEntry,
        entry: &EditionEntry,
        licences: &BTreeMap<String, LicenceEntry>,
    ) -> Option<EditionPlan> {
        let id = self.id::<EditionId>(at, &entry.id);
        let validity = Validity {
            from: self.date(at, "valid_from", entry.valid_from.as_ref()),
            to: self.date(at, "valid_to", entry.valid_to.as_ref()),
        };
        if !validity.is_ordered() {
            self.fault(at, "valid_to must lie after valid_from");
        }
        self.check_path(at, &entry.file);
        if kind == DatasetKind::Layer && entry.code.is_none() {
            self.fault(
                at,
                "'code' is needed: the column that holds the areas' codes (or names, with scheme = \"name\")",
            );
        }
        if kind == DatasetKind::Table && entry.code.is_none() && dataset.geography.is_some() {
            self.fault(at, "'code' is needed: the column that holds the codes of the geography");
        }
        if kind != DatasetKind::Register && entry.locate.is_some() {
            self.fault(at, "'locate' belongs to registers");
        }
        if kind != DatasetKind::Register && !entry.facets.is_empty() {
            self.fault(at, "'facets' belongs to registers");
        }
        if kind != DatasetKind::Table && (!entry.control.is_empty() || entry.geography_edition.is_some()) {
            self.fault(at, "'control' and 'geography_edition' belong to tables");
        }
        let licence = licences.get(&entry.licence);
        if licence.is_none() {
            self.fault(
                at,
                format!("licence '{}' is not described; add [licence.{}]", entry.licence, entry.licence),
            );
        }
        let geography_edition = entry.geography_edition.as_ref().and_then(|id| self.id(at, id));
        let locate = entry.locate.as_ref().map_or_else(Vec::new, |l| self.locate(at, l));
        let accept = Accept(entry.accept.iter().filter_map(|a| self.accept(at, a)).collect());
        let dataset_id: DatasetId = dataset.id.parse().ok()?;
        let licence = licence?;
        Some(EditionPlan {
            key: EditionKey { dataset: dataset_id, edition: id? },
            title: entry.title.clone().unwrap_or_else(|| format!("{}, {}", dataset.title, entry.id)),
            file: entry.file.clone(),
            part: entry.part.clone(),
            format: entry.format.clone(),
            crs: entry.crs.clone(),
            encoding: entry.encoding.clone(),
            validity,
            period: entry.period.clone(),
            source: entry.source.clone(),
            licence: Licence {
                name: licence.name.clone(),
                url: licence.url.clone(),
                attribution: licence.attribution.trim().to_owned(),
            },
            code: entry.code.clone(),
            name: entry.name.clone(),
            only: entry
                .only
                .iter()
                .map(|(column, value)| Filter { column: column.clone(), value: value.clone() })
                .collect(),
            geography_edition,
            locate,
            facets: entry.facets.clone(),
            text: entry.text.clone(),
            control: entry.control.clone(),
            activate: entry.activate,
            accept,
        })
    }

    fn locate(&mut self, at: &str, entry: &LocateEntry) -> Vec<Locate> {
        let mut ways = Vec::new();
        match (&entry.easting, &entry.northing) {
            (Some(easting), Some(northing)) => {
                ways.push(Locate::Grid { easting: easting.clone(), northing: northing.clone() });
            }
            (None, None) => {}
            _ => self.fault(at, "locate needs 'easting' and 'northing' together"),
        }
        match (&entry.lon, &entry.lat) {
            (Some(lon), Some(lat)) => ways.push(Locate::LonLat { lon: lon.clone(), lat: lat.clone() }),
            (None, None) => {}
            _ => self.fault(at, "locate needs 'lon' and 'lat' together"),
        }
        ways.extend(entry.grid_ref.clone().map(|column| Locate::GridRef { column }));
        ways.extend(entry.postcode.clone().map(|column| Locate::Postcode { column }));
        if ways.is_empty() {
            self.fault(
                at,
                "locate names no column; use easting and northing, lon and lat, grid_ref or postcode",
            );
        }
        ways
    }

    fn accept(&mut self, at: &str, entry: &AcceptEntry) -> Option<Waiver> {
        let Some(rule) = Rule::from_key(&entry.warning) else {
            self.fault(at, format!("'{}' is not a rule that can be accepted", entry.warning));
            return None;
        };
        if rule.severity() == Severity::Error {
            self.fault(
                at,
                format!("'{rule}' is an error and cannot be accepted; mend the file or the manifest"),
            );
        }
        if entry.reason.trim().is_empty() {
            self.fault(at, format!("the reason for accepting '{rule}' is empty"));
        }
        Some(Waiver { rule, reason: entry.reason.trim().to_owned() })
    }

    fn check_geographies(&mut self, plan: &Plan) {
        for table in &plan.tables {
            let Some(layer) =
                table.geography.as_ref().and_then(|id| plan.layers.iter().find(|l| l.id == *id))
            else {
                continue;
            };
            for edition in &table.editions {
                let Some(wanted) = &edition.geography_edition else { continue };
                if !layer.editions.iter().any(|e| e.key.edition == *wanted) {
                    let message = format!("layer {} has no edition {wanted}", layer.id);
                    self.fault(&format!("table {}, edition {}", table.id, edition.key.edition), message);
                }
            }
        }
    }

    fn check_path(&mut self, at: &str, path: &str) {
        let inside = !path.is_empty()
            && !path.starts_with('/')
            && !path.contains('\\')
            && !path.contains('\0')
            && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !inside {
            self.fault(
                at,
                format!("file '{path}' must be a path inside the source folder, with '/' and without '..'"),
            );
        }
    }

    fn dataset_id(&mut self, at: &str, text: &str, kind: DatasetKind) -> Option<DatasetId> {
        let id = self.id::<DatasetId>(at, text)?;
        if self.ids.insert(text.to_owned(), kind).is_some() {
            self.fault(at, "this id stands twice in the manifest");
        }
        Some(id)
    }

    fn reference(&mut self, at: &str, text: Option<&str>, kind: DatasetKind) -> Option<DatasetId> {
        let text = text?;
        if self.ids.get(text) != Some(&kind) {
            self.fault(at, format!("there is no {kind} '{text}' in the manifest"));
            return None;
        }
        text.parse().ok()
    }

    fn id<T: std::str::FromStr<Err = crate::model::edition::IdError>>(
        &mut self,
        at: &str,
        text: &str,
    ) -> Option<T> {
        text.parse().map_err(|e: crate::model::edition::IdError| self.fault(at, e.to_string())).ok()
    }

    fn date(&mut self, at: &str, field: &str, date: Option<&toml::value::Datetime>) -> Option<Date> {
        let text = date?.to_string();
        let parsed = text.parse::<Date>();
        if parsed.is_err() || text.len() != 10 {
            self.fault(at, format!("{field} = {text} must be a day such as 2018-05-03"));
        }
        parsed.ok()
    }

    fn fault(&mut self, at: &str, message: impl Into<String>) {
        self.faults.push(ManifestFault { at: at.to_owned(), message: message.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        [place]
        id = "squareborough"
        name = "Squareborough"
        main_layer = "wards"

        [licence.ogl]
        name = "Open Government Licence v3.0"

        [[layer]]
        id = "wards"
        title = "Wards"
        [[layer.edition]]
        id = "2018"
        file = "wards.geojson"
        code = "code"
        licence = "ogl"
        valid_from = 2018-05-03

        [[table]]
        id = "people"
        title = "People"
        geography = "wards"
        [[table.edition]]
        id = "2021"
        file = "people.csv"
        code = "ward"
        licence = "ogl"
        accept = [{ warning = "absent-areas", reason = "one ward was not asked" }]
    "#;

    #[test]
    fn a_small_manifest_becomes_a_plan() {
        let plan = parse_manifest(SMALL).expect("a plan");
        assert_eq!(plan.layers[0].editions[0].key.to_string(), "wards@2018");
        assert_eq!(plan.tables[0].editions[0].accept.0[0].rule, Rule::AbsentAreas);
    }

    fn check_fault(change: impl Fn(&str) -> String, expected: &str) {
        let faults = parse_manifest(&change(SMALL)).expect_err("faults");
        let all: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert!(all.iter().any(|fault| fault.contains(expected)), "{all:?}");
    }

    #[test]
    fn every_wrong_name_is_told_with_its_place() {
        check_fault(|t| t.replace("wards.geojson", "../wards.geojson"), "inside the source folder");
        check_fault(|t| t.replace("geography = \"wards\"", "geography = \"patches\""), "no layer 'patches'");
        check_fault(|t| t.replace("absent-areas", "unknown-crs"), "cannot be accepted");
        check_fault(|t| t.replace("one ward was not asked", " "), "reason for accepting");
        check_fault(|t| t.replace("licence = \"ogl\"", "licence = \"x\""), "licence 'x' is not described");
        check_fault(|t| t.replace("2018-05-03", "2018-05-03T10:00:00"), "must be a day");
        check_fault(|t| t.replace("title = \"Wards\"", "title = \"Wards\"\ncolour = 1"), "unknown field");
    }

    #[test]
    fn all_faults_are_given_at_once() {
        let text = SMALL.replace("licence = \"ogl\"", "licence = \"x\"");
        assert_eq!(parse_manifest(&text).expect_err("faults").len(), 2);
    }
}
