//! Bodies that are written while they are sent, in a few pieces of memory.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

use super::{App, Kind, Problem};

/// Pieces that may wait for a slow client.
const WAITING: usize = 8;

/// A body that `write` fills on a thread of its own.
///
/// The thread waits while the client is slow, and ends when it is gone. When
/// writing fails the connection is cut, so that half a file does not look whole.
///
/// # Errors
/// [`Kind::Busy`] when as many downloads run as are allowed.
pub fn body<F>(app: &App, write: F) -> Result<Body, Problem>
where
    F: FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
{
    let busy = |_full| Problem::new(Kind::Busy, "too many downloads are being written");
    let permit = app.downloads().clone().try_acquire_owned().map_err(busy)?;
    let (pieces, waiting) = mpsc::channel::<io::Result<Bytes>>(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut out = Pieces { pieces };
        if let Err(error) = write(&mut out) {
            if error.kind() != io::ErrorKind::BrokenPipe {
                tracing::error!(%error, "a download could not be written to its end: {error}");
            }
            let _ = out.pieces.blocking_send(Err(error));
        }
        drop(permit);
    });
    let stream = stream::unfold(waiting, |mut waiting| async move {
        let piece = waiting.recv().await?;
        Some((piece, waiting))
    });
    // Packing asks once more after the end, which a bare stream does not allow.
    Ok(Body::from_stream(stream.fuse()))
}

/// Hands bytes on to the task that sends them.
struct Pieces {
    pieces: mpsc::Sender<io::Result<Bytes>>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = |_closed| io::Error::new(io::ErrorKind::BrokenPipe, "the client is gone");
        self.pieces.blocking_send(Ok(Bytes::copy_from_slice(bytes))).map_err(gone)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
