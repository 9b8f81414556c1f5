//! What is in the archive: its tiles, and what it says of itself.

use std::fs::File;
use std::io;
use std::path::Path;

use serde_json::Value;

use crate::model::Checksum;

use super::BackgroundError;
use super::directory::{self, Entry};
use super::file::{range, state, unpacked};
use super::header::{HEADER_BYTES, Header, Kind, Section};

/// Characters of the mark that tells one archive from another.
const MARK_CHARS: usize = 12;
/// Directories that are opened for one tile: a root and three below it hold more tiles than there are.
const MOST_DEPTH: usize = 4;

/// An open archive of tiles. Reading it blocks.
#[derive(Debug)]
pub struct Archive {
    file: File,
    state: String,
    header: Header,
    root: Vec<Entry>,
    /// What tells this archive, as it is now, from every other; part of the addresses of its tiles.
    pub mark: String,
    /// Who made the map, as plain text; never empty.
    pub attribution: String,
    /// Names of the layers of vector tiles; none where the tiles are pictures.
    pub layers: Vec<String>,
}

/// One tile as it leaves the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The bytes, packed with gzip where `is_packed`.
    pub bytes: Vec<u8>,
    /// Whether the bytes are packed with gzip.
    pub is_packed: bool,
}

impl Archive {
    /// Opens the archive at `path`. `attribution` stands in place of the archive's own.
    ///
    /// # Errors
    /// [`BackgroundError`] where the file cannot be read, is no archive of
    /// vector tiles or pictures, or names no source and `attribution` is `None`.
    pub fn open(path: &Path, attribution: Option<&str>) -> Result<Self, BackgroundError> {
        let unreadable = |source| BackgroundError::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        let state = state(&file).map_err(unreadable)?;
        let opened = open(&file).map_err(|why| BackgroundError::NotTiles { path: path.to_owned(), why });
        let Opened { header, root, metadata, layers } = opened?;
        let own = || metadata["attribution"].as_str().map(plain);
        let named = attribution.map(ToOwned::to_owned).or_else(own).filter(|text| !text.is_empty());
        let attribution = named.ok_or_else(|| BackgroundError::NoAttribution { path: path.to_owned() })?;
        let mark = Checksum::of(format!("{state} {metadata}").as_bytes()).as_str()[..MARK_CHARS].to_owned();
        Ok(Self { file, state, header, root, mark, attribution, layers })
    }

    /// Whether the tiles are vectors; otherwise they are pictures.
    #[must_use]
    pub fn is_vector(&self) -> bool {
        self.header.kind == Kind::Vector
    }

    /// The media type of a tile.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        self.header.kind.media_type()
    }

    /// The furthest and the closest zoom that there are tiles of.
    #[must_use]
    pub fn zooms(&self) -> (u8, u8) {
        self.header.zooms
    }

    /// West, south, east and north of what there are tiles of, in degrees.
    #[must_use]
    pub fn bounds(&self) -> [f64; 4] {
        self.header.bounds
    }

    /// One tile; `None` where there is none of it. With `packed` it stays
    /// packed where it lies packed in the archive.
    ///
    /// # Errors
    /// [`BackgroundError::Changed`] where the file is no longer what it was
    /// when it was opened, [`BackgroundError::Tile`] where it cannot be read.
    pub fn tile(&self, z: u8, x: u32, y: u32, packed: bool) -> Result<Option<Tile>, BackgroundError> {
        let found = directory::number(z, x, y).map(|number| self.look_up(number, packed)).transpose();
        // Whatever was read of a file that has changed may be of two files.
        if state(&self.file).ok().as_ref() != Some(&self.state) {
            return Err(BackgroundError::Changed);
        }
        Ok(found.map_err(BackgroundError::Tile)?.flatten())
    }

    fn look_up(&self, number: u64, packed: bool) -> Result<Option<Tile>, String> {
        let mut entry = directory::find(&self.root, number).copied();
        for _ in 0..MOST_DEPTH {
            match entry {
                None => return Ok(None),
                Some(leaf) if leaf.run == 0 => {
                    let bytes = piece(&self.file, self.header.leaves, leaf, self.header.inside_packed)?;
                    entry = directory::find(&directory::read(&bytes)?, number).copied();
                }
                Some(tile) => {
                    let is_packed = packed && self.header.tiles_packed;
                    let unpack = self.header.tiles_packed && !packed;
                    let bytes = piece(&self.file, self.header.tiles, tile, unpack)?;
                    return Ok(Some(Tile { bytes, is_packed }));
                }
            }
        }
        Err("its directories lead nowhere".to_owned())
    }
}

struct Opened {
    header: Header,
    root: Vec<Entry>,
    metadata: Value,
    layers: Vec<String>,
}

/// Reads what stands before the tiles; the error says what is wrong with the file.
fn open(file: &File) -> Result<Opened, String> {
    let words = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        _ => error.to_string(),
    };
    let head = range(file, 0, HEADER_BYTES as u64).map_err(words)?;
    let head = head.try_into().map_err(|_short| "it ends too early")?;
    let header = Header::read(&head)?;
    let part = |Section { offset, length }: Section| {
        let bytes = range(file, offset, length)?;
        if header.inside_packed { unpacked(&bytes) } else { Ok(bytes) }
    };
    let root = directory::read(&part(header.root).map_err(words)?)?;
    let metadata = part(header.metadata).map_err(words)?;
    let metadata: Value =
        serde_json::from_slice(&metadata).map_err(|error| format!("its metadata are no JSON ({error})"))?;
    let layers = layers(&metadata);
    if header.kind == Kind::Vector && layers.is_empty() {
        return Err("its metadata name no vector_layers".to_owned());
    }
    Ok(Opened { header, root, metadata, layers })
}

/// The bytes of an entry, which lies in its section or nowhere.
fn piece(file: &File, section: Section, entry: Entry, unpack: bool) -> Result<Vec<u8>, String> {
    let end = entry.offset.checked_add(entry.length);
    let start =
        section.offset.checked_add(entry.offset).filter(|_| end.is_some_and(|end| end <= section.length));
    let start = start.ok_or("a directory points beyond its section")?;
    let bytes = range(file, start, entry.length).map_err(|error| error.to_string())?;
    if unpack { unpacked(&bytes).map_err(|error| error.to_string()) } else { Ok(bytes) }
}

fn layers(about: &Value) -> Vec<String> {
    let named = about["vector_layers"].as_array().map(Vec::as_slice).unwrap_or_default();
    named.iter().filter_map(|layer| layer["id"].as_str()).map(ToOwned::to_owned).collect()
}

/// Text without its markup: archives write links into their attribution.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    let entities =
        [("&copy;", "©"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribution_is_read_without_its_markup() {
        let html =
            "<a href=\"https://x.example\" target=\"_blank\">&copy; Map &amp; Makers</a>\n  and others";
        assert_eq!(plain(html), "© Map & Makers and others");
        assert_eq!(plain("&amp;lt;"), "&lt;");
    }
}
