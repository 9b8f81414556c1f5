//! A corpus of hostile files: each ends in a clear error.
