//! Buildings and services of a place, read off its registers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{DatasetId, EditionKey, EstateSource, Field, FieldFrom, Holds, PartnerType};
use crate::register::Register;

use super::building::{Building, Service};
use super::columns::columns_of;
use super::hours::{self, Week};
use super::join::{Disagreement, join};
use super::told::{Cited, Known, Told};
use super::words::{self, YesNo};

/// A register with what the manifest says of it.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// What the manifest says.
    pub source: &'a EstateSource,
    /// The records.
    pub register: &'a Register,
}

/// A register as the estate knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct EstateRegister {
    /// Which edition.
    pub edition: EditionKey,
    /// What its records are.
    pub holds: Holds,
    /// Where each field was read: columns by their published names.
    pub fields: BTreeMap<Field, FieldFrom>,
    /// Records that were read.
    pub read: usize,
    /// Records that the manifest's filters leave out.
    pub left_out: usize,
    /// Layers that services of a kind of organisation stay within.
    pub tied_to: BTreeMap<PartnerType, DatasetId>,
}

/// All buildings and services that the registers tell of.
#[derive(Debug, Clone, Default)]
pub struct Estate {
    /// The registers, in the order of the manifest.
    pub registers: Vec<EstateRegister>,
    /// Buildings, in the order of the registers.
    pub buildings: Vec<Building>,
    /// Services: those with a register of their own, then those that buildings host.
    pub services: Vec<Service>,
    /// What joined registers say differently of one building.
    pub disagreements: Vec<Disagreement>,
}

impl Estate {
    /// Reads buildings and services. Registers that the manifest joins are
    /// joined; what buildings say that they host become services in them,
    /// unless a register of services has the same kind of service there.
    #[must_use]
    pub fn build(listed: &[Listed<'_>]) -> Self {
        let mut estate = Self::default();
        let mut groups: Vec<(Option<&str>, Vec<Building>)> = Vec::new();
        for (at, one) in (0_u16..).zip(listed) {
            let reader = Reader::new(at, one);
            let rows = reader.rows();
            if one.source.holds == Holds::Buildings {
                let found = rows.iter().map(|row| reader.building(*row));
                let group = one.source.join.as_deref();
                match groups.iter_mut().find(|(name, _)| group.is_some() && *name == group) {
                    Some((_, buildings)) => buildings.extend(found),
                    None => groups.push((group, found.collect())),
                }
            } else {
                estate.services.extend(rows.iter().map(|row| reader.service(*row)));
            }
            estate.registers.push(reader.into_register(rows.len()));
        }
        for (group, buildings) in groups {
            if group.is_some() {
                let joined = join(buildings, estate.buildings.len());
                estate.buildings.extend(joined.buildings);
                estate.disagreements.extend(joined.disagreements);
            } else {
                estate.buildings.extend(buildings);
            }
        }
        estate.settle();
        estate
    }

    /// Puts services into their buildings, and adds those that buildings host.
    fn settle(&mut self) {
        let mut by_id: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, one) in (0_u32..).zip(&self.buildings) {
            // Of two buildings with one id the first is meant.
            by_id.entry(one.id.as_str()).or_insert(at);
        }
        let named = self
            .services
            .iter()
            .map(|service| service.building_named.value().and_then(|id| by_id.get(id.as_str()).copied()));
        let named: Vec<Option<u32>> = named.collect();
        let mut taken: BTreeSet<(u32, String)> = BTreeSet::new();
        for (service, building) in self.services.iter_mut().zip(named) {
            service.building = building;
            let Some(at) = building else { continue };
            let building = &self.buildings[at as usize];
            service.at = service.at.or(building.at);
            if !service.hours.is_known() && building.hours.is_known() {
                service.hours = building.hours.clone();
                service.hours_of_building = true;
            }
            let terms = service.terms.value().into_iter().flatten();
            taken.extend(terms.chain([&service.name]).map(|term| (at, words::plain(term))));
        }
        for (at, building) in (0_u32..).zip(&self.buildings) {
            for term in building.services.value().into_iter().flatten() {
                if taken.insert((at, words::plain(term))) {
                    self.services.push(hosted(at, building, term));
                }
            }
        }
    }

