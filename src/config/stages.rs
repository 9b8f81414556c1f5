//! How the stages follow each other: defaults, file, environment, arguments.

use std::fmt;

use super::setting::{PREFIX, Setting, settings};
use super::{Config, Environment};

/// Names of ours in the environment that are not settings of the service.
const OTHER_VARIABLES: [&str; 2] = ["WARDWISE_DATA", "WARDWISE_LOG"];

/// Settings given on the command line, by key.
#[derive(Debug, Clone, Default)]
pub struct Arguments(Vec<(String, String)>);

impl Arguments {
    /// The same arguments with one more; a later one wins over an earlier.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, text: impl fmt::Display) -> Self {
        self.0.push((key.into(), text.to_string()));
        self
    }
}

/// A configuration, and what in it is worth telling the operator.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// Sentences such as "the variable `WARDWISE_PORT` is not a setting".
    pub notes: Vec<String>,
}

/// One thing wrong in one stage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {message}")]
pub struct ConfigFault {
    /// The stage and the key, as the operator wrote it.
    pub at: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Everything wrong in all stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// At least one fault, in the order of the stages.
    pub faults: Vec<ConfigFault>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.faults.iter().map(ToString::to_string).collect();
        write!(f, "the configuration is not right:\n  {}", lines.join("\n  "))
    }
}

impl std::error::Error for ConfigError {}

/// Puts the stages on top of each other. `file` is the text of `wardwise.toml`, where there is one.
///
/// # Errors
/// [`ConfigError`] with every unknown key of the file and the arguments, and
/// every value that cannot be understood. A variable of the environment that
/// is no setting is only noted: it may belong to another program.
///
/// # Examples
/// ```
/// use wardwise::config::{load, Arguments, FakeEnvironment};
/// let environment = FakeEnvironment::default().with("WARDWISE_SERVER_PORT", "8081");
/// let file = "[server]\nport = 80\ncors = false";
/// let loaded = load(Some(file), &environment, &Arguments::default()).unwrap();
/// assert_eq!(loaded.config.server.port, 8081);
/// assert!(!loaded.config.server.cors);
/// ```
pub fn load(
    file: Option<&str>,
    environment: &dyn Environment,
    arguments: &Arguments,
) -> Result<Loaded, ConfigError> {
    let mut stages = Stages::default();
    if let Some(text) = file {
        stages.apply_file(text);
    }
    stages.apply_environment(environment);
    for (key, text) in &arguments.0 {
        stages.set(key, text, &format!("argument {key}"));
    }
    if stages.faults.is_empty() {
        Ok(Loaded { config: stages.config, notes: stages.notes })
    } else {
        Err(ConfigError { faults: stages.faults })
    }
}

#[derive(Default)]
struct Stages {
    config: Config,
    notes: Vec<String>,
    faults: Vec<ConfigFault>,
}

impl Stages {
    fn apply_file(&mut self, text: &str) {
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => return self.fault("wardwise.toml", toml_message(text, &error)),
        };
        for (section, entries) in &table {
            let Some(entries) = entries.as_table() else {
                self.fault(&format!("wardwise.toml, {section}"), unknown_key(section));
                continue;
            };
            for (name, value) in entries {
                self.apply_value(&format!("{section}.{name}"), value);
            }
        }
    }

    fn apply_value(&mut self, key: &str, value: &toml::Value) {
        let at = format!("wardwise.toml, {key}");
        match value {
            toml::Value::String(text) => self.set(key, text, &at),
            toml::Value::Integer(number) => self.set(key, &number.to_string(), &at),
            toml::Value::Boolean(flag) => self.set(key, &flag.to_string(), &at),
            _ if Setting::find(key).is_none() => self.fault(&at, unknown_key(key)),
            _ => self.fault(&at, "write a text in quotes, a whole number, true or false".to_owned()),
        }
    }

    fn apply_environment(&mut self, environment: &dyn Environment) {
        for (name, text) in environment.with_prefix(PREFIX) {
            match settings().find(|setting| setting.variable() == name) {
                Some(setting) => self.set(setting.key, &text, &format!("environment, {name}")),
                None if OTHER_VARIABLES.contains(&name.as_str()) => {}
                None => self
                    .notes
                    .push(format!("the environment variable {name} is not a setting and has no effect")),
            }
        }
    }

    fn set(&mut self, key: &str, text: &str, at: &str) {
        match Setting::find(key) {
            None => self.fault(at, unknown_key(key)),
            Some(setting) => {
                if let Err(message) = (setting.set)(&mut self.config, text) {
                    self.fault(at, message);
                }
            }
        }
    }

    fn fault(&mut self, at: &str, message: String) {
        self.faults.push(ConfigFault { at: at.to_owned(), message });
    }
}

fn toml_message(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start);
    let line = text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
    format!("line {line}: {}", error.message())
}

fn unknown_key(key: &str) -> String {
    let section = key.split('.').next().unwrap_or(key);
    let alike: Vec<_> =
        settings().map(|s| s.key).filter(|known| known.split('.').next() == Some(section)).collect();
    let known = if alike.is_empty() { settings().map(|s| s.key).collect() } else { alike };
    format!("there is no setting '{key}'; there are {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FakeEnvironment;

    fn faults(file: &str) -> Vec<String> {
        let error = load(Some(file), &FakeEnvironment::default(), &Arguments::default()).expect_err("faults");
        error.faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_stage_wins_over_the_one_before() {
        let environment = FakeEnvironment::default().with("WARDWISE_SERVER_PORT", "2");
        let file = Some("[server]\nport = 1\naddress = \"::1\"");
        let port = |environment: &FakeEnvironment, arguments: &Arguments| {
            load(file, environment, arguments).expect("a configuration").config.server.port
        };
        assert_eq!(port(&FakeEnvironment::default(), &Arguments::default()), 1);
        assert_eq!(port(&environment, &Arguments::default()), 2);
        assert_eq!(port(&environment, &Arguments::default().with("server.port", 3)), 3);
    }

    #[test]
    fn every_unknown_key_and_wrong_value_is_told() {
        let found = faults("readonly = true\n[server]\nprot = 1\nport = 70000\n[limits]\nrequests = 0");
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found.iter().any(|fault| fault.contains("no setting 'server.prot'")));
        assert!(found.iter().any(|fault| fault.contains("port from 0 to 65535")));
    }

    #[test]
    fn a_wrong_token_is_told_without_its_text() {
        let found = faults("[writes]\ntoken = \"hunter2\"");
        assert!(
            found[0].contains("wardwise.toml, writes.token") && !found[0].contains("hunter2"),
            "{found:?}"
        );
    }

    #[test]
    fn broken_toml_is_told_with_its_line() {
        assert!(faults("[server]\nport = = 1")[0].contains("line 2"));
    }

    #[test]
    fn a_variable_that_is_no_setting_is_noted() {
        let environment = FakeEnvironment::default().with("WARDWISE_PORT", "1").with("WARDWISE_DATA", "x");
        let loaded = load(None, &environment, &Arguments::default()).expect("a configuration");
        assert_eq!(loaded.notes.len(), 1);
    }
}
