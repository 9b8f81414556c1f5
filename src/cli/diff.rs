//! `wardwise diff`: what changed between two runs of an assessment, and by which cause.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use crate::assess::explain::{AreaChange, Cause, diff};
use crate::assess::run::Run;
use crate::engine::Engine;
use crate::export::assessment::write_changes;
use crate::ingest::recipe::{read_recipe, write_recipe};
use crate::store::PlaceStore;
use crate::views::run::{IndicatorView, RunView};

use super::assess::find;
use super::exit::Exit;
use super::files::{Fresh, open_engine};
use super::output::{Output, columns};

/// Explain each figure that changed between two runs, by cause
///
/// Both are folders that 'wardwise assess' wrote, or their run.json. With a
/// place they may also be its assessments (`priorities`), saved versions of one
/// (`mine@2`) or recipes (`mine.toml`), run on what the place holds. The first run is changed into the second one cause at a time (boundary, data, both at
/// once, method, weights) and run again after each; what each step changes is
/// put down to it, and the steps add up.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise diff last-year this-year
  wardwise diff last-year this-year --out changes.csv
  wardwise diff a/run.json b/run.json --format json
  wardwise diff mine@1 mine@2 --place town
  wardwise diff last-year priorities --place town")]
pub struct Args {
    /// The earlier run
    before: String,

    /// The later run
    after: String,

    /// Folder of the place whose assessments may be named
    #[arg(long, value_name = "DIR")]
    place: Option<PathBuf>,

    /// Also write the changes to this file (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let out = args.out.as_deref().map(|out| Fresh::csv(out, args.force)).transpose()?;
    let place = args.place.as_deref().map(open_engine).transpose()?;
    let (before, first) = open(&args.before, place.as_ref())?;
    let (after, second) = open(&args.after, place.as_ref())?;
    let changes = diff(&first, &second)?;
    let names = Names::of(&before, &after);
    let figures = changed_figures(&before, &after);
    output.json(&as_json(&before, &after, &changes, &figures, &names))?;
    print(&changes, &figures, &names, output)?;
    if let Some(out) = out {
        let name = |code: &str| names.of_area(code).to_owned();
        let written = out.write(|file| Ok(write_changes(file, &changes, &name)?))?;
        output.line(format!("{} is written.", written.display()))?;
    }
    Ok(Exit::Done)
}

/// A run: of a file or a folder, run again, or of an assessment of the place.
fn open(name: &str, place: Option<&(PlaceStore, Engine)>) -> anyhow::Result<(RunView, Run)> {
    let path = Path::new(name);
    let is_recipe = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    match place {
        Some((store, engine)) if is_recipe || !path.exists() => {
            let spec = find(store, engine, name)?;
            let told = || format!("the assessment '{name}' cannot be run");
            let assessed = engine.assess_quickly(&spec).with_context(told)?;
            let view = RunView::new(&engine.snapshot().info, &assessed, write_recipe(&spec));
            Ok((view, assessed.run))
        }
        _ => open_file(path),
    }
}

fn open_file(path: &Path) -> anyhow::Result<(RunView, Run)> {
    let file = if path.is_dir() { path.join("run.json") } else { path.to_owned() };
    let told = || format!("the run '{}' cannot be used", file.display());
    let text = std::fs::read_to_string(&file).with_context(told)?;
    let view = RunView::read(&text).with_context(told)?;
    let spec = read_recipe(&view.recipe).map_err(|faults| {
        let list: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("its recipe is not understood: {}", list.join("; "))
    });
    let run = view.rebuild(&spec.with_context(told)?).with_context(told)?;
    Ok((view, run))
}

/// Names of areas by code; a later run has the last word.
struct Names(BTreeMap<String, String>);

impl Names {
    fn of(before: &RunView, after: &RunView) -> Self {
        let named = before.areas.iter().chain(&after.areas);
        Self(named.filter_map(|area| Some((area.code.clone(), area.name.clone()?))).collect())
    }

    fn of_area<'a>(&'a self, code: &'a str) -> &'a str {
        self.0.get(code).map_or(code, String::as_str)
    }
}

/// How many figures of an indicator changed, and why.
struct ChangedFigures {
    indicator: String,
    changed: usize,
    cause: Cause,
    before: String,
    after: String,
}

