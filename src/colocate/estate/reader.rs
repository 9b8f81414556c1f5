//! The records of one register as buildings or services.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::colocate::building::{Building, Service};
use crate::colocate::columns::columns_of;
use crate::colocate::hours::{self, Week};
use crate::colocate::told::{Cited, Known, Told};
use crate::colocate::words::{self, YesNo};
use crate::model::{Field, FieldFrom, PartnerType};

use super::{EstateRegister, Listed};

/// Reads the records of one register.
pub(super) struct Reader<'a> {
    at: u16,
    listed: &'a Listed<'a>,
    fields: BTreeMap<Field, FieldFrom>,
    columns: BTreeMap<Field, Vec<usize>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(at: u16, listed: &'a Listed<'a>) -> Self {
        let table = &listed.register.attributes;
        let fields = columns_of(listed.source, table);
        let position = |from: &FieldFrom| from.columns().filter_map(|name| table.column(name)).collect();
        let columns = fields.iter().map(|(field, from)| (*field, position(from))).collect();
        Self { at, listed, fields, columns }
    }

    /// Rows that the manifest's filters keep.
    pub(super) fn rows(&self) -> Vec<usize> {
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

    pub(super) fn into_register(self, read: usize) -> EstateRegister {
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
        let units: &[&str] = match field {
            Field::FloorArea | Field::SpareArea | Field::NeedsArea => &["m2", "m²", "sqm", "sq m"],
            Field::SpareDesks | Field::NeedsDesks => &["desks", "desk"],
            Field::SpareSessions | Field::NeedsSessions => &["sessions", "session"],
            _ => &["gbp"],
        };
        self.told(row, field, |text| words::amount(text, units))
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

    /// The kind of organisation: as the register says, else as its name tells,
    /// and then the name is cited.
    fn partner(&self, row: usize, owner: &Told<String>) -> Told<PartnerType> {
        let said = self.told(row, Field::Partner, |text| PartnerType::from_key(&text.trim().to_lowercase()));
        let by_name = owner.value().and_then(|name| PartnerType::of_name(name));
        match by_name {
            Some(kind) if !said.is_known() => Told { known: Known::Is(kind), cited: owner.cited },
            _ => said,
        }
    }

    pub(super) fn building(&self, row: usize) -> Building {
        let record = &self.listed.register.records[row];
        let owner = self.text(row, Field::Owner);
        let partner = self.partner(row, &owner);
        Building {
            id: record.id.clone(),
            name: record.name.clone().unwrap_or_else(|| record.id.clone()),
            at: record.location,
            records: vec![(self.at, self.listed.register.attributes.source_row(row))],
            owner,
            partner,
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

    pub(super) fn service(&self, row: usize) -> Service {
        let record = &self.listed.register.records[row];
        let owner = self.text(row, Field::Owner);
        let partner = self.partner(row, &owner);
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
