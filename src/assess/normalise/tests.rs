use super::*;
use crate::assess::figure::{ColumnFault, Figure};
use crate::model::Missing;

const GAP: Figure = Err(Missing::Suppressed);

fn scores(values: &[f64], method: Normalisation, direction: Direction) -> Vec<f64> {
    let column: Vec<Figure> = values.iter().copied().map(Ok).collect();
    let (_, scores) = normalise(&column, &method, direction).unwrap();
    scores.into_iter().map(Result::unwrap).collect()
}

fn check(values: &[f64], method: Normalisation, direction: Direction, expected: &[f64]) {
    let found = scores(values, method, direction);
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }
}

#[test]
fn each_method_scores_five_areas_as_by_hand() {
    use Direction::{HighIsBetter, HighIsWorse};
    let five = [10.0, 20.0, 20.0, 40.0, 60.0];
    check(
        &five,
        Normalisation::MinMax { low: 0.0, high: 100.0 },
        HighIsWorse,
        &[0.0, 20.0, 20.0, 60.0, 100.0],
    );
    check(&five, Normalisation::MinMax { low: 1.0, high: 11.0 }, HighIsBetter, &[11.0, 9.0, 9.0, 5.0, 1.0]);
    let sd = 20.0;
    check(
        &five,
        Normalisation::ZScore,
        HighIsWorse,
        &[-20.0 / sd, -10.0 / sd, -10.0 / sd, 10.0 / sd, 30.0 / sd],
    );
    let mad = 1.4826 * 10.0;
    check(&five, Normalisation::RobustZ, HighIsBetter, &[10.0 / mad, 0.0, 0.0, -20.0 / mad, -40.0 / mad]);
    check(&five, Normalisation::Rank, HighIsWorse, &[1.0, 2.0, 2.0, 4.0, 5.0]);
    check(&five, Normalisation::Rank, HighIsBetter, &[5.0, 3.0, 3.0, 2.0, 1.0]);
    check(&five, Normalisation::Percentile, HighIsWorse, &[0.0, 0.25, 0.25, 0.75, 1.0]);
    let to_target = Normalisation::DistanceToTarget { target: 20.0 };
    check(&five, to_target.clone(), HighIsWorse, &[0.0, 0.0, 0.0, 0.5, 1.0]);
    check(&five, to_target, HighIsBetter, &[1.0, 0.0, 0.0, 0.0, 0.0]);
    check(&five, Normalisation::DistanceToBest, HighIsWorse, &[0.0, 1.0, 1.0, 3.0, 5.0]);
    let categories =
        Normalisation::Categorical { scores: vec![(10.0, 3.0), (20.0, 2.0), (40.0, 1.0), (60.0, 9.0)] };
    check(&five, categories, HighIsWorse, &[3.0, 2.0, 2.0, 1.0, 9.0]);
}

#[test]
fn the_exponential_transformation_meets_its_published_values() {
    for (rank, expected) in [(0.1, 2.3903), (0.5, 15.6468), (0.9, 50.4267), (0.99, 86.9573), (1.0, 100.0)] {
        assert!((imd_exponential(rank) - expected).abs() < 1e-4, "{rank}");
    }
    let found = scores(&[1.0, 2.0], Normalisation::ImdExponential, Direction::HighIsBetter);
    assert!((found[0] - 100.0).abs() < 1e-9 && (found[1] - imd_exponential(0.5)).abs() < 1e-12);
    assert!(
        scaled_rank(0.0, 10.0).is_err() && scaled_rank(11.0, 10.0).is_err() && scaled_rank(1.0, 0.0).is_err()
    );
}

