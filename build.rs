//! Builds the program anew when the web front end was built anew: its files
//! are put into the program, and the compiler does not see them change.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

fn main() {
    let dist = "web/dist";
    // A path that is not there counts as changed at every build.
    if std::fs::create_dir_all(dist).is_ok() {
        println!("cargo:rerun-if-changed={dist}");
    }
}
