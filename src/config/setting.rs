//! One setting: its key, what it means, and how its text is understood.

use std::fmt::Display;
use std::str::FromStr;

use super::{Config, background, limits, server, writes};

/// One thing that can be set, the same in the file, the environment and the arguments.
pub struct Setting {
    /// Section and name, such as `server.port`.
    pub key: &'static str,
    /// What it does, in one sentence.
    pub help: &'static str,
    /// Understands the text and puts it in its place; the error is a sentence.
    pub(super) set: fn(&mut Config, &str) -> Result<(), String>,
}

impl Setting {
    /// The name in the environment: `WARDWISE_SERVER_PORT`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("{PREFIX}{}", self.key.replace('.', "_").to_ascii_uppercase())
    }

    /// The setting of a key.
    #[must_use]
    pub fn find(key: &str) -> Option<&'static Self> {
        settings().find(|setting| setting.key == key)
    }
}

/// What the names of all our environment variables start with.
pub(super) const PREFIX: &str = "WARDWISE_";

/// Every setting, section by section.
pub fn settings() -> impl Iterator<Item = &'static Setting> {
    [server::SETTINGS, limits::SETTINGS, writes::SETTINGS, background::SETTINGS].into_iter().flatten()
}

pub(super) fn parse<T: FromStr<Err: Display>>(text: &str, expected: &str) -> Result<T, String> {
    text.trim().parse().map_err(|error| format!("'{text}' is not {expected} ({error})"))
}

pub(super) fn parse_flag(text: &str) -> Result<bool, String> {
    match text.trim() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err(format!("'{text}' is neither true nor false")),
    }
}

/// A whole number of at least 1: a limit of 0 would shut the service.
pub(super) fn parse_count(text: &str) -> Result<usize, String> {
    match parse::<usize>(text, "a whole number")? {
        0 => Err("0 would let nothing through; write 1 or more".to_owned()),
        count => Ok(count),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_and_variables_differ_from_one_another() {
        let keys: BTreeSet<_> = settings().map(|s| s.key).collect();
        let variables: BTreeSet<_> = settings().map(Setting::variable).collect();
        assert_eq!((keys.len(), variables.len()), (settings().count(), settings().count()));
    }

    #[test]
    fn a_variable_is_the_key_in_capitals() {
        let port = Setting::find("server.port").expect("a setting");
        assert_eq!(port.variable(), "WARDWISE_SERVER_PORT");
    }
}
