//! The direction of the arrows between modules.
//!
//! Each module of the crate may lean on the modules listed here and on no
//! others. A new arrow is a decision: change the list in the same commit and
//! say why. `ARCHITECTURE.md` tells the same story in words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Module, and what it may use of the crate.
const ARROWS: &[(&str, &[&str])] = &[
    // core
    ("model", &[]),
    ("geom", &[]),
    ("fault", &[]),
    ("draft", &["fault", "geom"]),
    ("table", &["model", "fault", "draft"]),
    ("layer", &["model", "geom", "table"]),
    ("register", &["model", "geom", "table"]),
    ("index", &["model", "geom", "layer", "register", "table"]),
    ("network", &["model", "geom", "table"]),
    // Who may walk where is the network's to say; the check counts the rest.
    ("check", &["model", "geom", "fault", "draft", "table", "layer", "register", "network", "index"]),
    ("crosswalk", &["model", "geom", "layer", "index", "table"]),
    ("assess", &["model"]),
    // Random numbers that are the same everywhere are those of assess.
    ("colocate", &["model", "geom", "index", "register", "table", "assess"]),
    ("custom", &["model", "geom"]),
    ("cql2", &[]),
    // Tiles are cut from plain shapes; what they say is plain text.
    ("tile", &["geom"]),
    ("access", &[]),
    // A location problem is numbers alone: costs come from whoever measured them.
    ("locate", &["model"]),
    ("scenario", &["model", "locate"]),
    (
        "engine",
        &[
            "model",
            "geom",
            "fault",
            "table",
            "layer",
            "register",
            "network",
            "index",
            "check",
            "crosswalk",
            "assess",
            "custom",
            "locate",
            "scenario",
            "tile",
            "colocate",
        ],
    ),
    // edges
    // A reader keeps the tags that walking depends on and no others; recipes are read into the
    // specs of the modules that run them.
    (
        "ingest",
        &[
            "model", "geom", "fault", "draft", "table", "network", "check", "assess", "cql2", "locate",
            "scenario", "colocate",
        ],
    ),
    // Lineages and misfits are crosswalk's own plain data; the engine hands them on as they are.
    (
        "views",
        &[
            "model",
            "geom",
            "fault",
            "draft",
            "table",
            "layer",
            "register",
            "network",
            "check",
            "crosswalk",
            "assess",
            "custom",
            "locate",
            "scenario",
            "colocate",
            "engine",
        ],
    ),
    ("sample", &["model", "geom"]),
    (
        "store",
        &[
            "model",
            "geom",
            "fault",
            "draft",
            "table",
            "layer",
            "register",
            "network",
            "check",
            "crosswalk",
            "custom",
            "colocate",
            "scenario",
            "engine",
            "ingest",
            "views",
            "assess",
        ],
    ),
    (
        "import",
        &[
            "model", "geom", "fault", "draft", "table", "layer", "register", "network", "index", "check",
            // A recipe that the manifest names is checked for what it means.
            "engine", "ingest", "store", "views", "assess", "colocate", "locate",
        ],
    ),
    (
        "export",
        &[
            "model",
            "geom",
            "table",
            "layer",
            "register",
            "network",
            "crosswalk",
            "assess",
            "engine",
            "store",
            "views",
            "draft",
            "colocate",
            "locate",
            "scenario",
        ],
    ),
    ("config", &["model"]),
    ("background", &["model"]),
    (
        "api",
        &[
            "model",
            "geom",
            "fault",
            "draft",
            "table",
            "layer",
            "register",
            "network",
            "index",
            "check",
            "crosswalk",
            "assess",
            "custom",
            "scenario",
            "colocate",
            // Whom a place counts is what its recipes say.
            "locate",
            "cql2",
            "tile",
            "engine",
            "ingest",
            "store",
            "import",
            "export",
            "views",
            "config",
            "background",
            "pages",
        ],
    ),
    (
        "pages",
        &[
            "model",
            "geom",
            "fault",
            "draft",
            "table",
            "layer",
            "register",
            "network",
            "index",
            "check",
            "crosswalk",
            "assess",
            "custom",
            "locate",
            "scenario",
            "colocate",
            "engine",
            "ingest",
            "store",
            "export",
            "views",
            "config",
            "background",
            "api",
            "import",
        ],
    ),
];

