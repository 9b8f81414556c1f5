//! Which column of a register holds what: as the manifest says, else by its header.

use std::collections::BTreeMap;

use crate::model::{EstateSource, Field, FieldFrom};
use crate::table::Table;

/// Where each field of a register is read. A field that the manifest names is
/// read there; any other is looked for by its header. Of two columns the one
/// with the likelier header is taken, and no column is read for two fields.
#[must_use]
pub fn columns_of(source: &EstateSource, table: &Table) -> BTreeMap<Field, FieldFrom> {
    let mut fields = source.fields.clone();
    let mut taken: Vec<String> = fields.values().flat_map(FieldFrom::columns).map(str::to_owned).collect();
    let columns: Vec<(String, &str)> =
        table.columns().iter().map(|column| (plain(&column.published), column.name.as_str())).collect();
    for field in Field::of(source.holds) {
        if fields.contains_key(field) {
            continue;
        }
        let free = |name: &str| !taken.iter().any(|one| one == name);
        let with = |header: &&str| {
            columns.iter().find(|(plain, name)| plain == header && free(name)).map(|(_, name)| *name)
        };
        let found = field.headers().iter().find_map(with);
        if let Some(name) = found {
            taken.push(name.to_owned());
            fields.insert(*field, FieldFrom::Column(name.to_owned()));
        }
    }
    fields
}

fn plain(header: &str) -> String {
    header.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_lowercase).collect()
}
