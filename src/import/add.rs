//! Adding one edition to a place whose manifest a person has written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

use crate::ingest::manifest::Plan;
use crate::model::EditionKey;
use crate::store::PlaceStore;

use super::progress::Progress;
use super::run::{ImportOptions, run};
use super::{ImportError, Manifest, Outcome};

const KINDS: [&str; 4] = ["layer", "register", "table", "network"];

/// Adds what `entry` describes to the place's manifest and imports just that.
///
/// `entry` is a piece of a manifest: one `[[layer]]`, `[[register]]`, `[[table]]`
/// or `[[network]]` with its editions, and the `[licence.…]` entries it needs. A
/// data set that the manifest has already gains the editions; its comments
/// and everything else stay as they were written. An edition of the same id
/// is replaced. The files lie in `source`.
///
/// The manifest of the place changes only when the import lands.
///
/// # Errors
/// [`ImportError::Entry`] when the piece does not fit, [`ImportError::Manifest`]
/// when the whole would have faults.
pub fn add_edition(
    place: &Path,
    source: &Path,
    entry: &str,
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<Outcome, ImportError> {
    let store = PlaceStore::open(place)?;
    let (text, added) = merge(&written_manifest(&store)?, entry)?;
    let manifest = Manifest::parse(text).map_err(ImportError::Manifest)?;
    let only = editions_of(manifest.plan(), &added)?;
    let options = ImportOptions { only: Some(only), ..options.clone() };
    run(&manifest, source, place, &options, progress)
}

/// The manifest as it lies in the folder, edits of a person included, else
/// the one that was imported last.
fn written_manifest(store: &PlaceStore) -> Result<String, ImportError> {
    match fs::read_to_string(store.manifest_file()) {
        Ok(text) => Ok(text),
        Err(_) => Ok(store.manifest()?),
    }
}

/// The manifest with the piece in it, and which editions (data set, edition) came with it.
fn merge(manifest: &str, entry: &str) -> Result<(String, Vec<(String, String)>), ImportError> {
    let told = |what: &str| {
        let what = what.to_owned();
        move |error: toml_edit::TomlError| {
            ImportError::Entry(format!("{what} is not TOML: {}", error.message()))
        }
    };
    let mut whole: DocumentMut = manifest.parse().map_err(told("the place's manifest"))?;
    let piece: DocumentMut = entry.parse().map_err(told("the entry"))?;
    let mut added = Vec::new();
    for (key, item) in piece.iter() {
        match (key, item) {
            ("licence", Item::Table(licences)) => add_licences(&mut whole, licences)?,
            (kind, Item::ArrayOfTables(datasets)) if KINDS.contains(&kind) => {
                for dataset in datasets {
                    add_dataset(&mut whole, kind, dataset, &mut added)?;
                }
            }
            _ => {
                let message = format!(
                    "'{key}' cannot be added; write [[layer]], [[register]], [[table]], [[network]] and [licence.…]"
                );
                return Err(ImportError::Entry(message));
            }
        }
    }
    if added.is_empty() {
        return Err(ImportError::Entry("it describes no edition".into()));
    }
    Ok((whole.to_string(), added))
}

fn add_licences(whole: &mut DocumentMut, licences: &Table) -> Result<(), ImportError> {
    let held = whole.entry("licence").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let held = held.as_table_like_mut().ok_or_else(|| ImportError::Entry("'licence' is no table".into()))?;
    for (id, licence) in licences {
        match held.get(id) {
            Some(there) if plain(there) != plain(licence) => {
                let message =
                    format!("the manifest describes another licence '{id}'; give this one another name");
                return Err(ImportError::Entry(message));
            }
            Some(_) => {}
            None => {
                held.insert(id, fresh(licence));
            }
        }
    }
    Ok(())
}

fn add_dataset(
    whole: &mut DocumentMut,
    kind: &str,
    dataset: &Table,
    added: &mut Vec<(String, String)>,
) -> Result<(), ImportError> {
    let id = text_of(dataset, "id")?;
    let editions = dataset.get("edition").and_then(Item::as_array_of_tables);
    let editions =
        editions.ok_or_else(|| ImportError::Entry(format!("{kind} {id} has no [[{kind}.edition]]")))?;
    for edition in editions {
        added.push((id.clone(), text_of(edition, "id")?));
    }
    let list = whole.entry(kind).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let list = list
        .as_array_of_tables_mut()
        .ok_or_else(|| ImportError::Entry(format!("'{kind}' of the manifest is no list of tables")))?;
    let there = list.iter_mut().find(|table| table.get("id").and_then(Item::as_str) == Some(id.as_str()));
    let Some(there) = there else {
        list.push(fresh_table(dataset));
        return Ok(());
    };
    let held = there.entry("edition").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let held = held
        .as_array_of_tables_mut()
        .ok_or_else(|| ImportError::Entry(format!("the editions of {id} are no list of tables")))?;
    for edition in editions {
        let same = |table: &Table| plain_text(table, "id") == plain_text(edition, "id");
        let last = held.iter().filter_map(Table::position).max();
        let at = held.iter().position(same);
        match at.and_then(|at| held.get_mut(at)) {
            Some(old) => *old = placed(old.position(), edition),
            None => held.push(placed(last, edition)),
        }
    }
    Ok(())
}

/// An edition at a position of the text: that of the one it replaces, or that
/// of the last one of its data set, behind which it is written.
fn placed(position: Option<isize>, edition: &Table) -> Table {
    let mut table = fresh_table(edition);
    table.set_position(position);
    table
}

/// An item without its position in the piece it came from.
fn fresh(item: &Item) -> Item {
    match item {
        Item::Table(table) => Item::Table(fresh_table(table)),
        Item::ArrayOfTables(tables) => Item::ArrayOfTables(tables.iter().map(fresh_table).collect()),
        other => other.clone(),
    }
}

fn fresh_table(table: &Table) -> Table {
    let mut new = Table::new();
    new.set_implicit(table.is_implicit());
    *new.decor_mut() = table.decor().clone();
    for (key, item) in table {
        new.insert(key, fresh(item));
    }
    new
}

fn plain(item: &Item) -> String {
    let mut fields: Vec<String> = item
        .as_table_like()
        .into_iter()
        .flat_map(|table| table.iter().map(|(key, value)| format!("{key}={:?}", value.as_str())))
        .collect();
    fields.sort();
    fields.join(";")
}

fn plain_text<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    table.get(key).and_then(Item::as_str)
}

