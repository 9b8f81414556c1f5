//! Adding a file in the browser: choose, say what it is, read the report,
//! publish or discard. Plain forms, no script needed.
//!
//! `start.rs` takes the file, `describe.rs` asks what it is with the fields of
//! `answers.rs`, `fields.rs` reads the answers, `wrong.rs` says what is wrong with
//! them, `review.rs` shows the report, `routes.rs` ties them together.

mod answers;
mod describe;
mod fields;
mod review;
mod routes;
mod start;
mod wrong;

pub use routes::router;

/// Where uploads begin.
pub const PATH: &str = "/data/upload";

/// What the write token is for.
const TOKEN_HINT: &str = "Whoever runs this service knows it. It is not kept.";

fn trail() -> Vec<(String, String)> {
    vec![("Data".into(), "/data".into())]
}
