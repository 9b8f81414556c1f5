//! Long questions: one is worked out at a time, each once however many ask.
//!
//! A run goes on when nobody waits for it any more: whoever asks again finds
//! it further on, or done. One that nobody asked for again while it waited its
//! turn is given up. What comes out is kept by whoever carries it out.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The most questions that run or wait their turn.
const MOST_RUNS: usize = 8;

/// The most requests that wait for runs at once; further ones are told at once how far it is.
const MOST_WAITERS: usize = 8;

/// A run that waits its turn is given up when nobody asked for it for so long.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// The questions that run or wait, in the order in which they were asked.
#[derive(Debug, Clone, Default)]
pub struct Runs {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    line: Mutex<Line>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Line {
    runs: VecDeque<Run>,
    /// Requests that wait for one of the runs.
    waiters: usize,
}

#[derive(Debug)]
struct Run {
    key: String,
    /// When its turn came.
    since: Option<Instant>,
    /// When somebody asked for it last.
    asked: Instant,
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
    /// the same question runs or waits already, and waits for its end. A panic
    /// of the work ends the run, and the log has it.
    ///
    /// # Errors
    /// [`Waiting`] when it had not ended within `patience`, or too many others wait for an end.
    pub fn carry_out(
        &self,
        key: &str,
        patience: Duration,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), Waiting> {
        if !self.take_in(key)? {
            self.start(key, work)?;
        }
        let mut line = self.inner.lock();
        if line.waiters >= MOST_WAITERS {
            return line.standing(key);
        }
        line.waiters += 1;
        let is_there = |line: &mut Line| line.position(key).is_some();
        let waited = self.inner.changed.wait_timeout_while(line, patience, is_there);
        let (mut line, _) = waited.unwrap_or_else(PoisonError::into_inner);
        line.waiters -= 1;
        line.standing(key)
    }

    /// Notes that somebody asks; whether it runs or waits already.
    fn take_in(&self, key: &str) -> Result<bool, Waiting> {
        let mut line = self.inner.lock();
        if let Some(at) = line.position(key) {
            line.runs[at].asked = Instant::now();
            return Ok(true);
        }
        if line.runs.len() >= MOST_RUNS {
            return Err(Waiting::Full);
        }
        line.runs.push_back(Run { key: key.to_owned(), since: None, asked: Instant::now() });
        Ok(false)
    }

    /// The lock is free here: a thread that cannot be had gives its turn up at once.
    fn start(&self, key: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Waiting> {
        let turn = Turn { inner: Arc::clone(&self.inner), key: key.to_owned() };
        let run = move || {
            if turn.comes() && catch_unwind(AssertUnwindSafe(work)).is_err() {
                tracing::error!("a search or scenario panicked while it was worked out");
            }
            drop(turn);
        };
        let thread = std::thread::Builder::new().name("run".to_owned()).spawn(run);
        thread.map(drop).map_err(|error| {
            tracing::error!(%error, "no thread for a search or scenario: {error}");
            Waiting::Full
        })
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    fn position(&self, key: &str) -> Option<usize> {
        self.runs.iter().position(|run| run.key == key)
    }

    /// How far a question is; `Ok` where it neither runs nor waits any more.
    fn standing(&self, key: &str) -> Result<(), Waiting> {
        match self.position(key) {
            None => Ok(()),
            // The first in line is about to begin where it has not begun.
            Some(0) => Err(Waiting::Running(self.runs[0].since.map_or(Duration::ZERO, |at| at.elapsed()))),
            Some(at) => Err(Waiting::Queued(at)),
        }
    }
}

/// The place of one run in the order; it is given up when this is dropped.
struct Turn {
    inner: Arc<Inner>,
    key: String,
}

impl Turn {
    /// Waits for its turn; whether anybody still wants it.
    fn comes(&self) -> bool {
        let others = |line: &mut Line| line.runs.front().is_some_and(|first| first.key != self.key);
        let waited = self.inner.changed.wait_while(self.inner.lock(), others);
        let mut line = waited.unwrap_or_else(PoisonError::into_inner);
        let Some(own) = line.runs.front_mut() else { return false };
        own.since = Some(Instant::now());
        own.asked.elapsed() < FORGOTTEN
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.inner.lock().runs.retain(|run| run.key != self.key);
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
        let first = runs.carry_out("first", SOON, move || {
            let _ = gate.recv();
        });
        assert!(first.is_err());
        for at in 1..MOST_RUNS {
            assert_eq!(runs.carry_out(&format!("{at}"), Duration::ZERO, || ()), Err(Waiting::Queued(at)));
        }
        assert_eq!(runs.carry_out("one more", SOON, || ()), Err(Waiting::Full));
        go.send(()).expect("the first goes on");
        assert_eq!(runs.carry_out("7", LATE, || ()), Ok(()));
    }

    #[test]
    fn so_many_wait_and_the_next_is_told_at_once() {
        let runs = Runs::default();
        let (go, gate) = mpsc::channel::<()>();
        let first = runs.carry_out("a", Duration::ZERO, move || {
            let _ = gate.recv();
        });
        assert!(first.is_err());
        let waiting: Vec<_> = (0..MOST_WAITERS)
            .map(|_| {
                let runs = runs.clone();
                std::thread::spawn(move || runs.carry_out("a", LATE, || ()))
            })
            .collect();
        while runs.inner.lock().waiters < MOST_WAITERS {
            std::thread::yield_now();
        }
        let asked = Instant::now();
        assert!(matches!(runs.carry_out("a", LATE, || ()), Err(Waiting::Running(_))));
        assert!(asked.elapsed() < LATE / 2, "nobody waits in vain");
        go.send(()).expect("it goes on");
        assert!(waiting.into_iter().all(|one| one.join().expect("a thread") == Ok(())));
        assert_eq!(runs.inner.lock().waiters, 0);
    }

    #[test]
    fn what_nobody_asked_for_again_is_given_up_when_its_turn_comes() {
        let runs = Runs::default();
        let (go, gate) = mpsc::channel::<()>();
        let first = runs.carry_out("a", Duration::ZERO, move || {
            let _ = gate.recv();
        });
        assert!(first.is_err());
        let done = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&done);
        let forgotten = runs.carry_out("b", Duration::ZERO, move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        assert_eq!(forgotten, Err(Waiting::Queued(1)));
        let long_ago = Instant::now().checked_sub(FORGOTTEN * 2).expect("the machine runs that long");
        runs.inner.lock().runs[1].asked = long_ago;
        go.send(()).expect("the first goes on");
        assert_eq!(runs.carry_out("c", LATE, || ()), Ok(()));
        assert_eq!(done.load(Ordering::SeqCst), 0);
    }
}
