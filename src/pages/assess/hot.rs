//! Hot spots as a layer of the map: where high figures lie together more than chance explains.

use maud::{Markup, html};

use crate::assess::spatial::{Local, Spot, Test};
use crate::engine::FALSE_DISCOVERIES;
use crate::pages::format::len;
use crate::pages::map::legend::{Entry, Key, Mark, Part};

use super::subject::Subject;

/// What stands on an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// High among high.
    Hot,
    /// Low among low.
    Cold,
    /// It could not be tested.
    NotTestable,
}

impl Sign {
    pub(super) const ALL: [Self; 3] = [Self::Hot, Self::Cold, Self::NotTestable];

    /// The letter on the map.
    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::Hot => "H",
            Self::Cold => "C",
            Self::NotTestable => "–",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Hot => "hot spot",
            Self::Cold => "cold spot",
            Self::NotTestable => "not testable",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Hot => "hot spot: high scores lie together here",
            Self::Cold => "cold spot: low scores lie together here",
            Self::NotTestable => "not testable: no neighbour or no figure",
        }
    }
}

/// The sign of an area, where hot spots are asked for.
pub(super) fn sign(subject: &Subject<'_>, area: usize) -> Option<Sign> {
    if !subject.asked.hot {
        return None;
    }
    sign_of(spots(subject).ok()?.get(area)?)
}

/// What was found at an area, as a sign.
pub(super) fn sign_of(local: &Local) -> Option<Sign> {
    match local {
        Local::NotTestable(_) => Some(Sign::NotTestable),
        Local::Tested(tested) => match tested.spot? {
            Spot::Hot | Spot::HighAmongLow => Some(Sign::Hot),
            Spot::Cold | Spot::LowAmongHigh => Some(Sign::Cold),
        },
    }
}

/// Gi* of the part that is shown.
fn spots<'a>(subject: &Subject<'a>) -> Result<&'a [Local], String> {
    let spatial = subject.assessed.spatial.as_ref().ok_or("they were not sought")?;
    let found = spatial.columns.get(&subject.node.id).ok_or("they were not sought here")?;
    found.getis.as_deref().map_err(ToString::to_string)
}

/// The signs on the drawn map.
pub(super) fn signs(signs: &[((i32, i32), Sign)]) -> Markup {
    if signs.is_empty() {
        return html! {};
    }
    html! {
        g class="ww-signs" aria-hidden="true" pointer-events="none" font-size="24" font-weight="700" text-anchor="middle"
            font-family="Noto Sans, Arial, sans-serif" {
            @for ((x, y), sign) in signs {
                circle cx=(x) cy=(y) r="17" fill="#ffffff" stroke="#0b0c0c" stroke-width="3" {}
                text x=(x) y=(y + 9) fill="#0b0c0c" { (sign.letter()) }
            }
        }
    }
}

/// What the signs mean, and how many there are.
pub(super) fn key(subject: &Subject<'_>, key: &mut Key) {
    if !subject.asked.hot {
        return;
    }
    let spots = match spots(subject) {
        Err(why) => return key.note(format!("Hot spots: {why}.")),
        Ok(spots) => spots,
    };
    let count = |sign: Sign| len(spots.iter().filter(|local| sign_of(local) == Some(sign)).count());
    let entry = |sign: Sign| Entry {
        mark: Mark::Sign(sign.letter()),
        words: sign.meaning().to_owned(),
        areas: Some(count(sign)),
    };
    key.parts.push(Part::List(Sign::ALL.map(entry).to_vec()));
    key.note(format!(
        "Hot spots: Gi* over areas that share a boundary, {}, corrected for many tests (false-discovery rate {FALSE_DISCOVERIES}). What has no sign is explained by chance.",
        test_words(subject)
    ));
}

/// How p-values were found.
fn test_words(subject: &Subject<'_>) -> String {
    match subject.assessed.spatial.as_ref().map(|spatial| spatial.test) {
        Some(Test::Permutations { count, .. }) => {
            format!("p-values from {} permutations", crate::pages::format::count(len(count)))
        }
        Some(Test::Normal) | None => "p-values from the normal distribution".to_owned(),
    }
}
