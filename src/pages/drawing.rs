//! Numbers and names as pictures hold them.

/// Units of a picture, to a tenth: finer ones nobody sees.
pub(super) fn tenth(units: f64) -> f64 {
    (units * 10.0).round() / 10.0
}

/// A name that fits in `most` letters: a longer one is cut, with an ellipsis as its last.
pub(super) fn short(label: &str, most: usize) -> String {
    if label.chars().count() <= most {
        return label.to_owned();
    }
    let kept: String = label.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_and_says_so() {
        assert_eq!(short("Tŷ Mawr", 7), "Tŷ Mawr");
        assert_eq!(short("Tŷ Mawr", 4), "Tŷ…");
        assert!((tenth(2.46) - 2.5).abs() < 1e-9);
    }
}
