//! What several test files share: temporary places, the data folder, Squareborough.