const CORE: &[&str] = &[
    "model",
    "geom",
    "fault",
    "draft",
    "table",
    "layer",
    "register",
    "network",
    "index",
    "check",
    "crosswalk",
    "assess",
    "colocate",
    "custom",
    "cql2",
    "tile",
    "access",
    "locate",
    "scenario",
    "engine",
];

/// What the core never touches: files, clocks, environments, tasks, wire formats.
const NOT_IN_CORE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "SystemTime",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "tokio::",
    "serde::",
    "rusqlite",
    "axum::",
];

#[test]
fn modules_lean_only_where_the_house_plan_says() {
    let mut strays = Vec::new();
    for (module, allowed) in ARROWS {
        for (file, text) in sources(module) {
            for used in used_modules(&text) {
                if used != *module && !allowed.contains(&used.as_str()) {
                    strays.push(format!("{} uses crate::{used}", file.display()));
                }
            }
        }
    }
    assert!(strays.is_empty(), "arrows that the plan does not have:\n{}", strays.join("\n"));
}

#[test]
fn every_module_has_its_place_in_the_plan() {
    let planned: BTreeSet<&str> =
        ARROWS.iter().map(|(module, _)| *module).chain(["cli", "app", "lib", "main"]).collect();
    let present: BTreeSet<String> = fs::read_dir(root().join("src"))
        .expect("the source folder")
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    let unplanned: Vec<_> = present.iter().filter(|module| !planned.contains(module.as_str())).collect();
    assert!(unplanned.is_empty(), "modules without a place in the plan: {unplanned:?}");
}

#[test]
fn the_core_opens_no_file_reads_no_clock_and_writes_no_wire_format() {
    let mut strays = Vec::new();
    for module in CORE {
        for (file, text) in sources(module) {
            let code = without_tests_and_comments(&text);
            for word in NOT_IN_CORE {
                if code.contains(word) {
                    strays.push(format!("{} holds {word}", file.display()));
                }
            }
        }
    }
    assert!(strays.is_empty(), "the core reaches outside:\n{}", strays.join("\n"));
}

#[test]
fn the_core_has_no_cycles_between_modules() {
    let arrows: BTreeMap<&str, BTreeSet<String>> = CORE
        .iter()
        .map(|module| {
            let used =
                sources(module).iter().flat_map(|(_, text)| used_modules(text)).collect::<BTreeSet<_>>();
            (*module, used.into_iter().filter(|used| used != module).collect())
        })
        .collect();
    for start in CORE {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = arrows[start].iter().map(String::as_str).collect();
        while let Some(module) = open.pop() {
            assert_ne!(module, *start, "{start} leans on itself by way of others");
            if seen.insert(module) {
                open.extend(arrows.get(module).into_iter().flatten().map(String::as_str));
            }
        }
    }
}

/// Two types of one name are one schema in the description of the API, and it
/// describes only one of them.
#[test]
fn every_schema_of_the_api_has_a_name_of_its_own() {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once("#[derive(") {
            let (traits, after) = after.split_once(")]").expect("a derive that ends");
            rest = after;
            if !traits.contains("ToSchema") {
                continue;
            }
            let (attributes, body) = after.split_once("\npub ").expect("a public type");
            let own = body.split_whitespace().nth(1).expect("a name").trim_end_matches(['{', ';']);
            let told =
                attributes.split_once("schema(as = ").and_then(|(_, name)| name.split([')', ',']).next());
            let name = told.unwrap_or(own).to_owned();
            named.entry(name).or_default().push(file.display().to_string());
        }
    }
    assert!(named.len() > 100, "the types are found: {}", named.len());
    let twice: Vec<_> = named.iter().filter(|(_, files)| files.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(module: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let single = root().join("src").join(format!("{module}.rs"));
    if single.exists() {
        files.push(single);
    }
    collect(&root().join("src").join(module), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).expect("a source file");
            (file, text)
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The modules named after `crate::`, tests and comments aside.
fn used_modules(text: &str) -> BTreeSet<String> {
    let code = without_tests_and_comments(text);
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let list = list.split('}').next().unwrap_or("");
            used.extend(list.split(',').filter_map(first_name));
        } else {
            used.extend(first_name(rest));
        }
    }
    used
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_')
        .collect();
    (!name.is_empty()).then_some(name)
}

fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or("");
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}
