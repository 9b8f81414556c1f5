//! Work that would hold up other requests, on a thread of its own.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use super::{Kind, Problem};

tokio::task_local! {
    /// The room that the request of this task takes up.
    static ROOM: Arc<OwnedSemaphorePermit>;
}

/// Waits for `answer`, which takes up `room` until it is ready and until every
/// piece of work that it began has ended: work cannot be stopped half way, so
/// an answer that was given up may still be worked on.
pub(super) async fn within<F: Future>(room: OwnedSemaphorePermit, answer: F) -> F::Output {
    ROOM.scope(Arc::new(room), answer).await
}

/// Runs `work` away from the threads that serve connections.
///
/// # Errors
/// What the work says, or [`Kind::Internal`] when it panicked.
pub async fn run<T, F>(work: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Problem> + Send + 'static,
{
    let room = ROOM.try_with(Arc::clone).ok();
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(room);
        done
    });
    match done.await {
        Ok(result) => result,
        Err(error) => {
            tracing::error!(%error, "the work behind an answer failed: {error}");
            Err(Problem::new(Kind::Internal, "the answer could not be made"))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn an_answer_that_was_given_up_takes_up_room_until_its_work_has_ended() {
        let requests = Arc::new(Semaphore::new(1));
        let room = requests.clone().try_acquire_owned().expect("room");
        let (end, ended) = mpsc::channel::<()>();
        let work = run(move || {
            let _ = ended.recv();
            Ok(())
        });
        let given_up = tokio::time::timeout(Duration::from_millis(50), within(room, work)).await;
        assert!(given_up.is_err());
        assert_eq!(requests.available_permits(), 0);
        end.send(()).expect("the work goes on");
        let free = tokio::time::timeout(Duration::from_secs(10), requests.acquire()).await;
        assert!(free.is_ok(), "the room is free again");
    }
}
