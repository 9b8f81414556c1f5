//! Readers of every format against files written by other tools.
