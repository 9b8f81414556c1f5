//! From a draft to a [`Layer`]: coordinates, shapes, codes, neighbours.
//!
//! Every record of the draft is either an area of the layer, or set aside by
//! the manifest's own filter, or named in the report with the reason.
//! The steps, one a file: `rows` (which records), `shapes` (valid on the
//! grid), `codes`, `ground` (fit). `check::system` says which coordinates.

mod codes;
mod ground;
mod rows;
mod shapes;

use std::collections::BTreeMap;

use crate::draft::Draft;
use crate::fault::Fault;
use crate::index::Extent;
use crate::layer::{Area, Layer};
use crate::model::{Checksum, DatasetKind, EditionKey, Scheme, Validity};
use crate::table::typing::type_draft;

use super::report::Verdict;
use super::{Checked, Counts, Filter, Report, Waiver, waivers};

/// What a layer is to be checked against.
#[derive(Debug, Clone)]
pub struct LayerRules<'a> {
    /// The edition that the file is to become.
    pub edition: EditionKey,
    /// When it is in force.
    pub validity: Validity,
    /// SHA-256 of the file's bytes.
    pub checksum: Option<Checksum>,
    /// The scheme of its codes.
    pub scheme: Scheme,
    /// Coordinate system set by the manifest, as written (`EPSG:27700`).
    pub crs: Option<String>,
    /// Column of the codes.
    pub code: Option<String>,
    /// Column of the names.
    pub name: Option<String>,
    /// Rows to keep; empty keeps all.
    pub only: Vec<Filter>,
    /// Columns kept as text whatever they look like.
    pub text: Vec<String>,
    /// Warnings that a person has ticked.
    pub waivers: Vec<Waiver>,
    /// The ground of the place; `None` where the manifest names no layer for it.
    pub extent: Option<&'a Extent>,
}

impl LayerRules<'_> {
    /// Rules that ask for nothing beyond what holds for every layer of GSS codes.
    #[must_use]
    pub fn new(edition: EditionKey) -> Self {
        Self {
            edition,
            validity: Validity::default(),
            checksum: None,
            scheme: Scheme::Gss,
            crs: None,
            code: None,
            name: None,
            only: Vec::new(),
            text: Vec::new(),
            waivers: Vec::new(),
            extent: None,
        }
    }
}

/// Checks the rows of a boundary file and builds the layer.
///
/// The value is `None` exactly when the report holds an error. Shapes of the
/// layer lie on the grid, are valid, wound and hold no point twice in a row;
/// what was done to them is in the report and on each [`Area`].
#[must_use]
pub fn check_layer(mut draft: Draft, rules: &LayerRules<'_>) -> Checked<Layer> {
    let mut report = empty_report(&mut draft, rules);
    let mut draft = rows::keep(draft, rules, &mut report);
    let shapes = shapes::check(&mut draft, rules.crs.as_deref(), &mut report);
    let codes = codes::check(&draft, rules, &mut report);
    name_areas(&draft, &codes, &mut report.faults);
    ground::check(&draft, &codes, &shapes, rules.extent, &mut report);
    let (attributes, typing) = type_draft(&draft, &text_columns(rules));
    report.faults.extend(typing);
    let areas = build_areas(codes, shapes);
    report.counts.kept = areas.len() as u64;
    report.counts.left_out = report.counts.read - report.counts.filtered - report.counts.kept;
    waivers::settle(&mut report, &rules.waivers);
    let layer = Layer {
        edition: rules.edition.clone(),
        validity: rules.validity,
        scheme: rules.scheme,
        areas,
        attributes,
    };
    Checked { value: (report.verdict() != Verdict::Stopped).then_some(layer), report }
}

fn empty_report(draft: &mut Draft, rules: &LayerRules<'_>) -> Report {
    Report {
        edition: rules.edition.clone(),
        kind: DatasetKind::Layer,
        file: draft.file.clone(),
        part: draft.part.clone(),
        checksum: rules.checksum.clone(),
        counts: Counts::default(),
        faults: std::mem::take(&mut draft.noticed),
        waivers: Vec::new(),
        vintages: Vec::new(),
    }
}

/// Faults of shapes were told by their rows; those whose code is known say it as well.
fn name_areas(draft: &Draft, codes: &[Option<codes::Named>], faults: &mut [Fault]) {
    let pairs = draft.rows.iter().zip(codes);
    let code_of: BTreeMap<u64, String> =
        pairs.filter_map(|(row, named)| Some((row.number, named.as_ref()?.code.to_string()))).collect();
    for place in faults.iter_mut().map(|fault| &mut fault.place).filter(|place| place.code.is_none()) {
        place.code = place.row.and_then(|row| code_of.get(&row).cloned());
    }
}

/// Codes and names stay text whatever they look like.
fn text_columns(rules: &LayerRules<'_>) -> Vec<String> {
    rules.text.iter().chain(&rules.code).chain(&rules.name).cloned().collect()
}

/// The areas of the rows that have both a code and a shape.
fn build_areas(codes: Vec<Option<codes::Named>>, shapes: Vec<Option<shapes::Shape>>) -> Vec<Area> {
    let both = codes.into_iter().zip(shapes).filter_map(|(named, shape)| Some((named?, shape?)));
    both.map(|(named, shape)| Area {
        code: named.code,
        name: named.name,
        area_m2: shape.area_m2,
        repair: shape.repair,
        shape: shape.shape,
    })
    .collect()
}

#[cfg(test)]
mod tests;
