//! Column names that can be told apart.

use std::collections::BTreeSet;

/// The names in use: white space inside reduced to single spaces, none
/// outside, and each unlike all others.
#[must_use]
pub fn names_in_use(published: &[String]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut names = Vec::with_capacity(published.len());
    for (position, name) in published.iter().enumerate() {
        let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            name = format!("column {}", position + 1);
        }
        let mut candidate = name.clone();
        let mut count = 1;
        while !taken.insert(candidate.clone()) {
            count += 1;
            candidate = format!("{name} ({count})");
        }
        names.push(candidate);
    }
    names
}
