//! Finding areas, records and postcodes by what a person types.

use std::sync::OnceLock;

use crate::model::{EditionKey, Postcode};

use super::fold::fold;
use super::postcode::is_postcode_list;
use super::{Engine, Hit, Target};

/// Longer texts are cut: nobody types them, and each word costs time.
const MOST_CHARS: usize = 200;

/// Everything that has a name or a code, folded. Built on first use.
#[derive(Debug, Default)]
pub(super) struct SearchIndex {
    entries: OnceLock<Vec<Entry>>,
}

/// One thing that can be found.
#[derive(Debug)]
pub(super) struct Entry {
    name: Box<str>,
    code: Box<str>,
    /// Areas of the main layer first, then of other layers, then records.
    rank: u8,
    edition: EditionKey,
    at: u32,
    is_area: bool,
}

/// How well an entry fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Start,
    WordStarts,
    CodeStart,
    Inside,
}

impl SearchIndex {
    pub(super) fn entries(&self, engine: &Engine) -> &[Entry] {
        self.entries.get_or_init(|| {
            let mut entries = area_entries(engine);
            entries.extend(record_entries(engine));
            entries
        })
    }
}

impl Engine {
    /// Up to `limit` areas, records and postcodes that fit what was typed,
    /// best first. Case, accents and punctuation do not matter.
    ///
    /// A postcode stands before everything else. Then come whole names and
    /// codes, names that start with the text, names whose words start with
    /// the words typed, codes that start with it, and names that hold it;
    /// among equals, areas of the main layer before other areas before
    /// records, newer editions before older, and names in order.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<Hit> {
        let typed: String = text.trim().chars().take(MOST_CHARS).collect();
        let wanted = fold(&typed);
        if wanted.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut hits = self.postcode_hits(&typed, limit);
        let words: Vec<&str> = wanted.split(' ').collect();
        let entries = self.search.entries(self).iter().enumerate();
        let mut fitting: Vec<(Fit, u8, &str, usize, &Entry)> = entries
            .filter_map(|(order, entry)| {
                Some((entry.fit(&wanted, &words)?, entry.rank, &*entry.name, order, entry))
            })
            .collect();
        fitting.sort_unstable_by_key(|(fit, rank, name, order, _)| (*fit, *rank, *name, *order));
        let left = limit.saturating_sub(hits.len());
        hits.extend(fitting.into_iter().take(left).filter_map(|(.., entry)| self.hit(entry)));
        hits
    }

    fn postcode_hits(&self, typed: &str, limit: usize) -> Vec<Hit> {
        if !typed.contains(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let exact = Postcode::parse(typed).into_iter();
        let started = self.postcodes_starting_with(typed, limit);
        let mut postcodes: Vec<Postcode> = exact.chain(started).collect();
        postcodes.dedup();
        let listed = self.postcodes.lists(self);
        let hit = |postcode: Postcode| {
            let point = listed.iter().find_map(|(_, list)| list.find(&postcode, None))?.at;
            let label = postcode.to_string();
            let target = Target::Postcode { postcode: label.clone(), point };
            Some(Hit { target, label, detail: "Postcode".to_owned() })
        };
        postcodes.into_iter().filter_map(hit).take(limit).collect()
    }

    fn hit(&self, entry: &Entry) -> Option<Hit> {
        let edition = self.edition(&entry.edition)?;
        let at = entry.at as usize;
        if entry.is_area {
            let area = edition.layer()?.areas.get(at)?;
            let target = Target::Area { edition: entry.edition.clone(), area: at };
            let detail = format!("{}, {}", edition.title, area.code);
            return Some(Hit { target, label: area.label().to_owned(), detail });
        }
        let record = edition.register()?.records.get(at)?;
        let target = Target::Record { edition: entry.edition.clone(), record: at };
        let label = record.name.clone().unwrap_or_else(|| record.id.clone());
        Some(Hit { target, label, detail: format!("{}, {}", edition.title, record.id) })
    }
}

impl Entry {
    fn fit(&self, wanted: &str, words: &[&str]) -> Option<Fit> {
        let starts = |word: &&str| self.name.split(' ').any(|own| own.starts_with(*word));
        if *self.name == *wanted || *self.code == *wanted {
            Some(Fit::Whole)
        } else if self.name.starts_with(wanted) {
            Some(Fit::Start)
        } else if !self.name.is_empty() && words.iter().all(starts) {
            Some(Fit::WordStarts)
        } else if self.code.starts_with(wanted) {
            Some(Fit::CodeStart)
        } else if wanted.len() > 2 && words.iter().all(|word| self.name.contains(word)) {
            Some(Fit::Inside)
        } else {
            None
        }
    }
}

fn area_entries(engine: &Engine) -> Vec<Entry> {
    let main = engine.snapshot.info.main_layer.as_ref();
    let mut entries = Vec::new();
    for index in &engine.layers {
        let rank = u8::from(main != Some(&index.key.dataset));
        entries.extend((0_u32..).zip(&index.layer.areas).map(|(at, area)| Entry {
            name: fold(area.name.as_deref().unwrap_or_default()).into(),
            code: fold(area.code.as_str()).into(),
            rank,
            edition: index.key.clone(),
            at,
            is_area: true,
        }));
    }
    entries
}

fn record_entries(engine: &Engine) -> Vec<Entry> {
    let mut entries = Vec::new();
    // Postcodes are found by their own list.
    for index in engine.registers.iter().filter(|index| !is_postcode_list(&index.register)) {
        entries.extend((0_u32..).zip(&index.register.records).map(|(at, record)| Entry {
            name: fold(record.name.as_deref().unwrap_or_default()).into(),
            code: fold(&record.id).into(),
            rank: 2,
            edition: index.key.clone(),
            at,
            is_area: false,
        }));
    }
    entries
}
