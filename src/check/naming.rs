//! What to call a data set and its edition, going by the name of its file.

/// Longest id that is proposed.
const MAX_ID_CHARS: usize = 50;

/// An id out of any text: lower-case letters, digits and hyphens.
///
/// # Examples
/// ```
/// use wardwise::check::propose_id;
/// assert_eq!(propose_id("GP practices (July)"), "gp-practices-july");
/// assert_eq!(propose_id("***"), "data");
/// ```
#[must_use]
pub fn propose_id(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    let id: String = id.chars().take(MAX_ID_CHARS).collect();
    let id = id.trim_end_matches('-');
    if id.is_empty() { "data".to_owned() } else { id.to_owned() }
}

/// A title out of a file's name: its words, the first with a capital.
///
/// # Examples
/// ```
/// use wardwise::check::propose_title;
/// assert_eq!(propose_title("stats/claimants_2019-lsoa11.csv"), "Claimants 2019 lsoa11");
/// ```
#[must_use]
pub fn propose_title(file: &str) -> String {
    let words: Vec<&str> = stem(file).split(['_', '-', ' ', '.']).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let mut chars = text.chars();
    chars.next().map_or_else(|| "Data".to_owned(), |first| first.to_uppercase().chain(chars).collect())
}

/// The edition that a file's name speaks of: its only year, else `current`.
///
/// # Examples
/// ```
/// use wardwise::check::propose_edition;
/// assert_eq!(propose_edition("claimants_2019_lsoa11.csv"), "2019");
/// assert_eq!(propose_edition("population_2011_2022.csv"), "current");
/// assert_eq!(propose_edition("wards.geojson"), "current");
/// ```
#[must_use]
pub fn propose_edition(file: &str) -> String {
    let words = stem(file).split(|c: char| !c.is_ascii_alphanumeric());
    let mut years = words
        .filter(|word| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year)));
    match (years.next(), years.next()) {
        (Some(year), None) => year.to_owned(),
        _ => "current".to_owned(),
    }
}

/// The name of a file without its folders and without its endings.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').find(|part| !part.is_empty()).unwrap_or(name)
}
