//! Quantiles of the normal, chi-squared and Student distributions.
//!
//! The distribution functions come from `statrs`; the quantiles are found from
//! them by halving and then Newton's step, so that they are as good as those
//! functions are (about twelve digits; `tests.rs` holds recorded values).

use statrs::function::beta::beta_reg;
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// The chance that a standard normal number lies above `z`.
#[must_use]
pub fn normal_above(z: f64) -> f64 {
    // The incomplete gamma function has more good digits than `statrs`' own `erfc`.
    let square = 0.5 * z * z;
    let tail = match square {
        0.0 => 0.5,
        far if !far.is_finite() => 0.0,
        near => 0.5 * gamma_ur(0.5, near),
    };
    if z < 0.0 { 1.0 - tail } else { tail }
}

/// The chance of a standard normal number as far from nought as `z`, either side.
#[must_use]
pub fn normal_two_sided(z: f64) -> f64 {
    (2.0 * normal_above(z.abs())).min(1.0)
}

/// The standard normal quantile of a share between 0 and 1.
///
/// Shares outside give the far end of what is searched (±40).
#[must_use]
pub fn normal(share: f64) -> f64 {
    // The smaller tail keeps its digits.
    if share > 0.5 { upper_normal(1.0 - share) } else { -upper_normal(share) }
}

fn upper_normal(above: f64) -> f64 {
    let density = |z: f64| (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    solve(0.0, 40.0, |z| above - normal_above(z), density)
}

/// The chi-squared quantile of a share with `freedom` degrees of freedom.
///
/// Nought for a share of nought or no freedom.
#[must_use]
pub fn chi_squared(share: f64, freedom: f64) -> f64 {
    if share <= 0.0 || freedom <= 0.0 {
        return 0.0;
    }
    let shape = freedom / 2.0;
    let density = |x: f64| ((shape - 1.0) * (x / 2.0).ln() - x / 2.0 - ln_gamma(shape)).exp() / 2.0;
    let excess = |x: f64| {
        if share > 0.5 { (1.0 - share) - gamma_ur(shape, x / 2.0) } else { gamma_lr(shape, x / 2.0) - share }
    };
    let mut high = freedom + 10.0;
    while excess(high) < 0.0 && high < 1e12 {
        high *= 2.0;
    }
    solve(0.0, high, excess, density)
}

/// The quantile of Student's t with `freedom` degrees of freedom, for a share of at least one half.
#[must_use]
pub fn student(share: f64, freedom: f64) -> f64 {
    if share <= 0.5 {
        return 0.0;
    }
    let above = 1.0 - share;
    let tail = |t: f64| 0.5 * beta_reg(freedom / 2.0, 0.5, freedom / (freedom + t * t));
    let log_scale = ln_gamma(f64::midpoint(freedom, 1.0))
        - ln_gamma(freedom / 2.0)
        - 0.5 * (freedom * std::f64::consts::PI).ln();
    let density = |t: f64| (log_scale - f64::midpoint(freedom, 1.0) * (t * t / freedom).ln_1p()).exp();
    let mut high = 10.0;
    while above < tail(high) && high < 1e12 {
        high *= 2.0;
    }
    solve(0.0, high, |t| above - tail(t), density)
}

/// Where a rising function crosses nought: halving to be near, Newton's step to be exact.
fn solve(mut low: f64, mut high: f64, excess: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if excess(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let near = 0.5 * (low + high);
    let step = excess(near) / slope(near);
    let better = near - step;
    if better.is_finite() && (better - near).abs() <= 1e-6 * near.abs().max(1e-6) { better } else { near }
}
