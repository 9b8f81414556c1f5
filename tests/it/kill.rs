//! Imports killed at many moments.
