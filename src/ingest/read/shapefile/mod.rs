//! ESRI Shapefile: loose, with its companions beside it, or zipped.
//!
//! `shp.rs` reads the shapes, `group.rs` sorts their rings into shells and
//! holes, `dbf.rs` reads the attribute table.

mod dbf;
mod group;
mod shp;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::check::{Fault, Place, Rule, Severity};
use crate::draft::{DeclaredCrs, Draft};

use super::archive::Archive;
use super::found::{Halt, unreadable};
use super::intake::Intake;
use super::rings::Turn;
use super::{Limits, ReadOptions, SourceBytes, crs_text, encoding};

/// Reads a shapefile.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let files = match Files::gather(source, options, limits) {
        Ok(files) => files,
        Err(halt) => return Err(vec![*halt]),
    };
    let mut intake = Intake::new(source.file, files.part.clone(), limits);
    intake.expect_turn(Turn::Clockwise, "the Shapefile standard");
    match fill(&files, options, &mut intake) {
        Ok(()) => intake.finish(),
        Err(halt) => intake.halt(halt),
    }
}

/// The members of one shapefile.
struct Files<'b> {
    part: Option<String>,
    shp: Cow<'b, [u8]>,
    dbf: Cow<'b, [u8]>,
    shx: Option<Cow<'b, [u8]>>,
    prj: Option<Cow<'b, [u8]>>,
    cpg: Option<Cow<'b, [u8]>>,
}

impl<'b> Files<'b> {
    fn gather(source: &'b SourceBytes<'_>, options: &ReadOptions, limits: &Limits) -> Result<Self, Halt> {
        if source.bytes.starts_with(b"PK") {
            return Self::unpack(source, options, limits);
        }
        let of = |extension: &str| source.companion(extension).map(Cow::Borrowed);
        Ok(Self {
            part: None,
            shp: Cow::Borrowed(source.bytes),
            dbf: of("dbf").ok_or_else(|| no_table(source.file))?,
            shx: of("shx"),
            prj: of("prj"),
            cpg: of("cpg"),
        })
    }

    fn unpack(source: &SourceBytes<'_>, options: &ReadOptions, limits: &Limits) -> Result<Self, Halt> {
        let mut archive = Archive::open(source.bytes)?;
        let member = choose(&archive, options.part.as_deref())?;
        let mut of = |extension: &str| -> Result<Option<Cow<'b, [u8]>>, Halt> {
            let Some(name) = archive.beside(&member, extension) else { return Ok(None) };
            Ok(Some(Cow::Owned(archive.unpack(&name, limits)?)))
        };
        let shp = of("shp")?.unwrap_or_default();
        Ok(Self {
            shp,
            dbf: of("dbf")?.ok_or_else(|| no_table(&member))?,
            shx: of("shx")?,
            prj: of("prj")?,
            cpg: of("cpg")?,
            part: Some(member),
        })
    }
}

/// The `.shp` member that the manifest names, or the only one there is.
fn choose(archive: &Archive<'_>, part: Option<&str>) -> Result<String, Halt> {
    let members = archive.with_extension("shp");
    let Some(part) = part else {
        return match members.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(no_shapefile(archive)),
            several => Err(unreadable(
                format!("the archive holds {} shapefiles", several.len()),
                format!("Choose one in the manifest: part = one of {}.", several.join(", ")),
            )),
        };
    };
    let wanted = part.trim_end_matches(".shp");
    let fits = |member: &&String| {
        let stem = member.rsplit_once('.').map_or(member.as_str(), |(stem, _)| stem);
        stem == wanted || stem.rsplit('/').next() == Some(wanted)
    };
    members.iter().find(fits).cloned().ok_or_else(|| {
        unreadable(
            format!("the archive has no shapefile '{part}'"),
            format!("Choose one in the manifest: part = one of {}.", members.join(", ")),
        )
    })
}

fn no_shapefile(archive: &Archive<'_>) -> Halt {
    match archive.nested() {
        Some(name) => unreadable(
            format!("the archive holds another archive, '{name}'; archives in archives are not opened"),
            "Unpack the outer archive and name the inner one in the manifest.",
        ),
        None => unreadable("the archive holds no .shp file", archive.offer()),
    }
}

fn no_table(file: &str) -> Halt {
    unreadable(
        format!("the attribute table (.dbf) of '{file}' is missing"),
        "A shapefile is several files of one name: keep .shp, .shx, .dbf and .prj together.",
    )
}