#[test]
fn what_cannot_be_normalised_says_why() {
    let every = [
        Normalisation::MinMax { low: 0.0, high: 1.0 },
        Normalisation::ZScore,
        Normalisation::RobustZ,
        Normalisation::Rank,
        Normalisation::Percentile,
        Normalisation::ImdExponential,
        Normalisation::DistanceToTarget { target: 0.0 },
        Normalisation::DistanceToBest,
        Normalisation::Categorical { scores: vec![(1.0, 1.0), (3.0, 2.0)] },
    ];
    for method in every {
        let fault = |column: &[Figure]| normalise(column, &method, Direction::HighIsWorse).unwrap_err();
        assert_eq!(fault(&[Ok(3.0), Ok(3.0), GAP]), ColumnFault::Constant { value: 3.0 });
        assert_eq!(fault(&[GAP, GAP]), ColumnFault::AllMissing);
        assert_eq!(fault(&[Ok(1.0), GAP]), ColumnFault::OneArea);
        assert_eq!(fault(&[Ok(1.0), Ok(f64::INFINITY)]), ColumnFault::NotFinite { at: 1 });
        let neither = normalise(&[Ok(1.0), Ok(2.0)], &method, Direction::Neither);
        assert!(matches!(neither, Err(ColumnFault::Unfit { .. })));
    }
    let mostly = [Ok(1.0), Ok(1.0), Ok(1.0), Ok(9.0)];
    let robust = normalise(&mostly, &Normalisation::RobustZ, Direction::HighIsWorse);
    assert_eq!(robust.unwrap_err(), ColumnFault::NoRobustSpread { value: 1.0 });
    let best_is_nought =
        normalise(&[Ok(0.0), Ok(2.0)], &Normalisation::DistanceToBest, Direction::HighIsWorse);
    assert!(matches!(best_is_nought, Err(ColumnFault::Unfit { .. })));
    let met = Normalisation::DistanceToTarget { target: 5.0 };
    assert!(matches!(
        normalise(&mostly[..3], &met, Direction::HighIsWorse),
        Err(ColumnFault::Constant { .. })
    ));
    assert!(matches!(
        normalise(&[Ok(1.0), Ok(2.0)], &met, Direction::HighIsWorse),
        Err(ColumnFault::Unfit { .. })
    ));
    let categories = Normalisation::Categorical { scores: vec![(1.0, 1.0)] };
    assert!(matches!(
        normalise(&mostly, &categories, Direction::HighIsWorse),
        Err(ColumnFault::Unfit { .. })
    ));
}

#[test]
fn gaps_stay_gaps() {
    let column = [Ok(1.0), GAP, Ok(2.0)];
    let (_, scores) = normalise(&column, &Normalisation::Rank, Direction::HighIsWorse).unwrap();
    assert_eq!(scores, vec![Ok(1.0), GAP, Ok(2.0)]);
}

proptest::proptest! {
    /// The robust z is left out: its scale can grow faster than the figure.
    #[test]
    fn a_worse_figure_never_lowers_its_own_score(
        values in proptest::collection::vec(1.0_f64..100.0, 4..12), more in 0.0_f64..50.0, kind in 0_usize..7,
    ) {
        let methods = [
            Normalisation::MinMax { low: 0.0, high: 100.0 },
            Normalisation::ZScore,
            Normalisation::Rank,
            Normalisation::Percentile,
            Normalisation::ImdExponential,
            Normalisation::DistanceToTarget { target: 0.5 },
            Normalisation::DistanceToBest,
        ];
        let score = |first: f64| {
            let mut column: Vec<Figure> = values.iter().copied().map(Ok).collect();
            column[0] = Ok(first);
            normalise(&column, &methods[kind], Direction::HighIsWorse).map(|(_, scores)| scores[0].unwrap())
        };
        if let (Ok(before), Ok(after)) = (score(values[0]), score(values[0] + more)) {
            proptest::prop_assert!(after >= before - 1e-9, "{} {}", before, after);
        }
    }

    /// What a fitted scale says of a figure is what the column got.
    #[test]
    fn a_fitted_scale_scores_its_own_column(values in proptest::collection::vec(1_u32..30, 4..12), kind in 0_usize..4) {
        let methods = [Normalisation::RobustZ, Normalisation::Rank, Normalisation::Percentile, Normalisation::ImdExponential];
        let column: Vec<Figure> = values.iter().map(|value| Ok(f64::from(*value))).collect();
        for direction in [Direction::HighIsWorse, Direction::HighIsBetter] {
            if let Ok((fitted, scores)) = normalise(&column, &methods[kind], direction) {
                for (figure, score) in column.iter().zip(scores) {
                    proptest::prop_assert_eq!(fitted.score(figure.unwrap()), Some(score.unwrap()));
                }
            }
        }
    }
}
