//! The parts of the standard that are read. All are optional: feeds are thin.

use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the names are those of the standard")]
pub(super) struct Service {
    #[serde(deserialize_with = "plain")]
    pub id: String,
    #[serde(deserialize_with = "text")]
    pub name: String,
    #[serde(deserialize_with = "plain")]
    pub status: String,
    organization: Option<Named>,
    attributes: Vec<Attribute>,
    service_taxonomys: Vec<Taxonomised>,
    service_taxonomies: Vec<Taxonomised>,
    schedules: Vec<Schedule>,
    regular_schedules: Vec<Schedule>,
    service_at_locations: Vec<At>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    #[serde(deserialize_with = "plain")]
    name: String,
    #[serde(deserialize_with = "plain")]
    term: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Attribute {
    taxonomy_term: Option<Named>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Taxonomised {
    taxonomy: Option<Named>,
    taxonomy_term: Option<Named>,
}

/// A service at a place.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct At {
    #[serde(deserialize_with = "plain")]
    pub id: String,
    pub location: Option<Location>,
    schedules: Vec<Schedule>,
    regular_schedules: Vec<Schedule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    #[serde(deserialize_with = "plain")]
    pub name: String,
    latitude: Value,
    longitude: Value,
    addresses: Vec<Address>,
    physical_addresses: Vec<Address>,
    schedules: Vec<Schedule>,
    regular_schedules: Vec<Schedule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Address {
    #[serde(deserialize_with = "plain")]
    postal_code: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Schedule {
    #[serde(deserialize_with = "plain")]
    byday: String,
    #[serde(deserialize_with = "plain")]
    weekday: String,
    #[serde(deserialize_with = "plain")]
    opens_at: String,
    #[serde(deserialize_with = "plain")]
    closes_at: String,
    #[serde(deserialize_with = "plain")]
    freq: String,
    interval: Option<Value>,
}

/// A text, or nothing: feeds write null, and numbers where ids are.
fn plain<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    })
}

/// A text: what has another type is no service.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.unwrap_or_default())
}

fn degrees(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    number.is_finite().then_some(number)
}

/// The first list that is not empty.
fn either<'a>(a: &'a [Schedule], b: &'a [Schedule]) -> &'a [Schedule] {
    if a.is_empty() { b } else { a }
}

impl Service {
    pub fn organisation(&self) -> String {
        self.organization.as_ref().map(|one| one.name.clone()).unwrap_or_default()
    }

    /// Its terms, each once, in the order of the feed.
    pub fn terms(&self) -> Vec<String> {
        let attributes = self.attributes.iter().filter_map(|one| one.taxonomy_term.as_ref());
        let older = self.service_taxonomys.iter().chain(&self.service_taxonomies);
        let older = older.filter_map(|one| one.taxonomy.as_ref().or(one.taxonomy_term.as_ref()));
        let mut terms: Vec<String> = Vec::new();
        for named in attributes.chain(older) {
            let term = if named.name.trim().is_empty() { named.term.trim() } else { named.name.trim() };
            // A semicolon parts terms in one cell.
            let term = term.replace(';', ",");
            if !term.is_empty() && !terms.contains(&term) {
                terms.push(term);
            }
        }
        terms
    }

    pub fn all_schedules(&self) -> &[Schedule] {
        either(&self.schedules, &self.regular_schedules)
    }

    /// Where it is offered; one place that is nowhere for a service without any.
    pub fn places(&self) -> Vec<&At> {
        static NOWHERE: std::sync::LazyLock<At> = std::sync::LazyLock::new(At::default);
        if self.service_at_locations.is_empty() {
            return vec![&NOWHERE];
        }
        self.service_at_locations.iter().collect()
    }
}

impl At {
    pub fn all_schedules(&self) -> &[Schedule] {
        either(&self.schedules, &self.regular_schedules)
    }
}

impl Location {
    pub fn lat(&self) -> Option<f64> {
        degrees(&self.latitude)
    }

    pub fn lon(&self) -> Option<f64> {
        degrees(&self.longitude)
    }

    pub fn postcode(&self) -> Option<&str> {
        let all = self.addresses.iter().chain(&self.physical_addresses);
        all.map(|address| address.postal_code.trim()).find(|code| !code.is_empty())
    }

    pub fn all_schedules(&self) -> &[Schedule] {
        either(&self.schedules, &self.regular_schedules)
    }
}

impl Schedule {
    /// Days and times in words that opening hours are read from; what recurs
    /// otherwise than each week keeps the word for it, so that it is not
    /// taken for a week. `None` for one that says nothing.
    pub fn words(&self) -> Option<String> {
        let days = if self.byday.trim().is_empty() { self.weekday.trim() } else { self.byday.trim() };
        let (from, to) = (clock(&self.opens_at)?, clock(&self.closes_at)?);
        let freq = self.freq.trim().to_lowercase();
        let is_weekly = freq.is_empty() || freq == "weekly" || (freq == "daily" && days.is_empty());
        let interval = self.interval.as_ref().and_then(degrees).unwrap_or(1.0);
        let is_each = (interval - 1.0).abs() < f64::EPSILON;
        let days = if days.is_empty() { "daily" } else { days };
        let odd = if is_weekly && is_each { "" } else { " not each week" };
        Some(format!("{days} {from}-{to}{odd}"))
    }
}

/// `09:30` of `09:30:00`, `09:30Z` and `09:30+01:00`.
fn clock(text: &str) -> Option<&str> {
    let clock = text.trim().get(..5)?;
    clock
        .as_bytes()
        .iter()
        .enumerate()
        .all(|(at, b)| if at == 2 { *b == b':' } else { b.is_ascii_digit() })
        .then_some(clock)
}
