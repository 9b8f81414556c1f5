//! From a postcode to a point, by the place's own list.

use std::sync::OnceLock;

use jiff::civil::Date;

use crate::index::{PostcodeHit, Postcodes};
use crate::model::{Postcode, Validity};
use crate::register::Register;

use super::Engine;

/// The postcode lists of a place, newest edition first. Built on first use.
#[derive(Debug, Default)]
pub(super) struct PostcodeList {
    lists: OnceLock<Vec<(Validity, Postcodes)>>,
}

impl PostcodeList {
    pub(super) fn lists(&self, engine: &Engine) -> &[(Validity, Postcodes)] {
        self.lists.get_or_init(|| {
            let registers = engine.registers.iter().map(|index| &index.register);
            let lists = registers.filter(|register| is_postcode_list(register));
            lists.map(|register| (register.validity, Postcodes::from_register(register))).collect()
        })
    }
}

impl Engine {
    /// Where a postcode lies, from the place's postcode list: the postcode's
    /// own point, else the middle of its sector or district, as the answer
    /// says. With a day, the list in force on it is asked first, then the
    /// others, newest first. `None` when no list knows even the district.
    #[must_use]
    pub fn find_postcode(&self, postcode: &Postcode, on: Option<Date>) -> Option<PostcodeHit> {
        let lists = || {
            let (then, other): (Vec<_>, Vec<_>) = self
                .postcodes
                .lists(self)
                .iter()
                .partition(|(validity, _)| on.is_none_or(|day| validity.contains(day)));
            then.into_iter().chain(other).map(|(_, list)| list)
        };
        let own = lists().find_map(|list| list.find(postcode, on));
        own.or_else(|| lists().find_map(|list| list.find_near(postcode, on)))
    }

    /// Listed postcodes that start with what was typed, at most `limit`, in order.
    #[must_use]
    pub fn postcodes_starting_with(&self, typed: &str, limit: usize) -> Vec<Postcode> {
        let lists = self.postcodes.lists(self).iter();
        let mut found: Vec<Postcode> = lists.flat_map(|(_, list)| list.starting_with(typed, limit)).collect();
        found.sort();
        found.dedup();
        found.truncate(limit);
        found
    }
}

/// A register is a postcode list when its records are postcodes: their ids are.
pub(super) fn is_postcode_list(register: &Register) -> bool {
    const SAMPLE: usize = 100;
    let sample = register.records.len().min(SAMPLE);
    let postcodes =
        register.records.iter().take(sample).filter(|record| Postcode::parse(&record.id).is_some());
    register.postcode_column.is_some() && sample > 0 && postcodes.count() * 10 >= sample * 9
}
