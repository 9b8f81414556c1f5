//! The walk over a manifest: places, data sets and the names in them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{Catalogue, DatasetId, DatasetKind, IdError, Scheme, Validity};

use super::plan::{
    EditionPlan, LayerPlan, ManifestFault, NetworkPlan, PlaceTrial, Plan, RegisterPlan, TablePlan,
};
use super::schema::{DatasetEntry, LicenceEntry, ManifestFile};

/// Reads a manifest and keeps every fault it meets.
#[derive(Default)]
pub(super) struct Reader {
    faults: Vec<ManifestFault>,
    ids: BTreeMap<String, DatasetKind>,
}

impl Reader {
    pub(super) fn read(mut self, file: ManifestFile) -> Result<Plan, Vec<ManifestFault>> {
        let licences = &file.licence;
        let layers: Vec<_> = file.layer.iter().filter_map(|e| self.layer(e, licences)).collect();
        let registers: Vec<_> = file.register.iter().filter_map(|e| self.register(e, licences)).collect();
        let tables: Vec<_> = file.table.iter().filter_map(|e| self.table(e, licences)).collect();
        let networks: Vec<_> = file.network.iter().filter_map(|e| self.network(e, licences)).collect();
        let place = PlaceTrial {
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
        let mut plan = Plan {
            place,
            layers,
            registers,
            tables,
            networks,
            catalogue: Catalogue::default(),
            recipes: Vec::new(),
            searches: Vec::new(),
            trials: Vec::new(),
        };
        self.check_geographies(&plan);
        plan.catalogue = self.catalogue(&file, &plan);
        plan.recipes = self.recipes(&file);
        plan.searches = self.searches(&file);
        plan.catalogue.searches.clone_from(&plan.searches);
        plan.trials = self.trials(&file);
        plan.catalogue.trials.clone_from(&plan.trials);
        plan.mark_columns_in_use();
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

    fn network(
        &mut self,
        entry: &DatasetEntry,
        licences: &BTreeMap<String, LicenceEntry>,
    ) -> Option<NetworkPlan> {
        let at = format!("network {}", entry.id);
        let id = self.dataset_id(&at, &entry.id, DatasetKind::Network);
        self.refuse_layer_keys(&at, entry);
        if entry.geography.is_some() {
            self.fault(&at, "'geography' belongs to tables; a network is of streets");
        }
        let editions = self.editions(&at, DatasetKind::Network, entry, licences);
        Some(NetworkPlan {
            id: id?,
            title: entry.title.clone(),
            description: entry.description.clone(),
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

    pub(super) fn dataset_id(&mut self, at: &str, text: &str, kind: DatasetKind) -> Option<DatasetId> {
        let id = self.id::<DatasetId>(at, text)?;
        if self.ids.insert(text.to_owned(), kind).is_some() {
            self.fault(at, "this id stands twice in the manifest");
        }
        Some(id)
    }

    pub(super) fn reference(&mut self, at: &str, text: Option<&str>, kind: DatasetKind) -> Option<DatasetId> {
        let text = text?;
        if self.ids.get(text) != Some(&kind) {
            self.fault(at, format!("there is no {kind} '{text}' in the manifest"));
            return None;
        }
        text.parse().ok()
    }

    pub(super) fn id<T: std::str::FromStr<Err = IdError>>(&mut self, at: &str, text: &str) -> Option<T> {
        text.parse().map_err(|e: IdError| self.fault(at, e.to_string())).ok()
    }

    pub(super) fn date(
        &mut self,
        at: &str,
        field: &str,
        date: Option<&toml::value::Datetime>,
    ) -> Option<Date> {
        let text = date?.to_string();
        let parsed = text.parse::<Date>();
        if parsed.is_err() || text.len() != 10 {
            self.fault(at, format!("{field} = {text} must be a day such as 2018-05-03"));
        }
        parsed.ok()
    }

    pub(super) fn fault(&mut self, at: &str, message: impl Into<String>) {
        self.faults.push(ManifestFault { at: at.to_owned(), message: message.into() });
    }
}
