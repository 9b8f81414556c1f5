//! Crosswalks and figures carried over them, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::crosswalk::{Balance, Crosswalk, Link, Sheet};
use crate::engine::{BuiltCrosswalk, Total, TotalOf};
use crate::model::{AreaCode, EditionKey};

use super::{CitationView, LinkView};

/// Shares up to this are not listed in a balance.
pub const LEAST_SHARE: f64 = 0.01;

/// A crosswalk, with one page of its pairs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CrosswalkView {
    /// Version of the place.
    pub version: u64,
    /// What it rests on.
    #[serde(flatten)]
    pub basis: BasisView,
    /// The layer that figures come from.
    pub from: CitationView,
    /// The layer that they go to.
    pub to: CitationView,
    /// What is covered and what is left out.
    pub balance: SheetView,
    /// Totals before and after.
    pub totals: Vec<TotalView>,
    /// Pairs in all.
    #[serde(rename = "numberMatched")]
    pub matched: usize,
    /// Pairs on this page.
    #[serde(rename = "numberReturned")]
    pub returned: usize,
    /// In order of source, then target.
    pub pairs: Vec<PairView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// What a crosswalk is and rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BasisView {
    /// The same layers, evidence and way of weighing have the same id.
    #[schema(example = "xw-0123456789abcdef")]
    pub id: String,
    /// What the weights rest on, in words.
    pub basis: String,
    /// How weights were found: `area`, `area-kept-inside`, `points` or `lookup`.
    pub way: String,
    /// Whether figures built by it may be called official: its publisher answers for the lookup.
    pub official: bool,
    /// The control points that were asked, best first; empty by area and by lookup.
    pub evidence: Vec<EvidenceView>,
    /// The lookup, where weights come from one.
    pub lookup: Option<LookupView>,
}

/// Control points of one kind.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidenceView {
    /// `addresses`, `postcode-households`, `small-area-population` or `other-points`.
    pub kind: String,
    /// The edition they were read from, as `dataset@edition`.
    pub edition: String,
    /// Column of the weights; null where each point counts as one.
    pub column: Option<String>,
    /// How many points there are.
    pub points: usize,
}

/// A published lookup.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LookupView {
    /// The edition it was read from, as `dataset@edition`.
    pub edition: String,
    /// Who answers for it; null where nobody is named.
    pub publisher: Option<String>,
}

/// One pair of areas.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = CrosswalkPairView)]
pub struct PairView {
    /// Code of the source.
    pub from_code: String,
    /// Code of the target.
    pub to_code: String,
    /// Shared area in m².
    pub area_m2: Option<f64>,
    /// The share of the source that goes to the target.
    #[schema(minimum = 0, maximum = 1)]
    pub weight: f64,
    /// What the weight rests on: `lookup`, `addresses`, `postcode-households`,
    /// `small-area-population`, `other-points` or `area`.
    pub rung: String,
    /// `same`, `inside`, `contains`, `overlaps` or `sliver`.
    pub relation: Option<String>,
}

/// What a crosswalk covers and what it leaves out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetView {
    /// Shares up to this are not listed below.
    pub least_share: f64,
    /// Sources of which nothing finds a target.
    pub sources_nowhere: Vec<String>,
    /// Sources of which a part falls outside every target.
    pub sources_spilling: Vec<ShareView>,
    /// Targets that no source reaches.
    pub targets_without_source: Vec<String>,
    /// Targets of which a part lies outside every source.
    pub targets_uncovered: Vec<ShareView>,
    /// How many sources rest on each rung, best first.
    pub sources_by_rung: Vec<RungView>,
}

/// An area and a share of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ShareView {
    /// Code of the area.
    pub code: String,
    /// The share.
    #[schema(minimum = 0, maximum = 1)]
    pub share: f64,
}

/// How many sources rest on a rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RungView {
    /// The rung.
    pub rung: String,
    /// How many sources.
    pub sources: usize,
}

/// A total before and after; each side is added up by itself.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TotalView {
    /// `ground` (m²) or a kind of evidence.
    pub of: String,
    /// How many sources are in it.
    pub sources: usize,
    /// All of it in the sources.
    pub before: f64,
    /// What targets receive.
    pub placed: f64,
    /// What lies in a source and in no target.
    pub outside: f64,
    /// What is counted more than once because targets overlap one another.
    pub repeated: f64,
    /// What lies in a target and in no source.
    pub uncovered: f64,
    /// Whether `placed` and `outside`, less `repeated`, are `before`.
    pub agrees: bool,
}

