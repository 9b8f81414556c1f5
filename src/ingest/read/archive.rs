//! Zip archives: members by name, unpacked in memory within limits.
//!
//! Nothing is written to disk, so a member cannot escape its folder; one that
//! tries to is refused all the same, because such an archive is not what its
//! publisher made.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::check::Place;

use super::Limits;
use super::format::extension;
use super::found::{Halt, over_limit, unreadable};

/// The most members that an archive may have.
const MAX_MEMBERS: usize = 10_000;

/// An archive whose member names have been looked at.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Member names in the order of the archive, folders left out.
    names: Vec<(usize, String)>,
    unpacked: u64,
}

impl<'b> Archive<'b> {
    /// Opens an archive and checks the names of its members.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Halt> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if zip.len() > MAX_MEMBERS {
            let message = format!("the archive has {} members; at most {MAX_MEMBERS} are read", zip.len());
            return Err(over_limit(Place::default(), message));
        }
        let mut names = Vec::new();
        for index in 0..zip.len() {
            let Some(name) = zip.name_for_index(index) else { continue };
            let name = name.map_err(|error| damaged(&error))?.into_owned();
            check_name(&name)?;
            if !name.ends_with('/') {
                names.push((index, name));
            }
        }
        Ok(Self { zip, names, unpacked: 0 })
    }

    /// The names of members with this lower-case extension, without the
    /// copies that macOS keeps under `__MACOSX`.
    pub(super) fn with_extension(&self, wanted: &str) -> Vec<String> {
        let real = |name: &str| !name.starts_with("__MACOSX/") && extension(name) == wanted;
        self.names.iter().filter(|(_, name)| real(name)).map(|(_, name)| name.clone()).collect()
    }

    /// The member beside `stem`, with this extension in any case: `wards.DBF` beside `wards.shp`.
    pub(super) fn beside(&self, member: &str, wanted: &str) -> Option<String> {
        let stem = member.rsplit_once('.').map_or(member, |(stem, _)| stem);
        let fits = |name: &str| {
            name.rsplit_once('.').is_some_and(|(other, _)| other.eq_ignore_ascii_case(stem))
                && extension(name) == wanted
        };
        self.names.iter().find(|(_, name)| fits(name)).map(|(_, name)| name.clone())
    }

    /// Unpacks one member. What it declares of its size is not believed: the
    /// bytes are counted as they come.
    pub(super) fn unpack(&mut self, name: &str, limits: &Limits) -> Result<Vec<u8>, Halt> {
        let index = self.names.iter().find(|(_, member)| member == name).map(|(index, _)| *index);
        let Some(index) = index else {
            return Err(unreadable(format!("the archive has no member '{name}'"), self.offer()));
        };
        let mut member = self.zip.by_index(index).map_err(|error| damaged(&error))?;
        let packed = member.compressed_size().max(1);
        let by_ratio = packed.saturating_mul(limits.unpack_ratio).max(1 << 20);
        let left = limits.bytes.saturating_sub(self.unpacked);
        let most = by_ratio.min(left);
        let mut bytes = Vec::new();
        member
            .by_ref()
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(format!("the member '{name}' is damaged: {error}"), FETCH_AGAIN))?;
        let size = bytes.len() as u64;
        if size > left {
            let message = format!("'{name}' brings the unpacked bytes past {}", limits.bytes);
            return Err(over_limit(Place::default(), message));
        }
        if size > most {
            let message = format!(
                "'{name}' unpacks to more than {} times its packed {packed} bytes, as a zip bomb does",
                limits.unpack_ratio
            );
            return Err(over_limit(Place::default(), message));
        }
        self.unpacked += size;
        Ok(bytes)
    }

    /// Advice that lists what the archive holds.
    pub(super) fn offer(&self) -> String {
        let names: Vec<_> = self.names.iter().take(20).map(|(_, name)| name.as_str()).collect();
        let more = self.names.len().saturating_sub(names.len());
        let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("It holds: {}{tail}.", if names.is_empty() { "nothing".into() } else { names.join(", ") })
    }

    /// Members that are archives themselves.
    pub(super) fn nested(&self) -> Option<&str> {
        self.names.iter().map(|(_, name)| name.as_str()).find(|name| extension(name) == "zip")
    }
}

const FETCH_AGAIN: &str = "Fetch the archive again from its publisher.";

fn damaged(error: &ZipError) -> Halt {
    unreadable(format!("the zip archive is damaged: {error}"), FETCH_AGAIN)
}

fn check_name(name: &str) -> Result<(), Halt> {
    let escapes = name.contains('\0')
        || name.starts_with(['/', '\\'])
        || name.split(['/', '\\']).any(|piece| piece == "..")
        || name.as_bytes().get(1) == Some(&b':');
    if escapes {
        let shown: String = name.chars().take(100).collect();
        return Err(unreadable(
            format!("the archive has a member '{}' that leads out of its folder", shown.escape_default()),
            "Do not use this archive: ask its publisher for a clean one.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
            writer.write_all(bytes).expect("bytes");
        }
        writer.finish().expect("an archive").into_inner()
    }

    #[test]
    fn members_are_found_beside_each_other_whatever_their_case() {
        let bytes = packed(&[("x/a.shp", b"1"), ("x/A.DBF", b"2"), ("__MACOSX/x/a.shp", b"3")]);
        let mut archive = Archive::open(&bytes).expect("an archive");
        assert_eq!(archive.with_extension("shp"), ["x/a.shp"]);
        assert_eq!(archive.beside("x/a.shp", "dbf").as_deref(), Some("x/A.DBF"));
        assert_eq!(archive.unpack("x/A.DBF", &Limits::default()).expect("bytes"), b"2");
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        for name in ["../a.shp", "/etc/a.shp", "x/../../a.shp", "C:a.shp", "..\\a.shp"] {
            assert!(check_name(name).is_err(), "{name}");
        }
        assert!(check_name("x/a..b.shp").is_ok());
    }

    #[test]
    fn a_member_is_bounded_by_ratio_and_by_size() {
        let bytes = packed(&[("a.shp", &vec![0; 4 << 20])]);
        let limits = Limits { unpack_ratio: 10, ..Limits::default() };
        assert!(Archive::open(&bytes).expect("an archive").unpack("a.shp", &limits).is_err());
        let limits = Limits { bytes: 1 << 20, unpack_ratio: 100_000, ..Limits::default() };
        assert!(Archive::open(&bytes).expect("an archive").unpack("a.shp", &limits).is_err());
    }
}
