//! Texts on a sheet: broken into lines, one below the other.
//!
//! How wide a text will be is reckoned from classes of letters, on the
//! generous side, because the program that shows the file may have another
//! font than ours.

use maud::{Markup, html};

use crate::pages::map::legend::{self, Entry, Key, MARK, Part};

/// Something with a height, drawn from its upper left corner.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub height: f64,
    pub drawn: Markup,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Size of the letters in units.
    pub size: f64,
    pub bold: bool,
    pub colour: &'static str,
}

pub(super) const INK: &str = "#0b0c0c";
pub(super) const QUIET: &str = "#505a5f";

impl Style {
    pub(super) fn plain(size: f64) -> Self {
        Self { size, bold: false, colour: INK }
    }

    pub(super) fn quiet(size: f64) -> Self {
        Self { size, bold: false, colour: QUIET }
    }

    pub(super) fn bold(size: f64) -> Self {
        Self { size, bold: true, colour: INK }
    }

    fn line(self) -> f64 {
        self.size * 1.35
    }

    /// How wide a text will be, in units.
    fn width(self, text: &str) -> f64 {
        let ems: f64 = text.chars().map(em).sum();
        ems * self.size * if self.bold { 1.08 } else { 1.0 }
    }
}

/// Width of a letter as a share of its size.
fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '!' | '|' => 0.30,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '©' | '–' => 0.96,
        'A'..='Z' => 0.70,
        _ => 0.60,
    }
}

/// A text broken into lines no wider than `width`; a longer word stands alone.
fn lines(text: &str, width: f64, style: Style) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if !line.is_empty() && style.width(&longer) > width {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        } else {
            line = longer;
        }
    }
    lines.push(line);
    lines
}

/// A paragraph; nothing where there is no text.
pub(super) fn paragraph(text: &str, width: f64, style: Style) -> Block {
    if text.trim().is_empty() {
        return Block { height: 0.0, drawn: html! {} };
    }
    let lines = lines(text, width, style);
    let y = |at: usize| round(style.size + style.line() * count(at));
    let weight = if style.bold { "700" } else { "400" };
    let drawn = html! {
        text font-size=(round(style.size)) font-weight=(weight) fill=(style.colour) {
            // A blank parts the lines where the text is read out or copied.
            @for (at, line) in lines.iter().enumerate() { tspan x="0" y=(y(at)) { (line) " " } }
        }
    };
    Block { height: style.line() * count(lines.len()), drawn }
}

/// The legend as blocks for a column of a width, at a scale of its letters.
pub(super) fn key(key: &Key, width: f64, scale: f64) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !key.title.is_empty() {
        blocks.push(paragraph(&key.title, width, Style::bold(16.0 * scale)));
    }
    for part in &key.parts {
        match part {
            Part::List(entries) => blocks.extend(entries.iter().map(|entry| listed(entry, width, scale))),
            Part::Rule(mark, words) => blocks.push(marked(mark, words, width, 13.0 * scale, scale)),
            Part::Note(words) => blocks.push(paragraph(words, width, Style::quiet(12.5 * scale))),
        }
    }
    blocks
}

fn listed(entry: &Entry, width: f64, scale: f64) -> Block {
    let words = match entry.count() {
        Some(count) => format!("{} – {count}", entry.words),
        None => entry.words.clone(),
    };
    marked(&entry.mark, &words, width, 15.0 * scale, scale)
}

fn marked(mark: &legend::Mark, words: &str, width: f64, size: f64, scale: f64) -> Block {
    let indent = f64::from(MARK.0 + 10) * scale;
    let text = paragraph(words, width - indent, Style::plain(size));
    let high = f64::from(MARK.1) * scale;
    // A single line stands at the middle of its mark.
    let drop = ((high - text.height) / 2.0).max(0.0);
    let drawn = html! {
        g transform=(format!("scale({})", round(scale))) { (mark.drawn()) }
        g transform=(format!("translate({} {})", round(indent), round(drop))) { (text.drawn) }
    };
    Block { height: text.height.max(high), drawn }
}

/// Blocks one below the other with a gap between; gives the height of all.
pub(super) fn stack(blocks: &[Block], gap: f64) -> Block {
    let (mut top, mut placed) = (0.0, Vec::new());
    for block in blocks.iter().filter(|block| block.height > 0.0) {
        placed.push((top, &block.drawn));
        top += block.height + gap;
    }
    let drawn = html! {
        @for (y, drawn) in placed { g transform=(format!("translate(0 {})", round(y))) { (drawn) } }
    };
    Block { height: (top - gap).max(0.0), drawn }
}

/// A hundredth of a unit is finer than any printer.
pub(super) fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[expect(clippy::cast_precision_loss, reason = "lines of a sheet")]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words_and_no_word_is_lost() {
        let text =
            "Hatched: unsure, because the rank interval is wider than a third of all ranks (12 areas).";
        let broken = lines(text, 200.0, Style::plain(15.0));
        assert!(broken.len() > 2);
        assert_eq!(broken.join(" "), text);
        assert!(broken.iter().all(|line| Style::plain(15.0).width(line) <= 200.0));
    }
}
