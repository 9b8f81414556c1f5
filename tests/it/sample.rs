//! The sample place is what its generator says, and Squareborough what its README says.

use wardwise::ingest::manifest::parse_manifest;

use crate::support;

#[test]
fn the_manifest_of_squareborough_is_right_and_its_files_are_there() {
    let plan = parse_manifest(&support::squareborough_manifest()).expect("a plan");
    let layers = plan.layers.iter().flat_map(|layer| &layer.editions);
    let registers = plan.registers.iter().flat_map(|register| &register.editions);
    let tables = plan.tables.iter().flat_map(|table| &table.editions);
    for edition in layers.chain(registers).chain(tables) {
        assert!(support::squareborough().join(&edition.file).is_file(), "{}", edition.file);
    }
}
