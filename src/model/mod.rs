//! What every part of Wardwise talks about: codes, editions, values, sources.
//!
//! Nothing here opens a file, knows a coordinate system or speaks HTTP.
//! Read `code.rs` first, then `edition.rs`.

pub mod code;
pub mod edition;
pub mod missing;
pub mod postcode;
pub mod source;
pub mod uprn;

pub use code::{AreaCode, Scheme};
pub use edition::{DatasetId, DatasetKind, EditionId, EditionKey, Validity};
pub use missing::Missing;
pub use postcode::Postcode;
pub use source::{Checksum, Licence, Origin};
pub use uprn::Uprn;
