//! From drafts to layers, registers and tables, with every fault named.
//!
//! A check never stops at the first fault and never drops a row in silence:
//! each row is either in the result or in the report, with the reason.
//! Read `crate::fault` for the vocabulary, then the file of the kind you need.

mod asset_columns;
mod cells;
pub mod checked;
mod codes;
mod figures;
mod identical;
pub mod layer;
mod listing;
mod location;
mod naming;
mod network;
mod outliers;
mod ranges;
mod register;
pub mod report;
mod robust;
mod rules;
mod select;
mod series;
mod suggest;
mod system;
mod table;
mod totals;
mod uprn;
mod vintage;
mod waivers;
mod words;

pub use crate::fault::{Fault, Place, Rule, Severity};
pub use asset_columns::{AssetField, recognise};
pub use checked::Checked;
pub use layer::{LayerRules, check_layer};
pub use naming::{propose_edition, propose_id, propose_title};
pub use network::{NetworkRules, check_network};
pub use register::check_register;
pub use report::{Counts, Report, VintageMatch, Waiver};
pub use rules::{Filter, LayerCodes, Locate, RegisterRules, TableRules};
pub use suggest::{Suggestion, suggest};
pub use table::check_table;
pub use vintage::FITS;
