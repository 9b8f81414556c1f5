//! The parameters of requests: each is parsed in one file, and what is wrong
//! names the parameter. A parameter that an address does not know is refused,
//! because a mistyped filter would otherwise let everything through.

pub mod align;
pub mod asked;
pub mod bbox;
pub mod crosswalk;
pub mod crs;
pub mod cursor;
pub mod date;
pub mod edition;
pub mod filter;
pub mod limit;
pub mod point;
pub mod sheet;
pub mod text;
pub mod tolerance;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

use super::Problem;

/// The query of a request, from which each parameter is taken once.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    left: Vec<(String, String)>,
    known: Vec<&'static str>,
}

impl Fields {
    /// Takes a parameter out.
    ///
    /// # Errors
    /// A [`Problem`] when it stands more than once.
    pub fn take(&mut self, name: &'static str) -> Result<Option<String>, Problem> {
        self.known.push(name);
        let (found, left): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.left).into_iter().partition(|(n, _)| n == name);
        self.left = left;
        if found.len() > 1 {
            return Err(Problem::parameter(
                name,
                format!("'{name}' stands {} times; write it once", found.len()),
            ));
        }
        Ok(found.into_iter().next().map(|(_, text)| text))
    }

    /// Ends the reading: whatever is left is not known here.
    ///
    /// # Errors
    /// A [`Problem`] that names the first parameter left.
    pub fn finish(self) -> Result<(), Problem> {
        match self.left.first() {
            None => Ok(()),
            Some((name, _)) => Err(unknown(name, self.known.iter().copied())),
        }
    }

    /// All of them as they stand, for links that repeat the question.
    #[must_use]
    pub fn all(&self) -> &[(String, String)] {
        &self.left
    }

    /// Whatever is left, for parameters that are named by the data.
    #[must_use]
    pub fn rest(self) -> Vec<(String, String)> {
        self.left
    }
}

/// A parameter that the address does not know.
pub(in crate::api) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let known: Vec<_> = known.collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Problem::parameter(name, format!("there is no parameter '{name}' here; there are: {known}"))
}

impl<S: Send + Sync> FromRequestParts<S> for Fields {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let query = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let Query(left) = query.map_err(|error| Problem::parameter("query", error.body_text()))?;
        Ok(Self { left, known: Vec::new() })
    }
}

#[cfg(test)]
pub(in crate::api) fn fields(query: &str) -> Fields {
    let uri = format!("/x?{query}").parse().expect("an address");
    let Query(left) = Query::<Vec<(String, String)>>::try_from_uri(&uri).expect("a query");
    Fields { left, known: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_stands_once_and_must_be_known() {
        let mut query = fields("a=1&b=2&b=3&c=4");
        assert_eq!(query.take("a").expect("one"), Some("1".to_owned()));
        assert_eq!(query.take("b").expect_err("two").field.as_deref(), Some("b"));
        let problem = query.finish().expect_err("c is left");
        assert_eq!(problem.detail, "there is no parameter 'c' here; there are: a, b");
    }
}
