//! The direction of the arrows between modules.
