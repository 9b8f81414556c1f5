//! Crosswalks put one after another, and turned round.

use std::borrow::Cow;
use std::sync::Arc;

use crate::crosswalk::Crosswalk;
use crate::engine::Engine;
use crate::model::{Checksum, EditionKey};

use super::{AlignError, BuiltCrosswalk, Way};

/// One or more crosswalks, one after another, perhaps turned round.
#[derive(Debug)]
pub struct Chain {
    /// Tells it from every other, as a crosswalk's own id does.
    pub id: String,
    /// The crosswalks that it is made of, from first to last.
    pub steps: Vec<Arc<BuiltCrosswalk>>,
    /// Whether the whole was turned round at the end.
    pub is_reversed: bool,
    /// The weights, where the chain is more than one crosswalk as it was built.
    made: Option<Crosswalk>,
}

impl Engine {
    /// The crosswalk along `stops`, two or more editions, from the first to
    /// the last; with `reversed`, back from the last to the first.
    ///
    /// Each step adds its own error: a direct crosswalk is better where there
    /// is one.
    ///
    /// # Errors
    /// As [`Engine::crosswalk`]; [`AlignError::Crosswalk`] where a chain that
    /// cannot be turned round is to be.
    pub fn chain(&self, stops: &[EditionKey], way: Way, reversed: bool) -> Result<Chain, AlignError> {
        let steps: Vec<Arc<BuiltCrosswalk>> = stops
            .windows(2)
            .map(|pair| self.crosswalk(&pair[0], &pair[1], way))
            .collect::<Result<_, AlignError>>()?;
        let mut whole: Option<Cow<'_, Crosswalk>> = None;
        for step in &steps {
            whole = Some(match whole {
                None => Cow::Borrowed(&step.crosswalk),
                Some(before) => Cow::Owned(before.then(&step.crosswalk)?),
            });
        }
        if reversed {
            whole = whole.map(|whole| whole.reversed().map(Cow::Owned)).transpose()?;
        }
        let made = match whole {
            Some(Cow::Owned(made)) => Some(made),
            _ => None,
        };
        Ok(Chain { id: chain_id(&steps, reversed), steps, is_reversed: reversed, made })
    }
}

impl Chain {
    /// The weights from the chain's beginning to its end; `None` for a chain
    /// of fewer than two stops.
    #[must_use]
    pub fn crosswalk(&self) -> Option<&Crosswalk> {
        self.made.as_ref().or_else(|| self.steps.first().map(|step| &step.crosswalk))
    }

    /// What the weights rest on, in words.
    #[must_use]
    pub fn basis(&self) -> String {
        let steps: Vec<String> = self.steps.iter().map(|step| step.basis()).collect();
        let words = steps.join("; then ");
        if self.is_reversed { format!("{words}; turned round") } else { words }
    }
}

fn chain_id(steps: &[Arc<BuiltCrosswalk>], reversed: bool) -> String {
    if let ([only], false) = (steps, reversed) {
        return only.id.clone();
    }
    let mut words: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    if reversed {
        words.push("reversed");
    }
    let digest = Checksum::of(words.join(" then ").as_bytes());
    format!("xw-{}", &digest.as_str()[..16])
}

impl BuiltCrosswalk {
    /// What the weights rest on, in words.
    #[must_use]
    pub fn basis(&self) -> String {
        let (from, to) = (&self.crosswalk.from, &self.crosswalk.to);
        let side = |side: &crate::crosswalk::Side| {
            side.edition.as_ref().map_or_else(String::new, ToString::to_string)
        };
        let how = match self.way {
            Way::Area => "shared area".to_owned(),
            Way::AreaKeptInside => "shared area, kept inside the targets".to_owned(),
            Way::Lookup => match &self.lookup {
                Some((table, Some(publisher))) => format!("the lookup {table} ({publisher})"),
                Some((table, None)) => format!("the lookup {table}"),
                None => "a lookup".to_owned(),
            },
            Way::Points | Way::Best => {
                let kinds: Vec<String> = self
                    .evidence
                    .iter()
                    .map(|used| {
                        let column = used.column.as_ref().map(|c| format!(", {c}")).unwrap_or_default();
                        format!("{} ({}{column})", used.kind.key(), used.edition)
                    })
                    .collect();
                format!("control points: {}; shared area where there are none", kinds.join(", "))
            }
        };
        format!("{} to {} by {how}", side(from), side(to))
    }
}
