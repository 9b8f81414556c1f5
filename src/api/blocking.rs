//! Work that would hold up other requests, on a thread of its own.

use super::{Kind, Problem};

/// Runs `work` away from the threads that serve connections.
///
/// # Errors
/// What the work says, or [`Kind::Internal`] when it panicked.
pub async fn run<T, F>(work: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Problem> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => {
            tracing::error!(%error, "the work behind an answer failed: {error}");
            Err(Problem::new(Kind::Internal, "the answer could not be made"))
        }
    }
}