/// What became of the total of a count.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BalanceView {
    /// Sum of all source figures that are known.
    pub total: f64,
    /// What reached a target.
    pub placed: f64,
    /// What lies outside every target.
    pub spilled: f64,
    /// How many source figures are missing and so stand nowhere in the total.
    pub missing: usize,
}

impl From<&BuiltCrosswalk> for BasisView {
    fn from(built: &BuiltCrosswalk) -> Self {
        let evidence = built.evidence.iter().map(|used| EvidenceView {
            kind: used.kind.key().to_owned(),
            edition: used.edition.to_string(),
            column: used.column.clone(),
            points: used.points,
        });
        let lookup = |(edition, publisher): &(EditionKey, Option<String>)| LookupView {
            edition: edition.to_string(),
            publisher: publisher.clone(),
        };
        Self {
            id: built.id.clone(),
            way: built.way.key().to_owned(),
            basis: built.basis(),
            official: built.is_official(),
            evidence: evidence.collect(),
            lookup: built.lookup.as_ref().map(lookup),
        }
    }
}

impl PairView {
    /// One link of a crosswalk.
    #[must_use]
    pub fn new(crosswalk: &Crosswalk, source: usize, link: &Link) -> Self {
        Self {
            from_code: crosswalk.from.codes[source].to_string(),
            to_code: crosswalk.to.codes[link.target as usize].to_string(),
            area_m2: link.area_m2,
            weight: link.weight,
            rung: link.rung.key().to_owned(),
            relation: link.relation.map(|relation| relation.key().to_owned()),
        }
    }
}

impl SheetView {
    /// The balance sheet of a crosswalk, with codes for positions.
    #[must_use]
    pub fn new(crosswalk: &Crosswalk) -> Self {
        let sheet: Sheet = crosswalk.sheet(LEAST_SHARE);
        let codes = |side: &[AreaCode], list: &[usize]| {
            list.iter().map(|at| side[*at].to_string()).collect::<Vec<_>>()
        };
        let shares = |side: &[AreaCode], list: &[(usize, f64)]| {
            let view = |(at, share): &(usize, f64)| ShareView { code: side[*at].to_string(), share: *share };
            list.iter().map(view).collect::<Vec<_>>()
        };
        let (from, to) = (&crosswalk.from.codes, &crosswalk.to.codes);
        let rungs = sheet.sources_by_rung.iter();
        Self {
            least_share: LEAST_SHARE,
            sources_nowhere: codes(from, &sheet.sources_nowhere),
            sources_spilling: shares(from, &sheet.sources_spilling),
            targets_without_source: codes(to, &sheet.targets_without_source),
            targets_uncovered: shares(to, &sheet.targets_uncovered),
            sources_by_rung: rungs
                .map(|(rung, sources)| RungView { rung: rung.key().to_owned(), sources: *sources })
                .collect(),
        }
    }
}

impl From<&Total> for TotalView {
    fn from(total: &Total) -> Self {
        let of = match total.of {
            TotalOf::Ground => "ground",
            TotalOf::Points(kind) => kind.key(),
        };
        Self {
            of: of.to_owned(),
            sources: total.sources,
            before: total.before,
            placed: total.placed,
            outside: total.outside,
            repeated: total.repeated,
            uncovered: total.uncovered,
            agrees: total.agrees(),
        }
    }
}

impl From<Balance> for BalanceView {
    fn from(balance: Balance) -> Self {
        Self {
            total: balance.total,
            placed: balance.placed,
            spilled: balance.spilled,
            missing: balance.missing,
        }
    }
}

/// One area, cut along the areas of another layer: GeoJSON in longitude and latitude.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PiecesView {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Code of the area that is cut.
    pub code: String,
    /// Its area in m².
    pub area_m2: f64,
    /// The pieces, largest first, then what lies outside.
    pub features: Vec<PieceView>,
    /// The layer that is cut.
    pub from: CitationView,
    /// The layer it is cut along.
    pub to: CitationView,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One piece of an area.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PieceView {
    /// Always `Feature`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The piece's outline, for eyes alone; null where it lies outside Great Britain.
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<serde_json::Value>,
    /// What is known of it.
    pub properties: PieceFactsView,
}

/// What is known of a piece.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PieceFactsView {
    /// Code of the area that it lies in; null outside every area.
    pub to_code: Option<String>,
    /// Its name.
    pub to_name: Option<String>,
    /// Shared area in m².
    pub area_m2: f64,
    /// The share of the area's ground.
    pub ground_share: f64,
    /// The share by the control points of the place; null where it knows of none in the area.
    pub people_share: Option<f64>,
    /// `same`, `inside`, `contains`, `overlaps` or `sliver`; null outside every area.
    pub relation: Option<String>,
}
