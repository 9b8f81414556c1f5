//! One edition of a data set, as the manifest describes it.

use std::collections::BTreeMap;

use crate::check::{Filter, Locate, Rule, Severity, Waiver};
use crate::model::{DatasetId, DatasetKind, EditionId, EditionKey, Licence, Validity};

use super::plan::{Accept, EditionPlan};
use super::reader::Reader;
use super::schema::{AcceptEntry, DatasetEntry, EditionEntry, LicenceEntry, LocateEntry};

impl Reader {
    pub(super) fn edition(
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
        if kind == DatasetKind::Network {
            self.refuse_column_keys(at, entry);
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
            used: Vec::new(),
            control: entry.control.clone(),
            activate: entry.activate,
            accept,
        })
    }

    /// Streets have no columns that a manifest could name, and one system.
    fn refuse_column_keys(&mut self, at: &str, entry: &EditionEntry) {
        let written = [
            ("code", entry.code.is_some()),
            ("name", entry.name.is_some()),
            ("only", !entry.only.is_empty()),
            ("text", !entry.text.is_empty()),
            ("crs", entry.crs.is_some()),
            ("encoding", entry.encoding.is_some()),
            ("part", entry.part.is_some()),
        ];
        for (key, _) in written.into_iter().filter(|(_, is_written)| *is_written) {
            self.fault(at, format!("'{key}' has no meaning for a network"));
        }
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

    fn check_path(&mut self, at: &str, path: &str) {
        if !is_inside(path) {
            self.fault(
                at,
                format!("file '{path}' must be a path inside the source folder, with '/' and without '..'"),
            );
        }
    }
}

/// Whether a path stays below the folder it starts from.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains('\\')
        && !path.contains('\0')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}