    /// The register edition and column of a cell.
    #[must_use]
    pub fn cell(&self, cited: Cited) -> (&EditionKey, String) {
        let register = &self.registers[usize::from(cited.register)];
        let column = match register.fields.get(&cited.field) {
            Some(FieldFrom::Column(column)) => column.clone(),
            Some(FieldFrom::Days(days)) => match (days.first(), days.last()) {
                (Some(first), Some(last)) => format!("{first} to {last}"),
                _ => String::new(),
            },
            Some(FieldFrom::Text(_)) | None => String::new(),
        };
        (&register.edition, column)
    }
}

/// A service that a building says it hosts.
fn hosted(at: u32, building: &Building, term: &str) -> Service {
    let cited = building.services.cited;
    Service {
        id: format!("{}/{}", building.id, words::plain(term).replace(' ', "-")),
        name: term.to_owned(),
        at: building.at,
        record: cited.map_or(building.records[0], |cited| (cited.register, cited.row)),
        building: Some(at),
        building_named: Told::missing(),
        owner: building.owner.clone(),
        partner: building.partner.clone(),
        terms: Told { known: Known::Is(vec![term.to_owned()]), cited },
        hours: building.hours.clone(),
        hours_of_building: true,
        needs_area: Told::missing(),
        needs_desks: Told::missing(),
        needs_sessions: Told::missing(),
        needs_separation: Told::missing(),
        needs_secure: Told::missing(),
    }
}

/// Reads the records of one register.
struct Reader<'a> {
    at: u16,
    listed: &'a Listed<'a>,
    fields: BTreeMap<Field, FieldFrom>,
    columns: BTreeMap<Field, Vec<usize>>,
}

impl<'a> Reader<'a> {
    fn new(at: u16, listed: &'a Listed<'a>) -> Self {
        let table = &listed.register.attributes;
        let fields = columns_of(listed.source, table);
        let position = |from: &FieldFrom| from.columns().filter_map(|name| table.column(name)).collect();
        let columns = fields.iter().map(|(field, from)| (*field, position(from))).collect();
        Self { at, listed, fields, columns }
    }

    /// Rows that the manifest's filters keep.
    fn rows(&self) -> Vec<usize> {
        let (source, table) = (self.listed.source, &self.listed.register.attributes);
        let holds = |row: usize, (column, texts): &(String, Vec<String>)| {
            let cell = table.column(column).and_then(|column| table.written(row, column)).unwrap_or_default();
            texts.iter().any(|text| text.trim() == cell.trim())
        };
        let keeps = |row: &usize| {
            source.only.iter().all(|filter| holds(*row, filter))
                && !source.leave_out.iter().any(|filter| holds(*row, filter))
        };
        (0..table.len()).filter(keeps).collect()
    }

    fn into_register(self, read: usize) -> EstateRegister {
        EstateRegister {
            edition: self.listed.register.edition.clone(),
            holds: self.listed.source.holds,
            read,
            left_out: self.listed.register.attributes.len() - read,
            tied_to: self.listed.source.tied_to.clone(),
            fields: self.fields,
        }
    }

    /// What is written for a field, and its cell.
    fn written(&self, row: usize, field: Field) -> (Option<String>, Option<Cited>) {
        let Some(from) = self.fields.get(&field) else { return (None, None) };
        if let FieldFrom::Text(text) = from {
            return (Some(text.clone()), None);
        }
        let table = &self.listed.register.attributes;
        let column = self.columns.get(&field).and_then(|columns| columns.first());
        let text = column.and_then(|column| table.written(row, *column));
        (text, Some(Cited { register: self.at, row: table.source_row(row), field }))
    }

    fn told<T>(&self, row: usize, field: Field, read: impl Fn(&str) -> Option<T>) -> Told<T> {
        let (text, cited) = self.written(row, field);
        let known = match text {
            None => Known::Missing,
            Some(text) if words::is_unknown(&text) => Known::Missing,
            Some(text) => read(&text).map_or_else(|| Known::Unread(text.trim().into()), Known::Is),
        };
        Told { known, cited }
    }

