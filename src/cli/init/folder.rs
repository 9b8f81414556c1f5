//! Finding the files of a folder that could be data, and reading each.

use std::path::Path;

use crate::draft::Draft;
use crate::ingest::read::{Format, Limits, ReadOptions, SourceBytes, read};

/// How many files a draft manifest takes in at most.
const MAX_FILES: usize = 500;
/// How deep folders are looked into.
const MAX_DEPTH: usize = 8;

/// The files below a folder that could be data, as paths with `/`, sorted.
pub(super) fn files(root: &Path) -> std::io::Result<Vec<String>> {
    let mut files = Vec::new();
    collect(root, root, 0, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(root: &Path, folder: &Path, depth: usize, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden || files.len() >= MAX_FILES {
            continue;
        }
        if kind.is_dir() && depth < MAX_DEPTH {
            collect(root, &entry.path(), depth + 1, files)?;
        } else if kind.is_file() && is_data(&entry.path()) {
            let path = entry.path();
            let inside: Vec<_> =
                path.strip_prefix(root).into_iter().flatten().map(|p| p.to_string_lossy()).collect();
            files.push(inside.join("/"));
        }
    }
    Ok(())
}

fn is_data(path: &Path) -> bool {
    const ENDINGS: [&str; 16] = [
        "shp",
        "zip",
        "geojson",
        "json",
        "topojson",
        "gpkg",
        "fgb",
        "kml",
        "kmz",
        "parquet",
        "geoparquet",
        "csv",
        "tsv",
        "txt",
        "xlsx",
        "tab",
    ];
    path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

/// Reads one file of the folder, or says why it cannot be read.
pub(super) fn read_file(source: &Path, file: &str) -> Result<Draft, String> {
    let path = source.join(file);
    let limits = Limits::default();
    let size = std::fs::metadata(&path).map_err(|e| e.to_string())?.len();
    if size > limits.bytes {
        return Err(format!("{size} bytes; at most {} are read", limits.bytes));
    }
    let bytes = std::fs::read(&path).map_err(|e| e.to_string())?;
    let mut bytes_of = SourceBytes::new(file, &bytes);
    if Format::detect(file, &bytes) == Some(Format::Shapefile) {
        for ending in ["dbf", "shx", "prj", "cpg"] {
            if let Ok(companion) = std::fs::read(path.with_extension(ending)) {
                bytes_of.companions.push((ending.to_owned(), companion));
            }
        }
    }
    read(&bytes_of, &ReadOptions::default(), &limits)
        .map_err(|faults| faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>().join("; "))
}
