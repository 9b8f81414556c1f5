//! What every part of Wardwise talks about: codes, editions, values, sources.
//!
//! Nothing here opens a file, knows a coordinate system or speaks HTTP.
//! Read `code.rs` first, then `edition.rs`.

pub mod backtest;
pub mod catalogue;
pub mod code;
pub mod edition;
pub mod estate;
pub mod evidence;
pub mod id;
pub mod measure;
pub mod missing;
pub mod partner;
pub mod postcode;
pub mod source;
pub mod trial;
pub mod uprn;
pub mod walking;
pub mod way;

pub use backtest::{BacktestSource, Columns, LayerRef, RatioColumns, Span, Truths};
pub use catalogue::{Catalogue, RecipeFile};
pub use code::{AreaCode, Scheme};
pub use edition::{DatasetKind, EditionKey, Validity};
pub use estate::{EstateSource, Field, FieldFrom, Holds};
pub use evidence::{EvidenceKind, EvidenceSource, LookupSource, Weighed};
pub use id::{AssessmentId, BacktestId, DatasetId, EditionId, IdError, MeasureId, SearchId, TrialId};
pub use measure::{Located, Measure, MeasureAbout, MeasureKind, MeasureSource, Polarity, Reckoning};
pub use missing::Missing;
pub use partner::PartnerType;
pub use postcode::Postcode;
pub use source::{Checksum, Licence, Origin};
pub use trial::TrialKind;
pub use uprn::Uprn;
pub use walking::{DETOUR, WALKING_KM_PER_HOUR};
pub use way::Way;
