//! Settings in named stages: defaults, file, environment, arguments.
//!
//! One struct a concern, each in its own file together with the settings that
//! fill it. Every setting has one key (`server.port`), which is its place in
//! `wardwise.toml`, its name in the environment (`WARDWISE_SERVER_PORT`) and
//! its name in a fault. Read `stages.rs` for how the stages follow each other.

mod background;
mod environment;
mod limits;
mod server;
mod setting;
mod stages;
mod writes;

pub use background::Background;
pub use environment::{Environment, FakeEnvironment, ProcessEnvironment};
pub use limits::Limits;
pub use server::{PublicUrl, Server};
pub use setting::{Setting, settings};
pub use stages::{Arguments, ConfigError, ConfigFault, Loaded, load};
pub use writes::{Token, Writes};

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// Where the service listens and how it is reached.
    pub server: Server,
    /// What one request, and all of them together, may use up.
    pub limits: Limits,
    /// Who may change the place over HTTP.
    pub writes: Writes,
    /// The optional background map.
    pub background: Background,
}
