//! The `wardwise` program: hands its arguments to the library and exits.

fn main() {}
