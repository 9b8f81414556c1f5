//! Spatial statistics and class breaks against recorded answers of esda and mapclassify.
//!
//! `benches/peers/assess_pysal.py` made the cases.

use serde_json::Value;
use wardwise::assess::Figure;
use wardwise::assess::breaks::{Classes, upper_bounds};
use wardwise::assess::spatial::{
    Local, Neighbours, Scheme, Spot, Test, Tested, hot_spots, local_moran, moran,
};

use super::table::assert_near;

const PERMUTATIONS: Test = Test::Permutations { count: 9_999, seed: 5 };

fn case(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/assess/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the recorded case");
    serde_json::from_str::<Value>(&text).expect("JSON")["case"].clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

fn figures(value: &Value) -> Vec<Figure> {
    numbers(value).into_iter().map(Ok).collect()
}

fn neighbours(case: &Value) -> Neighbours {
    let pair = |pair: &Value| {
        let at = |end: usize| usize::try_from(pair[end].as_u64().unwrap()).unwrap();
        (at(0), at(1))
    };
    let pairs: Vec<_> = case["pairs"].as_array().unwrap().iter().map(pair).collect();
    Neighbours::from_pairs(case["values"].as_array().unwrap().len(), &pairs).unwrap()
}

fn tested(found: Vec<Local>) -> Vec<Tested> {
    let one = |local| match local {
        Local::Tested(tested) => tested,
        Local::NotTestable(why) => panic!("{why:?}"),
    };
    found.into_iter().map(one).collect()
}

/// Ours is two-sided: twice esda's one-sided p, within six Monte Carlo errors of both.
fn assert_p(ours: f64, one_sided: f64, what: &str) {
    let theirs = (2.0 * one_sided).min(1.0);
    let error = 2.0 * (2.0 * one_sided * (1.0 - one_sided) / 9_999.0).sqrt();
    assert!((ours - theirs).abs() <= 6.0 * error + 4e-4, "{what}: {ours} against {theirs}");
}

#[test]
fn morans_i_is_that_of_esda() {
    let case = case("spatial");
    let column = figures(&case["values"]);
    for (name, neighbours) in [("binary", neighbours(&case)), ("shares", neighbours(&case).as_shares())] {
        let theirs = &case[format!("moran_{name}")];
        let of = |key: &str| theirs[key].as_f64().unwrap();
        let found = moran(&column, &neighbours, PERMUTATIONS).unwrap();
        assert_near(found.value, of("value"), 1e-9, "I");
        assert_near(found.expected, of("expected"), 1e-9, "expected");
        assert_near(found.deviation, of("deviation"), 1e-9, "deviation");
        assert_near(found.z, of("z"), 1e-9, "z");
        assert_p(found.p, of("p_one_sided"), name);
    }
}

#[test]
fn local_moran_is_that_of_esda() {
    let case = case("spatial");
    let column = figures(&case["values"]);
    for (name, neighbours) in [("binary", neighbours(&case)), ("shares", neighbours(&case).as_shares())] {
        let theirs = &case[format!("local_{name}")];
        let (statistics, p, quadrants) =
            (numbers(&theirs["statistic"]), numbers(&theirs["p_one_sided"]), numbers(&theirs["quadrant"]));
        // A rate just below 1 names the quadrant of nearly every area.
        let found = tested(local_moran(&column, &neighbours, PERMUTATIONS, 0.999).unwrap());
        for (at, tested) in found.iter().enumerate() {
            assert_near(tested.statistic, statistics[at], 1e-9, &format!("{name} {at}"));
            assert_p(tested.p, p[at], &format!("{name} {at}"));
            let quadrant = match tested.spot {
                Some(Spot::Hot) => 1.0,
                Some(Spot::LowAmongHigh) => 2.0,
                Some(Spot::Cold) => 3.0,
                Some(Spot::HighAmongLow) => 4.0,
                None => continue,
            };
            assert_near(quadrant, quadrants[at], 0.0, &format!("quadrant of {at}"));
        }
    }
}

#[test]
fn gi_star_is_that_of_esda_for_binary_weights() {
    let case = case("spatial");
    let theirs = &case["gi_star_binary"];
    let (z, p) = (numbers(&theirs["z"]), numbers(&theirs["p_one_sided"]));
    let column = figures(&case["values"]);
    let found = tested(hot_spots(&column, &neighbours(&case), Scheme::Binary, PERMUTATIONS, 0.05).unwrap());
    for (at, tested) in found.iter().enumerate() {
        assert_near(tested.statistic, z[at], 1e-9, &format!("Gi* of {at}"));
        assert_p(tested.p, p[at], &format!("p of {at}"));
    }
}

/// esda takes the variance of binary weights for shares too: with k areas in a
/// row it expects k (n − k) / (n − 1) where shares have (n / k − 1) / (n − 1),
/// which for k = 1 it believes to be 1 / n² · (n − 1) / (n − 1). Its z is ours times a factor of k alone.
#[test]
fn gi_star_differs_from_esda_for_shares_by_the_factor_of_its_variance() {
    let case = case("spatial");
    let z = numbers(&case["gi_star_shares"]["z"]);
    let (column, neighbours) = (figures(&case["values"]), neighbours(&case));
    let found = tested(hot_spots(&column, &neighbours, Scheme::Shares, PERMUTATIONS, 0.05).unwrap());
    let binary = tested(hot_spots(&column, &neighbours, Scheme::Binary, PERMUTATIONS, 0.05).unwrap());
    let n = column.len() as f64;
    for (at, tested) in found.iter().enumerate() {
        let k = neighbours.of(at).len() as f64 + 1.0;
        let factor = ((n / k - 1.0) / (n - 1.0)).sqrt();
        assert_near(tested.statistic * factor, z[at], 1e-9, &format!("Gi* of {at}"));
        assert_near(tested.statistic, binary[at].statistic, 1e-9, "a share of each is a scale");
    }
}

#[test]
fn class_breaks_are_those_of_mapclassify() {
    for case in case("breaks").as_array().unwrap() {
        let column = figures(&case["values"]);
        let highest = numbers(&case["values"]).into_iter().fold(f64::NEG_INFINITY, f64::max);
        for (method, bounds) in case["bounds"].as_object().unwrap() {
            let (name, count) = method.rsplit_once('_').unwrap();
            let count = count.parse().unwrap_or(0);
            let classes = match name {
                "fisher_jenks" => Classes::FisherJenks { count },
                "quantile" => Classes::Quantile { count },
                "equal" => Classes::Equal { count },
                "standard" => Classes::StandardDeviation,
                "head" => Classes::HeadTail { most_head: 1.0 },
                other => panic!("{other}"),
            };
            let found = upper_bounds(&column, classes).unwrap();
            let mut theirs = numbers(bounds);
            if name == "standard" {
                // mapclassify keeps classes that no figure can be in, and lets the last reach
                // past the highest figure.
                let lowest = numbers(&case["values"]).into_iter().fold(f64::INFINITY, f64::min);
                theirs.retain(|bound| (lowest..highest).contains(bound));
                theirs.push(highest);
            }
            assert_eq!(found.len(), theirs.len(), "{} {method}: {found:?} {theirs:?}", case["name"]);
            for (found, theirs) in found.iter().zip(theirs) {
                assert_near(*found, theirs, 1e-9, method);
            }
        }
    }
}
