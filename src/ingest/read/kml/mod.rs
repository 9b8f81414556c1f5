//! KML and KMZ: placemarks, always in longitude and latitude.
//!
//! The text streams by as XML events; no tree is built, no entity is expanded
//! and no link is followed.

mod placemark;
mod shape;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::check::{Fault, Place, Rule, Severity};
use crate::draft::{DeclaredCrs, Draft};
use crate::geom::Crs;

use super::archive::Archive;
use super::encoding::{from_label, text_of};
use super::found::{Halt, over_limit, unreadable};
use super::intake::Intake;
use super::{Limits, ReadOptions, SourceBytes};

use placemark::Walk;

/// Reads a KML file, or the main document of a KMZ archive.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let mut intake;
    let filled = if source.bytes.starts_with(b"PK") {
        match unpack(source.bytes, options.part.as_deref(), limits) {
            Ok((member, bytes)) => {
                intake = Intake::new(source.file, Some(member), limits);
                fill(&bytes, options, limits, &mut intake)
            }
            Err(halt) => return Err(vec![*halt]),
        }
    } else {
        intake = Intake::new(source.file, None, limits);
        fill(source.bytes, options, limits, &mut intake)
    };
    match filled {
        Ok(()) => intake.finish(),
        Err(halt) => intake.halt(halt),
    }
}

/// By the standard, the main document of an archive is `doc.kml` at the top,
/// or else its first `.kml`. Where that one only points to others in the same
/// archive (as GDAL writes it) and there is just one, it is read instead.
fn unpack(bytes: &[u8], part: Option<&str>, limits: &Limits) -> Result<(String, Vec<u8>), Halt> {
    let mut archive = Archive::open(bytes)?;
    let members = archive.with_extension("kml");
    if let Some(part) = part {
        let bytes = archive.unpack(part, limits)?;
        return Ok((part.to_owned(), bytes));
    }
    let main = members.iter().find(|name| *name == "doc.kml").or_else(|| members.first());
    let main =
        main.cloned().ok_or_else(|| unreadable("the archive holds no .kml document", archive.offer()))?;
    let document = archive.unpack(&main, limits)?;
    let others: Vec<_> = members.iter().filter(|name| **name != main).cloned().collect();
    let points_on = !others.is_empty() && !document.windows(10).any(|window| window == b"<Placemark");
    match (points_on, others.as_slice()) {
        (false, _) => Ok((main, document)),
        (true, [only]) => Ok((only.clone(), archive.unpack(only, limits)?)),
        (true, several) => Err(unreadable(
            format!("the archive holds {} documents", several.len()),
            format!("Choose one in the manifest: part = one of {}.", several.join(", ")),
        )),
    }
}

fn fill(bytes: &[u8], options: &ReadOptions, limits: &Limits, intake: &mut Intake<'_>) -> Result<(), Halt> {
    intake.declare(DeclaredCrs::Known(Crs::LonLat));
    let label = options.encoding.clone().or_else(|| declared_encoding(bytes));
    let text = text_of(bytes, label.as_deref(), &mut intake.found)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk::new(intake);
    let mut depth = 0_usize;
    let mut is_kml = false;
    loop {
        let at = reader.buffer_position();
        match reader.read_event().map_err(|error| broken(&error.to_string(), at))? {
            Event::Start(element) => {
                depth += 1;
                if depth > limits.depth {
                    let message = format!("elements nest deeper than {} at byte {at}", limits.depth);
                    return Err(over_limit(Place::default(), message));
                }
                is_kml |= depth == 1 && element.local_name().as_ref() == "kml";
                walk.start(element.local_name().as_ref(), |name| attribute(&element, name));
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                walk.end(element.local_name().as_ref())?;
            }
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(entity) => walk.text(&resolved(&entity)),
            Event::Eof => break,
            _ => {}
        }
    }
    if depth > 0 {
        return Err(unreadable("the text ends before its elements are closed", "Fetch the file again."));
    }
    if !is_kml {
        return Err(unreadable("the text has no <kml> element, so it is not KML", "Name the right format."));
    }
    let (links, ids) = walk.finish();
    intake.append_column("id", ids)?;
    note_links(links, intake);
    Ok(())
}

fn note_links(links: u64, intake: &mut Intake<'_>) {
    if links == 0 {
        return;
    }
    let message = format!("the file points to {links} further documents, which are not fetched");
    let severity = if intake.rows() == 0 { Severity::Error } else { Severity::Warning };
    let fault = Fault::new(Rule::Unreadable, Place::default(), message).at(severity).counting(links);
    intake.found.add(fault.advise("Fetch those documents yourself and name them in the manifest."));
}

