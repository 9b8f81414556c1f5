//! The parameters of questions about several layers: ids, shares, ways.

use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::api::Problem;
use crate::engine::Way;

use super::Fields;

/// Reads an id of any kind (`layer`, `from`, `measure`); `None` where it is left out.
///
/// # Errors
/// A [`Problem`] that names the parameter for a text that cannot be an id.
pub fn id<T: FromStr>(fields: &mut Fields, name: &'static str) -> Result<Option<T>, Problem>
where
    T::Err: std::fmt::Display,
{
    let text = fields.take(name)?;
    text.map(|text| text.parse().map_err(|error: T::Err| Problem::parameter(name, error.to_string())))
        .transpose()
}

/// Reads a share that is written in per cent; gives it in 0..=1.
///
/// # Errors
/// A [`Problem`] for anything but a number from 0 to 100.
pub fn share(fields: &mut Fields, name: &'static str, default: f64) -> Result<f64, Problem> {
    let Some(text) = fields.take(name)? else { return Ok(default) };
    read_share(&text).ok_or_else(|| {
        Problem::parameter(name, format!("'{text}' is not a number of per cent from 0 to 100"))
    })
}

/// A share from its text in per cent.
#[must_use]
pub fn read_share(text: &str) -> Option<f64> {
    let percent = text.trim().parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent))?;
    Some(percent / 100.0)
}

/// Reads a whole number within bounds.
///
/// # Errors
/// A [`Problem`] for anything else.
pub fn whole(
    fields: &mut Fields,
    name: &'static str,
    default: usize,
    bounds: &RangeInclusive<usize>,
) -> Result<usize, Problem> {
    let Some(text) = fields.take(name)? else { return Ok(default) };
    let number = text.parse::<usize>().ok().filter(|number| bounds.contains(number));
    let (least, most) = (bounds.start(), bounds.end());
    number.ok_or_else(|| {
        Problem::parameter(name, format!("'{text}' is not a whole number from {least} to {most}"))
    })
}

/// Reads `way`: how weights are found.
///
/// # Errors
/// A [`Problem`] that lists the ways there are.
pub fn way(fields: &mut Fields) -> Result<Way, Problem> {
    let Some(text) = fields.take("way")? else { return Ok(Way::Best) };
    Way::from_key(&text).ok_or_else(|| {
        let known: Vec<&str> = Way::ALL.iter().map(|way| way.key()).collect();
        Problem::parameter("way", format!("'{text}' is no way to find weights; write {}", known.join(", ")))
    })
}

/// Reads a parameter that is `true` or `false`; left out it is false.
///
/// # Errors
/// A [`Problem`] for anything else.
pub fn yes(fields: &mut Fields, name: &'static str) -> Result<bool, Problem> {
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
    fn a_share_is_a_number_of_per_cent() {
        let read = |query: &str| share(&mut fields(query), "least", 0.05).ok();
        assert_eq!(read(""), Some(0.05));
        assert_eq!(read("least=2.5"), Some(0.025));
        assert_eq!(read("least=0"), Some(0.0));
        for bad in ["least=", "least=101", "least=-1", "least=NaN", "least=inf", "least=five"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_whole_number_stays_within_its_bounds() {
        let read = |query: &str| whole(&mut fields(query), "split", 3, &(2..=50)).ok();
        assert_eq!(read(""), Some(3));
        assert_eq!(read("split=50"), Some(50));
        for bad in ["split=1", "split=51", "split=2.5", "split=-3", "split="] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_way_that_is_not_there_is_refused_with_those_that_are() {
        assert_eq!(way(&mut fields("way=area")).ok(), Some(Way::Area));
        let problem = way(&mut fields("way=magic")).expect_err("no way");
        assert!(
            problem.detail.ends_with("best, area, area-kept-inside, points, lookup"),
            "{}",
            problem.detail
        );
    }

    #[test]
    fn an_id_names_its_parameter_when_it_is_none() {
        let wrong = id::<crate::model::DatasetId>(&mut fields("layer=No%20id"), "layer").expect_err("no id");
        assert_eq!(wrong.field.as_deref(), Some("layer"));
    }
}
