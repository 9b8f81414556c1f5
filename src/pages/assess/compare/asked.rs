//! Which areas the address asks for, and what is wrong with it.

use crate::engine::Assessed;
use crate::pages::params::Params;

/// Most areas side by side: more do not fit a page, and more signs cannot be told apart.
pub const MOST: usize = 4;

/// The areas of an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Positions of areas, in the order of the address, each once, at most [`MOST`].
    pub areas: Vec<usize>,
    /// What cannot be done, in sentences.
    pub wrong: Vec<String>,
}

impl Asked {
    /// Reads `areas=A,B` and `areas=A&areas=B` alike.
    #[must_use]
    pub fn read(params: &Params, assessed: &Assessed) -> Self {
        let codes = params.all("areas").flat_map(|value| value.split(','));
        let mut asked = Self::default();
        for code in codes.map(str::trim).filter(|code| !code.is_empty()) {
            match assessed.position(code) {
                None => asked.wrong.push(format!("This assessment has no area “{code}”.")),
                Some(area) if asked.areas.contains(&area) => {
                    let label = assessed.areas[area].label();
                    asked.wrong.push(format!("{label} is named twice. It is shown once."));
                }
                Some(area) => asked.areas.push(area),
            }
        }
        if asked.areas.len() > MOST {
            let count = asked.areas.len();
            asked.areas.truncate(MOST);
            asked.wrong.push(format!("{count} areas are too many. The first {MOST} are shown."));
        }
        asked
    }
}
