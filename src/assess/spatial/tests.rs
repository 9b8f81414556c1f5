use super::*;
use crate::assess::figure::Figure;
use crate::assess::random::Random;

const MANY: Test = Test::Permutations { count: 9_999, seed: 1 };

/// A grid of squares; neighbours share a side.
fn grid(width: usize, height: usize) -> Neighbours {
    let at = |x: usize, y: usize| y * width + x;
    let mut pairs = Vec::new();
    for y in 0..height {
        for x in 0..width {
            pairs.extend((x + 1 < width).then(|| (at(x, y), at(x + 1, y))));
            pairs.extend((y + 1 < height).then(|| (at(x, y), at(x, y + 1))));
        }
    }
    Neighbours::from_pairs(width * height, &pairs).unwrap()
}

fn noise(areas: usize, seed: u64) -> Vec<Figure> {
    let mut random = Random::new(seed);
    (0..areas).map(|_| Ok(random.normal())).collect()
}

fn spots(found: &[Local]) -> Vec<(usize, Spot)> {
    let spot = |(at, local): (usize, &Local)| match local {
        Local::Tested(tested) => tested.spot.map(|spot| (at, spot)),
        Local::NotTestable(_) => None,
    };
    found.iter().enumerate().filter_map(spot).collect()
}

#[test]
fn a_block_of_high_figures_is_hot() {
    let mut column = noise(64, 3);
    for y in 2..5 {
        for x in 2..5 {
            column[y * 8 + x] = Ok(6.0 + 0.1 * x as f64);
        }
    }
    for scheme in [Scheme::Binary, Scheme::Shares, Scheme::AsGiven { own: 1.0 }] {
        let found = hot_spots(&column, &grid(8, 8), scheme, MANY, 0.05).unwrap();
        assert!(spots(&found).contains(&(27, Spot::Hot)), "{scheme:?}");
        assert!(spots(&found).iter().all(|(_, spot)| *spot == Spot::Hot));
    }
    let clusters = local_moran(&column, &grid(8, 8).as_shares(), MANY, 0.05).unwrap();
    assert!(spots(&clusters).contains(&(27, Spot::Hot)));
    let whole = moran(&column, &grid(8, 8), MANY).unwrap();
    assert!(whole.value > 0.3 && whole.p < 0.001 && whole.z > 4.0, "{whole:?}");
}

#[test]
fn at_most_one_map_of_noise_in_twenty_shows_a_spot() {
    let neighbours = grid(6, 6);
    let test = |seed| Test::Permutations { count: 1_439, seed };
    let maps = 200;
    let (mut gi, mut moran) = (0, 0);
    for map in 0..maps {
        let column = noise(36, 1_000 + map);
        gi += usize::from(
            !spots(&hot_spots(&column, &neighbours, Scheme::Binary, test(map), 0.05).unwrap()).is_empty(),
        );
        moran += usize::from(!spots(&local_moran(&column, &neighbours, test(map), 0.05).unwrap()).is_empty());
    }
    assert!(gi <= 10 && moran <= 10, "of {maps} maps of noise, Gi* marks {gi}, local Moran {moran}");
}

#[test]
fn an_area_without_neighbours_is_not_testable() {
    let neighbours = Neighbours::from_pairs(5, &[(0, 1), (1, 2), (2, 3)]).unwrap();
    assert_eq!(neighbours.isolated(), vec![4]);
    let column = [Ok(1.0), Ok(2.0), Err(Missing::Suppressed), Ok(4.0), Ok(5.0)];
    let test = Test::Normal;
    for found in [
        hot_spots(&column, &neighbours, Scheme::Binary, test, 0.05).unwrap(),
        local_moran(&column, &neighbours, test, 0.05).unwrap(),
    ] {
        assert!(matches!(found[0], Local::Tested(_)));
        assert_eq!(found[2], Local::NotTestable(Untestable::Gap(Missing::Suppressed)));
        assert_eq!(found[3], Local::NotTestable(Untestable::Isolated));
        assert_eq!(found[4], Local::NotTestable(Untestable::Isolated));
    }
    let whole = moran(&column, &neighbours, test).unwrap();
    assert_eq!((whole.areas, whole.isolated), (4, 2));
}

