//! Names of tables and columns that any GeoPackage reader can live with.

use std::collections::BTreeSet;

use crate::model::EditionKey;

/// The longest column name that is kept, in characters.
const MAX_COLUMN_CHARS: usize = 120;
/// Names with a meaning of their own in SQLite.
const RESERVED: [&str; 3] = ["rowid", "oid", "_rowid_"];
/// Beginnings of names that belong to the standard, to SQLite or to us.
const TAKEN: [&str; 4] = ["gpkg_", "rtree_", "sqlite_", "wardwise_"];

/// A name between double quotes, safe in a statement.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A table name such as `wards_2018`, told apart from those in use.
pub fn table_name(edition: &EditionKey, in_use: &dyn Fn(&str) -> bool) -> String {
    let base = plain_table(&format!("{}_{}", edition.dataset, edition.edition));
    if !in_use(&base) {
        return base;
    }
    (2_u32..).map(|n| format!("{base}_r{n}")).find(|name| !in_use(name)).unwrap_or(base)
}

/// A table name made of ids, which are plain but for hyphens and dots.
pub fn plain_table(ids: &str) -> String {
    let mut name = ids.replace(['-', '.'], "_");
    if TAKEN.iter().any(|taken| name.starts_with(taken)) {
        name.insert_str(0, "d_");
    }
    name
}

/// Column names, told apart from `own` and from each other the way SQLite
/// tells them apart: without regard to the case of ASCII letters.
pub fn column_names<'a>(own: &[&str], published: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut used: BTreeSet<String> = own.iter().chain(&RESERVED).map(|name| (*name).to_owned()).collect();
    let mut names = Vec::new();
    for (index, name) in published.enumerate() {
        let plain = plain(name, index);
        let free = |name: &String| !used.contains(&name.to_ascii_lowercase());
        let name = if free(&plain) {
            plain
        } else {
            (2_u32..).map(|n| format!("{plain}_{n}")).find(free).unwrap_or(plain)
        };
        used.insert(name.to_ascii_lowercase());
        names.push(name);
    }
    names
}

fn plain(name: &str, index: usize) -> String {
    let safe = name.trim().chars().map(|c| if c.is_control() { '_' } else { c });
    let short: String = safe.take(MAX_COLUMN_CHARS).collect();
    if short.is_empty() { format!("column_{}", index + 1) } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(published: &[&str], expected: &[&str]) {
        assert_eq!(column_names(&["fid", "code"], published.iter().copied()), expected);
    }

    #[test]
    fn columns_are_told_apart_without_regard_to_case() {
        check(&["Code", "CODE", "Name"], &["Code_2", "CODE_3", "Name"]);
        check(&["a\0b", "", " ROWID "], &["a_b", "column_2", "ROWID_2"]);
        check(&["x", "x_2", "X"], &["x", "x_2", "X_3"]);
    }

    #[test]
    fn a_table_name_is_readable_and_free() {
        let key = |text: &str| text.parse::<EditionKey>().expect("a key");
        assert_eq!(table_name(&key("wards@2018"), &|_| false), "wards_2018");
        assert_eq!(table_name(&key("wards@2018"), &|name| name == "wards_2018"), "wards_2018_r2");
        assert_eq!(table_name(&key("rtree@mid-2020.1"), &|_| false), "d_rtree_mid_2020_1");
    }

    #[test]
    fn a_quote_in_a_name_stays_inside_it() {
        assert_eq!(quoted("a\"; DROP"), "\"a\"\"; DROP\"");
    }
}
