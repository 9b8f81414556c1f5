//! Progress bars on standard error, one a stage.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::import::{Progress, Stage};

use super::output::Output;

const LAYOUT: &str = "{prefix:<22} {bar:24} {pos:>4}/{len:<4} {elapsed:>4}  {wide_msg}";

/// Draws a bar for each stage, or nothing when nobody watches.
#[derive(Debug)]
pub struct Bars {
    shown: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Bars {
    /// Bars for one command.
    #[must_use]
    pub fn new(output: &Output) -> Self {
        Self { shown: output.shows_progress(), bar: Mutex::new(None) }
    }

    fn with_bar(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        // A bar that another thread left half-drawn is still a bar.
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, total: u64) {
        if !self.shown {
            return;
        }
        let style = ProgressStyle::with_template(LAYOUT);
        let bar = ProgressBar::new(total).with_prefix(stage.words());
        bar.set_style(style.unwrap_or_else(|_template| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        self.with_bar(|current| *current = Some(bar));
    }

    fn advance(&self, what: &str) {
        self.with_bar(|current| {
            if let Some(bar) = current {
                bar.set_message(what.to_owned());
                bar.inc(1);
            }
        });
    }

    fn finish(&self) {
        self.with_bar(|current| {
            if let Some(bar) = current.take() {
                bar.finish_and_clear();
            }
        });
    }
}

/// Names one step after another of a command that takes a while.
#[derive(Debug)]
pub struct Steps(Option<ProgressBar>);

impl Steps {
    /// Steps of one command, `total` of them; nothing is drawn when nobody watches.
    #[must_use]
    pub fn new(output: &Output, total: u64) -> Self {
        let bar = || {
            let bar = ProgressBar::new(total);
            let style = ProgressStyle::with_template("{pos}/{len} {elapsed:>4}  {wide_msg}");
            bar.set_style(style.unwrap_or_else(|_template| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        };
        Self(output.shows_progress().then(bar))
    }

    /// Begins the next step.
    pub fn begin(&self, what: &'static str) {
        if let Some(bar) = &self.0 {
            bar.set_message(what);
            bar.inc(1);
        }
    }

    /// Takes the line away.
    pub fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