    fn text(&self, row: usize, field: Field) -> Told<String> {
        self.told(row, field, |text| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    fn hours(&self, row: usize) -> Told<Week> {
        let Some(FieldFrom::Days(_)) = self.fields.get(&Field::Hours) else {
            return self.told(row, Field::Hours, hours::parse);
        };
        let table = &self.listed.register.attributes;
        let cited = Some(Cited { register: self.at, row: table.source_row(row), field: Field::Hours });
        let columns = self.columns.get(&Field::Hours).map_or(&[][..], Vec::as_slice);
        let Ok(columns) = <[usize; 7]>::try_from(columns) else {
            return Told { known: Known::Missing, cited };
        };
        let days = columns.map(|column| table.written(row, column).unwrap_or_default());
        let known = match hours::of_days(&days) {
            Some(week) => Known::Is(week),
            None if days.iter().all(|text| words::is_unknown(text)) => Known::Missing,
            None => Known::Unread(days.join(" | ").into()),
        };
        Told { known, cited }
    }

    fn amount(&self, row: usize, field: Field) -> Told<f64> {
        self.told(row, field, words::amount)
    }

    fn answer(&self, row: usize, field: Field) -> Told<YesNo> {
        self.told(row, field, words::yes_no)
    }

    fn day(&self, row: usize, field: Field) -> Told<Date> {
        self.told(row, field, words::day)
    }

    fn terms(&self, row: usize, field: Field) -> Told<Vec<String>> {
        self.told(row, field, |text| Some(words::terms(text)).filter(|terms| !terms.is_empty()))
    }

    /// The kind of organisation: as the register says, else as its name tells.
    fn partner(&self, row: usize, owner: &Told<String>) -> (Told<PartnerType>, bool) {
        let said = self.told(row, Field::Partner, |text| PartnerType::from_key(&text.trim().to_lowercase()));
        let by_name = owner.value().and_then(|name| PartnerType::of_name(name));
        match by_name {
            Some(kind) if !said.is_known() => (Told { known: Known::Is(kind), cited: owner.cited }, true),
            _ => (said, false),
        }
    }

    fn building(&self, row: usize) -> Building {
        let record = &self.listed.register.records[row];
        let owner = self.text(row, Field::Owner);
        let (partner, partner_by_name) = self.partner(row, &owner);
        Building {
            id: record.id.clone(),
            name: record.name.clone().unwrap_or_else(|| record.id.clone()),
            at: record.location,
            records: vec![(self.at, self.listed.register.attributes.source_row(row))],
            owner,
            partner,
            partner_by_name,
            uprn: self.told(row, Field::Uprn, uprn),
            hours: self.hours(row),
            tenure: self.told(row, Field::Tenure, words::tenure),
            tenure_detail: self.text(row, Field::TenureDetail),
            lease_end: self.day(row, Field::LeaseEnd),
            sharing: self.answer(row, Field::Sharing),
            floor_area: self.amount(row, Field::FloorArea),
            spare_area: self.amount(row, Field::SpareArea),
            spare_desks: self.amount(row, Field::SpareDesks),
            spare_sessions: self.amount(row, Field::SpareSessions),
            step_free: self.answer(row, Field::StepFree),
            condition: self.told(row, Field::Condition, words::grade),
            running_cost: self.amount(row, Field::RunningCost),
            compliance_until: self.day(row, Field::ComplianceUntil),
            separate_space: self.answer(row, Field::SeparateSpace),
            secure_space: self.answer(row, Field::SecureSpace),
            services: self.terms(row, Field::Services),
        }
    }

    fn service(&self, row: usize) -> Service {
        let record = &self.listed.register.records[row];
        let owner = self.text(row, Field::Owner);
        let (partner, _) = self.partner(row, &owner);
        Service {
            id: record.id.clone(),
            name: record.name.clone().unwrap_or_else(|| record.id.clone()),
            at: record.location,
            record: (self.at, self.listed.register.attributes.source_row(row)),
            building: None,
            building_named: self.text(row, Field::Building),
            owner,
            partner,
            terms: self.terms(row, Field::Term),
            hours: self.hours(row),
            hours_of_building: false,
            needs_area: self.amount(row, Field::NeedsArea),
            needs_desks: self.amount(row, Field::NeedsDesks),
            needs_sessions: self.amount(row, Field::NeedsSessions),
            needs_separation: self.answer(row, Field::NeedsSeparation),
            needs_secure: self.answer(row, Field::NeedsSecure),
        }
    }
}

/// A UPRN without the noughts that some files put before it.
fn uprn(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('0');
    let is_one = (1..=12).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    is_one.then(|| digits.to_owned())
}
