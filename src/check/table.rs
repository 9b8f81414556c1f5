//! From a draft to a table of figures keyed by codes.
//!
//! Rows are never changed: what the gate finds (negative counts, totals that
//! repeat, values far off, gaps in time) is told, and a person decides.

use crate::draft::Draft;
use crate::fault::{Fault, Place, Rule, Severity};
use crate::model::DatasetKind;
use crate::table::typing::type_draft;
use crate::table::{ColumnKind, KeyedTable, Table};

use super::cells::{control_characters, names_with_figures};
use super::codes::{Codes, malformed, mixed_schemes};
use super::figures::{Figure, Nature, figures_of};
use super::identical::identical_rows;
use super::outliers::outliers;
use super::ranges::out_of_range;
use super::select::{Selected, absent_columns, column_of, select};
use super::series::{gaps_of_rows, gaps_of_series, header_gaps, jumps, period_column};
use super::totals::{control_totals, repeated_totals, row_sums, share_matrix, total_rows};
use super::vintage::{self, detect};
use super::waivers::settle;
use super::{Checked, Report, TableRules};

/// Checks the rows of a file of figures and builds the table.
///
/// The value is `None` exactly when the report holds an error.
#[must_use]
pub fn check_table(draft: Draft, rules: &TableRules<'_>) -> Checked<KeyedTable> {
    let mut faults = draft.noticed.clone();
    let (file, part) = (draft.file.clone(), draft.part.clone());
    faults.extend(absent_columns(&draft, wanted(rules)));
    let Selected { mut draft, counts, faults: selected } = select(draft, &rules.only);
    faults.extend(selected);
    faults.extend(control_characters(&draft));
    faults.extend(names_with_figures(&draft));
    faults.extend(identical_rows(&draft));
    let code = code_column(&draft, rules, &mut faults);
    let mut text = rules.text.clone();
    text.extend(code.and_then(|column| draft.columns.get(column)).cloned());
    let (table, typed) = type_draft(&draft, &text);
    draft.rows.clear();
    faults.extend(typed);
    let Gate { geography, vintages } = gate(&table, code, rules, &mut faults);
    let mut report = Report {
        edition: rules.edition.clone(),
        kind: DatasetKind::Table,
        file,
        part,
        checksum: rules.checksum.clone(),
        counts,
        faults,
        waivers: Vec::new(),
        vintages,
    };
    settle(&mut report, &rules.waivers);
    let stopped = report.faults.iter().any(|fault| fault.severity == Severity::Error);
    let value = KeyedTable { edition: rules.edition.clone(), table, code_column: code, geography };
    Checked { value: (!stopped).then_some(value), report }
}

fn wanted<'a>(rules: &'a TableRules<'_>) -> Vec<(&'static str, &'a str)> {
    let mut wanted = Vec::new();
    wanted.extend(rules.code.as_deref().map(|name| ("the column of codes", name)));
    wanted.extend(rules.name.as_deref().map(|name| ("the column of names", name)));
    wanted.extend(rules.only.iter().map(|filter| ("a filter", filter.column.as_str())));
    wanted.extend(rules.text.iter().map(|name| ("a column of text", name.as_str())));
    wanted.extend(rules.used.iter().map(|name| ("a column of a measure, evidence or lookup", name.as_str())));
    wanted.extend(rules.control.keys().map(|name| ("a column with a control total", name.as_str())));
    wanted
}

/// The column that the manifest names; failing that, for a table with a
/// geography, the one that holds most of its codes.
fn code_column(draft: &Draft, rules: &TableRules<'_>, faults: &mut Vec<Fault>) -> Option<usize> {
    if let Some(name) = &rules.code {
        return column_of(draft, name);
    }
    let dataset = rules.geography.as_ref()?;
    let layers: Vec<_> = rules.layers.iter().filter(|layer| layer.edition.dataset == *dataset).collect();
    let found = super::suggest::code_column(draft, &layers);
    if found.is_none() {
        let message = format!("no column holds codes of '{dataset}', and the manifest names none");
        let advice = "Write code = \"the column's name\" in the manifest.";
        faults.push(Fault::new(Rule::ColumnAbsent, Place::default(), message).advise(advice));
    }
    found
}

