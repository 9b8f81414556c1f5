//! A mixed-integer program as plain numbers, before any solver sees it.

/// One variable.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub cost: f64,
    pub low: f64,
    pub high: f64,
    pub integer: bool,
}

/// One constraint: `low <= sum of terms <= high`.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub low: f64,
    pub high: f64,
    pub terms: Vec<(u32, f64)>,
}

/// A program that is to be minimised.
#[derive(Debug, Clone, Default)]
pub(super) struct Mip {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// What the objective starts from.
    pub offset: f64,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// With proof, or within the gap that was asked for.
    Solved,
    /// With proof that there is no solution.
    Infeasible,
    /// Time ran out.
    OutOfTime,
}

/// What a solver found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub ended: Ended,
    /// Values of the variables, where there is a solution.
    pub values: Option<Vec<f64>>,
    /// Nothing is smaller than this.
    pub bound: f64,
}

/// How hard a solver may try.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    pub seconds: f64,
    pub gap: f64,
    pub seed: u64,
}

impl Mip {
    /// A variable between 0 and 1.
    pub fn add_unit(&mut self, cost: f64, integer: bool) -> u32 {
        self.add_column(Column { cost, low: 0.0, high: 1.0, integer })
    }

    /// A variable.
    pub fn add_column(&mut self, column: Column) -> u32 {
        self.columns.push(column);
        #[expect(clippy::cast_possible_truncation, reason = "pairs are limited far below 2^32")]
        let at = (self.columns.len() - 1) as u32;
        at
    }

    /// A constraint.
    pub fn add_row(&mut self, low: f64, high: f64, terms: Vec<(u32, f64)>) {
        self.rows.push(Row { low, high, terms });
    }

    /// The same with every variable continuous: a relaxation.
    pub fn relaxed(&self) -> Self {
        let columns = self.columns.iter().map(|column| Column { integer: false, ..*column }).collect();
        Self { columns, rows: self.rows.clone(), offset: self.offset }
    }
}
