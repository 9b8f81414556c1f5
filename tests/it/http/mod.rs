//! The service through its router, without a socket.

mod answers;
mod doors;
mod files;
mod hostile;
mod town;
