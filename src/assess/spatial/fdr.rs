//! Many tests at once: the false-discovery rate.

/// Adjusted p-values: the smallest rate of false discoveries at which each test is found.
///
/// Tests that were not made (`None`) do not count.
///
/// # Examples
/// ```
/// use wardwise::assess::spatial::benjamini_hochberg;
/// let adjusted = benjamini_hochberg(&[Some(0.01), None, Some(0.02), Some(0.5)]);
/// assert_eq!(adjusted, [Some(0.03), None, Some(0.03), Some(0.5)]);
/// ```
///
/// # Source
/// Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate",
/// Journal of the Royal Statistical Society B 57, 1995.
#[must_use]
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(f64, usize)> =
        p.iter().enumerate().filter_map(|(at, p)| p.map(|p| (p, at))).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let count = order.len();
    let mut adjusted = vec![None; p.len()];
    let mut least = 1.0_f64;
    for (place, (p, at)) in order.into_iter().enumerate() {
        least = least.min(p * count as f64 / (count - place) as f64);
        adjusted[at] = Some(least);
    }
    adjusted
}
