//! The stages of a composite index against recorded runs of `COINr`.
//!
//! Data: the index of sustainable connectivity between Asia and Europe, 51
//! countries. There a high score is good; here a high score is need. The
//! arithmetic is the same once "high is good" is written as "high counts".

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wardwise::assess::Figure;
use wardwise::assess::aggregate::{Aggregation, Gaps, WeightSum};
use wardwise::assess::impute::{Imputation, impute};
use wardwise::assess::normalise::{Direction, Normalisation, normalise};
use wardwise::assess::recipe::{
    Comparator, Group, Indicator, IndicatorFigures, Inputs, Node, RankRules, Recipe, Shrinkage,
};
use wardwise::assess::run::{Run, Standing, run};
use wardwise::assess::shrink::Part;
use wardwise::assess::treat::{Done, Limits, Shape, Treatment};
use wardwise::model::{AreaCode, Missing};

use super::table::{Table, assert_near};
use crate::support::data_dir;

const WITHIN: f64 = 1e-9;

struct Asem {
    folder: PathBuf,
    tree: Table,
    /// Indicators divided by their denominators: what all runs start from.
    figures: Table,
}

impl Asem {
    fn read(data: &Path) -> Self {
        let folder = data.join("reference/coinr");
        let read = |name: &str| Table::read(&folder.join(name));
        Self { tree: read("asem_imeta.csv"), figures: read("asem_denominated.csv"), folder: folder.clone() }
    }

    fn recorded(&self, name: &str) -> Table {
        Table::read(&self.folder.join(name))
    }

    fn countries(&self) -> Vec<&str> {
        (0..self.figures.rows.len()).map(|row| self.figures.text(row, "uCode")).collect()
    }

    /// Indicator ids with the direction of the tree.
    fn indicators(&self) -> Vec<(&str, Direction)> {
        let rows = (0..self.tree.rows.len()).filter(|row| self.tree.text(*row, "Type") == "Indicator");
        rows.map(|row| (self.tree.text(row, "iCode"), direction(&self.tree, row))).collect()
    }

    fn column(&self, id: &str) -> Vec<Figure> {
        (0..self.figures.rows.len())
            .map(|row| self.figures.number(row, id).ok_or(Missing::NotGiven))
            .collect()
    }

    /// Holds a column against the same one of a recorded table, country by country.
    fn assert_column(&self, found: &[Figure], recorded: &Table, id: &str, turn: impl Fn(f64) -> f64) {
        for (country, found) in self.countries().iter().zip(found) {
            let expected = recorded.number(recorded.row_of("uCode", country), id);
            match (found, expected) {
                (Ok(found), Some(expected)) => {
                    assert_near(turn(*found), expected, WITHIN, &format!("{id} {country}"));
                }
                (Err(_), None) => {}
                other => panic!("{id} {country}: {other:?}"),
            }
        }
    }
}

fn direction(tree: &Table, row: usize) -> Direction {
    if tree.number(row, "Direction") == Some(1.0) { Direction::HighIsWorse } else { Direction::HighIsBetter }
}

#[test]
fn denominated_columns_are_those_of_coinr() {
    let Some(data) = data_dir() else { return };
    let asem = Asem::read(&data);
    let raw = asem.recorded("asem_idata.csv");
    for (id, _) in asem.indicators() {
        let by = asem.tree.text(asem.tree.row_of("iCode", id), "Denominator");
        if by.is_empty() || by == "NA" {
            continue;
        }
        let part = |country: &&str| {
            let row = raw.row_of("uCode", country);
            let count = raw.number(row, id).ok_or(Missing::NotGiven)?;
            Ok(Part { count, total: raw.number(row, by).ok_or(Missing::NotGiven)? })
        };
        let rates = IndicatorFigures::rates(asem.countries().iter().map(part).collect(), 1.0);
        asem.assert_column(&rates.figures, &asem.figures, id, |figure| figure);
    }
}

#[test]
fn normalised_columns_are_those_of_coinr() {
    let Some(data) = data_dir() else { return };
    let asem = Asem::read(&data);
    let methods = [
        ("asem_minmax.csv", Normalisation::MinMax { low: 0.0, high: 100.0 }),
        ("asem_zscore.csv", Normalisation::ZScore),
        // "Distance to the maximum" there is nearness on a scale from 0 to 1.
        ("asem_dist2max.csv", Normalisation::MinMax { low: 0.0, high: 1.0 }),
    ];
    for (file, method) in methods {
        let recorded = asem.recorded(file);
        for (id, direction) in asem.indicators() {
            let (_, scores) = normalise(&asem.column(id), &method, direction).unwrap();
            asem.assert_column(&scores, &recorded, id, |score| score);
        }
    }
}

