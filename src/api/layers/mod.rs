//! What every request passes through on its way in and out.
//!
//! From the outside in: a log line and an id ([`log`]), the error body
//! ([`problems`]), room and time ([`load`]), security headers ([`headers`]),
//! the version of the place ([`version`]).

pub(super) mod headers;
pub(super) mod load;
pub(super) mod log;
pub(super) mod problems;
pub(super) mod version;
