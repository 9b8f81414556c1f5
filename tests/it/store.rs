//! Editions, versions, backup and restore.
