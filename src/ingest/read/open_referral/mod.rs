//! Open Referral UK: services as the Human Services Data Specification writes
//! them in JSON, version 3 and the UK's version 1 before it.
//!
//! The standard is a tree; a register is a list. Each service becomes one
//! record for each place at which it is offered, with its terms, its hours in
//! words and its organisation beside it. What the standard holds and a
//! register of services has no use for is passed over.

mod schema;

use serde_json::Value;

use crate::check::Fault;
use crate::draft::{Cell, DeclaredCrs, Draft};
use crate::geom::Crs;

use super::encoding::text_of;
use super::found::{Halt, unreadable};
use super::intake::Intake;
use super::json::{check_depth, syntax};
use super::{Limits, ReadOptions, SourceBytes};

use schema::{At, Location, Schedule, Service};

const COLUMNS: [&str; 11] = [
    "id",
    "name",
    "organisation",
    "taxonomy terms",
    "opening hours",
    "location",
    "latitude",
    "longitude",
    "postcode",
    "status",
    "service id",
];

/// Reads services: a list of them, a page of a feed, or one alone.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let mut intake = Intake::new(source.file, None, limits);
    match fill(source.bytes, options, limits, &mut intake) {
        Ok(()) => intake.finish(),
        Err(halt) => intake.halt(halt),
    }
}

fn fill(bytes: &[u8], options: &ReadOptions, limits: &Limits, intake: &mut Intake<'_>) -> Result<(), Halt> {
    let text = text_of(bytes, options.encoding.as_deref(), &mut intake.found)?;
    check_depth(&text, limits)?;
    let services = services(&text)?;
    intake.declare(DeclaredCrs::Known(Crs::LonLat));
    for column in COLUMNS {
        intake.add_column(column)?;
    }
    let mut number = 0;
    for service in &services {
        let places = service.places();
        for at in &places {
            number += 1;
            intake.push(number, None, row(service, at, places.len() > 1, number))?;
        }
    }
    Ok(())
}

/// The services of a file, wherever they stand in it.
fn services(text: &str) -> Result<Vec<Service>, Halt> {
    let value: Value = serde_json::from_str(text).map_err(|error| syntax(&error))?;
    let list = match value {
        Value::Array(list) => list,
        Value::Object(mut members) => {
            let found = ["contents", "content", "services", "service"]
                .into_iter()
                .find_map(|name| members.remove(name));
            match found {
                Some(Value::Array(list)) => list,
                Some(one @ Value::Object(_)) => vec![one],
                _ => vec![Value::Object(members)],
            }
        }
        _ => Vec::new(),
    };
    let services: Result<Vec<Service>, _> = list.into_iter().map(serde_json::from_value).collect();
    let services = services.map_err(|error| syntax(&error))?;
    if services.iter().all(|service| service.name.is_empty()) {
        return Err(unreadable(
            "the file holds no service of Open Referral UK: no object with a name and service_at_locations",
            "Fetch the services of the feed (…/services) and save the answer.",
        ));
    }
    Ok(services)
}

fn row(service: &Service, at: &At, is_one_of_several: bool, number: u64) -> Vec<Cell> {
    let text = |text: &str| Cell::text(text.trim());
    let location = at.location.as_ref();
    let postcode = location.and_then(Location::postcode);
    let coordinate = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Number);
    let id = match (service.id.trim(), at.id.trim()) {
        ("", _) => number.to_string(),
        (id, place) if is_one_of_several && !place.is_empty() => format!("{id}/{place}"),
        (id, _) if is_one_of_several => format!("{id}/{number}"),
        (id, _) => id.to_owned(),
    };
    vec![
        Cell::text(&id),
        text(&service.name),
        text(&service.organisation()),
        text(&service.terms().join("; ")),
        text(&hours(service, at)),
        text(location.map_or("", |location| location.name.as_str())),
        coordinate(location.and_then(Location::lat)),
        coordinate(location.and_then(Location::lon)),
        text(postcode.unwrap_or_default()),
        text(&service.status),
        text(&service.id),
    ]
}

/// Hours of the service at the place, else of the place, else of the service.
fn hours(service: &Service, at: &At) -> String {
    let of_place = at.location.as_ref().map_or(&[][..], Location::all_schedules);
    let lists = [at.all_schedules(), of_place, service.all_schedules()];
    let found = lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    found.iter().filter_map(Schedule::words).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        let source = SourceBytes::new("services.json", text.as_bytes());
        read(&source, &ReadOptions::default(), &Limits::default()).expect("a draft")
    }

    fn cells(draft: &Draft, row: usize) -> Vec<String> {
        draft.rows[row].cells.iter().map(|cell| cell.display().into_owned()).collect()
    }

    #[test]
    fn a_service_of_version_3_becomes_a_record_for_each_place() {
        let draft = draft(
            r#"{"total_items": 1, "contents": [{"id": "s1", "name": "Debt advice", "status": "active",
            "organization": {"id": "o1", "name": "Advice Charity"},
            "attributes": [{"taxonomy_term": {"name": "Debt advice"}}, {"taxonomy_term": {"term": "Money"}}],
            "schedules": [{"byday": "MO,WE", "freq": "WEEKLY", "opens_at": "09:30", "closes_at": "16:30Z"}],
            "service_at_locations": [
              {"id": "a", "location": {"name": "Hall", "latitude": 52.5, "longitude": -1.9, "addresses": [{"postal_code": "B1 1BB"}]}},
              {"id": "b", "location": {"name": "Hub", "latitude": "52.6", "longitude": "-1.8"},
               "schedules": [{"byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}]}
            ]}]}"#,
        );
        assert_eq!(draft.rows.len(), 2);
        assert_eq!(
            cells(&draft, 0),
            [
                "s1/a",
                "Debt advice",
                "Advice Charity",
                "Debt advice; Money",
                "MO,WE 09:30-16:30",
                "Hall",
                "52.5",
                "-1.9",
                "B1 1BB",
                "active",
                "s1"
            ]
        );
        assert_eq!(cells(&draft, 1)[4..8], ["TU 10:00-12:00", "Hub", "52.6", "-1.8"]);
    }

    #[test]
    fn version_1_of_the_uk_is_read_as_well() {
        let draft = draft(
            r#"[{"id": "7", "name": "Lunch club", "organization": {"name": "Church"},
            "service_taxonomys": [{"taxonomy": {"name": "Lunch club"}}],
            "regular_schedules": [{"weekday": "Tuesday", "opens_at": "12:00:00", "closes_at": "14:00:00"}],
            "service_at_locations": [{"location": {"latitude": "52.1", "longitude": "-1.1", "physical_addresses": [{"postal_code": "B2 2BB"}]}}]}]"#,
        );
        assert_eq!(cells(&draft, 0)[..5], ["7", "Lunch club", "Church", "Lunch club", "Tuesday 12:00-14:00"]);
        assert_eq!(cells(&draft, 0)[8], "B2 2BB");
    }

    #[test]
    fn a_service_without_a_place_is_kept_without_one() {
        let draft = draft(r#"{"name": "Helpline", "id": "h"}"#);
        assert_eq!(cells(&draft, 0)[..2], ["h", "Helpline"]);
        assert_eq!(cells(&draft, 0)[6], "");
    }

    #[test]
    fn what_holds_no_service_is_refused_in_plain_words() {
        for text in [r#"{"type": "FeatureCollection"}"#, "[]", "3", r#"[{"name": 3}]"#, "{"] {
            let source = SourceBytes::new("x.json", text.as_bytes());
            assert!(read(&source, &ReadOptions::default(), &Limits::default()).is_err(), "{text}");
        }
    }
}
