//! Registers of buildings and services, as the manifest describes them.

use std::collections::BTreeMap;

use crate::model::{DatasetId, DatasetKind, EstateSource, Field, FieldFrom, Holds, PartnerType};

use super::plan::Plan;
use super::reader::Reader;
use super::schema::{EstateEntry, FieldEntry, ManifestFile};

impl Reader {
    pub(super) fn estate(&mut self, file: &ManifestFile, plan: &Plan) -> Vec<EstateSource> {
        let buildings = file.buildings.iter().map(|entry| (Holds::Buildings, entry));
        let services = file.services.iter().map(|entry| (Holds::Services, entry));
        buildings
            .chain(services)
            .filter_map(|(holds, entry)| self.estate_source(holds, entry, plan))
            .collect()
    }

    fn estate_source(&mut self, holds: Holds, entry: &EstateEntry, plan: &Plan) -> Option<EstateSource> {
        let what = match holds {
            Holds::Buildings => "buildings",
            Holds::Services => "services",
        };
        let at = format!("{what} {}", entry.register);
        let register = self.reference(&at, Some(&entry.register), DatasetKind::Register);
        let edition = self.edition_of(&at, register.as_ref(), entry.edition.as_deref(), plan);
        if holds == Holds::Services && entry.join.is_some() {
            self.fault(&at, "'join' belongs to buildings");
        }
        let fields = self.fields(&at, holds, entry);
        let only = self.filters(&at, "only", &entry.only);
        let leave_out = self.filters(&at, "leave_out", &entry.leave_out);
        let tied_to = self.tied_to(&at, entry);
        let join = entry.join.clone();
        Some(EstateSource { holds, register: register?, edition, fields, only, leave_out, join, tied_to })
    }

    fn fields(&mut self, at: &str, holds: Holds, entry: &EstateEntry) -> BTreeMap<Field, FieldFrom> {
        let mut fields = BTreeMap::new();
        for (key, from) in &entry.fields {
            let Some(field) = Field::from_key(holds, key) else {
                let known: Vec<&str> = Field::of(holds).iter().map(|field| field.key()).collect();
                self.fault(at, format!("the field '{key}' is not known; there are {}", known.join(", ")));
                continue;
            };
            if let Some(from) = self.field_from(&format!("{at}, {key}"), field, from) {
                fields.insert(field, from);
            }
        }
        fields
    }

    fn field_from(&mut self, at: &str, field: Field, entry: &FieldEntry) -> Option<FieldFrom> {
        match entry {
            FieldEntry::Column(column) => Some(FieldFrom::Column(column.clone())),
            FieldEntry::Text(entry) => {
                let is_partner = field == Field::Partner;
                if is_partner && PartnerType::from_key(&entry.text).is_none() {
                    let known = PartnerType::ALL.map(PartnerType::key).join(", ");
                    self.fault(at, format!("'{}' is not known; write one of {known}", entry.text));
                }
                Some(FieldFrom::Text(entry.text.clone()))
            }
            FieldEntry::Days(_) if field != Field::Hours => {
                self.fault(at, "'days' belongs to hours");
                None
            }
            FieldEntry::Days(entry) if entry.days.len() != 7 => {
                let message = format!("{} columns of days; write seven, Monday first", entry.days.len());
                self.fault(at, message);
                None
            }
            FieldEntry::Days(entry) => Some(FieldFrom::Days(entry.days.clone())),
        }
    }

    fn tied_to(&mut self, at: &str, entry: &EstateEntry) -> BTreeMap<PartnerType, DatasetId> {
        let mut tied = BTreeMap::new();
        for (key, layer) in &entry.tied_to {
            let at = format!("{at}, tied_to");
            let kind = PartnerType::from_key(key);
            if kind.is_none() {
                let known = PartnerType::ALL.map(PartnerType::key).join(", ");
                self.fault(&at, format!("'{key}' is not known; write one of {known}"));
            }
            let layer = self.reference(&at, Some(layer), DatasetKind::Layer);
            tied.extend(kind.zip(layer));
        }
        tied
    }
}
