//! `from`, `to` and `way`: which crosswalk is asked for.

use crate::api::{Kind, Problem};
use crate::engine::{Engine, Way};
use crate::model::EditionKey;

use super::Fields;

/// Which crosswalk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The edition that figures come from.
    pub from: EditionKey,
    /// The edition that they go to.
    pub to: EditionKey,
    /// How weights are found.
    pub way: Way,
}

impl Wanted {
    /// Reads `from`, `to` and `way`.
    ///
    /// # Errors
    /// A [`Problem`] that names the parameter.
    pub fn read(fields: &mut Fields, engine: &Engine) -> Result<Self, Problem> {
        let from = layer(fields, engine, "from")?;
        let to = layer(fields, engine, "to")?;
        Ok(Self { from, to, way: way(fields)? })
    }
}

/// Reads a layer's edition, written `dataset@edition`.
///
/// # Errors
/// A [`Problem`] when it is absent, is no such name, or the place shows no such layer.
pub fn layer(fields: &mut Fields, engine: &Engine, name: &'static str) -> Result<EditionKey, Problem> {
    let text = fields.take(name)?.unwrap_or_default();
    let key = edition_key(&text, name)?;
    let missing = || Problem::not_found(format!("layer edition '{key}'")).at(name);
    engine.layer(&key).ok_or_else(missing)?;
    Ok(key)
}

/// Reads an edition's written form.
///
/// # Errors
/// A [`Problem`] that says what the form is.
pub fn edition_key(text: &str, name: &str) -> Result<EditionKey, Problem> {
    let wrong = |_not_a_key| {
        Problem::parameter(
            name,
            format!("'{text}' is not an edition; write it as dataset@edition, such as wards@2018"),
        )
    };
    text.parse().map_err(wrong)
}

/// Reads `way`; left out, the best there is.
///
/// # Errors
/// A [`Problem`] for a way that is not known.
pub fn way(fields: &mut Fields) -> Result<Way, Problem> {
    let Some(text) = fields.take("way")? else { return Ok(Way::Best) };
    let wrong = || {
        let known: Vec<_> = Way::ALL.iter().map(|way| way.key()).collect();
        Problem::parameter("way", format!("there is no way '{text}'; there are: {}", known.join(", ")))
    };
    Way::from_key(&text).ok_or_else(wrong)
}

/// Reads `cursor`, the place in the pairs of the crosswalk `id`.
///
/// # Errors
/// A [`Problem`] for a text that is no cursor of ours (400), and for one of
/// weights that have changed in between (410).
pub fn cursor(fields: &mut Fields, id: &str) -> Result<usize, Problem> {
    let Some(text) = fields.take("cursor")? else { return Ok(0) };
    let parts = text.split_once('.').and_then(|(id, at)| Some((id, at.parse().ok()?)));
    match parts {
        None => Err(Problem::parameter("cursor", "this is no cursor; use those of the 'next' links")),
        Some((other, _)) if other != id => {
            let detail = "the weights changed while they were being listed; start again";
            Err(Problem::new(Kind::Gone, detail).at("cursor"))
        }
        Some((_, at)) => Ok(at),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::*;

    #[test]
    fn a_way_is_one_of_those_there_are() {
        assert_eq!(way(&mut fields("")).expect("the best"), Way::Best);
        assert_eq!(way(&mut fields("way=area-kept-inside")).expect("a way"), Way::AreaKeptInside);
        let problem = way(&mut fields("way=magic")).expect_err("no way");
        assert!(
            problem.detail.ends_with("best, area, area-kept-inside, points, lookup"),
            "{}",
            problem.detail
        );
    }

    #[test]
    fn a_cursor_of_other_weights_is_gone() {
        assert_eq!(cursor(&mut fields("cursor=xw-1.20"), "xw-1").expect("a place"), 20);
        assert_eq!(cursor(&mut fields("cursor=xw-2.20"), "xw-1").expect_err("gone").status, 410);
        assert_eq!(cursor(&mut fields("cursor=20"), "xw-1").expect_err("no cursor").status, 400);
    }
}
