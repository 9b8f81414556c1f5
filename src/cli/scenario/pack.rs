//! A pack as a file: its facts, and the digest over them.

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::scenario::{LinkedPack, Pack};

/// What a reader of the file must know to check it with other tools.
const DIGEST_OF: &str = "SHA-256 over all facts in order: for each its name and its text, both with their length in bytes and a colon before them";

#[derive(Debug, Deserialize)]
struct PackFile {
    wardwise_pack: u32,
    digest: Option<String>,
    facts: Vec<(String, String)>,
}

/// The file of a pack. Only a linked one has a digest.
pub(super) fn document(pack: &Pack, linked: Option<&LinkedPack>) -> Value {
    let facts = linked.map_or_else(|| pack.facts(), |linked| linked.facts().clone());
    json!({
        "wardwise_pack": 1,
        "state": if linked.is_some() { "linked" } else { "draft" },
        "digest": linked.map(LinkedPack::digest),
        "digest_of": DIGEST_OF,
        "facts": facts,
    })
}

/// Facts and digest of a file.
pub(super) fn read(text: &str) -> anyhow::Result<(Vec<(String, String)>, String)> {
    let file: PackFile = serde_json::from_str(text).context("it is not the JSON of a pack")?;
    if file.wardwise_pack != 1 {
        bail!("its format is {}, and 1 is known", file.wardwise_pack);
    }
    let digest = file.digest.context("it is a draft, linked to no decision: there is nothing to verify")?;
    Ok((file.facts, digest))
}
