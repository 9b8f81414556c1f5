//! The candidate in a sentence or two.

use crate::colocate::criteria;
use crate::colocate::estimate::Estimate;

use super::Sides;
use super::words::{number, people, percent};

impl Sides<'_> {
    pub(super) fn sentence(
        &self,
        access: Option<criteria::Access>,
        estimate: &Estimate,
        questions: &[String],
    ) -> String {
        let (service, building) = (self.service, self.building);
        let whose = service.owner.value().map_or_else(String::new, |owner| format!(" ({owner})"));
        let kind = building.partner.value().map_or_else(
            || "a building".to_owned(),
            |kind| {
                let word = kind.adjective();
                let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                format!("{article} {word} building")
            },
        );
        let walk = if self.pair.minutes <= 0.0 {
            "at the same point as it is now".to_owned()
        } else if self.pair.minutes < 1.5 {
            "about a minute\u{2019}s walk from where it is now".to_owned()
        } else {
            format!("{} minutes\u{2019} walk from where it is now", number(self.pair.minutes.round()))
        };
        let mut parts =
            vec![format!("{}{whose} could move into {}, {kind} {walk}.", service.name, building.name)];
        let rooms: Vec<String> = criteria::rooms(service, building)
            .map(|room| {
                format!("{} spare {} for the {} needed", number(room.spare), room.unit, number(room.needed))
            })
            .collect();
        let mut has = Vec::new();
        if !rooms.is_empty() {
            has.push(format!("has {}", rooms.join(" and ")));
        }
        if let Some(share) = criteria::hours_share(service, building) {
            has.push(format!("is open for {} of its hours", percent(share)));
        }
        if !has.is_empty() {
            parts.push(format!("The building {}.", has.join(" and ")));
        }
        if let Some(access) = access.filter(|access| access.now > 0.0) {
            let minutes = self.spec.distances.catchment_minutes;
            let lost = access.now - access.both;
            parts.push(format!(
                "Of {} people within {minutes} minutes now, {} would lose that; {} would gain it.",
                people(access.now),
                people(lost),
                people(access.then - access.both)
            ));
        }
        if estimate.is_crowded == Some(true) {
            parts.push("The building would be crowded, which lowers access for all who use it.".to_owned());
        }
        if !questions.is_empty() {
            parts.push(asked_first(questions));
        }
        parts.join(" ")
    }
}

/// The first questions; many would bury the sentence, and all stand below it.
fn asked_first(questions: &[String]) -> String {
    const TOLD: usize = 3;
    let told = questions.iter().take(TOLD).cloned().collect::<Vec<_>>().join(" ");
    match questions.len().saturating_sub(TOLD) {
        0 => format!("To be asked first: {told}"),
        1 => format!("To be asked first: {told} And one more question."),
        more => format!("To be asked first: {told} And {more} more questions."),
    }
}
