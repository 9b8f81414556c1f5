//! Areas that another geography cuts up, as CSV: one row a part.

use std::io::{self, Write};

use crate::views::misfit::{MisfitView, PartView, SplitView};

use super::csv::guard;

const HEADER: [&str; 11] = [
    "layer",
    "code",
    "name",
    "against",
    "parts",
    "part",
    "against_code",
    "against_name",
    "share_of_people",
    "share_of_ground",
    "counted_by",
];

/// Writes every part of every split area, the largest part of each first.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write(out: &mut dyn Write, misfits: &[MisfitView]) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for misfit in misfits {
        for split in &misfit.split {
            for (at, part) in (1..).zip(&split.parts) {
                out.write_record(row(misfit, split, at, part))?;
            }
        }
    }
    out.flush()
}

fn row(misfit: &MisfitView, split: &SplitView, at: usize, part: &PartView) -> [String; 11] {
    let name = |name: &Option<String>| guard(name.as_deref().unwrap_or_default()).into_owned();
    [
        misfit.layer.clone(),
        guard(&split.code).into_owned(),
        name(&split.name),
        misfit.against.clone(),
        split.parts.len().to_string(),
        at.to_string(),
        guard(&part.code).into_owned(),
        name(&part.name),
        part.share.people.map_or_else(String::new, |share| share.to_string()),
        part.share.ground.to_string(),
        misfit.counted_by.clone().unwrap_or_default(),
    ]
}
