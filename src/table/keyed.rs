//! Tables whose rows speak of areas.

use crate::model::EditionKey;

use super::Table;

/// A table whose rows are keyed by the codes of some geography.
#[derive(Debug, Clone)]
pub struct KeyedTable {
    /// Which edition this is.
    pub edition: EditionKey,
    /// The rows.
    pub table: Table,
    /// The column that holds the codes; `None` for a table without a geography.
    pub code_column: Option<usize>,
    /// The edition of the layer that the codes belong to, named by the
    /// manifest or found from the code set.
    pub geography: Option<EditionKey>,
}
