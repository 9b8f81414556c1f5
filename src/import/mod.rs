//! From a manifest and a source folder to a new version of a place.