fn text_of(table: &Table, key: &str) -> Result<String, ImportError> {
    let text = plain_text(table, key).map(str::to_owned);
    text.ok_or_else(|| ImportError::Entry(format!("'{key}' is missing")))
}

fn editions_of(plan: &Plan, added: &[(String, String)]) -> Result<BTreeSet<EditionKey>, ImportError> {
    let keys = plan.layers.iter().flat_map(|d| &d.editions);
    let keys = keys.chain(plan.registers.iter().flat_map(|d| &d.editions));
    let keys = keys.chain(plan.tables.iter().flat_map(|d| &d.editions));
    let keys = keys.chain(plan.networks.iter().flat_map(|d| &d.editions));
    let keys: Vec<&EditionKey> = keys.map(|e| &e.key).collect();
    let find = |(dataset, edition): &(String, String)| {
        let found = keys.iter().find(|k| k.dataset.as_str() == dataset && k.edition.as_str() == edition);
        found
            .map(|key| (*key).clone())
            .ok_or_else(|| ImportError::NotDescribed(format!("{dataset}@{edition}")))
    };
    added.iter().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"# The town that we know.
[place]
id = "town"
name = "Town"

[licence.ogl] # as always
name = "OGL"

[[layer]]
id = "wards"
title = "Wards"
[[layer.edition]]
id = "2018"
file = "w18.geojson" # from the portal
code = "c"
licence = "ogl"

[[table]]
id = "people"
title = "People"
[[table.edition]]
id = "2011"
file = "p11.csv"
licence = "ogl"
"#;

    fn check(entry: &str) -> String {
        let (text, _) = merge(WHOLE, entry).expect("merged");
        Manifest::parse(text.clone()).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
        text
    }

    #[test]
    fn a_new_data_set_is_added_and_comments_stay() {
        let text = check(
            "[licence.cc]\nname = \"CC BY\"\n[[register]]\nid = \"libraries\"\ntitle = \"Libraries\"\n\
             [[register.edition]]\nid = \"2023\"\nfile = \"l.csv\"\nlicence = \"cc\"\nlocate = { postcode = \"p\" }\n",
        );
        assert!(text.contains("# from the portal") && text.contains("# The town that we know."));
        assert!(text.contains("[licence.cc]") && text.contains("[[register.edition]]"), "{text}");
    }

    #[test]
    fn a_new_edition_goes_to_its_data_set() {
        let text = check(
            "[[layer]]\nid = \"wards\"\ntitle = \"Wards\"\n[[layer.edition]]\nid = \"2004\"\n\
             file = \"w04.zip\"\ncode = \"c\"\nlicence = \"ogl\"\n",
        );
        let plan = Manifest::parse(text).expect("a manifest").plan().clone();
        assert_eq!(plan.layers.len(), 1);
        assert_eq!(plan.layers[0].editions.len(), 2);
        assert_eq!(plan.tables[0].editions.len(), 1);
    }

    #[test]
    fn an_edition_of_the_same_id_is_replaced() {
        let text = check(
            "[[table]]\nid = \"people\"\ntitle = \"People\"\n[[table.edition]]\nid = \"2011\"\n\
             file = \"better.csv\"\nlicence = \"ogl\"\n",
        );
        assert!(text.contains("better.csv") && !text.contains("p11.csv"), "{text}");
    }

    #[test]
    fn a_piece_that_does_not_fit_is_refused_in_plain_words() {
        let refused = |entry: &str, expected: &str| {
            let error = merge(WHOLE, entry).expect_err("refused").to_string();
            assert!(error.contains(expected), "{error}");
        };
        refused("[place]\nid = \"x\"", "'place' cannot be added");
        refused("[licence.ogl]\nname = \"Another\"", "another licence 'ogl'");
        refused("[[table]]\nid = \"people\"", "has no [[table.edition]]");
        refused("x = ", "not TOML");
        refused("", "no edition");
    }
}
