//! Classes of the figures shown, their shades and their words.

use crate::assess::Figure;
use crate::assess::breaks::{class_of, upper_bounds};
use crate::pages::map::FILLS;

use super::asked::Method;
use super::digits::Digits;

/// Figures in classes; the darker, the worse.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classing {
    /// Upper bounds, ascending.
    bounds: Vec<f64>,
    /// Least and greatest figure of each class; `None` for a class of nothing.
    held: Vec<Option<(f64, f64)>>,
    /// Whether higher figures are darker.
    is_high_dark: bool,
    /// Why there are other classes than asked for.
    pub note: Option<String>,
}

impl Classing {
    /// Classes of the figures in `column`; those in `locked` fix the bounds,
    /// so that several dates can share them.
    pub(super) fn of(
        column: &[Figure],
        locked: &[Figure],
        method: Method,
        count: usize,
        is_high_dark: bool,
    ) -> Self {
        let (mut bounds, note) = bounds(locked, method, count);
        if bounds.len() > FILLS.len() {
            // The highest classes go together: there are only so many shades.
            let most = bounds[bounds.len() - 1];
            bounds.truncate(FILLS.len() - 1);
            bounds.push(most);
        }
        let mut held = vec![None; bounds.len()];
        for value in column.iter().filter_map(|figure| figure.ok()) {
            if let Some(range) = held.get_mut(class_of(value, &bounds)) {
                let (least, most) = range.unwrap_or((value, value));
                *range = Some((value.min(least), value.max(most)));
            }
        }
        Self { bounds, held, is_high_dark, note }
    }

    /// How many classes there are.
    pub(super) fn len(&self) -> usize {
        self.bounds.len()
    }

    /// The class of a figure, from 0; `None` where there are no classes.
    pub(super) fn class(&self, value: f64) -> Option<usize> {
        (!self.bounds.is_empty()).then(|| class_of(value, &self.bounds))
    }

    /// Position of a class's shade in [`FILLS`].
    pub(super) fn shade(&self, class: usize) -> usize {
        let steps = self.len().saturating_sub(1);
        let up = (class * (FILLS.len() - 1)).checked_div(steps).unwrap_or(2).min(FILLS.len() - 1);
        if self.is_high_dark { up } else { FILLS.len() - 1 - up }
    }

    /// The figures that a class holds, in words.
    pub(super) fn words(&self, class: usize, digits: Digits) -> String {
        match self.held.get(class).copied().flatten() {
            None => format!("up to {}", digits.words(self.bounds[class])),
            Some((least, most)) if digits.words(least) == digits.words(most) => digits.words(least),
            Some((least, most)) => format!("{} to {}", digits.words(least), digits.words(most)),
        }
    }

    /// The classes from the worst to the best.
    pub(super) fn worst_first(&self) -> Vec<usize> {
        if self.is_high_dark { (0..self.len()).rev().collect() } else { (0..self.len()).collect() }
    }
}

/// The bounds; fewer classes with a word about it where so many cannot be made.
fn bounds(column: &[Figure], method: Method, count: usize) -> (Vec<f64>, Option<String>) {
    let mut why = None;
    let least = if method.takes_count() { 2 } else { count };
    for fewer in (least..=count).rev() {
        match upper_bounds(column, method.classes(fewer)) {
            Ok(bounds) => {
                let note = why.map(|fault| format!("{fault}, so there are {fewer}"));
                return (bounds, note);
            }
            Err(fault) => why = why.or(Some(fault)),
        }
    }
    (Vec::new(), why.map(|fault| format!("No classes can be made: {fault}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64], method: Method, count: usize, is_high_dark: bool) -> Classing {
        let column: Vec<Figure> = values.iter().map(|value| Ok(*value)).collect();
        Classing::of(&column, &column, method, count, is_high_dark)
    }

    #[test]
    fn the_worst_class_is_the_darkest_whichever_end_it_is() {
        let up = of(&[1.0, 2.0, 10.0, 11.0], Method::Natural, 2, true);
        assert_eq!((up.shade(1), up.worst_first()), (4, vec![1, 0]));
        let down = of(&[1.0, 2.0, 10.0, 11.0], Method::Natural, 2, false);
        assert_eq!((down.shade(0), down.worst_first()), (4, vec![0, 1]));
        assert_eq!(down.words(0, Digits::WHOLE), "1 to 2");
    }

    #[test]
    fn too_many_classes_become_fewer_with_a_word() {
        let few = of(&[1.0, 2.0, 3.0], Method::Equal, 5, true);
        assert_eq!(few.len(), 3);
        assert!(few.note.as_deref().is_some_and(|note| note.contains("so there are 3")), "{:?}", few.note);
        let none = of(&[4.0, 4.0], Method::Quantile, 5, true);
        assert_eq!((none.len(), none.class(4.0)), (0, None));
        assert!(none.note.is_some());
    }

    #[test]
    fn locked_bounds_hold_for_other_figures() {
        let all: Vec<Figure> = [0.0, 5.0, 10.0, 20.0].map(Ok).into();
        let now: Vec<Figure> = [4.0, 19.0].map(Ok).into();
        let classing = Classing::of(&now, &all, Method::Equal, 2, true);
        assert_eq!((classing.class(4.0), classing.class(19.0)), (Some(0), Some(1)));
        assert_eq!(classing.words(1, Digits::WHOLE), "19");
    }
}
