//! Who may change the place over HTTP.

use std::fmt;
use std::time::Duration;

use super::setting::{Setting, parse_count, parse_flag};
use super::{Config, PublicUrl};

const MIN_TOKEN_CHARS: usize = 16;

/// Rules for uploads and whatever else changes the place over HTTP.
///
/// Without accounts, writing is off unless nobody else can connect (the
/// listener is on loopback and no other public address is configured, as it
/// is behind a proxy) or a token is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writes {
    /// Nothing is ever changed over HTTP.
    pub read_only: bool,
    /// The secret that whoever writes must show.
    pub token: Option<Token>,
    /// How long an upload waits to be published before it is thrown away.
    pub keep_uploads: Duration,
    /// Uploads that wait at once.
    pub uploads: usize,
}

impl Default for Writes {
    fn default() -> Self {
        Self { read_only: false, token: None, keep_uploads: Duration::from_hours(24), uploads: 20 }
    }
}

/// A secret. It is never written out, not even when debugging.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Reads a secret of at least 16 printable characters.
    ///
    /// # Errors
    /// A sentence that does not repeat the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.len() < MIN_TOKEN_CHARS || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(format!(
                "a token has at least {MIN_TOKEN_CHARS} characters, letters, digits and signs alone"
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether `shown` is the secret. Takes as long for a near miss as for a far one.
    #[must_use]
    pub fn is(&self, shown: &str) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), shown.as_bytes());
        let differing = ours.iter().enumerate().fold(ours.len() ^ theirs.len(), |sum, (at, byte)| {
            sum | usize::from(byte ^ theirs.get(at).copied().unwrap_or(0))
        });
        differing == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(not shown)")
    }
}

impl Config {
    /// Whether the place may be changed over HTTP at all.
    #[must_use]
    pub fn allows_writes(&self) -> bool {
        let public = self.server.public_url.as_ref();
        let is_alone = self.server.is_loopback() && public.is_none_or(PublicUrl::is_loopback);
        !self.writes.read_only && (self.writes.token.is_some() || is_alone)
    }
}

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        key: "writes.read_only",
        help: "Nothing is ever changed over HTTP.",
        set: |config, text| {
            config.writes.read_only = parse_flag(text)?;
            Ok(())
        },
    },
    Setting {
        key: "writes.token",
        help: "The secret that whoever writes must show; needed unless only this machine can connect.",
        set: |config, text| {
            config.writes.token = Some(Token::parse(text)?);
            Ok(())
        },
    },
    Setting {
        key: "writes.keep_hours",
        help: "Hours for which an upload waits to be published.",
        set: |config, text| {
            config.writes.keep_uploads = parse_hours(text)?;
            Ok(())
        },
    },
    Setting {
        key: "writes.uploads",
        help: "Uploads that wait at once.",
        set: |config, text| {
            config.writes.uploads = parse_count(text)?;
            Ok(())
        },
    },
];

fn parse_hours(text: &str) -> Result<Duration, String> {
    const MONTH: usize = 31 * 24;
    let hours = parse_count(text)?;
    if hours > MONTH {
        return Err(format!("{hours} hours is more than a month"));
    }
    Ok(Duration::from_secs(hours as u64 * 3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_only_whole_and_never_shown() {
        let token = Token::parse("0123456789abcdef").expect("a token");
        assert!(token.is("0123456789abcdef"));
        for wrong in ["", "0123456789abcde", "0123456789abcdefg", "0123456789abcdeF", "0123456789abcdef\0"] {
            assert!(!token.is(wrong), "{wrong:?}");
        }
        assert!(!format!("{token:?}").contains("0123"));
    }

    #[test]
    fn a_short_token_is_refused_without_being_repeated() {
        let error = Token::parse("hunter2").expect_err("too short");
        assert!(!error.contains("hunter2"));
    }

    #[test]
    fn writing_is_off_where_others_can_connect_and_no_token_is_set() {
        let mut config = Config::default();
        assert!(config.allows_writes());
        config.server.address = "0.0.0.0".parse().expect("an address");
        assert!(!config.allows_writes());
        config.writes.token = Token::parse("0123456789abcdef").ok();
        assert!(config.allows_writes());
        config.writes.read_only = true;
        assert!(!config.allows_writes());
    }

    #[test]
    fn writing_is_off_on_loopback_behind_a_proxy_unless_a_token_is_set() {
        let mut config = Config::default();
        config.server.public_url = PublicUrl::parse("http://127.0.0.1:8080").ok();
        assert!(config.allows_writes());
        config.server.public_url = PublicUrl::parse("https://place.example.gov.uk").ok();
        assert!(!config.allows_writes());
        config.writes.token = Token::parse("0123456789abcdef").ok();
        assert!(config.allows_writes());
    }
}