/// Indicators of both runs whose figures are not the same.
fn changed_figures(before: &RunView, after: &RunView) -> Vec<ChangedFigures> {
    let mut all = Vec::new();
    for (id, old) in &before.inputs.indicators {
        let Some(new) = after.inputs.indicators.get(id) else { continue };
        let changed = changed(before, after, old, new);
        if changed == 0 {
            continue;
        }
        let cause = match (
            old.provenance.boundary == new.provenance.boundary,
            old.provenance.data == new.provenance.data,
        ) {
            (false, true) => Cause::Boundary,
            (false, false) => Cause::BoundaryAndData,
            (true, _) => Cause::Data,
        };
        let words =
            |view: &IndicatorView| format!("{} on {}", view.provenance.data, view.provenance.boundary);
        all.push(ChangedFigures {
            indicator: id.clone(),
            changed,
            cause,
            before: words(old),
            after: words(new),
        });
    }
    all
}

fn changed(before: &RunView, after: &RunView, old: &IndicatorView, new: &IndicatorView) -> usize {
    let later: BTreeMap<&str, usize> =
        after.areas.iter().enumerate().map(|(at, area)| (area.code.as_str(), at)).collect();
    let differs = |(at, area): (usize, &crate::views::run::AreaView)| {
        let found = later.get(area.code.as_str());
        found.is_some_and(|to| old.figures[at] != new.figures[*to])
    };
    before.areas.iter().enumerate().filter(|one| differs(*one)).count()
}

fn print(
    changes: &[AreaChange],
    figures: &[ChangedFigures],
    names: &Names,
    output: &mut Output,
) -> anyhow::Result<()> {
    for one in figures {
        let areas = if one.changed == 1 { "1 area".to_owned() } else { format!("{} areas", one.changed) };
        output.line(format!("{}: figures of {areas} changed ({})", one.indicator, one.cause.key()))?;
        output.line(format!("  before: {}", one.before))?;
        output.line(format!("  after:  {}", one.after))?;
    }
    if changes.is_empty() {
        output.line("No score and no rank changed.")?;
        return Ok(());
    }
    let score = |score: Option<f64>| score.map_or_else(|| "–".to_owned(), |score| format!("{score:.3}"));
    let rank = |rank: Option<usize>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    let row = |change: &AreaChange| {
        let causes = change.steps.iter().map(|step| {
            let by = step.score.map_or_else(|| "none before or after".to_owned(), |by| format!("{by:+.3}"));
            let moved = step.rank.map_or_else(String::new, |moved| format!(", {moved:+} ranks"));
            format!("{} {by}{moved}", step.cause.key())
        });
        vec![
            names.of_area(change.area.as_str()).to_owned(),
            format!("{} → {}", score(change.score.0), score(change.score.1)),
            format!("{} → {}", rank(change.rank.0), rank(change.rank.1)),
            causes.collect::<Vec<String>>().join("; "),
        ]
    };
    let rows: Vec<Vec<String>> = changes.iter().map(row).collect();
    for line in columns(&["area", "score", "rank", "by cause"], &rows) {
        output.line(line)?;
    }
    Ok(())
}

fn as_json(
    before: &RunView,
    after: &RunView,
    changes: &[AreaChange],
    figures: &[ChangedFigures],
    names: &Names,
) -> serde_json::Value {
    let head = |run: &RunView| {
        json!({
            "assessment": run.assessment,
            "title": run.title,
            "boundaries": run.boundaries,
            "place": run.place.id,
            "place_version": run.place.version,
            "software": run.software,
        })
    };
    let change = |change: &AreaChange| {
        let steps = change
            .steps
            .iter()
            .map(|step| json!({ "cause": step.cause.key(), "score": step.score, "rank": step.rank }));
        json!({
            "code": change.area.as_str(),
            "name": names.of_area(change.area.as_str()),
            "score_before": change.score.0,
            "score_after": change.score.1,
            "rank_before": change.rank.0,
            "rank_after": change.rank.1,
            "steps": steps.collect::<Vec<_>>(),
        })
    };
    let figure = |one: &ChangedFigures| {
        json!({
            "indicator": one.indicator,
            "areas": one.changed,
            "cause": one.cause.key(),
            "before": one.before,
            "after": one.after,
        })
    };
    json!({
        "before": head(before),
        "after": head(after),
        "figures": figures.iter().map(figure).collect::<Vec<_>>(),
        "areas": changes.iter().map(change).collect::<Vec<_>>(),
    })
}
