use super::*;

fn column(values: &[f64]) -> Vec<Figure> {
    values.iter().copied().map(Ok).collect()
}

#[test]
fn natural_groups_are_found() {
    let figures = column(&[1.0, 2.0, 2.0, 3.0, 20.0, 21.0, 22.0, 90.0, 95.0]);
    assert_eq!(upper_bounds(&figures, Classes::FisherJenks { count: 3 }).unwrap(), vec![3.0, 22.0, 95.0]);
}

#[test]
fn each_method_cuts_as_by_hand() {
    let figures = column(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
    assert_eq!(upper_bounds(&figures, Classes::Quantile { count: 4 }).unwrap(), vec![2.0, 4.0, 6.0, 8.0]);
    assert_eq!(upper_bounds(&figures, Classes::Equal { count: 4 }).unwrap(), vec![2.0, 4.0, 6.0, 8.0]);
    let sd = 7.5_f64.sqrt();
    assert_eq!(upper_bounds(&figures, Classes::StandardDeviation).unwrap(), vec![4.0 - sd, 4.0 + sd, 8.0]);
    let tail = column(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 10.0, 100.0]);
    let bounds = upper_bounds(&tail, Classes::HeadTail { most_head: 0.4 }).unwrap();
    assert_eq!(bounds, vec![12.0, 100.0]);
}

#[test]
fn a_figure_on_a_bound_belongs_below() {
    let bounds = [2.0, 4.0, 8.0];
    assert_eq!([0.0, 2.0, 2.1, 8.0, 9.0].map(|figure| class_of(figure, &bounds)), [0, 0, 1, 2, 2]);
}

#[test]
fn what_cannot_be_cut_says_why() {
    let few = column(&[1.0, 1.0, 2.0]);
    let fault = |figures: &[Figure], classes| upper_bounds(figures, classes).unwrap_err().to_string();
    assert_eq!(fault(&few, Classes::FisherJenks { count: 3 }), "3 classes of 2 different figures");
    assert_eq!(fault(&few, Classes::Equal { count: 1 }), "1 classes: at least two");
    let zeros = column(&[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0]);
    assert!(fault(&zeros, Classes::Quantile { count: 4 }).contains("so many figures are 0"));
    assert!(fault(&zeros, Classes::HeadTail { most_head: 0.0 }).contains("no share"));
    assert_eq!(
        upper_bounds(&column(&[3.0, 3.0]), Classes::StandardDeviation),
        Err(ColumnFault::Constant { value: 3.0 })
    );
}

proptest::proptest! {
    /// Against every way there is to cut.
    #[test]
    fn no_other_cut_has_less_spread(values in proptest::collection::vec(0_i32..40, 4..12), count in 2_usize..5) {
        let figures: Vec<f64> = values.iter().copied().map(f64::from).collect();
        let Ok(bounds) = upper_bounds(&column(&figures), Classes::FisherJenks { count }) else { return Ok(()) };
        let spread = |bounds: &[f64]| -> f64 {
            (0..bounds.len()).map(|class| {
                let own: Vec<f64> = figures.iter().copied().filter(|v| class_of(*v, bounds) == class).collect();
                let centre = figure::mean(&own);
                own.iter().map(|v| (v - centre).powi(2)).sum::<f64>()
            }).sum()
        };
        let mut different = figures.clone();
        different.sort_by(f64::total_cmp);
        different.dedup();
        let most = different.pop().unwrap();
        let found = spread(&bounds);
        for chosen in 0_u32..(1 << different.len()) {
            if chosen.count_ones() as usize == count - 1 {
                let other: Vec<f64> = (0..different.len()).filter(|at| chosen >> at & 1 == 1).map(|at| different[at]).chain([most]).collect();
                proptest::prop_assert!(found <= spread(&other) + 1e-9);
            }
        }
    }
}
