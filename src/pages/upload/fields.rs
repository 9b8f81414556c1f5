//! What the form says of a file, as choices for the import.

use crate::api::uploads::{Choices, LicenceChoice, LocateChoice, Tick};
use crate::pages::params::Params;

/// Reads the answers of the form. What they say is judged by the import.
#[must_use]
pub fn choices(form: &Params) -> Choices {
    let text = |name: &str| form.get(name).map(str::to_owned);
    let plain = |name: &str| text(name).unwrap_or_default();
    let kind = plain("kind");
    let is = |wanted: &str| kind == wanted;
    let new = form.get("dataset").is_none_or(|id| id == "+");
    let locate = LocateChoice {
        easting: text("easting"),
        northing: text("northing"),
        lon: text("lon"),
        lat: text("lat"),
        grid_ref: text("grid_ref"),
        postcode: text("postcode"),
    };
    // `lsoa` leaves the edition to the codes, `lsoa@2011` names it.
    let geography = text("geography").filter(|_| is("table"));
    let (geography, geography_edition) = match geography.as_deref().map(|key| key.split_once('@')) {
        Some(Some((dataset, edition))) => (Some(dataset.to_owned()), Some(edition.to_owned())),
        _ => (geography, None),
    };
    Choices {
        dataset: if new { plain("new_dataset") } else { plain("dataset") },
        dataset_title: plain("dataset_title"),
        description: plain("description"),
        edition: plain("edition"),
        title: text("title"),
        file: None,
        part: text("part"),
        format: None,
        crs: text("crs"),
        encoding: None,
        valid_from: text("valid_from"),
        valid_to: text("valid_to"),
        period: text("period"),
        source: text("source"),
        licence: LicenceChoice {
            name: plain("licence"),
            url: text("licence_url"),
            attribution: plain("attribution"),
        },
        code: text("code"),
        name: text("name"),
        scheme: text("scheme").filter(|_| is("layer")),
        geography,
        geography_edition,
        locate: (is("register") && locate != LocateChoice::default()).then_some(locate),
        facets: if is("register") { form.all("facet").map(str::to_owned).collect() } else { Vec::new() },
        text: Vec::new(),
        accept: ticks(form),
        kind,
    }
}

/// The warnings that are ticked: `tick=rule` with `reason-rule=why`.
#[must_use]
pub fn ticks(form: &Params) -> Vec<Tick> {
    let ticked = form.all("tick").map(|rule| Tick {
        warning: rule.to_owned(),
        reason: form.get(&format!("reason-{rule}")).unwrap_or_default().to_owned(),
    });
    ticked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Params {
        Params(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn a_new_data_set_takes_the_typed_id() {
        let pairs = [("kind", "table"), ("dataset", "+"), ("new_dataset", "people"), ("edition", "2021")];
        let choices = choices(&form(&pairs));
        assert_eq!((choices.dataset.as_str(), choices.edition.as_str()), ("people", "2021"));
        assert_eq!(choices.locate, None);
    }

    #[test]
    fn answers_for_another_kind_are_left_aside() {
        let pairs =
            [("kind", "layer"), ("dataset", "wards"), ("postcode", "pc"), ("facet", "x"), ("geography", "y")];
        let choices = choices(&form(&pairs));
        assert!(choices.locate.is_none() && choices.facets.is_empty() && choices.geography.is_none());
    }

    #[test]
    fn a_tick_carries_its_reason() {
        let ticks = ticks(&form(&[("tick", "gap"), ("reason-gap", " the river "), ("reason-overlap", "x")]));
        assert_eq!(ticks.len(), 1);
        assert_eq!((ticks[0].warning.as_str(), ticks[0].reason.as_str()), ("gap", "the river"));
    }
}
