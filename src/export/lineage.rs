//! A lineage as CSV: one row for each old area and each of its successors.

use std::io::{self, Write};

use crate::crosswalk::lineage::{Line, Lineage, Tie, Vintage};

use super::csv::guard;

const HEADER: [&str; 16] = [
    "from_code",
    "from_name",
    "from_events",
    "to_code",
    "to_name",
    "to_events",
    "ground_m2",
    "share_of_from_ground",
    "share_of_to_ground",
    "people",
    "share_of_from_people",
    "share_of_to_people",
    "relation",
    "from_edition",
    "to_edition",
    "counted_by",
];

/// Writes a lineage. Old areas without a successor and new ones without a
/// predecessor have a row each, with nothing on the other side.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write(out: &mut dyn Write, lineage: &Lineage) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    let of = editions(lineage);
    let row = |old: [String; 3], new: [String; 3], shares: [String; 7]| {
        old.into_iter().chain(new).chain(shares).chain(of.clone())
    };
    for (at, line) in (0_u32..).zip(&lineage.old) {
        let old = area(&lineage.before, at, line);
        if line.ties.is_empty() {
            out.write_record(row(old.clone(), Default::default(), Default::default()))?;
        }
        for tie in &line.ties {
            let new = area(&lineage.after, tie.area, &lineage.new[tie.area as usize]);
            out.write_record(row(old.clone(), new, shares(tie)))?;
        }
    }
    for (at, line) in (0_u32..).zip(&lineage.new).filter(|(_, line)| line.ties.is_empty()) {
        out.write_record(row(Default::default(), area(&lineage.after, at, line), Default::default()))?;
    }
    out.flush()?;
    Ok(())
}

/// Which editions, and what people were counted by.
fn editions(lineage: &Lineage) -> [String; 3] {
    let edition =
        |vintage: &Vintage| vintage.side.edition.as_ref().map_or_else(String::new, ToString::to_string);
    let counted_by = lineage.counted_by.map_or_else(String::new, |rung| rung.key().to_owned());
    [edition(&lineage.before), edition(&lineage.after), counted_by]
}

fn area(vintage: &Vintage, at: u32, line: &Line) -> [String; 3] {
    let events: Vec<&str> = line.events.iter().map(|event| event.key()).collect();
    let name = vintage.name(at).unwrap_or_default();
    [guard(vintage.code(at).as_str()).into_owned(), guard(name).into_owned(), events.join(" ")]
}

fn shares(tie: &Tie) -> [String; 7] {
    let or_empty = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    [
        tie.ground_m2.to_string(),
        tie.of_this.ground.to_string(),
        tie.of_that.ground.to_string(),
        or_empty(tie.people),
        or_empty(tie.of_this.people),
        or_empty(tie.of_that.people),
        tie.relation.key().to_owned(),
    ]
}
