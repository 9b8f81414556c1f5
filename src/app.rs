//! Wiring: from parsed arguments to a running command and an exit code.