#[test]
fn an_area_whose_neighbours_are_all_others_is_not_testable() {
    let neighbours = Neighbours::from_pairs(4, &[(0, 1), (0, 2), (0, 3)]).unwrap();
    let column = [Ok(1.0), Ok(2.0), Ok(4.0), Ok(5.0)];
    let found = hot_spots(&column, &neighbours, Scheme::Binary, Test::Normal, 0.05).unwrap();
    assert_eq!(found[0], Local::NotTestable(Untestable::NothingElsewhere));
    let clusters = local_moran(&column, &neighbours, Test::Normal, 0.05).unwrap();
    assert_eq!(clusters[0], Local::NotTestable(Untestable::NothingElsewhere));
}

#[test]
fn both_tests_agree_where_figures_are_normal() {
    let column = noise(400, 8);
    let neighbours = grid(20, 20);
    let permutations = Test::Permutations { count: 16_000, seed: 2 };
    let dealt = local_moran(&column, &neighbours, permutations, 0.05).unwrap();
    let normal = local_moran(&column, &neighbours, Test::Normal, 0.05).unwrap();
    for (dealt, normal) in dealt.iter().zip(&normal) {
        let (Local::Tested(dealt), Local::Tested(normal)) = (dealt, normal) else { unreachable!() };
        assert!((dealt.p - normal.p).abs() < 0.06, "{dealt:?} {normal:?}");
    }
}

#[test]
fn faults_are_named() {
    let neighbours = grid(3, 3);
    let constant = [Ok(2.0); 9];
    let spot = |column: &[Figure], test, rate| {
        hot_spots(column, &neighbours, Scheme::Binary, test, rate).unwrap_err()
    };
    assert_eq!(spot(&constant, MANY, 0.05), SpatialFault::Column(ColumnFault::Constant { value: 2.0 }));
    let few = Test::Permutations { count: 99, seed: 1 };
    assert_eq!(
        spot(&noise(9, 1), few, 0.05),
        SpatialFault::TooFewPermutations { given: 99, areas: 9, needed: 359 }
    );
    assert_eq!(spot(&noise(9, 1), MANY, 0.0), SpatialFault::BadRate(0.0));
    assert!(matches!(spot(&noise(8, 1), MANY, 0.05), SpatialFault::Column(ColumnFault::WrongLength { .. })));
    assert_eq!(Neighbours::from_pairs(2, &[(0, 2)]), Err(SpatialFault::NoArea { from: 0, to: 2, areas: 2 }));
    assert_eq!(Neighbours::from_pairs(2, &[(1, 1)]), Err(SpatialFault::OwnNeighbour(1)));
    assert_eq!(Neighbours::from_pairs(2, &[(0, 1), (1, 0)]), Err(SpatialFault::LinkTwice { from: 0, to: 1 }));
    let negative = Neighbours::from_links(2, &[(0, 1, -1.0)]);
    assert_eq!(negative, Err(SpatialFault::BadWeight { from: 0, to: 1, weight: -1.0 }));
    let none = Neighbours::from_pairs(9, &[]).unwrap();
    let alone = moran(&noise(9, 1), &none, MANY);
    assert_eq!(alone, Err(SpatialFault::NoNeighbours));
}

#[test]
fn the_rate_of_false_discoveries_is_as_in_the_paper() {
    // Benjamini and Hochberg 1995, section 3.2: at 5 % the first four are found.
    let p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
        0.6528, 0.7590, 1.0000,
    ];
    let mut tests: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
    tests.insert(3, None);
    let adjusted = benjamini_hochberg(&tests);
    let found: Vec<usize> = (0..16).filter(|at| adjusted[*at].is_some_and(|p| p <= 0.05)).collect();
    assert_eq!((found, adjusted[3]), (vec![0, 1, 2, 4], None));
}
