//! Wire types: what JSON answers and machine-readable reports look like.
