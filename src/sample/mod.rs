//! A fictional town, made by a deterministic generator: demonstration, test data and, scaled up, bench data.
