//! Wiring: a place folder and a configuration become a running service.
