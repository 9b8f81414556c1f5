//! The sample place is what its generator says.
