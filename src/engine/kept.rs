//! Results that were worked out before, those used last.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How many results are kept where nothing else is said; the one used longest ago goes first.
const KEPT: usize = 128;

type Slot<T, E> = Arc<OnceLock<Result<Arc<T>, E>>>;

/// A few results by what they are of. Failures are kept as well: the same
/// question to the same snapshot fails again.
#[derive(Debug)]
pub(super) struct Kept<K, T, E> {
    slots: Mutex<Slots<K, T, E>>,
}

#[derive(Debug)]
struct Slots<K, T, E> {
    by_key: BTreeMap<K, (u64, Slot<T, E>)>,
    uses: u64,
    most: usize,
}

impl<K: Ord + Clone, T, E: Clone> Kept<K, T, E> {
    /// Keeps at most so many results, for those that are large.
    pub fn at_most(most: usize) -> Self {
        Self { slots: Mutex::new(Slots { by_key: BTreeMap::new(), uses: 0, most }) }
    }

    /// The result for a key where it was worked out before.
    pub fn get(&self, key: &K) -> Option<Result<Arc<T>, E>> {
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.by_key.get(key).and_then(|(_, slot)| slot.get().cloned())
    }

    /// The result for a key; two who ask at once wait for one another.
    ///
    /// # Errors
    /// What `make` says, now or when it was asked first.
    pub fn get_or_make(&self, key: K, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        // A reader that panicked leaves whole entries behind.
        let slot = self.slots.lock().unwrap_or_else(PoisonError::into_inner).slot(key);
        slot.get_or_init(|| make().map(Arc::new)).clone()
    }
}

impl<K: Ord + Clone, T, E> Slots<K, T, E> {
    fn slot(&mut self, key: K) -> Slot<T, E> {
        self.uses += 1;
        if !self.by_key.contains_key(&key) && self.by_key.len() >= self.most {
            let oldest = self.by_key.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            oldest.map(|key| self.by_key.remove(&key));
        }
        let (used, slot) = self.by_key.entry(key).or_default();
        *used = self.uses;
        Arc::clone(slot)
    }
}

impl<K, T, E> Default for Kept<K, T, E> {
    fn default() -> Self {
        Self { slots: Mutex::new(Slots { by_key: BTreeMap::new(), uses: 0, most: KEPT }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_made_once_and_the_one_used_longest_ago_is_forgotten() {
        let kept: Kept<usize, usize, String> = Kept::default();
        let mut made = 0;
        let mut ask = |key: usize| {
            let result = kept.get_or_make(key, || {
                made += 1;
                if key == 1 { Err("one".to_owned()) } else { Ok(key * 2) }
            });
            (result.map(|two| *two), made)
        };
        assert_eq!(ask(0), (Ok(0), 1));
        assert_eq!(ask(0), (Ok(0), 1), "kept");
        assert_eq!(ask(1), (Err("one".to_owned()), 2));
        assert_eq!(ask(1), (Err("one".to_owned()), 2), "a failure is kept, too");
        for key in 2..=KEPT {
            assert!(ask(key).0.is_ok());
        }
        assert_eq!(ask(1).1, KEPT + 1, "the second is still there");
        assert_eq!(ask(0), (Ok(0), KEPT + 2), "the first had to go");
    }
}