/// The recorded figures have 15 digits, so two countries that `COINr` told apart
/// in the last bit are equal here, and share the lower of their ranks.
#[test]
fn ranks_of_indicators_are_those_of_coinr_but_for_the_last_bit() {
    let Some(data) = data_dir() else { return };
    let asem = Asem::read(&data);
    let files = [("asem_rank.csv", 0.0, 1.0), ("asem_prank.csv", 1.0, 0.0), ("asem_borda.csv", 1.0, 1.0)];
    let recorded = files.map(|(file, from, steps)| (asem.recorded(file), from, steps));
    let mut told_apart = 0;
    for (id, direction) in asem.indicators() {
        let column = asem.column(id);
        let (_, scores) = normalise(&column, &Normalisation::Rank, direction).unwrap();
        let (_, shares) = normalise(&column, &Normalisation::Percentile, direction).unwrap();
        let others = column.iter().flatten().count() as f64 - 1.0;
        for (at, country) in asem.countries().iter().enumerate() {
            let Ok(rank) = scores[at] else { continue };
            assert_near(shares[at].unwrap(), (rank - 1.0) / others, WITHIN, id);
            let sharing = column.iter().filter(|figure| **figure == column[at]).count() as f64;
            for (table, from, steps) in &recorded {
                let scale = if *steps == 0.0 { others } else { 1.0 };
                let theirs = table.number(table.row_of("uCode", country), id).unwrap() * scale + from;
                assert!(
                    theirs > rank - 1e-9 && theirs < rank + sharing - 1.0 + 1e-9,
                    "{id} {country}: {theirs} {rank}"
                );
                told_apart += usize::from((theirs - rank).abs() > 1e-9);
            }
        }
    }
    assert!(told_apart <= 30, "{told_apart}");
}

/// "Fraction of the maximum" is one less the distance to the best where high
/// is good. Where low is good `COINr` divides by the highest of figures turned
/// negative, infinite if the lowest figure is nought; ours refuses that by name.
#[test]
fn distance_to_the_best_is_the_rest_of_coinrs_fraction() {
    let Some(data) = data_dir() else { return };
    let asem = Asem::read(&data);
    let recorded = asem.recorded("asem_fracmax.csv");
    let (mut same, mut refused) = (0, 0);
    for (id, direction) in asem.indicators() {
        if direction == Direction::HighIsWorse {
            let (_, scores) =
                normalise(&asem.column(id), &Normalisation::DistanceToBest, Direction::HighIsBetter).unwrap();
            asem.assert_column(&scores, &recorded, id, |score| 1.0 - score);
            same += 1;
        } else if normalise(&asem.column(id), &Normalisation::DistanceToBest, Direction::HighIsWorse).is_err()
        {
            let infinite = |row| recorded.text(row, id) == "Inf" || recorded.text(row, id).is_empty();
            assert!((0..recorded.rows.len()).any(infinite), "{id}");
            refused += 1;
        }
    }
    assert!(same > 30 && refused >= 2, "{same} {refused}");
}

#[test]
fn treated_columns_and_their_shapes_are_those_of_coinr() {
    let Some(data) = data_dir() else { return };
    let asem = Asem::read(&data);
    let (treated, details) =
        (asem.recorded("asem_treated_default.csv"), asem.recorded("asem_treated_details.csv"));
    for (id, _) in asem.indicators() {
        let column = asem.column(id);
        let row = details.row_of("iCode", id);
        let of = |name: &str| details.number(row, name);
        let shape = Shape::of(&column).unwrap();
        assert_near(shape.skewness, of("check_SkewKurt0.Skew").unwrap(), WITHIN, id);
        assert_near(shape.kurtosis, of("check_SkewKurt0.Kurt").unwrap(), WITHIN, id);
        let found = Treatment::WinsoriseThenLog(Limits::default()).apply(&column).unwrap();
        asem.assert_column(&found.figures, &treated, id, |figure| figure);
        match (&found.done, of("winsorise.nwin")) {
            (Done::Nothing, None) => {}
            (Done::Moved { areas, passes: true }, Some(moved)) => {
                assert_near(areas.len() as f64, moved, 0.0, id);
            }
            other => panic!("{id}: {other:?}"),
        }
    }
}

#[test]
fn imputed_columns_are_those_of_coinr() {
    let Some(data) = data_dir() else { return };
    let asem = Asem::read(&data);
    let raw = asem.recorded("asem_idata.csv");
    let recorded = asem.recorded("asem_imputed_mean_gdp_group.csv");
    let group = |country: &&str| Some(raw.text(raw.row_of("uCode", country), "GDP_group").to_owned());
    let groups: Vec<Option<String>> = asem.countries().iter().map(group).collect();
    let method = Imputation::GroupMean { grouping: "GDP_group".to_owned() };
    for (id, _) in asem.indicators() {
        let found = impute(&asem.column(id), &method, Some(&groups)).unwrap();
        asem.assert_column(&found.figures, &recorded, id, |figure| figure);
    }
}

