//! The rows of one edition as database tables: laid out, written, read, compared.
//!
//! Rows are written once and never changed: a reader that follows the list of
//! members of one version sees that version whole, whatever lands meanwhile.

mod cells;
mod hash;
mod layout;
mod read;
mod write;

pub use hash::{Sum, content_hash};
pub use layout::{Layout, MAX_COLUMNS, sql_type};
pub use read::{Reading, RowsError, read_rows};
pub use write::write_rows;