/// The encoding that the XML declaration names, unless it is UTF-8, which
/// is tried first in any case.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let (_, after) = declaration.split_once("encoding")?;
    let label = after.trim_start_matches([' ', '=']).trim_start_matches(['"', '\'']);
    let label = label.split(['"', '\'']).next()?;
    (from_label(label)? != encoding_rs::UTF_8).then(|| label.to_owned())
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// A character of the XML standard; any other entity stays as it is written.
fn resolved(entity: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    match entity.as_ref() {
        "lt" => "<".into(),
        "gt" => ">".into(),
        "amp" => "&".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        other => format!("&{other};"),
    }
}

fn broken(why: &str, at: u64) -> Halt {
    unreadable(
        format!("the text is not XML as it should be, near byte {at}: {why}"),
        "Open it in the program that made it and save it anew.",
    )
}

#[cfg(test)]
mod tests {
    use geo_types::{Geometry, Point};

    use super::*;
    use crate::draft::Cell;

    fn run(body: &str) -> Result<Draft, Vec<Fault>> {
        let text =
            format!("<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\">{body}</kml>");
        read(&SourceBytes::new("a.kml", text.as_bytes()), &ReadOptions::default(), &Limits::default())
    }

    fn draft(body: &str) -> Draft {
        run(body).expect("a draft")
    }

    #[test]
    fn names_and_extended_data_become_columns_typed_by_their_schema() {
        let draft = draft(
            r##"<Document><Schema name="s" id="s"><SimpleField type="int" name="n"/></Schema><Folder><name>Wards</name>
            <Placemark id="p1"><name>A &amp; B</name><description><![CDATA[<b>x</b>]]></description>
              <ExtendedData><Data name="code"><displayName>c</displayName><value>E05</value></Data>
                <SchemaData schemaUrl="#s"><SimpleData name="n">12</SimpleData></SchemaData></ExtendedData>
              <Point><coordinates> -1.9,52.4,0 </coordinates></Point></Placemark>
            <Placemark><name/></Placemark></Folder></Document>"##,
        );
        assert_eq!(draft.columns, ["folder", "name", "description", "code", "n", "id"]);
        let cells = ["Wards", "A & B", "<b>x</b>", "E05"].map(Cell::text);
        assert_eq!(draft.rows[0].cells[..4], cells);
        assert_eq!(draft.rows[0].cells[4..], [Cell::Number(12.0), Cell::text("p1")]);
        assert_eq!(draft.rows[0].geometry, Some(Point::new(-1.9, 52.4).into()));
        assert_eq!(draft.rows[1].geometry, None);
        assert_eq!(draft.crs, DeclaredCrs::Known(Crs::LonLat));
    }

    #[test]
    fn areas_have_holes_and_several_areas_are_one_shape() {
        let ring =
            |x: i32| format!("<LinearRing><coordinates>{x},0 {x},9 9,9 {x},0</coordinates></LinearRing>");
        let area = format!(
            "<Polygon><outerBoundaryIs>{}</outerBoundaryIs><innerBoundaryIs>{}{}</innerBoundaryIs></Polygon>",
            ring(0),
            ring(1),
            ring(2)
        );
        let draft = draft(&format!("<Placemark><MultiGeometry>{area}{area}</MultiGeometry></Placemark>"));
        let Some(Geometry::MultiPolygon(areas)) = &draft.rows[0].geometry else { panic!("areas") };
        assert_eq!(areas.0.iter().map(|area| area.interiors().len()).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn bad_coordinates_are_named_and_heights_noted() {
        let line = |text: &str| {
            format!("<Placemark><LineString><coordinates>{text}</coordinates></LineString></Placemark>")
        };
        let faults = run(&line("0,0 1,x 2")).expect_err("faults");
        let places: Vec<_> = faults.iter().map(|fault| fault.place.to_string()).collect();
        assert_eq!(places, ["row 1, point 2", "row 1, point 3"]);
        let draft = draft(&line("0,0,12 1,1,0"));
        assert_eq!(draft.noticed[0].rule, Rule::HeightsLeftOut);
    }

    #[test]
    fn broken_deep_and_foreign_text_is_refused() {
        assert!(run("<Placemark>").is_err());
        assert!(run("</Placemark>").is_err());
        let deep = run(&"<Folder>".repeat(100_000)).expect_err("a fault");
        assert_eq!(deep[0].rule, Rule::OverLimit);
        let html =
            read(&SourceBytes::new("a.kml", b"<html></html>"), &ReadOptions::default(), &Limits::default());
        assert!(html.is_err());
    }

    #[test]
    fn entities_of_a_doctype_are_not_expanded() {
        let text = r#"<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>"#;
        let draft =
            read(&SourceBytes::new("a.kml", text.as_bytes()), &ReadOptions::default(), &Limits::default());
        assert_eq!(draft.expect("a draft").rows[0].cells, [Cell::text("&b;")]);
    }

    #[test]
    fn links_are_not_followed_and_said_so() {
        let link = "<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>";
        assert!(run(link).is_err());
        let draft = draft(&format!("{link}<Placemark/>"));
        assert_eq!(draft.noticed[0].severity, Severity::Warning);
    }
}
