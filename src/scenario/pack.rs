//! The equality evidence pack: what was known of who gains and loses when a decision was made.

use jiff::civil::Date;

use crate::model::Checksum;

use super::effect::Effect;
use super::setting::Setting;
use super::tally::{Range, Tally};

/// Something that is done for those who lose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mitigation {
    /// For whom: the name of a group or class, or everyone.
    pub for_whom: String,
    /// What is done.
    pub what: String,
}

/// Who answers for a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// When it was signed.
    pub on: Date,
}

/// The evidence before it is linked to a decision: it may still be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Heading of the scenario.
    pub title: String,
    /// Digest of the scenario: its recipe and the data it was reckoned on.
    pub scenario: String,
    /// The day that it bears.
    pub date: Date,
    /// The place.
    pub place: String,
    /// Version of the place's data.
    pub data_version: u64,
    /// The data sets, with their editions.
    pub data: Vec<String>,
    /// How times were found.
    pub travel: String,
    /// What is taken for granted.
    pub assumptions: Vec<String>,
    /// What changes, in plain words.
    pub actions: Vec<String>,
    /// More minutes than this are a loss or a gain.
    pub threshold_minutes: f64,
    /// Within so many minutes the service is near.
    pub near_minutes: f64,
    /// Who gains and loses.
    pub tallies: Vec<Tally>,
    /// What is done for those who lose.
    pub mitigations: Vec<Mitigation>,
    /// Who answers for it.
    pub sign_off: Option<SignOff>,
}

/// Why a pack cannot be linked to a decision, or is not what it says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// A decision without a name.
    #[error("the decision has no id")]
    NoDecision,
    /// Nobody answers for it.
    #[error("nobody has signed the pack: give a name, a role and a day")]
    NotSigned,
    /// Somebody loses and nothing is said about it.
    #[error("'{0}' are hit harder than others and no mitigation speaks of them or of everyone")]
    NoMitigation(String),
    /// It was changed after it was linked.
    #[error("the content does not fit its digest: it was changed after it was linked to the decision")]
    Changed,
}

/// Facts of a pack, each a name and a text, in a fixed order.
pub type Facts = Vec<(String, String)>;

impl Pack {
    /// Puts together what was reckoned.
    #[must_use]
    pub fn reckoned(setting: &Setting, plan: &super::Plan, effect: &Effect, blank: Self) -> Self {
        Self {
            actions: plan.actions.iter().map(|action| action.words(setting)).collect(),
            threshold_minutes: effect.thresholds.minutes,
            near_minutes: effect.thresholds.near,
            tallies: effect.tallies.clone(),
            ..blank
        }
    }

    /// Everything that it says, one fact after another.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        let mut say = |name: &str, text: String| facts.push((name.to_owned(), text));
        say("title", self.title.clone());
        say("scenario", self.scenario.clone());
        say("date", self.date.to_string());
        say("place", self.place.clone());
        say("data version", self.data_version.to_string());
        for (name, list) in
            [("data", &self.data), ("assumption", &self.assumptions), ("action", &self.actions)]
        {
            for (at, text) in list.iter().enumerate() {
                say(&format!("{name} {}", at + 1), text.clone());
            }
        }
        say("travel", self.travel.clone());
        say("threshold, minutes", number(self.threshold_minutes));
        say("near, minutes", number(self.near_minutes));
        for tally in &self.tallies {
            for (what, text) in tally_facts(tally) {
                say(&format!("{}: {}: {what}", tally.family, tally.name), text);
            }
        }
        for (at, mitigation) in self.mitigations.iter().enumerate() {
            say(&format!("mitigation {}", at + 1), format!("{}: {}", mitigation.for_whom, mitigation.what));
        }
        if let Some(signed) = &self.sign_off {
            say("signed", format!("{}, {}, {}", signed.name, signed.role, signed.on));
        }
        facts
    }

    /// Groups that are hit harder than everyone and that no mitigation speaks of.
    #[must_use]
    pub fn without_mitigation(&self) -> Vec<&str> {
        let speaks_of = |name: &str| {
            self.mitigations.iter().any(|m| m.for_whom == name || m.for_whom.eq_ignore_ascii_case("everyone"))
        };
        let hit = self.tallies.iter().filter(|tally| tally.harder_hit);
        hit.map(|tally| tally.name.as_str()).filter(|name| !speaks_of(name)).collect()
    }

    /// Links the pack to a decision; from then on it cannot be changed.
    ///
    /// # Errors
    /// [`PackError`]: no decision, nobody signed, or a group that is hit
    /// harder and of which no mitigation speaks.
    pub fn link(self, decision: &str) -> Result<LinkedPack, Vec<PackError>> {
        let mut errors = Vec::new();
        if decision.trim().is_empty() {
            errors.push(PackError::NoDecision);
        }
        if self.sign_off.is_none() {
            errors.push(PackError::NotSigned);
        }
        errors.extend(
            self.without_mitigation().into_iter().map(|name| PackError::NoMitigation(name.to_owned())),
        );
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut facts = vec![("decision".to_owned(), decision.trim().to_owned())];
        facts.extend(self.facts());
        let digest = digest_of(&facts);
        Ok(LinkedPack { pack: self, facts, digest })
    }
}

/// A pack that goes with a decision. Nothing in it can be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedPack {
    pack: Pack,
    facts: Facts,
    digest: String,
}

impl LinkedPack {
    /// What it says.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The same, fact by fact, the decision first.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The digest over its facts.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Holds facts read from a file against the digest that stands beside them.
    ///
    /// # Errors
    /// [`PackError::Changed`].
    pub fn verify(facts: &Facts, digest: &str) -> Result<(), PackError> {
        if digest_of(facts) == digest { Ok(()) } else { Err(PackError::Changed) }
    }
}

/// The SHA-256 over facts: for each, the length of its name in bytes, a colon
/// and the name, then the same of its text, so that no two lists run together.
#[must_use]
pub fn digest_of(facts: &Facts) -> String {
    let text: String =
        facts.iter().map(|(name, text)| format!("{}:{name}{}:{text}", name.len(), text.len())).collect();
    Checksum::of(text.as_bytes()).to_string()
}

fn tally_facts(tally: &Tally) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("people", range(tally.people)),
        ("longer", range(tally.losing)),
        ("quicker", range(tally.gaining)),
        ("no longer near", range(tally.no_longer_near)),
        ("newly near", range(tally.newly_near)),
        ("cut off", range(tally.cut_off)),
        ("newly reached", range(tally.newly_reached)),
        ("never reached", range(tally.never_reached)),
        ("mean minutes before", tally.minutes_before.map_or_else(|| "nobody reaches it".into(), number)),
        ("mean minutes after", tally.minutes_after.map_or_else(|| "nobody reaches it".into(), number)),
    ];
    if let Some(share) = tally.share_losing {
        let percent = Range { value: share.value * 1e2, low: share.low * 1e2, high: share.high * 1e2 };
        facts.push(("losing or cut off, %", range(percent)));
    }
    if tally.harder_hit {
        facts.push(("hit harder than everyone", "yes".into()));
    }
    if tally.areas_unknown > 0 {
        facts.push(("areas without a number", tally.areas_unknown.to_string()));
    }
    facts
}

fn range(range: Range) -> String {
    format!("{} ({} to {})", number(range.value), number(range.low), number(range.high))
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}
