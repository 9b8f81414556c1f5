//! The service in process: app() and oneshot.
