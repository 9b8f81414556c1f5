//! From drafts to layers, registers and tables, with every fault named.
//!
//! A check never stops at the first fault and never drops a row in silence:
//! each row is either in the result or in the report, with the reason.
//! Read `crate::fault` for the vocabulary, then the file of the kind you need.

pub mod checked;
pub mod layer;
mod register;
pub mod report;
mod rules;
mod table;

pub use crate::fault::{Fault, Place, Rule, Severity};
pub use checked::Checked;
pub use layer::{LayerRules, check_layer};
pub use register::check_register;
pub use report::{Counts, Report, VintageMatch, Waiver};
pub use rules::{Filter, LayerCodes, Locate, RegisterRules, TableRules};
pub use table::check_table;
