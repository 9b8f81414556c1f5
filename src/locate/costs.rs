//! What it takes to get from demand points to sites: sparse, unreachable by absence.

/// The way from one demand point to one site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// Position of the site.
    pub site: u32,
    /// Minutes, metres or whatever the matrix counts.
    pub cost: f64,
}

/// Costs from every demand point to the sites it can reach, nearest first.
///
/// A pair that is not in the matrix cannot be travelled: there is no number
/// that stands for "unreachable".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Costs {
    starts: Vec<usize>,
    ways: Vec<Way>,
}

impl Costs {
    /// Takes one list a demand point, in any order.
    ///
    /// Numbers are judged with the whole problem, not here.
    ///
    /// ```
    /// use wardwise::locate::Costs;
    /// let costs = Costs::new([vec![(1, 7.0), (0, 4.0)], vec![]]);
    /// assert_eq!(costs.of(0)[0].site, 0, "nearest first");
    /// assert_eq!(costs.cost(0, 1), Some(7.0));
    /// assert_eq!(costs.cost(1, 0), None, "unreachable");
    /// ```
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = Vec<(u32, f64)>>) -> Self {
        let mut costs = Self { starts: vec![0], ways: Vec::new() };
        for row in rows {
            let from = costs.ways.len();
            costs.ways.extend(row.into_iter().map(|(site, cost)| Way { site, cost }));
            costs.ways[from..].sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.site.cmp(&b.site)));
            costs.starts.push(costs.ways.len());
        }
        costs
    }

    /// How many demand points there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no demand point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many pairs can be travelled.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.ways.len()
    }

    /// The sites that a demand point can reach, nearest first, ties by position.
    #[must_use]
    pub fn of(&self, demand: usize) -> &[Way] {
        &self.ways[self.starts[demand]..self.starts[demand + 1]]
    }

    /// The cost of one pair; `None` where the site cannot be reached.
    #[must_use]
    pub fn cost(&self, demand: usize, site: usize) -> Option<f64> {
        self.of(demand).iter().find(|way| way.site as usize == site).map(|way| way.cost)
    }
}
