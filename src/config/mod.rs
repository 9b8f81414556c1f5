//! Configuration in named stages: defaults, file, environment, arguments.
