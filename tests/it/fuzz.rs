//! Mutated files of every format: readers never panic and stay within limits.
