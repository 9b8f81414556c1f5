//! One writer at a time.

use std::fs::{File, OpenOptions, TryLockError};

use super::StoreError;
use super::folder::Folder;

/// Held while a place is being changed; released when dropped, and by the
/// system when the process ends in any way.
#[derive(Debug)]
pub struct PlaceLock {
    _file: File,
}

impl PlaceLock {
    /// Takes the lock at once or not at all.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another process holds it, [`StoreError::Io`]
    /// where the lock file cannot be made.
    pub(super) fn take(folder: &Folder) -> Result<Self, StoreError> {
        let path = folder.lock();
        let open = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = open.map_err(StoreError::io("write", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked(folder.dir().to_owned())),
            Err(TryLockError::Error(error)) => Err(StoreError::io("lock", &path)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_to_wait() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(dir.path());
        let first = PlaceLock::take(&folder).expect("the lock");
        assert!(matches!(PlaceLock::take(&folder), Err(StoreError::Locked(_))));
        drop(first);
        assert!(PlaceLock::take(&folder).is_ok());
    }
}
