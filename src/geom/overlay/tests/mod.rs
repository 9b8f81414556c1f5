//! Laws of the kernel, and a referee that does not round.

#![expect(clippy::float_cmp, reason = "the very bits are meant")]

mod hard;
mod hostile;
mod laws;
mod referee;
mod shapes;
mod simple;

use std::slice::from_ref;

use geo_types::MultiPolygon;

use super::{Options, Prepared, SharedArea, shared_areas};

/// The area that two shapes share; 0 where no pair is found.
fn shared(p: &MultiPolygon<f64>, q: &MultiPolygon<f64>) -> f64 {
    let pairs = pairs(from_ref(p), from_ref(q));
    assert!(pairs.len() <= 1);
    pairs.first().map_or(0.0, |pair| pair.area_m2)
}

fn pairs(p: &[MultiPolygon<f64>], q: &[MultiPolygon<f64>]) -> Vec<SharedArea> {
    let (p, q) = (Prepared::new(p).expect("finite"), Prepared::new(q).expect("finite"));
    shared_areas(&p, &q, Options::default())
}

fn area(p: &MultiPolygon<f64>) -> f64 {
    Prepared::new([p]).expect("finite").area(0).expect("one shape")
}

/// Asserts that the shared area is right to a millionth of itself: tiny
/// overlaps count as much as large ones, and none may be invented or lost.
fn check_exactly(p: &MultiPolygon<f64>, q: &MultiPolygon<f64>) {
    let (ours, exact) = (shared(p, q), referee::shared_area(p, q));
    assert_eq!(ours == 0.0, exact.is_zero(), "ours {ours:e}, exactly {exact}\n{p:?}\n{q:?}");
    let (off, allowed) = (exact.off(ours), exact.abs().scaled(1e-6));
    assert!(
        exact.is_zero() || off.is_at_most(&allowed),
        "ours {ours:e}, exactly {exact}, apart {off}\n{p:?}\n{q:?}"
    );
}

/// Asserts that the shared area is right to `allowed_m2`.
fn check_within(p: &MultiPolygon<f64>, q: &MultiPolygon<f64>, allowed_m2: f64) {
    let (ours, exact) = (shared(p, q), referee::shared_area(p, q));
    let off = exact.off(ours);
    assert!(off.is_at_most(&referee::Exact::of(allowed_m2)), "ours {ours:e}, exactly {exact}, apart {off}");
}
