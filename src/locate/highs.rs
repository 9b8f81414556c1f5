//! `HiGHS`: the only file that knows the solver.
//!
//! One thread and a fixed seed, so that the same program gives the same
//! answer on every machine that has the time for it. No first solution is
//! handed over: `HiGHS` 1.16 may then end as "optimal" with that very solution
//! and a bound far below it. Its word is held against its bound in any case.

use std::num::NonZeroU32;

use highs::{Col, HighsModelStatus, HighsSolutionStatus, Model, RowProblem, Sense, SolvedModel};

use super::fault::Fault;
use super::mip::{Effort, Ended, Found, Mip};
use super::run::CLOSED;

/// Minimises a program.
///
/// # Errors
/// [`Fault::Solver`] where the solver refuses the program or breaks down.
pub(super) fn minimise(mip: &Mip, effort: Effort) -> Result<Found, Fault> {
    if effort.seconds <= 0.0 {
        return Ok(Found { ended: Ended::OutOfTime, values: None, bound: f64::NEG_INFINITY });
    }
    if mip.columns.is_empty() {
        return Ok(without_choice(mip));
    }
    let failed = |what: &'static str| move |status| Fault::Solver(format!("{what}: {status:?}"));
    let mut model = Model::try_new(problem(mip)).map_err(failed("the program was not taken"))?;
    model.set_sense(Sense::Minimise);
    set_options(&mut model, effort)?;
    let solved = model.try_solve().map_err(failed("it broke off"))?;
    read(mip, effort, &solved)
}

fn problem(mip: &Mip) -> RowProblem {
    let mut problem = RowProblem::default();
    let columns: Vec<Col> = mip
        .columns
        .iter()
        .map(|c| problem.add_column_with_integrality(c.cost, c.low..=c.high, c.integer))
        .collect();
    for row in &mip.rows {
        let terms = row.terms.iter().map(|(at, factor)| (columns[*at as usize], *factor));
        problem.add_row(row.low..=row.high, terms);
    }
    problem
}

fn set_options(model: &mut Model, effort: Effort) -> Result<(), Fault> {
    let failed = |option: &str| Fault::Solver(format!("it does not take the option {option}"));
    model.set_threads(NonZeroU32::MIN);
    // The solver takes a seed of 31 bits.
    let seed = i32::try_from(effort.seed & 0x7fff_ffff).unwrap_or(0);
    let is_set = [
        ("random_seed", model.try_set_option("random_seed", seed).is_ok()),
        ("parallel", model.try_set_option("parallel", "off").is_ok()),
        ("time_limit", model.try_set_option("time_limit", effort.seconds).is_ok()),
        ("mip_rel_gap", model.try_set_option("mip_rel_gap", effort.gap).is_ok()),
        ("mip_abs_gap", model.try_set_option("mip_abs_gap", 0.0).is_ok()),
    ];
    is_set.iter().find(|(_, done)| !done).map_or(Ok(()), |(option, _)| Err(failed(option)))
}

fn read(mip: &Mip, effort: Effort, solved: &SolvedModel) -> Result<Found, Fault> {
    let has_values = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let values = has_values.then(|| solved.get_solution().columns().to_vec());
    let is_mip = mip.columns.iter().any(|column| column.integer);
    let ended = match solved.status() {
        HighsModelStatus::Optimal => Ended::Solved,
        HighsModelStatus::Infeasible => Ended::Infeasible,
        HighsModelStatus::ReachedTimeLimit => Ended::OutOfTime,
        other => return Err(Fault::Solver(format!("it ended with {other:?}"))),
    };
    // A linear program that was broken off proves nothing about its optimum.
    let bound = match (ended, is_mip) {
        (Ended::Solved, false) => solved.objective_value(),
        (_, true) => solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY),
        _ => f64::NEG_INFINITY,
    };
    let bound = if bound.is_nan() { f64::NEG_INFINITY } else { bound + mip.offset };
    let is_proved = !is_mip || values.as_ref().is_none_or(|values| closes(mip, effort, values, bound));
    // Proof that its own bound does not bear out is none.
    let ended = if ended == Ended::Solved && !is_proved { Ended::OutOfTime } else { ended };
    Ok(Found { ended, values, bound })
}

/// Whether a bound lies as near to a solution as was asked for, rounding aside.
fn closes(mip: &Mip, effort: Effort, values: &[f64], bound: f64) -> bool {
    let objective: f64 = mip.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum();
    let objective = objective + mip.offset;
    objective - bound <= effort.gap.max(CLOSED) * objective.abs().max(1.0)
}

/// A program without variables holds or does not.
fn without_choice(mip: &Mip) -> Found {
    let holds = mip.rows.iter().all(|row| row.low <= 0.0 && row.high >= 0.0);
    Found {
        ended: if holds { Ended::Solved } else { Ended::Infeasible },
        values: holds.then(Vec::new),
        bound: mip.offset,
    }
}
