//! The reading age of English text.

/// The age at which a text can be read: the school grade and five.
pub fn age(sentences: &[String]) -> f64 {
    grade(sentences) + 5.0
}

/// The school grade of a text by Flesch and Kincaid (J. P. Kincaid and others,
/// "Derivation of new readability formulas for Navy enlisted personnel", 1975).
fn grade(sentences: &[String]) -> f64 {
    let text = sentences.join(" ");
    let count = text.split(['.', '!', '?']).filter(|part| part.chars().any(char::is_alphabetic)).count();
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (sentences, words) = (count.max(1) as f64, words.len().max(1) as f64);
    0.39 * words / sentences + 11.8 * syllables as f64 / words - 15.59
}

/// Groups of vowels, a silent e at the end left out; a number counts as one.
fn syllables(word: &str) -> usize {
    let word: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let is_vowel = |c: char| "aeiouyâêîôûŵŷ".contains(c);
    let (mut groups, mut before) = (0, false);
    for c in word.chars() {
        let own = is_vowel(c);
        if own && !before {
            groups += 1;
        }
        before = own;
    }
    let is_silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    (groups - usize::from(is_silent)).max(1)
}

#[test]
fn syllables_are_counted_as_they_are_spoken() {
    let check = |word: &str, expected: usize| assert_eq!(syllables(word), expected, "{word}");
    check("rank", 1);
    check("figure", 2);
    check("table", 2);
    check("certainty", 3);
    check("69", 1);
    check("the", 1);
}

#[test]
fn hard_text_has_a_higher_grade_than_plain_text() {
    let hard =
        "Statistically significant heterogeneity characterises multidimensional deprivation indicators.";
    let plain = "The cat sat on the mat. It was warm there.";
    assert!(grade(&[hard.to_owned()]) > 20.0);
    assert!(grade(&[plain.to_owned()]) < 3.0);
}
