//! Imports as a whole: staged, atomic, repeatable.
