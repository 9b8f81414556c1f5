//! How far one gets on foot from a record: `page.rs` shows it, `routes.rs` has the addresses.

mod page;
mod routes;

pub use page::sheet;
pub use routes::{router, walked};
