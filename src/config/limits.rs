//! What one request, and all of them together, may use up.

use std::time::Duration;

use super::setting::{Setting, parse_count};

/// Bounds on everything that comes from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request's body, uploads aside.
    pub body_bytes: usize,
    /// Bytes of one upload, all its files together.
    pub upload_bytes: usize,
    /// Connections that are open at once; further ones wait.
    pub connections: usize,
    /// Requests that are worked on at once; further ones are told to come back.
    pub requests: usize,
    /// Downloads that are written at once; further ones are told to come back.
    pub downloads: usize,
    /// Most records in one page of an answer; larger wishes are cut to this.
    pub page_items: usize,
    /// Time for one answer to be ready.
    pub request_time: Duration,
    /// Time for which a page waits for long work before it says that it is not
    /// ready yet and looks again.
    pub patience_time: Duration,
    /// Time for a client to send the head of a request.
    pub header_time: Duration,
    /// Time for which a client may take nothing and send nothing in mid-course.
    pub stall_time: Duration,
    /// Time for which the version before an import goes on answering listings
    /// that were begun on it; it takes as much memory again. 0 keeps none.
    pub earlier_time: Duration,
    /// Time for running requests to end when the service is asked to stop.
    pub shutdown_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1 << 20,
            upload_bytes: 200 << 20,
            connections: 1_000,
            requests: 64,
            downloads: 4,
            page_items: 10_000,
            request_time: Duration::from_secs(30),
            patience_time: Duration::from_secs(2),
            header_time: Duration::from_secs(10),
            stall_time: Duration::from_secs(30),
            earlier_time: Duration::from_secs(600),
            shutdown_time: Duration::from_secs(10),
        }
    }
}

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        key: "limits.body_bytes",
        help: "Largest body of a request in bytes, uploads aside.",
        set: |config, text| {
            config.limits.body_bytes = parse_count(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.upload_bytes",
        help: "Largest upload in bytes, all its files together.",
        set: |config, text| {
            config.limits.upload_bytes = parse_count(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.connections",
        help: "Connections open at once; further ones wait.",
        set: |config, text| {
            config.limits.connections = parse_count(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.requests",
        help: "Requests worked on at once; further ones are told to come back.",
        set: |config, text| {
            config.limits.requests = parse_count(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.downloads",
        help: "Downloads written at once; further ones are told to come back.",
        set: |config, text| {
            config.limits.downloads = parse_count(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.page_items",
        help: "Most records in one page of an answer.",
        set: |config, text| {
            config.limits.page_items = parse_count(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.request_seconds",
        help: "Seconds for one answer to be ready.",
        set: |config, text| {
            config.limits.request_time = parse_seconds(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.patience_seconds",
        help: "Seconds for which a page waits for long work before it says that it is not ready yet.",
        set: |config, text| {
            config.limits.patience_time = parse_or_none(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.header_seconds",
        help: "Seconds for a client to send the head of a request.",
        set: |config, text| {
            config.limits.header_time = parse_seconds(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.stall_seconds",
        help: "Seconds for which a client may take nothing and send nothing in mid-course.",
        set: |config, text| {
            config.limits.stall_time = parse_seconds(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.earlier_seconds",
        help: "Seconds for which listings that were begun before an import may go on; 0 ends them.",
        set: |config, text| {
            config.limits.earlier_time = parse_or_none(text)?;
            Ok(())
        },
    },
    Setting {
        key: "limits.shutdown_seconds",
        help: "Seconds for running requests to end when the service is asked to stop.",
        set: |config, text| {
            config.limits.shutdown_time = parse_seconds(text)?;
            Ok(())
        },
    },
];

fn parse_or_none(text: &str) -> Result<Duration, String> {
    if text.trim() == "0" { Ok(Duration::ZERO) } else { parse_seconds(text) }
}

fn parse_seconds(text: &str) -> Result<Duration, String> {
    const DAY: usize = 24 * 60 * 60;
    let seconds = parse_count(text)?;
    if seconds > DAY {
        return Err(format!("{seconds} seconds is more than a day"));
    }
    Ok(Duration::from_secs(seconds as u64))
}
