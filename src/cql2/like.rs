//! `LIKE`: texts with any text and any character in them.

/// Whether a text has a form: `%` stands for any text, `_` for any one
/// character, and `\` takes from the sign after it its special meaning.
///
/// Two places are remembered, not a tree of them, so the time is at most the
/// product of the two lengths.
pub(super) fn is_like(text: &str, form: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let form = signs(form);
    let (mut at, mut of) = (0, 0);
    // Where the last `%` stands, and how much text it has swallowed so far.
    let mut swallowed: Option<(usize, usize)> = None;
    while at < text.len() {
        match form.get(of) {
            Some(Sign::Any) => {
                swallowed = Some((of, at));
                of += 1;
                continue;
            }
            Some(Sign::One) => {}
            Some(Sign::Just(c)) if *c == text[at] => {}
            _ => {
                let Some((percent, start)) = swallowed else { return false };
                swallowed = Some((percent, start + 1));
                (at, of) = (start + 1, percent + 1);
                continue;
            }
        }
        (at, of) = (at + 1, of + 1);
    }
    form[of..].iter().all(|sign| *sign == Sign::Any)
}

#[derive(Debug, PartialEq, Eq)]
enum Sign {
    Any,
    One,
    Just(char),
}

fn signs(form: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut chars = form.chars();
    while let Some(c) = chars.next() {
        signs.push(match c {
            '%' => Sign::Any,
            '_' => Sign::One,
            '\\' => Sign::Just(chars.next().unwrap_or('\\')),
            c => Sign::Just(c),
        });
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_trying(text: &[char], form: &[char]) -> bool {
        match form.split_first() {
            None => text.is_empty(),
            Some(('%', rest)) => (0..=text.len()).any(|skip| by_trying(&text[skip..], rest)),
            Some((c, rest)) => {
                text.split_first().is_some_and(|(t, more)| (*c == '_' || c == t) && by_trying(more, rest))
            }
        }
    }

    proptest! {
        #[test]
        fn a_form_fits_what_trying_every_way_says(text in "[abŵ]{0,8}", form in "[abŵ%_]{0,8}") {
            let (t, f): (Vec<char>, Vec<char>) = (text.chars().collect(), form.chars().collect());
            prop_assert_eq!(is_like(&text, &form), by_trying(&t, &f));
        }
    }

    #[test]
    fn a_sign_after_a_backslash_stands_for_itself() {
        assert!(is_like("100%", "100\\%") && !is_like("1000", "100\\%"));
        assert!(is_like("a_b", "a\\_b") && !is_like("axb", "a\\_b"));
    }

    #[test]
    fn many_percents_take_no_longer_than_the_product_of_the_lengths() {
        assert!(!is_like(&"a".repeat(5_000), &("%a".repeat(1_000) + "b")));
    }
}
