//! Checks of whole files, end to end.
