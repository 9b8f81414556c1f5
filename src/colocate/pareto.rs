//! Candidates that no other beats at everything: so that no single weight decides.

/// Where a candidate stands among the alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Front {
    /// No alternative is as good at cost, access and equality, and better at one.
    On,
    /// Some alternative is.
    Behind,
    /// One of the three is not known, so nobody can tell.
    Unjudged,
}

impl Front {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Behind => "behind",
            Self::Unjudged => "unjudged",
        }
    }
}

/// Where each of some alternatives stands by three values, each the higher
/// the better. Equal ones do not beat each other.
///
/// # Examples
/// ```
/// use wardwise::colocate::{Front, front};
/// let alternatives = [Some([1.0, 0.2, 0.5]), Some([0.9, 0.2, 0.5]), Some([0.1, 0.9, 0.5]), None];
/// assert_eq!(front(&alternatives), [Front::On, Front::Behind, Front::On, Front::Unjudged]);
/// ```
#[must_use]
pub fn front(alternatives: &[Option<[f64; 3]>]) -> Vec<Front> {
    let mut known: Vec<[f64; 3]> = alternatives.iter().flatten().copied().collect();
    // Whoever beats another comes before it in this order.
    known.sort_by(|a, b| b[0].total_cmp(&a[0]).then(b[1].total_cmp(&a[1])).then(b[2].total_cmp(&a[2])));
    let mut best: Vec<[f64; 3]> = Vec::new();
    for one in known {
        if !best.iter().any(|other| beats(other, &one)) {
            best.push(one);
        }
    }
    let stand = |one: &Option<[f64; 3]>| match one {
        None => Front::Unjudged,
        Some(one) if best.iter().any(|other| beats(other, one)) => Front::Behind,
        Some(_) => Front::On,
    };
    alternatives.iter().map(stand).collect()
}

fn beats(a: &[f64; 3], b: &[f64; 3]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b) && a.iter().zip(b).any(|(a, b)| a > b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_front_is_what_comparing_all_with_all_finds(
            values in prop::collection::vec(prop::option::weighted(0.9, [0_u8..5, 0..5, 0..5]), 0..40)
        ) {
            let values: Vec<Option<[f64; 3]>> =
                values.into_iter().map(|one| one.map(|one| one.map(f64::from))).collect();
            let found = front(&values);
            for (at, one) in values.iter().enumerate() {
                let expected = match one {
                    None => Front::Unjudged,
                    Some(one) if values.iter().flatten().any(|other| beats(other, one)) => Front::Behind,
                    Some(_) => Front::On,
                };
                prop_assert_eq!(found[at], expected);
            }
        }
    }
}
