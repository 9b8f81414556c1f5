use super::*;
use crate::assess::random::Random;
use crate::assess::recipe::Uncertainty;
use crate::assess::run::run;
use crate::assess::testing::*;

#[test]
fn the_shares_of_a_known_function_come_out() {
    // Ishigami's function with a = 7, b = 0.1; its shares are known exactly.
    let ishigami = |x: &[f64; 3]| x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin();
    let mut random = Random::new(5);
    let pi = std::f64::consts::PI;
    let mut points = || -> Vec<[f64; 3]> {
        (0..20_000).map(|_| std::array::from_fn(|_| random.between(-pi, pi))).collect()
    };
    let (a, b) = (points(), points());
    let outputs = |points: &[[f64; 3]]| points.iter().map(ishigami).collect::<Vec<_>>();
    for (input, (first, total)) in [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)].into_iter().enumerate()
    {
        let mut mixed = a.clone();
        mixed.iter_mut().zip(&b).for_each(|(mixed, b)| mixed[input] = b[input]);
        let found = sobol_indices(&outputs(&a), &outputs(&b), &outputs(&mixed), 1).unwrap();
        assert!((found.first - first).abs() < 4.0 * found.first_error.max(0.005), "{input}: {found:?}");
        assert!((found.total - total).abs() < 4.0 * found.total_error.max(0.005), "{input}: {found:?}");
        assert!(found.first_error < 0.03 && found.total_error < 0.03);
    }
    assert_eq!(sobol_indices(&[1.0; 9], &[1.0; 9], &[1.0; 9], 1), None);
}

#[test]
fn shares_of_choices_are_found_for_every_factor() {
    let (recipe, inputs) = crate::assess::uncertainty::tests::uncertain_town(20);
    let run = run(&recipe, &inputs).unwrap();
    let found = sensitivity(&run, 128).unwrap();
    assert_eq!(found.runs, 128 * 13);
    assert!(found.mean_shift > 0.0);
    for share in &found.factors {
        let room = 4.0 * share.indices.total_error + 1e-9;
        assert!(share.indices.total >= 0.0 && share.indices.total < 1.0 + room, "{share:?}");
    }
    assert_eq!(found, sensitivity(&run, 128).unwrap());
}

#[test]
fn too_few_draws_or_nothing_moving_is_a_fault() {
    let (recipe, inputs) = crate::assess::uncertainty::tests::uncertain_town(20);
    assert!(sensitivity(&run(&recipe, &inputs).unwrap(), 10).is_err());
    let (mut still, inputs) = town(10, 1, 2, ARITHMETIC);
    // Two copies of one indicator: whatever their weights, the ranks stay.
    let mut copied = inputs.clone();
    copied.indicators.insert("d0i1".to_owned(), inputs.indicators["d0i0"].clone());
    still.uncertainty = Some(Uncertainty::default());
    let fault = sensitivity(&run(&still, &copied).unwrap(), 64).unwrap_err();
    assert!(fault.to_string().contains("no choice moves any rank"), "{fault}");
}

#[test]
fn leaving_out_a_copy_changes_nothing_and_the_only_part_is_named() {
    let (mut recipe, inputs) = town(15, 2, 2, ARITHMETIC);
    let mut copied = inputs.clone();
    copied.indicators.insert("d0i1".to_owned(), inputs.indicators["d0i0"].clone());
    let found = leave_one_out(&run(&recipe, &copied).unwrap()).unwrap();
    let of = |id: &str| found.iter().find(|left| left.id == id).unwrap().clone();
    assert_eq!(found.len(), 6);
    assert_eq!(of("d0i0").mean_shift, Some(0.0));
    assert!(of("d1").mean_shift.unwrap() > 0.0);
    recipe.index.parts.truncate(1);
    find(&mut recipe.index, "d0i1").unwrap().weight = 0.0;
    let alone = leave_one_out(&run(&recipe, &inputs).unwrap()).unwrap();
    assert!(alone.iter().all(|left| left.mean_shift.is_none()), "{alone:?}");
    assert_eq!(alone.len(), 2);
}
