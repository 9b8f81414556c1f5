//! Printing for people and for machines.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use serde::Serialize;

/// For whom a command prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Sentences and tables
    Text,
    /// One JSON document
    Json,
}

/// Where a command prints to. Answers go to standard output, everything else
/// to standard error, so that an answer can be piped.
#[derive(Debug)]
pub struct Output {
    format: OutputFormat,
    quiet: bool,
}

impl Output {
    /// An output for one run of the program.
    #[must_use]
    pub fn new(format: OutputFormat, quiet: bool) -> Self {
        Self { format, quiet }
    }

    /// Whether a machine reads the answer.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.format == OutputFormat::Json
    }

    /// Whether progress should be drawn: a person is watching and has not asked for quiet.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        !self.quiet && !self.is_json() && io::stderr().is_terminal()
    }

    /// Whether advice should be printed beside answers.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints one line of an answer for people; nothing in JSON mode.
    pub fn line(&mut self, line: impl AsRef<str>) -> anyhow::Result<()> {
        if !self.is_json() {
            writeln!(io::stdout().lock(), "{}", line.as_ref())?;
        }
        Ok(())
    }

    /// Prints the answer for machines; nothing in text mode.
    pub fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        if self.is_json() {
            let mut out = io::stdout().lock();
            serde_json::to_writer_pretty(&mut out, value)?;
            writeln!(out)?;
        }
        Ok(())
    }

    /// Prints a remark for people, to standard error.
    pub fn remark(&mut self, line: impl AsRef<str>) {
        if !self.quiet && !self.is_json() {
            // A remark that cannot be written (a closed terminal) is no reason to stop.
            let _ = writeln!(io::stderr().lock(), "{}", line.as_ref());
        }
    }

    /// Prints why a command failed, with its causes.
    pub fn failure(&mut self, error: &anyhow::Error) {
        let mut err = io::stderr().lock();
        if self.is_json() {
            let causes: Vec<String> = error.chain().skip(1).map(ToString::to_string).collect();
            let body = serde_json::json!({ "error": error.to_string(), "causes": causes });
            let _ = writeln!(err, "{body}");
            return;
        }
        let _ = writeln!(err, "wardwise: {error}");
        for cause in error.chain().skip(1) {
            let _ = writeln!(err, "  because {cause}");
        }
    }
}

/// Whether the reader of our output went away (`wardwise ... | head`).
#[must_use]
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

/// Lays out rows in columns, two spaces apart, for a terminal.
#[must_use]
pub fn columns(header: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let mut widths: Vec<usize> = header.iter().map(|h| h.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let lay = |cells: Vec<&str>| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![lay(header.to_vec())];
    lines.extend(rows.iter().map(|row| lay(row.iter().map(String::as_str).collect())));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_also_with_welsh_letters() {
        let rows = vec![vec!["Tŷ".to_owned(), "1".to_owned()], vec!["Aston".to_owned(), "22".to_owned()]];
        assert_eq!(columns(&["name", "n"], &rows), ["name   n", "Tŷ     1", "Aston  22"]);
    }
}
