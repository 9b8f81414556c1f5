//! The rungs that no real file stands for, on the made-up town, where every
//! street block is known.

use std::sync::OnceLock;

use wardwise::crosswalk::backtest::{
    BacktestReport, Count, Kind, Place, Ratio, Spec, Weights, gathered, run,
};
use wardwise::crosswalk::uncertainty::{Company, Promise};
use wardwise::crosswalk::{Rung, Side};
use wardwise::geom::Grid;
use wardwise::model::AreaCode;
use wardwise::sample::{Block, DEFAULT_SEED, settled};

fn side(letter: char, n: u32) -> Side {
    Side::new(None, (0..n).map(|at| AreaCode::parse(&format!("{letter}{at}")).expect("a code")))
}

fn highest(numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.max().map_or(0, |number| number + 1)
}

/// The blocks of the town that lie in a small area, settled once.
fn town() -> &'static [Block] {
    static TOWN: OnceLock<Vec<Block>> = OnceLock::new();
    TOWN.get_or_init(|| {
        let all = settled(DEFAULT_SEED).expect("a town");
        all.into_iter().filter(|block| block.small_area.is_some()).collect()
    })
}

/// What is counted in each block.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Counted {
    /// Its people by age, as the town has them: more evenly than chance would.
    Ages,
    /// Something that gathers: one block in eight holds ten times as much of
    /// it as the others.
    Gathering,
}

impl Counted {
    /// The n-th count of a block.
    fn of(self, block: &Block, at: usize, n: usize) -> usize {
        let people: usize = block.ages.iter().sum();
        match self {
            Self::Ages => block.ages[n],
            Self::Gathering if mixed(at, n).is_multiple_of(8) => people * 6 / 10,
            Self::Gathering => people * 6 / 100,
        }
    }
}

/// A number that looks like chance and is always the same.
fn mixed(at: usize, n: usize) -> u64 {
    let z = (at as u64 * 19 + n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z ^ (z >> 27)
}

/// Small areas carried to some geography of the town, with every block's truth.
fn backtest(counted: Counted, target: impl Fn(&Block) -> Option<u32>) -> BacktestReport {
    let blocks = town();
    let source = |block: &Block| block.small_area.expect("a small area");
    let places: Vec<Place> =
        blocks.iter().map(|block| Place { source: source(block), target: target(block) }).collect();
    let values = |of: &dyn Fn(&Block) -> usize| -> Vec<f64> {
        blocks.iter().map(|block| f64::from(u32::try_from(of(block)).expect("few people"))).collect()
    };
    let people = values(&|block| block.ages.iter().sum());
    let homes = values(&|block| block.households);
    let points: Vec<Grid> = blocks.iter().map(|block| block.at).collect();
    let output_areas: Vec<u32> =
        blocks.iter().map(|block| block.output_area.expect("an output area")).collect();
    let at_middles = gathered(&output_areas, &points, &people);
    let ground: Vec<f64> = blocks.iter().map(|block| block.area_m2).collect();
    let band = |n: usize| -> Vec<f64> {
        let count =
            |(at, block): (usize, &Block)| f64::from(u32::try_from(counted.of(block, at, n)).expect("few"));
        blocks.iter().enumerate().map(count).collect()
    };
    let bands: Vec<(String, Vec<f64>)> = (0..19).map(|n| (format!("count {n}"), band(n))).collect();
    let counts: Vec<Count<'_>> = bands.iter().map(|(name, values)| Count { name, values }).collect();
    let ratios: Vec<Ratio<'_>> =
        bands.iter().map(|(name, numerator)| Ratio { name, numerator, denominator: &people }).collect();
    let weights = [
        Weights { rung: Rung::Addresses, values: &homes },
        // Every block has one postcode, and every line of the town follows whole blocks.
        Weights { rung: Rung::PostcodeHouseholds, values: &homes },
        Weights { rung: Rung::SmallAreaPopulation, values: &at_middles },
        Weights { rung: Rung::Area, values: &ground },
    ];
    run(&Spec {
        data: "Elverham, street blocks",
        from: side('S', highest(blocks.iter().map(source))),
        to: side('T', highest(blocks.iter().filter_map(&target))),
        places: &places,
        people: &people,
        weights: &weights,
        counts: &counts,
        ratios: &ratios,
        folds: 2,
        seed: 2018,
    })
    .expect("a back-test")
}

fn print(title: &str, report: &BacktestReport) {
    println!("{title}: {} targets, {} nested", report.targets, report.nested_targets);
    for row in &report.rows {
        println!(
            "{:22} {:14} {:6} {:8.5} n {:5} held {:.4} width {:.4} error {:.4} worst {:.3} {}",
            row.rung.key(),
            row.company.key(),
            row.kind.key(),
            row.constant.unwrap_or(f64::NAN),
            row.record.truths,
            row.record.coverage,
            row.record.mean_width,
            row.record.mean_error,
            row.record.worst_error,
            row.record.promise().key()
        );
    }
}

/// Mean error of counts by each rung, compared with nothing, best rung first.
fn errors(report: &BacktestReport) -> [f64; 4] {
    let rungs = [Rung::Addresses, Rung::PostcodeHouseholds, Rung::SmallAreaPopulation, Rung::Area];
    let error = |rung| report.row(rung, Company::Alone, Kind::Count).expect("a row").record.mean_error;
    rungs.map(error)
}

type Targets = (&'static str, fn(&Block) -> Option<u32>);

const TARGETS: [Targets; 3] = [
    ("new wards", |block| block.new_ward),
    ("old wards", |block| block.old_ward),
    ("police", |block| block.police),
];

#[test]
fn addresses_and_households_err_least_where_every_block_is_known() {
    for (title, target) in TARGETS {
        let report = backtest(Counted::Ages, target);
        print(title, &report);
        let [addresses, households, middles, ground] = errors(&report);
        assert!((addresses - households).abs() < 1e-12, "{title}: each block has its postcode");
        assert!(households < middles && households < ground, "{title}: {:?}", errors(&report));
        // People of a made-up town are more even than chance: these ranges are never too narrow.
        let best = |rung| rung == Rung::Addresses || rung == Rung::PostcodeHouseholds;
        let narrow =
            report.rows.iter().find(|row| best(row.rung) && row.record.promise() == Promise::TooNarrow);
        assert_eq!(narrow, None, "{title}");
    }
}

#[test]
fn ranges_by_addresses_and_households_hold_what_gathers_in_a_made_up_town() {
    let report = backtest(Counted::Gathering, |block| block.new_ward);
    print("what gathers", &report);
    for rung in [Rung::Addresses, Rung::PostcodeHouseholds] {
        for row in report.rows.iter().filter(|row| row.rung == rung) {
            assert_eq!(row.record.promise(), Promise::Kept, "{row:?}");
        }
        let alone = report.row(rung, Company::Alone, Kind::Count).expect("a row");
        assert!(alone.constant > Some(0.0), "{alone:?}");
    }
}
