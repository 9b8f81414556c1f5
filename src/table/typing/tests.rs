use proptest::prelude::*;

use super::*;
use crate::draft::DraftRow;
use crate::table::ColumnKind;
use crate::table::number::read_number;

fn draft(header: &str, cells: &[Cell]) -> Draft {
    let mut draft = Draft::new("a.csv", None);
    draft.columns.push(header.to_owned());
    draft.rows = cells
        .iter()
        .zip(2..)
        .map(|(cell, number)| DraftRow { number, geometry: None, cells: vec![cell.clone()] })
        .collect();
    draft
}

fn typed(header: &str, cells: &[&str]) -> (Table, Vec<Fault>) {
    let cells: Vec<_> = cells.iter().map(|text| Cell::text(text)).collect();
    type_draft(&draft(header, &cells), &[])
}

fn check(header: &str, cells: &[&str], kind: ColumnKind, rules: &[Rule]) {
    let (table, faults) = typed(header, cells);
    assert_eq!(table.columns()[0].kind, kind, "{cells:?}");
    assert_eq!(faults.iter().map(|fault| fault.rule).collect::<Vec<_>>(), rules, "{faults:?}");
}

#[test]
fn a_column_is_what_all_its_cells_are() {
    check("count", &["1", "2"], ColumnKind::Number, &[]);
    check("count", &["1,200", "2"], ColumnKind::Number, &[Rule::NumberFormat]);
    check("share", &["45%", "NA"], ColumnKind::Number, &[Rule::NumberFormat, Rule::MissingValues]);
    check("day", &["2018-05-03", "2018-05-04"], ColumnKind::Day, &[]);
    check("day", &["03/05/2018", ""], ColumnKind::Day, &[Rule::MissingValues]);
    check("open", &["Yes", "No"], ColumnKind::Flag, &[]);
    check("open", &["TRUE"], ColumnKind::Flag, &[]);
    check("name", &["Aston", "12"], ColumnKind::Text, &[]);
    check("nothing", &["", ""], ColumnKind::Text, &[Rule::MissingValues]);
    check("sex", &["F", "F"], ColumnKind::Text, &[]);
    check("statutory", &["t", "f"], ColumnKind::Flag, &[]);
}

#[test]
fn identifiers_stay_text() {
    check("UPRN", &["100121228178", "10009"], ColumnKind::Text, &[]);
    check("number", &["007", "8"], ColumnKind::Text, &[]);
    check("number", &["1234567890123456"], ColumnKind::Text, &[]);
    let (table, _) = type_draft(&draft("count", &[Cell::text("1")]), &["count".into()]);
    assert_eq!(table.columns()[0].kind, ColumnKind::Text);
}

#[test]
fn a_mixed_column_names_the_records_that_stand_against_it() {
    let (table, faults) = typed("count", &["1", "2", "many", "3", "few"]);
    assert_eq!(table.columns()[0].kind, ColumnKind::Text);
    assert_eq!((faults[0].rule, faults[0].count, faults[0].place.row), (Rule::MixedTypes, 2, Some(4)));
    assert!(faults[0].message.contains("row 6: 'few'"), "{}", faults[0].message);
}

#[test]
fn marks_are_gaps_among_figures_and_words_among_words() {
    let (table, _) = typed("count", &["1", "*", "[c]", "[z]", ""]);
    let gaps: Vec<_> = (0..5).map(|row| table.gap(row, 0)).collect();
    let expected = [
        None,
        Some(Missing::Suppressed),
        Some(Missing::Suppressed),
        Some(Missing::NotApplicable),
        Some(Missing::NotGiven),
    ];
    assert_eq!(gaps, expected);
    let (table, _) = typed("grade", &["a", "c", "x", "NA"]);
    assert_eq!((table.text(1, 0), table.text(2, 0), table.text(3, 0)), (Some("c"), Some("x"), None));
}

#[test]
fn names_in_use_are_tidy_and_unique() {
    let published = ["A", " A ", "", "Post\n code", "A (2)"].map(String::from);
    assert_eq!(names_in_use(&published), ["A", "A (2)", "column 3", "Post code", "A (2) (2)"]);
}

proptest! {
    #[test]
    fn a_gap_never_becomes_a_number(
        cells in prop::collection::vec(
            prop::sample::select(vec!["", " ", "NA", "-", "..", "*", "[c]", "x", "1", "0", "2.5", "1,000", "word"]),
            1..30,
        ),
    ) {
        let (table, _) = typed("value", &cells);
        for (row, cell) in cells.iter().enumerate() {
            let is_gap = Missing::from_mark(cell).is_some();
            prop_assert!(!(is_gap && table.number(row, 0).is_ok()), "{:?}", cell);
            prop_assert_eq!(read_number(cell).is_none() && table.number(row, 0).is_ok(), false);
        }
    }
}
