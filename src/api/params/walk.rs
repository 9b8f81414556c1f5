//! `from`, `to`, `only_from`, `only_to`, `within`, `pace`, `step_free`, `ferries`, `network`: which walks are asked for.

use crate::api::Problem;
use crate::engine::{End, Engine, Walking};
use crate::model::EditionKey;
use crate::network::{Bound, Modes, Pace};

use super::Fields;
use super::crosswalk::edition_key;

/// The longest walk that is looked for, in minutes: a day on foot.
pub const MOST_MINUTES: f64 = 1_440.0;

/// Reads one end of walks: an edition, and the rows of it that count.
///
/// # Errors
/// A [`Problem`] that names the parameter.
pub fn end(
    fields: &mut Fields,
    engine: &Engine,
    (name, only): (&'static str, &'static str),
) -> Result<End, Problem> {
    let text = fields.take(name)?.unwrap_or_default();
    let key = edition_key(&text, name)?;
    engine.edition(&key).ok_or_else(|| Problem::not_found(format!("edition '{key}'")).at(name))?;
    let filter = fields.take(only)?.map(|text| match text.split_once('=') {
        Some((column, value)) => Ok((column.trim().to_owned(), value.trim().to_owned())),
        None => Err(Problem::parameter(only, format!("'{text}' is not column=value, such as kind=library"))),
    });
    Ok(End { edition: key, only: filter.transpose()?.into_iter().collect() })
}

/// Reads how people walk.
///
/// # Errors
/// A [`Problem`] that names the parameter.
pub fn walking(fields: &mut Fields) -> Result<Walking, Problem> {
    let pace = match fields.take("pace")? {
        None => Pace::WALK,
        Some(text) => text.parse().ok().and_then(Pace::of_km_per_h).ok_or_else(|| {
            Problem::parameter("pace", format!("'{text}' is not kilometres an hour from 0.5 to 30"))
        })?,
    };
    let modes = Modes { step_free: flag(fields, "step_free")?, ferries: flag(fields, "ferries")? };
    Ok(Walking { pace, modes, ..Walking::default() })
}

/// Reads `network`, the edition to walk along; `None` for the place's newest.
///
/// # Errors
/// A [`Problem`] for what is no edition in view.
pub fn network(fields: &mut Fields, engine: &Engine) -> Result<Option<EditionKey>, Problem> {
    let Some(text) = fields.take("network")? else { return Ok(None) };
    let key = edition_key(&text, "network")?;
    let missing = || Problem::not_found(format!("network edition '{key}'")).at("network");
    engine.edition(&key).filter(|edition| edition.streets().is_some()).ok_or_else(missing)?;
    Ok(Some(key))
}

/// Reads `within`, the longest walk in minutes.
///
/// # Errors
/// A [`Problem`] for what is no number of minutes.
pub fn within(fields: &mut Fields) -> Result<Bound, Problem> {
    let Some(text) = fields.take("within")? else { return Ok(Bound::Unlimited) };
    minutes(&text, "within").map(Bound::Minutes)
}

/// Reads `minutes`, the ends of rings with commas between.
///
/// # Errors
/// A [`Problem`] for what is no number of minutes, and for more than ten.
pub fn ring_minutes(fields: &mut Fields, usual: &[f64]) -> Result<Vec<f64>, Problem> {
    let Some(text) = fields.take("minutes")? else { return Ok(usual.to_vec()) };
    let ends: Vec<f64> = text.split(',').map(|end| minutes(end, "minutes")).collect::<Result<_, _>>()?;
    if ends.len() > 10 {
        return Err(Problem::parameter("minutes", format!("{} rings; at most 10 are drawn", ends.len())));
    }
    Ok(ends)
}

fn minutes(text: &str, name: &'static str) -> Result<f64, Problem> {
    let number = text.trim().parse().ok().filter(|minutes| *minutes > 0.0 && *minutes <= MOST_MINUTES);
    number.ok_or_else(|| {
        Problem::parameter(name, format!("'{text}' is not a number of minutes above 0, up to {MOST_MINUTES}"))
    })
}

/// Reads a yes or no; left out, no.
///
/// # Errors
/// A [`Problem`] for any other word.
pub fn flag(fields: &mut Fields, name: &'static str) -> Result<bool, Problem> {
    match fields.take(name)?.as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(text) => Err(Problem::parameter(name, format!("'{text}' is neither true nor false"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::*;

    #[test]
    fn minutes_and_paces_are_those_that_people_walk() {
        assert_eq!(within(&mut fields("")).expect("none"), Bound::Unlimited);
        assert_eq!(within(&mut fields("within=20")).expect("minutes"), Bound::Minutes(20.0));
        for bad in ["within=0", "within=-3", "within=soon", "within=NaN", "within=1441"] {
            assert!(within(&mut fields(bad)).is_err(), "{bad}");
        }
        assert_eq!(ring_minutes(&mut fields("minutes=5,10"), &[1.0]).expect("rings"), [5.0, 10.0]);
        assert!(ring_minutes(&mut fields("minutes=1,2,3,4,5,6,7,8,9,10,11"), &[]).is_err());
        assert!(walking(&mut fields("pace=100")).is_err());
        assert!(walking(&mut fields("step_free=true")).expect("level").modes.step_free);
        assert!(walking(&mut fields("step_free=yes")).is_err());
    }
}
