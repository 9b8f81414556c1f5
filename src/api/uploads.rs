//! Files that wait to be checked and published.

/// Where uploads are sent to.
pub const PATH: &str = "/api/uploads";