/// The tree of the recorded index as a recipe.
fn index(asem: &Asem, aggregation: Aggregation, normalisation: &Normalisation) -> Group {
    let tree = &asem.tree;
    let mut parts: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    // Levels rise down the file, so a group's parts are complete when it comes.
    let in_index = |row: &usize| matches!(tree.text(*row, "Type"), "Indicator" | "Aggregate");
    for row in (0..tree.rows.len()).filter(in_index) {
        let id = tree.text(row, "iCode").to_owned();
        // The index itself has no weight there.
        let weight = tree.number(row, "Weight").unwrap_or(1.0);
        let node = if tree.text(row, "Type") == "Indicator" {
            Node::Indicator(indicator(&id, weight, direction(tree, row), normalisation))
        } else {
            Node::Group(group(&id, weight, aggregation, parts.remove(&id).expect("parts")))
        };
        parts.entry(tree.text(row, "Parent").to_owned()).or_default().push(node);
    }
    match parts.remove("NA").or_else(|| parts.remove("")).expect("the index").remove(0) {
        Node::Group(index) => index,
        Node::Indicator(_) => panic!("an index of one indicator"),
    }
}

fn group(id: &str, weight: f64, aggregation: Aggregation, parts: Vec<Node>) -> Group {
    // COINr leaves gaps out of a mean, however many there are.
    let gaps = Gaps::Reweight { least_present: 0.0 };
    Group { id: id.to_owned(), title: id.to_owned(), weight, aggregation, gaps, parts }
}

fn indicator(id: &str, weight: f64, direction: Direction, normalisation: &Normalisation) -> Indicator {
    Indicator {
        id: id.to_owned(),
        title: id.to_owned(),
        weight,
        direction,
        shrinkage: Shrinkage::Off,
        treatment: Treatment::None,
        imputation: Imputation::None,
        normalisation: normalisation.clone(),
    }
}

fn run_asem(asem: &Asem, aggregation: Aggregation, normalisation: &Normalisation) -> Run {
    let areas: Vec<AreaCode> = asem.countries().iter().map(|code| AreaCode::parse(code).unwrap()).collect();
    let indicators = asem.indicators().into_iter();
    let inputs = Inputs {
        people: vec![Ok(1.0); areas.len()],
        indicators: indicators
            .map(|(id, _)| (id.to_owned(), IndicatorFigures::bare(asem.column(id))))
            .collect(),
        areas: areas.clone(),
        ..Inputs::default()
    };
    let recipe = Recipe {
        title: "Sustainable connectivity".to_owned(),
        areas,
        index: index(asem, aggregation, normalisation),
        comparator: Comparator::Place,
        rules: RankRules { most_imputed: 1.0, ..RankRules::default() },
        uncertainty: None,
        seed: 1,
    };
    run(&recipe, &inputs).unwrap()
}

#[test]
fn whole_indices_are_those_of_coinr() {
    let Some(data) = data_dir() else { return };
    let asem = Asem::read(&data);
    let from_nought = Normalisation::MinMax { low: 0.0, high: 100.0 };
    let from_one = Normalisation::MinMax { low: 1.0, high: 100.0 };
    for (file, aggregation, normalisation) in [
        ("asem_aggregated_amean.csv", Aggregation::Arithmetic(WeightSum::Shared), &from_nought),
        ("asem_aggregated_gmean_minmax_1_100.csv", Aggregation::Geometric, &from_one),
        ("asem_aggregated_hmean_minmax_1_100.csv", Aggregation::Harmonic, &from_one),
    ] {
        let recorded = asem.recorded(file);
        let run = run_asem(&asem, aggregation, normalisation);
        for node in &run.nodes {
            asem.assert_column(&node.scores, &recorded, &node.id, |score| score);
        }
        assert_eq!(run.nodes.len(), 49 + 8 + 2 + 1);
    }
}

#[test]
fn ranks_are_those_of_coinr() {
    let Some(data) = data_dir() else { return };
    let asem = Asem::read(&data);
    let recorded = asem.recorded("asem_ranks_amean.csv");
    let run = run_asem(
        &asem,
        Aggregation::Arithmetic(WeightSum::Shared),
        &Normalisation::MinMax { low: 0.0, high: 100.0 },
    );
    for node in &run.nodes {
        for (country, standing) in asem.countries().iter().zip(&node.standings) {
            let expected = recorded.number(recorded.row_of("uCode", country), &node.id);
            match (standing, expected) {
                // Equal to 15 digits: COINr may tell them apart in the last bit.
                (Standing::Ranked { rank, sharing }, Some(theirs)) => {
                    let shared = *rank as f64..=(rank + sharing - 1) as f64;
                    assert!(shared.contains(&theirs), "{} {country}: {theirs} {rank}", node.id);
                }
                (Standing::Unranked(_), None) => {}
                other => panic!("{} {country}: {other:?}", node.id),
            }
        }
    }
}