fn fill(files: &Files<'_>, options: &ReadOptions, intake: &mut Intake<'_>) -> Result<(), Halt> {
    intake.declare(declared_crs(files.prj.as_deref()));
    let table = dbf::Table::open(&files.dbf)?;
    for field in table.columns() {
        intake.add_column(&field.name)?;
    }
    note_columns(&table, intake);
    let encoding = table_encoding(&table, files.cpg.as_deref(), options, intake)?;
    let records = shp::Records::open(&files.shp, files.shx.as_deref())?;
    if records.len() as u64 != table.len() {
        let message = format!("{} shapes but {} attribute records", records.len(), table.len());
        let advice = "The .shp and .dbf do not belong together: fetch both again.";
        return Err(unreadable(message, advice));
    }
    let mut deleted = 0;
    for (index, record) in records.iter().enumerate() {
        let number = index as u64 + 1;
        let Some(cells) = table.row(index, encoding, &mut intake.found) else {
            deleted += 1;
            continue;
        };
        let geometry = match shp::shape_of(record) {
            Ok(shape) => {
                intake.leave_heights(shape.heights);
                intake.close_rings(shape.unclosed);
                shape.geometry
            }
            Err(shp::Bad { rule, message }) => {
                let advice = "Mend the shape in the program that made it, or fetch the file again.";
                intake.found.add(Fault::new(rule, Place::row(number), message).advise(advice));
                None
            }
        };
        intake.push(number, geometry, cells)?;
    }
    if deleted > 0 {
        let message = format!("{deleted} records are marked as deleted and are left out");
        let note = Fault::new(Rule::BlankRow, Place::default(), message).at(Severity::Note);
        intake.found.add(note.counting(deleted));
    }
    Ok(())
}

fn declared_crs(prj: Option<&[u8]>) -> DeclaredCrs {
    prj.map_or(DeclaredCrs::None, |bytes| crs_text::from_wkt(&String::from_utf8_lossy(bytes)))
}

fn note_columns(table: &dbf::Table<'_>, intake: &mut Intake<'_>) {
    let cut: Vec<_> = table.columns().filter(|field| field.name.len() >= dbf::NAME_LIMIT).collect();
    if !cut.is_empty() {
        let names: Vec<_> = cut.iter().map(|field| field.name.as_str()).collect();
        let message = format!(
            "{} column names have ten characters, the most that dBASE allows, and may be cut: {}",
            names.len(),
            names.join(", ")
        );
        let note = Fault::new(Rule::CutNames, Place::default(), message).counting(cut.len() as u64);
        intake.found.add(note);
    }
    for (name, kind) in table.left_out() {
        let message = format!("the column '{name}' is of dBASE type '{kind}', which is not read");
        let advice = "Save the file with plain text and number columns if you need it.";
        intake.found.add(Fault::new(Rule::ColumnLeftOut, Place::field(name), message).advise(advice));
    }
}

/// The encoding of the table: what the manifest says; else what the `.cpg`
/// says, if the text bears it out; else UTF-8 if the text can be that; else
/// windows-1252. The language byte inside the `.dbf` is not asked: most
/// writers leave a default there.
fn table_encoding(
    table: &dbf::Table<'_>,
    cpg: Option<&[u8]>,
    options: &ReadOptions,
    intake: &mut Intake<'_>,
) -> Result<&'static Encoding, Halt> {
    if let Some(label) = &options.encoding {
        return encoding::require(label);
    }
    let cpg = cpg.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let declared = cpg.as_deref().and_then(encoding::from_label);
    let is_utf8 = table.is_utf8();
    let note = match (&cpg, declared) {
        (_, Some(declared)) if declared == UTF_8 && is_utf8 => return Ok(UTF_8),
        (_, Some(declared)) if declared == UTF_8 => Fault::new(
            Rule::Encoding,
            Place::default(),
            "the .cpg says UTF-8, but the text is not; it is read as windows-1252",
        )
        .advise("Look at the names with accents; if they are wrong, set encoding in the manifest."),
        (Some(label), Some(declared)) => {
            let message =
                format!("the .cpg says '{}': the text is read as {}", label.trim(), declared.name());
            intake.found.add(Fault::new(Rule::Encoding, Place::default(), message));
            return Ok(declared);
        }
        (Some(label), None) if !table.is_ascii() => {
            let label: String = label.trim().chars().take(40).collect();
            return Err(encoding::require(&label).err().unwrap_or_else(|| unreadable("", "")));
        }
        _ if is_utf8 => return Ok(UTF_8),
        _ => encoding::guessed(),
    };
    intake.found.add(note);
    Ok(encoding_rs::WINDOWS_1252)
}
