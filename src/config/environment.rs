//! The environment behind a trait, so that tests need not touch the real one.

use std::collections::BTreeMap;

/// Named texts from outside the program.
pub trait Environment {
    /// The names that start with `prefix`, in order, each with its text.
    fn with_prefix(&self, prefix: &str) -> BTreeMap<String, String>;
}

/// The environment of this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProcessEnvironment;

impl Environment for ProcessEnvironment {
    fn with_prefix(&self, prefix: &str) -> BTreeMap<String, String> {
        // Names or texts that are not Unicode cannot be ours.
        let unicode = std::env::vars_os()
            .filter_map(|(name, text)| Some((name.into_string().ok()?, text.into_string().ok()?)));
        unicode.filter(|(name, _)| name.starts_with(prefix)).collect()
    }
}

/// An environment for tests.
#[derive(Debug, Clone, Default)]
pub struct FakeEnvironment(pub BTreeMap<String, String>);

impl FakeEnvironment {
    /// The same environment with one more variable.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.0.insert(name.to_owned(), text.to_owned());
        self
    }
}

impl Environment for FakeEnvironment {
    fn with_prefix(&self, prefix: &str) -> BTreeMap<String, String> {
        self.0
            .iter()
            .filter(|(name, _)| name.starts_with(prefix))
            .map(|(n, t)| (n.clone(), t.clone()))
            .collect()
    }
}
