//! The exact optimum of Fisher and Jenks.

/// Different figures with running sums, so that the spread of any run is known at once.
struct Runs {
    values: Vec<f64>,
    counts: Vec<f64>,
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Runs {
    fn of(sorted: &[f64]) -> Self {
        // Sums about the middle lose fewer digits.
        let middle = sorted[sorted.len() / 2];
        let mut runs = Self { values: Vec::new(), counts: vec![0.0], sums: vec![0.0], squares: vec![0.0] };
        #[expect(clippy::float_cmp, reason = "figures are equal or they are not")]
        for run in sorted.chunk_by(|a, b| a == b) {
            let (value, count) = (run[0] - middle, run.len() as f64);
            let at = runs.values.len();
            runs.values.push(run[0]);
            runs.counts.push(runs.counts[at] + count);
            runs.sums.push(runs.sums[at] + count * value);
            runs.squares.push(runs.squares[at] + count * value * value);
        }
        runs
    }

    /// Sum of squared distances from the mean over the values `from..to`.
    fn spread(&self, from: usize, to: usize) -> f64 {
        let sum = self.sums[to] - self.sums[from];
        let squares = self.squares[to] - self.squares[from];
        (squares - sum * sum / (self.counts[to] - self.counts[from])).max(0.0)
    }
}

/// Upper bounds of the classes with the least spread within. Equal figures are never parted.
///
/// The best last cut moves one way only as figures are added, so each class
/// costs n log n instead of n².
pub(super) fn bounds(sorted: &[f64], count: usize) -> Vec<f64> {
    let runs = Runs::of(sorted);
    let different = runs.values.len();
    let mut best: Vec<f64> =
        (0..=different).map(|to| if to == 0 { 0.0 } else { runs.spread(0, to) }).collect();
    let mut cuts: Vec<Vec<usize>> = Vec::new();
    for classes in 2..=count {
        let mut next = vec![f64::INFINITY; different + 1];
        let mut cut = vec![0; different + 1];
        let mut layer = Layer { runs: &runs, before: &best, next: &mut next, cut: &mut cut };
        layer.fill(classes, different, classes - 1, different - 1);
        best = next;
        cuts.push(cut);
    }
    let mut ends = vec![different];
    for cut in cuts.iter().rev() {
        ends.push(cut[ends[ends.len() - 1]]);
    }
    ends.reverse();
    ends.into_iter().map(|end| runs.values[end - 1]).collect()
}

struct Layer<'a> {
    runs: &'a Runs,
    before: &'a [f64],
    next: &'a mut [f64],
    cut: &'a mut [usize],
}

impl Layer<'_> {
    /// Fills the ends `low..=high`, whose best cuts lie in `first..=last`.
    fn fill(&mut self, low: usize, high: usize, first: usize, last: usize) {
        if low > high {
            return;
        }
        let end = usize::midpoint(low, high);
        for cut in first..=last.min(end - 1) {
            let spread = self.before[cut] + self.runs.spread(cut, end);
            if spread < self.next[end] {
                (self.next[end], self.cut[end]) = (spread, cut);
            }
        }
        let cut = self.cut[end];
        self.fill(low, end - 1, first, cut);
        self.fill(end + 1, high, cut, last);
    }
}
