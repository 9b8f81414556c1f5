//! One test for each fault that was once found.