/// What the gate learns on its way.
struct Gate {
    geography: Option<crate::model::EditionKey>,
    vintages: Vec<super::VintageMatch>,
}

fn gate(table: &Table, code: Option<usize>, rules: &TableRules<'_>, faults: &mut Vec<Fault>) -> Gate {
    let figures = figures_of(table);
    let name = rules.name.as_deref().and_then(|name| table.column(name));
    faults.extend(control_totals(table, &figures, &rules.control));
    faults.extend(out_of_range(table, &figures));
    let shares = share_matrix(table.len(), &figures);
    faults.extend(shares.as_ref().and_then(|sums| row_sums(table, sums)));
    // In a matrix of shares most cells are near nothing and a few are large: that is no fault.
    let compared = if shares.is_some() { &[] } else { figures.as_slice() };
    faults.extend(header_gaps(table));
    let period = period_column(table);
    let Some(code) = code else {
        faults.extend(total_rows(table, None, name, &figures));
        faults.extend(outliers(table, compared, &[], None));
        faults.extend(period.and_then(|column| gaps_of_rows(table, column, true)));
        return Gate { geography: None, vintages: Vec::new() };
    };
    let codes = Codes::read(table, code, faults);
    faults.extend(mixed_schemes(table, &codes));
    faults.extend(total_rows(table, Some(&codes), name, &figures));
    let found = detect(table, &codes, rules, faults);
    if let Some(layer) = found.layer {
        malformed(table, &codes, layer.scheme, faults);
        vintage::gaps(table, &codes, layer, faults);
    }
    let groups = group_columns(table, &codes, &figures);
    faults.extend(repeated_rows(table, &codes, &groups));
    let others: Vec<usize> = groups.iter().copied().filter(|column| !is_period(table, *column)).collect();
    let periods: Vec<usize> = groups.iter().copied().filter(|column| is_period(table, *column)).collect();
    faults.extend(repeated_totals(table, &codes, &figures, &periods));
    faults.extend(outliers(table, compared, &groups, Some(code)));
    if let Some(column) = period {
        let keys: Vec<usize> = std::iter::once(code).chain(others.iter().copied()).collect();
        faults.extend(gaps_of_series(table, column, &keys));
        faults.extend(jumps(table, column, code, &others, &figures));
    }
    Gate { geography: found.layer.map(|layer| layer.edition.clone()), vintages: found.vintages }
}

/// The columns that tell the rows of one code apart: words, answers, days and
/// periods that differ from row to row.
fn group_columns(table: &Table, codes: &Codes, figures: &[Figure]) -> Vec<usize> {
    if !codes.repeat() {
        return Vec::new();
    }
    let is_amount = |column: usize| {
        figures.iter().any(|figure| figure.column == column && figure.nature != Nature::Period)
    };
    (0..table.columns().len())
        .filter(|column| *column != codes.column && !is_amount(*column))
        .filter(|column| {
            codes
                .rows
                .values()
                .any(|rows| rows.windows(2).any(|p| table.cell(p[0], *column) != table.cell(p[1], *column)))
        })
        .collect()
}

fn is_period(table: &Table, column: usize) -> bool {
    let info = &table.columns()[column];
    info.kind == ColumnKind::Day || Nature::of(&info.name) == Nature::Period
}

