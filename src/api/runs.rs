//! Long questions: one is worked out at a time, each once however many ask.
//!
//! A run goes on when nobody waits for it any more: whoever asks again finds
//! it further on, or done. What comes out is kept by whoever carries it out.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The most questions that run or wait their turn.
const MOST_RUNS: usize = 8;

/// The questions that run or wait, in the order in which they were asked.
#[derive(Debug, Clone, Default)]
pub struct Runs {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    runs: Mutex<VecDeque<Run>>,
    changed: Condvar,
}

#[derive(Debug)]
struct Run {
    key: String,
    /// When its turn came.
    since: Option<Instant>,
}

/// Why there is no answer yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// It is being worked out, for so long already.
    Running(Duration),
    /// So many others come before it.
    Queued(usize),
    /// Too many wait: it was not taken in.
    Full,
}

impl Runs {
    /// Carries out `work` on a thread of its own when its turn comes, unless
    /// the same question runs or waits already, and waits for its end.
    ///
    /// # Errors
    /// [`Waiting`] when it had not ended within `patience`.
    pub fn carry_out(
        &self,
        key: &str,
        patience: Duration,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), Waiting> {
        let mut runs = self.inner.lock();
        if !runs.iter().any(|run| run.key == key) {
            if runs.len() >= MOST_RUNS {
                return Err(Waiting::Full);
            }
            runs.push_back(Run { key: key.to_owned(), since: None });
            let turn = Turn { inner: Arc::clone(&self.inner), key: key.to_owned() };
            std::thread::spawn(move || {
                turn.wait();
                work();
                drop(turn);
            });
        }
        let is_there = |runs: &mut VecDeque<Run>| runs.iter().any(|run| run.key == key);
        let waited = self.inner.changed.wait_timeout_while(runs, patience, is_there);
        let (runs, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match runs.iter().position(|run| run.key == key) {
            None => Ok(()),
            Some(at) => Err(match runs[at].since {
                Some(since) => Waiting::Running(since.elapsed()),
                None => Waiting::Queued(at),
            }),
        }
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one run in the order; it is given up when this is dropped,
/// after a panic of the work as well.
struct Turn {
    inner: Arc<Inner>,
    key: String,
}

impl Turn {
    fn wait(&self) {
        let runs = self.inner.lock();
        let others = |runs: &mut VecDeque<Run>| runs.front().is_some_and(|first| first.key != self.key);
        let waited = self.inner.changed.wait_while(runs, others);
        if let Some(own) = waited.unwrap_or_else(PoisonError::into_inner).front_mut() {
            own.since = Some(Instant::now());
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.inner.lock().retain(|run| run.key != self.key);
        self.inner.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    const SOON: Duration = Duration::from_millis(20);
    const LATE: Duration = Duration::from_secs(20);

    #[test]
    fn the_same_question_is_worked_out_once_and_others_wait_their_turn() {
        let runs = Runs::default();
        let (go, gate) = mpsc::channel::<()>();
        let done = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&done);
        let first = runs.carry_out("a", SOON, move || {
            let _ = gate.recv();
            counted.fetch_add(1, Ordering::SeqCst);
        });
        assert!(matches!(first, Err(Waiting::Running(_))), "{first:?}");
        let counted = Arc::clone(&done);
        let again = runs.carry_out("a", SOON, move || {
            counted.fetch_add(100, Ordering::SeqCst);
        });
        assert!(matches!(again, Err(Waiting::Running(_))), "{again:?}");
        let counted = Arc::clone(&done);
        let other = runs.carry_out("b", SOON, move || {
            counted.fetch_add(10, Ordering::SeqCst);
        });
        assert_eq!(other, Err(Waiting::Queued(1)));
        go.send(()).expect("the first goes on");
        assert_eq!(runs.carry_out("b", LATE, || ()), Ok(()));
        assert_eq!(done.load(Ordering::SeqCst), 11);
    }

    #[test]
    fn a_panic_gives_the_turn_up_and_a_full_house_takes_nobody_in() {
        let runs = Runs::default();
        assert_eq!(runs.carry_out("a", LATE, || panic!("on purpose")), Ok(()));
        let (go, gate) = mpsc::channel::<()>();
        assert!(
            runs.carry_out("first", SOON, move || {
                let _ = gate.recv();
            })
            .is_err()
        );
        for at in 1..MOST_RUNS {
            assert_eq!(runs.carry_out(&format!("{at}"), Duration::ZERO, || ()), Err(Waiting::Queued(at)));
        }
        assert_eq!(runs.carry_out("one more", SOON, || ()), Err(Waiting::Full));
        go.send(()).expect("the first goes on");
        assert_eq!(runs.carry_out("7", LATE, || ()), Ok(()));
    }
}
