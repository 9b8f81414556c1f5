//! The optional background map.

use std::path::PathBuf;

use super::setting::Setting;

/// Where the background map is, if there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Background {
    /// A `PMTiles` archive on this machine.
    pub file: Option<PathBuf>,
    /// Who made the map, where the archive does not say so itself.
    pub attribution: Option<String>,
}

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        key: "background.file",
        help: "A PMTiles archive on this machine that is drawn behind the maps that can be moved.",
        set: |config, text| {
            config.background.file = Some(PathBuf::from(said(text)?));
            Ok(())
        },
    },
    Setting {
        key: "background.attribution",
        help: "Who made the background map, in place of what the archive says.",
        set: |config, text| {
            config.background.attribution = Some(said(text)?);
            Ok(())
        },
    },
];

fn said(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("nothing is written here".to_owned()) } else { Ok(text.to_owned()) }
}