fn repeated_rows(table: &Table, codes: &Codes, groups: &[usize]) -> Option<Fault> {
    let rows: usize = codes.rows.values().map(Vec::len).sum();
    let most = codes.rows.values().map(Vec::len).max()?;
    let extra = rows - codes.len();
    if extra == 0 {
        return None;
    }
    let by: Vec<_> = groups.iter().map(|column| format!("'{}'", table.columns()[*column].name)).collect();
    let by = if by.is_empty() {
        "no other column tells them apart".to_owned()
    } else {
        format!("told apart by {}", by.join(", "))
    };
    let message =
        format!("{rows} rows for {} codes, up to {most} rows a code: a long table, {by}", codes.len());
    let field = table.columns()[codes.column].name.as_str();
    Some(Fault::new(Rule::RepeatedRow, Place::field(field), message).counting(extra as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::LayerCodes;
    use crate::draft::{Cell, DraftRow};
    use crate::fault::Severity;
    use crate::model::{AreaCode, Scheme, Validity};

    fn draft(header: &[&str], rows: &[&[&str]]) -> Draft {
        let mut draft = Draft::new("figures.csv", None);
        draft.columns = header.iter().map(ToString::to_string).collect();
        draft.rows = rows
            .iter()
            .zip(2..)
            .map(|(cells, number)| DraftRow {
                number,
                geometry: None,
                cells: cells.iter().map(|text| Cell::text(text)).collect(),
            })
            .collect();
        draft
    }

    fn layer(key: &str, codes: impl IntoIterator<Item = u32>) -> LayerCodes {
        LayerCodes {
            edition: key.parse().expect("a key"),
            title: key.to_owned(),
            scheme: Scheme::Gss,
            validity: Validity::default(),
            codes: codes
                .into_iter()
                .map(|n| AreaCode::parse(&format!("E01{n:06}")).expect("a code"))
                .collect(),
        }
    }

    fn coded(codes: impl IntoIterator<Item = u32>) -> Draft {
        let rows: Vec<Vec<String>> =
            codes.into_iter().map(|n| vec![format!("E01{n:06}"), (n % 7).to_string()]).collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        draft(&["code", "count"], &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn check(draft: Draft, layers: &[LayerCodes], edition: Option<&str>) -> Checked<KeyedTable> {
        let mut rules = TableRules::new("figures@1".parse().expect("a key"));
        rules.code = Some("code".into());
        rules.layers = layers;
        rules.geography = Some("areas".parse().expect("an id"));
        rules.geography_edition = edition.map(|edition| edition.parse().expect("an id"));
        check_table(draft, &rules)
    }

    fn rules_of(report: &Report) -> Vec<Rule> {
        report.summary().into_iter().map(|(rule, ..)| rule).collect()
    }

    fn geography(checked: &Checked<KeyedTable>) -> Option<String> {
        checked.value.as_ref()?.geography.as_ref().map(ToString::to_string)
    }

    /// 1 to 100, then the same with 91 to 100 replaced.
    fn vintages() -> [LayerCodes; 2] {
        [layer("areas@old", 1..=100), layer("areas@new", (1..=90).chain(201..=212))]
    }

    #[test]
    fn a_table_of_the_place_finds_its_vintage() {
        assert_eq!(geography(&check(coded(1..=100), &vintages(), None)).as_deref(), Some("areas@old"));
        let new = coded((1..=90).chain(201..=212));
        assert_eq!(geography(&check(new, &vintages(), None)).as_deref(), Some("areas@new"));
    }

    #[test]
    fn a_table_wider_than_the_place_finds_its_vintage() {
        let wide = || coded((1..=60).chain(91..=95).chain(5_000..=9_000));
        assert_eq!(geography(&check(wide(), &vintages(), None)).as_deref(), Some("areas@old"));
        let alone = check(wide(), &vintages()[1..], None);
        assert_eq!((geography(&alone), rules_of(&alone.report)[0]), (None, Rule::WrongVintage));
    }

    #[test]
    fn a_table_that_fits_both_vintages_must_be_told_which() {
        let checked = check(coded(1..=50), &vintages(), None);
        assert_eq!(rules_of(&checked.report)[0], Rule::WrongVintage);
        let told = check(coded(1..=50), &vintages(), Some("new"));
        assert_eq!(geography(&told).as_deref(), Some("areas@new"));
        assert!(rules_of(&told.report).contains(&Rule::AbsentAreas));
    }

    #[test]
    fn the_wrong_vintage_stops_the_table() {
        let checked = check(coded(1..=100), &vintages(), Some("new"));
        assert!(checked.value.is_none());
        let fault = checked.report.faults.iter().find(|f| f.rule == Rule::WrongVintage).expect("a fault");
        assert!(fault.message.contains("areas@old 100.0 %"), "{}", fault.message);
        assert!(fault.message.contains("areas@new 90.0 %"), "{}", fault.message);
    }

    #[test]
    fn a_larger_edition_of_the_same_vintage_is_no_other_vintage() {
        let layers = [layer("areas@city", 1..=80), layer("areas@county", 1..=100)];
        let checked = check(coded(1..=100), &layers, Some("city"));
        assert_eq!(geography(&checked).as_deref(), Some("areas@city"));
        assert!(rules_of(&checked.report).contains(&Rule::UnmatchedCode));
    }

    #[test]
    fn absent_areas_are_told_one_by_one_and_count_as_missing() {
        let checked = check(coded(4..=100), &vintages(), Some("old"));
        let absent: Vec<_> = checked.report.faults.iter().filter(|f| f.rule == Rule::AbsentAreas).collect();
        assert_eq!(absent.len(), 3);
        assert_eq!(absent[0].severity, Severity::Warning);
        assert!(absent[0].message.contains("missing, not zero"), "{}", absent[0].message);
    }

    fn plain(header: &[&str], rows: &[&[&str]]) -> Report {
        let mut rules = TableRules::new("figures@1".parse().expect("a key"));
        rules.code = Some(header[0].to_owned());
        check_table(draft(header, rows), &rules).report
    }

    #[test]
    fn impossible_values_are_told() {
        let report = plain(&["area", "count", "share"], &[&["a", "-1", "0.5"], &["b", "3", "1.5"]]);
        assert_eq!(rules_of(&report), [Rule::NegativeCount, Rule::RateOutOfRange]);
        let report = plain(&["area", "percent"], &[&["a", "101"], &["b", "99"]]);
        assert_eq!(rules_of(&report), [Rule::RateOutOfRange]);
    }

    #[test]
    fn rows_that_sum_up_others_are_told() {
        let rows: [&[&str]; 5] =
            [&["a", "1", "10"], &["b", "2", "20"], &["c", "3", "30"], &["d", "4", "40"], &["x", "10", "100"]];
        assert_eq!(rules_of(&plain(&["area", "people", "households"], &rows)), [Rule::TotalRow]);
        let named: [&[&str]; 2] = [&["a", "1"], &["England", "9"]];
        assert_eq!(rules_of(&plain(&["area", "score"], &named)), [Rule::TotalRow]);
    }

    #[test]
    fn a_total_on_every_row_of_a_group_is_told() {
        let rows: [&[&str]; 4] = [
            &["a", "yes", "4", "10"],
            &["a", "no", "6", "10"],
            &["b", "yes", "1", "5"],
            &["b", "no", "4", "5"],
        ];
        let report = plain(&["area", "answer", "n", "residents"], &rows);
        assert_eq!(rules_of(&report), [Rule::RepeatedTotal, Rule::RepeatedRow]);
    }

    #[test]
    fn missing_periods_are_told() {
        let rows: [&[&str]; 3] = [&["a", "2011", "4"], &["a", "2012", "6"], &["a", "2014", "1"]];
        let report = plain(&["area", "year", "n"], &rows);
        assert!(rules_of(&report).contains(&Rule::TimeGap));
        assert!(report.faults[0].message.contains("2013"), "{}", report.faults[0].message);
    }

    #[test]
    fn a_year_that_dates_a_thing_lacks_none() {
        let rows: [&[&str]; 4] =
            [&["a", "1904", "4"], &["b", "1905", "6"], &["c", "1907", "1"], &["d", "1908", "2"]];
        let report = plain(&["area", "year", "beds"], &rows);
        assert!(!rules_of(&report).contains(&Rule::TimeGap), "{:?}", report.faults);
    }

    #[test]
    fn blank_records_are_left_out_and_filters_set_aside() {
        let mut rules = TableRules::new("figures@1".parse().expect("a key"));
        rules.only.push(crate::check::Filter { column: "area".into(), value: "a".into() });
        let rows: [&[&str]; 3] = [&[" a ", "1"], &["b", "2"], &["", " "]];
        let checked = check_table(draft(&["area", "n"], &rows), &rules);
        let counts = checked.report.counts;
        assert_eq!((counts.read, counts.kept, counts.filtered, counts.left_out), (3, 1, 1, 1));
        assert_eq!(checked.value.map(|table| table.table.len()), Some(1));
    }

    #[test]
    fn a_record_without_a_code_stops_the_table() {
        let report = plain(&["area", "n"], &[&["", "1"], &["b", "2"]]);
        assert_eq!(rules_of(&report), [Rule::MissingCode, Rule::MissingValues]);
    }
}
