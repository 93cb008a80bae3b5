//! A file that only grows: one line of JSON for each thing that became so. Whoever is killed while writing leaves half a line at
//! most, which is cut off when the file is opened again.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind, Result, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// By how many bytes a small journal may grow.
const ROOM: u64 = 1 << 20;

/// A journal, open for writing. Nobody else can open it meanwhile.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    /// Noted, and not yet in the file.
    noted: Vec<u8>,
    /// How long it is, and how long it was when it was begun anew.
    len: u64,
    begun: u64,
}

impl Journal {
    /// Opens the file, or makes it, and reads what is in it, in order.
    ///
    /// # Errors
    /// If somebody else has it open, or it is not a journal of such entries.
    pub fn open<E: DeserializeOwned>(path: &Path, mut entry: impl FnMut(E)) -> Result<Self> {
        let mut file = open_locked(path)?;
        let text = std::fs::read(path)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        for (at, line) in text[..whole].split(|byte| *byte == b'\n').filter(|l| !l.is_empty()).enumerate() {
            let read = serde_json::from_slice(line);
            let wrong = |e| Error::new(ErrorKind::InvalidData, format!("line {}: {e}", at + 1));
            entry(read.map_err(wrong)?);
        }
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self { file, path: path.to_owned(), noted: Vec::new(), len: whole as u64, begun: 0 })
    }

    /// Whether so much was added that it is worth beginning it anew.
    #[must_use]
    pub fn has_grown(&self) -> bool {
        self.len > 2 * self.begun + ROOM
    }

    /// Notes an entry for the next [`keep`](Self::keep).
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn note(&mut self, entry: &impl Serialize) -> Result<()> {
        let before = self.noted.len();
        serde_json::to_writer(&mut self.noted, entry)?;
        self.noted.push(b'\n');
        self.len += (self.noted.len() - before) as u64;
        Ok(())
    }

    /// Writes what was noted, and waits until it is on the disk.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn keep(&mut self) -> Result<()> {
        if !self.noted.is_empty() {
            self.file.write_all(&self.noted)?;
            self.file.sync_data()?;
            self.noted.clear();
        }
        Ok(())
    }

    /// Begins anew with these entries. Whoever kills us meanwhile finds the old file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn rewrite<E: Serialize>(&mut self, entries: impl IntoIterator<Item = E>) -> Result<()> {
        let path = self.path.with_extension("new");
        let file = open_locked(&path)?;
        file.set_len(0)?;
        let mut new = Self { file, path, noted: Vec::new(), len: 0, begun: 0 };
        for entry in entries {
            new.note(&entry)?;
        }
        new.keep()?;
        std::fs::rename(&new.path, &self.path)?;
        new.path.clone_from(&self.path);
        new.begun = new.len;
        *self = new;
        Ok(())
    }
}

fn open_locked(path: &Path) -> Result<File> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Error::new(ErrorKind::ResourceBusy, "another program has it open"))
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn entries(path: &Path) -> (Journal, Vec<u32>) {
        let mut entries = Vec::new();
        let journal = Journal::open(path, |entry| entries.push(entry)).unwrap();
        (journal, entries)
    }

    #[test]
    fn what_was_kept_is_there_again_and_half_a_line_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (mut journal, none) = entries(&path);
        assert!(none.is_empty());
        journal.note(&1).unwrap();
        journal.note(&2).unwrap();
        journal.keep().unwrap();
        journal.note(&3).unwrap();
        drop(journal);
        std::fs::write(&path, [&std::fs::read(&path).unwrap()[..], b"45"].concat()).unwrap();
        let (mut journal, two) = entries(&path);
        assert_eq!(two, [1, 2]);
        journal.note(&6).unwrap();
        journal.keep().unwrap();
        drop(journal);
        assert_eq!(entries(&path).1, [1, 2, 6]);
    }

    #[test]
    fn begun_anew_it_goes_on_in_the_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let (mut journal, _) = entries(&path);
        while !journal.has_grown() {
            journal.note(&1).unwrap();
        }
        journal.keep().unwrap();
        journal.rewrite([7]).unwrap();
        assert!(!journal.has_grown());
        journal.note(&8).unwrap();
        journal.keep().unwrap();
        let second = Journal::open(&path, |_: u32| ());
        assert_eq!(second.unwrap_err().kind(), ErrorKind::ResourceBusy);
        drop(journal);
        assert_eq!(entries(&path).1, [7, 8]);
    }
}
