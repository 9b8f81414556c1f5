//! Where the service listens, and under which address people reach it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::setting::{Setting, parse, parse_flag};

/// Where the service listens and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Address to listen on.
    pub address: IpAddr,
    /// Port to listen on; 0 takes any free one.
    pub port: u16,
    /// The address that links are written with. The `Host` header of a request
    /// is never used for that: anybody can write it.
    pub public_url: Option<PublicUrl>,
    /// Whether pages of other sites may read the API.
    pub cors: bool,
    /// Sites that may show our pages in a frame, in the words of a content security policy.
    pub frame_ancestors: String,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8080,
            public_url: None,
            cors: true,
            frame_ancestors: "'self'".to_owned(),
        }
    }
}

impl Server {
    /// The socket address to listen on.
    #[must_use]
    pub fn socket(&self) -> SocketAddr {
        SocketAddr::new(self.address, self.port)
    }

    /// Whether only programs on this machine can connect.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.address.is_loopback()
    }
}

/// An absolute address without path or final slash, such as `https://place.example.gov.uk`.
///
/// The pages link to each other from the root of their host, so the service
/// has a host name of its own and no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Reads an `http` or `https` address; a final slash is taken off.
    ///
    /// # Errors
    /// A sentence, where it has another scheme, no host, a path, a query, a
    /// fragment, a user name, or characters that do not belong in an address.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = text.trim().trim_end_matches('/');
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let host = rest.unwrap_or_default();
        let plain = url
            .bytes()
            .all(|b| b.is_ascii_graphic() && !matches!(b, b'?' | b'#' | b'@' | b'"' | b'<' | b'>'));
        if host.is_empty() || !plain {
            return Err(format!("'{text}' is not an address such as https://place.example.gov.uk"));
        }
        if host.contains('/') {
            return Err(format!(
                "'{text}' has a path; the service needs a host name of its own, such as https://place.example.gov.uk"
            ));
        }
        Ok(Self(url.to_owned()))
    }

    /// The address of a listening socket, for when none is configured.
    #[must_use]
    pub fn of_socket(socket: SocketAddr) -> Self {
        let host = match socket.ip() {
            ip if ip.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
            IpAddr::V4(ip) => ip.to_string(),
        };
        Self(format!("http://{host}:{}", socket.port()))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the address leads nowhere but to the machine on which it is used.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.0.split_once("://").map_or("", |(_, host)| host);
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next(),
            None => host.split(':').next(),
        };
        let name = name.unwrap_or_default();
        name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        key: "server.address",
        help: "Address to listen on; 127.0.0.1 lets only this machine in.",
        set: |config, text| {
            config.server.address = parse(text, "an IP address")?;
            Ok(())
        },
    },
    Setting {
        key: "server.port",
        help: "Port to listen on; 0 takes any free one.",
        set: |config, text| {
            config.server.port = parse(text, "a port from 0 to 65535")?;
            Ok(())
        },
    },
    Setting {
        key: "server.public_url",
        help: "The address that links are written with.",
        set: |config, text| {
            config.server.public_url = Some(PublicUrl::parse(text)?);
            Ok(())
        },
    },
    Setting {
        key: "server.cors",
        help: "Whether pages of other sites may read the API.",
        set: |config, text| {
            config.server.cors = parse_flag(text)?;
            Ok(())
        },
    },
    Setting {
        key: "server.frame_ancestors",
        help: "Sites that may show our pages in a frame, such as 'self' https://www.example.gov.uk.",
        set: |config, text| {
            config.server.frame_ancestors = parse_ancestors(text)?;
            Ok(())
        },
    },
];

/// A list of sources in a policy; a semicolon or a comma would start another rule.
fn parse_ancestors(text: &str) -> Result<String, String> {
    let text = text.trim();
    let plain = text.bytes().all(|b| (b.is_ascii_graphic() || b == b' ') && !matches!(b, b';' | b','));
    if text.is_empty() || !plain {
        return Err(format!(
            "'{text}' is not a list of sites; write 'none', 'self' or addresses, with spaces between"
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(PublicUrl::parse(text).ok().as_ref().map(PublicUrl::as_str), expected, "{text:?}");
    }

    #[test]
    fn a_public_address_has_scheme_and_host_and_no_query() {
        check("https://place.example.gov.uk/", Some("https://place.example.gov.uk"));
        check("http://localhost:8080", Some("http://localhost:8080"));
        check("http://localhost:8080/ward", None);
        check("ftp://x", None);
        check("https://", None);
        check("https://a b", None);
        check("https://user@host", None);
        check("https://host/?q", None);
    }

    #[test]
    fn only_addresses_of_the_machine_itself_are_loopback() {
        let is_loopback = |url: &str| PublicUrl::parse(url).expect("an address").is_loopback();
        for near in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:80", "https://LOCALHOST"] {
            assert!(is_loopback(near), "{near}");
        }
        for far in
            ["https://place.example.gov.uk", "http://10.0.0.1", "https://localhost.example", "http://[::2]"]
        {
            assert!(!is_loopback(far), "{far}");
        }
    }

    #[test]
    fn a_second_rule_cannot_be_smuggled_into_the_policy() {
        assert!(parse_ancestors("'self'; script-src *").is_err());
        assert_eq!(parse_ancestors(" 'self' https://a.example ").as_deref(), Ok("'self' https://a.example"));
    }
}
