//! What is tried out on a place: searches for sites, and scenarios.

use super::id::TrialId;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrialKind {
    /// Which sites serve the place best.
    Sites,
    /// Who gains and who loses if sites close, move, open or share.
    Scenario,
}

impl TrialKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Sites, Self::Scenario];

    /// The name used in manifests, in the store and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::Scenario => "scenario",
        }
    }

    /// The kind of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// The id of a trial whose recipe is a file of the manifest: the file's name
/// without its ending, with `-` for `_`. `None` where that is no id.
#[must_use]
pub fn id_of_file(path: &str) -> Option<TrialId> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.to_lowercase().replace('_', "-").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_names_its_plan() {
        let id = id_of_file("plans/Five_libraries.toml").map(|id| id.to_string());
        assert_eq!(id.as_deref(), Some("five-libraries"));
        assert_eq!(id_of_file("plans/.toml"), None);
    }
}
