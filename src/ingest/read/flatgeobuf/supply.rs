//! Where the bytes of a file come from: memory, or a stream through a window.

use std::io::{ErrorKind, Read};

use super::super::found::{Halt, over_limit, unreadable};
use crate::check::Place;

/// How much is read from a stream at a time.
const CHUNK: usize = 1 << 18;

/// Bytes from front to back.
pub(super) trait Supply {
    /// The next bytes, without going past them; `None` where fewer are left.
    fn peek(&mut self, length: usize) -> Result<Option<&[u8]>, Halt>;

    /// Goes past bytes that were peeked at.
    fn pass(&mut self, length: usize);

    /// Goes past bytes unseen; false where fewer are left.
    fn skip(&mut self, length: u64) -> Result<bool, Halt>;

    /// Whether nothing is left.
    fn is_at_end(&mut self) -> Result<bool, Halt> {
        Ok(self.peek(1)?.is_none())
    }
}

impl Supply for &[u8] {
    fn peek(&mut self, length: usize) -> Result<Option<&[u8]>, Halt> {
        Ok(self.get(..length))
    }

    fn pass(&mut self, length: usize) {
        *self = self.get(length..).unwrap_or_default();
    }

    fn skip(&mut self, length: u64) -> Result<bool, Halt> {
        let rest = usize::try_from(length).ok().and_then(|length| self.get(length..));
        *self = rest.unwrap_or_default();
        Ok(rest.is_some())
    }
}

/// A stream, of which only what is looked at is held.
pub(super) struct Window<R> {
    input: R,
    /// Room; what has come in and was not passed stands from `start` to `end`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    read: u64,
    most: u64,
}

impl<R: Read> Window<R> {
    /// A window on a stream that may give `most` bytes.
    pub(super) fn new(input: R, most: u64) -> Self {
        Self { input, buffer: Vec::new(), start: 0, end: 0, read: 0, most }
    }

    /// Reads on behind what is held; false at the end.
    ///
    /// The room grows with what has come in, never with what a length claims.
    fn more(&mut self) -> Result<bool, Halt> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.buffer.len() - self.end < CHUNK {
            self.buffer.resize(self.end + 2 * CHUNK, 0);
        }
        let got = loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let got = got.map_err(|error| {
            unreadable(format!("the file cannot be read: {error}"), "See whether the disk is sound.")
        })?;
        self.end += got;
        self.read += got as u64;
        if self.read > self.most {
            let message = format!("the file has more than the {} bytes that are read", self.most);
            return Err(over_limit(Place::default(), message));
        }
        Ok(got > 0)
    }
}

impl<R: Read> Supply for Window<R> {
    fn peek(&mut self, length: usize) -> Result<Option<&[u8]>, Halt> {
        while self.end - self.start < length {
            if !self.more()? {
                return Ok(None);
            }
        }
        Ok(self.buffer.get(self.start..self.start + length))
    }

    fn pass(&mut self, length: usize) {
        self.start = (self.start + length).min(self.end);
    }

    fn skip(&mut self, length: u64) -> Result<bool, Halt> {
        let mut left = length;
        loop {
            let held = self.end - self.start;
            let now = usize::try_from(left).map_or(held, |left| left.min(held));
            self.start += now;
            left -= now as u64;
            if left == 0 {
                return Ok(true);
            }
            if !self.more()? {
                return Ok(false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that gives a few bytes at a time.
    struct Drip<'b>(&'b [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let now = self.0.len().min(into.len()).min(3);
            into[..now].copy_from_slice(&self.0[..now]);
            self.0 = &self.0[now..];
            Ok(now)
        }
    }

    fn check(supply: &mut impl Supply) {
        assert_eq!(supply.peek(4).expect("bytes"), Some(&[0, 1, 2, 3][..]));
        supply.pass(4);
        assert!(supply.skip(5).expect("bytes"));
        assert_eq!(supply.peek(2).expect("bytes"), Some(&[9, 10][..]));
        assert_eq!(supply.peek(100).expect("bytes"), None);
        assert!(!supply.is_at_end().expect("bytes"));
        assert!(supply.skip(11).expect("bytes"));
        assert!(supply.is_at_end().expect("bytes"));
        assert!(!supply.skip(1).expect("bytes"));
    }

    #[test]
    fn memory_and_a_stream_supply_the_same() {
        let bytes: Vec<u8> = (0..20).collect();
        check(&mut &bytes[..]);
        check(&mut Window::new(Drip(&bytes), 20));
    }

    #[test]
    fn a_stream_past_the_limit_halts() {
        let bytes = [7; 20];
        let halt = Window::new(Drip(&bytes), 10).peek(20).expect_err("too much");
        assert!(halt.message.contains("more than the 10 bytes"), "{}", halt.message);
    }
}
