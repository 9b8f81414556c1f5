//! The query of an address: read, changed, written back.

use super::format::encode;

/// Names and values of a query, in the order of the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Params(pub Vec<(String, String)>);

impl Params {
    /// The first value of a name, without outer spaces; `None` when absent or blank.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())?;
        (!value.is_empty()).then_some(value)
    }

    /// All values of a name that are not blank.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, value)| key == name && !value.trim().is_empty())
            .map(|(_, v)| v.trim())
    }

    /// The same query with one name set, or taken away by `None`.
    #[must_use]
    pub fn with(&self, name: &str, value: Option<&str>) -> Self {
        let mut pairs: Vec<_> = self.0.iter().filter(|(key, _)| key != name).cloned().collect();
        pairs.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        Self(pairs)
    }

    /// The same query with one name set, as an address under `path`.
    #[must_use]
    pub fn link(&self, path: &str, name: &str, value: Option<&str>) -> String {
        self.with(name, value).at(path)
    }

    /// The address of `path` with this query. Blank values are left out.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        let pairs = self.0.iter().filter(|(_, value)| !value.trim().is_empty());
        let query: Vec<_> = pairs.map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> Params {
        Params(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn one_name_is_changed_and_the_others_stay() {
        let query = params(&[("sort", "name"), ("page", "3"), ("q", "")]);
        assert_eq!(query.link("/data", "page", Some("4")), "/data?sort=name&page=4");
        assert_eq!(query.link("/data", "page", None), "/data?sort=name");
    }

    #[test]
    fn signs_are_escaped_in_addresses() {
        assert_eq!(params(&[("a b", "x&y=z")]).at("/"), "/?a%20b=x%26y%3Dz");
    }

    #[test]
    fn a_blank_value_is_no_value() {
        assert_eq!(params(&[("q", "  ")]).get("q"), None);
    }
}
